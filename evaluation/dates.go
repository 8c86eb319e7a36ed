package evaluation

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"dateline"
	"dateline/internal/dates"
)

// Dates scores date expressions against a folder of TimeML documents (.tml) as
// TempEval-3 does (UzZaman et al. 2013, section 4.1), over the TEXT of each
// document: strict_f1 asks for the same extent, relaxed_f1 for an overlap,
// type_f1 and value_f1 for an overlap with the same TIMEX3 type or value, and
// the precision and recall that make up the first two. n is the number of gold
// expressions.
//
// read gives a text its sentences and tokens; the day of publication is the
// document's DCT. Where out is not empty, each document is written to that
// folder with the expressions that were found.
func Dates(folder, out string, read func(text string) *dateline.Reading) (n int, figures map[string]float64, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.tml"))
	if err != nil {
		return 0, nil, err
	}
	if len(files) == 0 {
		return 0, nil, fmt.Errorf("%s: no .tml file; give the folder that holds them", folder)
	}
	var score timexScore
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return 0, nil, err
		}
		doc, err := parseTimeML(data)
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", file, err)
		}
		found := doc.resolve(read)
		score.add(doc.timexes, found)
		if out != "" {
			if err := os.WriteFile(filepath.Join(out, filepath.Base(file)), doc.write(found), 0o644); err != nil {
				return 0, nil, err
			}
		}
	}
	return score.gold, score.figures(), nil
}

// timex is a TIMEX3 element; its span is in code points of the text.
type timex struct {
	dateline.Span
	kind, value string
}

// timeML is a document: its bytes before the TEXT's content and the content.
type timeML struct {
	head    []byte
	text    string
	dct     string
	timexes []timex
}

// parseTimeML reads the DCT's value and the TIMEX3 elements of TEXT. Errors
// name the line.
func parseTimeML(data []byte) (*timeML, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	fail := func(format string, args ...any) error {
		line, _ := d.InputPos()
		return fmt.Errorf("line %d: "+format, append([]any{line}, args...)...)
	}
	var doc timeML
	var text strings.Builder
	var open []int // indices of the TIMEX3 elements not yet closed
	length := 0
	inDCT, inText := false, false
	for {
		token, err := d.Token()
		if err != nil {
			return nil, fail("%w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "DCT":
				inDCT = true
			case "TEXT":
				inText = true
				doc.head = data[:d.InputOffset()]
			case "TIMEX3":
				x := timex{kind: attribute(t, "type"), value: attribute(t, "value")}
				if inDCT {
					doc.dct = x.value
				}
				if inText {
					x.Start = length
					open = append(open, len(doc.timexes))
					doc.timexes = append(doc.timexes, x)
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "DCT":
				inDCT = false
			case "TIMEX3":
				if inText && len(open) > 0 {
					doc.timexes[open[len(open)-1]].End = length
					open = open[:len(open)-1]
				}
			case "TEXT":
				doc.text = text.String()
				runes := []rune(doc.text)
				for i := range doc.timexes {
					doc.timexes[i].Span = trim(runes, doc.timexes[i].Span)
				}
				if doc.dct == "" {
					return nil, fail("no DCT with a TIMEX3 value before the TEXT")
				}
				return &doc, nil
			}
		case xml.CharData:
			if inText {
				text.Write(t)
				length += len([]rune(string(t)))
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// trim takes white space off both ends: some gold extents hold a line break.
func trim(text []rune, s dateline.Span) dateline.Span {
	for s.Start < s.End && unicode.IsSpace(text[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && unicode.IsSpace(text[s.End-1]) {
		s.End--
	}
	return s
}

// resolve reads the text and gives what the dates stage found in it.
func (doc *timeML) resolve(read func(string) *dateline.Reading) []timex {
	r := read(doc.text)
	r.Report.Published = doc.dct
	dates.Resolve(r)
	found := make([]timex, len(r.Dates))
	for i, m := range r.Dates {
		found[i] = timex{r.Sentences[m.Sentence].SpanOf(m.First, m.End), m.Type, m.Timex}
	}
	return found
}

// escape keeps line breaks and quotation marks as they are: scorers compare the
// bytes of the text.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// write is the document with the expressions found in place of the gold's
// annotations of TEXT, and without the links that need those.
func (doc *timeML) write(found []timex) []byte {
	var b bytes.Buffer
	b.Write(doc.head)
	runes := []rune(doc.text)
	at := 0
	for i, t := range found {
		b.WriteString(escape.Replace(string(runes[at:t.Start])))
		fmt.Fprintf(&b, `<TIMEX3 tid="t%d" type="%s" value="%s">`, i+1, t.kind, t.value)
		b.WriteString(escape.Replace(string(runes[t.Start:t.End])))
		b.WriteString("</TIMEX3>")
		at = t.End
	}
	b.WriteString(escape.Replace(string(runes[at:])))
	b.WriteString("</TEXT>\n</TimeML>\n")
	return b.Bytes()
}

// timexScore counts over all documents.
type timexScore struct {
	gold, found                  int
	strict, overlap, kind, value int
}

// add pairs each gold expression with the first overlapping one found that is
// not yet taken; the same extent goes first.
func (s *timexScore) add(gold, found []timex) {
	s.gold += len(gold)
	s.found += len(found)
	paired, taken := make([]bool, len(gold)), make([]bool, len(found))
	pair := func(same func(a, b dateline.Span) bool) (n int) {
		for i, g := range gold {
			for j, f := range found {
				if paired[i] || taken[j] || !same(g.Span, f.Span) {
					continue
				}
				paired[i], taken[j] = true, true
				n++
				if g.kind == f.kind {
					s.kind++
				}
				if g.value == f.value {
					s.value++
				}
			}
		}
		return n
	}
	strict := pair(func(a, b dateline.Span) bool { return a == b })
	s.strict += strict
	s.overlap += strict + pair(dateline.Span.Overlaps)
}

func (s *timexScore) figures() map[string]float64 {
	share := func(n, of int) float64 { return float64(n) / float64(max(of, 1)) }
	// With P = n/found and R = n/gold, F1 = 2PR/(P+R) is 2n/(found+gold).
	f1 := func(n int) float64 { return share(2*n, s.found+s.gold) }
	return map[string]float64{
		"strict_p": share(s.strict, s.found), "strict_r": share(s.strict, s.gold), "strict_f1": f1(s.strict),
		"relaxed_p": share(s.overlap, s.found), "relaxed_r": share(s.overlap, s.gold), "relaxed_f1": f1(s.overlap),
		"type_f1": f1(s.kind), "value_f1": f1(s.value),
	}
}
