package language

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	maxPieces = 8   // of one word; the rest of a longer one is not read
	maxRunes  = 100 // a longer word is unknown, as in BERT
)

// wordPieces cuts words as BERT's uncased tokeniser does (Devlin et al. 2019):
// lower case without accents, punctuation apart, then the longest pieces that
// stand in the vocabulary.
type wordPieces struct {
	id            map[string]int32
	cls, sep, unk int32
}

func newWordPieces(vocabulary []string) *wordPieces {
	w := &wordPieces{id: make(map[string]int32, len(vocabulary))}
	for i, p := range vocabulary {
		w.id[p] = int32(i)
	}
	w.cls, w.sep, w.unk = w.id["[CLS]"], w.id["[SEP]"], w.id["[UNK]"]
	return w
}

// append adds the pieces of one word to ids; every word has at least one.
func (w *wordPieces) append(ids []int32, word string) []int32 {
	if id, ok := w.id[word]; ok && isLowerASCII(word) {
		return append(ids, id)
	}
	n := len(ids)
	for _, part := range basicTokens(word) {
		ids = w.cut(ids, part)
		if len(ids)-n >= maxPieces {
			return ids[:n+maxPieces]
		}
	}
	if len(ids) == n {
		ids = append(ids, w.unk)
	}
	return ids
}

// cut adds the longest-match-first pieces of one basic token.
func (w *wordPieces) cut(ids []int32, token string) []int32 {
	runes := []rune(token)
	if len(runes) > maxRunes {
		return append(ids, w.unk)
	}
	n := len(ids)
	for start := 0; start < len(runes); {
		end, found := len(runes), int32(-1)
		for ; end > start; end-- {
			piece := string(runes[start:end])
			if start > 0 {
				piece = "##" + piece
			}
			if id, ok := w.id[piece]; ok {
				found = id
				break
			}
		}
		if found < 0 {
			return append(ids[:n], w.unk)
		}
		ids = append(ids, found)
		start = end
	}
	return ids
}

func isLowerASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// basicTokens lowers, strips accents and cuts at punctuation and between
// ideographs.
func basicTokens(word string) []string {
	var out []string
	var cur strings.Builder
	flush := func() {
		if cur.Len() > 0 {
			out = append(out, cur.String())
			cur.Reset()
		}
	}
	for _, r := range norm.NFD.String(strings.ToLower(word)) {
		switch {
		case r == 0 || r == unicode.ReplacementChar || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.C, r):
		case unicode.IsSpace(r):
			flush()
		case isPunctuation(r) || unicode.Is(unicode.Han, r):
			flush()
			out = append(out, string(r))
		default:
			cur.WriteRune(r)
		}
	}
	flush()
	return out
}

// isPunctuation counts all ASCII signs that are neither letter nor digit, as
// BERT does.
func isPunctuation(r rune) bool {
	if r >= 33 && r <= 47 || r >= 58 && r <= 64 || r >= 91 && r <= 96 || r >= 123 && r <= 126 {
		return true
	}
	return unicode.IsPunct(r)
}

// shapeOf is the capital shape of a word, which the uncased vocabulary lacks:
// 1 lower, 2 Title, 3 ALL CAPS, 4 mixed, 5 has a digit, 6 no letter, 7 a single
// capital.
func shapeOf(word string) uint8 {
	letters, upper, first, rest := 0, 0, false, 0
	lower := 0
	for _, r := range word {
		if unicode.IsDigit(r) {
			return 5
		}
		if !unicode.IsLetter(r) {
			continue
		}
		up, low := unicode.IsUpper(r), unicode.IsLower(r)
		if letters == 0 {
			first = up
		} else if low {
			rest++
		}
		letters++
		if up {
			upper++
		}
		if low {
			lower++
		}
	}
	switch {
	case letters == 0:
		return 6
	case lower == letters:
		return 1
	case letters == 1:
		return 7
	case upper == letters:
		return 3
	case first && rest == letters-1:
		return 2
	}
	return 4
}
