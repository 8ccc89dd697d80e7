#!/usr/bin/env bash
# keys.sh BUILD: what a publisher does with keys: two of three roots, each in other hands, a lost key, a stolen one, a release
# taken back. Devices that know the first root alone follow every step, and nobody else's.
BUILD=$(cd "$1" && pwd)
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
docent() { "$BUILD/docent" "$@" >out 2>&1; }
refuse() { local why=$1; shift; if docent "$@"; then fail "$* was done; expected: $why"; fi; grep -q -- "$why" out || fail "$*: $(cat out)"; }

for i in 1 2 3 4; do
    content "$i" > "$i.jsonl"
    "$BUILD/docent" pack --quiet --jsonl "$i.jsonl" -o "$i.docent" >/dev/null
done

# ---- two of three ----
docent keys new keys --roots 3
[ "$(stat -c %a keys/root-1.json)" = 600 ] || fail "a key that others may read"
refuse "holds keys already" keys new keys
docent publish 1.docent -o tree --keys keys
mkdir -m 700 alice bob online
mv keys/root-1.json alice/
mv keys/root-2.json bob/
cp -p keys/online.json online/ # keys/root-3.json lies in the safe
docent publish 2.docent -o tree --keys online
device dev --url "file://$work/tree" --confirm
says release=2

# root-1 is lost: Bob and the safe put another in its place; Bob alone cannot.
docent keys new fresh --roots 3
mkdir -m 700 next
cp -p bob/root-2.json keys/root-3.json next/
cp -p fresh/root-1.json next/root-4.json
cp -p online/online.json next/
mkdir -m 700 listed # What the next root lists: public halves are enough.
for key in next/*.json; do sed '/"private"/d; s/\("public": "[0-9a-f]*"\),/\1/' "$key" > "listed/$(basename "$key")"; done
docent keys rotate tree --keys bob --to listed
grep -q "needs 1 more signature" out || fail "$(cat out)"
[ ! -e tree/metadata/2.root.json ] || fail "one of three published a root"
mkdir -m 700 safe
cp -p keys/root-3.json safe/
docent keys sign tree --keys safe
[ -e tree/metadata/2.root.json ] || fail "two of three did not: $(cat out)"
docent publish 3.docent -o tree --keys online
device dev --url "file://$work/tree" --confirm
says release=3

# ---- somebody else's key ----
docent keys new thief
refuse "is not a key of" publish 4.docent -o tree --keys thief
chmod 644 thief/key.json
refuse "chmod 600" keys show thief

# ---- backwards ----
refuse "--again publishes it once more" publish 2.docent -o tree --keys online
refuse "clock is behind" publish 4.docent -o tree --keys online --now 2026-01-01T00:00:00Z
docent publish 2.docent -o tree --keys online --again
device dev --url "file://$work/tree" --confirm
says release=4
says articles=42

# ---- one key replaced by another ----
docent keys new one
docent publish 1.docent -o single --keys one
docent keys new two
docent keys rotate single --keys one --to two
docent publish 2.docent -o single --keys two
refuse "is not a key of" publish 3.docent -o single --keys one

line=$("$BUILD/docent-device" --bundle 1.docent --folder dev2 --root single/metadata/1.root.json --url "file://$work/single")
says release=2

# ---- roll-out, a date, a newer program, the scheduled job ----
docent publish 3.docent -o single --keys two --rollout 0
why() { grep -q "$1" device.err || fail "not told why: $1: $line $(cat device.err)"; }
device2() { line=$("$BUILD/docent-device" --bundle 1.docent --folder "$1" --root single/metadata/1.root.json --url "file://$work/single" 2>device.err) || true; }
device2 dev2
says release=2
why "is for 0 percent"
docent publish 3.docent -o single --keys two --rollout 100 --not-before 2199-01-01T00:00:00Z
device2 dev2
says release=2
why "waits for its date"
docent publish 3.docent -o single --keys two --min-client 99.0.0
device2 dev2
says reason=INCOMPATIBLE
docent publish 3.docent -o single --keys two
device2 dev2
says release=3
before=$(cat single/metadata/timestamp.json)
docent publish --refresh -o single --keys two
[ "$before" != "$(cat single/metadata/timestamp.json)" ] || fail "--refresh signed nothing"
device2 dev2
says release=3

# ---- slips of a publisher: nothing is done, and it is said what ----
after=$(cat single/metadata/timestamp.json)
refuse "clock is behind" publish --refresh -o single --keys two --now 2026-01-01T00:00:00Z
refuse "goes alone" publish --refresh -o single --keys two --rollout 10
refuse "no root waits" keys sign single --keys two
refuse "no such folder" publish --refresh -o single --keys tow
[ "$after" = "$(cat single/metadata/timestamp.json)" ] || fail "something was signed"
mv single/metadata/1.root.json .
refuse "1.root.json is missing" publish 4.docent -o single --keys two
mv 1.root.json single/metadata && rm single/metadata/timestamp.json
refuse "timestamp.json is missing" publish 4.docent -o single --keys two
printf '%s\n' "$after" > single/metadata/timestamp.json
for pack in single/targets/packs/*.core-2.zst; do printf x > "$pack"; done
refuse "full file of release 2" publish 4.docent -o single --keys two
echo "all of it"
