// Package dateline holds the nouns of the program: the report, its sentences,
// who is named in it, and the events, claims and figures that were read from
// it, in the JSON form that every part of the program and every user sees.
//
// The package needs no data and does no input or output. Packages below
// internal fill the types in the order source, language, dates, places, actors,
// events, claims; docs/architecture.md has the table of who may import whom.
package dateline
