#!/bin/sh
# tests/cli/relate.sh - the event type between two marked actors of each row: what is added, what stays, what is named and left without an answer
. "$(dirname "$0")/lib.sh"

cat >rows.tsv <<'END_OF_ROWS'
id	marked_sentence	note
1	<s>Kenya</s> accused <t>Uganda</t> of espionage.	a	
2	<s>Kenyan troops</s> shelled <t>Ugandan soldiers</t>.	b
3	<t>Uganda</t> was accused of espionage by <s>Kenya</s>.	
END_OF_ROWS
run 0 "$RAPPORT" relate rows.tsv
silent
cp out whole
[ "$(count out)" -eq 4 ] || fail "rows: $(cat out)"
[ "$(head -1 out)" = "$(printf 'id\tmarked_sentence\tnote\tpredicted\tconfidence')" ] || fail "header: $(head -1 out)"
awk -F'\t' '
    NR == FNR { row[FNR] = $0; next }
    substr($0, 1, length(row[FNR]) + 1) != row[FNR] "\t" { print "row " FNR " is not as it was"; exit 1 }
    FNR > 1 && ($NF !~ /^[01]\.[0-9][0-9][0-9]$/ || $NF > 1) { print "confidence " $NF; exit 1 }
    FNR > 1 && $(NF - 1) !~ /^[A-Z]+$/ { print "type " $(NF - 1); exit 1 }' rows.tsv out >awk.out || fail "$(cat awk.out)"
awk -F'\t' '{ print $(NF - 1) }' out >types
printf 'predicted\nACCUSE\nASSAULT\nACCUSE\n' | cmp -s - types || fail "types: $(cat types)"

# Standard input, carriage returns, empty lines, no line end at the end: the same answers.
run 0 "$RAPPORT" relate - <rows.tsv
cmp -s out whole || fail "- gives something else"
printf 'marked_sentence\r\n\r\n<s>Kenya</s> accused <t>Uganda</t> of espionage.' >dos.tsv
run 0 "$RAPPORT" relate dos.tsv
[ "$(head -1 out)" = "$(printf 'marked_sentence\tpredicted\tconfidence')" ] || fail "header: $(cat -A out)"
[ "$(count out)" -eq 2 ] || fail "rows: $(cat out)"
printf 'marked_sentence\n' >none.tsv
run 0 "$RAPPORT" relate none.tsv
[ "$(count out)" -eq 1 ] || fail "a header alone: $(cat out)"

# Bad rows are named, keep their place and have no answer; the others do.
cat >bad.tsv <<'END_OF_ROWS'
id	marked_sentence
1	<s>Kenya</s> accused <t>Uganda</t> of espionage.
2	Kenya accused Uganda of espionage.
3	<s>Kenya</s> accused Uganda of espionage.
4	<s>Kenya accused <t>Uganda</t>.
5	<s></s>Kenya accused <t>Uganda</t>.
6
7	<s>Kenya</s> shelled <t>Uganda</t>.
END_OF_ROWS
printf '8\t<s>Kenya</s> \377 <t>Uganda</t>.\n' >>bad.tsv
run 3 "$RAPPORT" relate bad.tsv
for line in 3 4 5 6 7; do said "bad.tsv:$line: "; done
said "not UTF-8"
said "must both be marked"
said "<s> is not closed"
said "6 inputs skipped, 2 rows related"
[ "$(grep -c 'bad.tsv:' err)" -eq 6 ] || fail "other rows are named: $(cat err)"
[ "$(count out)" -eq 9 ] || fail "rows are lost: $(cat out)"
cut -f1 bad.tsv >ids
cut -f1 out | cmp -s - ids || fail "order: $(cat out)"
awk -F'\t' 'NR > 1 && ($1 == 1 || $1 == 7) != ($(NF - 1) != "") { exit 1 }' out || fail "answers: $(cat out)"
printf 'marked_sentence\nKenya left.\n' >only-bad.tsv
run 1 "$RAPPORT" relate only-bad.tsv

# What cannot be read at all.
run 1 "$RAPPORT" relate missing.tsv
said "missing.tsv"
[ ! -s out ] || fail "output without input"
printf 'sentence\ttype\n<s>Kenya</s> left <t>Uganda</t>.\tx\n' >other.tsv
run 1 "$RAPPORT" relate other.tsv
said "other.tsv:1: there is no column \"marked_sentence\""
[ ! -s out ] || fail "output without the column"
run 1 "$RAPPORT" relate /dev/null
said "it is empty"
mkdir folder
run 1 "$RAPPORT" relate folder
run 2 "$RAPPORT" relate
said "usage: rapport relate FILE"
run 2 "$RAPPORT" relate rows.tsv bad.tsv
said '"bad.tsv" is one too many'

# Scores: what was just answered, taken as gold, is right throughout.
awk -F'\t' 'BEGIN { OFS = "\t" } { print $2, NR == 1 ? "event" : $(NF - 1) }' whole >gold.tsv
run 0 "$RAPPORT" evaluate relate gold.tsv
has "3 rows"
has "types, share right           1.000"
run 0 "$RAPPORT" evaluate relate --json gold.tsv
has '{"rows":3,"types":{"value":1.0000,'
run 0 "$RAPPORT" evaluate relate --errors gold.tsv
cp out right
sed '2s/ACCUSE/AID/' gold.tsv >wrong.tsv
run 0 "$RAPPORT" evaluate relate --errors wrong.tsv
grep -q '^2	AID	ACCUSE	' out || fail "the error is not listed: $(cat out)"
cmp -s out right && fail "a wrong row changes nothing"
run 1 "$RAPPORT" evaluate relate --gold quad gold.tsv
said 'gold.tsv:1: there is no column "quad"'
run 2 "$RAPPORT" evaluate relate --by luck gold.tsv
said "both|frames|model"
run 2 "$RAPPORT" evaluate relate --rows some gold.tsv
said "all|sealed|open"
run 1 "$RAPPORT" evaluate relate missing.tsv
