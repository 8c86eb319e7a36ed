package claims

import (
	"strconv"
	"strings"

	"dateline"
)

var numerals = map[string]float64{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90,
}

var multipliers = map[string]float64{
	"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "dozen": 12, "crore": 1e7, "lakh": 1e5,
}

// number reads the number that begins at token i: the value and the token
// after it; ok is false where none begins.
func number(tokens []dateline.Token, i int) (value float64, end int, ok bool) {
	low := strings.ToLower(tokens[i].Text)
	switch {
	case low == "a" || low == "an":
		if i+1 < len(tokens) {
			if m, is := multipliers[strings.ToLower(tokens[i+1].Text)]; is && len(tokens[i+1].Text) > 2 {
				return scale(tokens, m, i+2)
			}
		}
		return 0, 0, false
	case low == "half" && i+2 < len(tokens) && strings.ToLower(tokens[i+1].Text) == "a":
		if m, is := multipliers[strings.ToLower(tokens[i+2].Text)]; is {
			return m / 2, i + 3, true
		}
		return 0, 0, false
	}
	if v, is := digits(low); is {
		return scale(tokens, v, i+1)
	}
	if v, is := numerals[low]; is {
		return spelled(tokens, v, i+1)
	}
	return 0, 0, false
}

// digits reads 10,000 and 1.5 and 7; not 1990s, 5th or 10:30.
func digits(s string) (float64, bool) {
	if s == "" || s[0] < '0' || s[0] > '9' {
		return 0, false
	}
	if parts := strings.Split(s, ","); len(parts) > 1 {
		for k, p := range parts {
			whole, _, _ := strings.Cut(p, ".")
			if k > 0 && len(whole) != 3 && len(whole) != 2 { // lakh grouping: 1,50,000
				return 0, false
			}
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil
}

// spelled goes on with a spelled number: twenty - five, three hundred and ten.
func spelled(tokens []dateline.Token, v float64, i int) (float64, int, bool) {
	for i < len(tokens) {
		low := strings.ToLower(tokens[i].Text)
		if low == "-" && i+1 < len(tokens) && v >= 20 && v < 100 {
			if u, ok := numerals[strings.ToLower(tokens[i+1].Text)]; ok && u < 10 {
				v, i = v+u, i+2
				continue
			}
		}
		if m, ok := multipliers[low]; ok && len(low) > 2 {
			v, i = v*m, i+1
			continue
		}
		if low == "and" && v >= 100 && i+1 < len(tokens) {
			if u, ok := numerals[strings.ToLower(tokens[i+1].Text)]; ok {
				v, i = v+u, i+2
				continue
			}
		}
		break
	}
	return v, i, true
}

// scale multiplies by the words that follow: 1.5 million, 10 bn.
func scale(tokens []dateline.Token, v float64, i int) (float64, int, bool) {
	for i < len(tokens) {
		m, ok := multipliers[strings.ToLower(tokens[i].Text)]
		if !ok || len(tokens[i].Text) == 1 && tokens[i].Start != tokens[i-1].End {
			break
		}
		v, i = v*m, i+1
	}
	return v, i, true
}
