package codebook

import (
	"slices"

	"dateline"
)

// Crosswalk is a CAMEO code in PLOVER's terms.
type Crosswalk struct {
	Code      string
	Name      string
	Type      dateline.EventType   // "" where PLOVER has dropped the code
	Also      []dateline.EventType // types that the code may also stand for
	Modes     []string
	Goldstein *float64 // -10 to 10; nil where the scale has no value
}

// Crosswalk looks a CAMEO code up.
func (b *Book) Crosswalk(cameo string) (Crosswalk, bool) {
	x, ok := b.crosswalk[cameo]
	return x, ok
}

// Goldstein is the conflict-cooperation value of a CAMEO code (Goldstein 1992
// as carried over to CAMEO), from -10 to 10.
func (b *Book) Goldstein(cameo string) (float64, bool) {
	if x := b.crosswalk[cameo]; x.Goldstein != nil {
		return *x.Goldstein, true
	}
	return 0, false
}

// modes are those of PLOVER 2.0.
var modes = map[dateline.EventType][]string{
	dateline.Consult:  {"visit", "third-party", "multilateral", "phone"},
	dateline.Retreat:  {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
	dateline.Request:  {"assist", "change", "yield", "meet"},
	dateline.Accuse:   {"disapprove", "investigate", "allege"},
	dateline.Reject:   {"assist", "change", "yield", "meet"},
	dateline.Threaten: {"restrict", "arrest", "relations", "expel", "territory", "violence"},
	dateline.Protest:  {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
	dateline.Sanction: {"convict", "expel", "withdraw", "discontinue"},
	dateline.Mobilize: {"troops", "weapons", "police", "militia"},
	dateline.Coerce: {"seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
		"misinformation", "cyber"},
	dateline.Assault: {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
		"suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}

// ValidMode reports whether PLOVER knows the mode for events of that type.
func (b *Book) ValidMode(t dateline.EventType, mode string) bool {
	return slices.Contains(modes[t], mode)
}

// contexts are PLOVER 2.0's, in the manual's order.
var contexts = []string{"military", "intelligence", "executive", "legislative", "election", "political_institutions",
	"pro_democracy", "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
	"human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping", "health",
	"asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn", "cyber",
	"misinformation", "crime", "corruption", "illegal_drugs", "trafficking"}

// lists are no auxiliaries but words that matching needs (docs/codebook.md).
var lists = []string{"light", "transparent", "irregular"}

// targets are what the rules of a section may decide on.
var targets = map[string][]string{
	"stances":     names(dateline.Stances),
	"contexts":    contexts,
	"auxiliaries": append(names(dateline.Auxiliaries), lists...),
}

func names[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}
