#!/usr/bin/env bash
# Faults for as long as one likes, each time with other chances: `make faults`, or with a seed to see a fault again.
#
#   KHONGVIET_SEED=1234 KHONGVIET_RUNS=200 KHONGVIET_KILL_SECONDS=120 make faults
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh dev
export KHONGVIET_SEED="${KHONGVIET_SEED:-$((RANDOM * 32768 + RANDOM))}"
export KHONGVIET_RUNS="${KHONGVIET_RUNS:-100}"
export KHONGVIET_KILL_SECONDS="${KHONGVIET_KILL_SECONDS:-60}"
printf 'Để gặp lại đúng lần này / to see this run again: KHONGVIET_SEED=%s KHONGVIET_RUNS=%s KHONGVIET_KILL_SECONDS=%s make faults\n' \
    "$KHONGVIET_SEED" "$KHONGVIET_RUNS" "$KHONGVIET_KILL_SECONDS"
exec .venv/bin/pytest tests/faults "$@"
