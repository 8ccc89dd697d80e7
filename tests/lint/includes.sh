#!/bin/sh
# A part includes only parts below it, and each foreign header is included by one part.
#     includes.sh SOURCE_DIR
set -eu
cd "$1/sdk/src"

# From the lowest up; `part:headers that belong to it`. What is missing in a part's list may not be included there.
# sqlite3.h has two: store owns the file, search owns the tokenizer and index inside it. pack writes both.
below=""
status=0
complain() { echo "$1" >&2; status=1; }

own() {
    case "$1" in
    store) echo "sqlite3.h" ;;
    search) echo "sqlite3.h utf8proc.h libstemmer.h" ;;
    crypto) echo "openssl/" ;;
    net) echo "curl/ jansson.h" ;;
    sync) echo "zstd.h" ;;
    text) echo "ft2build.h freetype/ hb.h hb- fribidi utf8proc.h" ;;
    paint) echo "webp/" ;;
    sdl) echo "SDL" ;;
    pack) echo "pthread.h sqlite3.h yaml.h png.h jpeglib.h jerror.h gif_lib.h thai/ webp/ librsvg/ cairo ft2build.h freetype/ hb.h hb- jansson.h xkbcommon/ cmark-gfm utf8proc.h zstd.h" ;;
    esac
}

# The C library, and POSIX where a file asks for it.
libc="assert.h ctype.h errno.h float.h inttypes.h limits.h locale.h math.h setjmp.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h time.h"
posix="dirent.h fcntl.h strings.h sys/stat.h sys/statvfs.h sys/types.h sys/mman.h unistd.h"

check_quoted() { # part file name
    case "$3" in
    ../*/*) other=${3#../}; other=${other%%/*} ;;
    */*) complain "sdk/src/$2: includes \"$3\": give the way from its own folder"; return ;;
    *) return ;;
    esac
    [ "$other" = .. ] && { complain "sdk/src/$2: includes \"$3\" from outside of sdk/src"; return; }
    case " $below " in
    *" $other "*) ;;
    *) complain "sdk/src/$2: includes \"$3\", but $1 stands below $other or beside it" ;;
    esac
}

check_angled() { # part file name
    case " $libc " in *" $3 "*) return ;; esac
    case "$3" in docent/*) return ;; esac
    case "$2:$3" in *_windows.c:windows.h) return ;; esac
    case " $posix " in
    *" $3 "*)
        grep -q '^#define _POSIX_C_SOURCE\|^#define _XOPEN_SOURCE' "$2" || complain "sdk/src/$2: includes <$3> without asking for POSIX at its top"
        return ;;
    esac
    for prefix in $(own "$1"); do
        case "$3" in "$prefix"*) return ;; esac
    done
    complain "sdk/src/$2: includes <$3>, which is not one of $1's libraries"
}

check_part() {
    for file in "$1"/*.c "$1"/*.h; do
        [ -e "$file" ] || continue
        # shellcheck disable=SC2013 # names of headers have no spaces
        for name in $(sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file"); do check_quoted "$1" "$file" "$name"; done
        # shellcheck disable=SC2013
        for name in $(sed -n 's/^ *# *include *<\([^>]*\)>.*/\1/p' "$file"); do check_angled "$1" "$file" "$name"; done
    done
    below="$below $1"
}

for part in base doc store search crypto net sync contact fleet api; do check_part "$part"; done
# The viewer and its host are clients of docent.h, like any program: of level 1 they see base alone.
below="base"
for part in ask text paint view sdl; do check_part "$part"; done
# The packer is linked into the tool only and may see all of level 1.
below="base doc store search crypto net sync contact text"
check_part pack
# Within net, each of its libraries has files of its own.
only() { # file-pattern header
    for file in net/*.[ch]; do
        # shellcheck disable=SC2254 # a pattern, on purpose
        case "$file" in $1) continue ;; esac
        ! grep -q "^ *# *include *<$2" "$file" || complain "sdk/src/$file: includes <$2>; only $1 may"
    done
}
only 'net/transport_curl*' curl/
only net/json.h jansson.h

known="base/ doc/ store/ search/ crypto/ net/ sync/ contact/ fleet/ api/ ask/ text/ paint/ view/ sdl/ pack/"
for part in */; do
    case " $known " in
    *" $part "*) ;;
    *) complain "sdk/src/$part: a part this check does not know; add it where it stands" ;;
    esac
done
exit $status
