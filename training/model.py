"""The language core: one encoder, read once a window, and heads on its words. Shapes: B windows, T pieces, N words, H = 384."""
import json, os
import torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file
import data

DISTANCE = 32                     # linkers see how many words lie between, up to this many to each side


class Layer(nn.Module):
    """A post-norm transformer layer (Vaswani et al. 2017), as in BERT."""
    def __init__(s, h, a, ff, p):
        super().__init__()
        s.a, s.p = a, p
        s.qkv = nn.Linear(h, 3 * h); s.o = nn.Linear(h, h); s.ln1 = nn.LayerNorm(h, eps=1e-12)
        s.up = nn.Linear(h, ff); s.down = nn.Linear(ff, h); s.ln2 = nn.LayerNorm(h, eps=1e-12)

    def forward(s, x, mask):
        B, T, H = x.shape
        q, k, v = s.qkv(x).view(B, T, 3, s.a, H // s.a).permute(2, 0, 3, 1, 4)
        # written out: on CPUs the fused kernel's backward pass takes five times as long at these lengths
        y = torch.softmax(q @ k.transpose(-1, -2) * (H // s.a) ** -0.5 + mask, -1, dtype=torch.bfloat16 if q.dtype == torch.bfloat16 else None) @ v
        x = s.ln1(x + s.o(y.transpose(1, 2).reshape(B, T, H)))
        return s.ln2(x + F.dropout(s.down(F.gelu(s.up(x))), s.p, s.training))


class Encoder(nn.Module):
    def __init__(s, folder, layers=None, p=0.1):
        super().__init__()
        c = json.load(open(os.path.join(folder, "config.json")))
        h, a, L, ff = c["hidden_size"], c["num_attention_heads"], layers or c["num_hidden_layers"], c["intermediate_size"]
        s.h, s.p = h, p
        s.config = dict(hidden=h, heads=a, layers=L, feed_forward=ff, vocabulary=c["vocab_size"], positions=512, shapes=8, epsilon=1e-12)
        s.word = nn.Embedding(c["vocab_size"], h); s.pos = nn.Embedding(512, h); s.ln = nn.LayerNorm(h, eps=1e-12)
        s.shape = nn.Embedding(8, h); nn.init.zeros_(s.shape.weight)    # capital shape of the word: mends the uncased vocabulary
        s.layers = nn.ModuleList(Layer(h, a, ff, p) for _ in range(L))
        path = os.path.join(folder, "model.safetensors")
        if os.path.exists(path):
            s.start(load_file(path))

    def start(s, w):
        """weights in the names of BERT's export"""
        w = {k.replace("bert.", ""): v.float() for k, v in w.items()}
        s.word.weight.data.copy_(w["embeddings.word_embeddings.weight"])
        s.pos.weight.data.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
        s.ln.weight.data.copy_(w["embeddings.LayerNorm.weight"]); s.ln.bias.data.copy_(w["embeddings.LayerNorm.bias"])
        for i, l in enumerate(s.layers):
            g = lambda n: w[f"encoder.layer.{i}.{n}"]
            for part in ("weight", "bias"):
                getattr(l.qkv, part).data.copy_(torch.cat([g(f"attention.self.{n}.{part}") for n in ("query", "key", "value")]))
                for m, n in ((l.o, "attention.output.dense"), (l.ln1, "attention.output.LayerNorm"), (l.up, "intermediate.dense"),
                             (l.down, "output.dense"), (l.ln2, "output.LayerNorm")):
                    getattr(m, part).data.copy_(g(f"{n}.{part}"))

    def forward(s, ids, att, shape):
        x = F.dropout(s.ln(s.word(ids) + s.pos.weight[: ids.shape[1]] + s.shape(shape)), s.p, s.training)
        m = (1 - att[:, None, None, :]) * -1e4
        for l in s.layers:
            x = l(x, m)
        return x


class Linker(nn.Module):
    """Labels words relative to an anchor (a predicate, a cue, a trigger) without encoding again:
    gelu(a(word) + b(anchor) + a(word) * b(anchor) + distance) -> labels."""
    def __init__(s, h, out, hid=192):
        super().__init__()
        s.a, s.b, s.out = nn.Linear(h, hid), nn.Linear(h, hid), nn.Linear(hid, out)
        s.near = nn.Embedding(2 * DISTANCE + 1, hid)
        nn.init.normal_(s.near.weight, std=0.1)

    def forward(s, x, anchor, gap):
        """x: A,N,H words of each anchor's window; anchor: A,H; gap: A,N clipped distances + DISTANCE -> A,N,labels"""
        a, b = s.a(x), s.b(anchor)[:, None]
        return s.out(F.dropout(F.gelu(a + b + a * b + s.near(gap)), 0.1, s.training))


class Parser(nn.Module):
    """Deep biaffine attention (Dozat and Manning 2017); a root is a word that governs itself."""
    def __init__(s, h, labels, da=256, dr=96):
        super().__init__()
        s.ad, s.ah, s.rd, s.rh = nn.Linear(h, da), nn.Linear(h, da), nn.Linear(h, dr), nn.Linear(h, dr)
        s.arc, s.rel = nn.Parameter(torch.zeros(da + 1, da + 1)), nn.Parameter(torch.zeros(labels, dr + 1, dr + 1))
        nn.init.normal_(s.arc, std=0.01); nn.init.normal_(s.rel, std=0.01)

    @staticmethod
    def one(x):
        return torch.cat([x, torch.ones_like(x[..., :1])], -1)

    def forward(s, x):
        p = lambda m: s.one(F.dropout(F.gelu(m(x)), 0.25, s.training))
        d, h, s_d, s_h = p(s.ad), p(s.ah), p(s.rd), p(s.rh)
        return d @ s.arc @ h.transpose(1, 2), (s_d, s_h)

    def labels(s, pair, heads):
        d, h = pair
        h = h.gather(1, heads[..., None].expand(-1, -1, h.shape[-1]))
        return torch.einsum("btre,bte->btr", torch.einsum("btd,rde->btre", d, s.rel), h)


class Core(nn.Module):
    """labels: the head table, a list of names for every head (written into the weights file)"""
    def __init__(s, folder, labels, layers=None):
        super().__init__()
        s.enc = Encoder(folder, layers); h = s.enc.h
        s.table = labels
        lin = lambda name: nn.Linear(h, len(labels[name]))
        s.start, s.predicate = nn.Linear(h, 2), nn.Linear(h, 2)
        s.upos, s.xpos, s.lemma, s.names = lin("upos"), lin("xpos"), lin("lemma"), lin("names")
        s.attribution, s.attribution_own, s.triggers = nn.Linear(h, len(labels["attribution"])), nn.Linear(h, len(labels["attribution"])), lin("triggers")
        s.parser = Parser(h, len(labels["relations"]))
        s.roles, s.link, s.party = Linker(h, len(labels["roles"])), Linker(h, len(labels["link"])), Linker(h, len(labels["party"]))
        s.event_hid, s.modes, s.cameo, s.auxiliary = nn.Linear(h, h), lin("modes"), lin("cameo"), lin("auxiliary")
        s.stance_hid, s.stance = nn.Linear(2 * h, h), lin("stance")
        s.pair_hid, s.pair = nn.Linear(3 * h, h), nn.Linear(h, len(labels["pair"]))

    def words(s, batch):
        """windows -> encoded first pieces of their words: B,N,H"""
        ids, shapes = pad([w["ids"] for w in batch]), pad([w["shapes"] for w in batch])
        att = pad([[1] * len(w["ids"]) for w in batch])
        x = s.enc(ids, att, shapes)
        return x.gather(1, pad([w["first"] for w in batch])[..., None].expand(-1, -1, x.shape[-1]))

    def event(s, x):
        return torch.tanh(s.event_hid(x))


def pad(rows, v=0):
    n = max(map(len, rows))
    return torch.tensor([list(r) + [v] * (n - len(r)) for r in rows])


def mean(x, ranges):
    """x: N,H -> mean over the words of all ranges"""
    return torch.cat([x[a:b] for a, b in ranges]).mean(0)


def gaps(n, ranges):
    """clipped distance of each of n words from the nearest range, plus DISTANCE; 0 distance within"""
    out = []
    for i in range(n):
        best = None
        for a, b in ranges:
            d = i - a if i < a else i - (b - 1) if i >= b else 0
            if best is None or abs(d) < abs(best):
                best = d
        out.append(max(-DISTANCE, min(DISTANCE, best)) + DISTANCE)
    return out


def losses(m, batch, amp):
    """sum of the losses of all heads that these windows have labels for, and each by name"""
    with amp:
        x = m.words(batch)
    x = F.dropout(x.float(), 0.1, m.training)
    B, N, H = x.shape
    out = {}
    def tags(name, head, key, table, weight=1.0, ignore=None):
        rows = [[table[t] for t in w[key]] if key in w else [] for w in batch]
        if any(rows):
            y = F.pad(pad(rows, -100), (0, max(0, N - max(map(len, rows)))), value=-100)
            out[name] = weight * F.cross_entropy(head(x).flatten(0, 1), y.flatten(), ignore_index=-100)
    T = {k: {n: i for i, n in enumerate(v)} for k, v in m.table.items()}
    if batch[0].get("starts_known"):
        y = pad([w["start"] for w in batch], -100)
        out["start"] = F.cross_entropy(m.start(x).flatten(0, 1), y.flatten(), ignore_index=-100)
    if "upos" in batch[0]:
        tags("upos", m.upos, "upos", T["upos"], .3); tags("xpos", m.xpos, "xpos", T["xpos"], .3)
        lem = collections_default(T["lemma"]); tags("lemma", m.lemma, "lemma", lem, .3)
        with amp:
            arc, pair = m.parser(x)
        arc = arc.float()
        sent = pad([w["sentence"] for w in batch], -1)
        arc = arc.masked_fill(sent[:, :, None] != sent[:, None, :], -1e9)
        y, r = pad([w["heads"] for w in batch], -100), pad([[T["relations"].get(t, 0) for t in w["rels"]] for w in batch], -100)
        out["arc"] = F.cross_entropy(arc.flatten(0, 1), y.flatten(), ignore_index=-100)
        with amp:
            rel = m.parser.labels(pair, y.clamp_min(0))
        out["rel"] = F.cross_entropy(rel.float().flatten(0, 1), r.flatten(), ignore_index=-100)
        preds = [(i, p) for i, w in enumerate(batch) if w.get("has_preds") for p in w["preds"]]
        if preds:
            y = torch.full((B, N), -100)
            for i, w in enumerate(batch):
                if w.get("has_preds"):
                    y[i, :len(w["words"])] = 0
                    for t, *_ in w["preds"]:
                        y[i, t] = 1
            out["predicate"] = .3 * F.cross_entropy(m.predicate(x).flatten(0, 1), y.flatten(), ignore_index=-100)
            n = max(b - a for _, (_, a, b, _) in preds)
            xs = torch.stack([F.pad(x[i, a:b], (0, 0, 0, n - (b - a))) for i, (_, a, b, _) in preds])
            an = torch.stack([x[i, t] for i, (t, *_) in preds])
            g = pad([gaps(b - a, [(t - a, t - a + 1)]) for _, (t, a, b, _) in preds])
            y = pad([[T["roles"][t] for t in tags_] for _, (_, _, _, tags_) in preds], -100)
            out["roles"] = F.cross_entropy(m.roles(xs, an, g).flatten(0, 1), y.flatten(), ignore_index=-100)
        facts = [(i, t, v) for i, w in enumerate(batch) for t, v in w["facts"]]
        if facts:
            lg = m.auxiliary(m.event(torch.stack([x[i, t] for i, t, _ in facts])))[:, T["auxiliary"]["factual"]]
            out["factual"] = .2 * F.binary_cross_entropy_with_logits(lg, torch.tensor([float(v > 0) for *_, v in facts]))
    tags("names", m.names, "names", T["names"])
    tags("attribution", m.attribution, "attribution", T["attribution"])
    tags("attribution_own", m.attribution_own, "attribution_own", T["attribution"])
    links = [(i, l) for i, w in enumerate(batch) for l in w["links"]]
    if links:
        n = [len(batch[i]["words"]) for i, _ in links]; mx = max(n)
        xs = torch.stack([x[i, :mx] for i, _ in links])
        an = torch.stack([mean(x[i], l["Cue"]) for i, l in links])
        g = pad([gaps(k, l["Cue"]) for k, (_, l) in zip(n, links)])
        ys = []
        for k, (_, l) in zip(n, links):
            y = ["O"] * k
            for role in ("Content", "Source"):
                for a, b in l[role]:
                    for t in range(a, b):
                        y[t] = ("B-" if t == a else "I-") + role
            ys.append([T["link"][t] for t in y])
        out["link"] = F.cross_entropy(m.link(xs, an, g).flatten(0, 1), pad(ys, -100).flatten(), ignore_index=-100)
        st = [(k, i, l["stance"]) for k, (i, l) in enumerate(links) if "stance" in l]
        if st:
            f = torch.stack([torch.cat([an[k], x[i, :len(batch[i]["words"])].mean(0)]) for k, i, _ in st])
            out["stance"] = F.cross_entropy(m.stance(F.dropout(torch.tanh(m.stance_hid(f)), .1, m.training)), torch.tensor([y for *_, y in st]))
    tags("triggers", m.triggers, "triggers", T["triggers"], 1.5)
    events = [(i, e) for i, w in enumerate(batch) for e in w["events"]]
    if events:
        an = torch.stack([mean(x[i], [e["span"]]) for i, e in events])
        h = m.event(an)
        md, au = torch.zeros(len(events), len(m.table["modes"])), torch.zeros(len(events), len(m.table["auxiliary"]) - 1)
        for k, (_, e) in enumerate(events):
            md[k, e["modes"]] = 1
            for a in e["aux"]:
                au[k, T["auxiliary"][a]] = 1
        out["modes"] = 5 * F.binary_cross_entropy_with_logits(m.modes(h), md)
        out["auxiliary"] = F.binary_cross_entropy_with_logits(m.auxiliary(h)[:, :-1], au)
        cy = torch.tensor([T["cameo"].get(e["cameo"], -100) for _, e in events])
        out["cameo"] = .5 * F.cross_entropy(m.cameo(h), cy, ignore_index=-100)
        n = [len(batch[i]["words"]) for i, _ in events]; mx = max(n)
        xs = torch.stack([x[i, :mx] for i, _ in events])
        g = pad([gaps(k, [e["span"]]) for k, (_, e) in zip(n, events)])
        lg = m.party(xs, an, g)
        y, wt = torch.zeros_like(lg), torch.zeros_like(lg)
        for k, (_, e) in enumerate(events):
            wt[k, :n[k]] = 1
            for r, (pos, ign) in e["roles"].items():
                c = T["party"][r]
                y[k, pos, c] = 1; wt[k, ign, c] = 0
                if e["also"]:
                    wt[k, :, c] = 0
        out["party"] = 4 * F.binary_cross_entropy_with_logits(lg, y, weight=wt)
    pairs = [(i, p) for i, w in enumerate(batch) for p in w["pairs"]]
    if pairs:
        f = []
        for i, (s, t, _) in pairs:
            w = batch[i]; every = x[i, :len(w["words"])].mean(0)
            if s or t:                                   # the sentence of the pair, not the window
                k = w["sentence"][(s or t)[0]]; idx = [j for j, q in enumerate(w["sentence"]) if q == k]
                every = x[i, idx[0]:idx[-1] + 1].mean(0)
            f.append(torch.cat([every, mean(x[i], [s]) if s else every, mean(x[i], [t]) if t else every]))
        lg = m.pair(F.dropout(torch.tanh(m.pair_hid(F.dropout(torch.stack(f), .1, m.training))), .1, m.training))
        out["pair"] = F.cross_entropy(lg, torch.tensor([p[2] for _, p in pairs]), label_smoothing=0.05)
    return sum(out.values()), {k: v.item() for k, v in out.items()}


class collections_default(dict):
    """a table that gives 0 for what it does not hold"""
    def __missing__(s, k):
        return 0
