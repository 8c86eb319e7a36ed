package language

import "testing"

func TestLemma(t *testing.T) {
	vocabulary := words("threaten stop use us hit city leave leaf try big large die run base church attack hop hope")
	l := lemmatiser{map[string]string{"went VERB": "go", "n't PART": "not"}, func(w string) bool { return vocabulary[w] }}
	for _, c := range []struct{ form, upos, xpos, script, want string }{
		{"Went", "VERB", "VBD", "l", "go"}, {"threatened", "VERB", "VBN", "l1", "threaten"}, {"stopped", "VERB", "VBD", "l", "stop"},
		{"using", "VERB", "VBG", "l", "use"}, {"cities", "NOUN", "NNS", "l", "city"}, {"dying", "VERB", "VBG", "l", "die"},
		{"attacks", "NOUN", "NNS", "l", "attack"}, {"churches", "NOUN", "NNS", "l", "church"}, {"Paris", "PROPN", "NNP", "l1", "Paris"},
		{"bigger", "ADJ", "JJR", "l", "big"}, {"larger", "ADJ", "JJR", "l", "large"}, {"Attack", "NOUN", "NN", "l1", "attack"},
		{"zorbed", "VERB", "VBD", "l2", "zorb"}, {"n't", "PART", "RB", "l", "not"},
	} {
		if got := l.lemma(c.form, c.upos, c.xpos, c.script); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.form, c.xpos, got, c.want)
		}
	}
}
