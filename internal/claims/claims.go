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

// speakers are the entities that a source phrase names: every mention headed
// within it that is no part of another one there.
func (f *finder) speakers(source dateline.Phrase) []dateline.Ref {
	r := f.r
	sent := &r.Sentences[source.Sentence]
	head := sent.HeadOf(source.First, source.End)
	var out []dateline.Ref
	heads := conjuncts(sent, head, source)
	for _, m := range r.Mentions {
		if m.Sentence == source.Sentence && slices.Contains(heads, m.Head) {
			out = append(out, ref(r, &m))
		}
	}
	if len(out) > 0 {
		return out
	}
	// The head may be a name's part, or the parse off: the longest mention in
	// the source.
	best := -1
	for i, m := range r.Mentions {
		if m.Sentence == source.Sentence && m.First >= source.First && m.End <= source.End && (best < 0 || m.End-m.First > r.Mentions[best].End-r.Mentions[best].First) {
			best = i
		}
	}
	if best >= 0 && r.Mentions[best].Head == head || best >= 0 && 2*(r.Mentions[best].End-r.Mentions[best].First) >= source.End-source.First {
		return []dateline.Ref{ref(r, &r.Mentions[best])}
	}
	w := r.PhraseWords(source)
	e := dateline.Entity{ID: fmt.Sprintf("e%d", len(r.Entities)+1), Name: w.Words, Kind: dateline.UnknownKind,
		Mentions: []dateline.EntityMention{{Words: w, Kind: dateline.ByDescription}}}
	r.Entities = append(r.Entities, e)
	r.Mentions = append(r.Mentions, dateline.Mention{Phrase: source, Head: head, Kind: dateline.ByDescription, Entity: len(r.Entities) - 1,
		Why: []dateline.Why{{Step: "actor", Rule: "claims/source", Words: w.Words}}})
	return []dateline.Ref{{Entity: e.ID, Words: w.Words, Span: w.Span}}
}

// conjuncts are a phrase's head and what is joined to it within the phrase.
func conjuncts(s *dateline.Sentence, head int, p dateline.Phrase) []int {
	out := []int{head}
	for i := p.First; i < p.End; i++ {
		if t := s.Tokens[i]; t.Head == head && t.Relation == "conj" {
			out = append(out, i)
		}
	}
	return out
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

// content is the range from the first to the last piece of what is said. A
// piece that stands far off, beyond the cue's sentence, is left out.
func (f *finder) content(a *dateline.Attribution) *dateline.Words {
	if len(a.Contents) == 0 {
		return nil
	}
	r := f.r
	cue := r.Sentences[a.Cue[0].Sentence].SpanOf(a.Cue[0].First, a.Cue[0].End)
	whole := a.Contents[0]
	for _, c := range a.Contents[1:] {
		// Pieces on both sides of the cue are one content that the cue cuts.
		whole = dateline.Span{Start: min(whole.Start, c.Start), End: max(whole.End, c.End)}
	}
	if whole.Contains(cue) {
		longest := a.Contents[0]
		for _, c := range a.Contents {
			if c.Len() > longest.Len() {
				longest = c
			}
		}
		if 3*longest.Len() >= 2*whole.Len() {
			whole = longest
		}
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
