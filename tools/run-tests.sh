#!/bin/sh
# tools/run-tests.sh [BUILD_FOLDER] - build with sanitizers and run the unit tests and the command-line tests.
# Ends with one line "N passed, N failed, N skipped"; exit 1 when anything failed. COVERAGE=1 builds for gcov instead of sanitizers.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build-check}
if [ "${COVERAGE:-0}" = 1 ]; then options="-Db_coverage=true --buildtype=debug"
else options="-Db_sanitize=address,undefined -Db_lundef=false --buildtype=debugoptimized"; fi
# warnings are the gate's business: sanitizers make the compiler see paths that are none
# shellcheck disable=SC2086
[ -d "$build" ] || meson setup "$build" $options >/dev/null
ninja -C "$build" >"$build/ninja.log" 2>&1 || { cat "$build/ninja.log"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
passed=0 failed=0 skipped=0
for test in "$build"/tests/test_*; do
    [ -f "$test" ] && [ -x "$test" ] || continue
    log=$build/$(basename "$test").log
    if CMOCKA_MESSAGE_OUTPUT=STDOUT timeout 600 "$test" >"$log" 2>&1; then outcome=ok; else outcome="not ok"; fi
    ok=$(grep -c '^\[       OK \]' "$log" || true)
    bad=$(grep '^\[  FAILED  \] test' "$log" | sort -u | wc -l)     # cmocka names each twice
    out=$(grep -c '^\[  SKIPPED \] test' "$log" || true)
    if [ "$outcome" != ok ]; then
        [ "$bad" -gt 0 ] || bad=1
        tail -n 60 "$log"
    else
        bad=0
    fi
    echo "$outcome $(basename "$test"): $ok passed, $bad failed, $out skipped"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + out))
done

log=$build/cli.log
RAPPORT=$(cd "$build" && pwd)/src/rapport GENERATE=$(cd "$build" && pwd)/docs/rapport-generate sh tests/cli/run.sh >"$log" 2>&1 || true
grep '^not ok' -A 20 "$log" || true
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1)
[ -n "$line" ] || { cat "$log"; line="0 passed, 1 failed, 0 skipped"; }
echo "command line: $line"
set -- $line
passed=$((passed + $1)) failed=$((failed + $3)) skipped=$((skipped + $5))

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
