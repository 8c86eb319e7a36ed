package language

import "dateline/internal/neural"

// maxDistance is how many words to each side a linker tells apart.
const maxDistance = 32

// linker labels words relative to an anchor (a predicate, a cue, a trigger)
// without encoding again: GELU(a(word) + b(anchor) + a(word)·b(anchor) +
// distance), then one linear layer.
type linker struct {
	a, b, out *neural.Linear
	near      []float32 // (2·maxDistance+1) × size
	labels    []string
}

// project applies the word half once for all anchors of a window.
func (l *linker) project(ws *workspace, x []float32, n int) []float32 {
	out := make([]float32, n*l.size())
	l.a.Apply(ws.neural, out, x, n)
	return out
}

func (l *linker) size() int { return len(l.near) / (2*maxDistance + 1) }

// label scores words [first, end) of a projection against an anchor vector
// that stands for the given runs: rows of len(labels).
func (l *linker) label(ws *workspace, projected []float32, first, end int, anchor []float32, at []run) []float32 {
	size, n := l.size(), end-first
	b := make([]float32, size)
	l.b.Apply(ws.neural, b, anchor, 1)
	ws.floats = grow(ws.floats, n*size)
	h := ws.floats
	for i := range n {
		row, a := h[i*size:(i+1)*size], projected[(first+i)*size:(first+i+1)*size]
		near := l.near[(gap(first+i, at)+maxDistance)*size:]
		for k := range row {
			row[k] = a[k] + b[k] + a[k]*b[k] + near[k]
		}
	}
	neural.GELU(h)
	out := make([]float32, n*len(l.labels))
	l.out.Apply(ws.neural, out, h, n)
	return out
}

// gap is the clipped distance of word i from the nearest run, 0 within.
func gap(i int, at []run) int {
	best, found := 0, false
	for _, r := range at {
		d := 0
		if i < r.first {
			d = i - r.first
		} else if i >= r.end {
			d = i - (r.end - 1)
		}
		if !found || abs(d) < abs(best) {
			best, found = d, true
		}
	}
	return max(-maxDistance, min(maxDistance, best))
}

func abs(x int) int { return max(x, -x) }
