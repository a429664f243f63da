/* text/block.c - see text/block.h. */
#include "text/block.h"
#include "base/str.h"

rp_code block_split(rp_str text, rp_str title, const text_rules *rules, arena *mem, vec *out, rp_err *err)
{
    (void)title;
    size_t next;
    for (size_t i = 0; i < text.len; i = next + 1) {
        next = str_find(text, '\n', i);
        rp_str line = str_trim(str_sub(text, i, next));
        if (line.len == 0) continue;
        text_block *b = vec_add(out, mem);
        if (!b) return error_set(err, RP_ENOMEM, "memory ended");
        b->start = (uint32_t)(line.at - text.at), b->end = (uint32_t)(b->start + line.len);
        b->kind = (uint8_t)text_rules_line(rules, line);
    }
    return RP_OK;
}
