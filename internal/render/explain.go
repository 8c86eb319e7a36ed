package render

import (
	"fmt"
	"io"

	"dateline"
)

// Explain writes the trail of one event, claim or figure from the words to the
// code. It reports whether the reading has the id.
func Explain(w io.Writer, r *dateline.Reading, id string, st Style) (bool, error) {
	sentence := func(i int) string { return r.Words(r.Sentences[i].Span).Words }
	trail := func(line string, sent int, why []dateline.Why) error {
		if _, err := fmt.Fprintf(w, "%s%s\n", wrap(line, "", "     ", st.Width), wrap(sentence(sent), "     ", "     ", st.Width)); err != nil {
			return err
		}
		for _, y := range why {
			voice := "rule " + y.Rule
			switch {
			case y.Model != "" && y.Rule != "":
				voice = "head " + y.Model + ", rule " + y.Rule
			case y.Model != "":
				voice = "head " + y.Model
			}
			score := ""
			if y.Score > 0 {
				score = fmt.Sprintf(" (%.2f)", y.Score)
			}
			words := ""
			if y.Words != "" {
				words = ": " + y.Words
			}
			if _, err := fmt.Fprintf(w, "     %-12s %s%s%s\n", y.Step, voice, words, score); err != nil {
				return err
			}
		}
		return nil
	}
	for i := range r.Events {
		if e := &r.Events[i]; e.ID == id {
			return true, trail(Event(r, e, st), e.Sentence, e.Why)
		}
	}
	for i := range r.Claims {
		if c := &r.Claims[i]; c.ID == id {
			return true, trail(Claim(r, c, st), c.Sentence, c.Why)
		}
	}
	for i := range r.Figures {
		if f := &r.Figures[i]; f.ID == id {
			return true, trail(Figure(r, f, st), f.Sentence, nil)
		}
	}
	return false, nil
}
