#!/usr/bin/env bash
# schema.sh BIN_DIR INCLUDE: a heartbeat is an ExportMetricsServiceRequest by the published schema, read strictly: no field that
# it does not know, no number where a text belongs. INCLUDE: where opentelemetry/proto lies.
set -euo pipefail
BIN=$(cd "$1" && pwd) INCLUDE=$2
service=opentelemetry/proto/collector/metrics/v1/metrics_service.proto
[ -r "$INCLUDE/$service" ] || INCLUDE=/usr/include
[ -r "$INCLUDE/$service" ] || { echo "skipped: no published schema; tests/fleet/collector/build.sh fetches it (./dev test --collector)"; exit 77; }
PYTHON=""
for candidate in python3 /usr/bin/python3; do # The one that Debian's package is for need not be the first.
    if "$candidate" -c 'import google.protobuf.json_format' 2>/dev/null; then PYTHON=$candidate; fi
done
if [ -z "$PYTHON" ] || ! command -v protoc >/dev/null; then
    echo "skipped: needs protobuf-compiler and python3-protobuf"
    exit 77
fi
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-schema-XXXXXX")
trap 'rm -rf "$DIR"' EXIT
(cd "$INCLUDE" && protoc -I. --python_out="$DIR" $service opentelemetry/proto/metrics/v1/metrics.proto \
    opentelemetry/proto/resource/v1/resource.proto opentelemetry/proto/common/v1/common.proto)
"$BIN/fleet_tell" bundle "$DIR/bundle"
timeout 60 "$BIN/fleet_tell" run "$DIR/bundle" "$DIR/state" http://127.0.0.1:9 1 0
"$BIN/fleet_tell" show "$DIR/bundle" "$DIR/state" http://127.0.0.1:9 > "$DIR/shown"
sqlite3 "$DIR/state" "SELECT json_extract(body, '\$.diagnostics') FROM letter WHERE rank = 2" > "$DIR/stored"
PYTHONPATH="$DIR" "$PYTHON" - "$DIR/shown" "$DIR/stored" <<'END'
import sys
from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2

for path in sys.argv[1:]:
    text = open(path).read()
    request = json_format.Parse(text, metrics_service_pb2.ExportMetricsServiceRequest())  # Refuses what it does not know.
    scope = request.resource_metrics[0].scope_metrics[0]
    metrics = {m.name: m for m in scope.metrics}
    count = metrics["docent.search.count"].sum
    assert count.is_monotonic and count.aggregation_temporality == 2, count
    point = count.data_points[0]
    assert 0 < point.start_time_unix_nano <= point.time_unix_nano and point.as_int == 2, point
    assert metrics["docent.host.events"].sum.data_points[0].attributes[0].value.string_value == "printer.jam"
    for m in scope.metrics:
        assert m.unit and m.WhichOneof("data") in ("sum", "gauge"), m
        for p in (m.sum if m.HasField("sum") else m.gauge).data_points:
            assert p.time_unix_nano == point.time_unix_nano and p.WhichOneof("value") == "as_int", p
    print(f"{len(metrics)} metrics, {len(text)} bytes, {request.ByteSize()} as protobuf")
END
