package dateline

// EventType is one of PLOVER 2.0's sixteen event types.
type EventType string

// The event types, in the manual's order.
const (
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists all types in the manual's order.
var EventTypes = []EventType{Agree, Consult, Support, Concede, Cooperate, Aid, Retreat,
	Request, Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault}

// Quad is PLOVER's quad code: 1 verbal cooperation, 2 material cooperation,
// 3 verbal conflict, 4 material conflict (manual 2.0); 0 for no type.
func (t EventType) Quad() int {
	switch t {
	case Agree, Consult, Support, Concede:
		return 1
	case Cooperate, Aid, Retreat:
		return 2
	case Request, Accuse, Reject, Threaten:
		return 3
	case Protest, Sanction, Mobilize, Coerce, Assault:
		return 4
	}
	return 0
}

// Auxiliary is how an event stands to reality and to the report's news.
type Auxiliary string

// The auxiliary modes of PLOVER 2.0, and ongoing.
const (
	Negation     Auxiliary = "negation"
	Future       Auxiliary = "future"
	Hypothetical Auxiliary = "hypothetical"
	Historical   Auxiliary = "historical"
	Ongoing      Auxiliary = "ongoing"
)

// Auxiliaries lists all auxiliary modes.
var Auxiliaries = []Auxiliary{Negation, Future, Hypothetical, Historical, Ongoing}

// Event is one happening: who did what to whom, when and where.
type Event struct {
	ID           string      `json:"id"` // v1, v2 … in order of the text
	Type         EventType   `json:"event_type"`
	Mode         []string    `json:"mode,omitempty"`
	Context      []string    `json:"context,omitempty"`
	Auxiliary    []Auxiliary `json:"auxiliary,omitempty"`
	CAMEO        string      `json:"cameo,omitempty"`
	Quad         int         `json:"quad_code"`
	Goldstein    *float64    `json:"goldstein,omitempty"`
	Actor        []Ref       `json:"actor,omitempty"`
	Recipient    []Ref       `json:"recipient,omitempty"`
	Words        string      `json:"words"`
	Span         Span        `json:"span"`
	Sentence     int         `json:"sentence"`
	Also         []Telling   `json:"also,omitempty"`
	Date         *Date       `json:"date,omitempty"`
	Place        *Place      `json:"place,omitempty"`
	AttributedTo []string    `json:"attributed_to,omitempty"` // ids of claims
	Confidence   float64     `json:"confidence"`
	Why          []Why       `json:"why,omitempty"`
}

// Telling is a further place where a report tells of the same event.
type Telling struct {
	Words    string `json:"words"`
	Span     Span   `json:"span"`
	Sentence int    `json:"sentence"`
}
