"""Words of English text after Universal Dependencies (English EWT), with offsets in code points.

The same rules, in the same order, stand in internal/language/tokenise.go; testdata/tokenise.tsv holds both to each other.
"""
import re

ABBREVIATIONS = set("""mr mrs ms dr prof rev hon gen col lt maj capt cmdr adm sgt cpl gov sen rep pres amb st ft mt jr sr inc corp co ltd
llc plc bros dept univ assn ave blvd rd no nos vs etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat
sun approx est min max fig vol pp ed eds al cf e.g i.e a.k.a p.s ph.d""".split())
PREFIXES = set("""anti bi co counter cyber de e ex extra inter intra mega meta micro mid mini multi neo non over post pre pro proto pseudo
psycho quasi re semi socio sub super trans tri ultra un under""".split())
CLITIC = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|m|d|re|ve|ll))$")
URL = re.compile(r"(?i)^(?:https?://|www\.)\S+$|^[\w.+%-]+@[\w-]+(?:\.[\w-]+)+$|^(?:[\w-]+\.)+(?:com|org|net|gov|edu|info|io|co\.uk|xls|doc|pdf|html?)(?:/\S*)?$")
OPEN = "\"“”„«'‘’`([{<$€£¥₹#*_~@•¿¡+=|–—-"
CLOSE = "\"“”„»'‘’`)]}>,;:?!%*_~…|–—"
DOTTED = re.compile(r"^(?:\w\.)+\w?\.?$")
NUMBER_UNIT = re.compile(r"(?i)^([\d.,:]*\d)(am|pm|a\.m\.|p\.m\.|km|kg|mph|bn|mln|m|k|cm|mm|ft|lb|lbs|%)$")
SMILEY = re.compile(r"^[:;=][-']?[()DPpOo/|\\]+$|^\^_\^$|^[({][:;]$")
SPLITS = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3,
          "dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "wont": 2, "cant": 2, "im": 1, "ive": 1}


def tokenise(text):
    """-> [(start, end)] in reading order"""
    out = []
    for m in re.finditer(r"\S+", text):
        chunk(text, m.start(), m.end(), out)
    return out


def run(text, a, b, chars):
    """end of the run of characters from chars that starts at a"""
    e = a
    while e < b and text[e] in chars:
        e += 1
    return e


def chunk(text, a, b, out):
    """splits text[a:b], which holds no blank"""
    w = text[a:b]
    if URL.match(w) or SMILEY.match(w):
        out.append((a, b)); return
    # opening punctuation, one sign a token, runs of the same sign together
    while a < b and text[a] in OPEN:
        c = text[a]
        if c in "'’" and b - a > 1 and (text[a + 1].isdigit() or text[a:b].lower().lstrip("'’") in ("s", "em", "til", "cause", "n", "m", "re", "ve", "ll", "d", "t")):
            break
        if c in "-–—+" and b - a > 1 and text[a + 1].isdigit() and c in "-+":
            break
        if c == "@" or (c == "#" and b - a > 1 and text[a + 1].isalpha()):
            break
        e = run(text, a, b, c)
        out.append((a, e)); a = e
    # closing punctuation, peeled from the right
    tail = []
    while a < b:
        c = text[b - 1]
        if c in CLOSE:
            s = b - 1
            while s > a and (text[s - 1] == c or (c in "?!" and text[s - 1] in "?!")):
                s -= 1
            if c in "'’" and s > a and text[s - 1] in "sS" and b - s == 1:
                pass                                      # workers' : a token of its own, as any other
            tail.append((s, b)); b = s
        elif c == ".":
            s = b - 1
            while s > a and text[s - 1] == ".":
                s -= 1
            word = text[a:s]
            if b - s == 1 and word and (DOTTED.match(text[a:b]) and any(ch.isalpha() for ch in word) or word.lower() in ABBREVIATIONS):
                break
            if s == a or b - s >= 1:
                tail.append((s, b)); b = s
        else:
            break
    if a < b:
        middle(text, a, b, out)
    out.extend(reversed(tail))


def middle(text, a, b, out):
    """splits a chunk without outer punctuation at dashes, slashes, hyphens, brackets and clitics"""
    w = text[a:b]
    if URL.match(w):
        out.append((a, b)); return
    # inner signs that always stand alone
    for i in range(1, b - a - 1):
        c = w[i]
        two = w[i:i + 2]
        if two == "--" or c in "—…()[]{}\"“”;" or (c == "." and w[i:i + 3] == "...") or (c == "," and not (w[i - 1].isdigit() and w[i + 1].isdigit())) \
                or (c == ":" and not (w[i - 1].isdigit() and w[i + 1].isdigit())) or (c in "?!" and w[i + 1].isalpha()) or c == "–" \
                or (c == "/" and not (w[i - 1].isdigit() and w[i + 1].isdigit())):
            e = a + i + 1
            while e < b and text[e] == c:
                e += 1
            middle(text, a, a + i, out)
            out.append((a + i, e))
            if e < b:
                chunk(text, e, b, out)
            return
    m = NUMBER_UNIT.match(w)
    if m:
        out.append((a, a + m.end(1))); out.append((a + m.end(1), b)); return
    # hyphens
    if "-" in w[1:-1]:
        parts = w.split("-")
        if all(parts) and not all(p.replace(".", "").replace(",", "").isdigit() for p in parts) and not (parts[0].lower() in PREFIXES and len(parts) == 2):
            if not (any(ch.isdigit() for ch in parts[0]) and any(ch.isalpha() for ch in parts[0]) and any(ch.isdigit() for ch in w[len(parts[0]):])):
                p = a
                keep = parts[0].lower() in PREFIXES
                if keep:
                    parts = ["-".join(parts[:2])] + parts[2:]
                for k, part in enumerate(parts):
                    if k:
                        out.append((p, p + 1)); p += 1
                    clitics(text, p, p + len(part), out); p += len(part)
                return
    clitics(text, a, b, out)


def clitics(text, a, b, out):
    w = text[a:b]
    low = w.lower()
    if low in SPLITS:
        out.append((a, a + SPLITS[low])); out.append((a + SPLITS[low], b)); return
    m = CLITIC.match(w)
    if m and not (low.endswith(("'s", "’s")) and w[0].isdigit()):
        clitics(text, a, a + m.end(1), out); out.append((a + m.end(1), b)); return
    out.append((a, b))
