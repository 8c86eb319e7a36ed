package neural

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// weights gives the file that the variable DATELINE_WEIGHTS names, or a random
// one of the real size: 12 layers, hidden 384, 30,522 word pieces.
var weights = sync.OnceValue(func() []byte {
	if path := os.Getenv("DATELINE_WEIGHTS"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			panic(err)
		}
		return data
	}
	const hidden, forward, words = 384, 1536, 30522
	random := rand.New(rand.NewPCG(1, 2))
	type entry struct {
		Name   string `json:"name"`
		Type   string `json:"dtype"`
		Shape  []int  `json:"shape"`
		Offset int    `json:"offset"`
	}
	var tensors []entry
	var data []byte
	add := func(name, dtype string, shape ...int) {
		tensors = append(tensors, entry{name, dtype, shape, len(data)})
		n := 1
		for _, s := range shape {
			n *= s
		}
		for range n {
			if dtype == "int8" {
				data = append(data, byte(int8(random.IntN(255)-127)))
				continue
			}
			value := 0.0005 * float32(1+random.IntN(2))
			if strings.Contains(name, "ln") {
				value = 1
			}
			bits := math.Float32bits(value)
			data = append(data, byte(bits), byte(bits>>8), byte(bits>>16), byte(bits>>24))
		}
		for len(data)%alignment != 0 {
			data = append(data, 0)
		}
	}
	int8 := func(name string, out, in int) {
		add(name+".weight", "int8", out, in)
		add(name+".weight.scale", "f32", out)
	}
	norm := func(name string) {
		add(name+".weight", "f32", hidden)
		add(name+".bias", "f32", hidden)
	}
	int8("enc.word", words, hidden)
	add("enc.pos.weight", "f32", 512, hidden)
	add("enc.shape.weight", "f32", 8, hidden)
	norm("enc.ln")
	for i := range 12 {
		at := fmt.Sprintf("enc.layers.%d.", i)
		for _, l := range []struct {
			name    string
			out, in int
		}{{"qkv", 3 * hidden, hidden}, {"o", hidden, hidden}, {"up", forward, hidden}, {"down", hidden, forward}} {
			int8(at+l.name, l.out, l.in)
			add(at+l.name+".bias", "f32", l.out)
		}
		norm(at + "ln1")
		norm(at + "ln2")
	}
	vocabulary := make([]string, words)
	for i := range vocabulary {
		vocabulary[i] = fmt.Sprint("piece", i)
	}
	header, err := json.Marshal(map[string]any{
		"config":  Config{hidden, 12, 12, forward, 512, words, 8, 1e-12},
		"tensors": tensors, "vocabulary": vocabulary,
	})
	if err != nil {
		panic(err)
	}
	return sealed(string(header), data)
})

// BenchmarkLoad is Parse and Encoder for a file of the real size.
func BenchmarkLoad(b *testing.B) {
	data := weights()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		m, err := Parse(data)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := m.Encoder(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChecksum(b *testing.B) {
	data := weights()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		sha256.Sum256(data)
	}
}

// BenchmarkEncode reports word pieces a second.
func BenchmarkEncode(b *testing.B) {
	m, err := Parse(weights())
	if err != nil {
		b.Fatal(err)
	}
	whole, err := m.Encoder()
	if err != nil {
		b.Fatal(err)
	}
	for _, layers := range []int{6, 12} {
		e := *whole
		e.layers = e.layers[:layers]
		for _, pieces := range []int{32, 64, 128, 192} {
			ids, shapes := make([]int32, pieces), make([]uint8, pieces)
			for i := range ids {
				ids[i], shapes[i] = int32(1000+37*i), uint8(i%8)
			}
			for _, goroutines := range []int{1, 2} {
				b.Run(fmt.Sprintf("layers=%d/pieces=%d/goroutines=%d", layers, pieces, goroutines), func(b *testing.B) {
					var next atomic.Int64
					var group sync.WaitGroup
					for range goroutines {
						group.Go(func() {
							w := NewWorkspace()
							for next.Add(1) <= int64(b.N) {
								e.Encode(w, ids, shapes)
							}
						})
					}
					group.Wait()
					b.ReportMetric(float64(b.N*pieces)/b.Elapsed().Seconds(), "pieces/s")
				})
			}
		}
	}
}
