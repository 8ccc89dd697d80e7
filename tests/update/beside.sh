#!/usr/bin/env bash
# beside.sh BUILD/bin: a kiosk with a vendor's help, a reseller's file and a store's source, each with keys of its own: one search over
# all, precedence by id, a line for each on the page of settings, a stick for two of them, and whose settings count.
BUILD=$(cd "${1:?usage: beside.sh BUILD/bin}" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need_kiosk

# project FOLDER ID TITLE WORDS: a project whose one article more is this.
project() {
    [ -d "$1" ] || "$BUILD/docent" new "$1" >/dev/null
    page "$@"
}
pack() { "$BUILD/docent" pack --quiet "$1" -o "$2" >/dev/null 2>&1; }
# release TREE BUNDLE OPTION...
release() { local tree=$1; shift; "$BUILD/docent" publish "$@" -o "$tree" --keys "keys-$tree" >/dev/null; }

for tree in vendor store; do "$BUILD/docent" keys new "keys-$tree" >/dev/null; done
project vendor-help returns "Returning things" "Send it to the factory."
pack vendor-help vendor.docent
release vendor vendor.docent
project vendor-help dimmer "The dimmer hums" "A dimmer hums when the lamp is weak."
pack vendor-help vendor2.docent
release vendor vendor2.docent
project reseller-help warranty "Our warranty" "Three years, from us."
pack reseller-help reseller.docent
project store-help returns "Returning things" "Bring it to our desk."
project store-help hours "Opening times" "From nine to six."
pack store-help store.docent
printf 'kiosk.theme: dark\n' > vendor.yaml
printf 'kiosk.theme: contrast\n' > store.yaml
release vendor --config vendor.yaml
release store store.docent --config store.yaml

cat > kiosk.yaml <<'Y'
bundle: vendor.docent
content: content-vendor
root: vendor/metadata/1.root.json
usb: usb
idle_seconds: 15
beside:
  - id: reseller
    bundle: reseller.docent
    precedence: 10
  - id: store
    content: content-store
    root: store/metadata/1.root.json
    precedence: 20
  - id: gone
    bundle: no-such.docent
Y

mkdir usb
kiosk before.out kiosk.yaml <<'S'
GO search?q=warranty
EXPECT link "Our warranty"
GO article/returns
EXPECT text "Send it to the factory."
GO settings
EXPECT status "Content as delivered"
EXPECT status "store: Content as delivered"
S
grep -q 'docent-kiosk: gone: left out: ' before.out || fail "nobody says that a bundle is missing: $(cat before.out)"

# One stick with both trees. A tree in the other's folder is believed by nobody.
cp -r vendor usb/docent
cp -r store usb/docent-store
kiosk stick.out kiosk.yaml <<S
$(stick_read 24)
PRESS button "Close"
GO search?q=dimmer
EXPECT link "The dimmer hums"
GO search?q=opening
EXPECT link "Opening times"
GO search?q=warranty
EXPECT link "Our warranty"
GO search?q=returning%20things
EXPECT link "Returning things"
SHOT found.png
GO article/returns
EXPECT text "Bring it to our desk."
ABSENT text "Send it to the factory."
GO settings
EXPECT status "Content of"
EXPECT status "store: Content of"
SHOT settings.png
# The main content's settings count.
EXPECT radio "Dark" checked
S
rm -rf usb/docent usb/docent-store
sed 's/^usb: usb/usb: usb\nremote: store/' kiosk.yaml > store-rules.yaml
kiosk rules.out store-rules.yaml <<'S'
GO settings
EXPECT radio "High contrast" checked
GO article/returns
EXPECT text "Bring it to our desk."
S
cp -r store usb/docent
kiosk wrong.out kiosk.yaml <<S
$(waits 6)
EXPECT text "The stick could not be used"
PRESS button "Close"
GO article/returns
EXPECT text "Bring it to our desk."
S
# Without its lines it is gone.
sed '/id: store/,/precedence: 20/d' kiosk.yaml > alone.yaml
rm -rf usb/docent
kiosk alone.out alone.yaml <<'S'
GO article/returns
EXPECT text "Send it to the factory."
GO search?q=opening
ABSENT link "Opening times"
S
echo "a vendor, a reseller, a store: one help"
