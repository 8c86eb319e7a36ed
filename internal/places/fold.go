package places

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that compatibility decomposition leaves whole.
var letters = strings.NewReplacer("ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "æ", "ae", "œ", "oe",
	"ı", "i", "ħ", "h", "ŋ", "n", "ə", "a", "&", " and ")

// short is how maps and papers shorten the first words of names.
var short = map[string]string{"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

// fold gives the form in which names are compared: lower case, no accents,
// stops or apostrophes, every other mark a blank, no leading article.
// _build/build.py has the same rules.
func fold(name string) string {
	var b strings.Builder
	for _, r := range letters.Replace(norm.NFKD.String(strings.ToLower(name))) {
		switch {
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’‘`´ʻʼʽʾʿʹ′.", r):
		case unicode.IsLetter(r), unicode.IsNumber(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	words := strings.Fields(b.String())
	for i, w := range words {
		if long, ok := short[w]; ok {
			words[i] = long
		}
	}
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}
