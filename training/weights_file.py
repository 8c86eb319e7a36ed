"""The weights file that the Go engine reads: docs/weights.md describes it.

    write(path, encoder_config, state, int8_names, vocabulary, meta)
    config, state, vocabulary, meta = read(path)
"""
import hashlib
import json
import struct

import numpy as np
import torch

MAGIC, VERSION, ALIGNMENT = b"dateline", 1, 64
CONFIG = ("hidden", "heads", "layers", "feed_forward", "positions", "vocabulary", "shapes", "epsilon")


def quantise(weight):
    """[out, in] fp32 -> int8 from -127 to 127 and a scale for each row: symmetric, the largest value is 127"""
    scale = weight.abs().amax(1).clamp_min(1e-8) / 127
    return (weight / scale[:, None]).round().clamp(-127, 127).to(torch.int8), scale


def write(path, encoder_config, state, int8_names, vocabulary, meta):
    """writes state (name -> tensor); int8_names, a list or a predicate on names, are stored in 8 bits, the rest in fp32"""
    if missing := [k for k in CONFIG if k not in encoder_config]:
        raise ValueError(f"encoder_config lacks {', '.join(missing)}")
    chosen = int8_names if callable(int8_names) else set(int8_names).__contains__
    arrays = {}
    for name, value in state.items():
        value = value.detach().cpu().float()
        if chosen(name):
            values, scale = quantise(value)
            arrays[name], arrays[name + ".scale"] = values.numpy(), scale.numpy()
        else:
            arrays[name] = value.numpy()
    tensors, data = [], bytearray()
    for name, array in arrays.items():
        dtype = "int8" if array.dtype == np.int8 else "f32"
        tensors.append({"name": name, "dtype": dtype, "shape": list(array.shape), "offset": len(data)})
        data += np.ascontiguousarray(array.astype("i1" if dtype == "int8" else "<f4")).tobytes()
        data += bytes(-len(data) % ALIGNMENT)
    header = json.dumps({"config": encoder_config, "tensors": tensors, "vocabulary": vocabulary, "meta": meta}, ensure_ascii=False).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % ALIGNMENT)
    body = MAGIC + struct.pack("<II", VERSION, len(header)) + header + bytes(data)
    with open(path, "wb") as f:
        f.write(body + hashlib.sha256(body).digest())


def read(path):
    """-> encoder_config, state (name -> fp32 tensor, int8 ones times their scale), vocabulary, meta"""
    with open(path, "rb") as f:
        content = f.read()
    body, checksum = content[:-32], content[-32:]
    version, length = struct.unpack_from("<II", body, len(MAGIC))
    if body[:len(MAGIC)] != MAGIC or version != VERSION:
        raise ValueError(f"{path}: not a weights file of version {VERSION}")
    if hashlib.sha256(body).digest() != checksum:
        raise ValueError(f"{path}: the checksum is not that of the file")
    start = len(MAGIC) + 8
    header = json.loads(body[start:start + length])
    arrays = {}
    for t in header["tensors"]:
        count = int(np.prod(t["shape"], dtype=np.int64))
        kind = "i1" if t["dtype"] == "int8" else "<f4"
        values = np.frombuffer(body, kind, count, start + length + t["offset"]).reshape(t["shape"])
        arrays[t["name"]] = torch.tensor(values.astype(np.float32))
    quantised = [t["name"] for t in header["tensors"] if t["dtype"] == "int8"]
    for name in quantised:
        arrays[name] = arrays[name] * arrays.pop(name + ".scale")[:, None]
    return header["config"], arrays, header["vocabulary"], header["meta"]
