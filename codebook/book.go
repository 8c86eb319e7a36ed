// Package codebook reads and applies the code book: which words carry which
// kind of event, what a cue says about the speaker's stance, which words set
// the context, and how CAMEO codes translate to PLOVER.
//
// The book is text (docs/codebook.md describes its form). The program carries
// one; a folder with files of the same form is laid over it, rule by rule.
package codebook

import (
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"dateline"
)

//go:embed events stances.book contexts.book auxiliary.book crosswalk.tsv
var own embed.FS

// Book is a code book with its overlays. It does not change once loaded and may
// be used by many goroutines at once.
type Book struct {
	version   string
	crosswalk map[string]Crosswalk

	rules  map[string]*rule // all rules by id
	events map[string][]eventPattern
	cues   map[string][]cue      // by first word
	topics map[string][]sequence // by first word
	status []status

	light       map[string]bool // verbs that lend their subject to the noun they govern
	transparent map[string]bool // nouns that stand before the noun meant: "a series of strikes"
	irregular   [][]string      // a verb and its forms
	verbs       vocabulary
	nouns       vocabulary
}

// rule is one entry of the book.
type rule struct {
	id, file string
	line     int
	negative bool
	kind     dateline.EventType // events only
	cameo    string
	modes    []string
	target   string // stances, contexts, auxiliaries: what the rule decides on

	actor, recipient []string // grammatical functions, see roles.go
	mutual           bool
	fields           []field
	patterns         []pattern // events: what the fields say
	examples         []Example
}

// Example is a sentence in which a rule must fire, or must not.
type Example struct {
	Rule     string
	Sentence string
	Yes      bool
}

// Problem is a mistake in the book, or something in it that looks like one.
type Problem struct {
	File string
	Line int
	Text string
	Hint string // what to do about it
}

func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d: %s (%s)", p.File, p.Line, p.Text, p.Hint)
}

// Load reads the program's own book and lays the overlays over it in order: a
// rule with an id that is already there replaces it, "drop ID" removes it, and
// a line of a crosswalk.tsv replaces the line of the same code. The error joins
// a Problem for every mistake in all files.
func Load(overlays ...fs.FS) (*Book, error) {
	return read(append([]fs.FS{own}, overlays...))
}

// read makes a book of layers alone.
func read(layers []fs.FS) (*Book, error) {
	b := &Book{
		crosswalk: map[string]Crosswalk{}, rules: map[string]*rule{},
		events: map[string][]eventPattern{}, cues: map[string][]cue{}, topics: map[string][]sequence{},
		light: map[string]bool{}, transparent: map[string]bool{}, verbs: newVocabulary(), nouns: newVocabulary(),
	}
	var mistakes []error
	hash := sha256.New()
	for _, layer := range layers {
		l := loader{book: b, layer: map[string]bool{}}
		err := fs.WalkDir(layer, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			ext := path.Ext(name)
			if ext != ".book" && path.Base(name) != "crosswalk.tsv" {
				return nil
			}
			text, err := fs.ReadFile(layer, name)
			if err != nil {
				return err
			}
			fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
			if ext == ".book" {
				l.file(name, string(text))
			} else {
				l.table(name, string(text))
			}
			return nil
		})
		if err != nil {
			mistakes = append(mistakes, fmt.Errorf("code book: %w", err))
		}
		mistakes = append(mistakes, l.mistakes...)
	}
	mistakes = append(mistakes, b.index()...)
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	b.learn()
	b.version = fmt.Sprintf("%x", hash.Sum(nil))[:12]
	return b, nil
}

// Version is a hash of the contents of the book and its overlays: 12 hex digits.
func (b *Book) Version() string { return b.version }

// sorted gives the rules in the order of their ids, so that nothing depends on
// the order of a map.
func (b *Book) sorted() []*rule {
	rules := make([]*rule, 0, len(b.rules))
	for _, r := range b.rules {
		rules = append(rules, r)
	}
	slices.SortFunc(rules, func(x, y *rule) int { return strings.Compare(x.id, y.id) })
	return rules
}

// index makes the tables by word that matching looks into.
func (b *Book) index() []error {
	var mistakes []error
	for _, r := range b.sorted() {
		for _, f := range r.fields {
			if err := b.add(r, f); err != nil {
				mistakes = append(mistakes, Problem{r.file, f.line, err.Error(), "docs/codebook.md shows how words are written"})
			}
		}
	}
	return mistakes
}

func (b *Book) add(r *rule, f field) error {
	for item := range strings.SplitSeq(f.text, ",") {
		item = strings.ToLower(strings.TrimSpace(item))
		if item == "" {
			return fmt.Errorf("an empty item among the words of rule %s", r.id)
		}
		switch f.name {
		case "verb", "noun", "adjective":
			patterns, err := parsePattern(f.name, item)
			if err != nil {
				return err
			}
			r.patterns = append(r.patterns, patterns...)
			for _, p := range patterns {
				b.events[p.head] = append(b.events[p.head], eventPattern{r, p})
			}
		case "cue":
			c := cue{rule: r, words: splitWords(item)}
			for _, first := range c.words[0] {
				b.cues[first] = append(b.cues[first], c)
			}
		case "words":
			switch r.target {
			case "light":
				b.light[item] = true
			case "transparent":
				b.transparent[item] = true
			case "irregular":
				b.irregular = append(b.irregular, strings.Fields(item))
			default:
				b.topic(r, strings.Fields(item))
				// A word with a hyphen is several tokens in EWT.
				if strings.Contains(item, "-") {
					b.topic(r, strings.Fields(strings.ReplaceAll(item, "-", " - ")))
				}
			}
		default:
			st, err := newStatus(r, f.name, item)
			if err != nil {
				return err
			}
			b.status = append(b.status, st)
		}
	}
	return nil
}

func (b *Book) topic(r *rule, words []string) {
	b.topics[words[0]] = append(b.topics[words[0]], sequence{r, words})
}
