#!/usr/bin/env bash
# Everything that must hold before a change is kept. All steps run, even after one has failed; pytest runs last
# but for the verdict, so that its closing line is found at the end of a log.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
scripts/setup.sh dev || exit 1

bin=.venv/bin
failed=()
step() {
    local name="$1" began=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then
        printf -- '-- %s: %d s\n' "$name" $((SECONDS - began))
    else
        printf -- '-- %s: FAILED (exit %d) after %d s\n' "$name" $? $((SECONDS - began))
        failed+=("$name")
    fi
}

step "lint" "$bin/ruff" check --quiet .
step "format" "$bin/ruff" format --check --quiet .
step "types" "$bin/mypy" desktop tests benchmarks
step "architecture" "$bin/lint-imports" --no-cache
step "wheel" scripts/check_wheel.sh
# The bound is for a test that hangs; faulthandler_timeout tells which one.
step "tests" timeout --kill-after=30 "${TEST_SECONDS:-2400}" "$bin/pytest" -n auto --dist loadfile "$@"

if [ "${#failed[@]}" -gt 0 ]; then
    printf '\nFAILED: %s\n' "${failed[*]}"
    exit 1
fi
