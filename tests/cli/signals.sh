#!/bin/sh
# tests/cli/signals.sh - SIGINT and SIGTERM end in an orderly way, what is done is kept
. "$(dirname "$0")/lib.sh"

command -v timeout >/dev/null || skip "no timeout"
mkfifo pipe
for signal in INT TERM; do
    # A writer that never ends: the program waits for it when the signal comes.
    (lines 50; sleep 9) >pipe &
    writer=$!
    timeout -s $signal 4 "$RAPPORT" add --jobs 1 store-$signal.db - <pipe >out 2>err
    got=$?
    kill $writer 2>/dev/null
    wait $writer 2>/dev/null
    [ $got -eq 124 ] || fail "timeout gave $got"
    said "stopped as asked"
    run 0 "$RAPPORT" check store-$signal.db
    run 0 "$RAPPORT" documents -f jsonl store-$signal.db
    [ "$(count out)" -ge 40 ] || fail "$(count out) documents were kept of 50"

    (lines 50; sleep 9) >pipe &
    writer=$!
    timeout --preserve-status -s $signal 4 "$RAPPORT" code --jobs 1 - <pipe >out 2>err
    got=$?
    kill $writer 2>/dev/null
    wait $writer 2>/dev/null
    [ $got -eq 1 ] || fail "exit status $got after SIG$signal"
    said "stopped as asked"
    [ "$(count out)" -ge 40 ] || fail "$(count out) events were kept"
done
