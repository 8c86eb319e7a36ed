// Package claims turns attributions into claims (whose word it is, with which
// stance, in which words) and numbers into figures.
package claims

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"dateline"
	"dateline/codebook"
)

// minOwn is how sure the tagger of our own sentences must be of a cue that the
// code book does not know.
const minOwn = 0.5

// Find fills r.Claims and r.Figures. Sources that no mention stands for become
// entities of unknown kind.
func Find(r *dateline.Reading, book *codebook.Book) {
	Figures(r)
	f := finder{r: r, book: book}
	for i := range r.Attributions {
		f.claim(&r.Attributions[i])
	}
	sort.SliceStable(r.Claims, func(i, j int) bool { return r.Claims[i].Cue.Span.Start < r.Claims[j].Cue.Span.Start })
	for i := range r.Claims {
		r.Claims[i].ID = fmt.Sprintf("c%d", i+1)
	}
	answers(r)
}

type finder struct {
	r    *dateline.Reading
	book *codebook.Book
}

func (f *finder) claim(a *dateline.Attribution) {
	r := f.r
	cue := a.Cue[0]
	sent := &r.Sentences[cue.Sentence]
	stance, why, known := f.stance(a)
	if !known && (!a.Own || a.Score < minOwn) && a.Score < minOwn {
		return
	}
	c := dateline.Claim{Cue: r.PhraseWords(cue), Stance: stance, Sentence: cue.Sentence, Confidence: a.Score, Why: why}
	for _, s := range a.Sources {
		c.Speaker = append(c.Speaker, f.speakers(s)...)
	}
	if len(c.Speaker) == 0 {
		c.Speaker = f.subject(sent, cue)
	}
	c.Speaker = unique(c.Speaker)
	if stance != dateline.Silent {
		c.Content = f.content(a)
	}
	if c.Content == nil && len(c.Speaker) == 0 {
		return
	}
	if c.Content != nil {
		c.Quotes = quotes(r, c.Content.Span)
	}
	if v := venue(r, sent, cue); v != "" {
		c.Venue = v
	}
	for _, d := range r.Dates {
		if d.Sentence == cue.Sentence && d.Date.Value != "" && governs(sent, sent.HeadOf(cue.First, cue.End), sent.HeadOf(d.First, d.End)) {
			date := d.Date
			c.Date = &date
			break
		}
	}
	r.Claims = append(r.Claims, c)
}

// governs reports whether a phrase headed by dependent hangs on the head
// itself.
func governs(s *dateline.Sentence, head, dependent int) bool {
	return s.Tokens[dependent].Head == head
}

// stance hears both voices: the cue wordings of the code book and the trained
// head. The book decides where it has a rule for more than plain saying; the
// head where the book is silent.
func (f *finder) stance(a *dateline.Attribution) (dateline.Stance, []dateline.Why, bool) {
	r := f.r
	cue := a.Cue[0]
	sent := &r.Sentences[cue.Sentence]
	best := dateline.Asserts
	for _, s := range dateline.Stances {
		if a.Stance[s] > a.Stance[best] {
			best = s
		}
	}
	why := []dateline.Why{{Step: "cue", Model: "attribution", Words: r.PhraseWords(cue).Words, Score: round(a.Score)},
		{Step: "stance", Model: "stance", Words: string(best), Score: round(a.Stance[best])}}
	lemmas := f.cueLemmas(sent, cue)
	if s, rule, ok := f.book.Stance(lemmas); ok {
		why = append(why, dateline.Why{Step: "stance", Rule: rule, Words: strings.Join(lemmas, " ")})
		if s != dateline.Asserts || a.Stance[best] < 0.8 {
			best = s
		}
		return best, why, true
	}
	return best, why, false
}

// cueLemmas are the lemmas of a cue with the negation and auxiliaries of its
// verb, which the tagger may have left out.
func (f *finder) cueLemmas(s *dateline.Sentence, cue dateline.Phrase) []string {
	head := s.HeadOf(cue.First, cue.End)
	first := cue.First
	for i := max(0, cue.First-4); i < cue.First; i++ {
		t := s.Tokens[i]
		if t.Head == head && (strings.HasPrefix(t.Relation, "aux") || t.Relation == "advmod" && (t.Lemma == "not" || t.Lemma == "never" || t.Lemma == "neither") || t.Relation == "cc:preconj") {
			first = i
			break
		}
	}
	var out []string
	for i := first; i < cue.End; i++ {
		if s.Tokens[i].UPOS != "PUNCT" {
			out = append(out, f.book.Lemma(&s.Tokens[i]))
		}
	}
	return out
}

// speakers are the entities that a source phrase names: the mention that holds
// its head, else its first, and what is listed with it.
func (f *finder) speakers(source dateline.Phrase) []dateline.Ref {
	r := f.r
	sent := &r.Sentences[source.Sentence]
	head := sent.HeadOf(source.First, source.End)
	var outer []*dateline.Mention
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Sentence != source.Sentence || 2*(min(m.End, source.End)-max(m.First, source.First)) < m.End-m.First {
			continue
		}
		within := slices.ContainsFunc(r.Mentions, func(o dateline.Mention) bool {
			return o.Sentence == m.Sentence && o.First <= m.First && m.End <= o.End && o.End-o.First > m.End-m.First &&
				o.First >= source.First && o.End <= source.End
		})
		if !within {
			outer = append(outer, m)
		}
	}
	slices.SortStableFunc(outer, func(a, b *dateline.Mention) int { return a.First - b.First })
	if len(outer) == 0 {
		return []dateline.Ref{f.unknown(source, head)}
	}
	best := 0
	for i, m := range outer {
		if m.First <= head && head < m.End {
			best = i
			break
		}
	}
	var out []dateline.Ref
	for i, m := range outer {
		same := m.First == outer[best].First && m.End == outer[best].End // "the two": two mentions on one phrase
		if i == best || same || i > 0 && lists(sent.Tokens[outer[i-1].End:max(outer[i-1].End, m.First)]) || i+1 < len(outer) && lists(sent.Tokens[m.End:max(m.End, outer[i+1].First)]) {
			out = append(out, ref(r, m))
		}
	}
	return out
}

// lists reports whether tokens between two mentions put them in one list.
func lists(between []dateline.Token) bool {
	and := false
	for _, t := range between {
		switch t.Lemma {
		case "and":
			and = true
		case ",", "the":
		default:
			return false
		}
	}
	return and
}

// subject is who speaks by the tree: the subject of the cue's verb, or of the
// verb that it is joined to.
func (f *finder) subject(sent *dateline.Sentence, cue dateline.Phrase) []dateline.Ref {
	verb := sent.HeadOf(cue.First, cue.End)
	for steps := 0; verb >= 0 && steps < 3; steps++ {
		for i, t := range sent.Tokens {
			if t.Head != verb || t.Relation != "nsubj" {
				continue
			}
			var out []dateline.Ref
			for k := range f.r.Mentions {
				if m := &f.r.Mentions[k]; m.Sentence == cue.Sentence && m.First <= i && i < m.End {
					out = append(out, ref(f.r, m))
				}
			}
			return out
		}
		if r := sent.Tokens[verb].Relation; r != "conj" && r != "xcomp" && r != "advcl" {
			return nil
		}
		verb = sent.Tokens[verb].Head
	}
	return nil
}

// unknown makes an entity of a source that no mention stands for.
func (f *finder) unknown(source dateline.Phrase, head int) dateline.Ref {
	r := f.r
	w := r.PhraseWords(source)
	e := dateline.Entity{ID: fmt.Sprintf("e%d", len(r.Entities)+1), Name: w.Words, Kind: dateline.UnknownKind,
		Mentions: []dateline.EntityMention{{Words: w, Kind: dateline.ByDescription}}}
	r.Entities = append(r.Entities, e)
	r.Mentions = append(r.Mentions, dateline.Mention{Phrase: source, Head: head, Kind: dateline.ByDescription, Entity: len(r.Entities) - 1,
		Why: []dateline.Why{{Step: "actor", Rule: "claims/source", Words: w.Words}}})
	return dateline.Ref{Entity: e.ID, Words: w.Words, Span: w.Span}
}

func ref(r *dateline.Reading, m *dateline.Mention) dateline.Ref {
	w := r.PhraseWords(m.Phrase)
	return dateline.Ref{Entity: r.Entities[m.Entity].ID, Words: w.Words, Span: w.Span}
}

func unique(refs []dateline.Ref) []dateline.Ref {
	var out []dateline.Ref
	for _, ref := range refs {
		if !slices.ContainsFunc(out, func(o dateline.Ref) bool { return o.Entity == ref.Entity }) {
			out = append(out, ref)
		}
	}
	return out
}

// cutByCue is how many code points may lie between two pieces of a content
// that the cue and its speaker cut.
const cutByCue = 80

// content is what is said: the longest piece in the cue's sentence, or else at
// all, with the pieces that touch it or that only the cue parts from it.
func (f *finder) content(a *dateline.Attribution) *dateline.Words {
	if len(a.Contents) == 0 {
		return nil
	}
	r := f.r
	sent := &r.Sentences[a.Cue[0].Sentence]
	cue := sent.SpanOf(a.Cue[0].First, a.Cue[0].End)
	pieces := slices.Clone(a.Contents)
	slices.SortFunc(pieces, func(x, y dateline.Span) int { return x.Start - y.Start })
	best := 0
	for i, p := range pieces {
		here, there := sent.Span.Overlaps(p), sent.Span.Overlaps(pieces[best])
		if here && !there || here == there && p.Len() > pieces[best].Len() {
			best = i
		}
	}
	whole := pieces[best]
	joins := func(x, y dateline.Span) bool {
		return y.Start-x.End <= 3 || x.End <= cue.Start && cue.End <= y.Start && y.Start-x.End < cutByCue && 3*min(x.Len(), y.Len()) >= max(x.Len(), y.Len())
	}
	for i := best - 1; i >= 0 && joins(pieces[i], whole); i-- {
		whole.Start = pieces[i].Start
	}
	for i := best + 1; i < len(pieces) && joins(whole, pieces[i]); i++ {
		whole.End = pieces[i].End
	}
	whole = trimmed(r, whole)
	if whole.Len() == 0 {
		return nil
	}
	w := r.Words(whole)
	return &w
}

// trimmed takes outer blanks, commas, stops and a leading "that" off a span.
func trimmed(r *dateline.Reading, s dateline.Span) dateline.Span {
	for s.Len() > 0 {
		w := r.Words(s).Words
		switch {
		case strings.HasPrefix(strings.ToLower(w), "that "):
			s.Start += 5
		case strings.IndexAny(w[:1], " ,;:\n") == 0:
			s.Start++
		case strings.IndexAny(w[len(w)-1:], " ,;:\n") == 0:
			s.End--
		default:
			return s
		}
	}
	return s
}

// quotes are the spans inside quotation marks within a content.
func quotes(r *dateline.Reading, s dateline.Span) []dateline.Span {
	var out []dateline.Span
	open := -1
	for i, c := range []rune(r.Words(s).Words) {
		switch {
		case c == '“' || c == '"' && open < 0:
			open = s.Start + i + 1
		case (c == '”' || c == '"') && open >= 0:
			if s.Start+i > open {
				out = append(out, dateline.Span{Start: open, End: s.Start + i})
			}
			open = -1
		}
	}
	return out
}

// venue is where it was said: "at the UN Security Council", "on state
// television", hung on the cue's verb.
func venue(r *dateline.Reading, s *dateline.Sentence, cue dateline.Phrase) string {
	head := s.HeadOf(cue.First, cue.End)
	for i, t := range s.Tokens {
		if t.Head != head || !strings.HasPrefix(t.Relation, "obl") {
			continue
		}
		for k := range i {
			c := s.Tokens[k]
			if c.Head != i || c.Relation != "case" || c.Lemma != "at" && c.Lemma != "on" && c.Lemma != "before" || !isVenue(s, i) {
				continue
			}
			return r.Words(s.SpanOf(k+1, i+1)).Words
		}
	}
	return ""
}

var venues = wordSet(`council assembly conference briefing television tv radio interview meeting summit court tribunal parliament congress rally forum statement
twitter facebook telegram x website session hearing committee`)

func isVenue(s *dateline.Sentence, i int) bool {
	return venues[strings.ToLower(s.Tokens[i].Lemma)]
}

// answers joins a denial, confirmation, doubt … to the claim before it that it
// is most likely about: the one that shares most content words.
func answers(r *dateline.Reading) {
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.Stance == dateline.Asserts || c.Stance == dateline.Silent || c.Content == nil {
			continue
		}
		mine := contentWords(r, c)
		best, most := -1, 0
		for k := i - 1; k >= 0; k-- {
			if r.Claims[k].Content == nil {
				continue
			}
			shared := 0
			for w := range contentWords(r, &r.Claims[k]) {
				if mine[w] {
					shared++
				}
			}
			if shared > most {
				best, most = k, shared
			}
		}
		if best >= 0 && (most >= 2 || most == len(mine)) {
			c.About = r.Claims[best].ID
		}
	}
}

// contentWords are the lemmas of nouns, verbs and adjectives of a claim's
// content.
func contentWords(r *dateline.Reading, c *dateline.Claim) map[string]bool {
	out := map[string]bool{}
	for _, s := range r.Sentences {
		if !s.Span.Overlaps(c.Content.Span) {
			continue
		}
		for _, t := range s.Tokens {
			if c.Content.Span.Contains(t.Span) && (t.UPOS == "NOUN" || t.UPOS == "PROPN" || t.UPOS == "VERB" || t.UPOS == "ADJ") {
				out[strings.ToLower(t.Lemma)] = true
			}
		}
	}
	return out
}

func round(x float64) float64 { return float64(int(x*1000+.5)) / 1000 }
