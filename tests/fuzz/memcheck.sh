#!/usr/bin/env bash
# Valgrind's memcheck over tests of level 1 and 2 and the commands; a build without sanitizers. Some minutes, so not in ctest.
#
#   memcheck.sh [BUILD]
#
# "Possibly lost" is not counted: GLib and librsvg keep tables for the life of the process behind inner pointers. All else
# is; memcheck.supp names the one loss of a library.
set -uo pipefail
build=$(cd "${1:-build}" && pwd)
cd "$(dirname "$0")" || exit
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
failed=0

check() {
    local name=$1
    shift
    if DOCENT_PATIENCE=100 valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite --suppressions="$PWD/memcheck.supp" "$@" >"$temporary/log" 2>&1; then
        echo "$name: clean"
    else
        failed=1
        echo "$name: not clean"
        grep -E '^==|FAILED|not true' "$temporary/log" | head -40
    fi
}

docent=$build/bin/docent
bundle=$temporary/radio.docent
check "docent pack" "$docent" pack project -o "$bundle"
check "docent check" "$docent" check "$bundle"
check "docent search" "$docent" search "$bundle" "conect wifi"
check "docent show" "$docent" show "$bundle" connect --json
check "docent shot" "$docent" shot "$bundle" article/connect -o "$temporary/x.png" --size 480x640 --locale ar
for test in api_test_articles api_test_open api_test_memory view_test_access; do
    check "$test" "$build/bin/$test"
done
DOCENT_MUTANTS=40 check "api_test_hostile, 40 mutants" "$build/bin/api_test_hostile"
DOCENT_MUTANTS=40 check "fuzz_mutants, 40" "$build/bin/fuzz_mutants" "$bundle"
for kind in article query address path picture markdown settings po jsonl zone line config; do
    mapfile -t seeds <"$build/fuzz/$kind.seeds"
    DOCENT_FUZZ_CHANGES=1 check "fuzz_$kind" "$build/bin/fuzz_$kind" "${seeds[@]}"
done
exit $failed
