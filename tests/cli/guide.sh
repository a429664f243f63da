#!/bin/sh
# tests/cli/guide.sh - every command in docs/guide.md runs, and ends with the status that the guide tells
#
# A command that fails must be followed by `echo $?` and its status. With GUIDE=write what the commands print is written into the guide.
guide=$(cd "$(dirname "$0")/../../docs" && pwd)/guide.md
. "$(dirname "$0")/lib.sh"

mkdir bin examples
ln -s "$RAPPORT" bin/rapport
cp -R "$(dirname "$guide")/../examples/greece-turkey" examples/
PATH=$work/bin:$PATH
export PATH
new=$work/.new
status=0        # of the last command
asked=true      # did the guide ask for it?
command=
shown=
ran=0

# Run the command that was read; what it prints goes to the new guide. `shown` is the first line that the guide shows for it.
finish() {
    [ -n "$command" ] || return 0
    if [ "$command" = 'echo $?' ]; then
        [ "${GUIDE:-}" = write ] || [ "$shown" = "$status" ] || fail "the guide shows status $shown, it is $status"
        echo "$status" >>"$new"
        status=0
        asked=true
    else
        $asked || [ "$status" -eq 0 ] || fail "exit status $status, which the guide does not tell, of: $last: $(cat .said)"
        sh -c "$command" >.said 2>&1 </dev/null
        status=$?
        cat .said >>"$new"
        asked=false
        last=$command
        ran=$((ran + 1))
    fi
    command=
    shown=
}

block=false
while IFS= read -r line; do
    case $block$line in
    'false```console')
        block=true ;;
    'true```')
        finish
        block=false ;;
    'true$ '*)
        finish
        command=${line#'$ '} ;;
    'true> '*)
        command="$command
${line#'> '}" ;;
    true*)
        shown=${shown:-$line}
        continue ;;
    esac
    printf '%s\n' "$line" >>"$new"
done <"$guide"
[ "$status" -eq 0 ] || fail "exit status $status of: $last"
[ $ran -ge 20 ] || fail "only $ran commands were found"
if [ "${GUIDE:-}" = write ]; then cp "$new" "$guide"; fi
