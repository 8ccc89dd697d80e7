#!/usr/bin/env bash
# collector.sh BIN_DIR OTELCOL: heartbeats arrive in a real OpenTelemetry Collector, which prints them as it understood them.
#
#     arrives      each figure, its kind, its unit, its time, who it is of
#     offline      two heartbeats while the collector is gone, one of them of a run that was cut: both come when it is back, in order
#     refused      an address that is no collector's: dropped, and the next heartbeat comes all the same
set -euo pipefail
BIN=$(cd "$1" && pwd) OTELCOL=${DOCENT_OTELCOL:-$2}
[ -x "$OTELCOL" ] || OTELCOL=$(command -v otelcol || command -v otelcol-contrib || true)
[ -n "$OTELCOL" ] || { echo "skipped: no OpenTelemetry Collector; tests/fleet/collector/build.sh makes one (./dev test --collector)"; exit 77; }
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-collector-XXXXXX")
PID=""
stop() {
    [ -n "$PID" ] || return 0
    kill "$PID" 2>/dev/null || true
    wait "$PID" 2>/dev/null || true
    PID=""
}
trap 'stop; rm -rf "$DIR"' EXIT
die() { echo "$*" >&2; tail -n 40 "$DIR/log" >&2; exit 1; }

PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
URL="http://127.0.0.1:$PORT"
cat > "$DIR/config.yaml" <<END
receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:$PORT
exporters:
  debug:
    verbosity: detailed
service:
  telemetry:
    metrics:
      level: none
  pipelines:
    metrics:
      receivers: [otlp]
      exporters: [debug]
END

start() {
    "$OTELCOL" --config "file:$DIR/config.yaml" >>"$DIR/log" 2>&1 &
    PID=$!
    local i
    for i in $(seq 1 100); do
        kill -0 "$PID" 2>/dev/null || die "the collector does not start"
        (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null && return 0
        sleep 0.1
    done
    die "the collector does not listen ($i)"
}
tell() { timeout 60 "$BIN/fleet_tell" run "$DIR/bundle" "$DIR/state" "$URL$1" "${@:2}"; }
waiting() { sqlite3 "$DIR/state" "SELECT count(*) FROM letter WHERE rank = 2"; }

# value NAME N: what the N-th heartbeat said of it. kind NAME: what the collector takes it for.
block() { awk -v want="     -> Name: $1" '$0 == want { on = 1; print; next } on && /-> Name: |^Metric #|^Resource/ { on = 0 } on' "$DIR/log"; }
value() { block "$1" | sed -n 's/^Value: //p' | sed -n "$2p"; }
is() { [ "$(value "$1" "$2")" = "$3" ] || die "heartbeat $2: $1 is $(value "$1" "$2"), not $3"; }
has() { grep -qF -- "$1" "$DIR/log" || die "the collector does not say: $1"; }

"$BIN/fleet_tell" bundle "$DIR/bundle"
: > "$DIR/log"
start
"$OTELCOL" --version
tell "" 3 0
[ "$(waiting)" = 0 ] || die "the heartbeat did not leave"
has '-> service.name: Str(docent)'
has '-> service.instance.id: Str(shop-17)'
has '-> os.type: Str(linux)'
has 'InstrumentationScope docent '
is docent.heartbeats 1 1
is docent.starts 1 1
is docent.unclean_ends 1 0
is docent.search.count 1 2
is docent.search.empty 1 1
is docent.outbox.waiting 1 0
is docent.host.events 1 1
block docent.host.events | grep -qF -- '-> docent.event: Str(printer.jam)' || die "the host's count has lost its name"
block docent.search.count | grep -qF -- '-> DataType: Sum' || die "a count is no sum"
block docent.search.count | grep -qF -- '-> IsMonotonic: true' || die "a count may go back"
block docent.search.count | grep -qF -- '-> AggregationTemporality: Cumulative' || die "a count is no cumulative one"
block docent.search.count | grep -qF -- '-> Unit: {search}' || die "a count has lost its unit"
block docent.outbox.waiting | grep -qF -- '-> IsMonotonic: false' || die "a level only rises"
block docent.uptime | grep -qF -- '-> DataType: Gauge' || die "a gauge is none"
[ "$(value process.memory.usage 1)" -gt 1000000 ] || die "no memory is told"
[ "$(value docent.disk.free 1)" -gt 1000000 ] || die "no room is told"
block docent.starts | grep -q "^Timestamp: $(date -u +%Y-%m-%d)" || die "it is of another day"
! block docent.starts | grep -q '^StartTimestamp: 1970' || die "a count has no beginning"
grep -qi blinks "$DIR/log" && die "the words of a search came along"
echo "arrives: $(grep -c -- '-> Name: ' "$DIR/log") metrics in one heartbeat"

stop
tell "" 1 2 end
tell "" 1 4
[ "$(waiting)" = 2 ] || die "$(waiting) heartbeats wait, not 2"
start
sqlite3 "$DIR/state" "UPDATE letter SET due_ms = 0" # No wait for another try.
tell "" 5 4
[ "$(waiting)" = 0 ] || die "$(waiting) heartbeats are left"
is docent.heartbeats 2 2
is docent.heartbeats 3 3
is docent.starts 3 3
is docent.unclean_ends 2 0
is docent.unclean_ends 3 1 # The run that was cut.
[ "$(value docent.search.count 3)" -ge 4 ] || die "counts were lost over a start"
echo "offline: two waited, both came in order"

tell /nowhere 3 6
[ "$(waiting)" = 0 ] || die "what nobody takes is not dropped"
tell "" 3 8
is docent.heartbeats 4 5
[ "$(waiting)" = 0 ] || die "the one after it did not leave"
echo "refused: dropped, and the next came"
