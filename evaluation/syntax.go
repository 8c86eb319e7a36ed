package evaluation

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"

	"dateline"
)

// SyntaxReader reads a text as it stands, or sentences whose words are given.
type SyntaxReader interface {
	Plain(text string) (*dateline.Reading, error)
	ReadTokens(sentences [][]string) *dateline.Reading
}

// Syntax scores sentences, words, tags, lemmas and trees against a CoNLL-U
// file, as the scorer of the CoNLL 2018 shared task does (Zeman et al. 2018,
// section 5): words are aligned by their characters, white space aside; las
// compares universal relations, without subtypes. Each figure is an F1.
//
// Every document (# newdoc) is read from its raw text: sentences by their
// "# text", joined by a blank, or by what SpaceAfter=No or SpacesAfter says, and
// paragraphs (# newpar) as lines. With goldTokens the words are given, and only
// tags, lemmas and trees count. n is the number of gold words.
//
// Where out is not empty, what was found is written there as CoNLL-U.
func Syntax(file, out string, goldTokens bool, rd SyntaxReader) (n int, figures map[string]float64, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, nil, err
	}
	docs, err := parseCoNLLU(string(data))
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w", file, err)
	}
	var score syntaxScore
	var written strings.Builder
	for i, doc := range docs {
		gold := doc.words()
		var r *dateline.Reading
		if goldTokens {
			r = rd.ReadTokens(doc.forms())
		} else if r, err = rd.Plain(doc.text()); err != nil {
			return 0, nil, fmt.Errorf("%s: document %d: %w", file, i, err)
		}
		found := wordsRead(r)
		var pairs []pair
		if goldTokens {
			pairs, err = byNumber(gold, found)
		} else {
			pairs, err = alignWords(gold, found)
		}
		if err != nil {
			return 0, nil, fmt.Errorf("%s: document %d: %w", file, i, err)
		}
		score.add(gold, found, pairs)
		writeCoNLLU(&written, r, i)
	}
	if out != "" {
		if err := writeFile(out, []byte(written.String())); err != nil {
			return 0, nil, err
		}
	}
	return score.words.tp + score.words.fn, score.figures(goldTokens), nil
}

// syntaxWord is a syntactic word of a document; its span is in the document's
// characters without white space. The words of a multiword token all have the
// token's span.
type syntaxWord struct {
	dateline.Span
	multi                       bool
	form, upos, lemma, relation string
	head                        int // number of the governing word in the document, -1 for the root
}

// parsed is a document: its words and where its sentences lie.
type parsed struct {
	words      []syntaxWord
	sentences  []dateline.Span
	characters strings.Builder
	length     int // of characters, in code points
}

// token appends a token's characters and gives where they stand.
func (p *parsed) token(form string) dateline.Span {
	s := dateline.Span{Start: p.length}
	for _, r := range form {
		if !unicode.IsSpace(r) {
			p.characters.WriteRune(r)
			p.length++
		}
	}
	s.End = p.length
	return s
}

// conllDocument is a document of a CoNLL-U file.
type conllDocument struct{ sentences []conllSentence }

type conllSentence struct {
	text      string
	paragraph bool   // opens a paragraph
	after     string // white space that follows
	rows      []conllRow
}

// conllRow is a line: a word, or (words > 0) a multiword token that stands for
// the next words.
type conllRow struct {
	form, lemma, upos, relation string
	head                        int // from 1; 0 is the root
	words                       int
}

// parseCoNLLU reads a file (universaldependencies.org/format.html). Empty nodes
// are left out.
func parseCoNLLU(data string) ([]conllDocument, error) {
	var docs []conllDocument
	var cur conllSentence
	newdoc := true
	number, words := 0, 0
	last := "" // MISC of the last token
	until := 0 // last word of the open multiword token
	end := func() error {
		if len(cur.rows) == 0 {
			return nil
		}
		if until > words {
			return fmt.Errorf("line %d: the sentence ends within a multiword token", number)
		}
		for _, row := range cur.rows {
			if row.head > words {
				return fmt.Errorf("line %d: head %d of %q: the sentence has %d words", number, row.head, row.form, words)
			}
		}
		if cur.text == "" {
			return fmt.Errorf("line %d: the sentence has no # text", number)
		}
		cur.after = spacesAfter(last)
		if newdoc {
			docs = append(docs, conllDocument{})
		}
		doc := &docs[len(docs)-1]
		doc.sentences = append(doc.sentences, cur)
		cur, newdoc, words, until = conllSentence{}, false, 0, 0
		return nil
	}
	for line := range strings.Lines(data) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			if err := end(); err != nil {
				return nil, err
			}
			continue
		}
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			key, value, _ := strings.Cut(strings.TrimSpace(comment), "=")
			switch key = strings.TrimSpace(key); {
			case key == "text":
				cur.text = strings.TrimSpace(value)
			case strings.HasPrefix(key, "newdoc"):
				newdoc = true
			case strings.HasPrefix(key, "newpar"):
				cur.paragraph = true
			}
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 10 {
			return nil, fmt.Errorf("line %d: %d columns: expected 10", number, len(c))
		}
		if strings.Contains(c[0], ".") {
			continue
		}
		row := conllRow{form: c[1], lemma: c[2], upos: c[3], relation: c[7]}
		if strings.TrimSpace(row.form) == "" {
			return nil, fmt.Errorf("line %d: no form", number)
		}
		if a, b, ok := strings.Cut(c[0], "-"); ok {
			first, err1 := strconv.Atoi(a)
			final, err2 := strconv.Atoi(b)
			if err := errors.Join(err1, err2); err != nil || first != words+1 || final < first || final-first > 100 || until > words {
				return nil, fmt.Errorf("line %d: multiword token %q: expected a range that begins at %d", number, c[0], words+1)
			}
			row.words, until, last = final-first+1, final, c[9]
			cur.rows = append(cur.rows, row)
			continue
		}
		id, err1 := strconv.Atoi(c[0])
		head, err2 := strconv.Atoi(c[6])
		if err := errors.Join(err1, err2); err != nil || id != words+1 || head < 0 {
			return nil, fmt.Errorf("line %d: id %q, head %q: expected word %d with the number of its head", number, c[0], c[6], words+1)
		}
		words++
		row.head = head
		if words > until {
			last = c[9]
		}
		cur.rows = append(cur.rows, row)
	}
	if err := end(); err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, errors.New("line 1: no sentences; expected CoNLL-U")
	}
	return docs, nil
}

var spaces = strings.NewReplacer(`\s`, " ", `\t`, "\t", `\n`, "\n", `\r`, "\r", `\p`, "|", `\\`, `\`)

// spacesAfter is the white space that follows a token, by its MISC column.
func spacesAfter(misc string) string {
	for field := range strings.SplitSeq(misc, "|") {
		switch name, value, _ := strings.Cut(field, "="); {
		case name == "SpaceAfter" && value == "No":
			return ""
		case name == "SpacesAfter":
			return spaces.Replace(value)
		}
	}
	return " "
}

func (d *conllDocument) text() string {
	var b strings.Builder
	for i, s := range d.sentences {
		if i > 0 {
			after := d.sentences[i-1].after
			if s.paragraph && !strings.Contains(after, "\n") {
				after = "\n"
			}
			b.WriteString(after)
		}
		b.WriteString(s.text)
	}
	return b.String()
}

func (d *conllDocument) forms() [][]string {
	var out [][]string
	for _, s := range d.sentences {
		var words []string
		for _, row := range s.rows {
			if row.words == 0 {
				words = append(words, row.form)
			}
		}
		out = append(out, words)
	}
	return out
}

func (d *conllDocument) words() *parsed {
	var p parsed
	for _, s := range d.sentences {
		first, start := len(p.words), p.length
		within := 0 // words of the open multiword token still to come
		var token dateline.Span
		for _, row := range s.rows {
			if within == 0 {
				token = p.token(row.form)
			}
			if row.words > 0 {
				within = row.words
				continue
			}
			w := syntaxWord{Span: token, multi: within > 0, form: row.form, upos: row.upos, lemma: row.lemma, relation: row.relation, head: first + row.head - 1}
			if row.head == 0 {
				w.head = -1
			}
			within = max(0, within-1)
			p.words = append(p.words, w)
		}
		p.sentences = append(p.sentences, dateline.Span{Start: start, End: p.length})
	}
	return &p
}

func wordsRead(r *dateline.Reading) *parsed {
	var p parsed
	for _, s := range r.Sentences {
		first, start := len(p.words), p.length
		for _, t := range s.Tokens {
			w := syntaxWord{Span: p.token(t.Text), form: t.Text, upos: t.UPOS, lemma: t.Lemma, relation: t.Relation, head: -1}
			if t.Head >= 0 {
				w.head = first + t.Head
			}
			p.words = append(p.words, w)
		}
		p.sentences = append(p.sentences, dateline.Span{Start: start, End: p.length})
	}
	return &p
}

// byNumber aligns words that were given.
func byNumber(gold, found *parsed) ([]pair, error) {
	if len(gold.words) != len(found.words) {
		return nil, fmt.Errorf("the reading has %d words, the gold %d", len(found.words), len(gold.words))
	}
	pairs := make([]pair, len(gold.words))
	for i := range pairs {
		pairs[i] = pair{i, i}
	}
	return pairs, nil
}

// alignWords aligns words by their characters: words of the same span, and
// around multiword tokens the longest common subsequence of their forms.
func alignWords(gold, found *parsed) ([]pair, error) {
	if g, f := gold.characters.String(), found.characters.String(); g != f {
		at := 0
		for at < min(len(g), len(f)) && g[at] == f[at] {
			at++
		}
		return nil, fmt.Errorf("the reading does not hold the characters of the gold: after %q", g[max(0, at-30):at])
	}
	var pairs []pair
	g, f := gold.words, found.words
	for i, j := 0, 0; i < len(g) && j < len(f); {
		if !g[i].multi && !f[j].multi {
			switch {
			case g[i].Span == f[j].Span:
				pairs = append(pairs, pair{i, j})
				i++
				j++
			case g[i].Start <= f[j].Start:
				i++
			default:
				j++
			}
			continue
		}
		first, end := multiwordSpan(g, f, pair{i, j})
		for _, p := range commonForms(g[first.gold:end.gold], f[first.found:end.found]) {
			pairs = append(pairs, pair{first.gold + p.gold, first.found + p.found})
		}
		i, j = end.gold, end.found
	}
	return pairs, nil
}

// multiwordSpan is the words on both sides, from at on, that belong to
// multiword tokens which overlap each other or stand beside them.
func multiwordSpan(g, f []syntaxWord, at pair) (first, end pair) {
	var to int
	if g[at.gold].multi {
		to = g[at.gold].End
		if !f[at.found].multi && f[at.found].Start < g[at.gold].Start {
			at.found++
		}
	} else {
		to = f[at.found].End
		if g[at.gold].Start < f[at.found].Start {
			at.gold++
		}
	}
	first = at
	i, j := at.gold, at.found
	for !beyond(g, i, to) || !beyond(f, j, to) {
		var w syntaxWord
		if i < len(g) && (j >= len(f) || g[i].Start <= f[j].Start) {
			w = g[i]
			i++
		} else {
			w = f[j]
			j++
		}
		if w.multi {
			to = max(to, w.End)
		}
	}
	return first, pair{i, j}
}

// beyond reports whether word i lies after end. A word of a multiword token
// does from its start on, another one where it does not end before.
func beyond(w []syntaxWord, i, end int) bool {
	if i >= len(w) {
		return true
	}
	if w[i].multi {
		return w[i].Start >= end
	}
	return w[i].End > end
}

// commonForms is the longest common subsequence of lowered forms.
func commonForms(g, f []syntaxWord) []pair {
	length := make([][]int, len(g)+1)
	for i := range length {
		length[i] = make([]int, len(f)+1)
	}
	same := func(i, j int) bool { return strings.EqualFold(g[i].form, f[j].form) }
	for i := len(g) - 1; i >= 0; i-- {
		for j := len(f) - 1; j >= 0; j-- {
			length[i][j] = max(length[i+1][j], length[i][j+1])
			if same(i, j) {
				length[i][j] = max(length[i][j], 1+length[i+1][j+1])
			}
		}
	}
	var pairs []pair
	for i, j := 0, 0; i < len(g) && j < len(f); {
		switch {
		case same(i, j):
			pairs = append(pairs, pair{i, j})
			i++
			j++
		case length[i][j] == length[i+1][j]:
			i++
		default:
			j++
		}
	}
	return pairs
}

type syntaxScore struct {
	words, sentences, upos, lemma, uas, las counts
}

func (s *syntaxScore) add(gold, found *parsed, pairs []pair) {
	set := func(spans []dateline.Span) map[dateline.Span]bool {
		out := map[dateline.Span]bool{}
		for _, x := range spans {
			out[x] = true
		}
		return out
	}
	s.sentences.add(compare(set(gold.sentences), set(found.sentences)))
	aligned := map[int]int{-1: -1} // number of a found word, number of its gold word
	for _, p := range pairs {
		aligned[p.found] = p.gold
	}
	var upos, lemma, uas, las int
	for _, p := range pairs {
		g, f := gold.words[p.gold], found.words[p.found]
		if g.upos == f.upos {
			upos++
		}
		if g.lemma == f.lemma || g.lemma == "_" {
			lemma++
		}
		if head, ok := aligned[f.head]; ok && head == g.head {
			uas++
			if universal(g.relation) == universal(f.relation) {
				las++
			}
		}
	}
	count := func(right int) counts {
		return counts{right, len(found.words) - right, len(gold.words) - right}
	}
	s.words.add(count(len(pairs)))
	s.upos.add(count(upos))
	s.lemma.add(count(lemma))
	s.uas.add(count(uas))
	s.las.add(count(las))
}

// universal is a relation without its subtype.
func universal(relation string) string {
	relation, _, _ = strings.Cut(relation, ":")
	return relation
}

func (s *syntaxScore) figures(goldTokens bool) map[string]float64 {
	f := map[string]float64{"upos": s.upos.f1(), "lemma": s.lemma.f1(), "uas": s.uas.f1(), "las": s.las.f1()}
	if !goldTokens {
		f["words"], f["sentences"] = s.words.f1(), s.sentences.f1()
	}
	return f
}

// writeCoNLLU writes a reading as document number doc.
func writeCoNLLU(b *strings.Builder, r *dateline.Reading, doc int) {
	text := []rune(r.Report.Text)
	for i, s := range r.Sentences {
		if i == 0 {
			fmt.Fprintf(b, "# newdoc id = %d\n", doc)
		}
		if i == 0 || s.Paragraph != r.Sentences[i-1].Paragraph {
			b.WriteString("# newpar\n")
		}
		fmt.Fprintf(b, "# sent_id = %d-%d\n# text = %s\n", doc, i, strings.Join(strings.Fields(r.Words(s.Span).Words), " "))
		for k, t := range s.Tokens {
			misc := "_"
			if t.End < len(text) && !unicode.IsSpace(text[t.End]) {
				misc = "SpaceAfter=No"
			}
			fmt.Fprintf(b, "%d\t%s\t%s\t%s\t%s\t_\t%d\t%s\t_\t%s\n", k+1, t.Text, t.Lemma, t.UPOS, t.XPOS, t.Head+1, t.Relation, misc)
		}
		b.WriteString("\n")
	}
}
