#!/usr/bin/env bash
# medium.sh BUILD CUTS [nosync]: a device on a real ext4 that loses its power CUTS times while it fetches, puts in force and
# confirms one release after the other: what it said stays, every pack is what its name says, and the next look goes on. Then on
# disks, ext4 and in memory, with room for less and less of an update. Needs root and loop devices, else it is left out (77).
#
#     image --loop--> ext4 <-- docent-device ...... cut (EXT4_IOC_SHUTDOWN: nothing more is written), kill
#                       ^                               |
#                       +---- mount: journal replayed <-+ --> docent-device --idle, sha256sum
#
# `nosync` is the control: with a disk that only says that it has synced, something must be lost.
BUILD=$(cd "$1" && pwd) CUTS=$2 MODE=${3:-}
skip() { echo "medium: left out: $*"; exit 77; }
[ "$(id -u)" = 0 ] || skip "needs root"
command -v mkfs.ext4 >/dev/null || skip "no mkfs.ext4"
[ -x "$BUILD/faults_medium" ] || skip "no faults_medium"
if [ -z "${DOCENT_OWN_MOUNTS:-}" ]; then # Mounts that nobody else sees, and that go with us.
    unshare -m true 2>/dev/null || skip "may not unshare mounts"
    DOCENT_OWN_MOUNTS=1 exec unshare -m "$0" "$@"
fi
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
cleanup() { umount "$work/disk" 2>/dev/null || true; }
mkdir disk
NEWEST=6
content 0 > parts.jsonl
article noise "$(head -c 30000 /dev/urandom | base64 -w 76 | tr '\n' ' ')" >> parts.jsonl
"$BUILD/docent" keys new keys >/dev/null
for i in $(seq "$NEWEST"); do
    article "new-$i" "Help about novelty $i." >> parts.jsonl
    "$BUILD/docent" pack --quiet --jsonl parts.jsonl -o "$i.docent" >/dev/null
    publish "$i.docent"
    cp -r tree "tree$i"
done
preload=
[ "$MODE" != nosync ] || preload=$BUILD/update_nosync.so

make_disk() { # SIZE
    umount disk 2>/dev/null || true
    rm -f image
    truncate -s "$1" image
    mkfs.ext4 -q -F -b 4096 image || skip "mkfs.ext4 failed"
    mount -o loop image disk 2>/dev/null || skip "no loop devices"
    told=0
}

# whole WHERE: every pack is what its name says.
whole() {
    local pack name
    for pack in "$1"/packs/*.docent; do
        [ -e "$pack" ] || continue
        name=$(basename "$pack" .docent)
        [ "$(sha256sum < "$pack")" = "$name  -" ] || { echo "$name is another"; return 1; }
    done
}

release_of() { line=${line#release=}; echo "${line%% *}"; }

# after: what is wrong after a cut, if anything. A trial begins at its second start: three of ours would end it.
after() {
    [ -d disk/dev ] || { [ "$told" = 0 ] || echo "the folder is gone"; return; }
    cp -r disk/dev look
    device "$work/look" --idle
    rm -r look
    local is
    [ "$code" = 0 ] || { echo "it ends with $code: $line $(cat look.err)"; return; }
    is=$(release_of)
    [ "$is" -ge "$told" ] || echo "release $told was told, $is is there"
    whole disk/dev
}

make_disk 24M
"$BUILD/faults_medium" cut disk || skip "this kernel does not stop a file system"
lossy=0 updates=0
for i in $(seq "$CUTS"); do
    umount disk 2>/dev/null || true
    [ $((i % 25)) != 1 ] || { make_disk 24M; umount disk; }
    mount -o loop image disk
    [ "$told" -lt "$NEWEST" ] || { rm -rf disk/dev; sync -f disk; told=0; }
    : > says
    for n in $(seq $((told + 1)) "$NEWEST"); do # Each says what it has once it is confirmed.
        LD_PRELOAD=$preload "$BUILD/docent-device" --bundle 1.docent --folder disk/dev --root tree/metadata/1.root.json \
            --url "file://$work/tree$n" --confirm >> says 2>/dev/null || true
    done 2>/dev/null &
    pid=$!
    sleep "0.$(printf '%03d' $((RANDOM % 1000)))"
    "$BUILD/faults_medium" cut disk
    kill -STOP $pid 2>/dev/null || true # Else it would begin another where the disk was.
    for child in $(pgrep -P $pid || true); do kill -9 "$child" 2>/dev/null || true; done
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    umount disk 2>/dev/null || { sleep 0.2; umount disk; }
    mount -o loop image disk
    last=$(sed -n 's/^release=\([0-9]*\) trial=0 .*reason=OK.*/\1/p' says | tail -1)
    [ -z "$last" ] || { updates=$((updates + last - told)); told=$last; }
    said=$(after)
    if [ -n "$said" ]; then
        lossy=$((lossy + 1))
        [ -n "$MODE" ] || echo "medium: cut $i: $said" >&2
        rm -rf disk/dev
        told=0
    fi
done
echo "medium: $CUTS cuts of an ext4 during $updates updates${MODE:+ ($MODE)}: $lossy lossy"
[ "$MODE" != nosync ] || { [ "$lossy" -gt 0 ]; exit; }
[ "$lossy" = 0 ] || fail "something was lost"

# ---- less and less room ----
fill() { # KB: leaves that much
    local free
    free=$(df --output=avail -k disk | tail -1)
    [ "$free" -le "$1" ] || fallocate -l $(((free - $1) * 1024)) disk/fill
}
squeeze() { # NAME: for each amount of room, an update that fits or does not; never a signal, never less than before
    local kb fits=0 none=0
    for kb in 0 4 8 16 32 64 96 128 160 192 256 320 384 448 512 640 768 1024; do
        rm -rf disk/dev disk/fill
        device "$work/disk/dev" --url "file://$work/tree2" --confirm
        says release=2
        fill "$kb"
        device "$work/disk/dev" --url "file://$work/tree3" --seconds 5
        [ "$code" -le 1 ] || fail "$1, $kb KB: ends with $code: $line $(cat disk/dev.err)"
        case $line in
        release=3\ *) fits=$((fits + 1)) ;;
        release=2\ *reason=NOSPACE*) none=$((none + 1)) ;;
        *) fail "$1, $kb KB: $line $(cat disk/dev.err)" ;;
        esac
        whole disk/dev || fail "$1, $kb KB"
        device "$work/disk/dev" --idle
        [ "$code" = 0 ] || fail "$1, $kb KB: a start ends with $code: $line"
        rm -f disk/fill
        device "$work/disk/dev" --url "file://$work/tree3"
        says release=3
    done
    # What a try left that was cut off makes room for the next one.
    rm -rf disk/dev
    device "$work/disk/dev" --url "file://$work/tree2" --confirm
    head -c 1500000 /dev/zero > "disk/dev/incoming/$(printf '%064d' 7).new"
    fill 16
    device "$work/disk/dev" --url "file://$work/tree3" --seconds 5
    says release=3
    [ -z "$(ls disk/dev/incoming)" ] || fail "$1: left over: $(ls disk/dev/incoming)"
    rm -f disk/fill
    [ $((fits * none)) -gt 0 ] || fail "$1: $fits fit, $none do not: the amounts are wrong"
    echo "medium: $1: $none amounts of room are too small for an update, $fits are enough"
}
make_disk 24M
squeeze ext4
umount disk
mount -t tmpfs -o size=8M none disk
squeeze tmpfs
