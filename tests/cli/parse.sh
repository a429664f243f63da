#!/bin/sh
# tests/cli/parse.sh - parse texts and CoNLL-U; evaluate parse
. "$(dirname "$0")/lib.sh"

# What is refused before a model is opened.
texts
run 2 "$RAPPORT" parse --conllu-in --title x one.txt
said "--conllu-in and --title cannot go together"
run 2 "$RAPPORT" evaluate tokens --raw gold.conllu
said "--raw is for evaluate parse only"
run 2 "$RAPPORT" evaluate parse --errors gold.conllu
run 1 "$RAPPORT" parse --model missing.model one.txt
said "missing.model"
run 1 "$RAPPORT" parse --model one.txt two.txt
said "one.txt"
[ ! -s out ] || fail "output without a model"

# From here on the model inside the program is needed; all but the last part holds for any model.
"$RAPPORT" parse one.txt >out 2>err || { fail "$(cat err)"; }

# well_formed FILE: ten columns, ids that count, heads inside the sentence, one root, nothing empty, a text that is the forms.
well_formed() {
    awk -F'\t' '
        function bad(why) { print FILENAME ":" FNR ": " why; failed = 1; exit 1 }
        /^# text = / { text = substr($0, 10) }
        /^# sent_id = / { if ($0 in ids || $0 !~ /^# sent_id = [^ \/]+$/) bad("sent_id"); ids[$0] = 1 }
        /^#/ { next }
        /^$/ {
            if (words == 0 || roots != 1 || deepest > words) bad("tree")
            sub(/ $/, "", made)
            if (made != text) bad("text [" text "] forms [" made "]")
            words = roots = deepest = range = 0; made = ""; next
        }
        NF != 10 { bad("columns") }
        { for (i = 1; i <= 10; i++) if ($i == "") bad("empty column") }
        $1 ~ /-/ { split($1, part, "-"); range = part[2]; made = made $2 ($10 ~ /SpaceAfter=No/ ? "" : " "); next }
        { if ($1 != ++words) bad("id")
          if ($1 > range) made = made $2 ($10 ~ /SpaceAfter=No/ ? "" : " ")
          if ($4 !~ /^(ADJ|ADP|ADV|AUX|CCONJ|DET|INTJ|NOUN|NUM|PART|PRON|PROPN|PUNCT|SCONJ|SYM|VERB|X)$/) bad("UPOS " $4)
          if ($8 !~ /^[a-z]+(:[a-z]+)?$/) bad("relation " $8)
          if (($7 == 0) != ($8 == "root")) bad("root")
          if ($7 == 0) roots++; else if ($7 == $1) bad("head"); else if ($7 > deepest) deepest = $7
          if ($9 != "_") bad("DEPS") }
        END { if (!failed && words) bad("no empty line at the end") }' "$1" >awk.out || fail "$(cat awk.out)"
}

run 0 "$RAPPORT" parse one.txt two.txt
silent
well_formed out
[ "$(grep -c '^# sent_id' out)" -eq 4 ] || fail "sentences: $(cat out)"
[ "$(grep -c '^# newdoc' out)" -eq 2 ] || fail "documents: $(cat out)"
has "# newdoc id = one.txt"
has "# sent_id = one.txt-2"
has "# text = Iceland rejected the charge and recalled its ambassador from Norway."
has "# kind = prose"
run 0 "$RAPPORT" parse three.txt
[ "$(grep -c '^# newpar' out)" -eq 1 ] || fail "paragraphs: $(cat out)"
run 0 "$RAPPORT" parse - <one.txt
has "# newdoc id = -"
mkdir 'a b'
cp one.txt 'a b/50%.txt'
run 0 "$RAPPORT" parse 'a b/50%.txt'
has "# newdoc id = a b/50%.txt"
has "# sent_id = a%20b%2F50%25.txt-1"
run 0 "$RAPPORT" parse one.txt one.txt                                     # ids stay unique
well_formed out
has "# sent_id = one.txt~2-1"
printf "Don't go.\n\nNorway's  envoy can\303\251  e\314\201t\342\200\250 cannot wait.\n" >odd.txt
run 0 "$RAPPORT" parse odd.txt
well_formed out
grep -q "^1-2	Don't	_	_	_	_	_	_	_	_$" out || fail "no range: $(cat out)"
has "$(printf '# text = Norway'"'"'s envoy can\303\251 \303\251t cannot wait.')"
printf '{"id":"a","title":"Fish","text":"Norway met Iceland."}\n{"id":"b\\n/","text":""}\n{"id":"c","text":"Peru met Chile.\\n"}\n' >two.jsonl
run 0 "$RAPPORT" parse two.jsonl
well_formed out
[ "$(grep -c '^# sent_id' out)" -eq 2 ] || fail "sentences: $(cat out)"
run 0 "$RAPPORT" parse /dev/null
[ ! -s out ] || fail "sentences of nothing"

# Bad input: named, skipped, counted.
printf 'Norway \377 met.\n' >bad.txt
run 3 "$RAPPORT" parse one.txt bad.txt missing.txt three.txt
said "bad.txt:1"
said "missing.txt"
said "2 inputs skipped, 2 documents parsed"
well_formed out
run 1 "$RAPPORT" parse bad.txt
said "1 input skipped, 0 documents parsed"

# CoNLL-U keeps its words.
cat >gold.conllu <<'END'
# newdoc id = a
# sent_id = first
# text = Norway didn't wait.
# speaker = x
1	Norway	Norway	PROPN	NNP	Number=Sing	4	nsubj	4:nsubj	Note=1
2-3	didn't	_	_	_	_	_	_	_	_
2	did	do	AUX	VBD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	wait	wait	VERB	VB	_	0	root	_	SpaceAfter=No
4.1	x	_	_	_	_	_	_	0:root	_
5	.	.	PUNCT	.	_	4	punct	_	_

1	Ice land	_	_	_	_	_	_	_	_
2	left	_	_	_	_	_	_	_	SpaceAfter=No
3	.	_	_	_	_	_	_	_	_

END
run 0 "$RAPPORT" parse --conllu-in gold.conllu
silent
well_formed out
grep -v '^4\.1' gold.conllu | head -10 | cut -f1,2,10 >want
head -10 out | cut -f1,2,10 | cmp -s want - || fail "words changed: $(cat out)"
has "# sent_id = gold.conllu-2"
has "# text = Ice land left."
cp out parsed.conllu
run 0 "$RAPPORT" parse --conllu-in - <parsed.conllu
cmp -s out parsed.conllu || fail "parsing again changes something"
{ cat gold.conllu; echo "this is none"; echo; cat parsed.conllu; } >broken.conllu
run 3 "$RAPPORT" parse --conllu-in broken.conllu
said "broken.conllu:17"
said "1 input skipped, 4 sentences parsed"
run 1 "$RAPPORT" parse --conllu-in missing.conllu
said "missing.conllu"
run 0 "$RAPPORT" parse --conllu-in /dev/null

# Scores: of what we parsed ourselves everything is right.
run 0 "$RAPPORT" evaluate parse --relations parsed.conllu
for metric in Tokens Sentences Words UPOS XPOS UFeats AllTags Lemmas UAS LAS 'LAS[+]' CLAS MLAS BLEX; do
    grep -Eq "^parsed.conllu +$metric .* 100\.00 +100\.00 +100\.00$" out || fail "$metric: $(cat out)"
done
grep -Eq '^parsed.conllu: 2 sentences, 8 words parsed \([a-z]+\) in [0-9.]+ s' out || fail "speed: $(cat out)"
grep -Eq '^parsed.conllu +root +2 +2 +2 ' out || fail "relations: $(cat out)"
head -10 parsed.conllu | sed '1d;/^4\.1/d' >first.conllu; echo >>first.conllu
run 0 "$RAPPORT" evaluate parse --raw --json first.conllu first.conllu
[ "$(count out)" -eq 3 ] || fail "no sum: $(cat out)"
has '"Words":{"gold":5,"found":5,"right":5,'
has '"raw":true'
run 1 "$RAPPORT" evaluate parse missing.conllu
said "missing.conllu"
run 1 "$RAPPORT" evaluate parse gold.conllu
said "gold.conllu:13: a word without a head"
run 1 "$RAPPORT" evaluate parse /dev/null

# Only the real model knows this much.
run 0 "$RAPPORT" parse --parser fast three.txt
grep -Eq '^2	signed	sign	VERB	VBD	[^	]*VerbForm=Fin	0	root	' out || fail "$(cat out)"
grep -Eq '^1	Peru	Peru	PROPN	NNP	Number=Sing	2	nsubj	' out || fail "$(cat out)"
run 1 "$RAPPORT" parse --parser best three.txt
said "it has: fast"
