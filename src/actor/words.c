/* actor/words.c - see actor/words.h. */
#include "actor/words.h"
#include <stdlib.h>

struct word_classes {
    uint32_t count;             /* words of the lexicon that are known here: numbers below */
    uint16_t *at;
};

static uint16_t class_bit(rp_str name)
{
    static const char *const names[] = { "determiner", "preposition", "conjunction", "subordinator", "relative", "be", "have", "do", "modal",
                                         "pronoun", "negation", "adverb", "quantity", "adjective" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i])) return (uint16_t)(1u << i);
    return 0;
}

rp_code word_classes_new(const lexicon *tables, word_classes **out, rp_err *err)
{
    *out = NULL;
    word_classes *self = calloc(1, sizeof *self);
    lexicon_table t = lexicon_find_table(tables, "en/function-words");
    uint32_t words = lexicon_column(&t, "words"), class = lexicon_column(&t, "class");
    for (int pass = 0; self && pass < 2; pass++) {
        for (uint32_t i = 0; i < t.rows; i++) {
            uint32_t word = lexicon_word(tables, lexicon_cell(&t, i, words));
            if (word == LEXICON_NONE) continue;
            if (pass == 0 && word >= self->count) self->count = word + 1;
            if (pass == 1) self->at[word] |= class_bit(lexicon_cell(&t, i, class));
        }
        if (pass == 0 && !(self->at = calloc(self->count + 1, sizeof *self->at))) {
            word_classes_free(self);
            self = NULL;
        }
    }
    if (!self) return error_set(err, RP_ENOMEM, "memory ended while opening the tables");
    *out = self;
    return RP_OK;
}

void word_classes_free(word_classes *self)
{
    if (!self) return;
    free(self->at);
    free(self);
}

uint16_t word_class(const word_classes *self, uint32_t word) { return word < self->count ? self->at[word] : 0; }

static uint16_t class_of(const word_classes *classes, rp_str text, const unit *u)
{
    uint16_t known = word_class(classes, u->word);
    unsigned char c = (unsigned char)text.at[u->start];
    if (is_alnum(c)) return known;
    bool apostrophe = c == '\'' || (c == 0xE2 && u->end - u->start >= 3 && memcmp(text.at + u->start, "\xE2\x80\x99", 3) == 0);
    if (apostrophe) {
        uint32_t mark = c == '\'' ? 1 : 3, behind = u->end - u->start - mark;
        if (behind == 0 || (behind == 1 && to_lower((unsigned char)text.at[u->end - 1]) == 's')) return known | WORD_POSSESSIVE;
        return known;
    }
    return c < 0x80 || c == 0xE2 || c == 0xC2 ? known | WORD_PUNCT : known;
}

rp_code words_look_up(const word_classes *classes, const lexicon *tables, rp_str text, const rp_token *tokens, const rp_sentence *sentences,
                      size_t sentence_count, arena *mem, word_layer *out, rp_err *err)
{
    vec units = vec_of(sizeof(unit)), kinds = vec_of(sizeof(uint16_t));
    word_range *ranges = arena_array(mem, sentence_count + 1, sizeof *ranges);
    *out = (word_layer){ 0 };
    if (!ranges) return error_set(err, RP_ENOMEM, "memory ended");
    for (size_t s = 0; s < sentence_count; s++) {
        ranges[s].first = (uint32_t)units.count;
        for (uint32_t t = sentences[s].first_token; t < sentences[s].first_token + sentences[s].token_count; t++) {
            uint32_t at = tokens[t].start;
            for (unit u; unit_next(text, &at, tokens[t].end, &u);) {
                unit *slot = vec_add(&units, mem);
                uint16_t *kind = vec_add(&kinds, mem);
                if (!slot || !kind) return error_set(err, RP_ENOMEM, "memory ended");
                char folded[UNIT_FOLDED];
                size_t len = unit_fold(text, &u, folded);
                u.word = len ? lexicon_word(tables, (rp_str){ folded, len }) : LEXICON_NONE;
                u.token = t;
                *slot = u;
                *kind = class_of(classes, text, &u);
                if (u.caps != UNIT_LOWER && t != sentences[s].first_token) *kind &= (uint16_t)~WORD_MODAL;     /* "31 May", "Will Smith" */
            }
        }
        ranges[s].count = (uint32_t)units.count - ranges[s].first;
    }
    *out = (word_layer){ units.at, kinds.at, (uint32_t)units.count, ranges };
    return RP_OK;
}
