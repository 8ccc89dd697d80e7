#!/usr/bin/env bash
# Both have helpers of their own, which would outlive a hard end of the first: the whole sessions are ended.
. "$(dirname "$0")/../common.sh"
PIDS=""
# shellcheck source=/dev/null
[ ! -f "$1/env" ] || . "$1/env"
for p in $PIDS; do pkill -9 -s "$p" 2>/dev/null || true; done
end_all "$1"
