#!/usr/bin/env bash
# Somebody at the desk with a chat program. See common.sh.
. "$(dirname "$0")/../common.sh"
# shellcheck source=/dev/null
. "$1/env"
exec python3 "$(dirname "$0")/agent.py" "$1" "$C2S" "${@:2}"
