#!/bin/sh
# tests/cli/brief.sh - prose on a pair
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" add store.db --date 2031-03-05 --publisher "The Strait" one.txt two.txt three.txt
for format in text markdown html json; do
    run 0 "$RAPPORT" brief store.db norway ISL --format $format
    [ -s out ] || fail "an empty brief"
    silent
    has "Norway"
    cp out first
    run 0 "$RAPPORT" brief store.db NOR iceland --format $format
    cmp -s out first || fail "other bytes the second time ($format)"
done
if command -v python3 >/dev/null; then run 0 python3 -c 'import json; json.load(open("first"))'; fi
run 0 "$RAPPORT" brief store.db NOR ISL --width 40
awk 'length($0) > 60 && $0 !~ /http/ { exit 1 }' out || fail "lines longer than the width: $(cat out)"
run 1 "$RAPPORT" brief store.db NOR PER
[ -s err ] || fail "no word on a pair without events"
run 1 "$RAPPORT" brief store.db NOR Atlantis
said 'no actor "Atlantis" is known'
run 1 "$RAPPORT" brief store.db NOR norway
said "two actors"
