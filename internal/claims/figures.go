package claims

import (
	"fmt"
	"slices"
	"strings"

	"dateline"
)

// bound is what a wording before a number makes of it.
type bound struct {
	words []string
	low   bool
	high  bool
	about bool
}

// bounds, longest first. "almost" and "nearly" give a number, not a limit.
var bounds = func() []bound {
	var out []bound
	add := func(b bound, list ...string) {
		for _, l := range list {
			b.words = strings.Fields(l)
			out = append(out, b)
		}
	}
	add(bound{low: true}, "more than", "over", "at least", "no fewer than", "no less than", "not less than", "upwards of", "in excess of", "above",
		"a minimum of", "greater than", "well over", "well above", "exceeding", "topping")
	add(bound{high: true}, "up to", "as many as", "as much as", "at most", "no more than", "not more than", "fewer than", "less than", "under", "below",
		"a maximum of", "just under", "well under")
	add(bound{about: true}, "some", "about", "around", "roughly", "approximately", "nearly", "almost", "an estimated", "estimated", "close to", "approx.", "circa", "perhaps", "something like")
	slices.SortStableFunc(out, func(a, b bound) int { return len(b.words) - len(a.words) })
	return out
}()

var currencies = map[string]string{"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR",
	"dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "rupee": "INR", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY", "franc": "CHF", "peso": "MXN", "shekel": "ILS", "riyal": "SAR", "dirham": "AED", "naira": "NGN", "rand": "ZAR", "won": "KRW", "lira": "TRY", "hryvnia": "UAH", "zloty": "PLN", "real": "BRL"}

var measures = map[string]string{"%": "percent", "percent": "percent", "percentage": "percent", "km": "km", "kilometre": "km", "kilometer": "km", "mile": "miles",
	"metre": "metres", "meter": "metres", "ton": "tonnes", "tonne": "tonnes", "kg": "kg", "kilogram": "kg", "barrel": "barrels", "hectare": "hectares", "acre": "acres", "foot": "feet", "litre": "litres", "megawatt": "MW"}

// persons are nouns that count people.
var persons = wordSet(`people person man woman child civilian soldier troop officer policeman police trooper fighter rebel militant insurgent guerrilla
protester demonstrator marcher refugee migrant resident villager worker employee miner student pupil teacher doctor nurse patient victim casualty
dead wounded injured missing hostage prisoner detainee inmate captive lawmaker deputy senator minister official diplomat envoy delegate observer
peacekeeper journalist reporter monk priest farmer fisherman sailor pilot passenger crew staff member expert adviser advisor volunteer voter
spectator supporter follower believer pilgrim tourist foreigner national citizen compatriot family combatant gunman attacker bomber suspect
commando marine paratrooper conscript reservist recruit mercenary ranger guard deserter defector exile life soul head woman girl boy baby infant
million inhabitant Serb Kurd Palestinian Israeli Russian Ukrainian American Briton Syrian Iraqi Afghan`)

// spans of time and age are no figures (design/wire-gold.md), nor are ordinals.
var times = wordSet(`second minute hour day week month year decade century season night morning weekend quarter term`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// Figures fills r.Figures with the numbers of persons, things, money, shares
// and distances in the text. Dates, ages, durations, ordinals, scores and
// numbers within names are none.
func Figures(r *dateline.Reading) {
	taken := map[[2]int]bool{}
	for _, d := range r.Dates {
		for i := d.First; i < d.End; i++ {
			taken[[2]int{d.Sentence, i}] = true
		}
	}
	for _, n := range r.Names {
		if n.Class == "Money" || n.Class == "Date" {
			continue
		}
		for i := n.First; i < n.End; i++ {
			taken[[2]int{n.Sentence, i}] = true
		}
	}
	for s := range r.Sentences {
		sentenceFigures(r, s, taken)
	}
}

func sentenceFigures(r *dateline.Reading, s int, taken map[[2]int]bool) {
	sent := &r.Sentences[s]
	tokens := sent.Tokens
	for i := 0; i < len(tokens); {
		value, end, ok := number(tokens, i)
		if !ok || taken[[2]int{s, i}] || !counts(tokens, i, end) {
			i++
			continue
		}
		f, first, next := figure(sent, i, end, value)
		f.Sentence = s
		if first < 0 {
			i = next
			continue
		}
		f.Span = sent.SpanOf(first, next)
		f.Words = r.Words(f.Span).Words
		f.ID = fmt.Sprintf("f%d", len(r.Figures)+1)
		partOf(r, &f, tokens, first)
		r.Figures = append(r.Figures, f)
		i = next
	}
}

// counts reports whether the number at tokens [i, end) counts something: not a
// year, a time, a score, a rank, an age, part of a name or code.
func counts(tokens []dateline.Token, i, end int) bool {
	t := tokens[i]
	low := strings.ToLower(t.Text)
	prev, next := "", ""
	if i > 0 {
		prev = strings.ToLower(tokens[i-1].Text)
	}
	if end < len(tokens) {
		next = strings.ToLower(tokens[end].Text)
	}
	if _, spelled := numerals[low]; spelled || low == "a" || low == "an" || low == "half" {
		if low == "one" && (t.UPOS != "NUM" || next == "of" || next == "another" || prev == "no" || prev == "any" || prev == "the") {
			return false
		}
		if t.UPOS != "NUM" && low != "a" && low != "an" && low != "half" {
			return false
		}
		// Without a counted noun ("the two", "both", "one said") it is a pronoun.
		if !governed(tokens, i, end) {
			return false
		}
	}
	if year := t.Text; len(year) == 4 && end == i+1 && (year[:2] == "19" || year[:2] == "20") && !governed(tokens, i, end) && prev != "$" {
		return false
	}
	// F - 16, Article 5, No. 10, day 3, 3rd; 2-1 is a score.
	if (prev == "-" || prev == "/") && i > 1 && tokens[i-1].Start == tokens[i-2].End && !isNumber(tokens[i-2].Text) {
		return false
	}
	if i > 0 && tokens[i-1].UPOS == "PROPN" && t.Relation != "nummod" && tokens[i-1].Text != "US$" {
		return false
	}
	switch prev {
	case "article", "no.", "number", "chapter", "resolution", "section", "group", "page", "paragraph", "channel", "route", "highway", "type", "aged", "age", "no":
		return false
	}
	// Ages: ", 52 ," and "52 - year - old".
	if prev == "," && (next == "," || next == ".") && i > 1 && tokens[i-2].UPOS == "PROPN" && end == i+1 {
		return false
	}
	if h := headNoun(tokens, i, end); h >= 0 && times[strings.ToLower(tokens[h].Lemma)] {
		return false
	}
	if next == "-" && end+1 < len(tokens) && times[strings.ToLower(tokens[end+1].Lemma)] || times[strings.TrimSuffix(next, "s")] {
		return false
	}
	return true
}

func isNumber(s string) bool {
	_, ok := digits(s)
	return ok
}

// governed reports whether the number modifies a noun or stands before one.
func governed(tokens []dateline.Token, i, end int) bool {
	return headNoun(tokens, i, end) >= 0
}

// headNoun is the token that the number counts, or -1.
func headNoun(tokens []dateline.Token, i, end int) int {
	for k := i; k < end; k++ {
		h := tokens[k].Head
		if (tokens[k].Relation == "nummod" || tokens[k].Relation == "det" || tokens[k].Relation == "compound") && h >= 0 && (h < i || h >= end) &&
			(tokens[h].UPOS == "NOUN" || tokens[h].UPOS == "PROPN" || tokens[h].UPOS == "SYM") {
			return h
		}
	}
	if end < len(tokens) && (tokens[end].UPOS == "NOUN" || tokens[end].UPOS == "ADJ" && end+1 < len(tokens) && tokens[end+1].UPOS == "NOUN") {
		if tokens[end].UPOS == "ADJ" {
			return end + 1
		}
		return end
	}
	return -1
}

// figure builds the figure of the number at tokens [i, end): its bounds, its
// unit and what is counted, and the range of tokens that it covers.
func figure(sent *dateline.Sentence, i, end int, value float64) (f dateline.Figure, first, next int) {
	tokens := sent.Tokens
	first, next = i, end
	scaleTo := 1.0
	low, high, best := (*float64)(nil), (*float64)(nil), &value
	// "30 to 50", "30 - 50", "between 30 and 50"
	if end+1 < len(tokens) {
		join := strings.ToLower(tokens[end].Text)
		before := ""
		if i > 0 {
			before = strings.ToLower(tokens[i-1].Text)
		}
		if join == "to" || join == "-" || join == "–" || join == "and" && before == "between" {
			k := end + 1
			if currencies[strings.ToLower(tokens[k].Text)] != "" && k+1 < len(tokens) {
				k++
			}
			if v, e, ok := number(tokens, k); ok && v > value {
				// "30 to 50 million": the scale holds for both.
				if m, is := multipliers[strings.ToLower(tokens[e-1].Text)]; is && e > k+1 && end == i+1 && value < v/m*2 {
					scaleTo = m
				}
				lo := value * scaleTo
				low, high, best, next = &lo, &v, nil, e
				if before == "between" || before == "from" {
					first--
				}
			}
		}
	}
	// Currency before, unit after.
	at := first
	if at > 0 {
		if c := currencies[strings.ToLower(tokens[at-1].Text)]; c != "" {
			f.Unit, first = c, at-1
		}
	}
	first = modifiers(tokens, first, &f, &low, &high, &best)
	h := headNoun(tokens, i, next)
	if h >= 0 {
		lemma := strings.ToLower(tokens[h].Lemma)
		switch {
		case f.Unit != "":
		case measures[lemma] != "":
			f.Unit = measures[lemma]
		case currencies[lemma] != "":
			f.Unit = currencies[lemma]
		case persons[lemma] || persons[tokens[h].Lemma]:
			f.Unit = "persons"
		}
		f.Of = counted(tokens, h)
		if h >= next && h-next < 4 {
			next = h + 1
		}
	} else if next < len(tokens) {
		if m := measures[strings.ToLower(tokens[next].Lemma)]; m != "" {
			f.Unit, next = m, next+1
		}
	}
	if next+1 < len(tokens) && strings.ToLower(tokens[next].Text) == "or" {
		switch strings.ToLower(tokens[next+1].Text) {
		case "more":
			low, best = best, nil
			next += 2
		case "so":
			f.Approximate = true
			next += 2
		}
	}
	f.Low, f.High, f.Best = low, high, best
	return f, first, next
}

// modifiers reads the wordings before a number, from the inside out.
func modifiers(tokens []dateline.Token, first int, f *dateline.Figure, low, high, best **float64) int {
	for again := true; again; {
		again = false
		for _, b := range bounds {
			n := len(b.words)
			if first < n || !spells(tokens[first-n:first], b.words) {
				continue
			}
			switch {
			case b.about:
				f.Approximate = true
			case *best == nil: // "more than 30 to 40": the range says it
			case b.low:
				*low, *best = *best, nil
			case b.high:
				*high, *best = *best, nil
			}
			first -= n
			again = true
			break
		}
		if !again && first > 1 && (tokens[first-1].Lemma == "initial" || tokens[first-1].Lemma == "additional" || tokens[first-1].Lemma == "further" || tokens[first-1].Lemma == "another") {
			first--
			again = true
		}
	}
	return first
}

func spells(tokens []dateline.Token, words []string) bool {
	for i, w := range words {
		if strings.ToLower(tokens[i].Text) != w {
			return false
		}
	}
	return true
}

// deadly are verbs whose counted object or subject is dead, wounded ….
var deadly = map[string]string{"kill": "dead", "die": "dead", "perish": "dead", "slay": "dead", "execute": "dead", "massacre": "dead", "wound": "wounded", "injure": "wounded",
	"hurt": "wounded", "displace": "displaced", "detain": "detained", "arrest": "detained", "abduct": "abducted", "kidnap": "abducted"}

// counted names what is counted: the noun, or its fate where people were
// killed, wounded, displaced.
func counted(tokens []dateline.Token, h int) string {
	lemma := strings.ToLower(tokens[h].Lemma)
	if lemma == "people" || lemma == "person" || lemma == "civilian" || lemma == "man" || lemma == "woman" || lemma == "child" || lemma == "life" {
		for g, steps := tokens[h].Head, 0; g >= 0 && steps < 3; g, steps = tokens[g].Head, steps+1 {
			if fate := deadly[tokens[g].Lemma]; fate != "" {
				return fate
			}
		}
		if lemma == "life" {
			return "dead"
		}
	}
	return lemma
}

// partOf notes the figure that this one is included in: "including 8,000".
func partOf(r *dateline.Reading, f *dateline.Figure, tokens []dateline.Token, first int) {
	if len(r.Figures) == 0 || first == 0 {
		return
	}
	last := &r.Figures[len(r.Figures)-1]
	if last.Sentence != f.Sentence {
		return
	}
	for k := first - 1; k >= max(0, first-4); k-- {
		switch strings.ToLower(tokens[k].Text) {
		case "including", "among", "of":
			if tokens[k].Start < last.Span.End {
				return
			}
			f.PartOf = last.ID
			if f.Unit == "" {
				f.Unit = last.Unit
			}
			if f.Of == "" {
				f.Of = last.Of
			}
			return
		}
	}
}
