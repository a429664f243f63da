#!/bin/sh
# tests/cli/actors.sh - who is named: rapport actors, actors of one's own, rapport lexicon
. "$(dirname "$0")/lib.sh"

# Mentions, their codes on the document's day, and what they stand for.
printf 'President Barack Obama met the Russian ambassador to Kenya. He left Kenya.\n' >one.txt
run 0 "$RAPPORT" actors --date 2014-06-01 one.txt
silent
has '"text":"President Barack Obama","kind":"person","code":"USA","sector":"GOV","actor":"obama-barack"'
has '"text":"Russian ambassador","kind":"role","code":"RUS","sector":"GOV"'
has '"text":"He","kind":"pronoun","code":"USA"'
has '"antecedent":0'
run 0 "$RAPPORT" actors --date 2020-06-01 one.txt
has '"code":"USA","sector":"GOV"'
printf 'Police detained two alleged FSB agents. Azerbaijanis living in Russia protested.\n' >two.txt
run 0 "$RAPPORT" actors --date 2025-07-01 two.txt
has '"text":"FSB agents","kind":"role","code":"RUS","sector":null'
has '"labels":[{"sector":"SPY","status":"alleged","speaker":{"text":"Police","code":null,"sector":"COP","start":0,"end":6}}]'
has '"text":"Azerbaijanis","kind":"group","code":"AZE","sector":"CVL","actor":"AZE","residence":"RUS"'
run 0 "$RAPPORT" code --date 2025-07-01 - <<TEXT
Russia sentenced two alleged Ukrainian agents to ten years.
TEXT
has '"code":"UKR","sector":null'
has '"labels":[{"sector":"SPY","status":"alleged","speaker":{"text":"Russia","code":"RUS"'

# A text without a date of its own is read on the dates that it tells.
cat >told.txt <<TEXT
In 1857 Baden signed a treaty with Kenya. Hesse followed.

The convention with the Orange Free State is of December 22, 1871, and Baden elects its council next month.

Hesse elects its council next month.
TEXT
run 0 "$RAPPORT" actors told.txt
has '"sentence":1,"start":8,"end":13,"text":"Baden","kind":"state","code":"BAD"'
has '"sentence":2,"start":42,"end":47,"text":"Hesse","kind":"state","code":"HES"'
has '"text":"Orange Free State","kind":"state","code":"ORF"'
has '"sentence":4,"start":168,"end":173,"text":"Hesse","kind":"state","code":"DEU"'
printf 'Kenya left the camp of 1975 in 1995. Russia followed.\n' >last.txt
run 0 "$RAPPORT" actors last.txt
has '"text":"Russia","kind":"state","code":"RUS"'
run 0 "$RAPPORT" actors --date 2020 told.txt
has '"text":"Baden","kind":"state","code":"DEU"'
grep -q '"code":"BAD"' out && fail "a date told against that of the text: $(cat out)"

# Actors of one's own go before all others, with dates; offsets are code points.
printf 'names\tcode\tsector\tkind\tid\tfrom\tto\nZeta Movement|ZM\tKEN\tREB\torganisation\tzeta\t\t2020\nZeta Movement|ZM\tKEN\tGOV\torganisation\tzeta\t2021\t\n' >own.tsv
printf '\303\204 ZM attacked Uganda.\n' >three.txt
run 0 "$RAPPORT" actors --actors own.tsv --date 2019 three.txt
has '"start":2,"end":4,"text":"ZM","kind":"organisation","code":"KEN","sector":"REB","actor":"zeta"'
run 0 "$RAPPORT" actors --actors own.tsv --date 2022 three.txt
has '"code":"KEN","sector":"GOV","actor":"zeta"'
run 0 "$RAPPORT" code --actors own.tsv --date 2019 three.txt
has '"code":"KEN","sector":"REB"'
run 0 "$RAPPORT" actors --date 2019 three.txt
grep -q zeta out && fail "known without the table: $(cat out)"

# What is known of a mention is whole characters, however long the name.
word=$(printf '\303\251%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25)
printf 'names\tcode\n%s %s\tKEN\n' "$word" "$word" >long.tsv
printf 'Then %s %s left.\n' "$word" "$word" >long.txt
run 0 "$RAPPORT" actors --actors long.tsv --date 2019 long.txt
has '"code":"KEN"'
iconv -f UTF-8 -t UTF-8 out >checked || fail "broken UTF-8: $(cat out)"

# What is wrong with a table is told with its place.
printf 'names\tcod\nA\tKEN\n' >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said 'bad.tsv:1: there is no column "cod"'
printf 'names\tcode\nA\tKEN\nB\tken\n' >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said 'bad.tsv:3: column code: "ken" is not 2 to 11 capital letters or digits'
printf 'code\nKEN\n' >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said 'there must be a column "names"'
printf 'names\tcode\tcode\nA\tKEN\tKEN\n' >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said 'column "code" stands twice'
printf 'names\tcode\nA\t\n' >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said '"A" has no code'
for head in '# only a comment' '' ; do
    printf '%s\n' "$head" >bad.tsv
    run 1 "$RAPPORT" actors --actors bad.tsv three.txt
    said 'no header row'
done
: >bad.tsv
run 1 "$RAPPORT" actors --actors bad.tsv three.txt
said 'no header row'
run 1 "$RAPPORT" actors --actors none.tsv three.txt
said 'none.tsv'

# The built-in tables are of one mind.
run 0 "$RAPPORT" lexicon check
run 0 "$RAPPORT" lexicon check --all
has 'name	actor	other	when	why'
[ "$(count out)" -gt 100 ] || fail "ambiguous names: $(count out)"

# A dictionary of the PETRARCH coders, there and back.
printf '; a dictionary\n!%s! = MAN, WOMAN\nAMA_EL-KOFI_ [KENGOV 690901-111020]\n+COLONEL_KOFI_\n\t[KENELI >111021]\nUNITED_NATIONS_ [IGOUNO]\nREUTERS_ [MNCGBRMED]\nFOO_ [QQQ]\nBAR_\nPOLICE!%s!_ [~COP]\nARMY_ {ARMIES} [~MIL]\nSHEEP_ {} [~AGR]\n' PERSON PERSON >dictionary.txt
run 3 "$RAPPORT" lexicon import petrarch dictionary.txt
said 'dictionary.txt:8: "QQQ" is no code that the tables have; left out'
said 'dictionary.txt:9: "BAR_" has no code; left out'
has 'Ama el-Kofi|Colonel Kofi	KEN	GOV	organisation	1969-09-01	2011-10-20'
has 'Ama el-Kofi|Colonel Kofi	KEN	ELI	organisation	2011-10-21'
has 'United Nations	UN		organisation'
has 'Reuters	GBR	BUS	organisation'
has 'policeman|policewoman		COP	role			s'
has 'armies		MIL	role			p'
grep -q sheeps out && fail "a plural where there is none: $(cat out)"
cp out taken.tsv
run 0 "$RAPPORT" lexicon export petrarch --actors taken.tsv
has 'AMA_EL-KOFI_ [KENGOV 19690901-20111020]'
has '+COLONEL_KOFI_'
has 'UNITED_NATIONS_ [UNO]'
cp out back.txt
run 0 "$RAPPORT" lexicon export petrarch --agents --actors taken.tsv
has 'ARMY_ {} [~MIL]'
run 0 "$RAPPORT" lexicon import petrarch back.txt
has 'Ama el-Kofi|Colonel Kofi	KEN	GOV	organisation	1969-09-01	2011-10-20'
run 2 "$RAPPORT" lexicon import petrarch
run 2 "$RAPPORT" lexicon import other dictionary.txt
run 2 "$RAPPORT" lexicon import petrarch dictionary.txt more.txt

# Names that no table has, most frequent first.
printf 'Kenya and Uganda praised Peter Mwangolo. Barack Obama met Peter Mwangolo in Kenya.\n' >four.txt
run 0 "$RAPPORT" add names.db four.txt
run 0 "$RAPPORT" lexicon unknown names.db
has 'name	kind	documents	mentions'
has 'Peter Mwangolo	person	1	2'
grep -q Obama out && fail "a known name: $(cat out)"
run 2 "$RAPPORT" lexicon unknown
run 2 "$RAPPORT" lexicon unknown names.db --limit 0
run 1 "$RAPPORT" lexicon unknown none.db

# Scores against a treebank with entities.
cat >tiny.conllu <<'END'
# newdoc id = one
1	Anna	Anna	PROPN	NNP	_	2	nsubj	_	Entity=(1-person-new)
2	left	leave	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv)
2	smiled	smile	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

END
run 0 "$RAPPORT" evaluate actors tiny.conllu
has '1 documents, 2 sentences'
has 'spans: precision 1.000 recall 1.000 F1 1.000 (2 gold, 2 found)'
has 'coreference: CoNLL F1 1.000'
run 0 "$RAPPORT" evaluate actors --json tiny.conllu
has '"gold":2,"found":2,"right":2'
sed 's/(1-person-giv)/1)/' tiny.conllu >broken.conllu
run 1 "$RAPPORT" evaluate actors broken.conllu
said 'the brackets of Entity= do not match'
run 0 "$RAPPORT" train actors --epochs 2 --out tiny.model tiny.conllu
[ -s tiny.model ] || fail "no model"
