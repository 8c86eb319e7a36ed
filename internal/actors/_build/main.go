// Command _build makes the generated tables of package actors from the open
// sources that data/SOURCES.md lists:
//
//	go run ./internal/actors/_build SOURCES internal/actors/data
//
// SOURCES is a folder with the files under the names of SOURCES.md.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: _build SOURCES DATA")
	}
	b := builder{sources: os.Args[1], out: os.Args[2]}
	b.countries()
	b.places()
	b.people(b.institutions())
	b.groups()
	b.bodies()
	b.words()
}

// builder holds the folders and the joins between the sources' country codes.
type builder struct {
	sources, out      string
	iso2, fips, named map[string]string // to ISO 3166-1 alpha-3
	states            map[string]bool   // independent, by code
	nationality       map[string]bool   // words in small letters
}

// row is a line of a table: see data/SOURCES.md.
type row struct {
	name, kind, code, sectors, from, to, office string
	also                                        []string
}

// open reads a source, unpacked where its name ends in .gz or .xz.
func (b *builder) open(name string) io.Reader {
	path := filepath.Join(b.sources, name)
	if strings.HasSuffix(name, ".xz") {
		data, err := exec.Command("xz", "-dc", path).Output()
		check(err)
		return strings.NewReader(string(data))
	}
	f, err := os.Open(path)
	check(err)
	if !strings.HasSuffix(name, ".gz") {
		return f
	}
	z, err := gzip.NewReader(f)
	check(err)
	return z
}

func (b *builder) lines(name string, each func(string)) {
	s := bufio.NewScanner(b.open(name))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		each(s.Text())
	}
	check(s.Err())
}

// table reads a CSV file with a head line.
func (b *builder) table(name string) []map[string]string {
	r := csv.NewReader(b.open(name))
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	check(err)
	var out []map[string]string
	for _, rec := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			if i < len(rec) {
				m[strings.TrimPrefix(h, "\ufeff")] = rec[i]
			}
		}
		out = append(out, m)
	}
	return out
}

// write sorts rows and writes them as a table, packed where the name ends in .gz.
func (b *builder) write(name string, rows []row) {
	var lines []string
	for _, r := range rows {
		if r.name == "" || strings.HasPrefix(r.name, "#") {
			continue
		}
		for i, n := range r.also {
			r.also[i] = strings.Join(strings.Fields(n), " ")
		}
		slices.Sort(r.also)
		also := slices.DeleteFunc(slices.Compact(r.also), func(s string) bool { return s == r.name || s == "" })
		lines = append(lines, strings.TrimRight(strings.Join([]string{r.name, r.kind, r.code, r.sectors, r.from, r.to, r.office,
			strings.Join(also, "|")}, "\t"), "\t"))
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	f, err := os.Create(filepath.Join(b.out, name))
	check(err)
	var w io.WriteCloser = f
	if strings.HasSuffix(name, ".gz") {
		w, err = gzip.NewWriterLevel(f, gzip.BestCompression)
		check(err)
	}
	_, err = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	check(err)
	check(w.Close())
	fmt.Println(name, len(lines))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// latin reports whether a name is written in Latin letters.
func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return s != ""
}

// titled turns capitals of a surname or heading into a capital and small
// letters; short words with no vowel and words of mixed case stay.
func titled(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if w == strings.ToUpper(w) && len([]rune(w)) > 1 && !strings.Contains(w, ".") {
			start := true
			words[i] = strings.Map(func(r rune) rune {
				if start {
					start = !unicode.IsLetter(r)
					return r
				}
				start = r == '-' || r == '\''
				return unicode.ToLower(r)
			}, w)
		}
	}
	return strings.Join(words, " ")
}
