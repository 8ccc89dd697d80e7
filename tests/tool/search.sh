#!/usr/bin/env bash
# search.sh DOCENT: docent search as people and scripts use it: answers, context, batches, exit codes.
set -euo pipefail
docent=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
status=0
complain() { echo "$*" >&2; status=1; }

# fails CODE WORDS ARGUMENTS...: that exit code, and one line on stderr with these words in it
fails() {
    local code=$1 words=$2 got=0
    shift 2
    "$docent" search "$@" >out 2>err || got=$?
    [ "$got" = "$code" ] || complain "search $*: exit code $got, not $code"
    if [ "$(wc -l <err)" != 1 ] || ! grep -qF -- "$words" err; then
        complain "search $*: does not say \"$words\":" "$(cat err)"
    fi
    [ ! -s out ] || complain "search $*: prints although it fails"
}
# first ID ARGUMENTS...: the first answer
first() {
    local id=$1 got
    shift
    got=$("$docent" search shop.docent "$@" --json | sed -n '1s/.*"id":"\([^"]*\)".*/\1/p')
    [ "$got" = "$id" ] || complain "search $*: first is \"$got\", not \"$id\""
}

mkdir shop
printf 'languages: [en]\n' >shop/help.yaml
for id in orbit nova; do
    printf -- '---\nid: %s\ntitle: Reset the headset\nproduct: %s\naudience: %s\nversions: "%s"\ncontexts: [%s.reset]\n---\n\nHold the button.\n' \
        $id $id "$([ $id = nova ] && echo owner || echo installer)" "$([ $id = nova ] && echo '>=2' || echo '<2')" $id >shop/$id.md
done
printf -- '---\nid: wash\ntitle: Wash the cushions\n---\n\nBy hand.\n' >shop/wash.md
"$docent" pack shop -o shop.docent --quiet >/dev/null

first wash "wash"
first wash "wsah cushions"
first wash --prefix "cush"
for of in product:orbit product:nova audience:installer:orbit audience:owner:nova product-version:1.4:orbit product-version:2.1:nova \
    screen:orbit.reset:orbit screen:nova.reset:nova; do
    IFS=: read -r option value id <<<"$of"
    first "${id:-$value}" "reset headset" --"$option" "$value"
done
[ "$("$docent" search shop.docent "reset headset" --product nova --json | wc -l)" = 2 ] || complain "a product hides answers"
[ "$("$docent" search shop.docent zzzz)" = "Nothing found." ] || complain "nothing found is not said"

printf 'a\treset headset\nb\twash\n' >queries.tsv
"$docent" search shop.docent --batch queries.tsv --run run --product nova | grep -q '^queries=2 mean_us=.* p99_us=' ||
    complain "a batch prints no times"
grep -q '^a Q0 nova 1 ' run || complain "a batch forgets the product:" "$(cat run)"

fails 2 "which bundle?"
fails 2 "give words" shop.docent
fails 2 "give words" shop.docent words --batch queries.tsv --run run
fails 2 "go together" shop.docent --batch queries.tsv
fails 2 "go together" shop.docent words --run run
fails 2 "too many words: hand" shop.docent wash hand
fails 2 "unknown option --fast" shop.docent wash --fast
fails 2 "--limit needs a value" shop.docent wash --limit
fails 2 "--limit takes a number from 1 to 200" shop.docent wash --limit 0
fails 2 "--limit takes a number from 1 to 200" shop.docent wash --limit=201
fails 2 "--json takes no value" shop.docent wash --json=yes
fails 1 "nowhere" nowhere wash
fails 1 "nowhere" shop.docent --batch nowhere --run run
echo "no tab" >bad.tsv
fails 1 "bad.tsv: line 1" shop.docent --batch bad.tsv --run run
exit $status
