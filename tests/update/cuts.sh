#!/usr/bin/env bash
# cuts.sh BUILD WHAT [NUMBER] [SEED] [STORY] [CONTROL]: makes releases and runs update_cuts over them; see its first lines.
BUILD=$(cd "$1" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
shift
# In memory: what is tried is the order of calls, not this machine's disk.
noise=$(head -c 60000 /dev/urandom | base64 -w 76 | tr '\n' ' ')
"$BUILD/docent" keys new keys >/dev/null
for i in 1 2 3 4 5 6; do
    { content "$i"; article noise "$noise"; } > "$i.jsonl"
    content "$i" | sed 's/"id":"new-/"id":"beside-/; s/"id":"part-/"id":"shop-/' > "beside-$i.jsonl"
    "$BUILD/docent" pack --quiet --jsonl "$i.jsonl" -o "$i.docent" >/dev/null
    "$BUILD/docent" publish "$i.docent" -o tree --keys keys >/dev/null
    [ "$i" = 1 ] || cp -r tree "tree$i"
    [ "$i" -le 3 ] || continue
    "$BUILD/docent" pack --quiet --jsonl "beside-$i.jsonl" -o "beside-$i.docent" >/dev/null
    "$BUILD/docent" publish "beside-$i.docent" -o beside --keys keys >/dev/null
    [ "$i" = 1 ] || cp -r beside "beside-tree$i"
done
code=0
"$BUILD/update_cuts" "$work" "$@" || code=$?
exit "$code"
