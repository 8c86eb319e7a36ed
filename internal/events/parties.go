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

// Thresholds on the probability that a mention plays a role: for the head
// alone, for the likeliest mention of a role that would else be empty, with a
// rule of the book that points at the mention, and with one whose words bind
// firmly.
const (
	headParty = 0.5
	bestParty = 0.3
	bookParty = 0.15
	firmParty = 0.04
	firmRule  = 0.5
)

// parties puts the mentions of the sentence into the roles of the event.
func (c *coder) parties(e *candidate) {
	var byBook [2][]int
	firm := false
	if e.rule != nil {
		byBook = [2][]int{e.rule.Actor, e.rule.Recipient}
		e.mutual = e.rule.Mutual
		firm = e.rule.Score >= firmRule
	}
	type scored struct {
		party
		fits bool
	}
	var roles [2][]scored
	for _, i := range c.mentions[e.sentence] {
		m := &c.r.Mentions[i]
		if c.insideWords(m, e) || m.Kind == dateline.ByMetonym && located(&c.r.Sentences[e.sentence], m.Head) {
			continue // "in Kampala" is a place, not the government
		}
		lean := grammar(&c.r.Sentences[e.sentence], m, e.head)
		var s [2]float64
		for k, role := range []string{"actor", "recipient"} {
			s[k] = c.roleScore(e.trigger, role, m) + lean[k]
			if points(byBook[k], m) {
				s[k] += 0.5
				if !firm && s[k] < 0.5+bookParty || s[k] < 0.5+firmParty {
					s[k] -= 0.5
				}
			}
		}
		k := 0
		if s[1] > s[0] {
			k = 1
		}
		roles[k] = append(roles[k], scored{party{i, min(s[k], 1)}, s[k] >= headParty})
	}
	for k := range roles {
		best := -1
		none := true
		for i, p := range roles[k] {
			none = none && !p.fits
			if best < 0 || p.score > roles[k][best].score {
				best = i
			}
		}
		if none && best >= 0 && roles[k][best].score >= bestParty {
			roles[k][best].fits = true
		}
	}
	for _, p := range roles[0] {
		if p.fits {
			e.actor = append(e.actor, p.party)
		}
	}
	for _, p := range roles[1] {
		if p.fits {
			e.recipient = append(e.recipient, p.party)
		}
	}
	e.actor, e.recipient = c.outermost(e.actor), c.outermost(e.recipient)
	e.actor = c.listed(e.actor, e.recipient, e)
	e.recipient = c.listed(e.recipient, e.actor, e)
	if e.event.Type == dateline.Consult && len(e.recipient) > 0 && len(e.actor) > 0 && !slices.Contains(e.event.Mode, "visit") {
		// A meeting has no recipient: all who meet are actors (PLOVER 2.0).
		e.actor, e.recipient = c.outermost(append(e.actor, e.recipient...)), nil
	}
}

// grammar is what the tree alone says of a mention's roles: a subject acts, the
// subject of a passive and an object receive, "by" names who acts.
func grammar(s *dateline.Sentence, m *dateline.Mention, head int) (lean [2]float64) {
	top := s.HeadOf(m.First, m.End)
	t := s.Tokens[top]
	if t.Head != head {
		return lean
	}
	if m.First > 0 && s.Tokens[m.First-1].Lemma == "by" && s.Tokens[head].XPOS == "VBN" {
		return [2]float64{0.6, -0.6}
	}
	switch t.Relation {
	case "nsubj":
		lean[0] = 0.15
	case "nsubj:pass":
		lean = [2]float64{-0.3, 0.25}
	case "obj", "iobj":
		lean = [2]float64{-0.1, 0.15}
	case "obl:agent":
		lean = [2]float64{0.3, -0.2}
	}
	return lean
}

// listed adds the other members of a list of which one plays a role: "Iran and
// Saudi Arabia", "France, Spain and Italy".
func (c *coder) listed(ps, others []party, e *candidate) []party {
	tokens := c.r.Sentences[e.sentence].Tokens
	taken := func(i int) bool {
		m := &c.r.Mentions[i]
		same := func(q party) bool { return q.mention == i || c.r.Mentions[q.mention].Entity == m.Entity }
		return slices.ContainsFunc(ps, same) || slices.ContainsFunc(others, same)
	}
	for k := 0; k < len(ps); k++ {
		a := &c.r.Mentions[ps[k].mention]
		for _, i := range c.mentions[e.sentence] {
			b := &c.r.Mentions[i]
			if !taken(i) && (joins(tokens, a.End, b.First) || joins(tokens, b.End, a.First)) {
				ps = append(ps, party{i, ps[k].score})
			}
		}
	}
	return ps
}

// joins reports whether the tokens between two mentions only list them.
func joins(tokens []dateline.Token, from, to int) bool {
	if from >= to || to-from > 2 {
		return false
	}
	and := false
	for _, t := range tokens[from:to] {
		switch t.Lemma {
		case "and":
			and = true
		case ",", "the":
		default:
			return false
		}
	}
	return and || to-from == 1 && listGoesOn(tokens, to)
}

// listGoesOn reports whether an "and" follows soon after a comma: "France,
// Spain and Italy", not "Putin, the president".
func listGoesOn(tokens []dateline.Token, from int) bool {
	for i := from; i < min(len(tokens), from+6); i++ {
		if tokens[i].Lemma == "and" {
			return true
		}
		if tokens[i].UPOS == "VERB" {
			return false
		}
	}
	return false
}

// roleScore is the head's voice for a mention: the likeliest of its naming
// words. What lies within a mention inside this one is that one's.
func (c *coder) roleScore(t *dateline.Trigger, role string, m *dateline.Mention) float64 {
	best := 0.0
	tokens := c.r.Sentences[m.Sentence].Tokens
	for _, r := range t.Roles {
		if r.Role != role || r.Token < m.First || r.Token >= m.End {
			continue
		}
		switch tokens[r.Token].UPOS {
		case "NOUN", "PROPN", "PRON", "ADJ", "NUM", "SYM":
			best = max(best, r.Score)
		}
	}
	return best
}

// points reports whether a rule of the book points into a mention.
func points(tokens []int, m *dateline.Mention) bool {
	return slices.ContainsFunc(tokens, func(t int) bool { return t >= m.First && t < m.End })
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
		// "Uganda" of "Uganda's foreign minister", where the tree parts them.
		tokens := c.r.Sentences[m.Sentence].Tokens
		owner := m.End < len(tokens) && (tokens[m.End].Text == "'s" || tokens[m.End].Text == "’s") &&
			slices.ContainsFunc(ps, func(q party) bool { return c.r.Mentions[q.mention].First == m.End+1 })
		repeated := slices.ContainsFunc(out, func(q party) bool { return c.r.Mentions[q.mention].Entity == m.Entity })
		if !within && !owner && !repeated {
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
