package claims

import (
	"fmt"
	"strings"
	"testing"

	"dateline"
)

// reading makes a reading of words with tags: "30/NUM people/NOUN were/AUX";
// a number governs nothing and modifies the next noun.
func reading(marked string) *dateline.Reading {
	r := &dateline.Reading{Report: &dateline.Report{}}
	var text []rune
	sent := dateline.Sentence{}
	for i, w := range strings.Fields(marked) {
		if i > 0 {
			text = append(text, ' ')
		}
		word, tag, _ := strings.Cut(w, "/")
		start := len(text)
		text = append(text, []rune(word)...)
		lemma := strings.ToLower(word)
		if tag == "NOUN" {
			lemma = strings.TrimSuffix(lemma, "s")
		}
		sent.Tokens = append(sent.Tokens, dateline.Token{Span: dateline.Span{Start: start, End: len(text)}, Text: word, Lemma: lemma, UPOS: tag, Head: -1})
	}
	for i := range sent.Tokens {
		if sent.Tokens[i].UPOS != "NUM" {
			continue
		}
		for k := i + 1; k < len(sent.Tokens) && k < i+4; k++ {
			if sent.Tokens[k].UPOS == "NOUN" {
				sent.Tokens[i].Head, sent.Tokens[i].Relation = k, "nummod"
				break
			}
		}
	}
	sent.Span = dateline.Span{End: len(text)}
	r.Report.Text = string(text)
	r.Sentences = []dateline.Sentence{sent}
	return r
}

func TestFigures(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"some/DET 10,000/NUM troops/NOUN", "best=10000 approx persons troop [some 10,000 troops]"},
		{"more/ADJ than/ADP 300/NUM people/NOUN were/AUX killed/VERB", "low=300 persons people [more than 300 people]"},
		{"up/ADP to/ADP 40/NUM houses/NOUN", "high=40 house [up to 40 houses]"},
		{"between/ADP 30/NUM and/CCONJ 50/NUM rebels/NOUN", "low=30 high=50 persons rebel [between 30 and 50 rebels]"},
		{"$/SYM 1.5/NUM billion/NUM", "best=1.5e+09 USD [$ 1.5 billion]"},
		{"at/ADP least/ADJ twenty/NUM -/PUNCT five/NUM soldiers/NOUN", "low=25 persons soldier [at least twenty - five soldiers]"},
		{"about/ADV 12.5/NUM percent/NOUN", "best=12.5 approx percent percent [about 12.5 percent]"},
		{"20/NUM to/ADP 30/NUM million/NUM euros/NOUN", "low=2e+07 high=3e+07 EUR euro [20 to 30 million euros]"},
		{"200/NUM or/CCONJ more/ADJ", "low=200 [200 or more]"},
		{"for/ADP three/NUM days/NOUN", ""},
		{"in/ADP 1999/NUM", ""},
		{"Article/PROPN 5/NUM", ""},
		{"the/DET two/NUM agreed/VERB", ""},
	} {
		r := reading(tt.text)
		Figures(r)
		got := ""
		for _, f := range r.Figures {
			for _, b := range []struct {
				name string
				v    *float64
			}{{"low", f.Low}, {"high", f.High}, {"best", f.Best}} {
				if b.v != nil {
					got += fmt.Sprintf("%s=%g ", b.name, *b.v)
				}
			}
			if f.Approximate {
				got += "approx "
			}
			for _, s := range []string{f.Unit, f.Of} {
				if s != "" {
					got += s + " "
				}
			}
			got += "[" + f.Words + "]"
		}
		if got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}
