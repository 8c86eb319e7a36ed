package dates

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline"
)

// part is a piece of a sentence that the grammar reads: a run of digits, a run
// of letters, or a sign. Tokenisers differ on "mid-2019", "Nov.", "6am" and
// "1990s"; parts are the same whichever way the tokens were cut.
type part struct {
	text  string // lower case, without full stops
	token int
	// glue is what joins the part to the one before: ' ' nothing, '+' the two
	// touch, or the sign between them that is no part of its own: '-', '/', ':'.
	glue    byte
	capital bool
	word
	digits int    // number of digits of a number written in digits
	source string // as written
	plural bool   // tagged a noun in the plural
}

// isNumeral reports a whole number written in digits.
func (p *part) isNumeral() bool { return p.digits > 0 && p.class == number }

// lex cuts a sentence into parts, reusing the slice that it is given.
func lex(s *dateline.Sentence, parts []part) []part {
	parts = parts[:0]
	glue, end := byte(' '), -1 // of the part to come; where the last token ended
	for i := range s.Tokens {
		t := &s.Tokens[i]
		switch {
		case t.Start != end:
			if glue != ' ' { // the sign before a space joins nothing
				parts = append(parts, part{text: string(glue), token: i - 1, glue: '+'})
			}
			glue = ' '
		case glue == ' ':
			glue = '+'
		}
		end = t.End
		if t.Text == "." && len(parts) > 0 && abbreviations[parts[len(parts)-1].text] && i+1 < len(s.Tokens) {
			glue = ' '
			continue
		}
		for rest := t.Text; rest != ""; {
			n := run(rest)
			piece := rest[:n]
			rest = rest[n:]
			if sign := joiner(piece); sign != 0 && glue == '+' && len(parts) > 0 {
				glue = sign
				continue
			}
			p := newPart(piece)
			p.token, p.glue = i, glue
			p.plural = t.XPOS == "NNS"
			if p.class == monthName || p.class == weekdayName {
				checkName(&p, s, i)
			}
			parts = append(parts, p)
			glue = '+'
		}
		if glue == '+' {
			glue = ' ' // made '+' again if the next token touches
		}
	}
	return parts
}

// run is the length in bytes of the first piece of text: digits with the
// points and commas inside them, letters with the points and apostrophes
// inside them but not a final "'s", or a single sign.
func run(text string) int {
	first, size := utf8.DecodeRuneInString(text)
	same := unicode.IsLetter
	if unicode.IsDigit(first) {
		same = unicode.IsDigit
	} else if !unicode.IsLetter(first) {
		if text == "'s" || text == "’s" {
			return len(text)
		}
		return size
	}
	n := size
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if !same(r) {
			inside := r == '.' || r == ',' && unicode.IsDigit(first) || (r == '\'' || r == '’') && unicode.IsLetter(first)
			next, _ := utf8.DecodeRuneInString(text[n+size:])
			if !inside || r != '.' && !same(next) || text[n+size:] == "s" {
				break
			}
		}
		n += size
	}
	return n
}

// joiner is the sign that a piece joins its neighbours with, 0 for none.
func joiner(piece string) byte {
	switch piece {
	case "-", "–", "‐", "‑":
		return '-'
	case "/", ":":
		return piece[0]
	}
	return 0
}

func newPart(piece string) part {
	p := part{text: strings.ReplaceAll(strings.ToLower(piece), ".", ""), source: piece}
	p.text = strings.ReplaceAll(p.text, "’", "'")
	first, _ := utf8.DecodeRuneInString(piece)
	p.capital = unicode.IsUpper(first)
	if piece[0] >= '0' && piece[0] <= '9' {
		digits := strings.TrimRight(piece, ".")
		n, err := strconv.Atoi(digits)
		if err == nil && n < 1e9 {
			p.word, p.digits = word{class: number, n: n}, len(digits)
		}
		return p
	}
	p.word = lexicon[p.text]
	return p
}

// checkName takes back the class of a month or weekday that is an ordinary word
// here: "may" and "march" without a capital or tagged a verb, "sun" without a sign of
// being short.
func checkName(p *part, s *dateline.Sentence, i int) {
	tag := s.Tokens[i].XPOS
	if !p.capital {
		p.word = word{}
		return
	}
	switch p.text {
	case "may", "march":
		if tag == "MD" || strings.HasPrefix(tag, "V") {
			p.word = word{}
		}
		// At the head of a sentence the capital says nothing.
		if i == 0 && !(i+1 < len(s.Tokens) && (isDigit(s.Tokens[i+1].Text) || s.Tokens[i+1].Text == "of")) {
			p.word = word{}
		}
	case "mon", "sat", "sun", "wed", "mar", "jan":
		// Words and names of their own, unless written as an abbreviation or
		// beside a number.
		next := i+1 < len(s.Tokens) && (s.Tokens[i+1].Text == "." && i+2 < len(s.Tokens) || s.Tokens[i+1].Text == "," || isDigit(s.Tokens[i+1].Text))
		if !next && !strings.HasSuffix(s.Tokens[i].Text, ".") && !(i > 0 && isDigit(s.Tokens[i-1].Text)) {
			p.word = word{}
		}
	}
}

func isDigit(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }
