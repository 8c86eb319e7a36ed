package evaluation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"dateline"
)

// folding makes typographic quotes, dashes and blanks plain.
var folding = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "–", "-", "—", "-", "\u00a0", " ")

var word = regexp.MustCompile(`[\pL\pN_]+`)

// wordsOf gives the words of a text, case folded.
func wordsOf(s string) []string {
	return word.FindAllString(cases.Fold().String(folding.Replace(s)), -1)
}

// foldName is a name without case, accents and punctuation.
func foldName(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if norm.NFKD.PropertiesString(string(r)).CCC() == 0 {
			b.WriteRune(r)
		}
	}
	return strings.Join(wordsOf(b.String()), " ")
}

// likeness is the Dice score of two wordings by their words, 0 to 1.
func likeness(a, b string) float64 {
	x, y := wordsOf(a), wordsOf(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	left := map[string]int{}
	for _, w := range x {
		left[w]++
	}
	shared := 0
	for _, w := range y {
		if left[w] > 0 {
			left[w]--
			shared++
		}
	}
	return float64(2*shared) / float64(len(x)+len(y))
}

// flatten is a text without white space, and where its code points go.
func flatten(s string) (flat []rune, index []int) {
	for _, r := range s {
		if unicode.IsSpace(r) {
			index = append(index, -1)
			continue
		}
		index = append(index, len(flat))
		plain, _ := utf8.DecodeRuneInString(folding.Replace(string(r)))
		flat = append(flat, plain)
	}
	return flat, index
}

// alignment is where the sentences of a story lie in the text that was read:
// items of a record belong to the sentence that they share most characters
// with, however the record numbers its sentences.
type alignment struct {
	index     []int           // of each code point of the text, in the text without white space; -1: white space
	sentences []dateline.Span // in the text without white space; empty: not found
	own       []dateline.RecordSentence
}

func align(sentences []string, rec *dateline.Record) *alignment {
	flat, index := flatten(rec.Report.Text)
	a := &alignment{index: index, own: rec.Sentences}
	at := 0
	for _, s := range sentences {
		f, _ := flatten(s)
		span := locate(flat, f, at)
		at = max(at, span.End)
		a.sentences = append(a.sentences, span)
	}
	return a
}

// locate finds a sentence from at on, else anywhere, else without its
// beginning (a date line that was cut off), else by its first half.
func locate(flat, f []rune, at int) dateline.Span {
	k, lead := find(flat, f, at), 0
	if k < 0 {
		k = find(flat, f, 0)
	}
	for l := 5; k < 0 && l < min(60, len(f)/2+1); l++ {
		k, lead = find(flat, f[l:], at), l
	}
	if k < 0 {
		k, lead = find(flat, f[:min(len(f), max(12, len(f)/2))], at), 0
	}
	if k < 0 {
		return dateline.Span{}
	}
	return dateline.Span{Start: k, End: k + len(f) - lead}
}

func find(text, part []rune, from int) int {
	if from > len(text) {
		return -1
	}
	rest := string(text[from:])
	i := strings.Index(rest, string(part))
	if i < 0 {
		return -1
	}
	return from + utf8.RuneCountInString(rest[:i])
}

// flat is a span of the text in the text without white space.
func (a *alignment) flat(s dateline.Span) dateline.Span {
	var out dateline.Span
	for i := max(0, s.Start); i < min(s.End, len(a.index)); i++ {
		if k := a.index[i]; k >= 0 {
			if out.End == 0 {
				out.Start = k
			}
			out.End = k + 1
		}
	}
	return out
}

// sentence is the sentence of the story that an item belongs to: by the first
// of its spans that touches one, else by the record's own sentence of that
// number; -1 where there is none.
func (a *alignment) sentence(number int, spans ...dateline.Span) int {
	if 0 <= number && number < len(a.own) {
		spans = append(spans, a.own[number].Span)
	}
	for _, s := range spans {
		f := a.flat(s)
		most, best := 0, -1
		for i, g := range a.sentences {
			if shared := min(f.End, g.End) - max(f.Start, g.Start); shared > most {
				most, best = shared, i
			}
		}
		if best >= 0 {
			return best
		}
	}
	// A title that the text does not hold can only be named by its number.
	if number == 0 && a.sentences[0].Len() == 0 {
		return 0
	}
	return -1
}
