# shellcheck shell=bash
# Sourced: starts an X server of our own and sets DISPLAY; leaves with 77 (skipped) where there is none.
command -v Xvfb >/dev/null || { echo "skipped: Xvfb is not installed"; exit 77; }
number=$(mktemp)
Xvfb -displayfd 3 -screen 0 1280x1024x24 3>"$number" >/dev/null 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; rm -f "$number"' EXIT
for _ in $(seq 100); do
    [ -s "$number" ] && break
    sleep 0.1
done
DISPLAY=:$(cat "$number")
export DISPLAY
export SDL_VIDEODRIVER=x11
