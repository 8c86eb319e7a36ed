package actors

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold gives a name the form that names are looked up by: small letters
// without accents, blanks for hyphens, no stops or apostrophes, no article.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('a' <= c && c <= 'z' || c == ' ') {
			plain = false
			break
		}
	}
	if !plain {
		s = foldSlow(s)
	}
	return strings.TrimPrefix(s, "the ")
}

func foldSlow(s string) string {
	out := make([]byte, 0, len(s))
	ascii := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			ascii = false
		case 'A' <= c && c <= 'Z':
			out = append(out, c+'a'-'A')
		case c == '-' || c == ' ' || c == ',' || c == '/':
			if n := len(out); n > 0 && out[n-1] != ' ' {
				out = append(out, ' ')
			}
		case c == '.' || c == '\'' || c == '"' || c == '`' || c == '(' || c == ')':
		default:
			out = append(out, c)
		}
	}
	if ascii {
		return strings.TrimRight(string(out), " ")
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || strings.ContainsRune(`.'"()’‘ʼʻ`+"`", r):
		case r == '-' || r == '‑' || r == ',' || r == '/' || unicode.IsSpace(r):
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
		case r == 'ł' || r == 'Ł':
			b.WriteByte('l')
		case r == 'ø' || r == 'Ø':
			b.WriteByte('o')
		case r == 'ı':
			b.WriteByte('i')
		case r == 'đ' || r == 'Đ':
			b.WriteByte('d')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// keys are the folded forms that a name is entered under. A short name in
// capitals is an abbreviation: "=WHO" asks for capitals in the text, so that
// "who" and "us" name nobody; from four letters on it may be written as a word.
func keys(name string) []string {
	bare := strings.ReplaceAll(name, ".", "")
	if !capitals(bare) {
		return []string{fold(name)}
	}
	if len(bare) < 4 {
		return []string{"=" + bare}
	}
	return []string{"=" + bare, fold(name)}
}

// capitals reports whether a word is an abbreviation: two to eight letters and
// digits, the letters capital.
func capitals(s string) bool {
	if len(s) < 2 || len(s) > 8 || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('A' <= c && c <= 'Z' || '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

// respell makes the ways of writing Russian, Ukrainian and Arabic names in
// Latin letters one: Zelenskyy, Zelenskiy and Zelensky; Sergey and Sergei;
// Yeltsin and Eltsin; Usama and Osama.
var respell = strings.NewReplacer(
	"skyy ", "ski ", "skiy ", "ski ", "skyi ", "ski ", "sky ", "ski ", "skii ", "ski ", "skij ", "ski ",
	"iy ", "i ", "yy ", "i ", "ii ", "i ", "ij ", "i ", "ey ", "ei ", "y ", "i ",
	"yev ", "ev ", "yeva ", "eva ", " ye", " e", "oygu", "oigu", "oo", "u", "ou", "u", "kh", "h", "gh", "g", "dj", "j", "dzh", "j",
	"binyamin", "benjamin", "benyamin", "benjamin", "usama", "osama", "husayn", "hussein", "choe ", "choi ", "mohammad", "mohamed", "muhammad", "mohamed", "mohammed", "mohamed",
	"alyaksandr ", "alexander ", "aleksandr ", "alexander ", "aleksander ", "alexander ", "enka ", "enko ",
	"ii", "i", "yy", "y")

// spelling is the form of a person's folded name that its ways of writing share.
func spelling(folded string) string {
	s := respell.Replace(" " + folded + " ")
	s = strings.ReplaceAll(s, " al ", " ")
	return strings.TrimSpace(s)
}

// SameName reports whether two names are spellings of one, or one a part of
// the other with the same first and last words: "George W. Bush", "George
// Walker Bush".
func SameName(a, b string) bool {
	x, y := strings.Fields(spelling(fold(a))), strings.Fields(spelling(fold(b)))
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	return x[0] == y[0] && x[len(x)-1] == y[len(y)-1]
}
