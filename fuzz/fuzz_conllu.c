/*
 * fuzz_conllu.c - the CoNLL-U reader on any bytes: sentences whose heads and ranges lie inside, or an error with its line; the end comes.
 */
#include "fuzz.h"
#include "text/conllu.h"

static void check_sentence(const conllu_sentence *s)
{
    FUZZ_CHECK(s->word_count >= 1);
    for (size_t i = 0; i < s->word_count; i++) {
        const conllu_word *w = &s->words[i];
        const rp_str *all[] = { &w->form, &w->lemma, &w->upos, &w->xpos, &w->feats, &w->deprel, &w->deps, &w->misc };
        FUZZ_CHECK(w->form.len > 0);
        FUZZ_CHECK(w->head < s->word_count || w->head == CONLLU_ROOT || w->head == CONLLU_UNSAID);
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) FUZZ_CHECK(utf8_check(*all[k]) == all[k]->len && str_find(*all[k], '\t', 0) == all[k]->len);
        rp_str value;
        if (conllu_value(w->misc, "SpaceAfter", &value)) FUZZ_CHECK(value.at >= w->misc.at && value.at + value.len <= w->misc.at + w->misc.len);
    }
    for (size_t i = 0; i < s->range_count; i++) {
        const conllu_range *r = &s->ranges[i];
        FUZZ_CHECK(r->first < r->end && r->end <= s->word_count && r->form.len > 0);
        if (i) FUZZ_CHECK(s->ranges[i - 1].end <= r->first);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    char *copy = fuzz_copy(data, size);
    FILE *in = fmemopen(copy, size, "rb");
    FUZZ_CHECK(in);
    conllu_reader *reader = conllu_new(in, "fuzz");
    FUZZ_CHECK(reader);
    bool more = true;
    for (size_t steps = 0; more; steps++) {
        conllu_sentence s;
        rp_err err;
        FUZZ_CHECK(steps <= size + 2);
        rp_code rc = conllu_next(reader, &s, &more, &err);
        if (rc == RP_OK && more) check_sentence(&s);
        if (rc == RP_OK) continue;
        FUZZ_CHECK(rc == RP_EFORMAT || rc == RP_ETEXT);
        FUZZ_CHECK(err.code == rc && err.line >= 1 && err.why[0]);
    }
    conllu_free(reader);
    fclose(in);
    free(copy);
    return 0;
}
