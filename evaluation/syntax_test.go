package evaluation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline"
)

const sampleCoNLLU = `# newdoc id = a
# newpar
# text = Birds don't sing.
1	Birds	bird	NOUN	NNS	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	sing	sing	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	SpaceAfter=No

# text = Why?
1	Why	why	ADV	WRB	_	0	root	_	SpaceAfter=No
2	?	?	PUNCT	.	_	1	punct	_	_

# newdoc id = b
# text = Go on
1	Go	go	VERB	VB	_	0	root	_	_
2	on	on	ADP	RP	_	1	compound:prt	_	_
2.1	now	now	ADV	RB	_	_	_	1:advmod	_

`

// tokens is a sentence of "form/lemma/upos/head/relation" with white space
// after its first character taken for where it stands in the text.
func tokens(text string, at int, list string) dateline.Sentence {
	var s dateline.Sentence
	for _, x := range strings.Fields(list) {
		c := strings.Split(x, "|")
		i := at + strings.Index(text[at:], c[0])
		at = i + len(c[0])
		s.Tokens = append(s.Tokens, dateline.Token{Span: dateline.Span{Start: i, End: at}, Text: c[0], Lemma: c[1], UPOS: c[2], Head: int(c[3][0]-'0') - 1, Relation: c[4]})
	}
	s.Span = s.SpanOf(0, len(s.Tokens))
	return s
}

type treeReader struct{}

func (treeReader) Plain(text string) (*dateline.Reading, error) {
	r := &dateline.Reading{Report: &dateline.Report{Text: text}}
	switch text {
	case "Birds don't sing.Why?":
		// The clitic as one word, the two sentences as one, "Why" a noun.
		r.Sentences = []dateline.Sentence{tokens(text, 0, "Birds|bird|NOUN|4|nsubj do|do|AUX|4|aux n't|no|PART|4|advmod sing|sing|VERB|0|root .|.|PUNCT|4|punct Why|why|NOUN|4|obl ?|?|PUNCT|6|punct")}
	case "Go on":
		r.Sentences = []dateline.Sentence{tokens(text, 0, "Go|go|VERB|0|root on|on|ADP|1|compound")}
	}
	return r, nil
}

func (treeReader) ReadTokens(sentences [][]string) *dateline.Reading {
	var joined []string
	for _, s := range sentences {
		joined = append(joined, s...)
	}
	if len(joined) == 2 {
		r, _ := treeReader{}.Plain("Go on")
		return r
	}
	r, _ := treeReader{}.Plain("Birds don't sing.Why?")
	return r
}

func TestSyntax(t *testing.T) {
	file := goldFile(t, "sample.conllu", sampleCoNLLU)
	out := filepath.Join(t.TempDir(), "out.conllu")
	n, figures, err := Syntax(file, out, false, treeReader{})
	if err != nil || n != 9 {
		t.Fatalf("n = %d, %v", n, err)
	}
	// Nine words on both sides; three gold sentences, two found, one the same.
	wantFigures(t, figures, map[string]float64{"words": 1, "sentences": 0.4, "upos": 8. / 9, "lemma": 8. / 9, "uas": 8. / 9, "las": 8. / 9})
	_, figures, err = Syntax(file, "", true, treeReader{})
	if err != nil {
		t.Fatal(err)
	}
	wantFigures(t, figures, map[string]float64{"upos": 8. / 9, "las": 8. / 9})
	if _, ok := figures["words"]; ok {
		t.Error("words are scored though they were given")
	}
	// What was written, taken as gold, is what was found.
	if _, figures, err = Syntax(out, "", false, treeReader{}); err != nil {
		t.Fatal(err)
	}
	wantFigures(t, figures, map[string]float64{"words": 1, "sentences": 1, "las": 1})
	if written, _ := os.ReadFile(out); !strings.Contains(string(written), "# text = Birds don't sing.Why?\n") {
		t.Errorf("wrote %s", written)
	}
}

func TestAlignWords(t *testing.T) {
	word := func(form string, start, end int, multi bool) syntaxWord {
		return syntaxWord{Span: dateline.Span{Start: start, End: end}, form: form, multi: multi}
	}
	side := func(list ...syntaxWord) *parsed {
		p := &parsed{words: list}
		p.token("abcdef")
		return p
	}
	tests := []struct {
		name        string
		gold, found *parsed
		want        int
	}{
		{"another cut", side(word("ab", 0, 2, false), word("cdef", 2, 6, false)), side(word("abc", 0, 3, false), word("def", 3, 6, false)), 0},
		{"multiword token in the gold", side(word("ab", 0, 4, true), word("x", 0, 4, true), word("ef", 4, 6, false)), side(word("ab", 0, 2, false), word("cd", 2, 4, false), word("ef", 4, 6, false)), 2},
		{"word that begins before it", side(word("ab", 0, 2, false), word("cd", 2, 6, true), word("ef", 2, 6, true)), side(word("a", 0, 1, false), word("bcd", 1, 4, false), word("ef", 4, 6, false)), 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			pairs, err := alignWords(test.gold, test.found)
			if err != nil || len(pairs) != test.want {
				t.Errorf("%v, %v; want %d pairs", pairs, err, test.want)
			}
		})
	}
	other := &parsed{}
	other.token("abc")
	if _, err := alignWords(side(), other); err == nil {
		t.Error("other characters: no error")
	}
}

func TestSyntaxErrors(t *testing.T) {
	row := "1\ta\ta\tX\tX\t_\t0\troot\t_\t_\n"
	for wrong, want := range map[string]string{
		"": "line 1", "1\ta\n": "line 1: 2 columns", row: "no # text", "# text = a\n" + strings.Replace(row, "\t0\t", "\t5\t", 1): "head 5",
		"# text = a\n2" + row[1:]: "line 2: id", "# text = a\n1-3" + row[1:] + row: "ends within a multiword token", "# text = a\n3-1" + row[1:]: "line 2: multiword token",
	} {
		if _, err := parseCoNLLU(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", wrong, err, want)
		}
	}
}

func FuzzParseCoNLLU(f *testing.F) {
	f.Add(sampleCoNLLU)
	f.Add("# text = a b\n1-2\ta\t_\t_\t_\t_\t_\t_\t_\tSpacesAfter=\\n\n1\ta\t_\tX\t_\t_\t2\tx\t_\t_\n2\tb\t_\tX\t_\t_\t0\tx\t_\t_\n")
	f.Fuzz(func(t *testing.T, data string) {
		docs, err := parseCoNLLU(data)
		if err != nil {
			return
		}
		for _, d := range docs {
			gold := d.words()
			pairs, err := alignWords(gold, d.words())
			if err != nil || len(pairs) != len(gold.words) {
				t.Fatalf("a document does not agree with itself: %d of %d words, %v", len(pairs), len(gold.words), err)
			}
			d.text()
			d.forms()
			new(syntaxScore).add(gold, gold, pairs)
		}
	})
}
