#!/usr/bin/env bash
. "$(dirname "$0")/../common.sh"
end_all "$1"
NAME=""
# shellcheck source=/dev/null
if [ -f "$1/env" ]; then . "$1/env"; fi
[ -z "$NAME" ] || rm -f "/usr/share/redmine/instances/$NAME"
