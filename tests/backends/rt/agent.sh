#!/usr/bin/env bash
# Ada Agent at her desk. See common.sh; `comment CONVERSATION TEXT` is what only agents see, `html CONVERSATION TEXT` an answer with
# markup, `attach CONVERSATION TEXT` a file, `merge FROM INTO`, `newest` the newest request, `said CONVERSATION` all of its texts, `reopen CONVERSATION`.
. "$(dirname "$0")/../common.sh"
# shellcheck source=/dev/null
. "$1/env"
exec python3 "$(dirname "$0")/agent.py" "$1/rt.sqlite" "$PORT" "$AGENT_TOKEN" "${@:2}"
