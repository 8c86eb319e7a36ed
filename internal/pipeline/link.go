package pipeline

import (
	"slices"

	"dateline"
)

// link joins events and figures to the claims whose content holds them. An
// event or figure within nested contents belongs to the innermost: the first
// speaker's word.
func link(r *dateline.Reading) {
	for i := range r.Events {
		e := &r.Events[i]
		if c := holder(r, e.Span, true); c != nil {
			e.AttributedTo = append(e.AttributedTo, c.ID)
			c.Events = append(c.Events, e.ID)
		}
		// An act of speech is an event and a claim: the two name each other.
		for k := range r.Claims {
			if c := &r.Claims[k]; c.Cue.Span.Overlaps(e.Span) && !slices.Contains(c.Events, e.ID) {
				c.Events = append(c.Events, e.ID)
			}
		}
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		if c := holder(r, f.Span, false); c != nil {
			f.AttributedTo = append(f.AttributedTo, c.ID)
			c.Figures = append(c.Figures, f.ID)
		}
	}
}

// holder is the claim with the shortest content around a span. An act of
// speech, which is itself a cue, is not held by a claim of its own speaker: the
// reporter tells of it.
func holder(r *dateline.Reading, s dateline.Span, event bool) *dateline.Claim {
	var own []dateline.Ref
	if event {
		for i := range r.Claims {
			if r.Claims[i].Cue.Span.Overlaps(s) {
				own = append(own, r.Claims[i].Speaker...)
			}
		}
	}
	var best *dateline.Claim
	for i := range r.Claims {
		c := &r.Claims[i]
		if c.Content == nil || len(c.Speaker) == 0 || !c.Content.Span.Contains(s) || event && c.Cue.Span.Overlaps(s) || shares(own, c.Speaker) {
			continue
		}
		if best == nil || c.Content.Span.Len() < best.Content.Span.Len() {
			best = c
		}
	}
	return best
}

func shares(a, b []dateline.Ref) bool {
	return slices.ContainsFunc(a, func(x dateline.Ref) bool {
		return slices.ContainsFunc(b, func(y dateline.Ref) bool { return x.Entity == y.Entity })
	})
}
