package actors

import (
	"strings"
	"testing"

	"dateline"
)

func TestIdentify(t *testing.T) {
	b := mustLoad(t)
	for _, c := range []struct {
		words, date, code, sectors, name string
	}{
		// Countries, nationalities, seats of power.
		{"Kenya", "2020-01-01", "KEN", "", "Kenya"},
		{"Nairobi", "2020-01-01", "KEN", "GOV", "Nairobi"},
		{"Kenyan police", "2020-01-01", "KEN", "COP", ""},
		{"Kenya's finance minister", "2020-01-01", "KEN", "GOV", ""},
		{"two Danish warships", "2020-01-01", "DNK", "MIL", ""},
		{"the Pentagon", "2020-01-01", "USA", "GOV,MIL", "Pentagon"},
		{"the Soviet Union", "1990-01-01", "SUN", "", "Soviet Union"},
		{"Belgrade", "1999-04-01", "YUG", "GOV", "Belgrade"},
		{"Belgrade", "2010-04-01", "SRB", "GOV", "Belgrade"},
		{"Transnistria", "2010-04-01", "MDA", "PRE", "Transnistria"},
		// Offices by date.
		{"the Polish foreign minister", "2012-05-01", "POL", "GOV", "Radoslaw Sikorski"},
		{"Gerhard Schroeder", "2001-03-01", "DEU", "GOV", "Gerhard Schroeder"},
		{"Gerhard Schroeder", "2009-03-01", "DEU", "ELI", "Gerhard Schroeder"},
		{"former French president Jacques Chirac", "2009-03-01", "FRA", "ELI", "Jacques Chirac"},
		{"Chilean Defence Minister Pia Nobody", "2009-03-01", "CHL", "GOV,MIL", ""},
		// Bodies and groups.
		{"UNICEF", "2020-01-01", "UNO", "", "UNICEF"},
		{"the WHO", "2020-01-01", "UNO", "MED", "World Health Organization"},
		{"who", "2020-01-01", "", "", ""},
		{"NATO", "2020-01-01", "IGO", "", "NATO"},
		{"the Taliban", "2000-01-01", "AFG", "GOV", "Taliban"},
		{"the Taliban", "2010-01-01", "AFG", "REB", "Taliban"},
		{"a Hezbollah commander", "2010-01-01", "LBN", "REB", ""},
		// Roles, and whose they are.
		{"Turkish-backed Libyan militias", "2020-01-01", "LBY", "PRM", ""},
		{"Brazil's ambassador to Peru", "2020-01-01", "BRA", "GOV", ""},
		{"lawyers in Tunisia", "2020-01-01", "TUN", "JUD", ""},
		{"ex-soldiers", "2020-01-01", "", "ELI", ""},
		{"villagers", "2020-01-01", "", "CVL", ""},
		{"a bowl of soup", "2020-01-01", "", "", ""},
	} {
		a, ok := b.Identify(c.words, c.date)
		if got := strings.Join(a.Sectors, ","); a.Code != c.code || got != c.sectors || c.name != "" && !SameName(a.Name, c.name) {
			t.Errorf("%s on %s: %q %q %q; want %q %q %q", c.words, c.date, a.Code, got, a.Name, c.code, c.sectors, c.name)
		}
		if ok && a.Mention == "" {
			t.Errorf("%s: identified without a kind of mention", c.words)
		}
	}
}

func TestResolve(t *testing.T) {
	b := mustLoad(t)
	for _, c := range []struct {
		name, text string
		want       []string // lines of said
		not        []string
	}{
		{"title, name, surname, pronoun",
			`Peruvian/ADJ President/PROPN [Person Alan/PROPN Garcia/PROPN] said/VERB he/PRON would/AUX resign/VERB ./PUNCT
			 Garcia/PROPN/2/nsubj spoke/VERB/0/root ./PUNCT`,
			[]string{"Peruvian President Alan Garcia = Alan Garcia PER GOV", "he = Alan Garcia PER GOV", "Garcia = Alan Garcia PER GOV"}, nil},
		{"apposition with an unknown name",
			`A/DET spokesman/NOUN for/ADP the/DET Ghanaian/ADJ army/NOUN +,/PUNCT [Person Kofi/PROPN Nobody/PROPN] +,/PUNCT denied/VERB it/PRON ./PUNCT`,
			[]string{"Kofi Nobody = Kofi Nobody"}, nil},
		{"coordination and group",
			`Chile/PROPN and/CCONJ Bolivia/PROPN signed/VERB the/DET treaty/NOUN ./PUNCT
			 Both/DET countries/NOUN praised/VERB it/PRON ./PUNCT`,
			[]string{"Chile = Chile CHL GOV", "Bolivia = Bolivia BOL GOV", "Both countries = Chile CHL GOV", "Both countries = Bolivia BOL GOV"}, nil},
		{"capital as government and as place",
			`Lima/PROPN rejected/VERB the/DET offer/NOUN ./PUNCT
			 Thousands/NOUN marched/VERB in/ADP Quito/PROPN ./PUNCT`,
			[]string{"Lima = Peru PER GOV"}, []string{"Quito ="}},
		{"modifier of what is nobody",
			`Turkish/ADJ jets/NOUN struck/VERB a/DET [Organization PKK/PROPN] camp/NOUN ./PUNCT`,
			[]string{"Turkish jets = Turkish jets TUR MIL", "PKK = PKK TUR REB"}, nil},
		{"backer is no actor",
			`Rwandan/ADJ +-/PUNCT +backed/VERB/4/amod Congolese/ADJ rebels/NOUN advanced/VERB ./PUNCT`,
			[]string{"COD REB"}, []string{"RWA"}},
		{"counterpart",
			`[Person Sergei/PROPN Lavrov/PROPN] met/VERB his/PRON German/ADJ counterpart/NOUN ./PUNCT`,
			[]string{"Sergei Lavrov = Sergei Lavrov RUS GOV", "his German counterpart = Guido Westerwelle DEU GOV"}, nil},
		{"objects side by side",
			`Norway/PROPN/2/nsubj gave/VERB/0/root Ukraine/PROPN/2/iobj tanks/NOUN/2/obj ./PUNCT/2/punct`,
			[]string{"Norway = Norway NOR GOV", "Ukraine = Ukraine UKR GOV"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := reading("2010-10-01", c.text)
			if err != nil {
				t.Fatal(err)
			}
			b.Resolve(r)
			got := said(r)
			for _, w := range c.want {
				if !strings.Contains(got, w) {
					t.Errorf("want %q in\n%s", w, got)
				}
			}
			for _, w := range c.not {
				if strings.Contains(got, w) {
					t.Errorf("do not want %q in\n%s", w, got)
				}
			}
			check(t, r)
		})
	}
}

// check holds a resolved reading to what later stages rely on.
func check(t *testing.T, r *dateline.Reading) {
	t.Helper()
	count := 0
	for i := range r.Entities {
		e := &r.Entities[i]
		if e.Name == "" || e.Kind == "" || len(e.Mentions) == 0 {
			t.Errorf("entity %+v lacks name, kind or mentions", e)
		}
		count += len(e.Mentions)
	}
	if count != len(r.Mentions) {
		t.Errorf("%d mentions in entities, %d in the reading", count, len(r.Mentions))
	}
	for _, m := range r.Mentions {
		if m.Head < m.First || m.Head >= m.End || m.Entity < 0 || m.Entity >= len(r.Entities) || len(m.Why) == 0 {
			t.Errorf("mention %+v: head, entity or reasons are off", m)
		}
	}
}

func TestSpelling(t *testing.T) {
	for _, same := range [][]string{
		{"Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyi"},
		{"Sergey Shoygu", "Sergei Shoigu"},
		{"Kim Jong-un", "Kim Jong Un"},
		{"Boris Yel'tsin", "Boris Yeltsin"},
		{"Viktor Orbán", "Viktor Orban"},
		{"Alyaksandr Lukashenka", "Alexander Lukashenko"},
	} {
		for _, other := range same[1:] {
			if a, b := spelling(fold(same[0])), spelling(fold(other)); a != b {
				t.Errorf("%s is %q, %s is %q", same[0], a, other, b)
			}
		}
	}
}

func TestReadTable(t *testing.T) {
	add := func(row, []string) {}
	if err := readTable("# a comment\nOslo\tcapital\tNOR\tGOV\n", add); err != nil {
		t.Error(err)
	}
	if err := readTable("Oslo\tcapital\n\tcapital\n", add); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a row without a name: %v; want an error that names line 2", err)
	}
}

func TestCAMEO(t *testing.T) {
	for _, c := range []struct {
		actor Actor
		want  string
	}{
		{Actor{Code: "RUS", Sectors: []string{"GOV"}}, "RUSGOV"},
		{Actor{Code: "DEU", Sectors: []string{"GOV", "MIL"}}, "DEUGOVMIL"},
		{Actor{Code: "UNO", Sectors: []string{"MED"}}, "IGOUNOHLH"},
		{Actor{Sectors: []string{"JRN"}}, "---MED"},
		{Actor{}, ""},
	} {
		if got := c.actor.CAMEO(); got != c.want {
			t.Errorf("%v: %s, want %s", c.actor, got, c.want)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add("Oslo\tcapital\tNOR\tGOV\t\t\t\tKristiania|Christiania\n")
	f.Fuzz(func(t *testing.T, text string) {
		b := &Base{names: map[string][]row{}, people: map[string][]*row{}, words: map[string]role{}, titles: map[office][]*row{},
			states: map[string]string{}, longest: map[string]int{}}
		_ = readTable(text, b.addNames())
		_ = readTable(text, b.addWords)
		_ = readTable(text, b.peopleTable())
	})
}

func FuzzIdentify(f *testing.F) {
	b := mustLoad(f)
	f.Add("Russia's defence minister", "2020-01-01")
	f.Add("US - backed Syrian rebels", "2020")
	f.Add("’s of, the -", "")
	f.Fuzz(func(t *testing.T, words, date string) {
		if a, ok := b.Identify(words, date); ok && a.Kind == "" {
			t.Errorf("%q: identified without a kind", words)
		}
	})
}

func FuzzResolve(f *testing.F) {
	b := mustLoad(f)
	f.Add("Chile/PROPN and/CCONJ Bolivia/PROPN said/VERB they/PRON/4/nsubj met/VERB both/DET sides/NOUN")
	f.Add("his/PRON German/ADJ counterpart/NOUN +,/PUNCT [Person Jan/PROPN Nobody/PROPN] +'s/PART")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := reading("2015-01-01", text)
		if err != nil || strings.ContainsRune(text, 0xFFFD) {
			return
		}
		b.Resolve(r)
		check(t, r)
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := read(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkResolve resolves a report of 800 words.
func BenchmarkResolve(b *testing.B) {
	base := mustLoad(b)
	text := strings.Repeat(`Peruvian/ADJ President/PROPN [Person Alan/PROPN Garcia/PROPN] told/VERB reporters/NOUN that/SCONJ he/PRON would/AUX meet/VERB Turkish/ADJ officials/NOUN in/ADP Lima/PROPN ./PUNCT
		Police/NOUN and/CCONJ protesters/NOUN clashed/VERB near/ADP the/DET German/ADJ embassy/NOUN and/CCONJ both/DET sides/NOUN accused/VERB each/DET other/ADJ ./PUNCT
`, 25)
	for b.Loop() {
		b.StopTimer()
		r, err := reading("2010-01-01", text)
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		base.Resolve(r)
	}
}
