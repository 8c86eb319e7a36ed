package language

import (
	"strings"
	"unicode"
)

// lemmatiser finds the dictionary form of a word: forms that the training data
// settle, then the regular endings of English that its tag allows, tried
// against the vocabulary; last the edit that the lemma head chose.
type lemmatiser struct {
	forms map[string]string // "went VERB" → "go"
	known func(word string) bool
}

func (l *lemmatiser) lemma(form, upos, xpos, script string) string {
	low := strings.ToLower(form)
	if lemma, ok := l.forms[low+" "+upos]; ok {
		return lemma
	}
	if upos == "PROPN" || strings.IndexFunc(form, unicode.IsLetter) < 0 {
		return form
	}
	var candidates []string
	switch xpos {
	case "NNS", "VBZ":
		candidates = strip(low, "s", "ies y", "ves f", "ves fe", "ses s", "xes x", "ches ch", "shes sh", "zes z", "oes o", "s ")
	case "VBD", "VBN":
		candidates = strip(low, "ed", "ied y", "ed e", "ed ")
	case "VBG":
		candidates = strip(low, "ing", "ying ie", "ing ", "ing e")
	case "JJR", "RBR":
		candidates = strip(low, "er", "ier y", "er ", "er e")
	case "JJS", "RBS":
		candidates = strip(low, "est", "iest y", "est ", "est e")
	default:
		return low
	}
	best := ""
	for _, c := range candidates {
		if len(c) > 1 && l.known(c) {
			// "using" is of "use" and not of "us": the longest base that the
			// vocabulary knows.
			if len(c) > len(best) {
				best = c
			}
		}
	}
	if best != "" {
		return best
	}
	return applyScript(form, script)
}

// strip gives the bases that a word may have: rules are "ending replacement";
// a doubled consonant before the ending may be single in the base. No base
// where the word has not the ending at all.
func strip(word, ending string, rules ...string) []string {
	if !strings.HasSuffix(word, ending) {
		return nil
	}
	var out []string
	for _, r := range rules {
		end, base, _ := strings.Cut(r, " ")
		if stem, ok := strings.CutSuffix(word, end); ok && stem != "" {
			out = append(out, stem+base)
			if n := len(stem); base == "" && ending != "s" && n > 2 && stem[n-1] == stem[n-2] {
				out = append(out, stem[:n-1])
			}
		}
	}
	return out
}
