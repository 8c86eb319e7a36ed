package evaluation

import (
	"bufio"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dateline"
	"dateline/internal/actors"
)

// Reader is the code that reads reports, as the tasks ask it.
type Reader interface {
	WireReader
	RelationReader
	SyntaxReader
	// Sentences runs the language core alone.
	Sentences(text string) *dateline.Reading
	Actors() (*actors.Base, error)
}

// tasks are the names that Run knows.
var tasks = []string{"wire", "relations", "attribution", "syntax", "names", "dates", "places", "actors"}

// Result is what a task measured on a set. Figures are shares from 0 to 1,
// but for distances (_km).
type Result struct {
	Task    string             `json:"task"`
	Set     string             `json:"set"`
	N       int                `json:"n"`
	Figures map[string]float64 `json:"figures"`
	Table   fmt.Stringer       `json:"-"` // the confusion table of relations
}

// Options say how a task runs: where predictions go ("" for nowhere), and for
// syntax whether the words are given.
type Options struct {
	Predictions string
	GoldTokens  bool
}

// goldTokensMark tells the set of syntax with given words from the same set as
// raw text.
const goldTokensMark = ", gold tokens"

// Run measures one task on gold files or folders.
func Run(task string, paths []string, o Options, rd Reader) (*Result, error) {
	r := &Result{Task: task, Set: setName(paths)}
	single := func() (string, error) {
		if len(paths) != 1 {
			return "", fmt.Errorf("task %s takes one path, not %d", task, len(paths))
		}
		return paths[0], nil
	}
	var err error
	var path string
	switch task {
	case "relations", "syntax", "dates", "places", "actors":
		if path, err = single(); err != nil {
			return nil, err
		}
	}
	switch task {
	case "wire":
		r.N, r.Figures, err = Wire(paths, o.Predictions, rd)
	case "relations":
		var table *Confusion
		r.N, r.Figures, table, err = Relations(path, o.Predictions, rd)
		r.Table = table
	case "attribution":
		r.N, r.Figures, err = Attribution(paths, o.Predictions, rd.Plain)
	case "syntax":
		r.N, r.Figures, err = Syntax(path, o.Predictions, o.GoldTokens, rd)
		if o.GoldTokens {
			r.Set += goldTokensMark
		}
	case "names":
		r.N, r.Figures, err = Names(paths, o.Predictions, rd.ReadTokens)
	case "dates":
		if o.Predictions != "" {
			err = os.MkdirAll(o.Predictions, 0o755)
		}
		if err == nil {
			r.N, r.Figures, err = Dates(path, o.Predictions, rd.Sentences)
		}
	case "places":
		var failed error
		r.N, r.Figures, err = Places(path, o.Predictions, func(text string) *dateline.Reading {
			reading, err := rd.Plain(text)
			if err != nil {
				failed = errors.Join(failed, err)
				return &dateline.Reading{}
			}
			return reading
		})
		err = errors.Join(err, failed)
	case "actors":
		var base *actors.Base
		if base, err = rd.Actors(); err == nil {
			r.N, r.Figures, err = Actors(path, o.Predictions, base)
		}
	default:
		return nil, fmt.Errorf("no task %q; the tasks are %s", task, strings.Join(tasks, ", "))
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// setName is the last part of a path, or the last two where it is a folder's
// plain "dev" or "test".
func setName(paths []string) string {
	var names []string
	for _, p := range paths {
		p = filepath.Clean(p)
		name := filepath.Base(p)
		switch strings.TrimSuffix(name, filepath.Ext(name)) {
		case "dev", "test", "train":
			name = filepath.Join(filepath.Base(filepath.Dir(p)), name)
		}
		names = append(names, filepath.ToSlash(name))
	}
	return strings.Join(names, " ")
}

// Text is the result for people: a line for each figure, shares in percent.
func (r *Result) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s, n = %d\n\n", r.Task, r.Set, r.N)
	width := 0
	for name := range r.Figures {
		width = max(width, len(name))
	}
	for _, name := range sortedKeys(r.Figures) {
		fmt.Fprintf(&b, "%-*s  %s\n", width, name, shown(name, r.Figures[name]))
	}
	if r.Table != nil {
		b.WriteString("\n" + r.Table.String())
	}
	return b.String()
}

func shown(name string, v float64) string {
	if strings.HasSuffix(name, "_km") {
		return fmt.Sprintf("%7.1f km", v)
	}
	return fmt.Sprintf("%7.1f", 100*v)
}

// goldSet is a set that All measures, what of it the page shows, and with what
// it can be compared.
type goldSet struct {
	task, path string // path below the gold folder
	goldTokens bool
	trained    string // how the set was used in training
	crossed    bool   // trained on: the page shows the cross-validated figures
	figures    []comparison
}

// comparison is a figure with the best that others published for it, if known,
// and the project's own target.
type comparison struct {
	figure    string
	published string
	target    float64 // what the project aims at, 0 to 1; 0 where nothing is set
}

// goldSets are the development sets under the gold folder. Published figures
// are those of the sources named, on the sets named there, most of them on the
// test part of the same set.
var goldSets = []goldSet{
	{task: "wire", path: "wire", trained: "rules and thresholds were chosen on eight of its thirteen stories", figures: []comparison{{figure: "events_f1"}, {figure: "who_f1"}, {figure: "whole_event_f1"},
		{figure: "date"}, {figure: "place"}, {figure: "auxiliary"}, {figure: "voice"}, {figure: "cameo"}, {figure: "cameo_root"}, {figure: "mode"},
		{figure: "claims_f1"}, {figure: "stance"}, {figure: "figures_f1"}, {figure: "asserter"}}},
	{task: "relations", path: "relations/plv_train.tsv", crossed: true, trained: "yes: five-fold cross-validation", figures: []comparison{
		{figure: "root_macro_f1", published: "86.7, ConfliBERT-base (PLV test; Hu et al. 2024)"}, {figure: "quad_macro_f1", published: "96.3, ConfliBERT-base (the same)"}, {figure: "binary_f1", published: "98.4, ConfliBERT-base (the same)"}}},
	{task: "attribution", path: "attribution/polnear/dev", trained: "on the train part", figures: []comparison{
		{figure: "source_exact_f1", published: "83.2, BERT+Cofe (PolNeAR test)"}, {figure: "cue_exact_f1", published: "75.3, BERT+Cofe (the same)"}, {figure: "content_exact_f1", published: "72.9, BERT+Cofe (the same)"},
		{figure: "relation_exact_f1"}, {figure: "relation_overlap_f1"}}},
	{task: "syntax", path: "syntax/ewt/dev.conllu", trained: "on the train part", figures: []comparison{
		{figure: "words"}, {figure: "sentences"}, {figure: "upos"}, {figure: "lemma"}, {figure: "uas"}, {figure: "las", published: "89.9, UDPipe 2.17; 83.6, Stanza (EWT test, raw text)"}}},
	{task: "syntax", path: "syntax/ewt/dev.conllu", goldTokens: true, trained: "on the train part", figures: []comparison{
		{figure: "upos"}, {figure: "lemma"}, {figure: "uas"}, {figure: "las"}}},
	{task: "names", path: "names/worldwide/dev", trained: "on the train part", figures: []comparison{{figure: "f1"}, {figure: "person_f1"},
		{figure: "location_f1"}, {figure: "organization_f1"}, {figure: "norp_f1"}}},
	{task: "dates", path: "dates/tempeval3_training/TBAQ-cleaned/TimeBank", trained: "rules were written on half of it", figures: []comparison{
		{figure: "strict_f1", target: 0.75}, {figure: "relaxed_f1"}, {figure: "value_f1", published: "77.6, HeidelTime (TempEval-3 platinum; UzZaman et al. 2013)", target: 0.80}}},
	{task: "dates", path: "dates/tempeval3_training/TBAQ-cleaned/AQUAINT", trained: "rules were written on it", figures: []comparison{
		{figure: "strict_f1", target: 0.75}, {figure: "relaxed_f1"}, {figure: "value_f1", published: "77.6, HeidelTime (TempEval-3 platinum; UzZaman et al. 2013)", target: 0.80}}},
	{task: "places", path: "places/lgl.xml", trained: "weights were tuned on half of it", figures: []comparison{
		{figure: "recognition_f1"}, {figure: "acc161", published: "82.7 (the same set)", target: 0.83}, {figure: "refused"}}},
	{task: "places", path: "places/GeoVirus.xml", trained: "weights were tuned on half of it", figures: []comparison{
		{figure: "recognition_f1"}, {figure: "acc161"}, {figure: "refused"}}},
	{task: "actors", path: "actors/resolution_cases.jsonl", trained: "rules were written on two thirds of it", figures: []comparison{{figure: "right", target: 0.97}}},
}

// Measured is a set with its result; Crossed are cross-validated figures, which
// stand for the result's own on a set that was trained on.
type Measured struct {
	*Result
	set     goldSet
	Crossed *CrossValidation
}

// CrossValidation is what training writes for a set that it trains on.
type CrossValidation struct {
	N       int                `json:"n"`
	Figures map[string]float64 `json:"figures"`
}

// ReadCrossValidation reads training/results/cross-validation.json; nil where
// there is none.
func ReadCrossValidation(file string) (*CrossValidation, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var c CrossValidation
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &c, nil
}

// All runs every task whose set lies in the gold folder, and tells each result
// as soon as it is there.
func All(gold string, crossed *CrossValidation, rd Reader, tell func(*Result)) ([]Measured, error) {
	var out []Measured
	for _, set := range goldSets {
		path := filepath.Join(gold, filepath.FromSlash(set.path))
		if _, err := os.Stat(path); err != nil {
			continue
		}
		r, err := Run(set.task, []string{path}, Options{GoldTokens: set.goldTokens}, rd)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", set.task, err)
		}
		m := Measured{Result: r, set: set}
		if set.crossed {
			m.Crossed = crossed
		}
		tell(r)
		out = append(out, m)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: none of the gold sets is there", gold)
	}
	return out, nil
}

// figure is the figure that stands for a set, and whether it is one that the
// training cannot have flattered.
func (m *Measured) figure(name string) (v float64, ok bool) {
	if m.set.crossed {
		if m.Crossed == nil {
			return 0, false
		}
		v, ok = m.Crossed.Figures[name]
		return v, ok
	}
	v, ok = m.Figures[name]
	return v, ok
}

// Page is docs/quality.md.
func Page(list []Measured, reader string, day time.Time) []byte {
	var b strings.Builder
	b.WriteString("<!-- Generated by: dateline eval --all -->\n# Quality\n\n")
	fmt.Fprintf(&b, "Measured on %s with reader %s by the very code that reads reports. Figures are in percent. These are development sets:\n"+
		"what was trained on or tuned to a set is said beside it; figures that others published are mostly on test parts that are not here,\n"+
		"so they say where the field stands, not who is ahead.\n\n", day.Format(time.DateOnly), reader)
	b.WriteString("| task | set | n | figure | value | target | trained or tuned on this set | best published |\n|---|---|---:|---|---:|---:|---|---|\n")
	for i := range list {
		m := &list[i]
		for _, c := range m.set.figures {
			value := "not measured"
			if v, ok := m.figure(c.figure); ok {
				value = fmt.Sprintf("%.1f", 100*v)
			}
			published, target := cmp.Or(c.published, "–"), "–"
			if c.target > 0 {
				target = fmt.Sprintf("%.1f", 100*c.target)
			}
			n := m.N
			if m.Crossed != nil {
				n = m.Crossed.N
			}
			fmt.Fprintf(&b, "| %s | %s | %d | %s | %s | %s | %s | %s |\n", m.Task, m.Set, n, c.figure, value, target, m.set.trained, published)
		}
	}
	return []byte(b.String())
}

//go:embed floors.tsv
var floorsFile string

// floor is the least that a figure may be.
type floor struct {
	task, set, figure string
	least             float64
}

// parseFloors reads task, set, figure and floor (0 to 1) with tabs between
// them; # begins a comment.
func parseFloors(data string) ([]floor, error) {
	var out []floor
	lines := bufio.NewScanner(strings.NewReader(data))
	for number := 1; lines.Scan(); number++ {
		line := lines.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 4 {
			return nil, fmt.Errorf("line %d: %d columns: expected task, set, figure, floor", number, len(c))
		}
		least, err := strconv.ParseFloat(c[3], 64)
		if err != nil || !(least >= 0 && least <= 1) {
			return nil, fmt.Errorf("line %d: floor %q: expected a share from 0 to 1", number, c[3])
		}
		out = append(out, floor{c[0], c[1], c[2], least})
	}
	return out, lines.Err()
}

// BelowFloors lists the figures that are below their floors (floors.tsv), or
// were not measured though their set was. checked is the number of floors whose
// set was measured.
func BelowFloors(list []Measured) (below []string, checked int, err error) {
	floors, err := parseFloors(floorsFile)
	if err != nil {
		return nil, 0, fmt.Errorf("evaluation/floors.tsv: %w", err)
	}
	below, checked = belowFloors(floors, list)
	return below, checked, nil
}

func belowFloors(floors []floor, list []Measured) (below []string, checked int) {
	for _, f := range floors {
		for i := range list {
			m := &list[i]
			if m.Task != f.task || m.Set != f.set {
				continue
			}
			checked++
			v, ok := m.figure(f.figure)
			switch {
			case !ok:
				below = append(below, fmt.Sprintf("%s on %s: %s was not measured, its floor is %.3f", f.task, f.set, f.figure, f.least))
			case v < f.least:
				below = append(below, fmt.Sprintf("%s on %s: %s is %.3f, its floor is %.3f", f.task, f.set, f.figure, v, f.least))
			}
		}
	}
	return below, checked
}
