// Package render shows a reading to people: the report with what was found
// marked in place, a line for each event, claim and figure, and the trail of
// one of them from words to code.
package render

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"dateline"
)

// Style is how a terminal shows things. The zero Style is plain text.
type Style struct {
	Width int  // columns, 0 for no wrapping
	Color bool // escape sequences may be written
}

const (
	reset, bold, dim, underline   = "\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[4m"
	blue, magenta, yellow, green  = "\x1b[34m", "\x1b[35m", "\x1b[33m", "\x1b[32m"
	actorMark, eventMark, cueMark = blue, bold + magenta, yellow
)

func (st Style) in(code, s string) string {
	if !st.Color || s == "" {
		return s
	}
	return code + s + reset
}

// Reading writes the report with its marks, then what a careful person would
// note down.
func Reading(w io.Writer, r *dateline.Reading, st Style) error {
	var b strings.Builder
	rep := r.Report
	for _, warning := range rep.Warnings {
		fmt.Fprintf(&b, "%s %s\n\n", st.in(yellow, "warning:"), warning)
	}
	if head := joined(" · ", rep.Agency, Date(rep.Published), strings.Join(rep.Byline, ", ")); head != "" {
		fmt.Fprintf(&b, "%s\n\n", st.in(dim, head))
	}
	b.WriteString(marked(r, st))
	section := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(&b, "%s\n", st.in(bold, title))
		for _, l := range lines {
			b.WriteString(wrap(l, "  ", "       ", st.Width))
		}
		b.WriteByte('\n')
	}
	var events, claims, figures []string
	for i := range r.Events {
		events = append(events, Event(r, &r.Events[i], st))
	}
	for i := range r.Claims {
		claims = append(claims, Claim(r, &r.Claims[i], st))
	}
	for i := range r.Figures {
		figures = append(figures, Figure(r, &r.Figures[i], st))
	}
	section("Events", events)
	section("Claims", claims)
	section("Figures", figures)
	if len(events)+len(claims)+len(figures) == 0 {
		b.WriteString("No events, claims or figures were found in this report.\n\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func joined(sep string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, sep)
}

// Event is one line of notes: date, place, who did what to whom, code.
func Event(r *dateline.Reading, e *dateline.Event, st Style) string {
	date, place := "", ""
	if e.Date != nil {
		date = Date(e.Date.Value)
		if e.Date.Basis != dateline.Stated {
			date += "?"
		}
	}
	if e.Place != nil {
		place = e.Place.Name
	}
	kind := string(e.Type)
	if len(e.Mode) > 0 {
		kind += "/" + strings.Join(e.Mode, "+")
	}
	for _, a := range e.Auxiliary {
		kind += " " + string(a)
	}
	says := ""
	if by := speakers(r, e.AttributedTo); by != "" {
		says = "says " + by
	}
	deed := joined(" ", names(r, e.Actor), st.in(eventMark, e.Words), names(r, e.Recipient))
	return joined(" · ", st.in(dim, e.ID), date, place, deed, kind, e.CAMEO, says)
}

// Claim is one line: who says it, how, and the words.
func Claim(r *dateline.Reading, c *dateline.Claim, st Style) string {
	who := names(r, c.Speaker)
	if who == "" {
		who = "(unnamed)"
	}
	if via := names(r, c.Via); via != "" {
		who += " via " + via
	}
	content := ""
	if c.Content != nil {
		content = c.Content.Words
	}
	about := ""
	if c.About != "" {
		about = "about " + c.About
	}
	return joined(" · ", st.in(dim, c.ID), who+" "+st.in(cueMark, c.Cue.Words), string(c.Stance), content, about)
}

// Figure is one line: the number, what it counts, who says so.
func Figure(r *dateline.Reading, f *dateline.Figure, st Style) string {
	value := ""
	number := func(x *float64) string { return strings.TrimSuffix(fmt.Sprintf("%.2f", *x), ".00") }
	switch {
	case f.Low != nil && f.High != nil:
		value = number(f.Low) + "–" + number(f.High)
	case f.Best != nil:
		value = number(f.Best)
	case f.Low != nil:
		value = "≥ " + number(f.Low)
	case f.High != nil:
		value = "≤ " + number(f.High)
	}
	if f.Approximate {
		value = "≈ " + value
	}
	by := speakers(r, f.AttributedTo)
	if by != "" {
		by = "says " + by
	}
	part := ""
	if f.PartOf != "" {
		part = "part of " + f.PartOf
	}
	return joined(" · ", st.in(dim, f.ID), st.in(green, f.Words), joined(" ", value, f.Unit), f.Of, part, by)
}

// names lists the entities of refs as a reader knows them: name and country.
func names(r *dateline.Reading, refs []dateline.Ref) string {
	var out []string
	for _, ref := range refs {
		for i := range r.Entities {
			if e := &r.Entities[i]; e.ID == ref.Entity {
				name := e.Name
				if e.Kind == dateline.Person && e.Code != "" {
					name += " (" + e.Code + ")"
				}
				out = append(out, name)
			}
		}
	}
	switch n := len(out); n {
	case 0, 1:
		return strings.Join(out, "")
	default:
		return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
	}
}

func speakers(r *dateline.Reading, claims []string) string {
	for _, id := range claims {
		for i := range r.Claims {
			if r.Claims[i].ID == id {
				return names(r, r.Claims[i].Speaker)
			}
		}
	}
	return ""
}

var monthNames = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// Date writes an EDTF date as people do: 4 Nov 2024, Nov 2024, since Aug 2024.
func Date(edtf string) string {
	if from, to, ok := strings.Cut(edtf, "/"); ok {
		switch {
		case to == ".." || to == "":
			return "since " + Date(from)
		case from == ".." || from == "":
			return "until " + Date(to)
		}
		return Date(from) + " – " + Date(to)
	}
	day, clock, _ := strings.Cut(edtf, "T")
	parts := strings.Split(strings.TrimRight(day, "~?%"), "-")
	month := 0
	if len(parts) > 1 {
		fmt.Sscanf(parts[1], "%d", &month)
	}
	out := edtf
	switch {
	case len(parts) == 3 && month >= 1 && month <= 12:
		out = strings.TrimLeft(parts[2], "0") + " " + monthNames[month-1] + " " + parts[0]
	case len(parts) == 2 && month >= 1 && month <= 12:
		out = monthNames[month-1] + " " + parts[0]
	default:
		return edtf
	}
	if clock != "" {
		out += " " + clock
	}
	return out
}

// mark is a range of the text in a style; marks do not overlap.
type mark struct {
	dateline.Span
	code string
}

// marked is the text with events, cues and actors in their colours; in plain
// text events stand in «», so that a report without a terminal shows them too.
func marked(r *dateline.Reading, st Style) string {
	var marks []mark
	add := func(s dateline.Span, code string) {
		for _, m := range marks {
			if m.Overlaps(s) {
				return
			}
		}
		if s.Len() > 0 {
			marks = append(marks, mark{s, code})
		}
	}
	for _, e := range r.Events {
		add(e.Span, eventMark)
		for _, t := range e.Also {
			add(t.Span, eventMark)
		}
	}
	for _, c := range r.Claims {
		add(c.Cue.Span, cueMark)
	}
	refs := func(list []dateline.Ref) {
		for _, ref := range list {
			add(ref.Span, actorMark)
		}
	}
	for _, e := range r.Events {
		refs(e.Actor)
		refs(e.Recipient)
	}
	for _, c := range r.Claims {
		refs(c.Speaker)
	}
	sort.Slice(marks, func(i, j int) bool { return marks[i].Start < marks[j].Start })
	text := []rune(r.Report.Text)
	var b strings.Builder
	write := func(s dateline.Span) {
		at := s.Start
		var para strings.Builder
		for _, m := range marks {
			if m.Start < s.Start || m.End > s.End {
				continue
			}
			para.WriteString(string(text[at:m.Start]))
			words := string(text[m.Start:m.End])
			if st.Color {
				// Every word is coloured by itself, so that lines can be cut
				// between them.
				words = strings.ReplaceAll(words, " ", reset+" "+m.code)
				words = m.code + words + reset
			} else if m.code == eventMark {
				words = "«" + words + "»"
			}
			para.WriteString(words)
			at = m.End
		}
		para.WriteString(string(text[at:s.End]))
		b.WriteString(wrap(para.String(), "", "", st.Width))
		b.WriteByte('\n')
	}
	if t := r.Report.TitleSpan; t.Len() > 0 {
		write(t)
	}
	for _, p := range r.Report.Body {
		write(p)
	}
	return b.String()
}

// wrap breaks a line between words; escape sequences take no room.
func wrap(s, first, rest string, width int) string {
	if width <= 0 {
		return first + s + "\n"
	}
	var b strings.Builder
	b.WriteString(first)
	col := len(first)
	start := true
	for _, w := range strings.Fields(s) {
		n := visible(w)
		if !start && col+1+n > width {
			b.WriteString("\n" + rest)
			col = len(rest)
			start = true
		}
		if !start {
			b.WriteByte(' ')
			col++
		}
		b.WriteString(w)
		col += n
		start = false
	}
	b.WriteByte('\n')
	return b.String()
}

// visible is the number of columns that a word takes.
func visible(s string) int {
	n, escape := 0, false
	for _, r := range s {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		default:
			n++
		}
	}
	return n
}
