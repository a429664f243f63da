#!/bin/sh
# tests/cli/run.sh [NAME…] - run the tests of the program, all or those named; RAPPORT is its path (build/src/rapport where it is not set).
# Prints "ok NAME", "not ok NAME" with what it said, "skip NAME", and at the end the sums; the exit status is 0 when none failed.

here=$(cd "$(dirname "$0")" && pwd) || exit 1
RAPPORT=${RAPPORT:-$here/../../build/src/rapport}
case $RAPPORT in /*) ;; *) RAPPORT=$(pwd)/$RAPPORT ;; esac
export RAPPORT
GENERATE=${GENERATE:-$(dirname "$RAPPORT")/../docs/rapport-generate}
[ -x "$GENERATE" ] || GENERATE=
export GENERATE
[ -x "$RAPPORT" ] || { echo "run.sh: there is no program $RAPPORT; set RAPPORT to its path" >&2; exit 1; }
if [ $# -eq 0 ]; then
    for f in "$here"/*.sh; do
        name=$(basename "$f" .sh)
        case $name in run | lib) ;; *) set -- "$@" "$name" ;; esac
    done
fi
passed=0 failed=0 skipped=0
for name in "$@"; do
    words=$(sh "$here/$name.sh" 2>&1 </dev/null)
    case $? in
    0) passed=$((passed + 1)) && echo "ok $name" ;;
    77) skipped=$((skipped + 1)) && echo "skip $name ($words)" ;;
    *) failed=$((failed + 1)) && echo "not ok $name" && echo "$words" | sed 's/^/    /' ;;
    esac
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
