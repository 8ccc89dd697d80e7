#!/usr/bin/env bash
# update.sh BUILD: the longest step of a viewer's loop while updates are fetched and put in force, beside the same without.
# Lines of `name value unit ...`. UPDATE_MB: how many megabytes of pictures the content has (16); UPDATE_FRAMES: how many frames
# of each kind (10000); UPDATE_WORK: a folder that is kept, so that another run need not publish again; UPDATE_DISK: a folder on
# the disk that the device has, /tmp's otherwise.
set -euo pipefail
# shellcheck source=tests/support/nginx.sh
. "$(dirname "$0")/../support/nginx.sh"
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
history=$root/../shared/data/corpora/arduino-history
bin=$build/bin
mb=${UPDATE_MB:-16}
work=${UPDATE_WORK:-$(mktemp -d)}
mkdir -p "$work"
device=${UPDATE_DISK:-$work}/device
cleanup() {
    nginx_stop
    [ -n "${UPDATE_WORK:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
export LC_ALL=C

# ---- content ----

# made N: as much text as a real help centre has, where there is none; N articles differ.
made() {
    local i
    mkdir -p "made-$1"
    for i in $(seq 400); do
        local words=
        [ "$i" -gt "$1" ] || words="It is new that upload to the board goes by itself. "
        printf -- '---\ntitle: Help with part %s of the board\n---\n\n%s%s\n' "$i" "$words" \
            "$(seq -f 'Turn %g: choose the port of the board, upload, and wait until the light is on.' "$i" 70 $((i + 1400)) | sed G)" \
            > "made-$1/part-$i.md"
    done
}

pack() { "$bin/docent" pack --quiet "$@" >/dev/null; }

texts() {
    if [ -d "$history" ]; then
        cp -r "$history/month/content" one
        cp -r "$history/now/content" two
    else
        echo "update.sh: no history of a help centre at $history: it is skipped, articles are made up" >&2
        made 3; mv made-3 one
        made 90; mv made-90 two
    fi
    cp -r two three
    chmod -R u+w three
    sed -i 's/the board/the little board/' "$(grep -rl "the board" three --include='*.md' | sort | head -1)"
    pack one -o one.docent
    pack two -o two.docent --previous one.docent
    pack three -o three.docent --previous two.docent
}

# Pictures are bytes that do not shrink. fatten IN OUT NOISE...: one of a megabyte for each row of the noise.
noise() { sqlite3 "$1" "CREATE TABLE n AS WITH RECURSIVE i(i) AS (SELECT $2 UNION ALL SELECT i + 1 FROM i WHERE i < $3) SELECT i, randomblob(1000000) b FROM i"; }
fatten() {
    local from=$1 to=$2
    shift 2
    cp "$from" "$to"
    for n in "$@"; do
        sqlite3 "$to" "ATTACH '$n' AS n; INSERT INTO asset SELECT 100000 + i, 'picture', 'noise/' || i, b FROM n.n ORDER BY i;"
    done
}

# Each release has the same tree before it; a tree that was left behind is what a mirror had then.
publish() {
    "$bin/docent" publish "$1" -o tree --keys keys >/dev/null
    mkdir -p "$2"
    cp -al tree/. "$2/"
    cp --remove-destination tree/metadata/*.json "$2/metadata/"
}

prepare() {
    texts
    noise kept.db 1 $((mb / 2))
    noise old.db $((mb / 2 + 1)) "$mb"
    noise new.db $((mb / 2 + 1)) "$mb"
    fatten one.docent 1.docent kept.db old.db
    fatten two.docent 2.docent kept.db old.db
    fatten three.docent 3.docent kept.db new.db
    fatten two.docent 4.docent kept.db new.db
    rm -f kept.db old.db new.db
    "$bin/docent" keys new keys >/dev/null
    local i
    for i in 1 2 3 4; do publish "$i.docent" "tree-$i"; done
    touch ready
}

[ -f ready ] || prepare

# ---- the server ----

port=$(free_ports 1)
rm -rf "$device" link
ln -s "$work/tree-1" link
nginx_start 64 <<CONF
    access_log off;
    default_type application/octet-stream;
    server { listen 127.0.0.1:$port; root $work/link; }
CONF

# ---- the run: everything; text; text and half of the pictures; the same from a stick, and back over the line ----

article=$(sqlite3 one.docent "ATTACH 'two.docent' AS two; SELECT id FROM article WHERE id IN (SELECT id FROM two.article) ORDER BY length(doc) DESC LIMIT 1")
"$bin/bench_update" two.docent "$device" tree/metadata/1.root.json "http://127.0.0.1:$port" "$work/link" \
    "article/${article:?}" "${UPDATE_FRAMES:-10000}" full="$work/tree-1" text="$work/tree-2" pictures="$work/tree-3" \
    stick="file://$work/tree-4"
