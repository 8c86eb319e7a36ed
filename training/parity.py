"""What the Go engine's results are held to.

usage: parity.py WEIGHTS OUT.json [PIECES.json]      vectors for a weights file; PIECES is a list of {"ids", "shapes"}, else random windows
       parity.py --random WEIGHTS                    first writes a small random model to WEIGHTS

From the file's own weights, times their scales, PyTorch computes each window twice: in fp32, and with the input of every linear layer
rounded to 8 bits as the engine does. A random linear layer over the rows gives labels to compare. Rounding is chaotic: the last bit of a
sum may turn a rounding over, and twelve layers later two simulations in other precisions differ nearly as much as int8 from fp32. So a row
counts only where the label is clear (see decided); the others have the label -1.
"""
import json
import math
import sys

import torch
import torch.nn.functional as F

import weights_file

LABELS, WINDOWS = 40, (1, 2, 7, 32, 37, 64)


def linear(x, state, name, rounded):
    if rounded:
        scale = x.abs().amax(-1, keepdim=True).clamp_min(1e-8) / 127
        x = (x / scale).round() * scale
    return F.linear(x, state[name + ".weight"], state[name + ".bias"])


def encode(config, state, ids, shapes, rounded):
    """-> [pieces, hidden]"""
    hidden, heads, epsilon = config["hidden"], config["heads"], config["epsilon"]
    norm = lambda x, name: F.layer_norm(x, (hidden,), state[name + ".weight"], state[name + ".bias"], epsilon)
    x = state["enc.word.weight"][ids] + state["enc.pos.weight"][:len(ids)] + state["enc.shape.weight"][shapes]
    x = norm(x, "enc.ln")
    for i in range(config["layers"]):
        at = f"enc.layers.{i}."
        q, k, v = linear(x, state, at + "qkv", rounded).view(-1, 3, heads, hidden // heads).permute(1, 2, 0, 3)
        y = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(hidden // heads), -1) @ v
        x = norm(x + linear(y.transpose(0, 1).reshape(-1, hidden), state, at + "o", rounded), at + "ln1")
        x = norm(x + linear(F.gelu(linear(x, state, at + "up", rounded)), state, at + "down", rounded), at + "ln2")
    return x


def random_model(path):
    """2 layers, hidden 64, 4 heads, 100 word pieces; weights spread as in a trained model"""
    hidden, forward, layers, vocabulary = 64, 128, 2, 100
    config = dict(hidden=hidden, heads=4, layers=layers, feed_forward=forward, positions=64, vocabulary=vocabulary, shapes=8, epsilon=1e-12)
    spread = lambda *shape: torch.randn(*shape) * 0.15
    state = {"enc.word.weight": spread(vocabulary, hidden), "enc.pos.weight": spread(64, hidden), "enc.shape.weight": spread(8, hidden)}
    norms, linears = ["enc.ln"], {"head.label": (LABELS, hidden)}
    for i in range(layers):
        at = f"enc.layers.{i}."
        norms += [at + "ln1", at + "ln2"]
        linears |= {at + "qkv": (3 * hidden, hidden), at + "o": (hidden, hidden), at + "up": (forward, hidden), at + "down": (hidden, forward)}
    for name in norms:
        state |= {name + ".weight": 1 + spread(hidden), name + ".bias": spread(hidden)}
    for name, shape in linears.items():
        state |= {name + ".weight": spread(*shape), name + ".bias": spread(shape[0])}
    int8 = ["enc.word.weight"] + [n + ".weight" for n in linears]
    weights_file.write(path, config, state, int8, [f"piece{i}" for i in range(vocabulary)], {"labels": LABELS})


def decided(exact, int8):
    """logits [pieces, labels] -> the label of each row, -1 where it leads by less than three deviations of the rounding error"""
    two = exact.topk(2, -1)
    clear = two.values[:, 0] - two.values[:, 1] > 3 * math.sqrt(2) * (int8 - exact).std()
    return torch.where(clear & (int8.argmax(-1) == two.indices[:, 0]), two.indices[:, 0], -1)


def rounded_list(x):
    return [round(v, 5) for v in x.flatten().tolist()]


def main(arguments):
    torch.manual_seed(1)
    if arguments[0] == "--random":
        return random_model(arguments[1])
    config, state, _, _ = weights_file.read(arguments[0])
    if len(arguments) > 2:
        with open(arguments[2]) as f:
            windows = json.load(f)
    else:
        windows = [{"ids": torch.randint(config["vocabulary"], (n,)).tolist(), "shapes": torch.randint(config["shapes"], (n,)).tolist()}
                   for n in WINDOWS if n <= config["positions"]]
    labels = torch.randn(LABELS, config["hidden"])
    out = []
    with torch.no_grad():
        for w in windows:
            ids, shapes = torch.tensor(w["ids"]), torch.tensor(w["shapes"])
            exact, int8 = (encode(config, state, ids, shapes, rounded) for rounded in (False, True))
            out.append({"ids": w["ids"], "shapes": w["shapes"], "fp32": rounded_list(exact), "labels": decided(exact @ labels.T, int8 @ labels.T).tolist()})
    with open(arguments[1], "w") as f:
        json.dump({"linear": rounded_list(labels), "windows": out}, f, separators=(",", ":"))


if __name__ == "__main__":
    main(sys.argv[1:])
