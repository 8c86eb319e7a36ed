"""Writes the weights file that Go embeds, from a checkpoint.

usage: export.py CHECKPOINT --start DIR --out internal/language/model/weights.bin
"""
import argparse, os
import torch, torch.nn as nn
import weights_file
from model import Core
from pieces import Pieces


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("checkpoint"); ap.add_argument("--start", required=True); ap.add_argument("--out", required=True); ap.add_argument("--layers", type=int)
    a = ap.parse_args()
    saved = torch.load(a.checkpoint, weights_only=False)
    model = Core(a.start, saved["labels"], a.layers)
    model.load_state_dict(saved["model"])
    linear = {n + ".weight" for n, m in model.named_modules() if isinstance(m, nn.Linear)} | {"enc.word.weight"}
    name = lambda k: k if k.startswith("enc.") else "head." + k
    state = {name(k): v for k, v in model.state_dict().items()}
    table = {{"upos": "UPOS", "xpos": "XPOS", "cameo": "CAMEO"}.get(k, k.capitalize()): v for k, v in saved["labels"].items()}
    weights_file.write(a.out, model.enc.config, state, {name(k) for k in linear}, Pieces(os.path.join(a.start, "tokenizer.json")).vocabulary(), {"labels": table})
    print(a.out, os.path.getsize(a.out) // 1024, "KiB")


if __name__ == "__main__":
    main()
