#!/usr/bin/env bash
# Play one Tuesday at one counter through the real services and the real window, offscreen.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/setup.sh run

out="${1:-build/demo}"
mkdir -p "$(dirname "$out")"
.venv/bin/khongviet demo --out "$out"
echo
echo "Kết quả nằm trong $out: tờ đơn (PDF), phiếu gọi số, ảnh màn hình và summary.json"
echo "The results are in $out: papers (PDF), queue tickets, screenshots and summary.json"
