#!/bin/sh
# tests/cli/metadata.sh - titles and dates from a table
. "$(dirname "$0")/lib.sh"

texts
printf 'file\ttitle\tpublisher\tpublished\n' >meta.tsv
printf 'one.txt\tThe zone\tThe Strait\t2031-03-04\ntwo.txt\t\tThe Strait\t2031-03\n' >>meta.tsv
run 0 "$RAPPORT" add store.db --metadata meta.tsv one.txt two.txt
silent
run 0 "$RAPPORT" documents --format tsv store.db
has "one.txt	2031-03-04	The Strait	The zone"
has "two.txt	2031-03	The Strait		"
run 0 "$RAPPORT" code -m meta.tsv one.txt
said "1 row of the metadata table named no document"
run 0 "$RAPPORT" code -q -m meta.tsv one.txt
silent
run 0 "$RAPPORT" code --metadata meta.tsv --date 2031-12-31 one.txt two.txt three.txt
printf 'file\theadline\none.txt\tThe zone\n' >wrong.tsv
for command in "code" "text" "add new.db"; do
    run 1 "$RAPPORT" $command --metadata wrong.tsv one.txt
    said "wrong.tsv"
    said "headline"
    said "title"
    [ ! -s out ] || fail "$command went on with a wrong table"
    run 1 "$RAPPORT" $command --metadata none.tsv one.txt
    said "none.tsv"
done
[ ! -e new.db ] || fail "a wrong table left a store"
