package main

import (
	"regexp"
	"slices"
	"strings"
)

// groups writes armed groups: UCDP's organised groups with the state where
// they fight, and Phoenix's list.
func (b *builder) groups() {
	var out []row
	for _, a := range b.table("ucdp-actor-221.csv.gz") {
		if a["Org"] != "1" {
			continue
		}
		places := strings.Split(a["Location"], ", ")
		place := regexp.MustCompile(` \(.*`).ReplaceAllString(places[0], "")
		code := b.named[strings.ToLower(place)]
		if code == "" {
			code = map[string]string{"United States of America": "USA", "Russia": "RUS", "DR Congo": "COD", "Ivory Coast": "CIV", "Burma": "MMR",
				"Bosnia-Herzegovina": "BIH", "Kampuchea": "KHM", "Turkey": "TUR", "Macedonia, FYR": "MKD", "Iran": "IRN", "Myanmar": "MMR", "Cambodia": "KHM", "Syria": "SYR"}[place]
		}
		var also []string
		for _, n := range append(strings.Split(a["NameOrigFullEng"], ";"), a["NameOrig"], a["NameOrigFull"]) {
			n = strings.TrimSpace(regexp.MustCompile(`\s*\(.*?\)`).ReplaceAllString(n, ""))
			if latin(n) && n != "n/a" && len(n) > 3 {
				also = append(also, n)
			}
		}
		if name := regexp.MustCompile(` - .*`).ReplaceAllString(a["NameData"], ""); code != "" && latin(name) && !strings.HasPrefix(name, "Forces of") {
			out = append(out, row{name: name, kind: "armed_group", code: code, sectors: "REB", also: also})
		}
	}
	out = append(out, b.phoenixNames("Phoenix.MilNonState.actors.txt", "armed_group")...)
	b.write("groups.tsv.gz", out)
}

// bodies writes international organisations, companies and media of Phoenix.
func (b *builder) bodies() {
	b.write("bodies.tsv.gz", b.phoenixNames("Phoenix.International.actors.txt", "organisation"))
}

var undated = regexp.MustCompile(`\[([A-Z]{3,})\]`)

// phoenixNames reads the entries of a PETRARCH actor file that have a code
// without dates.
func (b *builder) phoenixNames(file, kind string) []row {
	var out []row
	var names []string
	done := false
	b.lines(file, func(line string) {
		body, _, _ := strings.Cut(strings.ToValidUTF8(line, ""), "#")
		phrase, _, _ := strings.Cut(body, "[")
		phrase, _, _ = strings.Cut(phrase, ";")
		phrase = strings.TrimSpace(phrase)
		if phrase != "" {
			if done || !strings.HasPrefix(phrase, "+") {
				names, done = nil, false
			}
			n := strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(phrase, "+"), "_", " "))
			n = regexp.MustCompile(`\s*\(.*?\)`).ReplaceAllString(n, "")
			if len(n) > 2 {
				names = append(names, titledName(n))
			}
		}
		if m := undated.FindStringSubmatch(body); m != nil && len(names) > 0 {
			done = true
			if r, ok := b.internationalRow(m[1]); ok {
				r.name, r.also, r.kind = names[0], slices.Clone(names[1:]), kind
				if kind == "organisation" && strings.Contains(r.sectors, "JRN") {
					r.kind = "media"
				}
				out = append(out, r)
			}
		}
	})
	return out
}

// titledName keeps short single words, abbreviations, in capitals.
func titledName(s string) string {
	if len(s) <= 5 && !strings.Contains(s, " ") {
		return s
	}
	return titled(s)
}

// internationalRow turns a CAMEO code into PLOVER code and sectors; false where
// it is the code of a religion or people.
func (b *builder) internationalRow(code string) (row, bool) {
	head, rest := code[:3], code[3:]
	switch {
	case strings.HasPrefix(code, "IGOUNO"):
		head, rest = "UNO", code[6:]
	case strings.HasPrefix(code, "IGOEUR"), strings.HasPrefix(code, "IGOEEC"):
		head, rest = "EUR", code[6:]
	case head == "NGM":
		head = "ISM"
	case head == "INT", head == "UIS":
		head = "IMG"
		if !strings.Contains(rest, "REB") && !strings.Contains(rest, "INS") {
			head = "NGO"
		}
	}
	if head == "IMG" || head == "EUR" {
		rest = ""
	}
	return row{code: head, sectors: strings.Join(sectorsOf(rest), ",")}, strings.Contains(" UNO EUR IGO NGO ISM IMG MNC ", " "+head+" ") || b.states[head]
}

// words writes Phoenix's agent phrases with their sectors; a blank before the
// tab is no part of them, and "!PERSON!" stands for each word of its set.
func (b *builder) words() {
	sets := map[string][]string{}
	entry := regexp.MustCompile(`^([A-Z][^\[{]*?)_?\s*(?:\{([^}]*)\})?\s*\[~?([A-Z~]+)\]`)
	var out []row
	b.lines("Phoenix.agents.txt", func(line string) {
		if name, list, ok := strings.Cut(line, " = "); ok && strings.HasPrefix(name, "!") {
			sets[name] = strings.Split(list, ", ")
			return
		}
		phrases := []string{line}
		for name, list := range sets {
			if strings.Contains(line, name) {
				phrases = nil
				for _, w := range list {
					phrases = append(phrases, strings.ReplaceAll(line, name, w))
				}
			}
		}
		for _, p := range phrases {
			m := entry.FindStringSubmatch(p)
			if m == nil {
				continue
			}
			sectors := sectorsOf(strings.TrimPrefix(m[3], "~"))
			if len(sectors) == 0 {
				continue
			}
			clean := func(s string) string { return strings.ToLower(strings.TrimSpace(strings.ReplaceAll(s, "_", " "))) }
			out = append(out, row{name: clean(m[1]), kind: "word", sectors: strings.Join(sectors, ",")})
			if plural := clean(m[2]); plural != "" {
				out = append(out, row{name: plural, kind: "word", sectors: strings.Join(sectors, ",")})
			}
		}
	})
	b.write("words.tsv", out)
}
