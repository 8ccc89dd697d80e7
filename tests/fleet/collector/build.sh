#!/usr/bin/env bash
# build.sh DIR: a real OpenTelemetry Collector, DIR/otelcol, and the published schema of what it takes, DIR/include.
#
# Debian has the collector's source as a Go library, and the compiler, in unstable. They are fetched by apt beside the system's own
# lists (nothing is installed, no file outside of DIR is touched), unpacked and compiled: 190 MB, five minutes. Exit 77: this
# machine cannot have it, and why.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
dir=$(cd "$1" && pwd)

skip() { echo "no collector: $*" >&2; exit 77; }

for program in apt-get dpkg-deb; do command -v $program >/dev/null || skip "it is made from Debian's packages, and $program is missing"; done
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r $keys ] || skip "there is no $keys"
# shellcheck disable=SC2016 # apt's own $
site=$(apt-get indextargets --format '$(SITE)' 2>/dev/null | grep '/debian/\?$' | head -n 1)

work="$dir/work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/root"
: > "$work/status"
echo "deb [signed-by=$keys] ${site:-http://deb.debian.org/debian} sid main" > "$work/sources.list"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$work/lists"
    -o "Dir::State::status=$work/status" -o "Dir::Cache=$work/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root
    -o APT::Install-Recommends=false)

timeout 300 "${apt[@]}" update || skip "Debian's lists cannot be fetched"
# What the collector asks for in all its parts is more than these need: the largest that no file of ours names are left out.
spared='golang-(github-cloudflare-circl|golang-x-tools|github-aws|google-cloud-dev|google-cloud-compute|google-api|gonum-v1-plot|golang-x-image|mongodb|github-google-pprof|github-apache-arrow)'
"${apt[@]}" --print-uris --yes install golang-opentelemetry-collector-dev golang-go opentelemetry-proto 2>/dev/null |
    sed -n "s/^'\([^']*\)' .*/\1/p" | sed 's#.*/##; s#%2b#+#g; s#%7e#~#g' | sed 's/_.*//' |
    grep -E '^(golang-|opentelemetry-proto$)' | grep -Ev "^$spared" > "$work/packages" || skip "unstable has no collector now"
(cd "$work/cache/archives" && timeout 1200 xargs "${apt[@]}" download < "$work/packages") || skip "its packages cannot be fetched"
version=$(cd "$work/cache/archives" && ls golang-opentelemetry-collector-dev_*.deb)
version=${version#*_}
for deb in "$work"/cache/archives/*.deb; do dpkg-deb -x "$deb" "$work/root"; done
rm -f "$work"/cache/archives/*.deb

go=$(printf '%s\n' "$work"/root/usr/lib/go-* | sort -V | tail -n 1)
export GOROOT=$go GOPATH="$work/root/usr/share/gocode" GO111MODULE=off CGO_ENABLED=0 GOCACHE="$work/gocache" GOTOOLCHAIN=local HOME="$work"
mkdir -p "$GOPATH/src/otelcol"
cp "$here/main.go" "$GOPATH/src/otelcol"
printf 'package main\n\nconst version = "%s"\n' "${version%%_*}" > "$GOPATH/src/otelcol/version.go"
timeout 1800 "$go/bin/go" build -ldflags "-s -w" -o "$dir/otelcol.new" otelcol || { echo "the collector does not compile" >&2; exit 1; }
rm -rf "$dir/include"
cp -r "$work/root/usr/include" "$dir/include"
mv "$dir/otelcol.new" "$dir/otelcol"
rm -rf "$work"
"$dir/otelcol" --version
