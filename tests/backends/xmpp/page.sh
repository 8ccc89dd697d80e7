#!/usr/bin/env bash
# page.sh DIR: puts an agent's page into DIR: Converse.js and what drives a browser from npm, in the versions of page/package.json.
. "$(dirname "$0")/../common.sh"
HERE=$(cd "$(dirname "$0")/page" && pwd)
DIR=$(mkdir -p "$1" && cd "$1" && pwd)
cp "$HERE/agent.mjs" "$DIR/"
if ! cmp -s "$HERE/package.json" "$DIR/package.json"; then
    rm -rf "$DIR/node_modules"
    cp "$HERE/package.json" "$DIR/package.json.new"
    (mkdir -p "$DIR/fresh" && cp "$HERE/package.json" "$DIR/fresh/" && cd "$DIR/fresh" &&
        timeout 300 npm install --no-audit --no-fund --ignore-scripts --loglevel=error >"$DIR/npm.log" 2>&1) ||
        { cat "$DIR/npm.log" >&2; rm -rf "$DIR/fresh" "$DIR/package.json.new"; exit 1; }
    mv "$DIR/fresh/node_modules" "$DIR/node_modules"
    rm -rf "$DIR/fresh"
    mv "$DIR/package.json.new" "$DIR/package.json" # The last step: what is there is whole.
fi
mkdir -p "$DIR/www"
ln -sfn ../node_modules/converse.js/dist "$DIR/www/dist"
cp "$HERE/index.html" "$DIR/www/"
