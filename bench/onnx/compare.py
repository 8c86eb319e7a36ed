"""Word pieces a second: this engine against ONNX Runtime, int8, in turns. compare.sh calls it.

usage: compare.py MODEL.onnx WORK ROUNDS      WORK holds neural.test; ROUNDS pairs of runs for each window, of which the median counts
"""
import re
import statistics
import subprocess
import sys
import threading
import time

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import QuantType, quantize_dynamic

SECONDS = 1.0


def session(path):
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def measure(sessions, pieces):
    """one window at a time in each session, each in a thread of its own -> pieces/s"""
    ids = (1000 + 37 * np.arange(pieces, dtype=np.int64))[None]
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    done = [0] * len(sessions)
    for s in sessions:
        s.run(None, feed)
    begin = time.perf_counter()

    def work(i):
        while time.perf_counter() - begin < SECONDS:
            sessions[i].run(None, feed)
            done[i] += 1

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(sessions))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sum(done) * pieces / (time.perf_counter() - begin)


def engine(program, layers, pieces, goroutines):
    pattern = f"^BenchmarkEncode$/^layers={layers}$/^pieces={pieces}$/^goroutines={goroutines}$"
    out = subprocess.run([program, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", f"{SECONDS}s"],
                         capture_output=True, text=True, check=True).stdout
    return float(re.search(r"([\d.e+]+) pieces/s", out)[1])


def main(model, work, rounds):
    layers = len({m[1] for n in onnx.load(model).graph.initializer if (m := re.search(r"layer\.(\d+)\.", n.name))})
    quantize_dynamic(model, f"{work}/int8.onnx", weight_type=QuantType.QInt8, per_channel=True)
    sessions = [session(f"{work}/int8.onnx") for _ in range(2)]
    print(f"{layers} layers, ONNX Runtime {ort.__version__}, median of {rounds}")
    print("| window | threads | ONNX Runtime, pieces/s | this engine | ratio |\n|---|---|---|---|---|")
    for threads in (1, 2):
        for pieces in (32, 64, 128, 192):
            pairs = [(measure(sessions[:threads], pieces), engine(f"{work}/neural.test", layers, pieces, threads)) for _ in range(rounds)]
            theirs, ours = (statistics.median(p[i] for p in pairs) for i in (0, 1))
            ratio = statistics.median(o / t for t, o in pairs)
            print(f"| {pieces} | {threads} | {theirs:,.0f} | {ours:,.0f} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
