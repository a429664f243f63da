#!/bin/sh
# tests/cli/permission.sh - a file that may not be read
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" -ne 0 ] || skip "root may read everything"
texts
chmod 000 two.txt
run 1 "$RAPPORT" code two.txt
said "two.txt"
said "permission"
run 3 "$RAPPORT" code one.txt two.txt
run 0 "$RAPPORT" add store.db one.txt
chmod 000 store.db
run 1 "$RAPPORT" documents store.db
said "store.db"
chmod 444 store.db
run 1 "$RAPPORT" add store.db three.txt
said "store.db"
