package dateline

// Token is one syntactic word, after Universal Dependencies (English EWT):
// clitics ("n't", "'s") are tokens of their own.
type Token struct {
	Span
	Text     string
	Lemma    string
	UPOS     string // universal tag: NOUN, PROPN, VERB …
	XPOS     string // Penn Treebank tag: VBD, NNS …
	Head     int    // index of the governing token in the sentence; -1 for the root
	Relation string // Universal Dependencies relation with its subtype: nsubj:pass
}

// Sentence is a run of tokens with its dependency tree.
type Sentence struct {
	Span
	Paragraph int // 0 is the title where there is one
	Tokens    []Token
}

// Phrase is a run of tokens [First, End) of one sentence of a Reading.
type Phrase struct {
	Sentence   int
	First, End int
}

// SpanOf is the range of text that tokens [first, end) cover.
func (s *Sentence) SpanOf(first, end int) Span {
	return Span{s.Tokens[first].Start, s.Tokens[end-1].End}
}

// HeadOf is the token of [first, end) that is governed from outside the run:
// the head of the phrase. Of several, the first.
func (s *Sentence) HeadOf(first, end int) int {
	for i := first; i < end; i++ {
		if h := s.Tokens[i].Head; h < first || h >= end {
			return i
		}
	}
	return first
}
