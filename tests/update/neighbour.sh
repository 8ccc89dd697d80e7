#!/usr/bin/env bash
# neighbour.sh BUILD/bin: a publisher who changed keys twice is gone, and with it the line. A new device that knows the first root
# alone gets everything from the kiosk beside it: the roots, the content that kiosk has only as what it made of a difference, the
# settings, and what stands beside.
BUILD=$(cd "${1:?usage: neighbour.sh BUILD/bin}" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need curl
need_kiosk
cleanup() { kiosk_leave; }
docent() { "$BUILD/docent" "$@" >/dev/null 2>&1; }

for key in one two three store; do docent keys new "key-$key"; done
docent new shop
docent pack --quiet shop -o 1.docent
docent publish 1.docent -o tree --keys key-one
cp tree/metadata/1.root.json first.json
docent new store-help
docent pack --quiet store-help -o store.docent
docent publish store.docent -o store --keys key-store
cp store/metadata/1.root.json store.json

port=$(free_ports 1)
cat > kiosk.yaml <<Y
bundle: 1.docent
content: content
root: first.json
usb: usb
serve_port: $port
idle_seconds: 0
beside:
  - id: store
    content: content-store
    root: store.json
    precedence: 5
Y
# until_there FILE...: time passes for the kiosk until these are on its disk.
until_there() {
    local file missing
    for _ in $(seq 600); do
        missing=
        for file in "$@"; do compgen -G "$file" >/dev/null || missing=$file; done
        [ -n "$missing" ] || return 0
        echo 'WAIT 300' >&3 || fail "the kiosk ended: $(cat kiosk.out)"
        sleep 0.05
    done
    fail "$missing did not come: $(cat kiosk.out)"
}
mkdir usb
cp -r tree usb/docent
cp -r store usb/docent-store
kiosk_begin kiosk.out kiosk.yaml
until_there content/trial content-store/trial
kiosk_end

# Two other keys, one release more: to this kiosk it comes as a difference.
docent keys rotate tree --keys key-one --to key-two
docent keys rotate tree --keys key-two --to key-three
page shop novelty "Help with novelty" "What is new about the novelty."
docent pack --quiet shop -o 2.docent --previous 1.docent
printf 'banner: Open on Sunday\n' > settings.yaml
docent publish 2.docent -o tree --keys key-three --config settings.yaml
[ -e tree/metadata/3.root.json ] || fail "no third root"
rm -rf usb/docent
cp -r tree usb/docent
kiosk_begin kiosk.out kiosk.yaml
until_there content/config.json content/roots/3.root.json "content/packs/$(sha256sum < 2.docent | cut -d ' ' -f 1).docent" "content/kept/$(basename "$(find tree/targets/delta -name '*.zd')" | cut -d . -f 1).zst"
[ -e content/roots/2.root.json ] || fail "the second root was not kept"
full=$(basename "$(ls tree/targets/packs/*core-2.zst)")
[ ! -e "content/kept/${full%%.*}.zst" ] || fail "the kiosk fetched the whole of it: this test shows nothing"

# Nobody but the kiosk is left.
rm -rf tree store usb/docent usb/docent-store
base=http://127.0.0.1:$port
fetch() { # FOLDER ROOT URL OPTION...
    local folder=$1 root=$2
    shift 2
    code=0
    line=$("$BUILD/docent-device" --bundle 1.docent --folder "$folder" --root "$root" --url "$@" 2>"$folder.err") || code=$?
    [ "$code" = 0 ] || fail "$*: $line $(cat "$folder.err")"
}
fetch new first.json "$base" --setting banner
says release=2
says reason=OK
case $line in *"setting=Open on Sunday") ;; *) fail "the settings: $line" ;; esac
for pack in new/packs/*.docent; do cmp -s "$pack" "content/packs/${pack##*/}" || fail "another pack"; done
for role in root timestamp snapshot targets; do
    cmp -s "content/tuf/$role.json" "new/tuf/$role.json" || fail "$role.json is another"
done
fetch beside store.json "$base/store"
says release=1
# What is cut goes on where it was: a whole pack, too.
rm -rf cut
mkdir -p cut
device_cut() { timeout -s KILL "$1" "$BUILD/docent-device" --bundle 1.docent --folder cut --root first.json --url "$base" >/dev/null 2>&1 || true; }
for t in 0.02 0.03 0.04 0.06; do
    [ ! -e cut/trial ] || break # It was fast; three starts that nobody confirms would take it back.
    device_cut "$t"
done 2>/dev/null
fetch cut first.json "$base"
says release=2
# With the store's root, nobody believes the vendor's tree.
code=0
"$BUILD/docent-device" --bundle 1.docent --folder wrong --root store.json --url "$base" --seconds 5 >wrong.out 2>/dev/null || code=$?
[ "$code" = 1 ] || fail "the wrong root: $(cat wrong.out)"
grep -q 'release=0' wrong.out || fail "the wrong root: $(cat wrong.out)"
for path in /store/device /store/../content/device /packs/../device /roots/1.root.json /nobody/metadata/timestamp.json /metadata/4.root.json \
    /metadata/1.release.json; do
    [ "$(code_of "$base$path")" = 404 ] || fail "$path is given out"
done
kiosk_end
echo "from the first root alone: roots, content, settings, what stands beside"
