//go:build !purego

package kernel

import "golang.org/x/sys/cpu"

// Only the int8 product is in assembly; the vector functions are the portable
// ones, which the compiler turns into fused scalar operations.
func available() []*path {
	if !cpu.ARM64.HasASIMDDP {
		return nil
	}
	p := portable
	p.name, p.tile = "sdot", tileSDOT
	return []*path{&p}
}

//go:noescape
func tileSDOT(acc *[tileRows * tileCols]int32, start []int32, a []byte, lda int, b []byte, k int)
