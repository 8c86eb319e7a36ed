package kernel

import (
	"encoding/binary"
	"fmt"
)

// A Matrix is the weight of a linear layer in 8 bits, with a scale and a bias
// for each output, packed for the tile product: panels of 48 outputs, in each
// of them 4 inputs of one output side by side, [⌈out/48⌉][in/4][48][4].
type Matrix struct {
	out, in int
	width   int     // in, filled up to a multiple of lanes
	panels  []byte  // int8
	start   []int32 // -128 times the sum of each output's weights
	scale   []float32
	bias    []float32
}

// NewMatrix packs weights [out][in], each byte an int8 from -127 to 127, with
// one scale and one bias for each output.
func NewMatrix(weights []byte, scale, bias []float32) (*Matrix, error) {
	out := len(scale)
	if out == 0 || len(bias) != out || len(weights) == 0 || len(weights)%out != 0 {
		return nil, fmt.Errorf("%d weights do not fit %d scales and %d biases", len(weights), out, len(bias))
	}
	in := len(weights) / out
	panels := (out + tileCols - 1) / tileCols
	m := &Matrix{
		out: out, in: in, width: roundUp(in, lanes),
		start: make([]int32, panels*tileCols),
		scale: make([]float32, panels*tileCols),
		bias:  make([]float32, panels*tileCols),
	}
	m.panels = make([]byte, panels*tileCols*m.width)
	copy(m.scale, scale)
	copy(m.bias, bias)
	for o := range out {
		row := weights[o*in : (o+1)*in]
		sum := int32(0)
		for i, w := range row {
			if w == 0x80 {
				return nil, fmt.Errorf("weight [%d,%d] is -128: weights go from -127 to 127", o, i)
			}
			sum += int32(int8(w))
		}
		m.start[o] = -128 * sum
		to := m.panels[o/tileCols*tileCols*m.width+o%tileCols*4:]
		i := 0
		for ; i+4 <= in; i += 4 {
			binary.LittleEndian.PutUint32(to[i*tileCols:], binary.LittleEndian.Uint32(row[i:]))
		}
		if i < in {
			copy(to[i*tileCols:i*tileCols+4], row[i:])
		}
	}
	return m, nil
}

func roundUp(n, multiple int) int { return (n + multiple - 1) / multiple * multiple }

// Rows holds activations in 8 bits with a scale for each row. Its memory is
// used again by the next call of Quantise; the zero value is ready.
type Rows struct {
	n, width int
	data     []byte // [n, up to a multiple of 8][width]
	scale    []float32
	padded   []float32                    // one row, filled up to width
	acc      [tileRows * tileCols]int32   // here, since a local one would escape through the path's function
	ragged   [tileRows * tileCols]float32 // the last panel, where it has fewer than 48 outputs
}

// Quantise takes in x [rows][width].
func (r *Rows) Quantise(x []float32, rows, width int) {
	r.n, r.width = rows, roundUp(width, lanes)
	r.data = grow(r.data, roundUp(rows, tileRows)*r.width)
	r.scale = grow(r.scale, rows)
	for i := range rows {
		row := x[i*width : (i+1)*width]
		if width != r.width {
			r.padded = grow(r.padded, r.width)
			copy(r.padded, row)
			clear(r.padded[width:])
			row = r.padded
		}
		r.scale[i] = active.quantise(r.data[i*r.width:(i+1)*r.width], row, active.flip)
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// rowBlock is how many rows pass one panel of weights before the next panel is
// read: at 1536 inputs they take 192 KB of the second-level cache.
const rowBlock = 128

// Multiply sets dst [rows][out] to the product of the rows with the matrix,
// plus the bias.
func (m *Matrix) Multiply(dst []float32, r *Rows) {
	if r.width != m.width || len(dst) < r.n*m.out {
		panic(fmt.Sprintf("kernel: rows of %d for a matrix of %d inputs into %d values", r.width, m.width, len(dst)))
	}
	p := active
	for first := 0; first < r.n; first += rowBlock {
		last := min(first+rowBlock, r.n)
		for o := 0; o < m.out; o += tileCols {
			panel := m.panels[o*m.width : (o+tileCols)*m.width]
			start, scale, bias := m.start[o:o+tileCols], m.scale[o:o+tileCols], m.bias[o:o+tileCols]
			for i := first; i < last; i += tileRows {
				p.tile(&r.acc, start, r.data[i*m.width:(i+tileRows)*m.width], m.width, panel, m.width)
				rowScale := r.scale[i:min(i+tileRows, last)]
				if o+tileCols <= m.out {
					p.dequantise(dst[i*m.out+o:], m.out, &r.acc, rowScale, scale, bias)
					continue
				}
				p.dequantise(r.ragged[:], tileCols, &r.acc, rowScale, scale, bias)
				for j := range rowScale {
					at := (i + j) * m.out
					copy(dst[at+o:at+m.out], r.ragged[j*tileCols:])
				}
			}
		}
	}
}
