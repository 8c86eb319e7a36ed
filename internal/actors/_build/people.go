package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// people writes, with the rows given, who held which office from when to when. An end that is not
// known but only last seen carries EDTF's "?".
func (b *builder) people(out []row) {
	out = append(out, b.factbook()...)
	out = append(out, b.leaders2019()...)
	out = append(out, b.phoenixPeople()...)
	out = append(out, b.ministersUK()...)
	out = append(out, b.americans()...)
	out = append(out, b.own()...)
	b.write("people.tsv.gz", out)
}

// term is a Factbook office term as it is put together from edition to edition.
type term struct {
	code, title, name, class string
	from, seen               string
}

var (
	since   = regexp.MustCompile(`\((?:\w+ )?since ((?:\d{1,2} )?(?:[A-Z][a-z]+ )?\d{4})[^)]*\)`)
	heading = regexp.MustCompile(`(?i)chief of state(?: and head of government)?:|head of government:|cabinet:|elections?(?:/appointments)?:|note\b|election results:`)
)

// crown are the monarchs who are head of state of many realms.
var crown = regexp.MustCompile(`(?i)^/?(elizabeth|charles)/? /?i+/?$`)

// gone tells, after a name, that its bearer holds the office no more.
var gone = regexp.MustCompile(`^,? (?:has |was |who )?(?:resign|die|step|remove|oust|suspend|impeach|assassinat|replac|depos)`)

// titleWords are the words that may stand in an office's title before a name.
var titleWords = set(`president prime minister premier king queen emperor chancellor governor general governor-general supreme leader amir
	emir sultan chairman chairperson chairwoman secretary pope taoiseach captain captains regent co-captain grand duke prince princess sheikh vice deputy first second third
	interim acting transitional of the state council party communist central committee national military commission and head government
	chief executive administrator executive federal republic commander lt. col. gen. maj. brig. adm. capt. dr. sir lord ayatollah
	lieutenant major colonel marshal field admiral crown ruler paramount presidency member chair sovereign provisional peace development
	workers' workers armed forces revolutionary supervisor dame sayyid premiers presidents ministers deputies designate tuanku yang di-pertuan agong
	monarch head-of-state co-prince co-princes affairs`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// factbook reads heads of state and government and their deputies from the
// yearly editions and from the wordings of 2015 to 2026.
func (b *builder) factbook() []row {
	terms := map[string][]*term{}
	add := func(code, text, class, seen string) {
		for _, t := range officeHolders(text, class) {
			// Dependencies fold into the sovereign; realms have their own heads of government.
			if !b.states[code] || t.from > seen || code != "GBR" && crown.MatchString(t.name) {
				continue
			}
			t.code, t.seen = code, seen
			key := code + "|" + t.name + "|" + t.title
			known := false
			for _, old := range terms[key] {
				// A later date of the same office is a new term only after a gap.
				if old.from <= t.from && t.from <= monthsAfter(old.seen, 18) {
					old.seen = max(old.seen, seen)
					known = true
				}
			}
			if !known {
				terms[key] = append(terms[key], &t)
			}
		}
	}
	b.lines("cia_factbook_government_1990-2025.tsv.gz", func(line string) {
		f := strings.Split(line, "\t")
		if len(f) < 5 || f[3] != "Executive branch" && f[3] != "Leaders" {
			return
		}
		marks := heading.FindAllStringIndex(f[4], -1)
		for i, m := range marks {
			end := len(f[4])
			if i+1 < len(marks) {
				end = marks[i+1][0]
			}
			class := "HOS"
			switch h := strings.ToLower(f[4][m[0]:m[1]]); {
			case h == "head of government:":
				class = "HOG"
			case !strings.HasPrefix(h, "chief"):
				continue
			}
			add(b.codeOf(f[1], f[2]), f[4][m[1]:end], class, f[0]+"-06-30")
		}
	})
	type wording struct{ day, text string }
	wordings := map[[2]string][]wording{}
	b.lines("factbook_leaders_2014-2026.tsv.gz", func(line string) {
		if f := strings.Split(line, "\t"); len(f) == 4 && f[0] != "first_seen" {
			wordings[[2]string{f[1], f[2]}] = append(wordings[[2]string{f[1], f[2]}], wording{f[0], f[3]})
		}
	})
	for key, list := range wordings {
		class := "HOS"
		if key[1] == "head of government" {
			class = "HOG"
		}
		slices.SortFunc(list, func(a, c wording) int { return cmp.Compare(a.day, c.day) })
		for i, w := range list {
			end := "2026-01-31"
			if i+1 < len(list) {
				end = list[i+1].day
			}
			add(b.fips[key[0]], w.text, class, end)
		}
	}
	return finish(terms)
}

// finish ends each term the day before its successor in the same office began,
// where it was not seen longer; other ends are the last edition's.
func finish(terms map[string][]*term) []row {
	var list []*term
	for _, t := range terms {
		list = append(list, t...)
	}
	slices.SortFunc(list, func(a, c *term) int {
		return cmp.Or(cmp.Compare(a.code, c.code), cmp.Compare(a.title, c.title), cmp.Compare(a.from, c.from), cmp.Compare(a.name, c.name))
	})
	var out []row
	for i, t := range list {
		to := t.seen + "?"
		if t.seen >= "2025-06" {
			to = ""
		}
		for _, n := range list[i+1:] {
			if n.code != t.code || n.title != t.title || manyHolders.MatchString(t.title) {
				break
			}
			if n.from > t.from && surname(n.name) != surname(t.name) {
				if n.from <= monthsAfter(t.seen, 18) {
					to = dayBefore(n.from)
				}
				break
			}
		}
		class := t.class
		if regexp.MustCompile(`(?i)\b(vice|deputy|first|second|governor)\b`).MatchString(t.title) {
			class = ""
		}
		out = append(out, row{name: t.name, kind: "person", code: t.code, sectors: "GOV", from: t.from, to: to, office: strings.TrimSpace(class + " " + t.title)})
	}
	return out
}

// manyHolders are titles that several people of a country have at a time.
var manyHolders = regexp.MustCompile(`(?i)\b(vice|deputy|deputies|first|second|co-prince|captain|member)`)

// surname is what stands between the slashes of a name.
func surname(name string) string {
	if _, rest, ok := strings.Cut(name, "/"); ok {
		name, _, _ = strings.Cut(rest, "/")
	}
	return strings.ToLower(name)
}

func monthsAfter(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	check(err)
	return t.AddDate(0, n, 0).Format(time.DateOnly)
}

func dayBefore(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	check(err)
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// officeHolders reads "Title Given SURNAME (since D Month YYYY)" wherever it
// stands in a text.
func officeHolders(text, class string) []term {
	var out []term
	title := ""
	end := 0
	for _, m := range since.FindAllStringSubmatchIndex(text, -1) {
		before := text[end:m[0]]
		end = m[1]
		if i := strings.LastIndexAny(before, ";:)*"); i >= 0 {
			before = before[i+1:]
		}
		words := strings.Fields(strings.NewReplacer("\"", " ", ",", " ").Replace(before))
		for len(words) > 0 && (words[0] == "and" || words[0] == "represented" || words[0] == "by") {
			words = words[1:]
		}
		n := 0
		for n < len(words) && titleWords[strings.ToLower(words[n])] {
			n++
		}
		if n > 0 {
			title = strings.Join(words[:n], " ")
		}
		from, ok := day(text[m[2]:m[3]])
		name := personName(words[n:])
		after, _, _ := strings.Cut(text[m[1]:], ";")
		if gone.MatchString(after[:min(len(after), 40)]) {
			continue
		}
		if !ok || name == "" || title == "" {
			continue
		}
		out = append(out, term{title: title, name: name, class: class, from: from})
	}
	return out
}

func day(s string) (string, bool) {
	for _, f := range []string{"2 January 2006", "January 2006", "2006"} {
		if t, err := time.Parse(f, s); err == nil {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

// personName puts the surname, which the CIA writes in capitals, between
// slashes: "Vladimir /Putin/". Names of one or more than six words, or with
// words in small letters other than particles, are no names.
func personName(words []string) string {
	if len(words) == 0 || len(words) > 6 || slices.ContainsFunc(words, func(w string) bool {
		w = strings.ToLower(w)
		return w == "minister" || w == "president" || w == "secretary"
	}) {
		return ""
	}
	var out []string
	surname := false
	for _, w := range words {
		w = strings.Trim(w, ".*[]")
		if w == "" {
			continue
		}
		r := []rune(w)
		if unicode.IsDigit(r[0]) || unicode.IsLower(r[0]) && !regexp.MustCompile(`^(al|el|bin|bint|ibn|de|da|dos|do|di|du|van|von|der|den|la|le|y|e|of|ben|ould|ag|i|ul|ud|as|ar)\b`).MatchString(w) {
			if !strings.ContainsRune(w, '-') {
				return ""
			}
		}
		caps := len(r) > 1 && upperLetters(w) >= 2 && strings.ToUpper(last3(w)) == last3(w)
		if caps {
			w = titled(strings.ToUpper(w))
			if i := strings.Index(strings.ToLower(w), "al-"); i == 0 {
				w = "al-" + w[3:]
			}
		}
		switch {
		case caps && !surname:
			out = append(out, "/"+w)
			surname = true
		case !caps && surname && strings.HasPrefix(lastOf(out), "/") && !strings.HasSuffix(lastOf(out), "/"):
			out[len(out)-1] += "/"
			out = append(out, w)
		default:
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return ""
	}
	s := strings.Join(out, " ")
	if strings.Count(s, "/") == 1 {
		s += "/"
	}
	return s
}

func lastOf(s []string) string { return s[len(s)-1] }

func last3(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-3):])
}

func upperLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// leaders2019 reads the CIA's list of June 2019: one moment, so both ends are
// uncertain.
func (b *builder) leaders2019() []row {
	var out []row
	missed := map[string]bool{}
	b.lines("cia_leaders_2019-06.tsv.gz", func(line string) {
		f := strings.Split(line, "\t")
		if len(f) != 3 || f[0] == "country" {
			return
		}
		country := f[0]
		if before, after, ok := strings.Cut(country, ", "); ok {
			country = after + " " + before
		}
		code := b.named[strings.ToLower(strings.TrimSpace(country))]
		if code == "" {
			missed[f[0]] = true
			return
		}
		name := personName(strings.Fields(strings.ReplaceAll(f[2], ",", " ")))
		if name == "" {
			return
		}
		sectors, class := officeCode(f[1])
		out = append(out, row{name: name, kind: "person", code: code, sectors: sectors, from: "2019-06-04?", to: "2019-06-04?", office: strings.TrimSpace(class + " " + f[1])})
	})
	fmt.Println("cia 2019, countries not found:", len(missed), missed)
	return out
}

// officeCode is the sectors and class of an office by the words of its title.
func officeCode(title string) (sectors, class string) {
	t := " " + strings.ToLower(strings.NewReplacer(",", " ", ".", " ", "&", " ").Replace(title)) + " "
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(t, " "+w+" ") })
	}
	sectors = "GOV"
	minister := has("minister", "min", "secretary", "sec") && !has("deputy", "dep", "vice", "state for", "parliamentary", "under", "minister of state")
	switch {
	case has("defense", "defence"):
		sectors = "GOV,MIL"
	case has("justice") && has("chief"), has("supreme court"):
		sectors = "JUD"
	case has("speaker"):
		sectors = "LEG"
	case has("intelligence") || has("national security service", "state security"):
		sectors = "GOV,SPY"
	}
	switch {
	case !minister:
	case has("foreign", "foreign affairs", "external affairs") || strings.TrimSpace(t) == "secretary of state":
		class = "FM"
	case sectors == "GOV,MIL":
		class = "DM"
	}
	return sectors, class
}

// phoenixTitles stand before names in Phoenix's phrases, beside titleWords.
var phoenixTitles = set("ambassador foreign minister defense defence finance interior justice speaker envoy mr mrs senator congressman ex former us")

var restriction = regexp.MustCompile(`\[([A-Z]{3,})\s+([<>]?)(\d{6,8})(?:-(\d{6,8}))?\]`)

// phoenixPeople reads persons with dated roles. Open roles end, uncertain, with
// the lists that they were made from, in March 2011.
func (b *builder) phoenixPeople() []row {
	var out []row
	var names []string
	b.lines("Phoenix.Countries.actors.txt", func(line string) {
		line = strings.ToValidUTF8(line, "")
		body, _, _ := strings.Cut(line, "#")
		phrase, _, _ := strings.Cut(body, "[")
		phrase, _, _ = strings.Cut(phrase, ";")
		phrase = strings.TrimSpace(phrase)
		if phrase != "" {
			if !strings.HasPrefix(phrase, "+") {
				names = nil
			}
			if n := strings.Fields(strings.ReplaceAll(strings.TrimPrefix(phrase, "+"), "_", " ")); len(n) > 1 && len(n) < 6 {
				for len(n) > 0 && (titleWords[strings.ToLower(n[0])] || phoenixTitles[strings.ToLower(n[0])] || b.nationality[strings.ToLower(n[0])]) {
					n = n[1:]
				}
				if len(n) < 2 {
					names = append(names, "")
				} else {
					n[len(n)-1] = "/" + titled(lastOf(n)) + "/"
					names = append(names, titled(strings.Join(n, " ")))
				}
			} else {
				names = append(names, "")
			}
		}
		if len(names) == 0 || names[0] == "" {
			return
		}
		for _, m := range restriction.FindAllStringSubmatch(body, -1) {
			code, role := m[1][:3], m[1][3:]
			sectors := sectorsOf(role)
			if len(sectors) == 0 || sectors[0] == "ELI" || m[2] == "<" {
				continue
			}
			from, ok := shortDay(m[3])
			to := "2011-03-31?"
			if m[4] != "" {
				end, ok2 := shortDay(m[4])
				ok = ok && ok2
				to = end
			}
			if !ok || from > strings.Trim(to, "?") || from < "1985" {
				continue
			}
			var also []string
			for _, n := range names[1:] {
				if strings.Contains(n, " ") {
					also = append(also, n)
				}
			}
			out = append(out, row{name: names[0], kind: "person", code: code, sectors: strings.Join(sectors, ","), from: from, to: to, also: also})
		}
	})
	return out
}

// plover turns a CAMEO role into a PLOVER sector.
var plover = map[string]string{"INS": "REB", "SEP": "REB", "MED": "JRN", "HLH": "MED"}

// sectorsOf reads the role groups of a CAMEO code as PLOVER sectors, at most two.
func sectorsOf(role string) []string {
	var out []string
	for ; len(role) >= 3; role = role[3:] {
		s := role[:3]
		if p := plover[s]; p != "" {
			s = p
		}
		if strings.Contains(" COP GOV JUD LEG MIL PRM PTY REB SPY UAF AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP SOC ", " "+s+" ") && !slices.Contains(out, s) && len(out) < 2 {
			out = append(out, s)
		}
	}
	return out
}

// shortDay reads YYMMDD or YYYYMMDD; days and months that do not exist are
// drawn to the nearest that does.
func shortDay(s string) (string, bool) {
	switch len(s) {
	case 6:
		century := "19"
		if s[:2] <= "30" {
			century = "20"
		}
		s = century + s
	case 8:
	default:
		return "", false
	}
	y, m, d := s[:4], min(max(s[4:6], "01"), "12"), min(max(s[6:], "01"), "28")
	return y + "-" + m + "-" + d, true
}

// ministersUK reads the ministers of the United Kingdom.
func (b *builder) ministersUK() []row {
	names, posts := map[string][]string{}, map[string]string{}
	for _, p := range b.table("person.csv.gz") {
		full, short := p["name"], p["short_name"]
		if short != "" && strings.HasSuffix(full, short) {
			full = strings.TrimSuffix(full, short) + "/" + short + "/"
		}
		names[p["id"]] = append(names[p["id"]], full)
	}
	for _, p := range b.table("post.csv.gz") {
		posts[p["id"]] = p["name"]
	}
	var out []row
	for _, a := range b.table("appointment.csv.gz") {
		n, title := names[a["person_id"]], posts[a["post_id"]]
		if len(n) == 0 || title == "" || a["end_date"] != "" && a["end_date"] < "1990" {
			continue
		}
		sectors, class := "GOV", ""
		switch {
		case title == "Prime Minister":
			class = "HOG"
		case strings.HasPrefix(title, "Secretary of State for Foreign"), title == "Foreign Secretary":
			class = "FM"
		case strings.Contains(title, "for Defence"):
			sectors = "GOV,MIL"
			if strings.HasPrefix(title, "Secretary of State") {
				class = "DM"
			}
		}
		out = append(out, row{name: n[0], kind: "person", code: "GBR", sectors: sectors, from: a["start_date"], to: a["end_date"], office: strings.TrimSpace(class + " " + title), also: n[1:]})
	}
	return out
}

// americans reads the presidents, vice-presidents and sitting members of
// Congress of the United States.
func (b *builder) americans() []row {
	offices := map[string][2]string{"prez": {"GOV", "HOS President"}, "viceprez": {"GOV", "Vice President"}, "sen": {"LEG", "Senator"}, "rep": {"LEG", "Representative"}}
	var out []row
	for _, file := range []string{"executive.yaml.gz", "legislators-current.yaml.gz"} {
		var first, last, nick, kind, start string
		b.lines(file, func(line string) {
			key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "- "), ": ")
			value = strings.Trim(value, "'\"")
			switch key {
			case "id:":
				first, last, nick = "", "", ""
			case "first":
				first = value
			case "last":
				last = value
			case "nickname":
				nick = value
			case "type":
				kind = value
			case "start":
				start = value
			case "end":
				o := offices[kind]
				if value < "1985" || o[0] == "" || last == "" {
					return
				}
				r := row{name: first + " /" + last + "/", kind: "person", code: "USA", sectors: o[0], from: start, to: value, office: o[1]}
				if nick != "" {
					r.also = []string{nick + " /" + last + "/"}
				}
				out = append(out, r)
			}
		})
	}
	return out
}

// own reads the hand-written office holders; heads of bodies and leaders of
// groups take the code of these.
func (b *builder) own() []row {
	units := map[string][2]string{"UN": {"UNO", ""}, "UNHRC": {"UNO", ""}, "NATO": {"IGO", ""}, "EU": {"EUR", ""}, "IAEA": {"UNO", ""}, "WHO": {"UNO", "MED"},
		"IMF": {"IGO", ""}, "WTO": {"IGO", ""}, "LAS": {"IGO", ""}, "ICC": {"IGO", "JUD"}, "AlQaeda": {"IMG", ""}, "IslamicState": {"IMG", ""},
		"Hezbollah": {"LBN", "REB"}, "Hamas": {"PSE", "REB"}, "Taliban": {"AFG", "REB"}, "Houthis": {"YEM", "REB"}, "Wagner": {"RUS", "PRM"},
		"RSF": {"SDN", "PRM"}, "BokoHaram": {"NGA", "REB"}, "LRA": {"UGA", "REB"}, "PKK": {"TUR", "REB"}, "LTTE": {"LKA", "REB"}}
	var out []row
	b.lines("own_office_holders.tsv", func(line string) {
		f := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(f) < 8 || f[0] == "unit" {
			return
		}
		code, sectors, class := f[0], "GOV", f[1]
		if u, ok := units[f[0]]; ok {
			code, sectors = u[0], u[1]
		} else if len(code) != 3 {
			fmt.Println("own office holders: unit without a code:", f[0])
		}
		if class == "DM" {
			sectors = "GOV,MIL"
		}
		if class == "REB" || class == "PRM" {
			class = "LEADER"
		}
		mark := func(n string) string {
			w := strings.Fields(n)
			if len(w) < 2 {
				return n
			}
			at := len(w) - 1
			if strings.Contains(" CHN PRK KOR VNM KHM ", " "+code+" ") {
				at = 0
			}
			w[at] = "/" + w[at] + "/"
			return strings.Join(w, " ")
		}
		r := row{name: mark(f[3]), kind: "person", code: code, sectors: sectors, from: f[5], to: f[6], office: class + " " + f[2]}
		for _, n := range strings.Split(f[4], ";") {
			if n != "" {
				r.also = append(r.also, mark(n))
			}
		}
		out = append(out, r)
	})
	return out
}
