// Package dates turns date words into dates: a grammar of news time over
// tokens. Extents and TIMEX3 values follow TimeML 1.2.1; values are EDTF (ISO
// 8601-2) at the precision that the words have.
package dates

import (
	"strconv"
	"strings"

	"dateline"
)

// Resolve fills r.Dates with the date expressions of r.Sentences, in the order
// of the text. They count from the day of publication and, where the words ask
// for it ("two days earlier"), from dates named before.
//
// A mention that points at no date, such as "recently" or "three weeks", has a
// TIMEX3 value and an empty Date.Value; so has a relative one in a report
// without a date of publication.
func Resolve(r *dateline.Reading) {
	ctx := context{}
	ctx.now, ctx.known = published(r.Report.Published)
	text := []rune(r.Report.Text)
	var parts []part
	r.Dates = nil
	for n := range r.Sentences {
		s := &r.Sentences[n]
		parts = lex(s, parts)
		g := grammar{parts: parts}
		var earlier ending // the mention before in the sentence
		for i := 0; i < len(parts); {
			m, end := g.read(i)
			if end <= i {
				i++
				continue
			}
			phrase := dateline.Phrase{Sentence: n, First: parts[i].token, End: parts[end-1].token + 1}
			if k := len(r.Dates) - 1; k >= 0 && r.Dates[k].Sentence == n && phrase.First < r.Dates[k].End {
				i = end // a token that was not cut holds two: the first one has it
				continue
			}
			ctx.tense = tenseOf(s, phrase.First, phrase.End)
			if g.ahead(i, ctx.tense) && !g.joined(earlier, i) {
				ctx.tense = future
			}
			v := m.value(&ctx)
			span := s.SpanOf(phrase.First, phrase.End)
			d := dateline.Date{Value: v.edtf, Span: &span, Basis: dateline.Stated}
			if 0 <= span.Start && span.Start <= span.End && span.End <= len(text) {
				d.Words = string(text[span.Start:span.End])
			}
			if v.period != nil {
				ctx.named = append(ctx.named, *v.period)
				if opened := g.open(i, end, *v.period); opened != "" {
					d.Value = opened
				}
			}
			r.Dates = append(r.Dates, dateline.DateMention{Phrase: phrase, Date: d, Type: v.kind, Timex: v.timex})
			if v.period != nil {
				if g.joined(earlier, i) {
					from := notAfter(*earlier.period, *v.period)
					both := from.begin() + "/" + v.period.end()
					k := len(r.Dates) - 1
					r.Dates[k].Date.Value = both
					r.Dates[k-1].Date.Value = both
					if from != *earlier.period {
						r.Dates[k-1].Timex = from.timex()
					}
				}
				earlier = ending{i, end, v.period}
			} else {
				earlier = ending{}
			}
			i = end
		}
	}
}

// ending is where the mention of a period begins and ends among the parts.
type ending struct {
	first, end int
	period     *period
}

// joined reports that a mention at part i closes the interval which an earlier
// one opens: from June to August, between Monday and Friday.
func (g grammar) joined(e ending, i int) bool {
	if e.period == nil || e.end != i-1 {
		return false
	}
	return g.is(e.first-1, "from") && g.is(i-1, "to", "until", "till", "through") ||
		g.is(e.first-1, "between") && g.is(i-1, "and")
}

// notAfter is the beginning of an interval, moved back by years, or a weekday by
// a week, where it was read as after the end: in "between January and October
// this year" the end has the year of both.
func notAfter(from, to period) period {
	for from.first > to.first {
		if from.grain == days && from.first-to.first < 7 {
			from = from.shift(-7)
		} else {
			from = nextYear(from, -1)
		}
	}
	return from
}

// ahead reports that the word before part i puts a date in the future, whatever
// the verb: a limit that was set, a payment that is due.
func (g grammar) ahead(i int, t tense) bool {
	return g.is(i-1, "until", "till", "to", "through", "due", "payable", "effective") || g.is(i-1, "by") && t != past
}

// open is the EDTF value of a period that a preposition makes the end of an
// open interval; empty for none.
func (g grammar) open(i, end int, p period) string {
	if g.is(end, "'s") { // until Monday's vote: the vote ends it
		return ""
	}
	switch {
	case g.is(i-1, "since"):
		return p.begin() + "/.."
	case g.is(i-1, "until", "till", "by"):
		if g.is(i-1, "by") && g.stage(i) > i {
			return "../" + p.last().String()
		}
		return "../" + p.end()
	}
	return ""
}

// published is the day of an EDTF date of day precision, with or without a
// time.
func published(edtf string) (day, bool) {
	if len(edtf) < len("2006-01-02") {
		return 0, false
	}
	f := strings.Split(edtf[:len("2006-01-02")], "-")
	if len(f) != 3 {
		return 0, false
	}
	var n [3]int
	for i := range f {
		v, err := strconv.Atoi(f[i])
		if err != nil {
			return 0, false
		}
		n[i] = v
	}
	if !valid(n[0], n[1], n[2]) {
		return 0, false
	}
	return date(n[0], n[1], n[2]), true
}
