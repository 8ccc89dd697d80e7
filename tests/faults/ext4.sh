#!/usr/bin/env bash
# ext4.sh BIN_DIR CUTS [full|normal|off]: a real file system loses its power CUTS times while requests are made; all that was told is
# there each time. Then its disk is filled up. Needs root and loop devices, else it is skipped (77).
#
#     image --loop--> ext4 <-- medium write ...... cut (EXT4_IOC_SHUTDOWN: nothing more is written), kill
#                       ^                              |
#                       +---- mount: journal replayed <+ --> medium check
set -euo pipefail
BIN=$(cd "$1" && pwd) CUTS=$2 MODE=${3:-full}
skip() { echo "ext4: skipped: $*"; exit 77; }
[ "$(id -u)" = 0 ] || skip "needs root"
command -v mkfs.ext4 >/dev/null || skip "no mkfs.ext4"
if [ -z "${DOCENT_OWN_MOUNTS:-}" ]; then # Mounts that nobody else sees, and that go with us.
    unshare -m true 2>/dev/null || skip "may not unshare mounts"
    DOCENT_OWN_MOUNTS=1 exec unshare -m "$0" "$@"
fi
DIR=$(mktemp -d "${TMPDIR:-/tmp}/docent-ext4-XXXXXX")
DISK=$DIR/disk
clean() { umount "$DISK" 2>/dev/null || true; rm -rf "$DIR"; }
trap clean EXIT
make_disk() {
    rm -f "$DIR/image" && truncate -s 24M "$DIR/image"
    # Blocks as large as pages, as on every real disk: with smaller ones SQLite's shared memory, of which it writes a byte a
    # page beforehand, may find no room for the rest of a page when the disk is full, and the kernel answers with SIGBUS.
    mkfs.ext4 -q -F -b 4096 "$DIR/image" || skip "mkfs.ext4 failed"
    mkdir -p "$DISK"
    mount -o loop "$DIR/image" "$DISK" 2>/dev/null || skip "no loop devices"
    : > "$DIR/told"
}
make_disk
"$BIN/faults_medium" cut "$DISK" || skip "this kernel does not stop a file system"
umount "$DISK"
lossy=0
for i in $(seq 1 "$CUTS"); do
    [ $((i % 20)) != 1 ] || { umount "$DISK" 2>/dev/null || true; make_disk; umount "$DISK"; }
    mount -o loop "$DIR/image" "$DISK"
    "$BIN/faults_medium" write "$DISK/state" "$DIR/told" "$MODE" 2>/dev/null &
    pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 250)))"
    "$BIN/faults_medium" cut "$DISK"
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    umount "$DISK"
    mount -o loop "$DIR/image" "$DISK"
    if ! said=$("$BIN/faults_medium" check "$DISK/state" "$DIR/told" 2>&1); then
        lossy=$((lossy + 1))
        [ "$MODE" != full ] || echo "ext4: cut $i: $said" >&2
        : > "$DIR/told" # What is gone is told once.
        rm -rf "$DISK"/state*
    fi
    umount "$DISK"
done
echo "ext4: synchronous=$MODE: $lossy of $CUTS cuts lossy"
if [ "$MODE" != full ]; then [ "$lossy" -gt 0 ]; exit; fi
[ "$lossy" = 0 ]
make_disk
"$BIN/faults_medium" fill "$DISK/state" "$DIR/told"
umount "$DISK" && mount -o loop "$DIR/image" "$DISK"
"$BIN/faults_medium" check "$DISK/state" "$DIR/told"
