#!/bin/sh
# documented.sh SOURCE: every figure that leaves stands in the manual for its shop, with its unit, and the manual names no other.
set -eu
cd "$1"
told=$(sed -n 's/.*"\(docent\.[a-z_.]*\|process\.[a-z_.]*\)", "\([^"]*\)".*/\1 \2/p' sdk/src/fleet/figures.c | sort)
# shellcheck disable=SC2016 # the quotes of Markdown
manual=$(sed -n 's/^| `\([a-z_.]*\)` | `\([^`]*\)` | \(counter\|gauge\|level\) |.*/\1 \2/p' sdk/docs/fleet.md | sort)
[ -n "$told" ] || { echo "no figure is found in figures.c" >&2; exit 1; }
[ "$told" = "$manual" ] && exit 0
printf 'figures.c tells:\n%s\nfleet.md says:\n%s\n' "$told" "$manual" >&2
exit 1
