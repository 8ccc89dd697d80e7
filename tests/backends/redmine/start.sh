#!/usr/bin/env bash
# Redmine 5 with SQLite on a free port: one project, one device, one agent. Needs root: Debian's Redmine has its instances in
# /usr/share/redmine. Making its database takes a minute, once: it is kept in DOCENT_BACKENDS_CACHE. See common.sh.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
SHARE=/usr/share/redmine
[ -d $SHARE ] || { echo "redmine: skipped: it is not installed: apt-get install redmine redmine-sqlite puma" >&2; exit 77; }
[ "$(id -u)" = 0 ] || { echo "redmine: skipped: needs root" >&2; exit 77; }
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
PORT=$(keep "$DIR" port free_port)

# instance DIR NAME: what Redmine finds under that name.
instance() {
    mkdir -p "$1"/{config,files,log,tmp,public/plugin_assets}
    [ -s "$1/config/secret_key.txt" ] || openssl rand -hex 32 > "$1/config/secret_key.txt"
    printf 'production:\n  adapter: sqlite3\n  database: %s/redmine.sqlite\n  timeout: 10000\n' "$1" > "$1/config/database.yml"
    cp $SHARE/Gemfile.lock "$1/Gemfile.lock" 2>/dev/null || true
    ln -sfn "$1" "$SHARE/instances/$2"
    export REDMINE_INSTANCE=$2 X_DEBIAN_SITEID=$2 RAILS_ENV=production REDMINE_LANG=en LANG=C.UTF-8
}

seed() {
    local version base into
    version=$(cat "$HERE/seed.rb" $SHARE/lib/redmine/version.rb | cksum | cut -d' ' -f1)
    base=${DOCENT_BACKENDS_CACHE:-${TMPDIR:-/tmp}/docent-backends-$(id -u)}
    SEED=$base/redmine-$version
    [ ! -d "$SEED" ] || return 0
    mkdir -p "$base"
    into=$(mktemp -d "$base/making-XXXXXX")
    (
        instance "$into" "$(basename "$into")"
        cd $SHARE
        bundle exec rake db:migrate && bundle exec rake redmine:load_default_data &&
            bundle exec rails runner "$HERE/seed.rb" | grep '^[A-Z_]*=' > "$into/tokens"
    ) > "$into/making.log" 2>&1 || { cat "$into/making.log" >&2; die "redmine: its database cannot be made"; }
    rm -f "$SHARE/instances/$(basename "$into")"
    mv -T "$into" "$SEED" 2>/dev/null || rm -rf "$into"
}

INSTANCE=docent-$PORT
if [ ! -s "$DIR/redmine.sqlite" ]; then
    seed
    cp "$SEED/tokens" "$DIR/tokens"
    cp "$SEED/redmine.sqlite" "$DIR/redmine.sqlite"
fi
# shellcheck source=/dev/null
. "$DIR/tokens"
instance "$DIR" "$INSTANCE"
cd $SHARE
setsid /usr/bin/puma -e production -b "tcp://127.0.0.1:$PORT" -t 1:4 -w 0 >>"$DIR/puma.log" 2>&1 </dev/null &
PID=$!
for i in $(seq 1 9); do # wait_port waits ten seconds; Ruby may need longer on a busy machine.
    if (wait_port "$PORT" $PID "$DIR/puma.log") 2>/dev/null; then break; fi
    if ! kill -0 $PID 2>/dev/null || [ "$i" = 9 ]; then cat "$DIR/puma.log" >&2; die "redmine: does not answer"; fi
done
cat > "$DIR/env" <<ENV
PUBLIC='{"kind": "redmine", "url": "http://127.0.0.1:@PORT@", "project": "support", "tracker": $TRACKER, "id_field": $FIELD, "closed_status": $CLOSED, "settle_s": 1, "poll_s": 1}'
DEVICE='{"key": "$KIOSK_KEY"}'
PORT=$PORT
INSTANCE=$INSTANCE
AGENT_KEY=$AGENT_KEY
CLOSED=$CLOSED
CAN="close"
PIDS="$PID"
ENV
