#!/usr/bin/env bash
# Request Tracker 5 with SQLite on a free port: one queue, one device, one agent. Making its database takes half a minute, once:
# it is kept in DOCENT_BACKENDS_CACHE. See common.sh.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
SHARE=/usr/share/request-tracker5
if [ ! -x $SHARE/libexec/rt-server ]; then
    echo "rt: skipped: it is not installed: apt-get install request-tracker5 rt5-standalone rt5-db-sqlite" >&2
    exit 77
fi
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
PORT=$(keep "$DIR" port free_port)

# configure DIR PORT: what RT reads in there.
configure() {
    mkdir -p "$1"/{mason,session,conf.d}
    cat > "$1/RT_SiteConfig.pm" <<CONFIG
Set(\$rtname, 'desk.test');
Set(\$Organization, 'desk.test');
Set(\$CorrespondAddress, 'help\@desk.test');
Set(\$CommentAddress, 'help-comment\@desk.test');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $2);
Set(\$WebBaseURL, 'http://127.0.0.1:$2');
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$1/rt.sqlite');
Set(\$DatabaseAdmin, 'root');
Set(\$Timezone, 'UTC');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'warning');
Set(\$LogToFile, undef);
Set(\$WebSessionClass, 'Apache::Session::File');
Set(\$MailCommand, 'mbox');
Set(\$MailParams, []);
\$RT::MasonDataDir = '$1/mason';
\$RT::MasonSessionDir = '$1/session';
\$RT::VarPath = '$1';
1;
CONFIG
    export RT_SITE_CONFIG=$1/RT_SiteConfig.pm RT_SITE_CONFIG_DIR=$1/conf.d MAIL=$1/mail TMPDIR=$1
}

# What it depends on stands in its name; whoever is first makes it, and nobody sees half of it.
seed() {
    local version base into
    version=$(cat "$HERE/seed.pl" "$HERE/tokens.pl" $SHARE/lib/RT/Generated.pm | cksum | cut -d' ' -f1)
    base=${DOCENT_BACKENDS_CACHE:-${TMPDIR:-/tmp}/docent-backends-$(id -u)}
    SEED=$base/rt-$version
    [ ! -d "$SEED" ] || return 0
    mkdir -p "$base"
    into=$(mktemp -d "$base/making-XXXXXX")
    (
        configure "$into" 1
        cd "$into"
        { rt-setup-database-5 --action init && rt-setup-database-5 --action insert --datafile "$HERE/seed.pl"; } </dev/null
        perl "$HERE/tokens.pl" kiosk-0001 bare-0001 agent > tokens
    ) > "$into/log" 2>&1 || { cat "$into/log" >&2; die "rt: its database cannot be made"; }
    mv -T "$into" "$SEED" 2>/dev/null || rm -rf "$into"
}

if [ ! -s "$DIR/rt.sqlite" ]; then
    seed
    cp "$SEED/tokens" "$DIR/tokens"
    cp "$SEED/rt.sqlite" "$DIR/rt.sqlite"
fi
# shellcheck source=/dev/null
. "$DIR/tokens"
configure "$DIR" "$PORT"
cd "$DIR"
setsid $SHARE/libexec/rt-server --host 127.0.0.1 --port "$PORT" --max-workers 4 >>"$DIR/log" 2>&1 </dev/null &
PID=$!
for i in $(seq 1 6); do # wait_port waits ten seconds; Perl may need longer on a busy machine.
    if (wait_port "$PORT" $PID "$DIR/log") 2>/dev/null; then break; fi
    if ! kill -0 $PID 2>/dev/null || [ "$i" = 6 ]; then cat "$DIR/log" >&2; die "rt: does not answer"; fi
done
cat > "$DIR/env" <<ENV
PUBLIC='{"kind": "rt", "url": "http://127.0.0.1:@PORT@", "queue": "Support", "requestor": "kiosk-0001", "settle_s": 1, "poll_s": 1}'
DEVICE='{"token": "$KIOSK_TOKEN"}'
BARE='{"token": "$BARE_TOKEN", "requestor": "bare-0001"}'
PORT=$PORT
AGENT_TOKEN=$AGENT_TOKEN
CAN="close"
PIDS="$PID"
ENV
