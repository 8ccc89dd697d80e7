#!/usr/bin/env bash
# receiver.sh SOURCE BIN_DIR: the receiver that sdk/docs/contact-webhook.md shows is run as it stands there, and takes a request.
. "$(dirname "$0")/common.sh"
BIN=$(cd "$2" && pwd)
DIR=$(mktemp -d)
PID=""
clean() { [ -z "$PID" ] || kill "$PID" 2>/dev/null || true; rm -rf "$DIR"; }
trap clean EXIT
# shellcheck disable=SC2016 # these are Markdown's
sed -n '/^```python$/,/^```$/p' "$1/sdk/docs/contact-webhook.md" | sed '1d;$d' > "$DIR/receiver.py"
cd "$DIR"
SECRET=whsec_$(head -c 24 /dev/urandom | base64)
PORT=$(free_port)
export SECRET PORT
python3 receiver.py > log 2>&1 &
PID=$!
wait_port "$PORT" $PID log
echo "{\"connectors\": {\"desk\": {\"kind\": \"webhook\", \"url\": \"http://127.0.0.1:$PORT\", \"secret\": \"$SECRET\"}}}" > device.json
chmod 600 device.json
head -c 100000 /dev/urandom > file
"$BIN/backends_post" bundle bundle
"$BIN/backends_post" bundle state device.json submit "It blinks." file >/dev/null
"$BIN/backends_post" bundle state device.json run 30 || { cat log >&2; die "it did not arrive"; }
cmp file "files/$(sha256sum file | cut -d' ' -f1)"
grep -q '"body":"It blinks."' letters/*-*
sed -i 's/whsec_/whsec_AAAA/' device.json
"$BIN/backends_post" bundle state2 device.json submit "Not signed with that secret." >/dev/null
if "$BIN/backends_post" bundle state2 device.json run 3 2>/dev/null; then die "a wrong secret was taken"; fi
[ "$(find letters -type f | wc -l)" = 1 ] || die "more than one letter came"
