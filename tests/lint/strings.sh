#!/usr/bin/env bash
# strings.sh SOURCE: docent.pot holds what the viewer says and nothing else, every language says all of it, and keeps
# each {0} of the English.
set -euo pipefail
command -v xgettext >/dev/null || { echo "skipped: gettext is not installed"; exit 77; }
cd "$1"
copy=$(mktemp -d)
trap 'rm -r "$copy"' EXIT
status=0
complain() { echo "$*" >&2; status=1; }

# The script that makes the list, run on a copy.
mkdir -p "$copy/sdk/src" "$copy/assets"
cp -r sdk/src/view sdk/src/sync sdk/src/contact "$copy/sdk/src/"
cp -r assets/strings "$copy/assets/"
"$copy/assets/strings/update.sh"
diff -u assets/strings/docent.pot "$copy/assets/strings/docent.pot" >&2 ||
    complain "docent.pot is not what the sources say; run assets/strings/update.sh"

# places FILE: the {0} {1}... of every msgid that differ from those of its msgstr.
places() {
    python3 - "$1" <<'END'
import re
import sys
text = open(sys.argv[1], encoding="utf-8").read()
text = re.sub(r'"\n"', "", text)
for said, written in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.M):
    if sorted(re.findall(r"\{\d\}", said)) != sorted(re.findall(r"\{\d\}", written)):
        print(f'"{said}" has other places than "{written}"')
END
}

# The copies: a text that a language does not have at all is untranslated there.
for list in "$copy"/assets/strings/*.po; do
    name=${list#"$copy/"}
    said=$(LC_ALL=C msgfmt --check-format --check-header --statistics -o /dev/null "$list" 2>&1) || complain "$name: $said"
    case "$said" in *fuzzy* | *untranslated*) complain "$name: $said$(msgattrib --untranslated --no-obsolete "$list" |
        sed -n 's/^msgid \("..*\)/ \1/p')" ;; esac
    ! grep -q '^#~' "$list" || complain "$name: texts that nobody says any more: $(sed -n 's/^#~ msgid//p' "$list")"
    wrong=$(places "$list")
    [ -z "$wrong" ] || complain "$name: $wrong"
done
exit $status
