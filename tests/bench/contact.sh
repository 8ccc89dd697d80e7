#!/usr/bin/env bash
# contact.sh BUILD: closing, submitting and starting with a full outbox, on the disk that BUILD is on.
set -euo pipefail
folder=$(mktemp -d "$1/bench-contact.XXXXXX")
trap 'rm -rf "$folder"' EXIT
"$1/bin/bench_contact" "$folder"
