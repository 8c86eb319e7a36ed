// Package kernel holds the inner loops of the int8 engine: the 8-bit matrix
// product, quantisation, layer norm, GELU, softmax and small fp32 products, in
// assembly and in portable Go.
//
// Each way of computing them is a path. The portable path is always compiled
// and defines the results: every path gives the same integers as it, and the
// same fp32 values but for rounding. The fastest path that the processor can
// run is chosen at start-up; the build tag purego leaves only the portable one.
package kernel

import (
	"fmt"
	"strings"
)

//go:generate sh -c "cd _asm && go run ."

const (
	tileRows = 8  // rows of a tile of the int8 product
	tileCols = 48 // columns of a tile, and of a packed panel of weights
	lanes    = 16 // vector functions in assembly take whole multiples of this many values
)

// path is one implementation of the inner loops. Slices must be as long as the
// shapes say: assembly does not check bounds. Each call is a bounded piece of
// work, so that the scheduler can interrupt between calls.
type path struct {
	name string

	// flip is applied to each quantised activation by exclusive or: 0x80 where
	// the product wants unsigned bytes (q+128), else 0.
	flip byte

	// quantise sets dst to x·127/max|x|, rounded to nearest even, and returns
	// the scale max|x|/127. len(x) is a multiple of lanes.
	quantise func(dst []byte, x []float32, flip byte) (scale float32)

	// tile sets acc [8][48] to the product of the quantised rows a [8][k], lda
	// bytes apart, with the packed panel b [k/4][48][4]. start [48] is -128
	// times each column's sum, which undoes flip. k is a multiple of 16.
	tile func(acc *[tileRows * tileCols]int32, start []int32, a []byte, lda int, b []byte, k int)

	// dequantise sets dst [len(rowScale)][48], rows stride values apart, to
	// acc·rowScale·scale + bias.
	dequantise func(dst []float32, stride int, acc *[tileRows * tileCols]int32, rowScale, scale, bias []float32)

	gelu    func(x []float32)                                                         // in place; len(x) a multiple of lanes
	addNorm func(x, y, gain, bias []float32, epsilon float32)                         // x = norm(x+y); len(x) a multiple of lanes
	softmax func(x []float32, scale float32)                                          // in place; len(x) a multiple of lanes, scale > 0
	block   func(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k int) // c [8][32] = a [8][k] · b [k][32], k > 0
	edge8   edgeFunc
	edge1   edgeFunc
}

// edgeFunc is block for 8 rows or 1 and n ≤ 32 columns; it touches no value
// outside them.
type edgeFunc func(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int)

var portable = path{
	name:       "portable",
	quantise:   quantisePortable,
	tile:       tilePortable,
	dequantise: dequantisePortable,
	gelu:       geluPortable,
	addNorm:    addNormPortable,
	softmax:    softmaxPortable,
	block: func(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k int) {
		productPortable(c, ldc, a, lda, b, ldb, 8, k, blockCols)
	},
	edge8: func(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int) {
		productPortable(c, ldc, a, lda, b, ldb, 8, k, n)
	},
	edge1: func(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int) {
		productPortable(c, ldc, a, lda, b, ldb, 1, k, n)
	},
}

// paths holds what this processor can run, the fastest first.
var paths = append(available(), &portable)

var active = paths[0]

// Names lists the paths that this processor can run, the fastest first.
func Names() []string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = p.name
	}
	return names
}

// Active names the path in use.
func Active() string { return active.name }

// Use makes the named path the active one. It is for start-up and tests: no
// other function of the package may run at the same time, and rows quantised
// before it must be quantised again.
func Use(name string) error {
	for _, p := range paths {
		if p.name == name {
			active = p
			return nil
		}
	}
	return fmt.Errorf("kernel %q cannot run here: choose one of %s", name, strings.Join(Names(), ", "))
}
