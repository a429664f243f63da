/* base/utf8.c - see base/utf8.h. Categories and decompositions come from libutf8proc. */
#include "base/utf8.h"
#include <utf8proc.h>

size_t utf8_check(rp_str s)
{
    const unsigned char *p = (const unsigned char *)s.at;
    size_t i = 0;
    while (i < s.len) {
        unsigned char c = p[i];
        if (c - 1u < 0x7F) {
            i++;
            continue;
        }
        size_t n = c >= 0xC2 && c <= 0xDF ? 2 : (c & 0xF0) == 0xE0 ? 3 : c >= 0xF0 && c <= 0xF4 ? 4 : 0;
        if (n == 0 || s.len - i < n) return i;
        for (size_t k = 1; k < n; k++)
            if ((p[i + k] & 0xC0) != 0x80) return i;
        unsigned char d = p[i + 1];
        if ((c == 0xE0 && d < 0xA0) || (c == 0xED && d > 0x9F) || (c == 0xF0 && d < 0x90) || (c == 0xF4 && d > 0x8F)) return i;
        i += n;
    }
    return s.len;
}

uint32_t utf8_at(rp_str s, size_t at, unsigned *step)
{
    const unsigned char *p = (const unsigned char *)s.at + at;
    if (p[0] < 0x80) return *step = 1, p[0];
    if (p[0] < 0xE0) return *step = 2, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    if (p[0] < 0xF0) return *step = 3, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    return *step = 4, (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

unsigned utf8_put(char *out, uint32_t c)
{
    return (unsigned)utf8proc_encode_char((utf8proc_int32_t)c, (utf8proc_uint8_t *)out);
}

utf8_class utf8_class_of(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return UTF8_LETTER;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME: return UTF8_MARK;
    case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO: return UTF8_DIGIT;
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: return UTF8_SPACE;
    case UTF8PROC_CATEGORY_PC: case UTF8PROC_CATEGORY_PD: case UTF8PROC_CATEGORY_PS: case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI: case UTF8PROC_CATEGORY_PF: case UTF8PROC_CATEGORY_PO: return UTF8_PUNCT;
    case UTF8PROC_CATEGORY_CC: return c <= 0x20 || c == 0x85 ? UTF8_SPACE : UTF8_OTHER;
    default: return UTF8_OTHER;
    }
}

bool utf8_is_upper(uint32_t c)
{
    if (c < 0x80) return is_upper((unsigned char)c);
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

/* Letters that Unicode does not decompose, and punctuation that is typed in several ways. */
static const char *plain_form(uint32_t c)
{
    switch (c) {
    case 0x2018: case 0x2019: case 0x02BC: case 0x02BB: case 0x2032: case 0x00B4: return "'";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2212: return "-";
    case 0x0131: return "i";
    case 0x0142: case 0x0141: return "l";
    case 0x00F8: case 0x00D8: return "o";
    case 0x0111: case 0x0110: case 0x00F0: case 0x00D0: return "d";
    case 0x00DF: return "ss";
    case 0x00E6: case 0x00C6: return "ae";
    case 0x0153: case 0x0152: return "oe";
    case 0x00FE: case 0x00DE: return "th";
    case 0x0259: case 0x018F: return "a";    /* Azerbaijani schwa: Əliyev, Aliyev */
    case 0x00AD: case 0x200B: case 0x200C: case 0x200D: case 0x2060: case 0xFEFF: return "";
    default: return NULL;
    }
}

size_t utf8_fold(rp_str word, char *out, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < word.len;) {
        unsigned char byte = (unsigned char)word.at[i];
        if (byte < 0x80) {
            if (n == size) break;
            out[n++] = (char)to_lower(byte);
            i++;
            continue;
        }
        unsigned step;
        uint32_t c = utf8_at(word, i, &step);
        i += step;
        const char *plain = plain_form(c);
        if (plain) {
            for (; *plain && n < size; plain++) out[n++] = *plain;
            continue;
        }
        utf8proc_int32_t parts[16];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 16,
            UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_DECOMPOSE, &boundary);
        for (utf8proc_ssize_t k = 0; k < count && k < 16; k++) {
            char bytes[4];
            unsigned length = utf8_put(bytes, (uint32_t)parts[k]);
            if (n + length > size) return n;
            memcpy(out + n, bytes, length);
            n += length;
        }
    }
    return n;
}

#define RULER_STEP 64u

utf8_ruler utf8_ruler_new(rp_str text, arena *mem)
{
    uint32_t *points = arena_array(mem, text.len / RULER_STEP + 1, sizeof *points);
    if (!points) return (utf8_ruler){ NULL, text };
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (i % RULER_STEP == 0) points[i / RULER_STEP] = count;
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    }
    if (text.len % RULER_STEP == 0) points[text.len / RULER_STEP] = count;
    return (utf8_ruler){ points, text };
}

uint32_t utf8_ruler_at(const utf8_ruler *self, uint32_t byte)
{
    uint32_t count = self->points[byte / RULER_STEP];
    for (size_t i = byte - byte % RULER_STEP; i < byte; i++) count += ((unsigned char)self->text.at[i] & 0xC0) != 0x80;
    return count;
}

uint32_t utf8_lower(uint32_t c)
{
    if (c < 0x80) return to_lower((unsigned char)c);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}
