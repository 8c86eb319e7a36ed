package codebook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline"
)

// field is one indented line of a rule.
type field struct {
	line       int
	name, text string
}

// loader reads the files of one layer into a book.
type loader struct {
	book     *Book
	layer    map[string]bool // ids seen in this layer
	mistakes []error
	name     string
	section  string             // events, stances, contexts, auxiliaries
	kind     dateline.EventType // of an events file
	rule     *rule
}

func (l *loader) fault(line int, hint, format string, args ...any) {
	l.mistakes = append(l.mistakes, Problem{l.name, line, fmt.Sprintf(format, args...), hint})
}

// sections says which fields with words a rule of a section may have.
var sections = map[string][]string{
	"events":      {"verb", "noun", "adjective"},
	"stances":     {"cue"},
	"contexts":    {"words"},
	"auxiliaries": {"auxiliary", "adverb", "mark", "determiner", "above", "time", "words"},
}

// file reads one .book file. Its first statement names the section.
func (l *loader) file(name, text string) {
	l.name, l.section, l.kind, l.rule = name, "", "", nil
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \t\r")
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#':
		case line[0] == ' ' || line[0] == '\t':
			l.field(i+1, trimmed)
		case l.section == "":
			l.head(i+1, strings.Fields(trimmed))
			if l.section == "" {
				return
			}
		default:
			l.statement(i+1, strings.Fields(trimmed))
		}
	}
}

func (l *loader) head(line int, words []string) {
	if _, ok := sections[words[0]]; !ok {
		l.fault(line, `begin the file with "events TYPE", "stances", "contexts" or "auxiliaries"`, "%q is no kind of book", words[0])
		return
	}
	if words[0] == "events" {
		if len(words) != 2 || !slices.Contains(dateline.EventTypes, dateline.EventType(words[1])) {
			l.fault(line, `write "events" and one of PLOVER's sixteen types in capitals`, "no event type")
			return
		}
		l.kind = dateline.EventType(words[1])
	}
	l.section = words[0]
}

// statement reads "rule ID …", "not ID" or "drop ID".
func (l *loader) statement(line int, words []string) {
	l.rule = nil
	if len(words) < 2 {
		l.fault(line, `write "rule ID …", "not ID" or "drop ID"; lines that belong to a rule are indented`, "%q is no statement", words[0])
		return
	}
	id := words[1]
	if words[0] == "drop" {
		if l.book.rules[id] == nil {
			l.fault(line, "look the id up in the book that it comes from", "there is no rule %s to drop", id)
		}
		delete(l.book.rules, id)
		return
	}
	r := &rule{id: id, file: l.name, line: line, kind: l.kind}
	codes := words[2:]
	switch {
	case words[0] == "not" && l.section == "events":
		r.negative = true
	case words[0] != "rule":
		l.fault(line, `write "rule ID …", "not ID" or "drop ID"`, "%q is no statement", words[0])
		return
	case l.section == "events":
		if len(codes) == 0 {
			l.fault(line, "write the CAMEO code after the id", "rule %s has no code", id)
			return
		}
		r.cameo, r.modes = codes[0], codes[1:]
		for _, m := range r.modes {
			if !l.book.ValidMode(l.kind, m) {
				l.fault(line, fmt.Sprintf("%s has %s", l.kind, strings.Join(modes[l.kind], " ")), "%q is no mode of %s", m, l.kind)
			}
		}
	case len(codes) != 1 || !slices.Contains(targets[l.section], codes[0]):
		l.fault(line, "one of "+strings.Join(targets[l.section], " "), "rule %s must name what it decides on", id)
		return
	default:
		r.target = codes[0]
	}
	if l.layer[id] {
		l.fault(line, "give each rule an id of its own", "a second rule %s", id)
		return
	}
	l.layer[id] = true
	l.book.rules[id] = r
	l.rule = r
}

// field reads an indented line: words, roles, examples.
func (l *loader) field(line int, text string) {
	name, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	r := l.rule
	if r == nil {
		if len(l.mistakes) == 0 {
			l.fault(line, "only lines that belong to a rule are indented", "%q stands under no rule", name)
		}
		return
	}
	if rest == "" && name != "mutual" {
		l.fault(line, "write what belongs to it on the same line, or leave it out", "%s says nothing", name)
		return
	}
	switch {
	case slices.Contains(sections[l.section], name):
		r.fields = append(r.fields, field{line, name, rest})
	case name == "yes" || name == "no":
		r.examples = append(r.examples, Example{r.id, rest, name == "yes"})
	case name == "actor" && l.section == "events":
		r.actor = strings.Fields(rest)
	case name == "recipient" && l.section == "events":
		r.recipient = strings.Fields(rest)
	case name == "mutual" && rest == "" && l.section == "events":
		r.mutual = true
	default:
		l.fault(line, "known are "+strings.Join(sections[l.section], ", ")+", yes, no; for events also actor, recipient, mutual", "unknown field %q", name)
	}
}

// table reads a crosswalk: code, name, types, modes, Goldstein value, with tabs
// between them; several types or modes have blanks between them.
func (l *loader) table(name, text string) {
	l.name = name
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 5 {
			l.fault(i+1, "code, name, types, modes, Goldstein value", "%d cells, not 5", len(cells))
			continue
		}
		x := Crosswalk{Code: cells[0], Name: cells[1], Modes: strings.Fields(cells[3])}
		for _, t := range strings.Fields(cells[2]) {
			kind := dateline.EventType(t)
			if !slices.Contains(dateline.EventTypes, kind) {
				l.fault(i+1, "one of PLOVER's sixteen in capitals", "%q is no event type", t)
				continue
			}
			if x.Type == "" {
				x.Type = kind
			} else {
				x.Also = append(x.Also, kind)
			}
		}
		for _, m := range x.Modes {
			if !l.book.ValidMode(x.Type, m) {
				l.fault(i+1, "leave the cell empty, or one of "+strings.Join(modes[x.Type], " "), "%q is no mode of %s", m, x.Type)
			}
		}
		if cells[4] != "" {
			v, err := strconv.ParseFloat(cells[4], 64)
			if err != nil || v < -10 || v > 10 {
				l.fault(i+1, "a number from -10 to 10, or nothing", "%q is no Goldstein value", cells[4])
				continue
			}
			x.Goldstein = &v
		}
		l.book.crosswalk[x.Code] = x
	}
}
