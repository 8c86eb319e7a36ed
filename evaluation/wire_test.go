package evaluation

import (
	"strings"
	"testing"

	"dateline"
)

const sampleStory = `report: {published: 2031-05-06, agency: Coastal Wire}
text:
  - Ardania shells port
  - ''
  - "Ardanian guns shelled the port of Lomo on Monday, killing 12 people."
  - "Borduria denied that it had armed the rebels."
events:
  - {s: 1, w: shelled, type: ASSAULT, mode: heavy-weapons, cameo: ['194', '190'], actor: [USA MIL], recipient: [FRA, 'FRA CVL?'], date: 2031-05-05, place: Lomo FRA, also: [{s: 0, w: shells}]}
  - {s: 2, w: armed, type: [AID, COOPERATE], cameo: '072', actor: [DEU GOV/MIL], by: ['---?'], aux: ['historical?']}
claims:
  - {s: 2, speaker: DEU GOV, cue: denied, stance: denies, content: that it had armed the rebels}
figures:
  - {s: 1, w: 12 people, best: 12, of: people}
`

// wireRecord is what a reader may have made of the sample.
func wireRecord(text string) *dateline.Reading {
	at := func(w string) dateline.Span {
		i := strings.Index(text, w)
		return dateline.Span{Start: i, End: i + len(w)}
	}
	ref := func(id string) []dateline.Ref { return []dateline.Ref{{Entity: id}} }
	twelve := 12.0
	return &dateline.Reading{
		Report: &dateline.Report{Text: text},
		Entities: []dateline.Entity{{ID: "e1", Name: "Ardania", Code: "USA", Sector: "MIL"}, {ID: "e2", Name: "Lomo", Code: "FRA"},
			{ID: "e3", Name: "Borduria", Code: "DEU", Sector: "GOV"}},
		Events: []dateline.Event{
			{ID: "v1", Type: dateline.Assault, Mode: []string{"heavy-weapons"}, CAMEO: "195", Actor: ref("e1"), Recipient: ref("e2"), Words: "shelled", Span: at("shelled"),
				Date: &dateline.Date{Value: "2031-05-05T09"}, Place: &dateline.Place{Name: "Port of Lomo", Country: "FRA"}},
			{ID: "v2", Type: dateline.Assault, Actor: ref("e1"), Words: "shells", Span: at("shells")},
			{ID: "v3", Type: dateline.Aid, CAMEO: "072", Actor: ref("e3"), Words: "armed", Span: at("armed"), AttributedTo: []string{"c1"}},
			{ID: "v4", Type: dateline.Reject, Words: "denied", Span: at("denied")},
		},
		Claims: []dateline.Claim{{ID: "c1", Speaker: ref("e3"), Cue: dateline.Words{Words: "denied", Span: at("denied")}, Stance: dateline.Asserts,
			Content: &dateline.Words{Words: "it had armed the rebels", Span: at("it had armed the rebels")}}},
		Figures: []dateline.Figure{{ID: "f1", Best: &twelve, Low: &twelve, High: &twelve, Words: "12 people", Span: at("12 people")}},
	}
}

type wireReader struct{}

func (wireReader) Text(data []byte) (*dateline.Reading, error) { return wireRecord(string(data)), nil }

func (wireReader) ValidMode(t dateline.EventType, mode string) bool {
	return t == dateline.Assault && mode == "heavy-weapons"
}

func TestWire(t *testing.T) {
	n, figures, err := Wire([]string{goldFile(t, "sample.yaml", sampleStory)}, "", wireReader{})
	if err != nil || n != 4 {
		t.Fatalf("n = %d, %v", n, err)
	}
	wantFigures(t, figures, map[string]float64{
		"events_precision": 2. / 3, "events_recall": 1, "events_f1": 0.8, // v2 tells v1 again, v4 is false
		"who_f1": 1, "whole_event_f1": 0.8, "date": 1, "place": 1, "auxiliary": 1,
		"voice": 0.5, // v3 is attributed to Borduria, the gold has an unnamed voice
		"cameo": 0.5, "cameo_root": 1, "mode": 1,
		"claims_f1": 1, "stance": 0, "stance_denies_f1": 0, "figures_f1": 1, "asserter": 1, "type_assault_f1": 1, "type_reject_f1": 0,
	})
}

func TestStoryPlain(t *testing.T) {
	st, err := parseStory([]byte(sampleStory))
	if err != nil {
		t.Fatal(err)
	}
	want := "Ardania shells port\n\nCoastal Wire Published 06 May, 2031\n\n" +
		"Ardanian guns shelled the port of Lomo on Monday, killing 12 people. Borduria denied that it had armed the rebels.\n"
	if got := st.plain(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseParty(t *testing.T) {
	p, err := parseParty(`RUS GOV/MIL/"The Ship"?`)
	if err != nil || p.must || len(p.alternatives) != 3 || p.alternatives[1] != (alternative{code: "RUS", sector: "MIL"}) || p.alternatives[2].name != "The Ship" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestStoryErrors(t *testing.T) {
	for wrong, want := range map[string]string{
		"text: [a]\nevents:\n  - {s: 3, w: a, type: AID}":                     "line 3: sentence number 3",
		"text: [a]\nevents:\n  - {s: 0, w: a, type: HELP}":                    "line 3: unknown event type",
		"text: [a]\nevents:\n  - {s: 0, w: a, type: AID,\n actor: [Moscow]}":  "line 4: \"Moscow\" is no party",
		"text: [a]\nevents:\n  - {s: 0, w: a, type: AID,\n place: somewhere}": "line 4: place \"somewhere\"",
		"text: [a]\nclaims:\n  - {s: 0, cue: a, stance: says}":                "line 3: unknown stance",
		"text: [a]\nfigures:\n  - {s: 0, w: a}":                               "line 3: no number",
		"report: {}":                                                          "line 1: no sentences",
		"text: [a":                                                            "line 1",
	} {
		if _, err := parseStory([]byte(wrong)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", wrong, err, want)
		}
	}
}

func FuzzParseStory(f *testing.F) {
	f.Add([]byte(sampleStory))
	f.Add([]byte("text: [a]\nevents: [{s: 0, w: a, type: AID, place: [RUS, At Sea ---]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		st, err := parseStory(data)
		if err != nil {
			return
		}
		newWireScore(wireReader{}.ValidMode).add(st, wireRecord(sampleStory).Record())
		st.plain()
	})
}
