package dateline

// Report is a news report as it was read in. Text never changes afterwards:
// every span of the reading is counted in it.
type Report struct {
	ID        string      `json:"id"` // first 16 hex digits of the SHA-256 of Text
	Title     string      `json:"title,omitempty"`
	Agency    string      `json:"agency,omitempty"`
	Byline    []string    `json:"byline,omitempty"`
	Published string      `json:"published,omitempty"` // EDTF, from the report itself or its metadata
	Dateline  *PlaceWords `json:"dateline,omitempty"`  // the place and date line at the head of the first paragraph
	URL       string      `json:"url,omitempty"`
	Language  string      `json:"language,omitempty"` // ISO 639-1
	Version   int         `json:"version,omitempty"`
	Text      string      `json:"text"`
	ReadAt    string      `json:"read_at,omitempty"`
	Reader    string      `json:"reader,omitempty"`   // program and weights version
	Codebook  string      `json:"codebook,omitempty"` // version of the code book
	Warnings  []string    `json:"warnings,omitempty"`

	// Body is the paragraphs of Text after title and head lines. Head lines
	// (agency, byline, date) are kept in Text and lie outside every paragraph.
	Body []Span `json:"-"`
	// TitleSpan is where the title stands in Text; empty where there is none.
	TitleSpan Span `json:"-"`
}

// PlaceWords is the dateline of a report: its words and, once resolved, its place.
type PlaceWords struct {
	Words
	Place *Place `json:"place,omitempty"`
}
