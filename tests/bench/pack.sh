#!/usr/bin/env bash
# pack.sh BUILD: packing, opening, a query for every key.
set -euo pipefail
exec python3 "$(dirname "$0")/pack.py" "$1"
