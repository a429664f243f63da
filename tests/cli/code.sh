#!/bin/sh
# tests/cli/code.sh - events of texts: the three formats, standard input, offsets
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" code --date 2031-03-05 --publisher "The Strait" --title "Fishing" one.txt two.txt three.txt
silent
cp out events.jsonl
[ "$(count out)" -ge 5 ] || fail "few events: $(cat out)"
has '"document":"one.txt"'
grep -q '"event":"ACCUSE".*"code":"NOR"\|"code":"NOR".*"event":"ACCUSE"' out || fail "Norway condemned nobody"
run 0 "$RAPPORT" code - <one.txt
cp out dash
run 0 "$RAPPORT" code <one.txt
cmp -s out dash || fail "- and no file differ"
run 0 "$RAPPORT" code --format csv one.txt two.txt three.txt
[ "$(head -1 out | tr -cd , | wc -c)" -ge 10 ] || fail "few columns: $(head -1 out)"
run 0 "$RAPPORT" code --format tsv one.txt two.txt three.txt
[ "$(count out)" -eq $(($(count events.jsonl) + 1)) ] || fail "tsv has other rows"
awk -F'\t' 'NR == 1 { n = NF } NF != n { exit 1 }' out || fail "tsv rows differ in their cells"
run 0 "$RAPPORT" code --format csv /dev/null
[ "$(count out)" -eq 1 ] || fail "a text without events needs the header alone"
run 0 "$RAPPORT" code /dev/null
[ ! -s out ] || fail "events out of nothing"
