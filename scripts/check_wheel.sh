#!/usr/bin/env bash
# Build the wheel, install it in an empty virtual environment elsewhere, and use it there as an officer would.
#
# The packages it depends on are lent by .venv through a path file (its own editable project is not reached that way), which
# takes seconds and no network. With WHEEL_CHECK=full, and in CI, they are installed anew from the wheel's own requirements.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root="$PWD"
mode="${WHEEL_CHECK:-${CI:+full}}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

pip=(.venv/bin/python -m pip --disable-pip-version-check)
"${pip[@]}" wheel --quiet --no-deps --no-build-isolation --wheel-dir "$work/dist" .
wheel="$(echo "$work"/dist/khong_viet-*.whl)"
printf 'wheel: %s, %d kB\n' "$(basename "$wheel")" $(($(stat -c %s "$wheel") / 1024))

.venv/bin/python -m venv "$work/venv"
install=("$work/venv/bin/python" -m pip --disable-pip-version-check install --quiet --constraint "$root/constraints.txt")
if [ "$mode" = full ]; then
    "${install[@]}" "$wheel"
else
    "${install[@]}" --no-deps --no-index "$wheel"
    lent="$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    echo "$lent" >"$("$work/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/lent.pth"
fi

# Elsewhere: neither the checkout nor its resources can be reached from here by accident.
cd "$work"
unset PYTHONPATH
export QT_QPA_PLATFORM=offscreen
khongviet() { "$work/venv/bin/khongviet" --data-dir "$work/data" "$@"; }

"$work/venv/bin/python" - <<'PY'
from pathlib import Path
import sys

import desktop
from desktop.resources_dir import resources_dir

home = Path(sys.prefix).resolve()
for place in (Path(desktop.__file__).resolve(), resources_dir()):
    assert place.is_relative_to(home), f"{place} is not inside the installed wheel"
for kind in ("forms/**/*.toml", "fonts/**/*.ttf", "icons/*.svg", "styles/*.qss", "procedures/**/*.toml", "offices/**/*.toml"):
    assert any(resources_dir().glob(kind)), f"the wheel lacks {kind}"
PY
khongviet doctor
khongviet forms list >/dev/null
khongviet forms check >/dev/null
first="$(khongviet forms list --json | "$work/venv/bin/python" -c 'import json, sys; print(json.load(sys.stdin)["forms"][0]["id"])')"
khongviet forms render "$first" --blank --out "$work/blank.pdf"
head -c 5 "$work/blank.pdf" | grep -q '%PDF-'
grep -a -q LiberationSerif "$work/blank.pdf"

# The register and the shared records, without a window: the database, its migrations and PostgreSQL's library come along.
printf '1234\n' >"$work/pin"
khongviet register open --profile duc-thinh-2026 --name "Lê Thị Hạnh" --pin-file "$work/pin"
khongviet register new --procedure 1.000656 --name "Nguyễn Đình Khuê"
khongviet register find khue | grep -q "Nguyễn Đình Khuê"
mkdir "$work/shared"
khongviet office create --at "$work/shared" --name "Quầy 1"
khongviet office status
"$work/venv/bin/python" -c 'import docx, psycopg; psycopg.pq.version()'
echo "wheel: doctor, forms, a printed form, the register and the shared records work away from the checkout"
