#!/bin/sh
# tests/cli/jsonl.sh - JSON Lines: fields, a malformed line among good ones, the same bytes for any number of jobs
. "$(dirname "$0")/lib.sh"

lines 60 >news.jsonl
run 0 "$RAPPORT" code --jobs 1 news.jsonl
cp out first
[ "$(count out)" -ge 60 ] || fail "few events"
has '"document":"d60"'
for jobs in 2 3 8; do
    run 0 "$RAPPORT" code --jobs $jobs news.jsonl
    cmp -s out first || fail "other bytes with $jobs jobs"
done
run 0 "$RAPPORT" code --input jsonl - <news.jsonl
cmp -s out first || fail "other bytes from standard input"
run 0 "$RAPPORT" code <news.jsonl
cmp -s out first || fail "JSON Lines not seen by the first byte"

{ head -20 news.jsonl; echo '{"id":"x","text":"Norway cond'; sed -n '21,40p' news.jsonl; echo '[1]'; echo '{"id":"y"}'; tail -20 news.jsonl; } >broken.jsonl
for jobs in 1 2; do
    run 3 "$RAPPORT" code --jobs $jobs broken.jsonl
    cmp -s out first || fail "the good lines were not all coded ($jobs jobs)"
    said "rapport: broken.jsonl:21: "
    said "rapport: broken.jsonl:42: "
    said "rapport: broken.jsonl:43: "
    said "3 inputs skipped, 60 documents coded"
done

echo '{"key":7,"body":"Norway condemned Iceland.","head":"Sea","when":"2031-05-06","who":"Strait","link":"https://example.org/7","by":"A. B."}' >own.jsonl
run 0 "$RAPPORT" code --id-field key --text-field body --title-field head --date-field when --publisher-field who --url-field link \
    --author-field by own.jsonl
has '"document":"7"'
run 1 "$RAPPORT" code own.jsonl
said "own.jsonl:1: "
said "1 input skipped, 0 documents coded"
run 1 "$RAPPORT" code --quiet own.jsonl
said "own.jsonl:1: "
