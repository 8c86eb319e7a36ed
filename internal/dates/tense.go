package dates

import (
	"strings"

	"dateline"
)

// tense is how the clause of an expression lies to the day of publication.
type tense int

const (
	unknownTense tense = iota
	past
	future
)

// planned are participles and adjectives that put what hangs on them ahead.
var planned = map[string]bool{"expected": true, "scheduled": true, "planned": true, "due": true, "slated": true,
	"set": true, "likely": true, "supposed": true, "poised": true}

// tenseOf finds the verb that governs tokens [first, end) and reads its tense.
// In a title the present tells what has happened.
func tenseOf(s *dateline.Sentence, first, end int) tense {
	v := governor(s, first, end)
	if v < 0 {
		return unknownTense
	}
	return verbTense(s, v)
}

// hasTree reports whether the sentence was parsed.
func hasTree(s *dateline.Sentence) bool { return len(s.Tokens) > 0 && s.Tokens[0].Relation != "" }

// governor is the nearest verb above the phrase in the tree; in a sentence
// without a tree, the verb before the phrase, else the one after. -1 for none.
func governor(s *dateline.Sentence, first, end int) int {
	if !hasTree(s) {
		for i := first - 1; i >= 0; i-- {
			if isVerb(&s.Tokens[i]) {
				return i
			}
		}
		for i := end; i < len(s.Tokens); i++ {
			if isVerb(&s.Tokens[i]) {
				return i
			}
		}
		return -1
	}
	i := s.HeadOf(first, end)
	for range s.Tokens { // a path in a tree is never longer
		if i < 0 || i >= len(s.Tokens) {
			return -1
		}
		t := &s.Tokens[i]
		if i < first || i >= end {
			if isVerb(t) || len(auxiliaries(s, i)) > 0 {
				return i
			}
		}
		i = t.Head
	}
	return -1
}

func isVerb(t *dateline.Token) bool {
	return strings.HasPrefix(t.XPOS, "VB") || t.XPOS == "MD" || t.UPOS == "VERB"
}

// auxiliaries are the tokens that build the form of verb v: its aux and cop
// dependents, and its "to"; without a tree the run of such words before it.
func auxiliaries(s *dateline.Sentence, v int) []int {
	var found []int
	if hasTree(s) {
		for i := range s.Tokens {
			t := &s.Tokens[i]
			if t.Head == v && (strings.HasPrefix(t.Relation, "aux") || t.Relation == "cop" || t.XPOS == "TO") {
				found = append(found, i)
			}
		}
		return found
	}
	for i := v - 1; i >= 0 && i >= v-4; i-- {
		switch t := &s.Tokens[i]; {
		case t.XPOS == "MD" || t.XPOS == "TO" || formOf[strings.ToLower(t.Text)] != "":
			found = append(found, i)
		case t.XPOS != "RB":
			return found
		}
	}
	return found
}

// formOf gives the verb and tense of the forms of "be" and "have".
var formOf = map[string]string{
	"is": "be", "are": "be", "am": "be", "'re": "be", "’re": "be", "'m": "be", "’m": "be", "be": "be", "been": "be", "being": "be",
	"was": "was", "were": "was", "had": "had", "has": "have", "have": "have", "'ve": "have", "’ve": "have", "having": "have",
	"did": "was",
}

func verbTense(s *dateline.Sentence, v int) tense {
	verb := &s.Tokens[v]
	var modal, to, be, was, have bool
	for _, i := range auxiliaries(s, v) {
		t := &s.Tokens[i]
		modal = modal || t.XPOS == "MD"
		to = to || t.XPOS == "TO"
		switch formOf[strings.ToLower(t.Text)] {
		case "be":
			be = true
		case "was":
			was = true
		case "had", "have":
			have = true
		}
	}
	lower := strings.ToLower(verb.Text)
	switch {
	case have:
		return past
	case modal || to || verb.XPOS == "MD" || planned[lower]:
		return future
	case was || verb.XPOS == "VBD" || formOf[lower] == "was":
		return past
	case s.Paragraph == 0 && verb.XPOS != "VB":
		return past
	case verb.XPOS == "VBG" && be:
		return future
	case verb.XPOS == "VBG" && hasTree(s) && verb.Head >= 0 && verb.Head < len(s.Tokens) && verb.Head != v:
		if h := verb.Head; isVerb(&s.Tokens[h]) && s.Tokens[h].XPOS != "VBG" {
			return verbTense(s, h)
		}
	case verb.XPOS == "VBN" && !be:
		return past
	case verb.XPOS == "VBZ" || verb.XPOS == "VBP":
		return unknownTense
	}
	return unknownTense
}
