package codebook

import (
	"fmt"
	"slices"
	"strings"

	"dateline"
)

// pattern is the words that carry an event, around their head:
//
//	attack                   the lemma alone
//	break off [tie|talk]     a particle and one of these as object
//	crack down on            a particle and a preposition
//	accuse of [fraud]        a preposition and one of these behind it
//	fire [!missile]          anything but these as object
//	agree (withdraw|leave)   one of these as complement
//	air strike               for nouns: modifiers before the head
//	hit?                     carries it only sometimes
type pattern struct {
	class      string // verb, noun, adjective
	head       string
	modifiers  []string   // nouns: lemmas that modify the head
	particles  [][]string // particles, adverbs, prepositions; alternatives for each
	fillers    [][]string
	exclude    bool // fillers are those that must not be there
	complement []string
	weak       bool
}

type eventPattern struct {
	*rule
	pattern
}

// prepositions part a noun's modifiers from what follows the noun.
var prepositions = []string{"of", "on", "for", "to", "against", "with", "by", "from", "in", "into", "over", "between", "at", "as", "under"}

// parsePattern reads one item. Alternatives in the head give a pattern each.
func parsePattern(class, item string) ([]pattern, error) {
	p := pattern{class: class}
	if rest, ok := strings.CutSuffix(item, "?"); ok {
		item, p.weak = strings.TrimSpace(rest), true
	}
	cut := func(open, end string) (list []string, err error) {
		before, rest, ok := strings.Cut(item, open)
		if !ok {
			return nil, nil
		}
		inside, after, ok := strings.Cut(rest, end)
		if !ok || strings.TrimSpace(inside) == "" {
			return nil, fmt.Errorf("%q: %s must be closed with %s and hold a word", item, open, end)
		}
		item = strings.TrimSpace(before + " " + after)
		return strings.Split(inside, "|"), nil
	}
	fillers, err := cut("[", "]")
	if err != nil {
		return nil, err
	}
	if p.complement, err = cut("(", ")"); err != nil {
		return nil, err
	}
	if strings.ContainsAny(item, "[]()?") {
		return nil, fmt.Errorf("%q: one pair of brackets of each kind is enough", item)
	}
	if len(fillers) > 0 {
		if rest, ok := strings.CutPrefix(fillers[0], "!"); ok {
			p.exclude, fillers[0] = true, rest
		}
	}
	for _, f := range fillers {
		words := strings.Fields(f)
		if len(words) == 0 {
			return nil, fmt.Errorf("%q: an empty alternative", item)
		}
		p.fillers = append(p.fillers, words)
	}
	words := strings.Fields(item)
	if len(words) == 0 {
		return nil, fmt.Errorf("no %s before the brackets", class)
	}
	head := 0
	if class == "noun" {
		for head+1 < len(words) && !slices.Contains(prepositions, words[head+1]) && !strings.Contains(words[head+1], "|") {
			head++
		}
		if head+1 < len(words) && !slices.Contains(prepositions, strings.Split(words[head+1], "|")[0]) {
			head++
		}
	}
	p.modifiers = words[:head]
	for _, w := range words[head+1:] {
		p.particles = append(p.particles, strings.Split(w, "|"))
	}
	if len(p.particles) > 2 {
		return nil, fmt.Errorf("%q: more than two words after the %s", item, class)
	}
	var out []pattern
	for h := range strings.SplitSeq(words[head], "|") {
		if h == "" {
			return nil, fmt.Errorf("%q: an empty alternative", item)
		}
		p.head = h
		out = append(out, p)
		// A word with a hyphen is several tokens in EWT: "cease - fire".
		if parts := strings.Split(h, "-"); len(parts) > 1 {
			p := p
			p.head = parts[len(parts)-1]
			p.modifiers = append(slices.Clone(p.modifiers), parts[:len(parts)-1]...)
			if p.head == "" || slices.Contains(p.modifiers, "") {
				return nil, fmt.Errorf("%q: a hyphen stands between words", item)
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// score says how much the words bind: the lemma alone little, a wording with
// particle and object most.
func (p *pattern) score() float64 {
	score := 0.5
	if p.weak {
		score = 0.25
	}
	if len(p.modifiers) > 0 {
		score += 0.2
	}
	score += 0.15 * float64(len(p.particles))
	if len(p.fillers) > 0 && !p.exclude {
		score += 0.2
	} else if p.exclude {
		score += 0.05
	}
	if len(p.complement) > 0 {
		score += 0.2
	}
	return min(score, 0.95)
}

// match says which tokens carry the pattern with its head at token i, whose
// objects are given; nil where it does not stand there.
func (b *Book) match(t *tree, i int, objects []int, p *pattern) []int {
	tok := &t.Tokens[i]
	switch p.class {
	case "verb":
		if tok.UPOS != "VERB" {
			return nil
		}
	case "noun":
		if tok.UPOS != "NOUN" && tok.UPOS != "PROPN" {
			return nil
		}
	case "adjective":
		if tok.UPOS != "ADJ" && tok.UPOS != "VERB" {
			return nil
		}
	}
	var carriers []int
	for _, m := range p.modifiers {
		k := t.modifier(i, m)
		if k < 0 {
			return nil
		}
		carriers = append(carriers, k)
	}
	var where []int // tokens of which one must be a filler
	if len(p.fillers) > 0 {
		where = objects
	}
	for _, group := range p.particles {
		particle, adverb := t.particle(i, group)
		if particle < 0 {
			return nil
		}
		carriers = append(carriers, particle)
		if !adverb {
			where = t.withConjuncts(t.Tokens[particle].Head)
		}
	}
	if len(p.fillers) > 0 {
		k := -1
		for _, w := range where {
			if k = b.filler(t, w, p.fillers); k >= 0 {
				break
			}
		}
		if (k >= 0) == p.exclude {
			return nil
		}
		if k >= 0 {
			carriers = append(carriers, k)
		}
	}
	if len(p.complement) > 0 {
		k := t.complement(i, p.complement)
		if k < 0 {
			return nil
		}
		carriers = append(carriers, k)
	}
	carriers = append(carriers, i)
	slices.Sort(carriers)
	return slices.Compact(carriers)
}

// filler is the token at or below w that is one of the fillers, through nouns
// such as "series of"; -1 where there is none.
func (b *Book) filler(t *tree, w int, fillers [][]string) int {
	for _, f := range fillers {
		if t.phrase(w, f) {
			return w
		}
	}
	if b.transparent[t.lemma[w]] {
		for _, c := range t.children[w] {
			if t.Tokens[c].Relation == "nmod" {
				if k := b.filler(t, c, fillers); k >= 0 {
					return k
				}
			}
		}
	}
	return -1
}

// Match is a rule that fires at a token.
type Match struct {
	Rule      string
	Type      dateline.EventType
	Modes     []string
	CAMEO     string
	Actor     []int // head tokens of the phrases that fill the role
	Recipient []int
	Mutual    bool    // all parties are in Actor
	Words     []int   // tokens that carry the rule, in order
	Negative  bool    // the words carry no event here
	Score     float64 // how much the words bind, 0 to 1
}

// Match gives all rules whose head is the token, best first. A negative rule
// comes first and is given only where no rule binds more of the words.
func (b *Book) Match(s *dateline.Sentence, token int) []Match {
	lemma, text := b.Lemma(&s.Tokens[token]), strings.ToLower(s.Tokens[token].Text)
	patterns := b.events[lemma]
	if text != lemma {
		patterns = append(slices.Clip(patterns), b.events[text]...)
	}
	if len(patterns) == 0 {
		return nil
	}
	t := b.tree(s)
	objects := t.objects(token)
	var out []Match
	for k := range patterns {
		p := &patterns[k]
		words := b.match(t, token, objects, &p.pattern)
		if words == nil {
			continue
		}
		m := Match{Rule: p.id, Type: p.kind, Modes: p.modes, CAMEO: p.cameo, Mutual: p.mutual, Words: words, Negative: p.negative, Score: p.score()}
		if old := slices.IndexFunc(out, func(o Match) bool { return o.Rule == m.Rule }); old >= 0 {
			if out[old].Score >= m.Score {
				continue
			}
			out = slices.Delete(out, old, old+1)
		}
		if !m.Negative {
			m.Actor, m.Recipient = b.parties(t, token, p.rule, words)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(x, y Match) int {
		switch {
		case x.Score != y.Score && x.Score > y.Score, x.Score == y.Score && x.Negative && !y.Negative:
			return -1
		case x.Score != y.Score, y.Negative && !x.Negative:
			return 1
		}
		return strings.Compare(x.Rule, y.Rule)
	})
	if len(out) > 0 && !out[0].Negative {
		out = slices.DeleteFunc(out, func(m Match) bool { return m.Negative })
	}
	return out
}
