#!/usr/bin/env bash
# flood.sh BUILD [COUNT]: that many random and hostile queries, on the sample content and, where ../shared/data is, on two
# collections of real size, one of them without spaces between words. Half of COUNT each there; a million takes half an hour.
# A collection that is not there is skipped, and that is said.
set -euo pipefail
build=$1 count=${2:-1000000}
data=$(dirname "$0")/../../../shared/data/retrieval
sets=(lohelp-en-US lohelp-ja)

# flood NAME BUNDLE COUNT
flood() {
    echo "# $1"
    "$build/bin/fuzz_flood" "$2" "$3"
}

for set in "${sets[@]}"; do
    [ -f "$data/$set/corpus.jsonl" ] || { echo "# $set: skipped, there is no $data/$set"; continue; }
    bundle=$build/fuzz/$set.docent
    "$build/bin/docent" pack --quiet --jsonl "$data/$set/corpus.jsonl" -o "$bundle" >/dev/null
    flood "$set" "$bundle" $((count / 2))
    count_here=$((count / 100 + 1))
done
flood "the sample content" "$build/share/help.docent" "${count_here:-$count}"
