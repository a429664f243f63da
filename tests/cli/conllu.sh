#!/bin/sh
# tests/cli/conllu.sh - evaluate tokens and sentences
. "$(dirname "$0")/lib.sh"

cat >gold.conllu <<'END'
# newdoc id = a
# sent_id = 1
# text = Norway didn't wait.
1	Norway	Norway	PROPN	_	_	3	nsubj	_	_
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	_	_	4	aux	_	_
3	n't	not	PART	_	_	4	advmod	_	_
4	wait	wait	VERB	_	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	_	_	4	punct	_	_

# sent_id = 2
# text = Iceland left.
1	Iceland	Iceland	PROPN	_	_	2	nsubj	_	_
2	left	leave	VERB	_	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	_	_	2	punct	_	_

END
run 0 "$RAPPORT" evaluate tokens gold.conllu
grep -Eq '^gold.conllu +tokens +7 +7 +7 +100\.00 +100\.00 +100\.00$' out || fail "tokens: $(cat out)"
grep -Eq '^gold.conllu +words +8 +8 +8 +100\.00' out || fail "words: $(cat out)"
grep -Eq '^gold.conllu +sentences +2 +2 +2 +100\.00' out || fail "sentences: $(cat out)"
run 0 "$RAPPORT" evaluate sentences - <gold.conllu
has "standard input"
sed 's/SpaceAfter=No/_/; s/^2	left	.*/2	left.	leave	VERB	_	_	0	root	_	_/; /^3	\.	.*/d' gold.conllu >other.conllu
run 0 "$RAPPORT" evaluate tokens --errors gold.conllu other.conllu
grep -q '^all ' out || fail "no sum: $(cat out)"
grep -q '^other.conllu: .*token: gold \[left.\] found \[left | \.\]' out || fail "no difference listed: $(cat out)"
run 0 "$RAPPORT" evaluate tokens --json gold.conllu
has '"tokens":{"gold":7,"found":7,"right":7,"precision":100.0'
run 1 "$RAPPORT" evaluate tokens missing.conllu
said "missing.conllu"
echo "this is no treebank" >prose.conllu
run 1 "$RAPPORT" evaluate sentences prose.conllu
said "prose.conllu:1"
run 1 "$RAPPORT" evaluate sentences /dev/null
