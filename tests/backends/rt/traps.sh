#!/usr/bin/env bash
# traps.sh BIN_DIR: what RT does and does not say (rt_traps.c).
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) BIN=$(cd "$1" && pwd)
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-traps-XXXXXX")
clean() { "$HERE/stop.sh" "$DIR/server" || true; rm -rf "$DIR"; }
trap clean EXIT
status=0
"$HERE/start.sh" "$DIR/server" || status=$?
[ $status = 0 ] || exit $status
# shellcheck source=/dev/null
. "$DIR/server/env"
echo "${PUBLIC//@PORT@/$PORT}" > "$DIR/public.json"
echo "$DEVICE" > "$DIR/device.json"
echo "$BARE" > "$DIR/bare.json"
timeout 200 "$BIN/backends_rt_traps" "$DIR/public.json" "$DIR/device.json" "$DIR/bare.json" "$HERE/agent.sh" "$DIR/server"
