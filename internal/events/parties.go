package events

import (
	"slices"

	"dateline"
)

// party is a mention in a role of an event, with how sure the voices are.
type party struct {
	mention int
	score   float64
}

const (
	headParty = 0.5  // probability at which the head alone puts a mention in a role
	bookParty = 0.15 // with a rule of the book that points at the mention
)

// parties puts the mentions of the sentence into the roles of the event.
func (c *coder) parties(e *candidate) {
	var byBook [2][]int
	if e.rule != nil {
		byBook = [2][]int{e.rule.Actor, e.rule.Recipient}
		e.mutual = e.rule.Mutual
	}
	for _, i := range c.mentions[e.sentence] {
		m := &c.r.Mentions[i]
		actor, recipient := roleScore(e.trigger, "actor", m), roleScore(e.trigger, "recipient", m)
		if c.insideWords(m, e) {
			continue
		}
		a := actor >= headParty || actor >= bookParty && points(byBook[0], m)
		b := recipient >= headParty || recipient >= bookParty && points(byBook[1], m)
		switch {
		case a && (!b || actor >= recipient):
			e.actor = append(e.actor, party{i, actor})
		case b:
			e.recipient = append(e.recipient, party{i, recipient})
		}
	}
	e.actor, e.recipient = c.outermost(e.actor), c.outermost(e.recipient)
	if e.event.Type == dateline.Consult && !slices.Contains(e.event.Mode, "visit") && len(e.recipient) > 0 && len(e.actor) > 0 {
		// A meeting has no recipient: all who meet are actors (PLOVER 2.0).
		e.actor, e.recipient = append(e.actor, e.recipient...), nil
	}
}

// roleScore is the head's voice for a mention: that of its head token, or of
// its likeliest token at a discount.
func roleScore(t *dateline.Trigger, role string, m *dateline.Mention) float64 {
	best := 0.0
	for _, r := range t.Roles {
		switch {
		case r.Role != role:
		case r.Token == m.Head:
			best = max(best, r.Score)
		}
	}
	return best
}

func points(tokens []int, m *dateline.Mention) bool {
	return slices.ContainsFunc(tokens, func(t int) bool { return t == m.Head })
}

// insideWords reports whether a mention is nothing but words that carry the
// event.
func (c *coder) insideWords(m *dateline.Mention, e *candidate) bool {
	for k := m.First; k < m.End; k++ {
		if !slices.Contains(e.words, k) {
			return false
		}
	}
	return true
}

// outermost drops mentions that lie within another one of the same role, as
// the country in "Russia's defence minister".
func (c *coder) outermost(ps []party) []party {
	var out []party
	for i, p := range ps {
		m := &c.r.Mentions[p.mention]
		within := slices.ContainsFunc(ps, func(q party) bool {
			o := &c.r.Mentions[q.mention]
			return o.First <= m.First && m.End <= o.End && o.End-o.First > m.End-m.First
		})
		repeated := slices.ContainsFunc(out, func(q party) bool { return c.r.Mentions[q.mention].Entity == m.Entity })
		if !within && !repeated {
			out = append(out, ps[i])
		}
	}
	return out
}

func (c *coder) refs(ps []party) []dateline.Ref {
	var out []dateline.Ref
	for _, p := range ps {
		m := &c.r.Mentions[p.mention]
		w := c.r.PhraseWords(m.Phrase)
		out = append(out, dateline.Ref{Entity: c.r.Entities[m.Entity].ID, Words: w.Words, Span: w.Span})
	}
	return out
}

func (c *coder) entities(ps []party) []int {
	var out []int
	for _, p := range ps {
		out = append(out, c.r.Mentions[p.mention].Entity)
	}
	return out
}
