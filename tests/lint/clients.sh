#!/usr/bin/env bash
# clients.sh SOURCE: programs know Docent by its public headers, as anybody's program does.
#   kiosk, sample-app   <docent/*.h>, their own folder, and the foreign headers listed here
#   kiosk               and sockets, to serve its neighbours
#   sdk/tool            the same, and the packer with base, which only this program is linked with; keys and dates as crypto
#                       and sync have them, to publish
set -euo pipefail
cd "$1"
status=0
libc="<assert.h> <ctype.h> <errno.h> <float.h> <inttypes.h> <limits.h> <locale.h> <math.h> <setjmp.h> <signal.h> <stdarg.h>
    <stdbool.h> <stddef.h> <stdint.h> <stdio.h> <stdlib.h> <string.h> <time.h>"
libc=${libc//$'\n'/ }

allowed() { # FOLDER INCLUDE
    case "$2" in
    '<docent/'*) return 0 ;;
    '<png.h>') return 0 ;;
    '"'*/*) [ "$1" = sdk/tool ] && case "$2" in '"../src/pack/'* | '"../src/base/'* | '"../src/crypto/'* | '"../src/sync/'*) return 0 ;; esac ;;
    '"'*) [ "$1" != sample-app ] && [ -e "$1/$(tr -d '"' <<< "$2")" ] && return 0 ;;
    '<yaml.h>' | '<qrencode.h>') [ "$1" = kiosk ] && return 0 ;;
    '<netinet/in.h>' | '<poll.h>' | '<sys/socket.h>' | '<sys/wait.h>') [ "$1" = kiosk ] && return 0 ;;
    '<jansson.h>') [ "$1" = sdk/tool ] && return 0 ;;
    '<SDL.h>' | '<SDL_opengl.h>') [ "$1" = sample-app ] && return 0 ;;
    '<dirent.h>' | '<unistd.h>' | '<fcntl.h>' | '<sys/stat.h>' | '<sys/types.h>' | '<strings.h>') return 0 ;;
    '<'*/*) return 1 ;;
    '<'*) case " $libc " in *" $2 "*) return 0 ;; esac ;;
    esac
    return 1
}

for folder in kiosk sample-app sdk/tool; do
    for file in "$folder"/*.c "$folder"/*.h; do
        [ -e "$file" ] || continue
        while read -r name; do
            allowed "$folder" "$name" || { echo "$file: may not include $name" >&2; status=1; }
        done < <(sed -nE 's/^ *# *include *(<[^>]*>|"[^"]*").*/\1/p' "$file")
    done
done
exit $status
