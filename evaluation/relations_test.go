package evaluation

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dateline"
)

const sampleRelations = "uid\tsentence\tsource\ttarget\tmarked_sentence\tgold_root\n" +
	"a\t\"\"\tX\tY\tThe <s>envoys</s> of \"X\" met <t>Y</t>\tCONSULT\n" +
	"b\tYork left New York\tYork\tYork\t\tRETREAT\n" +
	"c\tX bombed Y\tX\tY\t\tASSAULT\n"

// pairReader gives every pair the same probabilities and keeps what it was asked.
type pairReader struct{ asked *[]string }

func (pairReader) Tokenise(text string) []dateline.Words {
	var out []dateline.Words
	for _, t := range words(text).Sentences[0].Tokens {
		out = append(out, dateline.Words{Words: t.Text, Span: t.Span})
	}
	return out
}

func (r pairReader) Relation(words []string, source, target [2]int) []float64 {
	*r.asked = append(*r.asked, strings.Join(words[source[0]:source[1]], " ")+" > "+strings.Join(words[target[0]:target[1]], " "))
	return []float64{0.3, 0.25, 0.25, 0.2}
}

func (pairReader) RelationTypes() []string { return []string{"CONSULT", "ASSAULT", "COERCE", "YIELD"} }

func TestRelations(t *testing.T) {
	var asked []string
	out := filepath.Join(t.TempDir(), "out.tsv")
	n, figures, table, err := Relations(goldFile(t, "sample.tsv", sampleRelations), out, pairReader{&asked})
	if err != nil || n != 3 {
		t.Fatalf("n = %d, %v", n, err)
	}
	if want := []string{"envoys > Y", "York > York", "X > Y"}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
	// All roots CONSULT; all quads 4, as its two roots together weigh most.
	wantFigures(t, figures, map[string]float64{"root_accuracy": 1. / 3, "root_macro_f1": 0.5 / 3, "quad_accuracy": 1. / 3,
		"quad_macro_f1": 0.5 / 3, "binary_accuracy": 1. / 3, "binary_f1": 0.25})
	rows, _ := os.ReadFile(out)
	if want := "id\troot\tquad\tCONSULT\tASSAULT\tCOERCE\tYIELD\na\tCONSULT\t4\t0.300000\t0.250000\t0.250000\t0.200000\n"; !strings.HasPrefix(string(rows), want) {
		t.Errorf("rows %s", rows)
	}
	if s := table.String(); !strings.Contains(s, "YIELD") {
		t.Errorf("table %s", s)
	}
}

func TestRelationsErrors(t *testing.T) {
	for wrong, want := range map[string]string{
		"": "line 1", "a\tb\n": "line 1: expected columns", "sentence\tsource\ttarget\troot\n": "line 2: no pairs",
		"sentence\tsource\ttarget\troot\nX\tX\tX\tAID\nX\tX\tX\tHELP\n": "line 3: root",
	} {
		if _, err := parseRelations([]byte(wrong)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", wrong, err, want)
		}
	}
}

func FuzzParseRelations(f *testing.F) {
	f.Add([]byte(sampleRelations))
	f.Add([]byte("marked_sentence\troot\n<s>a</t><t>\tAID"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cases, err := parseRelations(data)
		if err != nil {
			return
		}
		for _, c := range cases {
			cover(pairReader{}.Tokenise(c.sentence), c.source)
		}
	})
}
