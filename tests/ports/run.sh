#!/usr/bin/env bash
# run.sh [--install] [ARCHITECTURE...]: Docent on other processors: built by a cross compiler against Debian's packages for
# them, and run here under qemu-user.
#
#   arm64   64 bits, little-endian: level 1, text and paint, and pages whose pixels must be those of this machine
#   armhf   32 bits, little-endian: level 1
#   s390x   64 bits, big-endian: level 1
#
# What is not installed is said and left out: exit 0. --install installs it (root; adds a foreign architecture to dpkg).
# Expects a native build with tests and the content in build/.
set -euo pipefail
cd "$(dirname "$0")/../.."

install=0
[ "${1:-}" != --install ] || { install=1; shift; }
[ $# -gt 0 ] || set -- arm64 armhf s390x

PAGES=(home toc article/orbit-pair fix/no-sound contact "search?q=ink")
LEVEL_1="sqlite3 libutf8proc libstemmer cmocka libcurl4-openssl libssl libjansson libzstd"
LEVEL_2="libfreetype libharfbuzz libfribidi libwebp"

triplet() {
    case "$1" in
    arm64) echo aarch64-linux-gnu ;;
    armhf) echo arm-linux-gnueabihf ;;
    s390x) echo s390x-linux-gnu ;;
    *) echo "ports: no such architecture: $1; there are arm64, armhf, s390x" >&2; exit 2 ;;
    esac
}

emulator() {
    case "$1" in
    arm64) echo qemu-aarch64 ;;
    armhf) echo qemu-arm ;;
    s390x) echo qemu-s390x ;;
    esac
}

packages() { # ARCHITECTURE: what its tests need, in Debian's names
    local name list=$LEVEL_1
    echo "qemu-user gcc-$(triplet "$1")"
    [ "$1" != arm64 ] || list="$list $LEVEL_2"
    for name in $list; do
        echo "lib${name#lib}-dev:$1"
    done
}

missing() { # ARCHITECTURE
    local name
    for name in $(packages "$1"); do
        dpkg-query -W -f='${Status}\n' "$name" 2>/dev/null | grep -q '^install ok installed' || echo "$name"
    done
}

# --no-remove: a version that cannot stand beside ours is an error, never a reason to take ours away.
install() {
    [ "$(id -u)" = 0 ] || { echo "ports: --install needs root" >&2; exit 1; }
    dpkg --add-architecture "$1"
    apt-get update -qq
    # shellcheck disable=SC2046
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove $(packages "$1") >/dev/null
}

build() { # ARCHITECTURE FOLDER
    local name view=OFF
    name=$(triplet "$1")
    [ "$1" != arm64 ] || view=ON
    if ! PKG_CONFIG_LIBDIR=/usr/lib/$name/pkgconfig:/usr/share/pkgconfig cmake -S . -B "$2" -G Ninja -DDOCENT_WERROR=ON \
        -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="${name%%-*}" -DCMAKE_C_COMPILER="$name-gcc" \
        -DCMAKE_CROSSCOMPILING_EMULATOR="$(emulator "$1")" -DCMAKE_LIBRARY_ARCHITECTURE="$name" \
        -DDOCENT_TOOLS=OFF -DDOCENT_SDL=OFF -DDOCENT_VIEW=$view > "$2.log" 2>&1 ||
        ! cmake --build "$2" >> "$2.log" 2>&1; then
        tail -40 "$2.log" >&2
        return 1
    fi
}

# The same bundle, the same pages, two processors.
same_pages() { # ARCHITECTURE FOLDER
    [ -e build/share/help.docent ] || { echo "ports: build/share/help.docent is not there; run ./dev test" >&2; return 1; }
    build/bin/ports_page build/share/help.docent "${PAGES[@]}" > "$2/pages.here"
    "$(emulator "$1")" "$2/bin/ports_page" build/share/help.docent "${PAGES[@]}" > "$2/pages.there"
    diff "$2/pages.here" "$2/pages.there" >&2 || { echo "ports: $1: pages have other pixels than here" >&2; return 1; }
    echo "ports: $1: ${#PAGES[@]} pages have the same pixels as here"
}

try() { # ARCHITECTURE
    local lack folder=build/ports-$1 parts='base|doc|store|search|crypto|net|sync|contact|api'
    [ "$install" = 0 ] || install "$1"
    lack=$(missing "$1" | tr '\n' ' ')
    if [ -n "$lack" ]; then
        echo "ports: $1: not tried, for want of $lack(as root: ./dev test --ports --install $1)"
        return 0
    fi
    build "$1" "$folder" || return 1
    [ "$1" != arm64 ] || parts="$parts|text|paint"
    # An emulator is tens of times slower than the machine it stands for.
    DOCENT_PATIENCE=50 ctest --test-dir "$folder" -R "^($parts)/" --output-on-failure -j"$(nproc)" --timeout 900 > "$folder.tests" 2>&1 ||
        { cat "$folder.tests" >&2; return 1; }
    echo "ports: $1: $(grep 'tests passed' "$folder.tests")"
    [ "$1" != arm64 ] || same_pages "$1" "$folder"
}

failed=0
for architecture in "$@"; do
    triplet "$architecture" >/dev/null
    try "$architecture" || { echo "ports: $architecture: FAILED" >&2; failed=1; }
done
exit $failed
