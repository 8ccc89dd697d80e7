#!/usr/bin/env bash
# restart.sh KIOSK BUNDLE: a message that waits and one that is half written are there again when the program is, for its owner.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
unset DISPLAY WAYLAND_DISPLAY
printf 'bundle: %s\nstate: state.db\nshared: no\n' "$2" > "$dir/kiosk.yaml"
"$1" "$dir/kiosk.yaml" --script - <<'END'
OFFLINE on
GO contact/ticket
PRESS field "What happened?"
TYPE "The first one"
PRESS checkbox "Harbour Electronics keeps what you send"
PRESS button "Send"
EXPECT heading "Your request is saved"
GO contact/ticket
PRESS field "What happened?"
TYPE "Half of a sec"
WAIT 1000
END
"$1" "$dir/kiosk.yaml" --script - <<'END'
GO contact/requests
EXPECT link "The first one"
PRESS link "The first one"
EXPECT text "The first one"
GO contact/ticket
EXPECT field "Half of a sec"
END
