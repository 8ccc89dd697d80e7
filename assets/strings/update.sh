#!/usr/bin/env bash
# Collects what the viewer says, and why an update does not go on, into docent.pot and brings every PO file up to it. Needs gettext.
set -euo pipefail
cd "$(dirname "$0")/../.."
xgettext --from-code=UTF-8 -L C -k -kdct_tr:2 -kdct_tr_fill:2 -kDCT_MSG:1 --no-location --sort-output \
    --package-name=Docent -o - sdk/src/view/*.c sdk/src/sync/reason.c sdk/src/contact/why.c | sed '/^"POT-Creation-Date/d; s/CHARSET/UTF-8/' > assets/strings/docent.pot
for po in assets/strings/*.po; do
    [ -e "$po" ] || continue
    msgmerge --quiet --update --backup=none --no-fuzzy-matching --sort-output "$po" assets/strings/docent.pot
done
