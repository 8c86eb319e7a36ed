"""Turns the ONNX export of a BERT-shaped encoder into what model.py starts from.

usage: start_weights.py MODEL.onnx TOKENIZER.json OUT_DIR
"""
import json, shutil, sys
import numpy as np, onnx, torch
from onnx import numpy_helper
from safetensors.torch import save_file


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    model, tokenizer, out = sys.argv[1:]
    graph = onnx.load(model).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    users = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    named = ("embeddings", "encoder")
    weights = {k: v for k, v in arrays.items() if k.startswith(named) and v.dtype == np.float32}
    # A linear layer's matrix has lost its name in the export: it is that of the bias which is added next.
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays and not node.input[1].startswith(named):
            bias = next(i for i in users[node.output[0]][0].input if i.endswith(".bias"))
            weights[bias[:-len("bias")] + "weight"] = arrays[node.input[1]].T
    layers = 1 + max(int(k.split(".")[2]) for k in weights if k.startswith("encoder.layer."))
    vocabulary, hidden = weights["embeddings.word_embeddings.weight"].shape
    save_file({k: torch.tensor(np.ascontiguousarray(v)) for k, v in weights.items()}, f"{out}/model.safetensors")
    config = dict(hidden_size=hidden, num_attention_heads=12, num_hidden_layers=layers,
                  intermediate_size=len(weights["encoder.layer.0.intermediate.dense.bias"]), vocab_size=vocabulary)
    with open(f"{out}/config.json", "w") as f:
        json.dump(config, f)
    shutil.copy(tokenizer, f"{out}/tokenizer.json")
    print(f"{len(weights)} arrays, {layers} layers, hidden {hidden}, {vocabulary} word pieces")


if __name__ == "__main__":
    main()
