#!/usr/bin/env bash
# Debian's Prosody as a chat server, in DIR, on loopback. See common.sh; DIR/env tells more: BOSH, WS, PAGES.
#     desk.test         agents: agent@desk.test and second@desk.test, both with the password agent-password
#     kiosk.desk.test   devices with an account: kiosk-1, password kiosk-password
#     open.desk.test    anybody may make an account; enrol.desk.test: with a one-time token (token.sh)
#     guest.desk.test   nobody needs an account
#     rooms.desk.test   rooms, with an archive; bare.desk.test: rooms without one
#     files.desk.test   files of at most 10 MB
# MODE=anonymous: the device has no account. WWW=FOLDER: serves that folder's pages too.
. "$(dirname "$0")/../common.sh"
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
export PROSODY_CONFIG=$DIR/prosody.cfg.lua PROSODY_DATADIR=$DIR/data
PORT=$(keep "$DIR" port free_port)
C2S=$(keep "$DIR" c2s-port free_port)
mkdir -p "$DIR/data" "$DIR/www"

cat > "$PROSODY_CONFIG" <<END
run_as_root = true
pidfile = "$DIR/prosody.pid"
data_path = "$DIR/data"
plugin_paths = { }
log = { { levels = { min = "${LOG:-info}" }, to = "file", filename = "$DIR/prosody.log" } }
interfaces = { "127.0.0.1" }; http_interfaces = { "127.0.0.1" }
http_ports = { $PORT }; https_ports = { }; c2s_ports = { $C2S }; c2s_direct_tls_ports = { }; s2s_ports = { }
c2s_require_encryption = false; allow_unencrypted_plain_auth = true
consider_bosh_secure = true; consider_websocket_secure = true
modules_enabled = { "disco", "roster", "saslauth", "carbons", "pep", "blocklist", "vcard4", "vcard_legacy", "time", "ping",
    "mam", "bosh", "websocket", "http_files", "offline", "cron", "posix", "private", "bookmarks" }
modules_disabled = { "s2s", "tls", "dialback" }
storage = "sql"
sql = { driver = "SQLite3", database = "$DIR/prosody.sqlite" }
archive_expires_after = "4w"
bosh_max_inactivity = 30
bosh_max_wait = 60
http_files_dir = "${WWW:-$DIR/www}"
http_paths = { files = "/"; bosh = "/http-bind"; websocket = "/xmpp-websocket" }
http_default_host = "desk.test"
http_external_url = "http://127.0.0.1:$PORT/"
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
    http_external_url = "http://localhost:$PORT/"
    http_file_share_size_limit = 10*1024*1024
    http_file_share_daily_quota = 1024*1024*1024
    http_file_share_access = { "desk.test", "kiosk.desk.test", "open.desk.test", "enrol.desk.test", "guest.desk.test" }
END

account() { prosodyctl --config "$PROSODY_CONFIG" --root register "$@" >/dev/null; }
if [ ! -e "$DIR/seeded" ]; then
    account agent desk.test agent-password
    account second desk.test agent-password
    account kiosk-1 kiosk.desk.test kiosk-password
    touch "$DIR/seeded"
fi
setsid prosody --config "$PROSODY_CONFIG" -F >>"$DIR/out.log" 2>&1 </dev/null &
PID=$!
wait_port "$PORT" $PID "$DIR/out.log"

case "${MODE:-account}" in
account) WHO='"mode": "account", "domain": "kiosk.desk.test"' DEVICE='{"user": "kiosk-1", "password": "kiosk-password"}' ;;
*) WHO='"mode": "anonymous", "domain": "guest.desk.test"' DEVICE='{}' ;;
esac
cat > "$DIR/env" <<END
PUBLIC='{"kind": "xmpp", "bosh": "http://127.0.0.1:@PORT@/http-bind", $WHO, "muc": "rooms.desk.test", "upload": "files.desk.test", "support": "agent@desk.test", "settle_s": 1, "poll_s": 1, "wait_s": 10, "patience_s": 10}'
DEVICE='$DEVICE'
PORT=$PORT
CAN="close"
PIDS="$PID"
C2S=$C2S
BOSH=http://127.0.0.1:$PORT/http-bind
WS=ws://127.0.0.1:$PORT/xmpp-websocket
PAGES=http://127.0.0.1:$PORT/
END
