#!/usr/bin/env bash
# cuts.sh BUILD WHAT [NUMBER] [SEED] [STORY] [CONTROL]: makes releases and runs update_cuts over them; see its first lines.
# In memory, where that can be: what is tried is the order of calls, not this machine's disk.
BUILD=$(cd "$1" && pwd)
[ ! -w /dev/shm ] || export TMPDIR=${TMPDIR:-/dev/shm}
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
shift
# Forty articles that stay, and noise enough for a download in several pieces; each release has one article more, and
# settings that name it.
content 0 > parts.jsonl
article noise "$(head -c 16000 /dev/urandom | base64 -w 76 | tr '\n' ' ')" >> parts.jsonl
sed 's/"id":"/"id":"shop-/' parts.jsonl > beside-parts.jsonl
release() { # PREFIX WORD TREE N
    article "$2-$4" "Help about novelty $4." >> "$1parts.jsonl"
    "$BUILD/docent" pack --quiet --jsonl "$1parts.jsonl" -o "$1$4.docent" >/dev/null
    echo "banner: Release $4" > settings.yaml
    "$BUILD/docent" publish "$1$4.docent" -o "$3" --keys keys --config settings.yaml >/dev/null
    [ "$4" = 1 ] || cp -r "$3" "$1tree$4"
}
"$BUILD/docent" keys new keys >/dev/null
for i in 1 2 3 4 5 6; do
    release "" new tree "$i"
    [ "$i" -gt 3 ] || release beside- beside beside "$i"
done
code=0
"$BUILD/update_cuts" "$work" "$@" || code=$?
exit "$code"
