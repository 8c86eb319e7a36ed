package dates

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline"
)

// tags has Penn tags for the verbs of the tests; other words get NN.
var tags = map[string]string{
	"met": "VBD", "said": "VBD", "was": "VBD", "were": "VBD", "had": "VBD", "began": "VBD", "signed": "VBD", "told": "VBD", "fell": "VBD",
	"will": "MD", "would": "MD", "may": "MD", "meet": "VB", "leave": "VB", "to": "TO", "expected": "VBN", "arrested": "VBN",
	"soldiers": "NNS",
}

var pieces = regexp.MustCompile(`(?:[A-Za-z]\.){2,}|(?:Nov|Oct|Sept|Jan)\.|\d+(?:,\d{3})+|'s|[A-Za-z]+|\d+(?:st|nd|rd|th|s)?|[^\s]`)

// read gives a text sentences and tokens: a new sentence after a full stop, a
// title where a line break follows.
func read(text, published string) *dateline.Reading {
	r := &dateline.Reading{Report: &dateline.Report{Text: text, Published: published}}
	paragraph := 1
	if strings.Contains(text, "\n") {
		paragraph = 0
	}
	s := dateline.Sentence{Paragraph: paragraph}
	flush := func() {
		if len(s.Tokens) > 0 {
			s.Span = s.SpanOf(0, len(s.Tokens))
			r.Sentences = append(r.Sentences, s)
		}
		s = dateline.Sentence{Paragraph: paragraph}
	}
	last := 0
	for _, m := range pieces.FindAllStringIndex(text, -1) {
		if strings.Contains(text[last:m[0]], "\n") {
			paragraph = 1
			flush()
		}
		last = m[1]
		word := text[m[0]:m[1]]
		start := utf8.RuneCountInString(text[:m[0]])
		tag := tags[word]
		if tag == "" {
			tag = "NN"
		}
		s.Tokens = append(s.Tokens, dateline.Token{Span: dateline.Span{Start: start, End: start + utf8.RuneCountInString(word)},
			Text: word, XPOS: tag, Head: -1})
		if word == "." {
			flush()
		}
	}
	flush()
	return r
}

// The reports of the tests appear on a Tuesday, 5 November 2024, unless the
// case says otherwise. Each mention is written as words, TIMEX3 type and value,
// and the EDTF value.
func TestResolve(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		// Days in full.
		{"They met on 4 November 2024.", []string{"4 November 2024 DATE 2024-11-04 2024-11-04"}},
		{"They met on Nov. 4, 2024.", []string{"Nov. 4, 2024 DATE 2024-11-04 2024-11-04"}},
		{"They met on 2024-11-04.", []string{"2024-11-04 DATE 2024-11-04 2024-11-04"}},
		{"They met on 11/04/2024.", []string{"11/04/2024 DATE 2024-11-04 2024-11-04"}},
		{"They met on 04/11/2024.", []string{"04/11/2024 DATE 2024-11-04 2024-11-04"}},
		{"They met on 31/10/2024.", []string{"31/10/2024 DATE 2024-10-31 2024-10-31"}},
		{"They met on the 4th of November.", []string{"the 4th of November DATE 2024-11-04 2024-11-04"}},
		{"They met on 31 February 2024.", []string{"February 2024 DATE 2024-02 2024-02"}},
		// The weekday gives the year.
		{"They met on Wednesday, November 6.", []string{"Wednesday, November 6 DATE 2024-11-06 2024-11-06"}},
		{"They met on Monday, November 6.", []string{"Monday, November 6 DATE 2023-11-06 2023-11-06"}},
		// Weekdays by tense.
		{"They met on Monday.", []string{"Monday DATE 2024-11-04 2024-11-04"}},
		{"They met on Tuesday.", []string{"Tuesday DATE 2024-11-05 2024-11-05"}},
		{"They met on Friday.", []string{"Friday DATE 2024-11-01 2024-11-01"}},
		{"They will meet on Friday.", []string{"Friday DATE 2024-11-08 2024-11-08"}},
		{"They are expected to meet on Monday.", []string{"Monday DATE 2024-11-11 2024-11-11"}},
		{"They met last Tuesday.", []string{"last Tuesday DATE 2024-10-29 2024-10-29"}},
		{"They met on Monday last week.", []string{"Monday last week DATE 2024-10-28 2024-10-28"}},
		{"They will meet next Friday.", []string{"next Friday DATE 2024-11-15 2024-11-15"}},
		// Parts of the day, the clock.
		{"They met on Sunday evening.", []string{"Sunday evening TIME 2024-11-03TEV 2024-11-03"}},
		{"They met this morning.", []string{"this morning TIME 2024-11-05TMO 2024-11-05"}},
		{"They met overnight.", []string{"overnight TIME 2024-11-05TNI 2024-11-05"}},
		{"They met at 09:00 GMT on Monday.", []string{"09:00 GMT on Monday TIME 2024-11-04T09:00 2024-11-04T09:00Z"}},
		{"They met at 9 a.m. on Monday.", []string{"9 a.m. on Monday TIME 2024-11-04T09:00 2024-11-04T09"}},
		{"On Monday they met at 0900 GMT.", []string{"Monday DATE 2024-11-04 2024-11-04", "0900 GMT TIME 2024-11-04T09:00 2024-11-04T09:00Z"}},
		{"They met at midnight on Friday.", []string{"midnight on Friday TIME 2024-11-01T24:00 2024-11-01"}},
		// Months, quarters, seasons, years.
		{"They signed it in June.", []string{"June DATE 2024-06 2024-06"}},
		{"They signed it in December.", []string{"December DATE 2023-12 2023-12"}},
		{"They will meet in December.", []string{"December DATE 2024-12 2024-12"}},
		{"They met in June last year.", []string{"June last year DATE 2023-06 2023-06"}},
		{"They may march in protest.", nil},
		{"Sales fell in the third quarter of 2023.", []string{"the third quarter of 2023 DATE 2023-Q3 2023-07/2023-09"}},
		{"Sales fell in the first half of last year.", []string{"the first half of last year DATE 2023-H1 2023-01/2023-06"}},
		{"They met last spring.", []string{"last spring DATE 2024-SP 2024-21"}},
		{"They met in mid-2019.", []string{"mid-2019 DATE 2019 2019"}},
		{"It was so in the 1990s.", []string{"the 1990s DATE 199 199X"}},
		{"It was so in the late 19th century.", []string{"the late 19th century DATE 18 18XX"}},
		{"The war of 1979-89 was long.", []string{"1979-89 DATE 1979/1989 1979/1989"}},
		{"They sent 2000 soldiers.", nil},
		// Units from now and from what was named.
		{"They met last week.", []string{"last week DATE 2024-W44 2024-10-28/2024-11-03"}},
		{"They will meet next month.", []string{"next month DATE 2024-12 2024-12"}},
		{"They met three weeks ago.", []string{"three weeks ago DATE 2024-W42 2024-10-14/2024-10-20"}},
		{"They met on 1 May 2023. Two days earlier they had told him.", []string{"1 May 2023 DATE 2023-05-01 2023-05-01",
			"Two days earlier DATE 2023-04-29 2023-04-29"}},
		{"They met on 1 May 2023. He was arrested the day before.", []string{"1 May 2023 DATE 2023-05-01 2023-05-01",
			"the day before DATE 2023-04-30 2023-04-30"}},
		{"They met on 1 May 2023. He was arrested the same month.", []string{"1 May 2023 DATE 2023-05-01 2023-05-01",
			"the same month DATE 2023-05 2023-05"}},
		// Intervals.
		{"They had met since August.", []string{"August DATE 2024-08 2024-08/.."}},
		{"They will meet until Friday.", []string{"Friday DATE 2024-11-08 ../2024-11-08"}},
		{"They will leave by the end of the year.", []string{"the end of the year DATE 2024 ../2024-12-31"}},
		{"They met from 3 to 5 May 2024.", []string{"3 to 5 May 2024 DATE 2024-05-03/2024-05-05 2024-05-03/2024-05-05"}},
		{"They moved the vote to December.", []string{"December DATE 2024-12 2024-12"}},
		{"They met from June to August.", []string{"June DATE 2024-06 2024-06/2024-08", "August DATE 2024-08 2024-06/2024-08"}},
		{"They met between January and October last year.", []string{"January DATE 2023-01 2023-01/2023-10",
			"October last year DATE 2023-10 2023-01/2023-10"}},
		{"They met from Thursday to Monday.", []string{"Thursday DATE 2024-10-31 2024-10-31/2024-11-04", "Monday DATE 2024-11-04 2024-10-31/2024-11-04"}},
		// Durations and sets.
		{"They met for three weeks.", []string{"three weeks DURATION P3W"}},
		{"They fell over the past two weeks.", []string{"the past two weeks DURATION P2W 2024-10-22/2024-11-05"}},
		{"They had a 12-month truce.", []string{"12-month DURATION P12M"}},
		{"They met every Monday.", []string{"every Monday SET XXXX-WXX-1"}},
		{"They met daily.", []string{"daily SET P1D"}},
		// No date.
		{"They met recently.", []string{"recently DATE PAST_REF"}},
		// Holidays.
		{"They met on Christmas Day.", []string{"Christmas Day DATE 2023-12-25 2023-12-25"}},
		{"They met on Easter Sunday.", []string{"Easter Sunday DATE 2024-03-31 2024-03-31"}},
		{"They met on Russia's National Unity Day.", []string{"National Unity Day DATE 2024-11-04 2024-11-04"}},
		{"They met on Independence Day.", nil},
		{"They met on Ukraine's Independence Day.", []string{"Independence Day DATE 2024-08-24 2024-08-24"}},
		// A title's present tense tells what has happened.
		{"Two leaders meets on Monday\nThey said so.", []string{"Monday DATE 2024-11-04 2024-11-04"}},
	} {
		r := read(test.text, "2024-11-05")
		Resolve(r)
		if got := shown(r); strings.Join(got, "|") != strings.Join(test.want, "|") {
			t.Errorf("%s\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func shown(r *dateline.Reading) []string {
	var all []string
	for _, d := range r.Dates {
		all = append(all, strings.TrimSpace(strings.Join([]string{d.Date.Words, d.Type, d.Timex, d.Date.Value}, " ")))
	}
	return all
}

// A report without a date of publication still has its absolute dates, and
// those that count from them; the rest is known by grain only.
func TestResolveWithoutPublication(t *testing.T) {
	r := read("They met on Monday. They met on 1 May 2023. Two days later they met last week.", "")
	Resolve(r)
	want := []string{"Monday DATE XXXX-XX-XX", "1 May 2023 DATE 2023-05-01 2023-05-01", "Two days later DATE 2023-05-03 2023-05-03"}
	if got := shown(r); strings.Join(got[:3], "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The tree finds the verb that governs the date, not the nearest one.
func TestTenseByTree(t *testing.T) {
	r := read("The summit will begin Friday, he said", "2024-11-05")
	tokens := r.Sentences[0].Tokens
	for i, head := range []int{1, 3, 3, 7, 3, 3, 7, -1} {
		tokens[i].Head = head
		tokens[i].Relation = "dep"
	}
	tokens[2].Relation, tokens[3].XPOS = "aux", "VB"
	Resolve(r)
	if got := shown(r); len(got) != 1 || got[0] != "Friday DATE 2024-11-08 2024-11-08" {
		t.Errorf("got %q", got)
	}
}

func TestEaster(t *testing.T) {
	for year, want := range map[int][2]string{
		1998: {"1998-04-12", "1998-04-19"}, 2008: {"2008-03-23", "2008-04-27"}, 2024: {"2024-03-31", "2024-05-05"}, 2025: {"2025-04-20", "2025-04-20"},
	} {
		if got := [2]string{easter(year).String(), orthodoxEaster(year).String()}; got != want {
			t.Errorf("%d: got %v, want %v", year, got, want)
		}
	}
}

func TestHolidayTable(t *testing.T) {
	if _, err := parseHolidays(holidayTable); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []string{"name\tcountry\trule\nx\t\t13-01", "name\tcountry\trule\nx\t11-04", "name\tcountry\trule\nx\t\t5/x"} {
		if _, err := parseHolidays(wrong); err == nil {
			t.Errorf("%q: no error", wrong)
		}
	}
}

// However the hyphens are cut, the reading is the same.
func TestTokenisation(t *testing.T) {
	for _, words := range [][]string{{"mid", "-", "2019"}, {"mid-2019"}, {"mid-", "2019"}, {"mid", "–", "2019"}} {
		r := &dateline.Reading{Report: &dateline.Report{Published: "2024-11-05"}}
		var s dateline.Sentence
		at := 0
		for _, w := range words {
			end := at + utf8.RuneCountInString(w)
			s.Tokens = append(s.Tokens, dateline.Token{Span: dateline.Span{Start: at, End: end}, Text: w, Head: -1})
			at = end
			r.Report.Text += w
		}
		r.Sentences = []dateline.Sentence{s}
		Resolve(r)
		if len(r.Dates) != 1 || r.Dates[0].Date.Value != "2019" || r.Dates[0].Date.Words != r.Report.Text {
			t.Errorf("%q: got %+v", words, r.Dates)
		}
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("They will meet from 3 to 5 May 2024, the day before last Tuesday, at 9 a.m. EST.", "2024-11-05")
	f.Add("Two days earlier, in the late '80s, on 29 February and each Monday in 1979-89.", "2024-02-29T10:00")
	f.Fuzz(func(t *testing.T, text, published string) {
		if !utf8.ValidString(text) {
			return
		}
		r := read(text, published)
		Resolve(r)
		end := dateline.Phrase{Sentence: -1}
		for _, d := range r.Dates {
			if d.Sentence < 0 || d.Sentence >= len(r.Sentences) || d.First < 0 || d.First >= d.End || d.End > len(r.Sentences[d.Sentence].Tokens) {
				t.Fatalf("%q: phrase %+v out of range", text, d.Phrase)
			}
			if d.Sentence == end.Sentence && d.First < end.End {
				t.Fatalf("%q: %+v overlaps %+v", text, d.Phrase, end)
			}
			end = d.Phrase
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	r := read(strings.Repeat("The two leaders met in the capital on Monday and said that they would sign a treaty by the end of "+
		"the year , two weeks after their ministers had told reporters of 10,000 soldiers near the border . ", 24), "2024-11-05")
	b.ReportAllocs()
	for b.Loop() {
		Resolve(r)
	}
}
