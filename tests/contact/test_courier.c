/* The courier with a server of every weakness: whatever goes wrong on the way, and whenever the process dies, each letter is
 * there once, in order, and each answer here once. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/keep.h"
#include "contact/tally.h"
#include "contact/talks.h"
#include "contact/why.h"
#include "support/bundle.h"
#include "support/faulty.h"
#include "support/post.h"

static post w;

static int no_sync(void **state)
{
    (void)state;
    test_faulty_install(); /* Nothing is really synced here: no power is cut. */
    return 0;
}

/* ---- one thing at a time ---- */

static const char *say(void *ctx, const char *english)
{
    (void)ctx;
    return english;
}

static docent_conversation look(const docent_id *talk)
{
    dct_view_of view = { w.clock.unix_ms / 1000, true, say, NULL };
    docent_conversations *list;
    docent_conversation found = { .state = 0 };
    static char why[300];
    assert_int_equal(dct_talks_open(&w.outbox, &view, &list, &w.err), DOCENT_OK);
    for (uint32_t i = 0; i < docent_conversations_count(list); i++)
        if (strcmp(docent_conversations_at(list, i)->id.text, talk->text) == 0)
            found = *docent_conversations_at(list, i);
    snprintf(why, sizeof why, "%s", found.why == NULL ? "" : found.why);
    found.why = why;
    docent_conversations_close(list);
    return found;
}

static post_letter *first_of(const docent_id *talk)
{
    for (uint32_t i = 0; i < w.letter_count; i++)
        if (strcmp(w.letters[i].talk.text, talk->text) == 0)
            return &w.letters[i];
    return NULL;
}

static void test_there_and_back(void **state)
{
    (void)state;
    docent_id talk;
    post_open(&w, 1, POST_DEDUP);
    assert_int_equal(post_say(&w, NULL, "Since Monday.", &talk), DOCENT_OK);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_SAVED);
    post_run(&w, 2000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    post_reply(&w, &talk);
    post_run(&w, 120000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_ANSWERED);
    assert_int_equal(look(&talk).unread, 1);
    assert_int_equal(w.messages, 1);
    assert_int_equal(dct_talks_read(&w.outbox, talk.text, &w.err), DOCENT_OK);
    assert_int_equal(look(&talk).unread, 0);
    assert_int_equal(post_say(&w, &talk, "Thank you.", NULL), DOCENT_OK);
    post_run(&w, 5000);
    assert_true(post_settle(&w));
    post_check(&w);
    post_close(&w);
}

static void test_doubt_waits_its_time(void **state)
{
    (void)state;
    docent_id talk;
    post_open(&w, 2, POST_LOOKUP);
    w.next = DCT_DOUBT;
    assert_int_equal(post_say(&w, NULL, "It may be there.", &talk), DOCENT_OK);
    post_run(&w, 58000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_SENT);
    post_run(&w, 300000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    assert_int_equal(first_of(&talk)->copies, 1);
    post_close(&w);
}

static void test_what_is_refused_is_held(void **state)
{
    (void)state;
    docent_id talk, other;
    post_open(&w, 3, POST_DEDUP);
    w.next = DCT_REFUSED;
    assert_int_equal(post_say(&w, NULL, "No.", &talk), DOCENT_OK);
    assert_int_equal(post_say(&w, &talk, "It goes nowhere without the first.", NULL), DOCENT_OK);
    post_run(&w, 1000);
    assert_int_equal(post_say(&w, NULL, "Another is not held up.", &other), DOCENT_OK);
    post_run(&w, 60000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_HELD);
    assert_int_equal(look(&other).state, DOCENT_REQUEST_RECEIVED);
    assert_int_equal(first_of(&talk)->copies, 0);
    post_close(&w);
}

static void test_what_may_be_there_is_not_sent_twice(void **state)
{
    (void)state;
    docent_id talk;
    post_open(&w, 4, POST_ONCE);
    w.next = DCT_DOUBT;
    assert_int_equal(post_say(&w, NULL, "Once, or not at all.", &talk), DOCENT_OK);
    post_run(&w, 600000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_HELD);
    assert_string_equal(look(&talk).why, dct_why_english(DCT_WHY_UNSURE));
    assert_int_equal(dct_outbox_withdraw(&w.outbox, talk.text, &w.err), DOCENT_ERR_BUSY);
    post_close(&w);
}

/* LATER stops its connector, and all of it: nobody else knocks in the meantime. */
static void test_later_is_later(void **state)
{
    (void)state;
    docent_id a, b;
    post_open(&w, 5, POST_DEDUP);
    w.next = DCT_LATER;
    w.random = 5;
    assert_int_equal(post_say(&w, NULL, "Busy.", &a), DOCENT_OK);
    post_run(&w, 100);
    uint32_t next = dct_courier_next_ms(w.courier);
    assert_int_equal(post_say(&w, NULL, "Busy, too.", &b), DOCENT_OK);
    assert_true(next > 0 && dct_courier_next_ms(w.courier) > 0);
    post_run(&w, 200000);
    assert_int_equal(look(&a).state, DOCENT_REQUEST_RECEIVED);
    assert_int_equal(look(&b).state, DOCENT_REQUEST_RECEIVED);
    post_close(&w);
}

static void test_a_revoked_credential(void **state)
{
    (void)state;
    docent_id talk;
    const char *credential, *cursor;
    dct_arena arena;
    post_open(&w, 6, POST_DEDUP);
    post_kill(&w);
    w.enrols = true;
    assert_int_equal(post_begin(&w), DOCENT_OK);
    assert_int_equal(post_say(&w, NULL, "One.", &talk), DOCENT_OK);
    post_run(&w, 5000);
    assert_int_equal(w.tokens, 1);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    w.tokens = 7; /* Somebody revoked it. */
    assert_int_equal(post_say(&w, NULL, "Two.", &talk), DOCENT_OK);
    post_run(&w, 120000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    dct_arena_init(&arena, &w.alloc, 1 << 16);
    assert_int_equal(dct_keep_connector(&w.outbox, "desk", &arena, &credential, &cursor, &w.err), DOCENT_OK);
    assert_string_equal(credential, "8");
    dct_arena_close(&arena);
    post_close(&w);
}

static void test_signing_in(void **state)
{
    (void)state;
    docent_id talk;
    post_open(&w, 7, POST_DEDUP);
    w.signed_out = true;
    assert_int_equal(post_say(&w, NULL, "Who am I?", &talk), DOCENT_OK);
    post_run(&w, 60000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_SAVED);
    assert_string_equal(look(&talk).why, dct_why_english(DCT_WHY_SIGN_IN));
    w.signed_out = false;
    post_run(&w, 60000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    post_close(&w);
}

static docent_id ask_for_call(int64_t until_in_s)
{
    docent_id talk;
    int64_t now = w.clock.unix_ms / 1000;
    dct_posting p = { .kind = DOCENT_REQUEST_CALLBACK, .agreed = true,
                      .letter = { .kind = "callback", .part = DCT_PART_CREATE, .conversation = "", .locale = "en", .subject = "",
                                  .body = "", .name = "", .email = "", .phone = "+49 30 1234", .problem = "", .queue = "",
                                  .priority = "", .product = "", .audience = "", .version = "", .article = "",
                                  .diagnostics = "", .opinion = "", .from = now, .until = now + until_in_s } };
    assert_int_equal(post_put(&w, &p, &talk), DOCENT_OK);
    return talk;
}

static void test_a_window_that_passed(void **state)
{
    (void)state;
    post_open(&w, 8, POST_DEDUP);
    w.offline = true;
    docent_id talk = ask_for_call(1800);
    post_run(&w, 3600000);
    w.offline = false;
    post_run(&w, 1800000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_WAITING);
    assert_string_equal(look(&talk).why, dct_why_english(DCT_WHY_WINDOW));
    assert_int_equal(first_of(&talk)->copies, 0);
    assert_int_equal(dct_outbox_agree(&w.outbox, talk.text, "", &w.err), DOCENT_OK);
    post_run(&w, 60000);
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    post_kill(&w);
    w.shared = true; /* Nobody is there to be asked. */
    assert_int_equal(post_begin(&w), DOCENT_OK);
    w.offline = true;
    talk = ask_for_call(1800);
    post_run(&w, 3600000);
    assert_true(post_settle(&w));
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_RECEIVED);
    post_close(&w);
}

static void test_a_clock_that_jumps(void **state)
{
    (void)state;
    static const int64_t times[] = { 0, 4102444800000 /* 2100 */, 1793700000000, 86400000, 1893456000000 };
    docent_id talk[5];
    post_open(&w, 9, POST_LOOKUP);
    w.percent = 40;
    for (int i = 0; i < 5; i++) {
        w.clock.unix_ms = times[i];
        assert_int_equal(post_say(&w, NULL, "What time is it?", &talk[i]), DOCENT_OK);
        post_run(&w, 30000);
        if (i % 2 == 0) {
            post_kill(&w);
            assert_int_equal(post_begin(&w), DOCENT_OK);
        }
    }
    w.clock.unix_ms = 1793700000000;
    assert_true(post_settle(&w));
    post_check(&w);
    post_close(&w);
}

static void test_a_connector_that_is_gone(void **state)
{
    (void)state;
    docent_id talk;
    post_open(&w, 10, POST_DEDUP);
    dct_posting p = { .kind = DOCENT_REQUEST_TICKET, .agreed = true, .connector = "",
                      .letter = { .kind = "ticket", .part = DCT_PART_CREATE, .conversation = "", .locale = "en", .subject = "",
                                  .body = "Before there was any.", .name = "", .email = "", .phone = "", .problem = "",
                                  .queue = "", .priority = "", .product = "", .audience = "", .version = "", .article = "",
                                  .diagnostics = "", .opinion = "" } };
    assert_int_equal(post_put(&w, &p, &talk), DOCENT_OK);
    p.connector = "old";
    p.letter.conversation = "";
    assert_int_equal(post_put(&w, &p, &talk), DOCENT_OK);
    post_kill(&w);
    assert_int_equal(post_begin(&w), DOCENT_OK);
    assert_true(post_settle(&w));
    post_check(&w);
    post_close(&w);
}

/* ---- all at once, a thousand times ---- */

static unsigned long now_running; /* DOCENT_TEST_SEED=N replays one. */

typedef struct story {
    docent_id talks[40];
    uint32_t  talk_count;
} story;

static void act(story *s)
{
    docent_id *talk = s->talk_count == 0 ? NULL : &s->talks[post_chance(&w, s->talk_count)];
    switch (post_chance(&w, 10)) {
    case 0:
    case 1:
    case 2:
        if (s->talk_count < 40)
            assert_int_equal(post_say(&w, NULL, "One more.", &s->talks[s->talk_count++]), DOCENT_OK);
        break;
    case 3:
    case 4:
        if (talk != NULL)
            assert_int_equal(post_say(&w, talk, "And another thing.", NULL), DOCENT_OK);
        break;
    case 5:
        if (talk != NULL)
            post_reply(&w, talk);
        break;
    case 6:
        w.offline = post_chance(&w, 3) == 0;
        break;
    case 7:
        if (talk != NULL)
            dct_courier_watch(w.courier, talk->text, post_chance(&w, 2) == 0, &w.err);
        break;
    case 8:
        post_kill(&w);
        assert_int_equal(post_begin(&w), DOCENT_OK);
        break;
    default: post_run(&w, post_chance(&w, 120000)); break;
    }
}

static void run_story(uint64_t seed)
{
    story s = { .talk_count = 0 };
    post_open(&w, seed, (post_way)(seed % POST_WAYS));
    w.percent = (uint32_t)post_chance(&w, 70);
    post_kill(&w);
    w.uploads = seed % 3 == 0;
    w.enrols = seed % 5 == 0;
    w.mailbox = seed % 7 == 0;
    assert_int_equal(post_begin(&w), DOCENT_OK);
    for (int i = 0; i < 40; i++)
        act(&s);
    if (!post_settle(&w))
        fail_msg("seed %lu: something waits for ever", now_running);
    post_check(&w);
    post_close(&w);
}

static void test_a_thousand_stories(void **state)
{
    (void)state;
    const char *only = getenv("DOCENT_TEST_SEED"), *runs = getenv("DOCENT_TEST_RUNS");
    unsigned long first = only != NULL ? strtoul(only, NULL, 10) : 1, count = runs != NULL ? strtoul(runs, NULL, 10) : 250;
    for (unsigned long seed = first; seed < first + (only != NULL ? 1 : count); seed++) {
        now_running = seed;
        run_story(seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_doubt_waits_its_time),
        cmocka_unit_test(test_what_is_refused_is_held),
        cmocka_unit_test(test_what_may_be_there_is_not_sent_twice),
        cmocka_unit_test(test_later_is_later),
        cmocka_unit_test(test_a_revoked_credential),
        cmocka_unit_test(test_signing_in),
        cmocka_unit_test(test_a_window_that_passed),
        cmocka_unit_test(test_a_clock_that_jumps),
        cmocka_unit_test(test_a_connector_that_is_gone),
        cmocka_unit_test(test_a_thousand_stories),
    };
    return cmocka_run_group_tests(tests, no_sync, NULL);
}
