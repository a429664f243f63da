#!/bin/sh
# tests/cli/store.sh - add, add again, change, list, query, remove, check
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" add store.db --date 2031-03-05 --publisher "The Strait" one.txt two.txt
grep -Eq '^2 added, 0 same, 0 changed, 0 skipped, [1-9][0-9]* events$' out || fail "sum: $(cat out)"
silent
run 0 "$RAPPORT" add store.db --date 2031-03-05 --publisher "The Strait" one.txt two.txt three.txt
grep -q '^1 added, 2 same, 0 changed, 0 skipped' out || fail "sum of the second time: $(cat out)"
echo "Norway thanked Iceland." >>two.txt
run 0 "$RAPPORT" add --quiet store.db two.txt
[ ! -s out ] || fail "--quiet printed: $(cat out)"
run 0 "$RAPPORT" add store.db two.txt
grep -q '^0 added, 1 same' out || fail "the changed text is not there: $(cat out)"
lines 5 | "$RAPPORT" add store.db - >out || fail "from standard input"
has "5 added"

run 0 "$RAPPORT" documents store.db
[ "$(count out)" -eq 9 ] || fail "documents: $(cat out)"
head -1 out | grep -q '^document  *date  *publisher' || fail "no heads"
run 0 "$RAPPORT" documents -f jsonl store.db
has '"id":"one.txt","date":"2031-03-05","publisher":"The Strait"'
[ "$(count out)" -eq 8 ] || fail "documents as JSON: $(cat out)"
run 0 "$RAPPORT" documents -f csv store.db
head -1 out | grep -q '^id,date,publisher,title' || fail "csv head: $(head -1 out)"
run 0 "$RAPPORT" check store.db
grep -Eq '^no fault found: 8 documents, [0-9]+ sentences, [0-9]+ events$' out || fail "check: $(cat out)"

run 3 "$RAPPORT" remove store.db d1 nothing d2
has "2 removed"
said '"nothing"'
run 1 "$RAPPORT" remove store.db d1
said '"d1"'
run 0 "$RAPPORT" documents -f jsonl store.db
[ "$(count out)" -eq 6 ] || fail "documents after removing"
run 0 "$RAPPORT" events -f jsonl store.db
if grep -q '"document":"d1"' out; then fail "events of a removed document"; fi
run 0 "$RAPPORT" check store.db

for command in documents events check "remove x" recode; do
    set -- $command
    run 1 "$RAPPORT" $1 missing.db ${2:-}
    said "missing.db"
    [ ! -e missing.db ] || fail "$1 made a store"
done
run 1 "$RAPPORT" brief missing.db NOR ISL
run 1 "$RAPPORT" add nowhere/store.db one.txt
said "nowhere/store.db"
