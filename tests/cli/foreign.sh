#!/bin/sh
# tests/cli/foreign.sh - a newer store, a damaged one, files that are none
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" add store.db one.txt
cp store.db newer.db
if command -v sqlite3 >/dev/null; then sqlite3 newer.db 'PRAGMA user_version = 9999'
elif command -v python3 >/dev/null; then python3 -c 'import sqlite3; c = sqlite3.connect("newer.db"); c.execute("PRAGMA user_version = 9999"); c.commit()'
else skip "neither sqlite3 nor python3"; fi
cp newer.db before
for command in "documents newer.db" "events newer.db" "check newer.db" "add newer.db two.txt" "remove newer.db one.txt" "recode newer.db" "brief newer.db NOR ISL"; do
    run 1 "$RAPPORT" $command
    said "newer.db"
    said "newer"
done
cmp -s newer.db before || fail "a newer store was written to"

echo "This is a letter, not a store. It is quite long, so that nobody takes it for the head of a file that was cut." >letter.db
cp letter.db before
for command in "documents letter.db" "events letter.db" "check letter.db" "recode letter.db" "add letter.db two.txt"; do
    run 1 "$RAPPORT" $command
    said "letter.db"
done
cmp -s letter.db before || fail "a letter was written to"
mkdir folder.db
run 1 "$RAPPORT" documents folder.db
run 1 "$RAPPORT" add folder.db one.txt
said "folder.db"

# Bytes overwritten in the middle: check says so, nothing crashes.
lines 300 >news.jsonl
run 0 "$RAPPORT" add hurt.db news.jsonl
size=$(wc -c <hurt.db)
at=4096
while [ $at -lt "$size" ]; do
    printf 'damagedamagedamage' | dd of=hurt.db bs=1 seek=$((at + 50)) conv=notrunc 2>/dev/null
    at=$((at + 12288))
done
run 1 "$RAPPORT" check hurt.db
said "hurt.db"
"$RAPPORT" events hurt.db >out 2>err
[ $? -le 1 ] || fail "a damaged store ended events in an odd way"
head -c 3000 store.db >cut.db
run 1 "$RAPPORT" check cut.db
