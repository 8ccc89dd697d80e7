#!/usr/bin/env bash
# unseal.sh DOCENT COUNT VOICE: what a device sealed opens with the secret key, in each form in which it arrives.
set -euo pipefail
docent=$1 voice=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
status=0
complain() { echo "$*" >&2; status=1; }
has() { grep -qF -- "$2" "$1" || complain "$1 does not say \"$2\":" "$(cat "$1")"; }
fails() {
    local code=$1 words=$2 got=0
    shift 2
    "$@" >out 2>err || got=$?
    [ "$got" = "$code" ] || complain "$*: exit code $got, not $code"
    if [ "$(wc -l <err)" != 1 ] || ! grep -q -- "$words" err; then complain "$*: does not say \"$words\":" "$(cat err)"; fi
    [ ! -s out ] || complain "$*: prints although it fails"
}

"$docent" keys seal >desk.key
"$docent" keys seal >other.key
mkdir shop
printf 'contact:\n  seal: %s\n' "$(sed -n 's/^public //p' desk.key)" >shop/help.yaml
printf -- '---\nid: a\ntitle: A\n---\n\nText.\n' >shop/a.md
"$docent" pack shop -o shop.docent --quiet >/dev/null

# The device writes a mail with its request and its attachments, all sealed.
{
    printf 'from\tAnna\tanna@mail.example\t+49 170 1234567\n'
    printf 'attach\tphoto.txt\tWhat XYZZY looks like\n'
    printf 'attach\t../../evil\tsecond\n'
    printf 'eml\tone.eml\n'
    printf 'ask\tXYZZY does not start.\tarticle/a\n'
} | "$voice" shop.docent one.db >/dev/null
if grep -rqa -e XYZZY -e anna@ -e photo.txt one.db* one.eml; then complain "the device stores what it cannot read"; fi

"$docent" unseal one.eml --key desk.key --files . >text
has text "XYZZY does not start."
has text "E-mail: anna@mail.example"
has text "Attached: photo.txt"
has photo.txt "What XYZZY looks like"
has evil "second"
[ ! -e ../../evil ] || complain "an attachment left its folder"
"$docent" unseal one.eml --key desk.key --files . >/dev/null
if [ "$(cat photo.txt)" != "What XYZZY looks like" ] || [ ! -e 2-photo.txt ]; then complain "an attachment was written over:" "$(ls)"; fi
"$docent" unseal one.eml --key desk.key -o kept 2>said
has kept "XYZZY does not start."
has said "2 attachments are left sealed"
"$docent" unseal one.eml --key desk.key --json 2>/dev/null >json
has json '"body":"XYZZY does not start."'
sed -n 's/^secret //p' desk.key >bare.key
"$docent" unseal one.eml --key bare.key 2>/dev/null | cmp - kept || complain "a key alone in its file does not open it"

# The body of a web request is those bytes as they are; some gateways hand them on in base64.
if command -v python3 >/dev/null; then
    python3 - <<'PYTHON'
import base64, email
parts = [p.get_payload(decode=True) for p in email.message_from_bytes(open("one.eml", "rb").read()).walk()
         if p.get_content_type() == "application/vnd.docent.sealed"]
assert len(parts) == 3, len(parts)
for name, data in zip(["body.bin", "1.bin", "2.bin"], parts):
    open(name, "wb").write(data)
open("body.b64", "wb").write(base64.encodebytes(parts[0]))
open("cut.bin", "wb").write(parts[0][:-1])
open("bent.bin", "wb").write(parts[0][:60] + bytes([parts[0][60] ^ 1]) + parts[0][61:])
open("short.bin", "wb").write(b"DCTSEAL1")
PYTHON
    "$docent" unseal body.bin --key desk.key | cmp - kept || complain "a web request's body does not open"
    "$docent" unseal body.b64 --key desk.key | cmp - kept || complain "base64 does not open"
    [ "$("$docent" unseal 2.bin --key desk.key)" = second ] || complain "an attachment alone does not open"
    mkdir got
    "$docent" unseal 2.bin body.bin 1.bin --key desk.key --files got | cmp - kept || complain "three files do not open"
    [ "$(cat got/evil)" = second ] || complain "attachments beside their request have no name:" "$(ls got)"
    fails 1 "or was changed" "$docent" unseal cut.bin --key desk.key
    fails 1 "or was changed" "$docent" unseal bent.bin --key desk.key
    fails 1 "holds nothing sealed" "$docent" unseal short.bin --key desk.key
fi

grep public desk.key >public.key
: >empty
fails 1 "does not open with this key" "$docent" unseal one.eml --key other.key
fails 1 "holds the public key" "$docent" unseal one.eml --key public.key
fails 1 "no secret key" "$docent" unseal one.eml --key one.eml
fails 1 "gone.key" "$docent" unseal one.eml --key gone.key
fails 1 "holds nothing sealed" "$docent" unseal shop/a.md --key desk.key
fails 1 "holds nothing sealed" "$docent" unseal empty --key desk.key
fails 1 "gone.eml" "$docent" unseal gone.eml --key desk.key
fails 2 "which sealed files" "$docent" unseal --key desk.key
fails 2 "with which key" "$docent" unseal one.eml

# A conversation that is sealed is no draft, and a report shows nothing of it.
fails 1 "is sealed" "$docent" draft one.db "$(printf 'ask\tXYZZY\t\n' | "$voice" shop.docent one.db)"
"$docent" report one.db --html page.html --csv rows.csv
if grep -q XYZZY page.html rows.csv; then complain "a report shows what is sealed"; fi
exit $status
