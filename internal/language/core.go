// Package language is the trained language core: it reads the text of a report
// once, window by window, with one encoder, and labels its words with heads on
// top: sentences, tags, lemmas, dependency trees, names, predicates with their
// arguments, attributions, and words that carry events. It does not know what
// is coded: that is the code book's.
package language

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"dateline"
	"dateline/internal/neural"
)

//go:embed model/weights.bin
var weights []byte

// Core is the language core. It is safe for concurrent use.
type Core struct {
	version string
	pieces  *wordPieces
	labels  labels
	enc     *neural.Encoder

	start, predicate, upos, xpos, lemma, names, attribution, attributionOwn, triggers tagger

	lemmas            lemmatiser
	parser            parser
	roles, link       linker
	party             linker
	eventHidden       *neural.Linear
	modes, cameo, aux *neural.Linear
	stanceHidden      *neural.Linear
	stance            *neural.Linear
	pairHidden, pair  *neural.Linear

	sets   tagSets
	spaces sync.Pool // *workspace
}

// tagSets are the BIO tag sets of the heads, prepared for decoding.
type tagSets struct {
	names, attribution, link, roles, triggers *bio
}

// labels is the head table of the weights file: for every head the names of
// its outputs.
type labels struct {
	UPOS, XPOS, Lemma, Relations, Names, Attribution, Link, Roles, Triggers, Modes, CAMEO, Auxiliary, Party, Stance, Pair []string
}

// tagger is a linear head that labels every word.
type tagger struct {
	*neural.Linear
	labels []string
}

// workspace is the scratch memory of one reading goroutine.
type workspace struct {
	neural *neural.Workspace
	x      []float32 // words × hidden: the encoded first pieces of the window's words
	floats []float32
}

// Open reads the embedded weights.
var Open = sync.OnceValues(func() (*Core, error) { return Load(weights) })

// Load makes a core of a weights file (docs/weights.md).
func Load(data []byte) (*Core, error) {
	m, err := neural.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	c := &Core{version: m.Version(), pieces: newWordPieces(m.Vocabulary())}
	var meta struct {
		Labels labels
		Forms  map[string]string // "went VERB" → "go": word forms of the training data
	}
	if err := json.Unmarshal(m.Meta(), &meta); err != nil {
		return nil, fmt.Errorf("language: head table of the weights file: %w", err)
	}
	c.labels = meta.Labels
	c.lemmas = lemmatiser{meta.Forms, func(w string) bool { _, ok := c.pieces.id[w]; return ok }}
	if c.enc, err = m.Encoder(); err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	linear := func(name string) *neural.Linear {
		l, e := m.Linear("head." + name)
		if e != nil && err == nil {
			err = fmt.Errorf("language: head %s: %w", name, e)
		}
		return l
	}
	tensor := func(name string) []float32 {
		v, _, e := m.Tensor("head." + name)
		if e != nil && err == nil {
			err = fmt.Errorf("language: head %s: %w", name, e)
		}
		return v
	}
	tag := func(name string, labels []string) tagger { return tagger{linear(name), labels} }
	yes := []string{"O", "yes"}
	c.start, c.predicate = tag("start", yes), tag("predicate", yes)
	c.upos, c.xpos, c.lemma = tag("upos", c.labels.UPOS), tag("xpos", c.labels.XPOS), tag("lemma", c.labels.Lemma)
	c.names, c.triggers = tag("names", c.labels.Names), tag("triggers", c.labels.Triggers)
	c.attribution, c.attributionOwn = tag("attribution", c.labels.Attribution), tag("attribution_own", c.labels.Attribution)
	link := func(name string, labels []string) linker {
		return linker{a: linear(name + ".a"), b: linear(name + ".b"), out: linear(name + ".out"), near: tensor(name + ".near.weight"), labels: labels}
	}
	c.roles, c.link, c.party = link("roles", c.labels.Roles), link("link", c.labels.Link), link("party", c.labels.Party)
	c.parser = parser{arcDependent: linear("parser.ad"), arcHead: linear("parser.ah"), labelDependent: linear("parser.rd"), labelHead: linear("parser.rh"),
		arc: tensor("parser.arc"), label: tensor("parser.rel"), labels: c.labels.Relations}
	c.eventHidden, c.modes, c.cameo, c.aux = linear("event_hid"), linear("modes"), linear("cameo"), linear("auxiliary")
	c.stanceHidden, c.stance = linear("stance_hid"), linear("stance")
	c.pairHidden, c.pair = linear("pair_hid"), linear("pair")
	if err != nil {
		return nil, err
	}
	c.parser.prepare()
	c.sets = tagSets{newBIO(c.labels.Names), newBIO(c.labels.Attribution), newBIO(c.labels.Link), newBIO(c.labels.Roles), newBIO(c.labels.Triggers)}
	c.spaces.New = func() any { return &workspace{neural: neural.NewWorkspace()} }
	return c, nil
}

// Version names the weights: the first digits of their checksum.
func (c *Core) Version() string { return c.version }

// Read fills Sentences, Names, Predicates, Attributions and Triggers of r from
// its report's text: the title and the body paragraphs.
func (c *Core) Read(r *dateline.Reading) {
	rep := r.Report
	var paragraphs []dateline.Span
	if rep.TitleSpan.Len() > 0 {
		paragraphs = append(paragraphs, rep.TitleSpan)
	}
	paragraphs = append(paragraphs, rep.Body...)
	text := []rune(rep.Text)
	c.read(r, text, segments(text, paragraphs))
}

// ReadTokens reads sentences whose words are given. The report's text is the
// words with a blank between them, a sentence a line.
func (c *Core) ReadTokens(sentences [][]string) *dateline.Reading {
	var text []rune
	var segs []segment
	for i, s := range sentences {
		seg := segment{paragraph: i, opens: true, whole: true}
		for k, w := range s {
			if k > 0 {
				text = append(text, ' ')
			}
			start := len(text)
			text = append(text, []rune(w)...)
			seg.tokens = append(seg.tokens, span{start, len(text)})
		}
		text = append(text, '\n')
		if len(seg.tokens) > 0 {
			segs = append(segs, seg)
		}
	}
	r := &dateline.Reading{Report: &dateline.Report{Text: string(text)}}
	c.read(r, text, segs)
	return r
}

func (c *Core) read(r *dateline.Reading, text []rune, segs []segment) {
	ws := c.spaces.Get().(*workspace)
	defer c.spaces.Put(ws)
	for _, w := range c.windows(text, segs) {
		c.readWindow(r, ws, &w)
	}
}

// readWindow encodes one window and appends what its heads find to r.
func (c *Core) readWindow(r *dateline.Reading, ws *workspace, w *window) {
	hidden := c.enc.Hidden()
	rows := c.enc.Encode(ws.neural, w.ids, w.shapes)
	n := len(w.words)
	ws.x = grow(ws.x, n*hidden)
	for i, f := range w.first {
		copy(ws.x[i*hidden:(i+1)*hidden], rows[f*hidden:(f+1)*hidden])
	}
	v := &view{c: c, ws: ws, w: w, n: n, hidden: hidden, x: ws.x, firstSentence: len(r.Sentences)}
	v.sentences(r)
	v.findNames(r)
	v.findPredicates(r)
	v.findAttributions(r)
	v.findTriggers(r)
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)
	}
	return s[:n]
}
