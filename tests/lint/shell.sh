#!/usr/bin/env bash
# shell.sh SOURCE: every script under shellcheck.
set -euo pipefail
command -v shellcheck >/dev/null || { echo "skipped: shellcheck is not installed"; exit 77; }
cd "$1"
# -x reads what a script sources from its own folder.
find dev .ci/run assets kiosk sample-app sdk tests -type f \( -name '*.sh' -o -name dev -o -path .ci/run \) -print0 |
    sort -z | xargs -0 shellcheck -x --source-path=SCRIPTDIR
