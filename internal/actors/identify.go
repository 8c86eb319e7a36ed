package actors

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline"
)

// Identify says who a noun phrase means out of context: "Russia's defence
// minister", "former president Boris Yeltsin", "US-backed Syrian rebels",
// "Beijing". The date (EDTF; its first day counts) settles who holds an office;
// without one, the latest that the tables know. It answers false where nothing
// in the words says who somebody is.
func (b *Base) Identify(words, date string) (Actor, bool) {
	p := phrase{base: b, date: dayOf(date), words: split(words)}
	p.head = len(p.words) - 1
	return p.identify()
}

// dayOf is the first day of an EDTF date, as far as it is given.
func dayOf(date string) string {
	date, _, _ = strings.Cut(date, "/")
	date = date[:min(len(date), len("2006-01-02"))]
	if len(date) < len("2006") || strings.IndexFunc(date, func(r rune) bool { return r != '-' && (r < '0' || r > '9') }) >= 0 {
		return ""
	}
	return date
}

// word is a word of a phrase. Hyphens and quotation marks are no words.
type word struct {
	text, folded string
	clitic       bool // 's
	token        int  // where the phrase stands in a sentence
}

func newWord(text string, token int) (word, bool) {
	switch text {
	case "'s", "’s", "'", "’", "'S":
		return word{text, strings.ToLower(strings.TrimLeft(text, "'’")), true, token}, true
	case "-", "–", "\"", "“", "”", "``", "''", "‘", "(", ")":
		return word{}, false
	}
	return word{text: text, folded: fold(text), token: token}, true
}

// split cuts a string into words as the language core cuts text: clitics and
// hyphens stand apart.
func split(s string) []word {
	var out []word
	add := func(text string) {
		if w, ok := newWord(text, len(out)); ok && text != "" {
			out = append(out, w)
		}
	}
	for _, f := range strings.Fields(strings.NewReplacer("-", " ", ",", " , ", "\"", " ", "“", " ", "”", " ", "(", " ", ")", " ").Replace(s)) {
		stem, clitic := f, ""
		for _, c := range []string{"'s", "’s", "'", "’"} {
			if strings.HasSuffix(f, c) && f != c {
				stem, clitic = strings.TrimSuffix(f, c), c
				break
			}
		}
		add(stem)
		add(clitic)
	}
	return out
}

// item is a stretch of a phrase that the tables know.
type item struct {
	first, end int
	rows       []row
	people     []*row
	role       role
	key        string
}

func (it *item) kind() string {
	switch {
	case it.people != nil:
		return "person"
	case it.rows != nil:
		return it.rows[0].kind
	}
	return it.role.kind
}

// match is the longest name or role that begins at a word.
func (b *Base) match(words []word, i int) (item, bool) {
	w := words[i]
	if w.clitic || w.folded == "" {
		return item{}, false
	}
	if capitals(strings.ReplaceAll(w.text, ".", "")) {
		// An abbreviation, unless a longer name begins with it.
		if rows := b.names["="+strings.ReplaceAll(w.text, ".", "")]; rows != nil {
			if it, ok := b.matchFolded(words, i, 2); ok {
				return it, true
			}
			return item{first: i, end: i + 1, rows: rows, key: w.folded}, true
		}
	}
	return b.matchFolded(words, i, 1)
}

func (b *Base) matchFolded(words []word, i, least int) (item, bool) {
	most := max(b.longest[words[i].folded], b.longest[spelling(words[i].folded)], b.longest[singular(words[i].folded)])
	if most == 0 {
		return item{}, false
	}
	most = min(most+1, len(words)-i)
	var ends [12]int
	key, upper := words[i].folded, capital(words[i].text)
	ends[0] = len(key)
	n := 1
	full := []byte(key)
	uppers := [12]bool{upper}
	for ; n < most && n < len(ends); n++ {
		w := words[i+n]
		if w.text == "," {
			break
		}
		if !w.clitic {
			full = append(full, ' ')
		}
		full = append(full, w.folded...)
		ends[n] = len(full)
		uppers[n] = uppers[n-1] || capital(w.text)
	}
	whole := string(full)
	for ; n >= least; n-- {
		if words[i+n-1].clitic && n > 1 && words[i+n-1].folded == "s" && n == least {
			continue
		}
		key := whole[:ends[n-1]]
		it := item{first: i, end: i + n, key: key}
		if uppers[n-1] {
			if it.rows = b.names[key]; it.rows != nil {
				if n > 1 || !bodies[it.kind()] || b.wholeName(words, &it) {
					return it, true
				}
				it.rows = nil
			}
		}
		for _, k := range []string{key, singular(key)} {
			if r, ok := b.words[k]; ok {
				it.role, it.key = r, k
				return it, true
			}
		}
		if it.people = b.people[spelling(key)]; uppers[n-1] && it.people != nil && b.wholeName(words, &it) {
			return it, true
		}
	}
	return item{}, false
}

// bodies are the kinds whose names of one word may be part of a longer one.
var bodies = set("organisation armed_group media")

// wholeName reports whether a name that was matched is not part of a
// longer one that the tables do not know: "Brown" in "Dee Brown".
func (b *Base) wholeName(words []word, it *item) bool {
	if it.end < len(words) {
		if next := words[it.end]; capital(next.text) && !next.clitic && b.longest[next.folded] == 0 {
			return false
		}
	}
	if it.first > 0 && it.end == it.first+1 {
		prev := words[it.first-1]
		if !capital(prev.text) || prev.clitic || honorific[prev.folded] {
			return true
		}
		if _, ok := b.words[prev.folded]; ok {
			return true
		}
		for _, r := range b.names[prev.folded] {
			if r.kind == "country" || r.kind == "demonym" {
				return true
			}
		}
		return false
	}
	return true
}

var honorific = set("mr mrs ms miss dr sir lord lady herr gen lt col sen rep gov sgt capt maj adm prof")

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// singular is the singular of a folded phrase whose last word is a regular
// plural or one in -men.
func singular(s string) string {
	switch {
	case strings.HasSuffix(s, "men"):
		return s[:len(s)-2] + "an"
	case strings.HasSuffix(s, "ies") && len(s) > 4:
		return s[:len(s)-3] + "y"
	case strings.HasSuffix(s, "ches"), strings.HasSuffix(s, "sses"), strings.HasSuffix(s, "shes"):
		return s[:len(s)-2]
	case strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") && !strings.HasSuffix(s, "us") && len(s) > 3:
		return s[:len(s)-1]
	case s == "people", s == "children":
		return s
	}
	return s
}

// isPlural reports whether the head noun of a folded phrase is plural.
func isPlural(s string) bool {
	s, _, _ = strings.Cut(s, " of ")
	s = s[strings.LastIndexByte(s, ' ')+1:]
	return singular(s) != s || s == "people" || s == "children" || s == "police"
}

// set makes a set of the words of a string.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	// backing words tell of a country behind somebody, not of his own: "US-backed".
	backing = set("backed led linked controlled held occupied aligned allied trained appointed sponsored born based installed funded made supported run friendly brokered mediated owned imposed facing")
	// located prepositions bring whose somebody is or where; others bring the other side.
	located = set("of in across at within inside around throughout from")
	other   = set("to with against toward towards on over about between near by into for as after before during under")
	// ends are words after which a phrase says something else.
	ends = set("who which that whose where when whom , ;")
	// collective nouns are institutions in the singular.
	collective = set(`government cabinet ministry state regime embassy consulate presidency department council central bank politburo military army navy force junta
		police gendarmerie militia rebellion insurgency opposition parliament senate legislature congress assembly court tribunal judiciary party coalition
		company firm corporation bank airline business industry union university school college institute hospital church newspaper broadcaster television radio media
		press agency watchdog ngo charity foundation gang cartel mafia group team administration delegation battalion brigade regiment garrison fleet crowd
		population family community public intelligence secret service diet board municipality association authority organization organisation`)
)

// phrase is a noun phrase to be identified, with the word that heads it.
type phrase struct {
	base    *Base
	words   []word
	head    int    // index of the head word
	date    string // day, or empty
	context string // country that the report speaks of
}

// identify puts the items of a phrase together: nationality, titles and roles,
// names of people and bodies.
func (p *phrase) identify() (Actor, bool) {
	b := p.base
	var country, support, person, body, place, seat, title *item
	var roles, later []*item
	var former, shadow, plural bool
	zone, seatZone := "head", ""
	known := 0
	for i := 0; i < len(p.words); {
		w := p.words[i]
		it, ok := b.match(p.words, i)
		if !ok {
			if ends[w.folded] && i > 0 {
				break
			}
			if i > 0 && located[w.folded] {
				zone = "of"
			} else if i > 0 && other[w.folded] {
				zone = "other"
			}
			i++
			continue
		}
		known += it.end - it.first
		next := i
		i = it.end
		backer := i < len(p.words) && backing[p.words[i].folded]
		if zone == "other" || backer {
			if backer {
				i++
			}
			continue
		}
		at := &it
		switch kind := it.kind(); kind {
		case "country", "demonym", "region":
			switch {
			case zone == "head" && country == nil:
				country = at
			case zone == "of" && support == nil:
				support = at
			}
		case "capital", "metonym":
			if seat == nil || zone == "head" && kind == "metonym" {
				seat, seatZone = at, zone
			}
		case "place":
			if place == nil {
				place = at
			}
		case "person":
			if person == nil || zone == "head" && it.end-it.first > person.end-person.first {
				person = at
			}
		case "former":
			former = true
		case "shadow":
			shadow = true
		case "title", "word", "plain":
			if strings.HasPrefix(p.words[next].folded, "vice") || next > 0 && deputy[p.words[next-1].folded] && kind == "title" {
				it.role = role{kind: "word", sectors: it.role.sectors}
				kind = "word"
			}
			if zone == "head" {
				if kind == "title" {
					title = at
				}
				roles = append(roles, at)
				plural = isPlural(fold(p.text(at)))
			} else {
				later = append(later, at)
			}
		default:
			if body == nil || zone == "head" {
				body = at
			}
		}
	}
	if known == 0 {
		return Actor{}, false
	}
	var a Actor
	code := p.context
	if country != nil {
		a.setCountry(p, country)
	}
	if a.Code == "" && support != nil {
		a.setCountry(p, support)
	}
	if a.Code != "" {
		code = a.Code
	}
	sectors, main := p.sector(roles, later)
	if len(roles) > 0 {
		a.noun = roles[len(roles)-1].key
	} else if main != nil {
		a.noun = main.key
	}
	alone := func(it *item) bool {
		return it != nil && (it.first == 0 || it.first == 1 && p.words[0].folded == "the") && it.end >= p.core()
	}
	switch {
	case person != nil && !(body != nil && body.end > person.end):
		a.setPerson(p, person.people, code, person)
		switch {
		case a.Mention == "" && main == nil && a.Code == "":
			return Actor{}, false
		case a.Mention == "":
			// Unknown to the tables: code and sector by nationality and title.
			a.Name, a.Kind, a.Mention = p.text(person), dateline.Person, dateline.ByName
			a.Sectors = sectors
		case len(a.Sectors) == 0:
			a.Sectors = sectors
		}
	case body != nil && main != nil && main.kind() == "plain" && (main.end > body.end || main.first < body.first):
		// "a Hamas official", "the head of NATO"
		r := among(body.rows, p.date, code)
		a.Kind, a.Mention = kindOf(a.noun, list(r.sectors), plural), dateline.ByTitle
		if r.code != "" {
			a.Code = r.code
		}
		a.Sectors = list(r.sectors)
		a.because("role", "of "+r.name+", "+strings.TrimSpace(r.code+" "+r.sectors), p.text(main))
	case body != nil && (main == nil || len(sectors) == 0 || main.kind() == "plain" || country == nil):
		r := among(body.rows, p.date, code)
		a.Name, a.Kind = r.name, entityKind(r.kind)
		if r.code != "" {
			a.Code = r.code
		} else {
			a.Name = p.text(body) // several bodies have the name
		}
		a.Sectors = list(r.sectors)
		a.Mention = dateline.ByName
		a.because("name", r.name+" is "+strings.TrimSpace(r.code+" "+r.sectors), p.text(body))
		if r.kind == "metonym" {
			a.Mention = dateline.ByMetonym
		}
		if main != nil && main.kind() == "word" && len(sectors) > 0 && main.end == p.core() {
			a.Sectors, a.Mention, a.Name = sectors, dateline.ByTitle, ""
			a.because("role", strings.Join(sectors, " "), p.text(main))
		}
	case seat != nil && (main == nil || main.kind() == "plain" || a.Code == ""):
		r := valid(seat.rows, p.date)
		a.Code, a.Kind, a.Mention = r.code, dateline.Government, dateline.ByMetonym
		a.Sectors = list(r.sectors)
		a.Name = r.name
		a.because("metonym", r.name+" for "+strings.TrimSpace(r.code+" "+r.sectors), p.text(seat))
		if main != nil && main.kind() == "plain" {
			a.Mention, a.Name, a.Kind = dateline.ByTitle, "", kindOf(a.noun, a.Sectors, plural)
		}
		if main != nil && main.kind() != "plain" {
			a.Sectors, a.Mention, a.Name, a.Kind = sectors, dateline.ByTitle, "", kindOf(a.noun, sectors, plural)
			a.because("role", strings.Join(sectors, " "), p.text(main))
		} else if main == nil && (seatZone != "head" || seat.first > 0 && !alone(seat) && p.words[p.head].folded != p.words[seat.end-1].folded) {
			a.Sectors, a.Kind, a.Mention, a.Name = []string{"UNK"}, dateline.UnknownKind, dateline.ByDescription, ""
		}
	case main != nil:
		a.Kind, a.Mention = kindOf(a.noun, sectors, plural), dateline.ByTitle
		a.Sectors = sectors
		a.because("role", strings.Join(sectors, " "), p.text(main))
		if main.kind() == "title" && main.role.code != "" {
			a.Code = main.role.code
		}
		if a.Code == "" && place != nil {
			a.setCountry(p, place)
		}
	case a.Code != "":
		it := country
		if it == nil {
			it = support
		}
		r := it.rows[0]
		switch {
		case r.kind == "region":
			a.Kind, a.Sectors, a.Mention, a.Name = dateline.PlaceKind, list(r.sectors), dateline.ByName, r.name
		case !alone(it):
			a.Kind, a.Sectors, a.Mention = dateline.UnknownKind, []string{"UNK"}, dateline.ByDescription
		case r.kind == "demonym":
			a.Kind, a.Sectors, a.Mention = dateline.Population, []string{"CVL"}, dateline.ByDemonym
		default:
			a.Kind, a.Mention, a.Name = dateline.Country, dateline.ByName, r.name
			a.Sectors = list(r.sectors)
		}
	case place != nil:
		r := place.rows[0]
		a.Code, a.Kind, a.Sectors, a.Mention, a.Name = r.code, dateline.PlaceKind, []string{"CVL"}, dateline.ByName, r.name
		a.because("place", r.name+" lies in "+r.code, p.text(place))
	default:
		return Actor{}, false
	}
	if former && a.Mention != "" {
		a.Sectors, a.Office = []string{"ELI"}, ""
		a.because("former", "former officials are ELI", "")
	} else if shadow && len(a.Sectors) > 0 && a.Sectors[0] == "GOV" {
		a.Sectors = []string{"OPP"}
	}
	if title != nil && !former && !shadow {
		if a.class == "" {
			a.class = title.role.class
		}
		if a.Office == "" && person == nil && a.Code != "" && !plural {
			p.holder(&a)
		}
	}
	if main != nil && main.role.class == "LEADER" && a.class == "" && !plural && len(roles) == 1 {
		a.class = "LEADER"
		if person == nil && country != nil && body == nil && !former {
			p.holder(&a)
		}
	}
	return a, true
}

var deputy = set("deputy vice assistant acting-deputy junior")

func texts(words []word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.text)
	}
	return out
}

func (p *phrase) text(it *item) string {
	return strings.Join(texts(p.words[it.first:it.end]), " ")
}

// core is the end of the phrase without clitics.
func (p *phrase) core() int {
	n := len(p.words)
	for n > 0 && p.words[n-1].clitic {
		n--
	}
	return n
}

// sector is what the role words of a phrase come to: the last that names one of
// CAMEO's primary roles, else the last; plain words ("leader", "official") take
// the sector of another beside them or after "of".
func (p *phrase) sector(roles, later []*item) ([]string, *item) {
	var best, plain *item
	for _, it := range roles {
		if it.kind() == "plain" {
			plain = it
			continue
		}
		if best == nil || primary[first(it.role.sectors)] || !primary[first(best.role.sectors)] {
			best = it
		}
	}
	if best == nil && plain != nil {
		for _, it := range later {
			if it.kind() != "plain" {
				return list(it.role.sectors), plain
			}
		}
		return list(plain.role.sectors), plain
	}
	if best == nil {
		for _, it := range later {
			if it.kind() == "word" {
				return list(it.role.sectors), it
			}
		}
		return nil, nil
	}
	return list(best.role.sectors), best
}

// primary are the roles that CAMEO uses whenever one fits.
var primary = set("COP GOV JUD MIL OPP REB SPY UAF PRM LEG")

func first(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return s
}

func list(sectors string) []string {
	if sectors == "" {
		return nil
	}
	return strings.Split(sectors, ",")
}

func (a *Actor) because(step, rule, words string) {
	a.Why = append(a.Why, dateline.Why{Step: step, Rule: rule, Words: words})
}

// setCountry takes the code of a country, nationality or place.
func (a *Actor) setCountry(p *phrase, it *item) {
	r := valid(it.rows, p.date)
	a.Code = r.code
	if r.kind == "country" {
		a.Identifier = r.office
	}
	a.because("country", r.kind+" "+r.name+" is "+r.code, p.text(it))
}

// among is the row of a name that several bodies may have: that of the country,
// where one is known, else one without a code.
func among(rows []row, day, code string) row {
	r := valid(rows, day)
	for _, other := range rows {
		if other.code == code && code != "" {
			return other
		}
	}
	for _, other := range rows {
		if other.code != r.code && other.from == r.from {
			r.code = ""
		}
	}
	return r
}

// valid is the row of a name that holds on a day, else the last.
func valid(rows []row, day string) row {
	for _, r := range rows {
		if (day == "" && r.to == "") || day != "" && r.from <= day && (r.to == "" || day <= r.to) {
			return r
		}
	}
	return rows[len(rows)-1]
}

func entityKind(kind string) dateline.EntityKind {
	switch kind {
	case "armed_group":
		return dateline.ArmedGroup
	case "media":
		return dateline.Media
	case "metonym", "capital":
		return dateline.Government
	}
	return dateline.Organisation
}

// kindOf is what sort of actor a role word names.
func kindOf(key string, sectors []string, plural bool) dateline.EntityKind {
	last, _, _ := strings.Cut(key, " of ")
	last = last[strings.LastIndexByte(last, ' ')+1:]
	sector := ""
	if len(sectors) > 0 {
		sector = sectors[0]
	}
	if !plural && !collective[last] {
		return dateline.Person
	}
	switch sector {
	case "GOV":
		return dateline.Government
	case "REB", "PRM", "UAF", "MIL":
		return dateline.ArmedGroup
	case "CVL", "REF":
		return dateline.Population
	case "JRN":
		return dateline.Media
	}
	return dateline.Organisation
}

// standing says how a term stands to a day.
type standing int

const (
	notYet standing = iota
	ended
	lastSeen // the end is not known; in office when last seen
	holds
)

// at is the term's standing on a day; without a day, on the last that is known.
func (r *row) at(day string) standing {
	from, fromOpen := strings.CutSuffix(r.from, "?")
	to, toOpen := strings.CutSuffix(r.to, "?")
	switch {
	case day == "" && to == "":
		return holds
	case day == "" && toOpen:
		return lastSeen
	case day == "":
		return ended
	case day < from && fromOpen && from[:4] <= plusYears(day, 4):
		return lastSeen
	case day < from:
		return notYet
	case to == "" || day <= to:
		return holds
	case toOpen && day[:4] <= plusYears(to, 5):
		return lastSeen
	}
	return ended
}

// plusYears is the year of a day, some years on, as four digits.
func plusYears(day string, n int) string {
	year := 0
	for _, c := range day[:min(4, len(day))] {
		year = 10*year + int(c-'0')
	}
	year += n
	return string([]byte{byte('0' + year/1000%10), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10)})
}

// setPerson chooses among the terms in office under one name: of the named
// country before others, held on the day before only last seen before ended.
func (a *Actor) setPerson(p *phrase, terms []*row, code string, it *item) {
	best, score, rival := (*row)(nil), -1, false
	terms = p.base.terms(terms)
	out := "" // the last day in office that is certain
	for _, t := range terms {
		if t.at(p.date) == ended {
			out = max(out, t.to)
		}
	}
	stands := func(t *row) standing {
		if at := t.at(p.date); at != lastSeen || t.to >= out {
			return at
		}
		return ended
	}
	for _, t := range terms {
		s := int(stands(t)) * 4
		if t.office != "" {
			s++
		}
		if isHead(t) {
			s += 2
		}
		if t.code == code && code != "" {
			s += 100
		}
		switch {
		case s > score:
			best, score, rival = t, s, false
		case s == score && t.code != best.code:
			rival = true
		}
	}
	single := it.end-it.first == 1
	if best == nil || single && (rival || stands(best) < lastSeen && best.code != code) {
		return
	}
	if code != "" && best.code != code && code != p.context {
		return // somebody of another country with the same name
	}
	a.Name, a.Kind, a.Code, a.Mention = best.name, dateline.Person, best.code, dateline.ByName
	switch stands(best) {
	case holds:
		a.Sectors, a.Office, a.class = list(best.sectors), best.office, best.class
		a.because("office", strings.TrimSpace(best.office+" "+best.code+" since "+best.from), p.text(it))
	case lastSeen:
		a.Sectors = list(best.sectors)
		a.because("office", strings.TrimSpace(best.office+" "+best.code+", last seen "+strings.Trim(best.to, "?")), p.text(it))
	case ended:
		a.Sectors = []string{"ELI"}
		a.because("office", strings.TrimSpace(best.office+" "+best.code+" until "+best.to), p.text(it))
	default:
		a.because("office", "not yet in office", p.text(it))
	}
}

// terms are all terms of the people who hold those given: sources spell one
// person in several ways.
func (b *Base) terms(found []*row) []*row {
	out := found
	for _, t := range found {
		for _, other := range b.people[spelling(fold(t.name))] {
			if other.code == t.code && !slices.Contains(out, other) {
				out = append(out[:len(out):len(out)], other)
			}
		}
	}
	return out
}

// isHead reports whether a term is in one of the offices that reports name
// without a first name.
func isHead(t *row) bool {
	o := strings.ToLower(t.office)
	return strings.Contains(o, "president") || strings.Contains(o, "prime minister") || strings.Contains(o, "premier") || strings.Contains(o, "chancellor")
}

// holder names the person who holds the office of a title phrase on the day,
// where one and only one does. "The leader" of a country with a president and a
// prime minister may be either: nobody is named.
func (p *phrase) holder(a *Actor) {
	classes := []string{a.class}
	if a.class == "LEADER" {
		classes = []string{"HOS", "HOG"}
	}
	var one *row
	for _, c := range classes {
		for _, t := range p.base.titles[office{a.Code, c}] {
			if t.at(p.date) != holds {
				continue
			}
			if one != nil && !SameName(one.name, t.name) {
				return
			}
			one = t
		}
	}
	if one != nil {
		a.Name, a.Office, a.Kind, a.class = one.name, one.office, dateline.Person, one.class
		a.because("holder", one.office+" "+one.code+" since "+one.from, one.name)
	}
}
