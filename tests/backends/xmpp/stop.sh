#!/usr/bin/env bash
. "$(dirname "$0")/../common.sh"
end_all "$1"
