#!/usr/bin/env bash
# fleet.sh BUILD [short]: a thousand devices in one process and a real nginx, two days from an evening on: the power of all is
# cut, a release comes, lines fail, the server asks for patience. What the server's log says of it: is there a wave, how soon
# does the last one have the release, what does a device cost. short: a hundred of them, a few hours, and only the judgement.
set -euo pipefail
# shellcheck source=tests/support/nginx.sh
. "$(dirname "$0")/../support/nginx.sh"
export LC_ALL=C
build=$(cd "$1" && pwd)
short=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
history=$here/../../../shared/data/corpora/arduino-history
bin=$build/bin
command -v nginx >/dev/null || { echo "fleet.sh: no nginx: left out"; exit 77; }
work=$(mktemp -d "${TMPDIR:-/tmp}/docent-fleet.XXXXXX")
cleanup() {
    nginx_stop
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap cleanup EXIT
cd "$work"
port=$(free_ports 3)

# ---- what happens when: seconds from the start, which is at 18:00 of the first day, or at 05:00 of the second ----
if [ -n "$short" ]; then
    count=100 interval=1800 start=2027-03-02T05:00:00Z hours=7
else
    count=${DEVICES:-1000} interval=${INTERVAL:-10800} start=2027-03-01T18:00:00Z hours=54
fi
clock=$(date -u -d "$start" +%s)
at() { echo $(($(date -u -d "$1" +%s) - clock)); }
cut=$(at 2027-03-02T07:40:00Z) back=$(at 2027-03-02T08:00:00Z) up=$(at 2027-03-02T08:10:00Z) news=$(at 2027-03-02T08:30:00Z)
if [ -n "$short" ]; then
    outage=$(at 2027-03-02T09:10:00Z) busy=$(at 2027-03-02T09:30:00Z) busy_end=2027-03-02T10:00:00Z
    tired=$(at 2027-03-02T11:00:00Z)
else
    outage=$(at 2027-03-02T12:00:00Z) busy=$(at 2027-03-03T09:00:00Z) busy_end=2027-03-03T10:00:00Z
    tired=$(at 2027-03-03T16:00:00Z)
fi

# ---- two releases, one article edited ----
export_of() { # WORDS: a small help centre
    local i
    for i in $(seq 40); do
        printf '{"id":"part-%s","title":"Help with part %s","body":"%s does what it does. %s","lang":"en"}\n' "$i" "$i" "$1" "$(seq -s ' ' "$i" $((i + 60)))"
    done
}
if [ -z "$short" ] && [ -d "$history" ]; then
    cp -r "$history/now/content" content
    chmod -R u+w content
    "$bin/docent" pack --quiet content -o 1.docent >/dev/null
    page=$(grep -rl "the board" content --include='*.md' | sort | head -1)
    sed -i '0,/the board/s//the little board/' "$page"
    "$bin/docent" pack --quiet content -o 2.docent --previous 1.docent >/dev/null
else
    [ -n "$short" ] || echo "fleet.sh: no history of a help centre at $history: its bytes are skipped, a small one is made up" >&2
    export_of It > 1.jsonl
    sed '7s/It does/Part seven does/' 1.jsonl > 2.jsonl
    "$bin/docent" pack --quiet --jsonl 1.jsonl -o 1.docent >/dev/null
    "$bin/docent" pack --quiet --jsonl 2.jsonl -o 2.docent --previous 1.docent >/dev/null
fi
"$bin/docent" keys new keys >/dev/null
iso() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ; }
"$bin/docent" publish 1.docent -o tree --keys keys --now "$(iso $((clock - 86400)))" >/dev/null

# ---- the server: as it is installed, but for the 503s that stand for a busy one ----
# Seconds until the end, as a date says it: the same moment for all. (nginx's own date is not that of the devices.)
for s in $(seq "$busy" 10 "$(at "$busy_end")"); do printf '%06d %d;\n' $((s / 10)) $(($(at "$busy_end") - s)); done > left.map
nginx_start 2048 <<CONF
    log_format fleet '\$http_x_fleet \$status \$request_length \$bytes_sent \$connection \$uri';
    access_log $work/access.log fleet;
    default_type application/octet-stream;
    types { application/json json; text/html html; }
    server { listen 127.0.0.1:$port; root $work/tree; }
    map \$http_x_fleet \$ten_seconds { ~^(?<t>[0-9]*)[0-9][0-9][0-9][0-9][.] \$t; }
    map \$ten_seconds \$left { include left.map; }
    server { listen 127.0.0.1:$((port + 1)); location / { add_header Retry-After \$left always; return 503; } }
    server { listen 127.0.0.1:$((port + 2)); location / { add_header Retry-After 600 always; return 503; } }
CONF
worker=
for _ in $(seq 100); do # It is a moment younger than the pid file.
    [ ! -s nginx.pid ] || worker=$(pgrep -P "$(cat nginx.pid)" | head -1 || true)
    [ -z "$worker" ] || break
    sleep 0.1
done
[ -n "$worker" ] || { echo "fleet.sh: nginx has no worker" >&2; exit 1; }

# ---- the devices: all have the first release, each has a number of its own ----
url=http://127.0.0.1:$port
"$bin/docent-device" --bundle 1.docent --folder seed --root tree/metadata/1.root.json --url "$url" --clock "$clock" --confirm >/dev/null
rm seed/.lock seed/device
mkdir devices
for i in $(seq 0 $((count - 1))); do
    cp -al seed "devices/$i"
    printf '%s %s' "${SEED:-1}" "$i" | sha256sum | head -c 32 > "devices/$i/device"
    echo >> "devices/$i/device"
done
: > access.log
cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/$worker/stat"; }
cpu_before=$(cpu)
begun=$(date +%s.%N)
"$bin/docent-fleet" --bundle 1.docent --root tree/metadata/1.root.json --url "$url" --folders devices --out events \
    --devices "$count" --interval "$interval" ${short:+--first-interval 21600} --seed "${SEED:-1}" --hours "$hours" \
    --clock "$clock" --power "$cut" "$back" \
    --divert "$back" "$up" 1 --divert "$outage" $((outage + 540)) 1 --divert "$busy" "$(at "$busy_end")" $((port + 1)) \
    --divert "$tired" $((tired + 600)) $((port + 2)) \
    --at "$news" "'$bin/docent' publish 2.docent -o tree --keys keys --now $(iso $((clock + news))) >/dev/null" > process
{
    cat process
    echo "server_cpu_ms $(($(cpu) - cpu_before)) wall_s $(awk -v a="$begun" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }')"
    echo "delta $(cat tree/targets/delta/* | wc -c) full $(cat tree/targets/packs/* | wc -c)"
} > facts
code=0
python3 "$here/fleet.py" ${short:+--judge} --clock "$clock" --interval "$interval" --devices devices --cut "$cut" --back "$back" \
    --up "$up" --news "$news" --outage "$outage" --busy "$busy" --busy-end "$(at "$busy_end")" --tired "$tired" --hours "$hours" \
    events access.log facts || code=$?
[ -n "$short" ] || unshare -rn "$here/fleet_wire.sh" "$bin" || echo "fleet.sh: no network of its own here: what the line carries is left out" >&2
[ $code = 0 ]
