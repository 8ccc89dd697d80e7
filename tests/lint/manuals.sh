#!/usr/bin/env bash
# manuals.sh SOURCE BUILD: the man pages and --help name the same options, and the pages are well formed.
set -euo pipefail
source=$1 build=$2
status=0
complain() { echo "$*" >&2; status=1; }

options() { grep -oE -- '--[a-z][a-z-]*' | sort -u; }

# same PAGE < HELP: both know the same options. Every program has --help and --version.
same() {
    local here there
    here=$({ cat; echo "--help --version"; } | options)
    there=$(sed 's/\\-/-/g' "$1" | options)
    [ "$here" = "$there" ] || complain "$(basename "$1") (right) and --help (left) differ:" "$(diff <(echo "$here") <(echo "$there"))"
}

for command in new check pack search show report draft unseal shot publish keys; do
    "$build/bin/docent" $command --help
done | same "$source/sdk/docs/docent.1"
"$build/bin/docent-kiosk" --help | same "$source/kiosk/docent-kiosk.1"

if command -v groff >/dev/null; then
    for page in "$source/sdk/docs/docent.1" "$source/kiosk/docent-kiosk.1"; do
        said=$(groff -ww -man -Tutf8 "$page" 2>&1 >/dev/null)
        [ -z "$said" ] || complain "$page: $said"
    done
fi
exit $status
