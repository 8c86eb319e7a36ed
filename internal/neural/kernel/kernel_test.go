package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// each runs test once for every path that the processor has.
func each(t *testing.T, test func(t *testing.T, p *path)) {
	for _, p := range paths {
		t.Run(p.name, func(t *testing.T) {
			if err := Use(p.name); err != nil {
				t.Fatal(err)
			}
			defer func() { active = paths[0] }()
			test(t, p)
		})
	}
}

func normal(r *rand.Rand, n int, deviation float64) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * deviation)
	}
	return x
}

func TestNames(t *testing.T) {
	names := Names()
	if names[len(names)-1] != "portable" || Active() != names[0] {
		t.Errorf("paths %v, active %s: want portable last and the first active", names, Active())
	}
	if err := Use("abacus"); err == nil {
		t.Error("a path that does not exist was taken")
	}
	// DATELINE_KERNEL names a path that must not be missing where the tests run.
	if want := os.Getenv("DATELINE_KERNEL"); want != "" && !slices.Contains(names, want) {
		t.Errorf("path %s is not among %v", want, names)
	}
}

// TestTile compares integers, at the extremes too, where 16-bit sums would
// overflow.
func TestTile(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(1, 2))
		for _, k := range []int{16, 32, 48, 64, 384, 1536} {
			for _, extreme := range []bool{false, true} {
				a, b := make([]byte, tileRows*k), make([]byte, tileCols*k)
				for _, s := range [][]byte{a, b} {
					for i := range s {
						s[i] = byte(int8(r.IntN(255) - 127))
						if extreme {
							s[i] = byte(int8(127 * (1 - 2*r.IntN(2))))
						}
					}
				}
				var want, got [tileRows * tileCols]int32
				tilePortable(&want, nil, a, k, b, k)
				start := make([]int32, tileCols)
				for i, w := range b {
					start[i/4%tileCols] -= 128 * int32(int8(w))
				}
				for i := range a {
					a[i] ^= p.flip
				}
				p.tile(&got, start, a, k, b, k)
				if got != want {
					t.Fatalf("k %d, extreme %v: integers differ from the portable path", k, extreme)
				}
			}
		}
	})
}

func TestMultiply(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(3, 4))
		var rows Rows
		for _, shape := range []struct{ rows, in, out int }{
			{1, 16, 1}, {3, 20, 5}, {7, 33, 48}, {8, 64, 49}, {9, 64, 96}, {37, 384, 100}, {130, 48, 192}, {257, 100, 7},
		} {
			x := normal(r, shape.rows*shape.in, 1)
			weights := make([]byte, shape.out*shape.in)
			for i := range weights {
				weights[i] = byte(int8(r.IntN(255) - 127))
			}
			scale, bias := normal(r, shape.out, 0.01), normal(r, shape.out, 1)
			m, err := NewMatrix(weights, scale, bias)
			if err != nil {
				t.Fatal(err)
			}
			got := make([]float32, shape.rows*shape.out)
			rows.Quantise(x, shape.rows, shape.in)
			m.Multiply(got, &rows)
			q := make([]byte, shape.in)
			for i := range shape.rows {
				s := quantisePortable(q, x[i*shape.in:(i+1)*shape.in], 0)
				for o := range shape.out {
					sum := int32(0)
					for j, w := range weights[o*shape.in : (o+1)*shape.in] {
						sum += int32(int8(q[j])) * int32(int8(w))
					}
					want := float64(sum)*float64(scale[o])*float64(s) + float64(bias[o])
					if g := got[i*shape.out+o]; math.Abs(float64(g)-want) > 1e-5*(1+math.Abs(want)) {
						t.Fatalf("%+v: [%d,%d] is %g, want %g", shape, i, o, g, want)
					}
				}
			}
		}
	})
}

func TestNewMatrixRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		weights     []byte
		scale, bias []float32
	}{
		"no output":       {[]byte{1, 2}, nil, nil},
		"not whole rows":  {[]byte{1, 2, 3}, make([]float32, 2), make([]float32, 2)},
		"too few biases":  {[]byte{1, 2}, make([]float32, 2), make([]float32, 1)},
		"weight of -128":  {[]byte{0x80, 2}, make([]float32, 2), make([]float32, 2)},
		"weights missing": {nil, make([]float32, 2), make([]float32, 2)},
	} {
		if _, err := NewMatrix(test.weights, test.scale, test.bias); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestQuantise(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(5, 6))
		for _, n := range []int{16, 48, 64, 384, 1536} {
			for _, deviation := range []float64{0, 1e-12, 1, 1e4} {
				x := normal(r, n, deviation)
				want, got := make([]byte, n), make([]byte, n)
				wantScale := quantisePortable(want, x, p.flip)
				if scale := p.quantise(got, x, p.flip); scale != wantScale || !slices.Equal(got, want) {
					t.Errorf("%d values of deviation %g: scale %g, want %g, or other bytes", n, deviation, scale, wantScale)
				}
			}
		}
	})
}

func TestGELU(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		var x []float32
		for v := -20.0; v <= 20; v += 1.0 / 512 {
			x = append(x, float32(v))
		}
		got := slices.Clone(x)
		GELU(got)
		for i, v := range x {
			want := float64(v) * 0.5 * math.Erfc(-float64(v)/math.Sqrt2)
			if math.Abs(float64(got[i])-want) > 1e-5 {
				t.Fatalf("GELU(%g) is %g, want %g", v, got[i], want)
			}
		}
	})
}

func TestAddNorm(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(7, 8))
		for _, n := range []int{1, 15, 16, 64, 384} {
			x, y, gain, bias := normal(r, n, 3), normal(r, n, 1), normal(r, n, 1), normal(r, n, 1)
			mean, variance := 0.0, 0.0
			for i := range x {
				mean += float64(x[i]+y[i]) / float64(n)
			}
			for i := range x {
				variance += (float64(x[i]+y[i]) - mean) * (float64(x[i]+y[i]) - mean) / float64(n)
			}
			want := make([]float64, n)
			for i := range x {
				want[i] = (float64(x[i]+y[i])-mean)/math.Sqrt(variance+1e-12)*float64(gain[i]) + float64(bias[i])
			}
			AddNorm(x, y, gain, bias, 1e-12)
			compare(t, fmt.Sprint(n, " values"), x, want, 1e-5)
		}
	})
}

func TestSoftmax(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(9, 10))
		for _, n := range []int{0, 1, 7, 16, 48, 512} {
			x := normal(r, n, 8)
			if n > 2 {
				x[n-1] = -math.MaxFloat32
			}
			largest, sum := math.Inf(-1), 0.0
			for _, v := range x {
				largest = max(largest, float64(v)/2)
			}
			want := make([]float64, n)
			for i, v := range x {
				want[i] = math.Exp(float64(v)/2 - largest)
				sum += want[i]
			}
			for i := range want {
				want[i] /= sum
			}
			Softmax(x, 0.5)
			compare(t, fmt.Sprint(n, " values"), x, want, 2e-6)
		}
	})
}

// TestMatMul also sees to it that nothing beside the product is written.
func TestMatMul(t *testing.T) {
	each(t, func(t *testing.T, p *path) {
		r := rand.New(rand.NewPCG(11, 12))
		for _, shape := range []struct{ m, k, n, beside int }{
			{0, 3, 3, 0}, {3, 0, 3, 1}, {1, 1, 1, 0}, {8, 5, 32, 0}, {9, 32, 64, 3}, {17, 16, 31, 1}, {8, 7, 33, 5}, {3, 100, 70, 0}, {25, 3, 1, 2},
		} {
			m, k, n := shape.m, shape.k, shape.n
			lda, ldb, ldc := k+shape.beside, n+shape.beside, n+shape.beside
			a, b, c := normal(r, m*lda, 1), normal(r, k*ldb, 1), normal(r, m*ldc, 1)
			want := make([]float64, len(c))
			for i := range c {
				want[i] = float64(c[i])
				if i%ldc >= n {
					continue
				}
				want[i] = 0
				for l := range k {
					want[i] += float64(a[i/ldc*lda+l]) * float64(b[l*ldb+i%ldc])
				}
			}
			MatMul(c, ldc, a, lda, b, ldb, m, k, n)
			compare(t, fmt.Sprintf("%+v", shape), c, want, 1e-5)
		}
	})
}

func compare(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	for i := range got {
		if math.Abs(float64(got[i])-want[i]) > tolerance*(1+math.Abs(want[i])) {
			t.Fatalf("%s: value %d is %g, want %g", what, i, got[i], want[i])
		}
	}
}

// TestGenerated fails where the assembly is not what its generator writes.
func TestGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the generator")
	}
	command, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command here")
	}
	written := t.TempDir()
	run := exec.Command(command, "run", ".", "-out", written)
	run.Dir = "_asm"
	run.Env = append(os.Environ(), "GOOS=", "GOARCH=", "GOFLAGS=")
	if message, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, message)
	}
	for _, name := range []string{"kernel_amd64.s", "kernel_arm64.s"} {
		want, err := os.ReadFile(filepath.Join(written, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is not what _asm writes: run go generate", name)
		}
	}
}

func BenchmarkMultiply(b *testing.B) {
	for _, name := range Names() {
		if name == "portable" {
			continue
		}
		for _, shape := range []struct{ in, out int }{{384, 1152}, {1536, 384}} {
			b.Run(fmt.Sprintf("%s/%dx%d", name, shape.in, shape.out), func(b *testing.B) {
				if err := Use(name); err != nil {
					b.Fatal(err)
				}
				defer func() { active = paths[0] }()
				const rows = 64
				m, err := NewMatrix(make([]byte, shape.in*shape.out), make([]float32, shape.out), make([]float32, shape.out))
				if err != nil {
					b.Fatal(err)
				}
				var r Rows
				r.Quantise(make([]float32, rows*shape.in), rows, shape.in)
				dst := make([]float32, rows*shape.out)
				for b.Loop() {
					m.Multiply(dst, &r)
				}
				b.ReportMetric(float64(b.N)*rows*float64(shape.in*shape.out)/b.Elapsed().Seconds()/1e9, "GMAC/s")
			})
		}
	}
}
