package main

import (
	"regexp"
	"slices"
	"strings"
)

var (
	partyEntry   = regexp.MustCompile(`^([^(\[]+?)(?: \(([^)]*)\))?(?: (?:or|of) ([A-Z][\w/-]+))?(?: \(([^)]*)\))?(?: \[([^\]]*)\])?(?: \(.*)?$`)
	legislature  = regexp.MustCompile(`(?:unicameral|bicameral|legislature name:|chamber name:)\s+(?:the )?((?:[A-Z][^(:;,]*?))\s*(?:consists|\(([^)]*)\)|legislative|number)`)
	chamber      = regexp.MustCompile(`([A-Z][\w' -]+(?: or [A-Z][\w' -]+)*) \(\d+ seats`)
	force        = regexp.MustCompile(`((?:[A-Z][\w'-]+ )(?:(?:[A-Z][\w'-]+|of|and|the) )*(?:Forces?|Army|Guards?|Corps|Police|Gendarmerie|Services?|Directorate|Agency|Military|Organization)) \(([^)]*)\)`)
	abbreviation = regexp.MustCompile(`\b[A-Z][A-Za-z]?[A-Z]+\b`)
	plainName    = regexp.MustCompile(`^[A-Z][\w'’-]*(?: (?:[\w'’-]+))*$`)
)

// institutions writes the parties, chambers, armed forces and services that the
// Factbook names, and the leaders of the parties. A name that several states
// have stands once for each: the reader chooses by the country in the phrase.
func (b *builder) institutions() []row {
	var out, leaders []row
	add := func(code, sectors, name string, also ...string) {
		name = strings.TrimSpace(strings.Trim(name, "\" .,*"))
		if len(name) < 4 || !plainName.MatchString(name) || len(strings.Fields(name)) > 8 || b.named[strings.ToLower(name)] != "" {
			return
		}
		r := row{name: name, kind: "organisation", code: code, sectors: sectors}
		for _, n := range also {
			for _, n := range regexp.MustCompile(`[,;/]| or |aka |includes `).Split(n, -1) {
				if n = strings.TrimSpace(n); len(n) > 2 && plainName.MatchString(n) && len(strings.Fields(n)) < 7 {
					r.also = append(r.also, n)
				}
			}
		}
		out = append(out, r)
	}
	b.lines("cia_factbook_government_1990-2025.tsv.gz", func(line string) {
		f := strings.Split(line, "\t")
		if len(f) < 5 || f[3] != "Political parties and leaders" || f[0] < "2000" {
			return
		}
		code := b.codeOf(f[1], f[2])
		if code == "" {
			return
		}
		for _, entry := range strings.Split(f[4], ";") {
			m := partyEntry.FindStringSubmatch(strings.TrimSpace(strings.Trim(entry, "\"")))
			if m == nil || !strings.Contains(m[1], " ") || strings.Contains(m[1], "note") {
				continue
			}
			add(code, "PTY", m[1], m[2], m[3])
			for _, leader := range strings.Split(m[5], ",") {
				if n := personName(strings.Fields(leader)); strings.Contains(n, " ") {
					leaders = append(leaders, row{name: n, kind: "person", code: code, sectors: "PTY", from: f[0] + "-01-01?", to: f[0] + "-12-31?", office: "leader of " + m[1]})
				}
			}
		}
	})
	b.lines("cia_factbook_institutions.tsv.gz", func(line string) {
		f := strings.Split(line, "\t")
		if len(f) < 5 {
			return
		}
		code := b.codeOf(f[1], f[2])
		switch {
		case code == "":
		case strings.HasPrefix(f[3], "Legislative branch"):
			text, _, _ := strings.Cut(f[4], "election")
			for _, m := range append(legislature.FindAllStringSubmatch(text, -1), chamber.FindAllStringSubmatch(text, -1)...) {
				for _, n := range strings.Split(m[1], " or ") {
					add(code, "LEG", strings.TrimPrefix(strings.TrimPrefix(n, "The "), "consists of "))
				}
				if len(m) > 2 && !strings.ContainsAny(m[2], "0123456789") {
					add(code, "LEG", m[2])
				}
			}
		case strings.HasPrefix(f[3], "Military"):
			for _, m := range force.FindAllStringSubmatch(f[4], -1) {
				sector := "MIL"
				switch {
				case strings.Contains(m[1], "Police"), strings.Contains(m[1], "Gendarmerie"), strings.Contains(m[1], "Border"):
					sector = "COP"
				case strings.Contains(m[1], "Intelligence"), strings.Contains(m[1], "Security Service"), strings.Contains(m[1], "State Security"):
					sector = "SPY"
				}
				add(code, sector, m[1], abbreviation.FindString(m[2]))
			}
		}
	})
	// One row for each name of a country; its other names together.
	slices.SortFunc(out, func(x, y row) int { return strings.Compare(x.code+x.name, y.code+y.name) })
	merged := out[:0]
	for _, r := range out {
		if n := len(merged); n > 0 && merged[n-1].code == r.code && merged[n-1].name == r.name {
			merged[n-1].also = append(merged[n-1].also, r.also...)
			continue
		}
		merged = append(merged, r)
	}
	b.write("institutions.tsv.gz", merged)
	return spans(leaders)
}

// spans joins the years in which a leader is listed into one term.
func spans(list []row) []row {
	slices.SortFunc(list, func(x, y row) int {
		return strings.Compare(x.code+x.name+x.office+x.from, y.code+y.name+y.office+y.from)
	})
	out := list[:0]
	for _, r := range list {
		if n := len(out); n > 0 && out[n-1].code == r.code && out[n-1].name == r.name && out[n-1].office == r.office {
			out[n-1].to = r.to
			continue
		}
		out = append(out, r)
	}
	return out
}

// codeOf is the code of a state in the Factbook archive, by ISO2 or name.
func (b *builder) codeOf(iso2, name string) string {
	if code := b.iso2[iso2]; code != "" {
		return code
	}
	return b.named[strings.ToLower(name)]
}
