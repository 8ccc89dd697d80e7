#!/usr/bin/env bash
# A receiver of letters on a free port. See common.sh.
. "$(dirname "$0")/../common.sh"
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
PORT=$(keep "$DIR" port free_port)
keep "$DIR" secret printf 'whsec_%s\n' "$(head -c 24 /dev/urandom | base64)" >/dev/null
mkdir -p "$DIR/letters" "$DIR/answers" "$DIR/files" "$DIR/conversations"
setsid python3 "$(dirname "$0")/receiver.py" "$DIR" "$PORT" >>"$DIR/log" 2>&1 </dev/null &
PID=$!
wait_port "$PORT" $PID "$DIR/log"
cat > "$DIR/env" <<END
PUBLIC='{"kind": "webhook", "url": "http://127.0.0.1:@PORT@/hook", "lookup": true, "settle_s": 1, "poll_s": 1}'
DEVICE='{"secret": "$(cat "$DIR/secret")"}'
PORT=$PORT
CAN="close"
PIDS="$PID"
END
