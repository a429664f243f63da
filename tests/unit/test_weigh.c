/*
 * test_weigh.c - the learned part: fitting separates what can be separated and is deterministic; a model that was written opens again, and what
 * is no model, or a damaged one, is refused; scores, probabilities, confidence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "coder/train.h"
#include "event/learn.h"
#include "support/folder.h"
#include "support/reading.h"

/* ---- fitting -------------------------------------------------------------------------------------------------------------------- */

enum { CASES = 60 };

/* Three classes: features 0..2 each tell one, 3 tells nothing. */
typedef struct problem {
    learn_case cases[CASES];
    uint32_t features[CASES][2], label[CASES];
    float targets[3][3], vectors[CASES][2];
} problem;

static const learn_settings three = { .classes = 3, .features = 4, .passes = 20, .rate = 0.1f, .penalty = 1e-4f, .seed = 1 };

static void make_problem(problem *p)
{
    memset(p, 0, sizeof *p);
    for (uint32_t k = 0; k < 3; k++) p->targets[k][k] = 1;
    for (uint32_t i = 0; i < CASES; i++) {
        p->label[i] = i * 7 % 3;
        p->features[i][0] = p->label[i], p->features[i][1] = 3;
        p->cases[i] = (learn_case){ p->features[i], 2, p->targets[p->label[i]], NULL, 1 };
    }
}

static void test_learn_separates_and_sums_to_one(void **state)
{
    problem p;
    learn_weights w;
    coding *c = *state;
    make_problem(&p);
    assert_int_equal(learn_fit(p.cases, CASES, &three, c->mem, &w, NULL), RP_OK);
    for (uint32_t i = 0; i < CASES; i++) {
        float out[3];
        learn_apply(&w, &three, &p.cases[i], out);
        assert_true(out[p.label[i]] > 0.8f);
        assert_true(fabsf(out[0] + out[1] + out[2] - 1) < 1e-5f);
    }
    const uint32_t nothing[] = { 3 };
    float out[3];
    learn_apply(&w, &three, &(learn_case){ nothing, 1, NULL, NULL, 1 }, out);
    for (int k = 0; k < 3; k++) assert_true(out[k] > 0.2f && out[k] < 0.5f);        /* what all classes have tells none apart */
}

static void test_learn_separates_by_vectors(void **state)
{
    problem p;
    learn_weights w;
    coding *c = *state;
    learn_settings s = three;
    s.vector_count = 2, s.features = 0;
    make_problem(&p);
    for (uint32_t i = 0; i < CASES; i++) {
        p.vectors[i][0] = p.label[i] == 0 ? 1 : p.label[i] == 1 ? -1 : 0, p.vectors[i][1] = p.label[i] == 2 ? 1 : -1;
        p.cases[i].count = 0, p.cases[i].vectors = p.vectors[i];
    }
    assert_int_equal(learn_fit(p.cases, CASES, &s, c->mem, &w, NULL), RP_OK);
    for (uint32_t i = 0; i < CASES; i++) {
        float out[3];
        learn_apply(&w, &s, &p.cases[i], out);
        for (uint32_t k = 0; k < 3; k++) assert_true(k == p.label[i] || out[k] < out[p.label[i]]);
    }
}

/* One class: yes or no. */
static void test_learn_answers_yes_or_no(void **state)
{
    problem p;
    learn_weights w;
    coding *c = *state;
    const float no = 0, yes = 1;
    learn_settings s = three;
    s.classes = 1;
    make_problem(&p);
    for (uint32_t i = 0; i < CASES; i++) p.cases[i].target = p.label[i] == 1 ? &yes : &no;
    assert_int_equal(learn_fit(p.cases, CASES, &s, c->mem, &w, NULL), RP_OK);
    for (uint32_t i = 0; i < CASES; i++) {
        float out;
        learn_apply(&w, &s, &p.cases[i], &out);
        assert_true(p.label[i] == 1 ? out > 0.7f : out < 0.3f);
    }
}

/* Cases that contradict each other: the heavier wins, about as much as it is heavier. */
static void test_learn_minds_the_weights_of_cases(void **state)
{
    coding *c = *state;
    const uint32_t feature[] = { 0 };
    const float first[] = { 1, 0 }, second[] = { 0, 1 };
    const learn_case cases[] = { { feature, 1, first, NULL, 3 }, { feature, 1, second, NULL, 1 } };
    const learn_settings s = { .classes = 2, .features = 1, .passes = 400, .rate = 0.1f, .seed = 1 };
    learn_weights w;
    float out[2];
    assert_int_equal(learn_fit(cases, 2, &s, c->mem, &w, NULL), RP_OK);
    learn_apply(&w, &s, &cases[0], out);
    assert_true(fabsf(out[0] - 0.75f) < 0.06f);     /* three of four */
}

static void test_learn_is_deterministic(void **state)
{
    problem p;
    learn_weights a, b, other;
    coding *c = *state;
    learn_settings s = three;
    make_problem(&p);
    assert_int_equal(learn_fit(p.cases, CASES, &s, c->mem, &a, NULL), RP_OK);
    assert_int_equal(learn_fit(p.cases, CASES, &s, c->mem, &b, NULL), RP_OK);
    s.seed = 2;
    assert_int_equal(learn_fit(p.cases, CASES, &s, c->mem, &other, NULL), RP_OK);
    assert_memory_equal(a.features, b.features, 4 * 3 * sizeof(float));
    assert_memory_not_equal(a.features, other.features, 4 * 3 * sizeof(float));
}

static void test_learn_of_nothing(void **state)
{
    coding *c = *state;
    learn_weights w;
    float out[3];
    assert_int_equal(learn_fit(NULL, 0, &three, c->mem, &w, NULL), RP_OK);
    learn_apply(&w, &three, &(learn_case){ .count = 0 }, out);
    for (int k = 0; k < 3; k++) assert_true(fabsf(out[k] - 1.0f / 3) < 1e-6f);
}

static void test_learn_survives_each_failed_allocation(void **state)
{
    problem p;
    learn_weights w;
    coding *c = *state;
    size_t allowed = 0;
    rp_code rc;
    make_problem(&p);
    do {
        arena_reset(c->mem);
        arena_fail_after(c->mem, allowed++);
        rc = learn_fit(p.cases, CASES, &three, c->mem, &w, NULL);
        assert_true(rc == RP_OK || rc == RP_ENOMEM);
    } while (rc != RP_OK);
    assert_true(allowed > 4);
    arena_fail_after(c->mem, SIZE_MAX);
}

/* ---- a model, written and opened ------------------------------------------------------------------------------------------------ */

#define HEADER "type\tmode\tstatus\tspeaker\tregister\tregion\tyear\tsentence\n"

static const char corpus[] = HEADER
    "ACCUSE\t\treported\t\t\t\t\t<s>Kenya</s> <e>accused</e> <t>Uganda</t> of espionage.\n"
    "ACCUSE\t\treported\t\t\t\t\t<s>Peru</s> <e>accused</e> <t>Chile</t> of lying.\n"
    "ACCUSE\t\talleged\tthe envoy\t\t\t\t<s>Norway</s> <e>condemned</e> <t>Iceland</t>, the envoy said.\n"
    "ACCUSE\t\treported\t\t\t\t\t<s>Ghana</s> <e>condemned</e> <t>Togo</t> on Monday.\n"
    "ASSAULT\t\treported\t\t\t\t\t<s>Kenyan troops</s> <e>shelled</e> <t>Ugandan villages</t>.\n"
    "ASSAULT\t\tplanned\t\t\t\t\t<s>Peru</s> will <e>attack</e> <t>Chile</t>.\n"
    "ASSAULT\t\treported\t\t\t\t\t<s>Chilean troops</s> <e>shelled</e> <t>Peruvian ports</t>.\n"
    "ASSAULT\t\tdenied\tUganda\t\t\t\tUganda denied that <s>Kenya</s> <e>attacked</e> <t>Tanzania</t>.\n"
    "AGREE\t\treported\t\t\t\t\t<s>Kenya</s> <e>promised</e> <t>Uganda</t> food.\n"
    "AGREE\t\treported\t\t\t\t\t<s>Norway</s> <e>promised</e> <t>Iceland</t> ships.\n"
    "CONSULT\t\treported\t\t\t\t\t<s>Kenya</s> <e>met</e> <t>Uganda</t> in Paris.\n"
    "NONE\t\t\t\t\t\t\t<s>Kenya</s> <e>met</e> its targets.\n";

static rp_code train_on(coding *c, const char *text, uint32_t folds, buf *out, rp_err *err)
{
    char folder[FOLDER_PATH], path[FOLDER_PATH + 16];
    folder_new(folder);
    folder_write(folder, "rows.tsv", str_of(text));
    snprintf(path, sizeof path, "%s/rows.tsv", folder);
    const char *files[] = { path };
    event_training t = { .files = files, .file_count = 1, .folds = folds, .passes = 5 };
    rp_code rc = train_events(c->tables, &t, out, err);
    folder_remove(folder);
    return rc;
}

/* A copy that ends where the model does, so that reading on is seen; caller frees. */
static void *aligned_copy(rp_str bytes)
{
    void *p = NULL;
    assert_int_equal(posix_memalign(&p, 64, bytes.len ? bytes.len : 1), 0);
    if (bytes.len) memcpy(p, bytes.at, bytes.len);
    return p;
}

static rp_code try_open(rp_str bytes, bool trusted, rp_err *err)
{
    weigher *w;
    void *copy = aligned_copy(bytes);
    rp_code rc = weigher_new((rp_str){ copy, bytes.len }, trusted, &w, err);
    assert_int_equal(rc == RP_OK, w != NULL);
    weigher_free(w);
    free(copy);
    return rc;
}

static buf the_model(coding *c)
{
    static buf model;
    rp_err err;
    if (!model.len && train_on(c, corpus, 0, &model, &err) != RP_OK) fail_msg("%s", err.why);
    return model;
}

static void test_model_opens_again_and_knows_its_corpus(void **state)
{
    coding *c = *state;
    buf model = the_model(c);
    void *copy = aligned_copy(buf_view(&model));
    weigher *w;
    assert_int_equal(weigher_new((rp_str){ copy, model.len }, false, &w, NULL), RP_OK);
    static const struct { const char *text, *source, *trigger, *target; unsigned type; } cases[] = {
        { "Kenya accused Uganda of espionage.", "Kenya", "accused", "Uganda", RP_EVENT_ACCUSE },
        { "Kenyan troops shelled Ugandan villages.", "troops", "shelled", "villages", RP_EVENT_ASSAULT },
        { "Norway promised Iceland ships.", "Norway", "promised", "Iceland", RP_EVENT_AGREE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = reading_read(c, cases[i].text);
        status_reading status;
        weigh_scores s;
        feature_case f = relate_case(&r, reading_word(&r, cases[i].trigger), reading_word(&r, cases[i].source), reading_word(&r, cases[i].target), &status);
        weigh_type(w, &f, &s);
        assert_int_equal(s.count, RP_EVENT_TYPES + 1);
        assert_int_equal(weigh_best(&s, s.count), cases[i].type);
        weigh_status(w, &f, false, false, cases[i].type, &s);
        assert_int_equal(s.count, RP_STATUSES);
        assert_int_equal(weigh_best(&s, s.count), RP_REPORTED);
    }
    for (int k = 0; k <= 10; k++) assert_true(fabs(weigh_confidence(w, k / 10.0) - k / 10.0) < 1e-9);      /* without folds there is no curve */
    weigher_free(w);
    free(copy);
}

static void test_model_is_the_same_for_the_same_corpus(void **state)
{
    coding *c = *state;
    buf model = the_model(c), again = { 0 }, other = { 0 };
    assert_int_equal(train_on(c, corpus, 0, &again, NULL), RP_OK);
    assert_int_equal(again.len, model.len);
    assert_memory_equal(again.at, model.at, model.len);
    assert_int_equal(train_on(c, HEADER "AID\t\treported\t\t\t\t\t<s>Kenya</s> <e>fed</e> <t>Uganda</t>.\n", 0, &other, NULL), RP_OK);
    assert_true(other.len != model.len || memcmp(other.at, model.at, model.len) != 0);
    assert_int_equal(try_open(buf_view(&other), false, NULL), RP_OK);
    buf_free(&again);
    buf_free(&other);
}

static void test_model_is_added_behind_what_is_there(void **state)
{
    coding *c = *state;
    buf model = the_model(c), out = { 0 };
    buf_text(&out, "before");
    assert_int_equal(train_on(c, corpus, 0, &out, NULL), RP_OK);
    assert_int_equal(out.len, model.len + 6);
    assert_memory_equal(out.at, "before", 6);
    assert_memory_equal(out.at + 6, model.at, model.len);
    buf_free(&out);
}

static void test_model_truncated_anywhere_is_refused(void **state)
{
    buf model = the_model(*state);
    for (size_t len = 0; len < model.len; len += len < 2048 ? 1 : 61) {
        rp_str part = { model.at, len };
        assert_int_not_equal(try_open(part, false, NULL), RP_OK);
        assert_int_not_equal(try_open(part, true, NULL), RP_OK);
    }
    char *changed = malloc(model.len);
    assert_non_null(changed);
    memcpy(changed, model.at, model.len);
    for (size_t len = sizeof(weigh_header); len < model.len; len += 61) {       /* with the size put right: no part may reach beyond the end */
        ((weigh_header *)(void *)changed)->size = len;
        assert_int_equal(try_open((rp_str){ changed, len }, true, NULL), RP_EFORMAT);
    }
    free(changed);
    buf longer = { 0 };
    buf_str(&longer, buf_view(&model));
    buf_char(&longer, 0);
    assert_int_equal(try_open(buf_view(&longer), false, NULL), RP_EFORMAT);
    buf_free(&longer);
}

/*
 * Use an opened model; what it says may be nonsense, but it must not crash. The case is one that has vectors, object and complement.
 */
static void use(coding *c, weigher *w)
{
    reading r = reading_read(c, "Kenyan troops shelled Ugandan villages.");
    status_reading status;
    weigh_scores s;
    feature_case f = relate_case(&r, reading_word(&r, "shelled"), reading_word(&r, "troops"), reading_word(&r, "villages"), &status);
    weigh_type(w, &f, &s);
    weigh_status(w, &f, false, false, RP_EVENT_ASSAULT, &s);
    (void)weigh_link(w, &f);
    (void)weigh_confidence(w, 0.5);
}

static void test_model_with_a_flipped_header_byte_is_refused(void **state)
{
    buf model = the_model(*state);
    static const unsigned char flips[] = { 0x01, 0x80, 0xFF };
    for (size_t at = 0; at < sizeof(weigh_header); at++) {
        for (size_t k = 0; k < sizeof flips; k++) {
            unsigned char *copy = aligned_copy(buf_view(&model));
            weigher *w;
            copy[at] ^= flips[k];
            rp_code rc = weigher_new((rp_str){ (char *)copy, model.len }, false, &w, NULL);
            if (rc == RP_OK) fail_msg("byte %zu of the header may be %u", at, copy[at]);
            assert_true(rc == RP_EFORMAT || rc == RP_EVERSION);
            weigher_free(w);
            free(copy);
        }
    }
}

/* What of the header decides where the tables lie, in values that make no sense. */
static void test_model_with_wild_sizes_is_refused(void **state)
{
    buf model = the_model(*state);
    static const uint32_t wild[] = { 25, 31, 32, 255, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF };
    for (int task = 0; task < (int)WEIGH_TASKS; task++) {
        for (size_t v = 0; v < sizeof wild / sizeof *wild; v++) {
            for (int field = 0; field < 6; field++) {
                char *copy = aligned_copy(buf_view(&model));
                weigh_header *h = (weigh_header *)(void *)copy;
                weigh_part *p = &h->parts[task];
                weigher *w;
                uint32_t *const fields[] = { &p->bits, &p->rows, &p->classes, &p->vector_words, &p->vector_size, &h->curve_count };
                uint32_t least[] = { 25, 0x10000, 25, 25, 255, 25 };
                if (wild[v] >= least[field]) {
                    *fields[field] = wild[v];
                    assert_int_equal(weigher_new((rp_str){ copy, model.len }, true, &w, NULL), RP_EFORMAT);
                    assert_null(w);
                }
                free(copy);
            }
        }
    }
}

static void test_model_with_a_flipped_byte_behind_the_header_is_refused(void **state)
{
    buf model = the_model(*state);
    for (size_t at = sizeof(weigh_header); at < model.len; at += 61) {
        model.at[at] ^= 0x10;
        assert_int_equal(try_open(buf_view(&model), false, NULL), RP_EFORMAT);
        model.at[at] ^= 0x10;
    }
    assert_int_equal(try_open(buf_view(&model), false, NULL), RP_OK);
}

/* With trust the checksum is not looked at: what is opened then must not crash, whatever the tables hold. */
static void test_model_with_noise_in_its_tables_does_no_harm(void **state)
{
    buf model = the_model(*state);
    uint64_t seed = 3;
    unsigned opened = 0;
    for (int round = 0; round < 200; round++) {
        unsigned char *copy = aligned_copy(buf_view(&model));
        weigher *w;
        for (unsigned n = 1u << random_next(&seed) % 8; n > 0; n--)
            copy[sizeof(weigh_header) + random_next(&seed) % (model.len - sizeof(weigh_header))] = (unsigned char)random_next(&seed);
        if (weigher_new((rp_str){ (char *)copy, model.len }, true, &w, NULL) == RP_OK) use(*state, w), opened++;
        weigher_free(w);
        free(copy);
    }
    assert_true(opened > 0);
}

static void test_model_of_foreign_bytes_is_refused(void **state)
{
    (void)state;
    rp_err err;
    uint64_t seed = 9;
    assert_int_equal(try_open(RP_STR(""), false, NULL), RP_EFORMAT);
    assert_int_equal(try_open(RP_STR(WEIGH_MAGIC), false, NULL), RP_EFORMAT);
    assert_int_equal(try_open(RP_STR("type\tmode\tstatus\n"), false, &err), RP_EFORMAT);
    assert_non_null(strstr(err.why, "no event model"));
    for (int round = 0; round < 300; round++) {
        buf bytes = { 0 };
        if (round % 2) buf_text(&bytes, WEIGH_MAGIC);
        for (size_t n = random_next(&seed) % 3000; n > 0; n--) buf_char(&bytes, (char)random_next(&seed));
        rp_code rc = try_open(buf_view(&bytes), round % 4 < 2, NULL);
        assert_true(rc == RP_EFORMAT || rc == RP_EVERSION);
        buf_free(&bytes);
    }
    buf header = { 0 };         /* a header that is right but for the tables that do not follow */
    weigh_header h = { .version = WEIGH_VERSION, .order = 0x01020304u, .size = sizeof h };
    memcpy(h.magic, WEIGH_MAGIC, sizeof h.magic);
    for (int k = 0; k < (int)WEIGH_TASKS; k++) h.parts[k] = (weigh_part){ 1, 1, weigh_classes[k], 0, 0, 0 };
    buf_add(&header, (const char *)&h, sizeof h);
    assert_int_equal(try_open(buf_view(&header), true, NULL), RP_EFORMAT);
    buf_free(&header);
}

static void test_model_of_another_version_or_byte_order_is_told(void **state)
{
    buf model = the_model(*state);
    rp_err err;
    char *copy = aligned_copy(buf_view(&model));
    weigh_header *h = (weigh_header *)(void *)copy;
    weigher *w;
    h->version = WEIGH_VERSION + 1;
    assert_int_equal(weigher_new((rp_str){ copy, model.len }, false, &w, &err), RP_EVERSION);
    h->version = WEIGH_VERSION, h->order = 0x04030201u;
    assert_int_equal(weigher_new((rp_str){ copy, model.len }, false, &w, &err), RP_EFORMAT);
    assert_non_null(strstr(err.why, "byte order"));
    free(copy);
}

static void test_training_refuses_bad_corpora(void **state)
{
    coding *c = *state;
    buf out = { 0 };
    rp_err err = { 0 };
    assert_int_equal(train_on(c, HEADER, 0, &out, &err), RP_EMISSING);
    assert_int_equal(train_on(c, HEADER "SHOUT\t\treported\t\t\t\t\t<s>A</s> <t>B</t>\n", 0, &out, &err), RP_EFORMAT);
    assert_int_equal(err.line, 2);
    const char *missing[] = { "/nonexistent/rows.tsv" };
    event_training t = { .files = missing, .file_count = 1 };
    assert_int_equal(train_events(c->tables, &t, &out, &err), RP_EMISSING);
    assert_string_equal(err.input, "/nonexistent/rows.tsv");
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

static void count_line(void *context, const char *line)
{
    unsigned *lines = context;
    assert_non_null(line);
    ++*lines;
}

/* With folds the figures are told, and a curve that rises is in the model. */
static void test_training_with_folds_tells_figures_and_makes_a_curve(void **state)
{
    coding *c = *state;
    char folder[FOLDER_PATH], path[FOLDER_PATH + 16];
    folder_new(folder);
    folder_write(folder, "rows.tsv", str_of(corpus));
    snprintf(path, sizeof path, "%s/rows.tsv", folder);
    const char *files[] = { path };
    unsigned lines = 0;
    event_training t = { .files = files, .file_count = 1, .folds = 3, .passes = 5, .said = count_line, .context = &lines };
    buf model = { 0 };
    assert_int_equal(train_events(c->tables, &t, &model, NULL), RP_OK);
    folder_remove(folder);
    assert_true(lines >= 3);        /* type, status, link at least */
    void *copy = aligned_copy(buf_view(&model));
    const weigh_header *h = copy;
    weigher *w;
    assert_int_equal(weigher_new((rp_str){ copy, model.len }, false, &w, NULL), RP_OK);
    assert_true(h->curve_count > 0 && h->curve_count <= WEIGH_STEPS);
    for (uint32_t i = 0; i < h->curve_count; i++) {
        assert_true(h->curve_x[i] >= 0 && h->curve_x[i] <= 1 && h->curve_y[i] > 0 && h->curve_y[i] < 1);
        assert_true(i == 0 || h->curve_x[i] >= h->curve_x[i - 1]);
    }
    weigher_free(w);
    free(copy);
    buf_free(&model);
}

/* ---- scores --------------------------------------------------------------------------------------------------------------------- */

static void test_weigh_best_is_the_highest_and_of_equals_the_first(void **state)
{
    (void)state;
    weigh_scores s = { .at = { -5, 3, 9, 9, -1 }, .count = 5 };
    assert_int_equal(weigh_best(&s, 5), 2);
    assert_int_equal(weigh_best(&s, 2), 1);
    assert_int_equal(weigh_best(&s, 1), 0);
    weigh_scores low = { .at = { -9, -3, -4 }, .count = 3 };
    assert_int_equal(weigh_best(&low, 3), 1);
}

static void test_weigh_probabilities_sum_to_one(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int round = 0; round < 1000; round++) {
        weigh_scores s = { .count = RP_EVENT_TYPES + 1 };
        int32_t wide = 1 << (random_next(&seed) % 22);
        for (uint32_t k = 0; k < s.count; k++) s.at[k] = (int32_t)(random_next(&seed) % (2 * (uint32_t)wide)) - wide;
        double sum = 0;
        uint32_t best = weigh_best(&s, s.count);
        for (uint32_t k = 0; k < s.count; k++) {
            double p = weigh_probability(&s, k, s.count);
            assert_true(p >= 0 && p <= 1 && p <= weigh_probability(&s, best, s.count));
            sum += p;
        }
        assert_true(fabs(sum - 1) < 1e-9);
    }
    weigh_scores even = { .at = { 7, 7, 7, 7 }, .count = 4 }, step = { .at = { (int32_t)WEIGH_ONE, 0 }, .count = 2 };
    assert_true(fabs(weigh_probability(&even, 2, 4) - 0.25) < 1e-12);
    assert_true(fabs(weigh_probability(&step, 0, 2) - 1 / (1 + exp(-1))) < 1e-12);     /* one unit is one nat */
}

static void test_weigh_confidence_rises(void **state)
{
    coding *c = *state;
    double before = -1;
    for (int k = 0; k <= 1000; k++) {
        double y = weigh_confidence(c->tables->weigher, k / 1000.0);
        assert_true(y >= 0 && y <= 1 && y >= before);
        before = y;
    }
    assert_true(weigh_confidence(c->tables->weigher, 1) > weigh_confidence(c->tables->weigher, 0.3));
}

typedef struct summed { int64_t which, against; unsigned told; } summed;

static void add_up(void *context, rp_str name, rp_str a, rp_str b, rp_str c, int32_t weight, int32_t against)
{
    summed *s = context;
    assert_true(name.len > 0);
    (void)a, (void)b, (void)c;
    s->which += weight, s->against += against, s->told++;
}

/* What is explained is what was summed. */
static void test_weigh_explanation_adds_up(void **state)
{
    coding *c = *state;
    static const char *const texts[] = { "Kenyan troops shelled Ugandan villages.", "Kenyan troops have shelled villages if not shelled." };
    for (size_t i = 0; i < 2; i++) {
        reading r = reading_read(c, texts[i]);
        status_reading status;
        weigh_scores s;
        feature_case f = relate_case(&r, reading_word(&r, "shelled"), reading_word(&r, "troops"), reading_word(&r, "villages"), &status);
        weigh_type(c->tables->weigher, &f, &s);
        for (uint32_t k = 0; k + 1 < s.count; k++) {
            summed sum = { 0 };
            weigh_explain(c->tables->weigher, &f, k, k + 1, add_up, &sum);
            assert_int_equal(sum.which, s.at[k]);
            assert_int_equal(sum.against, s.at[k + 1]);
            assert_true(sum.told > 3);
        }
    }
}

static void test_weigh_hash_parts_its_pieces(void **state)
{
    (void)state;
    uint64_t one = weigh_hash(RP_STR("verb"), RP_STR("shell"), RP_STR(""), RP_STR(""));
    assert_true(one == weigh_hash(RP_STR("verb"), RP_STR("shell"), (rp_str){ 0 }, (rp_str){ 0 }));
    assert_true(one != weigh_hash(RP_STR("verb"), RP_STR(""), RP_STR("shell"), RP_STR("")));
    assert_true(one != weigh_hash(RP_STR("verb"), RP_STR(""), RP_STR(""), RP_STR("shell")));
    assert_true(weigh_hash(RP_STR("verb"), RP_STR("a"), RP_STR("b"), RP_STR("")) != weigh_hash(RP_STR("verb"), RP_STR("b"), RP_STR("a"), RP_STR("")));
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_learn_separates_and_sums_to_one),
        TEST(test_learn_separates_by_vectors),
        TEST(test_learn_answers_yes_or_no),
        TEST(test_learn_minds_the_weights_of_cases),
        TEST(test_learn_is_deterministic),
        TEST(test_learn_of_nothing),
        TEST(test_learn_survives_each_failed_allocation),
        TEST(test_model_opens_again_and_knows_its_corpus),
        TEST(test_model_is_the_same_for_the_same_corpus),
        TEST(test_model_is_added_behind_what_is_there),
        TEST(test_model_truncated_anywhere_is_refused),
        TEST(test_model_with_a_flipped_header_byte_is_refused),
        TEST(test_model_with_wild_sizes_is_refused),
        TEST(test_model_with_a_flipped_byte_behind_the_header_is_refused),
        TEST(test_model_with_noise_in_its_tables_does_no_harm),
        TEST(test_model_of_foreign_bytes_is_refused),
        TEST(test_model_of_another_version_or_byte_order_is_told),
        TEST(test_training_refuses_bad_corpora),
        TEST(test_training_with_folds_tells_figures_and_makes_a_curve),
        TEST(test_weigh_best_is_the_highest_and_of_equals_the_first),
        TEST(test_weigh_probabilities_sum_to_one),
        TEST(test_weigh_confidence_rises),
        TEST(test_weigh_explanation_adds_up),
        TEST(test_weigh_hash_parts_its_pieces),
    };
    return cmocka_run_group_tests_name("weigh", tests, coding_open, coding_close);
}
