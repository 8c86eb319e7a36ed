package language

import (
	"strings"
	"unicode"

	"dateline"
)

// windowPieces is how many word pieces the encoder reads at once, the two end
// marks included; training cuts its windows alike.
const windowPieces = 160

// segment is a run of tokens that surely ends where a sentence does.
type segment struct {
	tokens    []span
	paragraph int
	opens     bool // first of its paragraph
	whole     bool // is one sentence: no boundary is looked for within
}

// segments cuts the paragraphs of a report at every place where a sentence may
// end by its punctuation. The start head then decides which of them, and which
// other words, begin a sentence.
func segments(text []rune, paragraphs []dateline.Span) []segment {
	var out []segment
	for p, para := range paragraphs {
		tokens := tokenise(text[para.Start:para.End])
		for i := range tokens {
			tokens[i].start += para.Start
			tokens[i].end += para.Start
		}
		first := 0
		for i := 1; i <= len(tokens); i++ {
			if i < len(tokens) && !mayEnd(text, tokens, i) {
				continue
			}
			out = append(out, segment{tokens: tokens[first:i], paragraph: p, opens: first == 0})
			first = i
		}
	}
	return out
}

// mayEnd reports whether a sentence may end before tokens[i]: closing
// punctuation, then a blank, then a capital, digit or quotation mark.
func mayEnd(text []rune, tokens []span, i int) bool {
	gap := text[tokens[i-1].end:tokens[i].start]
	if len(gap) == 0 {
		return false
	}
	k := i - 1
	for k > 0 && isCloser(text[tokens[k].start:tokens[k].end]) {
		k--
	}
	next := text[tokens[i].start]
	return strings.ContainsRune(".!?…", text[tokens[k].start]) &&
		(unicode.IsUpper(next) || unicode.IsDigit(next) || strings.ContainsRune("\"“‘'(«[", next))
}

func isCloser(w []rune) bool {
	return len(w) == 1 && strings.ContainsRune("\"”’')]»", w[0]) || string(w) == "''"
}

// window is what the encoder reads at once: words of consecutive segments.
type window struct {
	ids    []int32
	shapes []uint8
	first  []int // index of the first piece of each word
	words  []windowWord
}

type windowWord struct {
	span
	text      string
	paragraph int
	opens     bool // a sentence surely begins here
	whole     bool // its segment is one sentence
	// doubt is how far the start head must favour a sentence's beginning here,
	// in logits.
	doubt float32
}

// Doubts of a beginning: expected after closing punctuation, hardly possible
// after a comma or behind the dash of a dateline.
const (
	afterStop  = -3
	afterComma = 6
	afterDash  = 3
	afterWord  = 2
)

// windows packs segments into windows of at most windowPieces pieces. A
// segment that is longer is cut where the window is full.
func (c *Core) windows(text []rune, segs []segment) []window {
	var out []window
	var cur window
	flush := func() {
		if len(cur.words) > 0 {
			cur.ids, cur.shapes = append(cur.ids, c.pieces.sep), append(cur.shapes, 0)
			out = append(out, cur)
		}
		cur = window{ids: []int32{c.pieces.cls}, shapes: []uint8{0}}
	}
	flush()
	var ids []int32
	for _, seg := range segs {
		// Does the whole segment fit behind what is there?
		ids = ids[:0]
		ends := make([]int, len(seg.tokens))
		for i, t := range seg.tokens {
			ids = c.pieces.append(ids, string(text[t.start:t.end]))
			ends[i] = len(ids)
		}
		if len(cur.ids)+len(ids)+1 > windowPieces {
			flush()
		}
		at := 0
		for i, t := range seg.tokens {
			word := string(text[t.start:t.end])
			if len(cur.ids)+ends[i]-at+1 > windowPieces {
				flush()
			}
			cur.first = append(cur.first, len(cur.ids))
			shape := shapeOf(word)
			for _, id := range ids[at:ends[i]] {
				cur.ids, cur.shapes = append(cur.ids, id), append(cur.shapes, shape)
			}
			at = ends[i]
			opens := i == 0 && (seg.opens || seg.whole) || len(cur.words) == 0
			var doubt float32 = afterStop
			if i > 0 {
				doubt = 0
				switch last := text[seg.tokens[i-1].end-1]; {
				case last == ',':
					doubt = afterComma
				case strings.ContainsRune("-–—", last):
					doubt = afterDash
				case unicode.IsLetter(last) || unicode.IsDigit(last):
					doubt = afterWord
				}
			}
			cur.words = append(cur.words, windowWord{t, word, seg.paragraph, opens, seg.whole, doubt})
		}
	}
	flush()
	return out
}
