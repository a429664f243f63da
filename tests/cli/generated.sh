#!/bin/sh
# tests/cli/generated.sh - man pages and completions, where GENERATE is the path of their maker
. "$(dirname "$0")/lib.sh"

[ -n "${GENERATE:-}" ] || skip "GENERATE is not set"
run 0 "$GENERATE" commands
commands=$(cat out)
for command in "" $commands; do
    run 0 "$GENERATE" man "$command" 2024-01-02
    cp out page.1
    if command -v mandoc >/dev/null; then run 0 mandoc -T lint page.1; fi
done
run 0 "$GENERATE" bash
cp out completion
if command -v bash >/dev/null; then
    # complete WORD…: what the last word may become.
    cat >complete.bash <<'END'
. ./completion
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
compopt() { echo "default"; }
_rapport
printf '%s\n' "${COMPREPLY[@]}"
END
    run 0 bash complete.bash rapport ev
    has "evaluate"
    has "events"
    run 0 bash complete.bash rapport events --ty
    [ "$(cat out)" = "--type" ] || fail "events --ty: $(cat out)"
    run 0 bash complete.bash rapport code --format ""
    has "tsv"
    run 0 bash complete.bash rapport code --format = c
    [ "$(cat out)" = "csv" ] || fail "code --format=c: $(cat out)"
    run 0 bash complete.bash rapport evaluate se
    [ "$(cat out)" = "sentences" ] || fail "evaluate se: $(cat out)"
    run 0 bash complete.bash rapport help ch
    [ "$(cat out)" = "check" ] || fail "help ch: $(cat out)"
    run 0 bash complete.bash rapport code --metadata me
    has "default"
fi
run 0 "$GENERATE" zsh
cp out _rapport
if command -v zsh >/dev/null; then run 0 zsh -n _rapport; fi
run 1 "$GENERATE" man cod
run 2 "$GENERATE"
