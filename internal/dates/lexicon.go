package dates

// class is what a word may be in a date expression.
type class int

const (
	other class = iota
	number
	ordinal
	monthName
	weekdayName
	seasonName
	unitName
	dayPart
	adverb   // daily, weekly: a set
	vagueRef // now, recently: a TIMEX3 reference without a value
	zone
)

// word is a lexicon entry; n is the number, month, ISO weekday, grain, first
// month of the season or offset of the zone in minutes; value is a TIMEX3 piece.
type word struct {
	class class
	n     int
	value string
}

// abbreviations may be followed by a full stop that is a token of its own.
var abbreviations = map[string]bool{
	"jan": true, "feb": true, "mar": true, "apr": true, "jun": true, "jul": true, "aug": true,
	"sep": true, "sept": true, "oct": true, "nov": true, "dec": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true,
	"fri": true, "sat": true, "sun": true,
}

// lexicon holds all words in lower case and without full stops.
var lexicon = func() map[string]word {
	l := map[string]word{}
	list := func(c class, from int, words ...string) {
		for i, w := range words {
			l[w] = word{class: c, n: from + i}
		}
	}
	list(monthName, 1, "january", "february", "march", "april", "may", "june", "july", "august", "september",
		"october", "november", "december")
	list(monthName, 1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
	list(monthName, 9, "sept")
	list(weekdayName, 1, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
	list(weekdayName, 1, "mon", "tues", "wed", "thurs", "fri", "sat", "sun")
	l["tue"], l["thu"], l["thur"] = l["tues"], l["thurs"], l["thurs"]
	list(number, 0, "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		l[w] = word{class: number, n: 20 + 10*i}
	}
	list(ordinal, 1, "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
		"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
		"nineteenth", "twentieth")
	l["thirtieth"] = word{class: ordinal, n: 30}
	for i, w := range []string{"spring", "summer", "autumn", "winter"} {
		l[w] = word{class: seasonName, n: 3 + 3*i}
	}
	l["fall"] = l["autumn"]
	for w, g := range map[string]grain{"second": seconds, "minute": minutes, "hour": hours, "day": days,
		"weekend": weekends, "week": weeks, "fortnight": weeks, "month": months, "quarter": quarters,
		"year": years, "decade": decades, "century": centuries} {
		if w != "second" { // "second" alone is nearly always the ordinal
			l[w] = word{class: unitName, n: int(g)}
		}
		l[w+"s"] = word{class: unitName, n: int(g), value: "plural"}
	}
	l["centuries"] = word{class: unitName, n: int(centuries), value: "plural"}
	for w, v := range map[string]string{"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI",
		"noon": "T12:00", "midday": "T12:00", "midnight": "T24:00", "dawn": "TMO", "dusk": "TEV", "lunchtime": "TMI"} {
		l[w] = word{class: dayPart, value: v}
	}
	for w, v := range map[string]string{"hourly": "PT1H", "daily": "P1D", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W",
		"biweekly": "P2W", "fortnightly": "P2W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y"} {
		l[w] = word{class: adverb, value: v}
	}
	for w, v := range map[string]string{"now": presentRef, "currently": presentRef, "nowadays": presentRef,
		"presently": presentRef, "current": presentRef, "recently": pastRef, "formerly": pastRef,
		"lately": pastRef, "soon": futureRef} {
		l[w] = word{class: vagueRef, value: v}
	}
	for w, h := range map[string]int{"gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
		"msk": 180, "ist": 330, "jst": 540, "kst": 540, "est": -300, "edt": -240, "cst": -360, "cdt": -300,
		"mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "et": -300, "pt": -480} {
		l[w] = word{class: zone, n: h}
	}
	return l
}()

// The TIMEX3 values of expressions that point at no date (TimeML 1.2.1).
const (
	presentRef = "PRESENT_REF"
	pastRef    = "PAST_REF"
	futureRef  = "FUTURE_REF"
)
