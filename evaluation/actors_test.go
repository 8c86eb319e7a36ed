package evaluation

import (
	"os"
	"path/filepath"
	"testing"

	"dateline/internal/actors"
)

func TestActors(t *testing.T) {
	base, err := actors.Load()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cases.jsonl")
	lines := `{"test":"a","decorators":[],"calls":[{"target":"code","fn":"ag.agent_to_code","args":["Kenyan police"],"kwargs":{}}],"expect":["code['country'] == 'KEN'","code['code_1'] == 'COP'"]}
{"test":"b","decorators":[],"calls":[{"target":"code","fn":"ag.agent_to_code","args":["a teapot"],"kwargs":{}}],"expect":["code is None"]}
{"test":"c","decorators":[],"calls":[{"target":"code","fn":"ag.agent_to_code","args":["d['actor']"],"kwargs":{}}],"expect":["code['country'] == 'KEN'"]}
{"test":"d","decorators":[],"calls":[{"target":"(cc, text)","fn":"ag.search_nat","args":["Kenyan runners"],"kwargs":{}}],"expect":["cc == 'UGA'"]}
`
	if err := os.WriteFile(file, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	n, figures, err := Actors(file, "", base)
	if err != nil {
		t.Fatal(err)
	}
	if n != 3 || figures["right"] != 2.0/3 || figures["right_nationality"] != 0 || figures["field_code_1"] != 1 {
		t.Errorf("n = %d, figures %v; want 3 cases, two of them right", n, figures)
	}
}

func TestActorsGold(t *testing.T) {
	file := "../../shared/gold/actors/resolution_cases.jsonl"
	if _, err := os.Stat(file); err != nil {
		t.Skip("no ../shared/gold beside the project: the gold cases of actors are not there")
	}
	base, err := actors.Load()
	if err != nil {
		t.Fatal(err)
	}
	n, figures, err := Actors(file, "", base)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("n %d, %v", n, figures)
}
