#!/usr/bin/env bash
# Run every benchmark, each in a process of its own, and keep what they print.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh dev
mkdir -p build/bench
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
for script in benchmarks/[a-z]*.py; do
    name="$(basename "$script" .py)"
    if ! grep -q __main__ "$script"; then continue; fi
    printf '\n== %s\n' "$name"
    .venv/bin/python -m "benchmarks.$name" | tee "build/bench/$name.txt"
done
printf '\nKept in build/bench\n'
