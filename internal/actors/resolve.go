package actors

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dateline"
)

// Resolve finds who is spoken of in a reading: it fills Mentions and Entities
// from Sentences and Names. A phrase that speaks of several, "both sides", has
// one Mention for each.
func (b *Base) Resolve(r *dateline.Reading) {
	s := &resolver{base: b, r: r, date: dayOf(r.Report.Published), byName: map[string]int{}, byHead: map[[2]int]int{}}
	s.names = make([][]dateline.Name, len(r.Sentences))
	for _, n := range r.Names {
		s.names[n.Sentence] = append(s.names[n.Sentence], n)
	}
	s.country = s.reportCountry()
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
	names   [][]dateline.Name // by sentence
	list    []entity
	byName  map[string]int // entity by its key
	byHead  map[[2]int]int // entity by sentence and head token of its mention
	seen    []sighting
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
	for h := range sent.Tokens {
		t := &sent.Tokens[h]
		switch t.UPOS {
		case "PRON", "DET":
			if t.UPOS == "PRON" || t.Relation == "nmod:poss" {
				s.pronoun(n, h)
			}
		case "NOUN", "PROPN", "NUM", "ADJ":
			if inner(t.Relation) {
				continue
			}
			s.nominal(n, h)
		}
	}
}

// inner relations tie a word to the head of its own noun phrase.
func inner(relation string) bool {
	switch relation {
	case "compound", "amod", "det", "nummod", "goeswith", "fixed", "nmod:desc", "nmod:unmarked", "punct", "det:predet", "compound:prt", "nmod:npmod":
		return true
	}
	return strings.HasPrefix(relation, "flat")
}

// core is the run of tokens around a head that belong to its noun phrase
// without clauses, appositions, coordination and prepositional phrases.
func core(sent *dateline.Sentence, h int) (first, end int) {
	belongs := func(t int) bool {
		for range len(sent.Tokens) {
			up := sent.Tokens[t].Head
			if up == h {
				rel := sent.Tokens[t].Relation
				if rel == "punct" {
					return sent.Tokens[t].Text == "-"
				}
				return inner(rel) || rel == "nmod:poss"
			}
			if up < 0 {
				return false
			}
			t = up
		}
		return false
	}
	first, end = h, h+1
	for first > 0 && belongs(first-1) {
		first--
	}
	for end < len(sent.Tokens) && belongs(end) && sent.Tokens[end].Relation != "nmod:poss" {
		end++
	}
	return first, end
}

// tail is the end of the prepositional phrase that follows a noun phrase and
// belongs to it: "of Germany", "in Kabul".
func tail(sent *dateline.Sentence, h, end int) int {
	if end >= len(sent.Tokens) || sent.Tokens[end].Relation != "case" || !located[sent.Tokens[end].Lemma] {
		return end
	}
	m := sent.Tokens[end].Head
	if m < end || sent.Tokens[m].Head != h {
		return end
	}
	_, last := core(sent, m)
	return last
}

// phraseOf makes a phrase for identification of a run of tokens.
func (s *resolver) phraseOf(n, first, end, head int) *phrase {
	p := &phrase{base: s.base, date: s.date, context: s.country}
	for i := first; i < end; i++ {
		if w, ok := newWord(s.r.Sentences[n].Tokens[i].Text, i); ok {
			if i == head {
				p.head = len(p.words)
			}
			p.words = append(p.words, w)
		}
	}
	return p
}

// nominal makes the mention of a noun phrase, or of those within it where it
// is itself nobody: "Russian" in "a Russian missile".
func (s *resolver) nominal(n, h int) {
	sent := &s.r.Sentences[n]
	first, end := core(sent, h)
	if s.together(n, h, first, end) || s.counterpart(n, h, first, end) {
		return
	}
	if sent.Tokens[h].UPOS == "NUM" || sent.Tokens[h].UPOS == "ADJ" && !capital(sent.Tokens[h].Text) {
		return
	}
	p := s.phraseOf(n, first, tail(sent, h, end), h)
	a, ok := p.identify()
	name := s.personName(n, first, end)
	covered := p.covers(p.head)
	switch {
	case name != nil && (name.First <= h && h < name.End || ok && covered):
		// A person, known or not: code and sector come from what stands around.
		full := s.r.PhraseWords(name.Phrase).Words
		if !ok || a.Sector() == "UNK" {
			a.Sectors, a.Office, a.Kind = nil, "", dateline.Person
		}
		if !SameName(a.Name, full) && !strings.HasSuffix(spelling(fold(a.Name)), " "+spelling(fold(full))) {
			a.Name = full
			a.Office = ""
		}
		a.Kind, a.Mention = dateline.Person, dateline.ByName
	case !ok || !covered || a.Mention == dateline.ByDescription || a.Kind == dateline.PlaceKind && a.Sector() != "PRE":
		s.modifiers(n, p, end)
		return
	}
	if locative(sent, h) && (a.Kind == dateline.Country || a.Mention == dateline.ByMetonym || a.Kind == dateline.PlaceKind) {
		return
	}
	if a.Kind == dateline.Country {
		a.Sectors = []string{"GOV"}
	}
	if a.Code == "" && name == nil && primary[a.Sector()] && a.Sector() != "REB" && a.Sector() != "UAF" {
		if e := s.sameRole(n, a.Sector()); e >= 0 {
			a.Code = s.list[e].Code
		} else {
			a.Code = s.country
		}
		if a.Code != "" {
			a.because("country", "of the report", "")
		}
	}
	s.emit(n, first, end, h, a, p)
}

// sameRole is the last entity of a sector, for "the army" after "Ethiopia's army".
func (s *resolver) sameRole(n int, sector string) int {
	for i := len(s.seen) - 1; i >= 0 && s.seen[i].sentence >= n-3; i-- {
		if e := s.seen[i].entity; s.list[e].Sector() == sector && s.list[e].Kind != dateline.Person && len(s.list[e].Code) == 3 {
			return e
		}
	}
	return -1
}

// covers reports whether a word of the phrase is part of what the tables know.
func (p *phrase) covers(head int) bool {
	for i := 0; i < len(p.words) && i <= head; {
		it, ok := p.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		if head < it.end {
			return it.kind() != "former" && it.kind() != "shadow"
		}
		i = it.end
	}
	return false
}

// locative reports whether a noun phrase says where something is.
func locative(sent *dateline.Sentence, h int) bool {
	for i := 0; i < h; i++ {
		t := &sent.Tokens[i]
		if t.Head == h && t.Relation == "case" && t.UPOS == "ADP" {
			switch t.Lemma {
			case "in", "at", "near", "across", "inside", "throughout", "within", "into", "around", "outside", "through", "over", "onto":
				return true
			case "from", "to":
				return strings.HasPrefix(sent.Tokens[h].Relation, "obl") && motion[sent.Tokens[max(sent.Tokens[h].Head, 0)].Lemma]
			}
		}
	}
	return false
}

var motion = set("go come travel fly arrive return flee move visit head leave drive sail walk cross deport withdraw send deploy retreat pull escape bring take transfer")

// personName is the person's name that the language core found in a run of tokens.
func (s *resolver) personName(n, first, end int) *dateline.Name {
	for i := range s.names[n] {
		m := &s.names[n][i]
		if m.Class == "Person" && m.First >= first && m.End <= end {
			return m
		}
	}
	return nil
}

// modifiers makes mentions of what a noun phrase that is nobody names in its
// modifiers. A possessor is a noun phrase of its own and is left to that.
func (s *resolver) modifiers(n int, p *phrase, end int) {
	sent := &s.r.Sentences[n]
	for i := 0; i < len(p.words) && p.words[i].token < end; {
		it, ok := s.base.match(p.words, i)
		if !ok {
			i++
			continue
		}
		from, to := p.words[it.first].token, p.words[it.end-1].token+1
		backed := it.end < len(p.words) && backing[p.words[it.end].folded]
		i = it.end
		kind := it.kind()
		if backed || kind == "place" || kind == "plain" || kind == "former" || kind == "shadow" || kind == "capital" && it.end == len(p.words) && locative(sent, to-1) {
			continue
		}
		if possessor(sent, to-1, p.words[p.head].token) {
			continue
		}
		part := s.phraseOf(n, from, to, to-1)
		if a, ok := part.identify(); ok && a.Kind != dateline.PlaceKind {
			if a.Kind == dateline.Population && kind == "demonym" {
				a.Kind, a.Sectors, a.Name, a.Mention = dateline.Country, []string{"GOV"}, s.base.states[a.Code], dateline.ByDemonym
			}
			if a.Kind == dateline.Country {
				if locative(sent, to-1) {
					continue
				}
				a.Sectors = []string{"GOV"}
			}
			if a.Code == "" && primary[a.Sector()] && a.Sector() != "REB" && a.Sector() != "UAF" {
				a.Code = s.country
			}
			s.emit(n, from, to, to-1, a, part)
		}
	}
}

// possessor reports whether a token lies in a possessor below the head.
func possessor(sent *dateline.Sentence, t, head int) bool {
	for range len(sent.Tokens) {
		if t == head || t < 0 {
			return false
		}
		if sent.Tokens[t].Relation == "nmod:poss" {
			return true
		}
		t = sent.Tokens[t].Head
	}
	return false
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
