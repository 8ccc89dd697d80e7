#!/usr/bin/env bash
# A kiosk without a network line: a stick is plugged in, read, said to be removable; then the kiosk feeds a neighbour.
#
#   tests/update/kiosk.sh BUILD/bin
BUILD=$(cd "${1:?usage: kiosk.sh BUILD/bin}" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need curl python3
need_kiosk
# The same as make_tree, with letters to draw with.
"$BUILD/docent" keys new keys >/dev/null
"$BUILD/docent" new shop >/dev/null
for i in 1 2; do
    [ "$i" = 1 ] || page shop novelty "Help with novelty" "What is new about the novelty."
    "$BUILD/docent" pack --quiet shop -o "$i.docent" >/dev/null
    publish "$i.docent"
done
cleanup() { kiosk_leave; }

kiosk_yaml() { # FILE, then lines
    local file=$1
    shift
    printf '%s\n' "bundle: 1.docent" "idle_seconds: 0" "root: tree/metadata/1.root.json" "$@" > "$file"
}

# ---- a stick ----
mkdir -p usb "usb/no stick"
kiosk_yaml stick.yaml "content: stick-content" "usb: usb"
kiosk_begin stick.out stick.yaml
echo 'WAIT 100
GO settings
EXPECT status "Content as delivered, not checked since the start"
ABSENT dialog ""
TREE' >&3
await test -s stick.out
mkdir -p "usb/My Stick #1"
cp -r tree "usb/My Stick #1/docent"
echo 'WAIT 2500
EXPECT status "Please leave the stick in."
WAIT 2000
WAIT 2000
WAIT 2000
WAIT 2000
EXPECT status "You may remove the stick."
PRESS button "Close"
EXPECT status "checked"
GO search?q=novelty
EXPECT link "Help with novelty"' >&3
kiosk_end
compgen -G "stick-content/packs/*" >/dev/null || fail "no pack came from the stick"

# ---- a stick that nobody signed ----
rm -r "usb/My Stick #1"
mkdir -p usb/evil
cp -r tree usb/evil/docent
printf 'x' | dd of=usb/evil/docent/metadata/timestamp.json bs=1 seek=40 conv=notrunc status=none
kiosk_yaml evil.yaml "content: evil-content" "usb: usb/evil"
printf 'WAIT 100\nWAIT 2000\nWAIT 2000\nWAIT 2000\nEXPECT text "The stick could not be used"\nEXPECT status "You may remove the stick."\n' |
    "$BUILD/docent-kiosk" evil.yaml --script - > evil.out 2>&1 || fail "a forged stick: $(cat evil.out)"
! compgen -G "evil-content/packs/*" >/dev/null || fail "a forged stick was believed"

# ---- who sets a kiosk up looks at once, and looks cost content on trial none of its starts ----
kiosk_yaml look.yaml "content: look-content" "source: file://$work/tree" "telemetry: https://fleet.invalid" "telemetry_name: here"
for _ in 1 2; do
    [ "$("$BUILD/docent-kiosk" look.yaml --look)" = "kiosk: release 2 is here; the next start shows it" ] || fail "--look"
done
printf 'GO search?q=novelty\nEXPECT link "Help with novelty"\n' | "$BUILD/docent-kiosk" look.yaml --script - || fail "not shown"
for _ in 1 2 3 4; do
    "$BUILD/docent-kiosk" look.yaml --heartbeat > beat.json || fail "--heartbeat"
    [ "$("$BUILD/docent-kiosk" look.yaml --look)" = "kiosk: nothing newer than release 2, which is here" ] || fail "--look took it back"
done
wrong() { # SED, what is said
    rm -rf wrong-content
    sed "$1; s/look-content/wrong-content/" look.yaml > wrong.yaml
    ! "$BUILD/docent-kiosk" wrong.yaml --look > wrong.out 2>&1 || fail "$1: $(cat wrong.out)"
    grep -qF "$2" wrong.out || fail "$1: $(cat wrong.out)"
}
wrong "s|/tree\$|/tere|" "kiosk: "
wrong "s|^root: .*|root: look.yaml|" "take metadata/1.root.json of the publisher's tree"
wrong "s|^root: .*|root: none.json|" "cannot be read"
wrong "s|^source: .*|channel: beta\nsource: file://$work/tree|" "beta/release.json: is in no signed list"
wrong "/^content/d; /^source/d" "no source"
wrong "/^source/d" "kiosk: no source is named for it"
kiosk_yaml mirror.yaml "content: mirror-content" "source: file://$work/none file://$work/tree"
[ "$("$BUILD/docent-kiosk" mirror.yaml --look)" = "kiosk: release 2 is here; the next start shows it" ] || fail "--look asks one mirror alone"

# ---- a disk that takes no folder costs nobody the help ----
kiosk_yaml full.yaml "content: /proc/none/content"
printf 'EXPECT heading "How can we help"\n' | "$BUILD/docent-kiosk" full.yaml --script - 2> full.err || fail "no help: $(cat full.err)"
grep -q "no newer content: folder /proc/none/content" full.err || fail "not told: $(cat full.err)"
! "$BUILD/docent-kiosk" full.yaml --look > wrong.out 2>&1 || fail "--look: $(cat wrong.out)"

# ---- neither does a device file that others may read, and it is told ----
printf '{}' > device.json && chmod 644 device.json
kiosk_yaml device.yaml "device: device.json"
printf 'EXPECT heading "How can we help"\n' | "$BUILD/docent-kiosk" device.yaml --script - 2> device.err || fail "no help: $(cat device.err)"
grep -q "chmod 600" device.err || fail "a device file that is open to all is not told: $(cat device.err)"

# ---- a neighbour ----
port=$(free_ports 1)
kiosk_yaml serve.yaml "content: serve-content" "usb: usb2" "serve_port: $port"
mkdir -p usb2 serve-content
cp -r tree usb2/docent
kiosk_begin serve.out serve.yaml
{ echo 'WAIT 100'; stick_read 4; } >&3
may_serve() { compgen -G "serve-content/kept/*.zst" >/dev/null && [ -s serve-content/tuf/timestamp.json ]; }
await may_serve
base=http://127.0.0.1:$port
device neighbour --url "$base" --seconds 20
[ "$code" = 0 ] || fail "a neighbour: $line $(cat neighbour.err)"
says release=2
# The same content beside a program's own: there, and gone with its source.
device beside --url "$base" --beside novelty
says there=1
says removed=1
device beside --idle --beside novelty
says there=1
[ "$(code_of "$base/metadata/timestamp.json")" = 200 ] || fail "timestamp.json"
[ "$(code_of -I "$base/metadata/timestamp.json")" = 200 ] || fail "HEAD"
[ "$(curl -s -r 0-9 "$base/metadata/timestamp.json")" = "$(head -c 10 serve-content/tuf/timestamp.json)" ] || fail "a range"
[ "$(curl -s -r -5 "$base/metadata/timestamp.json")" = "$(tail -c 5 serve-content/tuf/timestamp.json)" ] || fail "a tail"
[ "$(code_of -r 99999999- "$base/metadata/timestamp.json")" = 416 ] || fail "a range behind the end"
[ "$(code_of -X POST "$base/metadata/timestamp.json")" = 405 ] || fail "POST"
for path in /metadata/../device /device /tuf/root.json /metadata/%2e%2e/device /targets/../../../../etc/passwd /metadata/1.root.json.new /; do
    [ "$(code_of "$base$path")" = 404 ] || fail "$path is given out"
done
# Strangers that say nothing keep nobody out.
python3 - "$port" "$base" <<'P'
import socket, sys, urllib.request
idle = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(12)]
assert urllib.request.urlopen(sys.argv[2] + "/metadata/timestamp.json", timeout=10).status == 200
big = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
big.sendall(b"GET /" + b"a" * 8000)
assert b" 400 " in big.recv(100)
P
kiosk_end
[ "$(code_of "$base/metadata/timestamp.json" || :)" = 000 ] || fail "the server outlived its kiosk"
echo "a stick, a forged one, and a neighbour: as they should be"
