/*
 * test_actor.c - actor_find and actor_resolve with the built-in tables: who is meant, on what day, and what is no actor at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "support/coding.h"

/* "words=CODE:SECTOR" of each mention on the document's day (2025 where it has none), "words=?" where no code is known; a group names both. */
static void show(coding *c, const coding_layers *l, const rp_document *doc, buf *out)
{
    int32_t day = date_known(doc->published) ? date_last_day(doc->published) : date_first_day((rp_date){ 2025, 1, 1 });
    out->len = 0;
    for (uint32_t i = 0; i < l->read.actors.count; i++) {
        const actor_mention *m = &l->read.actors.at[i];
        uint16_t code;
        uint8_t sector;
        if (out->len) buf_text(out, " | ");
        buf_str(out, str_sub(doc->text, m->start, m->end));
        buf_char(out, '=');
        for (int k = 0; k < (m->kind == ACTOR_GROUP ? 2 : 1); k++) {
            const actor_mention *one = m->kind == ACTOR_GROUP ? &l->read.actors.at[m->antecedent[k]] : m;
            if (k) buf_char(out, '+');
            if (!actor_resolve(c->tables->actors, one, day, &code, &sector)) {
                buf_char(out, '?');
                continue;
            }
            buf_text(out, actor_code(c->tables->actors, code));
            if (sector) buf_format(out, ":%s", actor_sector(c->tables->actors, sector));
        }
    }
    if (out->len == 0) buf_char(out, '-');
}

static void check_actors(void **state, const char *text, const char *published, const char *want)
{
    coding *c = *state;
    buf got = { 0 };
    rp_document doc = coding_document(str_of(text), str_of(published));
    const coding_layers *l = coding_read(c, &doc);
    show(c, l, &doc, &got);
    if (!str_is(buf_view(&got), want)) fail_msg("%s\n  want %s\n  got  %.*s", text, want, (int)got.len, got.at);
    buf_free(&got);
}

static void test_actor_states_by_name_adjective_and_people(void **state)
{
    check_actors(state, "Kenya thanked Uganda.", "", "Kenya=KEN | Uganda=UGA");
    check_actors(state, "Kenyan and Ugandan envoys met.", "", "Kenyan=KEN:GOV | Ugandan envoys=UGA:GOV");
    check_actors(state, "Kenyans cheered.", "", "Kenyans=KEN:CVL");
    check_actors(state, "The US thanked the U.S. and the United States of America.", "", "US=USA | U.S.=USA | United States of America=USA");
    check_actors(state, "T\xC3\xBCrkiye, Turkey and C\xC3\xB4te d\xE2\x80\x99Ivoire signed.", "",
                 "T\xC3\xBCrkiye=TUR | Turkey=TUR | C\xC3\xB4te d\xE2\x80\x99Ivoire=CIV");
    check_actors(state, "South Korea warned North Korea.", "", "South Korea=KOR | North Korea=PRK");
}

static void test_actor_words_that_only_look_like_names(void **state)
{
    check_actors(state, "They told us that turkey is tasty.", "", "-");
    check_actors(state, "A china plate lay on the table.", "", "-");
    check_actors(state, "The anti-Russian slogan was wiped off.", "", "-");
}

static void test_actor_a_nation_and_its_role_are_one(void **state)
{
    check_actors(state, "Kenya's foreign minister spoke.", "", "Kenya's foreign minister=KEN:GOV");
    check_actors(state, "Kenyan police spoke.", "", "Kenyan police=KEN:COP");
    check_actors(state, "Ugandan troops left.", "", "Ugandan troops=UGA:MIL");
    check_actors(state, "The president of Kenya spoke.", "", "president of Kenya=KEN:GOV");
    check_actors(state, "Officials in Nairobi spoke.", "", "Officials in Nairobi=KEN:GOV");
    check_actors(state, "The Kenyan parliament voted.", "", "Kenyan parliament=KEN:LEG");
    check_actors(state, "Kenyan protesters marched.", "", "Kenyan protesters=KEN:CVL");
}

static void test_actor_persons_hold_offices_for_a_time(void **state)
{
    check_actors(state, "Gorbachev spoke.", "1989-06-01", "Gorbachev=SUN:GOV");
    check_actors(state, "Mikhail Gorbachev spoke.", "2005-06-01", "Mikhail Gorbachev=RUS:ELI");
    check_actors(state, "Barack Obama spoke.", "2014-06-01", "Barack Obama=USA:GOV");
    check_actors(state, "Barack Obama spoke.", "2019-06-01", "Barack Obama=USA:ELI");
    check_actors(state, "Angela Merkel spoke.", "2010-06-01", "Angela Merkel=DEU:GOV");
    check_actors(state, "President Barack Obama spoke.", "2014-06-01", "President Barack Obama=USA:GOV");
}

static void test_actor_former_holders_are_an_elite(void **state)
{
    check_actors(state, "Former president Barack Obama spoke.", "2019-06-01", "Former president Barack Obama=USA:ELI");
    check_actors(state, "Kenya's former foreign minister spoke.", "2019-06-01", "Kenya's former foreign minister=KEN:ELI");
}

static void test_actor_soviet_names_until_1991(void **state)
{
    check_actors(state, "The Soviet Union withdrew.", "1988-02-01", "Soviet Union=SUN");
    check_actors(state, "Soviet troops withdrew.", "1988-02-01", "Soviet troops=SUN:MIL");
    check_actors(state, "Moscow protested.", "1988-02-01", "Moscow=SUN:GOV");
    check_actors(state, "Moscow protested.", "1991-12-25", "Moscow=SUN:GOV");
    check_actors(state, "Moscow protested.", "1991-12-27", "Moscow=RUS:GOV");
    check_actors(state, "Moscow protested.", "2014-03-01", "Moscow=RUS:GOV");
    check_actors(state, "Russia protested.", "2014-03-01", "Russia=RUS");
    check_actors(state, "Russia protested.", "1988-02-01", "Russia=SUN");
    check_actors(state, "The State Duma voted.", "2014-03-01", "State Duma=RUS:LEG");
}

static const actor_mention *only_mention(coding *c, rp_document *doc, const char *text)
{
    *doc = coding_document(str_of(text), RP_STR(""));
    const coding_layers *l = coding_read(c, doc);
    assert_int_equal(l->read.actors.count, 1);
    return &l->read.actors.at[0];
}

static void test_actor_places_are_marked_as_such(void **state)
{
    rp_document doc;
    assert_true(only_mention(*state, &doc, "The talks were held in Nairobi.")->flags & MENTION_PLACE);
    assert_true(only_mention(*state, &doc, "It rained in Nairobi.")->flags & MENTION_PLACE);
    assert_true(only_mention(*state, &doc, "It rained near Nairobi.")->flags & MENTION_PLACE);
    assert_true(only_mention(*state, &doc, "The ship lay near Zorroby, Kenya, for days.")->flags & MENTION_PLACE);
    assert_false(only_mention(*state, &doc, "Nairobi refused.")->flags & MENTION_PLACE);
    assert_false(only_mention(*state, &doc, "It was signed with Kenya.")->flags & MENTION_PLACE);
}

static void test_actor_modifiers_qualify_things(void **state)
{
    rp_document doc;
    assert_true(only_mention(*state, &doc, "Kenyan tea is cheap.")->flags & MENTION_MODIFIER);
    assert_true(only_mention(*state, &doc, "Kenya's tea is cheap.")->flags & MENTION_MODIFIER);
    assert_false(only_mention(*state, &doc, "Kenya is cheap.")->flags & MENTION_MODIFIER);
}

static void test_actor_pronouns_stand_for_earlier_actors(void **state)
{
    check_actors(state, "Kenya signed. It then left.", "", "Kenya=KEN | It=KEN");
    check_actors(state, "Barack Obama came. He then left.", "2014-06-01", "Barack Obama=USA:GOV | He=USA:GOV");
    check_actors(state, "Angela Merkel met Barack Obama. She then left.", "2010-06-01", "Angela Merkel=DEU:GOV | Barack Obama=USA:GOV | She=DEU:GOV");
    check_actors(state, "Angela Merkel met Barack Obama. He then left.", "2010-06-01", "Angela Merkel=DEU:GOV | Barack Obama=USA:GOV | He=USA:GOV");
    check_actors(state, "Kenyan soldiers came. They then left.", "", "Kenyan soldiers=KEN:MIL | They=KEN:MIL");
    check_actors(state, "It rained.", "", "-");
    check_actors(state, "He left.", "", "-");
}

static void test_actor_groups_stand_for_two(void **state)
{
    check_actors(state, "Kenya met Uganda. Both sides agreed.", "", "Kenya=KEN | Uganda=UGA | Both sides=UGA+KEN");
    check_actors(state, "Kenya met Uganda. Both foreign ministers agreed.", "", "Kenya=KEN | Uganda=UGA | Both foreign ministers=UGA+KEN");
    check_actors(state, "Kenya met Uganda. The two countries agreed.", "", "Kenya=KEN | Uganda=UGA | The two countries=UGA+KEN");
    check_actors(state, "Kenya spoke. Both sides agreed.", "", "Kenya=KEN");
}

static void test_actor_bare_roles_take_the_state_around(void **state)
{
    check_actors(state, "Kenya closed the border, and police arrested smugglers.", "", "Kenya=KEN | police=KEN:COP | smugglers=?");
    check_actors(state, "Police arrived.", "", "Police=?");
    check_actors(state, "Protesters rallied in London.", "", "Protesters=GBR:CVL | London=GBR:GOV");
    check_actors(state, "Kenya voted. The president spoke.", "", "Kenya=KEN | president=KEN:GOV");
    check_actors(state, "Kenya voted. Rebels came.", "", "Kenya=KEN | Rebels=?");        /* not Kenya's own */
}

static void test_actor_organisations(void **state)
{
    check_actors(state, "NATO and the European Union agreed.", "", "NATO=NATO | European Union=EU");
    check_actors(state, "The United Nations and the UN agreed.", "", "United Nations=UN | UN=UN");
}

static void test_actor_unknown_names_behind_a_role_belong_to_it(void **state)
{
    check_actors(state, "Kenyan Governor Wanjiru Maina spoke.", "", "Kenyan Governor Wanjiru Maina=KEN:GOV");
    check_actors(state, "Kenya's spokesman Otieno Kamau denied it.", "", "Kenya's spokesman Otieno Kamau=KEN:GOV");
}

static void test_actor_people_abroad_keep_where_they_live(void **state)
{
    coding *c = *state;
    rp_document doc = coding_document(RP_STR("Kenyans in Uganda protested."), RP_STR(""));
    const coding_layers *l = coding_read(c, &doc);
    assert_true(l->read.actors.count >= 1);
    assert_string_equal(actor_code(c->tables->actors, actor_residence(c->tables->actors, &l->read.actors.at[0], 0)), "UGA");
}

static void test_actor_mentions_are_in_order_and_do_not_overlap(void **state)
{
    coding *c = *state;
    static const char *const words[] = { "Kenya", "Ugandan", "president", "of", "the", "Police", "Barack Obama", "'s", ",", "and", "in", "Nairobi", "He", "both sides", ".",
                                         "NATO", "former", "foreign minister", "Maina", "Kenyans", "-", "Moscow", "rebels", "their" };
    uint64_t seed = 31;
    buf text = { 0 };
    for (int round = 0; round < 500; round++) {
        text.len = 0;
        for (unsigned n = random_next(&seed) % 60; n--;) {
            buf_text(&text, words[random_next(&seed) % (sizeof words / sizeof *words)]);
            if (random_next(&seed) % 8) buf_char(&text, ' ');
        }
        rp_document doc = coding_document(buf_view(&text), RP_STR("2014-06-01"));
        const coding_layers *l = coding_read(c, &doc);
        uint32_t total = 0, end = 0;
        for (uint32_t s = 0; s < l->split->sentence_count; s++) {
            word_range r = l->read.actors.sentences[s], w = l->read.words.sentences[s];
            assert_int_equal(r.first, total);
            total += r.count;
            for (uint32_t i = r.first; i < total; i++) {
                const actor_mention *m = &l->read.actors.at[i];
                assert_int_equal(m->sentence, s);
                assert_true(m->count >= 1 && m->first >= w.first && m->first + m->count <= w.first + w.count);
                assert_true(m->head >= m->first && m->head < m->first + m->count);
                assert_true(m->start >= end && m->start == l->read.words.at[m->first].start && m->end == l->read.words.at[m->first + m->count - 1].end);
                for (int k = 0; k < 2; k++) assert_true(m->antecedent[k] >= -1 && m->antecedent[k] < (int32_t)i);
                end = m->end;
            }
        }
        assert_int_equal(total, l->read.actors.count);
    }
    buf_free(&text);
}

static void test_actor_codes_and_sectors(void **state)
{
    coding *c = *state;
    const actor_tables *t = c->tables->actors;
    uint16_t ken = actor_find_code(t, RP_STR("KEN")), sun = actor_find_code(t, RP_STR("SUN")), rus = actor_find_code(t, RP_STR("RUS"));
    assert_true(ken && sun && rus);
    assert_string_equal(actor_code(t, ken), "KEN");
    assert_string_equal(actor_code_name(t, ken), "Kenya");
    assert_int_equal(actor_successor(t, sun), rus);
    assert_int_equal(actor_successor(t, ken), ken);
    assert_true(actor_is_state(t, ken) && !actor_is_state(t, actor_find_code(t, RP_STR("NATO"))) && !actor_is_state(t, ACTOR_NONE));
    assert_int_equal(actor_find_code(t, RP_STR("")), ACTOR_NONE);
    assert_int_equal(actor_find_code(t, RP_STR("ken")), ACTOR_NONE);
    assert_string_equal(actor_code(t, UINT16_MAX), "");
    assert_string_equal(actor_sector(t, actor_find_sector(t, RP_STR("GOV"))), "GOV");
    assert_string_equal(actor_sector(t, 255), "");
    assert_int_equal(actor_find_sector(t, RP_STR("XXX")), ACTOR_NONE);
}

/* ---- cases --------------------------------------------------------------------------------------------------------- */

/* The mention that covers the `nth` occurrence of `words`, or touches it; NULL: none does. */
static const actor_mention *mention_at(const actor_layer *actors, rp_str text, rp_str words, unsigned nth)
{
    uint32_t at = 0;
    for (size_t i = 0; i + words.len <= text.len; i++) {
        if (memcmp(text.at + i, words.at, words.len) != 0) continue;
        bool inside = (i && is_alnum((unsigned char)text.at[i - 1])) || (i + words.len < text.len && is_alnum((unsigned char)text.at[i + words.len]));
        if (!inside && --nth == 0) {
            at = (uint32_t)i;
            break;
        }
    }
    if (nth) fail_msg("\"%.*s\" does not stand in: %.*s", (int)words.len, words.at, (int)text.len, text.at);
    uint32_t end = at + (uint32_t)words.len;
    const actor_mention *best = NULL;
    for (uint32_t i = 0; i < actors->count; i++) {
        const actor_mention *m = &actors->at[i];
        if (m->start < end && m->end > at && (!best || (m->start <= at && m->end >= end))) best = m;
    }
    return best;
}

/* Is the mention a place, a name that only qualifies, or one in which the words stand behind what counts ("the ambassador in Rome")? */
static bool place_only(const actor_mention *m, const rp_document *doc, rp_str words)
{
    bool inside = m->end - m->start > words.len && !str_ends(str_sub(doc->text, m->start, m->end), words) ? false : m->end - m->start > words.len && m->kind == ACTOR_ROLE;
    return (m->flags & (MENTION_PLACE | MENTION_MODIFIER)) || inside;
}

/* One item of a case: "words#2=CODE:SECTOR@RESIDENCE". What is found, in the same form, into `got`; true: as expected. */
static bool check_item(coding *c, const coding_layers *l, const rp_document *doc, rp_str item, buf *got)
{
    size_t equals = str_find(item, '=', 0), hash = str_find(item, '#', 0);
    rp_str words = str_sub(item, 0, hash < equals ? hash : equals), want = str_sub(item, equals + 1, item.len);
    unsigned nth = hash < equals ? (unsigned)(item.at[hash + 1] - '0') : 1;
    size_t colon = str_find(want, ':', 0), place = str_find(want, '@', 0);
    rp_str code = str_sub(want, 0, colon < place ? colon : place), sector = colon < place ? str_sub(want, colon + 1, place) : RP_STR("");
    rp_str residence = place < want.len ? str_sub(want, place + 1, want.len) : RP_STR("");
    const actor_mention *m = mention_at(&l->read.actors, doc->text, words, nth);
    int32_t day = coder_day(doc);
    uint16_t found = ACTOR_NONE, lives = m ? actor_residence(c->tables->actors, m, day) : ACTOR_NONE;
    uint8_t part = ACTOR_NONE;
    bool known = m && actor_resolve(c->tables->actors, m, day, &found, &part) && !(place_only(m, doc, words) && str_is(code, "-"));
    buf_format(got, "%.*s=%s", (int)words.len, words.at, known ? actor_code(c->tables->actors, found) : "-");
    if (known && part) buf_format(got, ":%s", actor_sector(c->tables->actors, part));
    if (known && lives != ACTOR_NONE && lives != found) buf_format(got, "@%s", actor_code(c->tables->actors, lives));
    if (str_is(code, "-")) return !known;
    if (!known || !str_is(code, actor_code(c->tables->actors, found))) return false;
    if (residence.len && !str_is(residence, actor_code(c->tables->actors, lives))) return false;
    return !sector.len || str_is(sector, part ? actor_sector(c->tables->actors, part) : "-");
}

static unsigned run_cases(coding *c, const char *file, bool tell, unsigned *total)
{
    buf text = { 0 }, got = { 0 };
    assert_true(cases_read(file, &text));
    rp_str rest = buf_view(&text), cells[4], item;
    unsigned failures = 0;
    *total = 0;
    for (unsigned n; (n = coding_row(&rest, cells, 4)) != 0;) {
        assert_true(n >= 3);
        rp_document doc = coding_document(cells[0], cells[1]);
        const coding_layers *l = coding_read(c, &doc);
        bool fine = true;
        got.len = 0;
        for (rp_str items = cells[2]; str_split(&items, ';', &item);) {
            if (got.len) buf_text(&got, " ; ");
            fine &= check_item(c, l, &doc, str_trim(item), &got);
        }
        ++*total;
        failures += !fine;
        if (fine == tell) continue;
        if (tell) print_error("%.*s (%.*s)\n  want %.*s\n  got  %.*s\n", (int)cells[0].len, cells[0].at, (int)cells[1].len, cells[1].at, (int)cells[2].len, cells[2].at,
                              (int)got.len, got.at);
        else print_message("comes right now: %.*s\n", (int)cells[0].len, cells[0].at);
    }
    buf_free(&text);
    buf_free(&got);
    return failures;
}

static void test_actor_cases(void **state)
{
    unsigned total;
    unsigned failures = run_cases(*state, "actors.tsv", true, &total);
    print_message("%u cases\n", total);
    assert_int_equal(failures, 0);
    assert_true(total >= 150);
}

static void test_actor_known_failures_are_counted(void **state)
{
    unsigned total;
    unsigned failures = run_cases(*state, "actors-known.tsv", false, &total);
    print_message("known failures: %u of %u rows of actors-known.tsv\n", failures, total);
}

#define TEST(f) cmocka_unit_test(f)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_actor_cases), TEST(test_actor_known_failures_are_counted),
        TEST(test_actor_states_by_name_adjective_and_people),
        TEST(test_actor_words_that_only_look_like_names),
        TEST(test_actor_a_nation_and_its_role_are_one),
        TEST(test_actor_persons_hold_offices_for_a_time),
        TEST(test_actor_former_holders_are_an_elite),
        TEST(test_actor_soviet_names_until_1991),
        TEST(test_actor_places_are_marked_as_such),
        TEST(test_actor_modifiers_qualify_things),
        TEST(test_actor_pronouns_stand_for_earlier_actors),
        TEST(test_actor_groups_stand_for_two),
        TEST(test_actor_bare_roles_take_the_state_around),
        TEST(test_actor_organisations),
        TEST(test_actor_unknown_names_behind_a_role_belong_to_it),
        TEST(test_actor_people_abroad_keep_where_they_live),
        TEST(test_actor_mentions_are_in_order_and_do_not_overlap),
        TEST(test_actor_codes_and_sectors),
    };
    return cmocka_run_group_tests_name("actor", tests, coding_open, coding_close);
}
