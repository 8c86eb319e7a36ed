package evaluation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dateline"
)

// attributionRoles are PolNeAR's.
var attributionRoles = []string{"Source", "Cue", "Content"}

// Attribution scores attributions against texts (.txt) with brat standoff
// annotations (.ann) that have PolNeAR's roles Source, Cue, Content (Newell,
// Margolin and Ruths 2018), in one folder or in two. Of several annotations of
// one text (name.ann, else name_*.ann) the first is taken.
//
// Spans are compared as runs of tokens. A gold annotation in fragments counts
// piece by piece; fragments that only white space parts are one piece (brat
// cuts at line ends). The figures of source, cue, content: _exact_ asks for the
// same run, _token_ counts tokens. relation_exact_ asks for the same runs in
// all three roles of an attribution, relation_overlap_ that each role shares a
// token, or is missing in both. What the reader has learnt from sentences that
// are not PolNeAR's (Own) is left out. n is the number of gold attributions.
//
// Where out is not empty, an .ann file for each text is written to that folder.
func Attribution(paths []string, out string, read func(text string) (*dateline.Reading, error)) (n int, figures map[string]float64, err error) {
	texts, err := filesOf(paths, ".txt")
	if err != nil {
		return 0, nil, err
	}
	annotations, err := filesOf(paths, ".ann")
	if err != nil {
		return 0, nil, err
	}
	var score attributionScore
	for _, file := range texts {
		if !strings.HasSuffix(file, ".txt") {
			continue
		}
		ann, err := annotationOf(file, annotations)
		if err != nil {
			return 0, nil, err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, nil, err
		}
		data, err := os.ReadFile(ann)
		if err != nil {
			return 0, nil, err
		}
		gold, err := parseBrat(string(data), []rune(string(text)))
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", ann, err)
		}
		r, err := read(string(text))
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", file, err)
		}
		found := attributionsOf(r)
		score.add(r, gold, found)
		if out != "" {
			name := strings.TrimSuffix(filepath.Base(file), ".txt") + ".ann"
			if err := writeFile(filepath.Join(out, name), writeBrat(r, found)); err != nil {
				return 0, nil, err
			}
		}
	}
	return score.relations.tp + score.relations.fn, score.figures(), nil
}

// annotationOf is the first annotation file of a text.
func annotationOf(text string, annotations []string) (string, error) {
	name := strings.TrimSuffix(filepath.Base(text), ".txt")
	for _, fits := range []func(string) bool{
		func(a string) bool { return a == name+".ann" },
		func(a string) bool { return strings.HasPrefix(a, name+"_") },
	} {
		if i := slices.IndexFunc(annotations, func(a string) bool { return strings.HasSuffix(a, ".ann") && fits(filepath.Base(a)) }); i >= 0 {
			return annotations[i], nil
		}
	}
	return "", fmt.Errorf("%s: no annotation file; expected %s.ann or %s_*.ann", text, name, name)
}

// attribution is the spans of each role, in the order of attributionRoles.
type attribution [3][]dateline.Span

// standoff is what an annotation file says: all spans of each role, and the
// attributions that join them.
type standoff struct {
	spans     attribution
	relations []attribution
}

var digits = regexp.MustCompile(`\d+$`)

// parseBrat reads text-bound annotations (T) and events (E); others are left
// out. Offsets are in code points.
func parseBrat(data string, text []rune) (*standoff, error) {
	type bound struct {
		role  int
		spans []dateline.Span
	}
	ids := map[string]bound{}
	var s standoff
	number := 0
	var events []string
	for line := range strings.Lines(data) {
		number++
		id, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), "\t")
		rest, _, _ = strings.Cut(rest, "\t")
		switch {
		case strings.HasPrefix(id, "E"):
			events = append(events, rest)
		case strings.HasPrefix(id, "T"):
			kind, where, _ := strings.Cut(rest, " ")
			role := slices.Index(attributionRoles, kind)
			if role < 0 {
				continue
			}
			spans, err := parseFragments(where, text)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			ids[id] = bound{role, spans}
			s.spans[role] = append(s.spans[role], spans...)
		}
	}
	for _, event := range events {
		var a attribution
		for part := range strings.FieldsSeq(event) {
			name, id, _ := strings.Cut(part, ":")
			b, ok := ids[id]
			if role := slices.Index(attributionRoles, digits.ReplaceAllString(name, "")); ok && role >= 0 {
				a[role] = append(a[role], b.spans...)
			}
		}
		if len(a[1]) > 0 {
			s.relations = append(s.relations, a)
		}
	}
	return &s, nil
}

// parseFragments reads "13 98;104 110", and joins what only white space parts.
func parseFragments(where string, text []rune) ([]dateline.Span, error) {
	var spans []dateline.Span
	for fragment := range strings.SplitSeq(where, ";") {
		a, b, _ := strings.Cut(fragment, " ")
		start, err1 := strconv.Atoi(a)
		end, err2 := strconv.Atoi(b)
		if err := errors.Join(err1, err2); err != nil || start < 0 || end < start || end > len(text) {
			return nil, fmt.Errorf("offsets %q: expected start and end within the text's %d characters", fragment, len(text))
		}
		spans = append(spans, dateline.Span{Start: start, End: end})
	}
	slices.SortFunc(spans, func(a, b dateline.Span) int { return a.Start - b.Start })
	joined := spans[:1]
	for _, s := range spans[1:] {
		last := &joined[len(joined)-1]
		if s.Start <= last.End || strings.TrimSpace(string(text[last.End:s.Start])) == "" {
			last.End = max(last.End, s.End)
		} else {
			joined = append(joined, s)
		}
	}
	return joined, nil
}

// attributionsOf are the spans of a reading's attributions.
func attributionsOf(r *dateline.Reading) []attribution {
	var out []attribution
	for _, a := range r.Attributions {
		if a.Own {
			continue
		}
		spans := func(phrases []dateline.Phrase) (out []dateline.Span) {
			for _, p := range phrases {
				out = append(out, r.Sentences[p.Sentence].SpanOf(p.First, p.End))
			}
			return out
		}
		out = append(out, attribution{spans(a.Sources), spans(a.Cue), a.Contents})
	}
	return out
}

// writeBrat writes attributions as standoff; several pieces of one role are
// fragments of one annotation.
func writeBrat(r *dateline.Reading, list []attribution) []byte {
	var b strings.Builder
	t := 0
	bound := func(kind string, spans []dateline.Span) int {
		t++
		var where, words []string
		for _, s := range spans {
			where = append(where, fmt.Sprintf("%d %d", s.Start, s.End))
			words = append(words, strings.Join(strings.Fields(r.Words(s).Words), " "))
		}
		fmt.Fprintf(&b, "T%d\t%s %s\t%s\n", t, kind, strings.Join(where, ";"), strings.Join(words, " "))
		return t
	}
	for i, a := range list {
		event := fmt.Sprintf("E%d\tAttribution:T%d", i+1, bound("Attribution", a[1]))
		for role, kind := range attributionRoles {
			if len(a[role]) > 0 {
				event += fmt.Sprintf(" %s:T%d", kind, bound(kind, a[role]))
			}
		}
		b.WriteString(event + "\n")
	}
	return []byte(b.String())
}

type attributionScore struct {
	exact, token       [3]counts
	relations, overlap counts
}

// runs are runs of tokens, numbered through the text, of each role.
type runs [3]map[[2]int]bool

func (s *attributionScore) add(r *dateline.Reading, gold *standoff, found []attribution) {
	var tokens []dateline.Words
	for i := range r.Sentences {
		for _, t := range r.Sentences[i].Tokens {
			tokens = append(tokens, dateline.Words{Span: t.Span})
		}
	}
	run := func(a attribution) (out runs) {
		for role := range out {
			out[role] = map[[2]int]bool{}
			for _, span := range a[role] {
				if c := cover(tokens, span); c[0] < c[1] {
					out[role][c] = true
				}
			}
		}
		return out
	}
	var all attribution
	var given, expected []runs
	for _, a := range found {
		given = append(given, run(a))
		for role := range all {
			all[role] = append(all[role], a[role]...)
		}
	}
	for _, a := range gold.relations {
		expected = append(expected, run(a))
	}
	g, f := run(gold.spans), run(all)
	for role := range g {
		s.exact[role].add(compare(g[role], f[role]))
		s.token[role].add(compare(tokensOf(g[role]), tokensOf(f[role])))
	}
	same := func(a, b map[[2]int]bool) bool { return compare(a, b) == counts{tp: len(a)} }
	touch := func(a, b map[[2]int]bool) bool {
		return len(a) == 0 && len(b) == 0 || compare(tokensOf(a), tokensOf(b)).tp > 0
	}
	s.relations.add(pairRuns(expected, given, same))
	s.overlap.add(pairRuns(expected, given, touch))
}

func tokensOf(runs map[[2]int]bool) map[int]bool {
	out := map[int]bool{}
	for r := range runs {
		for i := r[0]; i < r[1]; i++ {
			out[i] = true
		}
	}
	return out
}

// pairRuns pairs each gold attribution with the first one given that fits it in
// every role and is not yet taken.
func pairRuns(gold, given []runs, fits func(a, b map[[2]int]bool) bool) counts {
	taken := make([]bool, len(given))
	var c counts
	for _, g := range gold {
		for j, f := range given {
			if !taken[j] && fits(g[0], f[0]) && fits(g[1], f[1]) && fits(g[2], f[2]) {
				taken[j] = true
				c.tp++
				break
			}
		}
	}
	return counts{c.tp, len(given) - c.tp, len(gold) - c.tp}
}

func (s *attributionScore) figures() map[string]float64 {
	f := map[string]float64{}
	for role, name := range attributionRoles {
		s.exact[role].put(f, strings.ToLower(name)+"_exact")
		s.token[role].put(f, strings.ToLower(name)+"_token")
	}
	s.relations.put(f, "relation_exact")
	s.overlap.put(f, "relation_overlap")
	return f
}
