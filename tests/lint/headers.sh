#!/usr/bin/env bash
# headers.sh SOURCE: each public header alone, in every language and with every compiler a host may have. A header that
# needs another one first, a word of C++ or an extension of one compiler would show here.
set -euo pipefail
cd "$1/sdk/include"
status=0

# try COMPILER LANGUAGE STANDARD HEADER
try() {
    command -v "$1" >/dev/null || return 0
    echo "#include <$4>" | "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Wundef -Werror -I. -fsyntax-only - ||
        { echo "<$4> with $1 -std=$3" >&2; status=1; }
}

command -v gcc >/dev/null || command -v clang >/dev/null || { echo "no compiler to try headers with" >&2; exit 1; }
for header in docent/*.h; do
    for standard in c99 c11 c17; do
        try gcc c $standard "$header"
        try clang c $standard "$header"
    done
    for standard in c++11 c++17 c++20; do
        try g++ c++ $standard "$header"
        try clang++ c++ $standard "$header"
    done
done
exit $status
