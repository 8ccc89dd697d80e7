#!/usr/bin/env bash
# prosody.sh start DIR | stop DIR | kill DIR | token DIR: Debian's Prosody as a chat server of its own, in a folder, on loopback, with ports
# nobody uses. What it serves is in DIR/env. Started again in the same folder, it keeps ports, accounts, rooms and archive.
#     desk.test         agents: agent@desk.test and second@desk.test, both with the password agent-password
#     kiosk.desk.test   devices with an account: kiosk-1, password kiosk-password
#     open.desk.test    anybody may make an account; enrol.desk.test: with a one-time token
#     guest.desk.test   nobody needs an account
#     rooms.desk.test   rooms, with an archive; bare.desk.test: rooms without one
#     files.desk.test   files of at most 10 MB
# WWW=FOLDER start ... serves that folder's pages too.
set -euo pipefail
what=$1 dir=$(mkdir -p "$2" && cd "$2" && pwd)
export PROSODY_CONFIG=$dir/prosody.cfg.lua PROSODY_DATADIR=$dir/data
control() { prosodyctl --config "$PROSODY_CONFIG" --root "$@"; }

configure() { # HTTP-PORT C2S-PORT
    cat > "$PROSODY_CONFIG" <<END
run_as_root = true
pidfile = "$dir/prosody.pid"
data_path = "$dir/data"
plugin_paths = { }
log = { { levels = { min = "${LOG:-info}" }, to = "file", filename = "$dir/prosody.log" } }
interfaces = { "127.0.0.1" }; http_interfaces = { "127.0.0.1" }
http_ports = { $1 }; https_ports = { }; c2s_ports = { $2 }; c2s_direct_tls_ports = { }; s2s_ports = { }
c2s_require_encryption = false; allow_unencrypted_plain_auth = false
consider_bosh_secure = true; consider_websocket_secure = true
modules_enabled = { "disco", "roster", "saslauth", "carbons", "pep", "blocklist", "vcard4", "vcard_legacy", "time", "ping",
    "mam", "bosh", "websocket", "http_files", "offline", "cron", "posix", "private", "bookmarks" }
modules_disabled = { "s2s", "tls", "dialback" }
storage = "sql"
sql = { driver = "SQLite3", database = "$dir/prosody.sqlite" }
archive_expires_after = "4w"
bosh_max_inactivity = 30
bosh_max_wait = 60
http_files_dir = "${WWW:-$dir/www}"
http_paths = { files = "/"; bosh = "/http-bind"; websocket = "/xmpp-websocket" }
http_default_host = "desk.test"
http_external_url = "http://127.0.0.1:$1/"
VirtualHost "desk.test"
    authentication = "internal_hashed"
VirtualHost "kiosk.desk.test"
    authentication = "internal_hashed"
VirtualHost "open.desk.test"
    authentication = "internal_hashed"
    modules_enabled = { "register_ibr" }
    allow_registration = true
VirtualHost "enrol.desk.test"
    authentication = "internal_hashed"
    modules_enabled = { "register_ibr", "invites", "invites_register" }
    allow_registration = true
    registration_invite_only = true
VirtualHost "guest.desk.test"
    authentication = "anonymous"
Component "rooms.desk.test" "muc"
    modules_enabled = { "muc_mam" }
    muc_room_default_public = false
    muc_log_by_default = false
    muc_room_locking = true
Component "bare.desk.test" "muc"
Component "files.desk.test" "http_file_share"
    http_host = "localhost"
    http_external_url = "http://localhost:$1/"
    http_file_share_size_limit = 10*1024*1024
    http_file_share_daily_quota = 1024*1024*1024
    http_file_share_access = { "desk.test", "kiosk.desk.test", "open.desk.test", "enrol.desk.test", "guest.desk.test" }
END
}

start() {
    local ports
    mkdir -p "$dir/data" "$dir/www"
    if [ ! -e "$dir/ports" ]; then
        python3 - > "$dir/ports" <<'END'
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])
END
    fi
    read -r -a ports < "$dir/ports"
    configure "${ports[@]}"
    if [ ! -e "$dir/seeded" ]; then
        control register agent desk.test agent-password > /dev/null
        control register second desk.test agent-password > /dev/null
        control register kiosk-1 kiosk.desk.test kiosk-password > /dev/null
        touch "$dir/seeded"
    fi
    setsid prosody --config "$PROSODY_CONFIG" -F > "$dir/out.log" 2>&1 < /dev/null &
    local pid=$!
    echo "$pid" > "$dir/pid"
    printf 'BOSH=http://127.0.0.1:%s/http-bind\nWS=ws://127.0.0.1:%s/xmpp-websocket\nPAGES=http://127.0.0.1:%s/\nPORT=%s\n' \
        "${ports[0]}" "${ports[0]}" "${ports[0]}" "${ports[0]}" > "$dir/env"
    for _ in $(seq 1 200); do
        [ "$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' "http://127.0.0.1:${ports[0]}/http-bind")" != 200 ] || return 0
        kill -0 "$pid" 2> /dev/null || break
        sleep 0.05
    done
    cat "$dir/out.log" "$dir/prosody.log" >&2
    echo "prosody.sh: Prosody does not answer" >&2
    exit 1
}

end() { # SIGNAL
    local pid
    pid=$(cat "$dir/pid" 2> /dev/null) || return 0
    kill "-$1" "$pid" 2> /dev/null || true
    for _ in $(seq 1 100); do
        kill -0 "$pid" 2> /dev/null || { rm -f "$dir/pid"; return 0; }
        sleep 0.05
    done
    kill -KILL "$pid" 2> /dev/null || true
    rm -f "$dir/pid"
}

case "$what" in
start) start ;;
stop) end TERM ;;
kill) end KILL ;;
token) control mod_invites generate enrol.desk.test | grep -o 'xmpp:.*' | sed 's/.*preauth=\([^;&]*\).*/\1/' ;;
*) echo "prosody.sh: no $what; see its top" >&2; exit 2 ;;
esac
