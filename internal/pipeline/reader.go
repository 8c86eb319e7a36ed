// Package pipeline is the order of the stages: a report goes in, its reading
// comes out.
package pipeline

import (
	"fmt"
	"io/fs"
	"runtime/debug"
	"sync"

	"dateline"
	"dateline/codebook"
	"dateline/internal/actors"
	"dateline/internal/claims"
	"dateline/internal/dates"
	"dateline/internal/events"
	"dateline/internal/language"
	"dateline/internal/places"
	"dateline/internal/source"
)

// Version is the version of the program, set when a release is built.
var Version = "devel"

// Reader reads reports. It is safe for concurrent use.
type Reader struct {
	Core *language.Core
	Book *codebook.Book

	actors *actors.Base
}

// Open loads the language core, the code book with its overlays, and the
// knowledge of actors and places, side by side.
func Open(overlays ...fs.FS) (*Reader, error) {
	rd := &Reader{}
	var errs [3]error
	var wait sync.WaitGroup
	wait.Go(func() { rd.Core, errs[0] = language.Open() })
	wait.Go(func() { rd.Book, errs[1] = codebook.Load(overlays...) })
	wait.Go(func() { rd.actors, errs[2] = actors.Load() })
	wait.Go(func() { places.CapitalOf("") }) // unpacks the gazetteer
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return rd, nil
}

// Text reads a report from plain text with its title and head lines.
func (rd *Reader) Text(data []byte) (*dateline.Reading, error) {
	rep, err := source.Text(data)
	if err != nil {
		return nil, err
	}
	return rd.Report(rep)
}

// Plain reads a text as it stands: every line a paragraph, spans counted in
// the very text that was given.
func (rd *Reader) Plain(text string) (*dateline.Reading, error) {
	return rd.Report(source.Plain(text))
}

// Report runs all stages over a report. A panic in a stage, which would be a
// mistake of the program, becomes an error: one report must not stop a wire.
func (rd *Reader) Report(rep *dateline.Report) (r *dateline.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = nil, fmt.Errorf("reading report %s: internal error: %v\n%s", rep.ID, p, debug.Stack())
		}
	}()
	rep.Reader = Version + "/" + rd.Core.Version()
	rep.Codebook = rd.Book.Version()
	r = &dateline.Reading{Report: rep}
	rd.Core.Read(r)
	dates.Resolve(r)
	places.Resolve(r)
	rd.actors.Resolve(r)
	claims.Find(r, rd.Book)
	events.Code(r, rd.Book)
	link(r)
	return r, nil
}
