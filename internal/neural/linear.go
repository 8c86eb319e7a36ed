package neural

import (
	"fmt"

	"dateline/internal/neural/kernel"
)

// Linear is a layer x·Wᵀ + b. It does not change and may be shared.
type Linear struct {
	in, out int
	matrix  *kernel.Matrix

	// In fp32 instead of 8 bits, for checking: Wᵀ [in][out] and b.
	transposed, bias []float32
}

// Linear gives the layer whose weight and bias are name.weight, int8 [out, in],
// and name.bias, f32 [out].
func (m *Model) Linear(name string) (*Linear, error) { return m.linear(name, false) }

func (m *Model) linear(name string, exact bool) (*Linear, error) {
	t, ok := m.tensors[name+".weight"]
	if !ok || !t.int8 {
		return nil, fmt.Errorf("weights %s: no int8 tensor %q", m.version, name+".weight")
	}
	out, in := t.shape[0], t.shape[1]
	bias, err := m.expect(name+".bias", out)
	if err != nil {
		return nil, err
	}
	l := &Linear{in: in, out: out}
	scale := m.floats(name + ".weight.scale")
	if exact {
		l.bias, l.transposed = bias, make([]float32, in*out)
		for i, w := range dequantise(t.data, scale) {
			l.transposed[i%in*out+i/in] = w
		}
		return l, nil
	}
	if l.matrix, err = kernel.NewMatrix(t.data, scale, bias); err != nil {
		return nil, fmt.Errorf("weights %s: tensor %q: %w", m.version, name+".weight", err)
	}
	return l, nil
}

// In is the number of inputs.
func (l *Linear) In() int { return l.in }

// Out is the number of outputs.
func (l *Linear) Out() int { return l.out }

// Apply sets dst [rows][out] to the layer's outputs for x [rows][in]. x is
// rounded to 8 bits, with a scale for each row. The result of Encode with the
// same workspace stays valid.
func (l *Linear) Apply(w *Workspace, dst, x []float32, rows int) {
	if l.matrix != nil {
		w.rows.Quantise(x, rows, l.in)
		l.matrix.Multiply(dst, &w.rows)
		return
	}
	MatMul(dst, x, l.transposed, rows, l.in, l.out)
	for i := range rows {
		for j, b := range l.bias {
			dst[i*l.out+j] += b
		}
	}
}

// GELU applies x·Φ(x), Φ the normal distribution function, in place.
func GELU(x []float32) { kernel.GELU(x) }

// Softmax makes x a probability distribution, exp(x) divided by the sum, in place.
func Softmax(x []float32) { kernel.Softmax(x, 1) }

// MatMul sets dst [m][n] to a [m][k] times b [k][n], in fp32.
func MatMul(dst, a, b []float32, m, k, n int) { kernel.MatMul(dst, n, a, k, b, n, m, k, n) }
