package actors

import (
	"slices"
	"strings"

	"dateline"
)

// emit enters a mention, with the entity of earlier mentions that it goes with
// or a new one.
func (s *resolver) emit(c dateline.Phrase, a Actor, p *phrase) {
	e := s.find(c, &a, p)
	if e < 0 {
		e = len(s.list)
		s.list = append(s.list, entity{Actor: a, titles: map[string]bool{}})
	} else {
		s.enrich(&s.list[e], &a)
	}
	x := &s.list[e]
	if a.Kind == dateline.Person && a.Name != "" {
		words := strings.Fields(spelling(fold(a.Name)))
		x.surname = words[len(words)-1]
		s.byName[spelling(fold(a.Name))] = e
	} else if k := key(&a); k != "" {
		if x.Kind == dateline.Country || strings.HasPrefix(k, "state ") {
			x.Kind, x.Name = dateline.Country, s.base.states[x.Code]
		}
		if _, known := s.byName[k]; !known {
			s.byName[k] = e
		}
	}
	for i := 0; i < len(p.words); i++ {
		if it, ok := s.base.match(p.words, i); ok {
			if k := it.kind(); k == "title" || k == "word" || k == "plain" {
				x.titles[it.key] = true
			}
			i = it.end - 1
		}
	}
	x.gender = cmpGender(x.gender, genderOf(p.words))
	t := &s.r.Sentences[c.Sentence].Tokens[c.End-1]
	x.plural = x.plural || t.XPOS == "NNS" || t.XPOS == "NNPS" || t.Lemma == "police"
	s.join(c, e)
	s.mention(c, e, a.Mention, a.Why)
}

// join keeps the run of coordinated mentions, "Britain, France and Germany", as
// the group that "they" or "both" can mean.
func (s *resolver) join(c dateline.Phrase, e int) {
	if n := len(s.r.Mentions); n > 0 && s.r.Mentions[n-1].Sentence == c.Sentence {
		last := &s.r.Mentions[n-1]
		sent := &s.r.Sentences[c.Sentence]
		between := last.End < c.First && c.First-last.End <= 2
		for i := last.End; i < c.First && between; i++ {
			w := strings.ToLower(sent.Tokens[i].Text)
			between = w == "and" || w == "," && i+1 < c.First
		}
		if between {
			if len(s.run) == 0 || s.run[len(s.run)-1] != last.Entity {
				s.run = []int{last.Entity}
			}
			s.run = append(s.run, e)
			s.group, s.grouped = s.run, c.Sentence
			return
		}
	}
	s.run = nil
}

func cmpGender(a, b byte) byte {
	if a != 0 {
		return a
	}
	return b
}

// mention enters a mention of an entity.
func (s *resolver) mention(c dateline.Phrase, e int, kind dateline.MentionKind, why []dateline.Why) {
	sent := &s.r.Sentences[c.Sentence]
	h := sent.HeadOf(c.First, c.End)
	s.r.Mentions = append(s.r.Mentions, dateline.Mention{Phrase: c, Head: h, Kind: kind, Entity: e, Why: why})
	s.seen = append(s.seen, sighting{e, c.Sentence, c.First, strings.HasPrefix(sent.Tokens[h].Relation, "nsubj")})
}

// key is what an entity other than a named person goes by through the report:
// a country and its government are one.
func key(a *Actor) string {
	switch {
	case a.Kind == dateline.Person:
		return ""
	case a.Kind == dateline.Country, a.Kind == dateline.Government && len(a.Code) == 3 && a.Sector() == "GOV" && (a.Name == "" || a.Mention == dateline.ByMetonym):
		return "state " + a.Code
	case a.Name != "":
		return "body " + fold(a.Name)
	case a.Code == "":
		return ""
	case institution[a.Sector()]:
		return "role " + a.Code + " " + a.Sector()
	case a.noun != "":
		return "role " + a.Code + " " + a.noun
	}
	return ""
}

// institution are the sectors of which a country has one of a kind: its troops,
// its police, its parliament.
var institution = set("GOV MIL COP LEG JUD SPY")

// find is the entity that a mention goes with, or -1: the one it stands in
// apposition to, the same name or surname, the holder of the same title, the
// same country or body.
func (s *resolver) find(c dateline.Phrase, a *Actor, p *phrase) int {
	n := c.Sentence
	if e := s.apposed(c, a); e >= 0 {
		a.because("apposition", "", s.list[e].Name)
		return e
	}
	if a.Kind != dateline.Person {
		if k := key(a); k != "" {
			if strings.HasPrefix(k, "role ") && indefinite[p.words[0].folded] {
				return -1
			}
			if e, ok := s.byName[k]; ok {
				return e
			}
			if a.Name != "" || a.Sector() != "REB" && a.Sector() != "PRM" {
				return -1
			}
		}
		return s.role(n, a, p)
	}
	if a.Mention == dateline.ByTitle {
		// Whom the report called so before, rather than who holds the office.
		if e := s.role(n, a, p); e >= 0 {
			return e
		}
	}
	if a.Name != "" {
		full := spelling(fold(a.Name))
		if e, ok := s.byName[full]; ok {
			return e
		}
		words := strings.Fields(full)
		for i := len(s.seen) - 1; i >= 0; i-- {
			e := &s.list[s.seen[i].entity]
			if e.Kind != dateline.Person || e.surname == "" || e.Name == "" {
				continue
			}
			other := strings.Fields(spelling(fold(e.Name)))
			// Surname alone, or family name first, after or before the full name.
			if len(words) == 1 && (other[len(other)-1] == words[0] || other[0] == words[0]) ||
				len(other) == 1 && words[len(words)-1] == other[0] {
				a.because("same surname", "", e.Name)
				return s.seen[i].entity
			}
		}
		return -1
	}
	return s.role(n, a, p)
}

// apposed is the entity of the phrase that a phrase stands in apposition to:
// a name and a title with no more than a comma between them, or as the tree
// says.
func (s *resolver) apposed(c dateline.Phrase, a *Actor) int {
	sent := &s.r.Sentences[c.Sentence]
	h := sent.HeadOf(c.First, c.End)
	for i := len(s.r.Mentions) - 1; i >= 0 && s.r.Mentions[i].Sentence == c.Sentence; i-- {
		m := &s.r.Mentions[i]
		e := &s.list[m.Entity]
		if m.Kind == dateline.ByPronoun || !compatible(e, a) {
			continue
		}
		tree := sent.Tokens[h].Relation == "appos" && sent.Tokens[h].Head == m.Head && c.First-m.End <= 5 && !verbBetween(sent, m.End, c.First)
		comma := afterComma(sent, m.End, c.First) && a.Kind == dateline.Person &&
			(m.Kind == dateline.ByName) != (a.Mention == dateline.ByName)
		if tree || comma {
			return m.Entity
		}
	}
	return -1
}

// afterComma reports whether a phrase follows another one, and what belongs to
// that by a preposition, after a comma: "the mayor of Lyon, …".
func afterComma(sent *dateline.Sentence, end, first int) bool {
	if end >= first || first-end > 5 || sent.Tokens[first-1].Text != "," {
		return false
	}
	for _, t := range sent.Tokens[end : first-1] {
		if t.UPOS == "PUNCT" || t.UPOS == "CCONJ" {
			return false
		}
	}
	return !verbBetween(sent, end, first)
}

func verbBetween(sent *dateline.Sentence, end, first int) bool {
	for i := end; i < first; i++ {
		if u := sent.Tokens[i].UPOS; u == "VERB" || u == "AUX" {
			return true
		}
	}
	return false
}

// role is the last entity that the role words of a phrase fit: a person called
// by the title before, or of the office; a group of the same sector.
func (s *resolver) role(n int, a *Actor, p *phrase) int {
	if len(p.words) == 0 || indefinite[p.words[0].folded] || strings.ContainsAny(p.words[0].text, "0123456789") {
		return -1
	}
	var title string
	for i := range p.words {
		if it, ok := s.base.match(p.words, i); ok && (it.kind() == "title" || it.kind() == "word" || it.kind() == "plain") {
			title = it.key
			break
		}
	}
	for i := len(s.seen) - 1; i >= 0; i-- {
		e := &s.list[s.seen[i].entity]
		if (e.Kind == dateline.Person) != (a.Kind == dateline.Person) || a.Code != "" && e.Code != "" && e.Code != a.Code {
			continue
		}
		same := e.titles[title] && a.class == "" || a.class != "" && a.class == e.class
		switch a.Kind {
		case dateline.Person:
			same = same || a.class == "LEADER" && (e.class == "HOS" || e.class == "HOG")
		default:
			same = same || e.Sector() == a.Sector() && (a.Sector() == "REB" || a.Sector() == "PRM") && s.seen[i].sentence >= n-4
		}
		if same {
			a.because("same title", "", e.Name)
			return s.seen[i].entity
		}
	}
	return -1
}

var indefinite = set("a an another one some several many few other no any dozens hundreds thousands two three four five")

// compatible reports whether two descriptions can be of one entity.
func compatible(e *entity, a *Actor) bool {
	person := e.Kind == dateline.Person
	if person != (a.Kind == dateline.Person) {
		return false
	}
	if e.Code != "" && a.Code != "" && e.Code != a.Code {
		return false
	}
	return e.Name == "" || a.Name == "" || SameName(e.Name, a.Name) || e.Mention != dateline.ByName || a.Mention != dateline.ByName
}

// enrich fills what an entity lacks from a further mention.
func (s *resolver) enrich(e *entity, a *Actor) {
	if e.Code == "" {
		e.Code = a.Code
	}
	if len(e.Sectors) == 0 {
		e.Sectors = a.Sectors
	}
	if e.Office == "" {
		e.Office = a.Office
	}
	if e.class == "" {
		e.class = a.class
	}
	if e.Identifier == "" {
		e.Identifier = a.Identifier
	}
	// A fuller name, or a name in place of a title.
	if a.Mention == dateline.ByName && (e.Name == "" || e.Mention != dateline.ByName || e.Kind == dateline.Person && len(a.Name) > len(e.Name)) {
		e.Name, e.Mention = a.Name, a.Mention
		if a.Kind == dateline.Country {
			e.Kind = a.Kind
		}
	}
}

var genders = map[string]byte{"mr": 'm', "sir": 'm', "lord": 'm', "king": 'm', "man": 'm', "prince": 'm', "spokesman": 'm', "emir": 'm', "policeman": 'm',
	"father": 'm', "son": 'm', "brother": 'm', "husband": 'm', "pope": 'm', "chairman": 'm', "businessman": 'm', "boy": 'm', "widower": 'm', "sheikh": 'm',
	"mrs": 'f', "ms": 'f', "miss": 'f', "lady": 'f', "queen": 'f', "woman": 'f', "princess": 'f', "spokeswoman": 'f', "mother": 'f', "daughter": 'f',
	"sister": 'f', "wife": 'f', "widow": 'f', "chairwoman": 'f', "businesswoman": 'f', "girl": 'f', "policewoman": 'f', "congresswoman": 'f'}

func genderOf(words []word) byte {
	for _, w := range words {
		if g := genders[w.folded]; g != 0 {
			return g
		}
	}
	return 0
}

// pronoun links a pronoun of the third person to the entity that it stands for:
// of those that fit in person, number and gender, the nearest in the last three
// sentences, subjects before others.
func (s *resolver) pronoun(n, h int) {
	t := &s.r.Sentences[n].Tokens[h]
	var gender byte
	var thing, plural bool
	switch strings.ToLower(t.Text) {
	case "he", "him", "his", "himself":
		gender = 'm'
	case "she", "her", "hers", "herself":
		gender = 'f'
	case "it", "its", "itself":
		if t.Relation == "expl" {
			return
		}
		thing = true
	case "they", "them", "their", "theirs", "themselves":
		plural = true
	default:
		return
	}
	if plural && len(s.group) > 1 && s.grouped >= n-1 {
		for _, e := range s.group {
			s.mention(dateline.Phrase{Sentence: n, First: h, End: h + 1}, e, dateline.ByPronoun, []dateline.Why{{Step: "pronoun", Rule: "the last group", Words: s.list[e].Name}})
		}
		return
	}
	best, score := -1, -1<<30
	for i, m := range s.seen {
		if m.sentence < n-3 || m.sentence == n && m.token > h {
			continue
		}
		e := &s.list[m.entity]
		person := e.Kind == dateline.Person && !e.plural
		switch {
		case gender != 0 && (!person || e.gender != 0 && e.gender != gender),
			thing && (person || e.plural || e.Kind == dateline.Population),
			plural && person:
			continue
		}
		v := -40*(n-m.sentence) + i - len(s.seen)
		if m.subject {
			v += 30
		}
		if plural && !e.plural {
			v -= 35
		}
		if gender != 0 && e.gender == gender {
			v += 15
		}
		if v > score {
			best, score = m.entity, v
		}
	}
	if best < 0 {
		return
	}
	s.list[best].gender = cmpGender(s.list[best].gender, gender)
	s.mention(dateline.Phrase{Sentence: n, First: h, End: h + 1}, best, dateline.ByPronoun, []dateline.Why{{Step: "pronoun", Rule: "nearest that fits, subjects first", Words: s.list[best].Name}})
}

var (
	pairs  = set("side sides country countries neighbour neighbours neighbor neighbors party parties government governments nation nations state states capital capitals rival rivals")
	people = set("leader leaders men man women pair duo president presidents minister ministers")
)

// together makes the mentions of "both sides", "the two leaders", "the pair":
// the last two entities that fit, one mention for each.
func (s *resolver) together(n int, c dateline.Phrase) bool {
	sent := &s.r.Sentences[n]
	first, end, h := c.First, c.End, c.End-1
	var two, group, states, persons, bare bool
	for i := first; i < end; i++ {
		switch w := strings.ToLower(sent.Tokens[i].Text); {
		case w == "both" || w == "two":
			two = true
			bare = i == h && (w == "both" || i > first)
		case w == "pair" || w == "duo":
			two, persons = true, true
		case w == "warring" || w == "opposing":
			two = true
		case i == h && pairs[w]:
			group = true
			states = !strings.HasPrefix(w, "side") && !strings.HasPrefix(w, "part") && !strings.HasPrefix(w, "rival")
		case i == h && people[w]:
			persons = true
		case w != "the" && w != "these":
			return false
		}
	}
	if !two || !group && !persons && !bare {
		return false
	}
	var found []int
	if len(s.group) == 2 && s.grouped >= n-3 && (s.list[s.group[0]].Kind == dateline.Person) == persons {
		found = []int{s.group[1], s.group[0]}
	}
	for i := len(s.seen) - 1; i >= 0 && len(found) < 2 && s.seen[i].sentence >= n-4; i-- {
		e := s.seen[i].entity
		x := &s.list[e]
		person := x.Kind == dateline.Person
		if slices.Contains(found, e) || persons && !person || group && (person || x.Kind == dateline.Population || x.Kind == dateline.Media) || states && x.Kind != dateline.Country {
			continue
		}
		if len(found) == 1 && (s.list[found[0]].Kind == dateline.Person) != person {
			continue
		}
		found = append(found, e)
	}
	if len(found) < 2 {
		return false
	}
	slices.Reverse(found)
	s.group, s.grouped = found, n
	for i := range found {
		s.mention(c, found[i], dateline.ByDescription, []dateline.Why{{Step: "group", Rule: "the last two that fit", Words: s.list[found[i]].Name}})
	}
	return true
}

// counterpart reads "his German counterpart": somebody of the named country in
// the office of the person spoken of.
func (s *resolver) counterpart(n int, c dateline.Phrase) bool {
	at := -1
	for i := c.First; i < c.End; i++ {
		if w := strings.ToLower(s.r.Sentences[n].Tokens[i].Text); w == "counterpart" || w == "homologue" {
			at = i
		}
	}
	if at < 0 {
		return false
	}
	p := s.phraseOf(n, c.First, c.End, c.End-1)
	a, ok := p.identify()
	if !ok || a.Code == "" {
		return false
	}
	var like *entity
	for i := len(s.seen) - 1; i >= 0 && s.seen[i].sentence >= n-1; i-- {
		if e := &s.list[s.seen[i].entity]; e.Kind == dateline.Person && e.Code != a.Code {
			like = e
			if s.seen[i].subject {
				break
			}
		}
	}
	if like == nil {
		return false
	}
	if a.Kind != dateline.Person {
		a.Name, a.Office = "", ""
	}
	a.Kind, a.Mention = dateline.Person, dateline.ByTitle
	a.Sectors, a.class = like.Sectors, like.class
	a.because("counterpart", "office of "+like.Name, "")
	if at+1 < c.End {
		a.Name, a.Mention = s.r.PhraseWords(dateline.Phrase{Sentence: n, First: at + 1, End: c.End}).Words, dateline.ByName
	} else if a.class != "" {
		p.holder(&a)
	}
	s.emit(c, a, p)
	return true
}
