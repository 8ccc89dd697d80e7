# shellcheck shell=bash
# What the scripts here share: a publisher's tree in three releases, a device, and what may never happen to it.
# Sourced with BUILD set to the build folder's bin.
set -euo pipefail
export LC_ALL=C
# shellcheck source=tests/support/nginx.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/nginx.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/docent-update.XXXXXX")
trap 'cleanup; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
cleanup() { :; }
cd "$work"

fail() { echo "$(basename "$0"): $*" >&2; exit 1; }
need() { local p; for p in "$@"; do command -v "$p" >/dev/null || { echo "no $p: left out"; exit 77; }; done; }
need_kiosk() { [ -x "$BUILD/docent-kiosk" ] || { echo "no docent-kiosk: left out"; exit 77; }; }
# await COMMAND...: until it is true, ten seconds at most.
await() {
    local _
    for _ in $(seq 100); do ! "$@" || return 0; sleep 0.1; done
    fail "in vain: $*"
}
code_of() { curl -s -o /dev/null -w '%{http_code}' --path-as-is "$@"; }

# article ID WORDS: one line of an export.
article() { printf '{"id":"%s","title":"Help with %s","body":"%s","lang":"en"}\n' "$1" "$1" "$2"; }

# content N: releases differ in one article more each, on top of forty that stay.
content() {
    local i
    for i in $(seq 40); do article "part-$i" "What part $i does and how it is put back in place. $(seq -s ' ' "$i" $((i + 60)))"; done
    for i in $(seq "$1"); do article "new-$i" "Help about novelty $i."; done
}

publish() { "$BUILD/docent" publish "$@" -o tree --keys keys >/dev/null; }

# three bundles, two of them published
make_tree() {
    "$BUILD/docent" keys new keys >/dev/null
    local i
    for i in 1 2 3; do
        content "$i" > "$i.jsonl"
        "$BUILD/docent" pack --quiet --jsonl "$i.jsonl" -o "$i.docent" >/dev/null
    done
    publish 1.docent
    publish 2.docent
}

# device FOLDER OPTION...: prints its line; its exit code is in $code.
# shellcheck disable=SC2034 # the scripts that source this look at it
device() {
    local folder=$1
    shift
    code=0
    line=$("$BUILD/docent-device" --bundle 1.docent --folder "$folder" --root tree/metadata/1.root.json "$@" 2>"$folder.err") || code=$?
}
says() { case " $line " in *" $1 "*) ;; *) fail "expected $1, but: $line ($(cat ./*.err | tail -1))" ;; esac }

# ---- a kiosk ----

# page PROJECT ID TITLE WORDS: one more article of it.
page() { printf -- '---\ntitle: %s\n---\n%s\n' "$3" "$4" > "$1/radio/$2.md"; }

# kiosk OUT CONFIG OPTION... < SCRIPT
kiosk() {
    local out=$1
    shift
    "$BUILD/docent-kiosk" "$@" --script - > "$out" 2>&1 || fail "$out: $(cat "$out")"
}

# kiosk_begin OUT CONFIG OPTION...: one that lives until kiosk_end. What is written to fd 3 is its script.
kiosk_begin() {
    kiosk_out=$1
    shift
    [ -p script ] || mkfifo script
    "$BUILD/docent-kiosk" "$@" --script - < script > "$kiosk_out" 2>&1 & kiosk_pid=$!
    exec 3>script
}
kiosk_end() {
    exec 3>&-
    wait "$kiosk_pid" || fail "$kiosk_out: $(cat "$kiosk_out")"
}
# For cleanup().
kiosk_leave() { exec 3>&- || :; wait || :; }

# Lines of a script. waits COUNT: time passes, in pieces of two seconds. stick_read COUNT: so much of it until a stick was read.
waits() { local i; for ((i = 0; i < $1; i++)); do echo 'WAIT 2000'; done; }
stick_read() { waits "$1"; echo 'EXPECT status "You may remove the stick."'; }
