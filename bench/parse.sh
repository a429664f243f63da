#!/bin/sh
# bench/parse.sh [--model FILE] [SPLIT] - how right and how fast the parser is, on the treebanks of ../shared/data (or $RAPPORT_SHARED/data): scores
# with gold words and from raw text, words a second on one core with each set of instructions, and, where valgrind is installed, instructions a
# word. SPLIT: dev (default) or test. Without the treebanks: "skipped: no ../shared".
set -eu
cd "$(dirname "$0")/.."
model=""
if [ "${1:-}" = --model ]; then model="--model $2"; shift 2; fi
split=${1:-dev}
treebank=${RAPPORT_SHARED:-../shared}/data/treebank
[ -d "$treebank" ] || { echo "skipped: no ../shared"; exit 0; }
build=build-bench
[ -d "$build" ] || meson setup "$build" --buildtype=release >"$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
rm -f "$build.log"
ninja -C "$build" bench/rapport-bench-parse src/rapport >"$build/ninja.log" 2>&1 || { grep -A 4 '^FAILED' "$build/ninja.log" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in ewt gum; do zcat "$treebank/$name-$split.conllu.gz" >"$work/$name-$split.conllu"; done
cd "$work"
program=$OLDPWD/$build/src/rapport speed=$OLDPWD/$build/bench/rapport-bench-parse
[ -z "$model" ] || case $model in "--model /"*) ;; *) model="--model $OLDPWD/${model#--model }" ;; esac
# shellcheck disable=SC2086
{
    for how in "" --raw; do
        echo "== $([ -z "$how" ] && echo 'gold words' || echo 'from raw text')"
        for name in ewt gum; do "$program" evaluate parse $how $model "$name-$split.conllu" | awk 'NR == 1 || /Sentences|Words|UPOS|XPOS|UFeats|Lemmas|UAS|LAS|MLAS/'; done
    done
    echo "== speed"
    "$speed" $model "ewt-$split.conllu" "gum-$split.conllu"
    if command -v valgrind >/dev/null; then
        words=$(cat "ewt-$split.conllu" "gum-$split.conllu" | grep -c '^[0-9]*	')
        count() { valgrind --tool=callgrind --callgrind-out-file="$work/out" --toggle-collect=parser_parse "$@" 2>&1 | sed -n 's/.*Collected : //p'; }
        instructions=$(count "$program" evaluate parse $model "ewt-$split.conllu" "gum-$split.conllu")
        echo "instructions a word (as valgrind sees the processor, AVX2): $((instructions / words))"
    fi
}
