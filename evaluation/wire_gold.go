package evaluation

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"dateline"
)

// story is a wire story with its gold, one YAML file.
type story struct {
	Report  storyHead
	Text    []string // sentences; "" starts a paragraph
	Events  []goldEvent
	Claims  []goldClaim
	Figures []goldFigure

	name      string
	sentences []string
}

// storyHead is what stands at the head of the report.
type storyHead struct {
	Published published
	Agency    string
	Byline    values
	Title     *bool // false: sentence 0 is no title
}

// goldEvent is an event; where several values stand, any of them is right.
type goldEvent struct {
	S         int
	W         string
	Type      []dateline.EventType
	Mode      values
	CAMEO     values `yaml:"cameo"`
	Actor     parties
	Recipient parties
	Date      values
	Place     []goldPlaceName
	Aux       values
	By        parties
	Optional  bool
	Mutual    bool
	Also      []telling
}

type telling struct {
	S int
	W string
}

// goldClaim is a claim; Content nil is no content.
type goldClaim struct {
	S        int
	Speaker  parties
	Cue      string
	Stance   values
	Content  values
	Optional bool
	Also     []struct {
		S       int
		Content values
	}
}

type goldFigure struct {
	S               int
	W               string
	Low, Best, High *float64
	By              parties
	Optional        bool
	Also            []telling
}

// values are one value or a list of them, as they are written; nil where the
// field is missing.
type values []string

func (v *values) UnmarshalYAML(n *yaml.Node) error {
	items, err := scalars(n)
	if err != nil {
		return err
	}
	for _, item := range items {
		*v = append(*v, item.Value)
	}
	return nil
}

// scalars gives the items of a scalar or of a list of scalars.
func scalars(n *yaml.Node) ([]*yaml.Node, error) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: expected a value or a list of values", item.Line)
		}
	}
	return items, nil
}

// published is the day of publication as the plain text shows it.
type published string

func (p *published) UnmarshalYAML(n *yaml.Node) error {
	*p = published(n.Value)
	if n.ShortTag() == "!!timestamp" {
		var day time.Time
		if err := n.Decode(&day); err != nil {
			return fmt.Errorf("line %d: published %q: %w", n.Line, n.Value, err)
		}
		*p = published(day.Format("02 Jan, 2006"))
	}
	return nil
}

// party is one member of a role: any of its alternatives; without must it may
// be left out.
type party struct {
	alternatives []alternative
	must         bool
}

// alternative is a code with a sector ("" accepts every one), or a name.
type alternative struct{ code, sector, name string }

type parties []party

func (p *parties) UnmarshalYAML(n *yaml.Node) error {
	items, err := scalars(n)
	if err != nil {
		return err
	}
	for _, item := range items {
		one, err := parseParty(item.Value)
		if err != nil {
			return fmt.Errorf("line %d: %w", item.Line, err)
		}
		*p = append(*p, one)
	}
	return nil
}

// sectors are the actor sectors of PLOVER 2.0 that follow a country's code.
var sectors = strings.Fields("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC")

var actorCode = regexp.MustCompile(`^([A-Z]{3}|---)$`)

// parseParty reads "RUS GOV/MIL", "LBN REB/IMG?", `"Video"/---`.
func parseParty(s string) (party, error) {
	s = strings.TrimSpace(s)
	p := party{must: !strings.HasSuffix(s, "?")}
	code := ""
	for part := range strings.SplitSeq(strings.TrimSpace(strings.TrimRight(s, "?")), "/") {
		part = strings.TrimSpace(part)
		if len(part) > 1 && strings.HasPrefix(part, `"`) && strings.HasSuffix(part, `"`) {
			p.alternatives = append(p.alternatives, alternative{name: strings.Trim(part, `"`)})
			continue
		}
		w := strings.Fields(part)
		switch {
		case len(w) == 1 && code != "" && slices.Contains(sectors, w[0]):
			p.alternatives = append(p.alternatives, alternative{code: code, sector: w[0]})
		case len(w) == 1 && actorCode.MatchString(w[0]):
			code = w[0]
			p.alternatives = append(p.alternatives, alternative{code: code})
		case len(w) == 2 && actorCode.MatchString(w[0]) && slices.Contains(sectors, w[1]):
			code = w[0]
			p.alternatives = append(p.alternatives, alternative{code: code, sector: w[1]})
		default:
			return p, fmt.Errorf("%q is no party: expected a code (RUS, UNO, --- where there is none) and a sector (GOV, MIL …), or a name in double quotes", s)
		}
	}
	return p, nil
}

// goldPlaceName is a name and a country; name "" is the whole country, country
// "" is none (at sea).
type goldPlaceName struct{ name, country string }

func (p *goldPlaceName) UnmarshalYAML(n *yaml.Node) error {
	s := strings.TrimSpace(n.Value)
	name, country := "", s
	if i := strings.LastIndex(s, " "); i >= 0 {
		name, country = s[:i], s[i+1:]
	}
	if n.Kind != yaml.ScalarNode || !actorCode.MatchString(country) || country == "---" && name == "" {
		return fmt.Errorf(`line %d: place %q: expected a name and a country code, "Moscow RUS", or a country code, "RUS"`, n.Line, s)
	}
	*p = goldPlaceName{name, strings.Trim(country, "-")}
	return nil
}

// loadStories reads the stories of files and folders, in order of their names.
func loadStories(paths []string) ([]*story, error) {
	files, err := filesOf(paths, ".yaml")
	if err != nil {
		return nil, err
	}
	var stories []*story
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		st, err := parseStory(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		st.name = strings.TrimSuffix(filepath.Base(file), ".yaml")
		stories = append(stories, st)
	}
	return stories, nil
}

func parseStory(data []byte) (*story, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	widen(&root)
	var st story
	if err := root.Decode(&st); err != nil {
		return nil, err
	}
	for _, s := range st.Text {
		if s != "" {
			st.sentences = append(st.sentences, s)
		}
	}
	if len(st.sentences) == 0 {
		return nil, fmt.Errorf(`line 1: no sentences: "text" is a list of them`)
	}
	return &st, st.check(&root)
}

// lists are the fields that may hold one value in place of a list.
var lists = []string{"type", "place", "also"}

// widen makes lists of single values of the fields in lists.
func widen(n *yaml.Node) {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 1 && slices.Contains(lists, n.Content[i-1].Value) && child.Kind != yaml.SequenceNode {
			n.Content[i] = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: child.Line, Content: []*yaml.Node{child}}
		}
		widen(child)
	}
}

// check finds what the scorer could not do without.
func (st *story) check(root *yaml.Node) error {
	fail := func(list string, i int, format string, args ...any) error {
		return fmt.Errorf("line %d: "+format, append([]any{itemLine(root, list, i)}, args...)...)
	}
	within := func(s int) bool { return 0 <= s && s < len(st.sentences) }
	for i, e := range st.Events {
		switch {
		case !within(e.S):
			return fail("events", i, "sentence number %d: expected 0 to %d", e.S, len(st.sentences)-1)
		case len(e.Type) == 0:
			return fail("events", i, "no type")
		}
		for _, t := range e.Type {
			if !slices.Contains(dateline.EventTypes, t) {
				return fail("events", i, "unknown event type %q", t)
			}
		}
	}
	for i, c := range st.Claims {
		switch {
		case !within(c.S):
			return fail("claims", i, "sentence number %d: expected 0 to %d", c.S, len(st.sentences)-1)
		case len(c.Stance) == 0:
			return fail("claims", i, "no stance")
		}
		for _, s := range c.Stance {
			if !slices.Contains(dateline.Stances, dateline.Stance(s)) {
				return fail("claims", i, "unknown stance %q", s)
			}
		}
	}
	for i, f := range st.Figures {
		switch {
		case !within(f.S):
			return fail("figures", i, "sentence number %d: expected 0 to %d", f.S, len(st.sentences)-1)
		case f.Low == nil && f.Best == nil && f.High == nil:
			return fail("figures", i, "no number: expected low, best or high")
		}
	}
	return nil
}

// itemLine is the line of the i-th item of a top-level list.
func itemLine(root *yaml.Node, list string, i int) int {
	top := root.Content[0]
	for k := 0; k+1 < len(top.Content); k += 2 {
		if items := top.Content[k+1]; top.Content[k].Value == list && i < len(items.Content) {
			return items.Content[i].Line
		}
	}
	return 1
}

// plain is the text that the program reads: the title, a line with byline,
// agency and date where the story has them, and the paragraphs, a blank line
// between all of these.
func (st *story) plain() string {
	var parts, paragraph []string
	for _, s := range append(slices.Clone(st.Text), "") {
		if s != "" {
			paragraph = append(paragraph, s)
		} else if len(paragraph) > 0 {
			parts = append(parts, strings.Join(paragraph, " "))
			paragraph = nil
		}
	}
	var head []string
	if len(st.Report.Byline) > 0 {
		head = append(head, strings.Join(st.Report.Byline, ", "))
	}
	if st.Report.Agency != "" {
		head = append(head, st.Report.Agency)
	}
	if st.Report.Published != "" {
		head = append(head, "Published "+string(st.Report.Published))
	}
	if len(head) > 0 {
		at := 1
		if st.Report.Title != nil && !*st.Report.Title {
			at = 0
		}
		parts = slices.Insert(parts, at, strings.Join(head, " "))
	}
	return strings.Join(parts, "\n\n") + "\n"
}
