package codebook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dateline"
)

// sentence reads a tree: word, lemma, UPOS, XPOS, head (from 1, 0 is the root),
// relation, a token a line.
func sentence(text string) *dateline.Sentence {
	var s dateline.Sentence
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		f := strings.Fields(line)
		if len(f) != 6 {
			panic("not six columns: " + line)
		}
		head, err := strconv.Atoi(f[4])
		if err != nil {
			panic(err)
		}
		s.Tokens = append(s.Tokens, dateline.Token{Text: f[0], Lemma: f[1], UPOS: f[2], XPOS: f[3], Head: head - 1, Relation: f[5]})
	}
	return &s
}

func texts(s *dateline.Sentence, tokens []int) string {
	var out []string
	for _, i := range tokens {
		out = append(out, s.Tokens[i].Text)
	}
	return strings.Join(out, " ")
}

func TestMatch(t *testing.T) {
	b := load(t)
	tests := []struct {
		name, tree, at string
		want           string // rule, actor > recipient; "none"; "not RULE"
	}{
		{"subject and object", `Rebels rebel NOUN NNS 2 nsubj
attacked attack VERB VBD 0 root
the the DET DT 4 det
garrison garrison NOUN NN 2 obj`, "attacked", "assault/force Rebels > garrison"},
		{"passive", `The the DET DT 2 det
garrison garrison NOUN NN 4 nsubj:pass
was be AUX VBD 4 aux:pass
attacked attack VERB VBN 0 root
by by ADP IN 6 case
rebels rebel NOUN NNS 4 obl:agent`, "attacked", "assault/force rebels > garrison"},
		{"relative clause", `The the DET DT 2 det
general general NOUN NN 0 root
who who PRON WP 4 nsubj
attacked attack VERB VBD 2 acl:relcl
Gondar Gondar PROPN NNP 4 obj`, "attacked", "assault/force general > Gondar"},
		{"gap in a relative clause", `The the DET DT 2 det
town town NOUN NN 0 root
that that PRON WDT 5 obj
rebels rebel NOUN NNS 5 nsubj
attacked attack VERB VBD 2 acl:relcl`, "attacked", "assault/force rebels > town"},
		{"participle", `Rebels rebel NOUN NNS 0 root
attacking attack VERB VBG 1 acl
Gondar Gondar PROPN NNP 2 obj`, "attacking", "assault/force Rebels > Gondar"},
		{"joined verbs share subject and object", `Jets jet NOUN NNS 2 nsubj
bombed bomb VERB VBD 0 root
and and CCONJ CC 4 cc
shelled shell VERB VBD 2 conj
the the DET DT 6 det
port port NOUN NN 4 obj`, "bombed", "assault/aerial Jets > port"},
		{"subject of the second verb", `Jets jet NOUN NNS 2 nsubj
flew fly VERB VBD 0 root
and and CCONJ CC 4 cc
shelled shell VERB VBD 2 conj
Homs Homs PROPN NNP 4 obj`, "shelled", "assault/artillery Jets > Homs"},
		{"control", `Peru Peru PROPN NNP 2 nsubj
agreed agree VERB VBD 0 root
to to PART TO 4 mark
send send VERB VB 2 xcomp
troops troop NOUN NNS 4 obj`, "send", "mobilize/troops Peru >"},
		{"object control", `Lima Lima PROPN NNP 2 nsubj
urged urge VERB VBD 0 root
rebels rebel NOUN NNS 2 obj
to to PART TO 5 mark
attack attack VERB VB 2 xcomp
Quito Quito PROPN NNP 5 obj`, "attack", "assault/force rebels > Quito"},
		{"joined parties meet", `Peru Peru PROPN NNP 4 nsubj
and and CCONJ CC 3 cc
Chile Chile PROPN NNP 1 conj
negotiated negotiate VERB VBD 0 root`, "negotiated", "consult/negotiate Peru Chile >"},
		{"meeting with", `The the DET DT 2 det
envoy envoy NOUN NN 3 nsubj
met meet VERB VBD 0 root
with with ADP IN 6 case
the the DET DT 6 det
king king NOUN NN 3 obl`, "met", "consult/meet envoy king >"},
		{"talks between", `Talks talk NOUN NNS 5 nsubj
between between ADP IN 3 case
Peru Peru PROPN NNP 1 nmod
... ... PUNCT . 5 punct
began begin VERB VBD 0 root`, "Talks", "consult/meet Peru >"},
		{"possessive", `Peru Peru PROPN NNP 3 nmod:poss
's 's PART POS 1 case
attack attack NOUN NN 0 root
on on ADP IN 5 case
Quito Quito PROPN NNP 3 nmod`, "attack", "assault/force Peru > Quito"},
		{"nationality before a noun", `Israeli israeli ADJ JJ 3 amod
air air NOUN NN 3 compound
strikes strike NOUN NNS 5 nsubj
... ... PUNCT . 5 punct
hit hit VERB VBD 0 root`, "strikes", "assault/aerial Israeli >"},
		{"light verb lends its subject", `Rebels rebel NOUN NNS 2 nsubj
launched launch VERB VBD 0 root
an a DET DT 4 det
attack attack NOUN NN 2 obj
on on ADP IN 6 case
Gondar Gondar PROPN NNP 4 nmod`, "attack", "assault/force Rebels > Gondar"},
		{"other verbs do not", `Peru Peru PROPN NNP 2 nsubj
condemned condemn VERB VBD 0 root
the the DET DT 4 det
attack attack NOUN NN 2 obj`, "attack", "assault/force >"},
		{"verb with its object", `Peru Peru PROPN NNP 2 nsubj
imposed impose VERB VBD 0 root
a a DET DT 4 det
series series NOUN NN 2 obj
of of ADP IN 6 case
sanctions sanction NOUN NNS 4 nmod
on on ADP IN 8 case
Chile Chile PROPN NNP 2 obl`, "imposed", "sanction/impose Peru > Chile"},
		{"particle and object", `Peru Peru PROPN NNP 2 nsubj
broke break VERB VBD 0 root
off off ADP RP 2 compound:prt
ties tie NOUN NNS 2 obj
with with ADP IN 6 case
Chile Chile PROPN NNP 2 obl`, "broke", "sanction/break Peru > Chile"},
		{"particle and preposition", `Police police NOUN NNS 2 nsubj
cracked crack VERB VBD 0 root
down down ADP RP 2 compound:prt
on on ADP IN 5 case
unions union NOUN NNS 2 obl`, "cracked", "coerce/general Police > unions"},
		{"complement", `Peru Peru PROPN NNP 2 nsubj
threatened threaten VERB VBD 0 root
to to PART TO 4 mark
attack attack VERB VB 2 xcomp
Chile Chile PROPN NNP 4 obj`, "threatened", "threaten/force Peru >"},
		{"two words with a preposition", `Peru Peru PROPN NNP 2 nsubj
accused accuse VERB VBD 0 root
Chile Chile PROPN NNP 2 obj
of of ADP IN 5 case
fraud fraud NOUN NN 2 obl`, "accused", "accuse/crime Peru > Chile"},
		{"fire a missile", `Peru Peru PROPN NNP 2 nsubj
fired fire VERB VBD 0 root
a a DET DT 4 det
rocket rocket NOUN NN 2 obj
at at ADP IN 6 case
Arica Arica PROPN NNP 2 obl`, "fired", "assault/artillery Peru > Arica"},
		{"fire a coach", `They they PRON PRP 2 nsubj
fired fire VERB VBD 0 root
the the DET DT 4 det
coach coach NOUN NN 2 obj`, "fired", "not assault/idiom"},
		{"war of words", `A a DET DT 2 det
war war NOUN NN 0 root
of of ADP IN 4 case
words word NOUN NNS 2 nmod`, "war", "not assault/idiom"},
		{"a hyphen parts words", `The the DET DT 4 det
cease cease NOUN NN 4 compound
- - PUNCT HYPH 4 punct
fire fire NOUN NN 5 nsubj
held hold VERB VBD 0 root`, "fire", "retreat/ceasefire >"},
		{"who protests", `Protesters protester NOUN NNS 2 nsubj
sang sing VERB VBD 0 root`, "Protesters", "protest/demonstrator Protesters >"},
		{"no rule", `He he PRON PRP 2 nsubj
slept sleep VERB VBD 0 root`, "slept", "none"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := sentence(test.tree)
			at := slices.IndexFunc(s.Tokens, func(tok dateline.Token) bool { return tok.Text == test.at })
			got := "none"
			if all := b.Match(s, at); len(all) > 0 && all[0].Negative {
				got = "not " + all[0].Rule
			} else if len(all) > 0 {
				got = strings.Join(strings.Fields(all[0].Rule+" "+texts(s, all[0].Actor)+" > "+texts(s, all[0].Recipient)), " ")
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A rule with a narrower wording comes before the bare verb.
func TestMatchOrder(t *testing.T) {
	b := load(t)
	s := sentence(`Peru Peru PROPN NNP 2 nsubj
refused refuse VERB VBD 0 root
to to PART TO 4 mark
meet meet VERB VB 2 xcomp`)
	all := b.Match(s, 1)
	if len(all) < 2 || all[0].Rule != "reject/meet" || all[0].CAMEO != "125" || all[0].Modes[0] != "meet" {
		t.Fatalf("got %+v", all)
	}
	if !slices.Equal(all[0].Words, []int{1, 3}) {
		t.Errorf("words %v, want verb and complement", all[0].Words)
	}
}

// A tree with a cycle, which a parser should never give, ends all the same.
func TestMatchBrokenTree(t *testing.T) {
	b := load(t)
	s := sentence(`attack attack VERB VB 2 xcomp
attack attack VERB VB 1 xcomp`)
	b.Match(s, 0)
	b.Auxiliaries(s, 1)
}

func TestStance(t *testing.T) {
	b := load(t)
	tests := []struct {
		lemmas string
		want   dateline.Stance
	}{
		{"say", dateline.Asserts},
		{"accord to", ""},
		{"according to", dateline.Asserts},
		{"confirm", dateline.Confirms},
		{"acknowledge", dateline.Confirms},
		{"deny", dateline.Denies},
		{"plead not guilty", dateline.Denies},
		{"say it be not true", dateline.Denies},
		{"reject the claim", dateline.Denies},
		{"have neither confirm nor deny", dateline.Neither},
		{"would not confirm or deny", dateline.Neither},
		{"would not say whether", dateline.Neither},
		{"do not deny", dateline.Neither},
		{"decline to comment", dateline.Declines},
		{"refuse to comment", dateline.Declines},
		{"would not discuss", dateline.Declines},
		{"do not respond to a request for comment", dateline.Silent},
		{"do not immediately respond", dateline.Silent},
		{"could not be reach", dateline.Silent},
		{"be not available for comment", dateline.Silent},
		{"could not independently verify", dateline.Doubts},
		{"could not be verify", dateline.Doubts},
		{"could not be confirm", dateline.Doubts},
		{"question", dateline.Doubts},
		{"retract", dateline.Retracts},
		{"withdraw his statement", dateline.Retracts},
		{"walk back", dateline.Retracts},
		{"sing", ""},
	}
	for _, test := range tests {
		got, rule, ok := b.Stance(strings.Fields(test.lemmas))
		if got != test.want || ok != (test.want != "") {
			t.Errorf("%s: %s by %q, want %s", test.lemmas, got, rule, test.want)
		}
	}
}

func TestContexts(t *testing.T) {
	b := load(t)
	got := b.Contexts(strings.Fields("the Army send pro - democracy prisoner to court after a car bomb"))
	if want := []string{"military", "pro_democracy", "legal", "terrorism"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAuxiliaries(t *testing.T) {
	b := load(t)
	tests := []struct{ name, tree, at, want string }{
		{"plain", "He he PRON PRP 2 nsubj\nmet meet VERB VBD 0 root", "met", ""},
		{"not", "They they PRON PRP 4 nsubj\ndid do AUX VBD 4 aux\nnot not PART RB 4 advmod\nmeet meet VERB VB 0 root", "meet", "negation"},
		{"no talks", "No no DET DT 2 det\ntalks talk NOUN NNS 4 nsubj:pass\nwere be AUX VBD 4 aux:pass\nheld hold VERB VBN 0 root", "talks", "negation"},
		{"failed to", "They they PRON PRP 2 nsubj\nfailed fail VERB VBD 0 root\nto to PART TO 4 mark\nmeet meet VERB VB 2 xcomp", "meet", "negation"},
		{"called off", "They they PRON PRP 2 nsubj\ncalled call VERB VBD 0 root\noff off ADP RP 2 compound:prt\ntalks talk NOUN NNS 2 obj", "talks", "negation"},
		{"will", "They they PRON PRP 3 nsubj\nwill will AUX MD 3 aux\nmeet meet VERB VB 0 root", "meet", "future"},
		{"would", "They they PRON PRP 3 nsubj\nwould would AUX MD 3 aux\nmeet meet VERB VB 0 root", "meet", "hypothetical"},
		{"if", "if if SCONJ IN 3 mark\nthey they PRON PRP 3 nsubj\nmeet meet VERB VBP 0 root", "meet", "hypothetical"},
		{"had", "They they PRON PRP 3 nsubj\nhad have AUX VBD 3 aux\nmet meet VERB VBN 0 root", "met", "historical"},
		{"has", "They they PRON PRP 3 nsubj\nhave have AUX VBP 3 aux\nmet meet VERB VBN 0 root", "met", ""},
		{"years ago", "They they PRON PRP 2 nsubj\nmet meet VERB VBD 0 root\nten ten NUM CD 4 nummod\nyears year NOUN NNS 5 obl:unmarked\nago ago ADV RB 2 advmod", "met", "historical"},
		{"progressive", "They they PRON PRP 3 nsubj\nare be AUX VBP 3 aux\nmeeting meet VERB VBG 0 root", "meeting", "ongoing"},
		{"what is said", "They they PRON PRP 3 nsubj\nnot not PART RB 3 advmod\nsaid say VERB VBD 0 root\nhe he PRON PRP 5 nsubj\nmet meet VERB VBD 3 ccomp", "met", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := sentence(test.tree)
			at := slices.IndexFunc(s.Tokens, func(tok dateline.Token) bool { return tok.Text == test.at })
			var got []string
			for _, a := range dateline.Auxiliaries {
				if _, ok := b.Auxiliaries(s, at)[a]; ok {
					got = append(got, string(a))
				}
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %v, want %q", b.Auxiliaries(s, at), test.want)
			}
		})
	}
}

// A report of 800 words, every verb and noun asked.
func BenchmarkMatchReport(b *testing.B) {
	book := load(b)
	s := sentence(`The the DET DT 3 det
Peruvian peruvian ADJ JJ 3 amod
army army NOUN NN 4 nsubj
launched launch VERB VBD 0 root
an a DET DT 6 det
attack attack NOUN NN 4 obj
on on ADP IN 9 case
the the DET DT 9 det
town town NOUN NN 6 nmod
and and CCONJ CC 11 cc
arrested arrest VERB VBD 4 conj
protesters protester NOUN NNS 11 obj
who who PRON WP 15 nsubj
had have AUX VBD 15 aux
blocked block VERB VBN 12 acl:relcl
a a DET DT 17 det
road road NOUN NN 15 obj
after after ADP IN 19 case
talks talk NOUN NNS 11 obl
. . PUNCT . 4 punct`)
	for b.Loop() {
		for range 40 {
			for i, tok := range s.Tokens {
				if tok.UPOS == "VERB" || tok.UPOS == "NOUN" {
					book.Match(s, i)
				}
			}
		}
	}
}

func ExampleBook_Match() {
	b, err := Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	s := sentence("Peru Peru PROPN NNP 2 nsubj\nrecalled recall VERB VBD 0 root\nits its PRON PRP$ 4 nmod:poss\nenvoy envoy NOUN NN 2 obj")
	m := b.Match(s, 1)[0]
	fmt.Println(m.Type, m.CAMEO, m.Modes, m.Rule)
	// Output: SANCTION 161 [withdraw] sanction/break
}
