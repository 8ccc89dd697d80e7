#!/usr/bin/env bash
# config.sh BUILD/bin: what is set from afar, from the publisher's file to devices behind a real web server and to a kiosk that
# obeys between two visits. Mistakes are told where they are made; what is wrong on the way never stops content.
BUILD=$(cd "${1:?usage: config.sh BUILD/bin}" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need nginx
port=$(free_ports 1)
cleanup() { nginx_stop; }

# ---- the publisher ----

make_tree
printf 'banner: Back on Monday\nkiosk:\n  theme: dark\n  idle_seconds: 30\n' > good.yaml

# refuses WHAT FILE...: nothing is published, and WHAT is said.
refuses() {
    local what=$1
    shift
    cp tree/metadata/timestamp.json before
    ! publish "$@" 2>said || fail "published: $*"
    grep -qF -- "$what" said || fail "$* says: $(cat said)"
    cmp -s before tree/metadata/timestamp.json || fail "$*: the tree changed"
}
wrong() { # LINES WHAT
    printf '%b' "$1" > wrong.yaml
    refuses "$2" --config wrong.yaml
}
wrong 'kiosk:\n  theme: pink\n' 'wrong.yaml:2:10: error: kiosk.theme is "pink"; write one of: light dark contrast'
wrong 'banner: x\nkiosk.idel_seconds: 3\n' 'wrong.yaml:2:1: error: no kiosk knows kiosk.idel_seconds; did you mean kiosk.idle_seconds?'
wrong 'kiosk.idle_seconds: 0\n' 'wrong.yaml:1:21: error: kiosk.idle_seconds is "0"; write a whole number from 10 to 86400'
wrong 'kiosk:\n  root: /tmp/mine.json\n' "wrong.yaml:2:3: error: kiosk.root cannot be set from afar: only the kiosk's own file says it"
wrong 'kiosk.serve_port: 80\n' 'cannot be set from afar'
wrong 'a: [1, 2]\n' 'wrong.yaml:1:4: error: a is a list'
wrong 'Banner: x\n' 'wrong.yaml:1:1: error: "Banner" is no name of a setting'
wrong 'a: 1\na: 2\n' 'wrong.yaml:2:1'
wrong 'a.b: 1\na: {b: 2}\n' 'a.b is said twice'
wrong 'a: "1\n' 'wrong.yaml:'
wrong '' 'no setting stands here'
wrong "a: $(printf '%05000d' 0)\n" 'a is longer than 4096 bytes'
for i in $(seq 300); do echo "k$i: 1"; done > many.yaml
refuses 'more than 256 settings' --config many.yaml
for i in $(seq 20); do printf 'k%d: %04000d\n' "$i" 0; done > much.yaml
refuses 'more than 65536 bytes' --config much.yaml
refuses 'no release in channel beta yet' --config good.yaml --channel beta
refuses 'nothing is set in channel stable' --no-config
refuses 'not both' --config good.yaml --no-config
refuses '--refresh goes alone' --refresh --config good.yaml
refuses 'this clock is behind' --config good.yaml --now 2020-01-01T00:00:00Z
refuses 'missing.yaml' --config missing.yaml

# ---- devices, behind nginx ----

nginx_start 64 <<CONF
    access_log $work/access.log;
    default_type application/octet-stream;
    server { listen 127.0.0.1:$port; root $work/tree; }
CONF
url="http://127.0.0.1:$port"
fetched() { grep -c "GET .*config.json" access.log || true; }
expect() { # SETTING OPTION...: after a look of `dev`
    local what=$1
    shift
    device dev --setting banner --confirm "$@"
    [ "$code" = 0 ] || fail "$*: $line $(cat dev.err)"
    case $line in *" setting=$what") ;; *) fail "expected setting=$what: $line $(cat dev.err)" ;; esac
}
expect '?' --url "$url"
publish --config good.yaml
[ "$(find tree/targets/stable -name '*.config.json' | wc -l)" = 1 ] || fail "no file of settings in the tree"
expect 'Back on Monday' --url "$url" # Without a new release.
says release=2
says bytes=0/0
expect 'Back on Monday' --url "$url"
[ "$(fetched)" = 1 ] || fail "the same settings were fetched $(fetched) times"
expect 'Back on Monday' --idle # Without the network.
publish 3.docent               # They stay from release to release,
expect 'Back on Monday' --url "$url"
says release=3
publish --refresh
expect 'Back on Monday' --url "$url"
printf '{"banner": "Open", "kiosk.theme": "light"}' > next.json
publish 3.docent --config next.json --rollout 50 # are replaced with one, as JSON,
expect 'Open' --url "$url"
"$BUILD/docent" publish 1.docent -o tree --keys keys --channel beta >/dev/null # are their channel's,
expect 'Open' --url "$url"
device beta --setting banner --url "$url" --channel beta
says 'setting=?'
mv tree/targets/stable away # and what cannot be fetched leaves what is here, and content in peace.
mkdir tree/targets/stable
cp away/*release.json tree/targets/stable/
publish --config good.yaml
rm tree/targets/stable/*config.json
expect 'Open' --url "$url"
grep -q "settings: " dev.err || fail "nobody says why the settings did not come"
cp away/*config.json tree/targets/stable/
expect 'Back on Monday' --url "$url"
publish --no-config
expect '?' --url "$url"
[ ! -e dev/config.json ] || fail "config.json is still there"
expect '?' --idle
echo "devices: settings come alone, stay, change, go; $(fetched) downloads"

# ---- killed at any moment: the old ones or the new ----

if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    publish --config next.json
    expect 'Open' --url "file://$work/tree"
    rm -rf from
    mv dev from
    publish --config good.yaml
    calls=openat,unlinkat,renameat,renameat2,write,fsync,ftruncate,close
    args=(--bundle 1.docent --folder dev --setting banner --url "file://$work/tree")
    cp -a from dev
    total=$(strace -f -o trace -e "trace=$calls" "$BUILD/docent-device" "${args[@]}" >/dev/null && grep -c '^[0-9]* *[a-z0-9]*(' trace)
    for ((n = 1; n <= total; n += 5)); do
        rm -rf dev
        cp -a from dev
        (strace -f -o /dev/null -e "trace=$calls" -e "inject=$calls:signal=SIGKILL:when=$n" "$BUILD/docent-device" "${args[@]}" \
            >/dev/null 2>&1 || true) 2>/dev/null
        device dev --idle --setting banner
        case $line in *" setting=Open" | *" setting=Back on Monday") ;; *) fail "killed at call $n of $total: $line" ;; esac
        expect 'Back on Monday' --url "file://$work/tree"
    done
    echo "settings: killed at every 5th of $total calls"
fi

# ---- a kiosk ----

[ -x "$BUILD/docent-kiosk" ] || { echo "no docent-kiosk: the rest is left out"; exit 0; }
rm -rf tree keys
"$BUILD/docent" keys new keys >/dev/null
"$BUILD/docent" new shop >/dev/null
"$BUILD/docent" pack --quiet shop -o shop.docent >/dev/null
printf 'banner: for apps\nkiosk:\n  theme: dark\n  idle_seconds: 15\n  locale: de\n  text_percent: 125\n  start: toc\n  product: Radio\n' > kiosk-1.yaml
publish shop.docent --config kiosk-1.yaml
mkdir usb
plug() { rm -rf usb/docent; cp -r tree usb/.new && mv usb/.new usb/docent; }
config=(bundle:\ shop.docent content:\ kiosk root:\ tree/metadata/1.root.json usb:\ usb idle_seconds:\ 120 theme:\ light)
printf '%s\n' "${config[@]}" > kiosk.yaml
plug
kiosk visit.out kiosk.yaml <<S
# Somebody is there when they come: nothing changes under their hands.
EXPECT address "home"
KEY Tab
$(stick_read 5)
PRESS button "Close"
GO settings
EXPECT radio "Light" checked
EXPECT radio "English" checked
SHOT during.png
# Pieces of less than a minute: a trial's minute is real time.
# The time to an end is still this visit's: two minutes.
WAIT 40000
WAIT 40000
WAIT 20000
EXPECT heading "Settings"
WAIT 25000
WAIT 20000
EXPECT address "toc"
ABSENT dialog ""
SHOT after.png
GO settings
EXPECT radio "Dunkel" checked
EXPECT radio "Deutsch" checked
EXPECT radio "125 %" checked
KEY Tab
WAIT 13000
EXPECT heading "Einstellungen"
WAIT 25000
EXPECT address "toc"
GO search?q=radio
EXPECT button "Radio"
S
grep -v '^  ' visit.out | grep -q 'set from afar' && fail "the kiosk complains: $(cat visit.out)"
[ "$(head -c 4 after.png | tail -c 3)" = PNG ] || fail "no picture"
! cmp -s during.png after.png || fail "the picture is the same"
# Without a stick or a network, from the first moment; and what is said here goes before it.
rm -rf usb/docent
printf 'EXPECT address "toc"\nGO settings\nEXPECT radio "Dunkel" checked\nEXPECT radio "125 %%" checked\n' | kiosk again.out kiosk.yaml
printf 'GO settings\nEXPECT radio "Kontrast" checked\nEXPECT radio "200 %%" checked\n' |
    kiosk option.out kiosk.yaml --theme contrast --text-size 200
printf '%s\n' "${config[@]}" 'remote: off' > off.yaml
printf 'EXPECT address "home"\nGO settings\nEXPECT radio "Light" checked\nEXPECT radio "100 %%" checked\n' | kiosk off.out off.yaml
# A page that this content does not have, as no publisher's tool can know: told, and the file's counts; the rest is obeyed.
printf 'kiosk:\n  start: article/none\n  theme: contrast\n  warn_seconds: 40\n' > kiosk-2.yaml
publish --config kiosk-2.yaml
plug
kiosk wrong.out kiosk.yaml <<S
EXPECT address "toc"
$(stick_read 5)
PRESS button "Close"
WAIT 16000
WAIT 25000
EXPECT address "home"
GO settings
EXPECT radio "High contrast" checked
EXPECT radio "100 %" checked
S
grep -qF 'docent-kiosk: set from afar: kiosk.start: there is no such page; ignored' wrong.out || fail "not told: $(cat wrong.out)"
# Withdrawn: the file's own again.
publish --no-config
rm -rf usb/docent
plug
kiosk gone.out kiosk.yaml <<S
$(stick_read 5)
PRESS button "Close"
WAIT 40000
WAIT 40000
WAIT 40000
WAIT 40000
WAIT 10000
GO settings
EXPECT radio "Light" checked
S
# Outside of the hours that are set, new content waits: also of hours that come in the same look, and after a start.
printf 'kiosk.switch_hours: 22:00-05:00\n' > hours.yaml
publish --config hours.yaml
page shop novelty "Help with novelty" "What is new about the novelty."
"$BUILD/docent" pack --quiet shop -o shop2.docent >/dev/null 2>&1
publish shop2.docent
rm -rf usb/docent
plug
TZ=UTC0 kiosk hours.out kiosk.yaml <<S
NOW 2026-11-22T12:00:00Z
$(stick_read 5)
PRESS button "Close"
GO settings
EXPECT text "Newer content is ready."
GO search?q=novelty
ABSENT link "Help with novelty"
S
rm -rf usb/docent
printf 'NOW 2026-11-22T12:30:00Z\nWAIT 1000\nGO search?q=novelty\nABSENT link "Help with novelty"\n' | TZ=UTC0 kiosk day.out kiosk.yaml
printf 'NOW 2026-11-22T23:00:00Z\nWAIT 1000\nGO search?q=novelty\nEXPECT link "Help with novelty"\n' | TZ=UTC0 kiosk open.out kiosk.yaml
echo "a kiosk obeys, between two visits"
