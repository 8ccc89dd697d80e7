#!/usr/bin/env bash
# samples.sh BUILD: every program of sample-app/ does what its page says.
set -euo pipefail
cd "$(dirname "$0")"
bin=$1/bin bundle=$1/share/help.docent
out=$(mktemp -d)
fail() { echo "FAILED: $*" >&2; exit 1; }

# Level 1 and 2 need no display.
unset DISPLAY WAYLAND_DISPLAY
"$bin/docent-sample-data" "$bundle" headset makes no sound > "$out/answer"
[ "$(wc -c < "$out/answer")" -gt 300 ] || fail "data: the answer is short"
grep -qi "see also" "$out/answer" || fail "data: nothing else to read"
"$bin/docent-sample-data" "$bundle" xqzzyqx | grep -q "Nothing in the help" || fail "data: an answer to nonsense"
! "$bin/docent-sample-data" "$out/none.docent" ink 2> "$out/err" || fail "data: opened a bundle that is not there"
[ "$(wc -l < "$out/err")" = 1 ] || fail "data: not one line of error"

"$bin/docent-sample-pixels" "$bundle" article/orbit-pair "$out/page.png"
[ "$(head -c 8 "$out/page.png" | tail -c 7 | head -c 3)" = PNG ] || fail "pixels: no PNG"
[ "$(wc -c < "$out/page.png")" -gt 10000 ] || fail "pixels: the page is empty"
! "$bin/docent-sample-pixels" "$bundle" article/no-such "$out/none.png" 2>/dev/null || fail "pixels: drew a page that is not there"

# shellcheck source=display.sh
. ./display.sh
timeout 20 "$bin/docent-sample-panel" "$bundle" --frames 20
timeout 60 "$bin/docent-sample-texture" "$bundle" --frames 3

# The window stays until it is closed.
"$bin/docent-sample-window" "$bundle" fix/no-sound 2> "$out/err" &
window=$!
sleep 2
kill -0 "$window" || fail "window: ended by itself: $(cat "$out/err")"
kill "$window"
wait "$window" || true
[ ! -s "$out/err" ] || fail "window: $(cat "$out/err")"
rm -r "$out"
