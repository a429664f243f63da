#!/bin/sh
# tests/cli/together.sh - two add at once on one store
. "$(dirname "$0")/lib.sh"

many 120
lines 400 >news.jsonl
"$RAPPORT" add whole.db m*.txt news.jsonl >/dev/null || fail "add"
"$RAPPORT" events -f jsonl whole.db >whole
for round in 1 2 3; do
    rm -f store.db store.db-*
    "$RAPPORT" add store.db m*.txt >out1 2>err1 &
    one=$!
    "$RAPPORT" add store.db news.jsonl m*.txt >out2 2>err2 &
    two=$!
    wait $one || fail "the first: $(cat err1)"
    wait $two || fail "the second: $(cat err2)"
    run 0 "$RAPPORT" check store.db
    run 0 "$RAPPORT" events -f jsonl store.db
    cmp -s out whole || fail "another store than with one at a time (round $round)"
done
