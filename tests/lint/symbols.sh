#!/bin/sh
# What docent.h promises about your process, seen from the linker: no function is called that could break it.
#     symbols.sh LIB_DIR
set -eu
lib=$1
status=0
complain() { echo "$1" >&2; status=1; }

# "it starts no thread, installs no signal handler, reads no environment variable, writes nothing to stdout or stderr,
# never calls exit() or abort(), never touches the network", and never changes what SQLite does for its host.
forbidden="abort _exit exit quick_exit __assert_fail atexit on_exit
    getenv secure_getenv setenv putenv setlocale
    printf fprintf vfprintf puts putchar fputs fputc fwrite perror __printf_chk __fprintf_chk stdout stderr
    signal sigaction raise kill fork execv execve system popen
    pthread_create thrd_create socket connect getaddrinfo
    localtime localtime_r gmtime tzset mktime rand srand strtok
    sqlite3_config sqlite3_shutdown sqlite3_hard_heap_limit64 sqlite3_soft_heap_limit64 sqlite3_auto_extension
    sqlite3_enable_shared_cache"

check_calls() { # archive
    undefined=$(nm -u "$1" 2>/dev/null | sed -n 's/^ *U //p' | sed 's/@.*//' | sort -u)
    for name in $forbidden; do
        if printf '%s\n' "$undefined" | grep -qx "$name"; then
            complain "$(basename "$1") calls $name in $(nm -A -u "$1" 2>/dev/null | grep " U $name\$" | sed 's/.*\.a://; s/: .*//' | sort -u | tr '\n' ' ')"
        fi
    done
}

check_no_use_of() { # archive pattern
    found=$(nm -u "$1" 2>/dev/null | grep -E "U ($2)" || true)
    [ -z "$found" ] || complain "$(basename "$1") needs $found"
}

check_exports() { # shared library
    found=$(nm -D --defined-only "$1" | awk '{ print $NF }' | grep -Ev '^(docent_|_edata$|_end$|__bss_start$|__asan|__odr_asan|__ubsan|__gcov|__llvm)' || true)
    [ -z "$found" ] || complain "$(basename "$1") exports $(echo "$found" | tr '\n' ' ')"
}

# Data that can be written is state that all handles share. Constant tables of pointers are in .data.rel.ro.
check_globals() { # archive
    found=$(objdump -t "$1" 2>/dev/null | awk '$3 == "O" && $4 ~ /^\.(data|bss|tdata|tbss)/ && $4 !~ /^\.data\.rel\.ro/ { print $NF }' |
        grep -Ev '^(__|\.L|\*\.L)' || true)
    [ -z "$found" ] || complain "$(basename "$1") has variables: $(echo "$found" | tr '\n' ' ')"
}

for library in docent docent_view; do
    [ -e "$lib/lib$library.a" ] || continue
    check_calls "$lib/lib$library.a"
    check_globals "$lib/lib$library.a"
done
check_no_use_of "$lib/libdocent.a" "SDL_|FT_|hb_|fribidi_|WebP"
[ ! -e "$lib/libdocent_view.a" ] || check_no_use_of "$lib/libdocent_view.a" "SDL_|sqlite3_"
for so in "$lib"/libdocent*.so; do
    [ ! -e "$so" ] || check_exports "$so"
done
exit $status
