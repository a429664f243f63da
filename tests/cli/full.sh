#!/bin/sh
# tests/cli/full.sh - a full disk is an error
. "$(dirname "$0")/lib.sh"

[ -c /dev/full ] || skip "no /dev/full"
texts
full() {
    "$@" >/dev/full 2>err
    got=$?
    [ $got -eq 1 ] || fail "exit status $got, not 1, of: $* >/dev/full"
    said "standard output: cannot write"
    [ "$(count err)" -eq 1 ] || fail "told more than once: $(cat err)"
}
run 0 "$RAPPORT" add store.db one.txt two.txt
full "$RAPPORT" code one.txt
full "$RAPPORT" code -f csv one.txt
full "$RAPPORT" text one.txt
full "$RAPPORT" text --sentences one.txt
full "$RAPPORT" --help
full "$RAPPORT" code --help
full "$RAPPORT" --version
full "$RAPPORT" documents store.db
full "$RAPPORT" events store.db
full "$RAPPORT" events -f jsonl store.db
full "$RAPPORT" brief store.db NOR ISL
full "$RAPPORT" check store.db
lines 3000 >news.jsonl
full "$RAPPORT" code --jobs 2 news.jsonl

# No room for a store: SIGXFSZ is the shell's way to say so, or the program's error.
(ulimit -f 300 && trap '' XFSZ && exec "$RAPPORT" add small.db news.jsonl) >out 2>err
got=$?
[ $got -eq 1 ] || fail "exit status $got where no room was left: $(cat err)"
said "small.db"
run 0 "$RAPPORT" check small.db
run 0 "$RAPPORT" add small.db news.jsonl
run 0 "$RAPPORT" documents -f tsv small.db
[ "$(count out)" -eq 3001 ] || fail "$(count out) lines after a second try"
(ulimit -f 2 && trap '' XFSZ && exec "$RAPPORT" code news.jsonl >cut.jsonl) 2>err
[ $? -eq 1 ] || fail "output that did not fit was no error"
said "standard output: cannot write"
