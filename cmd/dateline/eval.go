package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dateline"
	"dateline/evaluation"
	"dateline/internal/actors"
	"dateline/internal/language"
	"dateline/internal/pipeline"
	"dateline/internal/source"
)

type evalCmd struct {
	Task        string   `arg:"" optional:"" help:"wire, relations, attribution, syntax, names, dates, places or actors."`
	Paths       []string `arg:"" optional:"" name:"path" help:"Gold files or folders in the format in which their makers publish them."`
	Predictions string   `placeholder:"OUT" help:"Write what was read in the gold's own format to this file or folder."`
	JSON        bool     `help:"Print the figures as one JSON object."`
	GoldTokens  bool     `help:"Syntax: take the words from the gold instead of the raw text."`
	All         bool     `help:"Run every task whose set is in the gold folder and write docs/quality.md."`
	Gold        string   `default:"../shared/gold" placeholder:"DIR" help:"The gold folder of --all (default: ../shared/gold)."`
	Floors      bool     `help:"With --all: write nothing, and fail where a figure is below its floor (evaluation/floors.tsv)."`
}

const (
	qualityPage     = "docs/quality.md"
	crossValidation = "training/results/cross-validation.json"
)

func (c *evalCmd) Run(s streams) error {
	switch {
	case c.All && c.Task != "":
		return errors.New("--all takes no task")
	case c.Floors && !c.All:
		return errors.New("--floors goes with --all")
	case c.All:
		return c.all(s)
	case c.Task == "" || len(c.Paths) == 0:
		return errors.New("expected a task and its gold data, or --all")
	}
	rd, err := openEvaluated()
	if err != nil {
		return err
	}
	result, err := evaluation.Run(c.Task, c.Paths, evaluation.Options{Predictions: c.Predictions, GoldTokens: c.GoldTokens}, rd)
	if err != nil {
		return err
	}
	return c.print(s, result)
}

func (c *evalCmd) print(s streams, r *evaluation.Result) error {
	if c.JSON {
		return json.NewEncoder(s.out).Encode(r)
	}
	_, err := fmt.Fprintln(s.out, r.Text())
	return err
}

// all measures every set, then writes the page or holds the figures to their
// floors.
func (c *evalCmd) all(s streams) error {
	if _, err := os.Stat(c.Gold); err != nil {
		if c.Floors {
			fmt.Fprintf(s.out, "left out: no gold data at %s\n", c.Gold)
			return nil
		}
		return fmt.Errorf("%s: no such folder; name the gold folder with --gold", c.Gold)
	}
	crossed, err := evaluation.ReadCrossValidation(crossValidation)
	if err != nil {
		return err
	}
	rd, err := openEvaluated()
	if err != nil {
		return err
	}
	var printing error
	list, err := evaluation.All(c.Gold, crossed, rd, func(r *evaluation.Result) {
		printing = errors.Join(printing, c.print(s, r))
	})
	if err := errors.Join(err, printing); err != nil {
		return err
	}
	if !c.Floors {
		if err := os.MkdirAll(filepath.Dir(qualityPage), 0o755); err != nil {
			return err
		}
		return os.WriteFile(qualityPage, evaluation.Page(list, pipeline.Version+"/"+rd.Core.Version(), time.Now()), 0o644)
	}
	below, checked, err := evaluation.BelowFloors(list)
	if err != nil {
		return err
	}
	for _, line := range below {
		fmt.Fprintf(s.err, "dateline: error: %s\n", line)
	}
	if len(below) > 0 {
		return exit(1)
	}
	fmt.Fprintf(s.out, "all %d floors hold\n", checked)
	return nil
}

// evaluated is the reader of reports as the evaluation asks it.
type evaluated struct{ *pipeline.Reader }

func openEvaluated() (evaluated, error) {
	rd, err := pipeline.Open()
	return evaluated{rd}, err
}

func (e evaluated) ValidMode(t dateline.EventType, mode string) bool {
	return e.Book.ValidMode(t, mode)
}

func (e evaluated) Tokenise(text string) []dateline.Words { return language.Tokenise(text) }

func (e evaluated) Relation(words []string, source, target [2]int) []float64 {
	return e.Core.Relation(words, source, target)
}

func (e evaluated) RelationTypes() []string { return e.Core.RelationTypes() }

func (e evaluated) ReadTokens(sentences [][]string) *dateline.Reading {
	return e.Core.ReadTokens(sentences)
}

func (e evaluated) Sentences(text string) *dateline.Reading {
	r := &dateline.Reading{Report: source.Plain(text)}
	e.Core.Read(r)
	return r
}

func (e evaluated) Actors() (*actors.Base, error) { return actors.Load() }
