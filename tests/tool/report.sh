#!/usr/bin/env bash
# report.sh DOCENT COUNT: docent report over state files that were counted into by the library itself.
set -euo pipefail
docent=$1 count=$2
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
status=0
complain() { echo "$*" >&2; status=1; }

# same WHAT EXPECTED GOT
same() { [ "$2" = "$3" ] || complain "$1:" "$(diff <(echo "$2") <(echo "$3"))"; }
# fails CODE WORDS COMMAND...: that exit code, and one line on stderr with these words in it
fails() {
    local code=$1 words=$2 got=0
    shift 2
    "$@" >out 2>err || got=$?
    [ "$got" = "$code" ] || complain "$*: exit code $got, not $code"
    if [ "$(wc -l <err)" != 1 ] || ! grep -q -- "$words" err; then
        complain "$*: does not say \"$words\":" "$(cat err)"
    fi
    [ ! -s out ] || complain "$*: prints although it fails"
}

mkdir shop
printf 'languages: [en, de]\n' >shop/help.yaml
printf -- '---\nid: pair\ntitle: Pair the headset\n---\n\nHold the button.\n' >shop/a.md
printf -- '---\ntitle: Kopfhörer koppeln\n---\n\nDie Taste halten.\n' >shop/a.de.md
printf -- '---\nid: reset\ntitle: Reset it\n---\n\nThe headset forgets all phones. Pair them again.\n' >shop/b.md
"$docent" pack shop -o shop.docent --quiet >/dev/null

"$count" shop.docent one.db en <<'LINES'
4	0	buzzing noise	
2	2	Pair Headset	
3	2	pair headset	pair
1	2	pair headset	reset
3	2	headset	reset
2	0	=cmd|x	
3	9	cat	pair
3	9	dog	gone
5	1	anna@mail.example	pair
LINES
"$count" shop.docent two.db de <<'LINES'
3	1	koppeln	pair
1	0	brummt	
LINES
"$count" shop.docent two.db en <<'LINES'
2	0	buzzing noise	
3	2	pair "them" \ again	reset
LINES
sha256sum ./*.db >sums

upto() { sed -n "1,/^$1/p" | sed '$d'; }
same "the tables" "Nothing was found
       6  en      buzzing noise
       2  en      =cmd|x
       1  de      brummt

Answers, but none was opened
       2  en      pair headset  -> pair (3)

Read, and then a person was asked
   never

Voted worst
   never

Where people gave up in a guide
   never

Asked most
       6  en      buzzing noise
       6  en      pair headset  -> pair (3)
       3  en      cat  -> pair (3)
          ... and 6 more (--limit)" "$("$docent" report one.db two.db --limit 3 | upto Promises)"

same "the values" 'table,times,what,language,also,also_times
no-result,4,"buzzing noise","en","",0
no-result,2,"'"'"'=cmd|x","en","",0
no-click,2,"pair headset","en","pair",3
asked,6,"pair headset","en","pair",3
asked,4,"buzzing noise","en","",0' "$("$docent" report --csv - one.db | head -6)"

# Proposals: what is not in the bundle is not proposed, and what packing reads is what was typed.
"$docent" report ./*.db --bundle shop.docent --queries >shop/queries.yaml
same "the proposals" '# opened 3 of 3 times; today it is not found: packing fails until it is
- words: "cat"
  expect: "pair"
  top: 3
  lang: "en"
# opened 3 of 3 times; today in place 2
- words: "headset"
  expect: "reset"
  top: 3
  lang: "en"
# opened 3 of 3 times; today in place 1
- words: "koppeln"
  expect: "pair"
  top: 1
  lang: "de"
# opened 3 of 3 times; today in place 1
- words: "pair \"them\" \\ again"
  expect: "reset"
  top: 1
  lang: "en"
# opened 3 of 6 times; today in place 1
- words: "pair headset"
  expect: "pair"
  top: 1
  lang: "en"' "$(cat shop/queries.yaml)"
same "packing with them" 'queries.yaml:2:3: error: "cat" does not find "pair"; first is ""' \
    "$("$docent" pack shop -o again.docent 2>&1 | grep error:)"
sed -i 1,5d shop/queries.yaml
"$docent" pack shop -o again.docent --quiet >/dev/null

# A state file of words that no person could have typed through the library steers no terminal.
if command -v sqlite3 >/dev/null; then
    cp one.db odd.db
    sqlite3 odd.db "DELETE FROM search_count;
        INSERT INTO search_count VALUES('a' || char(27, 10, 155) || 'b', 'en', '', 0, 7)"
    same "odd words" "       7  en      a   b" "$("$docent" report odd.db | sed -n 2p)"
    rm odd.db
fi

sha256sum --quiet -c sums || complain "a state file was changed"
[ -z "$(find . -name '*.db-*')" ] || complain "something was left beside a state file"

: >empty.db
fails 2 "which state files" "$docent" report
fails 2 "unknown option --frob" "$docent" report --frob one.db
fails 2 "give one of them" "$docent" report one.db --csv - --bundle shop.docent --queries
fails 2 "needs the bundle" "$docent" report one.db --queries
fails 1 "is a database" "$docent" report one.db --html two.db
fails 1 "is a database" "$docent" report one.db --csv shop.docent
fails 1 "cannot be written" "$docent" report one.db --csv gone/x.csv
fails 2 "a number from 1" "$docent" report one.db --limit none
fails 1 "gone.db: no such file" "$docent" report one.db gone.db
fails 1 "is not the state" "$docent" report one.db shop.docent
fails 1 "is not the state" "$docent" report empty.db
fails 1 "gone.docent" "$docent" report one.db --bundle gone.docent
"$docent" report --help | grep -q "usage: docent report STATE.db" || complain "--help does not help"
exit $status
