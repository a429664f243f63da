#!/bin/sh
# tests/cli/gold.sh - evaluate events
. "$(dirname "$0")/lib.sh"

cat >gold.jsonl <<'END'
{"start":0,"end":50,"source":["NOR:GOV"],"event":"ACCUSE","target":["ISL"],"trigger":"condemned","dates":["2031-03"],"statuses":["reported"],"core":true}
{"start":0,"end":50,"source":["ISL"],"event":"REJECT","target":["NOR"],"trigger":"refused","dates":[],"statuses":["alleged","reported"],"core":true}
{"start":60,"end":99,"source":["NOR"],"event":"CONSULT","target":["ISL"],"trigger":"met","dates":["2031-03-04/2031-03-05"],"statuses":["reported"],"core":false}
{"start":100,"end":150,"source":["PER"],"event":"AID","target":["CHL"],"trigger":"gave","dates":["2031"],"statuses":["planned"],"core":true}
END
cat >events.jsonl <<'END'
{"actor":[{"code":"NOR"}],"event":"ACCUSE","recipient":[{"code":"ISL"}],"trigger":{"text":"condemned","start":7},"date":"2031-03-03","date_end":"2031-03-03","status":"reported"}
{"actor":[{"code":"ISL"}],"event":"THREATEN","recipient":[{"code":"NOR"}],"trigger":{"text":"refused","start":30},"date":null,"status":"reported"}
{"actor":[{"code":"ISL"}],"event":"CONSULT","recipient":[{"code":"NOR"}],"trigger":{"text":"met","start":70},"date":"2031-03-04","date_end":"2031-03-05","status":"planned"}
{"actor":[{"code":"PER"}],"event":"AID","recipient":[],"trigger":{"text":"gave","start":110},"date":"2031","status":"planned"}
{"actor":[{"code":"PER"}],"event":"AID","recipient":[{"code":"CHL"}],"trigger":{"text":"x","start":500},"date":"2031","status":"planned"}
END
# Worked out by hand from the rules.
cat >expected <<'END'
coded 5, gold core 3
dyad: precision 0.600 recall 0.667 F1 0.632
quad: precision 0.600 recall 0.667 F1 0.632
full: precision 0.400 recall 0.333 F1 0.364
date: right on 1.000 of 2 full matches
status: macro-F1 0.667 (reported 0.67 of 2)
END
run 0 "$RAPPORT" evaluate events gold.jsonl events.jsonl
figures out | cmp -s - expected || fail "figures: $(cat out)"
range='\([01]\.[0-9]{2}–[01]\.[0-9]{2}\)'
grep -Eq "^dyad: precision 0\\.600 $range recall 0\\.667 $range F1 0\\.632 $range\$" out || fail "intervals: $(cat out)"
cp out first
run 0 "$RAPPORT" evaluate events gold.jsonl events.jsonl
cmp -s out first || fail "other intervals the second time: $(cat out)"

cat >expected <<'END'

type      gold  coded  full  precision  recall     F1
CONSULT      0      1     1      1.000   0.000  0.000
AID          1      2     0      0.000   0.000  0.000
ACCUSE       1      1     1      1.000   1.000  1.000
REJECT       1      0     0      0.000   0.000  0.000
THREATEN     0      1     0      0.000   0.000  0.000

gold \ coded CONSU ACCUS REJEC THREA
CONSULT          1     0     0     0
ACCUSE           0     1     0     0
REJECT           0     0     0     1
THREATEN         0     0     0     0
END
run 0 "$RAPPORT" evaluate events gold.jsonl events.jsonl --types
head -6 out | cmp -s - first || fail "--types changes the figures: $(cat out)"
tail -n +7 out | cmp -s - expected || fail "types: $(cat out)"
sed '2s/THREATEN/SHOUT/' events.jsonl >odd.jsonl
run 0 "$RAPPORT" evaluate events gold.jsonl odd.jsonl --types
grep -Eq '^gold .* other$' out || fail "no column of other types: $(cat out)"
grep -Eq '^REJECT +0 +0 +0 +1$' out || fail "other types: $(cat out)"
run 0 "$RAPPORT" evaluate events gold.jsonl - --errors <events.jsonl
has "0: coded ISL THREATEN NOR [refused] (right dyad)"
has "0: missed ISL REJECT NOR [refused] (right dyad)"
has "100: coded PER AID - [gave]"
has "100: missed PER AID CHL [gave]"
has "500: coded PER AID CHL [x]"
run 0 "$RAPPORT" evaluate events gold.jsonl --json <events.jsonl
has '"coded":5,"gold":3,"dyad":{"coded_right":3,"gold_right":2,"precision":0.6,'
has '"f1":0.631579,"intervals":{"precision":['
has '"CONSULT":{"coded":1,"gold":0,"full":{"coded_right":1,"gold_right":0,"precision":1.0,"recall":0.0,"f1":0.0}}'
has '"ACCUSE":{"ACCUSE":1},"REJECT":{"THREATEN":1},"THREATEN":{}'
run 0 "$RAPPORT" evaluate events gold.jsonl /dev/null
has "dyad: precision 0.000 (0.00–0.00) recall 0.000 (0.00–0.00) F1 0.000 (0.00–0.00)"
run 0 "$RAPPORT" evaluate events /dev/null /dev/null --types
has "coded 0, gold core 0"
run 2 "$RAPPORT" evaluate tokens gold.jsonl --types
said "--types is for evaluate events only"

sed 's/"start":100/"document":"b","start":100/; s/"start":60/"document":"a","start":60/' gold.jsonl >two.jsonl
run 0 "$RAPPORT" evaluate events two.jsonl events.jsonl
said "2 documents"
{ cat events.jsonl; echo '{"actor":'; } >broken.jsonl
run 1 "$RAPPORT" evaluate events gold.jsonl broken.jsonl
said "broken.jsonl:6"
[ ! -s out ] || fail "figures of a broken file"
sed 's/"core":true/"core":"yes"/' gold.jsonl >wrong.jsonl
run 1 "$RAPPORT" evaluate events wrong.jsonl events.jsonl
said 'wrong.jsonl:1: "core"'
sed '2s/REJECT/REFUSE/' gold.jsonl >wrong.jsonl
run 1 "$RAPPORT" evaluate events wrong.jsonl events.jsonl
said "wrong.jsonl:2"
run 1 "$RAPPORT" evaluate events events.jsonl gold.jsonl
run 2 "$RAPPORT" evaluate events gold.jsonl events.jsonl more.jsonl
run 1 "$RAPPORT" evaluate events missing.jsonl events.jsonl
said "missing.jsonl"
