package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"dateline/internal/pipeline"
	"dateline/internal/render"
)

type readCmd struct {
	Paths    []string `arg:"" name:"path" help:"Files or folders of plain text; - is standard input."`
	Format   string   `enum:"text,jsonl" default:"text" help:"text: for people; jsonl: one record a line (docs/record.md)."`
	Explain  string   `placeholder:"ID" help:"Print the trail of one event, claim or figure (v1, c2, f1) from words to code."`
	Codebook string   `type:"existingdir" placeholder:"DIR" help:"A folder of .book files that is laid over the built-in code book."`
	Width    int      `placeholder:"N" help:"Columns to wrap at; by default those of the terminal."`
}

func (c *readCmd) Run(ctx context.Context, s streams) error {
	inputs, missing := collect(c.Paths)
	for _, err := range missing {
		fmt.Fprintf(s.err, "dateline: error: %v\n", err)
	}
	failed := len(missing)
	if len(inputs) == 0 {
		if failed == 0 {
			fmt.Fprintln(s.err, "dateline: error: no files were found\ndateline: hint: dateline read takes text files, folders of them, or - for standard input")
		}
		return exit(1)
	}
	var overlays []fs.FS
	if c.Codebook != "" {
		overlays = append(overlays, os.DirFS(c.Codebook))
	}
	reader, err := pipeline.Open(overlays...)
	if err != nil {
		return err
	}
	style := style(s.out, c.Width)
	progress := newProgress(s.err, len(inputs))
	now := time.Now().UTC().Format(time.RFC3339)
	found := false
	var writing error
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	reader.All(ctx, inputs, func(out pipeline.Output) {
		progress.step()
		if out.Err != nil {
			failed++
			progress.clear()
			fmt.Fprintf(s.err, "dateline: error: %s: %v\n", out.Name, out.Err)
			return
		}
		r := out.Reading
		r.Report.ReadAt = now
		if writing != nil {
			return
		}
		switch {
		case c.Explain != "":
			var ok bool
			ok, writing = render.Explain(s.out, r, c.Explain, style)
			found = found || ok
		case c.Format == "jsonl":
			for _, w := range r.Report.Warnings {
				fmt.Fprintf(s.err, "dateline: warning: %s: %s\n", out.Name, w)
			}
			writing = encoder.Encode(r.Record())
		default:
			if len(inputs) > 1 {
				fmt.Fprintf(s.out, "── %s\n\n", out.Name)
			}
			writing = render.Reading(s.out, r, style)
		}
	})
	progress.end()
	switch {
	case writing != nil:
		return fmt.Errorf("writing the record: %w", writing)
	case ctx.Err() != nil:
		fmt.Fprintln(s.err, "dateline: error: interrupted")
		return exit(1)
	case c.Explain != "" && !found:
		fmt.Fprintf(s.err, "dateline: error: no event, claim or figure %s\ndateline: hint: dateline read without --explain lists their ids\n", c.Explain)
		return exit(1)
	case failed > 0:
		if n := len(inputs) + len(missing); n > 1 {
			fmt.Fprintf(s.err, "dateline: error: %d of %d inputs could not be read\n", failed, n)
		}
		return exit(1)
	}
	return nil
}

// collect lists the files of paths in a stable order: as given, folders sorted
// by name. Files whose names begin with a dot are skipped in folders.
func collect(paths []string) (inputs []pipeline.Input, missing []error) {
	for _, p := range paths {
		if p == "-" {
			inputs = append(inputs, pipeline.Input{Name: "standard input", Data: func() ([]byte, error) { return io.ReadAll(os.Stdin) }})
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			missing = append(missing, fmt.Errorf("%s: no such file or folder", p))
			continue
		}
		if !info.IsDir() {
			inputs = append(inputs, file(p))
			continue
		}
		var names []string
		err = filepath.WalkDir(p, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				missing = append(missing, err)
				return nil
			}
			if strings.HasPrefix(d.Name(), ".") && name != p {
				if d.IsDir() {
					return filepath.SkipDir
				}
				return nil
			}
			if d.Type().IsRegular() {
				names = append(names, name)
			}
			return nil
		})
		if err != nil {
			missing = append(missing, err)
		}
		sort.Strings(names)
		for _, n := range names {
			inputs = append(inputs, file(n))
		}
	}
	return inputs, missing
}

func file(name string) pipeline.Input {
	return pipeline.Input{Name: name, Data: func() ([]byte, error) { return os.ReadFile(name) }}
}

// style asks the terminal: no colours elsewhere, nor where NO_COLOR is set
// (no-color.org).
func style(w io.Writer, width int) render.Style {
	st := render.Style{Width: width}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return st
	}
	if cols, _, err := term.GetSize(int(f.Fd())); err == nil && width == 0 {
		st.Width = min(cols, 110)
	}
	st.Color = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	return st
}

// progress is a bar on standard error while many files are read, where that is
// a terminal.
type progress struct {
	bars *mpb.Progress
	bar  *mpb.Bar
	out  io.Writer
}

func newProgress(w io.Writer, n int) *progress {
	f, ok := w.(*os.File)
	if !ok || n < 5 || !term.IsTerminal(int(f.Fd())) {
		return &progress{}
	}
	bars := mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
	return &progress{bars: bars, out: w, bar: bars.AddBar(int64(n), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("reading "), decor.CountersNoUnit("%d/%d")), mpb.AppendDecorators(decor.AverageETA(decor.ET_STYLE_GO)))}
}

func (p *progress) step() {
	if p.bar != nil {
		p.bar.Increment()
	}
}

// clear makes room for a message.
func (p *progress) clear() {
	if p.bar != nil {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

func (p *progress) end() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.bars.Wait()
	}
}
