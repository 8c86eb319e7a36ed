package evaluation

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"dateline"
)

const articles = `<articles>
<article docid="a7"><text>Fog closed Oslo and Paris, Texas.</text><toponyms>
 <toponym><start>11</start><end>15</end><gaztag geonameid="3143244"><lat>59.91</lat><lon>10.74</lon></gaztag></toponym>
 <toponym><start>20</start><end>25</end><gaztag geonameid="4717560"><lat>33.66</lat><lon>-95.55</lon></gaztag></toponym>
 <toponym><start>27</start><end>32</end></toponym>
</toponyms></article>
<article><text>Rain fell on Lagos.</text><locations>
 <location><name>Lagos</name><start>14</start><end>19</end><lat>6.45</lat><lon>3.4</lon></location>
</locations></article>
</articles>`

func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	gold, out := filepath.Join(dir, "gold.xml"), filepath.Join(dir, "out.tsv")
	if err := os.WriteFile(gold, []byte(articles), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(start, end int, p dateline.Place) dateline.PlaceMention {
		p.Span = &dateline.Span{Start: start, End: end}
		return dateline.PlaceMention{Place: p}
	}
	n, figures, err := Places(gold, out, func(text string) *dateline.Reading {
		if text == "Rain fell on Lagos." {
			return &dateline.Reading{Places: []dateline.PlaceMention{at(13, 18, dateline.Place{Words: "Lagos", Refused: "two"})}}
		}
		return &dateline.Reading{Places: []dateline.PlaceMention{
			at(0, 3, dateline.Place{Words: "Fog", Lat: 1, Lon: 1}),
			at(11, 15, dateline.Place{Words: "Oslo", Lat: 59.91, Lon: 10.74, GeonameID: 3143244}),
			at(20, 25, dateline.Place{Words: "Paris", Lat: 48.85, Lon: 2.35, GeonameID: 2988507}),
		}}
	})
	if err != nil || n != 3 {
		t.Fatalf("n = %d, %v", n, err)
	}
	for name, want := range map[string]float64{"recognition_precision": 0.75, "recognition_recall": 1, "acc161": 1.0 / 3,
		"exact": 0.5, "refused": 1.0 / 3} {
		if math.Abs(figures[name]-want) > 1e-9 {
			t.Errorf("%s = %v, want %v", name, figures[name], want)
		}
	}
	rows, _ := os.ReadFile(out)
	want := "a7\t0\t3\tFog\t1.00000\t1.00000\t\na7\t11\t15\tOslo\t59.91000\t10.74000\t3143244\n" +
		"a7\t20\t25\tParis\t48.85000\t2.35000\t2988507\n1\t13\t18\tLagos\t\t\t\n"
	if string(rows) != want {
		t.Errorf("rows:\n%s\nwant:\n%s", rows, want)
	}
}

func FuzzParseArticles(f *testing.F) {
	f.Add([]byte(articles))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := parseArticles(data)
		if err != nil {
			return
		}
		for _, a := range list {
			text := []rune(a.Text)
			for _, p := range a.toponyms {
				_ = text[p.Start:p.End]
			}
		}
	})
}
