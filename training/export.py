"""Writes the weights file that Go embeds, from a checkpoint.

usage: export.py CHECKPOINT --gold DIR --start DIR --out internal/language/model/weights.bin
"""
import argparse, collections, os
import torch, torch.nn as nn
import weights_file
from model import Core
from pieces import Pieces


def forms(gold):
    """"went VERB" -> "go": forms of the training trees whose lemma is no open question"""
    seen = collections.defaultdict(collections.Counter)
    for l in open(f"{gold}/syntax/ewt/train.conllu", encoding="utf-8"):
        c = l.split("\t")
        if len(c) == 10 and c[0].isdigit() and c[3] not in ("PROPN", "X", "NUM", "SYM", "PUNCT"):
            seen[f"{c[1].lower()} {c[3]}"][c[2]] += 1
    out = {}
    for form, lemmas in sorted(seen.items()):
        lemma, n = lemmas.most_common(1)[0]
        if n >= .75 * sum(lemmas.values()) and lemma != "_":
            out[form] = lemma
    # A word that is its own lemma is the rule, unless its ending would mislead.
    return {f: l for f, l in out.items() if l != f.split(" ")[0] or f.split(" ")[0].endswith(("s", "ed", "ing", "er", "est"))}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint"); ap.add_argument("--start", required=True); ap.add_argument("--out", required=True); ap.add_argument("--layers", type=int); ap.add_argument("--gold", required=True)
    a = ap.parse_args()
    saved = torch.load(a.checkpoint, weights_only=False)
    model = Core(a.start, saved["labels"], a.layers)
    model.load_state_dict(saved["model"])
    linear = {n + ".weight" for n, m in model.named_modules() if isinstance(m, nn.Linear)} | {"enc.word.weight"}
    name = lambda k: k if k.startswith("enc.") else "head." + k
    state = {name(k): v for k, v in model.state_dict().items()}
    table = {{"upos": "UPOS", "xpos": "XPOS", "cameo": "CAMEO"}.get(k, k.capitalize()): v for k, v in saved["labels"].items()}
    weights_file.write(a.out, model.enc.config, state, {name(k) for k in linear}, Pieces(os.path.join(a.start, "tokenizer.json")).vocabulary(), {"labels": table, "forms": forms(a.gold)})
    print(a.out, os.path.getsize(a.out) // 1024, "KiB")


if __name__ == "__main__":
    main()
