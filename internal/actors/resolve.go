package actors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dateline"
)

// Resolve finds who is spoken of in a reading: it fills Mentions and Entities
// from Sentences and Names. A phrase that speaks of several, "both sides", has
// one Mention for each.
func (b *Base) Resolve(r *dateline.Reading) {
	s := &resolver{base: b, r: r, date: dayOf(r.Report.Published), byName: map[string]int{}}
	s.names = make([][]dateline.Name, len(r.Sentences))
	for _, n := range r.Names {
		s.names[n.Sentence] = append(s.names[n.Sentence], n)
	}
	s.country, s.start = s.reportCountry(), s.bodyStart()
	for i := range r.Sentences {
		s.sentence(i)
	}
	s.finish()
}

// resolver is the state of the walk through one report.
type resolver struct {
	base    *Base
	r       *dateline.Reading
	date    string
	country string            // that the report is about, for roles without one
	start   int               // of the text after the place and date line
	names   [][]dateline.Name // by sentence
	list    []entity
	byName  map[string]int // entity by its key
	seen    []sighting
	run     []int // entities of the coordination that is being read
	group   []int // of the last coordination or pair
	grouped int   // and its sentence
}

// entity is an entity with what coreference goes by.
type entity struct {
	Actor
	surname string
	titles  map[string]bool // folded role words that it was called by
	gender  byte            // m, f, or 0
	plural  bool
}

// sighting is a mention in the order of the text, with its rank as an antecedent.
type sighting struct {
	entity, sentence, token int
	subject                 bool
}

// reportCountry is the country that an agent word without one belongs to: that
// of the dateline, else the one most spoken of.
func (s *resolver) reportCountry() string {
	if d := s.r.Report.Dateline; d != nil && d.Place != nil && d.Place.Country != "" {
		return d.Place.Country
	}
	count := map[string]int{}
	best := ""
	for i := range s.r.Sentences {
		for _, t := range s.r.Sentences[i].Tokens {
			if t.UPOS != "PROPN" && t.UPOS != "ADJ" || !capital(t.Text) {
				continue
			}
			for _, key := range keys(t.Text) {
				rows := s.base.names[key]
				if len(rows) == 0 || rows[0].kind == "place" || rows[0].kind == "organisation" || len(rows[0].code) != 3 {
					continue
				}
				if c := valid(rows, s.date).code; s.base.states[c] != "" {
					count[c]++
					if count[c] > count[best] || count[c] == count[best] && c < best {
						best = c
					}
				}
				break
			}
		}
	}
	return best
}

// sentence finds the mentions of a sentence from left to right.
func (s *resolver) sentence(n int) {
	sent := &s.r.Sentences[n]
	next := 0
	if d := s.r.Report.Dateline; d != nil {
		for next < len(sent.Tokens) && sent.Tokens[next].Start >= d.Span.Start && sent.Tokens[next].End <= s.start {
			next++
		}
	}
	for _, c := range s.chunks(n) {
		if c.First < next {
			continue
		}
		for ; next < c.First; next++ {
			s.pronoun(n, next)
		}
		s.pronoun(n, c.First) // "his" in "his counterpart"
		s.nominal(n, c)
		next = c.End
	}
	for ; next < len(sent.Tokens); next++ {
		s.pronoun(n, next)
	}
}

// bodyStart is where the first paragraph begins after the report's place and
// date line and the agency's credit, which speak of nobody: after the dash.
func (s *resolver) bodyStart() int {
	d := s.r.Report.Dateline
	if d == nil {
		return 0
	}
	for i := range s.r.Sentences {
		for _, t := range s.r.Sentences[i].Tokens {
			switch {
			case t.Start < d.Span.End:
			case t.Start > d.Span.End+40:
				return d.Span.End
			case t.Text == "-" || t.Text == "–" || t.Text == "—" || t.Text == "--":
				return t.End
			}
		}
	}
	return d.Span.End
}

// chunks are the base noun phrases of a sentence: runs of determiners,
// adjectives, nouns, names and possessives, without the phrases, clauses and
// coordinations around them. A run is cut where the tree gives a noun a role of
// its own in the clause, as in "gave | Ukraine | tanks"; words that the tables
// know as one stay together whatever the tree says.
func (s *resolver) chunks(n int) []dateline.Phrase {
	sent := &s.r.Sentences[n]
	joined := s.joined(n)
	var out []dateline.Phrase
	first := -1
	finish := func(end int) {
		for end > first && first >= 0 && (sent.Tokens[end-1].Text == "-" || clitic(sent.Tokens[end-1].Text)) {
			end--
		}
		if first >= 0 && end > first {
			out = append(out, dateline.Phrase{Sentence: n, First: first, End: end})
		}
		first = -1
	}
	for i := range sent.Tokens {
		t := &sent.Tokens[i]
		switch {
		case !s.nominalWord(sent, i):
			finish(i)
			continue
		case first < 0:
			if t.Text != "-" && !clitic(t.Text) {
				first = i
			}
			continue
		case t.UPOS == "DET" && !joined[i], t.XPOS == "PRP$":
			finish(i)
			first = i
			continue
		}
		if prev := &sent.Tokens[i-1]; !joined[i] && (prev.UPOS == "NOUN" || prev.UPOS == "PROPN") && t.Text != "-" && !clitic(t.Text) && clausal(prev.Relation) && prev.Head != i {
			finish(i)
			first = i
		}
	}
	finish(len(sent.Tokens))
	return out
}

// nominalWord reports whether a token can be part of a base noun phrase. Role
// words count whatever tag they were given, if it is not a verb's.
func (s *resolver) nominalWord(sent *dateline.Sentence, i int) bool {
	t := &sent.Tokens[i]
	switch t.Text {
	case "-":
		return i > 0 && i+1 < len(sent.Tokens) && sent.Tokens[i-1].End == t.Start && t.End == sent.Tokens[i+1].Start
	case "'s", "’s", "'", "’":
		return t.UPOS == "PART" || t.XPOS == "POS"
	}
	low := strings.ToLower(t.Text)
	switch {
	case strings.IndexFunc(t.Text, alphanumeric) < 0:
		return false
	case pronouns[low]:
		return t.XPOS == "PRP$" || low == "his" || low == "its" || low == "their"
	case calendar[low]:
		return false
	case low == "may" && (number(sent, i-1) || number(sent, i+1)):
		return false
	case t.XPOS == "DT", t.XPOS == "PDT":
		return true
	case i > 0 && sent.Tokens[i-1].Text == "-" && sent.Tokens[i-1].End == t.Start:
		return true
	}
	switch t.UPOS {
	case "NOUN", "PROPN", "ADJ", "NUM", "X", "SYM":
		return true
	case "DET":
		return t.XPOS != "WDT"
	case "VERB":
		return t.Relation == "amod" && t.Head > i
	case "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT", "PART":
		return false
	}
	// The tag is wrong where it is none of these and the tables know the word.
	if r, ok := s.base.words[singular(low)]; ok {
		return r.kind == "former" || strings.HasPrefix(t.XPOS, "NN") || t.UPOS == "PRON"
	}
	return capital(t.Text) && t.UPOS == "PRON" && s.base.names[low] != nil
}

var (
	pronouns = set(`i me my we us our you your he him his himself she her hers herself it its itself they them their theirs themselves
		who whom whose which that this these those what there`)
	calendar = set(`monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
		today yesterday tomorrow`)
)

func alphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func number(sent *dateline.Sentence, i int) bool {
	return i >= 0 && i < len(sent.Tokens) && sent.Tokens[i].UPOS == "NUM"
}

func clitic(text string) bool { return text == "'s" || text == "’s" || text == "'" || text == "’" }

// clausal relations are those of a noun with a place of its own in the clause.
func clausal(relation string) bool {
	switch relation, _, _ = strings.Cut(relation, ":"); relation {
	case "nsubj", "obj", "iobj", "obl", "appos", "root", "conj":
		return true
	}
	return false
}

// joined marks the tokens that belong with the one before them: inside a name
// of the language core or of the tables, or a name after a title.
func (s *resolver) joined(n int) []bool {
	sent := &s.r.Sentences[n]
	out := make([]bool, len(sent.Tokens))
	for _, m := range s.names[n] {
		if m.Class == "Person" || m.Class == "Organization" {
			for i := m.First + 1; i < m.End; i++ {
				out[i] = true
			}
		}
	}
	p := s.phraseOf(n, 0, len(sent.Tokens), 0)
	for i := 0; i < len(p.words); {
		it, ok := s.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		for k := it.first + 1; k < it.end; k++ {
			out[p.words[k].token] = true
		}
		if it.end < len(p.words) {
			next := p.words[it.end]
			kind := it.kind()
			title := kind == "title" || kind == "word" || kind == "plain"
			_, roleNext := s.base.words[singular(next.folded)]
			if title && capital(next.text) && s.namesPerson(n, next.token) || kind != "person" && roleNext && sent.Tokens[p.words[it.end-1].token].Relation != "iobj" {
				out[next.token] = true
			}
		}
		i = it.end
	}
	return out
}

// namesPerson reports whether a token begins a name that may be a person's.
func (s *resolver) namesPerson(n, token int) bool {
	for _, m := range s.names[n] {
		if m.First <= token && token < m.End && m.Class == "Person" {
			return true
		}
	}
	return s.r.Sentences[n].Tokens[token].UPOS == "PROPN"
}

// tail is the end of the prepositional phrase right after a noun phrase that
// may say whose or where somebody is: "of Germany", "in Kabul".
func (s *resolver) tail(c dateline.Phrase) int {
	sent := &s.r.Sentences[c.Sentence]
	if c.End >= len(sent.Tokens) || !located[strings.ToLower(sent.Tokens[c.End].Text)] {
		return c.End
	}
	end := c.End + 1
	for end < len(sent.Tokens) && s.nominalWord(sent, end) {
		end++
	}
	return end
}

// phraseOf makes a phrase for identification of a run of tokens.
func (s *resolver) phraseOf(n, first, end, head int) *phrase {
	p := &phrase{base: s.base, date: s.date, context: s.country}
	for i := first; i < end; i++ {
		if w, ok := newWord(s.r.Sentences[n].Tokens[i].Text, i); ok {
			if i <= head {
				p.head = len(p.words)
			}
			p.words = append(p.words, w)
		}
	}
	return p
}

// nominal makes the mention of a base noun phrase, or of those within it where
// it is itself nobody: "Russian" in "a Russian missile".
func (s *resolver) nominal(n int, c dateline.Phrase) {
	sent := &s.r.Sentences[n]
	if s.together(n, c) || s.counterpart(n, c) {
		return
	}
	if w := strings.ToLower(sent.Tokens[c.First].Text); c.End-c.First == 1 && pronouns[w] {
		return
	}
	p := s.phraseOf(n, c.First, s.tail(c), c.End-1)
	a, ok := p.identify()
	name := s.personName(p, c)
	covered := p.covers(p.head)
	switch {
	case name != "":
		// A person, known or not: code and sector come from what stands around.
		if !ok || a.Sector() == "UNK" || a.Kind == dateline.PlaceKind {
			a = Actor{Code: a.Code}
		}
		if !SameName(a.Name, name) && !strings.HasSuffix(spelling(fold(a.Name)), " "+spelling(fold(name))) {
			a.Name = name
			a.Office = ""
		}
		a.Kind, a.Mention = dateline.Person, dateline.ByName
		a.because("name", "person", name)
	case !ok || !covered || a.Mention == dateline.ByDescription || a.Kind == dateline.PlaceKind && a.Sector() != "PRE":
		s.modifiers(n, p, c.End)
		return
	}
	if (a.Kind == dateline.Country || a.Mention == dateline.ByMetonym || a.Kind == dateline.PlaceKind) && s.locative(n, c.First) {
		return
	}
	if a.Mention == dateline.ByMetonym && c.First > 0 && sent.Tokens[c.First-1].Lemma == "of" {
		return // "the mayor of London": the city
	}
	if a.Kind == dateline.Country {
		a.Sectors = []string{"GOV"}
	}
	if last := len(s.r.Mentions) - 1; a.Code == "" && last >= 0 && s.r.Mentions[last].Sentence == n && s.r.Mentions[last].First == c.First && s.r.Mentions[last].Kind == dateline.ByPronoun {
		// "its spokesman", "his deputy": of whom the pronoun stands for.
		e := &s.list[s.r.Mentions[last].Entity]
		a.Code = e.Code
		if s.base.words[a.noun].kind == "plain" && s.base.words[a.noun].sectors == "" {
			a.Sectors = e.Sectors
		}
	}
	if e := s.apposed(c, &a); e < 0 || s.list[e].Code == "" {
		s.domestic(n, &a)
	}
	s.emit(c, a, p)
}

// domestic gives a role without a country that of the place where the sentence
// has it, of the actors spoken of shortly before, or of the report: an agent
// word without a country takes the nearest actor's (CAMEO manual 1.1b3, 3.4).
func (s *resolver) domestic(n int, a *Actor) {
	if a.Code != "" || !primary[a.Sector()] && a.Sector() != "CVL" && a.Sector() != "PTY" {
		return
	}
	a.Code = s.country
	if c := s.placeCountry(n); c != "" {
		a.Code = c
	} else {
		for i := len(s.seen) - 1; i >= 0 && s.seen[i].sentence >= n-3; i-- {
			e := &s.list[s.seen[i].entity]
			near := e.Kind != dateline.Country && home[e.Sector()]
			if a.class != "" {
				near = e.Kind == dateline.Country && s.seen[i].sentence >= n-1
			}
			if s.base.states[e.Code] != "" && near {
				a.Code = e.Code
				break
			}
		}
	}
	if a.Code != "" {
		a.because("country", "of the place, the nearest actor, or the report", s.base.states[a.Code])
	}
}

// home are the sectors whose actors are at home in the country that they act in.
var home = set("COP OPP LEG JUD PTY CVL REB PRM MIL AGR LAB REF CRM UAF")

// placeCountry is the country in which a sentence has something happen.
func (s *resolver) placeCountry(n int) string {
	for i := range s.r.Places {
		p := &s.r.Places[i]
		if p.Sentence != n || p.Place.Country == "" {
			continue
		}
		first := p.First
		for tokens := s.r.Sentences[n].Tokens; first > 0 && (tokens[first-1].UPOS == "ADJ" || tokens[first-1].UPOS == "DET"); {
			first--
		}
		if s.locative(n, first) {
			return p.Place.Country
		}
	}
	return ""
}

// covers reports whether a word of the phrase is part of a name or role that
// the tables know.
func (p *phrase) covers(head int) bool {
	it, ok := p.itemAt(head)
	return ok && it.kind() != "former" && it.kind() != "shadow"
}

// itemAt is the name or role that a word of the phrase is part of.
func (p *phrase) itemAt(at int) (item, bool) {
	for i := 0; i < len(p.words) && i <= at; {
		it, ok := p.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		if at < it.end {
			return it, true
		}
		i = it.end
	}
	return item{}, false
}

// locative reports whether a noun phrase says where something is: after a
// preposition of place, or of direction with a verb of motion.
func (s *resolver) locative(n, first int) bool {
	sent := &s.r.Sentences[n]
	if first == 0 {
		return false
	}
	switch strings.ToLower(sent.Tokens[first-1].Text) {
	case "in", "at", "near", "across", "inside", "throughout", "within", "into", "around", "outside", "through", "over", "onto", "off":
		return true
	case "from", "to":
		for i := first - 2; i >= 0 && i >= first-8; i-- {
			if sent.Tokens[i].UPOS == "VERB" {
				return motion[sent.Tokens[i].Lemma]
			}
		}
	}
	return false
}

var motion = set("go come travel fly arrive return flee move visit head leave drive sail walk cross deport withdraw send deploy retreat pull escape bring take transfer")

// personName is the name of a person that ends a noun phrase: one that the
// language core found, or the capitalised words after a title.
func (s *resolver) personName(p *phrase, c dateline.Phrase) string {
	for _, m := range s.names[c.Sentence] {
		if m.Class != "Person" || m.First >= c.End || m.End < c.End {
			continue
		}
		if it, ok := p.itemAt(p.head); ok && it.rows != nil && it.kind() != "place" && p.words[it.first].token <= m.First {
			continue // the tables know it as a country, capital or body
		}
		first := max(m.First, c.First)
		for i := 0; i <= p.head; i++ {
			// A title that was taken into the name.
			if it, ok := s.base.match(p.words, i); ok && it.role.kind != "" {
				i = it.end - 1
				first = max(first, p.words[i].token+1)
			}
		}
		if end := min(m.End, c.End); first < end {
			return s.r.PhraseWords(dateline.Phrase{Sentence: c.Sentence, First: first, End: end}).Words
		}
	}
	after := -1
	for i := 0; i <= p.head && i < len(p.words); {
		it, ok := s.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		i = it.end
		if k := it.kind(); k == "title" || k == "word" || k == "plain" {
			after = it.end
		} else {
			after = -1
		}
	}
	if after < 0 || after > p.head {
		return ""
	}
	sent := &s.r.Sentences[c.Sentence]
	for _, w := range p.words[after : p.head+1] {
		if w.clitic || !capital(w.text) || sent.Tokens[w.token].UPOS != "PROPN" {
			return ""
		}
	}
	return s.r.PhraseWords(dateline.Phrase{Sentence: c.Sentence, First: p.words[after].token, End: c.End}).Words
}

// modifiers makes mentions of what a noun phrase that is itself nobody names in
// its possessor or modifiers.
func (s *resolver) modifiers(n int, p *phrase, end int) {
	for i := 0; i < len(p.words) && p.words[i].token < end; {
		it, ok := s.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		// A possessor is a phrase of its own: "Iran's foreign ministry" in "… 's words".
		first, last := it.first, it.end
		for k := it.end; k < len(p.words) && p.words[k].token < end; k++ {
			if p.words[k].clitic && k > last {
				last = k
			}
		}
		if last == it.end {
			first = it.first
		}
		from, to := p.words[first].token, p.words[last-1].token+1
		backed := it.end < len(p.words) && backing[p.words[it.end].folded]
		i = last
		switch kind := it.kind(); {
		case backed, kind == "place", kind == "former", kind == "shadow", kind == "plain" && last == it.end:
			continue
		}
		part := s.phraseOf(n, from, to, to-1)
		a, ok := part.identify()
		if !ok || a.Kind == dateline.PlaceKind || a.Mention == dateline.ByDescription || !part.covers(part.head) {
			i = it.end
			continue
		}
		if a.Kind == dateline.Population && it.kind() == "demonym" {
			a.Kind, a.Name, a.Mention = dateline.Country, s.base.states[a.Code], dateline.ByDemonym
		}
		if a.Kind == dateline.Country {
			if to == end && s.locative(n, p.words[0].token) {
				continue
			}
			a.Sectors = []string{"GOV"}
		}
		s.domestic(n, &a)
		s.emit(dateline.Phrase{Sentence: n, First: from, End: to}, a, part)
	}
}

// finish orders mentions by the text and gives entities their ids and names.
func (s *resolver) finish() {
	r := s.r
	slices.SortStableFunc(r.Mentions, func(x, y dateline.Mention) int {
		return cmp.Or(cmp.Compare(x.Sentence, y.Sentence), cmp.Compare(x.First, y.First), cmp.Compare(y.End, x.End))
	})
	number := map[int]int{}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		at, known := number[m.Entity]
		if !known {
			at = len(r.Entities)
			number[m.Entity] = at
			e := &s.list[m.Entity]
			if e.Name == "" {
				e.Name = r.PhraseWords(m.Phrase).Words
			}
			r.Entities = append(r.Entities, dateline.Entity{ID: fmt.Sprintf("e%d", at+1), Name: e.Name, Kind: e.Kind, Code: e.Code, Sector: e.Sector(),
				CAMEO: e.CAMEO(), Office: e.Office, Identifier: e.Identifier})
		}
		m.Entity = at
		r.Entities[at].Mentions = append(r.Entities[at].Mentions, dateline.EntityMention{Words: r.PhraseWords(m.Phrase), Kind: m.Kind})
	}
}
