package language

import "math"

// bio is a tag set in the BIO scheme, prepared for decoding.
type bio struct {
	labels []string
	kind   []string // class of each label, "" for O
	inside []bool   // I- labels
}

func newBIO(labels []string) *bio {
	b := &bio{labels: labels, kind: make([]string, len(labels)), inside: make([]bool, len(labels))}
	for i, l := range labels {
		if l != "O" {
			b.kind[i], b.inside[i] = l[2:], l[0] == 'I'
		}
	}
	return b
}

// run is a labelled range of words, with the mean probability of its labels.
type run struct {
	first, end int
	kind       string
	score      float64
}

// decode finds the likeliest label sequence in which I follows B or I of its
// own class (Viterbi), and gives its runs. scores: n rows of log probabilities.
func (b *bio) decode(scores []float32, n int) []run {
	if n == 0 {
		return nil
	}
	k := len(b.labels)
	best := make([]float32, k)
	next := make([]float32, k)
	back := make([]int16, n*k)
	for j := range best {
		best[j] = scores[j]
		if b.inside[j] {
			best[j] = float32(math.Inf(-1))
		}
	}
	for t := 1; t < n; t++ {
		// Any label may go before O or B: the best of all. I- labels have two.
		top := 0
		for i := range best {
			if best[i] > best[top] {
				top = i
			}
		}
		for j := range next {
			from := top
			if b.inside[j] {
				from = j
				for i := range best {
					if b.kind[i] == b.kind[j] && best[i] > best[from] {
						from = i
					}
				}
			}
			next[j] = best[from] + scores[t*k+j]
			back[t*k+j] = int16(from)
		}
		best, next = next, best
	}
	last := 0
	for j := range best {
		if best[j] > best[last] {
			last = j
		}
	}
	path := make([]int, n)
	for t := n - 1; t >= 0; t-- {
		path[t] = last
		last = int(back[t*k+last])
	}
	var out []run
	for t := 0; t < n; {
		kind := b.kind[path[t]]
		if kind == "" {
			t++
			continue
		}
		r := run{first: t, kind: kind}
		sum := 0.0
		for {
			sum += math.Exp(float64(scores[t*k+path[t]]))
			t++
			if t == n || !b.inside[path[t]] {
				break
			}
		}
		r.end = t
		r.score = sum / float64(r.end-r.first)
		out = append(out, r)
	}
	return out
}

// logSoftmax turns rows of k scores into log probabilities, in place.
func logSoftmax(x []float32, k int) {
	for i := 0; i+k <= len(x); i += k {
		row := x[i : i+k]
		top := row[0]
		for _, v := range row {
			top = max(top, v)
		}
		sum := 0.0
		for _, v := range row {
			sum += math.Exp(float64(v - top))
		}
		norm := top + float32(math.Log(sum))
		for j := range row {
			row[j] -= norm
		}
	}
}

func sigmoid(x float32) float64 { return 1 / (1 + math.Exp(-float64(x))) }

func argmax(row []float32) int {
	best := 0
	for i, v := range row {
		if v > row[best] {
			best = i
		}
	}
	return best
}

func exp(x float32) float64 { return math.Exp(float64(x)) }

func tanh(x []float32) {
	for i, v := range x {
		x[i] = float32(math.Tanh(float64(v)))
	}
}
