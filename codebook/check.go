package codebook

import (
	"fmt"
	"slices"
	"strings"

	"dateline"
)

// Examples gives all example sentences of the book, in the order of the rules'
// ids.
func (b *Book) Examples() []Example {
	var out []Example
	for _, r := range b.sorted() {
		out = append(out, r.examples...)
	}
	return out
}

// Check finds what reads well but cannot be right: codes that do not exist or
// contradict the type, rules without an example, and the same words with
// different codes.
func (b *Book) Check() []Problem {
	var out []Problem
	words := map[string]*rule{}
	for _, r := range b.sorted() {
		fault := func(hint, format string, args ...any) {
			out = append(out, Problem{r.file, r.line, fmt.Sprintf(format, args...), hint})
		}
		if len(r.fields) == 0 {
			fault("add a line with the words that carry it", "rule %s has no words", r.id)
		}
		if !slices.Contains(lists, r.target) && !slices.ContainsFunc(r.examples, func(e Example) bool { return e.Yes != r.negative }) {
			want := "yes"
			if r.negative {
				want = "no"
			}
			fault("write a sentence that a reader would code this way", "rule %s has no %q sentence", r.id, want)
		}
		if r.kind == "" || r.negative {
			continue
		}
		if x, ok := b.crosswalk[r.cameo]; !ok {
			fault("crosswalk.tsv lists all codes", "rule %s: there is no CAMEO code %s", r.id, r.cameo)
		} else if x.Type != r.kind && !slices.Contains(x.Also, r.kind) {
			fault("move the rule or change its code", "rule %s: CAMEO %s is %s in crosswalk.tsv, not %s", r.id, r.cameo, typeName(x.Type), r.kind)
		}
		for _, f := range r.fields {
			for item := range strings.SplitSeq(f.text, ",") {
				key := f.name + " " + strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimSpace(item), "?")), " ")
				if old, ok := words[key]; ok && old != r && root(old.cameo) != root(r.cameo) && !strings.HasSuffix(strings.TrimSpace(item), "?") {
					fault("give one of them a narrower wording, or mark it with ? where it really means both",
						"rule %s: %q is also in rule %s with %s", r.id, key, old.id, old.cameo)
				}
				words[key] = r
			}
		}
	}
	return out
}

func typeName(t dateline.EventType) string {
	if t == "" {
		return "no event"
	}
	return string(t)
}

// root is the first two digits of a CAMEO code.
func root(cameo string) string { return cameo[:min(2, len(cameo))] }
