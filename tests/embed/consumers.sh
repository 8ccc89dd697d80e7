#!/usr/bin/env bash
# consumers.sh SOURCE BUILD SANITIZE: other people's builds. Installs into a folder, then builds programs against it by
# find_package, by pkg-config (shared and static), as a folder of their project, and with a C++ compiler.
set -euo pipefail
source=$1 build=$2 sanitize=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$build/share/help.docent
fail() { echo "FAILED: $*" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log"; fail "$*"; }; }
flags=${sanitize:+-fsanitize=$sanitize}
export CFLAGS="$flags" CXXFLAGS="$flags" LDFLAGS="$flags"

quietly cmake --install "$build" --prefix "$work/prefix"
mv "$work/prefix" "$work/moved" # Nothing installed may remember where it was put first.
prefix=$work/moved

# Does the program answer?
answers() { "$@" "$bundle" headset makes no sound | grep -q . || fail "$1 gives no answer"; }

echo "-- headers as C99, C11, C++11, each alone"
for header in "$source"/sdk/include/docent/*.h; do
    line="#include <docent/$(basename "$header")>"
    for std in c99 c11; do
        echo "$line" | cc -std=$std -Wall -Wextra -pedantic -Werror -I"$prefix/include" -x c -fsyntax-only -
    done
    echo "$line" | c++ -std=c++11 -Wall -Wextra -pedantic -Werror -I"$prefix/include" -x c++ -fsyntax-only -
done

echo "-- find_package"
mkdir "$work/found"
cat > "$work/found/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.18)
project(found C CXX)
find_package(docent 0.1 REQUIRED)
foreach(kind "" _shared)
    add_executable(data\${kind} $source/sample-app/data.c)
    target_link_libraries(data\${kind} docent::docent\${kind})
    if(TARGET docent::docent_sdl)
        add_executable(window\${kind} $source/sample-app/window.c)
        target_link_libraries(window\${kind} docent::docent_sdl\${kind})
    endif()
    add_executable(plus\${kind} plus.cpp)
    target_link_libraries(plus\${kind} docent::docent\${kind})
endforeach()
END
cat > "$work/found/plus.cpp" <<'END'
#include <docent/docent.h>
#include <cstdio>
int main(int argc, char **argv)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h = nullptr;
    config.bundle_path = argc > 1 ? argv[1] : "";
    if (docent_open(&config, &h, nullptr) != DOCENT_OK)
        return 1;
    std::printf("%s\n", docent_info_of(h)->product);
    docent_close(h);
    return docent_version() == DOCENT_VERSION ? 0 : 1;
}
END
quietly cmake -S "$work/found" -B "$work/found/build" -DCMAKE_PREFIX_PATH="$prefix"
quietly cmake --build "$work/found/build" -j2
for kind in "" _shared; do
    answers "$work/found/build/data$kind"
    answers "$work/found/build/plus$kind"
done

echo "-- pkg-config"
pc=$(dirname "$(find "$prefix" -name docent.pc)")
export PKG_CONFIG_PATH=$pc
for package in docent docent_view docent_sdl; do
    [ ! -e "$pc/$package.pc" ] || pkg-config --exists --print-errors "$package"
done
# shellcheck disable=SC2046,SC2086
quietly cc $flags -o "$work/shared" "$source/sample-app/data.c" $(pkg-config --cflags --libs docent)
LD_LIBRARY_PATH=$(pkg-config --variable=libdir docent) answers "$work/shared"
# shellcheck disable=SC2046,SC2086
quietly cc $flags -o "$work/static" "$source/sample-app/data.c" \
    $(pkg-config --static --cflags --libs docent | sed 's/-ldocent/-l:libdocent.a/g')
answers "$work/static"
if [ -e "$pc/docent_sdl.pc" ]; then
    # shellcheck disable=SC2046,SC2086
    quietly cc $flags -o "$work/window" "$source/sample-app/window.c" \
        $(pkg-config --static --cflags --libs docent_sdl | sed -E 's/-l(docent[a-z_]*)/-l:lib\1.a/g')
fi

echo "-- add_subdirectory"
mkdir "$work/within"
cat > "$work/within/CMakeLists.txt" <<END
cmake_minimum_required(VERSION 3.18)
project(within C)
set(DOCENT_VIEW OFF CACHE BOOL "")
set(DOCENT_TOOLS OFF CACHE BOOL "")
add_subdirectory($source docent)
add_executable(data $source/sample-app/data.c)
target_link_libraries(data docent::docent)
END
quietly cmake -S "$work/within" -B "$work/within/build"
quietly cmake --build "$work/within/build" -j2 --target data
answers "$work/within/build/data"
[ -z "$(find "$work/within/build" -name docent -type f)" ] || fail "a project that adds Docent gets its tools too"

echo "-- what is installed"
exported=$(nm -D --defined-only "$(find "$prefix" -name libdocent.so)" | awk '{ print $3 }' | grep -v '^docent_' || true)
[ -z "$exported" ] || [ -n "$sanitize" ] || fail "libdocent.so exports names that are not ours: $exported"
[ -e "$prefix/share/man/man1/docent-kiosk.1" ] || fail "no man page for docent-kiosk"
