#!/usr/bin/env bash
# server.sh BUILD [RUNS] [SEED]: updates through a server that breaks what it gives out in every way that servers, lines and
# those in between have. Never a bad install, always an end, the right reason, and a clean retry succeeds.
BUILD=$(cd "$1" && pwd)
runs=${2:-300}
seed=${3:-1}
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"

# Enough that does not shrink for cuts to hit something.
words() { awk -v s="$1" -v n="$2" 'BEGIN { srand(s); while (n-- > 0) printf "%x ", int(rand() * 2 ^ 30) }'; }
noise() { article "noise-$1" "$(words "$@")"; }
noise 1 9000 > noise-1
noise 2 1500 > noise-2
eval "plain_$(declare -f content)"
content() { cat noise-1; [ "$1" -lt 3 ] || cat noise-2; plain_content "$1"; }

make_tree
cp -a tree old
mkdir -m 700 next
"$BUILD/docent" keys new next >/dev/null
"$BUILD/docent" keys rotate tree --keys keys --to next >/dev/null
printf 'shop: "030 1234"\nwords: "%s"\n' "$(seq -s ' ' 60)" > settings.yaml
"$BUILD/docent" publish 3.docent -o tree --keys next >/dev/null
"$BUILD/docent" publish --config settings.yaml -o tree --keys next >/dev/null
# The same keys, long ago.
mkdir -p expired/metadata
cp tree/metadata/*.root.json expired/metadata/
"$BUILD/docent" publish 2.docent -o expired --keys next --now "$(date -u -d '60 days ago' +%Y-%m-%dT%H:%M:%SZ)" >/dev/null
device before --url "file://$work/old" --confirm
says release=2
rm -f before/device # Each device makes a number of its own.

timeout 3000 "$BUILD/update_server" tree old expired/metadata/timestamp.json before 1.docent 2.docent 3.docent \
    --runs "$runs" --seed "$seed" "${@:4}"
