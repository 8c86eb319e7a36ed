"""Training data: one function a corpus, each yields documents; windows() cuts them into what the encoder reads at once.

A document is a list of sentences; a sentence is a dict of words and whatever its corpus labels. Licences stand beside each function.
"""
import collections, csv, glob, hashlib, io, json, os, random, re, zipfile
import corpus
from tokenise import tokenise

csv.field_size_limit(10 ** 9)
WINDOW = 160                      # word pieces of one window, the two end marks included

ROOTS = "AGREE CONSULT SUPPORT COOPERATE AID YIELD ACCUSE REQUEST REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
NAMES = ["O"] + [p + c for c in "Person Location Facility Organization Misc Money NORP Date Product".split() for p in ("B-", "I-")]
ATTRIBUTION = ["O"] + [p + c for c in ("Source", "Cue", "Content") for p in ("B-", "I-")]
LINK = ["O"] + [p + c for c in ("Source", "Content") for p in ("B-", "I-")]
ROLES = ["O"] + [p + c for c in ("ARG0 ARG1 ARG2 ARG3 ARG4 ARGM-TMP ARGM-LOC ARGM-MNR ARGM-ADV ARGM-NEG ARGM-MOD ARGM-DIR ARGM-PRP ARGM-CAU "
                                 "ARGM-EXT ARGM-DIS ARGM-ADJ ARGM-LVB ARGM-PRD ARGM-GOL ARGM-COM R-ARG0 R-ARG1").split() for p in ("B-", "I-")]
TRIGGERS = ["O"] + [p + c for c in corpus.TYPES for p in ("B-", "I-")]
MODES = [f"{t}/{m}" for t in corpus.TYPES for m in sorted(corpus.MODES[t])]
AUXILIARIES = ["negation", "future", "hypothetical", "historical", "ongoing", "factual"]
PARTIES = ["actor", "recipient", "place", "date"]
STANCES = corpus.STANCES


def fold(name, n=5):
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % n


# ---------- syntax: UD English EWT (CC BY-SA 4.0), with PropBank (CC BY-SA 4.0) and UDS 2.0 factuality (MIT) over the same sentences

def script(form, lemma):
    """the edit that makes a lemma of a word: a whole word, or how many letters go from the lowered end and what follows"""
    low = form.lower()
    if lemma == form:
        return "="
    if lemma == low:
        return "l"
    base, target, mark = (form, lemma, "c") if lemma[:1] == form[:1] and not form.islower() and lemma[:1].isupper() else (low, lemma, "l")
    n = 0
    while n < min(len(base), len(target)) and base[n] == target[n]:
        n += 1
    if n == 0 or len(base) - n > 5:
        return "w" + lemma
    return f"{mark}{len(base) - n}{target[n:]}"


def propbank(folder):
    """document and sentence number -> [(token, {role: BIO over the sentence})]"""
    out = {}
    for f in glob.glob(os.path.join(folder, "data/google/ewt/*/*/*.gold_skel")):
        domain, doc = f.split(os.sep)[-3], os.path.basename(f)[:-len(".xml.gold_skel")]
        sents = collections.OrderedDict()
        for l in open(f, encoding="utf-8"):
            c = l.split()
            if c:
                sents.setdefault(int(c[1]), []).append(c)
        for n, rows in sents.items():
            preds, cols = [i for i, r in enumerate(rows) if r[7] != "-"], len(rows[0]) - 8
            got = []
            for k in range(cols):
                tags, cur, verb = [], None, None
                for i, r in enumerate(rows):
                    cell = r[8 + k]
                    m = re.match(r"\(([^*()]+)\*", cell)
                    if m:
                        cur = m.group(1)
                        if cur == "V" and verb is None:
                            verb = i
                        tags.append("O" if cur in ("V", "C-V") else "B-" + cur)
                    else:
                        tags.append("I-" + cur if cur and cur not in ("V", "C-V") else "O")
                    if ")" in cell:
                        cur = None
                tags = [t if t in ROLES else "O" for t in tags]
                if verb is not None:
                    got.append((verb, tags))
            out[f"{domain}-{doc}-{n + 1:04d}"] = (len(rows), got)
    return out


def factuality(folder):
    """sentence id -> {token: score}, above 0 where the annotators took it to have happened"""
    ids = json.load(open(os.path.join(folder, "ud_ids.json")))
    z = zipfile.ZipFile(os.path.join(folder, "2.0/normalized/sentence/annotations/factuality.zip"))
    out = {}
    for key, preds in json.load(z.open(z.namelist()[0]))["data"].items():
        if key in ids:
            sid = ids[key]["sentence_id"]
            out[sid] = {int(p.rsplit("-", 1)[1]) - 1: v["factuality"]["factual"]["value"] for p, v in preds.items()}
    return out


def ewt(gold, part):
    roles, facts = propbank(gold + "/meaning/propbank-ewt"), factuality(gold + "/meaning/uds-2.0")
    docs, doc, rows, sid, newpar = [], [], [], None, False
    for l in open(f"{gold}/syntax/ewt/{part}.conllu", encoding="utf-8"):
        l = l.rstrip("\n")
        if l.startswith("# newdoc"):
            doc = []; docs.append(doc)
        elif l.startswith("# sent_id"):
            sid = l.split(" = ")[1]
        elif l.startswith("# newpar"):
            newpar = True
        elif l and l[0].isdigit():
            c = l.split("\t")
            if c[0].isdigit():
                rows.append(c)
        elif not l and rows:
            heads = [int(c[6]) - 1 if c[6] != "0" else i for i, c in enumerate(rows)]
            s = dict(words=[c[1] for c in rows], upos=[c[3] for c in rows], xpos=[c[4] for c in rows], heads=heads, rels=[c[7] for c in rows],
                     lemma=[script(c[1], c[2]) for c in rows], start=True, par=newpar)
            n, preds = roles.get(sid, (0, None))
            if preds is not None and n == len(rows):
                s["preds"] = preds
            if sid in facts:
                s["facts"] = {t: v for t, v in facts[sid].items() if t < len(rows)}
            doc.append(s); rows, newpar = [], False
    return docs


# ---------- names: Worldwide newswire (no licence stated: learnt from, text never passed on)

def worldwide(gold, part):
    docs = []
    for f in sorted(glob.glob(f"{gold}/names/worldwide/{part}/*.tsv")):
        doc, words, tags = [], [], []
        for l in open(f, encoding="utf-8"):
            c = l.rstrip("\n").split("\t")
            if len(c) < 2 or not c[0].strip():
                if words:
                    doc.append(dict(words=words, names=tags))
                words, tags = [], []
            else:
                t = c[1].strip()
                words.append(c[0]); tags.append(t if t in NAMES else "O")
        if words:
            doc.append(dict(words=words, names=tags))
        docs.append(doc)
    return docs


# ---------- attribution: PolNeAR (no licence stated: learnt from, text never passed on)

BOUNDARY = re.compile(r"[.!?…]+[\"”’'»)\]]*$")


def cut(words, offsets, text):
    """sentence starts by rule: new line, or closing punctuation before a capital, digit or quotation mark (see window.go)"""
    starts = [0]
    for i in range(1, len(words)):
        gap = text[offsets[i - 1][1]:offsets[i][0]]
        if "\n" in gap:
            starts.append(i)
        elif gap:
            k = i - 1
            while k > starts[-1] and words[k] in ("\"", "”", "’", "'", "''", ")", "]", "»"):
                k -= 1
            if words[k][0] in ".!?…" and (words[i][0].isupper() or words[i][0].isdigit() or words[i][0] in "\"“‘'(«["):
                starts.append(i)
    return starts


def polnear(gold, part):
    docs = []
    for f in sorted(glob.glob(f"{gold}/attribution/polnear/{part}/*.txt")):
        text = open(f, encoding="utf-8", newline="").read()
        spans, events = {}, []
        for l in open(f[:-4] + ".ann", encoding="utf-8"):
            c = l.rstrip("\n").split("\t")
            if len(c) < 2:
                continue
            if c[0][0] == "T":
                kind, where = c[1].split(" ", 1)
                if kind in ("Source", "Cue", "Content"):
                    spans[c[0]] = (kind, [tuple(map(int, x.split())) for x in where.split(";")])
            elif c[0][0] == "E":
                g = collections.defaultdict(list)
                for x in c[1].split():
                    k, v = x.split(":"); g[re.sub(r"\d+$", "", k)].append(v)
                events.append(g)
        offsets = tokenise(text)
        words = [text[a:b] for a, b in offsets]
        def fragments(tid):
            out = []
            for a, b in sorted(spans[tid][1]):
                if out and not text[out[-1][1]:a].strip():
                    out[-1] = (out[-1][0], b)
                else:
                    out.append((a, b))
            return out
        def cover(a, b):
            k = [i for i, (s, e) in enumerate(offsets) if s < b and e > a]
            return (k[0], k[-1] + 1) if k else None
        tags = ["O"] * len(words)
        ranges = {tid: [r for r in (cover(*x) for x in fragments(tid)) if r] for tid in spans}
        for tid, (kind, _) in spans.items():
            for s, e in ranges[tid]:
                for i in range(s, e):
                    tags[i] = ("B-" if i == s else "I-") + kind
        links = []
        for g in events:
            r = {k: [x for tid in g.get(k, []) if tid in ranges for x in ranges[tid]] for k in ("Source", "Cue", "Content")}
            if r["Cue"]:
                links.append(r)
        starts = cut(words, offsets, text) + [len(words)]
        doc = []
        for a, b in zip(starts, starts[1:]):
            s = dict(words=words[a:b], attribution=tags[a:b], offset=a)
            doc.append(s)
        if doc:
            doc[0]["links"] = links
        docs.append(doc)
    return docs


# ---------- relations: PLV (none stated), NGEC synthetic stories (none stated): learnt from, text never passed on

MARK = re.compile(r"(</?[st]>)")


def plv(path):
    out = []
    for r in csv.DictReader(open(path, encoding="utf-8"), delimiter="\t"):
        text, spans, cur = "", {}, None
        for part in MARK.split(r["marked_sentence"]):
            if part in ("<s>", "<t>"):
                cur = (part[1], len(text))
            elif part in ("</s>", "</t>"):
                if cur:
                    spans[cur[0]] = (cur[1], len(text))
                cur = None
            else:
                text += part
        offsets = tokenise(text)
        def cover(k):
            if k not in spans:
                return None
            a, b = spans[k]
            got = [i for i, (s, e) in enumerate(offsets) if s < b and e > a]
            return (got[0], got[-1] + 1) if got else None
        out.append([dict(words=[text[a:b] for a, b in offsets], id=r["id"], pairs=[(cover("s"), cover("t"), ROOTS.index(r["root"]))])])
    return out


def ngec(gold):
    z = zipfile.ZipFile(gold + "/events/ngec_synthetic_stories.csv.zip")
    out, seen = [], set()
    for r in csv.DictReader(io.TextIOWrapper(z.open(z.namelist()[0]), "utf-8")):
        root = r["label"].strip().upper()
        root = "YIELD" if root in ("CONCEDE", "RETREAT") else root
        if root not in ROOTS:
            continue
        lead = " ".join(re.split(r"(?<=[.!?])\s+", r["text"].strip().replace("\n", " "))[:2])
        for text in (lead, r["prompt"].split("\n")[0].strip()):
            words = [text[a:b] for a, b in tokenise(text)][:90]
            if len(words) > 3 and " ".join(words) not in seen:
                seen.add(" ".join(words))
                out.append([dict(words=words, pairs=[(None, None, ROOTS.index(root))])])
    return out


# ---------- events and claims: our own sentences

def own(held_out=False, everything=False):
    """files of training/corpus as documents, an item a sentence; held_out: the tenth that never trains"""
    docs = [[]]
    file = ""
    for item in corpus.load():
        if not everything and item.held_out() != held_out:
            continue
        if file != item.where.split(":")[0]:
            file = item.where.split(":")[0]
            docs.append([])
        offsets = tokenise(item.text)
        words = [item.text[a:b] for a, b in offsets]
        def cover(sp):
            got = [i for i, (s, e) in enumerate(offsets) if s < sp.end and e > sp.start]
            return (got[0], got[-1] + 1) if got else None
        at = {tag: [r for r in map(cover, ss) if r] for tag, ss in item.spans.items()}
        n = len(words)
        trig, attr = ["O"] * n, ["O"] * n
        events, links = [], []
        def mark(tags, a, b, name):
            for i in range(a, b):
                tags[i] = ("B-" if i == a else "I-") + name
        for tag, e in item.events.items():
            base = item.events[e.also] if e.also else e
            if base.also or not at[tag]:
                continue
            for a, b in at[tag]:
                mark(trig, a, b, base.type)
            a, b = at[tag][0]
            roles = {"actor": base.actors, "recipient": base.recipients, "place": base.places, "date": base.dates}
            if e.also:                                   # a further telling: whoever of the parties stands by
                roles["place"] = roles["date"] = ()
            positive, ignore = collections.defaultdict(set), collections.defaultdict(set)
            for role, tags in roles.items():
                for t in tags:
                    ranges = sorted(at[t], key=lambda r: min(abs(r[0] - b), abs(a - r[1])))
                    for k, r in enumerate(ranges):
                        (positive if k == 0 and not e.also else ignore)[role].update(range(*r))
            events.append(dict(span=(a, b), type=corpus.TYPES.index(base.type), modes=[MODES.index(f"{base.type}/{m}") for m in base.modes],
                               cameo=base.cameo, aux=base.aux, roles={r: (sorted(positive[r]), sorted(ignore[r] - positive[r])) for r in PARTIES}, also=bool(e.also)))
        inner = []
        for tag, q in item.cues.items():
            cue = at[tag]
            if not cue:
                continue
            speakers = []
            for t in q.speakers:
                r = sorted(at[t], key=lambda r: min(abs(r[0] - cue[0][1]), abs(cue[0][0] - r[1])))
                if r:
                    speakers.append(r[0])
            contents = [r for t in q.contents for r in at[t]]
            links.append(dict(Cue=cue, Source=speakers, Content=contents, stance=STANCES.index(q.stance)))
            inner.append((q, cue, speakers, contents))
        # flat tags as PolNeAR has them: cues over sources over contents, outermost contents
        for _, cue, speakers, contents in sorted(inner, key=lambda x: -sum(b - a for a, b in x[3])):
            for a, b in contents:
                if all(t == "O" for t in attr[a:b]):
                    mark(attr, a, b, "Content")
        for _, cue, speakers, contents in inner:
            for a, b in speakers:
                if not any(t.endswith("Content") for t in attr[a:b]):
                    mark(attr, a, b, "Source")
            for a, b in cue:
                if not any(t.endswith("Content") for t in attr[a:b]):
                    mark(attr, a, b, "Cue")
        pairs = []
        for e in events:
            pos = e["roles"]
            if not e["also"] and pos["actor"][0] and pos["recipient"][0]:
                root = corpus.TYPES[e["type"]]
                root = "YIELD" if root in ("CONCEDE", "RETREAT") else root
                runs = [(min(x), max(x) + 1) for x in (pos["actor"][0], pos["recipient"][0])]
                if all(b - a < 15 for a, b in runs):
                    pairs.append((*runs, ROOTS.index(root)))
        docs[-1].append(dict(words=words, triggers=trig, events=events, attribution_own=attr, links=links, stances=True, pairs=pairs))
    return [d for d in docs if d]


# ---------- windows

def windows(docs, pieces, limit=WINDOW, alone=False):
    """packs whole sentences into windows of at most limit pieces: dicts of words and labels, word numbers counted in the window.
    alone: a sentence a window. A sentence that is too long is cut."""
    out = []
    for doc in docs:
        cur, size, sents = [], 2, []
        for s in doc:
            n = sum(len(pieces.of(w)) for w in s["words"])
            if cur and (size + n > limit or alone):
                out.append(cur); cur, size = [], 2
            cur.append(s); size += n
        if cur:
            out.append(cur)
    return [join(group, pieces, limit) for group in out]


def join(group, pieces, limit):
    w = dict(words=[], sentence=[], start=[], preds=[], facts=[], links=[], events=[], pairs=[])
    first = group[0]
    links = first.get("links") if "offset" in first or "stances" in first else None
    for k, s in enumerate(group):
        base, n = len(w["words"]), len(s["words"])
        w["words"] += s["words"]; w["sentence"] += [k] * n
        w["start"] += [1] + [0] * (n - 1)
        for key in ("upos", "xpos", "rels", "lemma", "names", "attribution", "attribution_own", "triggers"):
            if key in s:
                w.setdefault(key, []).extend(s[key])
        if "heads" in s:
            w.setdefault("heads", []).extend(h + base for h in s["heads"])
        for t, tags in s.get("preds", []):
            w["preds"].append((t + base, base, base + n, tags))
        w["has_preds"] = w.get("has_preds", True) and "preds" in s
        w["facts"] += [(t + base, v) for t, v in s.get("facts", {}).items()]
        if "stances" in s:
            w["links"] += [moved(l, base) for l in s["links"]]; w["events"] += [moved(e, base) for e in s["events"]]
        w["pairs"] += [tuple((r[0] + base, r[1] + base) if r else None for r in p[:2]) + (p[2],) for p in s.get("pairs", [])]
        w["starts_known"] = "start" in s
    if "offset" in first:
        w["offset"] = first["offset"]
    w["ids"], w["shapes"], w["first"] = pieces.window(w["words"])
    if len(w["ids"]) > limit:                            # one sentence longer than a window: keep what fits
        keep = sum(1 for f, nx in zip(w["first"], w["first"][1:] + [len(w["ids"]) - 1]) if nx <= limit - 1)
        trim(w, keep, pieces)
    return w


def moved(x, base):
    """an event or a link whose words are counted from base on"""
    shift = lambda ranges: [(a + base, b + base) for a, b in ranges]
    if "span" in x:
        return dict(x, span=shift([x["span"]])[0], roles={r: tuple([i + base for i in part] for part in parts) for r, parts in x["roles"].items()})
    return {k: shift(v) if k in ("Cue", "Source", "Content") else v for k, v in x.items()}


def trim(w, keep, pieces):
    for key in ("words", "sentence", "start", "upos", "xpos", "rels", "lemma", "names", "attribution", "attribution_own", "triggers"):
        if key in w:
            w[key] = w[key][:keep]
    if "heads" in w:
        w["heads"] = [h if h < keep else i for i, h in enumerate(w["heads"][:keep])]
    w["preds"] = [(t, a, min(b, keep), tags[:keep - a]) for t, a, b, tags in w["preds"] if t < keep]
    w["facts"] = [(t, v) for t, v in w["facts"] if t < keep]
    w["events"] = [e for e in w["events"] if e["span"][1] <= keep and all(i < keep for r in e["roles"].values() for x in r for i in x)]
    w["pairs"] = [p for p in w["pairs"] if all(r is None or r[1] <= keep for r in p[:2])]
    w["links"] = [l for l in w["links"] if all(b <= keep for k in ("Cue", "Source", "Content") for a, b in l[k])]
    w["ids"], w["shapes"], w["first"] = pieces.window(w["words"])


def polnear_windows(docs, pieces, limit=WINDOW, stride=False):
    """windows of attribution documents; links are given to the window that holds their cue"""
    out = []
    for doc in docs:
        links = doc[0].get("links", []) if doc else []
        ws = windows([doc], pieces, limit)
        for w in ws:
            a = w["offset"]; b = a + len(w["words"])
            for l in links:
                c0, c1 = l["Cue"][0]
                if a <= c0 and c1 <= b and c1 - c0 <= 20:
                    w["links"].append({k: [(max(x, a) - a, min(y, b) - a) for x, y in l[k] if x < b and y > a] for k in ("Source", "Cue", "Content")})
        out += ws
    return out
