package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline"
)

// call runs the program and gives what it wrote.
func call(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, streams{&o, &e})
	return code, o.String(), e.String()
}

const sample = "../../examples/prespa.txt"

func TestReadForPeople(t *testing.T) {
	code, out, stderr := call(t, "read", sample)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	for _, want := range []string{"Events", "Claims", "Figures", "signed", "17 Jun 2018"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in:\n%s", want, out)
		}
	}
	if strings.Contains(out, "\x1b[") {
		t.Error("escape sequences although this is no terminal")
	}
}

// Spans always give their words back, and reading twice gives the same record.
func TestRecord(t *testing.T) {
	code, first, stderr := call(t, "read", "--format", "jsonl", sample)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	var rec dateline.Record
	if err := json.Unmarshal([]byte(first), &rec); err != nil {
		t.Fatal(err)
	}
	text := []rune(rec.Report.Text)
	check := func(what, words string, s dateline.Span) {
		if got := string(text[s.Start:s.End]); got != words {
			t.Errorf("%s: span gives %q, words say %q", what, got, words)
		}
	}
	ids := map[string]bool{}
	for _, e := range rec.Entities {
		ids[e.ID] = true
		for _, m := range e.Mentions {
			check(e.ID, m.Words.Words, m.Span)
		}
	}
	refs := func(what string, list []dateline.Ref) {
		for _, r := range list {
			check(what, r.Words, r.Span)
			if !ids[r.Entity] {
				t.Errorf("%s names entity %s, which is not there", what, r.Entity)
			}
		}
	}
	for _, e := range rec.Events {
		check(e.ID, e.Words, e.Span)
		refs(e.ID, e.Actor)
		refs(e.ID, e.Recipient)
		for _, a := range e.Also {
			check(e.ID, a.Words, a.Span)
		}
		if e.Date != nil && e.Date.Span != nil {
			check(e.ID+" date", e.Date.Words, *e.Date.Span)
		}
		if e.Place != nil && e.Place.Span != nil {
			check(e.ID+" place", e.Place.Words, *e.Place.Span)
		}
		if len(e.Why) == 0 {
			t.Errorf("%s has no trail", e.ID)
		}
	}
	for _, c := range rec.Claims {
		check(c.ID, c.Cue.Words, c.Cue.Span)
		refs(c.ID, c.Speaker)
		if c.Content != nil {
			check(c.ID, c.Content.Words, c.Content.Span)
		}
	}
	for _, f := range rec.Figures {
		check(f.ID, f.Words, f.Span)
	}
	if len(rec.Events) == 0 || len(rec.Claims) == 0 || len(rec.Figures) == 0 {
		t.Errorf("%d events, %d claims, %d figures", len(rec.Events), len(rec.Claims), len(rec.Figures))
	}
	_, again, _ := call(t, "read", "--format", "jsonl", sample)
	var second dateline.Record
	if err := json.Unmarshal([]byte(again), &second); err != nil {
		t.Fatal(err)
	}
	rec.Report.ReadAt, second.Report.ReadAt = "", ""
	a, _ := json.Marshal(rec)
	b, _ := json.Marshal(second)
	if !bytes.Equal(a, b) {
		t.Errorf("reading twice gives two records:\n%s\n%s", a, b)
	}
}

func TestExplain(t *testing.T) {
	code, out, stderr := call(t, "read", "--explain", "v1", sample)
	if code != 0 || !strings.Contains(out, "event type") {
		t.Errorf("exit %d, %s%s", code, out, stderr)
	}
	code, _, stderr = call(t, "read", "--explain", "v999", sample)
	if code != 1 || !strings.Contains(stderr, "v999") || !strings.Contains(stderr, "hint:") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

// One unreadable file is named and the others go on, in the order given.
func TestManyFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "The president met his guest.", "b.txt": "\x00\x01\x02\x03", "c.txt": "The army shelled the town.", ".hidden": "x"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	code, out, stderr := call(t, "read", "--format", "jsonl", dir)
	if code != 1 || !strings.Contains(stderr, "b.txt") || !strings.Contains(stderr, "binary") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "guest") || !strings.Contains(lines[1], "town") {
		t.Errorf("records:\n%s", out)
	}
	code, _, stderr = call(t, "read", filepath.Join(dir, "none.txt"))
	if code != 1 || !strings.Contains(stderr, "none.txt") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

func TestAboutAndHelp(t *testing.T) {
	code, out, _ := call(t, "about")
	if code != 0 || !strings.Contains(out, "weights") || !strings.Contains(out, "kernels") {
		t.Errorf("exit %d, %s", code, out)
	}
	code, out, _ = call(t, "--help")
	if code != 0 || !strings.Contains(out, "dateline read report.txt") {
		t.Errorf("exit %d, %s", code, out)
	}
	code, _, stderr := call(t, "raed")
	if code != 2 || !strings.Contains(stderr, "hint:") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	code, out, _ = call(t, "codebook", "check")
	if code != 0 || !strings.Contains(out, "no mistakes") {
		t.Errorf("exit %d, %s", code, out)
	}
}

// Completion scripts know every command.
func TestCompletion(t *testing.T) {
	_, help, _ := call(t, "--help")
	for _, shell := range []string{"bash", "zsh", "fish"} {
		code, out, _ := call(t, "completion", shell)
		if code != 0 {
			t.Fatalf("%s: exit %d", shell, code)
		}
		for _, name := range []string{"read", "eval", "codebook", "about", "completion"} {
			if !strings.Contains(help, name) || !strings.Contains(out, name) {
				t.Errorf("%s does not complete %s", shell, name)
			}
		}
	}
}
