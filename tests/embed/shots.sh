#!/usr/bin/env bash
# shots.sh BUILD: without a display the kiosk says so in one line, and pages can still be drawn.
set -euo pipefail
unset DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR
export SDL_VIDEODRIVER=x11
out=$(mktemp -d)
fail() { echo "FAILED: $*" >&2; exit 1; }

! "$1/bin/docent-kiosk" --bundle "$1/share/help.docent" --window 640x480 2> "$out/err" || fail "a window without a display"
[ "$(wc -l < "$out/err")" = 1 ] || fail "not one line of error: $(cat "$out/err")"
grep -q DISPLAY "$out/err" || fail "the error does not say what to do: $(cat "$out/err")"

"$1/bin/docent" shot "$1/share/help.docent" contact -o "$out/a.png" --size 640x480 --now 2026-11-02T10:00:00+01:00
"$1/bin/docent" shot "$1/share/help.docent" contact -o "$out/b.png" --size 640x480 --now 2026-11-02T10:00:00+01:00
cmp "$out/a.png" "$out/b.png" || fail "the same page at the same time gave two pictures"
for options in "--theme dark" "--locale ar" "--text-size 200" "--scale 2" "--now 2026-11-01T03:00:00Z"; do
    # shellcheck disable=SC2086
    "$1/bin/docent" shot "$1/share/help.docent" contact -o "$out/b.png" --size 640x480 --now 2026-11-02T10:00:00+01:00 $options
    ! cmp -s "$out/a.png" "$out/b.png" || fail "$options changes nothing"
done
for address in nowhere article/none "fix/no-sound#none" "toc/none"; do
    status=0
    "$1/bin/docent" shot "$1/share/help.docent" "$address" -o "$out/none.png" 2> "$out/err" || status=$?
    [ "$status" = 1 ] || fail "$address: exit $status, not 1"
    [ "$(wc -l < "$out/err")" = 1 ] || fail "$address: not one line of error"
    [ ! -e "$out/none.png" ] || fail "$address: drawn"
done
rm -r "$out"
