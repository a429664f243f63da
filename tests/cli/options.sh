#!/bin/sh
# tests/cli/options.sh - how options are written
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" code one.txt
cp out plain
for way in "-qj2 one.txt" "-q -j 2 one.txt" "one.txt --jobs=2 --quiet" "--jobs 2 -- one.txt" "--format=JSONL one.txt" "--format csv -fjsonl one.txt"; do
    run 0 "$RAPPORT" code $way
    cmp -s out plain || fail "other output with $way"
done
cp one.txt -- -j3
run 0 "$RAPPORT" text -- -j3
cmp -s out one.txt || fail "a file called -j3"
for wrong in "--jobs" "-j" "--jobs=0" "--jobs=-1" "--jobs=many" "--jobs=1000000" "--format=xml" "--quiet=yes" "--date=yesterday" \
    "--date=2031-02-30" "--input=pdf" "--jobs= 2"; do
    run 2 "$RAPPORT" code one.txt "$wrong"
    said "see rapport code --help"
    [ ! -s out ] || fail "$wrong printed something"
done
run 2 "$RAPPORT" add store.db
said "usage: rapport add STORE FILE…"
run 2 "$RAPPORT" documents
run 2 "$RAPPORT" documents a b
said '"b" is one too many'
run 2 "$RAPPORT" brief store.db NOR
run 2 "$RAPPORT" brief store.db NOR ISL --width 5
run 2 "$RAPPORT" brief store.db NOR ISL --format pdf
run 2 "$RAPPORT" events store.db --width 7
run 2 "$RAPPORT" documents store.db -w wide
run 2 "$RAPPORT" events store.db --type STRIKE
said "ACCUSE"
run 2 "$RAPPORT" events store.db --status never
said "hypothetical"
run 2 "$RAPPORT" events store.db --since 2031-05 --until 2031-04
said "is after"
run 2 "$RAPPORT" text --tokens --sentences one.txt
said "cannot go together"
run 2 "$RAPPORT" evaluate verbs one.txt
said "tokens|sentences|parse|events"
run 2 "$RAPPORT" evaluate events - -
[ ! -e store.db ] || fail "wrong usage made a store"
