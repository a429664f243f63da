# tests/cli/lib.sh - read by every test: a folder of its own, checks, small texts.
#
# A test is a POSIX sh script that ends with 0 when all its checks held, with 77 when it cannot be run here, and else fails. It gets
# RAPPORT, the path of the program, and works in an empty folder that goes away with it.

set -u
LC_ALL=C
export LC_ALL
: "${RAPPORT:?the path of the program}"
work=$(mktemp -d "${TMPDIR:-/tmp}/rapport-test.XXXXXX") || exit 1
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
cd "$work" || exit 1

fail() {
    echo "$*" >&2
    exit 1
}

skip() {
    echo "skipped: $*" >&2
    exit 77
}

# run STATUS COMMAND…: its output goes to the files `out` and `err`.
run() {
    wanted=$1
    shift
    "$@" >out 2>err
    got=$?
    [ "$got" = "$wanted" ] || fail "exit status $got, not $wanted, of: $* ($(cat err))"
}

# said WORDS: standard error of the last run has these words.
said() { grep -qF -- "$1" err || fail "standard error lacks \"$1\": $(cat err)"; }
silent() { [ ! -s err ] || fail "standard error is not empty: $(cat err)"; }

# has WORDS: standard output of the last run has these words.
has() { grep -qF -- "$1" out || fail "standard output lacks \"$1\": $(cat out)"; }

# figures FILE: what evaluate events printed, without the intervals.
figures() { sed 's/ ([01]\.[0-9][0-9]–[01]\.[0-9][0-9])//g' "$1"; }

# count FILE: its lines.
count() { wc -l <"$1" | tr -d ' '; }

# Three short texts. The first two are about one pair.
texts() {
    cat >one.txt <<'END'
Norway condemned Iceland on Monday over the new fishing zone.

Iceland rejected the charge and recalled its ambassador from Norway.
END
    cat >two.txt <<'END'
The foreign ministers of Norway and Iceland met in Copenhagen on 4 March 2031.
Norway promised aid to Iceland after the talks.
END
    cat >three.txt <<'END'
Peru signed a trade agreement with Chile on 2 March 2031. Chile praised Peru.
END
}

# many N: text files m1.txt … mN.txt, each with its own number inside.
many() {
    i=1
    while [ $i -le "$1" ]; do
        echo "Norway accused Iceland of taking $i boats on 3 March 2031. Iceland denied it. Talks in Peru with Chile failed." >m$i.txt
        i=$((i + 1))
    done
}

# lines N: JSON Lines of N documents.
lines() {
    i=1
    while [ $i -le "$1" ]; do
        echo "{\"id\":\"d$i\",\"text\":\"Norway accused Iceland of taking $i boats on 3 March 2031. Iceland denied it.\",\"date\":\"2031-03-04\"}"
        i=$((i + 1))
    done
}
