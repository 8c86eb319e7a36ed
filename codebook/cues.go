package codebook

import (
	"fmt"
	"slices"
	"strings"

	"dateline"
)

// cue is a wording that tells a stance: lemmas in order, others may stand
// between them.
type cue struct {
	*rule
	words [][]string // alternatives for each word
}

// sequence is a run of lemmas with nothing between them.
type sequence struct {
	*rule
	words []string
}

func splitWords(item string) [][]string {
	var out [][]string
	for _, w := range strings.Fields(item) {
		out = append(out, strings.Split(w, "|"))
	}
	return out
}

// Stance tells what a speaker commits to from the lemmas of the cue with its
// negation and auxiliaries, in lower case and in order. The wording with most
// words decides: "neither confirm nor deny" before "confirm"; of equals, one
// that does more than assert: "decline" before "comment".
func (b *Book) Stance(words []string) (stance dateline.Stance, rule string, ok bool) {
	longest := 0
	for i, w := range words {
		for _, c := range b.cues[w] {
			n := len(c.words)
			if n < longest || !follows(words[i+1:], c.words[1:]) {
				continue
			}
			plain, was := c.target == string(dateline.Asserts), stance == dateline.Asserts
			if n > longest || was && !plain || was == plain && c.id < rule {
				stance, rule, longest = dateline.Stance(c.target), c.id, n
			}
		}
	}
	return stance, rule, longest > 0
}

// follows reports whether the wanted words stand in this order.
func follows(words []string, wanted [][]string) bool {
	for _, w := range words {
		if len(wanted) == 0 {
			break
		}
		if slices.Contains(wanted[0], w) {
			wanted = wanted[1:]
		}
	}
	return len(wanted) == 0
}

// Contexts tells the PLOVER contexts that the lemmas of a passage speak of, in
// the manual's order.
func (b *Book) Contexts(lemmas []string) []string {
	lower := make([]string, len(lemmas))
	for i, l := range lemmas {
		lower[i] = strings.ToLower(l)
	}
	found := map[string]bool{}
	for i, l := range lower {
		for _, s := range b.topics[l] {
			if i+len(s.words) <= len(lower) && slices.Equal(lower[i:i+len(s.words)], s.words) {
				found[s.target] = true
			}
		}
	}
	var out []string
	for _, c := range contexts {
		if found[c] {
			out = append(out, c)
		}
	}
	return out
}

// status is one wording that tells how an event stands to reality.
type status struct {
	*rule
	where string   // field: auxiliary, adverb, mark, determiner, above, time
	words []string // lemmas
	form  string   // auxiliary: Penn tag of the auxiliary itself (have@VBD)
	verb  string   // auxiliary: Penn tag of the event's verb (be+VBG)
}

func newStatus(r *rule, where, item string) (status, error) {
	s := status{rule: r, where: where}
	whole := item
	item, verb, _ := strings.Cut(item, "+")
	item, form, _ := strings.Cut(item, "@")
	s.words, s.form, s.verb = strings.Fields(item), strings.ToUpper(form), strings.ToUpper(verb)
	if len(s.words) == 0 {
		return s, fmt.Errorf("%q: no word before the tag", whole)
	}
	return s, nil
}

// Auxiliaries tells how the event that a token carries stands to reality by the
// words around it, with the rule that says so. What governs the token is
// followed upwards through complements, but an auxiliary or negation of a verb
// of saying does not reach into what is said.
func (b *Book) Auxiliaries(s *dateline.Sentence, token int) map[dateline.Auxiliary]string {
	t := b.tree(s)
	found := map[dateline.Auxiliary]string{}
	for k := range b.status {
		st := &b.status[k]
		a := dateline.Auxiliary(st.target)
		if _, ok := found[a]; !ok && st.holds(t, token) {
			found[a] = st.id
		}
	}
	return found
}

func (s *status) holds(t *tree, i int) bool {
	switch s.where {
	case "above":
		return s.above(t, i)
	case "time":
		return s.near(t, i)
	}
	for _, c := range t.children[i] {
		rel, ok := t.Tokens[c].Relation, false
		switch s.where {
		case "auxiliary":
			ok = strings.HasPrefix(rel, "aux") && (s.form == "" || t.Tokens[c].XPOS == s.form) && (s.verb == "" || t.Tokens[i].XPOS == s.verb)
		case "adverb":
			ok = rel == "advmod" || rel == "neg" || rel == "amod"
		case "mark":
			ok = rel == "mark" || rel == "case"
		case "determiner":
			ok = rel == "det" || rel == "advmod"
		}
		if ok && t.lemma[c] == s.words[0] {
			return true
		}
	}
	// "has met and will visit", "did not meet or call": what stands before the
	// first of joined verbs holds for the second unless it has its own.
	tok := &t.Tokens[i]
	if tok.Relation == "conj" && tok.Head >= 0 && tok.Head < i && (s.where == "auxiliary" || s.where == "mark") &&
		s.verb == "" && len(t.related(i, "aux", "nsubj", "aux:pass")) == 0 && t.Tokens[tok.Head].XPOS == tok.XPOS {
		return s.holds(t, tok.Head)
	}
	return false
}

// above reports whether the words govern the token: "failed to reach a deal",
// "plans talks", "threat of strikes". Only the nearest governor counts.
func (s *status) above(t *tree, i int) bool {
	tok := &t.Tokens[i]
	up := tok.Head
	if up < 0 || up >= len(t.Tokens) {
		return false
	}
	switch tok.Relation {
	case "xcomp", "obj", "nmod", "acl", "ccomp", "obl", "nsubj:pass", "csubj":
	case "advcl":
		if t.Tokens[i].XPOS == "VBD" {
			return false
		}
	default:
		return false
	}
	if t.lemma[up] != s.words[0] {
		return false
	}
	if len(s.words) == 1 {
		return true
	}
	particle, _ := t.particle(up, s.words[1:2])
	return particle >= 0
}

// near reports whether the words stand in a row in an adverbial of the token.
func (s *status) near(t *tree, i int) bool {
	for _, c := range t.children[i] {
		rel := t.Tokens[c].Relation
		if !strings.HasPrefix(rel, "obl") && rel != "advmod" && rel != "nmod" && rel != "nmod:tmod" && rel != "nmod:unmarked" && rel != "amod" {
			continue
		}
		first, last := c, c
		for _, k := range t.children[c] {
			first, last = min(first, k), max(last, k)
		}
		for k := first; k+len(s.words) <= last+1; k++ {
			if slices.Equal(t.lemma[k:k+len(s.words)], s.words) {
				return true
			}
		}
	}
	return false
}
