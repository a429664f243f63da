#!/bin/sh
# tests/cli/score.sh - evaluate events gives the figures of the reference script, to the last digit, on random input
#
# What the script does not print, figures of types and the types taken for others, is counted here from the pairs that it makes.
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip "no python3"
script=${RAPPORT_SHARED:-$root/../shared}/tools/score_events.py
[ -f "$script" ] || skip "no reference script"
cat >random_input.py <<'END'
import json, random, sys
r = random.Random(int(sys.argv[1]))
TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = "reported ongoing planned alleged denied hypothetical odd ä".split()
types = r.sample(TYPES, r.choice([2, 4, 16]))
codes = r.sample(["NOR", "ISL", "ISL:COP", "NOR:CVL", "PER", "X:Y:Z", "CHL", ":GOV"], r.randint(2, 8))
dates = ["2031", "2031-07", "2031-07-14", "2031/", "1804/1813", "2031-07-14/2031-07-15", "/2031", ""]
spans = [(a, a + r.choice([0, 1, 5, 40])) for a in (r.randint(0, 400) for _ in range(r.randint(1, 30)))]
def some(of): return [r.choice(of) for _ in range(r.choice([0, 1, 1, 1, 2]))]
gold = []
for _ in range(r.randint(0, 60)):
    start, end = r.choice(spans)
    gold.append(dict(start=start, end=end, source=some(codes + [""]), event=r.choice(types), target=some(codes), trigger='é"', dates=some(dates),
                     statuses=r.sample(STATUSES, r.choice([1, 1, 2])), core=r.random() < .7))
def side():
    if r.random() < .6: return [dict(code=r.choice(codes))]
    return r.choice([None, [], [{}], [dict(code=r.choice(codes + [None, ""])) for _ in range(2)]])
events = []
for _ in range(r.randint(0, 60)):
    e = dict(actor=side(), event=r.choice(types + ["ODD"]), recipient=side(), status=r.choice(STATUSES + [None, ""]),
             date=r.choice(["2031-07-14", "2031-07", "2031", None, "", "1804", 2031, 0]))
    if r.random() < .3: e.update(trigger=r.choice([None, {}]), start=r.randint(0, 450))
    else: e["trigger"] = dict(start=r.randint(0, 450), text="t")
    if r.random() < .05: del e["status"]
    if r.random() < .05: del e["actor"]
    if r.random() < .5: e["date_end"] = r.choice(["2031-07-14", "1813", "2031-07-15", None, ""])
    if gold and r.random() < .7:
        g = r.choice(gold)
        e["trigger"] = dict(start=r.randint(g["start"], max(g["start"], g["end"] - 1)))
        e["actor"], e["recipient"] = [dict(code=c) for c in g["source"]], [dict(code=c) for c in g["target"]]
        if r.random() < .2: e["actor"], e["recipient"] = e["recipient"], e["actor"]
        if r.random() < .7: e["event"] = g["event"]
        if r.random() < .6: e["status"] = r.choice(g["statuses"])
    events.append(e)
open("gold.jsonl", "w").writelines(json.dumps(g, ensure_ascii=r.random() < .5) + "\n" for g in gold)
open("events.jsonl", "w").writelines(json.dumps(e) + r.choice(["\n", "\n", "\n\n"]) for e in events)
END
cat >of_types.py <<'END'
import collections, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
def lines(name): return [json.loads(line) for line in open(name, encoding="utf-8") if line.strip()]
rows, events, given = lines("gold.jsonl"), lines("events.jsonl"), json.load(open("out", encoding="utf-8"))
spans = list(dict.fromkeys((r["start"], r["end"]) for r in rows))
def span(e):
    at = (e.get("trigger") or e)["start"]
    return next((s for s in spans if s[0] <= at < s[1]), (at, at))
confusion, matches = collections.defaultdict(collections.Counter), collections.Counter()
for s in spans:
    gold, coded = [r for r in rows if (r["start"], r["end"]) == s], [e for e in events if span(e) == s]
    for e, r, level in reference.pair(coded, gold):
        said, meant = coded[e]["event"], gold[r]["event"]
        confusion[meant][said if said in reference.QUAD else "other"] += 1
        matches[meant, gold[r]["core"]] += level == 0
assert {t: dict(c) for t, c in confusion.items()} == {t: c for t, c in given["confusion"].items() if c}, confusion
for t in reference.QUAD:
    coded, gold = sum(e["event"] == t for e in events), sum(r["event"] == t and r["core"] for r in rows)
    core, all = matches[t, True], matches[t, True] + matches[t, False]
    p, r = all / coded if coded else 0, core / gold if gold else 0
    f, one, full = 2 * p * r / (p + r) if p + r else 0, given["types"][t], given["types"][t]["full"]
    assert (one["coded"], one["gold"], full["coded_right"], full["gold_right"]) == (coded, gold, all, core), (t, one)
    assert max(abs(full["precision"] - p), abs(full["recall"] - r), abs(full["f1"] - f)) < 1e-6, (t, one)
for level in "dyad", "quad", "full":
    for name, (low, high) in given[level]["intervals"].items(): assert 0 <= low <= high <= 1, (level, name, low, high)
END
seed=0
while [ $seed -lt 40 ]; do
    run 0 python3 random_input.py $seed
    run 0 python3 "$script" gold.jsonl <events.jsonl
    cp out wanted
    run 0 "$RAPPORT" evaluate events gold.jsonl events.jsonl
    figures out | cmp -s - wanted || fail "seed $seed: $(cat wanted) but: $(cat out)"
    run 0 "$RAPPORT" evaluate events gold.jsonl events.jsonl --json
    python3 of_types.py "$script" || fail "seed $seed: figures of types: $(cat out)"
    seed=$((seed + 1))
done
