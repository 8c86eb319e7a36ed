package kernel

import "math"

// smallest stands in for max|x| in rows of zeros.
const smallest = 1e-8

func quantisePortable(dst []byte, x []float32, flip byte) float32 {
	largest := float32(smallest)
	for _, v := range x {
		largest = max(largest, v, -v)
	}
	inverse := 127 / largest
	for i, v := range x {
		dst[i] = byte(int8(math.RoundToEven(float64(v*inverse)))) ^ flip
	}
	return largest / 127
}

func tilePortable(acc *[tileRows * tileCols]int32, _ []int32, a []byte, lda int, b []byte, k int) {
	clear(acc[:])
	for i := 0; i < k; i += 4 {
		b4 := b[i*tileCols : (i+4)*tileCols]
		for r := range tileRows {
			a4 := a[r*lda+i : r*lda+i+4]
			a0, a1, a2, a3 := int32(int8(a4[0])), int32(int8(a4[1])), int32(int8(a4[2])), int32(int8(a4[3]))
			row := acc[r*tileCols : (r+1)*tileCols]
			for c := range row {
				w := b4[c*4 : c*4+4]
				row[c] += a0*int32(int8(w[0])) + a1*int32(int8(w[1])) + a2*int32(int8(w[2])) + a3*int32(int8(w[3]))
			}
		}
	}
}

func dequantisePortable(dst []float32, stride int, acc *[tileRows * tileCols]int32, rowScale, scale, bias []float32) {
	for r, s := range rowScale {
		to := dst[r*stride : r*stride+tileCols]
		for c := range to {
			to[c] = float32(acc[r*tileCols+c])*scale[c]*s + bias[c]
		}
	}
}

// The normal distribution function is ½ + z·P(u) with z = x held to ±5 and
// u = 2z²/25 - 1: a minimax fit, weighted by |z| and pinned at the ends, whose
// error in x·Φ(x) is 2e-6. u keeps the sum well conditioned.
const geluLimit = 5

var geluCoefficients = [...]float32{
	0.14136375486850739, -0.0702984407544136, 0.05152462050318718, -0.04038666561245918,
	0.03136499971151352, -0.023661723360419273, 0.01688043773174286, -0.010063918307423592,
	0.005155560094863176, -0.004007426090538502, 0.003173847682774067, -0.0010450491681694984,
}

func geluPortable(x []float32) {
	for i, v := range x {
		z := min(max(v, -geluLimit), geluLimit)
		x[i] = v * (horner(geluCoefficients[:], z*z*(2/(geluLimit*geluLimit*1.0))-1)*z + 0.5)
	}
}

func horner(coefficients []float32, x float32) float32 {
	sum := float32(0)
	for i := len(coefficients) - 1; i >= 0; i-- {
		sum = sum*x + coefficients[i]
	}
	return sum
}

func addNormPortable(x, y, gain, bias []float32, epsilon float32) {
	n := float32(len(x))
	mean, variance := float32(0), float32(0)
	for i := range x {
		x[i] += y[i]
		mean += x[i]
	}
	mean /= n
	for _, v := range x {
		variance += (v - mean) * (v - mean)
	}
	inverse := 1 / float32(math.Sqrt(float64(variance/n+epsilon)))
	for i, v := range x {
		x[i] = (v-mean)*inverse*gain[i] + bias[i]
	}
}

// powerCoefficients are a minimax fit of 2^f for |f| ≤ ½, relative error 1e-7.
var powerCoefficients = [...]float32{
	1.0000001192092896, 0.6931469440460205, 0.24022120237350464,
	0.05550713092088699, 0.009675541892647743, 0.0013276472454890609,
}

// power is 2^x for x ≤ 0; below -126 it stays at 2^-126.
func power(x float32) float32 {
	x = max(x, -126)
	whole := math.RoundToEven(float64(x))
	return horner(powerCoefficients[:], x-float32(whole)) * math.Float32frombits(uint32(int32(whole)+127)<<23)
}

func softmaxPortable(x []float32, scale float32) {
	scale *= math.Log2E
	largest := float32(math.Inf(-1))
	for _, v := range x {
		largest = max(largest, v)
	}
	sum := float32(0)
	for i, v := range x {
		x[i] = power((v - largest) * scale)
		sum += x[i]
	}
	inverse := 1 / sum
	for i := range x {
		x[i] *= inverse
	}
}

func productPortable(c []float32, ldc int, a []float32, lda int, b []float32, ldb, m, k, n int) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		clear(row)
		for l, v := range a[i*lda : i*lda+k] {
			for j, w := range b[l*ldb : l*ldb+n] {
				row[j] += v * w
			}
		}
	}
}
