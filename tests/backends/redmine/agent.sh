#!/usr/bin/env bash
# Ada Agent at her desk. See common.sh; `private CONVERSATION TEXT` is a note that only agents see.
. "$(dirname "$0")/../common.sh"
# shellcheck source=/dev/null
. "$1/env"
exec python3 "$(dirname "$0")/agent.py" "$1" "$PORT" "$AGENT_KEY" "$CLOSED" "${@:2}"
