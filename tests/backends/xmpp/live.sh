#!/usr/bin/env bash
# live.sh BIN_DIR: an open chat page hears an agent at once, before and after the server was killed and started again, each answer
# once and in order.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) BIN=$(cd "$1" && pwd)
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-live-XXXXXX")
clean() { "$HERE/stop.sh" "$DIR/server" || true; rm -rf "$DIR"; }
trap clean EXIT
"$HERE/start.sh" "$DIR/server"
# shellcheck source=/dev/null
. "$DIR/server/env"
echo "${PUBLIC//@PORT@/$PORT}" > "$DIR/public.json"
echo "$DEVICE" > "$DIR/device.json"
"$BIN/backends_live" xmpp "$DIR/public.json" "$DIR/device.json" 3 > "$DIR/heard" &
PAGE=$!
for _ in $(seq 1 100); do grep -q '^conversation' "$DIR/heard" && break; sleep 0.1; done
conversation=$(sed -n 's/^conversation //p' "$DIR/heard")
reply() { timeout 60 "$HERE/agent.sh" "$DIR/server" reply "$conversation" "$1"; }
reply "One."
"$HERE/stop.sh" "$DIR/server"
"$HERE/start.sh" "$DIR/server"
reply "Two."
reply "Three."
wait $PAGE || { cat "$DIR/heard" >&2; die "the page did not hear it all"; }
[ "$(grep '^said' "$DIR/heard")" = $'said One.\nsaid Two.\nsaid Three.' ] || { cat "$DIR/heard" >&2; die "not once, or not in order"; }
grep -qx here "$DIR/heard" || die "nobody was seen in the room"
