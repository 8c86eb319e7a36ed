package evaluation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline"
)

const sampleNames = "Ada\tB-Person\nLove\tI-Person\nsaw\tO\nLomo\tB-Location\n\nThe\tO\nArdan\tB-NORP\r\nfleet\n"

func TestNames(t *testing.T) {
	out := t.TempDir()
	file := goldFile(t, "a.tsv", sampleNames)
	n, figures, err := Names([]string{file}, out, func(sentences [][]string) *dateline.Reading {
		if len(sentences) != 2 || strings.Join(sentences[0], " ") != "Ada Love saw Lomo" {
			t.Errorf("asked to read %q", sentences)
		}
		// A reading may cut a sentence in two.
		r := &dateline.Reading{Sentences: []dateline.Sentence{{Tokens: make([]dateline.Token, 4)}, {Tokens: make([]dateline.Token, 1)}, {Tokens: make([]dateline.Token, 2)}}}
		name := func(sentence, first, end int, class string) {
			r.Names = append(r.Names, dateline.Name{Phrase: dateline.Phrase{Sentence: sentence, First: first, End: end}, Class: class})
		}
		name(0, 0, 2, "Person")
		name(0, 3, 4, "Organization")
		name(2, 0, 1, "NORP")
		return r
	})
	if err != nil || n != 3 {
		t.Fatalf("n = %d, %v", n, err)
	}
	wantFigures(t, figures, map[string]float64{"f1": 2. / 3, "person_f1": 1, "norp_f1": 1, "location_recall": 0, "organization_precision": 0})
	written, _ := os.ReadFile(filepath.Join(out, "a.tsv"))
	if want := "Ada\tB-Person\tB-Person\nLove\tI-Person\tI-Person\nsaw\tO\tO\nLomo\tB-Location\tB-Organization\n\nThe\tO\tO\nArdan\tB-NORP\tB-NORP\nfleet\tO\tO\n"; string(written) != want {
		t.Errorf("wrote %q, want %q", written, want)
	}
}

func TestNamesOf(t *testing.T) {
	got := namesOf([][]string{{"I-A", "I-A", "I-B", "B-B", "O"}})
	for _, want := range []named{{0, 0, 2, "A"}, {0, 2, 3, "B"}, {0, 3, 4, "B"}} {
		if !got[want] {
			t.Errorf("%v is not among %v", want, got)
		}
	}
}

func TestNamesErrors(t *testing.T) {
	for wrong, want := range map[string]string{"": "line 1", "a\tO\nb\tPerson\n": "line 2: tag"} {
		if _, err := parseNames(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", wrong, err, want)
		}
	}
}

func FuzzParseNames(f *testing.F) {
	f.Add(sampleNames)
	f.Add("\t\nx\tI-\n")
	f.Fuzz(func(t *testing.T, data string) {
		if doc, err := parseNames(data); err == nil {
			namesOf(doc.tags)
			doc.write(doc.tags)
		}
	})
}
