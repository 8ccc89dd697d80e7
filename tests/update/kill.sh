#!/usr/bin/env bash
# kill.sh BUILD [STEP]: SIGKILL at every STEPth system call of an update with its install, of a confirmation, of a roll-back,
# of a start; and the disk full at every write. After each: what is there opens, it is the old or the new, and a retry succeeds.
# STEP 1 is all of them; ctest takes a larger one.
BUILD=$(cd "$1" && pwd)
step=${2:-1}
# shellcheck source=tests/update/common.sh
. "$(dirname "$0")/common.sh"
need strace
strace -o /dev/null true 2>/dev/null || { echo "strace may not trace here: left out"; exit 77; }
make_tree
args=(--bundle 1.docent --root tree/metadata/1.root.json)
url=(--url "file://$work/tree")
runs=0

# What changes something on the disk, or orders it there. A kill between two of them is like one at the next of them.
calls=openat,mkdir,unlink,unlinkat,rename,renameat,renameat2,write,fsync,fdatasync,msync,fallocate,ftruncate,close,fcntl

# check WHAT OLD NEW OPTION...: the folder `dev` is old or new; the options then lead to new. A look costs a start: where the
# trial's starts are short, there is none before the retry.
check() {
    local what=$1 old=$2 new=$3 got
    shift 3
    [ "$old" = "$new" ] || device dev --idle
    [ "$old" != "$new" ] || { code=0; line="release=$new "; }
    [ "$code" = 0 ] || fail "$what: a start after it ends with $code: $line $(cat dev.err)"
    got=${line#release=}
    got=${got%% *}
    [ "$got" = "$old" ] || [ "$got" = "$new" ] || fail "$what: neither $old nor $new: $line"
    device dev "$@"
    [ "$code" = 0 ] || fail "$what: the retry ends with $code: $line $(cat dev.err)"
    says "release=$new"
    runs=$((runs + 1))
}

# count OPTION...: how many such calls one undisturbed run makes.
count() {
    strace -f -o trace -e "trace=$calls" "$BUILD/docent-device" "${args[@]}" --folder dev "$@" >/dev/null
    grep -c '^[0-9]* *[a-z0-9]*(' trace
}

# killed N OPTION...: one run that ends at its Nth call. In a shell of its own, which keeps the word "Killed" to itself.
killed() {
    local n=$1
    shift
    (strace -f -o /dev/null -e "trace=$calls" -e "inject=$calls:signal=SIGKILL:when=$n" \
        "$BUILD/docent-device" "${args[@]}" --folder dev "$@" >/dev/null 2>&1 || true) 2>/dev/null
}

# torture NAME OLD NEW OPTION...: from the folder `from`, killed at each call.
torture() {
    local name=$1 old=$2 new=$3 total n
    shift 3
    rm -rf dev
    cp -a from dev
    total=$(count "$@")
    for ((n = 1; n <= total; n += step)); do
        rm -rf dev
        cp -a from dev
        killed "$n" "$@"
        check "$name, killed at call $n of $total" "$old" "$new" "$@"
    done
    echo "$name: killed at every $step of $total calls"
}

# starve NAME OLD NEW OPTION...: the same with every write, and every one after it, refused for want of room.
starve() {
    local name=$1 old=$2 new=$3 total n where=write,fallocate,fsync,msync
    shift 3
    rm -rf dev
    cp -a from dev
    strace -f -o trace -e "trace=$where" "$BUILD/docent-device" "${args[@]}" --folder dev "$@" >/dev/null
    total=$(grep -c '^[0-9]* *[a-z]*(' trace)
    for ((n = 1; n <= total; n += step)); do
        rm -rf dev
        cp -a from dev
        strace -f -o /dev/null -e "trace=$where" -e "inject=$where:error=ENOSPC:when=$n+" \
            "$BUILD/docent-device" "${args[@]}" --folder dev --seconds 5 "$@" >starved 2>/dev/null && true
        [ $? != 3 ] || fail "$name, no room from write $n on: help cannot be read: $(cat starved)"
        check "$name, no room from write $n on" "$old" "$new" "$@"
    done
    echo "$name: no room from every $step of $total writes on"
}

# A first install out of nothing, then an update by a delta, its trial's end, the way back.
mkdir from
torture install 0 2 "${url[@]}"
starve install 0 2 "${url[@]}"
device from "${url[@]}" --confirm
says release=2
publish 3.docent
torture update 2 3 "${url[@]}"
starve update 2 3 "${url[@]}"
device from "${url[@]}"
says release=3
torture confirm 3 3 --idle --confirm
# A start counts: it must not take long until the trial is over, so each run begins with the first.
torture start 3 3 --idle
cp -a from confirmed
device confirmed --idle --confirm
rm -rf from
cp -a confirmed from
rm -rf dev
cp -a from dev
total=$(count --idle --roll-back)
for ((n = 1; n <= total; n += step)); do
    rm -rf dev
    cp -a from dev
    killed "$n" --idle --roll-back
    device dev --idle
    [ "$code" = 0 ] || fail "roll-back, killed at call $n: a start ends with $code: $line"
    case $line in release=3\ * | release=2\ *) ;; *) fail "roll-back, killed at call $n: $line" ;; esac
    runs=$((runs + 1))
done
echo "roll-back: killed at every $step of $total calls"
echo "$runs runs"
