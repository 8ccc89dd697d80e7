#!/bin/sh
# commands.sh DOCENT: exit codes and one-line errors of new, check and pack.
set -u
docent=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failed=0

# expect CODE TEXT WORDS...: the command exits with CODE, and TEXT is in what it prints.
expect() {
    code=$1 text=$2
    shift 2
    "$docent" "$@" >out 2>&1 </dev/null
    got=$?
    if [ $got -ne "$code" ] || ! grep -qF -- "$text" out; then
        echo "docent $*: exit $got, expected $code and \"$text\":"
        cat out
        failed=1
    fi
}

expect 0 "usage: docent pack" pack --help
expect 2 "which command?"
expect 2 "no command \"pakc\"" pakc
expect 2 "which folder?" pack -o x
expect 2 "-o FILE" pack .
expect 2 "not both" pack . --jsonl x -o y
expect 2 "unknown option --fast" pack --fast . -o y
expect 2 "-o needs a value" pack . -o
expect 1 "there is no folder nowhere" pack nowhere -o x
expect 1 "cannot open nowhere" pack --jsonl nowhere -o x

expect 0 "shop is a help project" new shop
expect 1 "not empty" new shop
expect 0 "0 errors" check shop
expect 0 "3 articles, 6 texts, 1 picture" pack shop -o shop.docent
expect 0 "sound, 3 articles" check shop.docent
cp shop.docent again.docent
expect 0 "3 articles" pack --quiet -o shop.docent shop
cmp -s shop.docent again.docent || { echo "the same project gave other bytes"; failed=1; }
[ "$(ls ./*.part 2>/dev/null)" = "" ] || { echo "a temporary file stays"; failed=1; }

echo "[broken](gone.md)" >>shop/radio/connect.md
expect 1 "radio/connect.md:26:1: error: broken link: there is no radio/gone.md" pack shop -o shop.docent
expect 1 "1 error" check shop
cmp -s shop.docent again.docent || { echo "a failed pack touched the old bundle"; failed=1; }
expect 1 "cannot write" pack shop/guides -o /nonexistent/folder/x.docent

printf '{"id":"a","body":"x"}\n{"id":"a","body":"x"}\n' >lines
expect 1 "lines:2:1: error: the id \"a\" was on line 1 already" pack --jsonl lines -o l.docent
[ ! -e l.docent ] || { echo "a failed pack left a bundle"; failed=1; }
printf '{"id":"a","body":"x"}' | "$docent" pack --jsonl - -o l.docent >out || { echo "standard input is not read"; failed=1; }
expect 0 "sound, 1 articles" check l.docent

head -c 5000 shop.docent >cut.docent
expect 1 "docent: " check cut.docent
expect 1 "docent: " check lines
exit $failed
