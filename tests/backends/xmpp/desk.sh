#!/usr/bin/env bash
# desk.sh BUILD: both ends of a chat on one machine: a chat server, an agent's page for a browser, and the kiosk in a window that asks
# there. Ends with the window, or with Ctrl+C. What was said stays in BUILD/desk.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) BUILD=$(cd "$1" && pwd)
DIR=$BUILD/desk
mkdir -p "$DIR"
"$HERE/page.sh" "$BUILD/agent-page" || die "desk: the agent's page comes from npm, once; npm said why above"
"$HERE/stop.sh" "$DIR/server" 2>/dev/null || true
trap '"$HERE/stop.sh" "$DIR/server"' EXIT
WWW=$BUILD/agent-page/www MODE=anonymous "$HERE/start.sh" "$DIR/server"
# shellcheck source=/dev/null
. "$DIR/server/env"
python3 - "${PUBLIC//@PORT@/$PORT}" > "$DIR/device.json" <<'END'
import json, sys
print(json.dumps({"connectors": {"desk-chat": {**json.loads(sys.argv[1]), "wait_s": 60, "patience_s": 30}}}))
END
chmod 600 "$DIR/device.json"
printf 'device: %s\n' "$DIR/device.json" > "$DIR/kiosk.yaml"
cat <<END

  The agent's side, in a browser:   ${PAGES}?password=agent-password
  (or any XMPP client:              agent@desk.test, password agent-password, 127.0.0.1 port $C2S, no TLS)

  The other side is the kiosk's window: choose the page for a person, and write.
  The agent is invited to a room for each request; [closed] at the start of a message closes it.

END
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "  There is no display, so no window: the server runs until Ctrl+C."
    while sleep 3600; do :; done
fi
"$BUILD/bin/docent-kiosk" "$DIR/kiosk.yaml" --bundle "$BUILD/share/help.docent" --state "$DIR/state" --window 1100x800
