package dateline

import (
	"encoding/json"
	"fmt"
)

// Span is a half-open range [Start, End) of Report.Text, counted in Unicode
// code points. It is the only unit of position in the program: there are no
// byte offsets to convert.
type Span struct {
	Start, End int
}

// Len is the number of code points.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether t lies wholly within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a code point.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// MarshalJSON writes [start, end].
func (s Span) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%d,%d]", s.Start, s.End), nil
}

// UnmarshalJSON reads [start, end].
func (s *Span) UnmarshalJSON(data []byte) error {
	var pair [2]int
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("a span is [start, end]: %w", err)
	}
	s.Start, s.End = pair[0], pair[1]
	return nil
}

// Words is a span together with the very words that stand there.
type Words struct {
	Words string `json:"words"`
	Span  Span   `json:"span"`
}
