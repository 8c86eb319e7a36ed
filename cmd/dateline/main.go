// Command dateline reads news reports and keeps a sourced record of who did
// what to whom, and who says so.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"

	"context"
)

// cli is the command line: one field a command.
type cli struct {
	Read       readCmd       `cmd:"" help:"Read reports and show their record."`
	Eval       evalCmd       `cmd:"" help:"Measure the reading against gold data."`
	Codebook   codebookCmd   `cmd:"" help:"Check a code book."`
	About      aboutCmd      `cmd:"" help:"Show version, weights, code book and engine kernels."`
	Completion completionCmd `cmd:"" help:"Print a completion script for your shell."`
}

const description = `dateline reads news reports and keeps a sourced record of events (who did what to whom, when, where: PLOVER and CAMEO codes), claims (who says so, with which stance) and figures. Every value leads back to the words it was read from.

  dateline read report.txt                the report with what was found, for people
  dateline read --format jsonl wire/      one record a line, for programs
  dateline read report.txt --explain v1   why event v1 was coded as it was
  cat report.txt | dateline read -        from standard input`

// exit is an error that has been told to the user already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// streams are what a command writes to, so that tests can read it.
type streams struct {
	out, err io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run is the whole program: it gives the exit code. 0: all went well; 1: some
// input could not be read, or a check failed; 2: the command line is wrong.
func run(ctx context.Context, args []string, s streams) int {
	var c cli
	code := -1
	parser, err := kong.New(&c, kong.Name("dateline"), kong.Description(description), kong.Writers(s.out, s.err), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s), kong.Exit(func(n int) { code = n; panic(exit(n)) }))
	if err != nil {
		panic(err)
	}
	defer func() { recoverExit(recover()) }()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parse(parser, args)
	if code >= 0 {
		return code
	}
	if err != nil {
		fmt.Fprintf(s.err, "dateline: error: %v\ndateline: hint: dateline --help lists the commands\n", err)
		return 2
	}
	err = parsed.Run()
	var e exit
	switch {
	case errors.As(err, &e):
		return int(e)
	case err != nil:
		fmt.Fprintf(s.err, "dateline: error: %v\n", err)
		return 1
	}
	return 0
}

// parse runs the parser; --help ends it through kong.Exit.
func parse(p *kong.Kong, args []string) (c *kong.Context, err error) {
	defer func() { recoverExit(recover()) }()
	return p.Parse(args)
}

// recoverExit lets every panic but that of kong.Exit go on.
func recoverExit(p any) {
	if _, ok := p.(exit); p != nil && !ok {
		panic(p)
	}
}
