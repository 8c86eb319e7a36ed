//go:build !purego

package kernel

import "golang.org/x/sys/cpu"

func available() []*path {
	var found []*path
	x := &cpu.X86
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		found = append(found, &path{
			name: "avx512vnni", flip: 0x80,
			quantise: quantiseAVX512, tile: tileAVX512, dequantise: dequantiseAVX512,
			gelu: geluAVX512, addNorm: addNormAVX512, softmax: softmaxAVX512,
			block: blockAVX512, edge8: edge8AVX512, edge1: edge1AVX512,
		})
	}
	if x.HasAVX2 && x.HasFMA {
		found = append(found, &path{
			name:     "avx2",
			quantise: quantiseAVX2, tile: tileAVX2, dequantise: dequantiseAVX2,
			gelu: geluAVX2, addNorm: addNormAVX2, softmax: softmaxAVX2,
			block: blockAVX2, edge8: edge8AVX2, edge1: edge1AVX2,
		})
	}
	return found
}

//go:noescape
func quantiseAVX512(dst []byte, x []float32, flip byte) (scale float32)

//go:noescape
func tileAVX512(acc *[tileRows * tileCols]int32, start []int32, a []byte, lda int, b []byte, k int)

//go:noescape
func dequantiseAVX512(dst []float32, stride int, acc *[tileRows * tileCols]int32, rowScale, scale, bias []float32)

//go:noescape
func geluAVX512(x []float32)

//go:noescape
func addNormAVX512(x, y, gain, bias []float32, epsilon float32)

//go:noescape
func softmaxAVX512(x []float32, scale float32)

//go:noescape
func blockAVX512(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k int)

//go:noescape
func edge8AVX512(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int)

//go:noescape
func edge1AVX512(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int)

//go:noescape
func quantiseAVX2(dst []byte, x []float32, flip byte) (scale float32)

//go:noescape
func tileAVX2(acc *[tileRows * tileCols]int32, start []int32, a []byte, lda int, b []byte, k int)

//go:noescape
func dequantiseAVX2(dst []float32, stride int, acc *[tileRows * tileCols]int32, rowScale, scale, bias []float32)

//go:noescape
func geluAVX2(x []float32)

//go:noescape
func addNormAVX2(x, y, gain, bias []float32, epsilon float32)

//go:noescape
func softmaxAVX2(x []float32, scale float32)

//go:noescape
func blockAVX2(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k int)

//go:noescape
func edge8AVX2(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int)

//go:noescape
func edge1AVX2(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k, n int)
