"""Quick figures after a training phase, on data that does not train. The figures that count are those of `dateline eval`."""
import collections
import torch
import data
from model import mean, gaps, pad


def spans(tags):
    out, start, kind = [], None, None
    for i, t in enumerate(list(tags) + ["O"]):
        p, k = (t[0], t[2:]) if t != "O" else ("O", None)
        if start is not None and (p in "OB" or k != kind):
            out.append((start, i, kind)); start = None
        if p == "B" or (p == "I" and start is None):
            start, kind = i, k
    return out


def prf(gold, pred):
    out = {}
    for c in sorted({x[-1] for x in gold}) + [None]:
        g = {x for x in gold if c in (None, x[-1])}; p = {x for x in pred if c in (None, x[-1])}
        out[c or "micro"] = round(200 * len(g & p) / max(1, len(g) + len(p)), 1)
    return out


@torch.no_grad()
def encode(m, windows):
    """yields (window, words N,H) in small batches of like length"""
    order = sorted(windows, key=lambda w: len(w["ids"]))
    for i in range(0, len(order), 16):
        part = order[i:i + 16]
        with torch.autocast("cpu", torch.bfloat16):
            x = m.words(part).float()
        for w, r in zip(part, x):
            yield w, r[:len(w["words"])]


@torch.no_grad()
def report(m, pieces, gold, name, fold=None):
    m.eval()
    L = m.table
    w = data.windows(data.ewt(gold, "dev"), pieces)[:120]
    c = collections.Counter()
    for win, x in encode(m, w):
        n = len(win["words"]); s = torch.tensor(win["sentence"]); c["n"] += n
        arc, pair = m.parser(x[None]); arc = arc[0].masked_fill(s[:, None] != s[None], -1e9)
        h = arc.argmax(-1); rel = m.parser.labels(pair, h[None])[0].argmax(-1)
        gh = torch.tensor(win["heads"]); ok = h == gh
        c["uas"] += int(ok.sum()); c["las"] += sum(bool(o) and L["relations"][int(r)].split(":")[0] == g.split(":")[0] for o, r, g in zip(ok, rel, win["rels"]))
        for k in ("upos", "xpos", "lemma"):
            c[k] += sum(L[k][int(p)] == g for p, g in zip(getattr(m, k)(x).argmax(-1), win[k]))
        p = m.start(x).argmax(-1).tolist(); c["stp"] += sum(a and b for a, b in zip(p, win["start"])); c["stn"] += sum(p) + sum(win["start"])
    print(name, "syntax", {k: round(100 * c[k] / c["n"], 2) for k in ("upos", "xpos", "lemma", "uas", "las")}, "sentences", round(200 * c["stp"] / c["stn"], 1), flush=True)
    docs = data.worldwide(gold, "dev")[:60]; g, p = [], []
    for k, (win, x) in enumerate(encode(m, data.windows(docs, pieces))):
        g += [(k,) + s for s in spans(win["names"])]; p += [(k,) + s for s in spans([L["names"][i] for i in m.names(x).argmax(-1)])]
    print(name, "names", prf(g, p), flush=True)
    docs = data.polnear(gold, "dev")[:50]; g, p, lg, lp = [], [], [], []
    for k, (win, x) in enumerate(encode(m, data.polnear_windows(docs, pieces))):
        g += [(k,) + s for s in spans(win["attribution"])]; p += [(k,) + s for s in spans([L["attribution"][i] for i in m.attribution(x).argmax(-1)])]
        for j, l in enumerate(win["links"]):
            t = m.link(x[None], mean(x, l["Cue"])[None], torch.tensor([gaps(len(x), l["Cue"])]))[0].argmax(-1)
            lp += [(k, j) + s for s in spans([L["link"][i] for i in t])]; lg += [(k, j, a, b, r) for r in ("Source", "Content") for a, b in l[r]]
    print(name, "attribution", prf(g, p), "links", prf(lg, lp), flush=True)
    own = data.windows(data.own(held_out=True), pieces, alone=True)
    if own:
        g, p = [], []; st = collections.Counter()
        for k, (win, x) in enumerate(encode(m, own)):
            g += [(k,) + s for s in spans(win["triggers"])]; p += [(k,) + s for s in spans([L["triggers"][i] for i in m.triggers(x).argmax(-1)])]
            for e in win["events"]:
                if e["also"]:
                    continue
                an = mean(x, [e["span"]])
                pr = torch.sigmoid(m.party(x[None], an[None], torch.tensor([gaps(len(x), [e["span"]])])))[0] > .5
                for r, (pos, ign) in e["roles"].items():
                    got = set(pr[:, L["party"].index(r)].nonzero().flatten().tolist()) - set(ign)
                    st[r + "tp"] += len(got & set(pos)); st[r + "n"] += len(got) + len(pos)
                st["cameo"] += L["cameo"][int(m.cameo(m.event(an)).argmax())] == e["cameo"]; st["events"] += 1
            for l in win["links"]:
                an = mean(x, l["Cue"]); f = torch.cat([an, x.mean(0)])
                st["stance"] += int(m.stance(torch.tanh(m.stance_hid(f))).argmax()) == l["stance"]; st["cues"] += 1
        gt, pt = {x[:3] for x in g}, {x[:3] for x in p}
        print(name, "own: triggers", prf(g, p), "any type", round(200 * len(gt & pt) / max(1, len(gt) + len(pt)), 1), "roles",
              {r: round(200 * st[r + "tp"] / max(1, st[r + "n"]), 1) for r in data.PARTIES}, "cameo", round(st["cameo"] / max(1, st["events"]), 3),
              "stance", round(st["stance"] / max(1, st["cues"]), 3), len(own), flush=True)
    if fold is not None:
        y, q = [], []
        docs = [d for d in data.plv(gold + "/relations/plv_train.tsv") if data.fold(d[0]["id"]) == fold]
        for win, x in encode(m, data.windows(docs, pieces)):
            s, t, r = win["pairs"][0]; ev = x.mean(0)
            f = torch.cat([ev, mean(x, [s]) if s else ev, mean(x, [t]) if t else ev])
            y.append(r); q.append(int(m.pair(torch.tanh(m.pair_hid(f))).argmax()))
        print(name, "plv fold", fold, "accuracy", round(sum(a == b for a, b in zip(y, q)) / len(y), 3), "n", len(y), flush=True)
    m.train()
