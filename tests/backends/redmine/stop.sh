#!/usr/bin/env bash
. "$(dirname "$0")/../common.sh"
end_all "$1"
INSTANCE=""
# shellcheck source=/dev/null
if [ -f "$1/env" ]; then . "$1/env"; fi
[ -z "$INSTANCE" ] || rm -f "/usr/share/redmine/instances/$INSTANCE"
