#!/bin/sh
# tests/cli/kill.sh - kill -9 at random moments of add leaves a sound store
. "$(dirname "$0")/lib.sh"

many 200
lines 3000 >news.jsonl
"$RAPPORT" add whole.db m*.txt news.jsonl >/dev/null || fail "add"
"$RAPPORT" events -f jsonl whole.db >whole
began=$(date +%s)
i=0
while [ $i -lt 200 ] && [ $(($(date +%s) - began)) -lt 45 ]; do
    i=$((i + 1))
    # A new store now and then, so that its making is met as well.
    [ $((i % 4)) -ne 0 ] || rm -f store.db store.db-*
    "$RAPPORT" add --jobs 2 store.db m*.txt news.jsonl >/dev/null 2>&1 &
    pid=$!
    wait_ms=$(awk -v seed=$i 'BEGIN { srand(seed * 7919); printf "%.3f", rand() * (seed % 2 ? 0.02 : 0.15) }')
    sleep "$wait_ms"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ -e store.db ] || continue
    # Killed while it was made, it is no store yet: an empty file, or one that check calls unfinished.
    "$RAPPORT" check store.db >out 2>err || { [ -s store.db ] && ! grep -q "is unfinished" err && fail "after kill $i: $(cat err)"; }
done
[ $i -ge 50 ] || fail "only $i rounds in the time"
run 0 "$RAPPORT" add store.db m*.txt news.jsonl
run 0 "$RAPPORT" check store.db
run 0 "$RAPPORT" events -f jsonl store.db
cmp -s out whole || fail "another store than one that was never killed"
