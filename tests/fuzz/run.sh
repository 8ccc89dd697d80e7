#!/usr/bin/env bash
# Every fuzz target with libFuzzer, ASan and UBSan.
#
#   run.sh all|TARGET [SECONDS]
#
# What a run finds new goes to build-fuzz/fuzz/found/TARGET and is used by the next one; an input that breaks a target is
# kept in build-fuzz/fuzz/broken, its path is printed, and the exit is 1. Small ones are worth a file in corpus/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
which=${1:-all}
seconds=${2:-20}
build=${DOCENT_FUZZ_BUILD:-build-fuzz}

cmake -S . -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DDOCENT_WERROR=ON -DDOCENT_TESTS=ON -DDOCENT_FUZZ=ON \
    -DDOCENT_SANITIZE=address,undefined,float-cast-overflow,fuzzer-no-link >/dev/null
targets=()
for seeds in "$build"/fuzz/*.seeds; do
    name=$(basename "$seeds" .seeds)
    [ "$which" = all ] || [ "$which" = "$name" ] || continue
    targets+=("$name")
done
# shellcheck disable=SC2012 # names of ours, without spaces
[ ${#targets[@]} -gt 0 ] || { echo "dev: no fuzz target called $which; there are:" >&2; ls "$build/fuzz" | sed -n 's/\.seeds$//p' >&2; exit 2; }
cmake --build "$build" --target fuzz_seeds "${targets[@]/#/fuzz_}"

mkdir -p "$build/fuzz/broken"
failed=0
for name in "${targets[@]}"; do
    mapfile -t seeds <"$build/fuzz/$name.seeds"
    mkdir -p "$build/fuzz/found/$name"
    log="$build/fuzz/$name.log"
    if "$build/bin/fuzz_$name" "$build/fuzz/found/$name" "${seeds[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$build/fuzz/broken/$name-" -print_final_stats=1 >"$log" 2>&1; then
        awk -v name="$name" '/stat::number_of_executed_units/ { runs = $2 } / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") cov = $(i + 1) }
            END { printf "%-14s %9d runs, %5d places reached, nothing broke\n", name, runs, cov }' "$log"
    else
        failed=1
        echo "$name: BROKE; the end of $log:"
        grep -E 'ERROR|SUMMARY|runtime error|not true|Test unit written|#[0-9] .*/sdk/' "$log" | head -20
    fi
done
exit $failed
