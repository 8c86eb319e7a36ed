package dateline

// Stance is what a speaker commits to.
type Stance string

// The stances of the record (docs/terms.md).
const (
	Asserts  Stance = "asserts"
	Confirms Stance = "confirms"
	Denies   Stance = "denies"
	Neither  Stance = "neither"
	Declines Stance = "declines"
	Silent   Stance = "silent"
	Doubts   Stance = "doubts"
	Retracts Stance = "retracts"
)

// Stances lists all stances.
var Stances = []Stance{Asserts, Confirms, Denies, Neither, Declines, Silent, Doubts, Retracts}

// Claim is somebody's word: who says so, in which words, with which commitment.
type Claim struct {
	ID         string   `json:"id"` // c1, c2 … in order of the text
	Speaker    []Ref    `json:"speaker,omitempty"`
	Via        []Ref    `json:"via,omitempty"`
	Cue        Words    `json:"cue"`
	Stance     Stance   `json:"stance"`
	Content    *Words   `json:"content,omitempty"`
	Quotes     []Span   `json:"quotes,omitempty"`
	About      string   `json:"about,omitempty"` // id of a claim or event that it answers
	Venue      string   `json:"venue,omitempty"`
	Date       *Date    `json:"date,omitempty"`
	Place      *Place   `json:"place,omitempty"`
	Sentence   int      `json:"sentence"`
	Events     []string `json:"events,omitempty"`
	Figures    []string `json:"figures,omitempty"`
	Confidence float64  `json:"confidence"`
	Why        []Why    `json:"why,omitempty"`
}

// Figure is a number of persons, things, money, shares or distances, with who
// says so.
type Figure struct {
	ID           string   `json:"id"` // f1, f2 … in order of the text
	Low          *float64 `json:"low,omitempty"`
	Best         *float64 `json:"best,omitempty"`
	High         *float64 `json:"high,omitempty"`
	Approximate  bool     `json:"approximate,omitempty"`
	Unit         string   `json:"unit,omitempty"`
	Of           string   `json:"of,omitempty"`
	Scope        string   `json:"scope,omitempty"`
	AsOf         string   `json:"as_of,omitempty"`
	PartOf       string   `json:"part_of,omitempty"` // id of the figure that it is included in
	Words        string   `json:"words"`
	Span         Span     `json:"span"`
	Sentence     int      `json:"sentence"`
	AttributedTo []string `json:"attributed_to,omitempty"` // ids of claims
}
