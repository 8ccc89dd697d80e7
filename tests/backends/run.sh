#!/usr/bin/env bash
# run.sh story|faults NAME BIN_DIR [RUNS [SEED]]: a connector against its real server (common.sh says what a NAME needs).
#
#     story    a letter with 9 MB there and back, told by bin/backends_story
#     faults   RUNS whole paths (bin/backends_post, with its disk) through a proxy that breaks, a server that is started again and
#              a device that is killed; after each everything is there exactly once and in order
. "$(dirname "$0")/common.sh"
WHAT=$1 NAME=$2 BIN=$(cd "$3" && pwd) RUNS=${4:-5} RANDOM=${5:-$$}
HERE=$(cd "$(dirname "$0")" && pwd)
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-$NAME-XXXXXX")
chmod 755 "$DIR" # Servers have users of their own.
PROXY=""

clean() {
    [ -z "$PROXY" ] || kill "$PROXY" 2>/dev/null || true
    "$HERE/$NAME/stop.sh" "$DIR/server" || true
    rm -rf "$DIR"
}
trap clean EXIT

start() {
    local status=0
    "$HERE/$NAME/start.sh" "$DIR/server" >>"$DIR/start.log" 2>&1 || status=$?
    [ $status != 0 ] || return 0
    cat "$DIR/start.log" >&2
    [ $status != 77 ] || exit 77 # It cannot run here: skipped.
    die "$NAME does not start"
}
agent() { timeout 60 "$HERE/$NAME/agent.sh" "$DIR/server" "$@"; }

story() {
    echo "${PUBLIC//@PORT@/$PORT}" > "$DIR/public.json"
    echo "$DEVICE" > "$DIR/device.json"
    # shellcheck disable=SC2086
    timeout 300 "$BIN/backends_story" "$NAME" "$DIR/public.json" "$DIR/device.json" "$HERE/$NAME/agent.sh" "$DIR/server" $CAN
}

# The device says it all in its own file: the public part with the proxy's port, and the secrets.
write_device() {
    python3 - "${PUBLIC//@PORT@/$1}" "$DEVICE" > "$DIR/device.json" <<'END'
import json, sys
print(json.dumps({"connectors": {"desk": {**json.loads(sys.argv[1]), **json.loads(sys.argv[2])}}}))
END
    chmod 600 "$DIR/device.json"
}

post() { "$BIN/backends_post" "$DIR/bundle" "$DIR/state" "$DIR/device.json" "$@"; }

# Kills it hard after a while, wherever it is then.
post_killed() {
    "$BIN/backends_post" "$DIR/bundle" "$DIR/state" "$DIR/device.json" run 20 >/dev/null 2>&1 &
    local pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 700)))"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
}

restart_server() { "$HERE/$NAME/stop.sh" "$DIR/server"; start; }

# Where it breaks: within the greeting, the headers, the body, the answer.
break_something() {
    local modes=(lost-request lost-response reset stall offline) places=(0 40 200 700 2000 60000)
    local mode=${modes[RANDOM % 5]} at=${places[RANDOM % 6]}
    [ "$mode" = lost-request ] || at=${places[RANDOM % 4]}
    echo "$mode $at $((1 + RANDOM % 2))" > "$DIR/fault"
    told="$mode at $at"
}

check_run() {
    local id text expected=0 line
    post show > "$DIR/shown"
    while read -r line; do
        read -r _ _ id text <<< "$line"
        [ "$text" = "Message $expected." ] || die "$told: \"$text\" stands where message $expected should"
        [ "$(agent count "$id")" = 1 ] || { cat "$DIR/shown" >&2; die "$told: letter $id is there $(agent count "$id") times"; }
        expected=$((expected + 1))
    done < <(grep '^ours' "$DIR/shown")
    [ "$expected" = 3 ] || die "$told: $expected messages, not 3"
    [ "$(grep -c '^theirs.* Try another cable\.$' "$DIR/shown")" = 1 ] || { cat "$DIR/shown" >&2; die "$told: the answer is not there once"; }
}

one_run() {
    local conversation killed="" told=""
    rm -rf "$DIR"/state*
    break_something
    head -c $((RANDOM * 3)) /dev/urandom > "$DIR/attachment"
    conversation=$(post submit "Message 0." "$DIR/attachment")
    post say "$conversation" "Message 1."
    if [ $((RANDOM % 2)) = 0 ]; then post_killed; killed=", killed"; fi
    if [ $((RANDOM % 4)) = 0 ]; then restart_server; killed="$killed, server started again"; fi
    told="$told$killed"
    post run 60 || { post show >&2; die "$told: it did not arrive"; }
    agent reply "$conversation" "Try another cable."
    [ $((RANDOM % 3)) != 0 ] || break_something
    post say "$conversation" "Message 2."
    post run 60 1 || { post show >&2; die "$told: no answer came"; }
    : > "$DIR/fault"
    check_run
    echo "$NAME: $told: once"
}

faults() {
    local port i
    port=$(free_port)
    "$BIN/backends_post" bundle "$DIR/bundle"
    : > "$DIR/fault"
    python3 "$HERE/proxy.py" "$port" "$PORT" "$DIR/fault" >>"$DIR/proxy.log" 2>&1 &
    PROXY=$!
    wait_port "$port" $PROXY "$DIR/proxy.log"
    write_device "$port"
    for i in $(seq 1 "$RUNS"); do
        echo -n "$i "
        one_run
    done
}

start
# shellcheck source=/dev/null
. "$DIR/server/env"
"$WHAT"
