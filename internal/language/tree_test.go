package language

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Chu-Liu-Edmonds against all trees of small sentences.
func TestSpanningTreeIsTheBest(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for round := range 400 {
		n := 1 + round%5
		scores := make([]float32, n*n)
		for i := range scores {
			scores[i] = float32(rnd.NormFloat64())
		}
		heads := spanningTree(scores, n)
		if !isTree(heads) {
			t.Fatalf("%v is no tree", heads)
		}
		total := func(h []int) (s float64) {
			for d, g := range h {
				s += float64(scores[d*n+g])
			}
			return s
		}
		best, try := math.Inf(-1), make([]int, n)
		var all func(i int)
		all = func(i int) {
			if i == n {
				if isTree(try) {
					best = max(best, total(try))
				}
				return
			}
			for h := range n {
				try[i] = h
				all(i + 1)
			}
		}
		all(0)
		if got := total(heads); got < best-1e-5 {
			t.Fatalf("n=%d: tree of %f, the best has %f", n, got, best)
		}
	}
}

func TestDecodeKeepsBIO(t *testing.T) {
	b := newBIO([]string{"O", "B-x", "I-x", "B-y", "I-y"})
	// The best single labels would be O I-x I-y: not a sequence.
	rows := []float32{
		1, 0.9, 0, 0, 0,
		0, 0, 3, 0, 0,
		0, 0, 1, 0, 1.5,
	}
	logSoftmax(rows, 5)
	got := b.decode(rows, 3)
	if len(got) != 1 || got[0].first != 0 || got[0].end != 3 || got[0].kind != "x" {
		t.Fatalf("got %+v", got)
	}
}

func TestApplyScript(t *testing.T) {
	for _, c := range []struct{ form, script, lemma string }{
		{"Met", "l2eet", "meet"}, {"troops", "l1", "troop"}, {"Paris", "=", "Paris"}, {"THE", "l", "the"}, {"n't", "wnot", "not"}, {"Britons", "c1", "Briton"},
	} {
		if got := applyScript(c.form, c.script); got != c.lemma {
			t.Errorf("%s by %s: %s, want %s", c.form, c.script, got, c.lemma)
		}
	}
}
