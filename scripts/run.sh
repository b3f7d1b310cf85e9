#!/usr/bin/env bash
# Start the window; on a machine with no screen, play the sample Tuesday instead and say where it lies.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh run

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/khongviet "$@"
fi
echo "Máy này không có màn hình: chạy thử một ngày thứ Ba mẫu."
exec scripts/demo.sh
