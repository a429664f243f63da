#!/bin/sh
# tests/cli/train.sh - rapport train parser: a small model is trained, used, made again alike; what is refused
tiny=$(cd "$(dirname "$0")/../cases" && pwd)/tiny.conllu
. "$(dirname "$0")/lib.sh"

small="--nets small:32:1:32:32:32 --teachers 0 --epochs 2"
run 2 "$RAPPORT" train parser "$tiny"
said "--out is missing"
run 2 "$RAPPORT" train tagger --out x.model "$tiny"
run 2 "$RAPPORT" train parser --out x.model --nets small:33:1:32:32:32 "$tiny"
said "NAME:WIDTH:LAYERS"
run 2 "$RAPPORT" train parser --out x.model --nets small:32:1:32:32 "$tiny"
run 2 "$RAPPORT" train parser --out x.model --nets much-too-long:32:1:32:32:32 "$tiny"
run 2 "$RAPPORT" train parser --out x.model --epochs 0 "$tiny"
said "--epochs wants"
run 2 "$RAPPORT" train parser --out x.model --teachers 0 --plain words.txt "$tiny"
said "--teachers must not be 0"
run 1 "$RAPPORT" train parser --out missing/x.model $small "$tiny"
said "missing/x.model"
run 1 "$RAPPORT" train parser --out x.model $small missing.conllu
said "missing.conllu"
printf '1\tx\tx\tNOUN\tNN\t_\t0\tsurely\t_\t_\n\n' >wrong.conllu
run 1 "$RAPPORT" train parser --out x.model $small wrong.conllu
said "wrong.conllu:1"
printf 'word 0.1 0.2\nother 0.1\n' >vectors.txt
run 1 "$RAPPORT" train parser --out x.model $small --vectors vectors.txt "$tiny"
said "vectors.txt:2"
[ ! -e x.model ] && [ ! -e x.model.part ] || fail "a failed training leaves a file"

# The same bytes again, for one processor or two.
printf 'the 0.1 0.2\nkenya 0.3 -0.4\n' >vectors.txt
printf 'Kenya thanked Peru .\n\nPeru left\n' >plain.txt
run 0 "$RAPPORT" train parser --out one.model $small --vectors vectors.txt --held-out "$tiny" -j 1 "$tiny"
said "small: pass 2 of 2, loss"
said "LAS"
run 0 "$RAPPORT" train parser --out two.model $small --vectors vectors.txt --held-out "$tiny" -j 2 "$tiny"
cmp -s one.model two.model || fail "another model with two processors"
run 0 "$RAPPORT" train parser --out three.model $small --seed 2 --vectors vectors.txt "$tiny"
cmp -s one.model three.model && fail "the same model from another seed"
run 0 "$RAPPORT" train parser --out taught.model --nets small:32:1:32:32:32 --teachers 1 --epochs 1 --plain plain.txt "$tiny"
said "teacher: pass 14 of 14"
said "small: pass 1 of 1"
printf 'Kenya \377\n' >wrong.txt
run 1 "$RAPPORT" train parser --out x.model --nets small:32:1:32:32:32 --teachers 1 --epochs 1 --plain wrong.txt "$tiny"
said "wrong.txt:1"
echo 'Kenya thanked Peru.' >text.txt
run 0 "$RAPPORT" parse --model taught.model text.txt
run 0 "$RAPPORT" parse --model one.model text.txt
has "# text = Kenya thanked Peru."
run 0 "$RAPPORT" parse --model one.model --parser small text.txt
run 1 "$RAPPORT" parse --model one.model --parser fast text.txt
said "it has: small"
