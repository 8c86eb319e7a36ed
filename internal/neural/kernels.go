package neural

import "dateline/internal/neural/kernel"

// Kernels names the implementations of the inner loops that this processor can
// run, the fastest first, and the one in use.
func Kernels() (names []string, active string) { return kernel.Names(), kernel.Active() }

// UseKernel chooses one of them by name. It is called at start-up, before
// anything is encoded.
func UseKernel(name string) error { return kernel.Use(name) }
