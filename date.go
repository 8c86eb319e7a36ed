package dateline

// Date is a date of the world with the words that it was read from.
type Date struct {
	Value string `json:"value"` // EDTF (ISO 8601-2): 2024-11-04, 2024-06, 2024-08/.., 2024-10-28/2024-11-03
	Words string `json:"words,omitempty"`
	Span  *Span  `json:"span,omitempty"`
	Basis Basis  `json:"basis"`
}

// Basis says on what a value rests.
type Basis string

// Stated has words for it; Inherited is taken from the clause or sentence
// before; FromDateline and FromPublished are taken from the head of the report.
const (
	Stated        Basis = "stated"
	Inherited     Basis = "inherited"
	FromDateline  Basis = "dateline"
	FromPublished Basis = "published"
)
