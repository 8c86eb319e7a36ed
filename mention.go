package dateline

// Entity is an actor of the report: a person, country, government,
// organisation, armed group, population, medium.
type Entity struct {
	ID         string          `json:"id"` // e1, e2 … in order of first mention
	Name       string          `json:"name"`
	Kind       EntityKind      `json:"kind"`
	Code       string          `json:"code,omitempty"`   // ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC
	Sector     string          `json:"sector,omitempty"` // PLOVER sector: GOV, MIL, REB …
	CAMEO      string          `json:"cameo,omitempty"`  // composed actor code: RUSGOV
	Office     string          `json:"office,omitempty"` // held on the report's date
	Identifier string          `json:"identifier,omitempty"`
	Mentions   []EntityMention `json:"mentions"`
}

// EntityKind is what sort of actor an entity is.
type EntityKind string

// The kinds of the record.
const (
	Person       EntityKind = "person"
	Country      EntityKind = "country"
	Government   EntityKind = "government"
	Organisation EntityKind = "organisation"
	ArmedGroup   EntityKind = "armed_group"
	Population   EntityKind = "population"
	PlaceKind    EntityKind = "place"
	Media        EntityKind = "media"
	UnknownKind  EntityKind = "unknown"
)

// EntityMention is one place in the text where an entity is spoken of.
type EntityMention struct {
	Words
	Kind MentionKind `json:"kind"`
}

// MentionKind is how an entity is spoken of.
type MentionKind string

// The kinds of mention.
const (
	ByName        MentionKind = "name"
	ByTitle       MentionKind = "title"
	ByDemonym     MentionKind = "demonym"
	ByMetonym     MentionKind = "metonym"
	ByPronoun     MentionKind = "pronoun"
	ByDescription MentionKind = "description"
)

// Mention is a phrase of the text that speaks of an entity of the Reading.
type Mention struct {
	Phrase
	Head   int // token of the sentence that heads the phrase
	Kind   MentionKind
	Entity int // index in Reading.Entities
	Why    []Why
}

// Ref points from an event or claim to an entity, by the mention that names it
// there.
type Ref struct {
	Entity string `json:"entity"`
	Words  string `json:"words"`
	Span   Span   `json:"span"`
}

// Why is one step of the trail from words to a code.
type Why struct {
	Step  string  `json:"step"`
	Rule  string  `json:"rule,omitempty"`  // rule of the code book or of the program
	Model string  `json:"model,omitempty"` // head of the language core
	Words string  `json:"words,omitempty"`
	Score float64 `json:"score,omitempty"`
}
