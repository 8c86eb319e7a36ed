package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline"
)

var open = sync.OnceValues(func() (*Reader, error) { return Open() })

// TestReadings reads testdata/readings: a report a case, then what must be
// found in it (testdata/readings/README.md).
func TestReadings(t *testing.T) {
	rd, err := open()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/readings/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no readings", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
			var text, expects []string
			published := ""
			for line := range strings.SplitSeq(block, "\n") {
				switch {
				case strings.HasPrefix(line, "#"):
				case strings.HasPrefix(line, "report "):
					published = strings.TrimPrefix(line, "report ")
				case strings.HasPrefix(line, "expect "):
					expects = append(expects, strings.TrimPrefix(line, "expect "))
				default:
					text = append(text, line)
				}
			}
			t.Run(fmt.Sprintf("%s/%d", strings.TrimSuffix(filepath.Base(file), ".txt"), i+1), func(t *testing.T) {
				head := ""
				if published != "" {
					head = "Published " + published + "\n\n"
				}
				r, err := rd.Text([]byte(head + strings.Join(text, "\n\n") + "\n"))
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range expects {
					if !holds(r, e) {
						t.Errorf("%s\nexpected %s\ngot %s", strings.Join(text, " "), e, summary(r))
					}
				}
			})
		}
	}
}

// holds reports whether a reading has what an expectation says.
func holds(r *dateline.Reading, expect string) bool {
	if rest, ok := strings.CutPrefix(expect, "no "); ok {
		return !holds(r, rest)
	}
	what, rest, _ := strings.Cut(expect, " ")
	switch what {
	case "event":
		return slices.ContainsFunc(r.Events, func(e dateline.Event) bool { return matches(rest, eventLine(r, &e)) })
	case "claim":
		return slices.ContainsFunc(r.Claims, func(c dateline.Claim) bool { return matches(rest, claimLine(r, &c)) })
	case "figure":
		return slices.ContainsFunc(r.Figures, func(f dateline.Figure) bool { return matches(rest, figureLine(r, &f)) })
	}
	return false
}

// matches reports whether every part of an expectation, parted by commas,
// stands in a line.
func matches(expect, line string) bool {
	for part := range strings.SplitSeq(expect, ",") {
		if !strings.Contains(line, " "+strings.TrimSpace(part)+";") && strings.TrimSpace(part) != "" {
			return false
		}
	}
	return true
}

func codes(r *dateline.Reading, refs []dateline.Ref) string {
	var out []string
	for _, ref := range refs {
		for _, e := range r.Entities {
			if e.ID == ref.Entity {
				out = append(out, strings.TrimSpace(e.Code+" "+e.Sector))
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " + ")
}

func eventLine(r *dateline.Reading, e *dateline.Event) string {
	line := fmt.Sprintf(" %s; %s; actor=%s; recipient=%s; cameo=%s;", e.Type, e.Words, codes(r, e.Actor), codes(r, e.Recipient), e.CAMEO)
	for _, m := range e.Mode {
		line += " " + m + ";"
	}
	for _, a := range e.Auxiliary {
		line += " " + string(a) + ";"
	}
	if e.Date != nil {
		line += " date=" + e.Date.Value + ";"
	}
	if e.Place != nil {
		line += " place=" + e.Place.Name + ";"
	}
	by := ""
	for _, id := range e.AttributedTo {
		for _, c := range r.Claims {
			if c.ID == id {
				by = codes(r, c.Speaker)
			}
		}
	}
	return line + " by=" + by + ";"
}

func claimLine(r *dateline.Reading, c *dateline.Claim) string {
	line := fmt.Sprintf(" %s; %s; speaker=%s;", c.Stance, c.Cue.Words, codes(r, c.Speaker))
	if c.Content != nil {
		line += " content=" + c.Content.Words + ";"
	}
	return line
}

func figureLine(r *dateline.Reading, f *dateline.Figure) string {
	line := ""
	for _, b := range []struct {
		name string
		v    *float64
	}{{"low", f.Low}, {"best", f.Best}, {"high", f.High}} {
		if b.v != nil {
			line += fmt.Sprintf(" %s=%.10g;", b.name, *b.v)
		}
	}
	by := ""
	for _, id := range f.AttributedTo {
		for _, c := range r.Claims {
			if c.ID == id {
				by = codes(r, c.Speaker)
			}
		}
	}
	return line + " by=" + by + ";"
}

func summary(r *dateline.Reading) string {
	var b strings.Builder
	for i := range r.Events {
		b.WriteString("\n  event" + eventLine(r, &r.Events[i]))
	}
	for i := range r.Claims {
		b.WriteString("\n  claim" + claimLine(r, &r.Claims[i]))
	}
	for i := range r.Figures {
		b.WriteString("\n  figure" + figureLine(r, &r.Figures[i]))
	}
	return b.String()
}
