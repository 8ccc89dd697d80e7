#!/bin/sh
# Search beside its peers: plain FTS5, Xapian, minisearch, lunr.
#
#   tests/bench/search.sh BUILD_DIR [DATA_DIR] [--only SET,...] [--typing N] [--articles N] [--skip sets,typing,many]
#
# BUILD_DIR holds bin/docent. DATA_DIR holds folders with corpus.jsonl, queries*.tsv, qrels.tsv; without one, or when it is
# absent, there is nothing to measure and it says so. All of it took 35 minutes on two busy cores, mostly the peers': a set
# alone (--only SET --skip many) takes one to four. npm packages, of these versions, are installed into BUILD_DIR/bench.
set -eu
peers="minisearch@7.2.0 lunr@2.3.9"
here=$(cd "$(dirname "$0")" && pwd)
build=${1:?usage: search.sh BUILD_DIR [DATA_DIR] [options]}
shift
data=$here/../../../shared/data/retrieval
case ${1:---} in --*) ;; *) data=$1; shift ;; esac
if [ ! -d "$data" ]; then
    echo "# search: skipped, there is no $data"
    exit 0
fi
work=$build/bench
mkdir -p "$work"
rm -f "$work/search_js.mjs" "$work/search_xapian"
if command -v npm >/dev/null 2>&1 && [ "$(cat "$work/peers" 2>/dev/null)" != "$peers" ]; then
    # shellcheck disable=SC2086 # names are words
    (cd "$work" && npm install --silent --no-audit --no-fund --no-save $peers >/dev/null 2>&1 && echo "$peers" >peers) || true
fi
if [ "$(cat "$work/peers" 2>/dev/null)" = "$peers" ]; then
    cp "$here/search_js.mjs" "$work/"
else
    echo "# search: minisearch and lunr are left out (npm could not install them)"
fi
if pkg-config --exists xapian-core jansson && command -v c++ >/dev/null 2>&1; then
    # shellcheck disable=SC2046 # flags are words
    c++ -std=c++17 -O2 "$here/search_xapian.cc" -o "$work/search_xapian" $(pkg-config --cflags --libs xapian-core) \
        $(pkg-config --cflags --libs jansson)
else
    echo "# search: Xapian is left out (libxapian-dev is not installed)"
fi
exec python3 "$here/search_bench.py" "$build" "$data" "$work" "$@"
