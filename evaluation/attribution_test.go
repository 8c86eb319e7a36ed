package evaluation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline"
)

const (
	sampleText = "Rain will\nfall , said Ada on Monday ."
	sampleAnn  = "T1\tSource 23 26\tAda\nT2\tCue 18 22\tsaid\nT3\tContent 0 9;10 14\tRain will fall\nT4\tAttribution 18 22\tsaid\n" +
		"E1\tAttribution:T4 Cue:T2 Source:T1 Content:T3\n"
)

// saying reads the sample with the tokens [first, end) of each role.
func saying(source, cue, content [2]int) func(string) (*dateline.Reading, error) {
	return func(text string) (*dateline.Reading, error) {
		r := words(text)
		phrase := func(x [2]int) dateline.Phrase { return dateline.Phrase{First: x[0], End: x[1]} }
		s := &r.Sentences[0]
		a := dateline.Attribution{Cue: []dateline.Phrase{phrase(cue)}, Sources: []dateline.Phrase{phrase(source)}, Contents: []dateline.Span{s.SpanOf(content[0], content[1])}}
		own := a
		own.Own = true
		r.Attributions = []dateline.Attribution{a, own}
		return r, nil
	}
}

func TestAttribution(t *testing.T) {
	folder := filepath.Dir(goldFile(t, "a.txt", sampleText))
	for name, data := range map[string]string{"a_1.ann": sampleAnn, "a_2.ann": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name                 string
		source, cue, content [2]int
		want                 map[string]float64
	}{
		{"perfect", [2]int{5, 6}, [2]int{4, 5}, [2]int{0, 3}, map[string]float64{"source_exact_f1": 1, "cue_exact_f1": 1, "content_exact_f1": 1,
			"content_token_f1": 1, "relation_exact_f1": 1, "relation_overlap_f1": 1}},
		{"content too long", [2]int{5, 6}, [2]int{4, 5}, [2]int{0, 4}, map[string]float64{"content_exact_f1": 0, "content_token_precision": 0.75,
			"content_token_recall": 1, "relation_exact_f1": 0, "relation_overlap_f1": 1}},
		{"another source", [2]int{7, 8}, [2]int{4, 5}, [2]int{0, 3}, map[string]float64{"source_exact_f1": 0, "relation_overlap_f1": 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := t.TempDir()
			n, figures, err := Attribution([]string{folder}, out, saying(test.source, test.cue, test.content))
			if err != nil || n != 1 {
				t.Fatalf("n = %d, %v", n, err)
			}
			wantFigures(t, figures, test.want)
			// What was written, taken as gold, is what was found.
			written, err := os.ReadFile(filepath.Join(out, "a.ann"))
			if err != nil {
				t.Fatal(err)
			}
			again := filepath.Dir(goldFile(t, "a.ann", string(written)))
			if err := os.WriteFile(filepath.Join(again, "a.txt"), []byte(sampleText), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, figures, err = Attribution([]string{again}, "", saying(test.source, test.cue, test.content)); err != nil {
				t.Fatal(err)
			}
			wantFigures(t, figures, map[string]float64{"relation_exact_f1": 1, "source_exact_f1": 1})
		})
	}
}

func TestAttributionErrors(t *testing.T) {
	for _, wrong := range []string{"T1\tCue 3\tx", "T1\tCue 0 99\tx", "T1\tCue 2 1;\tx", "T1\tCue"} {
		if _, err := parseBrat("\n"+wrong, []rune(sampleText)); err == nil || !strings.HasPrefix(err.Error(), "line 2: ") {
			t.Errorf("%q: error %v names no line", wrong, err)
		}
	}
	if _, _, err := Attribution([]string{filepath.Dir(goldFile(t, "a.txt", sampleText))}, "", nil); err == nil {
		t.Error("no annotation: no error")
	}
}

func FuzzParseBrat(f *testing.F) {
	f.Add(sampleAnn, sampleText)
	f.Add("T1\tCue 1 2;0 1;4 5\nE1\tAttribution:T1 Cue:T1 Cue2:T9", "héé  x")
	f.Fuzz(func(t *testing.T, ann, text string) {
		gold, err := parseBrat(ann, []rune(text))
		if err != nil {
			return
		}
		new(attributionScore).add(words(text), gold, gold.relations)
	})
}
