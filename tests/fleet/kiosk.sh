#!/usr/bin/env bash
# kiosk.sh KIOSK BUNDLE: docent-kiosk tells nobody anything unless it is told to; --heartbeat shows what it would tell, counts nothing
# and tells nobody; a mistake in the address is told at the start, one in the device's file is not the end of the help.
set -euo pipefail
KIOSK=$1 BUNDLE=$2
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-heartbeat-XXXXXX")
trap 'rm -rf "$DIR"' EXIT
die() { echo "$*" >&2; exit 1; }
rows() { sqlite3 "$DIR/state.db" "SELECT count(*) FROM device WHERE key LIKE 'fleet%'"; }
config() { { printf 'bundle: %s\nstate: state.db\n' "$BUNDLE"; cat; } > "$DIR/kiosk.yaml"; }
visit() { printf 'NOW 2026-11-22T10:00:00Z\nGO search?q=zzzqqq\nWAIT 2000\nGO home\nWAIT 2000\n' | timeout 60 "$KIOSK" "$DIR/kiosk.yaml" --script -; }

config < /dev/null
visit
[ "$(rows)" = 0 ] || die "something was counted although nobody is told"
! "$KIOSK" "$DIR/kiosk.yaml" --heartbeat > "$DIR/shown" 2> "$DIR/said" || die "it shows what it will not tell"
grep -q 'telemetry is off' "$DIR/said" || die "it does not say that telemetry is off"

echo 'telemetry: http://127.0.0.1:9
telemetry_name: shop-17' | config
"$KIOSK" "$DIR/kiosk.yaml" --heartbeat > "$DIR/shown"
python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$DIR/shown"
grep -q '"service.instance.id","value":{"stringValue":"shop-17"}' "$DIR/shown" || die "it has not the name it was given"
[ "$(rows)" = 0 ] || die "to look is not to count"
visit
"$KIOSK" "$DIR/kiosk.yaml" --heartbeat > "$DIR/shown"
python3 - "$DIR/shown" <<'END' || die "the visit is not counted as it was"
import json, sys
metrics = json.load(open(sys.argv[1]))["resourceMetrics"][0]["scopeMetrics"][0]["metrics"]
value = {m["name"]: int((m.get("sum") or m["gauge"])["dataPoints"][0]["asInt"]) for m in metrics}
assert value["docent.search.count"] == value["docent.search.empty"] == 1, value
assert value["docent.starts"] == 2 and value["docent.unclean_ends"] == 0, value
END
! grep -qi zzzqqq "$DIR/shown" || die "the words of a search are shown"

echo 'telemetry: http://192.0.2.1:4318' | config
! "$KIOSK" "$DIR/kiosk.yaml" --heartbeat 2> "$DIR/said" || die "plain http to another machine is taken"
grep -q 'without TLS' "$DIR/said" || die "it does not say what is wrong with the address"
echo 'telemetry: https://fleet.example
device: device.json' | config
echo '{' > "$DIR/device.json"
chmod 600 "$DIR/device.json"
visit 2> "$DIR/said" || die "a comma in the device's file is the end of the help"
grep -q 'no telemetry:' "$DIR/said" || die "it does not say that nobody is told"
