/*
 * test_tree_event.c - the tree of a sentence as events are sought in it, who stands on both sides of a predicate, and what governs it. What is
 * expected follows from grammar; the sentences are plain, so that the parser has no part in what fails here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/reading.h"

/* ---- trees ---------------------------------------------------------------------------------------------------------------------- */

static const char *const sentences[] = {
    "Kenyan troops shelled a village in Uganda.",
    "The village was shelled and occupied by Kenyan troops.",
    "Had Kenya attacked Uganda, the war would have spread.",
    "\"Kenya attacked the port,\" said the minister of defence, who had come from Nairobi on Monday.",
    "The U.N. (which met in New York) didn't vote; nobody knew why.",
    "No.",
    "?",
    "Kenya Uganda Kenya Uganda of of by the the and",
};

static void test_tree_children_and_heads_agree(void **state)
{
    for (size_t s = 0; s < sizeof sentences / sizeof *sentences; s++) {
        reading r = reading_read(*state, sentences[s]);
        const tree *t = &r.tree;
        uint32_t children = 0, roots = 0;
        assert_true(t->count > 0 && t->root < t->count);
        for (uint32_t i = 0; i < t->count; i++) {
            const tree_word *w = &t->at[i];
            assert_true(str_eq(w->form, str_sub(str_of(sentences[s]), w->start, w->end)));
            assert_true(i == 0 || w->start >= t->at[i - 1].end);
            roots += w->head == TREE_NONE;
            uint32_t before = TREE_NONE;
            for (uint32_t c = w->child; c != TREE_NONE; before = c, c = t->at[c].next, children++) {
                assert_int_equal(t->at[c].head, i);
                assert_true(before == TREE_NONE || before < c);
            }
        }
        assert_int_equal(roots, 1);
        assert_int_equal(t->at[t->root].head, TREE_NONE);
        assert_int_equal(children, t->count - 1);       /* all but the root are somebody's child, once */
    }
}

static void test_tree_span_holds_all_below(void **state)
{
    for (size_t s = 0; s < sizeof sentences / sizeof *sentences; s++) {
        reading r = reading_read(*state, sentences[s]);
        for (uint32_t i = 0; i < r.tree.count; i++) {
            uint32_t first, last;
            tree_span(&r.tree, i, &first, &last);
            assert_true(first <= i && i <= last && last < r.tree.count);
            assert_true(tree_under(&r.tree, first, i) && tree_under(&r.tree, last, i));
        }
    }
}

/* The definition, counted out: of the words that both are under, the deepest. */
static uint32_t meeting_by_search(const tree *t, uint32_t a, uint32_t b)
{
    uint32_t best = t->root;
    for (uint32_t i = 0; i < t->count; i++)
        if (tree_under(t, a, i) && tree_under(t, b, i) && tree_depth(t, i) > tree_depth(t, best)) best = i;
    return best;
}

static void test_tree_meeting_is_the_deepest_common_governor(void **state)
{
    for (size_t s = 0; s < sizeof sentences / sizeof *sentences; s++) {
        reading r = reading_read(*state, sentences[s]);
        const tree *t = &r.tree;
        for (uint32_t a = 0; a < t->count; a++) {
            assert_int_equal(tree_meeting(t, a, a), a);
            assert_int_equal(tree_meeting(t, a, t->root), t->root);
            for (uint32_t b = 0; b < t->count; b++) assert_int_equal(tree_meeting(t, a, b), meeting_by_search(t, a, b));
        }
    }
}

static void test_tree_of_a_plain_sentence(void **state)
{
    reading r = reading_read(*state, "Kenyan troops shelled a village.");
    const tree *t = &r.tree;
    uint32_t kenyan = reading_word(&r, "Kenyan"), troops = reading_word(&r, "troops"), shelled = reading_word(&r, "shelled"), village = reading_word(&r, "village");
    assert_int_equal(t->count, 6);
    assert_int_equal(t->root, shelled);
    assert_int_equal(tree_child(t, shelled, REL_NSUBJ), troops);
    assert_int_equal(tree_child(t, shelled, REL_OBJ), village);
    assert_int_equal(tree_child(t, shelled, REL_IOBJ), TREE_NONE);
    assert_int_equal(tree_child(t, troops, REL_AMOD), kenyan);
    assert_int_equal(tree_child_lemma(t, village, REL_DET, "a"), reading_word(&r, "a"));
    assert_int_equal(tree_child_lemma(t, village, REL_DET, "the"), TREE_NONE);
    assert_int_equal(tree_depth(t, shelled), 0);
    assert_int_equal(tree_depth(t, kenyan), 2);
    assert_int_equal(tree_meeting(t, kenyan, village), shelled);
    assert_int_equal(tree_meeting(t, kenyan, troops), troops);
    assert_true(tree_under(t, kenyan, shelled) && tree_under(t, kenyan, kenyan));
    assert_false(tree_under(t, shelled, kenyan) || tree_under(t, village, troops));
    uint32_t first, last;
    tree_span(t, troops, &first, &last);
    assert_true(first == kenyan && last == troops);
    tree_span(t, shelled, &first, &last);
    assert_true(first == 0 && last == t->count - 1);
    assert_true(tree_lemma_is(t, shelled, "shell"));
    assert_false(tree_lemma_is(t, TREE_NONE, "shell"));
    assert_true(t->at[shelled].form_bits & TREE_PAST);
    assert_true(t->at[troops].form_bits & TREE_PLURAL);
    assert_false(t->at[village].form_bits & TREE_PLURAL);
    assert_true(tree_is_verb(&t->at[shelled]) && tree_is_nominal(&t->at[troops]) && !tree_is_nominal(&t->at[shelled]) && !tree_is_verb(&t->at[kenyan]));
}

static void test_tree_mentions_cover_their_words(void **state)
{
    reading r = reading_read(*state, "Kenyan troops shelled a village in Uganda.");
    const tree *t = &r.tree;
    int32_t troops = t->at[reading_word(&r, "troops")].mention, uganda = t->at[reading_word(&r, "Uganda")].mention;
    assert_true(troops >= 0 && uganda >= 0 && troops != uganda);
    assert_int_equal(t->at[reading_word(&r, "Kenyan")].mention, troops);
    assert_int_equal(t->at[reading_word(&r, "shelled")].mention, -1);
    assert_int_equal(t->at[reading_word(&r, "village")].mention, -1);
}

/* Bytes: "The minister of defence met Uganda." The 0-2, minister 4-11, of 13-14, defence 16-22, met 24-26, Uganda 28-33. */
static void test_tree_head_of_bytes(void **state)
{
    reading r = reading_read(*state, "The minister of defence met Uganda.");
    const tree *t = &r.tree;
    uint32_t minister = reading_word(&r, "minister"), defence = reading_word(&r, "defence"), met = reading_word(&r, "met"), uganda = reading_word(&r, "Uganda");
    assert_int_equal(tree_head_of(t, 0, 23), minister);
    assert_int_equal(tree_head_of(t, 4, 12), minister);
    assert_int_equal(tree_head_of(t, 7, 8), minister);          /* a byte inside is enough */
    assert_int_equal(tree_head_of(t, 13, 23), defence);
    assert_int_equal(tree_head_of(t, 16, 34), met);
    assert_int_equal(tree_head_of(t, 28, 34), uganda);
    assert_int_equal(tree_head_of(t, 28, 35), uganda);          /* with the stop */
    assert_int_equal(tree_head_of(t, 34, 35), TREE_NONE);       /* the stop alone */
    assert_int_equal(tree_head_of(t, 12, 13), TREE_NONE);       /* a blank */
    assert_int_equal(tree_head_of(t, 35, 90), TREE_NONE);
    assert_int_equal(tree_head_of(t, 0, 0), TREE_NONE);
}

static void test_tree_of_unit_finds_each_words_units(void **state)
{
    for (size_t s = 0; s < sizeof sentences / sizeof *sentences; s++) {
        reading r = reading_read(*state, sentences[s]);
        const tree *t = &r.tree;
        uint32_t units = 0;
        for (uint32_t i = 0; i < t->count; i++) {
            for (uint32_t k = 0; k < t->at[i].units; k++) assert_int_equal(tree_of_unit(t, t->at[i].first_unit + k), i);
            units += t->at[i].units;
        }
        assert_int_equal(units, t->end_unit - t->first_unit);
        assert_int_equal(tree_of_unit(t, t->end_unit), TREE_NONE);
    }
}

static void test_tree_knows_passives(void **state)
{
    static const struct { const char *text, *word; bool passive; } cases[] = {
        { "The village was shelled by Kenyan troops.", "shelled", true },
        { "The village was shelled.", "shelled", true },
        { "The ships seized by Uganda left the port.", "seized", true },        /* reduced */
        { "The village was shelled and occupied by Kenyan troops.", "occupied", true },     /* joined to one */
        { "Kenyan troops shelled a village.", "shelled", false },
        { "Kenyan troops have shelled a village.", "shelled", false },          /* a participle, but of the perfect */
        { "Kenya has attacked the port and occupied the city.", "occupied", false },
        { "The ships seized by Uganda left the port.", "left", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = reading_read(*state, cases[i].text);
        bool passive = (r.tree.at[reading_word(&r, cases[i].word)].form_bits & TREE_PASSIVE) != 0;
        if (passive != cases[i].passive) fail_msg("%s: %s is %spassive", cases[i].text, cases[i].word, passive ? "" : "not ");
    }
}

static void test_tree_survives_each_failed_allocation(void **state)
{
    coding *c = *state;
    reading r = reading_read(c, "Kenyan troops shelled a village in Uganda, the minister said.");
    arena *mem = arena_new(0);
    size_t allowed = 0;
    rp_code rc;
    do {
        reading again;
        arena_reset(mem);
        arena_fail_after(mem, allowed++);
        rc = reading_of(r.in, 0, 0, r.tree.count, mem, &again, NULL);
        assert_true(rc == RP_OK || rc == RP_ENOMEM);
        if (rc == RP_OK) assert_int_equal(again.predicate_count, r.predicate_count);
    } while (rc != RP_OK);
    assert_true(allowed > 3);       /* words, predicates, their index */
    arena_free(mem);
}

/* A sentence longer than what is read at once: its first part, and any later one, whose words are those that stand there. */
static void test_tree_of_a_part_of_a_long_sentence(void **state)
{
    coding *c = *state;
    buf text = { 0 };
    for (int i = 0; i < 250; i++) buf_text(&text, "Kenya left ");
    buf_char(&text, 0);
    reading r = reading_read(c, text.at), part;
    assert_int_equal(r.tree.count, READING_TOKENS);
    arena *mem = arena_new(0);
    assert_int_equal(reading_of(r.in, 0, READING_TOKENS + 1, 30, mem, &part, NULL), RP_OK);
    assert_int_equal(part.tree.count, 30);
    assert_int_equal(part.tree.at[0].start, (READING_TOKENS / 2) * 11 + 6);       /* the second word of the pair behind */
    assert_true(str_is(part.tree.at[0].form, "left"));
    for (uint32_t i = 0; i < part.tree.count; i++) {
        assert_true(part.tree.at[i].head == TREE_NONE || part.tree.at[i].head < part.tree.count);
        assert_true((part.tree.at[i].mention >= 0) == str_is(part.tree.at[i].form, "Kenya"));
        for (uint32_t k = 0; k < part.tree.at[i].units; k++) assert_int_equal(tree_of_unit(&part.tree, part.tree.at[i].first_unit + k), i);
        assert_int_equal(part.tree.at[i].units, 1);
    }
    arena_free(mem);
    buf_free(&text);
}

/* ---- sides ---------------------------------------------------------------------------------------------------------------------- */

typedef struct verb_case { const char *text, *verb, *subject, *object; int subject_how, object_how; } verb_case;

#define ANY (-1)

/* Subject and object of a verb; how each came there, where grammar leaves no doubt. */
static const verb_case verbs[] = {
    /* active */
    { "Kenyan troops shelled a village in Uganda.", "shelled", "troops", "village", HOW_DIRECT, HOW_DIRECT },
    { "Kenya and Uganda attacked the port.", "attacked", "Kenya Uganda", "port", HOW_DIRECT, HOW_DIRECT },
    { "Kenya attacked ports and ships.", "attacked", "Kenya", "ports ships", HOW_DIRECT, HOW_DIRECT },
    { "Kenya will attack Uganda.", "attack", "Kenya", "Uganda", HOW_DIRECT, HOW_DIRECT },
    /* passive: agent and grammatical subject change places */
    { "The village was shelled by Kenyan troops.", "shelled", "troops", "village", HOW_DIRECT, HOW_DIRECT },
    { "The village was shelled.", "shelled", "-", "village", ANY, HOW_DIRECT },
    { "The village was shelled by Kenya and Uganda.", "shelled", "Kenya Uganda", "village", HOW_DIRECT, HOW_DIRECT },
    { "The ships were seized and sold.", "sold", "-", "ships", ANY, HOW_SHARED },
    /* relative clauses */
    { "Kenya accused the soldiers who shelled the town.", "shelled", "soldiers", "town", HOW_SHARED, HOW_DIRECT },
    { "Kenya praised the soldiers that shelled the town.", "shelled", "soldiers", "town", HOW_SHARED, HOW_DIRECT },
    { "Kenya found the ships that Uganda seized.", "seized", "Uganda", "ships", HOW_DIRECT, HOW_SHARED },
    /* participles */
    { "Police arrested men carrying weapons.", "carrying", "men", "weapons", HOW_SHARED, HOW_DIRECT },
    { "Troops shelled the town, killing two men.", "killing", "Troops", "men", HOW_SHARED, HOW_DIRECT },
    { "The ships seized by Uganda left the port.", "seized", "Uganda", "ships", HOW_DIRECT, HOW_SHARED },
    { "The ships seized by Uganda left the port.", "left", "ships", "port", HOW_DIRECT, HOW_DIRECT },
    /* control: by the object, by the subject, by the subject of a passive */
    { "Kenya ordered troops to leave the town.", "leave", "troops", "town", HOW_SHARED, HOW_DIRECT },
    { "Kenya wants to attack Uganda.", "attack", "Kenya", "Uganda", HOW_SHARED, HOW_DIRECT },
    { "Kenya promised Uganda to withdraw its troops.", "withdraw", "Kenya", "troops", HOW_SHARED, HOW_DIRECT },
    { "Kenya used force to attack Uganda.", "attack", "Kenya", "Uganda", HOW_SHARED, HOW_DIRECT },
    { "Troops were ordered to leave the town.", "leave", "Troops", "town", HOW_SHARED, HOW_DIRECT },
    /* joined verbs */
    { "Kenya attacked the port and occupied the city.", "occupied", "Kenya", "city", HOW_SHARED, HOW_DIRECT },
    { "Kenya attacked the port and Uganda occupied the city.", "occupied", "Uganda", "city", HOW_DIRECT, HOW_DIRECT },
    { "The village was shelled and occupied by Kenyan troops.", "occupied", "troops", "village", HOW_DIRECT, HOW_SHARED },
    /* the one accused is the one who did it */
    { "Kenya accused Uganda of shelling a village.", "accused", "Kenya", "Uganda", HOW_DIRECT, HOW_DIRECT },
    { "Kenya accused Uganda of shelling a village.", "shelling", "Uganda", "village", HOW_SHARED, HOW_DIRECT },
    { "Uganda was accused of shelling a village.", "shelling", "Uganda", "village", HOW_SHARED, HOW_DIRECT },
};

static void test_sides_subjects_and_objects_of_verbs(void **state)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        const verb_case *v = &verbs[i];
        reading r = reading_read(*state, v->text);
        side_heads subject, object;
        uint32_t at = reading_word(&r, v->verb);
        sides_subject(&r.tree, at, &subject);
        sides_object(&r.tree, at, &object);
        reading_expect(&r, "the subject", &subject, v->subject);
        reading_expect(&r, "the object", &object, v->object);
        for (uint32_t k = 0; k < subject.count; k++)
            if (v->subject_how != ANY && subject.how[k] != v->subject_how) fail_msg("%s: subject by %d", v->text, subject.how[k]);
        for (uint32_t k = 0; k < object.count; k++)
            if (v->object_how != ANY && object.how[k] != v->object_how) fail_msg("%s: object by %d", v->text, object.how[k]);
    }
}

static const struct { const char *text, *word, *source, *target; bool symmetric; } predicates[] = {
    /* verbs, by their frames */
    { "Kenya accused Uganda of shelling a village.", "accused", "Kenya", "Uganda", false },
    { "Uganda was accused of espionage by Kenya.", "accused", "Kenya", "Uganda", false },
    { "Kenya apologised to Uganda.", "apologised", "Kenya", "Uganda", false },
    { "Kenya met Uganda in Paris.", "met", "Kenya", "Uganda", false },
    { "Kenya and Uganda met in Paris.", "met", "Kenya", "Uganda", true },
    /* possessors and what qualifies a noun */
    { "Kenya's attack on Uganda failed.", "attack", "Kenya", "Uganda", false },
    { "The Kenyan attack on Uganda failed.", "attack", "Kenyan", "Uganda", false },
    /* agents of nouns */
    { "The attack by Kenya on Uganda failed.", "attack", "Kenya", "Uganda", false },
    /* both sides behind one preposition */
    { "Talks between Kenya and Uganda failed.", "Talks", "Kenya", "Uganda", true },
    /* carried by a verb */
    { "Kenya carried out an attack on Uganda.", "attack", "Kenya", "Uganda", false },
};

static void test_sides_of_predicates(void **state)
{
    for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++) {
        reading r = reading_read(*state, predicates[i].text);
        const predicate *p = reading_predicate(&r, predicates[i].word);
        sides s;
        if (!p->row_count) fail_msg("%s: \"%s\" has no frame", predicates[i].text, predicates[i].word);
        sides_find(&r.tree, reading_lexicon(&r), r.in->frames, r.in->words, p, p->rows[0].frame, &s);
        reading_expect(&r, "the source", &s.source, predicates[i].source);
        reading_expect(&r, "the target", &s.target, predicates[i].target);
        if (s.symmetric != predicates[i].symmetric) fail_msg("%s: symmetric is %d", predicates[i].text, s.symmetric);
    }
}

static void test_sides_without_a_frame_are_subject_and_object(void **state)
{
    reading r = reading_read(*state, "Kenya wants the port.");
    const predicate p = { .at = reading_word(&r, "wants"), .last = reading_word(&r, "wants") };
    sides s;
    sides_find(&r.tree, reading_lexicon(&r), r.in->frames, r.in->words, &p, NULL, &s);
    reading_expect(&r, "the source", &s.source, "Kenya");
    reading_expect(&r, "the target", &s.target, "port");
    assert_int_equal(s.target.how[0], HOW_FALLBACK);
}

static void test_sides_never_hold_more_than_they_may(void **state)
{
    reading r = reading_read(*state, "Kenya, Uganda, Norway, Iceland, Peru, Chile, France, Spain, Italy, Egypt, Ghana and Japan attacked the port.");
    side_heads subject;
    sides_subject(&r.tree, reading_word(&r, "attacked"), &subject);
    assert_int_equal(subject.count, SIDE_HEADS);
    assert_int_equal(subject.head[0], reading_word(&r, "Kenya"));
}

static void test_sides_times_are_no_actors(void **state)
{
    reading r = reading_read(*state, "On Friday the army of Kenya shelled two villages in May 2024.");
    assert_true(sides_is_time(&r.tree, reading_word(&r, "Friday")));
    assert_false(sides_is_time(&r.tree, reading_word(&r, "army")));
    assert_false(sides_is_time(&r.tree, reading_word(&r, "villages")));
    assert_true(sides_names_actor(&r.tree, reading_word(&r, "army")));
    assert_false(sides_names_actor(&r.tree, reading_word(&r, "Friday")));
}

static void test_sides_actor_says_how_it_is_named(void **state)
{
    static const struct { const char *text, *head, *mention; named_how how; } cases[] = {
        { "Kenya closed the port.", "Kenya", "Kenya", NAMED_HEAD },
        { "Kenya's ports closed.", "ports", "Kenya", NAMED_OWNER },
        { "Ugandan coffee grew well.", "coffee", "Ugandan", NAMED_OWNER },
        { "The ports of Kenya closed.", "ports", "Kenya", NAMED_OF },
        { "The sun shone.", "sun", NULL, NAMED_NOT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = reading_read(*state, cases[i].text);
        named_how how;
        int32_t m = sides_actor(&r.tree, r.in->actors, reading_word(&r, cases[i].head), &how);
        assert_int_equal(m >= 0, cases[i].mention != NULL);
        if (how != cases[i].how) fail_msg("%s: named by %d", cases[i].text, how);
        if (m >= 0) assert_true(str_is(str_sub(r.tree.text, r.in->actors->at[m].start, r.in->actors->at[m].end), cases[i].mention));
    }
}

/* ---- status --------------------------------------------------------------------------------------------------------------------- */

/* What is known of the status; the rule's answer follows, with the words of another (`own` false). NULL speaker: nobody. */
typedef struct status_case {
    const char *text, *word;
    unsigned by_rule;
    const char *speaker;
    enum { NO = 0, NEGATED = 1, OUTER_NEGATED = 2, CONDITIONAL = 4, QUESTION = 8, PERFECT_MODAL = 16, SAID = 32, DENIED = 64 } flags;
} status_case;

static const status_case statuses[] = {
    { "Kenya attacked Uganda.", "attacked", RP_REPORTED, NULL, NO },
    { "Kenya has attacked Uganda.", "attacked", RP_REPORTED, NULL, NO },
    { "Kenya is attacking Uganda.", "attacking", RP_ONGOING, NULL, NO },
    /* negation */
    { "Kenya did not attack Uganda.", "attack", RP_STATUSES, NULL, NEGATED },
    { "Kenya never attacked Uganda.", "attacked", RP_STATUSES, NULL, NEGATED },
    { "Kenya didn't attack Uganda.", "attack", RP_STATUSES, NULL, NEGATED },
    { "Kenya attacked nobody.", "attacked", RP_STATUSES, NULL, NEGATED },
    { "Kenya never planned to attack Uganda.", "attack", RP_STATUSES, NULL, OUTER_NEGATED },
    { "Kenya will not attack Uganda.", "attack", RP_STATUSES, NULL, NEGATED },
    { "The minister said Kenya did not attack Uganda.", "attack", RP_DENIED, "minister", NEGATED | SAID },
    /* what is to come */
    { "Kenya will attack Uganda.", "attack", RP_PLANNED, NULL, NO },
    { "Kenya plans to attack Uganda.", "attack", RP_PLANNED, NULL, NO },
    { "Kenya would attack Uganda.", "attack", RP_HYPOTHETICAL, NULL, NO },
    { "Kenya may attack Uganda.", "attack", RP_HYPOTHETICAL, NULL, NO },
    { "Kenya may have attacked Uganda.", "attacked", RP_ALLEGED, NULL, PERFECT_MODAL },
    /* conditions, with and without their word */
    { "If Kenya attacks Uganda, the war will spread.", "attacks", RP_HYPOTHETICAL, NULL, CONDITIONAL },
    { "Kenya will not leave the port unless Uganda attacks the city.", "attacks", RP_HYPOTHETICAL, NULL, CONDITIONAL },
    { "Should Kenya attack Uganda, the war will spread.", "attack", RP_HYPOTHETICAL, NULL, CONDITIONAL },
    { "Did Kenya attack Uganda?", "attack", RP_HYPOTHETICAL, NULL, QUESTION },
    /* who says so */
    { "According to the minister, Kenya attacked Uganda.", "attacked", RP_ALLEGED, "minister", SAID },
    { "Kenya attacked Uganda, according to the minister.", "attacked", RP_ALLEGED, "minister", SAID },
    { "The minister said that Kenya attacked Uganda.", "attacked", RP_ALLEGED, "minister", SAID },
    { "Kenya attacked Uganda, the minister said.", "attacked", RP_ALLEGED, "minister", SAID },
    { "\"Kenya attacked the port,\" the minister said.", "attacked", RP_ALLEGED, "minister", SAID },
    { "\"Kenya attacked the port,\" said the minister.", "attacked", RP_ALLEGED, "minister", SAID },
    { "The minister said: \"Kenya attacked the port.\"", "attacked", RP_ALLEGED, "minister", SAID },
    { "Uganda denied that Kenya attacked the port.", "attacked", RP_DENIED, "Uganda", SAID | DENIED },
    { "Kenya accused Uganda of shelling a village.", "shelling", RP_ALLEGED, "Kenya", SAID },
    { "Kenya allegedly attacked Uganda.", "attacked", RP_ALLEGED, NULL, NO },
    /* a time clause is nobody's business but its own */
    { "Kenya will leave the port because Uganda attacked the city.", "attacked", RP_REPORTED, NULL, NO },
    { "Kenya did not leave the port after Uganda attacked the city.", "attacked", RP_REPORTED, NULL, NO },
};

static void test_status_by_rule(void **state)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        const status_case *c = &statuses[i];
        reading r = reading_read(*state, c->text);
        status_reading s = reading_status(&r, c->word);
        unsigned got = status_by_rule(&s, false, false, false);
        unsigned flags = (s.negated ? NEGATED : 0) | (s.outer_negated ? OUTER_NEGATED : 0) | (s.conditional ? CONDITIONAL : 0) | (s.question ? QUESTION : 0)
                       | (s.perfect_modal ? PERFECT_MODAL : 0) | (s.saying ? SAID : 0) | (s.saying & CUE_DENY ? DENIED : 0);
        if (got != c->by_rule) fail_msg("%s: %s, not %s", c->text, got < RP_STATUSES ? rp_status_name(got) : "none", c->by_rule < RP_STATUSES ? rp_status_name(c->by_rule) : "none");
        if (flags != c->flags) fail_msg("%s: flags %x, not %x", c->text, flags, (unsigned)c->flags);
        assert_int_equal(s.speaker != TREE_NONE, c->speaker != NULL);
        if (c->speaker && s.speaker != reading_word(&r, c->speaker)) fail_msg("%s: another speaker", c->text);
        assert_int_equal(s.saying_at != TREE_NONE, (c->flags & SAID) != 0);
    }
}

static void test_status_tenses_and_modals(void **state)
{
    static const struct { const char *text, *word; status_tense tense; status_modal modal; } cases[] = {
        { "Kenya attacked Uganda.", "attacked", TENSE_PAST, MODAL_NONE },
        { "Kenya attacks Uganda.", "attacks", TENSE_PRESENT, MODAL_NONE },
        { "Kenya has attacked Uganda.", "attacked", TENSE_PERFECT, MODAL_NONE },
        { "Kenya is attacking Uganda.", "attacking", TENSE_PROGRESSIVE, MODAL_NONE },
        { "Kenya will attack Uganda.", "attack", TENSE_FUTURE, MODAL_WILL },
        { "Kenya wants to attack Uganda.", "attack", TENSE_INFINITIVE, MODAL_NONE },
        { "Kenya was attacked by Uganda.", "attacked", TENSE_PAST, MODAL_NONE },
        { "Kenya accused Uganda of shelling a village.", "shelling", TENSE_GERUND, MODAL_NONE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = reading_read(*state, cases[i].text);
        status_reading s = reading_status(&r, cases[i].word);
        if (s.tense != cases[i].tense || s.modal != cases[i].modal) fail_msg("%s: tense %d, modal %d", cases[i].text, s.tense, s.modal);
    }
    static const struct { const char *text; status_modal modal; } modals[] = { { "Kenya would attack Uganda.", MODAL_WOULD }, { "Kenya might attack Uganda.", MODAL_MAY },
        { "Kenya could attack Uganda.", MODAL_COULD }, { "Kenya should attack Uganda.", MODAL_SHOULD }, { "Kenya must attack Uganda.", MODAL_MUST },
        { "Kenya can attack Uganda.", MODAL_CAN } };
    for (size_t i = 0; i < sizeof modals / sizeof *modals; i++) {
        reading r = reading_read(*state, modals[i].text);
        assert_int_equal(reading_status(&r, "attack").modal, modals[i].modal);
    }
}

/* A headline tells the past in the present; one's own words about oneself are no charge. */
static void test_status_of_headlines_and_own_words(void **state)
{
    reading r = reading_read(*state, "Kenya attacks Uganda.");
    status_reading s = reading_status(&r, "attacks");
    assert_int_equal(status_by_rule(&s, false, false, false), RP_ONGOING);
    assert_int_equal(status_by_rule(&s, false, false, true), RP_REPORTED);
    r = reading_read(*state, "The minister said that Kenya attacked Uganda.");
    s = reading_status(&r, "attacked");
    assert_int_equal(status_by_rule(&s, false, true, false), RP_REPORTED);
}

static void test_status_climbs_to_the_root(void **state)
{
    reading r = reading_read(*state, "The minister said that Kenya plans to attack Uganda.");
    status_reading s = reading_status(&r, "attack");
    assert_int_equal(s.governor_count, 2);
    assert_int_equal(s.governor[0], reading_word(&r, "plans"));
    assert_int_equal(s.governor_relation[0], REL_XCOMP);
    assert_int_equal(s.governor[1], reading_word(&r, "said"));
    assert_int_equal(s.governor_relation[1], REL_CCOMP);
    assert_int_equal(s.saying_at, reading_word(&r, "said"));
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_tree_children_and_heads_agree),
        TEST(test_tree_span_holds_all_below),
        TEST(test_tree_meeting_is_the_deepest_common_governor),
        TEST(test_tree_of_a_plain_sentence),
        TEST(test_tree_mentions_cover_their_words),
        TEST(test_tree_head_of_bytes),
        TEST(test_tree_of_unit_finds_each_words_units),
        TEST(test_tree_knows_passives),
        TEST(test_tree_survives_each_failed_allocation),
        TEST(test_tree_of_a_part_of_a_long_sentence),
        TEST(test_sides_subjects_and_objects_of_verbs),
        TEST(test_sides_of_predicates),
        TEST(test_sides_without_a_frame_are_subject_and_object),
        TEST(test_sides_never_hold_more_than_they_may),
        TEST(test_sides_times_are_no_actors),
        TEST(test_sides_actor_says_how_it_is_named),
        TEST(test_status_by_rule),
        TEST(test_status_tenses_and_modals),
        TEST(test_status_of_headlines_and_own_words),
        TEST(test_status_climbs_to_the_root),
    };
    return cmocka_run_group_tests_name("tree_event", tests, coding_open, coding_close);
}
