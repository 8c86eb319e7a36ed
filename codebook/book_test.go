package codebook

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"dateline"
)

func load(t testing.TB, overlays ...fstest.MapFS) *Book {
	t.Helper()
	var b *Book
	var err error
	if len(overlays) == 0 {
		b, err = Load()
	} else {
		b, err = Load(overlays[0])
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The program's own book has no mistake that Check knows of.
func TestOwnBookIsClean(t *testing.T) {
	for _, p := range load(t).Check() {
		t.Error(p)
	}
}

func TestEveryTypeHasRules(t *testing.T) {
	b := load(t)
	for _, kind := range dateline.EventTypes {
		if !slices.ContainsFunc(b.sorted(), func(r *rule) bool { return r.kind == kind && !r.negative }) {
			t.Errorf("no rule for %s", kind)
		}
	}
	for _, c := range contexts {
		if !slices.ContainsFunc(b.sorted(), func(r *rule) bool { return r.target == c }) {
			t.Errorf("no words for the context %s", c)
		}
	}
}

func TestOverlay(t *testing.T) {
	overlay := fstest.MapFS{
		"mine.book": {Data: []byte(`events PROTEST
drop protest/riot
rule protest/strike 143 strike
  verb wobble
  yes The miners wobbled.
`)},
		"crosswalk.tsv": {Data: []byte("143\tStrike or boycott\tPROTEST\tstrike\t-5\n")},
	}
	b := load(t, overlay)
	if b.rules["protest/riot"] != nil {
		t.Error("a dropped rule is still there")
	}
	if len(b.events["wobble"]) != 1 || b.events["wobble"][0].id != "protest/strike" {
		t.Error("the overlay's rule is not there")
	}
	if g, _ := b.Goldstein("143"); g != -5 {
		t.Errorf("Goldstein value of 143 is %g, want the overlay's -5", g)
	}
	if b.Version() == load(t).Version() {
		t.Error("an overlay must change the version")
	}
	if again := load(t); again.Version() != load(t).Version() {
		t.Error("the version must not change by itself")
	}
}

func TestMistakesAreNamed(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no head", "rule a 010\n", `bad.book:1: "rule" is no kind of book`},
		{"type", "events FIGHT\n", "bad.book:1: no event type"},
		{"statement", "events ASSAULT\nrules x 190\n", `bad.book:2: "rules" is no statement`},
		{"code", "events ASSAULT\nrule x/y\n", "bad.book:2: rule x/y has no code"},
		{"mode", "events ASSAULT\nrule x/y 190 visit\n", `bad.book:2: "visit" is no mode of ASSAULT`},
		{"twice", "events ASSAULT\nrule x/y 190\nrule x/y 190\n", "bad.book:3: a second rule x/y"},
		{"drop", "events ASSAULT\ndrop x/y\n", "bad.book:2: there is no rule x/y to drop"},
		{"field", "events ASSAULT\nrule x/y 190\n  vreb hit\n", `bad.book:3: unknown field "vreb"`},
		{"empty field", "events ASSAULT\nrule x/y 190\n  verb\n", "bad.book:3: verb says nothing"},
		{"bracket", "events ASSAULT\nrule x/y 190\n  verb hit [target\n", "bad.book:3: \"hit [target\": [ must be closed with ]"},
		{"stance", "stances\nrule x/y perhaps\n", "bad.book:2: rule x/y must name what it decides on"},
		{"tag", "auxiliaries\nrule x/y future\n  auxiliary +vbg\n", `bad.book:3: "+vbg": no word before the tag`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{"bad.book": {Data: []byte(test.text)}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
	_, err := Load(fstest.MapFS{"bad.book": {Data: []byte("events ASSAULT\nrule x/y\nrule x/z 190 visit\n")}})
	if err == nil || !strings.Contains(err.Error(), "bad.book:2") || !strings.Contains(err.Error(), "bad.book:3") {
		t.Errorf("not all mistakes are named: %v", err)
	}
}

func TestCheck(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"code", "events ASSAULT\nrule x/y 999\n  verb zap\n  yes They zapped it.\n", "there is no CAMEO code 999"},
		{"root", "events ASSAULT\nrule x/y 040\n  verb zap\n  yes They zapped it.\n", "CAMEO 040 is CONSULT in crosswalk.tsv, not ASSAULT"},
		{"example", "events ASSAULT\nrule x/y 190\n  verb zap\n", `rule x/y has no "yes" sentence`},
		{"negative", "events ASSAULT\nnot x/y\n  verb zap\n", `rule x/y has no "no" sentence`},
		{"words", "events ASSAULT\nrule x/y 190\n  yes They zapped it.\n", "rule x/y has no words"},
		{"clash", "events ASSAULT\nrule x/y 190\n  verb negotiate\n  yes They zapped it.\n", `"verb negotiate" is also in rule consult/negotiate with 046`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := load(t, fstest.MapFS{"mine.book": {Data: []byte(test.text)}})
			if !slices.ContainsFunc(b.Check(), func(p Problem) bool { return strings.Contains(p.Text, test.want) }) {
				t.Errorf("want %q among %v", test.want, b.Check())
			}
		})
	}
}

func TestCrosswalk(t *testing.T) {
	b := load(t)
	tests := []struct {
		code string
		kind dateline.EventType
		gold float64
	}{{"040", dateline.Consult, 1}, {"190", dateline.Assault, -10}, {"0871", dateline.Retreat, 9}, {"161", dateline.Sanction, -4}, {"016", "", -2}}
	for _, test := range tests {
		x, ok := b.Crosswalk(test.code)
		g, gok := b.Goldstein(test.code)
		if !ok || !gok || x.Type != test.kind || g != test.gold {
			t.Errorf("%s: %s %g, want %s %g", test.code, x.Type, g, test.kind, test.gold)
		}
	}
	if _, ok := b.Crosswalk("999"); ok {
		t.Error("999 is no code")
	}
	if !b.ValidMode(dateline.Assault, "aerial") || b.ValidMode(dateline.Aid, "aerial") {
		t.Error("modes belong to types")
	}
}

// A book of any content is read or refused; nothing panics, and what was read
// can be asked.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"events/consult.book", "stances.book", "auxiliary.book"} {
		text, err := own.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text[:min(len(text), 1500)]))
	}
	f.Add("events ASSAULT\nrule a 190\n verb x-y [!a of b|c] (d)?, -\n")
	s := sentence("She she PRON PRP 2 nsubj\nhit hit VERB VBD 0 root\nhim he PRON PRP 2 obj")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := read([]fs.FS{fstest.MapFS{"x.book": {Data: []byte(text)}}})
		if err != nil {
			return
		}
		b.Check()
		b.Examples()
		for i := range s.Tokens {
			b.Match(s, i)
			b.Auxiliaries(s, i)
		}
		b.Stance([]string{"not", "say"})
		b.Contexts([]string{"army"})
	})
}
