#!/bin/sh
# tests/cli/closed.sh - closed standard descriptors
. "$(dirname "$0")/lib.sh"

texts
"$RAPPORT" code one.txt >&- 2>err
[ $? -eq 1 ] || fail "standard output was closed, and nobody said so"
said "standard output"
"$RAPPORT" code one.txt 2>&- >out || fail "closed standard error"
[ -s out ] || fail "no events"
"$RAPPORT" add store.db one.txt two.txt >&- 2>&- <&-
run 0 "$RAPPORT" check store.db
"$RAPPORT" code <&- >out 2>err
[ $? -eq 1 ] || fail "standard input was closed, and nobody said so"
