package dates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// grammar reads date expressions off the parts of one sentence. Every rule
// takes the index of its first part and gives the meaning and the index after
// its last part, or 0 where it does not apply; the longest reading wins.
type grammar struct {
	parts []part
}

type rule func(grammar, int) (meaning, int)

// read is the longest expression that begins at part i, with the words that
// belong to its extent: "early next week", "at least two years", "the end of
// March".
func (g grammar) read(i int) (meaning, int) {
	m, end := g.core(i)
	if j := g.stage(i); j > i {
		if m2, end2 := g.core(j); end2 > end && m2.kind != durationKind && m2.kind != setKind {
			m, end = m2, end2
		}
	}
	if j := g.approximation(i); j > i {
		if m2, end2 := g.core(j); end2 > end && (m2.kind == durationKind || g.ago(end2-1)) {
			m, end = m2, end2
		}
	}
	return m, end
}

func (g grammar) core(i int) (best meaning, end int) {
	for _, r := range [...]rule{
		grammar.clock, grammar.calendarDay, grammar.weekdays, grammar.deicticDay, grammar.month, grammar.quarter,
		grammar.season, grammar.year, grammar.decade, grammar.century, grammar.relativeUnit, grammar.away,
		grammar.duration, grammar.set, grammar.reference, grammar.holiday,
	} {
		if m, e := r(g, i); e > end {
			best, end = m, e
		}
	}
	return best, end
}

// at is part i; past the ends an empty one, so that rules may look around.
func (g grammar) at(i int) *part {
	if i < 0 || i >= len(g.parts) {
		return &part{}
	}
	return &g.parts[i]
}

func (g grammar) is(i int, words ...string) bool { return slices.Contains(words, g.at(i).text) }

// skip is the index after part i if it is one of the words, else i.
func (g grammar) skip(i int, words ...string) int {
	if i < len(g.parts) && g.is(i, words...) {
		return i + 1
	}
	return i
}

// spell is the index after a sequence of words, 0 if it does not stand at i.
func (g grammar) spell(i int, words ...string) int {
	for _, w := range words {
		if g.at(i).text != w {
			return 0
		}
		i++
	}
	return i
}

// stage reads what names a stage of a period: early, mid-, the end of.
func (g grammar) stage(i int) int {
	switch {
	case g.is(i, "early", "late", "mid"), g.is(i, "earlier", "later") && g.is(i+1, "this", "that", "in"):
		return i + 1
	case g.is(i, "the") && g.is(i+1, "early", "late", "mid"):
		return i + 1 // the period's own article is read by the caller's rules
	}
	j := g.skip(i, "the")
	if g.is(j, "end", "beginning", "start", "middle", "close", "turn") && g.is(j+1, "of") {
		return j + 2
	}
	return i
}

// approximation reads at least, nearly, more than.
func (g grammar) approximation(i int) int {
	switch {
	case g.is(i, "nearly", "almost"), g.is(i, "over") && !g.is(i+1, "the", "past", "last", "several"):
		return i + 1
	case g.is(i, "at") && g.is(i+1, "least", "most"), g.is(i, "more", "less", "fewer") && g.is(i+1, "than"),
		g.is(i, "up") && g.is(i+1, "to"):
		return i + 2
	}
	return i
}

// clock reads a time of day and the day beside it: 09:00 GMT on Monday, 6 a.m.,
// 8 p.m. EST, April 3.
func (g grammar) clock(i int) (meaning, int) {
	timex, edtf, j := g.timeOfDay(i)
	if j == 0 {
		return meaning{}, 0
	}
	on := monthOrToday
	end := j
	k := g.skip(g.skip(j, ","), "on")
	for _, r := range []rule{grammar.calendarDay, grammar.weekdays, grammar.deicticDay} {
		if m, e := r(g, k); e > end && m.kind == dateKind {
			on, end = m, e
		}
	}
	return on.at(timex, edtf), end
}

// monthOrToday is the day that a time without a date belongs to: the day that
// was named last, else that of publication.
var monthOrToday = relative(days, func(c *context) period {
	if n := len(c.named); n > 0 && c.named[n-1].grain == days {
		return c.named[n-1]
	}
	return period{days, c.anchor()}
})

func (g grammar) timeOfDay(i int) (timex, edtf string, end int) {
	p := g.at(i)
	hour, minute, zoned := p.n, -1, false
	j := i + 1
	switch {
	case p.class == dayPart && strings.Contains(p.value, ":"):
		if p.text == "midnight" { // 24:00 has no form in EDTF, and of which day it is people differ
			return p.value, "", j
		}
		return p.value, p.value, j
	case !p.isNumeral() && !(p.class == number && g.is(j, "o'clock")):
		return "", "", 0
	case p.digits == 4 && g.at(j).class == zone && g.at(j).capital:
		hour, minute = p.n/100, p.n%100
	case p.digits <= 2 && g.at(j).glue == ':' && g.at(j).digits == 2:
		minute = g.at(j).n
		j++
		if g.at(j).glue == ':' && g.at(j).digits == 2 {
			j++
		}
	}
	half := 0
	switch {
	case g.is(j, "am", "pm"):
		half = 1
		if g.is(j, "pm") {
			half = 2
		}
		j++
	case g.is(j, "o'clock"):
		j++
	case minute < 0:
		return "", "", 0
	}
	if half > 0 && (hour < 1 || hour > 12) || hour > 24 || minute > 59 {
		return "", "", 0
	}
	if half > 0 {
		hour = hour%12 + 12*(half-1)
	}
	timex = fmt.Sprintf("T%02d:%02d", hour, max(minute, 0))
	edtf = timex
	if minute < 0 {
		edtf = edtf[:3]
	}
	if z := g.at(j); z.class == zone && z.capital {
		edtf, zoned = timex+offset(z.n), true
		j++
	} else if e := g.spell(j, "local", "time"); e > 0 {
		j = e
	}
	if zoned && g.at(j).class == zone && g.at(j).glue == '/' {
		j++
	}
	return timex, edtf, j
}

// calendarDay reads a day of a month in all usual forms.
func (g grammar) calendarDay(i int) (meaning, int) {
	j, weekday := i, 0
	if g.at(j).class == weekdayName { // Tuesday, Nov. 5
		weekday = g.at(j).n
		j = g.skip(j+1, ",")
	}
	if g.at(g.skip(j, "the")).class != monthName { // "the Oct. 23 attack": the article is the attack's
		j = g.skip(j, "the")
	}
	if m, end := g.numericDay(j); end > 0 {
		return m, end
	}
	month, n, until, end := g.dayAndMonth(j)
	if end == 0 {
		return meaning{}, 0
	}
	year, e := g.fullYear(g.skip(end, ","))
	if e > 0 && g.at(e-1).glue != '-' {
		end = e
	} else if e := g.skip(end, "of"); e > end {
		year, e = 0, end
		if m, e := g.yearPhrase(end + 1); e > 0 {
			return g.days(month, n, until, func(d int) meaning { return ofYear(days, month, d, m) }), e
		}
	} else if m, e := g.yearPhrase(end); e > 0 {
		return g.days(month, n, until, func(d int) meaning { return ofYear(days, month, d, m) }), e
	} else {
		year = 0
	}
	if year != 0 {
		if !valid(year, month, n) {
			return meaning{}, 0
		}
		return g.days(month, n, until, func(d int) meaning { return absolute(period{days, date(year, month, d)}) }), end
	}
	if weekday > 0 && until == 0 {
		return relative(days, func(c *context) period { return c.weekdayAndDay(weekday, month, n) }), end
	}
	return g.days(month, n, until, func(d int) meaning { return monthDay(month, d) }), end
}

// days is one day or, with until, the days from n to until.
func (grammar) days(month, n, until int, of func(int) meaning) meaning {
	if until > n && valid(2000, month, until) {
		return between(of(n), of(until))
	}
	return of(n)
}

// dayAndMonth reads 4 November, November 4th, 3 to 5 May, May 3-5.
func (g grammar) dayAndMonth(i int) (month, n, until, end int) {
	if g.at(i).class == monthName {
		month = g.at(i).n
		if n, end = g.dayNumber(g.skip(i+1, "the")); end == 0 {
			return 0, 0, 0, 0
		}
		if to, e := g.rangeEnd(end); e > 0 {
			until, end = to, e
		}
	} else {
		if n, end = g.dayNumber(i); end == 0 {
			return 0, 0, 0, 0
		}
		if to, e := g.rangeEnd(end); e > 0 {
			until, end = to, e
		}
		end = g.skip(end, "of")
		if g.at(end).class != monthName {
			return 0, 0, 0, 0
		}
		month = g.at(end).n
		end++
	}
	if !valid(2000, month, n) {
		return 0, 0, 0, 0
	}
	return month, n, until, end
}

// rangeEnd reads the second day of "3 to 5" and "3-5".
func (g grammar) rangeEnd(i int) (n, end int) {
	if g.at(i).glue == '-' {
		return g.dayNumber(i)
	}
	if g.is(i, "to", "through", "and") {
		n, end = g.dayNumber(i + 1)
		if end > 0 && g.at(end-1).class == ordinal && g.at(end-1).digits == 0 {
			return 0, 0
		}
		if g.at(end).class == unitName || g.at(end).class == monthName && g.at(end).glue != ' ' {
			return 0, 0
		}
		return n, end
	}
	return 0, 0
}

func (g grammar) dayNumber(i int) (n, end int) {
	p := g.at(i)
	if p.class == ordinal && p.n >= 1 && p.n <= 31 {
		return p.n, i + 1
	}
	if !p.isNumeral() || p.digits > 2 || p.n < 1 || p.n > 31 || g.at(i+1).glue == ':' {
		return 0, 0
	}
	if q := g.at(i + 1); q.glue == '+' && g.is(i+1, "st", "nd", "rd", "th") {
		return p.n, i + 2
	}
	if q := g.at(i + 1); q.glue == '+' && g.is(i+1, "%") {
		return 0, 0
	}
	return p.n, i + 1
}

// numericDay reads 2024-11-04, 2024/11/04, 04.11.2024 and 11/04/2024. Where day
// and month could change places, the nearer to publication is meant.
func (g grammar) numericDay(i int) (meaning, int) {
	a, b, c := g.at(i), g.at(i+1), g.at(i+2)
	if !a.isNumeral() || !b.isNumeral() || !c.isNumeral() || b.glue != c.glue || b.glue != '-' && b.glue != '/' {
		return meaning{}, 0
	}
	if a.digits == 4 {
		if !valid(a.n, b.n, c.n) {
			return meaning{}, 0
		}
		return absolute(period{days, date(a.n, b.n, c.n)}), i + 3
	}
	year := c.n
	if c.digits == 2 {
		year = century20(c.n)
	} else if c.digits != 4 {
		return meaning{}, 0
	}
	us, eu := valid(year, a.n, b.n), valid(year, b.n, a.n)
	monthFirst, dayFirst := period{days, 0}, period{days, 0}
	if us {
		monthFirst.first = date(year, a.n, b.n)
	}
	if eu {
		dayFirst.first = date(year, b.n, a.n)
	}
	switch {
	case us && eu:
		return meaning{dateKind, func(ctx *context) value {
			if ctx.known && distance(dayFirst.first, ctx.now) < distance(monthFirst.first, ctx.now) {
				return dateValue(dayFirst)
			}
			return dateValue(monthFirst)
		}}, i + 3
	case us:
		return absolute(monthFirst), i + 3
	case eu:
		return absolute(dayFirst), i + 3
	}
	return meaning{}, 0
}

func distance(a, b day) day { return max(a-b, b-a) }

// century20 gives a year of two digits its century: 1930 to 2029.
func century20(n int) int {
	if n < 30 {
		return 2000 + n
	}
	return 1900 + n
}

// weekdays reads Monday, last Monday, the following Monday, Monday last week,
// and the part of the day that follows.
func (g grammar) weekdays(i int) (meaning, int) {
	j := g.skip(i, "the")
	which := ""
	if g.is(j, "last", "next", "this", "past", "previous", "following", "coming") {
		which = g.at(j).text
		j++
		if which == "this" && g.is(j, "past", "coming") {
			which = g.at(j).text
			j++
		}
	}
	if g.at(j).class != weekdayName || j > i && which == "" {
		return meaning{}, 0
	}
	w := g.at(j).n
	end := j + 1
	m := weekday(w)
	switch which {
	case "last", "past":
		m = lastWeekday(w)
	case "next":
		m = weekdayOf(w, 1)
	case "this":
		m = weekdayOf(w, 0)
	case "coming":
		m = relative(days, func(c *context) period {
			return period{days, c.anchor() + 1 + day(mod(w-c.anchor().weekday()-1, 7))}
		})
	case "previous":
		m = relative(days, func(c *context) period {
			d := c.reference(days).first
			return period{days, d - 1 - day(mod(d.weekday()-1-w, 7))}
		})
	case "following":
		m = relative(days, func(c *context) period {
			d := c.reference(days).first
			return period{days, d + 1 + day(mod(w-d.weekday()-1, 7))}
		})
	default:
		k := g.skip(end, "of")
		n, found := map[string]int{"last": -1, "this": 0, "next": 1}[g.at(k).text]
		if found && g.is(k+1, "week") {
			m, end = weekdayOf(w, n), k+2
		}
	}
	return g.partOfDay(m, end)
}

// partOfDay reads the morning or night that follows a day.
func (g grammar) partOfDay(m meaning, i int) (meaning, int) {
	if p := g.at(i); p.class == dayPart && p.glue == ' ' {
		if timex, edtf, end := g.timeOfDay(i); end > 0 {
			return m.at(timex, edtf), end
		}
		return m.at(p.value, ""), i + 1
	}
	return m, i
}

// deicticDay reads the days and nights that point from now or from a day
// before: today, tomorrow morning, this evening, last night, the day before.
func (g grammar) deicticDay(i int) (meaning, int) {
	switch g.at(i).text {
	case "today":
		return g.partOfDay(unit(days, 0), i+1)
	case "yesterday":
		return g.partOfDay(unit(days, -1), i+1)
	case "tomorrow":
		return g.partOfDay(unit(days, 1), i+1)
	case "tonight":
		return unit(days, 0).at("TNI", ""), i + 1
	case "overnight":
		return unit(days, 0).at("TNI", ""), i + 1
	case "this":
		if p := g.at(i + 1); p.class == dayPart {
			return unit(days, 0).at(p.value, ""), i + 2
		}
	case "last":
		if p := g.at(i + 1); p.text == "night" || p.text == "evening" {
			return unit(days, -1).at(p.value, ""), i + 2
		}
	}
	j := g.skip(i, "the")
	if g.is(j, "day") {
		if e := g.spell(j+1, "before", "yesterday"); e > 0 {
			return unit(days, -2), e
		}
		if e := g.spell(j+1, "after", "tomorrow"); e > 0 {
			return unit(days, 2), e
		}
	}
	if j == i {
		return meaning{}, 0
	}
	switch p := g.at(j); {
	case p.text == "day" && g.is(j+1, "before", "after", "earlier"):
		n := -1
		if g.is(j+1, "after") {
			n = 1
		}
		// "the day before the vote": the vote's day is not ours to know,
		// "the day before last Tuesday" is.
		if m, e := g.core(j + 2); e > 0 && m.kind == dateKind {
			return meaning{dateKind, func(c *context) value {
				v := m.value(c)
				if v.period == nil || v.period.grain != days {
					return value{kind: dateKind, timex: placeholders[days]}
				}
				return dateValue(v.period.shift(n))
			}}, e
		}
		if next := g.at(j + 2); next.text != "" && next.text != "," && next.text != "." && next.class == other {
			return meaning{}, 0
		}
		return unitOfReference(days, n), j + 2
	case g.is(j, "next", "following", "previous") && g.at(j+1).class == dayPart:
		n := 1
		if p.text == "previous" {
			n = -1
		}
		return unitOfReference(days, n).at(g.at(j+1).value, ""), j + 2
	case p.class == dayPart && !strings.Contains(p.value, ":") && g.is(i-1, "in", "during"):
		return monthOrToday.at(p.value, ""), j + 1
	}
	return meaning{}, 0
}

// month reads June, June 2024, last June, June last year.
func (g grammar) month(i int) (meaning, int) {
	j, which := i, ""
	if g.is(j, "last", "next", "this", "past", "coming", "each", "every") {
		which = g.at(j).text
		j++
		if which == "this" && g.is(j, "past", "coming") {
			which = g.at(j).text
			j++
		}
	}
	if m, e := g.yearPhrase(i); e > 0 && g.is(e, "'s") && g.at(e+1).class == monthName {
		return ofYear(months, g.at(e+1).n, 1, m), e + 2
	}
	if g.at(j).class != monthName {
		return meaning{}, 0
	}
	n := g.at(j).n
	end := j + 1
	switch which {
	case "last", "past":
		return lastOf(months, n, 0), end
	case "next", "coming":
		return lastOf(months, n, 1), end
	case "this":
		return ofYear(months, n, 1, unit(years, 0)), end
	case "each", "every":
		return set(fmt.Sprintf("XXXX-%02d", n)), end
	}
	k := g.skip(g.skip(end, ","), "of")
	if year, e := g.fullYear(k); e > 0 {
		return absolute(period{months, date(year, n, 1)}), e
	}
	if k == g.skip(end, "of") {
		if m, e := g.yearPhrase(k); e > 0 {
			return ofYear(months, n, 1, m), e
		}
	}
	return inYear(months, n), end
}

// fullYear reads a year that stands after a month or a season: 2024, '24.
func (g grammar) fullYear(i int) (year, end int) {
	p := g.at(i)
	if p.isNumeral() && p.digits == 4 && p.n >= 1000 && p.n < 2200 && g.at(i+1).glue != ':' && !(g.is(i+1, "s") && g.at(i+1).glue == '+') {
		return p.n, i + 1
	}
	if g.is(i, "'", "‘") && g.at(i+1).digits == 2 && g.at(i+1).glue == '+' && !g.is(i+2, "s") {
		return century20(g.at(i + 1).n), i + 2
	}
	return g.spokenYear(i)
}

// spokenYear reads nineteen ninety-six and two thousand (and) four.
func (g grammar) spokenYear(i int) (year, end int) {
	high, low := g.at(i), g.at(i+1)
	if high.digits > 0 || high.class != number {
		return 0, 0
	}
	if high.n == 2 && low.text == "thousand" {
		j := g.skip(i+2, "and")
		if n, e := g.below100(j); e > 0 && n < 30 {
			return 2000 + n, e
		}
		return 2000, i + 2
	}
	if high.n >= 17 && high.n <= 20 {
		if n, e := g.below100(i + 1); e > 0 && n >= 10 {
			return 100*high.n + n, e
		}
	}
	return 0, 0
}

// below100 reads a number below 100 in words.
func (g grammar) below100(i int) (n, end int) {
	p := g.at(i)
	if p.class != number || p.digits > 0 {
		return 0, 0
	}
	if q := g.at(i + 1); p.n >= 20 && q.class == number && q.digits == 0 && q.n >= 1 && q.n < 10 {
		return p.n + q.n, i + 2
	}
	return p.n, i + 1
}

// yearPhrase reads a year that is told from now: last year, this year, the
// same year.
func (g grammar) yearPhrase(i int) (meaning, int) {
	j := g.skip(i, "the")
	n, found := 0, true
	switch g.at(j).text {
	case "last":
		n = -1
	case "next":
		n = 1
	case "this":
	case "that", "same":
		if g.is(j+1, "year") {
			return unitOfReference(years, 0), j + 2
		}
		found = false
	case "previous", "following":
		if g.is(j+1, "year") {
			n = 1
			if g.is(j, "previous") {
				n = -1
			}
			return unitOfReference(years, n), j + 2
		}
		found = false
	default:
		found = false
	}
	if !found || !g.is(j+1, "year") {
		return meaning{}, 0
	}
	return unit(years, n), j + 2
}

// quarter reads the third quarter, Q3 2024, the first half of last year.
func (g grammar) quarter(i int) (meaning, int) {
	j := g.skip(i, "the", "its", "their")
	var year meaning
	if y, e := g.fullYear(j); e > 0 {
		year, j = absolute(period{years, date(y, 1, 1)}), g.skip(e, "'s")
	} else if m, e := g.yearPhrase(j); e > 0 && g.is(e, "'s") {
		year, j = m, e+1
	} else if e := g.spell(j, "year", "ago"); e > 0 {
		year, j = unit(years, -1), e
	}
	j = g.skip(j, "fiscal")
	n, of := 0, quarters
	switch p := g.at(j); {
	case p.text == "q" && g.at(j+1).isNumeral() && g.at(j+1).glue == '+':
		n, j = g.at(j+1).n, j+2
	case p.class == ordinal && g.is(j+1, "quarter", "half"):
		n = p.n
		if g.is(j+1, "half") {
			of = halves
		}
		j += 2
	default:
		return meaning{}, 0
	}
	if n < 1 || of == quarters && n > 4 || of == halves && n > 2 {
		return meaning{}, 0
	}
	month := (n-1)*monthsIn[of] + 1
	if year.value != nil {
		return ofYear(of, month, 1, year), j
	}
	k := g.skip(g.skip(j, "of", "in", ","), "fiscal")
	if y, e := g.fullYear(k); e > 0 {
		return absolute(period{of, date(y, month, 1)}), e
	}
	if m, e := g.yearPhrase(k); e > 0 {
		return ofYear(of, month, 1, m), e
	}
	if of == halves { // of a match, of a film: not without a year
		if e := g.spell(j, "of", "the", "year"); e > 0 {
			return inYear(of, month), e
		}
		return meaning{}, 0
	}
	return inYear(of, month), j
}

// season reads last spring, the summer of 1998, this winter. A bare "spring" or
// "fall" is left alone: it is more often a well or a loss.
func (g grammar) season(i int) (meaning, int) {
	j, which := i, ""
	if g.is(j, "last", "next", "this", "past", "coming", "the", "that", "early", "late", "mid", "each", "every") {
		which = g.at(j).text
		j++
		if which == "this" && g.is(j, "past", "coming") {
			which = g.at(j).text
			j++
		}
	}
	p := g.at(j)
	if p.class != seasonName {
		return meaning{}, 0
	}
	end := j + 1
	year, e := g.fullYear(g.skip(end, "of"))
	if e > 0 {
		return absolute(period{seasons, date(year, p.n, 1)}), e
	}
	if m, e := g.yearPhrase(g.skip(end, "of")); e > 0 {
		return ofYear(seasons, p.n, 1, m), e
	}
	switch which {
	case "last", "past":
		return lastOf(seasons, p.n, 0), end
	case "next", "coming":
		return lastOf(seasons, p.n, 1), end
	case "this":
		return ofYear(seasons, p.n, 1, unit(years, 0)), end
	case "each", "every":
		return set("XXXX-" + period{seasons, date(2000, p.n, 1)}.timex()[5:]), end
	case "the":
		if g.is(i-1, "in", "during", "by", "since", "until", "for", "over", "through") && (p.text != "fall" && p.text != "spring" || g.is(i-1, "in")) {
			return inYear(seasons, p.n), end
		}
	case "":
		if g.is(i-1, "in", "by", "since", "until") && (p.text == "summer" || p.text == "winter" || p.text == "autumn") {
			return inYear(seasons, p.n), end
		}
	}
	return meaning{}, 0
}

// year reads 1998, fiscal 1998, the year 2000, 1979-89. A number of four digits
// is a year unless it counts or prices something.
func (g grammar) year(i int) (meaning, int) {
	j := i
	sure := false
	if e := g.spell(j, "the", "year"); e > 0 {
		j, sure = e, true
	} else if e := g.spell(g.skip(j, "the"), "fiscal", "year"); e > 0 {
		j, sure = e, true
	} else if g.is(j, "fiscal") {
		j, sure = j+1, true
	}
	year, end := g.fullYear(j)
	if end == 0 {
		return meaning{}, 0
	}
	p := g.at(j)
	if !p.isNumeral() && p.class != number && !g.is(i-1, "in", "of", "since", "from", "until", "by") {
		return meaning{}, 0 // '98 elsewhere may open a quotation
	}
	if p.isNumeral() && !sure {
		cue := g.is(i-1, "in", "since", "until", "till", "by", "of", "from", "before", "after", "during", "early", "late", "mid", "through")
		near := year >= 1900 && year < 2100
		if !near && !(cue && !g.is(i-1, "of", "from", "by", "after", "before")) || year < 1000 {
			return meaning{}, 0
		}
		if strings.ContainsAny(g.at(i-1).text,
			"$£€#") || g.at(i-1).glue == ':' || p.glue == '/' || p.glue == ':' || p.glue == '+' && isNumberSign(g.at(i-1).text) {
			return meaning{}, 0
		}
		if g.counts(end) && !cue || g.is(end, "%", "percent", "per", "million", "billion") {
			return meaning{}, 0
		}
		if p.glue == '-' && g.at(i-1).digits > 0 {
			return meaning{}, 0
		}
	}
	if q := g.at(end); q.glue == '-' && q.isNumeral() && p.isNumeral() {
		to := q.n
		if q.digits == 2 {
			to += year / 100 * 100
		}
		if q.digits != 2 && q.digits != 4 || to <= year || to > 2200 {
			return meaning{}, 0
		}
		return between(absolute(period{years, date(year, 1, 1)}), absolute(period{years, date(to, 1, 1)})), end + 1
	}
	return absolute(period{years, date(year, 1, 1)}), end
}

func isNumberSign(text string) bool { return text == "," || text == "." || text == "-" }

// counts reports that part i is a noun in the plural that a number before it
// may count: soldiers, units of time.
func (g grammar) counts(i int) bool {
	p := g.at(i)
	return p.class == unitName || p.plural
}

// decade reads the 1990s, the late '80s, the nineties.
func (g grammar) decade(i int) (meaning, int) {
	j := g.skip(i, "the")
	j = g.skip(j, "early", "late", "mid")
	if j > i && g.is(j, "nineties", "eighties", "seventies", "sixties", "fifties", "forties", "thirties", "twenties") {
		n := slices.Index([]string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"}, g.at(j).text)
		return absolute(period{decades, date(1920+10*n, 1, 1)}), j + 1
	}
	if g.is(j, "'", "‘") {
		j++
	}
	p := g.at(j)
	if !p.isNumeral() || p.n%10 != 0 || p.digits != 4 && (p.digits != 2 || j == i) {
		return meaning{}, 0
	}
	if next := g.at(j + 1); next.glue != '+' || !g.is(j+1, "s", "'s") {
		return meaning{}, 0
	}
	year := p.n
	if p.digits == 2 {
		year = century20(year)
	}
	if year < 1000 || year > 2100 {
		return meaning{}, 0
	}
	return absolute(period{decades, date(year, 1, 1)}), j + 2
}

// century reads the 19th century.
func (g grammar) century(i int) (meaning, int) {
	j := g.skip(i, "the")
	j = g.skip(j, "early", "late", "mid")
	n, end := 0, 0
	if g.at(j).class == ordinal {
		n, end = g.at(j).n, j+1
		if g.at(j).n == 20 && g.at(j+1).class == ordinal {
			n, end = 20+g.at(j+1).n, j+2
		}
	} else if n, end = g.dayNumber(j); end != j+2 {
		return meaning{}, 0
	}
	if g.is(j, "twenty") && g.at(j+1).class == ordinal {
		n, end = 20+g.at(j+1).n, j+2
	}
	if !g.is(end, "century") || n < 10 || n > 22 {
		return meaning{}, 0
	}
	return absolute(period{centuries, date(100*(n-1), 1, 1)}), end + 1
}

// relativeUnit reads last week, the next two years, this month, that same day,
// the weekend, the year-earlier quarter.
func (g grammar) relativeUnit(i int) (meaning, int) {
	j := g.skip(i, "the")
	article := j > i
	if e := g.yearEarlier(j); e > 0 && article {
		if g.is(e, "quarter", "period", "month", "half") {
			return away(years, -1, true), e + 1
		}
	}
	p := g.at(j)
	if article && p.class == unitName && p.value == "" {
		switch grain(p.n) {
		case weekends:
			return relative(weekends, func(c *context) period {
				w := containing(weekends, c.anchor())
				if c.tense != future && w.first > c.anchor() {
					w = w.shift(-1)
				}
				return w
			}), j + 1
		case quarters:
			return relative(quarters, (*context).quarter), j + 1
		case weeks:
			if m, e := g.calendarDay(j + 2); e > 0 && g.is(j+1, "of") {
				return meaning{dateKind, func(c *context) value {
					if v := m.value(c); v.period != nil {
						return dateValue(containing(weeks, v.period.first))
					}
					return value{kind: dateKind, timex: placeholders[weeks]}
				}}, e
			}
		case years:
			if g.is(j+1, "ended", "ending") {
				return duration(durationTimex(1, years)), j + 1
			}
			if g.is(i-1, "of", "for", "in", "through") && !g.is(j+1, "to", "that") {
				return unit(years, 0), j + 1
			}
		}
		return meaning{}, 0
	}
	if !g.is(j, "last", "past", "next", "coming", "previous", "following", "this", "that", "same", "current",
		"latest", "upcoming", "first", "preceding", "recent", "future", "corresponding") {
		return meaning{}, 0
	}
	which := p.text
	j++
	if g.is(j, "same", "past", "coming", "current") && (which == "this" || which == "that") {
		if which == "this" || g.is(j, "same") {
			which = g.at(j).text
		}
		j++
	}
	j = g.skip(j, "full", "fiscal", "calendar")
	if n, e := g.count(j); e > 0 && g.at(e).class == unitName {
		u := grain(g.at(e).n)
		timex := durationTimex(n, u)
		sign := map[string]int{"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}[which]
		if which == "this" || which == "that" || which == "same" || which == "current" {
			return meaning{}, 0
		}
		whole := 0
		if n > 0 && n == count(int(n)) && (which == "last" || which == "past" || which == "next" || which == "coming") {
			whole = sign * int(n)
		}
		return span(timex, u, whole), g.orSo(e + 1)
	}
	if !g.is(j, "period") && g.at(j).class != unitName {
		return meaning{}, 0
	}
	if g.at(j).glue == '-' { // a last-minute plea
		return meaning{}, 0
	}
	u, plural := grain(g.at(j).n), g.at(j).value == "plural"
	end := j + 1
	if g.is(j, "period") {
		if which == "corresponding" || which == "same" || which == "latest" {
			if m, e := g.yearPhrase(end); e > 0 {
				return sameAs(m), e
			}
			if which != "same" {
				return unitOfReference(quarters, 0), end
			}
		}
		return meaning{}, 0
	}
	if plural {
		switch which {
		case "recent", "past", "last", "previous", "coming", "next", "future":
			return span(durationTimex(unknown, u), u, 0), end
		}
		return meaning{}, 0
	}
	if u < days && which != "past" && which != "last" && which != "next" {
		return meaning{}, 0
	}
	switch which {
	case "last", "latest":
		if article && which == "last" && u >= weeks { // "over the last decade" is a stretch, "last decade" a unit
			return span(durationTimex(1, u), u, -1), end
		}
		if u < days {
			return span(durationTimex(1, u), u, 0), end
		}
		if u == decades || u == centuries {
			return span(durationTimex(1, u), u, -1), end
		}
		return unit(u, -1), end
	case "past":
		return span(durationTimex(1, u), u, -1), end
	case "next", "coming", "upcoming":
		if u < days {
			return span(durationTimex(1, u), u, 0), end
		}
		if article && which == "next" {
			if u == days {
				return unitOfReference(days, 1), end
			}
			return span(durationTimex(1, u), u, 1), end
		}
		return unit(u, 1), end
	case "this", "current":
		return unit(u, 0), end
	case "that", "same":
		return unitOfReference(u, 0), end
	case "previous", "preceding":
		return unitOfReference(u, -1), end
	case "following":
		return unitOfReference(u, 1), end
	}
	return meaning{}, 0
}

// sameAs is the quarter or half that was named last, in another year.
func sameAs(year meaning) meaning {
	return meaning{dateKind, func(c *context) value {
		v := year.value(c)
		if n := len(c.named); n > 0 && v.period != nil {
			if p := c.named[n-1]; p.grain == quarters || p.grain == halves || p.grain == months {
				return dateValue(nextYear(p, v.period.first.year()-p.first.year()))
			}
		}
		return v
	}}
}

// yearEarlier reads the "year-earlier" and "year-ago" that go before a noun.
func (g grammar) yearEarlier(i int) int {
	if g.is(i, "year") && g.is(i+1, "earlier", "ago") && g.at(i+1).glue == '-' {
		return i + 2
	}
	return 0
}

// ago reports a word that counts back or forth from a date.
func (g grammar) ago(i int) bool {
	return g.is(i, "ago", "earlier", "later", "before", "previously", "hence", "after", "afterwards")
}

// away reads two days earlier, three weeks ago, a year later, a week from now.
func (g grammar) away(i int) (meaning, int) {
	if e := g.yearEarlier(i); e > 0 {
		return away(years, -1, true), e
	}
	n, j := g.count(i)
	if j == 0 && g.at(i).class == unitName && g.at(i).value == "plural" {
		n, j = unknown, i
	}
	if j == 0 || g.at(j).class != unitName {
		return meaning{}, 0
	}
	u := grain(g.at(j).n)
	j = g.orSo(j + 1)
	sign, told := 0, true
	end := j + 1
	switch g.at(j).text {
	case "ago":
		sign, told = -1, false
	case "earlier", "before", "previously":
		sign = -1
	case "later", "afterwards":
		sign = 1
	case "after":
		sign = 1
	case "hence":
		sign, told = 1, false
	case "from":
		if g.is(j+1, "now", "today") {
			sign, told, end = 1, false, j+2
		}
	}
	if sign == 0 {
		return meaning{}, 0
	}
	if g.is(j, "before", "after") {
		// "two days before the vote" is a distance from the vote.
		if next := g.at(j + 1); next.text != "" && next.text != "," && next.text != "." {
			return meaning{}, 0
		}
	}
	if n == unknown || n != count(int(n)) {
		if sign < 0 {
			return vague(pastRef), end
		}
		return vague(futureRef), end
	}
	if u < days {
		k := sign * int(n)
		return relative(days, func(c *context) period {
			p := period{days, c.anchor()}
			if told {
				p = c.reference(days)
			}
			if u == hours {
				p = p.shift(k / 24)
			}
			return p
		}), end
	}
	if u == weekends {
		u = weeks
	}
	return away(u, sign*int(n), told), end
}

// orSo skips "or so" after a number of units.
func (g grammar) orSo(i int) int {
	if e := g.spell(i, "or", "so"); e > 0 {
		return e
	}
	return i
}

// count reads how many: 10, two, twenty-five, a, several, a couple of, two and
// a half, two to three (the greater is what the words grant at most).
func (g grammar) count(i int) (count, int) {
	j := i
	p := g.at(j)
	switch {
	case p.text == "several" || p.text == "few" || p.text == "many":
		return unknown, j + 1
	case p.text == "a" && g.is(j+1, "few"):
		return unknown, j + 2
	case p.text == "a" && g.is(j+1, "couple"):
		return 2, g.skip(j+2, "of")
	case p.text == "couple" && g.is(j+1, "of"):
		return 2, j + 2
	case p.text == "a" && g.is(j+1, "dozen"):
		return 12, j + 2
	case p.text == "dozen":
		return 12, j + 1
	case p.text == "half" && g.is(j+1, "a", "an"):
		return 0.5, j + 2
	case p.text == "half" && g.at(j+1).class == unitName:
		return 0.5, j + 1
	case p.text == "a" && g.is(j+1, "half") && g.at(j+2).class == unitName:
		return 0.5, j + 2
	case p.text == "a" && g.is(j+1, "hundred"):
		return 100, j + 2
	case p.text == "a" || p.text == "an":
		return 1, g.skip(j+1, "full", "whole", "additional", "further")
	}
	n, end := count(0), 0
	switch {
	case p.isNumeral():
		n, end = count(p.n), j+1
	case p.text != "" && p.text[0] >= '0' && p.text[0] <= '9':
		f, err := strconv.ParseFloat(strings.ReplaceAll(g.raw(j), ",", ""), 64)
		if err != nil {
			return 0, 0
		}
		n, end = count(f), j+1
	case p.class == number:
		small, e := g.below100(j)
		n, end = count(small), e
	default:
		return 0, 0
	}
	if g.is(end, "hundred") {
		n, end = n*100, end+1
	}
	if g.is(end, "thousand") {
		n, end = n*1000, end+1
	}
	if e := g.spell(end, "and", "a", "half"); e > 0 {
		n, end = n+0.5, e
	} else if a, b := g.at(end), g.at(end+1); a.isNumeral() && b.isNumeral() && b.glue == '/' && a.n == 1 && b.n == 2 {
		n, end = n+0.5, end+2
	} else if g.is(end, "or", "to") || g.at(end).glue == '-' {
		k := g.skip(end, "or", "to")
		if high := g.at(k); high.class == number && g.at(k+1).class == unitName {
			n, end = count(high.n), k+1
		}
	}
	return n, g.skip(end, "more", "full", "straight", "consecutive")
}

// raw is the text of part i with its points.
func (g grammar) raw(i int) string { return g.parts[i].source }

// duration reads three weeks, 12-month, the first nine months, years.
func (g grammar) duration(i int) (meaning, int) {
	j := g.skip(i, "the", "another", "an", "additional")
	j = g.skip(j, "first", "last", "final")
	n, e := g.count(j)
	if e == 0 && g.at(i).class == unitName && g.at(i).value == "plural" {
		// Bare plurals name a time only after a preposition: "for weeks".
		if u := grain(g.at(i).n); u >= days && g.is(i-1, "for", "in", "within", "over", "after", "of") || g.is(i+1, "long") && g.at(i+1).glue == '-' {
			return duration(durationTimex(unknown, u)), g.long(i + 1)
		}
		return meaning{}, 0
	}
	if e == 0 || g.at(e).class != unitName || j > i && g.at(e).glue == '-' { // "the two-day summit": the article is the summit's
		return meaning{}, 0
	}
	u := grain(g.at(e).n)
	if g.is(j, "a", "an") && e == j+1 && g.at(e).glue != '-' {
		return g.oneUnit(j, e, u)
	}
	end := g.orSo(e + 1)
	if g.is(end, "old") { // an age is no time of the news
		return meaning{}, 0
	}
	if g.is(e-1, "one") && u == days && e == i+1 && !g.is(i-1, "for", "in", "than", "within") && g.at(e).glue != '-' {
		return vague(futureRef), end // one day: some day
	}
	return g.inFuture(i, n, u, duration(durationTimex(n, u))), g.long(end)
}

// oneUnit reads "a year" at j, the unit at e: after a count or a price a rate,
// after a preposition of time a length, else no time at all.
func (g grammar) oneUnit(j, e int, u grain) (meaning, int) {
	prev := g.at(j - 1)
	switch {
	case g.is(j-1, "for", "in", "within", "over", "than", "about", "nearly", "almost", "least", "after", "half", "only", "around", "once"):
		return g.inFuture(j, 1, u, duration(durationTimex(1, u))), g.long(g.orSo(e + 1))
	case prev.class == number || prev.plural || g.is(j-1, "times", "twice", "dollars", "%", "million", "billion"):
		return set(durationTimex(1, u)), e + 1
	}
	return meaning{}, 0
}

// inFuture makes "in five years" a date where the clause lies ahead.
func (g grammar) inFuture(i int, n count, u grain, length meaning) meaning {
	if !g.is(i-1, "in") || u < days || n == unknown || n != count(int(n)) {
		return length
	}
	ahead := away(u, int(n), false)
	return meaning{durationKind, func(c *context) value {
		if c.tense == future {
			return ahead.value(c)
		}
		return length.value(c)
	}}
}

// long takes the "-long" of a length into its extent.
func (g grammar) long(i int) int {
	if g.is(i, "long") && g.at(i).glue == '-' {
		return i + 1
	}
	return i
}

// set reads every Monday, each year, daily.
func (g grammar) set(i int) (meaning, int) {
	p := g.at(i)
	if p.class == adverb {
		return set(p.value), i + 1
	}
	if p.text == "per" && g.at(i+1).class == unitName && g.at(i+1).value == "" {
		return set(durationTimex(1, grain(g.at(i+1).n))), i + 2
	}
	if p.text != "every" && p.text != "each" {
		return meaning{}, 0
	}
	j := i + 1
	n := count(1)
	if g.is(j, "other") {
		n, j = 2, j+1
	} else if k, e := g.count(j); e > 0 {
		n, j = k, e
	}
	switch q := g.at(j); {
	case q.class == unitName && grain(q.n) == weekends:
		return set("XXXX-WXX-WE"), j + 1
	case q.class == unitName:
		return set(durationTimex(n, grain(q.n))), j + 1
	case q.class == weekdayName:
		return set(fmt.Sprintf("XXXX-WXX-%d", q.n)), j + 1
	case q.class == dayPart:
		return set("XXXX-XX-XX" + q.value), j + 1
	}
	return meaning{}, 0
}

// reference reads now, recently, in the future: TIMEX3 references to no date.
func (g grammar) reference(i int) (meaning, int) {
	if e := g.spell(i, "right", "now"); e > 0 {
		return vague(presentRef), e
	}
	if g.at(i).class == vagueRef {
		if g.is(i-1, "as") && g.is(i+1, "as") {
			return meaning{}, 0
		}
		return vague(g.at(i).value), i + 1
	}
	j := g.skip(i, "the")
	if j == i {
		return meaning{}, 0
	}
	k := g.skip(j, "near", "foreseeable", "immediate", "distant", "recent")
	switch {
	case g.is(k, "future"):
		return vague(futureRef), k + 1
	case g.is(k, "past") && g.is(i-1, "in", "of"):
		return vague(pastRef), k + 1
	case g.is(j, "near", "short") && g.is(j+1, "term"):
		return vague(futureRef), j + 2
	}
	return meaning{}, 0
}
