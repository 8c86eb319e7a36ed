package dateline

// Place is a place on earth, or a toponym that was refused with the reason.
type Place struct {
	Name       string  `json:"name,omitempty"`
	Country    string  `json:"country,omitempty"` // ISO 3166-1 alpha-3
	Admin1     string  `json:"admin1,omitempty"`  // name of the first-level region
	GeonameID  int     `json:"geonameid,omitempty"`
	Lat        float64 `json:"lat,omitempty"`        // degrees north
	Lon        float64 `json:"lon,omitempty"`        // degrees east
	Resolution string  `json:"resolution,omitempty"` // country, admin1, region, city, site
	Words      string  `json:"words,omitempty"`
	Span       *Span   `json:"span,omitempty"`
	Basis      Basis   `json:"basis,omitempty"`
	Refused    string  `json:"refused,omitempty"` // why no place was chosen
}
