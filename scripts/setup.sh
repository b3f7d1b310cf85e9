#!/usr/bin/env bash
# Make this checkout ready: system libraries, .venv, pinned packages, the project itself.
#
#   scripts/setup.sh run    what `khongviet` needs
#   scripts/setup.sh dev    that, and the tools of `make test`
#
# A stamp in .venv remembers what was installed, so the second call costs a fraction of a second and no network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

want="${1:-run}"
case "$want" in run) extra="" ;; dev) extra="[dev]" ;; *) echo "usage: setup.sh run|dev" >&2; exit 2 ;; esac

venv=.venv
stamp_of() {
    { cat pyproject.toml constraints.txt scripts/setup.sh; pwd; "$venv/bin/python" -VV; } 2>/dev/null | sha256sum | cut -d' ' -f1
}
if [ -x "$venv/bin/python" ]; then
    now="$(stamp_of)"
    for stamp in "$venv/.ready-$want" "$venv/.ready-dev"; do
        if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ]; then exit 0; fi
    done
fi

say() { printf '== %s\n' "$*" >&2; }

# -- 1. system packages ------------------------------------------------------------------------------------
# "what proves it is there" -> "the Debian package that brings it". Sonames, because package names differ between releases.
libraries="
libglib-2.0.so.0        libglib2.0-0
libEGL.so.1             libegl1
libGL.so.1              libgl1
libX11.so.6             libx11-6
libX11-xcb.so.1         libx11-xcb1
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
libfreetype.so.6        libfreetype6
libxkbcommon.so.0       libxkbcommon0
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libbrotlidec.so.1       libbrotli1
libcups.so.2            libcups2
libxcb-cursor.so.0      libxcb-cursor0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-image.so.0       libxcb-image0
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-randr.so.0       libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0       libxcb-shape0
libxcb-xkb.so.1         libxcb-xkb1
"

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

missing_packages() {
    local known soname package python
    known="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
    while read -r soname package; do
        if [ -z "$soname" ]; then continue; fi
        if ! grep -q -F "$soname " <<<"$known"; then echo "$package"; fi
    done <<<"$libraries"
    python="$(find_python)"
    if [ -z "$python" ]; then
        echo python3
        echo python3-venv
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo python3-venv
    fi
}

install_packages() {
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            {
                echo "Máy còn thiếu một số gói hệ thống. Nhờ người quản trị chạy lệnh sau rồi làm lại:"
                echo "System packages are missing. Ask the administrator to run this, then try again:"
                echo
                echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
                echo
            } >&2
            exit 1
        fi
    fi
    say "Cài gói hệ thống: $*"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    local told
    told="$(mktemp)"
    if ! { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; } >"$told" 2>&1; then
        cat "$told" >&2
        say "Không cài được gói hệ thống (xem ở trên). / System packages could not be installed (see above)."
        rm -f "$told"
        exit 1
    fi
    rm -f "$told"
}

mapfile -t needed < <(missing_packages)
if [ "${#needed[@]}" -gt 0 ]; then
    if command -v apt-get >/dev/null; then
        install_packages "${needed[@]}"
    else
        say "Không phải Debian: hãy tự cài các thư viện tương đương với: ${needed[*]}"
    fi
fi

# The build server also plays the print system; everywhere else those tests are skipped unless it is installed already.
print_system="cups cups-client cups-filters cups-ipp-utils dbus avahi-daemon poppler-utils"
if [ "$want" = dev ] && [ -n "${CI:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    if ! { command -v cupsd && command -v ippeveprinter && command -v pdftotext; } >/dev/null; then
        # shellcheck disable=SC2086 # a list of words
        (install_packages $print_system) || say "Bỏ qua thử nghiệm với CUPS / tests with CUPS will be skipped"
    fi
fi

# A second PostgreSQL, with TLS, beside the one that comes with the Python packages.
if [ "$want" = dev ] && [ -n "${CI:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    if ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
        (install_packages postgresql) || say "Bỏ qua thử nghiệm với PostgreSQL qua TLS / tests with TLS will be skipped"
    fi
fi

python="$(find_python)"
if [ -z "$python" ]; then
    say "Cần Python 3.11 trở lên. / Python 3.11 or later is needed."
    exit 1
fi

# -- 2. the virtual environment ----------------------------------------------------------------------------
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "Tạo môi trường Python trong $venv"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

# -- 3. pinned packages, then the project, editable --------------------------------------------------------
# The build tool comes first and the build is not isolated: with everything in place already, this needs no network.
say "Cài các gói Python đã ghim phiên bản (lần đầu mất vài phút)"
pip=("$venv/bin/python" -m pip --disable-pip-version-check install --quiet --constraint constraints.txt)
"${pip[@]}" hatchling editables
"${pip[@]}" --no-build-isolation --editable ".$extra"
stamp_of >"$venv/.ready-$want"
say "Đã sẵn sàng"
