package events

import (
	"dateline"
)

// settle gives every event its date and place, now that repeated tellings are
// joined, and writes the parties down.
func (c *coder) settle() {
	var lead *dateline.Date // of the first event that is dated and no background
	dates := make([]*dateline.Date, len(c.found))
	for i := range c.found {
		dates[i] = c.statedDate(&c.found[i])
		if lead == nil && dates[i] != nil && !has(c.found[i].event.Auxiliary, dateline.Historical) && !has(c.found[i].event.Auxiliary, dateline.Future) {
			lead = dates[i]
		}
	}
	for i := range c.found {
		e := &c.found[i]
		e.event.Actor, e.event.Recipient = c.refs(e.actor), c.refs(e.recipient)
		e.event.Date = dates[i]
		if e.event.Date == nil {
			e.event.Date = c.inheritedDate(i, dates, lead)
		}
		e.event.Place = c.place(e)
		why := &e.event.Why
		if d := e.event.Date; d != nil {
			*why = append(*why, dateline.Why{Step: "date", Rule: "events/" + string(d.Basis), Words: d.Words})
		}
		if p := e.event.Place; p != nil {
			*why = append(*why, dateline.Why{Step: "place", Rule: "events/" + string(p.Basis), Words: p.Words})
		}
		for _, p := range append(append([]party{}, e.actor...), e.recipient...) {
			m := &c.r.Mentions[p.mention]
			*why = append(*why, dateline.Why{Step: "party", Model: "party", Words: c.r.PhraseWords(m.Phrase).Words, Score: round(p.score)})
			*why = append(*why, m.Why...)
		}
	}
}

func has(list []dateline.Auxiliary, a dateline.Auxiliary) bool {
	for _, x := range list {
		if x == a {
			return true
		}
	}
	return false
}

// statedDate is the date expression of the event's sentence that the head or
// the tree gives to the event; else the only one in its clause.
func (c *coder) statedDate(e *candidate) *dateline.Date {
	sent := &c.r.Sentences[e.sentence]
	var best *dateline.DateMention
	bestScore := 0.0
	for i := range c.r.Dates {
		d := &c.r.Dates[i]
		if d.Sentence != e.sentence || d.Date.Value == "" || d.Type != "DATE" && d.Type != "TIME" {
			continue
		}
		score := 0.0
		for _, r := range e.trigger.Roles {
			if r.Role == "date" && r.Token >= d.First && r.Token < d.End {
				score = max(score, r.Score)
			}
		}
		if hangsOn(sent, sent.HeadOf(d.First, d.End), e.head) {
			score = max(score, 0.4)
		}
		if score >= 0.3 && score > bestScore {
			best, bestScore = d, score
		}
	}
	if best == nil {
		return nil
	}
	date := best.Date
	return &date
}

// hangsOn reports whether a token depends on the head directly, or through
// words that open no clause of their own.
func hangsOn(s *dateline.Sentence, token, head int) bool {
	for steps := 0; token >= 0 && steps < 4; steps++ {
		if token == head {
			return true
		}
		switch s.Tokens[token].Relation {
		case "nsubj", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj":
			return false
		}
		token = s.Tokens[token].Head
	}
	return false
}

// inheritedDate is the date of another event of the same sentence whose clause
// holds this one, else of the report's news, else of its publication.
func (c *coder) inheritedDate(i int, dates []*dateline.Date, lead *dateline.Date) *dateline.Date {
	e := &c.found[i]
	if has(e.event.Auxiliary, dateline.Historical) {
		return nil
	}
	inherit := func(d *dateline.Date) *dateline.Date {
		return &dateline.Date{Value: d.Value, Words: d.Words, Span: d.Span, Basis: dateline.Inherited}
	}
	for k := range c.found {
		o := &c.found[k]
		if k != i && o.sentence == e.sentence && dates[k] != nil && !has(o.event.Auxiliary, dateline.Historical) {
			return inherit(dates[k])
		}
	}
	if has(e.event.Auxiliary, dateline.Future) {
		return nil
	}
	if lead != nil {
		return inherit(lead)
	}
	if p := c.r.Report.Published; len(p) >= 10 {
		return &dateline.Date{Value: p[:10], Basis: dateline.FromPublished}
	}
	return nil
}

// place is the place that the head or the tree gives to the event, else one of
// its sentence, else the dateline's.
func (c *coder) place(e *candidate) *dateline.Place {
	sent := &c.r.Sentences[e.sentence]
	var best *dateline.PlaceMention
	bestScore := 0.0
	for i := range c.r.Places {
		p := &c.r.Places[i]
		if p.Sentence != e.sentence || p.Place.Refused != "" {
			continue
		}
		score := 0.0
		for _, r := range e.trigger.Roles {
			if r.Role == "place" && r.Token >= p.First && r.Token < p.End {
				score = max(score, r.Score)
			}
		}
		head := sent.HeadOf(p.First, p.End)
		if located(sent, head) && hangsOn(sent, head, e.head) {
			score = max(score, 0.45)
		}
		if score >= 0.3 && score > bestScore {
			best, bestScore = p, score
		}
	}
	if best != nil {
		place := best.Place
		return &place
	}
	// A place that the sentence opens with holds for all of it: "In Seoul, …".
	for i := range c.r.Places {
		p := &c.r.Places[i]
		if p.Sentence == e.sentence && p.Place.Refused == "" && p.First <= 2 && located(sent, sent.HeadOf(p.First, p.End)) {
			place := p.Place
			place.Basis = dateline.Inherited
			return &place
		}
	}
	if d := c.r.Report.Dateline; d != nil && d.Place != nil && d.Place.Refused == "" && !has(e.event.Auxiliary, dateline.Historical) && e.sentence <= 2 {
		place := *d.Place
		place.Basis = dateline.FromDateline
		return &place
	}
	return nil
}

// located reports whether a noun stands after a preposition of place.
func located(s *dateline.Sentence, noun int) bool {
	for i := max(0, noun-6); i < noun; i++ {
		t := s.Tokens[i]
		if t.Head == noun && t.Relation == "case" {
			switch t.Lemma {
			case "in", "at", "near", "outside", "inside", "around", "across", "off", "along", "throughout", "within":
				return true
			}
		}
	}
	return false
}
