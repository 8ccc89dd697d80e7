#!/usr/bin/env bash
# story_page.sh BIN_DIR [KEEP]: somebody asks for help while nobody is there, an agent opens the page in a browser, answers, and reads
# what they say then. The agent's side is Converse.js in headless Chromium; KEEP gets its picture and the recorded talk.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd) BIN=$(cd "$1" && pwd)
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-page-XXXXXX")
KEEP=${2:-$DIR}
for program in npm node chromium; do
    command -v $program >/dev/null || { echo "skipped: there is no $program"; exit 77; }
done
clean() { "$HERE/stop.sh" "$DIR/server" || true; rm -rf "$DIR"; }
trap clean EXIT
"$HERE/page.sh" "$BIN/../agent-page" || { echo "skipped: the page cannot be fetched"; exit 77; }
WWW=$(cd "$BIN/../agent-page/www" && pwd) MODE=anonymous "$HERE/start.sh" "$DIR/server"
# shellcheck source=/dev/null
. "$DIR/server/env"
python3 - "${PUBLIC//@PORT@/$PORT}" > "$DIR/device.json" <<'END'
import json, sys
print(json.dumps({"connectors": {"desk": json.loads(sys.argv[1])}}))
END
chmod 600 "$DIR/device.json"
"$BIN/backends_post" bundle "$DIR/bundle"
post() { "$BIN/backends_post" "$DIR/bundle" "$DIR/state" "$DIR/device.json" "$@"; }

conversation=$(post submit "My headset does not pair.")
post run 30
# shellcheck disable=SC2153
(cd "$BIN/../agent-page" && exec timeout 120 node agent.mjs "${PAGES}?password=agent-password" "$KEEP/agent.png" \
    "see:My headset does not pair." "say:Hold the button for five seconds." "see:It works now, thank you.") &
PAGE=$!
post run 90 1
post show | grep '^theirs.* Hold the button for five seconds\.$' >/dev/null || die "the answer did not come"
post say "$conversation" "It works now, thank you."
post run 30
wait $PAGE || die "the agent's page did not see it all"
post show | tee "$KEEP/talk.txt"
