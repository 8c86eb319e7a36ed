package evaluation

import (
	"cmp"
	"slices"
)

// pair is a gold item and a found one that may belong together.
type pair struct{ gold, found int }

// The largest groups of linked items that are paired exactly; larger ones are
// paired greedily, the best pair first.
const (
	exactGold  = 14
	exactFound = 12
)

// bestPairs chooses one-to-one pairs of the largest total weight (weights are
// above 0).
func bestPairs(weights map[pair]float64) map[int]int {
	chosen := map[int]int{}
	for _, group := range linked(weights) {
		if len(group.gold) <= exactGold && len(group.found) <= exactFound {
			pairExactly(group, weights, chosen)
		} else {
			pairGreedily(group, weights, chosen)
		}
	}
	return chosen
}

// group is gold and found items that hang together by possible pairs.
type group struct{ gold, found []int }

func linked(weights map[pair]float64) []group {
	byGold, byFound := map[int][]int{}, map[int][]int{}
	for p := range weights {
		byGold[p.gold] = append(byGold[p.gold], p.found)
		byFound[p.found] = append(byFound[p.found], p.gold)
	}
	var groups []group
	seenGold, seenFound := map[int]bool{}, map[int]bool{}
	for _, start := range sortedKeys(byGold) {
		if seenGold[start] {
			continue
		}
		seenGold[start] = true
		g := group{gold: []int{start}}
		for next := 0; next < len(g.gold); next++ {
			for _, f := range byGold[g.gold[next]] {
				if seenFound[f] {
					continue
				}
				seenFound[f] = true
				g.found = append(g.found, f)
				for _, other := range byFound[f] {
					if !seenGold[other] {
						seenGold[other] = true
						g.gold = append(g.gold, other)
					}
				}
			}
		}
		slices.Sort(g.gold)
		slices.Sort(g.found)
		groups = append(groups, g)
	}
	return groups
}

// pairExactly tries all ways, one gold item after the other; a state is the set
// of found items already taken. Of equal totals the one met first stays.
func pairExactly(g group, weights map[pair]float64, chosen map[int]int) {
	type state struct {
		taken int
		total float64
		pairs []pair
	}
	states := []state{{}}
	at := map[int]int{0: 0}
	for _, gold := range g.gold {
		for _, s := range slices.Clone(states) {
			for bit, found := range g.found {
				w, ok := weights[pair{gold, found}]
				if !ok || s.taken>>bit&1 == 1 {
					continue
				}
				next := state{s.taken | 1<<bit, s.total + w, append(slices.Clone(s.pairs), pair{gold, found})}
				if k, known := at[next.taken]; !known {
					at[next.taken] = len(states)
					states = append(states, next)
				} else if next.total > states[k].total+1e-12 {
					states[k] = next
				}
			}
		}
	}
	best := slices.MaxFunc(states, func(a, b state) int { return cmp.Compare(a.total, b.total) })
	for _, p := range best.pairs {
		chosen[p.gold] = p.found
	}
}

func pairGreedily(g group, weights map[pair]float64, chosen map[int]int) {
	var all []pair
	for _, gold := range g.gold {
		for _, found := range g.found {
			if _, ok := weights[pair{gold, found}]; ok {
				all = append(all, pair{gold, found})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(weights[b], weights[a]) })
	taken := map[int]bool{}
	for _, p := range all {
		if _, done := chosen[p.gold]; !done && !taken[p.found] {
			chosen[p.gold] = p.found
			taken[p.found] = true
		}
	}
}
