package kernel

import "fmt"

// blockCols is the width of a block of the fp32 product.
const blockCols = 32

// GELU applies x·Φ(x), Φ the normal distribution function, in place. The
// absolute error is below 1e-5.
func GELU(x []float32) {
	n := len(x) &^ (lanes - 1)
	active.gelu(x[:n])
	geluPortable(x[n:])
}

// AddNorm sets x to the layer norm of x+y: mean 0 and variance 1, then times
// gain plus bias. All four have the same length.
func AddNorm(x, y, gain, bias []float32, epsilon float32) {
	if len(y) != len(x) || len(gain) != len(x) || len(bias) != len(x) {
		panic(fmt.Sprintf("kernel: norm of %d and %d values with %d gains and %d biases", len(x), len(y), len(gain), len(bias)))
	}
	if len(x)%lanes != 0 {
		addNormPortable(x, y, gain, bias, epsilon)
		return
	}
	active.addNorm(x, y, gain, bias, epsilon)
}

// Softmax sets x to exp(scale·x), divided by the sum. scale is positive.
func Softmax(x []float32, scale float32) {
	switch {
	case len(x) == 0:
	case len(x)%lanes != 0:
		softmaxPortable(x, scale)
	default:
		active.softmax(x, scale)
	}
}

// MatMul sets c [m][n] to a [m][k] times b [k][n]. Rows lie ldc, lda and ldb
// values apart.
func MatMul(c []float32, ldc int, a []float32, lda int, b []float32, ldb int, m, k, n int) {
	if m == 0 || n == 0 {
		return
	}
	if ldc < n || len(c) < (m-1)*ldc+n || k > 0 && (lda < k || len(a) < (m-1)*lda+k || ldb < n || len(b) < (k-1)*ldb+n) {
		panic(fmt.Sprintf("kernel: product [%d,%d]·[%d,%d] does not fit %d, %d and %d values", m, k, k, n, len(a), len(b), len(c)))
	}
	if k == 0 {
		for i := range m {
			clear(c[i*ldc : i*ldc+n])
		}
		return
	}
	p := active
	for j := 0; j < n; j += blockCols {
		cols := min(blockCols, n-j)
		i := 0
		for ; i+8 <= m; i += 8 {
			if cols == blockCols {
				p.block(c[i*ldc+j:], ldc, a[i*lda:], lda, b[j:], ldb, k)
			} else {
				p.edge8(c[i*ldc+j:], ldc, a[i*lda:], lda, b[j:], ldb, k, cols)
			}
		}
		for ; i < m; i++ {
			p.edge1(c[i*ldc+j:], ldc, a[i*lda:], lda, b[j:], ldb, k, cols)
		}
	}
}
