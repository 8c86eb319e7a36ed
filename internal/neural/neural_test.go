package neural

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// models are the weights files with the vectors that training/parity.py made
// from them; the second may be absent.
var models = []struct{ weights, vectors string }{
	{"testdata/random.bin", "testdata/random.json"},
	{"../language/model/weights.bin", "../language/testdata/parity.json"},
}

type vectors struct {
	Linear  []float32 `json:"linear"` // [labels][hidden]
	Windows []struct {
		IDs    []int32   `json:"ids"`
		Shapes []uint8   `json:"shapes"`
		Exact  []float32 `json:"fp32"`   // [pieces][hidden]
		Labels []int     `json:"labels"` // of the int8 encoder; -1 where rounding decides
	} `json:"windows"`
}

func load(t testing.TB, weights, stored string) (*Model, *vectors) {
	t.Helper()
	m, err := Parse(read(t, weights))
	if err != nil {
		t.Fatal(err)
	}
	v := new(vectors)
	if err := json.Unmarshal(read(t, stored), v); err != nil {
		t.Fatal(err)
	}
	return m, v
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) && !strings.HasPrefix(path, "testdata/") {
		t.Skipf("%s is not here", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// eachKernel runs test once for every kernel that the processor has.
func eachKernel(t *testing.T, test func(t *testing.T)) {
	names, active := Kernels()
	defer UseKernel(active)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			if err := UseKernel(name); err != nil {
				t.Fatal(err)
			}
			test(t)
		})
	}
}

// TestParityExact holds the encoder in fp32 to the training framework.
func TestParityExact(t *testing.T) {
	for _, files := range models {
		t.Run(files.weights, func(t *testing.T) {
			m, v := load(t, files.weights, files.vectors)
			e, err := m.ExactEncoder()
			if err != nil {
				t.Fatal(err)
			}
			eachKernel(t, func(t *testing.T) {
				w := NewWorkspace()
				worst := 0.0
				for i, window := range v.Windows {
					got := e.Encode(w, window.IDs, window.Shapes)
					if len(got) != len(window.Exact) {
						t.Fatalf("window %d: %d values, want %d", i, len(got), len(window.Exact))
					}
					for j := range got {
						worst = max(worst, math.Abs(float64(got[j]-window.Exact[j])))
					}
				}
				t.Logf("largest difference %.1e", worst)
				if !(worst <= 1e-3) {
					t.Errorf("largest difference %g, at most 1e-3 is rounding", worst)
				}
			})
		})
	}
}

// TestParityInt8 compares decisions: a random linear layer over the rows must
// choose the same label as over the training framework's simulation.
func TestParityInt8(t *testing.T) {
	for _, files := range models {
		t.Run(files.weights, func(t *testing.T) {
			m, v := load(t, files.weights, files.vectors)
			e, err := m.Encoder()
			if err != nil {
				t.Fatal(err)
			}
			h := e.Hidden()
			eachKernel(t, func(t *testing.T) {
				w := NewWorkspace()
				same, rows := 0, 0
				for _, window := range v.Windows {
					x := e.Encode(w, window.IDs, window.Shapes)
					for i, want := range window.Labels {
						if want < 0 {
							continue
						}
						if best(v.Linear, x[i*h:(i+1)*h]) == want {
							same++
						}
						rows++
					}
				}
				t.Logf("%d of %d labels are the same", same, rows)
				if rows == 0 || float64(same) < 0.995*float64(rows) {
					t.Errorf("%d of %d labels are the same, want 99.5 %%", same, rows)
				}
			})
		})
	}
}

// best is the row of matrix whose product with x is largest.
func best(matrix, x []float32) int {
	label, largest := 0, math.Inf(-1)
	for i := 0; i < len(matrix); i += len(x) {
		sum := 0.0
		for j, v := range x {
			sum += float64(v) * float64(matrix[i+j])
		}
		if sum > largest {
			label, largest = i/len(x), sum
		}
	}
	return label
}

func TestModel(t *testing.T) {
	m, err := Parse(read(t, "testdata/random.bin"))
	if err != nil {
		t.Fatal(err)
	}
	if v := m.Vocabulary(); len(v) != 100 || v[99] != "piece99" {
		t.Errorf("vocabulary of %d pieces", len(v))
	}
	if got := string(m.Meta()); got != `{"labels": 40}` {
		t.Errorf("meta %s", got)
	}
	if len(m.Version()) != 12 {
		t.Errorf("version %q", m.Version())
	}
	for name, want := range map[string]string{"enc.ln.bias": "[64]", "enc.word.weight": "[100 64]"} {
		values, shape, err := m.Tensor(name)
		if err != nil || fmt.Sprint(shape) != want {
			t.Errorf("tensor %s: shape %v, error %v", name, shape, err)
		}
		if largest := values[0]; largest == 0 {
			t.Errorf("tensor %s begins with 0", name)
		}
	}
	if _, _, err := m.Tensor("nothing"); err == nil {
		t.Error("a tensor that is not there was given")
	}
	if _, err := m.Linear("nothing"); err == nil {
		t.Error("a layer that is not there was given")
	}
}

func TestLinear(t *testing.T) {
	m, v := load(t, "testdata/random.bin", "testdata/random.json")
	l, err := m.Linear("head.label")
	if err != nil {
		t.Fatal(err)
	}
	if l.In() != 64 || l.Out() != 40 {
		t.Fatalf("layer of %d inputs and %d outputs", l.In(), l.Out())
	}
	weight, _, _ := m.Tensor("head.label.weight")
	bias, _, _ := m.Tensor("head.label.bias")
	x := v.Windows[2].Exact
	rows := len(x) / 64
	dst := make([]float32, rows*40)
	l.Apply(NewWorkspace(), dst, x, rows)
	for i, got := range dst {
		want, size := float64(bias[i%40]), 0.0
		for j := range 64 {
			product := float64(x[i/40*64+j]) * float64(weight[i%40*64+j])
			want += product
			size += product * product
		}
		if math.Abs(float64(got)-want) > 0.05*(1+math.Sqrt(size)) {
			t.Fatalf("output %d is %g, in fp32 %g", i, got, want)
		}
	}
}

func TestEncodeDoesNotAllocate(t *testing.T) {
	m, v := load(t, "testdata/random.bin", "testdata/random.json")
	e, err := m.Encoder()
	if err != nil {
		t.Fatal(err)
	}
	l, err := m.Linear("head.label")
	if err != nil {
		t.Fatal(err)
	}
	w, window := NewWorkspace(), v.Windows[4]
	dst := make([]float32, len(window.IDs)*l.Out())
	if n := testing.AllocsPerRun(10, func() {
		l.Apply(w, dst, e.Encode(w, window.IDs, window.Shapes), len(window.IDs))
	}); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

// TestEncodeAgain has windows of all lengths leave nothing behind in the
// workspace.
func TestEncodeAgain(t *testing.T) {
	m, v := load(t, "testdata/random.bin", "testdata/random.json")
	e, err := m.Encoder()
	if err != nil {
		t.Fatal(err)
	}
	w := NewWorkspace()
	for _, window := range append(v.Windows, v.Windows...) {
		got := e.Encode(w, window.IDs, window.Shapes)
		want := e.Encode(NewWorkspace(), window.IDs, window.Shapes)
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("window of %d: value %d is %g, with a new workspace %g", len(window.IDs), i, got[i], want[i])
			}
		}
	}
	if got := e.Encode(w, nil, nil); len(got) != 0 {
		t.Errorf("%d values for no pieces", len(got))
	}
}

// sealed gives a file with this header and data, and a right checksum.
func sealed(header string, data []byte) []byte {
	header += strings.Repeat(" ", (alignment-(len(magic)+8+len(header))%alignment)%alignment)
	file := append([]byte(magic), 1, 0, 0, 0)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(header)))
	file = append(append(file, header...), data...)
	sum := sha256.Sum256(file)
	return append(file, sum[:]...)
}

func TestParseRefuses(t *testing.T) {
	good := sealed(`{}`, nil)
	if _, err := Parse(good); err != nil {
		t.Fatal(err)
	}
	changed := func(at int, b byte) []byte {
		c := bytes.Clone(good)
		c[at] ^= b
		return c
	}
	tensors := func(list string) []byte { return sealed(`{"tensors":[`+list+`]}`, make([]byte, 128)) }
	for _, test := range []struct {
		name, want string
		file       []byte
	}{
		{"empty", "not a weights file", nil},
		{"other magic", "not a weights file", changed(0, 1)},
		{"other version", "format version 3", changed(8, 2)},
		{"damaged", "checksum", changed(20, 1)},
		{"cut short", "checksum", good[:len(good)-1]},
		{"no JSON", "header: ", sealed(`{`, nil)},
		{"twice", `"a" stands twice`, tensors(`{"name":"a","dtype":"f32","shape":[1]},{"name":"a","dtype":"f32","shape":[1]}`)},
		{"dtype", `dtype "f64"`, tensors(`{"name":"a","dtype":"f64","shape":[1]}`)},
		{"rank", "shape [4]", tensors(`{"name":"a","dtype":"int8","shape":[4]}`)},
		{"too large", "does not fit", tensors(`{"name":"a","dtype":"f32","shape":[33]}`)},
		{"overflow", "does not fit", tensors(`{"name":"a","dtype":"f32","shape":[4294967296,4294967296]}`)},
		{"negative", "does not fit", tensors(`{"name":"a","dtype":"f32","shape":[-1]}`)},
		{"offset", "offset 32", tensors(`{"name":"a","dtype":"f32","shape":[1],"offset":32}`)},
		{"beyond the end", "offset 128", tensors(`{"name":"a","dtype":"f32","shape":[1],"offset":128}`)},
		{"no scale", `"a.scale" of shape [2]`, tensors(`{"name":"a","dtype":"int8","shape":[2,2]}`)},
	} {
		if _, err := Parse(test.file); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}

func TestEncoderRefuses(t *testing.T) {
	random := read(t, "testdata/random.bin")
	length := binary.LittleEndian.Uint32(random[len(magic)+4:])
	start := len(magic) + 8
	header, data := string(random[start:start+int(length)]), random[start+int(length):len(random)-sha256.Size]
	for _, test := range []struct{ old, new, want string }{
		{`"hidden": 64`, `"hidden": 60`, "no encoder has the shape"},
		{`"heads": 4`, `"heads": 0`, "no encoder has the shape"},
		{`"layers": 2`, `"layers": 3`, `"enc.layers.2.qkv.weight"`},
		{`"layers": 2`, `"layers": 1000000000`, `"enc.layers.2.qkv.weight"`},
		{`"feed_forward": 128`, `"feed_forward": 64`, "up.weight"},
		{`"enc.ln.bias"`, `"enc.ln.bins"`, `"enc.ln.bias"`},
	} {
		m, err := Parse(sealed(strings.TrimRight(strings.Replace(header, test.old, test.new, 1), " "), data))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Encoder(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one with %q", test.new, err, test.want)
		}
	}
}

// FuzzParse puts a right checksum on what it is given, else nothing would get
// past it. The data of every file are those of the random model.
func FuzzParse(f *testing.F) {
	random := read(f, "testdata/random.bin")
	start := len(magic) + 8
	end := start + int(binary.LittleEndian.Uint32(random[len(magic)+4:]))
	data := random[end : len(random)-sha256.Size]
	f.Add(random[start:end])
	f.Add([]byte(`{"tensors":[{"name":"a.weight","dtype":"int8","shape":[2,2]},{"name":"a.weight.scale","dtype":"f32","shape":[2],"offset":64}]}`))
	f.Fuzz(func(t *testing.T, header []byte) {
		if _, err := Parse(header); err == nil {
			t.Error("a file without a checksum was taken")
		}
		m, err := Parse(sealed(string(header), data))
		if err != nil {
			return
		}
		for name := range m.tensors {
			if _, _, err := m.Tensor(name); err != nil {
				t.Error(err)
			}
			m.Linear(strings.TrimSuffix(name, ".weight"))
		}
		if e, err := m.Encoder(); err == nil {
			e.Encode(NewWorkspace(), []int32{0}, []uint8{0})
		}
	})
}
