package codebook

import (
	"testing"

	"dateline"
)

// A wrong lemma does not hide a word of the book.
func TestLemma(t *testing.T) {
	b := load(t)
	tests := []struct{ text, lemma, upos, want string }{
		{"accused", "accus", "VERB", "accuse"},
		{"shot", "sho", "VERB", "shoot"},
		{"threatened", "threatene", "VERB", "threaten"},
		{"denied", "deni", "VERB", "deny"},
		{"expelled", "expell", "VERB", "expel"},
		{"kidnapped", "kidnappe", "VERB", "kidnap"},
		{"Met", "me", "VERB", "meet"},
		{"found", "find", "VERB", "find"},
		{"lay", "lay", "VERB", "lay"},
		{"sanctions", "sanctions", "NOUN", "sanction"},
		{"talks", "talk", "NOUN", "talk"},
		{"bodies", "bodie", "NOUN", "body"},
		{"killing", "killing", "NOUN", "killing"},
		{"Lima", "Lima", "PROPN", "lima"},
		{"sang", "sing", "VERB", "sing"},
	}
	for _, test := range tests {
		if got := b.Lemma(&dateline.Token{Text: test.text, Lemma: test.lemma, UPOS: test.upos}); got != test.want {
			t.Errorf("%s (%s): %s, want %s", test.text, test.lemma, got, test.want)
		}
	}
}
