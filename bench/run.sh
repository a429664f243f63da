#!/bin/sh
# bench/run.sh [--json] [--runs N] [PROGRAM] - build for release and print how fast text becomes events on one core, stage by stage, with the
# start-up time and peak memory of PROGRAM (the one just built, where none is named). Input: the texts of ../shared/corpus (or of
# $RAPPORT_SHARED/corpus) where there are any, else examples/ and text generated from own sentences.
set -eu
cd "$(dirname "$0")/.."
program="" options=""
while [ $# -gt 0 ]; do
    case $1 in
    --json) options="$options --json" ;;
    --runs) options="$options --runs ${2:?--runs takes a number}"; shift ;;
    -*) echo "usage: bench/run.sh [--json] [--runs N] [PROGRAM]" >&2; exit 2 ;;
    *) program=$1 ;;
    esac
    shift
done
build=build-bench
[ -d "$build" ] || meson setup "$build" --buildtype=release >"$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
rm -f "$build.log"
ninja -C "$build" bench/rapport-bench src/rapport >"$build/ninja.log" 2>&1 || { grep -A 4 '^FAILED' "$build/ninja.log" >&2; exit 1; }
[ -n "$program" ] || program=$build/src/rapport
case $program in */*) ;; *) program=$(command -v "$program") ;; esac

corpus=${RAPPORT_SHARED:-../shared}/corpus
if [ ! -d "$corpus" ]; then corpus=examples options="$options --generate"; fi
files=$(find "$corpus" -name '*.txt' | sort)
# shellcheck disable=SC2086
exec "$build/bench/rapport-bench" $options --program "$program" $files
