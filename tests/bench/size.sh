#!/usr/bin/env bash
# size.sh BUILD: the libraries without their debugging symbols, beside what targets.md allows.
set -euo pipefail
build=$1
stripped=$(mktemp)
trap 'rm -f "$stripped"' EXIT

size_of() {
    strip --strip-unneeded -o "$stripped" "$build/lib/lib$1.so"
    stat -c %s "$stripped"
}

# line NAME BYTES LIMIT-KB
line() {
    awk -v n="$1" -v b="$2" -v l="$3" 'BEGIN { printf "%s %.1f KB %.2f limit_%d_KB\n", n, b / 1024, b / 1024 / l, l }'
}

docent=$(size_of docent)
view=$(size_of docent_view)
sdl=$(size_of docent_sdl)
line size_docent "$docent" 400
line size_docent_view "$view" 1024
line size_docent_sdl "$sdl" 1024
line size_all_of_the_viewer "$((docent + view + sdl))" 1024
