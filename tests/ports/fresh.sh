#!/usr/bin/env bash
# fresh.sh [FOLDER]: do the two commands really work from a fresh clone on a fresh machine? A used one hides what is
# missing from the lists of packages. So: an empty Debian 12 in a folder (debootstrap), with git and nothing else, a clone
# of the commit that is checked out here, and in it ./dev build, ./dev test and ./dev run, each timed.
#
# Changes that are not committed are not tried. Without FOLDER the machine is thrown away afterwards; a FOLDER stays, and
# one that is there already is used as it is: only the clone in it is new.
set -euo pipefail
cd "$(dirname "$0")/../.."
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

[ "$(id -u)" = 0 ] || { echo "dev: a fresh machine needs root (chroot, mount): sudo ./dev fresh" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "dev: a fresh machine needs debootstrap: apt-get install debootstrap" >&2; exit 1; }

# Mounts that nobody else sees, and that go with us.
if [ "${DOCENT_FRESH:-}" != inside ]; then
    DOCENT_FRESH=inside exec unshare --mount --propagation private "$0" "$@"
fi

source=$PWD
machine=${1:-}
if [ -z "$machine" ]; then
    machine=$(mktemp -d /var/tmp/docent-fresh.XXXXXX)
    # --one-file-system: what is mounted below is somebody else's.
    trap 'umount --recursive --lazy "$machine/proc" "$machine/dev" 2>/dev/null; rm -rf --one-file-system "$machine"' EXIT
fi

# timed NAME COMMAND...: runs it, says how long it took.
timed() {
    local from=$SECONDS status=0
    "${@:2}" || status=$?
    echo "fresh: $1: $((SECONDS - from)) s, exit $status"
    return "$status"
}

if [ ! -e "$machine/etc/debian_version" ]; then
    timed "an empty Debian 12" debootstrap --variant=minbase --include=git,ca-certificates bookworm "$machine" "$mirror" \
        > "$machine.log" 2>&1 || { tail -20 "$machine.log" >&2; exit 1; }
    rm "$machine.log"
fi
# How this machine reaches the mirror: proxies, and nothing else of its settings.
apt-config dump | grep -E '^Acquire::(http|https|Check-Valid-Until|Check-Date)' > "$machine/etc/apt/apt.conf.d/90here" || true
cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
mount -t proc proc "$machine/proc"
mount --rbind /dev "$machine/dev"

rm -rf "$machine/root/docent"
git -c safe.directory='*' clone --quiet --no-hardlinks "file://$source" "$machine/root/docent"

# inside COMMAND...: as on that machine, with none of our environment.
inside() {
    env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        chroot "$machine" /bin/sh -c "cd /root/docent && exec $*"
}

echo "fresh: $(dpkg-query --admindir="$machine/var/lib/dpkg" -f '.\n' -W | wc -l) packages, commit $(git rev-parse --short HEAD)"
failed=0
for command in build test run; do
    timed "./dev $command" inside ./dev "$command" || failed=1
done
echo "fresh: $(dpkg-query --admindir="$machine/var/lib/dpkg" -f '.\n' -W | wc -l) packages"
inside ls -l build/bin build/share build/shots
exit "$failed"
