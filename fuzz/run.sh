#!/bin/sh
# fuzz/run.sh SECONDS [TARGET...] - build the fuzz targets with clang and sanitizers into build-fuzz/ and run each for that long, from its
# seeds (fuzz/seeds/TARGET) and the inputs that once failed (fuzz/corpus/TARGET). One line a target; exit 1 on a finding, which is left in
# build-fuzz/. FUZZ_SEED fixes the random seed. SECONDS 0: only run seeds and corpus, built as plain programs; then CC may be any compiler.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=${*:-$(for f in fuzz/fuzz_*.c; do basename "$f" .c; done)}
if [ "$seconds" = 0 ]; then
    cc=${CC:-cc} build=build-fuzz/plain link="-fsanitize=address,undefined" compile="-fsanitize=address,undefined"
else
    cc=clang build=build-fuzz/fuzzer link="-fsanitize=fuzzer,address,undefined" compile="-fsanitize=fuzzer-no-link,address,undefined -DFUZZ_LIBFUZZER"
fi
mkdir -p "$build"
libraries=$(pkg-config --libs sqlite3 jansson libutf8proc)
rooms=$(ls src/*/*.c | grep -v -e '_main\.c$' -e '^src/cli/')
{
    echo "builddir = $build"
    # a harness that is not built with the program must not outlive a change of what it calls
    echo "flags = -Werror=int-conversion -Werror=incompatible-pointer-types -std=c11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer -ffp-contract=off -Iinclude -Isrc $(pkg-config --cflags sqlite3 jansson libutf8proc)"
    printf 'rule cc\n  command = %s $flags $extra -MMD -MF $out.d -c $in -o $out\n  depfile = $out.d\n' "$cc"
    printf 'rule link\n  command = %s $extra $in -o $out %s -lpthread -lm\n' "$cc" "$libraries"
    printf 'rule tables\n  command = %s/rapport-tables data %s/rapport.tables %s/tables.S\n' "$build" "$build" "$build"
    printf 'rule model\n  command = tools/embed.sh $in $symbol > $out\n'
    models=""
    for m in english:rapport_model english-events:rapport_events_model english-actors:rapport_actors_model; do
        name=${m%%:*}
        printf 'build %s/%s.S: model model/%s.model | tools/embed.sh\n  symbol = %s\n' "$build" "$name" "$name" "${m#*:}"
        printf 'build %s/%s.o: cc %s/%s.S\n' "$build" "$name" "$build" "$name"
        models="$models $build/$name.o"
    done
    objects=""
    for f in $rooms; do
        o=$build/$(echo "$f" | tr / _).o
        printf 'build %s: cc %s\n  extra = %s\n' "$o" "$f" "$compile"
        objects="$objects $o"
    done
    compiler=""
    for f in $(ls src/base/*.c src/lexicon/*.c) src/actor/check.c src/actor/tables.c src/coder/tables_main.c; do
        o=$build/tool_$(echo "$f" | tr / _).o
        printf 'build %s: cc %s\n' "$o" "$f"
        compiler="$compiler $o"
    done
    printf 'build %s/rapport-tables: link%s\n' "$build" "$compiler"
    printf 'build %s/tables.S: tables | %s/rapport-tables %s\n' "$build" "$build" "$(find data -name '*.tsv' | sort | tr '\n' ' ')"
    printf 'build %s/tables.o: cc %s/tables.S\n' "$build" "$build"
    for t in $targets; do
        printf 'build %s/%s.o: cc fuzz/%s.c\n  extra = %s\n' "$build" "$t" "$t" "$compile"
        printf 'build %s/%s: link %s/%s.o %s %s/tables.o\n  extra = %s\n' "$build" "$t" "$build" "$t" "$objects$models" "$build" "$link"
    done
} >"$build/build.ninja"
ninja -f "$build/build.ninja" >"$build/ninja.log" 2>&1 || { grep -A 4 '^FAILED' "$build/ninja.log" || tail -n 4 "$build/ninja.log"; exit 1; }

export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
failed=0
for t in $targets; do
    work=build-fuzz/work/$t
    log=build-fuzz/$t.log
    mkdir -p "$work"
    # a folder of tables is a seed in compiled form
    for schema in fuzz/seeds/"$t"/*/schema.tsv; do
        [ -f "$schema" ] || continue
        folder=$(dirname "$schema")
        "$build/rapport-tables" "$folder" "$work/$(basename "$folder").seed" "$work/tables.S" && rm -f "$work/tables.S"
    done
    seeds=$(find fuzz/seeds/"$t" fuzz/corpus/"$t" "$work" -maxdepth 1 -type f 2>/dev/null | sort)
    if [ "$seconds" = 0 ]; then
        # shellcheck disable=SC2086
        if "$build/$t" $seeds >"$log" 2>&1; then
            echo "ok $t: $(echo "$seeds" | wc -l) inputs"
        else
            tail -n 40 "$log"
            echo "not ok $t: $(grep '^fuzz/\|^build-fuzz/' "$log" | tail -n 1)"
            failed=1
        fi
        continue
    fi
    for f in $seeds; do cp -n "$f" "$work/" 2>/dev/null || true; done
    dictionary=""
    [ ! -f "fuzz/$t.dict" ] || dictionary="-dict=fuzz/$t.dict"
    case $t in fuzz_text) longest=1500 ;; fuzz_parse) longest=500 ;; *) longest=8192 ;; esac      # a sentence costs more than its length
    # shellcheck disable=SC2086
    if "$build/$t" -max_total_time="$seconds" -seed="${FUZZ_SEED:-0}" -timeout=20 -rss_limit_mb=2560 -max_len=$longest -entropic=0 $dictionary \
        -artifact_prefix="build-fuzz/$t-" -print_final_stats=1 "$work" >"$log" 2>&1; then
        echo "ok $t: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs, $(grep -o 'cov: [0-9]*' "$log" | tail -n 1)"
    else
        grep -E 'ERROR|SUMMARY|runtime error|broken promise|Test unit written' "$log" || tail -n 20 "$log"
        echo "not ok $t: see $log"
        failed=1
    fi
done
exit "$failed"
