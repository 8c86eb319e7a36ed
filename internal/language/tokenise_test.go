package language

import (
	"os"
	"strings"
	"testing"
)

// The expected words were written by training/tokenise.py: both sides follow
// the same rules.
func TestTokenise(t *testing.T) {
	data, err := os.ReadFile("testdata/tokenise.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		text, want, _ := strings.Cut(line, "\t")
		runes := []rune(text)
		var got []string
		for _, s := range tokenise(runes) {
			got = append(got, string(runes[s.start:s.end]))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("words of %q:\n got %s\nwant %s", text, g, want)
		}
	}
}

func FuzzTokenise(f *testing.F) {
	f.Add("The U.S. didn't say \"no\" -- yet.")
	f.Add("(10,000-strong) 'til 5pm…?!")
	f.Fuzz(func(t *testing.T, text string) {
		runes, last := []rune(text), 0
		for _, s := range tokenise(runes) {
			if s.start < last || s.end <= s.start || s.end > len(runes) {
				t.Fatalf("span %v after %d in %q", s, last, text)
			}
			if strings.TrimSpace(string(runes[last:s.start])) != "" {
				t.Fatalf("%q is lost in %q", string(runes[last:s.start]), text)
			}
			last = s.end
		}
		if strings.TrimSpace(string(runes[last:])) != "" {
			t.Fatalf("%q is lost in %q", string(runes[last:]), text)
		}
	})
}
