/* parse/lemma.c - see parse/lemma.h; layout in parse/lemma_format.h. */
#include "parse/lemma.h"
#include <stdlib.h>
#include <utf8proc.h>
#include "base/utf8.h"
#include "parse/lemma_format.h"

#define APOSTROPHE 0x2019u          /* as typographers write it */
#define MODIFIER_APOSTROPHE 0x02BCu

struct lemma_tables {
    const char *classes, *rules, *text;
    lemma_slots slots;
    uint32_t class_count, rule_count;
};

/* ---- forms ----------------------------------------------------------------------------------------------------------- */

static uint32_t lower_of(uint32_t c)
{
    if (c < 0x80) return to_lower((unsigned char)c);
    return c == APOSTROPHE || c == MODIFIER_APOSTROPHE ? '\'' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static uint32_t upper_of(uint32_t c)
{
    if (c < 0x80) return is_lower((unsigned char)c) ? c - 32 : c;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

typedef struct capitals { uint32_t upper, lower; bool first; } capitals;    /* letters of each; the first character is upper */

static void count_letter(capitals *seen, uint32_t c, uint32_t lower, bool first)
{
    if (c < 0x80 ? c != lower : utf8_is_upper(c)) seen->upper++, seen->first |= first;
    else if (c < 0x80 ? is_lower((unsigned char)c) : upper_of(c) != c) seen->lower++;
}

static lemma_shape shape_of(const capitals *seen)
{
    if (!seen->upper) return LEMMA_SMALL;
    if (!seen->lower) return seen->upper == 1 ? LEMMA_LETTER : LEMMA_CAPITALS;
    return seen->first && seen->upper == 1 ? LEMMA_TITLE : LEMMA_MIXED;
}

bool lemma_take_apart(rp_str form, lemma_letters *out)
{
    if (form.len == 0 || form.len > LEMMA_LONGEST || utf8_check(form) < form.len) return false;
    out->form = form;
    out->folds = false;
    capitals seen = { 0 };
    uint32_t count = 0, len = 0;
    unsigned step = 1;
    for (size_t at = 0; at < form.len; at += step) {
        unsigned char byte = (unsigned char)form.at[at];
        uint32_t c = byte < 0x80 ? byte : utf8_at(form, at, &step), lower = lower_of(c);
        if (byte < 0x80) step = 1;
        out->start[count] = (uint8_t)at;
        out->folded_start[count++] = (uint8_t)len;
        count_letter(&seen, c, lower, at == 0);
        out->folds |= c != lower;
        unsigned wrote = 1;
        if (lower < 0x80) out->folded[len] = (char)lower;
        else wrote = utf8_put(out->folded + len, lower);
        for (unsigned i = 0; i < wrote; i++) {
            char f = out->folded[len + i];
            out->key[len + i] = is_digit((unsigned char)f) ? '0' : f;
        }
        len += wrote;
    }
    out->start[count] = (uint8_t)form.len;
    out->folded_start[count] = (uint8_t)len;
    out->count = count;
    out->folded_len = len;
    out->shape = shape_of(&seen);
    return true;
}

static size_t put_text(char *out, rp_str s)
{
    if (s.len) memcpy(out, s.at, s.len);
    return s.len;
}

static size_t put_upper(char *out, rp_str s)
{
    size_t len = 0;
    unsigned step;
    for (size_t at = 0; at < s.len; at += step) len += utf8_put(out + len, upper_of(utf8_at(s, at, &step)));
    return len;
}

static size_t put_capitalised(char *out, rp_str s)
{
    unsigned step = 0;
    if (s.len) utf8_at(s, 0, &step);
    size_t len = put_upper(out, str_sub(s, 0, step));
    return len + put_text(out + len, str_sub(s, step, s.len));
}

static size_t put_plain_number(char *out, rp_str s)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != ',') out[len++] = s.at[i];
    return len;
}

size_t lemma_apply(const lemma_letters *letters, lemma_rule rule, lemma_case how, char *out)
{
    uint32_t left = letters->count - rule.cut;
    rp_str stem = { letters->form.at, letters->start[left] }, folded = { letters->folded, letters->folded_start[left] };
    size_t len = 0;
    switch (how) {
    case LEMMA_KEEP:
        len = put_text(out, stem);
        if (stem.len && letters->shape == LEMMA_CAPITALS) return len + put_upper(out + len, rule.add);
        break;
    case LEMMA_CAPITALISE:
        if (!folded.len) return put_capitalised(out, rule.add);
        len = put_capitalised(out, folded);
        break;
    case LEMMA_UPPER:
        len = put_upper(out, folded);
        return len + put_upper(out + len, rule.add);
    case LEMMA_LOWER_FIRST:
        if (left) {
            len = put_text(out, str_sub(folded, 0, letters->folded_start[1]));
            len += put_text(out + len, str_sub(stem, letters->start[1], stem.len));
        }
        break;
    case LEMMA_PLAIN_NUMBER:
        len = put_plain_number(out, stem);
        break;
    default:
        len = put_text(out, folded);
    }
    return len + put_text(out + len, rule.add);
}

/* ---- look-up --------------------------------------------------------------------------------------------------------- */

lemma_value lemma_value_over(lemma_value base, lemma_value over)
{
    if (over.rule != LEMMA_RULE_NONE) base.rule = over.rule;
    if (over.cases == LEMMA_CASES_NONE) return base;
    for (unsigned s = 0; s < LEMMA_SHAPES; s++) {
        unsigned how = lemma_case_at(over.cases, s);
        if (how != LEMMA_CASE_NONE) base.cases = (uint16_t)lemma_case_set(base.cases, s, how);
    }
    return base;
}

/* The slot will be looked at soon. */
static void expect(const lemma_slots *slots, uint64_t hash)
{
    __builtin_prefetch(slots->at + (size_t)lemma_hash_slot(lemma_hash_end(hash), slots->count) * LEMMA_SLOT_BYTES);
}

static bool find(const lemma_slots *slots, uint64_t hash, lemma_value *out)
{
    uint64_t ended = lemma_hash_end(hash);
    uint32_t want = lemma_hash_tag(ended), slot = lemma_hash_slot(ended, slots->count);
    for (;; slot = slot + 1 < slots->count ? slot + 1 : 0) {
        const char *at = slots->at + (size_t)slot * LEMMA_SLOT_BYTES;
        uint32_t tag = lemma_load32(at);
        if (tag == 0) return false;
        if (tag == want) {
            *out = (lemma_value){ (uint16_t)lemma_load16(at + 4), (uint16_t)lemma_load16(at + 6) };
            return true;
        }
    }
}

lemma_value lemma_look_up(const lemma_slots *slots, const lemma_letters *letters, uint32_t class, lemma_value root)
{
    uint64_t hash = lemma_hash_class(slots->salt, class), part = 0, endings[LEMMA_ENDING];
    uint32_t at = letters->folded_len, last = at > LEMMA_ENDING ? at - LEMMA_ENDING : 0, count = 0;
    lemma_value value = root, said;
    bool parted = false;
    while (at > 0) {
        char c = letters->key[--at];
        if (c == '-' && !parted && at > 0 && at + 1 < letters->folded_len) parted = true, part = hash;
        hash = lemma_hash_step(hash, c);
        if (at < last) continue;
        endings[count++] = hash;
        expect(slots, hash);
    }
    expect(slots, lemma_hash_step(hash, 0));
    for (uint32_t k = 0; k < count && find(slots, endings[k], &said); k++) value = lemma_value_over(value, said);
    if (find(slots, lemma_hash_step(hash, 0), &said)) return lemma_value_over(value, said);
    if (parted && find(slots, lemma_hash_step(part, 0), &said) && said.rule != LEMMA_RULE_NONE) value.rule = said.rule;
    return value;
}

static lemma_rule rule_at(const lemma_tables *self, uint32_t rule)
{
    const char *at = self->rules + (size_t)rule * LEMMA_RULE_BYTES;
    return (lemma_rule){ { self->text + lemma_load32(at), (unsigned char)at[4] }, (unsigned char)at[5] };
}

static lemma_value class_value(const lemma_tables *self, uint32_t class)
{
    const char *at = self->classes + (size_t)class * LEMMA_CLASS_BYTES;
    return (lemma_value){ (uint16_t)lemma_load16(at + 6), (uint16_t)lemma_load16(at + 8) };
}

rp_str lemma_of(const lemma_tables *self, rp_str form, uint32_t class, arena *mem)
{
    lemma_letters letters;
    if (class >= self->class_count || !lemma_take_apart(form, &letters)) return form;
    lemma_value value = lemma_look_up(&self->slots, &letters, class, class_value(self, class));
    lemma_rule rule = rule_at(self, value.rule);
    if (rule.cut > letters.count || (rule.cut == letters.count && rule.add.len == 0)) rule = (lemma_rule){ { "", 0 }, 0 };
    lemma_case how = lemma_case_at(value.cases, letters.shape);
    bool as_written = how == LEMMA_KEEP || (how == LEMMA_LOWER && !letters.folds);
    if (as_written && rule.add.len == 0) return str_sub(form, 0, letters.start[letters.count - rule.cut]);
    if (how <= LEMMA_KEEP && rule.cut == letters.count) return rule.add;
    char out[LEMMA_ROOM];
    size_t len = lemma_apply(&letters, rule, how, out);
    if (len == 0) return form;      /* a number of commas alone */
    char *copy = arena_alloc(mem, len);
    if (!copy) return (rp_str){ NULL, 0 };
    memcpy(copy, out, len);
    return (rp_str){ copy, len };
}

uint32_t lemma_class(const lemma_tables *self, parse_upos upos, rp_str xpos)
{
    if (upos >= UPOS_COUNT) return UPOS_X;
    for (uint32_t i = UPOS_COUNT; xpos.len && i < self->class_count; i++) {
        const char *at = self->classes + (size_t)i * LEMMA_CLASS_BYTES;
        rp_str name = { self->text + lemma_load32(at), (unsigned char)at[4] };
        if ((unsigned char)at[5] == (unsigned)upos && str_eq(xpos, name)) return i;
    }
    return upos;
}

/* ---- opening --------------------------------------------------------------------------------------------------------- */

static bool cases_fit(uint32_t cases, bool all)
{
    for (unsigned s = 0; s < LEMMA_SHAPES; s++) {
        unsigned how = lemma_case_at(cases, s);
        if (how >= LEMMA_CASES && (all || how != LEMMA_CASE_NONE)) return false;
    }
    return cases <= LEMMA_CASES_NONE;
}

static bool text_inside(uint32_t at, uint32_t len, uint32_t text) { return at <= text && len <= text - at; }

static bool sound(const lemma_tables *self, uint32_t text)
{
    if (self->class_count < UPOS_COUNT || self->rule_count == 0 || self->rule_count >= LEMMA_RULE_NONE) return false;
    for (uint32_t i = 0; i < self->class_count; i++) {
        const char *at = self->classes + (size_t)i * LEMMA_CLASS_BYTES;
        uint32_t upos = (unsigned char)at[5];
        if (!text_inside(lemma_load32(at), (unsigned char)at[4], text) || upos >= UPOS_COUNT || (i < UPOS_COUNT && upos != i)
            || lemma_load16(at + 6) >= self->rule_count || !cases_fit(lemma_load16(at + 8), true)) return false;
    }
    for (uint32_t i = 0; i < self->rule_count; i++) {
        const char *at = self->rules + (size_t)i * LEMMA_RULE_BYTES;
        rp_str add = { NULL, (unsigned char)at[4] };
        if (add.len > LEMMA_ADD_MAX || !text_inside(lemma_load32(at), (uint32_t)add.len, text)) return false;
        add.at = self->text + lemma_load32(at);
        if (utf8_check(add) != add.len) return false;
    }
    bool room = false;
    for (uint32_t i = 0; i < self->slots.count; i++) {
        const char *at = self->slots.at + (size_t)i * LEMMA_SLOT_BYTES;
        uint32_t rule = lemma_load16(at + 4);
        room |= lemma_load32(at) == 0;
        if ((rule >= self->rule_count && rule != LEMMA_RULE_NONE) || !cases_fit(lemma_load16(at + 6), false)) return false;
    }
    return room;        /* a full table would never end a search */
}

rp_code lemma_open(rp_str section, lemma_tables **out, rp_err *err)
{
    *out = NULL;
    if (section.len < LEMMA_HEADER_BYTES || memcmp(section.at, LEMMA_MAGIC, 8) != 0)
        return error_set(err, RP_EFORMAT, "these are no lemma tables");
    uint32_t head[7];   /* version, bytes, salt, classes, rules, slots, text */
    for (unsigned i = 0; i < 7; i++) head[i] = lemma_load32(section.at + 8 + 4 * i);
    if (head[0] != LEMMA_VERSION)
        return error_set(err, RP_EFORMAT, "lemma tables of version %u, this program reads version %u", (unsigned)head[0], LEMMA_VERSION);
    uint64_t bytes = LEMMA_HEADER_BYTES + (uint64_t)head[3] * LEMMA_CLASS_BYTES + (uint64_t)head[4] * LEMMA_RULE_BYTES
                     + (uint64_t)head[5] * LEMMA_SLOT_BYTES + head[6];
    if (bytes != section.len || head[1] != section.len) return error_set(err, RP_EFORMAT, "lemma tables cut short or damaged");
    lemma_tables *self = calloc(1, sizeof *self);
    if (!self) return error_set(err, RP_ENOMEM, "memory ended");
    self->class_count = head[3];
    self->rule_count = head[4];
    self->classes = section.at + LEMMA_HEADER_BYTES;
    self->rules = self->classes + (size_t)head[3] * LEMMA_CLASS_BYTES;
    self->slots = (lemma_slots){ self->rules + (size_t)head[4] * LEMMA_RULE_BYTES, head[5], head[2] };
    self->text = self->slots.at + (size_t)head[5] * LEMMA_SLOT_BYTES;
    if (!sound(self, head[6])) {
        free(self);
        return error_set(err, RP_EFORMAT, "damaged lemma tables");
    }
    *out = self;
    return RP_OK;
}

void lemma_close(lemma_tables *self) { free(self); }
