#!/bin/sh
# tests/cli/explain.sh - how a sentence is coded, shown: tree, actors, predicates, event
. "$(dirname "$0")/lib.sh"

run 0 "$RAPPORT" explain "Kenya accused Uganda of espionage."
silent
has "sentence 1: Kenya accused Uganda of espionage."
has "  root accused (VERB, accuse)"
has "    nsubj Kenya (PROPN)"
has "    obj Uganda (PROPN)"
has "  Kenya: KEN"
has "  Uganda: UGA"
has "    frame ACCUSE"
has "    source: Kenya"
has "    target: Uganda"
has "    event: KEN GOV ACCUSE allege UGA, reported, confidence 0."
grep -n '^tree$\|^actors$\|^predicates$' out | cut -d: -f2 >parts
printf 'tree\nactors\npredicates\n' | cmp -s - parts || fail "parts: $(cat out)"

# What is shown is what is coded.
printf 'Kenya accused Uganda of espionage.\n' >one.txt
run 0 "$RAPPORT" code one.txt
[ "$(count out)" -eq 1 ] || fail "events: $(cat out)"
has '"event":"ACCUSE"'

# Why there is none.
run 0 "$RAPPORT" explain "Kenya did not attack Uganda."
has "no event: it did not happen"
grep -q '    event: ' out && fail "an event that did not happen: $(cat out)"

# Who says so; a passive; two sentences.
run 0 "$RAPPORT" explain "The minister said that Kenya attacked Uganda."
has "said by: The minister"
has 'speaker "minister"'
run 0 "$RAPPORT" explain "Uganda was attacked by Kenyan troops. Peru met Chile."
has "passive)"
has "sentence 2: Peru met Chile."
has "KEN MIL ASSAULT"

# Offices are those of the date.
run 0 "$RAPPORT" explain --date 2014-06-15 "Barack Obama criticised Russia."
has "event: USA GOV"
run 0 "$RAPPORT" explain --date 2019-06-15 "Barack Obama criticised Russia."
has "event: USA ELI"

# Texts without actors, without words.
run 0 "$RAPPORT" explain "The sun shone on the hills."
has "no sentence names an actor: nothing was coded"
run 0 "$RAPPORT" explain ""
has "nothing was coded"

# What is refused.
run 2 "$RAPPORT" explain
said "usage: rapport explain TEXT"
[ ! -s out ] || fail "output without a text"
run 2 "$RAPPORT" explain Kenya accused Uganda.
said '"accused" is one too many'
run 2 "$RAPPORT" explain --date 2014-13-01 "Kenya left."
run 1 "$RAPPORT" explain "$(printf 'Kenya \377 left.')"
[ ! -s out ] || fail "output of a text that is none: $(cat out)"
