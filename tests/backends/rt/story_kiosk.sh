#!/usr/bin/env bash
# story_kiosk.sh KIOSK BUNDLE [KEEP]: the whole way of a request, as people go it. With no network somebody writes from an article;
# the kiosk is started again; the network comes back; an agent answers in RT; the person reads it, and says thank you. KEEP gets
# pictures of what they see.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) KIOSK=$(realpath "$1") BUNDLE=$(realpath "$2")
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-story-XXXXXX")
KEEP=$(mkdir -p "${3:-$DIR}" && cd "${3:-$DIR}" && pwd)
unset DISPLAY WAYLAND_DISPLAY
clean() { "$HERE/stop.sh" "$DIR/server" || true; rm -rf "$DIR"; }
trap clean EXIT
status=0
"$HERE/start.sh" "$DIR/server" || status=$?
[ $status = 0 ] || exit $status
# shellcheck source=/dev/null
. "$DIR/server/env"
python3 - "${PUBLIC//@PORT@/$PORT}" "$DEVICE" > "$DIR/device.json" <<'PYTHON'
import json, sys
print(json.dumps({"connectors": {"desk": {**json.loads(sys.argv[1]), **json.loads(sys.argv[2])}}}))
PYTHON
chmod 600 "$DIR/device.json"
printf 'bundle: %s\nstate: state.db\ndevice: device.json\nshared: no\n' "$BUNDLE" > "$DIR/kiosk.yaml"
visit() { timeout 120 "$KIOSK" "$DIR/kiosk.yaml" --script -; }
agent() { "$HERE/agent.sh" "$DIR/server" "$@"; }

visit <<SCRIPT
OFFLINE on
GO article/orbit-pair
PRESS button "Write to us"
EXPECT address "contact/ticket"
PRESS radio "Something does not work"
PRESS field "What happened?"
TYPE "The headset is silent since Monday"
KEY Escape
PRESS button "What is sent along"
PRESS checkbox "Harbour Electronics keeps what you send"
PRESS button "Send"
EXPECT heading "Your request is saved"
SHOT $KEEP/1-saved.png
SCRIPT
[ "$(agent newest)" = "" ] || die "something arrived without a network"

visit <<SCRIPT
OFFLINE on
GO contact/requests
EXPECT link "The headset is silent since Monday"
OFFLINE off
WAIT 10000
EXPECT text "Received"
SHOT $KEEP/2-received.png
SCRIPT
conversation=$(agent newest)
[ -n "$conversation" ] || die "no ticket in RT"
agent said "$conversation" | grep "Article: article/orbit-pair" >/dev/null || { agent said "$conversation" >&2; die "the ticket does not say where it was written"; }
agent reply "$conversation" "Hold the button for five seconds, until the light is white."
agent comment "$conversation" "Third one this week."

visit <<SCRIPT
GO contact/requests
WAIT 60000
EXPECT link "The headset is silent since Monday"
PRESS link "The headset is silent since Monday"
EXPECT text "Hold the button for five seconds, until the light is white."
ABSENT text "Third one this week."
SHOT $KEEP/3-answered.png
PRESS field "Your reply"
TYPE "It works now, thank you."
PRESS button "Send"
WAIT 10000
SCRIPT
agent said "$conversation" | grep "It works now, thank you." >/dev/null || die "the thanks did not arrive"
[ "$(agent said "$conversation" | grep -c "The headset is silent since Monday")" = 1 ] || die "the request is there twice"
echo "told: $conversation"
