// Package source turns bytes into reports: plain text as people have it, with
// or without a title, byline, agency and date lines, in any usual encoding.
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"dateline"
)

// MaxSize is the size of the largest text that is read, in bytes. A wire report
// has some 5,000; a whole book has less than this.
const MaxSize = 4 << 20

// Text reads a report from plain text. Errors say why it cannot be read; what
// can be read but with doubts is in Report.Warnings.
func Text(data []byte) (*dateline.Report, error) {
	text, warnings, err := decode(data)
	if err != nil {
		return nil, err
	}
	paragraphs := split(text)
	if len(paragraphs) == 0 {
		return nil, fmt.Errorf("the text is empty: there is nothing to read")
	}
	r := &dateline.Report{Language: "en", Version: 1, Warnings: warnings}
	build(r, paragraphs)
	if w := foreign(r.Text); w != "" {
		r.Language = ""
		r.Warnings = append(r.Warnings, w)
	}
	sum := sha256.Sum256([]byte(r.Text))
	r.ID = hex.EncodeToString(sum[:])[:16]
	return r, nil
}

// Plain takes a text as it stands, every line a paragraph, nothing at its head
// looked for: spans count in the very text that was given.
func Plain(text string) *dateline.Report {
	r := &dateline.Report{Text: text, Language: "en", Version: 1}
	start := 0
	runes := []rune(text)
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && runes[i] != '\n' {
			continue
		}
		if strings.TrimSpace(string(runes[start:i])) != "" {
			r.Body = append(r.Body, dateline.Span{Start: start, End: i})
		}
		start = i + 1
	}
	return r
}

// split cuts a text into paragraphs: at blank lines; where there are none, at
// indented lines, or at every line if lines are too long or too uneven to have
// been wrapped by a program.
func split(text string) []string {
	lines := strings.Split(text, "\n")
	blank, longest, full := 0, 0, 0
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			blank++
		}
		longest = max(longest, len(l))
	}
	for _, l := range lines {
		if t := strings.TrimSpace(l); t != "" && strings.ContainsAny(t[len(t)-1:], ".!?\"") || strings.HasSuffix(t, "”") {
			full++
		}
	}
	inner := len(strings.Split(strings.TrimSpace(text), "\n")) - 1
	wrapped := longest <= 100 && full*3 < len(lines)*2
	everyLine := blank == 0 && inner > 0 && !wrapped
	var out []string
	var cur []string
	flush := func() {
		if p := strings.Join(strings.Fields(strings.Join(cur, " ")), " "); p != "" {
			out = append(out, p)
		}
		cur = cur[:0]
	}
	for i, l := range lines {
		indented := strings.HasPrefix(l, "    ") || strings.HasPrefix(l, "\t")
		afterBlank := i == 0 || strings.TrimSpace(lines[i-1]) == ""
		if strings.TrimSpace(l) == "" || everyLine || indented && !afterBlank && blank == 0 {
			flush()
		}
		cur = append(cur, l)
	}
	flush()
	return out
}

// build fills text, title, head lines and dateline of a report.
func build(r *dateline.Report, paragraphs []string) {
	var b strings.Builder
	length := 0 // code points so far
	add := func(p string) dateline.Span {
		if b.Len() > 0 {
			b.WriteString("\n\n")
			length += 2
		}
		b.WriteString(p)
		s := dateline.Span{Start: length, End: length + len([]rune(p))}
		length = s.End
		return s
	}
	i := 0
	// Head lines may stand over the title ("By …" first) or under it.
	for i < len(paragraphs)-1 && headLine(r, paragraphs[i], false) {
		add(paragraphs[i])
		i++
	}
	if i < len(paragraphs)-1 && isTitle(paragraphs[i]) {
		r.Title = paragraphs[i]
		r.TitleSpan = add(paragraphs[i])
		i++
	}
	for i < len(paragraphs)-1 && headLine(r, paragraphs[i], true) {
		add(paragraphs[i])
		i++
	}
	for k, p := range paragraphs[i:] {
		s := add(p)
		if k == 0 {
			findDateline(r, p, s.Start)
		}
		r.Body = append(r.Body, s)
	}
	r.Text = b.String()
}

// maxTitle is the length of the longest title, in code points.
const maxTitle = 200

// isTitle reports whether a first paragraph is a title: short, one sentence,
// no full stop at its end, no dateline before it.
func isTitle(p string) bool {
	n := len([]rune(p))
	if n > maxTitle || datelineHead.MatchString(p) {
		return false
	}
	last := strings.TrimRight(p, "\"”’')")
	if strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "..") && !titleAbbreviation.MatchString(last) {
		return false
	}
	return !strings.HasSuffix(last, ":") || n < 80
}

// titleAbbreviation ends a title with a stop that is no full stop.
var titleAbbreviation = regexp.MustCompile(`(?:\b[A-Z]\.){1,4}$|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|St)\.$`)

// foreign gives a warning where a text is hardly English.
func foreign(text string) string {
	words, known, letters, latin := 0, 0, 0, 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		words++
		if function[strings.ToLower(w)] {
			known++
		}
	}
	for _, c := range text {
		if unicode.IsLetter(c) {
			letters++
			if unicode.Is(unicode.Latin, c) {
				latin++
			}
		}
	}
	if letters > 0 && latin*2 < letters {
		return "the text is not in Latin script: it is read as English, and little will be found"
	}
	if words >= 25 && known*100 < words*12 {
		return "the text does not look like English: what is found in it is not to be relied on"
	}
	return ""
}

// function holds the commonest function words of English that other languages
// do not share.
var function = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`the of and to in that for on with as was is are by at from it its be has have had an which were their they
his he who this not but after said will would been or about more than over also she her when there`) {
		set[w] = true
	}
	return set
}()
