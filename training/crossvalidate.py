"""Five-fold cross-validation of the event type of a pair (PLV): each fifth is read by a core that has not seen it.

usage: crossvalidate.py RUN.toml --gold DIR --start DIR --work DIR --from CHECKPOINT [--folds 0,1,2,3,4]

Every fold starts from the weights after phase "language", which has seen no PLV pair, and runs the short phase "pairs" of RUN.toml with
the other four fifths and our own sentences. Writes build/cross-validation.json; figures over the joined predictions.
"""
import argparse, json, os, random, tomllib
import torch
import data
from evaluate import encode
from model import Core, mean
from pieces import Pieces
from train import load, plan, run

QUAD = dict(zip(data.ROOTS, [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]))


def macro(gold, got):
    f = []
    for c in set(gold) | set(got):
        tp = sum(a == b == c for a, b in zip(gold, got))
        f.append(2 * tp / max(1, gold.count(c) + got.count(c)))
    return sum(f) / len(f)


def figures(rows):
    """rows: (gold root, root probabilities) -> macro F1 and accuracy; quad and binary by summed probabilities"""
    quad = [QUAD[r] for r in data.ROOTS]
    gold, got = [r for r, _ in rows], [max(range(15), key=lambda i: p[i]) for _, p in rows]
    gq = [quad[r] for r in gold]
    pq = [max((1, 2, 3, 4), key=lambda q: sum(v for v, k in zip(p, quad) if k == q)) for _, p in rows]
    return dict(root_macro_f1=macro(gold, got), root_accuracy=sum(a == b for a, b in zip(gold, got)) / len(rows),
                quad_macro_f1=macro(gq, pq), binary_f1=macro([q > 2 for q in gq], [q > 2 for q in pq]))


@torch.no_grad()
def predict(m, windows):
    m.eval()
    out = []
    for win, x in encode(m, windows):
        s, t, r = win["pairs"][0]
        every = x.mean(0)
        f = torch.cat([every, mean(x, [s]) if s else every, mean(x, [t]) if t else every])
        out.append((r, m.pair(torch.tanh(m.pair_hid(f))).softmax(-1).tolist()))
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("run"); ap.add_argument("--gold", required=True); ap.add_argument("--start", required=True); ap.add_argument("--work", required=True)
    ap.add_argument("--from", dest="base", required=True); ap.add_argument("--folds", default="0,1,2,3,4")
    a = ap.parse_args()
    cfg = tomllib.load(open(a.run, "rb"))
    phase = next(p for p in cfg["phases"] if p["name"] == "pairs")
    pieces = Pieces(os.path.join(a.start, "tokenizer.json"))
    base = torch.load(a.base, weights_only=False)
    rows = []
    for fold in map(int, a.folds.split(",")):
        m = Core(a.start, base["labels"], cfg.get("layers")); m.load_state_dict(base["model"])
        rnd = random.Random(f"{cfg['seed']} {fold}")
        steps = plan(phase, load(a.gold, pieces, phase["passes"], fold), rnd)
        run(m, steps, phase, {}, None, f"fold {fold}")
        held = [d for d in data.plv(a.gold + "/relations/plv_train.tsv") if data.fold(d[0]["id"]) == fold]
        rows += predict(m, data.windows(held, pieces))
        print("after fold", fold, len(rows), {k: round(v, 4) for k, v in figures(rows).items()}, flush=True)
    os.makedirs(a.work, exist_ok=True)
    with open(os.path.join(a.work, "cross-validation.json"), "w") as f:
        json.dump(dict(set="plv_train.tsv", folds=a.folds, n=len(rows), figures={k: round(v, 4) for k, v in figures(rows).items()}), f, indent=1)


if __name__ == "__main__":
    main()
