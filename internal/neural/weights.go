// Package neural runs the encoder and the linear layers of the trained model,
// in 8 bits, from one weights file (docs/weights.md).
package neural

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
)

const (
	magic     = "dateline"
	version   = 1
	alignment = 64 // of each tensor in the file
)

// Config is the shape of the encoder.
type Config struct {
	Hidden      int     `json:"hidden"` // a multiple of 16
	Heads       int     `json:"heads"`
	Layers      int     `json:"layers"`
	FeedForward int     `json:"feed_forward"`
	Positions   int     `json:"positions"` // the longest window
	Vocabulary  int     `json:"vocabulary"`
	Shapes      int     `json:"shapes"` // of capitals
	Epsilon     float32 `json:"epsilon"`
}

// A Model is a weights file that has been checked. It keeps no working memory
// and may be used by many goroutines.
type Model struct {
	version    string
	config     Config
	vocabulary []string
	meta       json.RawMessage
	tensors    map[string]tensor
}

type tensor struct {
	shape []int
	int8  bool
	data  []byte // int8, or little-endian float32
}

// Parse reads a weights file. The model keeps data, which must not change.
func Parse(data []byte) (*Model, error) {
	m, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return m, nil
}

func parse(data []byte) (*Model, error) {
	const fixed = len(magic) + 8
	if len(data) < fixed+sha256.Size || string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("%d bytes that do not begin with %q and end with a checksum: not a weights file", len(data), magic)
	}
	if v := binary.LittleEndian.Uint32(data[len(magic):]); v != version {
		return nil, fmt.Errorf("format version %d, this program reads %d: export the weights again", v, version)
	}
	body, stored := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], stored) {
		return nil, fmt.Errorf("checksum %.6x, the file says %.6x: the file is damaged, fetch it again", sum, stored)
	}
	length := int(binary.LittleEndian.Uint32(data[len(magic)+4:]))
	if length > len(body)-fixed || (fixed+length)%alignment != 0 {
		return nil, fmt.Errorf("header of %d bytes in a file of %d: it must end at a multiple of %d within the file", length, len(data), alignment)
	}
	var header struct {
		Config  Config `json:"config"`
		Tensors []struct {
			Name   string `json:"name"`
			Type   string `json:"dtype"`
			Shape  []int  `json:"shape"`
			Offset int    `json:"offset"`
		} `json:"tensors"`
		Vocabulary []string        `json:"vocabulary"`
		Meta       json.RawMessage `json:"meta"`
	}
	if err := json.Unmarshal(body[fixed:fixed+length], &header); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	m := &Model{
		version:    hex.EncodeToString(stored[:6]),
		config:     header.Config,
		vocabulary: header.Vocabulary,
		meta:       header.Meta,
		tensors:    make(map[string]tensor, len(header.Tensors)),
	}
	body = body[fixed+length:]
	for _, h := range header.Tensors {
		if _, twice := m.tensors[h.Name]; twice {
			return nil, fmt.Errorf("tensor %q stands twice in the header", h.Name)
		}
		t := tensor{shape: h.Shape, int8: h.Type == "int8"}
		size := 1
		switch h.Type {
		case "int8":
			if len(h.Shape) != 2 {
				return nil, fmt.Errorf("tensor %q: shape %v, int8 tensors are [out, in]", h.Name, h.Shape)
			}
		case "f32":
			size = 4
		default:
			return nil, fmt.Errorf("tensor %q: dtype %q, known are int8 and f32", h.Name, h.Type)
		}
		for _, n := range h.Shape {
			if n <= 0 || size > len(body)/n {
				return nil, fmt.Errorf("tensor %q: shape %v does not fit %d bytes of data", h.Name, h.Shape, len(body))
			}
			size *= n
		}
		if h.Offset < 0 || h.Offset%alignment != 0 || h.Offset > len(body)-size {
			return nil, fmt.Errorf("tensor %q: offset %d, must be a multiple of %d with %d bytes after it of %d", h.Name, h.Offset, alignment, size, len(body))
		}
		t.data = body[h.Offset : h.Offset+size]
		m.tensors[h.Name] = t
	}
	for name, t := range m.tensors {
		if !t.int8 {
			continue
		}
		if s, ok := m.tensors[name+".scale"]; !ok || s.int8 || len(s.shape) != 1 || s.shape[0] != t.shape[0] {
			return nil, fmt.Errorf("tensor %q is int8 and wants an f32 tensor %q of shape [%d]", name, name+".scale", t.shape[0])
		}
	}
	return m, nil
}

// Version is the beginning of the file's checksum, 12 hexadecimal digits.
func (m *Model) Version() string { return m.version }

// Meta is what training wrote into the header for the heads: labels, tables.
func (m *Model) Meta() json.RawMessage { return m.meta }

// Vocabulary lists the word pieces; a piece's index is its id.
func (m *Model) Vocabulary() []string { return m.vocabulary }

// Config is the shape of the encoder.
func (m *Model) Config() Config { return m.config }

// Tensor gives a fp32 tensor, in rows, and its shape. An int8 tensor is given
// in fp32 too, each row times its scale.
func (m *Model) Tensor(name string) (values []float32, shape []int, err error) {
	t, ok := m.tensors[name]
	if !ok {
		return nil, nil, fmt.Errorf("weights %s: no tensor %q", m.version, name)
	}
	if t.int8 {
		return dequantise(t.data, m.floats(name+".scale")), t.shape, nil
	}
	return m.floats(name), t.shape, nil
}

// floats is the fp32 tensor of that name, or nil.
func (m *Model) floats(name string) []float32 {
	data := m.tensors[name].data
	values := make([]float32, len(data)/4)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[i*4:]))
	}
	return values
}

func dequantise(rows []byte, scale []float32) []float32 {
	values := make([]float32, len(rows))
	width := len(rows) / len(scale)
	for i, b := range rows {
		values[i] = float32(int8(b)) * scale[i/width]
	}
	return values
}

// expect gives the fp32 tensor of that name and exactly that shape.
func (m *Model) expect(name string, shape ...int) ([]float32, error) {
	if err := m.check(name, false, shape...); err != nil {
		return nil, err
	}
	return m.floats(name), nil
}

func (m *Model) check(name string, int8 bool, shape ...int) error {
	t, ok := m.tensors[name]
	if !ok || t.int8 != int8 || fmt.Sprint(t.shape) != fmt.Sprint(shape) {
		kind := "f32"
		if int8 {
			kind = "int8"
		}
		return fmt.Errorf("weights %s: tensor %q must be %s of shape %v and is %v", m.version, name, kind, shape, t.shape)
	}
	return nil
}
