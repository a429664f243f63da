#!/bin/sh
# tests/cli/long.sh - texts whose sentences, lines or lists have no end take no more time than others of their size
. "$(dirname "$0")/lib.sh"

command -v timeout >/dev/null || skip "no timeout"
# repeat N WORDS: a line of them.
repeat() { awk -v n="$1" -v words="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", words; print "" }'; }
repeat 40000 'Norway met Iceland and ' >sentence.txt
repeat 40000 'Norway said that ' >clauses.txt
repeat 40000 'on Monday 3 March 2031 ' >dates.txt
repeat 300000 'a' >word.txt
repeat 200000 '[1]' >marks.txt
repeat 100000 '. ' >stops.txt
repeat 100000 '"' >quotes.txt
repeat 40000 'Norway, ' >names.txt
awk 'BEGIN { for (i = 0; i < 100000; i++) print "Norway" }' >lines.txt
awk 'BEGIN { for (i = 0; i < 100000; i++) print "" ; print "Norway met Iceland." }' >empty.txt
failed=
for f in *.txt; do
    timeout -s KILL 30 "$RAPPORT" code --jobs 1 $f >out 2>err
    got=$?
    [ $got -eq 0 ] || failed="$failed $f ($got)"
done
[ -z "$failed" ] || fail "not done in time, or failed:$failed"
