package events

import (
	"strings"
	"time"

	"dateline"
)

// settle gives every event its date and place, now that repeated tellings are
// joined, and writes the parties down.
func (c *coder) settle() {
	dates := make([]*dateline.Date, len(c.found))
	for i := range c.found {
		dates[i] = c.statedDate(&c.found[i])
		if old(dates[i], c.r.Report.Published) && !has(c.found[i].event.Auxiliary, dateline.Historical) {
			e := &c.found[i].event
			e.Auxiliary = append(e.Auxiliary, dateline.Historical)
			e.Why = append(e.Why, dateline.Why{Step: "historical", Rule: "events/old-date", Words: dates[i].Words})
		}
	}
	lead := c.leadDate(dates)
	places := make([]*dateline.Place, len(c.found))
	for i := range c.found {
		places[i] = c.statedPlace(&c.found[i])
	}
	for i := range c.found {
		e := &c.found[i]
		e.event.Actor, e.event.Recipient = c.refs(e.actor), c.refs(e.recipient)
		e.event.Date = dates[i]
		if e.event.Date == nil {
			e.event.Date = c.inheritedDate(i, dates, lead)
		}
		e.event.Place = places[i]
		if e.event.Place == nil {
			e.event.Place = c.inheritedPlace(i, places)
		}
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

// background is how many days before publication an event is no longer news
// (design of the wire stories' gold: weeks old or more).
const background = 21

// old reports whether a date ended long before the report was published.
func old(d *dateline.Date, published string) bool {
	if d == nil {
		return false
	}
	_, end, ok := strings.Cut(d.Value, "/")
	if !ok {
		end = d.Value
	}
	if end == ".." || end == "" {
		return false
	}
	day, ok := lastDay(end)
	now, ok2 := lastDay(published)
	return ok && ok2 && now.Sub(day) > background*24*time.Hour
}

// lastDay is the last day of a date of day, month or year precision.
func lastDay(edtf string) (time.Time, bool) {
	if len(edtf) > 10 {
		edtf = edtf[:10]
	}
	if t, err := time.Parse("2006-01-02", edtf); err == nil {
		return t, true
	}
	if t, err := time.Parse("2006-01", edtf); err == nil {
		return t.AddDate(0, 1, -1), true
	}
	if t, err := time.Parse("2006", edtf); err == nil {
		return t.AddDate(1, 0, -1), true
	}
	return time.Time{}, false
}

// leadDate is when the news of the report happened: the first day of the week
// before publication that its first sentences give to an event that is no
// background, or name at all ("said on Saturday").
func (c *coder) leadDate(dates []*dateline.Date) *dateline.Date {
	now, known := lastDay(c.r.Report.Published)
	recent := func(value string) bool {
		day, ok := lastDay(value)
		return ok && len(value) >= 10 && !strings.Contains(value, "/") && (!known || !day.After(now) && now.Sub(day) < week)
	}
	for s := range min(6, len(c.r.Sentences)) {
		for i := range c.found {
			e := &c.found[i]
			if e.sentence != s || dates[i] == nil || has(e.event.Auxiliary, dateline.Historical) || has(e.event.Auxiliary, dateline.Future) {
				continue
			}
			if recent(dates[i].Value) {
				return dates[i]
			}
		}
		for i := range c.r.Dates {
			if d := &c.r.Dates[i]; d.Sentence == s && d.Type == "DATE" && known && recent(d.Date.Value) {
				return &d.Date
			}
		}
	}
	return nil
}

const week = 7 * 24 * time.Hour

func has(list []dateline.Auxiliary, a dateline.Auxiliary) bool {
	for _, x := range list {
		if x == a {
			return true
		}
	}
	return false
}

// statedDate is the date expression of the event's sentence that the head and
// the tree give to the event: one that hangs on it or on the verb of its
// clause.
func (c *coder) statedDate(e *candidate) *dateline.Date {
	sent := &c.r.Sentences[e.sentence]
	var best *dateline.DateMention
	bestScore := 0.0
	for i := range c.r.Dates {
		d := &c.r.Dates[i]
		if d.Sentence != e.sentence || d.Date.Value == "" || d.Type != "DATE" && d.Type != "TIME" {
			continue
		}
		if strings.HasSuffix(d.Date.Value, "/..") && !has(e.event.Auxiliary, dateline.Ongoing) && e.event.Type != dateline.Assault {
			continue // "since 1945" dates what goes on, not an act
		}
		score := 0.0
		for _, r := range e.trigger.Roles {
			if r.Role == "date" && r.Token >= d.First && r.Token < d.End {
				score = max(score, r.Score)
			}
		}
		head := sent.HeadOf(d.First, d.End)
		switch {
		case hangsOn(sent, head, e.head, speaksOfMore(e.event.Type)):
			score += 0.4
		case clauseVerb(sent, head) != clauseVerb(sent, e.head):
			score *= 0.6
		case !speaksOfMore(e.event.Type):
			score += 0.3
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

// clauseVerb is the verb that a token belongs to: itself or the nearest above.
func clauseVerb(s *dateline.Sentence, token int) int {
	for steps := 0; token >= 0 && steps < len(s.Tokens); steps++ {
		if s.Tokens[token].UPOS == "VERB" {
			return token
		}
		token = s.Tokens[token].Head
	}
	return -1
}

// speaksOfMore reports whether an event of a type has a complement that tells
// of another act, whose date and place are not its own.
func speaksOfMore(t dateline.EventType) bool {
	switch t {
	case dateline.Agree, dateline.Concede, dateline.Request, dateline.Reject, dateline.Threaten, dateline.Accuse:
		return true
	}
	return false
}

// hangsOn reports whether a token depends on the head directly, or through
// words that open no clause of their own; a complement without a subject opens
// one where the head speaks of another act.
func hangsOn(s *dateline.Sentence, token, head int, speaks bool) bool {
	for steps := 0; token >= 0 && steps < 4; steps++ {
		if token == head {
			return true
		}
		switch s.Tokens[token].Relation {
		case "nsubj", "ccomp", "advcl", "acl", "acl:relcl", "parataxis", "conj":
			return false
		case "xcomp":
			if speaks {
				return false
			}
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

// statedPlace is the place that the head or the tree gives to the event; else
// one that the sentence opens with: "In Seoul, …".
func (c *coder) statedPlace(e *candidate) *dateline.Place {
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
		if located(sent, head) {
			if hangsOn(sent, head, e.head, speaksOfMore(e.event.Type)) {
				score += 0.4
			}
			if p.First <= 2 {
				score += 0.3
			}
		}
		if score >= 0.3 && score > bestScore {
			best, bestScore = p, score
		}
	}
	if best == nil {
		return nil
	}
	place := best.Place
	return &place
}

// inheritedPlace is the place of another event of the sentence, then the
// country that all parties are of, then the dateline's.
func (c *coder) inheritedPlace(i int, places []*dateline.Place) *dateline.Place {
	e := &c.found[i]
	for k := range c.found {
		if k != i && c.found[k].sentence == e.sentence && places[k] != nil {
			p := *places[k]
			p.Basis = dateline.Inherited
			return &p
		}
	}
	country := c.commonCountry(e)
	d := c.r.Report.Dateline
	if d != nil && d.Place != nil && d.Place.Refused == "" && !has(e.event.Auxiliary, dateline.Historical) &&
		(country == "" || country == d.Place.Country) {
		p := *d.Place
		p.Basis = dateline.FromDateline
		return &p
	}
	if country != "" {
		for k := range c.r.Places {
			if p := c.r.Places[k].Place; p.Refused == "" && p.Country == country && p.Resolution == "country" {
				p.Basis = dateline.Inherited
				return &p
			}
		}
	}
	return nil
}

// commonCountry is the country that all parties with a code are of.
func (c *coder) commonCountry(e *candidate) string {
	country := ""
	for _, x := range c.entities(append(append([]party{}, e.actor...), e.recipient...)) {
		code := c.r.Entities[x].Code
		if code == "" {
			continue
		}
		if country != "" && code != country {
			return ""
		}
		country = code
	}
	return country
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
