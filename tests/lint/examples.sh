#!/usr/bin/env bash
# examples.sh SOURCE BUILD COMPILER SANITIZE: what README.md, sdk/docs/embedding.md and sync.md show is compiled, and run where it can
# be; what README.md says of writing help is packed and found. An example that no longer works is worse than none.
set -euo pipefail
source=$1 build=$2 compiler=$3 sanitize=${4:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
flags=(-std=c11 -Wall -Wextra -Wpedantic -Werror -I"$source/sdk/include" ${sanitize:+-fsanitize="$sanitize"})

# Each fenced block of C, YAML and Markdown, in the order of the page: NAME-1.c, NAME-2.c ...
python3 - "$source" "$work" <<'END'
import os
import re
import sys
source, work = sys.argv[1:]
for page in ["README.md", "sdk/docs/embedding.md", "sdk/docs/sync.md"]:
    name = os.path.basename(page)[:-3].lower()
    with open(os.path.join(source, page), encoding="utf-8") as file:
        blocks = re.findall(r"^```(c|yaml|markdown)\n(.*?)^```", file.read(), re.S | re.M)
    if name == "sync":
        blocks = [b for b in blocks if b[1].startswith("#include")]  # The others are single lines of a program.
    for number, (language, text) in enumerate(blocks, 1):
        with open(os.path.join(work, f"{name}-{number}.{language}"), "w", encoding="utf-8") as file:
            file.write(text)
END

cd "$work"
ln -s "$build/share/help.docent" help.docent
for file in *.c; do
    if ! grep -q '^int main(' "$file"; then
        "$compiler" "${flags[@]}" -c "$file" -o "${file%.c}.o"
        continue
    fi
    # By what it includes, a program says on which level it stands.
    libraries=(-ldocent)
    ! grep -q '<docent/view.h>' "$file" || libraries=(-ldocent_view -ldocent)
    ! grep -q '<docent/sdl.h>' "$file" || libraries=(-ldocent_sdl -ldocent_view -ldocent)
    "$compiler" "${flags[@]}" "$file" -o "${file%.c}" -L"$build/lib" -Wl,-rpath,"$build/lib" "${libraries[@]}"
done

level_1=$(grep -l 'docent_search' readme-*.c)
"./${level_1%.c}" > answers
grep -qi "no sound" answers || fail "README's example of level 1 finds nothing: $(cat answers)"

# The window stays open until somebody closes it; here, a signal after a moment.
level_3=$(grep -l 'docent_window_open' readme-*.c)
status=0
SDL_VIDEODRIVER=dummy timeout 2 "./${level_3%.c}" || status=$?
[ "$status" = 124 ] || fail "README's example of level 3 ended by itself: $status"

mkdir shop
cp readme-*.yaml shop/help.yaml
cp readme-*.markdown shop/pair.md
"$build/bin/docent" pack --quiet shop -o shop.docent
"$build/bin/docent" search shop.docent "conect headset" | tr -d "[]" | grep "^ 1. Pair the" >/dev/null || fail "README's article is not found"
