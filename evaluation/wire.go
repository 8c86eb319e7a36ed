package evaluation

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dateline"
)

// WireReader reads whole reports, and knows which modes an event type has.
type WireReader interface {
	Text(data []byte) (*dateline.Reading, error)
	ValidMode(t dateline.EventType, mode string) bool
}

// Wire scores whole readings against wire stories (.yaml files or folders of
// them). Items are paired one to one within their sentence, all figures are
// summed over the stories before dividing, and n is the number of gold events,
// claims and figures that are not optional.
//
//   - events: same sentence, or that of a further telling, and same type. A
//     second record of a happening that is told twice is no false alarm.
//   - who, of the events found: code and sector of actors and recipients.
//   - whole_event: type, the codes in both roles, and the date.
//   - date, place, auxiliary, voice (whose word it rests on), cameo,
//     cameo_root, mode: share right of the events found; _marked and
//     _attributed are over those where the gold has an auxiliary, a voice.
//   - claims: same sentence, a speaker's code, a Dice score of the content's
//     words of a half or more; stance: share right of the claims found.
//   - figures: same sentence, same numbers; asserter: share whose voice is right.
//
// Where out is not empty, the records are written there, one JSON object a
// line.
func Wire(paths []string, out string, rd WireReader) (n int, figures map[string]float64, err error) {
	stories, err := loadStories(paths)
	if err != nil {
		return 0, nil, err
	}
	score := newWireScore(rd.ValidMode)
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	encoder.SetEscapeHTML(false)
	for _, st := range stories {
		r, err := rd.Text([]byte(st.plain()))
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", st.name, err)
		}
		rec := r.Record()
		if err := encoder.Encode(rec); err != nil {
			return 0, nil, fmt.Errorf("%s: %w", st.name, err)
		}
		score.add(st, rec)
	}
	if out != "" {
		if err := writeFile(out, lines.Bytes()); err != nil {
			return 0, nil, err
		}
	}
	return score.n(), score.figures(), nil
}

// share is how many of those found are right.
type share struct{ right, of int }

func (s *share) add(right bool) {
	s.of++
	if right {
		s.right++
	}
}

// wireScore counts over all stories.
type wireScore struct {
	validMode func(dateline.EventType, string) bool

	events, who, whole, claims, numbers                    counts
	date, place, auxiliary, marked                         share
	voice, attributed, cameo, root, mode, stance, asserter share
	types                                                  map[dateline.EventType]*counts
	stances                                                map[dateline.Stance]*counts
}

func newWireScore(validMode func(dateline.EventType, string) bool) *wireScore {
	s := &wireScore{validMode: validMode, types: map[dateline.EventType]*counts{}, stances: map[dateline.Stance]*counts{}}
	for _, t := range dateline.EventTypes {
		s.types[t] = &counts{}
	}
	for _, k := range dateline.Stances {
		s.stances[k] = &counts{}
	}
	return s
}

func (s *wireScore) add(st *story, rec *dateline.Record) {
	v := &compared{rec: rec, alignment: align(st.sentences, rec), entities: map[string]*dateline.Entity{}, claims: map[string]*dateline.Claim{}}
	for i := range rec.Entities {
		v.entities[rec.Entities[i].ID] = &rec.Entities[i]
	}
	for i := range rec.Claims {
		v.claims[rec.Claims[i].ID] = &rec.Claims[i]
	}
	s.addEvents(st, v)
	s.addClaims(st, v)
	s.addFigures(st, v)
}

func (s *wireScore) n() int {
	n := 0
	for _, c := range []counts{s.events, s.claims, s.numbers} {
		n += c.tp + c.fn
	}
	return n
}

func (s *wireScore) figures() map[string]float64 {
	f := map[string]float64{}
	s.events.put(f, "events")
	s.who.put(f, "who")
	s.whole.put(f, "whole_event")
	s.claims.put(f, "claims")
	s.numbers.put(f, "figures")
	for name, sh := range map[string]share{"date": s.date, "place": s.place, "auxiliary": s.auxiliary, "auxiliary_marked": s.marked,
		"voice": s.voice, "voice_attributed": s.attributed, "cameo": s.cameo, "cameo_root": s.root, "mode": s.mode,
		"stance": s.stance, "asserter": s.asserter} {
		putShare(f, name, sh.right, sh.of)
	}
	for t, c := range s.types {
		putShare(f, "type_"+strings.ToLower(string(t))+"_f1", 2*c.tp, 2*c.tp+c.fp+c.fn)
	}
	for k, c := range s.stances {
		if k != dateline.Asserts {
			putShare(f, "stance_"+string(k)+"_f1", 2*c.tp, 2*c.tp+c.fp+c.fn)
		}
	}
	return f
}

// compared is a record beside its story.
type compared struct {
	*alignment
	rec      *dateline.Record
	entities map[string]*dateline.Entity
	claims   map[string]*dateline.Claim
}

// actor is what is compared of an entity: code ("---" for none), sector, name.
type actor struct{ code, sector, name string }

// actors are the entities that refs point to, each once.
func (v *compared) actors(refs []dateline.Ref) []actor {
	var out []actor
	for _, r := range refs {
		a := actor{code: "---", name: r.Words}
		if e := v.entities[r.Entity]; e != nil {
			a.sector = e.Sector
			if e.Code != "" {
				a.code = e.Code
			}
			if e.Name != "" {
				a.name = e.Name
			}
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// speakers are those whose claims an event or figure is attributed to.
func (v *compared) speakers(claims []string) []actor {
	var out []actor
	for _, id := range claims {
		if c := v.claims[id]; c != nil {
			for _, a := range v.actors(c.Speaker) {
				if !slices.Contains(out, a) {
					out = append(out, a)
				}
			}
		}
	}
	return out
}

func (p party) fits(a actor, sector bool) bool {
	return slices.ContainsFunc(p.alternatives, func(x alternative) bool {
		if x.name != "" {
			return foldName(x.name) == foldName(a.name)
		}
		return x.code == a.code && (!sector || x.sector == "" || x.sector == a.sector)
	})
}

// compareParties counts one role; parties that may be left out count neither
// way.
func compareParties(gold parties, found []actor, sector bool) counts {
	weights := map[pair]float64{}
	for i, p := range gold {
		for j, a := range found {
			if !p.fits(a, sector) {
				continue
			}
			w := 1.0
			if p.must {
				w += 0.5
			}
			if p.fits(a, true) {
				w += 0.1
			}
			weights[pair{i, j}] = w
		}
	}
	pairs := bestPairs(weights)
	var c counts
	for i, p := range gold {
		if _, ok := pairs[i]; p.must && ok {
			c.tp++
		} else if p.must {
			c.fn++
		}
	}
	c.fp = len(found) - len(pairs)
	return c
}

// role is the gold of a role beside what was found.
type role struct {
	gold  parties
	found []actor
}

// roles are the actors and the recipients of an event; reciprocal events have
// them as one set.
func (v *compared) roles(g *goldEvent, e *dateline.Event) []role {
	actors, recipients := v.actors(e.Actor), v.actors(e.Recipient)
	if !g.Mutual && !slices.Contains(g.Type, dateline.Consult) {
		return []role{{g.Actor, actors}, {g.Recipient, recipients}}
	}
	for _, a := range recipients {
		if !slices.Contains(actors, a) {
			actors = append(actors, a)
		}
	}
	return []role{{append(slices.Clone(g.Actor), g.Recipient...), actors}}
}

func (s *wireScore) addEvents(st *story, v *compared) {
	found := v.rec.Events
	first := make([]int, len(found))         // sentence of the first telling
	told := make([]map[int]bool, len(found)) // sentences of all tellings
	for j, e := range found {
		first[j] = v.sentence(e.Sentence, e.Span)
		told[j] = map[int]bool{first[j]: true}
		for _, a := range e.Also {
			told[j][v.sentence(a.Sentence, a.Span)] = true
		}
	}
	weights := map[pair]float64{}
	retold := map[int]bool{} // a happening that is told more than once
	for i := range st.Events {
		g := &st.Events[i]
		tellings := append([]telling{{g.S, g.W}}, g.Also...)
		for j := range found {
			e := &found[j]
			if !slices.Contains(g.Type, e.Type) || !slices.ContainsFunc(tellings, func(t telling) bool { return told[j][t.S] }) {
				continue
			}
			like := 0.0
			for _, t := range tellings {
				like = max(like, likeness(t.W, e.Words))
			}
			w := 1 + 0.5*like
			if !g.Optional {
				w += 0.2
			}
			if first[j] == g.S {
				w += 0.05
			}
			who := 0
			for _, r := range v.roles(g, e) {
				who += compareParties(r.gold, r.found, false).tp
			}
			weights[pair{i, j}] = w + 0.02*float64(who)
			if len(g.Also) > 0 || len(told[j]) > 1 {
				retold[j] = true
			}
		}
	}
	pairs := bestPairs(weights)
	taken := map[int]bool{}
	for i := range st.Events {
		g := &st.Events[i]
		j, ok := pairs[i]
		if ok {
			taken[j] = true
		}
		switch {
		case g.Optional:
		case !ok:
			s.events.fn++
			s.types[g.Type[0]].fn++
			s.whole.fn++
		default:
			s.events.tp++
			s.types[g.Type[0]].tp++
			s.addEvent(g, v, &found[j])
		}
	}
	for j := range found {
		if taken[j] || retold[j] && duplicate(weights, pairs, j) {
			continue
		}
		s.events.fp++
		s.whole.fp++
		if c := s.types[found[j].Type]; c != nil {
			c.fp++
		}
	}
}

// duplicate reports whether found item j could have been paired with a gold
// item that another was paired with.
func duplicate(weights map[pair]float64, pairs map[int]int, j int) bool {
	for p := range weights {
		if _, ok := pairs[p.gold]; ok && p.found == j {
			return true
		}
	}
	return false
}

// addEvent compares the values of an event that was found.
func (s *wireScore) addEvent(g *goldEvent, v *compared, e *dateline.Event) {
	whole := true
	for _, r := range v.roles(g, e) {
		s.who.add(compareParties(r.gold, r.found, true))
		if c := compareParties(r.gold, r.found, false); c.fp+c.fn > 0 {
			whole = false
		}
	}
	if g.Date != nil {
		right := dateRight(g, e)
		s.date.add(right)
		whole = whole && right
	}
	if g.Place != nil {
		s.place.add(placeRight(g, e))
	}
	right := auxiliaryRight(g, e)
	s.auxiliary.add(right)
	if slices.ContainsFunc(g.Aux, func(a string) bool { return !strings.HasSuffix(a, "?") }) {
		s.marked.add(right)
	}
	right = v.voiceRight(g.By, e.AttributedTo)
	s.voice.add(right)
	if slices.ContainsFunc(g.By, func(p party) bool { return p.must }) {
		s.attributed.add(right)
	}
	s.cameo.add(slices.Contains(g.CAMEO, e.CAMEO))
	s.root.add(slices.ContainsFunc(g.CAMEO, func(c string) bool { return len(e.CAMEO) > 1 && strings.HasPrefix(c, e.CAMEO[:2]) }))
	accepted := slices.DeleteFunc(slices.Clone(g.Mode), func(m string) bool { return !s.validMode(e.Type, m) })
	if len(accepted) > 0 {
		s.mode.add(slices.ContainsFunc(e.Mode, func(m string) bool { return slices.Contains(accepted, m) }))
	}
	if whole {
		s.whole.tp++
	} else {
		s.whole.fp++
		s.whole.fn++
	}
}

// day is an EDTF date without time of day and qualifier.
func day(date string) string {
	date, _, _ = strings.Cut(date, "T")
	return strings.TrimRight(date, "~?")
}

func dateRight(g *goldEvent, e *dateline.Event) bool {
	return e.Date != nil && slices.ContainsFunc(g.Date, func(d string) bool { return day(d) == day(e.Date.Value) })
}

// placeRight: the country is right, and the name is that of the gold or one
// holds the other ("Beirut" and "southern Beirut"); for a whole country the
// place must be no smaller one.
func placeRight(g *goldEvent, e *dateline.Event) bool {
	if e.Place == nil || e.Place.Refused != "" {
		return false
	}
	p := e.Place
	return slices.ContainsFunc(g.Place, func(want goldPlaceName) bool {
		if want.country != p.Country {
			return false
		}
		if want.name == "" {
			return p.Resolution == "" || p.Resolution == "country"
		}
		a, b := foldName(want.name), foldName(p.Name)
		within := func(a, b string) bool { return strings.Contains(" "+b+" ", " "+a+" ") }
		return b != "" && (within(a, b) || within(b, a) || p.Words != "" && foldName(p.Words) == a)
	})
}

// spoken types say by themselves that the thing lies ahead.
var spoken = []dateline.EventType{dateline.Agree, dateline.Concede, dateline.Request, dateline.Reject, dateline.Threaten}

// auxiliaryRight: all that must be there are there, and nothing that may not.
// A thing that the gold takes as agreed, asked or threatened, coded as the
// thing itself, has to be marked as not having happened.
func auxiliaryRight(g *goldEvent, e *dateline.Event) bool {
	ahead := func(a string) bool {
		return a == string(dateline.Future) || a == string(dateline.Hypothetical)
	}
	mayLieAhead, liesAhead := false, false
	for _, a := range g.Aux {
		name := strings.TrimRight(a, "?")
		if name == a && !slices.Contains(e.Auxiliary, dateline.Auxiliary(a)) {
			return false
		}
		mayLieAhead = mayLieAhead || ahead(name)
	}
	for _, a := range e.Auxiliary {
		if !slices.Contains(g.Aux, string(a)) && !slices.Contains(g.Aux, string(a)+"?") {
			return false
		}
		liesAhead = liesAhead || ahead(string(a))
	}
	asSpoken := slices.ContainsFunc(g.Type, func(t dateline.EventType) bool { return slices.Contains(spoken, t) })
	return !asSpoken || slices.Contains(spoken, e.Type) || !mayLieAhead || liesAhead
}

// voiceRight: attributed to the right speakers, by code, or to no one.
func (v *compared) voiceRight(by parties, claims []string) bool {
	c := compareParties(by, v.speakers(claims), false)
	return c.fp == 0 && c.fn == 0
}

// minLikeness is the Dice score from which a claim has the content of the gold.
const minLikeness = 0.5

func (s *wireScore) addClaims(st *story, v *compared) {
	found := v.rec.Claims
	weights := map[pair]float64{}
	for i := range st.Claims {
		g := &st.Claims[i]
		for j := range found {
			if w := v.claimWeight(g, &found[j]); w > 0 {
				weights[pair{i, j}] = w
			}
		}
	}
	pairs := bestPairs(weights)
	taken := map[int]bool{}
	for i := range st.Claims {
		g := &st.Claims[i]
		j, ok := pairs[i]
		if ok {
			taken[j] = true
		}
		if g.Optional {
			continue
		}
		expected := s.stances[dateline.Stance(g.Stance[0])]
		if !ok {
			s.claims.fn++
			expected.fn++
			continue
		}
		s.claims.tp++
		got := found[j].Stance
		right := slices.Contains(g.Stance, string(got))
		s.stance.add(right)
		switch c := s.stances[got]; {
		case right:
			c.tp++
		case c != nil:
			c.fp++
			expected.fn++
		default:
			expected.fn++
		}
	}
	retold := map[pair]float64{}
	for p, w := range weights {
		if len(st.Claims[p.gold].Also) > 0 {
			retold[p] = w
		}
	}
	for j := range found {
		if taken[j] || duplicate(retold, pairs, j) {
			continue
		}
		s.claims.fp++
		if c := s.stances[found[j].Stance]; c != nil {
			c.fp++
		}
	}
}

// claimWeight is how well a claim fits the gold: 0 where the sentence, every
// speaker's code, or the content is another.
func (v *compared) claimWeight(g *goldClaim, c *dateline.Claim) float64 {
	speakers := v.actors(c.Speaker)
	fits := slices.ContainsFunc(g.Speaker, func(p party) bool {
		return slices.ContainsFunc(speakers, func(a actor) bool { return p.fits(a, false) })
	})
	if !fits {
		return 0
	}
	who := compareParties(g.Speaker, speakers, false)
	spans, content := []dateline.Span{c.Cue.Span}, ""
	if c.Content != nil {
		spans, content = []dateline.Span{c.Content.Span, c.Cue.Span}, c.Content.Words
	}
	sentence := v.sentence(c.Sentence, spans...)
	weigh := func(s int, expected values) float64 {
		like := 1.0
		if expected != nil {
			like = likeness(strings.Join(expected, " "), content)
		}
		if s != sentence || like < minLikeness {
			return 0
		}
		w := 1 + like + 0.2*likeness(g.Cue, c.Cue.Words)
		if slices.Contains(g.Stance, string(c.Stance)) {
			w += 0.1
		}
		if !g.Optional {
			w += 0.2
		}
		return w - 0.05*float64(who.fp+who.fn)
	}
	best := weigh(g.S, g.Content)
	for _, a := range g.Also {
		content := a.Content
		if content == nil {
			content = g.Content
		}
		best = max(best, weigh(a.S, content))
	}
	return best
}

var (
	duration = regexp.MustCompile(`\b(year|month|week|day|hour|minute|second|decade|age)s?\b`)
	numeral  = regexp.MustCompile(`(?i)\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(-\w+)?|half|a (dozen|hundred|thousand|million|single)|no)\b`)
)

func (s *wireScore) addFigures(st *story, v *compared) {
	found := v.rec.Figures
	weights := map[pair]float64{}
	for i := range st.Figures {
		g := &st.Figures[i]
		want := rangeOf(g.Low, g.Best, g.High)
		for j := range found {
			f := &found[j]
			sentence := v.sentence(f.Sentence, f.Span)
			here := g.S == sentence || slices.ContainsFunc(g.Also, func(t telling) bool { return t.S == sentence })
			if !here || rangeOf(f.Low, f.Best, f.High) != want {
				continue
			}
			w := 1 + likeness(g.W, f.Words)
			if !g.Optional {
				w += 0.2
			}
			weights[pair{i, j}] = w
		}
	}
	pairs := bestPairs(weights)
	taken := map[int]bool{}
	for i := range st.Figures {
		g := &st.Figures[i]
		j, ok := pairs[i]
		if ok {
			taken[j] = true
		}
		switch {
		case g.Optional:
		case !ok:
			s.numbers.fn++
		default:
			s.numbers.tp++
			s.asserter.add(v.voiceRight(g.By, found[j].AttributedTo))
		}
	}
	retold := map[int]bool{}
	for p := range weights {
		if len(st.Figures[p.gold].Also) > 0 {
			retold[p.found] = true
		}
	}
	for j := range found {
		f := &found[j]
		// Durations, and wordings without a numeral ("dozens"), are no figures
		// in the gold, and cost nothing.
		free := duration.MatchString(f.Unit+" "+f.Of) || f.Words != "" && !numeral.MatchString(f.Words)
		if !taken[j] && !free && !retold[j] {
			s.numbers.fp++
		}
	}
}

// bounds are the numbers of a figure.
type bounds struct {
	low, best, high          float64
	hasLow, hasBest, hasHigh bool
}

// rangeOf makes figures comparable: all three numbers equal is the same as the
// best alone.
func rangeOf(low, best, high *float64) bounds {
	if low != nil && best != nil && high != nil && *low == *best && *best == *high {
		low, high = nil, nil
	}
	var b bounds
	for _, x := range []struct {
		from  *float64
		value *float64
		has   *bool
	}{{low, &b.low, &b.hasLow}, {best, &b.best, &b.hasBest}, {high, &b.high, &b.hasHigh}} {
		if x.from != nil {
			*x.value, *x.has = *x.from, true
		}
	}
	return b
}
