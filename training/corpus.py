"""Reads and checks the annotated sentences of training/corpus (notation: corpus/README.md).

usage: corpus.py check [FILE…]      proves the notation consistent; exit 1 and file:line for each mistake
       corpus.py stats [FILE…]      counts of types, modes, stances
"""
import collections, glob, hashlib, os, re, sys
from dataclasses import dataclass, field

HERE = os.path.dirname(os.path.abspath(__file__))

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber ban",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons crowd-control unconventional",
}
MODES = {t: set(MODES.get(t, "").split()) for t in TYPES}
# CAMEO roots that each type may bear (PLOVER 2.0 manual, crosswalk); 02 is read as REQUEST.
ROOTS = dict(AGREE="03", CONSULT="04", SUPPORT="05", CONCEDE="03 05 08", COOPERATE="06", AID="07", RETREAT="08", REQUEST="02 10",
             ACCUSE="09 11", REJECT="12", THREATEN="13", PROTEST="14", SANCTION="16 17 08", MOBILIZE="15", COERCE="17 09 19", ASSAULT="18 19 20 17")
STANCES = "asserts confirms denies neither declines silent doubts retracts".split()
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())
NOT_COUNTRIES = set("IGO UNO EUR NGO ISM IMG MNC ---".split())
AUX = {"neg": "negation", "fut": "future", "hyp": "hypothetical", "hist": "historical", "ongo": "ongoing"}


class Mistake(Exception):
    pass


@dataclass
class Span:
    """A marked range of the plain sentence, in code points."""
    start: int
    end: int
    tag: str                      # A1, E2 …
    args: list = field(default_factory=list)


@dataclass
class Event:
    tag: str
    spans: list
    type: str = ""
    modes: tuple = ()
    cameo: str = ""
    actors: tuple = ()
    recipients: tuple = ()
    places: tuple = ()
    dates: tuple = ()
    aux: tuple = ()
    also: str = ""


@dataclass
class Cue:
    tag: str
    spans: list
    stance: str
    speakers: tuple
    via: tuple
    contents: tuple


@dataclass
class Item:
    text: str
    spans: dict                   # tag -> [Span]
    actors: dict                  # tag -> (code, sector)
    events: dict
    cues: dict
    figures: dict                 # tag -> {low, best, high, approx, of}
    where: str = ""

    def held_out(self):
        """One item in ten never trains anything."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 10 == 0


def unmark(line):
    """-> plain text and spans of one item"""
    out, stack, spans, i, n = [], [], [], 0, 0
    while i < len(line):
        c = line[i]
        if c == "[":
            stack.append(n)
        elif c == "|":
            j = line.find("]", i)
            if not stack or j < 0:
                raise Mistake(f"'|' outside a span at column {i + 1}: every span is [words|TAG …]")
            tag, *args = line[i + 1:j].split()  if line[i + 1:j].strip() else [""]
            if not re.fullmatch(r"[AEPDQTFX]\d+|X", tag):
                raise Mistake(f"unknown tag {tag!r} at column {i + 2}: A, E, P, D, Q, T, F or X with a number")
            start = stack.pop()
            if start == n:
                raise Mistake(f"empty span before column {i + 1}")
            spans.append(Span(start, n, tag, args))
            i = j
        elif c == "]":
            raise Mistake(f"']' without '|TAG' at column {i + 1}")
        else:
            out.append(c); n += 1
        i += 1
    if stack:
        raise Mistake("a '[' is never closed")
    return "".join(out), spans


def numbers(word, letter):
    if word == "-":
        return ()
    got = tuple(word.split(","))
    for g in got:
        if not re.fullmatch(letter + r"\d+", g):
            raise Mistake(f"{word!r} should be a list of {letter} numbers, as {letter}1,{letter}2")
    return got


def event(tag, spans):
    e = Event(tag, spans)
    full = [s for s in spans if s.args]
    if len(full) != 1:
        raise Mistake(f"{tag} needs its code exactly once")
    a = list(full[0].args)
    if a and a[0].startswith("also="):
        e.also = a.pop(0)[5:]
        if a:
            raise Mistake(f"{tag}: a further telling carries nothing but also=")
        return e
    kind, _, modes = a.pop(0).partition("/")
    if kind not in TYPES:
        raise Mistake(f"{tag}: unknown event type {kind!r}")
    e.type, e.modes = kind, tuple(m for m in modes.split("+") if m)
    for m in e.modes:
        if m not in MODES[kind]:
            raise Mistake(f"{tag}: {kind} has no mode {m!r}; it has {' '.join(sorted(MODES[kind])) or 'none'}")
    if not a or not re.fullmatch(r"\d{2,4}", a[0]):
        raise Mistake(f"{tag}: a CAMEO code of 2 to 4 digits follows the type")
    e.cameo = a.pop(0)
    if e.cameo[:2] not in ROOTS[kind].split():
        raise Mistake(f"{tag}: CAMEO {e.cameo} is no {kind}")
    if a and (a[0] == "-" or a[0][0] == "A"):
        e.actors = numbers(a.pop(0), "A")
    if a and a[0] == ">":
        a.pop(0)
        if not a:
            raise Mistake(f"{tag}: recipients are missing after >")
        e.recipients = numbers(a.pop(0), "A")
    for x in a:
        if x[0] == "@":
            e.places += numbers(x[1:], "P")
        elif x[0] == "~":
            e.dates += numbers(x[1:], "D")
        elif x in AUX:
            e.aux += (AUX[x],)
        else:
            raise Mistake(f"{tag}: what is {x!r}? flags are @P1 ~D1 neg fut hyp hist ongo")
    return e


def cue(tag, spans):
    full = [s for s in spans if s.args]
    if len(full) != 1:
        raise Mistake(f"{tag} needs its stance exactly once")
    text = " ".join(full[0].args)
    left, _, right = text.partition(":")
    l = left.split()
    if not l or l[0] not in STANCES:
        raise Mistake(f"{tag}: the first word is a stance ({' '.join(STANCES)})")
    c = Cue(tag, spans, l[0], (), (), ())
    rest = l[1:]
    if rest and rest[0] != "via":
        c.speakers = numbers(rest.pop(0), "A")
    if rest:
        if rest[0] != "via" or len(rest) != 2:
            raise Mistake(f"{tag}: after the speakers only 'via A3' may stand")
        c.via = numbers(rest[1], "A")
    if right.strip():
        c.contents = numbers(right.strip().replace(" ", ""), "T")
    return c


def figure(tag, spans):
    full = [s for s in spans if s.args]
    if len(full) != 1:
        raise Mistake(f"{tag} needs its number exactly once")
    f = {}
    for a in full[0].args:
        k, _, v = a.partition("=")
        if k in ("low", "best", "high"):
            try:
                f[k] = float(v.replace(",", ""))
            except ValueError:
                raise Mistake(f"{tag}: {a!r} holds no number")
        elif a == "approx":
            f["approx"] = True
        elif k in ("of", "unit", "scope", "part"):
            f[k] = v
        else:
            f["of"] = f.get("of", "") + " " + a
    if not {"low", "best", "high"} & f.keys():
        raise Mistake(f"{tag}: give low=, best= or high=")
    return f


def countries():
    path = os.path.join(HERE, "iso3166.txt")
    return set(open(path).read().split()) | NOT_COUNTRIES


COUNTRIES = countries()


def parse(line, where=""):
    text, flat = unmark(line)
    spans = collections.OrderedDict()
    for s in sorted(flat, key=lambda s: (s.start, -s.end)):
        spans.setdefault(s.tag, []).append(s)
    item = Item(text, spans, {}, {}, {}, {}, where)
    for tag, ss in spans.items():
        k = tag[0]
        if k == "A":
            coded = [s.args for s in ss if s.args]
            if not coded:
                raise Mistake(f"{tag} has no code")
            for c in coded:
                if c != coded[0]:
                    raise Mistake(f"{tag} has two codes: {' '.join(c)} and {' '.join(coded[0])}")
            code = coded[0]
            if code[0] not in COUNTRIES:
                raise Mistake(f"{tag}: {code[0]!r} is neither an ISO 3166-1 alpha-3 code nor one of {' '.join(sorted(NOT_COUNTRIES))}")
            if len(code) > 2 or (len(code) == 2 and code[1] not in SECTORS):
                raise Mistake(f"{tag}: {' '.join(code[1:])!r} is no sector")
            item.actors[tag] = (code[0], code[1] if len(code) > 1 else "")
        elif k == "E":
            item.events[tag] = event(tag, ss)
        elif k == "Q":
            item.cues[tag] = cue(tag, ss)
        elif k == "F":
            item.figures[tag] = figure(tag, ss)
        elif any(s.args for s in ss):
            raise Mistake(f"{tag} takes no arguments")
    def known(tags, of):
        for t in tags:
            if t not in spans:
                raise Mistake(f"{of} names {t}, which is not marked")
    for e in item.events.values():
        known(e.actors + e.recipients + e.places + e.dates + ((e.also,) if e.also else ()), e.tag)
    for c in item.cues.values():
        known(c.speakers + c.via + c.contents, c.tag)
    for t in spans:
        if t[0] == "T" and not any(t in c.contents for c in item.cues.values()):
            raise Mistake(f"{t} is no cue's content")
    return item


def files(paths=()):
    return list(paths) or sorted(glob.glob(os.path.join(HERE, "corpus", "*.txt")))


def load(paths=(), mistakes=None):
    """Items of all files; raises on the first mistake unless a list for them is given."""
    out, seen = [], {}
    for path in files(paths):
        for n, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.strip()
            if not line or line[0] == "#":
                continue
            where = f"{os.path.basename(path)}:{n}"
            try:
                item = parse(line, where)
                if item.text in seen:
                    raise Mistake(f"the same sentence stands at {seen[item.text]}")
                seen[item.text] = where
                out.append(item)
            except Mistake as m:
                if mistakes is None:
                    raise SystemExit(f"{where}: {m}")
                mistakes.append(f"{where}: {m}")
    return out


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in ("check", "stats"):
        sys.exit(__doc__.strip())
    mistakes = []
    items = load(sys.argv[2:], mistakes)
    for m in mistakes:
        print(m)
    ev = [e for i in items for e in i.events.values()]
    print(f"{len(items)} items, {len(ev)} events, {sum(len(i.cues) for i in items)} cues, {sum(len(i.figures) for i in items)} figures, "
          f"{sum(not i.events for i in items)} items without events, {len(mistakes)} mistakes")
    if sys.argv[1] == "stats":
        for name, c in (("types", collections.Counter(e.type for e in ev)), ("modes", collections.Counter(f"{e.type}/{m}" for e in ev for m in e.modes)),
                        ("auxiliaries", collections.Counter(a for e in ev for a in e.aux)), ("stances", collections.Counter(q.stance for i in items for q in i.cues.values()))):
            print(name, dict(c.most_common()))
    sys.exit(1 if mistakes else 0)


if __name__ == "__main__":
    main()
