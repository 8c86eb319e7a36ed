package language

import (
	"dateline"
)

// Relation scores what a source does to a target in a sentence of a reading
// (two runs of its tokens): one probability for each of RelationTypes.
func (c *Core) Relation(words []string, source, target [2]int) []float64 {
	ws := c.spaces.Get().(*workspace)
	defer c.spaces.Put(ws)
	w := window{ids: []int32{c.pieces.cls}, shapes: []uint8{0}}
	for _, word := range words {
		n := len(w.ids)
		ids := c.pieces.append(w.ids, word)
		if len(ids) >= maxPositions {
			break
		}
		w.ids = ids
		w.first = append(w.first, n)
		for range len(ids) - n {
			w.shapes = append(w.shapes, shapeOf(word))
		}
		w.words = append(w.words, windowWord{text: word})
	}
	w.ids, w.shapes = append(w.ids, c.pieces.sep), append(w.shapes, 0)
	hidden := c.enc.Hidden()
	rows := c.enc.Encode(ws.neural, w.ids, w.shapes)
	n := len(w.words)
	ws.x = grow(ws.x, n*hidden)
	for i, f := range w.first {
		copy(ws.x[i*hidden:(i+1)*hidden], rows[f*hidden:(f+1)*hidden])
	}
	v := &view{c: c, ws: ws, w: &w, n: n, hidden: hidden, x: ws.x}
	every := v.mean([]run{{first: 0, end: n}})
	part := func(p [2]int) []float32 {
		if p[0] >= p[1] || p[1] > n {
			return every
		}
		return v.mean([]run{{first: p[0], end: p[1]}})
	}
	f := append(append(append([]float32{}, every...), part(source)...), part(target)...)
	h := make([]float32, hidden)
	c.pairHidden.Apply(ws.neural, h, f, 1)
	tanh(h)
	scores := make([]float32, len(c.labels.Pair))
	c.pair.Apply(ws.neural, scores, h, 1)
	logSoftmax(scores, len(scores))
	out := make([]float64, len(scores))
	for i, s := range scores {
		out[i] = exp(s)
	}
	return out
}

// RelationTypes names the outputs of Relation: the fifteen roots of the PLV
// set, in which YIELD stands for CONCEDE and RETREAT.
func (c *Core) RelationTypes() []string { return c.labels.Pair }

// maxPositions is how many pieces the encoder has positions for.
const maxPositions = 511

// Tokenise gives the words of a text as the core reads them.
func Tokenise(text string) []dateline.Words {
	runes := []rune(text)
	var out []dateline.Words
	for _, s := range tokenise(runes) {
		out = append(out, dateline.Words{Words: string(runes[s.start:s.end]), Span: dateline.Span{Start: s.start, End: s.end}})
	}
	return out
}
