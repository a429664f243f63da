#!/bin/sh
# tests/cli/recode.sh - code what a store keeps again: what is outdated, some, all; killed at random moments
. "$(dirname "$0")/lib.sh"

# sql SQL: change store.db behind the program's back.
sql() {
    if command -v sqlite3 >/dev/null; then sqlite3 store.db "$1"
    elif command -v python3 >/dev/null; then python3 -c 'import sqlite3, sys; c = sqlite3.connect("store.db"); c.executescript(sys.argv[1])' "$1"
    else skip "neither sqlite3 nor python3"; fi
}

texts
run 0 "$RAPPORT" add store.db --date 2031-03-05 --publisher "The Strait" one.txt two.txt three.txt
run 0 "$RAPPORT" events -f jsonl store.db
cp out events
run 0 "$RAPPORT" documents -f jsonl store.db
cp out documents
run 0 "$RAPPORT" recode store.db
grep -q '^0 recoded, 3 up to date, 0 skipped, 0 events$' out || fail "nothing is outdated: $(cat out)"
silent

sql "UPDATE documents SET tables = '0123456789abcdef' WHERE id <> 'two.txt'; UPDATE events SET type = 'AID'
    WHERE document IN (SELECT key FROM documents WHERE id <> 'two.txt')"
rm one.txt      # the store has the text
run 0 "$RAPPORT" recode store.db one.txt two.txt
grep -Eq '^1 recoded, 1 up to date, 0 skipped, [1-9][0-9]* events$' out || fail "sum of two: $(cat out)"
run 3 "$RAPPORT" recode --jobs 1 store.db nothing three.txt
said 'store.db: no document "nothing"'
grep -q '^1 recoded, 0 up to date, 1 skipped, ' out || fail "sum with a skip: $(cat out)"
run 1 "$RAPPORT" recode store.db nothing
run 0 "$RAPPORT" events -f jsonl store.db
cmp -s out events || fail "other events after recoding: $(cat out)"
run 0 "$RAPPORT" recode --all store.db
grep -q '^3 recoded, 0 up to date' out || fail "sum of all: $(cat out)"
sql "UPDATE documents SET coder = '0.0.0'"
run 0 "$RAPPORT" recode --quiet store.db
[ ! -s out ] || fail "--quiet printed: $(cat out)"
silent
run 0 "$RAPPORT" events -f jsonl store.db
cmp -s out events || fail "other events after recoding all: $(cat out)"
run 0 "$RAPPORT" documents -f jsonl store.db
cmp -s out documents || fail "other documents after recoding: $(cat out)"
run 0 "$RAPPORT" check store.db

run 2 "$RAPPORT" recode
run 2 "$RAPPORT" recode --jobs none store.db

lines 2000 >news.jsonl
run 0 "$RAPPORT" add store.db news.jsonl
run 0 "$RAPPORT" events -f jsonl store.db
cp out events
sql "UPDATE documents SET tables = 'old'; UPDATE events SET type = 'AID'"
i=0
while [ $i -lt 12 ]; do
    i=$((i + 1))
    "$RAPPORT" recode --jobs 2 store.db >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v seed=$i 'BEGIN { srand(seed * 7919); printf "%.3f", rand() * 0.1 }')"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    run 0 "$RAPPORT" check store.db
done
run 0 "$RAPPORT" recode store.db
run 0 "$RAPPORT" events -f jsonl store.db
cmp -s out events || fail "other events after recoding with kills"
