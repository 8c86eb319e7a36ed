package dateline

// Reading is everything that one version of the program made of one report.
// Stages fill it in one direction, each its own fields: language (Sentences to
// Triggers), dates, places, actors, events, claims. What a stage finds it never
// changes in an earlier one's fields.
type Reading struct {
	Report    *Report
	Sentences []Sentence

	// Found by the language core.
	Names        []Name
	Predicates   []Predicate
	Attributions []Attribution
	Triggers     []Trigger

	// Resolved.
	Dates    []DateMention
	Places   []PlaceMention
	Mentions []Mention
	Entities []Entity

	// Coded.
	Events  []Event
	Claims  []Claim
	Figures []Figure

	runes []rune // of Report.Text, made when first asked for
}

// Words gives the words that stand at a span of the report.
func (r *Reading) Words(s Span) Words {
	if r.runes == nil {
		r.runes = []rune(r.Report.Text)
	}
	return Words{string(r.runes[s.Start:s.End]), s}
}

// PhraseWords gives the words of a phrase.
func (r *Reading) PhraseWords(p Phrase) Words {
	return r.Words(r.Sentences[p.Sentence].SpanOf(p.First, p.End))
}

// Name is a named phrase with its class: Person, Location, Facility,
// Organization, NORP (nationality, religion, party), Date, Money, Product, Misc.
type Name struct {
	Phrase
	Class string
	Score float64
}

// Predicate is a verb or noun that takes arguments (PropBank).
type Predicate struct {
	Sentence, Token int
	Factual         float64 // trained head: how likely it is to have happened
	Arguments       []Argument
}

// Argument is a PropBank role (ARG0, ARG1, ARGM-TMP …) and the phrase that
// fills it.
type Argument struct {
	Role string
	Phrase
	Score float64
}

// Attribution is one act of saying, showing or believing: the cue, whose word
// it is, and what is said. Contents may run over several sentences.
type Attribution struct {
	Cue      []Phrase
	Sources  []Phrase
	Contents []Span
	Stance   map[Stance]float64 // the trained head's voice
	Score    float64
	Own      bool // found by what was learnt from our own sentences alone, not from PolNeAR
}

// Trigger is a word that may carry an event, with the trained head's voice on
// what kind it is, how it stands to reality, and who takes part.
type Trigger struct {
	Phrase
	Head      int // token that carries it
	Types     map[EventType]float64
	Modes     map[string]float64 // PLOVER modes of the likeliest type
	CAMEO     map[string]float64 // the likeliest CAMEO codes
	Auxiliary map[Auxiliary]float64
	Roles     []RoleScore
}

// Best is the likeliest event type.
func (t *Trigger) Best() EventType {
	var best EventType
	for _, k := range EventTypes {
		if best == "" || t.Types[k] > t.Types[best] {
			best = k
		}
	}
	return best
}

// Score is the probability that the trigger carries an event of any type.
func (t *Trigger) Score() float64 {
	sum := 0.0
	for _, p := range t.Types {
		sum += p
	}
	return sum
}

// RoleScore is the trained head's voice that a token heads the actor,
// recipient, place or date of a trigger.
type RoleScore struct {
	Role  string // actor, recipient, place, date
	Token int
	Score float64
}

// DateMention is a date expression in the text and the date that it names.
type DateMention struct {
	Phrase
	Date Date
	Type string // TIMEX3 type: DATE, TIME, DURATION, SET
	// Timex is the TIMEX3 value, which knows durations, sets and times of day
	// that an EDTF date has no form for.
	Timex string
}

// PlaceMention is a toponym in the text and the place that it names, or the
// reason why it was refused.
type PlaceMention struct {
	Phrase
	Place Place
}
