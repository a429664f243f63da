#!/bin/sh
# tests/cli/offsets.sh - positions in events and listings are code points of the text that is printed
. "$(dirname "$0")/lib.sh"

command -v python3 >/dev/null || skip "no python3"
printf '\357\273\277Señor Peña said: “Norway condemned Iceland” — on 3 March 2031.\r\n\r\n𝄞 Iceland threatened Norway in Tromsø. Peru thanked Chile.\n' >odd.txt
run 0 "$RAPPORT" text odd.txt
cp out text
tail -c +4 odd.txt | cmp -s - text || fail "the text is not the file without its mark"
run 0 "$RAPPORT" code odd.txt
cp out events
[ -s events ] || fail "no events"
run 0 "$RAPPORT" text --sentences odd.txt
cp out sentences
cat >check.py <<'END'
import json, sys
text = open("text", encoding="utf-8", newline="").read()
def at(span, what):
    words = text[span["start"]:span["end"]]
    if words != span["text"]: sys.exit(f"{what}: {words!r} is not {span['text']!r}")
for line in open("events", encoding="utf-8"):
    e = json.loads(line)
    at(e["trigger"], "trigger"), at(e, "sentence")
    for a in e["actor"] + (e["recipient"] or []): at(a, "actor")
for line in open("sentences", encoding="utf-8"):
    kind, start, end, words = line.rstrip("\n").split("\t")
    if " ".join(text[int(start):int(end)].split()) != words: sys.exit(f"sentence: {line}")
END
run 0 python3 check.py
