package main

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// countries writes the states with their names, and their nationality words
// and capitals as rows of their own.
func (b *builder) countries() {
	b.iso2, b.fips, b.named = map[string]string{}, map[string]string{}, map[string]string{}
	b.states, b.nationality = map[string]bool{}, map[string]bool{}
	rows := map[string]*row{}
	var out []row
	for _, c := range b.table("country-codes.csv") {
		code := c["ISO3166-1-Alpha-3"]
		name := c["CLDR display name"]
		if code == "" || name == "" {
			continue
		}
		b.states[code] = c["is_independent"] == "Yes" || strings.Contains(" TWN PSE HKG ", " "+code+" ")
		b.iso2[c["ISO3166-1-Alpha-2"]] = code
		for _, f := range strings.Split(c["FIPS"], ",") {
			b.fips[strings.ToLower(strings.TrimSpace(f))] = code
		}
		also := []string{plain(c["UNTERM English Short"]), plain(c["UNTERM English Formal"]), plain(c["official_name_en"])}
		rows[code] = &row{name: name, kind: "country", code: code, office: c["wikidata_id"][strings.LastIndex(c["wikidata_id"], "/")+1:], also: also}
		if capital := c["Capital"]; capital != "" && c["is_independent"] == "Yes" || code == "TWN" {
			out = append(out, row{name: capital, kind: "capital", code: code, sectors: "GOV"})
		}
	}
	b.lines("rigour_territories.jsonl.gz", func(line string) {
		var t struct {
			Name, Alpha3, QID string
			Full              string   `json:"full_name"`
			Strong            []string `json:"names_strong"`
		}
		check(json.Unmarshal([]byte(line), &t))
		r := rows[strings.ToUpper(t.Alpha3)]
		if r == nil {
			return
		}
		for _, n := range append(t.Strong, t.Name, t.Full) {
			if latin(n) && len(n) > 3 && unicode.IsUpper([]rune(n)[0]) {
				r.also = append(r.also, n)
			}
		}
	})
	for code, r := range rows {
		for _, n := range append(r.also, r.name) {
			b.named[strings.ToLower(n)] = code
		}
		out = append(out, *r)
	}
	// Kosovo has no code in ISO 3166-1; PLOVER's is KOS.
	b.iso2["XK"], b.fips["kv"], b.named["kosovo"], b.states["KOS"] = "KOS", "KOS", "KOS", true
	noun := regexp.MustCompile(`(?i)noun\s*(?::|--?)\s*([^;]*?)\s*;?\s*adjective\s*(?::|--?)\s*(.*)`)
	seen := map[string]bool{}
	b.lines("cia_factbook_government_1990-2025.tsv.gz", func(line string) {
		f := strings.Split(line, "\t")
		if len(f) < 5 || f[3] != "Nationality" {
			return
		}
		code := b.iso2[f[1]]
		if m := noun.FindStringSubmatch(f[4]); m != nil && code != "" {
			for i, part := range m[1:] {
				for _, w := range demonyms(part, i == 0) {
					if key := code + w; !seen[key] {
						seen[key] = true
						b.nationality[strings.ToLower(w)] = true
						out = append(out, row{name: w, kind: "demonym", code: code})
					}
				}
			}
		}
	})
	b.write("countries.tsv", out)
}

// plain drops a bracketed article or remark: "Bahamas (the)".
func plain(s string) string {
	s, _, _ = strings.Cut(s, " (")
	return strings.TrimPrefix(s, "the ")
}

// demonyms reads the Factbook's list of nationality words, "Afghan(s)" or
// "Briton(s), British (collective plural)", with its plural where it is a noun.
func demonyms(s string, noun bool) []string {
	s, _, _ = strings.Cut(s, " note")
	var out []string
	for _, part := range regexp.MustCompile(`,|;| or | and |/`).Split(s, -1) {
		part = strings.Trim(part, " .\"*")
		stem, ending, bracket := strings.Cut(part, "(")
		stem = strings.TrimSpace(stem)
		if stem == "" || !unicode.IsUpper([]rune(stem)[0]) || len(strings.Fields(stem)) > 3 || strings.ContainsAny(stem, ":<>") || strings.Contains(stem, "see ") {
			continue
		}
		out = append(out, stem)
		if ending, _, ok := strings.Cut(ending, ")"); noun && bracket && ok && len(ending) <= 2 {
			out = append(out, stem+ending)
		}
	}
	return out
}

// places writes cities and first-level regions as words that tell a country;
// a name that lies in two countries is left to the larger, or out.
func (b *builder) places() {
	type best struct {
		code   string
		people int
	}
	cities := map[string]best{}
	b.lines("geonames_cities500_2026-07.tsv.xz", func(line string) {
		f := strings.Split(line, "\t")
		people, _ := strconv.Atoi(f[6])
		code := b.iso2[f[4]]
		if people < 200_000 || code == "" {
			return
		}
		if people > cities[f[1]].people {
			cities[f[1]] = best{code, people}
		}
	})
	var regions []struct{ Code, Name string }
	check(json.NewDecoder(b.open("geonames_admin1.json.gz")).Decode(&regions))
	for _, r := range regions {
		code := b.iso2[strings.SplitN(r.Code, ".", 2)[0]]
		old, ok := cities[r.Name]
		switch {
		case !ok:
			cities[r.Name] = best{code, -1}
		case old.people < 0 && old.code != code:
			cities[r.Name] = best{}
		}
	}
	var rows []row
	for name, c := range cities {
		if c.code != "" && b.named[strings.ToLower(name)] == "" && latin(name) {
			rows = append(rows, row{name: name, kind: "place", code: c.code})
		}
	}
	b.write("places.tsv.gz", rows)
}
