#!/bin/sh
# Compares the int8 encoder with ONNX Runtime's dynamic int8, on the same weights and windows, in turns.
#
# usage: compare.sh MODEL.onnx WEIGHTS [ROUNDS]
#
# MODEL.onnx is the fp32 export of the encoder from which WEIGHTS was written. PYTHON names an interpreter with requirements.txt
# installed.
set -eu
model=$(realpath "$1") weights=$(realpath "$2") rounds=${3:-5}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
(cd "$here/../.." && go test -c -o "$work/neural.test" ./internal/neural)
DATELINE_WEIGHTS=$weights "${PYTHON:-python3}" "$here/compare.py" "$model" "$work" "$rounds"
