package evaluation

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dateline"
)

// RelationReader scores what a source does to a target: two runs of the words
// of a sentence, empty where the words were not found. Relation gives one
// probability for each of RelationTypes.
type RelationReader interface {
	Tokenise(text string) []dateline.Words
	Relation(words []string, source, target [2]int) []float64
	RelationTypes() []string
}

// yield is the root of the PLV set that stands for CONCEDE and RETREAT.
const yield = "YIELD"

// Relations scores the event type between two given actors against a TSV file
// with a header and the columns sentence, source, target and root, as in
// Zero-Shot-PLOVER (Hu et al. 2024); also known are id or uid, marked_sentence
// (<s>…</s>, <t>…</t>), and gold_root for root. Quad is the one with the
// largest sum of its roots' probabilities, and binary parts quads 1 and 2 from
// 3 and 4. Macro F1 is over the classes that stand in the gold or were given.
// n is the number of pairs.
//
// Where out is not empty, id, root, quad and the score of each root are
// written there as TSV.
func Relations(file, out string, rd RelationReader) (n int, figures map[string]float64, roots *Confusion, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, nil, nil, err
	}
	cases, err := parseRelations(data)
	if err != nil {
		return 0, nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	types := rd.RelationTypes()
	roots = newConfusion()
	quads, binary := newConfusion(), newConfusion()
	var rows strings.Builder
	rows.WriteString("id\troot\tquad\t" + strings.Join(types, "\t") + "\n")
	for _, c := range cases {
		tokens := rd.Tokenise(c.sentence)
		words := make([]string, len(tokens))
		for i, t := range tokens {
			words[i] = t.Words
		}
		scores := rd.Relation(words, cover(tokens, c.source), cover(tokens, c.target))
		var byQuad [5]float64
		best := 0
		for i, p := range scores {
			byQuad[quadOf(types[i])] += p
			if p > scores[best] {
				best = i
			}
		}
		quad := 1
		for q := 2; q <= 4; q++ {
			if byQuad[q] > byQuad[quad] {
				quad = q
			}
		}
		gold := quadOf(c.root)
		roots.add(c.root, types[best])
		quads.add(strconv.Itoa(gold), strconv.Itoa(quad))
		binary.add(strconv.FormatBool(gold > 2), strconv.FormatBool(quad > 2))
		fmt.Fprintf(&rows, "%s\t%s\t%d", c.id, types[best], quad)
		for _, p := range scores {
			fmt.Fprintf(&rows, "\t%.6f", p)
		}
		rows.WriteByte('\n')
	}
	if out != "" {
		if err := writeFile(out, []byte(rows.String())); err != nil {
			return 0, nil, nil, err
		}
	}
	figures = map[string]float64{
		"root_macro_f1": roots.macroF1(), "root_accuracy": roots.accuracy(),
		"quad_macro_f1": quads.macroF1(), "quad_accuracy": quads.accuracy(),
		"binary_f1": binary.macroF1(), "binary_accuracy": binary.accuracy(),
	}
	return len(cases), figures, roots, nil
}

// quadOf is PLOVER's quad of a root; YIELD is material cooperation, as RETREAT.
func quadOf(root string) int {
	if root == yield {
		return dateline.Retreat.Quad()
	}
	return dateline.EventType(root).Quad()
}

// cover is the run of tokens that a span touches.
func cover(tokens []dateline.Words, s dateline.Span) [2]int {
	var run [2]int
	for i, t := range tokens {
		if t.Span.Overlaps(s) {
			if run[1] == 0 {
				run[0] = i
			}
			run[1] = i + 1
		}
	}
	return run
}

// relationCase is a row; the spans are empty where the words do not stand in
// the sentence.
type relationCase struct {
	id, sentence, root string
	source, target     dateline.Span
}

func parseRelations(data []byte) ([]relationCase, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("line 1: no header: %w", err)
	}
	column := func(names ...string) int {
		return slices.IndexFunc(header, func(h string) bool {
			return slices.Contains(names, strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
		})
	}
	id, sentence, marked, root := column("id", "uid"), column("sentence"), column("marked_sentence"), column("root", "gold_root")
	source, target := column("source"), column("target")
	if root < 0 || marked < 0 && (sentence < 0 || source < 0 || target < 0) {
		return nil, errors.New("line 1: expected columns sentence, source, target (or marked_sentence) and root, tabs between them")
	}
	var cases []relationCase
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err // names the line
		}
		line, _ := r.FieldPos(0)
		get := func(i int) string {
			if i < 0 || i >= len(row) {
				return ""
			}
			return row[i]
		}
		c := relationCase{id: get(id), root: strings.ToUpper(strings.TrimSpace(get(root)))}
		if id < 0 {
			c.id = strconv.Itoa(len(cases))
		}
		if c.root == string(dateline.Concede) || c.root == string(dateline.Retreat) {
			c.root = yield
		}
		if quadOf(c.root) == 0 {
			return nil, fmt.Errorf("line %d: root %q is no PLOVER event type", line, get(root))
		}
		if m := get(marked); m != "" {
			c.sentence, c.source, c.target = unmark(m)
		} else {
			c.sentence = get(sentence)
			c.source = occurrence(c.sentence, get(source), dateline.Span{})
			c.target = occurrence(c.sentence, get(target), c.source)
		}
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		return nil, errors.New("line 2: no pairs")
	}
	return cases, nil
}

// unmark takes <s>, </s>, <t>, </t> out of a sentence and gives what stood
// between them.
func unmark(marked string) (sentence string, source, target dateline.Span) {
	var b strings.Builder
	length := 0
	for marked != "" {
		at := strings.IndexByte(marked, '<')
		if at < 0 {
			at = len(marked)
		}
		b.WriteString(marked[:at])
		length += utf8.RuneCountInString(marked[:at])
		marked = marked[at:]
		switch {
		case strings.HasPrefix(marked, "<s>"):
			source.Start = length
		case strings.HasPrefix(marked, "<t>"):
			target.Start = length
		case strings.HasPrefix(marked, "</s>"):
			source.End = length
		case strings.HasPrefix(marked, "</t>"):
			target.End = length
		case marked != "":
			b.WriteByte('<')
			length++
			marked = marked[1:]
			continue
		}
		_, marked, _ = strings.Cut(marked, ">")
	}
	return b.String(), source, target
}

// occurrence is the first place of words in a sentence that is not within
// another span.
func occurrence(sentence, words string, not dateline.Span) dateline.Span {
	words = strings.TrimSpace(words)
	if words == "" {
		return dateline.Span{}
	}
	for from := 0; ; {
		i := strings.Index(sentence[from:], words)
		if i < 0 {
			return dateline.Span{}
		}
		start := utf8.RuneCountInString(sentence[:from+i])
		s := dateline.Span{Start: start, End: start + utf8.RuneCountInString(words)}
		if !s.Overlaps(not) {
			return s
		}
		from += i + len(words)
	}
}

// Confusion counts which class was given for which.
type Confusion struct {
	cells map[[2]string]int // gold, given
	total int
}

func newConfusion() *Confusion { return &Confusion{cells: map[[2]string]int{}} }

func (c *Confusion) add(gold, given string) {
	c.cells[[2]string{gold, given}]++
	c.total++
}

func (c *Confusion) classes() []string {
	seen := map[string]bool{}
	for k := range c.cells {
		seen[k[0]], seen[k[1]] = true, true
	}
	return sortedKeys(seen)
}

func (c *Confusion) of(class string) counts {
	var n counts
	for k, v := range c.cells {
		switch {
		case k[0] == class && k[1] == class:
			n.tp += v
		case k[0] == class:
			n.fn += v
		case k[1] == class:
			n.fp += v
		}
	}
	return n
}

func (c *Confusion) macroF1() float64 {
	sum := 0.0
	classes := c.classes()
	for _, k := range classes {
		sum += c.of(k).f1()
	}
	return sum / float64(max(1, len(classes)))
}

func (c *Confusion) accuracy() float64 {
	right := 0
	for k, v := range c.cells {
		if k[0] == k[1] {
			right += v
		}
	}
	return ratio(right, c.total)
}

// String is the table: a row for each gold class, a column for each given one.
func (c *Confusion) String() string {
	classes := c.classes()
	var b strings.Builder
	fmt.Fprintf(&b, "%-10s", "gold\\given")
	for _, k := range classes {
		fmt.Fprintf(&b, " %5.5s", k)
	}
	b.WriteString("     F1\n")
	for _, gold := range classes {
		fmt.Fprintf(&b, "%-10s", gold)
		for _, given := range classes {
			cell := "."
			if v := c.cells[[2]string{gold, given}]; v > 0 {
				cell = strconv.Itoa(v)
			}
			fmt.Fprintf(&b, " %5s", cell)
		}
		fmt.Fprintf(&b, " %6.1f\n", 100*c.of(gold).f1())
	}
	return b.String()
}
