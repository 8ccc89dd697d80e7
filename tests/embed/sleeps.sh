#!/usr/bin/env bash
# sleeps.sh BUILD: a kiosk that nobody touches is asleep: the kernel never has to wake it.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=display.sh
. ./display.sh

# How often all threads of $1 went to sleep since they began: each wake-up ends in one.
sleeps() { cat /proc/"$1"/task/*/status | awk '/^voluntary_ctxt_switches/ { n += $2 } END { print n }'; }

"$1/bin/docent-kiosk" --bundle "$1/share/help.docent" --window 1024x768 &
kiosk=$!
sleep 6 # Start, and whatever moves at first.
before=$(sleeps "$kiosk")
sleep 4
after=$(sleeps "$kiosk")
kill "$kiosk"
wait "$kiosk" || true
echo "woken $((after - before)) times in 4 seconds"
[ "$((after - before))" = 0 ]
