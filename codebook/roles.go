package codebook

import (
	"slices"
	"strings"

	"dateline"
)

// tree is a sentence with what matching asks of its Universal Dependencies
// tree. Token indices throughout.
type tree struct {
	*dateline.Sentence
	children [][]int
	lemma    []string        // lower case
	light    map[string]bool // of the book
}

func (b *Book) tree(s *dateline.Sentence) *tree {
	t := &tree{s, make([][]int, len(s.Tokens)), make([]string, len(s.Tokens)), b.light}
	// All children stand in one array, those of each token in a row.
	room, count := make([]int, len(s.Tokens)), make([]int, len(s.Tokens))
	for i := range s.Tokens {
		t.lemma[i] = b.Lemma(&s.Tokens[i])
		if h := s.Tokens[i].Head; h >= 0 && h < len(s.Tokens) && h != i {
			count[h]++
		}
	}
	for i, n := range count {
		t.children[i], room = room[:0:n], room[n:]
	}
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < len(s.Tokens) && h != i {
			t.children[h] = append(t.children[h], i)
		}
	}
	return t
}

// is reports whether token i is the word, by its lemma or as it stands: "talks"
// and "hostilities" are written either way.
func (t *tree) is(i int, word string) bool {
	return t.lemma[i] == word || strings.EqualFold(t.Tokens[i].Text, word)
}

// in reports whether token i is one of the words.
func (t *tree) in(i int, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return t.is(i, w) })
}

// related gives the children of i that hang on it by one of the relations.
func (t *tree) related(i int, relations ...string) []int {
	var out []int
	for _, c := range t.children[i] {
		if slices.Contains(relations, t.Tokens[c].Relation) {
			out = append(out, c)
		}
	}
	return out
}

// withConjuncts is a phrase's head and the heads joined to it by "and".
func (t *tree) withConjuncts(heads ...int) []int {
	var out []int
	for _, h := range heads {
		out = append(out, h)
		for _, c := range t.related(h, "conj") {
			if t.Tokens[c].UPOS != "VERB" {
				out = append(out, c)
			}
		}
	}
	return out
}

// cased gives the nominals below i that stand behind the preposition.
func (t *tree) cased(i int, preposition string) []int {
	var out []int
	for _, c := range t.children[i] {
		switch r := t.Tokens[c].Relation; {
		case strings.HasPrefix(r, "obl"), strings.HasPrefix(r, "nmod") && r != "nmod:poss", r == "advcl", r == "obj":
			for _, m := range t.children[c] {
				if rel := t.Tokens[m].Relation; (rel == "case" || rel == "mark") && t.lemma[m] == preposition {
					out = append(out, t.withConjuncts(c)...)
				}
			}
		}
	}
	return out
}

// modifier is the child of i with that lemma: compound, adjective, number, or
// the noun of an of-phrase; -1 where there is none. A word with a hyphen is
// three tokens in EWT, of which the last is the child.
func (t *tree) modifier(i int, lemma string) int {
	last := lemma[strings.LastIndexByte(lemma, '-')+1:]
	for _, c := range t.children[i] {
		switch t.Tokens[c].Relation {
		case "compound", "amod", "nmod", "nmod:unmarked", "flat", "nummod", "advmod", "obl:unmarked":
			if t.is(c, lemma) || last != lemma && t.is(c, last) && c > 0 && t.Tokens[c-1].Text == "-" {
				return c
			}
		}
	}
	return -1
}

// particle is the token that stands with i as a particle, adverb or
// preposition; adverb is false for a preposition, whose nominal its head is.
func (t *tree) particle(i int, lemmas []string) (token int, adverb bool) {
	for _, c := range t.children[i] {
		if (t.Tokens[c].UPOS == "ADP" || t.Tokens[c].UPOS == "ADV") && c > i && t.in(c, lemmas) {
			return c, true
		}
	}
	for _, c := range t.children[i] {
		switch r := t.Tokens[c].Relation; {
		case strings.HasPrefix(r, "obl"), r == "nmod", r == "advcl", r == "xcomp", r == "ccomp", r == "acl", r == "obj":
			for _, m := range t.children[c] {
				if rel := t.Tokens[m].Relation; (rel == "case" || rel == "mark") && t.in(m, lemmas) {
					return m, false
				}
			}
		}
	}
	// "accused the guards of torture", where the phrase was hung on the object.
	for _, o := range t.related(i, "obj", "nsubj:pass", "obl:agent") {
		for _, c := range t.related(o, "nmod", "acl") {
			for _, m := range t.children[c] {
				if rel := t.Tokens[m].Relation; (rel == "case" || rel == "mark") && o > i && t.in(m, lemmas) {
					return m, false
				}
			}
		}
	}
	return -1, false
}

// complement is the verb or noun of a clause that completes i.
func (t *tree) complement(i int, lemmas []string) int {
	for _, c := range t.children[i] {
		switch t.Tokens[c].Relation {
		case "xcomp", "ccomp", "advcl", "acl":
			for _, k := range append([]int{c}, t.related(c, "conj")...) {
				if t.in(k, lemmas) {
					return k
				}
			}
		}
	}
	return -1
}

// phrase reports whether the words stand with their head at w: "martial law",
// "state of emergency".
func (t *tree) phrase(w int, words []string) bool {
	if of := slices.Index(words, "of"); of > 0 && of+1 < len(words) {
		return t.phrase(w, words[:of]) && slices.ContainsFunc(t.children[w], func(c int) bool {
			return t.Tokens[c].Relation == "nmod" && t.phrase(c, words[of+1:])
		})
	}
	if !t.is(w, words[len(words)-1]) {
		return false
	}
	for _, m := range words[:len(words)-1] {
		if t.modifier(w, m) < 0 {
			return false
		}
	}
	return true
}

// passive reports whether the verb's surface subject is its object.
func (t *tree) passive(i int) bool {
	if len(t.related(i, "aux:pass", "nsubj:pass")) > 0 {
		return true
	}
	if len(t.related(i, "nsubj", "obj", "aux", "cop")) > 0 {
		return false
	}
	tok := &t.Tokens[i]
	if tok.XPOS != "VBN" {
		return false
	}
	switch tok.Relation {
	case "acl", "xcomp", "advcl", "root":
		return true
	case "conj":
		return t.passive(tok.Head)
	}
	return false
}

// antecedent turns a relative pronoun into the noun that it stands for.
func (t *tree) antecedent(i int) int {
	tok := &t.Tokens[i]
	if !strings.HasPrefix(tok.XPOS, "W") && t.lemma[i] != "that" {
		return i
	}
	for k, depth := tok.Head, 0; k >= 0 && depth < 8; k, depth = t.Tokens[k].Head, depth+1 {
		if t.Tokens[k].Relation == "acl:relcl" {
			return t.Tokens[k].Head
		}
	}
	return i
}

// maxDepth bounds how far a missing subject is looked for; deeper chains of
// control do not occur, and a broken tree may have a cycle.
const maxDepth = 6

// surface gives the surface subjects of a verb: its own, or the one that it
// shares by coordination, control, participle or relative clause.
func (t *tree) surface(i, depth int) []int {
	if depth > maxDepth {
		return nil
	}
	if own := t.related(i, "nsubj", "nsubj:pass", "nsubj:outer"); len(own) > 0 {
		out := t.withConjuncts(own...)
		for k := range out {
			out[k] = t.antecedent(out[k])
		}
		return t.withConjuncts(out...)
	}
	tok := &t.Tokens[i]
	if tok.Head < 0 {
		return nil
	}
	up := tok.Head
	switch tok.Relation {
	case "conj", "advcl", "parataxis":
		if t.verbal(up) {
			return t.surface(up, depth+1)
		}
	case "xcomp", "ccomp":
		if tok.Relation == "ccomp" && tok.XPOS != "VB" && tok.XPOS != "VBG" {
			return nil
		}
		// "promised Kyiv to send tanks": the promiser sends; everyone else who
		// is asked, told or ordered is the one who acts.
		if objects := t.related(up, "obj", "iobj"); len(objects) > 0 && t.lemma[up] != "promise" {
			return t.withConjuncts(objects...)
		}
		// "called on both sides to withdraw"
		for preposition, verbs := range map[string][]string{"on": {"call"}, "upon": {"call"}, "to": {"appeal"}, "with": {"plead"}} {
			if asked := t.cased(up, preposition); len(asked) > 0 && slices.Contains(verbs, t.lemma[up]) {
				return asked
			}
		}
		if t.verbal(up) || t.Tokens[up].UPOS == "ADJ" {
			return t.surface(up, depth+1)
		}
	case "acl:relcl":
		return t.withConjuncts(up)
	case "acl":
		if tok.XPOS != "VBG" && tok.XPOS != "VBN" {
			return t.nounSubject(up, depth+1)
		}
		return t.withConjuncts(up)
	}
	return nil
}

func (t *tree) verbal(i int) bool {
	return t.Tokens[i].UPOS == "VERB" || len(t.related(i, "cop", "aux")) > 0
}

// objects are the objects of a verb, in the passive its surface subject.
func (t *tree) objects(i int) []int {
	if t.passive(i) {
		return append(t.withConjuncts(t.related(i, "obj", "iobj")...), t.surface(i, 0)...)
	}
	out := t.withConjuncts(t.related(i, "iobj", "obj")...)
	for k := range out {
		out[k] = t.antecedent(out[k])
	}
	if len(out) == 0 {
		switch tok := &t.Tokens[i]; {
		// A bare nominal behind the verb is its object, whatever a parser calls it.
		case len(t.bare(i)) > 0:
			out = t.withConjuncts(t.bare(i)...)
		// "the town that rebels attacked", "the deal they signed"
		case tok.Relation == "acl:relcl" && len(t.related(i, "nsubj")) > 0 && t.antecedent(t.related(i, "nsubj")[0]) != tok.Head:
			out = t.withConjuncts(tok.Head)
		// "bombed and shelled the port": the last verb has the object
		case len(t.related(i, "conj")) > 0 && len(t.related(i, "obl", "ccomp", "xcomp")) == 0:
			if c := t.related(i, "conj")[0]; t.verbal(c) && len(t.related(c, "nsubj", "nsubj:pass")) == 0 {
				out = t.withConjuncts(t.related(c, "obj")...)
			}
		}
	}
	return out
}

func (t *tree) agents(i int) []int {
	if a := t.related(i, "obl:agent"); len(a) > 0 {
		return t.withConjuncts(a...)
	}
	return t.cased(i, "by")
}

// nounSubject gives who does what a noun names: "their attack", "Israel's
// raid", "a raid by Israel", "Israeli raid", "talks between A and B", and the
// subject of a light verb that governs the noun ("launched an attack"); of
// another verb it is not ("condemned the attack").
func (t *tree) nounSubject(i, depth int) []int {
	var out []int
	if depth > maxDepth {
		return nil
	}
	out = append(out, t.withConjuncts(t.related(i, "nmod:poss")...)...)
	out = append(out, t.cased(i, "by")...)
	out = append(out, t.cased(i, "between")...)
	for _, c := range t.children[i] {
		if rel := t.Tokens[c].Relation; (rel == "amod" || rel == "compound") && capital(t.Tokens[c].Text) {
			out = append(out, t.withConjuncts(c)...)
		}
	}
	if up := t.Tokens[i].Head; len(out) == 0 && up >= 0 && t.light[t.lemma[up]] && t.verbal(up) {
		switch t.Tokens[i].Relation {
		case "obj":
			return t.subjects(up, depth+1)
		case "nsubj:pass":
			return t.agents(up)
		}
	}
	return out
}

// bare gives the nominals behind verb i that no preposition leads and that are
// no adverbial of time.
func (t *tree) bare(i int) []int {
	var out []int
	for _, c := range t.related(i, "obl", "xcomp", "ccomp", "dep") {
		if c > i && (t.Tokens[c].UPOS == "NOUN" || t.Tokens[c].UPOS == "PROPN") && t.nominal(c) && len(t.related(c, "case", "mark", "cop", "nsubj")) == 0 {
			out = append(out, c)
		}
	}
	return out
}

// subjects are the logical subjects of a verb, in the passive its agents.
func (t *tree) subjects(i, depth int) []int {
	if t.passive(i) {
		return t.agents(i)
	}
	return t.surface(i, depth)
}

func capital(word string) bool { return word != "" && word[0] >= 'A' && word[0] <= 'Z' }

// parties finds who fills the roles of a rule whose words are carriers, with
// the head at token i. Where a rule names no roles: subject and object.
func (b *Book) parties(t *tree, i int, r *rule, carriers []int) (actor, recipient []int) {
	from, to := r.actor, r.recipient
	if len(from) == 0 {
		from = []string{"subject"}
	}
	if len(to) == 0 {
		to = []string{"object"}
	}
	for _, f := range from {
		actor = append(actor, t.role(i, f, carriers)...)
	}
	for _, f := range to {
		recipient = append(recipient, t.role(i, f, carriers)...)
	}
	if r.mutual {
		actor, recipient = append(actor, recipient...), nil
	}
	clean := func(list []int) []int {
		var out []int
		for _, k := range list {
			// "a series of strikes" stands for the strikes.
			stands := b.transparent[t.lemma[k]] && slices.ContainsFunc(t.children[k], func(c int) bool { return slices.Contains(carriers, c) })
			if !stands && !slices.Contains(out, k) && !slices.Contains(carriers, k) && t.nominal(k) {
				out = append(out, k)
			}
		}
		return out
	}
	actor, recipient = clean(actor), clean(recipient)
	if slices.Contains(from, "self") {
		actor = append(actor, i)
	}
	return actor, slices.DeleteFunc(recipient, func(k int) bool { return slices.Contains(actor, k) })
}

// nominal reports whether a token may name a party: no clause, no day or month.
func (t *tree) nominal(i int) bool {
	switch t.Tokens[i].UPOS {
	case "NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET":
	default:
		return false
	}
	switch t.Tokens[i].Text {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November", "December":
		return false
	}
	return !strings.HasSuffix(t.Tokens[i].Relation, ":tmod") && !strings.HasSuffix(t.Tokens[i].Relation, ":unmarked")
}

// role finds the fillers of one grammatical function: subject, object,
// possessive, compound, self, or a preposition.
func (t *tree) role(i int, function string, carriers []int) []int {
	noun := !t.verbal(i) && t.Tokens[i].UPOS != "ADJ"
	var out []int
	switch function {
	case "self":
	case "possessive":
		out = t.withConjuncts(t.related(i, "nmod:poss")...)
	case "compound":
		out = t.withConjuncts(t.related(i, "compound", "amod")...)
	case "subject":
		if !noun {
			return t.subjects(i, 0)
		}
		out = t.nounSubject(i, 0)
	case "object":
		if noun {
			return t.cased(i, "of")
		}
		out = t.objects(i)
		// "imposed sanctions on", "gave Kyiv a warning": the noun that carries
		// the event is no party, and neither is what is given.
		if iobj := t.related(i, "iobj"); len(iobj) > 0 {
			out = t.withConjuncts(iobj...)
		}
	default:
		for _, c := range carriers {
			out = append(out, t.cased(c, function)...)
		}
		if up := t.Tokens[i].Head; noun && len(out) == 0 && up >= 0 && t.light[t.lemma[up]] {
			out = t.cased(up, function)
		}
	}
	return out
}
