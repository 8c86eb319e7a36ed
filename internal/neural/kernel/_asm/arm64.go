package main

// sdot is SDOT Vd.4S, Vn.16B, Vm.4B[index], which Go's assembler lacks (Arm
// Architecture Reference Manual, C7.2, SDOT by element).
func sdot(m, index, n, d int) {
	emit("WORD $0x%08x // SDOT V%d.4S, V%d.16B, V%d.4B[%d]", 0x4f80e000|index&1<<21|m<<16|index>>1<<11|n<<5|d, d, n, m, index)
}

// tileSDOT goes through the tile in parts of 8 rows and 8 columns, 16 inputs at
// a time.
func tileSDOT() {
	function("tileSDOT", "func tileSDOT"+tileSignature, "96")
	emit("MOVD acc+0(FP), R0")
	emit("MOVD a_base+32(FP), R1")
	emit("MOVD lda+56(FP), R2")
	emit("MOVD b_base+64(FP), R3")
	emit("MOVD k+88(FP), R4")
	emit("LSR $4, R4")
	emit("MOVD $6, R13")
	label("columns")
	emit("MOVD R1, R5")
	for r := range 7 {
		emit("ADD R2, R%d, R%d", 5+r, 6+r)
	}
	emit("MOVD R3, R14")
	emit("MOVD R4, R15")
	for i := range 16 {
		emit("VEOR V%d.B16, V%d.B16, V%d.B16", i, i, i)
	}
	label("product")
	for r := range 8 {
		emit("VLD1.P 16(R%d), [V%d.B16]", 5+r, 16+r)
	}
	for i := range 4 {
		b := 24 + i%2*2
		emit("VLD1 (R14), [V%d.B16, V%d.B16]", b, b+1)
		emit("ADD $192, R14")
		for r := range 8 {
			sdot(16+r, i, b, 2*r)
			sdot(16+r, i, b+1, 2*r+1)
		}
	}
	emit("SUBS $1, R15")
	emit("BNE product")
	emit("MOVD R0, R14")
	for r := range 8 {
		emit("VST1 [V%d.S4, V%d.S4], (R14)", 2*r, 2*r+1)
		emit("ADD $192, R14")
	}
	emit("ADD $32, R3")
	emit("ADD $32, R0")
	emit("SUBS $1, R13")
	emit("BNE columns")
	emit("RET")
}
