#!/usr/bin/env bash
# sync.sh BUILD: what an update costs: bytes beside other ways, memory and CPU of applying one.
# Lines of `name value unit ratio peer`. A ratio is to zstd --patch-from -19 between the same two bundles, or to sha256sum; that
# of a delta "to rows" is to the floor: rows that changed, without what is made from them, through zstd with the old bundle at hand.
set -euo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
history=$root/../shared/data/corpora/arduino-history
bin=$build/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C

bytes() { stat -c %s "$1"; }
line() { printf '%s %s %s %s %s\n' "$@"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", (b > 0 ? a / b : 0) }'; }

# ---- other ways to get from $1 to $2 ----
patch_from() { zstd -q -19 --long=27 --patch-from="$1" "$2" -f -o peer.zd 2>/dev/null; bytes peer.zd; }
full() { zstd -q -19 -f "$1" -o peer.zst; bytes peer.zst; }
by_rsync() {
    command -v rsync >/dev/null || { echo 0; return; }
    mkdir -p from to
    cp "$2" from/x; cp "$1" to/x
    rsync -z --no-whole-file --ignore-times --stats from/x to/x | tr -d , | awk '/^Total bytes (sent|received)/ { n += $4 } END { print n }'
}
# What zckdl would fetch: the header of the new file and the chunks that the old one has not.
by_zchunk() {
    command -v zck >/dev/null || { echo 0; return; }
    local f
    for f in "$1" "$2"; do zck -o "$(basename "$f").zck" "$f" >/dev/null; done
    zck_read_header -c "$(basename "$1").zck" | awk '$1 ~ /^[0-9]+$/ { print $2 }' | sort -u > old.chunks
    zck_read_header -c "$(basename "$2").zck" > new.head
    awk 'NR == FNR { have[$1] = 1; next } $1 ~ /^[0-9]+$/ && !have[$2] { n += $4 } END { print n + 0 }' old.chunks new.head
}

# The least that any way must send: the rows that are other ones, without the search index, which is made from them.
changed_rows() {
    python3 - "$1" "$2" > rows <<'END'
import sqlite3
import sys
db = sqlite3.connect("file:%s?immutable=1" % sys.argv[2], uri=True)
db.text_factory = bytes
db.execute("ATTACH ? AS old", ("file:%s?immutable=1" % sys.argv[1],))
tables = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'fts%' AND name <> 'ranking' ORDER BY rowid"
for (name,) in db.execute(tables).fetchall():
    for row in db.execute("SELECT * FROM main.{0} EXCEPT SELECT * FROM old.{0}".format(name.decode())):
        sys.stdout.buffer.write(b"\0".join(v if isinstance(v, bytes) else str(v).encode() for v in row))
END
    patch_from "$1" rows
}

# step NAME OLD NEW: published after one another, the delta that a device would fetch.
step() {
    local name=$1 ours peer rows
    rm -rf tree
    "$bin/docent" publish "$2" -o tree --keys keys >/dev/null
    "$bin/docent" publish "$3" -o tree --keys keys >/dev/null
    ours=$(cat tree/targets/delta/* 2>/dev/null | wc -c)
    peer=$(patch_from "$2" "$3")
    line "sync_delta_$name" "$ours" bytes "$(ratio "$ours" "$peer")" zstd_patch_from="$peer"
    rows=$(changed_rows "$2" "$3")
    line "sync_delta_to_rows_$name" "$ours" bytes "$(ratio "$ours" "$rows")" changed_rows="$rows"
    line "sync_full_$name" "$(full "$3")" bytes "$(ratio "$(bytes peer.zst)" "$peer")" -
    line "sync_rsync_$name" "$(by_rsync "$2" "$3")" bytes - -
    line "sync_zchunk_$name" "$(by_zchunk "$2" "$3")" bytes - -
}

"$bin/docent" keys new keys >/dev/null
if [ -d "$history" ]; then
    pack() { "$bin/docent" pack --quiet "$@" >/dev/null; }
    pack "$history/half-year/content" -o half.docent
    pack "$history/month/content" -o month.docent --previous half.docent
    pack "$history/now/content" -o now.docent --previous month.docent
    cp -r "$history/now/content" edited
    chmod -R u+w edited
    page=$(grep -rl "the board" edited --include='*.md' | sort | sed -n 1p) # head would leave sort without a reader
    sed -i '0,/the board/s//the little board/' "$page"
    pack edited -o edited.docent --previous now.docent
    step article now.docent edited.docent
    step month month.docent now.docent
    step half_year half.docent now.docent
    pictures=$root/../shared/data/corpora/arduino/content
    if [ -d "$pictures" ]; then
        # The pictures of today beside the text of both days: each bundle takes those that it shows.
        for day in half-year now; do
            cp -r "$history/$day/content" "with-$day"
            chmod -R u+w "with-$day"
            (cd "$pictures" && find . -type f ! -name '*.md' ! -name '*.yaml' -print0 | tar c --null -T -) | tar x -C "with-$day"
        done
        pack with-half-year -o with-half.docent
        pack with-now -o with-now.docent --previous with-half.docent
        step with_pictures_half_year with-half.docent with-now.docent
    fi
else
    echo "sync.sh: no history of a help centre at $history: its bytes are skipped" >&2
fi

# ---- memory and CPU of 256 MB ----
# Bytes that do not shrink, as pictures do not; every 64th block is another in the next release.
"$bin/bench_unpack" make big1 256 1
"$bin/bench_unpack" make big2 256 2
zstd -q -3 --long=31 --patch-from=big1 big2 -f -o big.zd
"$bin/bench_unpack" apply big1 big.zd big3 big2 > applied
cmp big2 big3
read -r private_kb cpu_ms longest_ms < applied
line sync_apply_256mb_private "$private_kb" kB "$(ratio "$private_kb" 8192)" limit=8192
sha_ms=$({ TIMEFORMAT='%U %S'; time sha256sum big3 >/dev/null; } 2>&1 | awk '{ printf "%d", ($1 + $2) * 1000 }')
line sync_apply_256mb_cpu "$cpu_ms" ms "$(ratio "$cpu_ms" "$sha_ms")" sha256sum="$sha_ms"
line sync_apply_256mb_longest_slice "$longest_ms" ms - budget=5
