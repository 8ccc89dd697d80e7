#!/bin/sh
# Search beside its peers: plain FTS5, Xapian, minisearch, lunr. Prints one table a set.
#
#   tests/bench/search.sh BUILD_DIR [DATA_DIR] [--articles N] [--only SET,...] [--typing N]
#
# BUILD_DIR holds bin/docent. DATA_DIR holds folders with corpus.jsonl, queries*.tsv, qrels.tsv; without one, or when it is
# absent, there is nothing to measure and it says so. npm packages are installed into BUILD_DIR/bench.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:?usage: search.sh BUILD_DIR [DATA_DIR] [options]}
shift
data=$here/../../../shared/data/retrieval
case ${1:---} in --*) ;; *) data=$1; shift ;; esac
if [ ! -d "$data" ]; then
    echo "search bench: skipped, there is no $data"
    exit 0
fi
work=$build/bench
mkdir -p "$work"
if command -v npm >/dev/null 2>&1 && [ ! -d "$work/node_modules/lunr" ]; then
    (cd "$work" && npm install --silent --no-audit --no-fund minisearch@7 lunr@2 >/dev/null 2>&1) || true
fi
if [ -d "$work/node_modules/lunr" ]; then
    cp "$here/search_js.mjs" "$work/"
else
    echo "search bench: minisearch and lunr are left out (npm could not install them)"
fi
if pkg-config --exists xapian-core && command -v c++ >/dev/null 2>&1; then
    # shellcheck disable=SC2046 # flags are words
    c++ -std=c++17 -O2 "$here/search_xapian.cc" -o "$work/search_xapian" $(pkg-config --cflags --libs xapian-core) \
        $(pkg-config --cflags --libs jansson)
else
    echo "search bench: Xapian is left out (libxapian-dev is not installed)"
fi
exec python3 "$here/search_bench.py" "$build" "$data" "$work" "$@"
