package dates

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// holidayTable has a line for each holiday: its name as the parts of a text in
// lower case read; the words for the country that keeps it so, empty where the
// name alone will do; and the rule for its day. SOURCES.md says whence.
//
//go:embed holidays.tsv
var holidayTable string

// holiday is one line of the table.
type holiday struct {
	name      []string // parts
	countries []string // words for the country, each of one or more parts
	in        func(year int) []day
}

// holidays are the lines of the table by the first part of the name.
var holidays = sync.OnceValue(func() map[string][]holiday {
	byFirst, err := parseHolidays(holidayTable)
	if err != nil {
		panic("dates: holidays.tsv: " + err.Error()) // embedded: a test reads it
	}
	return byFirst
})

func parseHolidays(table string) (map[string][]holiday, error) {
	byFirst := map[string][]holiday{}
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d: %d fields; give name, country and rule", i+1, len(fields))
		}
		if i == 0 {
			continue
		}
		h := holiday{name: nameParts(fields[0])}
		if fields[1] != "" {
			h.countries = strings.Split(fields[1], ",")
		}
		var err error
		if h.in, err = parseRule(fields[2]); err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if len(h.name) == 0 {
			return nil, fmt.Errorf("line %d: no name", i+1)
		}
		byFirst[h.name[0]] = append(byFirst[h.name[0]], h)
	}
	return byFirst, nil
}

// nameParts cuts a name as lex cuts a text.
func nameParts(name string) []string {
	name = strings.ReplaceAll(name, "'s", " 's")
	name = strings.ReplaceAll(name, "s'", "s '")
	return strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' })
}

// parseRule reads the rule for a day: 11-04, a day of a month; 5/-1/1, the last
// Monday in May, 11/1/1+1 the day after the first one in November; easter-2,
// orthodox+0, days from Easter Sunday; or all dates, parted by commas.
func parseRule(rule string) (func(year int) []day, error) {
	var month, n, weekday, shift int
	if rest, ok := strings.CutPrefix(rule, "easter"); ok {
		if _, err := fmt.Sscanf(rest, "%d", &shift); err == nil {
			return func(y int) []day { return []day{easter(y) + day(shift)} }, nil
		}
	}
	if rest, ok := strings.CutPrefix(rule, "orthodox"); ok {
		if _, err := fmt.Sscanf(rest, "%d", &shift); err == nil {
			return func(y int) []day { return []day{orthodoxEaster(y) + day(shift)} }, nil
		}
	}
	if strings.Contains(rule, "/") {
		if _, err := fmt.Sscanf(rule, "%d/%d/%d%d", &month, &n, &weekday, &shift); err != nil {
			shift = 0
			if _, err := fmt.Sscanf(rule, "%d/%d/%d", &month, &n, &weekday); err != nil {
				return nil, fmt.Errorf("rule %q: write month/nth/weekday", rule)
			}
		}
		return func(y int) []day { return []day{nthWeekday(y, month, n, weekday) + day(shift)} }, nil
	}
	if len(rule) == len("01-02") {
		if _, err := fmt.Sscanf(rule, "%d-%d", &month, &n); err == nil && valid(2000, month, n) {
			return func(y int) []day { return []day{date(y, month, n)} }, nil
		}
	}
	byYear := map[int][]day{}
	for _, s := range strings.Split(rule, ",") {
		d, ok := published(s)
		if !ok {
			return nil, fmt.Errorf("rule %q: %q is no date", rule, s)
		}
		byYear[d.year()] = append(byYear[d.year()], d)
	}
	return func(y int) []day { return byYear[y] }, nil
}

// nthWeekday is the nth such weekday of a month, from its end if n < 0.
func nthWeekday(year, month, n, weekday int) day {
	if n < 0 {
		end := date(year, month+1, 1) - 1
		return end - day(mod(end.weekday()-weekday, 7)) + day(7*(n+1))
	}
	first := date(year, month, 1)
	return first + day(mod(weekday-first.weekday(), 7)) + day(7*(n-1))
}

// easter is Easter Sunday of the Gregorian calendar (Meeus, Astronomical
// Algorithms, chapter 8, after the anonymous algorithm of 1876).
func easter(year int) day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(year, n/31, n%31+1)
}

// orthodoxEaster is Easter Sunday of the Julian calendar as a Gregorian date,
// 1900 to 2099 (Meeus, chapter 8).
func orthodoxEaster(year int) day {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	n := d + e + 114
	return date(year, n/31, n%31+1) + 13
}

// holiday reads Christmas, last Thanksgiving, Easter 1998, Russia's National
// Unity Day. A name that several countries use needs one of them in the
// sentence.
func (g grammar) holiday(i int) (meaning, int) {
	j, last := i, false
	if g.is(i, "last") {
		j, last = i+1, true
	}
	if !g.at(j).capital {
		return meaning{}, 0
	}
	var found *holiday
	end := 0
	for k, h := range holidays()[g.at(j).text] {
		e := g.spell(j, h.name...)
		if e < end || e == 0 || h.countries != nil && !g.names(h.countries) {
			continue
		}
		if e > end || h.countries != nil { // the country's own goes before the usual
			found, end = &holidays()[g.at(j).text][k], e
		}
	}
	if found == nil {
		return meaning{}, 0
	}
	if year, e := g.fullYear(g.skip(end, ",")); e > 0 {
		if in := found.in(year); len(in) > 0 {
			return absolute(period{days, in[0]}), e
		}
	}
	if m, e := g.yearPhrase(end); e > 0 {
		return meaning{dateKind, func(c *context) value {
			if v := m.value(c); v.period != nil {
				if in := found.in(v.period.first.year()); len(in) > 0 {
					return dateValue(period{days, in[0]})
				}
			}
			return value{kind: dateKind, timex: placeholders[days]}
		}}, e
	}
	return meaning{dateKind, func(c *context) value {
		if !c.known && len(c.named) == 0 {
			return value{kind: dateKind, timex: placeholders[days]}
		}
		if d, ok := c.holiday(found.in, last); ok {
			return dateValue(period{days, d})
		}
		return value{kind: dateKind, timex: placeholders[days]}
	}}, end
}

// holiday chooses the year as choose does; last asks for one before
// publication.
func (c *context) holiday(in func(year int) []day, last bool) (day, bool) {
	now := c.anchor()
	var before, after day
	var hasBefore, hasAfter bool
	for y := now.year() - 1; y <= now.year()+1; y++ {
		for _, d := range in(y) {
			if d < now || d == now && !last {
				before, hasBefore = d, true
			} else if !hasAfter {
				after, hasAfter = d, true
			}
		}
	}
	if hasAfter && !last && (!hasBefore || before != now && after-now <= horizon[c.tense]) {
		return after, true
	}
	return before, hasBefore
}

// names reports that one of the words stands in the sentence, as a name.
func (g grammar) names(words []string) bool {
	for _, w := range words {
		parts := strings.Fields(w)
		for i := range g.parts {
			if g.parts[i].capital && g.spell(i, parts...) > 0 {
				return true
			}
		}
	}
	return false
}
