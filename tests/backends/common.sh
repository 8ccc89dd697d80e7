# What the scripts of this folder share. A backend is a folder with three scripts:
#
#     NAME/start.sh DIR     starts the server in DIR and writes DIR/env; ends when it answers
#     NAME/stop.sh DIR      ends it, hard; DIR stays, and start.sh DIR starts it again with what it had
#     NAME/agent.sh DIR ... the other side's view:
#         count LETTER          how many times the letter with this id is there
#         files LETTER          the SHA-256 of each of its attachments, a line each
#         text LETTER           what the agent reads
#         reply CONVERSATION TEXT
#         close CONVERSATION    (only where the server can)
#
# DIR/env is shell:  PUBLIC='{...}'   the connector's public part, @PORT@ where the port stands that faults are made on
#                    DEVICE='{...}'   the device's part
#                    PORT=...         that port
#                    CAN="close"      what of the above the server cannot do is left out
#                    PIDS="..."       what stop.sh ends
# All servers listen on this machine alone.
# shellcheck shell=bash
set -euo pipefail

die() { echo "$*" >&2; exit 1; }

# A port that nobody listens on now.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_port PORT PID LOG: until somebody listens; an early death of PID shows LOG.
wait_port() {
    local i
    for i in $(seq 1 200); do
        listens "$1" && return 0
        kill -0 "$2" 2>/dev/null || { cat "$3" >&2; die "port $1: the server ended"; }
        sleep 0.05
    done
    die "port $1: nobody listens after ten seconds (try $i)"
}

# Kept from the first start, so that a restart has the same. keep DIR NAME COMMAND...
keep() {
    [ -s "$1/$2" ] || "${@:3}" > "$1/$2"
    cat "$1/$2"
}

# end_all DIR: ends what DIR/env lists, and waits until it is gone.
end_all() {
    [ -f "$1/env" ] || return 0
    local PIDS="" p i
    # shellcheck source=/dev/null
    . "$1/env"
    for p in $PIDS; do kill -9 "$p" 2>/dev/null || true; done
    for p in $PIDS; do
        for i in $(seq 1 100); do kill -0 "$p" 2>/dev/null || break; sleep 0.05; done
        [ "$i" -lt 100 ] || die "process $p does not end"
    done
}
