package main

import (
	"fmt"
	"io/fs"
	"os"

	"dateline/codebook"
)

type codebookCmd struct {
	Check codebookCheckCmd `cmd:"" help:"Check the built-in code book, or a folder laid over it: every mistake by file and line."`
}

type codebookCheckCmd struct {
	Folder string `arg:"" optional:"" type:"existingdir" help:"A folder of .book files of your own (docs/codebook.md)."`
}

func (c *codebookCheckCmd) Run(s streams) error {
	var overlays []fs.FS
	if c.Folder != "" {
		overlays = append(overlays, os.DirFS(c.Folder))
	}
	book, err := codebook.Load(overlays...)
	if err != nil {
		fmt.Fprintln(s.err, err)
		return exit(1)
	}
	problems := book.Check()
	for _, p := range problems {
		fmt.Fprintln(s.err, p)
	}
	if len(problems) > 0 {
		fmt.Fprintf(s.err, "dateline: error: the code book has %d mistakes\n", len(problems))
		return exit(1)
	}
	fmt.Fprintf(s.out, "code book %s: no mistakes\n", book.Version())
	return nil
}
