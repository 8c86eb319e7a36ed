package language

import (
	"os"
	"strings"
	"testing"

	"dateline"
)

// BenchmarkRead reads a report of some 800 words on one core.
func BenchmarkRead(b *testing.B) {
	c, err := Open()
	if err != nil {
		b.Fatal(err)
	}
	data, err := os.ReadFile("../../examples/prespa.txt")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(string(data)+"\n\n", 3)
	rep := &dateline.Report{Text: text}
	at := 0
	for _, p := range strings.Split(text, "\n\n") {
		n := len([]rune(p))
		rep.Body = append(rep.Body, dateline.Span{Start: at, End: at + n})
		at += n + 2
	}
	rep.Body = rep.Body[:len(rep.Body)-1]
	b.ReportAllocs()
	for b.Loop() {
		c.Read(&dateline.Reading{Report: rep})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
