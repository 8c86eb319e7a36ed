// Package places turns toponyms into places of an embedded gazetteer, or
// refuses them with the reason.
//
// Every candidate gets a score from what is known of it alone (population,
// kind, how it goes by the name) and from the text around the toponym (feature
// words, a container named right after it, countries and peoples named). The
// choices for all toponyms of a report are then made together: candidates that
// lie near to, or in the same region or country as, the likely places of the
// other toponyms gain (mean-field inference over the pairs; compare Smith and
// Crane 2001, Lieberman and Samet 2012). A toponym has one sense in a report.
package places

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"

	"dateline"
)

// weights of the score, in units of log odds; tuned on one half of LGL and
// GeoVirus (Gritta et al. 2018).
type weights struct {
	population float64 // a factor of ten in population
	kinds      [site + 1]float64
	other      float64 // called by a name that is not its own
	people     float64 // called by a word for its people
	feature    float64 // a feature word beside the toponym agrees with the kind
	contained  float64 // lies in the place named right after it
	country    float64 // its country is named, or its people are
	near       float64 // lies near to places of other toponyms
	province   float64 // same first-level region as places of other toponyms
	nation     float64 // same country as places of other toponyms
	sibling    float64 // same kind and country as what it is listed with
	dateline   float64 // how many toponyms the dateline counts for
	sure       float64 // probability below which the toponym is refused
}

var tuned = weights{
	population: 0.65,
	kinds: [site + 1]float64{country: 3, admin1: 0.3, admin2: -1, city: 0, capital: 1.6, seat: 0.4, quarter: -3,
		continent: 4, water: 1.3, island: -0.5, region: 1.5, site: 1},
	other: -1.4, people: -1.5, feature: 2.5, contained: 6.5, country: 0.7, near: 1.7, province: 1.2, nation: 1.4, sibling: 2,
	dateline: 3, sure: 0.25,
}

const (
	reach      = 100.0 // kilometres over which nearness falls to 1/e
	crowd      = 40    // candidates of a toponym that are weighed
	rounds     = 4     // of mean-field inference
	shownRival = 3     // rivals named in a refusal
)

// toponym is a name and all the candidates for what it may mean in the report.
type toponym struct {
	words      string
	candidates []candidate
	container  []int // places named right after it
	siblings   []*toponym
	weight     float64
}

type candidate struct {
	place       int
	base        float64 // score of the candidate alone
	score       float64
	probability float64
}

// Resolve fills Places from the names of class Location and Facility, and the
// place of the report's dateline. It fails on nothing: a toponym for which no
// place can be chosen is refused with the reason.
func Resolve(r *dateline.Reading) {
	d := newDiscourse(load(), tuned, r)
	d.settle()
	d.write(r)
}

// CountryOf is the ISO 3166-1 alpha-3 code of the country that a place name
// stands for on its own: a country, or a place that is far better known than
// all others of its name.
func CountryOf(name string) (iso3 string, ok bool) {
	g := load()
	list := weigh(g, tuned, name, "")
	if len(list) == 0 {
		return "", false
	}
	softmax(list)
	share := map[string]float64{}
	for _, c := range list {
		share[g.code(c.place)] += c.probability
	}
	iso3 = g.code(list[0].place)
	return iso3, iso3 != "" && share[iso3] >= 0.8
}

// CapitalOf is the country whose capital goes by the name, as in "Moscow" for
// Russia.
func CapitalOf(name string) (iso3 string, ok bool) {
	g := load()
	best := -1
	for _, n := range g.find(fold(name)) {
		if kind(g.kinds[n.place]) == capital && n.strength != demonym &&
			(best < 0 || g.population.at(n.place) > g.population.at(best)) {
			best = n.place
		}
	}
	if best < 0 {
		return "", false
	}
	return g.code(best), true
}

// features are the words beside a name that say what kind of place it is.
var features = map[string][]kind{
	"province": {admin1, admin2}, "state": {admin1}, "oblast": {admin1}, "region": {admin1, admin2, region},
	"governorate": {admin1}, "prefecture": {admin1, admin2}, "territory": {admin1}, "krai": {admin1}, "canton": {admin1},
	"republic": {admin1, country}, "voivodeship": {admin1}, "emirate": {admin1}, "department": {admin1, admin2},
	"county": {admin2, admin1}, "parish": {admin2, admin1}, "district": {admin2, admin1, quarter}, "raion": {admin2},
	"borough": {admin2, quarter}, "municipality": {admin2, city, seat}, "division": {admin1, admin2},
	"city": {city, capital, seat}, "town": {city, seat, capital}, "township": {city, admin2}, "village": {city},
	"suburb": {quarter, city}, "neighborhood": {quarter}, "neighbourhood": {quarter}, "port": {city, seat, capital},
	"river": {water}, "sea": {water}, "ocean": {water}, "lake": {water}, "bay": {water}, "gulf": {water}, "strait": {water},
	"island": {island}, "islands": {island}, "archipelago": {island}, "desert": {region}, "mountains": {region},
	"peninsula": {region}, "valley": {region},
}

// directions stand before a name and leave the place, more or less, the same.
var directions = map[string]bool{
	"north": true, "south": true, "east": true, "west": true, "central": true, "northern": true, "southern": true,
	"eastern": true, "western": true, "northeast": true, "northwest": true, "southeast": true, "southwest": true,
	"northeastern": true, "northwestern": true, "southeastern": true, "southwestern": true, "downtown": true,
	"upper": true, "lower": true, "inner": true, "greater": true, "occupied": true, "mainland": true, "suburban": true,
	"rural": true, "metropolitan": true,
}

// structures are the words that end the names of buildings, roads and grounds.
var structures = map[string]bool{
	"airport": true, "airfield": true, "airbase": true, "base": true, "bridge": true, "camp": true, "cathedral": true,
	"center": true, "centre": true, "church": true, "college": true, "court": true, "courthouse": true, "dam": true,
	"crossing": true, "hall": true, "harbor": true, "harbour": true, "highway": true, "hospital": true, "hotel": true,
	"jail": true, "library": true, "mall": true, "market": true, "mosque": true, "museum": true, "park": true,
	"plant": true, "port": true, "prison": true, "refinery": true, "road": true, "school": true, "square": true,
	"stadium": true, "station": true, "street": true, "temple": true, "terminal": true, "theater": true, "theatre": true,
	"tower": true, "university": true, "zoo": true,
}

// weigh lists the candidates for a toponym, best first. after is the word that
// follows it in the text.
func weigh(g *gazetteer, w weights, words, after string) []candidate {
	words = strings.TrimSuffix(strings.TrimSuffix(words, "'s"), "’s")
	key := fold(words)
	scores := map[int]float64{}
	// within says that the feature word is part of the name: Mexico City,
	// Black Sea, but also Rock Island, which is none.
	add := func(key, feature string, within bool, penalty float64) {
		for _, n := range g.find(key) {
			k := kind(g.kinds[n.place])
			s := w.population*math.Log10(float64(g.population.at(n.place))+10) + w.kinds[k] - penalty
			switch n.strength {
			case otherName:
				s += w.other
			case demonym:
				s += w.people
			}
			if kinds, ok := features[feature]; ok {
				if slices.Contains(kinds, k) {
					s += w.feature
				} else if !within {
					s -= w.feature
				}
			}
			if old, ok := scores[n.place]; !ok || s > old {
				scores[n.place] = s
			}
		}
	}
	fields := strings.Fields(key)
	last := len(fields) - 1
	add(key, strings.ToLower(after), false, 0)
	if last > 0 {
		add(key, fields[last], true, 0)
		add(key, fields[0], true, 0)
		if _, ok := features[fields[last]]; ok {
			add(strings.Join(fields[:last], " "), fields[last], false, 1)
		}
		if _, ok := features[fields[0]]; ok {
			rest := fields[1:]
			if len(rest) > 1 && rest[0] == "of" {
				rest = rest[1:]
			}
			add(strings.Join(rest, " "), fields[0], false, 1)
		}
	}
	for len(scores) == 0 && len(fields) > 1 && directions[fields[0]] {
		fields = fields[1:]
		if fields[0] == "of" && len(fields) > 1 {
			fields = fields[1:]
		}
		add(strings.Join(fields, " "), "", false, 0)
	}
	// A building or street is where the place is that it is named after.
	for n := len(fields) - 1; len(scores) == 0 && n > 0; n-- {
		if slices.ContainsFunc(fields[n:], func(f string) bool { return structures[f] }) {
			add(strings.Join(fields[:n], " "), "", false, 0)
		}
	}
	list := make([]candidate, 0, len(scores))
	for p, s := range scores {
		list = append(list, candidate{place: p, base: s, score: s})
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].base != list[j].base {
			return list[i].base > list[j].base
		}
		return list[i].place < list[j].place
	})
	return list[:min(crowd, len(list))]
}

// softmax turns scores into probabilities that sum to one.
func softmax(list []candidate) {
	top, sum := math.Inf(-1), 0.0
	for _, c := range list {
		top = max(top, c.score)
	}
	for i := range list {
		list[i].probability = math.Exp(list[i].score - top)
		sum += list[i].probability
	}
	for i := range list {
		list[i].probability /= sum
	}
}

// discourse is the toponyms of one report, with one sense each.
type discourse struct {
	g        *gazetteer
	w        weights
	toponyms []*toponym
	mentions []mention // of the names, in order of the text
	head     *toponym  // of the dateline
	peoples  map[string]float64
}

type mention struct {
	phrase  dateline.Phrase
	span    dateline.Span
	words   string
	toponym *toponym
}

func newDiscourse(g *gazetteer, w weights, r *dateline.Reading) *discourse {
	d := &discourse{g: g, w: w, peoples: map[string]float64{}}
	text := []rune(r.Report.Text)
	byKey := map[string]*toponym{}
	open := func(words, after string) *toponym {
		key := fold(words)
		if _, ok := features[strings.ToLower(after)]; ok {
			key += " " + strings.ToLower(after)
		}
		t, ok := byKey[key]
		if !ok {
			t = &toponym{words: words, weight: 1}
			inner, outer, comma := strings.Cut(words, ",")
			if comma {
				t.candidates = weigh(g, w, inner, after)
				for _, c := range weigh(g, w, outer, "") {
					t.container = append(t.container, c.place)
				}
			}
			if len(t.candidates) == 0 {
				t.candidates = weigh(g, w, words, after)
			}
			byKey[key] = t
			d.toponyms = append(d.toponyms, t)
		}
		return t
	}
	for _, n := range r.Names {
		s := &r.Sentences[n.Sentence]
		span := s.SpanOf(n.First, n.End)
		words := string(text[span.Start:span.End])
		switch n.Class {
		case "Location", "Facility":
			t := open(words, wordAfter(text, span.End))
			d.mentions = append(d.mentions, mention{n.Phrase, span, words, t})
		case "NORP":
			for _, f := range g.find(fold(words)) {
				if f.strength == demonym {
					d.peoples[g.code(f.place)]++
				}
			}
		}
	}
	if line := r.Report.Dateline; line != nil {
		d.head = open(datelinePlace(line.Words.Words), "")
		d.head.weight = w.dateline
	}
	for i, m := range d.mentions[:max(0, len(d.mentions)-1)] {
		next := d.mentions[i+1]
		if next.span.Start < m.span.End || next.toponym == m.toponym {
			continue
		}
		between := strings.TrimSpace(string(text[m.span.End:min(next.span.Start, m.span.End+12)]))
		switch between {
		case ",", "and", ", and", "or", "&", "/", ";":
			m.toponym.siblings = append(m.toponym.siblings, next.toponym)
			next.toponym.siblings = append(next.toponym.siblings, m.toponym)
		}
		switch between {
		case ",", "(", "in", ", in", "of", ", in the", "in the":
			for _, c := range next.toponym.candidates {
				m.toponym.container = append(m.toponym.container, c.place)
			}
		}
	}
	for _, t := range d.toponyms {
		for i := range t.candidates {
			c := &t.candidates[i]
			if slices.ContainsFunc(t.container, func(p int) bool { return g.inside(c.place, p) }) {
				c.base += w.contained
			}
			c.base += w.country * math.Log1p(d.peoples[g.code(c.place)])
		}
	}
	return d
}

// datelinePlace is the place of a dateline such as "TRIPOLI, Lebanon, Nov 4
// (Agency) -": the words before the first that holds a digit or a bracket.
func datelinePlace(words string) string {
	parts := strings.FieldsFunc(words, func(r rune) bool { return r == ',' || r == '(' || r == '—' || r == '–' })
	var kept []string
	for _, p := range parts {
		p = strings.Trim(p, " -")
		if p == "" || strings.ContainsFunc(p, unicode.IsDigit) || len(kept) == 2 {
			break
		}
		kept = append(kept, p)
	}
	return strings.Join(kept, ", ")
}

// wordAfter is the word that follows position end after one blank.
func wordAfter(text []rune, end int) string {
	if end >= len(text) || text[end] != ' ' {
		return ""
	}
	start := end + 1
	for end = start; end < len(text) && unicode.IsLetter(text[end]); end++ {
	}
	return string(text[start:end])
}

// inside reports whether p lies in q by the tables of countries and regions.
func (g *gazetteer) inside(p, q int) bool {
	switch kind(g.kinds[q]) {
	case country:
		return p != q && g.code(p) == g.code(q)
	case admin1:
		return int(g.admin1.at(p)) == q
	case admin2:
		return int(g.admin2.at(p)) == q
	case city, capital, seat:
		return kind(g.kinds[p]) == quarter && g.kilometres(p, q) < 30
	case region, island, continent:
		return g.countries[p] != 0 && g.countries[p] == g.countries[q]
	}
	return false
}

// province is the first-level region that a place is or lies in.
func (g *gazetteer) province(p int) int {
	if kind(g.kinds[p]) == admin1 {
		return p
	}
	return int(g.admin1.at(p))
}

// settle chooses for all toponyms together.
func (d *discourse) settle() {
	for _, t := range d.toponyms {
		for i := range t.candidates {
			t.candidates[i].score = t.candidates[i].base
		}
		softmax(t.candidates)
	}
	for range rounds {
		nations, provinces := map[byte]float64{}, map[int]float64{}
		for _, t := range d.toponyms {
			for _, c := range t.candidates {
				nations[d.g.countries[c.place]] += c.probability * t.weight
				provinces[d.g.province(c.place)] += c.probability * t.weight
			}
		}
		for _, t := range d.toponyms {
			ownNations, ownProvinces := map[byte]float64{}, map[int]float64{}
			for _, c := range t.candidates {
				ownNations[d.g.countries[c.place]] += c.probability * t.weight
				ownProvinces[d.g.province(c.place)] += c.probability * t.weight
			}
			for i := range t.candidates {
				c := &t.candidates[i]
				c.score = c.base + d.w.near*math.Log1p(d.nearness(t, c.place))
				c.score += d.w.sibling * math.Log1p(d.likeness(t, c.place))
				if n := d.g.countries[c.place]; n != 0 {
					c.score += d.w.nation * math.Log1p(max(0, nations[n]-ownNations[n]))
				}
				if p := d.g.province(c.place); p != 0 {
					c.score += d.w.province * math.Log1p(max(0, provinces[p]-ownProvinces[p]))
				}
			}
		}
		for _, t := range d.toponyms {
			softmax(t.candidates)
		}
	}
}

// nearness sums over the other toponyms how near their likely places are to p.
func (d *discourse) nearness(t *toponym, p int) float64 {
	sum := 0.0
	for _, other := range d.toponyms {
		if other == t {
			continue
		}
		for _, c := range other.candidates {
			if c.probability > 0.02 && kind(d.g.kinds[c.place]) != country {
				sum += c.probability * other.weight * math.Exp(-d.g.kilometres(p, c.place)/reach)
			}
		}
	}
	return sum
}

// likeness sums over the toponyms that t is listed with how likely they are of
// p's kind: states of one country, cities of one country, countries (the comma
// groups of Lieberman, Samet and Sankaranarayanan 2010).
func (d *discourse) likeness(t *toponym, p int) float64 {
	sum := 0.0
	k := kind(d.g.kinds[p])
	for _, other := range t.siblings {
		for _, c := range other.candidates {
			if kind(d.g.kinds[c.place]) == k && (k == country || d.g.countries[c.place] == d.g.countries[p]) {
				sum += c.probability
			}
		}
	}
	return sum
}

// choice is the place that a toponym was settled on, or the refusal.
func (d *discourse) choice(t *toponym) dateline.Place {
	if len(t.candidates) == 0 {
		return dateline.Place{Refused: "not in the gazetteer"}
	}
	ranked := slices.Clone(t.candidates)
	sort.SliceStable(ranked, func(i, j int) bool { return ranked[i].probability > ranked[j].probability })
	best := ranked[0]
	if best.probability < d.w.sure && d.apart(ranked) {
		var rivals []string
		for _, c := range ranked[:min(shownRival, len(ranked))] {
			rivals = append(rivals, fmt.Sprintf("%s %.2f", d.g.label(c.place), c.probability))
		}
		return dateline.Place{Refused: "several places, none likely enough: " + strings.Join(rivals, "; ")}
	}
	return d.g.place(best.place)
}

// apart reports whether the rivals lie so far from the best that a wrong
// choice would matter.
func (d *discourse) apart(ranked []candidate) bool {
	together := 0.0
	for _, c := range ranked {
		if d.g.kilometres(ranked[0].place, c.place) < reach {
			together += c.probability
		}
	}
	return together < d.w.sure
}

// label names a place with its region and country.
func (g *gazetteer) label(p int) string {
	parts := []string{g.name(p)}
	if a := int(g.admin1.at(p)); a != 0 {
		parts = append(parts, g.name(a))
	}
	if c := g.code(p); c != "" {
		parts = append(parts, c)
	}
	return strings.Join(parts, ", ")
}

// place gives place p the record's form.
func (g *gazetteer) place(p int) dateline.Place {
	k := kind(g.kinds[p])
	lat, lon := g.degrees(p)
	out := dateline.Place{Name: g.name(p), Country: g.code(p), GeonameID: int(g.ids.at(p)), Lat: lat, Lon: lon,
		Resolution: k.resolution()}
	if a := g.province(p); a != 0 {
		out.Admin1 = g.name(a)
	}
	return out
}

func (d *discourse) write(r *dateline.Reading) {
	r.Places = make([]dateline.PlaceMention, 0, len(d.mentions))
	for _, m := range d.mentions {
		p := d.choice(m.toponym)
		span := m.span
		p.Words, p.Span = m.words, &span
		if p.Refused == "" {
			p.Basis = dateline.Stated
		}
		r.Places = append(r.Places, dateline.PlaceMention{Phrase: m.phrase, Place: p})
	}
	if d.head != nil {
		p := d.choice(d.head)
		r.Report.Dateline.Place = &p
	}
}
