package actors

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"dateline"
)

// reading makes a Reading from hand-tagged sentences, one a line: tokens as
// form/UPOS or form/UPOS/head/relation with heads counted from 1 (0: root), a
// "+" before a form that stands right after the token before it, and names as
// [Person form/UPOS …].
func reading(published, text string) (*dateline.Reading, error) {
	r := &dateline.Reading{Report: &dateline.Report{Published: published}}
	var out []rune
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		n := len(r.Sentences)
		s := dateline.Sentence{Span: dateline.Span{Start: len(out)}, Paragraph: 1}
		class, first := "", 0
		for _, f := range fields {
			if strings.HasPrefix(f, "[") && len(f) > 1 {
				class, first = f[1:], len(s.Tokens)
				continue
			}
			closes := strings.HasSuffix(f, "]") && class != ""
			if closes {
				f = strings.TrimSuffix(f, "]")
			}
			joined := strings.HasPrefix(f, "+") && len(f) > 1
			part := strings.Split(strings.TrimPrefix(f, "+"), "/")
			if len(part) != 2 && len(part) != 4 || part[0] == "" {
				return nil, fmt.Errorf("token %q: want form/UPOS or form/UPOS/head/relation", f)
			}
			t := dateline.Token{Text: part[0], Lemma: strings.ToLower(part[0]), UPOS: part[1], Head: -1, Relation: "dep"}
			if (t.UPOS == "NOUN" || t.UPOS == "PROPN") && isPlural(t.Lemma) {
				t.XPOS = "NNS"
			}
			if t.UPOS == "PART" {
				t.XPOS = "POS"
			}
			if len(part) == 4 {
				head, err := strconv.Atoi(part[2])
				if err != nil || head < 0 || head > len(fields) {
					return nil, fmt.Errorf("token %q: head is no number of a token", f)
				}
				t.Head, t.Relation = head-1, part[3]
			}
			if !joined && len(out) > 0 {
				out = append(out, ' ')
			}
			t.Start = len(out)
			out = append(out, []rune(t.Text)...)
			t.End = len(out)
			if len(s.Tokens) == 0 {
				s.Start = t.Start
			}
			s.Tokens = append(s.Tokens, t)
			if closes {
				r.Names = append(r.Names, dateline.Name{Phrase: dateline.Phrase{Sentence: n, First: first, End: len(s.Tokens)}, Class: class, Score: 1})
				class = ""
			}
		}
		if len(s.Tokens) == 0 {
			continue
		}
		for i := range s.Tokens {
			s.Tokens[i].Head = min(s.Tokens[i].Head, len(s.Tokens)-1)
		}
		s.End = len(out)
		r.Sentences = append(r.Sentences, s)
	}
	r.Report.Text = string(out)
	return r, nil
}

// said is what was found in a reading: "words = name CODE SECTOR" a line.
func said(r *dateline.Reading) string {
	var b strings.Builder
	for i := range r.Mentions {
		m := &r.Mentions[i]
		e := &r.Entities[m.Entity]
		fmt.Fprintf(&b, "%s = %s %s %s\n", r.PhraseWords(m.Phrase).Words, e.Name, e.Code, e.Sector)
	}
	return b.String()
}

func mustLoad(t testing.TB) *Base {
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
