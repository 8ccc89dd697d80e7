#!/usr/bin/env bash
# The agents' side of the mailbox. See common.sh.
. "$(dirname "$0")/../common.sh"
# shellcheck source=/dev/null
. "$1/env"
exec python3 "$(dirname "$0")/agent.py" "$PORT" "$IMAP_PORT" "${@:2}"
