#!/bin/sh
# tests/cli/text.sh - the text as coded, sentences, tokens, citations
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" text one.txt
cmp -s out one.txt || fail "the text is another"
run 0 "$RAPPORT" text - <two.txt
cmp -s out two.txt || fail "standard input is another"
run 0 "$RAPPORT" text one.txt two.txt
cat one.txt two.txt | cmp -s - out || fail "two texts are not one after the other"
printf 'Norway\r\nmet \tIceland.  \r\n' >ends.txt
run 0 "$RAPPORT" text ends.txt
cmp -s out ends.txt || fail "line ends changed"

run 0 "$RAPPORT" text --sentences one.txt
[ "$(count out)" -eq 2 ] || fail "sentences: $(cat out)"
awk -F'\t' 'NF != 4 || $2 >= $3 || $1 !~ /^[a-z]+$/ { exit 1 }' out || fail "columns of sentences: $(cat out)"
has "	Iceland rejected the charge and recalled its ambassador from Norway."
run 0 "$RAPPORT" text --sentences one.txt two.txt
[ "$(grep -c '^$' out)" -eq 1 ] || fail "no empty line between documents"
run 0 "$RAPPORT" text --tokens three.txt
has "Peru signed a trade agreement with Chile on 2 March 2031 ."
has "Chile praised Peru ."
cat >cited.txt <<'END'
Norway and Iceland met on Monday in the capital to talk about fish. [1]

References
[1] example.org/talks
END
run 0 "$RAPPORT" text --citations cited.txt
grep -Eq '^[0-9]+	[0-9]+	1	.*example\.org/talks' out || fail "citations: $(cat out)"
run 0 "$RAPPORT" text --citations one.txt
[ ! -s out ] || fail "citations where there are none"
printf '{"id":"a","text":"Norway met Iceland."}\n{"id":"b","text":"Peru met Chile.\\n"}\n' >two.jsonl
run 0 "$RAPPORT" text two.jsonl
printf 'Norway met Iceland.\nPeru met Chile.\n' | cmp -s - out || fail "each document begins a line: $(cat out)"
