package language

import (
	"math"

	"dateline/internal/neural"
)

// parser is the deep biaffine parser (Dozat and Manning 2017). A root is a
// word that governs itself.
type parser struct {
	arcDependent, arcHead, labelDependent, labelHead *neural.Linear
	arc                                              []float32 // (d+1) × (d+1)
	label                                            []float32 // labels × (d+1) × (d+1); after prepare (d+1) × labels × (d+1)
	labels                                           []string
	arcSize, labelSize                               int // d+1
}

// prepare lays the label tensor out so that one product serves all labels.
func (p *parser) prepare() {
	p.arcSize = int(math.Sqrt(float64(len(p.arc))))
	p.labelSize = int(math.Sqrt(float64(len(p.label) / len(p.labels))))
	d, n := p.labelSize, len(p.labels)
	t := make([]float32, len(p.label))
	for r := range n {
		for i := range d {
			copy(t[(i*n+r)*d:(i*n+r+1)*d], p.label[(r*d+i)*d:(r*d+i+1)*d])
		}
	}
	p.label = t
}

// project applies one of the four projections and appends the constant 1:
// n rows of size d+1.
func (p *parser) project(ws *workspace, l *neural.Linear, x []float32, n, size int) []float32 {
	flat := make([]float32, n*(size-1))
	l.Apply(ws.neural, flat, x, n)
	neural.GELU(flat)
	out := make([]float32, n*size)
	for i := range n {
		copy(out[i*size:], flat[i*(size-1):(i+1)*(size-1)])
		out[(i+1)*size-1] = 1
	}
	return out
}

// parse gives head and label of n words: heads[i] is i for a root.
// bounds are the first words of the sentences, and n.
func (p *parser) parse(ws *workspace, x []float32, n int, bounds []int) (heads []int, labels []string) {
	a := p.arcSize
	dep := p.project(ws, p.arcDependent, x, n, a)
	gov := p.project(ws, p.arcHead, x, n, a)
	left := make([]float32, n*a)
	neural.MatMul(left, dep, p.arc, n, a, a)
	heads = make([]int, n)
	for s := 0; s+1 < len(bounds); s++ {
		first, m := bounds[s], bounds[s+1]-bounds[s]
		turned := make([]float32, a*m)
		for i := range m {
			for k := range a {
				turned[k*m+i] = gov[(first+i)*a+k]
			}
		}
		scores := make([]float32, m*m)
		neural.MatMul(scores, left[first*a:(first+m)*a], turned, m, a, m)
		for i, h := range spanningTree(scores, m) {
			heads[first+i] = first + h
		}
	}
	d, k := p.labelSize, len(p.labels)
	ld := p.project(ws, p.labelDependent, x, n, d)
	lh := p.project(ws, p.labelHead, x, n, d)
	wide := make([]float32, n*k*d)
	neural.MatMul(wide, ld, p.label, n, d, k*d)
	labels = make([]string, n)
	root := -1
	for r, l := range p.labels {
		if l == "root" {
			root = r
		}
	}
	for i := range n {
		if heads[i] == i {
			labels[i] = "root"
			continue
		}
		h := lh[heads[i]*d : (heads[i]+1)*d]
		best, bestScore := 0, float32(math.Inf(-1))
		for r := range k {
			if r == root {
				continue
			}
			row := wide[(i*k+r)*d : (i*k+r+1)*d]
			var sum float32
			for j, v := range row {
				sum += v * h[j]
			}
			if sum > bestScore {
				best, bestScore = r, sum
			}
		}
		labels[i] = p.labels[best]
	}
	return heads, labels
}

// spanningTree finds the best tree with one root over an n × n score matrix
// (dependent rows, head columns, the diagonal for roots): greedy where that
// already is a tree, else Chu and Liu 1965, Edmonds 1967.
func spanningTree(scores []float32, n int) []int {
	heads := make([]int, n)
	for i := range n {
		heads[i] = argmax(scores[i*n : (i+1)*n])
	}
	if isTree(heads) {
		return heads
	}
	// The node n stands above the sentence; each candidate root in turn is its
	// only child, unless it is far from the best.
	best, bestScore := heads, math.Inf(-1)
	top := 0
	for i := range n {
		if rootGain(scores, n, i) > rootGain(scores, n, top) {
			top = i
		}
	}
	for r := range n {
		if r != top && rootGain(scores, n, r) < rootGain(scores, n, top)-6 {
			continue
		}
		got, total := arborescence(scores, n, r)
		if total > bestScore {
			best, bestScore = got, total
		}
	}
	return best
}

// rootGain is how much better word i is as a root than under its best head.
func rootGain(scores []float32, n, i int) float64 {
	other := math.Inf(-1)
	for h := range n {
		if h != i {
			other = max(other, float64(scores[i*n+h]))
		}
	}
	if math.IsInf(other, -1) {
		return 0
	}
	return float64(scores[i*n+i]) - other
}

func isTree(heads []int) bool {
	roots := 0
	for i, h := range heads {
		if h == i {
			roots++
		}
	}
	if roots != 1 {
		return false
	}
	for i := range heads {
		at, steps := i, 0
		for heads[at] != at {
			at = heads[at]
			if steps++; steps > len(heads) {
				return false
			}
		}
	}
	return true
}

// arborescence is the best tree rooted at word root and its score.
func arborescence(scores []float32, n, root int) ([]int, float64) {
	s := make([][]float64, n)
	for d := range n {
		s[d] = make([]float64, n)
		for h := range n {
			s[d][h] = float64(scores[d*n+h])
			if h == d {
				s[d][h] = math.Inf(-1)
			}
		}
	}
	heads := contract(s, root)
	total := float64(scores[root*n+root])
	for d, h := range heads {
		if d != root {
			total += s[d][h]
		}
	}
	heads[root] = root
	return heads, total
}

// contract solves the maximum spanning arborescence over s[dependent][head] by
// contracting one cycle at a time.
func contract(s [][]float64, root int) []int {
	n := len(s)
	heads := make([]int, n)
	for d := range n {
		if d == root {
			heads[d] = -1
			continue
		}
		best := -1
		for h := range n {
			if h != d && (best < 0 || s[d][h] > s[d][best]) {
				best = h
			}
		}
		heads[d] = best
	}
	cycle := findCycle(heads, root)
	if cycle == nil {
		return heads
	}
	in := make([]bool, n)
	weight := 0.0
	for _, v := range cycle {
		in[v] = true
		weight += s[v][heads[v]]
	}
	var rest []int
	index := make([]int, n)
	for v := range n {
		if !in[v] {
			index[v] = len(rest)
			rest = append(rest, v)
		}
	}
	c := len(rest) // the contracted node
	t := make([][]float64, c+1)
	enter, leave := make([]int, c+1), make([]int, c+1) // which cycle node an arc from or to outside really touches
	for i := range t {
		t[i] = make([]float64, c+1)
		for j := range t[i] {
			t[i][j] = math.Inf(-1)
		}
	}
	for i, d := range rest {
		for j, h := range rest {
			if i != j {
				t[i][j] = s[d][h]
			}
		}
		leave[i] = cycle[0]
		for _, h := range cycle {
			if s[d][h] > s[d][leave[i]] {
				leave[i] = h
			}
		}
		t[i][c] = s[d][leave[i]]
		enter[i] = cycle[0]
		gain := func(v int) float64 { return s[v][d] - s[v][heads[v]] }
		for _, v := range cycle {
			if gain(v) > gain(enter[i]) {
				enter[i] = v
			}
		}
		t[c][i] = weight + gain(enter[i])
	}
	inner := contract(t, index[root])
	out := make([]int, n)
	copy(out, heads)
	for i, d := range rest {
		switch h := inner[i]; {
		case h < 0:
			out[d] = -1
		case h == c:
			out[d] = leave[i]
		default:
			out[d] = rest[h]
		}
	}
	if h := inner[c]; h >= 0 && h < c {
		v := enter[h]
		out[v] = rest[h]
	}
	return out
}

func findCycle(heads []int, root int) []int {
	state := make([]int, len(heads))
	for i := range heads {
		var path []int
		v := i
		for v >= 0 && v != root && state[v] == 0 {
			state[v] = i + 1
			path = append(path, v)
			v = heads[v]
		}
		if v >= 0 && v != root && state[v] == i+1 {
			for k, p := range path {
				if p == v {
					return path[k:]
				}
			}
		}
	}
	return nil
}
