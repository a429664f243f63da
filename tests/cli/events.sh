#!/bin/sh
# tests/cli/events.sh - queries
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" add store.db --date 2031-03-05 one.txt two.txt three.txt
run 0 "$RAPPORT" events -f jsonl store.db
cp out all
run 0 "$RAPPORT" code --date 2031-03-05 one.txt two.txt three.txt
sort all >a && sort out >b
cmp -s a b || fail "a store gives other events than code: $(diff a b)"

# few FILTER…: some events, but not all.
few() {
    run 0 "$RAPPORT" events -f jsonl store.db "$@"
    [ -s out ] || fail "no event with $*"
    [ "$(count out)" -lt "$(count all)" ] || fail "all events with $*"
}
few NOR
few norway ISL
[ "$(count out)" -ge 3 ] || fail "few events of the pair"
cp out pair
run 0 "$RAPPORT" events -f jsonl store.db Iceland NORWAY
cmp -s out pair || fail "the order of the two changes the events"
few --source NOR
few --target peru
few --type accuse
if grep -qv '"event":"ACCUSE"' out; then fail "other types than ACCUSE"; fi
few --type ACCUSE,reject
few --until 2031-03-02
few --since 2031-03-04
few --since 2031-03-03 --until 2031-03
few --document one.txt
run 0 "$RAPPORT" events store.db --status reported,planned -f csv
head -1 out | grep -q , || fail "no header"

run 0 "$RAPPORT" events store.db NOR ISL
head -1 out | grep -Eq '^date +source +type +target +status +document +sentence$' || fail "heads: $(head -1 out)"
has "Norway condemned Iceland on Monday over the new fishing zone."
run 0 "$RAPPORT" events store.db PER NOR
said "no event"
run 0 "$RAPPORT" events -f jsonl store.db PER NOR
[ ! -s out ] && [ ! -s err ] || fail "nothing is to be told of an empty answer in JSON"
for what in "Atlantis" "NOR Atlantis" "--source Atlantis" "NOR --target Atlantis"; do
    run 1 "$RAPPORT" events store.db $what
    said 'no actor "Atlantis" is known; give an ISO code such as AZE or a name such as azerbaijan'
done

run 0 "$RAPPORT" events --width 90 store.db
has "…"
awk '{ gsub(/…/, "."); if (length($0) > 90) exit 1 }' out || fail "a table wider than 90: $(cat out)"
run 0 "$RAPPORT" documents --width 50 store.db
