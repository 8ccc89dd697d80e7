#!/usr/bin/env bash
# run.sh KIOSK BUNDLE SCRIPT: plays a script. One whose first line is "# fails: TEXT" must end with 1 and say TEXT.
set -euo pipefail
expected=$(sed -n '1s/^# fails: //p' "$3")
unset DISPLAY WAYLAND_DISPLAY
if [ -z "$expected" ]; then
    exec "$1" --bundle "$2" --script "$3"
fi
status=0
said=$("$1" --bundle "$2" --script - < "$3" 2>&1) || status=$?
[ "$status" = 1 ] || { echo "ended with $status, not 1"; exit 1; }
[[ $said == "$expected"* ]] || { echo "said: $said"; echo "not:  $expected"; exit 1; }
