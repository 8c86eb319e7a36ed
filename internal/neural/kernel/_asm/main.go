// Command _asm writes the assembly of package kernel. On amd64, AVX-512 and AVX2
// share one description of each function; an isa says in which registers.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"strings"
)

// isa is an instruction set.
type isa struct {
	name  string
	reg   string // vector register's letter
	width int    // float32 values in a vector
	xor   string // exclusive or of whole registers
}

var (
	avx512 = isa{"AVX512", "Z", 16, "VPXORD"}
	avx2   = isa{"AVX2", "Y", 8, "VPXOR"}
)

// v names vector register i.
func (s isa) v(i int) string { return fmt.Sprint(s.reg, i) }

func (s isa) bytes() int { return s.width * 4 }

var out bytes.Buffer

func emit(format string, args ...any) { fmt.Fprintf(&out, "\t"+format+"\n", args...) }

func label(format string, args ...any) { fmt.Fprintf(&out, format+":\n", args...) }

func function(name, doc string, frame string) {
	fmt.Fprintf(&out, "\n// %s\nTEXT ·%s(SB), NOSPLIT, $0-%s\n", doc, name, frame)
}

func end() {
	emit("VZEROUPPER")
	emit("RET")
}

// constants are stored sixteen times over, to be operands of vector
// instructions without a broadcast.
var constants []uint32

// constant is the operand of a 32-bit pattern.
func constant(bits uint32) string {
	for i, c := range constants {
		if c == bits {
			return fmt.Sprintf("constants<>+%d(SB)", i*64)
		}
	}
	constants = append(constants, bits)
	return fmt.Sprintf("constants<>+%d(SB)", (len(constants)-1)*64)
}

func float(f float32) string { return constant(math.Float32bits(f)) }

// reduce folds register 0 with op (MAX, ADD) into its first lane; register 1 is
// spent.
func (s isa) reduce(op string) {
	if s.width == 16 {
		emit("VEXTRACTF64X4 $1, Z0, Y1")
		emit("V%sPS Y1, Y0, Y0", op)
	}
	emit("VEXTRACTF128 $1, Y0, X1")
	emit("V%sPS X1, X0, X0", op)
	emit("VPERMILPS $0x4E, X0, X1")
	emit("V%sPS X1, X0, X0", op)
	emit("VPERMILPS $0xB1, X0, X1")
	emit("V%sSS X1, X0, X0", op)
}

// horner evaluates the polynomial in register x into register sum.
func (s isa) horner(coefficients []float32, x, sum string) {
	last := len(coefficients) - 1
	emit("VMOVUPS %s, %s", float(coefficients[last]), sum)
	for i := last - 1; i >= 0; i-- {
		emit("VFMADD213PS %s, %s, %s", float(coefficients[i]), x, sum)
	}
}

func (s isa) zero(regs ...string) {
	for _, r := range regs {
		emit("%s %s, %s, %s", s.xor, r, r, r)
	}
}

// loop runs body for each vector of the CX values at the given pointers, which
// it moves on.
func (s isa) loop(name string, pointers []string, body func()) {
	emit("MOVQ CX, AX")
	label(name)
	body()
	for _, p := range pointers {
		emit("ADDQ $%d, %s", s.bytes(), p)
	}
	emit("SUBQ $%d, AX", s.width)
	emit("JNZ %s", name)
}

func (s isa) quantise() {
	function("quantise"+s.name, "func quantise"+s.name+"(dst []byte, x []float32, flip byte) (scale float32)", "60")
	emit("MOVQ dst_base+0(FP), DI")
	emit("MOVQ x_base+24(FP), SI")
	emit("MOVQ x_len+32(FP), CX")
	emit("MOVQ SI, DX")
	s.zero(s.v(0))
	s.loop("largest", []string{"DX"}, func() {
		emit("VMOVUPS (DX), %s", s.v(1))
		emit("VANDPS %s, %s, %s", constant(0x7fffffff), s.v(1), s.v(1))
		emit("VMAXPS %s, %s, %s", s.v(1), s.v(0), s.v(0))
	})
	s.reduce("MAX")
	emit("VMAXSS %s, X0, X0", float(1e-8))
	emit("VMOVSS %s, X1", float(127))
	emit("VDIVSS X0, X1, X2")
	emit("VDIVSS X1, X0, X0")
	emit("VMOVSS X0, scale+56(FP)")
	emit("VBROADCASTSS X2, %s", s.v(2))
	emit("VPBROADCASTB flip+48(FP), X3")
	emit("MOVQ CX, AX")
	label("round")
	if s.width == 16 {
		emit("VMULPS (SI), Z2, Z0")
		emit("VCVTPS2DQ Z0, Z0")
		emit("VPMOVSDB Z0, X0")
	} else {
		emit("VMULPS (SI), Y2, Y0")
		emit("VMULPS 32(SI), Y2, Y1")
		emit("VCVTPS2DQ Y0, Y0")
		emit("VCVTPS2DQ Y1, Y1")
		emit("VPACKSSDW Y1, Y0, Y0")
		emit("VPERMQ $0xD8, Y0, Y0")
		emit("VEXTRACTI128 $1, Y0, X1")
		emit("VPACKSSWB X1, X0, X0")
	}
	emit("VPXOR X3, X0, X0")
	emit("VMOVDQU X0, (DI)")
	emit("ADDQ $64, SI")
	emit("ADDQ $16, DI")
	emit("SUBQ $16, AX")
	emit("JNZ round")
	end()
}

const tileSignature = "(acc *[tileRows * tileCols]int32, start []int32, a []byte, lda int, b []byte, k int)"

func tileArguments() {
	emit("MOVQ acc+0(FP), BX")
	emit("MOVQ a_base+32(FP), SI")
	emit("MOVQ lda+56(FP), R8")
	emit("MOVQ b_base+64(FP), DX")
	emit("MOVQ k+88(FP), CX")
	emit("SHRQ $2, CX")
	emit("LEAQ (R8)(R8*2), R9")
	emit("LEAQ (SI)(R8*4), DI")
}

// rowAddress is row r of the eight that start at SI (and, the fifth, at DI)
// with R8 bytes between them; R9 is three times R8.
func rowAddress(r int) string {
	return []string{"(SI)", "(SI)(R8*1)", "(SI)(R8*2)", "(SI)(R9*1)", "(DI)", "(DI)(R8*1)", "(DI)(R8*2)", "(DI)(R9*1)"}[r]
}

// tileAVX512 keeps the whole tile in 24 registers. VPDPBUSD multiplies unsigned
// by signed bytes: start takes 128 times the sum of the weights back out.
func tileAVX512() {
	function("tileAVX512", "func tileAVX512"+tileSignature, "96")
	tileArguments()
	emit("MOVQ start_base+8(FP), AX")
	for i := range 24 {
		emit("VMOVDQU32 %d(AX), Z%d", i%3*64, i)
	}
	label("product")
	for j := range 3 {
		emit("VMOVDQU32 %d(DX), Z%d", j*64, 24+j)
	}
	for r := range 8 {
		emit("VPBROADCASTD %s, Z%d", rowAddress(r), 27+r%4)
		for j := range 3 {
			emit("VPDPBUSD Z%d, Z%d, Z%d", 24+j, 27+r%4, r*3+j)
		}
	}
	emit("ADDQ $192, DX")
	emit("ADDQ $4, SI")
	emit("ADDQ $4, DI")
	emit("DECQ CX")
	emit("JNZ product")
	for i := range 24 {
		emit("VMOVDQU32 Z%d, %d(BX)", i, i*64)
	}
	end()
}

// tileAVX2 goes through the tile in parts of 4 rows and 16 columns. VPMADDUBSW
// wants unsigned by signed bytes and adds two products in 16 bits: it is given
// |a| and b with the sign of a, whose sum is at most 2·127² < 2¹⁵.
func tileAVX2() {
	function("tileAVX2", "func tileAVX2"+tileSignature, "96")
	tileArguments()
	emit("VPCMPEQW Y15, Y15, Y15")
	emit("VPSRLW $15, Y15, Y15") // sixteen ones
	emit("MOVQ $2, R12")
	label("rows")
	emit("MOVQ $3, R13")
	label("columns")
	emit("MOVQ SI, R10")
	emit("MOVQ DX, R11")
	emit("MOVQ CX, AX")
	for i := range 8 {
		avx2.zero(avx2.v(i))
	}
	label("product")
	emit("VMOVDQU (R11), Y8")
	emit("VMOVDQU 32(R11), Y9")
	for r := range 4 {
		emit("VPBROADCASTD %s, Y10", strings.Replace(rowAddress(r), "SI", "R10", 1))
		emit("VPABSB Y10, Y11")
		for j := range 2 {
			emit("VPSIGNB Y10, Y%d, Y%d", 8+j, 12+j)
			emit("VPMADDUBSW Y%d, Y11, Y%d", 12+j, 12+j)
			emit("VPMADDWD Y15, Y%d, Y%d", 12+j, 12+j)
			emit("VPADDD Y%d, Y%d, Y%d", 12+j, r*2+j, r*2+j)
		}
	}
	emit("ADDQ $192, R11")
	emit("ADDQ $4, R10")
	emit("DECQ AX")
	emit("JNZ product")
	for i := range 8 {
		emit("VMOVDQU Y%d, %d(BX)", i, i/2*192+i%2*32)
	}
	emit("ADDQ $64, DX")
	emit("ADDQ $64, BX")
	emit("DECQ R13")
	emit("JNZ columns")
	emit("SUBQ $192, DX")
	emit("ADDQ $%d, BX", 4*192-192)
	emit("MOVQ DI, SI")
	emit("DECQ R12")
	emit("JNZ rows")
	end()
}

func (s isa) dequantise() {
	function("dequantise"+s.name, "func dequantise"+s.name+"(dst []float32, stride int, acc *[tileRows * tileCols]int32, rowScale, scale, bias []float32)", "112")
	emit("MOVQ dst_base+0(FP), DI")
	emit("MOVQ stride+24(FP), R8")
	emit("SHLQ $2, R8")
	emit("MOVQ acc+32(FP), SI")
	emit("MOVQ rowScale_base+40(FP), DX")
	emit("MOVQ rowScale_len+48(FP), CX")
	emit("MOVQ scale_base+64(FP), R9")
	emit("MOVQ bias_base+88(FP), R10")
	n := 48 / s.width
	for j := range n {
		emit("VMOVUPS %d(R9), %s", j*s.bytes(), s.v(2+j))
		emit("VMOVUPS %d(R10), %s", j*s.bytes(), s.v(2+n+j))
	}
	label("row")
	emit("VBROADCASTSS (DX), %s", s.v(0))
	for j := range n {
		emit("VCVTDQ2PS %d(SI), %s", j*s.bytes(), s.v(1))
		emit("VMULPS %s, %s, %s", s.v(2+j), s.v(1), s.v(1))
		emit("VFMADD213PS %s, %s, %s", s.v(2+n+j), s.v(0), s.v(1))
		emit("VMOVUPS %s, %d(DI)", s.v(1), j*s.bytes())
	}
	emit("ADDQ $192, SI")
	emit("ADDQ $4, DX")
	emit("ADDQ R8, DI")
	emit("DECQ CX")
	emit("JNZ row")
	end()
}

// geluCoefficients and powerCoefficients are those of portable.go, where their
// origin is told; a test holds the two to each other.
var geluCoefficients = []float32{
	0.14136375486850739, -0.0702984407544136, 0.05152462050318718, -0.04038666561245918,
	0.03136499971151352, -0.023661723360419273, 0.01688043773174286, -0.010063918307423592,
	0.005155560094863176, -0.004007426090538502, 0.003173847682774067, -0.0010450491681694984,
}

var powerCoefficients = []float32{
	1.0000001192092896, 0.6931469440460205, 0.24022120237350464,
	0.05550713092088699, 0.009675541892647743, 0.0013276472454890609,
}

func (s isa) gelu() {
	function("gelu"+s.name, "func gelu"+s.name+"(x []float32)", "24")
	emit("MOVQ x_base+0(FP), SI")
	emit("MOVQ x_len+8(FP), CX")
	emit("TESTQ CX, CX")
	emit("JZ done")
	x, z, u, sum := s.v(0), s.v(1), s.v(2), s.v(3)
	s.loop("value", []string{"SI"}, func() {
		emit("VMOVUPS (SI), %s", x)
		emit("VMAXPS %s, %s, %s", float(-5), x, z)
		emit("VMINPS %s, %s, %s", float(5), z, z)
		emit("VMULPS %s, %s, %s", z, z, u)
		emit("VMOVUPS %s, %s", float(2.0/25), sum)
		emit("VFMADD213PS %s, %s, %s", float(-1), sum, u)
		s.horner(geluCoefficients, u, sum)
		emit("VFMADD213PS %s, %s, %s", float(0.5), z, sum)
		emit("VMULPS %s, %s, %s", x, sum, sum)
		emit("VMOVUPS %s, (SI)", sum)
	})
	label("done")
	end()
}

func (s isa) addNorm() {
	function("addNorm"+s.name, "func addNorm"+s.name+"(x, y, gain, bias []float32, epsilon float32)", "100")
	emit("MOVQ x_base+0(FP), SI")
	emit("MOVQ x_len+8(FP), CX")
	emit("MOVQ y_base+24(FP), DX")
	emit("MOVQ gain_base+48(FP), R8")
	emit("MOVQ bias_base+72(FP), R9")
	emit("MOVQ SI, DI")
	s.zero(s.v(0))
	s.loop("sum", []string{"DI", "DX"}, func() {
		emit("VMOVUPS (DI), %s", s.v(1))
		emit("VADDPS (DX), %s, %s", s.v(1), s.v(1))
		emit("VMOVUPS %s, (DI)", s.v(1))
		emit("VADDPS %s, %s, %s", s.v(1), s.v(0), s.v(0))
	})
	s.reduce("ADD")
	emit("VXORPS X4, X4, X4")
	emit("VCVTSI2SSQ CX, X4, X4")
	emit("VDIVSS X4, X0, X0")
	mean := s.v(2)
	emit("VBROADCASTSS X0, %s", mean)
	s.zero(s.v(0))
	emit("MOVQ SI, DI")
	s.loop("squares", []string{"DI"}, func() {
		emit("VMOVUPS (DI), %s", s.v(1))
		emit("VSUBPS %s, %s, %s", mean, s.v(1), s.v(1))
		emit("VFMADD231PS %s, %s, %s", s.v(1), s.v(1), s.v(0))
	})
	s.reduce("ADD")
	emit("VDIVSS X4, X0, X0")
	emit("VADDSS epsilon+96(FP), X0, X0")
	emit("VSQRTSS X0, X0, X0")
	emit("VMOVSS %s, X1", float(1))
	emit("VDIVSS X0, X1, X0")
	inverse := s.v(3)
	emit("VBROADCASTSS X0, %s", inverse)
	s.loop("norm", []string{"SI", "R8", "R9"}, func() {
		emit("VMOVUPS (SI), %s", s.v(1))
		emit("VSUBPS %s, %s, %s", mean, s.v(1), s.v(1))
		emit("VMULPS %s, %s, %s", inverse, s.v(1), s.v(1))
		emit("VMOVUPS (R8), %s", s.v(0))
		emit("VFMADD213PS (R9), %s, %s", s.v(0), s.v(1))
		emit("VMOVUPS %s, (SI)", s.v(1))
	})
	end()
}

func (s isa) softmax() {
	function("softmax"+s.name, "func softmax"+s.name+"(x []float32, scale float32)", "28")
	emit("MOVQ x_base+0(FP), SI")
	emit("MOVQ x_len+8(FP), CX")
	emit("VMOVSS scale+24(FP), X2")
	emit("VMULSS %s, X2, X2", float(math.Log2E))
	emit("VBROADCASTSS X2, %s", s.v(2))
	emit("MOVQ SI, DI")
	emit("VMOVUPS (SI), %s", s.v(0))
	s.loop("largest", []string{"DI"}, func() {
		emit("VMAXPS (DI), %s, %s", s.v(0), s.v(0))
	})
	s.reduce("MAX")
	scale, largest, sum := s.v(2), s.v(3), s.v(0)
	emit("VBROADCASTSS X0, %s", largest)
	s.zero(sum)
	emit("MOVQ SI, DI")
	x, whole, bits, value := s.v(4), s.v(5), s.v(6), s.v(7)
	s.loop("power", []string{"DI"}, func() {
		emit("VMOVUPS (DI), %s", x)
		emit("VSUBPS %s, %s, %s", largest, x, x)
		emit("VMULPS %s, %s, %s", scale, x, x)
		emit("VMAXPS %s, %s, %s", float(-126), x, x)
		emit("VCVTPS2DQ %s, %s", x, bits)
		emit("VCVTDQ2PS %s, %s", bits, whole)
		emit("VSUBPS %s, %s, %s", whole, x, x)
		s.horner(powerCoefficients, x, value)
		emit("VPADDD %s, %s, %s", constant(127), bits, bits)
		emit("VPSLLD $23, %s, %s", bits, bits)
		emit("VMULPS %s, %s, %s", bits, value, value)
		emit("VMOVUPS %s, (DI)", value)
		emit("VADDPS %s, %s, %s", value, sum, sum)
	})
	s.reduce("ADD")
	emit("VMOVSS %s, X1", float(1))
	emit("VDIVSS X0, X1, X0")
	emit("VBROADCASTSS X0, %s", s.v(2))
	s.loop("divide", []string{"SI"}, func() {
		emit("VMULPS (SI), %s, %s", s.v(2), s.v(1))
		emit("VMOVUPS %s, (SI)", s.v(1))
	})
	end()
}

// product writes a fp32 product of the given rows and 32 columns, or, masked,
// of the first n of them. It goes through them in parts that fit the registers:
// eight rows by all columns with AVX-512, four rows by sixteen with AVX2.
func (s isa) product(name string, rows int, masked bool) {
	const args = "(c []float32, ldc int, a []float32, lda int, b []float32, ldb, k"
	if masked {
		function(name+s.name, "func "+name+s.name+args+", n int)", "112")
	} else {
		function(name+s.name, "func "+name+s.name+args+" int)", "104")
	}
	emit("MOVQ c_base+0(FP), BX")
	emit("MOVQ ldc+24(FP), R13")
	emit("MOVQ a_base+32(FP), R10")
	emit("MOVQ lda+56(FP), R8")
	emit("MOVQ b_base+64(FP), R11")
	emit("MOVQ ldb+88(FP), R12")
	emit("SHLQ $2, R13")
	emit("SHLQ $2, R8")
	emit("SHLQ $2, R12")
	emit("LEAQ (R8)(R8*2), R9")
	high, wide := min(rows, 8), 2
	if s.width == 8 {
		high = min(rows, 4)
		if masked {
			emit("MOVQ n+104(FP), AX")
			emit("LEAQ mask<>+128(SB), DX")
			emit("SHLQ $2, AX")
			emit("SUBQ AX, DX")
			emit("MOVQ DX, AX")
		}
	} else if masked {
		emit("MOVQ n+104(FP), CX")
		emit("MOVQ $1, AX")
		emit("SHLQ CX, AX")
		emit("DECQ AX")
		emit("KMOVW AX, K1")
		emit("SHRQ $16, AX")
		emit("KMOVW AX, K2")
	}
	acc := func(r, j int) string { return s.v(r*wide + j) }
	b := func(j int) string { return s.v(high*wide + j) }
	a := s.v(high*wide + wide)
	mask := func(j int) string { return s.v(high*wide + wide + 1 + j) }
	for col := 0; col < 32; col += wide * s.width {
		if masked && s.width == 8 {
			for j := range wide {
				emit("VMOVDQU %d(AX), %s", (col+j*8)*4, mask(j))
			}
		}
		for row := 0; row < rows; row += high {
			emit("MOVQ R10, SI")
			for range row / 4 {
				emit("LEAQ (SI)(R8*4), SI")
			}
			emit("LEAQ (SI)(R8*4), DI")
			emit("LEAQ %d(R11), DX", col*4)
			emit("MOVQ k+96(FP), CX")
			for i := range high * wide {
				s.zero(s.v(i))
			}
			loop := fmt.Sprintf("part%d_%d", row, col)
			label("%s", loop)
			for j := range wide {
				switch at := j * s.bytes(); {
				case !masked:
					emit("VMOVUPS %d(DX), %s", at, b(j))
				case s.width == 8:
					emit("VMASKMOVPS %d(DX), %s, %s", at, mask(j), b(j))
				default:
					emit("VMOVUPS.Z %d(DX), K%d, %s", at, 1+j, b(j))
				}
			}
			for r := range high {
				emit("VBROADCASTSS %s, %s", rowAddress(r), a)
				for j := range wide {
					emit("VFMADD231PS %s, %s, %s", b(j), a, acc(r, j))
				}
			}
			emit("ADDQ $4, SI")
			emit("ADDQ $4, DI")
			emit("ADDQ R12, DX")
			emit("DECQ CX")
			emit("JNZ %s", loop)
			emit("LEAQ %d(BX), DX", col*4)
			for range row / 4 {
				emit("LEAQ (DX)(R13*4), DX")
			}
			for r := range high {
				for j := range wide {
					switch at := j * s.bytes(); {
					case !masked:
						emit("VMOVUPS %s, %d(DX)", acc(r, j), at)
					case s.width == 8:
						emit("VMASKMOVPS %s, %s, %d(DX)", acc(r, j), mask(j), at)
					default:
						emit("VMOVUPS %s, K%d, %d(DX)", acc(r, j), 1+j, at)
					}
				}
				if r < high-1 {
					emit("ADDQ R13, DX")
				}
			}
		}
	}
	end()
}

func main() {
	log.SetFlags(0)
	folder := flag.String("out", "..", "folder to write kernel_amd64.s and kernel_arm64.s to")
	flag.Parse()

	tileAVX512()
	tileAVX2()
	for _, s := range []isa{avx512, avx2} {
		s.quantise()
		s.dequantise()
		s.gelu()
		s.addNorm()
		s.softmax()
		s.product("block", 8, false)
		s.product("edge8", 8, true)
		s.product("edge1", 1, true)
	}

	write(filepath.Join(*folder, "kernel_amd64.s"), data())

	tileSDOT()
	write(filepath.Join(*folder, "kernel_arm64.s"), "")
}

// data declares the constants, and a mask whose n ones end in its middle.
func data() string {
	var b strings.Builder
	for i, c := range constants {
		for j := range 8 {
			fmt.Fprintf(&b, "DATA constants<>+%d(SB)/8, $0x%08x%08x\n", i*64+j*8, c, c)
		}
	}
	fmt.Fprintf(&b, "GLOBL constants<>(SB), RODATA|NOPTR, $%d\n\n", len(constants)*64)
	for i := range 16 {
		fmt.Fprintf(&b, "DATA mask<>+%d(SB)/8, $0xffffffffffffffff\n", i*8)
	}
	for i := range 16 {
		fmt.Fprintf(&b, "DATA mask<>+%d(SB)/8, $0\n", 128+i*8)
	}
	fmt.Fprintln(&b, "GLOBL mask<>(SB), RODATA|NOPTR, $256")
	return b.String()
}

// write empties out into a file, after data.
func write(path, data string) {
	file := "// Code generated by go run . in _asm. DO NOT EDIT.\n\n//go:build !purego\n\n#include \"textflag.h\"\n"
	if data != "" {
		file += "\n" + data
	}
	if err := os.WriteFile(path, []byte(file+out.String()), 0o644); err != nil {
		log.Fatal(err)
	}
	out.Reset()
}
