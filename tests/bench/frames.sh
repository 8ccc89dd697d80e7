#!/usr/bin/env bash
# frames.sh BUILD: CPU of a frame beside copying the frame buffer.
set -euo pipefail
exec "$1/bin/bench_frames" "$1/share/help.docent" article/orbit-pair
