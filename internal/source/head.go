package source

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"dateline"
)

// agencies are the news agencies whose names stand in head lines and datelines.
const agencies = `Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|Xinhua|TASS|ITAR-TASS|Interfax|RIA Novosti|RIA|Yonhap|Kyodo|Kyodo News|` +
	`dpa|DPA|EFE|ANSA|PTI|ANI|IANS|UPI|UPI\.com|KCNA|IRNA|SANA|SPA|WAM|MENA|Anadolu|Anadolu Agency|AA|Bloomberg|BBC|BBC News|CNN|Al Jazeera|NHK|VOA|RFE/RL|` +
	`APA|Belga|TT|NTB|STT|PAP|CTK|MTI|Tanjug|BTA|Agerpres|Ukrinform|BelTA|Antara|Bernama|VNA|TNA|CNA|NAN|GNA|ENA|SAPA|AAP|CP|The Canadian Press|PA|PA Media|Press Association|Thomson Reuters Foundation`

const (
	month = `(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?`
	day   = `(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?`
)

var (
	agency = regexp.MustCompile(`\b(?:` + agencies + `)\b`)

	dayMonthYear = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?[ -](` + month + `),?[ -](\d{4})\b`)
	monthDayYear = regexp.MustCompile(`\b(` + month + `) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b`)
	isoDate      = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)

	monthName = regexp.MustCompile(`^` + month + `(?: |$)`)

	byline = regexp.MustCompile(`^(?i:by|reporting by|from) +(\p{Lu}[^|•–—(]*)`)

	// headWords are what may stand in a date or agency line beside date,
	// time and agency.
	headWords = regexp.MustCompile(`(?i)\b(?:published|updated|posted|last|modified|created|first|issued|released|publication|date|time|on|at|gmt|utc|bst|est|edt|et|pst|pdt|cet|cest|msk|ist|am|pm|a\.m\.|p\.m\.|source|min(?:ute)?s?|read|by|ago|hours?|exclusive|breaking|world|news|share|print|email|staff|writers?|correspondents?|in)\b`)

	// datelineHead is the place and date line at the head of a first
	// paragraph: "LONDON, March 3 (AP) —", "MOSCOW:", "Kyiv (dpa) -",
	// "BAGHDAD/ERBIL, Iraq —".
	datelineHead = regexp.MustCompile(`^(?:\((?:` + agencies + `)\) *[-–—]+ *)?(\p{Lu}[\p{Lu}'’.\- ]{2,}(?:/\p{Lu}[\p{Lu}'’.\- ]+)*(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)*)??|\p{Lu}[\p{L}'’.\-]+(?: \p{Lu}[\p{L}'’.\-]+){0,3}(?:, \p{Lu}[\p{L}.]+)??)` +
		`(?:,? *(?:` + day + `,? +)?(` + month + ` \d{1,2}(?:,? \d{4})?|\d{1,2} ` + month + `(?:,? \d{4})?))?(?:,? *[(/](` + agencies + `)[)/])?(?: *[–—]+| *--+| +-|:) *`)
)

var monthNumber = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// maxHead is the length of the longest head line, in bytes.
const maxHead = 160

// headLine reads a byline, agency or date line into r and reports whether p is
// one.
func headLine(r *dateline.Report, p string, afterTitle bool) bool {
	if len(p) > maxHead || isSentence(p) {
		return false
	}
	rest, found := p, false
	if date := fullDate(p); date != "" {
		if r.Published == "" || strings.Contains(strings.ToLower(p), "published") {
			r.Published = date
		}
		rest, found = dayMonthYear.ReplaceAllString(rest, ""), true
		rest = isoDate.ReplaceAllString(monthDayYear.ReplaceAllString(rest, ""), "")
	}
	if m := byline.FindStringSubmatch(p); m != nil && !strings.HasSuffix(p, ".") {
		names := agency.ReplaceAllString(m[1], "")
		if d := strings.IndexAny(names, "0123456789"); d >= 0 {
			names = names[:d]
		}
		for _, n := range regexp.MustCompile(`,| and | & `).Split(names, -1) {
			n = strings.Trim(headWords.ReplaceAllString(n, ""), " ,.;:|-")
			if n != "" && len(strings.Fields(n)) <= 5 && !monthName.MatchString(n) {
				r.Byline = append(r.Byline, n)
			}
		}
		setAgency(r, p)
		return true
	}
	if !afterTitle && !found {
		return false
	}
	if a := agency.FindString(rest); a != "" {
		rest, found = agency.ReplaceAllString(rest, ""), true
	}
	if !found {
		return false
	}
	rest = headWords.ReplaceAllString(rest, "")
	rest = regexp.MustCompile(`\b`+day).ReplaceAllString(rest, "")
	rest = strings.Map(func(c rune) rune {
		if strings.ContainsRune("0123456789:.,;|•·–—-/()+ ", c) {
			return -1
		}
		return c
	}, rest)
	if len(rest) > 24 {
		return false
	}
	setAgency(r, p)
	return true
}

// isSentence reports whether a line ends as running text does, and so belongs
// to the report itself.
func isSentence(p string) bool {
	t := strings.TrimRight(p, "\"”’')")
	return strings.HasSuffix(t, ".") && len(strings.Fields(t)) > 4 && !byline.MatchString(p) && !strings.HasSuffix(t, ".m.")
}

func setAgency(r *dateline.Report, p string) {
	if a := agency.FindString(p); a != "" && r.Agency == "" {
		r.Agency = a
	}
}

// fullDate finds a date with a year, as EDTF; "" where there is none.
func fullDate(p string) string {
	if m := isoDate.FindStringSubmatch(p); m != nil {
		return edtf(m[1], m[2], m[3])
	}
	if m := dayMonthYear.FindStringSubmatch(p); m != nil {
		return edtf(m[3], m[2], m[1])
	}
	if m := monthDayYear.FindStringSubmatch(p); m != nil {
		return edtf(m[3], m[1], m[2])
	}
	return ""
}

// edtf makes a date of year, month (number or name) and day; "" if there is no
// such day.
func edtf(y, m, d string) string {
	n, err := strconv.Atoi(m)
	if err != nil {
		n = monthNumber[strings.ToLower(m[:3])]
	}
	dd, _ := strconv.Atoi(d)
	if n < 1 || n > 12 || dd < 1 || dd > 31 {
		return ""
	}
	return fmt.Sprintf("%s-%02d-%02d", y, n, dd)
}

// findDateline reads the place and date line at the head of the first
// paragraph, which begins at code point start of the text.
func findDateline(r *dateline.Report, p string, start int) {
	m := datelineHead.FindStringSubmatchIndex(p)
	if m == nil {
		return
	}
	words := strings.TrimRight(p[m[2]:m[3]], " ")
	upper := strings.ToUpper(words) == words || strings.ToUpper(strings.SplitN(words, ",", 2)[0]) == strings.SplitN(words, ",", 2)[0]
	marked := m[6] >= 0 || m[4] >= 0
	if !upper && !marked || len([]rune(words)) < 3 || agency.FindString(words) == words {
		return
	}
	first := start + len([]rune(p[:m[2]]))
	r.Dateline = &dateline.PlaceWords{Words: dateline.Words{Words: words, Span: dateline.Span{Start: first, End: first + len([]rune(words))}}}
	if m[6] >= 0 && r.Agency == "" {
		r.Agency = p[m[6]:m[7]]
	}
	if m[4] >= 0 && r.Published == "" {
		r.Published = fullDate(p[m[4]:m[5]])
	}
}
