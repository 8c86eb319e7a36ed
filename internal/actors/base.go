// Package actors says who is meant: it turns names, titles, demonyms,
// capitals, institutions and pronouns into entities with PLOVER code and
// sector, CAMEO actor code, and the office held on the report's date.
//
// What it knows of the world lies in tables that data/SOURCES.md describes;
// how codes are put together follows the PLOVER 2.0 manual's section on actors
// and, for the composed code, the CAMEO manual's chapter 3.
package actors

import (
	"bytes"
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"dateline"
)

//go:embed data/*.tsv data/*.tsv.gz
var tables embed.FS

// Base is the knowledge of who is who. It is safe for concurrent use.
type Base struct {
	names   map[string][]row  // by folded name: countries, bodies, groups, metonyms, places
	people  map[string][]*row // by spelling: terms in office of a person
	words   map[string]role   // role words by folded phrase
	titles  map[office][]*row // terms by country and class of office
	states  map[string]string // name of a country by its code
	longest map[string]int    // most words of a name or role that begins with a folded word
}

// office is a class of office (HOS, HOG, FM, DM, LEADER) of a country or body.
type office struct{ code, class string }

// row is a line of a table: what a name stands for between two dates.
type row struct {
	name, kind, code, sectors, from, to, office string

	class string // of a person's office: HOS, HOG, FM, DM, IGO, LEADER
}

// role is what a role word says: its kind in roles.tsv, its sectors, and the
// class of office where it is a title.
type role struct {
	kind, code, sectors, class string
}

// Load reads the embedded tables, once for the whole program.
func Load() (*Base, error) { return load() }

var load = sync.OnceValues(read)

func read() (*Base, error) {
	b := &Base{
		names:   make(map[string][]row, 1<<14),
		words:   make(map[string]role, 1<<12),
		titles:  make(map[office][]*row, 1<<10),
		states:  make(map[string]string, 300),
		longest: make(map[string]int, 1<<14),
	}
	// What stands in an earlier table hides the same name in a later one.
	names := []source{
		{"names.tsv", b.addNames()},
		{"countries.tsv", b.addNames()},
		{"institutions.tsv.gz", b.addNames()},
		{"groups.tsv.gz", b.addNames()},
		{"bodies.tsv.gz", b.addNames()},
		{"places.tsv.gz", b.addNames()},
		{"roles.tsv", b.addWords},
		{"words.tsv", b.addWords},
	}
	persons := &Base{people: make(map[string][]*row, 1<<16), titles: b.titles, longest: make(map[string]int, 1<<14)}
	failed := make(chan error, 1)
	go func() { failed <- readTables(source{"people.tsv.gz", persons.peopleTable()}) }()
	err := errors.Join(readTables(names...), <-failed)
	if err != nil {
		return nil, fmt.Errorf("actors: %w", err)
	}
	b.people = persons.people
	for first, n := range persons.longest {
		b.longest[first] = max(b.longest[first], n)
	}
	return b, nil
}

// source is an embedded table and what takes its rows.
type source struct {
	file string
	add  func(r row, also []string)
}

func readTables(list ...source) error {
	for _, t := range list {
		data, err := tables.ReadFile("data/" + t.file)
		if err == nil && strings.HasSuffix(t.file, ".gz") {
			data, err = unpack(data)
		}
		if err == nil {
			err = readTable(string(data), t.add)
		}
		if err != nil {
			return fmt.Errorf("data/%s: %w", t.file, err)
		}
	}
	return nil
}

func unpack(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// readTable reads tab-separated lines: name, kind, code, sectors, from, to,
// office, other names with "|" between. Columns may be left out at the end;
// "#" begins a line of comment. Errors name the line.
func readTable(text string, add func(r row, also []string)) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		var f [8]string
		rest, more := line, true
		for i := 0; i < len(f) && more; i++ {
			f[i], rest, more = strings.Cut(rest, "\t")
		}
		if more {
			return fmt.Errorf("line %d: more than 8 columns; put other names into the eighth, with | between", n)
		}
		if f[0] == "" || f[1] == "" {
			return fmt.Errorf("line %d: a row needs a name and a kind", n)
		}
		var also []string
		if f[7] != "" {
			also = strings.Split(f[7], "|")
		}
		add(row{name: f[0], kind: f[1], code: f[2], sectors: f[3], from: f[4], to: f[5], office: f[6]}, also)
	}
	return nil
}

// addNames gives a function that adds the rows of one table. Rows of the same
// table may share a name, as those of other dates do.
func (b *Base) addNames() func(row, []string) {
	own := map[string]bool{}
	return func(r row, also []string) {
		if r.kind == "country" && b.states[r.code] == "" {
			b.states[r.code] = r.name
		}
		for i := -1; i < len(also); i++ {
			name := r.name
			if i >= 0 {
				name = also[i]
			}
			for _, key := range keys(name) {
				if len(b.names[key]) > 0 && !own[key] {
					continue
				}
				own[key] = true
				b.names[key] = append(b.names[key], r)
				b.note(key)
			}
		}
	}
}

func (b *Base) addWords(r row, also []string) {
	for i := -1; i < len(also); i++ {
		name := r.name
		if i >= 0 {
			name = also[i]
		}
		key := fold(name)
		if _, known := b.words[key]; !known {
			b.words[key] = role{r.kind, r.code, r.sectors, r.office}
			b.note(key)
		}
	}
}

// peopleTable gives a function that enters a term in office under the person's
// full name, first name with surname, and surname alone where the office is one
// whose holders reports name by surname. Slashes mark the surname.
func (b *Base) peopleTable() func(row, []string) {
	var last string // a person's terms stand together
	var spelt []string
	return func(r row, also []string) {
		class, title, _ := strings.Cut(r.office, " ")
		switch class {
		case "HOS", "HOG", "FM", "DM", "IGO", "LEADER":
			r.office, r.class = title, class
		case "SPK", "CIC":
			r.office, class = title, ""
		default:
			class = ""
		}
		marked := strings.Join(append([]string{r.name}, also...), "|")
		if marked != last {
			last, spelt = marked, spellings(r.name, also)
		}
		r.name = strings.ReplaceAll(r.name, "/", "")
		p := &r
		for _, key := range spelt {
			surname := key[0] == '/'
			if surname && class == "" {
				continue
			}
			key = strings.TrimPrefix(key, "/")
			list := b.people[key]
			if len(list) == 0 {
				b.note(key)
			}
			b.people[key] = append(list, p)
		}
		if class != "" && !(class == "LEADER" && r.sectors != "GOV") {
			at := office{r.code, class}
			b.titles[at] = append(b.titles[at], p)
		}
	}
}

// spellings are the keys that a person is entered under, each once; those that
// are a surname alone begin with a slash.
func spellings(name string, also []string) []string {
	var out []string
	add := func(name, mark string) {
		if key := spelling(fold(name)); key != "" && !slices.Contains(out, mark+key) {
			out = append(out, mark+key)
		}
	}
	for i := -1; i < len(also); i++ {
		if i >= 0 {
			name = also[i]
		}
		add(strings.ReplaceAll(name, "/", ""), "")
		given, rest, ok := strings.Cut(name, "/")
		if !ok {
			continue
		}
		surname, _, _ := strings.Cut(rest, "/")
		if first, more, _ := strings.Cut(strings.TrimSpace(given), " "); more != "" {
			add(first+" "+surname, "")
		}
		add(surname, "/")
	}
	return out
}

// note keeps how many words a name that begins with this word can have.
func (b *Base) note(key string) {
	first, _, _ := strings.Cut(key, " ")
	if n := strings.Count(key, " ") + 1; n > b.longest[first] {
		b.longest[first] = n
	}
}

// Actor is who a phrase means.
type Actor struct {
	Name       string
	Kind       dateline.EntityKind
	Code       string // ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC
	Sectors    []string
	Office     string // held on the date
	Identifier string // Wikidata
	Mention    dateline.MentionKind
	Why        []dateline.Why

	class string // of the office or title
	noun  string // role word that heads the phrase
}

// Sector is the first sector, or none.
func (a *Actor) Sector() string {
	if len(a.Sectors) == 0 {
		return ""
	}
	return a.Sectors[0]
}

// CAMEO is the composed actor code: the country or body, then the roles that
// CAMEO knows them by (CAMEO manual 1.1b3, chapter 3).
func (a *Actor) CAMEO() string {
	head := a.Code
	switch head {
	case "UNO":
		head = "IGOUNO"
	case "EUR":
		head = "IGOEUR"
	case "ISM":
		head = "NGM"
	case "KOS":
		head = "KSV"
	case "":
		head = "---"
	}
	for _, s := range a.Sectors {
		switch s {
		case "JRN":
			s = "MED"
		case "MED":
			s = "HLH"
		case "PRM":
			s = "REB"
		case "SOC":
			s = "CVL"
		case "UNK", "PRE":
			s = ""
		}
		head += s
	}
	if head == "---" {
		return ""
	}
	return head
}
