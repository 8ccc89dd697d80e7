#!/usr/bin/env bash
# The workers go with the server: they are of its process group.
. "$(dirname "$0")/../common.sh"
if [ -f "$1/env" ]; then
    # shellcheck source=/dev/null
    . "$1/env"
    for p in $PIDS; do kill -9 -- "-$p" 2>/dev/null || true; done
fi
end_all "$1"
