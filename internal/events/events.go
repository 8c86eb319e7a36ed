// Package events turns words that carry an event into events: what kind it is,
// who takes part, how it stands to reality, when and where it was. Two voices
// are heard: the trained heads of the language core, in Reading.Triggers, and
// the rules of the code book.
package events

import (
	"cmp"
	"fmt"
	"slices"

	"dateline"
	"dateline/codebook"
)

// Code fills r.Events.
func Code(r *dateline.Reading, book *codebook.Book) {
	c := &coder{r: r, book: book, mentions: map[int][]int{}}
	for i, m := range r.Mentions {
		c.mentions[m.Sentence] = append(c.mentions[m.Sentence], i)
	}
	c.find()
	c.merge()
	c.settle()
	for i := range c.found {
		r.Events = append(r.Events, c.found[i].event)
		r.Events[i].ID = fmt.Sprintf("v%d", i+1)
	}
}

type coder struct {
	r        *dateline.Reading
	book     *codebook.Book
	mentions map[int][]int // sentence → mentions there
	found    []candidate
}

// candidate is an event while it is being coded.
type candidate struct {
	event     dateline.Event
	sentence  int
	head      int // token that carries it
	words     []int
	trigger   *dateline.Trigger
	rule      *codebook.Match
	actor     []party
	recipient []party
	mutual    bool
}

// Thresholds, chosen on the development stories and the corpus's held-out
// tenth; docs/quality.md has the figures that they lead to.
const (
	alone    = 0.5  // probability at which the head alone carries an event
	together = 0.25 // with a rule of the book that names the same type
	agreed   = 0.15 // share of the probability added to the type that the book names

	agreedFirmly  = 0.4 // the same, where the rule's words bind firmly
	agreedInWords = 0.9 // the same, where they are several: "imposed sanctions"
)

// find makes a candidate of every trigger that one voice is sure of or both
// agree on.
func (c *coder) find() {
	r := c.r
	for i := range r.Triggers {
		t := &r.Triggers[i]
		sent := &r.Sentences[t.Sentence]
		if !carries(sent.Tokens[t.Head].UPOS) {
			continue
		}
		matches := c.book.Match(sent, t.Head)
		if len(matches) == 0 {
			for k := t.First; k < t.End && len(matches) == 0; k++ {
				if k != t.Head {
					matches = c.book.Match(sent, k)
				}
			}
		}
		best, rule, score := decide(t, matches)
		if best == "" {
			continue
		}
		e := candidate{sentence: t.Sentence, head: t.Head, trigger: t, rule: rule}
		for k := t.First; k < t.End; k++ {
			e.words = append(e.words, k)
		}
		e.event.Type, e.event.Confidence, e.event.Sentence, e.event.Quad = best, round(score), t.Sentence, best.Quad()
		w := r.PhraseWords(t.Phrase)
		e.event.Words, e.event.Span = w.Words, w.Span
		e.event.Why = append(e.event.Why, dateline.Why{Step: "event type", Model: "triggers", Words: string(t.Best()), Score: round(t.Types[t.Best()])})
		if rule != nil {
			e.event.Why = append(e.event.Why, dateline.Why{Step: "event type", Rule: rule.Rule, Words: string(rule.Type) + " " + rule.CAMEO, Score: round(rule.Score)})
		}
		c.code(&e)
		c.parties(&e)
		c.status(&e)
		c.found = append(c.found, e)
	}
	slices.SortStableFunc(c.found, func(a, b candidate) int { return cmp.Compare(a.event.Span.Start, b.event.Span.Start) })
}

// carries reports whether a word of a class can carry an event.
func carries(upos string) bool {
	switch upos {
	case "VERB", "NOUN", "PROPN", "ADJ", "X":
		return true
	}
	return false
}

// decide weighs the head's probabilities and the book's rules: the type, the
// rule that speaks for it, and the confidence. No type: no event.
func decide(t *dateline.Trigger, matches []codebook.Match) (dateline.EventType, *codebook.Match, float64) {
	any := t.Score()
	var rule *codebook.Match
	negative := false
	for i := range matches {
		m := &matches[i]
		if m.Negative {
			negative = true
			continue
		}
		if rule == nil || t.Types[m.Type] > t.Types[rule.Type] {
			rule = m
		}
	}
	best := t.Best()
	bonus := agreed
	if rule != nil && rule.Score >= firmRule {
		bonus = agreedFirmly
		if len(rule.Words) > 1 {
			bonus = agreedInWords
		}
	}
	if rule != nil && t.Types[rule.Type]+bonus*any >= t.Types[best] {
		best = rule.Type
	} else if rule != nil && rule.Type != best {
		rule = nil
	}
	switch {
	case negative && any < 0.9:
		return "", nil, 0
	case any >= alone, rule != nil && any >= together:
		return best, rule, max(any, t.Types[best])
	}
	return "", nil, 0
}

// code gives CAMEO code, modes and contexts.
func (c *coder) code(e *candidate) {
	t, ev := e.trigger, &e.event
	best, score := "", 0.0
	for code, p := range t.CAMEO {
		if kind, ok := c.typeOf(code); ok && kind == ev.Type && (p > score || p == score && code < best) {
			best, score = code, p
		}
	}
	ev.CAMEO = best
	if e.rule != nil && e.rule.Type == ev.Type && e.rule.CAMEO != "" {
		// The head chooses among the codes that it has seen; the book speaks
		// where the head is unsure or has no code of this type.
		if score < 0.5 || t.CAMEO[e.rule.CAMEO] >= score/2 {
			ev.CAMEO = e.rule.CAMEO
		}
	}
	if score > 0 {
		ev.Why = append(ev.Why, dateline.Why{Step: "code", Model: "cameo", Words: best, Score: round(score)})
	}
	for mode, p := range t.Modes {
		if p >= 0.5 && c.book.ValidMode(ev.Type, mode) {
			ev.Mode = append(ev.Mode, mode)
		}
	}
	if len(ev.Mode) == 0 && e.rule != nil && e.rule.Type == ev.Type {
		ev.Mode = append(ev.Mode, e.rule.Modes...)
	}
	slices.Sort(ev.Mode)
	if g, ok := c.book.Goldstein(ev.CAMEO); ok {
		ev.Goldstein = &g
	}
	var lemmas []string
	for _, tok := range c.r.Sentences[e.sentence].Tokens {
		lemmas = append(lemmas, tok.Lemma)
	}
	ev.Context = c.book.Contexts(lemmas)
}

// typeOf is the PLOVER type that a CAMEO code belongs to.
func (c *coder) typeOf(code string) (dateline.EventType, bool) {
	x, ok := c.book.Crosswalk(code)
	return x.Type, ok
}

// auxiliaryWithRule is the probability from which an auxiliary holds that the
// book names too.
var auxiliaryWithRule = map[dateline.Auxiliary]float64{dateline.Negation: 0.03, dateline.Future: 0.1, dateline.Hypothetical: 0.15,
	dateline.Historical: 0.2, dateline.Ongoing: 0.2}

// status gives the auxiliaries: where the head and the book agree, or the head
// is sure.
func (c *coder) status(e *candidate) {
	sent := &c.r.Sentences[e.sentence]
	rules := c.book.Auxiliaries(sent, e.head)
	for _, a := range dateline.Auxiliaries {
		p := e.trigger.Auxiliary[a]
		rule, named := rules[a]
		if p < 0.5 && !(named && p >= auxiliaryWithRule[a]) {
			continue
		}
		// Promises, demands, refusals and threats speak of what is to come by
		// themselves (PLOVER 2.0).
		if a == dateline.Future || a == dateline.Hypothetical {
			switch e.event.Type {
			case dateline.Agree, dateline.Concede, dateline.Request, dateline.Reject, dateline.Threaten:
				continue
			}
		}
		e.event.Auxiliary = append(e.event.Auxiliary, a)
		e.event.Why = append(e.event.Why, dateline.Why{Step: string(a), Model: "auxiliary", Rule: rule, Score: round(p)})
	}
}

func round(x float64) float64 { return float64(int(x*1000+.5)) / 1000 }
