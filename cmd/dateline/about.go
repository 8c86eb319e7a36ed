package main

import (
	"fmt"
	"runtime"
	"strings"

	"dateline"
	"dateline/internal/neural"
	"dateline/internal/pipeline"
)

type aboutCmd struct{}

func (aboutCmd) Run(s streams) error {
	r, err := pipeline.Open()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "dateline   %s (%s, %s/%s)\n", pipeline.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintf(s.out, "record     %s\n", dateline.Format)
	fmt.Fprintf(s.out, "weights    %s\n", r.Core.Version())
	fmt.Fprintf(s.out, "code book  %s\n", r.Book.Version())
	kernels, active := neural.Kernels()
	fmt.Fprintf(s.out, "kernels    %s (this machine can run: %s)\n", active, strings.Join(kernels, ", "))
	return nil
}
