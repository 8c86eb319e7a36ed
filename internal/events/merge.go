package events

import (
	"slices"

	"dateline"
)

// merge joins further tellings of one happening to the first: the same type
// and state, parties that do not contradict each other and share one, within
// the report.
func (c *coder) merge() {
	var out []candidate
	for i := range c.found {
		e := &c.found[i]
		k := slices.IndexFunc(out, func(o candidate) bool { return c.same(&o, e) })
		if k < 0 {
			out = append(out, *e)
			continue
		}
		o := &out[k]
		o.event.Also = append(o.event.Also, dateline.Telling{Words: e.event.Words, Span: e.event.Span, Sentence: e.event.Sentence})
		// A title tells little: the fuller telling gives what it lacks.
		if len(o.actor) == 0 {
			o.actor = e.actor
		}
		if len(o.recipient) == 0 && len(e.recipient) > 0 && !c.shares(o.actor, e.recipient) {
			o.recipient = e.recipient
		}
		if o.event.Sentence == 0 && e.event.Sentence > 0 && e.event.CAMEO != "" {
			o.event.CAMEO, o.event.Mode, o.event.Goldstein = e.event.CAMEO, e.event.Mode, e.event.Goldstein
			o.actor, o.recipient = fuller(o.actor, e.actor), fuller(o.recipient, e.recipient)
			o.dateFrom(e)
		}
		o.event.Confidence = max(o.event.Confidence, e.event.Confidence)
	}
	c.found = out
}

func fuller(a, b []party) []party {
	if len(b) > len(a) {
		return b
	}
	return a
}

// dateFrom lets the title's event take date and place from the sentence of the
// fuller telling, and the first telling its own words.
func (e *candidate) dateFrom(o *candidate) {
	e.event.Also = slices.DeleteFunc(e.event.Also, func(t dateline.Telling) bool { return t.Span == o.event.Span })
	e.event.Also = append(e.event.Also, dateline.Telling{Words: e.event.Words, Span: e.event.Span, Sentence: e.event.Sentence})
	e.event.Words, e.event.Span, e.event.Sentence = o.event.Words, o.event.Span, o.event.Sentence
	e.sentence, e.head, e.words, e.trigger = o.sentence, o.head, o.words, o.trigger
}

func (c *coder) same(o, e *candidate) bool {
	if o.event.Type != e.event.Type || has(o.event.Auxiliary, dateline.Negation) != has(e.event.Auxiliary, dateline.Negation) ||
		has(o.event.Auxiliary, dateline.Historical) != has(e.event.Auxiliary, dateline.Historical) {
		return false
	}
	if o.sentence == e.sentence && o.event.CAMEO != e.event.CAMEO && o.sentence != 0 {
		return false
	}
	// In one clause chain two verbs of one type are two events unless they
	// share all parties; across sentences, a date that differs parts them.
	a, b := c.statedDate(o), c.statedDate(e)
	if a != nil && b != nil && a.Value != b.Value {
		return false
	}
	switch o.event.Type {
	case dateline.Accuse, dateline.Request, dateline.Agree, dateline.Support, dateline.Reject, dateline.Threaten:
		// Acts of speech are told once, but for the title and the lead.
		if o.sentence != 0 {
			return false
		}
	}
	all := append(append([]party{}, o.actor...), o.recipient...)
	mine := append(append([]party{}, e.actor...), e.recipient...)
	if len(mine) == 0 || len(all) == 0 {
		return o.sentence == 0 || o.event.CAMEO == e.event.CAMEO && o.event.CAMEO != ""
	}
	if len(o.actor) > 0 && len(e.actor) > 0 && !c.compatible(o.actor, e.actor) && !c.compatible(all, mine) {
		return false
	}
	return c.shares(all, mine) && (o.event.Type == dateline.Consult || c.compatible(o.recipient, e.recipient))
}

// shares reports whether two lists have an entity in common.
func (c *coder) shares(a, b []party) bool {
	for _, x := range c.entities(a) {
		if slices.Contains(c.entities(b), x) {
			return true
		}
	}
	return false
}

// compatible reports whether two lists may be the same parties: one is empty,
// or they share an entity or a country.
func (c *coder) compatible(a, b []party) bool {
	if len(a) == 0 || len(b) == 0 || c.shares(a, b) {
		return true
	}
	for _, x := range c.entities(a) {
		for _, y := range c.entities(b) {
			if code := c.r.Entities[x].Code; code != "" && code == c.r.Entities[y].Code {
				return true
			}
		}
	}
	return false
}
