package evaluation

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"dateline/internal/actors"
)

// Actors scores the identification of actors out of context against cases in
// the form of NGEC's tests, one JSON object a line: calls (the function asked,
// with the words and the date) and expect (equations on country, code_1, the
// name of the Wikipedia page). right is the share of cases in which every
// expected field is right, right_K that of the cases of kind K (nationality,
// role, actor, name), field_F the share of field F. Cases whose words stand
// elsewhere than in the file are left out; n counts the others.
//
// Where out is not empty, each case is written there with what was got.
func Actors(file, out string, base *actors.Base) (n int, figures map[string]float64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, nil, err
	}
	defer f.Close()
	var written *bufio.Writer
	if out != "" {
		o, err := os.Create(out)
		if err != nil {
			return 0, nil, err
		}
		defer o.Close()
		written = bufio.NewWriter(o)
		defer written.Flush()
	}
	right, all := map[string]float64{}, map[string]float64{}
	count := func(key string, ok bool) {
		all[key]++
		if ok {
			right[key]++
		}
	}
	lines := bufio.NewScanner(f)
	for line := 1; lines.Scan(); line++ {
		var c actorCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return 0, nil, fmt.Errorf("%s: line %d: %w", file, line, err)
		}
		words, date, kind, ok := c.question()
		if !ok {
			continue
		}
		a, found := base.Identify(words, date)
		c.Got = map[string]string{"country": a.Code, "code_1": a.Sector(), "wiki": a.Name}
		good := true
		for _, e := range c.Expect {
			field, want, equal, ok := expectation(e)
			if !ok {
				continue
			}
			hit := sameField(field, c.Got[field], want, found) == equal
			good = good && hit
			count("field_"+field, hit)
		}
		c.Right = good
		count("right", good)
		count("right_"+kind, good)
		n++
		if written != nil {
			data, err := json.Marshal(c)
			if err != nil {
				return 0, nil, err
			}
			written.Write(append(data, '\n'))
		}
	}
	if err := lines.Err(); err != nil {
		return 0, nil, fmt.Errorf("%s: %w", file, err)
	}
	if n == 0 {
		return 0, nil, fmt.Errorf("%s: no case with words of its own; each line needs calls and expect", file)
	}
	figures = map[string]float64{}
	for k, total := range all {
		figures[k] = right[k] / total
	}
	return n, figures, nil
}

// actorCase is a line of the gold file, and what was got for it.
type actorCase struct {
	Test       string            `json:"test"`
	Decorators []string          `json:"decorators"`
	Calls      []actorCall       `json:"calls"`
	Expect     []string          `json:"expect"`
	Got        map[string]string `json:"got,omitempty"`
	Right      bool              `json:"right"`
}

type actorCall struct {
	Target string            `json:"target"`
	Fn     string            `json:"fn"`
	Args   []string          `json:"args"`
	Kwargs map[string]string `json:"kwargs"`
}

// question is the words, date and kind of a case; false where the words are a
// variable of the test. A second argument is context, read as words before.
func (c *actorCase) question() (words, date, kind string, ok bool) {
	if len(c.Calls) == 0 {
		return "", "", "", false
	}
	call := c.Calls[len(c.Calls)-1]
	if len(call.Args) == 0 || strings.Contains(call.Args[0], "['") || strings.Contains(strings.Join(c.Decorators, " "), "parametrize") {
		return "", "", "", false
	}
	words = call.Args[0]
	if len(call.Args) > 1 && !strings.Contains(call.Args[1], " ") {
		words = strings.TrimSpace(call.Args[1] + " " + words)
	}
	if len(call.Args) > 2 {
		date = call.Args[2]
	}
	if d := call.Kwargs["query_date"]; d != "" {
		date = d
	}
	if !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(date) {
		date = ""
	}
	kind = map[string]string{"search_nat": "nationality", "short_text_to_agent": "role", "query_wiki": "name"}[strings.TrimPrefix(call.Fn, "ag.")]
	if kind == "" {
		kind = "actor"
	}
	return words, date, kind, true
}

var equation = regexp.MustCompile(`^(?:code|wiki|cc)(?:\[["'](\w+)["']\])? *(==|!=|is) *(?:'([^']*)'|"([^"]*)"|(None))$`)

// expectation reads an equation on a field that is scored.
func expectation(s string) (field, want string, equal, ok bool) {
	m := equation.FindStringSubmatch(s)
	if m == nil {
		return "", "", false, false
	}
	field, want = m[1], m[3]+m[4]
	switch {
	case m[5] == "None":
		field = "none"
	case field == "" && strings.HasPrefix(s, "cc"):
		field = "country"
	case field == "title":
		field = "wiki"
	}
	ok = field == "country" || field == "code_1" || field == "none" || field == "wiki" && want != ""
	return field, want, m[2] != "!=", ok
}

// sameField compares in the codes that the project uses: Kosovo is KOS, health
// is MED, and an actor that nothing is known of has sector UNK or none.
func sameField(field, got, want string, found bool) bool {
	switch field {
	case "none":
		return !found
	case "country":
		return got == want || want == "XKX" && got == "KOS"
	case "code_1":
		return got == want || want == "HLH" && got == "MED" || want == "UNK" && got == ""
	}
	return actors.SameName(got, want)
}
