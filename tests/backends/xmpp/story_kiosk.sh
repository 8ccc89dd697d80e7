#!/usr/bin/env bash
# story_kiosk.sh KIOSK BUNDLE [KEEP]: the whole way of a chat, as people go it. With no network somebody writes; the kiosk is started
# again; the network comes back; an agent answers in the room; the person reads it, and says thank you. KEEP gets pictures.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) KIOSK=$(realpath "$1") BUNDLE=$(realpath "$2")
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-chat-XXXXXX")
KEEP=$(mkdir -p "${3:-$DIR}" && cd "${3:-$DIR}" && pwd)
unset DISPLAY WAYLAND_DISPLAY
clean() { "$HERE/stop.sh" "$DIR/server" || true; rm -rf "$DIR"; }
trap clean EXIT
status=0
MODE=anonymous "$HERE/start.sh" "$DIR/server" || status=$?
[ $status = 0 ] || exit $status
# shellcheck source=/dev/null
. "$DIR/server/env"
python3 - "${PUBLIC//@PORT@/$PORT}" > "$DIR/device.json" <<'PYTHON'
import json, sys
print(json.dumps({"connectors": {"desk-chat": json.loads(sys.argv[1])}}))
PYTHON
chmod 600 "$DIR/device.json"
printf 'bundle: %s\nstate: state.db\ndevice: device.json\nshared: no\n' "$BUNDLE" > "$DIR/kiosk.yaml"
visit() { timeout 120 "$KIOSK" "$DIR/kiosk.yaml" --script -; }
agent() { timeout 60 "$HERE/agent.sh" "$DIR/server" "$@"; }

visit <<SCRIPT
OFFLINE on
GO contact/chat
PRESS field "Your message"
TYPE "The headset is silent since Monday"
KEY Escape
PRESS button "Send"
EXPECT text "The headset is silent since Monday"
EXPECT text "Connecting. What you write is kept"
SHOT $KEEP/1-kept.png
SCRIPT
conversation=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT id FROM conversation").fetchone()[0])' \
    "$DIR/state.db")

visit <<SCRIPT
GO contact/chat
EXPECT text "The headset is silent since Monday"
WAIT 12000
EXPECT text "Received"
SHOT $KEEP/2-received.png
SCRIPT
agent reply "$conversation" "Hold the button for five seconds, until the light is white."

visit <<SCRIPT
GO contact/chat
WAIT 12000
EXPECT text "Hold the button for five seconds, until the light is white."
SHOT $KEEP/3-answered.png
PRESS field "Your message"
TYPE "It works now, thank you."
PRESS button "Send"
WAIT 12000
SCRIPT
agent said "$conversation" > "$DIR/said"
[ "$(grep -c "The headset is silent since Monday" "$DIR/said")" = 1 ] || { cat "$DIR/said" >&2; die "the message is not there once"; }
[ "$(grep -c "It works now, thank you." "$DIR/said")" = 1 ] || { cat "$DIR/said" >&2; die "the thanks are not there once"; }
echo "told: $conversation"
