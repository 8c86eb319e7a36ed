package places

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sort"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// packed is the gazetteer, built by _build/build.py from the sources that
// data/SOURCES.md names.
//
//go:embed data/gazetteer.zst
var packed []byte

// kind is what sort of place a place is; _build/build.py has the same list.
type kind uint8

const (
	country kind = iota + 1
	admin1
	admin2
	city
	capital
	seat // of a first-level region
	quarter
	continent
	water
	island
	region
	site
)

// strength is how a place goes by a name; the smaller the stronger.
type strength uint8

const (
	mainName strength = iota
	otherName
	demonym // people or adjective of a country
)

// gazetteer holds places in columns and their names in one sorted,
// front-coded table that is searched where it lies. Place 0 is none.
//
// The file is, after an eight-byte mark, a run of sections, each with its
// length before it (uint32; all numbers little-endian): country codes of three
// letters; GeoNames ids (uint32); degrees north and east times 1e5 (int32);
// populations (uint32); country, counted from 1 (uint8); kinds (uint8); first-
// and second-level regions as places (uint32); offsets of the shown names
// (uint32, one more than places); the shown names; offsets of the blocks of the
// name table (uint32); the name table. An entry of the table is the number of
// bytes shared with the entry before it, the number of bytes that follow, those
// bytes, the number of places as a uvarint, and for each place a uvarint of
// place<<2 | strength. Sixteen entries make a block; its first shares nothing.
type gazetteer struct {
	codes                []byte
	ids, population      column
	lat, lon             column
	countries, kinds     []byte
	admin1, admin2       column
	shownAt              column
	shown, blocks, names []byte
}

// column is a run of little-endian 32-bit numbers.
type column []byte

func (c column) at(i int) uint32 { return binary.LittleEndian.Uint32(c[4*i:]) }
func (c column) len() int        { return len(c) / 4 }

const mark = "gazette1"

// decode checks every bound that later look-ups rely on.
func decode(data []byte) (*gazetteer, error) {
	if len(data) < len(mark) || string(data[:len(mark)]) != mark {
		return nil, fmt.Errorf("gazetteer: no %q at the start: not a gazetteer of this version", mark)
	}
	data = data[len(mark):]
	var sections [13][]byte
	for i := range sections {
		if len(data) < 4 {
			return nil, fmt.Errorf("gazetteer: section %d: cut off", i)
		}
		n := int(binary.LittleEndian.Uint32(data))
		if n > len(data)-4 {
			return nil, fmt.Errorf("gazetteer: section %d: %d bytes wanted, %d left", i, n, len(data)-4)
		}
		sections[i], data = data[4:4+n:4+n], data[4+n:]
	}
	s := sections
	g := &gazetteer{codes: s[0], ids: s[1], lat: s[2], lon: s[3], population: s[4], countries: s[5], kinds: s[6],
		admin1: s[7], admin2: s[8], shownAt: s[9], shown: s[10], blocks: s[11], names: s[12]}
	n := len(g.kinds)
	for i, c := range []column{g.ids, g.lat, g.lon, g.population, g.admin1, g.admin2} {
		if len(c) != 4*n {
			return nil, fmt.Errorf("gazetteer: column %d: %d bytes for %d places", i, len(c), n)
		}
	}
	if n == 0 || len(g.countries) != n || len(g.shownAt) != 4*(n+1) || len(g.codes)%3 != 0 || len(g.blocks)%4 != 0 {
		return nil, fmt.Errorf("gazetteer: sections do not fit %d places", n)
	}
	for i := range n {
		if int(g.admin1.at(i)) >= n || int(g.admin2.at(i)) >= n || int(g.countries[i]) > len(g.codes)/3 ||
			g.shownAt.at(i) > g.shownAt.at(i+1) || g.shownAt.at(i+1) > uint32(len(g.shown)) {
			return nil, fmt.Errorf("gazetteer: place %d points outside the tables", i)
		}
	}
	for b := range column(g.blocks).len() {
		if column(g.blocks).at(b) >= uint32(len(g.names)) {
			return nil, fmt.Errorf("gazetteer: block %d starts outside the name table", b)
		}
	}
	return g, nil
}

// load unpacks the embedded gazetteer when it is first asked for.
var load = sync.OnceValue(unpack)

func unpack() *gazetteer {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	defer d.Close()
	data, err := d.DecodeAll(packed, nil)
	if err != nil {
		panic(fmt.Sprintf("embedded gazetteer: %v; build it anew", err))
	}
	g, err := decode(data)
	if err != nil {
		panic(fmt.Sprintf("embedded %v; build it anew", err))
	}
	return g
}

// named is a place that goes by a name.
type named struct {
	place    int
	strength strength
}

// find lists the places that go by a folded name.
func (g *gazetteer) find(key string) []named {
	blocks := column(g.blocks)
	b := sort.Search(blocks.len(), func(i int) bool {
		first, ok := g.first(int(blocks.at(i)))
		return !ok || first > key
	}) - 1
	if b < 0 {
		return nil
	}
	at := g.names[blocks.at(b):]
	var entry []byte
	for range 16 {
		if len(at) < 2 || int(at[0]) > len(entry) || len(at) < 2+int(at[1]) {
			return nil
		}
		entry = append(entry[:at[0]], at[2:2+int(at[1])]...)
		at = at[2+int(at[1]):]
		count, n := binary.Uvarint(at)
		if n <= 0 || count > uint64(len(at)) {
			return nil
		}
		at = at[n:]
		found := string(entry) == key
		var places []named
		for range count {
			v, n := binary.Uvarint(at)
			if n <= 0 || v>>2 >= uint64(len(g.kinds)) {
				return nil
			}
			at = at[n:]
			if found {
				places = append(places, named{int(v >> 2), strength(v & 3)})
			}
		}
		if found {
			return places
		}
	}
	return nil
}

// first is the name that a block starts with.
func (g *gazetteer) first(at int) (string, bool) {
	rest := g.names[at:]
	if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
		return "", false
	}
	return string(rest[2 : 2+int(rest[1])]), true
}

func (g *gazetteer) name(p int) string { return string(g.shown[g.shownAt.at(p):g.shownAt.at(p+1)]) }

// code is the ISO 3166-1 alpha-3 code of a place's country, empty for the high
// seas and what lies in several countries.
func (g *gazetteer) code(p int) string {
	c := int(g.countries[p])
	if c == 0 {
		return ""
	}
	return string(g.codes[3*(c-1) : 3*c])
}

func (g *gazetteer) degrees(p int) (lat, lon float64) {
	return float64(int32(g.lat.at(p))) / 1e5, float64(int32(g.lon.at(p))) / 1e5
}

// kilometres is the great-circle distance of two places (haversine, mean
// radius 6371 km).
func (g *gazetteer) kilometres(p, q int) float64 {
	lat1, lon1 := g.degrees(p)
	lat2, lon2 := g.degrees(q)
	const rad = math.Pi / 180
	a := math.Sin((lat2 - lat1) * rad / 2)
	b := math.Sin((lon2 - lon1) * rad / 2)
	h := a*a + math.Cos(lat1*rad)*math.Cos(lat2*rad)*b*b
	return 2 * 6371 * math.Asin(math.Sqrt(min(1, h)))
}

// resolution is the record's word for a kind.
func (k kind) resolution() string {
	switch k {
	case country:
		return "country"
	case admin1:
		return "admin1"
	case city, capital, seat:
		return "city"
	case site, quarter:
		return "site"
	}
	return "region"
}
