#!/bin/sh
# tools/embed.sh FILE SYMBOL - assembly that puts FILE into a program as it is: from SYMBOL up to SYMBOL_end, aligned to 64 bytes.
set -eu
cat <<END
/* $(cksum <"$1"): another file makes another text, and what was built from it is built again */
    .section .rodata
    .global $2, $2_end
    .hidden $2, $2_end
    .balign 64
$2:
    .incbin "$1"
$2_end:
    .byte 0
    .section .note.GNU-stack,"",%progbits
END
