package neural

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"dateline/internal/neural/kernel"
)

// Encoder is a transformer encoder with the layer norms after the sums (Devlin
// et al., BERT, 2019), to whose word embedding that of the word's capital shape
// is added. It does not change and may be shared.
type Encoder struct {
	config    Config
	words     []byte    // int8 [vocabulary][hidden]
	wordScale []float32 // [vocabulary]
	positions []float32 // [positions][hidden]
	shapes    []float32 // [shapes][hidden]
	norm      norm
	layers    []layer
}

type layer struct {
	qkv, output, up, down *Linear
	afterOutput           norm
	afterDown             norm
}

type norm struct{ gain, bias []float32 }

// Encoder prepares the encoder in 8 bits.
func (m *Model) Encoder() (*Encoder, error) { return m.encoder(false) }

// ExactEncoder prepares the encoder in fp32: the weights are those of the file,
// the activations are not rounded. It is slow and serves to check the other
// against the training framework.
func (m *Model) ExactEncoder() (*Encoder, error) { return m.encoder(true) }

func (m *Model) encoder(exact bool) (*Encoder, error) {
	c := m.config
	if c.Hidden <= 0 || c.Hidden%16 != 0 || c.Heads <= 0 || c.Hidden%c.Heads != 0 || c.Layers <= 0 || c.Positions <= 0 || c.Shapes <= 0 {
		return nil, fmt.Errorf("weights %s: no encoder has the shape %+v: hidden must be a multiple of 16 and of heads", m.version, c)
	}
	e := &Encoder{config: c}
	if err := m.check("enc.word.weight", true, c.Vocabulary, c.Hidden); err != nil {
		return nil, err
	}
	e.words, e.wordScale = m.tensors["enc.word.weight"].data, m.floats("enc.word.weight.scale")
	var err error
	if e.positions, err = m.expect("enc.pos.weight", c.Positions, c.Hidden); err != nil {
		return nil, err
	}
	if e.shapes, err = m.expect("enc.shape.weight", c.Shapes, c.Hidden); err != nil {
		return nil, err
	}
	if e.norm, err = m.norm("enc.ln"); err != nil {
		return nil, err
	}
	// Each tensor is there before memory is taken for it: the count of layers
	// is only the file's word.
	for i := range c.Layers {
		if _, ok := m.tensors[fmt.Sprintf("enc.layers.%d.qkv.weight", i)]; !ok {
			return nil, fmt.Errorf("weights %s: no tensor %q", m.version, fmt.Sprintf("enc.layers.%d.qkv.weight", i))
		}
		e.layers = append(e.layers, layer{})
	}
	if err := m.loadLayers(e.layers, exact); err != nil {
		return nil, err
	}
	return e, nil
}

// loadLayers fills the layers on all cores; packing is most of the work of
// starting.
func (m *Model) loadLayers(layers []layer, exact bool) error {
	errs := make([]error, len(layers))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(layers)) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(layers) {
					return
				}
				layers[i], errs[i] = m.layer(i, exact)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *Model) layer(i int, exact bool) (l layer, err error) {
	c, prefix := m.config, fmt.Sprintf("enc.layers.%d.", i)
	for _, part := range []struct {
		to      **Linear
		name    string
		out, in int
	}{
		{&l.qkv, "qkv", 3 * c.Hidden, c.Hidden},
		{&l.output, "o", c.Hidden, c.Hidden},
		{&l.up, "up", c.FeedForward, c.Hidden},
		{&l.down, "down", c.Hidden, c.FeedForward},
	} {
		if err := m.check(prefix+part.name+".weight", true, part.out, part.in); err != nil {
			return l, err
		}
		if *part.to, err = m.linear(prefix+part.name, exact); err != nil {
			return l, err
		}
	}
	if l.afterOutput, err = m.norm(prefix + "ln1"); err != nil {
		return l, err
	}
	l.afterDown, err = m.norm(prefix + "ln2")
	return l, err
}

func (m *Model) norm(name string) (n norm, err error) {
	if n.gain, err = m.expect(name+".weight", m.config.Hidden); err != nil {
		return n, err
	}
	n.bias, err = m.expect(name+".bias", m.config.Hidden)
	return n, err
}

// Workspace is the working memory of one goroutine. It grows to what the
// longest window needs and is used again.
type Workspace struct {
	rows    kernel.Rows
	x       []float32 // [rows][hidden]: the result
	y       []float32 // [rows][hidden]
	qkv     []float32 // [rows][3·hidden]
	wide    []float32 // [rows][feed forward]
	keys    []float32 // [head width][stride]: one head's keys, transposed
	values  []float32 // [rows][head width]: one head's values
	weights []float32 // [rows][stride]: attention
}

// NewWorkspace is empty working memory.
func NewWorkspace() *Workspace { return &Workspace{} }

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// Hidden is the number of values in a row of the result.
func (e *Encoder) Hidden() int { return e.config.Hidden }

// Longest is the number of pieces in the longest window.
func (e *Encoder) Longest() int { return e.config.Positions }

// Encode gives a row of Hidden values for each word piece of one window. ids
// are indexes into the vocabulary; shapes, as long, are the capital shapes. The
// result is valid until the next Encode with w. It panics where an id or a shape
// is out of range or the window is too long.
func (e *Encoder) Encode(w *Workspace, ids []int32, shapes []uint8) []float32 {
	n, h := len(ids), e.config.Hidden
	if len(shapes) != n || n > e.config.Positions {
		panic(fmt.Sprintf("neural: %d pieces with %d shapes, at most %d pieces fit a window", n, len(shapes), e.config.Positions))
	}
	if n == 0 {
		return nil
	}
	w.x, w.y = grow(w.x, n*h), grow(w.y, n*h)
	w.qkv, w.wide = grow(w.qkv, n*3*h), grow(w.wide, n*e.config.FeedForward)
	for i, id := range ids {
		x := w.x[i*h : (i+1)*h]
		scale := e.wordScale[id]
		word, shape := e.words[int(id)*h:][:h], e.shapes[int(shapes[i])*h:][:h]
		for j := range x {
			x[j] = float32(int8(word[j]))*scale + shape[j]
		}
		kernel.AddNorm(x, e.positions[i*h:(i+1)*h], e.norm.gain, e.norm.bias, e.config.Epsilon)
	}
	for i := range e.layers {
		l := &e.layers[i]
		l.qkv.Apply(w, w.qkv, w.x, n)
		e.attend(w, n)
		l.output.Apply(w, w.wide, w.y, n)
		e.addNorm(w.x, w.wide, l.afterOutput)
		l.up.Apply(w, w.wide, w.x, n)
		kernel.GELU(w.wide)
		l.down.Apply(w, w.y, w.wide, n)
		e.addNorm(w.x, w.y, l.afterDown)
	}
	return w.x
}

func (e *Encoder) addNorm(x, y []float32, n norm) {
	h := e.config.Hidden
	for i := 0; i < len(x); i += h {
		kernel.AddNorm(x[i:i+h], y[i:i+h], n.gain, n.bias, e.config.Epsilon)
	}
}

// attend sets w.y [n][hidden] to the scaled dot-product attention of w.qkv
// [n][query, key, value][head][width] (Vaswani et al., 2017, section 3.2).
func (e *Encoder) attend(w *Workspace, n int) {
	h := e.config.Hidden
	width := h / e.config.Heads
	stride := (n + 31) / 32 * 32 // whole blocks of the product
	w.keys, w.values, w.weights = grow(w.keys, width*stride), grow(w.values, n*width), grow(w.weights, n*stride)
	scale := float32(1 / math.Sqrt(float64(width)))
	for head := 0; head < h; head += width {
		for i := range n {
			for j, v := range w.qkv[i*3*h+h+head:][:width] {
				w.keys[j*stride+i] = v
			}
			copy(w.values[i*width:(i+1)*width], w.qkv[i*3*h+2*h+head:])
		}
		kernel.MatMul(w.weights, stride, w.qkv[head:], 3*h, w.keys, stride, n, width, stride)
		for i := range n {
			row := w.weights[i*stride : (i+1)*stride]
			for j := n; j < stride; j++ {
				row[j] = -math.MaxFloat32
			}
			kernel.Softmax(row, scale)
		}
		kernel.MatMul(w.y[head:], h, w.weights, stride, w.values, width, n, n, width)
	}
}
