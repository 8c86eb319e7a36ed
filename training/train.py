"""Trains the language core.

usage: train.py RUN.toml --gold DIR --start DIR --work DIR [--phase NAME] [--threads 2]

RUN.toml names the phases, how often each corpus is passed in each, and the rates (runs/base.toml). Every few minutes a checkpoint is
written to the work folder; the same command goes on from it.
"""
import argparse, collections, math, os, random, time, tomllib
import numpy as np, torch
import corpus, data, evaluate
from model import Core, losses
from pieces import Pieces

torch.set_num_threads(2)


def label_table(gold):
    """the head table, from the training data's own labels"""
    docs = data.ewt(gold, "train")
    count = lambda key: collections.Counter(t for d in docs for s in d for t in s[key])
    lem = [k for k, n in count("lemma").most_common() if n >= 2 and k not in "=l"]
    here = os.path.dirname(os.path.abspath(__file__))
    return dict(upos=sorted(count("upos")), xpos=sorted(count("xpos")), lemma=["=", "l"] + lem, relations=sorted(count("rels")),
                names=data.NAMES, attribution=data.ATTRIBUTION, link=data.LINK, roles=data.ROLES, triggers=data.TRIGGERS, modes=data.MODES,
                cameo=open(os.path.join(here, "cameo.txt")).read().split(), auxiliary=data.AUXILIARIES, party=data.PARTIES, stance=data.STANCES, pair=data.ROOTS)


def load(gold, pieces, names, folds=None):
    """corpus name -> windows"""
    out = {}
    for n in names:
        if n == "ewt": out[n] = data.windows(data.ewt(gold, "train"), pieces)
        elif n == "worldwide": out[n] = data.windows(data.worldwide(gold, "train"), pieces)
        elif n == "polnear": out[n] = data.polnear_windows(data.polnear(gold, "train"), pieces)
        elif n == "ngec": out[n] = data.windows(data.ngec(gold), pieces)
        elif n == "plv":
            docs = data.plv(gold + "/relations/plv_train.tsv")
            out[n] = data.windows([d for d in docs if folds is None or data.fold(d[0]["id"]) != folds], pieces)
        elif n == "own": out[n] = data.windows(data.own(), pieces)                    # neighbours share a window, as in a report
        elif n == "own_alone": out[n] = data.windows(data.own(), pieces, alone=True)
        else: raise SystemExit(f"unknown corpus {n!r}")
    return out


@torch.no_grad()
def silver(windows, teacher):
    """gives windows without trees those of a teacher. Without them the encoder unlearns to parse the kind of text that only other
    heads are trained on."""
    teacher.eval()
    L = teacher.table
    for w, x in evaluate.encode(teacher, windows):
        arc, pair = teacher.parser(x[None])
        s = torch.tensor(w["sentence"])
        heads = arc[0].masked_fill(s[:, None] != s[None], -1e9).argmax(-1)
        rels = teacher.parser.labels(pair, heads[None])[0].argmax(-1)
        w["heads"], w["rels"] = heads.tolist(), [L["relations"][i] for i in rels]
        for key in ("upos", "xpos", "lemma"):
            w[key] = [L[key][i] for i in getattr(teacher, key)(x).argmax(-1)]


def batches(windows, pieces_a_batch, rnd):
    """length buckets of about so many pieces, padding counted"""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i]["ids"]) * (1 + .1 * rnd.random()))
    out, cur, longest = [], [], 0
    for i in order:
        n = max(longest, len(windows[i]["ids"]))
        if cur and n * (len(cur) + 1) > pieces_a_batch:
            out.append(cur); cur, n = [], len(windows[i]["ids"])
        cur.append(windows[i]); longest = n
    return out + ([cur] if cur else [])


def plan(phase, corpora, rnd):
    """every batch of the phase in its order: (corpus name, windows)"""
    steps = []
    for name, passes in phase["passes"].items():
        size = phase.get("batch", {}).get(name, 2560)
        for k in range(math.ceil(passes)):
            ws = corpora[name]
            part = min(1.0, passes - k)
            if part < 1:
                ws = rnd.sample(ws, int(part * len(ws)))
            bs = batches(ws, size, rnd)
            rnd.shuffle(bs)
            lo, hi = phase.get("early", {}).get(name, [0, 1])   # where in the phase this corpus is read
            steps += [((lo + (hi - lo) * (k + rnd.random()) / math.ceil(passes)), name, b) for b in bs]
    steps.sort(key=lambda t: t[0])
    return [(n, b) for _, n, b in steps]


def groups(model, lr, head_lr):
    enc = [p for n, p in model.named_parameters() if n.startswith("enc.") and ".shape." not in n]
    ids = set(map(id, enc))
    return [dict(params=enc, lr=lr), dict(params=[p for p in model.parameters() if id(p) not in ids], lr=head_lr)]


def run(model, steps, phase, state, checkpoint, log):
    opt = torch.optim.AdamW(groups(model, phase["rate"], phase["head_rate"]), betas=(.9, .99), weight_decay=.01, fused=True)
    total, warm, last = len(steps), phase.get("warm", .08), phase.get("last", 0.0)
    rate = lambda t: min((t + 1) / max(1, warm * total), last + (1 - last) * max(0.0, (total - t) / max(1, (1 - warm) * total)))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, rate)
    if "opt" in state:
        opt.load_state_dict(state["opt"]); sched.load_state_dict(state["sched"])
    seen, t0, saved, pieces = collections.defaultdict(list), time.time(), time.time(), 0
    amp = torch.autocast("cpu", torch.bfloat16)
    model.train()
    for i in range(state.get("step", 0), total):
        torch.manual_seed(1000 * i + phase.get("seed", 1))      # dropout is the same whether or not a run was broken off
        name, batch = steps[i]
        loss, parts = losses(model, batch, amp)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"loss is {loss.item()} at step {i} ({name}): lower the rate")
        opt.zero_grad(); loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0); opt.step(); sched.step()
        pieces += sum(len(w["ids"]) for w in batch)
        for k, v in parts.items():
            seen[k if not name.startswith("own") else "own." + k].append(v)
        if i % 50 == 49 or i + 1 == total:
            dt = time.time() - t0
            print(f"{log} {i + 1}/{total} {dt:.0f}s {pieces / dt:.0f} pieces/s", {k: round(float(np.mean(v[-60:])), 3) for k, v in seen.items()}, flush=True)
        if checkpoint and (time.time() - saved > 240 or i + 1 == total):
            checkpoint(dict(step=i + 1, opt=opt.state_dict(), sched=sched.state_dict()))
            saved = time.time()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("run"); ap.add_argument("--gold", required=True); ap.add_argument("--start", required=True); ap.add_argument("--work", required=True)
    ap.add_argument("--phase", help="end after this phase"); ap.add_argument("--fold", type=int, help="leave this fifth of PLV out")
    ap.add_argument("--from", dest="base", help="a checkpoint whose weights the first phase starts from"); ap.add_argument("--only", help="run this phase alone")
    a = ap.parse_args()
    cfg = tomllib.load(open(a.run, "rb"))
    os.makedirs(a.work, exist_ok=True)
    path = os.path.join(a.work, "checkpoint.pt")
    pieces = Pieces(os.path.join(a.start, "tokenizer.json"))
    state = torch.load(path, weights_only=False) if os.path.exists(path) else {}
    labels = state.get("labels") or (torch.load(a.base, weights_only=False)["labels"] if a.base else label_table(a.gold))
    torch.manual_seed(cfg["seed"])
    model = Core(a.start, labels, cfg.get("layers"))
    if state:
        model.load_state_dict(state["model"])
    elif a.base:
        model.load_state_dict(torch.load(a.base, weights_only=False)["model"])
    print(f"{sum(p.numel() for p in model.parameters()) / 1e6:.1f} M parameters", flush=True)
    done = state.get("done", [])
    for phase in cfg["phases"]:
        if phase["name"] in done or (a.only and phase["name"] != a.only):
            continue
        rnd = random.Random(f"{cfg['seed']} {phase['name']}")
        corpora = load(a.gold, pieces, phase["passes"], a.fold)
        if "silver" in phase:
            saved = torch.load(os.path.join(a.work, phase["teacher"] + ".pt"), weights_only=False)
            teacher = Core(a.start, labels, cfg.get("layers")); teacher.load_state_dict(saved["model"])
            for name, share in phase["silver"].items():
                corpora[name] = rnd.sample(corpora[name], int(share * len(corpora[name])))
                silver(corpora[name], teacher)
            del teacher
        steps = plan(phase, corpora, rnd)
        print(phase["name"], len(steps), "steps", {n: (len(w), sum(len(x["ids"]) for x in w)) for n, w in corpora.items()}, flush=True)
        def save(extra):
            tmp = path + ".part"
            torch.save(dict(model=model.state_dict(), labels=labels, done=done, **extra), tmp); os.replace(tmp, path)
        run(model, steps, phase, state, save, phase["name"])
        done = done + [phase["name"]]
        state = {}
        save({})
        torch.save(dict(model=model.state_dict(), labels=labels), os.path.join(a.work, phase["name"] + ".pt"))
        evaluate.report(model, pieces, a.gold, phase["name"], a.fold)
        if a.phase == phase["name"]:
            break


if __name__ == "__main__":
    main()
