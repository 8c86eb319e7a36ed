package dates

import (
	"fmt"
	"strconv"
)

// value is what an expression comes to in its place in the story.
type value struct {
	kind   string  // TIMEX3 type
	timex  string  // TIMEX3 value
	edtf   string  // empty where the words point at no date
	period *period // the calendar unit that is named, for later expressions to refer to
}

// meaning is what the grammar makes of an expression: its TIMEX3 type and how
// its value follows from the story so far.
type meaning struct {
	kind  string
	value func(*context) value
}

// context is what the value of a relative expression depends on.
type context struct {
	now   day // of publication
	known bool
	tense tense    // of the clause that the expression stands in
	named []period // by the expressions before, in the order of the text
}

const (
	dateKind     = "DATE"
	timeKind     = "TIME"
	durationKind = "DURATION"
	setKind      = "SET"
)

// dateValue is a period as a value; one outside the years of four digits has
// none.
func dateValue(p period) value {
	if !p.written() {
		return value{kind: dateKind, timex: placeholders[p.grain]}
	}
	return value{dateKind, p.timex(), p.edtf(), &p}
}

// absolute means a period that the words name in full.
func absolute(p period) meaning {
	return meaning{dateKind, func(*context) value { return dateValue(p) }}
}

// placeholders are the TIMEX3 values of units whose date is not known.
var placeholders = map[grain]string{days: "XXXX-XX-XX", weekends: "XXXX-WXX-WE", weeks: "XXXX-WXX",
	months: "XXXX-XX", quarters: "XXXX-QX", seasons: "XXXX-XX", halves: "XXXX-HX", years: "XXXX", decades: "XXX", centuries: "XX"}

// relative means a period that depends on the day of publication or on what
// was named before. Without either there is no date, only its grain.
func relative(g grain, f func(*context) period) meaning {
	return meaning{dateKind, func(c *context) value {
		if !c.known && len(c.named) == 0 {
			return value{kind: dateKind, timex: placeholders[g]}
		}
		return dateValue(f(c))
	}}
}

// vague means one of the TIMEX3 references that are no date.
func vague(reference string) meaning {
	return meaning{dateKind, func(*context) value { return value{kind: dateKind, timex: reference} }}
}

func set(timex string) meaning {
	return meaning{setKind, func(*context) value { return value{kind: setKind, timex: timex} }}
}

func duration(timex string) meaning {
	return meaning{durationKind, func(*context) value { return value{kind: durationKind, timex: timex} }}
}

// span means a duration of whole units that begins or ends at publication:
// "the past two weeks". n is negative for the past.
func span(timex string, g grain, n int) meaning {
	return meaning{durationKind, func(c *context) value {
		v := value{kind: durationKind, timex: timex}
		if !c.known || g < days || n == 0 {
			return v
		}
		here, there := containing(g, c.now), containing(g, c.now).shift(n)
		if g <= weeks { // from day to day
			here = period{days, c.now}
			there = here.shift(n * int(lengthInDays(g)))
		}
		if n < 0 {
			here, there = there, here
		}
		if !here.written() || !there.written() {
			return v
		}
		v.edtf = here.begin() + "/" + there.end()
		return v
	}}
}

func lengthInDays(g grain) int {
	if g == weeks {
		return 7
	}
	return 1
}

// at puts a time of day on a date: timex begins with T; the EDTF date takes a
// time of the clock only.
func (m meaning) at(timex, edtf string) meaning {
	return meaning{timeKind, func(c *context) value {
		v := m.value(c)
		if v.period == nil || v.period.grain != days {
			return v
		}
		v.kind = timeKind
		v.timex += timex
		v.edtf += edtf
		return v
	}}
}

// anchor is the day that a deictic expression counts from: publication or,
// in a story without a date, what was named last.
func (c *context) anchor() day {
	if c.known || len(c.named) == 0 {
		return c.now
	}
	return c.named[len(c.named)-1].first
}

// reference is what "earlier", "later" and "the same" count from: the period
// of grain g or finer that was named last, else publication.
func (c *context) reference(g grain) period {
	for i := len(c.named) - 1; i >= 0; i-- {
		if c.named[i].grain <= g {
			return c.named[i]
		}
	}
	return period{days, c.now}
}

// horizon is how many days ahead a day or month without its year may lie.
var horizon = map[tense]day{past: 0, unknownTense: 60, future: 240}

// quarter is the quarter that a business report is about: the latest of those
// named, for the others are what it is compared with; else the one that ended
// last.
func (c *context) quarter() period {
	best := period{}
	for _, p := range c.named {
		if p.grain == quarters && (best.grain != quarters || p.first > best.first) {
			best = p
		}
	}
	if best.grain != quarters {
		return containing(quarters, c.anchor()).shift(-1)
	}
	return best
}

// choose picks among the periods of a yearly cycle (each June, each 5 May) by
// tense: the latest that has begun, or for the future the next that is not
// over. Writers leave out the year where it goes without saying, so that a
// month just ahead is not taken for one almost a year back, nor the reverse.
func (c *context) choose(p period) period {
	now := c.anchor()
	for p.first > now {
		p = nextYear(p, -1)
	}
	for q := nextYear(p, 1); q.first <= now; q = nextYear(q, 1) {
		p = q
	}
	if p.last() >= now { // the one that runs
		return p
	}
	next := nextYear(p, 1)
	if next.first-now <= horizon[c.tense] {
		return next
	}
	return p
}

func nextYear(p period, n int) period {
	y, m, d := p.first.civil()
	return period{p.grain, date(y+n, m, d)}
}

// inYear is the period of grain g that begins in a month, the year chosen by
// tense.
func inYear(g grain, month int) meaning {
	return relative(g, func(c *context) period {
		return c.choose(period{g, date(c.anchor().year(), month, 1)})
	})
}

// monthDay is a day of a month, the year chosen by tense.
func monthDay(month, n int) meaning {
	return relative(days, func(c *context) period { return c.monthDay(month, n) })
}

func (c *context) monthDay(month, n int) period {
	y := c.anchor().year()
	for !valid(y, month, n) { // 29 February
		y--
	}
	p := period{days, date(y, month, n)}
	if month == 2 && n == 29 {
		return p
	}
	return c.choose(p)
}

// weekdayAndDay is a day of a month in the year nearest to publication in which
// it falls on that weekday; where none is near, the words contradict
// themselves and the day of the month counts.
func (c *context) weekdayAndDay(weekday, month, n int) period {
	best := c.monthDay(month, n)
	found := false
	for y, end := c.anchor().year()-6, c.anchor().year()+6; y <= end; y++ {
		d := date(y, month, n)
		if valid(y, month, n) && d.weekday() == weekday && (!found || distance(d, c.anchor()) < distance(best.first, c.anchor())) {
			best, found = period{days, d}, true
		}
	}
	return best
}

// weekday is the day of that name that the tense asks for; the day of
// publication counts both ways.
func weekday(w int) meaning {
	return relative(days, func(c *context) period { return c.weekday(w) })
}

func (c *context) weekday(w int) period {
	now := c.anchor()
	if c.tense == future {
		return period{days, now + day(mod(w-now.weekday(), 7))}
	}
	return period{days, now - day(mod(now.weekday()-w, 7))}
}

// weekdayOf is a weekday in the nth week from this one.
func weekdayOf(w, n int) meaning {
	return relative(days, func(c *context) period {
		return period{days, containing(weeks, c.anchor()).shift(n).first + day(w-1)}
	})
}

// lastWeekday is the latest day of that name before publication.
func lastWeekday(w int) meaning {
	return relative(days, func(c *context) period {
		now := c.anchor()
		return period{days, now - 1 - day(mod(now.weekday()-1-w, 7))}
	})
}

// unit is the nth calendar unit from the one of publication.
func unit(g grain, n int) meaning {
	return relative(g, func(c *context) period { return containing(g, c.anchor()).shift(n) })
}

// unitOfReference is the nth calendar unit from the one named last.
func unitOfReference(g grain, n int) meaning {
	return relative(g, func(c *context) period { return containing(g, c.reference(g).first).shift(n) })
}

// away is a point n units from publication ("ago") or, with told, from what
// was named last ("earlier"). A quarter, half or month that was named stays
// one: "in the third quarter … a year earlier".
func away(g grain, n int, told bool) meaning {
	return relative(g, func(c *context) period {
		from := period{days, c.anchor()}
		if told {
			from = c.reference(g)
		}
		if g == years && len(c.named) > 0 {
			switch p := c.named[len(c.named)-1]; {
			case p.grain == quarters:
				return nextYear(c.quarter(), n)
			case p.grain == halves || told && p.grain == months:
				return nextYear(p, n)
			}
		}
		return containing(g, from.first).shift(n)
	})
}

// lastOf is the latest whole period of a yearly cycle before publication, n
// years further: "last spring", "next June".
func lastOf(g grain, month, n int) meaning {
	return relative(g, func(c *context) period {
		p := period{g, date(c.anchor().year(), month, 1)}
		for p.last() >= c.anchor() {
			p = nextYear(p, -1)
		}
		if n > 0 {
			for p.first <= c.anchor() {
				p = nextYear(p, 1)
			}
		}
		return p
	})
}

// ofYear is the period of grain g that begins in a month of a year that is
// itself an expression: "June last year", "the third quarter of 1998".
func ofYear(g grain, month, dayOfMonth int, year meaning) meaning {
	return meaning{dateKind, func(c *context) value {
		v := year.value(c)
		if v.period == nil || !valid(v.period.first.year(), month, dayOfMonth) {
			return value{kind: dateKind, timex: placeholders[g]}
		}
		return dateValue(period{g, date(v.period.first.year(), month, dayOfMonth)})
	}}
}

// between is the interval from the first day to the last of two meanings.
func between(a, b meaning) meaning {
	return meaning{dateKind, func(c *context) value {
		from, to := a.value(c), b.value(c)
		if from.period == nil || to.period == nil || to.period.first < from.period.first {
			return to
		}
		return value{dateKind, from.timex + "/" + to.timex, from.period.begin() + "/" + to.period.end(), to.period}
	}}
}

// count is a number of units; unknown where the words do not say how many.
type count float64

const unknown count = -1

// designators are the ISO 8601 signs of the grains, with how many of them one
// grain is. Q is TimeML's own.
var designators = map[grain]struct {
	prefix, sign string
	times        count
}{
	seconds: {"PT", "S", 1}, minutes: {"PT", "M", 1}, hours: {"PT", "H", 1}, days: {"P", "D", 1}, weekends: {"P", "WE", 1},
	weeks: {"P", "W", 1}, months: {"P", "M", 1}, quarters: {"P", "Q", 1}, seasons: {"P", "M", 3}, halves: {"P", "M", 6},
	years: {"P", "Y", 1}, decades: {"P", "Y", 10}, centuries: {"P", "Y", 100},
}

// durationTimex is the TIMEX3 value of n units.
func durationTimex(n count, g grain) string {
	d := designators[g]
	if n == unknown {
		return d.prefix + "X" + d.sign
	}
	if whole := int(n); g == hours && n == count(whole)+0.5 {
		if whole == 0 {
			return "PT30M"
		}
		return fmt.Sprintf("PT%dH30M", whole)
	}
	return d.prefix + strconv.FormatFloat(float64(n*d.times), 'f', -1, 64) + d.sign
}

// offset is a zone's offset from UTC in minutes as ISO 8601 writes it.
func offset(min int) string {
	if min == 0 {
		return "Z"
	}
	sign := '+'
	if min < 0 {
		sign, min = '-', -min
	}
	return fmt.Sprintf("%c%02d:%02d", sign, min/60, min%60)
}
