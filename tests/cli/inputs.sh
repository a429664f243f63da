#!/bin/sh
# tests/cli/inputs.sh - what cannot be read: each is named, the rest is done
. "$(dirname "$0")/lib.sh"

texts
run 0 "$RAPPORT" code one.txt
cp out good

# bad NAME WORDS: `code` and `text` with it alone fail, with a good file they skip it.
bad() {
    for command in code text; do
        run 1 "$RAPPORT" $command "$1"
        said "rapport: $1"
        said "$2"
        said "1 input skipped, 0 documents"
        [ ! -s out ] || fail "$1 gave output"
        run 3 "$RAPPORT" $command one.txt "$1"
        said "$1"
        said "1 input skipped, 1 document"
    done
    run 3 "$RAPPORT" code "$1" one.txt
    cmp -s out good || fail "the good text was not coded as ever, after $1"
    run 3 "$RAPPORT" add store.db "$1" one.txt
    said "$1"
    run 0 "$RAPPORT" check store.db
    rm -f store.db*
}
bad missing.txt "cannot open"
mkdir folder
bad folder "cannot read"
printf 'Norway met Ice\303(land.\n' >latin.txt
bad latin.txt "UTF-8"
printf 'Norway met\000 Iceland.\n' >zero.txt
bad zero.txt "NUL"
{ echo 'Norway met Iceland.'; head -c 17000000 /dev/zero | tr '\0' 'a'; } >large.txt
bad large.txt "16 MB"
rm large.txt
printf '\377\376N\000o\000' >utf16.txt
bad utf16.txt "UTF-8"

: >empty.txt
run 0 "$RAPPORT" code empty.txt
[ ! -s out ] || fail "events of an empty file"
run 0 "$RAPPORT" text empty.txt
run 0 "$RAPPORT" text --sentences empty.txt
[ ! -s out ] || fail "sentences of an empty file"
: >empty.jsonl
run 0 "$RAPPORT" code empty.jsonl
printf 'no line end at the end: Norway met Iceland' >open.txt
run 0 "$RAPPORT" text open.txt
cmp -s out open.txt || fail "a last line without its end"
