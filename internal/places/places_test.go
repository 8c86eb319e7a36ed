package places

import (
	"strings"
	"testing"
	"unicode"

	"dateline"
)

// reading marks every [name] of a text as a Location and every {name} as NORP.
// A text may start with a dateline before " -- ".
func reading(marked string) *dateline.Reading {
	r := &dateline.Reading{Report: &dateline.Report{}}
	head, _, ok := strings.Cut(marked, " -- ")
	var text []rune
	var tokens []dateline.Token
	start, class := -1, ""
	flush := func() {
		if start >= 0 && len(text) > start {
			tokens = append(tokens, dateline.Token{Span: dateline.Span{Start: start, End: len(text)}, Text: string(text[start:])})
		}
		start = -1
	}
	for _, c := range marked {
		switch c {
		case '[', '{':
			flush()
			start, class = len(text), map[rune]string{'[': "Location", '{': "NORP"}[c]
			continue
		case ']', '}':
			flush()
			r.Names = append(r.Names, dateline.Name{Class: class,
				Phrase: dateline.Phrase{Sentence: 0, First: len(tokens) - 1, End: len(tokens)}})
			class = ""
			continue
		}
		if unicode.IsSpace(c) && class == "" {
			flush()
		} else if start < 0 {
			start = len(text)
		}
		text = append(text, c)
	}
	flush()
	r.Report.Text = string(text)
	r.Sentences = []dateline.Sentence{{Span: dateline.Span{Start: 0, End: len(text)}, Tokens: tokens}}
	if ok {
		r.Report.Dateline = &dateline.PlaceWords{Words: dateline.Words{Words: head, Span: dateline.Span{Start: 0, End: len([]rune(head))}}}
	}
	return r
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // "name, region, country" of the first place, from the front; "" for a refusal
	}{
		// Europe
		{"The envoy landed in [Paris] on Monday.", "Paris, Île-de-France, FRA"},
		{"The envoy landed in [London] on Monday.", "London, England, GBR"},
		{"Shelling was heard in [Kharkiv].", "Kharkiv, Kharkiv, UKR"},
		{"Shelling was heard in [Kiev].", "Kyiv, Kyiv City, UKR"},
		{"Troops entered the [Kursk] region.", "Kursk Oblast, Kursk Oblast, RUS"},
		{"Trains to [Lvov] were late.", "Lviv, Lviv, UKR"},
		{"The [Donetsk] region was hit.", "Donetsk, Donetsk, UKR"},
		{"He flew from [Saint Petersburg] to [Moscow].", "Saint Petersburg, St.-Petersburg, RUS"},
		{"He flew from [St. Petersburg], [Florida].", "St. Petersburg, Florida, USA"},
		{"A tanker left the [Black Sea].", "Black Sea, "},
		{"The court in [The Hague] ruled.", "The Hague, South Holland, NLD"},
		{"Farmers marched in [Brussels].", "Brussels, Brussels Capital, BEL"},
		{"Floods hit [Valencia] and [Madrid].", "Valencia, Valencia, ESP"},
		{"Floods hit [Valencia], [Venezuela].", "Valencia, Carabobo, VEN"},
		{"The ministers met in [Prague].", "Prague, Prague, CZE"},
		{"Protesters gathered in [Chisinau].", "Chisinau, Chișinău Municipality, MDA"},
		{"Police in [Northern Ireland] made arrests.", "Northern Ireland, Northern Ireland, GBR"},
		{"A shell hit the [Zaporizhzhia nuclear plant].", "Zaporizhzhia Nuclear Power Plant, , UKR"},
		{"Officials of the [Kremlin] declined.", "Kremlin, , RUS"},
		// Middle East
		{"[TRIPOLI], [Lebanon]: clashes broke out.", "Tripoli, North Lebanon, LBN"},
		{"TRIPOLI, Lebanon -- Clashes broke out in [Tripoli].", "Tripoli, North Lebanon, LBN"},
		{"Rival forces fought in [Tripoli] and [Benghazi].", "Tripoli, Tripoli, LBY"},
		{"Strikes hit the [Gaza Strip].", "Gaza Strip, , PSE"},
		{"Settlers in the [West Bank] were arrested.", "West Bank, , PSE"},
		{"Rockets fell in the [Golan Heights].", "Golan Heights, , SYR"},
		{"The air base at [Incirlik] was closed.", "Incirlik, , TUR"},
		{"Rebels fired from [Sanaa] at ships in the [Red Sea].", "Sanaa, "},
		{"Tankers cross the [Strait of Hormuz].", "Strait of Hormuz, "},
		{"The plant at [Natanz] was damaged.", "Natanz, , IRN"},
		{"Troops left southern [Lebanon].", "Lebanon, , LBN"},
		{"Troops left [southern Lebanon].", "Lebanon, , LBN"},
		{"The army entered [Aleppo].", "Aleppo, Aleppo, SYR"},
		{"A blast in [Mosul], [Iraq].", "Mosul, Nineveh, IRQ"},
		// Asia
		{"The reactor at [Yongbyon] was restarted.", "Yongbyon, , PRK"},
		{"The delegates met at [Panmunjom].", "Panmunjom, , PRK"},
		{"Pilots trained near [Pyongyang].", "Pyongyang, Pyongyang, PRK"},
		{"Police in [Hyderabad], [Pakistan] said so.", "Hyderabad, Sindh, PAK"},
		{"Police in [Hyderabad], [India] said so.", "Hyderabad, Telangana, IND"},
		{"Soldiers clashed in [Kashmir].", "Kashmir, , IND"},
		{"The quake struck [Kathmandu].", "Kathmandu, Bagmati Province, NPL"},
		{"Ships met in the [South China Sea].", "South China Sea, "},
		{"A boat sank off [Mindanao].", "Mindanao, , PHL"},
		{"Protests spread in [Burma].", "Myanmar, , MMR"},
		{"A rally in [Almaty], [Kazakhstan].", "Almaty, "},
		{"Students marched in [Dhaka].", "Dhaka, Dhaka Division, BGD"},
		{"[Taipei] protested.", "Taipei, Taiwan, TWN"},
		// Africa
		{"Gunmen attacked [Maiduguri].", "Maiduguri, Borno State, NGA"},
		{"Rebels took [Goma] in eastern [Congo].", "Goma, "},
		{"Fighting in [Darfur] went on.", "Darfur, , SDN"},
		{"Militants attacked [Mogadishu].", "Mogadishu, Banaadir, SOM"},
		{"Troops in [Niger] took over.", "Niger, , NER"},
		{"Pirates were seen in the [Gulf of Aden].", "Gulf of Aden, "},
		{"A strike in [Alexandria], [Egypt].", "Alexandria, Alexandria, EGY"},
		{"The army shelled [Khartoum].", "Khartoum, Khartoum, SDN"},
		{"Talks in [Addis Ababa] failed.", "Addis Ababa, Addis Ababa, ETH"},
		{"Voters in [Ivory Coast] went to the polls.", "Ivory Coast, , CIV"},
		// Americas
		{"A fire burned in [Paris], [Texas].", "Paris, Texas, USA"},
		{"A fire burned in [Paris, Texas].", "Paris, Texas, USA"},
		{"A jury in [Moscow], [Idaho] heard the case.", "Moscow, Idaho, USA"},
		{"A council in [London], [Ontario] voted.", "London, Ontario, CAN"},
		{"Storms hit [Georgia], [Alabama] and [Tennessee].", "Georgia, Georgia, USA"},
		{"Storms hit [Atlanta] and the rest of [Georgia].", "Atlanta, Georgia, USA"},
		{"Troops of [Georgia] and [Armenia] met.", "Georgia, , GEO"},
		{"The [Pentagon] confirmed the flight.", "Pentagon, , USA"},
		{"Detainees at [Guantanamo Bay] were moved.", "Guantanamo Bay, , CUB"},
		{"A flight left [Mexico City] for [New York].", "Mexico City, "},
		{"A strike closed the plant in [Kansas City].", "Kansas City, Missouri, USA"},
		{"Talks in [Bogota] ended.", "Bogotá, Bogota D.C., COL"},
		{"A landslide in [Santiago], [Chile].", "Santiago, Santiago Metropolitan, CHL"},
		{"Polls opened in [Cordoba], [Spain].", "Córdoba, Andalusia, ESP"},
		{"Gangs hold much of [Port-au-Prince].", "Port-au-Prince, Ouest, HTI"},
		{"The [U.S.] and the [U.K.] agreed.", "United States, , USA"},
		{"The ferry crossed [Lake Michigan].", "Lake Michigan, , USA"},
		{"A crash in [Springfield], [Ill.] closed the road.", "Springfield, Illinois, USA"},
		// Oceania
		{"A mosque in [Christchurch] was attacked.", "Christchurch, Canterbury, NZL"},
		{"Fires burn in [NSW].", "New South Wales, New South Wales, AUS"},
		{"Riots in [Honiara] went on.", "Honiara, Honiara, SLB"},
		{"A cyclone reached [Perth] in [Western Australia].", "Perth, Western Australia, AUS"},
		{"A man from [Perth], [Scotland] won.", "Perth, Scotland, GBR"},
		// refused
		{"They met in [Zzyqhollow].", ""},
		{"They met at [Qwertyham Castle].", ""},
	} {
		r := reading(c.text)
		Resolve(r)
		p := r.Places[0].Place
		got := strings.Join([]string{p.Name, p.Admin1, p.Country}, ", ")
		if (c.want == "") != (p.Refused != "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %q, refused %q; want %q", c.text, got, p.Refused, c.want)
		}
		if p.Refused == "" && p.Basis != dateline.Stated {
			t.Errorf("%s: basis %q", c.text, p.Basis)
		}
		if words := string([]rune(r.Report.Text)[p.Span.Start:p.Span.End]); words != p.Words {
			t.Errorf("%s: words %q stand at the span of %q", c.text, words, p.Words)
		}
	}
}

func TestDateline(t *testing.T) {
	for words, want := range map[string]string{
		"KYIV, Nov 4 (Agency)":     "UKR",
		"SEOUL (Agency) —":         "KOR",
		"TRIPOLI, Lebanon, Nov 4 ": "LBN",
		"PARIS, Texas":             "USA",
		"UNITED STATES":            "USA",
	} {
		r := &dateline.Reading{Report: &dateline.Report{Dateline: &dateline.PlaceWords{Words: dateline.Words{Words: words}}}}
		Resolve(r)
		if got := r.Report.Dateline.Place.Country; got != want {
			t.Errorf("%s: got %q, want %s", words, got, want)
		}
	}
}

func TestCountryOf(t *testing.T) {
	for name, want := range map[string]string{"Moscow": "RUS", "Kyiv": "UKR", "Bavaria": "DEU", "DPRK": "PRK",
		"West Bank": "PSE", "Black Sea": "", "Zzyqhollow": "", "Springfield": "USA", "Donbas": "UKR"} {
		if got, ok := CountryOf(name); ok != (want != "") || ok && got != want {
			t.Errorf("%s: got %q, %v; want %q", name, got, ok, want)
		}
	}
	for name, want := range map[string]string{"Moscow": "RUS", "Kiev": "UKR", "Pyongyang": "PRK", "Islamabad": "PAK",
		"Karachi": "", "Canberra": "AUS", "Washington": "USA", "Beijing": "CHN", "Tel Aviv": ""} {
		if got, ok := CapitalOf(name); ok != (want != "") || got != want {
			t.Errorf("capital %s: got %q, %v; want %q", name, got, ok, want)
		}
	}
}

// TestFold holds fold to the builder's rules: every place is found by its own name.
func TestFold(t *testing.T) {
	g := load()
	missed := 0
	for p := 1; p < len(g.kinds); p++ {
		found := false
		for _, n := range g.find(fold(g.name(p))) {
			found = found || n.place == p
		}
		if !found {
			if missed++; missed <= 10 {
				t.Errorf("%q is not found as %q", g.name(p), fold(g.name(p)))
			}
		}
	}
	if missed > 0 {
		t.Errorf("%d of %d places are not found by their own names", missed, len(g.kinds)-1)
	}
}

func FuzzDecode(f *testing.F) {
	small := []byte(mark)
	for _, s := range []string{"NOR", "\x00\x00\x00\x00\x01\x00\x00\x00", strings.Repeat("\x00", 8), strings.Repeat("\x00", 8),
		strings.Repeat("\x00", 8), "\x00\x01", "\x00\x04", strings.Repeat("\x00", 8), strings.Repeat("\x00", 8),
		"\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00", "Oslo", "\x00\x00\x00\x00", "\x00\x04oslo\x01\x04"} {
		small = append(append(small, byte(len(s)), 0, 0, 0), s...)
	}
	f.Add(small, "oslo")
	f.Add([]byte(mark), "")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		g, err := decode(data)
		if err != nil {
			return
		}
		for _, n := range g.find(name) {
			g.place(n.place)
		}
	})
}

func FuzzResolve(f *testing.F) {
	f.Add("The [Kursk] region, [Russia], (“[Paris, Texas]”) {French}")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.ContainsAny(text, "[]{}") {
			return
		}
		Resolve(reading("[" + text + "x] in [Oslo]"))
		_ = datelinePlace(text)
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		unpack()
	}
}

func BenchmarkResolve(b *testing.B) {
	r := reading("TRIPOLI, Lebanon -- Clashes in [Tripoli], [Lebanon], were condemned in [Paris], [Springfield], [Georgia] and [San Jose].")
	for b.Loop() {
		Resolve(r)
	}
}
