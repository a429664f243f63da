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
head -6 out | cmp -s - expected || fail "figures: $(cat out)"
grep -Eq '^ACCUSE +1 +1 +1\.000 +1\.000 +1\.000$' out || fail "types: $(cat out)"
run 0 "$RAPPORT" evaluate events gold.jsonl - --errors <events.jsonl
has "0: coded ISL THREATEN NOR [refused] (right dyad)"
has "0: missed ISL REJECT NOR [refused] (right dyad)"
has "100: coded PER AID - [gave]"
has "100: missed PER AID CHL [gave]"
has "500: coded PER AID CHL [x]"
run 0 "$RAPPORT" evaluate events gold.jsonl --json <events.jsonl
has '"coded":5,"gold":3,"dyad":{"coded_right":3,"gold_right":2,"precision":0.6,'
run 0 "$RAPPORT" evaluate events gold.jsonl /dev/null
has "dyad: precision 0.000 recall 0.000 F1 0.000"
run 0 "$RAPPORT" evaluate events /dev/null /dev/null
has "coded 0, gold core 0"

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
