package evaluation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/internal/actors"

	"dateline"
)

// sampleReader answers only what the sets of TestAll ask.
type sampleReader struct {
	wireReader
	pairReader
	treeReader
}

func (sampleReader) Sentences(text string) *dateline.Reading { return words(text) }

func (sampleReader) Actors() (*actors.Base, error) { return actors.Load() }

func TestAll(t *testing.T) {
	gold := t.TempDir()
	for name, data := range map[string]string{"wire/a.yaml": sampleStory, "relations/plv_train.tsv": sampleRelations} {
		if err := writeFile(filepath.Join(gold, name), []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	var asked []string
	told := 0
	crossed := &CrossValidation{N: 7, Figures: map[string]float64{"root_macro_f1": 0.5}}
	list, err := All(gold, crossed, sampleReader{pairReader: pairReader{&asked}}, func(*Result) { told++ })
	if err != nil || len(list) != 2 || told != 2 {
		t.Fatalf("%d results, %d told, %v", len(list), told, err)
	}
	page := string(Page(list, "devel/0", time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)))
	for _, want := range []string{"2031-05-06", "| wire | wire | 4 | events_f1 | 80.0 |", "| relations | plv_train.tsv | 7 | root_macro_f1 | 50.0 |",
		"| quad_macro_f1 | not measured |"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if text := list[0].Text(); !strings.Contains(text, "events_f1") || !strings.Contains(text, "80.0") {
		t.Errorf("text %s", text)
	}
}

func TestRunErrors(t *testing.T) {
	for task, paths := range map[string][]string{"parse": {"x"}, "syntax": {"a", "b"}, "wire": {"no such folder"}} {
		if _, err := Run(task, paths, Options{}, sampleReader{}); err == nil {
			t.Errorf("%s %v: no error", task, paths)
		}
	}
}

// Every floor names a set and a figure that All measures.
func TestFloors(t *testing.T) {
	floors, err := parseFloors(floorsFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range floors {
		known := false
		for _, s := range goldSets {
			set := setName([]string{s.path})
			if s.goldTokens {
				set += goldTokensMark
			}
			for _, c := range s.figures {
				known = known || f.task == s.task && f.set == set && f.figure == c.figure
			}
		}
		if !known {
			t.Errorf("floor of %s, %s, %s: no such figure is measured", f.task, f.set, f.figure)
		}
	}
	for wrong, want := range map[string]string{"a\tb\n": "line 1: 2 columns", "# x\na\tb\tc\t80\n": "line 2: floor"} {
		if _, err := parseFloors(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", wrong, err, want)
		}
	}
}

func TestBelow(t *testing.T) {
	list := []Measured{{Result: &Result{Task: "wire", Set: "wire", Figures: map[string]float64{"events_f1": 0.5}}}}
	below, checked := belowFloors([]floor{{"wire", "wire", "events_f1", 0.6}, {"wire", "wire", "date", 0}, {"wire", "wire", "events_f1", 0.5}, {"names", "x", "f1", 1}}, list)
	if checked != 3 || len(below) != 2 || !strings.Contains(below[0], "0.500, its floor is 0.600") || !strings.Contains(below[1], "not measured") {
		t.Errorf("%d checked, below: %q", checked, below)
	}
}

func TestReadCrossValidation(t *testing.T) {
	if c, err := ReadCrossValidation(filepath.Join(t.TempDir(), "none")); c != nil || err != nil {
		t.Errorf("no file: %v, %v", c, err)
	}
	c, err := ReadCrossValidation(goldFile(t, "c.json", `{"n": 3, "figures": {"root_macro_f1": 0.25}}`))
	if err != nil || c.N != 3 || c.Figures["root_macro_f1"] != 0.25 {
		t.Errorf("%v, %v", c, err)
	}
}

// The gold data that the project is developed on parse.
func TestSharedGold(t *testing.T) {
	const gold = "../../shared/gold"
	if _, err := os.Stat(gold); err != nil {
		t.Skip("no gold data stand beside the project")
	}
	if _, err := loadStories([]string{gold + "/wire"}); err != nil {
		t.Error(err)
	}
	for name, parse := range map[string]func([]byte) error{
		"relations/plv_train.tsv": func(b []byte) error { _, err := parseRelations(b); return err },
		"syntax/ewt/dev.conllu":   func(b []byte) error { _, err := parseCoNLLU(string(b)); return err },
	} {
		data, err := os.ReadFile(filepath.Join(gold, name))
		if err == nil {
			err = parse(data)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
