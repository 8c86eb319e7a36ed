package evaluation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dateline"
)

const sampleTimeML = `<?xml version="1.0" ?>
<TimeML>
<DOCID>sample</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-11-05">Nov. 5</TIMEX3></DCT>
<TEXT>
The envoys <EVENT eid="e1">left</EVENT> <TIMEX3 tid="t1" type="DATE" value="2024-11-04">yesterday</TIMEX3> &amp; wrote <TIMEX3 tid="t2"
type="DATE" value="2024">late <EVENT eid="e2">last</EVENT> year
</TIMEX3> or <TIMEX3 tid="t3" type="TIME" value="2024-11-03TNI">once</TIMEX3> each week
</TEXT>
<MAKEINSTANCE eventID="e1" eiid="ei1"/>
</TimeML>
`

// words gives a text one sentence of tokens parted by white space.
func words(text string) *dateline.Reading {
	r := &dateline.Reading{Report: &dateline.Report{Text: text}}
	var s dateline.Sentence
	at := 0
	for _, field := range strings.FieldsFunc(text, unicode.IsSpace) {
		i := at + strings.Index(text[at:], field)
		start := utf8.RuneCountInString(text[:i])
		s.Tokens = append(s.Tokens, dateline.Token{Span: dateline.Span{Start: start, End: start + utf8.RuneCountInString(field)}, Text: field, Head: -1})
		at = i + len(field)
	}
	r.Sentences = []dateline.Sentence{s}
	return r
}

func TestDates(t *testing.T) {
	gold, out := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(gold, "sample.tml"), []byte(sampleTimeML), 0o644); err != nil {
		t.Fatal(err)
	}
	n, figures, err := Dates(gold, out, words)
	if err != nil {
		t.Fatal(err)
	}
	// Found: yesterday (right), late last year (2023, the gold says 2024), each
	// week (not in the gold, which has "once").
	if n != 3 {
		t.Errorf("n = %d, want 3", n)
	}
	for name, want := range map[string]float64{"strict_f1": 2. / 3, "relaxed_f1": 2. / 3, "relaxed_p": 2. / 3, "type_f1": 2. / 3, "value_f1": 1. / 3} {
		if got := figures[name]; got != want {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	// What was written reads back as what was found, over the same text.
	written, err := os.ReadFile(filepath.Join(out, "sample.tml"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := parseTimeML(written)
	if err != nil {
		t.Fatal(err)
	}
	first, err := parseTimeML([]byte(sampleTimeML))
	if err != nil {
		t.Fatal(err)
	}
	if again.text != first.text || again.dct != "2024-11-05" || len(again.timexes) != 3 || again.timexes[1].value != "2023" {
		t.Errorf("read back %+v", again)
	}
}

func TestDatesErrors(t *testing.T) {
	if _, _, err := Dates(t.TempDir(), "", words); err == nil || !strings.Contains(err.Error(), "no .tml file") {
		t.Errorf("empty folder: %v", err)
	}
	for _, wrong := range []string{"<TimeML><TEXT>Monday", "<TimeML>\n<TEXT>Monday</TEXT></TimeML>", ""} {
		if _, err := parseTimeML([]byte(wrong)); err == nil || !strings.HasPrefix(err.Error(), "line ") {
			t.Errorf("%q: error %v names no line", wrong, err)
		}
	}
}

func FuzzParseTimeML(f *testing.F) {
	f.Add([]byte(sampleTimeML))
	f.Add([]byte(`<TimeML><DCT><TIMEX3 value="2024"/></DCT><TEXT><TIMEX3>a<TIMEX3>b</TIMEX3></TEXT>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := parseTimeML(data)
		if err != nil {
			return
		}
		for _, x := range doc.timexes {
			if x.Start < 0 || x.End < x.Start || x.End > utf8.RuneCountInString(doc.text) {
				t.Fatalf("span %v out of the text's %d code points", x.Span, utf8.RuneCountInString(doc.text))
			}
		}
		doc.write(doc.resolve(words))
	})
}
