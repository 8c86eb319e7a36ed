package codebook

import (
	"strings"

	"dateline"
)

// vocabulary is the words of the book of one class with their inflected forms:
// a rule must not be missed because a parser took the wrong ending off a word.
type vocabulary struct {
	known map[string]bool
	forms map[string]string // inflected form → lemma
}

func newVocabulary() vocabulary { return vocabulary{map[string]bool{}, map[string]string{}} }

// lemma trusts the parser where its lemma is a word of the book, and otherwise
// looks for the form.
func (v vocabulary) lemma(lemma, text string) string {
	if v.known[lemma] {
		return lemma
	}
	if known, ok := v.forms[text]; ok {
		return known
	}
	return lemma
}

// add enters a word with the forms given, or with its regular ones.
func (v vocabulary) add(lemma string, forms []string) {
	v.known[lemma] = true
	for _, f := range forms {
		// "found" is a form of "find" before it is a lemma of its own.
		if _, ok := v.forms[f]; !ok && f != lemma {
			v.forms[f] = lemma
		}
	}
}

// verbForms are the regular forms of a verb; for a verb that doubles its last
// letter, both spellings.
func verbForms(v string) []string {
	if len(v) < 3 {
		return nil
	}
	last, before := v[len(v)-1], v[len(v)-2]
	switch {
	case last == 'e':
		stem := v[:len(v)-1]
		return []string{v + "s", v + "d", stem + "ing", v + "ing"}
	case last == 'y' && !vowel(before):
		stem := v[:len(v)-1]
		return []string{stem + "ies", stem + "ied", v + "ing"}
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "ch"), last == 'x', last == 'z', last == 'o':
		return []string{v + "es", v + "ed", v + "ing"}
	}
	forms := []string{v + "s", v + "ed", v + "ing"}
	if vowel(before) && !vowel(last) && !vowel(v[len(v)-3]) && last != 'w' && last != 'y' {
		double := v + string(last)
		forms = append(forms, double+"ed", double+"ing")
	}
	return forms
}

// nounForms are the regular plurals of a noun.
func nounForms(n string) []string {
	switch {
	case strings.HasSuffix(n, "y") && len(n) > 2 && !vowel(n[len(n)-2]):
		return []string{n[:len(n)-1] + "ies"}
	case strings.HasSuffix(n, "s"), strings.HasSuffix(n, "sh"), strings.HasSuffix(n, "ch"), strings.HasSuffix(n, "x"):
		return []string{n + "es"}
	case strings.HasSuffix(n, "man"):
		return []string{n[:len(n)-3] + "men"}
	}
	return []string{n + "s"}
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// Lemma is the lemma of a token as the book's rules have it: lower case, and
// that of a word of the book where the token's own is none.
func (b *Book) Lemma(tok *dateline.Token) string {
	lemma, text := strings.ToLower(tok.Lemma), strings.ToLower(tok.Text)
	if tok.UPOS == "VERB" || tok.UPOS == "AUX" {
		return b.verbs.lemma(lemma, text)
	}
	// "sanctions relief" makes a plural a word of the book; it is still a form.
	if known, ok := b.nouns.forms[lemma]; ok {
		return known
	}
	return b.nouns.lemma(lemma, text)
}

// learn enters the words of all rules into the vocabularies: irregular forms
// first, so that no regular one stands before them.
func (b *Book) learn() {
	for _, p := range b.irregular {
		b.verbs.add(p[0], p[1:])
	}
	verb := func(w string) { b.verbs.add(w, verbForms(w)) }
	noun := func(w string) { b.nouns.add(w, nounForms(w)) }
	for _, r := range b.sorted() {
		for _, p := range r.patterns {
			if p.class == "noun" {
				noun(p.head)
			} else {
				verb(p.head)
			}
			for _, m := range p.modifiers {
				noun(m)
			}
			for _, f := range p.fillers {
				for _, w := range f {
					noun(w)
				}
			}
			for _, c := range p.complement {
				verb(c)
			}
		}
	}
	for _, s := range b.status {
		if s.where == "above" {
			verb(s.words[0])
			noun(s.words[0])
		}
	}
	for w := range b.light {
		verb(w)
	}
	for w := range b.transparent {
		noun(w)
	}
	for w, cues := range b.cues {
		verb(w)
		for _, c := range cues {
			for _, alternatives := range c.words {
				for _, w := range alternatives {
					verb(w)
				}
			}
		}
	}
}
