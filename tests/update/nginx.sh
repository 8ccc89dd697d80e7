#!/usr/bin/env bash
# nginx.sh BUILD: updates through a real web server, and through what stands between a shop and a server: no ranges, a slow
# line that is cut, a proxy that asks for a password, a login page, an expired and a frozen mirror, wrong clocks. nginx runs as
# this script's child on the loopback.
BUILD=$(cd "$1" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need nginx
port=$(free_ports 11)
cleanup() { nginx_stop; }

# server PORT BODY: one more server in the configuration.
server() { printf 'server { listen 127.0.0.1:%s; %s }\n' "$1" "$2" >> servers.conf; }

make_tree
cp -a tree frozen
then=$(date -u -d '60 days ago' +%Y-%m-%dT%H:%M:%SZ)
# The same keys and root, with a timestamp that nobody renewed.
mkdir -p expired/metadata
cp tree/metadata/1.root.json expired/metadata/
"$BUILD/docent" publish 2.docent -o expired --keys keys --now "$then" >/dev/null
publish 3.docent

: > servers.conf
server "$port" "root $work/tree;"
server $((port + 1)) "root $work/tree; max_ranges 0;"
server $((port + 2)) "root $work/tree; limit_rate 20k;"
server $((port + 3)) "location / { if (\$http_proxy_authorization != \"Basic $(printf 'shop:secret' | base64)\") { add_header Proxy-Authenticate 'Basic realm=\"shop\"' always; return 407; } proxy_pass http://127.0.0.1:$port; }"
server $((port + 4)) "location / { return 302 http://login.invalid/; }"
server $((port + 5)) "default_type text/html; location / { return 200 '<html><body>Please log in</body></html>'; }"
server $((port + 6)) "root $work/expired;"
server $((port + 7)) "root $work/frozen;"
server $((port + 8)) "location / { return 503; }"
server $((port + 9)) "location / { return 511; }"
server $((port + 10)) "root $work/tree; gzip on; gzip_types *; gzip_min_length 1;"
nginx_start 64 <<CONF
    log_format asked escape=none '\$status <\$http_range> <\$http_if_range>';
    access_log $work/access.log asked;
    default_type application/octet-stream;
    include $work/servers.conf;
CONF
url() { echo "http://127.0.0.1:$((port + $1))"; }

# expect NAME WHAT EXIT OPTION...: from nothing, in a folder of its own.
expect() {
    local name=$1 what=$2 want=$3
    shift 3
    device "dev-$name" "$@"
    [ "$code" = "$want" ] || fail "$name: exit code $code, not $want: $line $(cat "dev-$name.err")"
    says "$what"
    echo "$name: $line"
}

expect plain release=3 0 --url "$(url 0)"
expect packs-what-it-can release=3 0 --url "$(url 10)"
expect no-ranges release=3 0 --url "$(url 1)"
expect slow release=3 0 --url "$(url 2)"
expect proxy release=3 0 --url "$(url 0)" --proxy "$(url 3)" --proxy-user shop --proxy-password secret
expect proxy-without reason=SETUP 1 --url "$(url 0)" --proxy "$(url 3)" --seconds 5
expect login-elsewhere reason=CAPTIVE 1 --url "$(url 4)" --seconds 5
expect login-page reason=CAPTIVE 1 --url "$(url 5)" --seconds 5
expect login-511 reason=CAPTIVE 1 --url "$(url 9)" --seconds 5
expect busy reason=SERVER 1 --url "$(url 8)" --seconds 5
expect expired reason=STALE 1 --url "$(url 6)" --seconds 5
expect nobody reason=OFFLINE 1 --url http://127.0.0.1:1 --seconds 5
expect mirror release=3 0 --url "$(url 8)" --url "$(url 6)" --url "$(url 0)"
expect frozen release=2 0 --url "$(url 7)"
expect clock-1970 release=3 0 --url "$(url 0)" --clock 0
expect day-budget reason=BUDGET 1 --url "$(url 0)" --day-bytes 100 --seconds 5

# A device that has release 3 meets a mirror that stopped before it, and an expired one: its content stays.
device dev-plain --idle --confirm
device dev-plain --url "$(url 7)" --seconds 5
says release=3
[ "$code" = 1 ] || fail "a frozen mirror counts as news: $line"
device dev-plain --url "$(url 6)" --seconds 5
says release=3
# In 2099 everything has expired, and the server's date says who is wrong.
device dev-plain --url "$(url 0)" --clock 4070908800 --seconds 5
says release=3
case $line in *reason=STALE* | *reason=CLOCK*) ;; *) fail "2099: $line" ;; esac
echo "clock-2099: $line"

# A slow line that is cut goes on where it was, with or without ranges; what is asked for is the rest of that same file, and
# when it is another by then (to the server: its time of change), all of it comes at once.
cut() {
    (timeout -s KILL 3 "$BUILD/docent-device" --bundle 1.docent --folder "dev-cut$1" --root tree/metadata/1.root.json \
        --url "$(url "$2")" >/dev/null 2>&1 || true) 2>/dev/null
}
asked() { # nginx writes a line when it has noticed that nobody listens any more.
    local try
    for try in $(seq 50); do
        if grep -q "$2" access.log; then
            : > access.log
            return
        fi
        [ "$try" = 50 ] || sleep 0.1
    done
    fail "$1: $(tail -5 access.log)"
}
for n in 0 1; do
    head -c 300000 /dev/urandom | base64 -w 76 > noise
    { content 4; article noise "$(tr '\n' ' ' < noise)"; } > big.jsonl
    "$BUILD/docent" pack --quiet --jsonl big.jsonl -o "big$n.docent" >/dev/null
    publish "big$n.docent"
    find tree -type f -exec touch -d '2 days ago' {} + # A date counts as a mark when it is not of this minute.
    cut "$n" 2
    : > access.log
    cut "$n" 2
    asked "cut $n: no rest was asked for" '^206 <bytes=[0-9]*-> <"[0-9a-f-]*">$'
    here=$(cat "dev-cut$n"/incoming/*.part | wc -c)
    [ "$here" -gt 40000 ] || fail "cut $n: only $here bytes are here after two tries"
    if [ "$n" = 0 ]; then
        find tree/targets/packs -type f -exec touch -d yesterday {} +
        cut "$n" 2
        asked "cut $n: the file is another" '^200 <bytes=[0-9]*-> <"[0-9a-f-]*">$'
    fi
    expect "cut$n" reason=OK 0 --url "$(url "$n")"
done
echo "all of it"
