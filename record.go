package dateline

// Format is the version of the record's JSON form.
const Format = "dateline/1"

// Record is what the program says about one report: one JSON object a line.
type Record struct {
	Format    string           `json:"format"`
	Report    *Report          `json:"report"`
	Sentences []RecordSentence `json:"sentences"`
	Entities  []Entity         `json:"entities"`
	Events    []Event          `json:"events"`
	Claims    []Claim          `json:"claims"`
	Figures   []Figure         `json:"figures"`
}

// RecordSentence is a sentence as the record shows it; its index is the
// sentence number, 0 is the title where the report has one.
type RecordSentence struct {
	Span      Span `json:"span"`
	Paragraph int  `json:"paragraph"`
}

// Record gives the reading its JSON form. Lists are never null.
func (r *Reading) Record() *Record {
	rec := &Record{
		Format:    Format,
		Report:    r.Report,
		Sentences: make([]RecordSentence, len(r.Sentences)),
		Entities:  append([]Entity{}, r.Entities...),
		Events:    append([]Event{}, r.Events...),
		Claims:    append([]Claim{}, r.Claims...),
		Figures:   append([]Figure{}, r.Figures...),
	}
	for i, s := range r.Sentences {
		rec.Sentences[i] = RecordSentence{s.Span, s.Paragraph}
	}
	return rec
}
