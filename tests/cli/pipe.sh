#!/bin/sh
# tests/cli/pipe.sh - a reader that goes away
. "$(dirname "$0")/lib.sh"

lines 20000 >news.jsonl
run 0 "$RAPPORT" add --quiet store.db news.jsonl
for command in "code news.jsonl" "text news.jsonl" "events store.db" "events -f csv store.db" "documents store.db" "text --sentences news.jsonl"; do
    "$RAPPORT" $command 2>err | head -1 >out
    [ "$(count out)" -eq 1 ] || fail "no line of $command"
    silent
    # The same where SIGPIPE was ignored by whoever started it.
    (trap '' PIPE && "$RAPPORT" $command 2>err) | head -1 >out
    [ "$(count out)" -eq 1 ] || fail "no line of $command with SIGPIPE ignored"
    silent
done
