package language

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// span is a half-open range of the report's runes.
type span struct{ start, end int }

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// abbreviations keep their full stop.
var abbreviations = words(`mr mrs ms dr prof rev hon gen col lt maj capt cmdr adm sgt cpl gov sen rep pres amb st ft mt jr sr inc corp co ltd
llc plc bros dept univ assn ave blvd rd no nos vs etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
sun approx est min max fig vol pp ed eds al cf e.g i.e a.k.a p.s ph.d`)

// prefixes stay on the word that they are hyphened to.
var prefixes = words(`anti bi co counter cyber de e ex extra inter intra mega meta micro mid mini multi neo non over post pre pro proto pseudo
psycho quasi re semi socio sub super trans tri ultra un under`)

// splits are words written together that are two, and where they part.
var splits = map[string]int{"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3,
	"dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "wont": 2, "cant": 2, "im": 1, "ive": 1}

const (
	opening = "\"“”„«'‘’`([{<$€£¥₹#*_~@•¿¡+=|–—-"
	closing = "\"“”„»'‘’`)]}>,;:?!%*_~…|–—"
)

var (
	clitic     = regexp.MustCompile(`(?i)^(.+?)(n['’]t|['’](?:s|m|d|re|ve|ll))$`)
	address    = regexp.MustCompile(`(?i)^(?:https?://|www\.)\S+$|^[\p{L}\p{N}_.+%-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$|^(?:[\p{L}\p{N}_-]+\.)+(?:com|org|net|gov|edu|info|io|co\.uk|xls|doc|pdf|html?)(?:/\S*)?$`)
	dotted     = regexp.MustCompile(`^(?:[\p{L}\p{N}_]\.)+[\p{L}\p{N}_]?\.?$`)
	numberUnit = regexp.MustCompile(`(?i)^([\p{Nd}.,:]*\p{Nd})(am|pm|a\.m\.|p\.m\.|km|kg|mph|bn|mln|m|k|cm|mm|ft|lb|lbs|%)$`)
	smiley     = regexp.MustCompile(`^[:;=][-']?[()DPpOo/|\\]+$|^\^_\^$|^[({][:;]$`)
)

// tokenise splits text into words after Universal Dependencies (English EWT).
// The same rules, in the same order, stand in training/tokenise.py;
// testdata/tokenise.tsv holds both to each other.
func tokenise(text []rune) []span {
	var out []span
	for i := 0; i < len(text); {
		if unicode.IsSpace(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && !unicode.IsSpace(text[i]) {
			i++
		}
		out = chunk(text, start, i, out)
	}
	return out
}

func isPlain(text []rune) bool {
	for _, r := range text {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			return false
		}
	}
	return true
}

// chunk splits text[a:b], which holds no blank.
func chunk(text []rune, a, b int, out []span) []span {
	if isPlain(text[a:b]) {
		return clitics(text, a, b, out)
	}
	if w := string(text[a:b]); address.MatchString(w) || smiley.MatchString(w) {
		return append(out, span{a, b})
	}
	for a < b && strings.ContainsRune(opening, text[a]) {
		c := text[a]
		if (c == '\'' || c == '’') && b-a > 1 && (unicode.IsDigit(text[a+1]) || leadingClitic(text[a:b])) {
			break
		}
		if (c == '-' || c == '+') && b-a > 1 && unicode.IsDigit(text[a+1]) {
			break
		}
		if c == '@' || c == '#' && b-a > 1 && unicode.IsLetter(text[a+1]) {
			break
		}
		e := a
		for e < b && text[e] == c {
			e++
		}
		out = append(out, span{a, e})
		a = e
	}
	var tail []span
peel:
	for a < b {
		switch c := text[b-1]; {
		case strings.ContainsRune(closing, c):
			s := b - 1
			for s > a && (text[s-1] == c || (c == '?' || c == '!') && (text[s-1] == '?' || text[s-1] == '!')) {
				s--
			}
			tail = append(tail, span{s, b})
			b = s
		case c == '.':
			s := b - 1
			for s > a && text[s-1] == '.' {
				s--
			}
			if b-s == 1 && s > a && keepsStop(text[a:b]) {
				break peel
			}
			tail = append(tail, span{s, b})
			b = s
		default:
			break peel
		}
	}
	if a < b {
		out = middle(text, a, b, out)
	}
	slices.Reverse(tail)
	return append(out, tail...)
}

func leadingClitic(w []rune) bool {
	switch strings.ToLower(strings.TrimLeft(string(w), "'’")) {
	case "s", "em", "til", "cause", "n", "m", "re", "ve", "ll", "d", "t":
		return true
	}
	return false
}

// keepsStop reports whether the full stop at the end of w belongs to it.
func keepsStop(w []rune) bool {
	word := string(w[:len(w)-1])
	return dotted.MatchString(string(w)) && strings.IndexFunc(word, unicode.IsLetter) >= 0 || abbreviations[strings.ToLower(word)]
}

// middle splits a chunk without outer punctuation at dashes, slashes,
// hyphens, brackets and clitics.
func middle(text []rune, a, b int, out []span) []span {
	w := text[a:b]
	if isPlain(w) {
		return clitics(text, a, b, out)
	}
	if address.MatchString(string(w)) {
		return append(out, span{a, b})
	}
	for i := 1; i < len(w)-1; i++ {
		if !standsAlone(w, i) {
			continue
		}
		e := a + i + 1
		for e < b && text[e] == w[i] {
			e++
		}
		out = append(middle(text, a, a+i, out), span{a + i, e})
		if e < b {
			out = chunk(text, e, b, out)
		}
		return out
	}
	if m := numberUnit.FindStringSubmatchIndex(string(w)); m != nil {
		cut := a + len([]rune(string(w)[:m[3]]))
		return append(out, span{a, cut}, span{cut, b})
	}
	if parts := hyphened(w); parts != nil {
		p := a
		for k, part := range parts {
			if k > 0 {
				out = append(out, span{p, p + 1})
				p++
			}
			out = clitics(text, p, p+part, out)
			p += part
		}
		return out
	}
	return clitics(text, a, b, out)
}

// standsAlone reports whether the sign at w[i] is a token within a word.
func standsAlone(w []rune, i int) bool {
	c, before, after := w[i], w[i-1], w[i+1]
	digits := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch {
	case c == '-' && after == '-', strings.ContainsRune("—…()[]{}\"“”;–", c):
		return true
	case c == '.' && i+2 < len(w) && after == '.' && w[i+2] == '.':
		return true
	case c == ',' || c == ':' || c == '/':
		return !digits
	case c == '?' || c == '!':
		return unicode.IsLetter(after)
	}
	return false
}

// hyphened gives the lengths of the parts of a hyphened word that are tokens
// of their own, or nil where it stays whole: numbers, codes, prefixes.
func hyphened(w []rune) []int {
	if len(w) < 3 || !slices.Contains(w[1:len(w)-1], '-') {
		return nil
	}
	parts := strings.Split(string(w), "-")
	numbers := true
	for _, p := range parts {
		if p == "" {
			return nil
		}
		numbers = numbers && isDigits(strings.NewReplacer(".", "", ",", "").Replace(p))
	}
	prefix := prefixes[strings.ToLower(parts[0])]
	if numbers || prefix && len(parts) == 2 {
		return nil
	}
	rest := strings.Join(parts[1:], "-")
	if strings.IndexFunc(parts[0], unicode.IsDigit) >= 0 && strings.IndexFunc(parts[0], unicode.IsLetter) >= 0 && strings.IndexFunc(rest, unicode.IsDigit) >= 0 {
		return nil
	}
	if prefix {
		parts = append([]string{parts[0] + "-" + parts[1]}, parts[2:]...)
	}
	lengths := make([]int, len(parts))
	for i, p := range parts {
		lengths[i] = len([]rune(p))
	}
	return lengths
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// clitics splits "don't", "China's", "cannot".
func clitics(text []rune, a, b int, out []span) []span {
	w := string(text[a:b])
	low := strings.ToLower(w)
	if at, ok := splits[low]; ok {
		return append(out, span{a, a + at}, span{a + at, b})
	}
	if !strings.ContainsAny(w, "'’") {
		return append(out, span{a, b})
	}
	m := clitic.FindStringSubmatchIndex(w)
	if m == nil || unicode.IsDigit(text[a]) && (strings.HasSuffix(low, "'s") || strings.HasSuffix(low, "’s")) {
		return append(out, span{a, b})
	}
	cut := a + len([]rune(w[:m[3]]))
	return append(clitics(text, a, cut, out), span{cut, b})
}
