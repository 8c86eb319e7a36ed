package dates

import (
	"fmt"
	"time"
)

// day counts days from 1970-01-01 in the proleptic Gregorian calendar.
type day int

func date(year, month, dayOfMonth int) day {
	return day(time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// valid reports whether the month has that day.
func valid(year, month, dayOfMonth int) bool {
	if month < 1 || month > 12 || dayOfMonth < 1 {
		return false
	}
	_, m, d := date(year, month, dayOfMonth).civil()
	return m == month && d == dayOfMonth
}

func (d day) civil() (year, month, dayOfMonth int) {
	y, m, n := time.Unix(int64(d)*86400, 0).UTC().Date()
	return y, int(m), n
}

func (d day) year() int {
	y, _, _ := d.civil()
	return y
}

// weekday is 1 for Monday to 7 for Sunday, as in ISO 8601.
func (d day) weekday() int {
	return mod(int(d)+3, 7) + 1 // 1970-01-01 was a Thursday
}

func (d day) String() string {
	y, m, n := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, n)
}

func mod(a, b int) int { return ((a % b) + b) % b }

// grain is a unit of time, finest first.
type grain int

const (
	seconds grain = iota
	minutes
	hours
	days
	weekends
	weeks
	months
	quarters
	seasons
	halves
	years
	decades
	centuries
)

// monthsIn is the length in months of the grains that are made of whole months.
var monthsIn = map[grain]int{months: 1, quarters: 3, seasons: 3, halves: 6, years: 12, decades: 120, centuries: 1200}

// period is the calendar unit of a grain, days or coarser, that begins at
// first. Seasons are the meteorological ones of the north: spring begins on 1
// March, winter on 1 December and is counted to that December's year.
type period struct {
	grain grain
	first day
}

// containing is the period of grain g that d lies in; for a weekend the one of
// d's week.
func containing(g grain, d day) period {
	y, m, _ := d.civil()
	switch g {
	case weekends:
		return period{g, d - day(d.weekday()) + 6}
	case weeks:
		return period{g, d - day(d.weekday()) + 1}
	case seasons:
		return period{g, date(y, m-mod(m, 3), 1)} // January: December of the year before
	case months, quarters, halves:
		n := monthsIn[g]
		return period{g, date(y, m-(m-1)%n, 1)}
	case years, decades, centuries:
		n := monthsIn[g] / 12
		return period{g, date(y-mod(y, n), 1, 1)}
	}
	return period{days, d}
}

// shift is the nth period of the same grain after p, before it if n < 0.
func (p period) shift(n int) period {
	switch p.grain {
	case days:
		return period{p.grain, p.first + day(n)}
	case weeks, weekends:
		return period{p.grain, p.first + day(7*n)}
	}
	y, m, _ := p.first.civil()
	return period{p.grain, date(y, m+n*monthsIn[p.grain], 1)}
}

// written reports that p lies within the years that have four digits, which is
// as far as dates of day precision are written (EDTF level 0).
func (p period) written() bool {
	return p.first >= date(1, 1, 1) && p.last() <= date(9999, 12, 31)
}

// last is the last day of p.
func (p period) last() day {
	if p.grain == weekends {
		return p.first + 1
	}
	return p.shift(1).first - 1
}

// timex is the TIMEX3 value (TimeML 1.2.1, section 2.2).
func (p period) timex() string {
	y, m, _ := p.first.civil()
	switch p.grain {
	case weekends, weeks:
		iso, week := time.Unix(int64(p.first)*86400, 0).UTC().ISOWeek()
		s := fmt.Sprintf("%04d-W%02d", iso, week)
		if p.grain == weekends {
			s += "-WE"
		}
		return s
	case months:
		return fmt.Sprintf("%04d-%02d", y, m)
	case quarters:
		return fmt.Sprintf("%04d-Q%d", y, (m+2)/3)
	case seasons:
		return fmt.Sprintf("%04d-%s", y, [...]string{"SP", "SU", "FA", "WI"}[m/3-1])
	case halves:
		return fmt.Sprintf("%04d-H%d", y, (m+5)/6)
	case years:
		return fmt.Sprintf("%04d", y)
	case decades:
		return fmt.Sprintf("%03d", y/10)
	case centuries:
		return fmt.Sprintf("%02d", y/100)
	}
	return p.first.String()
}

// edtf is the value in EDTF (ISO 8601-2): at the precision of the grain where
// levels 0 and 1 have a form for it, else the interval of its months or days.
func (p period) edtf() string {
	y, m, _ := p.first.civil()
	switch p.grain {
	case weekends, weeks:
		return p.first.String() + "/" + p.last().String()
	case quarters, halves:
		_, end, _ := p.last().civil()
		return fmt.Sprintf("%04d-%02d/%04d-%02d", y, m, y, end)
	case seasons:
		return fmt.Sprintf("%04d-%d", y, 20+m/3)
	case decades, centuries:
		return p.timex() + "XX"[:4-len(p.timex())]
	}
	return p.timex()
}

// begin and end are the EDTF values of the first and of the last part of p at
// the precision that p has, for the ends of intervals: an interval of
// intervals has no form.
func (p period) begin() string {
	y, m, _ := p.first.civil()
	switch p.grain {
	case quarters, halves, seasons:
		return fmt.Sprintf("%04d-%02d", y, m)
	case decades, centuries:
		return fmt.Sprintf("%04d", y)
	case weekends, weeks:
		return p.first.String()
	}
	return p.timex()
}

func (p period) end() string {
	y, m, _ := p.last().civil()
	switch p.grain {
	case quarters, halves, seasons:
		return fmt.Sprintf("%04d-%02d", y, m)
	case decades, centuries:
		return fmt.Sprintf("%04d", y)
	case weekends, weeks:
		return p.last().String()
	}
	return p.timex()
}
