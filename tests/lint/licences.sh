#!/usr/bin/env bash
# licences.sh SOURCE BUILD: every library that ours and the programs need is on the page of licences, what is LGPL there is
# linked dynamically, and no library known to be GPL is needed at all.
set -euo pipefail
page=$1/sdk/docs/licences.md build=$2
status=0
complain() { echo "$*" >&2; status=1; }

needed() { objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }'; }

for file in "$build"/lib/libdocent*.so "$build/bin/docent" "$build/bin/docent-kiosk"; do
    [ -e "$file" ] || continue
    for name in $(needed "$file"); do
        case "$name" in
        libdocent*) continue ;;
        # What a compiler adds by itself: its own runtime, sanitizers, coverage.
        libgcc_s.so.* | libasan.so.* | libubsan.so.* | libtsan.so.* | ld-linux*) continue ;;
        *readline* | libespeak-ng* | libspeechd* | libgsl* | libpoppler*) complain "$file needs $name, which is GPL" ;;
        esac
        grep -qF "\`$name\`" "$page" || complain "$file needs $name, which is not on sdk/docs/licences.md"
    done
done

# Functions of LGPL libraries may be called, never contained.
lgpl='^(fribidi_|rsvg_|cairo_|g_object_|g_malloc|th_brk|trie_)'
for file in "$build"/lib/libdocent*.so "$build/bin/docent" "$build/bin/docent-kiosk"; do
    [ -e "$file" ] || continue
    found=$(nm --defined-only "$file" 2>/dev/null | awk '$2 ~ /[Tt]/ { print $3 }' | grep -E "$lgpl" | head -3 || true)
    [ -z "$found" ] || complain "$file contains LGPL code: $found"
done
exit $status
