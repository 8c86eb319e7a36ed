package evaluation

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"dateline"
)

// Names scores named phrases against files of a token and a BIO tag a line, a
// tab between them, a blank line between sentences (.tsv files or folders of
// them). A name is right where words and class are the same; f1 is over all
// names, class_f1 over those of a class. n is the number of gold names.
//
// read reads sentences whose words are given; the sentences of a file are read
// together. Where out is not empty, the files are written to that folder with
// the tag that was found as the third column.
func Names(paths []string, out string, read func(sentences [][]string) *dateline.Reading) (n int, figures map[string]float64, err error) {
	files, err := filesOf(paths, ".tsv")
	if err != nil {
		return 0, nil, err
	}
	all := counts{}
	byClass := map[string]counts{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return 0, nil, err
		}
		doc, err := parseNames(string(data))
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", file, err)
		}
		tags, err := doc.tagsOf(read(doc.sentences))
		if err != nil {
			return 0, nil, fmt.Errorf("%s: %w", file, err)
		}
		gold, found := namesOf(doc.tags), namesOf(tags)
		all.add(compare(gold, found))
		for class, g := range byClassOf(gold, found) {
			c := byClass[class]
			c.add(compare(g[0], g[1]))
			byClass[class] = c
		}
		if out != "" {
			if err := writeFile(filepath.Join(out, filepath.Base(file)), doc.write(tags)); err != nil {
				return 0, nil, err
			}
		}
	}
	figures = map[string]float64{}
	putShare(figures, "precision", all.tp, all.tp+all.fp)
	putShare(figures, "recall", all.tp, all.tp+all.fn)
	putShare(figures, "f1", 2*all.tp, 2*all.tp+all.fp+all.fn)
	for class, c := range byClass {
		c.put(figures, strings.ToLower(class))
	}
	return all.tp + all.fn, figures, nil
}

// tagged is a file: its lines, and the words with their tags. at[i] is the line
// of the i-th word, counted over all sentences.
type tagged struct {
	lines     []string
	sentences [][]string
	tags      [][]string
	at        []int
}

var bioTag = regexp.MustCompile(`^(O|[BI]-\S+)$`)

// parseNames reads a file. A line without a word parts sentences; a word
// without a tag is tagged O.
func parseNames(data string) (*tagged, error) {
	doc := &tagged{lines: strings.Split(strings.TrimSuffix(data, "\n"), "\n")}
	var words, tags []string
	end := func() {
		if len(words) > 0 {
			doc.sentences, doc.tags = append(doc.sentences, words), append(doc.tags, tags)
		}
		words, tags = nil, nil
	}
	for i, line := range doc.lines {
		fields := strings.Split(strings.TrimRight(line, "\r"), "\t")
		w := strings.TrimSpace(fields[0])
		if w == "" {
			end()
			continue
		}
		tag := "O"
		if len(fields) > 1 && strings.TrimSpace(fields[1]) != "" {
			tag = strings.TrimSpace(fields[1])
		}
		if !bioTag.MatchString(tag) {
			return nil, fmt.Errorf("line %d: tag %q: expected O, B-Class or I-Class", i+1, tag)
		}
		words, tags, doc.at = append(words, w), append(tags, tag), append(doc.at, i)
	}
	end()
	if len(doc.sentences) == 0 {
		return nil, fmt.Errorf("line 1: no words; expected a word, a tab and a BIO tag on each line")
	}
	return doc, nil
}

// tagsOf gives the names of a reading as tags of the file's own sentences. The
// reading may have cut a long sentence in two; its words are the same.
func (doc *tagged) tagsOf(r *dateline.Reading) ([][]string, error) {
	var flat []string
	starts := make([]int, len(r.Sentences))
	for i, s := range r.Sentences {
		starts[i] = len(flat)
		for range s.Tokens {
			flat = append(flat, "O")
		}
	}
	if len(flat) != len(doc.at) {
		return nil, fmt.Errorf("the reading has %d words, the file %d", len(flat), len(doc.at))
	}
	for _, n := range r.Names {
		for i := n.First; i < n.End; i++ {
			prefix := "I-"
			if i == n.First {
				prefix = "B-"
			}
			flat[starts[n.Sentence]+i] = prefix + n.Class
		}
	}
	out := make([][]string, len(doc.sentences))
	for i, s := range doc.sentences {
		out[i], flat = flat[:len(s)], flat[len(s):]
	}
	return out, nil
}

// write gives the lines back with the tags as the third column.
func (doc *tagged) write(tags [][]string) []byte {
	lines := append([]string{}, doc.lines...)
	k := 0
	for _, s := range tags {
		for _, tag := range s {
			i := doc.at[k]
			k++
			fields := strings.Split(strings.TrimRight(lines[i], "\r"), "\t")
			if len(fields) == 1 {
				fields = append(fields, "O")
			}
			lines[i] = fields[0] + "\t" + fields[1] + "\t" + tag
		}
	}
	return []byte(strings.Join(lines, "\n") + "\n")
}

// named is a name: its sentence, its words [first, end) and its class.
type named struct {
	sentence, first, end int
	class                string
}

// byClassOf parts gold and found names by class.
func byClassOf(gold, found map[named]bool) map[string][2]map[named]bool {
	out := map[string][2]map[named]bool{}
	for side, names := range []map[named]bool{gold, found} {
		for n := range names {
			if _, ok := out[n.class]; !ok {
				out[n.class] = [2]map[named]bool{{}, {}}
			}
			out[n.class][side][n] = true
		}
	}
	return out
}

// namesOf reads the names off BIO tags. I- that continues nothing begins a
// name, as in conlleval (Tjong Kim Sang and De Meulder 2003).
func namesOf(tags [][]string) map[named]bool {
	out := map[named]bool{}
	for i, s := range tags {
		var open *named
		for k, tag := range append(append([]string{}, s...), "O") {
			prefix, class, _ := strings.Cut(tag, "-")
			if open != nil && (prefix != "I" || class != open.class) {
				open.end = k
				out[*open] = true
				open = nil
			}
			if open == nil && prefix != "O" {
				open = &named{sentence: i, first: k, class: class}
			}
		}
	}
	return out
}
