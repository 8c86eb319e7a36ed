package evaluation

import (
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dateline"
)

// Places scores toponyms against a file of articles in the form of LGL
// (Lieberman, Samet and Sankaranarayanan 2010: toponym, gaztag) or of GeoVirus
// (Gritta et al. 2018: location, offsets from 1, no GeoNames ids). n is the
// number of gold toponyms that have coordinates.
//
// recognition_precision, _recall and _f1 ask for the same span. The others are
// over the toponyms that were recognised, after Gritta, Pilehvar and Collier
// (2020): acc161 is the share within 161 km (100 miles), exact the share with
// the same GeoNames id, auc the area under the curve of the logged error (0 is
// perfect), refused the share that was left without a place. A refusal counts
// as a miss in acc161 and exact and as the largest error in auc; mean_km and
// median_km are over the places given. Figures that the set cannot bear
// (exact in GeoVirus) are left out.
//
// read reads a text as whole. Where out is not empty, the places that were
// found are written there as TSV: docid, start, end, name, lat, lon, geonameid.
func Places(file, out string, read func(text string) *dateline.Reading) (n int, figures map[string]float64, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, nil, err
	}
	articles, err := parseArticles(data)
	if err != nil {
		return 0, nil, fmt.Errorf("%s: %w", file, err)
	}
	var score placeScore
	var rows strings.Builder
	for _, a := range articles {
		found := read(a.Text).Places
		score.add(a.toponyms, found)
		for _, p := range found {
			rows.WriteString(placeRow(a.ID, p.Place))
		}
	}
	if out != "" {
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
			return 0, nil, err
		}
		if err := os.WriteFile(out, []byte(rows.String()), 0o644); err != nil {
			return 0, nil, err
		}
	}
	return score.gold, score.figures(), nil
}

// article is a text with its gold toponyms.
type article struct {
	ID, Text string
	toponyms []goldPlace
}

// goldPlace is a toponym of the gold; geonameID is 0 where the set has none.
type goldPlace struct {
	dateline.Span
	lat, lon  float64
	geonameID int
}

// parseArticles reads <articles>. An article is called by its docid or file,
// attribute or element, else by its index from 0. Toponyms without coordinates
// are left out.
func parseArticles(data []byte) ([]article, error) {
	var file struct {
		Articles []struct {
			DocID    string `xml:"docid,attr"`
			File     string `xml:"file,attr"`
			DocIDEl  string `xml:"docid"`
			Text     string `xml:"text"`
			Toponyms []struct {
				Start  int `xml:"start"`
				End    int `xml:"end"`
				Gaztag *struct {
					ID  string  `xml:"geonameid,attr"`
					Lat float64 `xml:"lat"`
					Lon float64 `xml:"lon"`
				} `xml:"gaztag"`
			} `xml:"toponyms>toponym"`
			Locations []struct {
				Start int     `xml:"start"`
				End   int     `xml:"end"`
				Lat   float64 `xml:"lat"`
				Lon   float64 `xml:"lon"`
			} `xml:"locations>location"`
		} `xml:"article"`
	}
	if err := xml.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if len(file.Articles) == 0 {
		return nil, fmt.Errorf("no <article>: not a file of articles")
	}
	articles := make([]article, 0, len(file.Articles))
	for i, x := range file.Articles {
		a := article{ID: strconv.Itoa(i), Text: x.Text}
		for _, id := range []string{x.DocID, x.File, strings.TrimSpace(x.DocIDEl)} {
			if id != "" {
				a.ID = id
				break
			}
		}
		length := len([]rune(x.Text))
		for _, t := range x.Toponyms {
			if t.Gaztag == nil {
				continue
			}
			id, _ := strconv.Atoi(t.Gaztag.ID) // other gazetteers' ids are no numbers
			a.toponyms = append(a.toponyms, goldPlace{dateline.Span{Start: t.Start, End: t.End}, t.Gaztag.Lat, t.Gaztag.Lon, id})
		}
		for _, l := range x.Locations {
			a.toponyms = append(a.toponyms, goldPlace{dateline.Span{Start: l.Start - 1, End: l.End - 1}, l.Lat, l.Lon, 0})
		}
		for _, t := range a.toponyms {
			if t.Start < 0 || t.End <= t.Start || t.End > length {
				return nil, fmt.Errorf("article %s: toponym [%d, %d) outside its text of %d code points", a.ID, t.Start, t.End, length)
			}
		}
		articles = append(articles, a)
	}
	return articles, nil
}

// placeRow is a prediction; lat, lon and geonameid stay empty in a refusal.
func placeRow(doc string, p dateline.Place) string {
	var span dateline.Span
	if p.Span != nil {
		span = *p.Span
	}
	name := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ").Replace(p.Words)
	if p.Refused != "" {
		return fmt.Sprintf("%s\t%d\t%d\t%s\t\t\t\n", doc, span.Start, span.End, name)
	}
	id := ""
	if p.GeonameID != 0 {
		id = strconv.Itoa(p.GeonameID)
	}
	return fmt.Sprintf("%s\t%d\t%d\t%s\t%.5f\t%.5f\t%s\n", doc, span.Start, span.End, name, p.Lat, p.Lon, id)
}

type placeScore struct {
	gold, found, recognised int
	near, exact, withID     int
	refused                 int
	errors                  []float64 // km, of the places given
}

func (s *placeScore) add(gold []goldPlace, found []dateline.PlaceMention) {
	s.gold += len(gold)
	s.found += len(found)
	bySpan := map[dateline.Span]dateline.Place{}
	for _, f := range found {
		if f.Place.Span != nil {
			bySpan[*f.Place.Span] = f.Place
		}
	}
	for _, g := range gold {
		p, ok := bySpan[g.Span]
		if !ok {
			continue
		}
		s.recognised++
		if g.geonameID != 0 {
			s.withID++
		}
		if p.Refused != "" {
			s.refused++
			continue
		}
		km := greatCircle(g.lat, g.lon, p.Lat, p.Lon)
		s.errors = append(s.errors, km)
		if km <= 161 {
			s.near++
		}
		if g.geonameID != 0 && g.geonameID == p.GeonameID {
			s.exact++
		}
	}
}

func (s *placeScore) figures() map[string]float64 {
	f := map[string]float64{}
	share := func(name string, a, b int) {
		if b > 0 {
			f[name] = float64(a) / float64(b)
		}
	}
	share("recognition_precision", s.recognised, s.found)
	share("recognition_recall", s.recognised, s.gold)
	share("recognition_f1", 2*s.recognised, s.found+s.gold)
	share("acc161", s.near, s.recognised)
	share("exact", s.exact, s.withID)
	share("refused", s.refused, s.recognised)
	if len(s.errors) == 0 {
		return f
	}
	slices.Sort(s.errors)
	// half the circumference of the earth, which is the largest error there is
	const farthest = math.Pi * 6371
	sum, logged := 0.0, float64(s.refused)
	for _, km := range s.errors {
		sum += km
		logged += math.Log1p(km) / math.Log1p(farthest)
	}
	f["mean_km"] = sum / float64(len(s.errors))
	f["median_km"] = s.errors[len(s.errors)/2]
	f["auc"] = logged / float64(s.recognised)
	return f
}

// greatCircle is the distance in kilometres (haversine, mean radius 6371 km).
func greatCircle(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	a := math.Sin((lat2 - lat1) * rad / 2)
	b := math.Sin((lon2 - lon1) * rad / 2)
	h := a*a + math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}
