package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHead(t *testing.T) {
	tests := []struct {
		name, text                                       string
		title, agency, published, dateline, byline, lead string
	}{
		{"agency and date line", "Ruling party wins vote\n\nReuters Published 05 Nov, 2024\n\nNAIROBI: The ruling party won.\n\nMore.",
			"Ruling party wins vote", "Reuters", "2024-11-05", "NAIROBI", "", "NAIROBI: The ruling party won."},
		{"dateline with date and agency", "LONDON, March 3 (AP) — The minister resigned.\n\nHe had no choice.",
			"", "AP", "", "LONDON", "", "LONDON, March 3 (AP) — The minister resigned."},
		{"byline and update", "Talks stall\nin third week\n\nBy Jane Otieno and Ali Reza\n\nUpdated March 4, 2021 10:15 GMT\n\nTUNIS (AFP) - Talks stalled.\n\nNo date was set.",
			"Talks stall in third week", "AFP", "2021-03-04", "TUNIS", "Jane Otieno|Ali Reza", "TUNIS (AFP) - Talks stalled."},
		{"title case place", "A title\n\nKyiv (dpa) - The president spoke.\n\nHe left.", "A title", "dpa", "", "Kyiv", "", "Kyiv (dpa) - The president spoke."},
		{"country behind the place", "A title\n\nGOMA, Congo, Jan. 27, 2014 (Reuters) - Rebels left.\n\nThey did.", "A title", "Reuters", "2014-01-27", "GOMA, Congo", "", ""},
		{"no head at all", "The president met his guest on Monday.\n\nThey talked.", "", "", "", "", "", "The president met his guest on Monday."},
		{"one line only", "The president met his guest on Monday.", "", "", "", "", "", "The president met his guest on Monday."},
		{"a sentence with a colon is no dateline", "A title\n\nThe minister said: we are ready.\n\nYes.", "A title", "", "", "", "", "The minister said: we are ready."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, text := range []string{tt.text, strings.ReplaceAll(tt.text, "\n", "\r\n")} {
				r, err := Text([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				place := ""
				if r.Dateline != nil {
					place = r.Dateline.Words.Words
					if got := string([]rune(r.Text)[r.Dateline.Span.Start:r.Dateline.Span.End]); got != place {
						t.Errorf("span of dateline gives %q", got)
					}
				}
				got := []string{r.Title, r.Agency, r.Published, place, strings.Join(r.Byline, "|")}
				want := []string{tt.title, tt.agency, tt.published, tt.dateline, tt.byline}
				for i, g := range got {
					if g != want[i] {
						t.Errorf("%s: got %q, want %q", []string{"title", "agency", "published", "dateline", "byline"}[i], g, want[i])
					}
				}
				lead := string([]rune(r.Text)[r.Body[0].Start:r.Body[0].End])
				if tt.lead != "" && lead != tt.lead {
					t.Errorf("lead %q, want %q", lead, tt.lead)
				}
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	want := "Le président Gbagbo said “no”."
	utf16 := func(little bool) string {
		var b strings.Builder
		for _, r := range want {
			hi, lo := byte(r>>8), byte(r)
			if little {
				hi, lo = lo, hi
			}
			b.WriteByte(hi)
			b.WriteByte(lo)
		}
		return b.String()
	}
	for name, data := range map[string]string{
		"utf-8": want, "utf-8 with mark": "\xEF\xBB\xBF" + want, "windows-1252": "Le pr\xe9sident Gbagbo said \x93no\x94.",
		"utf-16 le": "\xFF\xFE" + utf16(true), "utf-16 be": "\xFE\xFF" + utf16(false),
	} {
		r, err := Text([]byte(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if r.Text != want {
			t.Errorf("%s: %q", name, r.Text)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"empty":  {" \n\n\t", "empty"},
		"binary": {"\x7fELF\x00\x01\x02", "binary"},
		"huge":   {strings.Repeat("word ", MaxSize), "split it"},
	} {
		if _, err := Text([]byte(tt.data)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, tt.want)
		}
	}
}

func TestForeignTextIsWarnedOf(t *testing.T) {
	german := "Der Außenminister hat am Montag in Berlin mit seinem Amtskollegen über die Lage in der Region gesprochen und dabei auf eine rasche Lösung des Streits gedrängt, wie ein Sprecher des Ministeriums mitteilte."
	r, err := Text([]byte(german))
	if err != nil || len(r.Warnings) == 0 || r.Language != "" {
		t.Errorf("German text: %v, warnings %q, language %q", err, r.Warnings, r.Language)
	}
}

func TestSoftWrappedLines(t *testing.T) {
	r, err := Text([]byte("The army said on Friday that it had taken\nthe town after a week of fighting, and\nthat its losses were light.\n\nRebels denied it.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Body) != 2 || strings.Contains(string([]rune(r.Text)[r.Body[0].Start:r.Body[0].End]), "\n") {
		t.Errorf("paragraphs %v of %q", r.Body, r.Text)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("A title\n\nBy A B\n\nPARIS, May 2 (AFP) - Words.\n\nMore."))
	f.Add([]byte("\xFF\xFEa\x00b\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Text(data)
		if err != nil {
			return
		}
		n := utf8.RuneCountInString(r.Text)
		for _, s := range append(r.Body, r.TitleSpan) {
			if s.Start < 0 || s.End < s.Start || s.End > n {
				t.Fatalf("span %v of %d", s, n)
			}
		}
		if r.Dateline != nil && string([]rune(r.Text)[r.Dateline.Span.Start:r.Dateline.Span.End]) != r.Dateline.Words.Words {
			t.Fatalf("dateline %+v in %q", r.Dateline, r.Text)
		}
	})
}
