package language

import (
	"sort"
	"strings"

	"dateline"
	"dateline/internal/neural"
)

// view is one encoded window while its heads are read.
type view struct {
	c             *Core
	ws            *workspace
	w             *window
	n, hidden     int
	x             []float32 // n × hidden
	firstSentence int       // number of the window's first sentence in the reading
	bounds        []int     // first word of each sentence, and n
}

// apply runs a head over all words.
func (v *view) apply(l *neural.Linear, outputs int) []float32 {
	out := make([]float32, v.n*outputs)
	l.Apply(v.ws.neural, out, v.x, v.n)
	return out
}

func (v *view) tags(t tagger) []float32 { return v.apply(t.Linear, len(t.labels)) }

// mean is the mean vector of the words of runs.
func (v *view) mean(runs []run) []float32 {
	out := make([]float32, v.hidden)
	n := 0
	for _, r := range runs {
		for i := r.first; i < r.end; i++ {
			for k, x := range v.x[i*v.hidden : (i+1)*v.hidden] {
				out[k] += x
			}
			n++
		}
	}
	for k := range out {
		out[k] /= float32(n)
	}
	return out
}

// sentenceOf is the index in bounds of the sentence that holds word i.
func (v *view) sentenceOf(i int) int {
	return sort.SearchInts(v.bounds, i+1) - 1
}

// phrase is a run of words as a phrase of the reading; a run that crosses a
// sentence's end is cut there.
func (v *view) phrase(r run) dateline.Phrase {
	s := v.sentenceOf(r.first)
	base := v.bounds[s]
	return dateline.Phrase{Sentence: v.firstSentence + s, First: r.first - base, End: min(r.end, v.bounds[s+1]) - base}
}

// span is a run of words as a range of the text.
func (v *view) span(r run) dateline.Span {
	return dateline.Span{Start: v.w.words[r.first].start, End: v.w.words[r.end-1].end}
}

// sentences splits the window, tags its words and parses them.
func (v *view) sentences(r *dateline.Reading) {
	c, n := v.c, v.n
	start := v.tags(c.start)
	for i, w := range v.w.words {
		if w.opens || !w.whole && start[2*i+1]-start[2*i] > w.doubt {
			v.bounds = append(v.bounds, i)
		}
	}
	v.bounds = append(v.bounds, n)
	upos, xpos, lemma := v.tags(c.upos), v.tags(c.xpos), v.tags(c.lemma)
	heads, labels := c.parser.parse(v.ws, v.x, n, v.bounds)
	for s := 0; s+1 < len(v.bounds); s++ {
		first, end := v.bounds[s], v.bounds[s+1]
		sent := dateline.Sentence{Span: v.span(run{first: first, end: end}), Paragraph: v.w.words[first].paragraph, Tokens: make([]dateline.Token, end-first)}
		for i := first; i < end; i++ {
			w := v.w.words[i]
			t := &sent.Tokens[i-first]
			t.Span, t.Text = dateline.Span{Start: w.start, End: w.end}, w.text
			t.UPOS = c.upos.best(upos, i)
			t.XPOS = c.xpos.best(xpos, i)
			t.Lemma = c.lemmas.lemma(w.text, t.UPOS, t.XPOS, c.lemma.best(lemma, i))
			t.Relation = labels[i]
			t.Head = heads[i] - first
			if heads[i] == i {
				t.Head = -1
			}
		}
		r.Sentences = append(r.Sentences, sent)
	}
}

func (t tagger) best(scores []float32, i int) string {
	k := len(t.labels)
	return t.labels[argmax(scores[i*k:(i+1)*k])]
}

// applyScript makes a lemma of a word by the edit that the lemma head chose:
// "=" the word itself, "l" lowered, "w…" a whole word, "l2y" lowered, two
// letters off, then y; "c…" the same without lowering (training/data.py).
func applyScript(form, script string) string {
	switch {
	case script == "=":
		return form
	case script == "l":
		return strings.ToLower(form)
	case script[0] == 'w':
		return script[1:]
	}
	base := []rune(form)
	if script[0] == 'l' {
		base = []rune(strings.ToLower(form))
	}
	cut := min(int(script[1]-'0'), len(base))
	return string(base[:len(base)-cut]) + script[2:]
}

func (v *view) findNames(r *dateline.Reading) {
	c := v.c
	scores := v.tags(c.names)
	logSoftmax(scores, len(c.names.labels))
	for _, found := range c.sets.names.decode(scores, v.n) {
		r.Names = append(r.Names, dateline.Name{Phrase: v.phrase(found), Class: found.kind, Score: found.score})
	}
}

func (v *view) findPredicates(r *dateline.Reading) {
	c := v.c
	is := v.tags(c.predicate)
	var projected []float32
	factual := len(c.labels.Auxiliary) - 1 // last by construction (training/data.py)
	for i := range v.n {
		if is[2*i+1] <= is[2*i] {
			continue
		}
		if projected == nil {
			projected = c.roles.project(v.ws, v.x, v.n)
		}
		s := v.sentenceOf(i)
		first, end := v.bounds[s], v.bounds[s+1]
		anchor := v.x[i*v.hidden : (i+1)*v.hidden]
		scores := c.roles.label(v.ws, projected, first, end, anchor, []run{{first: i, end: i + 1}})
		logSoftmax(scores, len(c.roles.labels))
		p := dateline.Predicate{Sentence: v.firstSentence + s, Token: i - first, Factual: sigmoid(v.eventVector(anchor, c.aux, len(c.labels.Auxiliary))[factual])}
		for _, a := range c.sets.roles.decode(scores, end-first) {
			p.Arguments = append(p.Arguments, dateline.Argument{Role: a.kind, Score: a.score,
				Phrase: dateline.Phrase{Sentence: p.Sentence, First: a.first, End: a.end}})
		}
		r.Predicates = append(r.Predicates, p)
	}
}

// eventVector runs a head over the event representation of a trigger or
// predicate.
func (v *view) eventVector(anchor []float32, head *neural.Linear, outputs int) []float32 {
	h := make([]float32, v.hidden)
	v.c.eventHidden.Apply(v.ws.neural, h, anchor, 1)
	tanh(h)
	out := make([]float32, outputs)
	head.Apply(v.ws.neural, out, h, 1)
	return out
}

// findAttributions finds cues, then for each cue whose word it is and what is
// said.
func (v *view) findAttributions(r *dateline.Reading) {
	c := v.c
	k := len(c.attribution.labels)
	scores := v.tags(c.attribution)
	logSoftmax(scores, k)
	own := v.tags(c.attributionOwn)
	logSoftmax(own, k)
	seen := make([]bool, v.n)
	var cues []cue
	add := func(found []run, own bool) {
		for _, f := range found {
			if f.kind != "Cue" || anyTrue(seen[f.first:f.end]) {
				continue
			}
			for i := f.first; i < f.end; i++ {
				seen[i] = true
			}
			cues = append(cues, cue{f, own})
		}
	}
	flat := c.sets.attribution.decode(scores, v.n)
	add(flat, false)
	add(c.sets.attribution.decode(own, v.n), true)
	sort.Slice(cues, func(i, j int) bool { return cues[i].first < cues[j].first })
	if len(cues) == 0 {
		return
	}
	projected := c.link.project(v.ws, v.x, v.n)
	every := v.mean([]run{{first: 0, end: v.n}})
	for _, cu := range cues {
		at := []run{cu.run}
		anchor := v.mean(at)
		scores := c.link.label(v.ws, projected, 0, v.n, anchor, at)
		logSoftmax(scores, len(c.link.labels))
		a := dateline.Attribution{Cue: []dateline.Phrase{v.phrase(cu.run)}, Score: cu.score, Own: cu.own, Stance: v.stances(anchor, every)}
		for _, f := range v.linked(flat, c.sets.link.decode(scores, v.n), scores) {
			if f.kind == "Source" {
				a.Sources = append(a.Sources, v.phrase(f))
			} else {
				a.Contents = append(a.Contents, v.span(f))
			}
		}
		r.Attributions = append(r.Attributions, a)
	}
}

// linked gives the sources and contents of one cue. The tagger that reads the
// window as a whole knows best where they begin and end, the linker which of
// them are this cue's: a run of the tagger is taken if the linker gives it to
// the cue, and the linker's own runs where the tagger has none of their kind.
func (v *view) linked(flat, own []run, scores []float32) []run {
	k := len(v.c.link.labels)
	var out []run
	for _, role := range []string{"Source", "Content"} {
		n := len(out)
		for _, f := range flat {
			if f.kind != role {
				continue
			}
			sum := 0.0
			for i := f.first; i < f.end; i++ {
				for j, kind := range v.c.sets.link.kind {
					if kind == role {
						sum += exp(scores[i*k+j])
					}
				}
			}
			if sum/float64(f.end-f.first) >= minLink {
				out = append(out, f)
			}
		}
		if len(out) > n {
			continue
		}
		for _, f := range own {
			if f.kind == role {
				out = append(out, f)
			}
		}
	}
	return out
}

// minLink is the mean probability at which a run is a cue's.
const minLink = 0.4

// cue is a run that the tagger of PolNeAR, or that of our own sentences alone,
// takes for a cue.
type cue struct {
	run
	own bool
}

func (v *view) stances(anchor, every []float32) map[dateline.Stance]float64 {
	h := make([]float32, v.hidden)
	v.c.stanceHidden.Apply(v.ws.neural, h, append(append([]float32{}, anchor...), every...), 1)
	tanh(h)
	scores := make([]float32, len(v.c.labels.Stance))
	v.c.stance.Apply(v.ws.neural, scores, h, 1)
	logSoftmax(scores, len(scores))
	out := map[dateline.Stance]float64{}
	for i, s := range v.c.labels.Stance {
		out[dateline.Stance(s)] = exp(scores[i])
	}
	return out
}

const (
	// minTrigger is the probability below which a word carries no event, even
	// for the code book to take up.
	minTrigger = 0.08
	topCodes   = 5
)

// findTriggers finds the words that may carry an event: those that the best
// labelling marks, and single words whose probability of being one is at least
// minTrigger.
func (v *view) findTriggers(r *dateline.Reading) {
	c := v.c
	k := len(c.triggers.labels)
	scores := v.tags(c.triggers)
	logSoftmax(scores, k)
	set := c.sets.triggers
	found := set.decode(scores, v.n)
	taken := make([]bool, v.n)
	for _, f := range found {
		for i := f.first; i < f.end; i++ {
			taken[i] = true
		}
	}
	for i := range v.n {
		if !taken[i] && 1-exp(scores[i*k]) >= minTrigger {
			found = append(found, run{first: i, end: i + 1})
		}
	}
	sort.Slice(found, func(i, j int) bool { return found[i].first < found[j].first })
	if len(found) == 0 {
		return
	}
	projected := c.party.project(v.ws, v.x, v.n)
	for _, f := range found {
		v.trigger(r, f, scores, projected)
	}
}

func (v *view) trigger(r *dateline.Reading, f run, scores, projected []float32) {
	c := v.c
	k := len(c.triggers.labels)
	t := dateline.Trigger{Phrase: v.phrase(f), Types: map[dateline.EventType]float64{}}
	sent := &r.Sentences[t.Sentence]
	t.Head = sent.HeadOf(t.First, t.End)
	kinds := c.sets.triggers.kind
	for i := f.first; i < f.end; i++ {
		for j, s := range scores[i*k : (i+1)*k] {
			if kinds[j] != "" {
				t.Types[dateline.EventType(kinds[j])] += exp(s) / float64(f.end-f.first)
			}
		}
	}
	anchor := v.mean([]run{f})
	t.Auxiliary, t.Modes, t.CAMEO = map[dateline.Auxiliary]float64{}, map[string]float64{}, map[string]float64{}
	for i, s := range v.eventVector(anchor, c.aux, len(c.labels.Auxiliary))[:len(dateline.Auxiliaries)] {
		t.Auxiliary[dateline.Auxiliary(c.labels.Auxiliary[i])] = sigmoid(s)
	}
	best := t.Best()
	for i, s := range v.eventVector(anchor, c.modes, len(c.labels.Modes)) {
		if kind, mode, _ := strings.Cut(c.labels.Modes[i], "/"); dateline.EventType(kind) == best && sigmoid(s) > 0.1 {
			t.Modes[mode] = sigmoid(s)
		}
	}
	codes := v.eventVector(anchor, c.cameo, len(c.labels.CAMEO))
	logSoftmax(codes, len(codes))
	for range topCodes {
		i := argmax(codes)
		t.CAMEO[c.labels.CAMEO[i]] = exp(codes[i])
		codes[i] = -1e30
	}
	s := v.sentenceOf(f.first)
	first, end := v.bounds[s], v.bounds[s+1]
	party := c.party.label(v.ws, projected, first, end, anchor, []run{f})
	p := len(c.labels.Party)
	for i := range end - first {
		for j, role := range c.labels.Party {
			if score := sigmoid(party[i*p+j]); score > 0.05 {
				t.Roles = append(t.Roles, dateline.RoleScore{Role: role, Token: i, Score: score})
			}
		}
	}
	r.Triggers = append(r.Triggers, t)
}

func anyTrue(s []bool) bool {
	for _, b := range s {
		if b {
			return true
		}
	}
	return false
}
