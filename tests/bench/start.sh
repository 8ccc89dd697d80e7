#!/usr/bin/env bash
# start.sh BUILD: the first useful frame, CPU, memory and idle wake-ups of docent-kiosk beside the floor, under Xvfb 1920x1080.
set -euo pipefail
build=$1
font=/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf
display=$(mktemp)
Xvfb -displayfd 3 -screen 0 1920x1080x24 3>"$display" >/dev/null 2>&1 &
server=$!
trap 'kill $server; rm -f "$display"' EXIT
for _ in $(seq 100); do
    [ -s "$display" ] && break
    sleep 0.1
done
DISPLAY=:$(cat "$display")
export DISPLAY
"$build/bin/bench_start" "${REPEATS:-9}" \
    floor_text "$build/bin/bench_floor" text "$font" -- \
    floor_clear "$build/bin/bench_floor" clear -- \
    floor_default "$build/bin/bench_floor" default -- \
    kiosk "$build/bin/docent-kiosk" --bundle "$build/share/help.docent" --window 1920x1080
