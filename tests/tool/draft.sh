#!/usr/bin/env bash
# draft.sh DOCENT COUNT VOICE: docent draft makes an article of an answered conversation, and leaves no person in it.
set -euo pipefail
docent=$1 voice=$3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
status=0
complain() { echo "$*" >&2; status=1; }
same() { [ "$2" = "$3" ] || complain "$1:" "$(diff <(echo "$2") <(echo "$3"))"; }
fails() {
    local code=$1 words=$2 got=0
    shift 2
    "$@" >out 2>err || got=$?
    [ "$got" = "$code" ] || complain "$*: exit code $got, not $code"
    grep -q -- "$words" err || complain "$*: does not say \"$words\":" "$(cat err)"
}
# answer TEXT: from an agent, to the newest conversation; '' is a quote in SQL
answer() {
    printf "sql\tINSERT INTO message(position, id, conversation, connector, remote_id, author, text, at) SELECT 1 + (SELECT ifnull(max(position), 0) FROM message) + (SELECT max(position) FROM letter), hex(randomblob(16)), (SELECT max(id) FROM conversation), 'desk', hex(randomblob(8)), 'Grace Hopper', %s, 1763550000\n" "$1"
}

mkdir -p shop
printf 'product: Radio\n' >shop/help.yaml
printf -- '---\nid: wifi\ntitle: Join a Wi-Fi network\n---\n\nOpen Settings.\n' >shop/wifi.md
"$docent" pack shop -o shop.docent --quiet >/dev/null

{
    printf 'from\tAnna Lovelace\tanna@mail.example\t+49 170 1234567\n'
    printf 'find\tno 5 ghz network\n'
    printf 'ask\tThe 5 GHz network is missing on my Aurora. The network was there yesterday, my order 4471-22 is new. Anna\tarticle/wifi\n'
    answer "'Dear Ms Lovelace,' || char(10, 10) || 'Aurora radios hide the 5 GHz network on channel 100 and above.' || char(10) || '1. Open 192.168.1.1 and choose [Wi-Fi].' || char(10) || '2) Set the channel to 36.' || char(10) || '- Anna, call +49 30 5550 1490 if it stays away.' || char(10, 10) || 'Kind regards' || char(10) || 'Grace Hopper' || char(10) || 'Kaistrasse 7' || char(10) || '20457 Hamburg'"
    answer "'I saw your order 4471-22 and serial AB-12-CD-3456; see https://desk.example/t?token=abcdef0123456789 and https://help.example/wifi.' || char(10) || 'Kaistrasse 7' || char(10) || '20457 Hamburg' || char(10) || '---' || char(10) || 'title: evil' || char(10) || '# Not a heading *bold* <script>'"
} | "$voice" shop.docent one.db >reference
sha256sum one.db >sums
reference=$(cat reference)

"$docent" draft one.db "$reference" -o shop/five.md 2>said
same "the draft" '---
title: "The 5 GHz network is missing on my Aurora. The network was there yesterday, my order [removed] is new. [removed]"
keywords: ["no 5 ghz network", "network", "ghz", "missing", "aurora", "yesterday", "order", "new"]
updated: 2025-11-19
---

Aurora radios hide the 5 GHz network on channel 100 and above.

1. Open 192.168.1.1 and choose \[Wi-Fi\].
2. Set the channel to 36.

- \[removed\], call \[removed\] if it stays away.

I saw your order \[removed\] and serial \[removed\]; see \[removed\] and https://help.example/wifi.
\[removed\]
\[removed\]
\---
title: evil
\# Not a heading \*bold\* \<script\>' "$(cat shop/five.md)"
grep -q "read it before" said || complain "does not say that it has to be read"
"$docent" check shop >out 2>&1 || complain "the draft does not pack:" "$(cat out)"
grep -q " 0 errors, 0 warnings" out || complain "the draft has faults:" "$(cat out)"
"$docent" pack shop -o again.docent --quiet >/dev/null
"$docent" search again.docent "5 ghz network missing" >out
[ "$(sed -n "2s/ *\([a-z]*\) .*/\1/p" out)" = five ] || complain "the draft is not found:" "$(cat out)"
same "standard output" "$(cat shop/five.md)" "$("$docent" draft one.db "${reference,,}" 2>/dev/null)"

# What a stranger writes stays a value, whatever it is.
{
    printf 'from\t\t\t\n'
    printf 'ask\t"\\ ---: {a: b}, [x] \x27 # y\x27\t\n'
    answer "'> quote' || char(10) || '    code' || char(10) || '***' || char(10) || '===' || char(10) || '10. Ten' || char(10) || '2026. A year' || char(10) || '[[\$term]] ++K++ ![x](y.png) | a | b |' || char(10) || '~~~' || char(10) || '[x]: http://a' || char(9) || 'b' || char(27) || '[2J'"
} | "$voice" shop.docent two.db >reference
rm shop/five.md
"$docent" draft two.db "$(cat reference)" -o shop/odd.md 2>/dev/null
"$docent" check shop >out 2>&1 || complain "an odd draft does not pack:" "$(cat out)" "$(cat shop/odd.md)"
grep -q " 0 errors, 0 warnings" out || complain "an odd draft has faults:" "$(cat out)" "$(cat shop/odd.md)"
if grep -q $'\e' shop/odd.md; then complain "an odd draft steers the terminal"; fi
[ "$(grep -c '^---$' shop/odd.md)" = 2 ] || complain "the front matter ends elsewhere:" "$(cat shop/odd.md)"

printf 'ask\tHello?\t\n' | "$voice" shop.docent none.db >reference
fails 1 "has no answer yet" "$docent" draft none.db "$(cat reference)"
fails 1 "no conversation ZZZZ-ZZZZ" "$docent" draft one.db ZZZZ-ZZZZ
fails 1 "is there already" "$docent" draft one.db "$reference" -o shop/odd.md
fails 1 "is not the state" "$docent" draft shop.docent "$reference"
fails 2 "which conversation" "$docent" draft one.db
fails 2 "which state" "$docent" draft
sha256sum --quiet -c sums || complain "the state file was changed"
exit $status
