#!/bin/sh
# tests/cli/help.sh - help, version, unknown commands and options
. "$(dirname "$0")/lib.sh"

run 0 "$RAPPORT" --help
has "usage: rapport COMMAND"
silent
commands=$(sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' out)
[ "$(echo "$commands" | wc -l)" -ge 10 ] || fail "few commands: $commands"
for command in $commands; do
    run 0 "$RAPPORT" $command --help
    has "usage: rapport $command"
    silent
    cp out help-option
    run 0 "$RAPPORT" help $command
    cmp -s out help-option || fail "help $command and $command --help differ"
    awk 'length($0) > 130' out >long
    [ ! -s long ] || fail "long lines in the help of $command"
    run 2 "$RAPPORT" $command --no-such-option
    said "rapport: $command: unknown option --no-such-option; see rapport $command --help"
    run 2 "$RAPPORT" $command -%
    said "unknown option -%"
    [ ! -s out ] || fail "wrong usage of $command printed something"
done
run 0 "$RAPPORT" --version
grep -Eq '^rapport [0-9]+\.[0-9]+\.[0-9]+, tables [0-9a-f]{16}$' out || fail "version: $(cat out)"
run 2 "$RAPPORT"
said "a command is missing"
run 2 "$RAPPORT" cod one.txt
said 'unknown command "cod"; there are code, actors, text'
run 2 "$RAPPORT" --colour
said "unknown option --colour"
run 2 "$RAPPORT" help cod
said 'no command "cod"'
run 0 "$RAPPORT" add store.db --help
[ ! -e store.db ] || fail "--help made a store"
