/* Short of memory, on a bad disk, with rows that somebody wrote by hand: nothing that was kept is lost, nothing is sent twice,
 * nothing leaks. Of the disk's calls some fail here; with DOCENT_TEST_ALL=1 each of them, in each way. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/talks.h"
#include "support/bundle.h"
#include "support/faulty.h"
#include "support/post.h"
#include "support/ration.h"

static post w;
static bool nothing_fails;

static int install(void **state)
{
    (void)state;
    test_faulty_install();
    return 0;
}

/* Start, submit with an attachment, send, answer, restart: the whole way, whatever of it works. */
static void whole_way(void)
{
    docent_id talk = { "" }, second;
    docent_attachment file = { "log.txt", "text/plain", "line\n", 5 };
    dct_posting p = { .kind = DOCENT_REQUEST_TICKET, .agreed = true, .attachments = &file, .attachment_count = 1, .idempotency = "once",
                      .letter = { .kind = "ticket", .part = DCT_PART_CREATE, .conversation = "", .locale = "en", .subject = "",
                                  .body = "It blinks.", .name = "Ada", .email = "", .phone = "", .problem = "", .queue = "",
                                  .priority = "", .product = "", .audience = "", .version = "", .article = "",
                                  .diagnostics = "", .opinion = "" } };
    if (post_begin(&w) != DOCENT_OK)
        return;
    w.failing = true;
    if (post_put(&w, &p, &talk) == DOCENT_OK) {
        post_run(&w, 3000);
        post_say(&w, &talk, "And it smells.", NULL);
        post_run(&w, 3000);
        post_reply(&w, &talk);
        post_run(&w, 70000);
    }
    else if (nothing_fails)
        fail_msg("%s", w.err.message);
    post_say(&w, NULL, "Another.", &second);
    post_run(&w, 3000);
    w.failing = false;
}

/* The fault is gone, the program begins again: all that was accepted is there once. */
static void must_be_well(long n)
{
    post_kill(&w);
    if (post_begin(&w) != DOCENT_OK)
        fail_msg("after %ld: %s", n, w.err.message);
    if (!post_settle(&w))
        fail_msg("after %ld: something waits for ever", n);
    post_check(&w);
}

/* ---- memory ---- */

static long run_with_memory(long n, bool for_ever)
{
    test_ration r = { .fail_at = n, .for_ever = for_ever };
    nothing_fails = n < 0;
    post_reset(&w);
    w.alloc = test_ration_alloc(&r);
    whole_way();
    post_kill(&w);
    if (r.live != 0)
        fail_msg("allocation %ld: %ld blocks leak", n, r.live);
    assert_false(r.wrong_size);
    w.alloc = dct_alloc_default;
    must_be_well(n);
    return r.asked;
}

static void each_allocation(bool for_ever, long stride)
{
    long asked = run_with_memory(-1, false);
    print_message("%ld allocations\n", asked);
    assert_true(asked > 30);
    for (long n = 0; n < asked; n += stride)
        run_with_memory(n, for_ever);
}

static void test_each_allocation_fails_once(void **state)
{
    (void)state;
    post_open(&w, 1, POST_LOOKUP);
    w.uploads = true;
    each_allocation(false, 1);
    post_close(&w);
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    post_open(&w, 2, POST_DEDUP);
    each_allocation(true, 5);
    post_close(&w);
}

/* ---- the disk ---- */

static long every(long some)
{
    return getenv("DOCENT_TEST_ALL") == NULL ? some : 1;
}

static long run_with_disk(long n, bool for_ever, bool full)
{
    nothing_fails = n < 0;
    post_reset(&w);
    test_disk = (test_faulty){ .fail_at = n, .for_ever = for_ever, .full = full };
    whole_way();
    long asked = test_disk.asked;
    post_kill(&w);
    test_disk = (test_faulty){ .fail_at = -1 };
    must_be_well(n);
    return asked;
}

static void test_each_call_to_the_disk_fails(void **state)
{
    (void)state;
    post_open(&w, 3, POST_LOOKUP);
    long asked = run_with_disk(-1, false, false);
    print_message("%ld calls to the disk\n", asked);
    for (long n = 0; n < asked; n += every(3))
        run_with_disk(n, false, false);
    post_close(&w);
}

static void test_the_disk_is_full(void **state)
{
    (void)state;
    post_open(&w, 4, POST_DEDUP);
    long asked = run_with_disk(-1, true, true);
    for (long n = 0; n < asked; n += every(11))
        run_with_disk(n, true, true);
    post_close(&w);
}

/* ---- rows ---- */

static const char *const damages[] = {
    "UPDATE letter SET body = x'00FF7B', sealed = 0",
    "UPDATE letter SET body = x''",
    "UPDATE letter SET body = zeroblob(17000000)",
    "UPDATE letter SET body = CAST('{\"id\":5,\"attachments\":[7,{\"bytes\":-1}],\"story\":{},\"fields\":[],\"window\":3}' AS BLOB)",
    "UPDATE letter SET state = 7",
    "UPDATE letter SET state = -3",
    "UPDATE letter SET state = 11, doubt_ms = 9223372036854775807",
    "UPDATE letter SET state = 12, due_ms = -9223372036854775807, doubt_ms = -9223372036854775807",
    "UPDATE letter SET tries = 4294967295, due_ms = 9223372036854775806",
    "UPDATE letter SET tries = -1",
    "UPDATE letter SET id = 'x' || id",
    "UPDATE letter SET conversation = 'nobody''s'",
    "UPDATE letter SET part = 9",
    "UPDATE letter SET kind = hex(zeroblob(100000))",
    "UPDATE letter SET kind = CAST(x'FF' AS TEXT)",
    "UPDATE letter SET connector = hex(zeroblob(1000))",
    "UPDATE letter SET until = 9223372036854775807, made = -9223372036854775807, bytes = -9223372036854775807",
    "UPDATE letter SET why = '@nonsense'",
    "INSERT INTO attachment SELECT id, 5, '../../x', '', 4, '../../../etc/passwd', '' FROM letter",
    "UPDATE conversation SET state = 77",
    "UPDATE conversation SET kind = -1, unread = -1",
    "UPDATE conversation SET remote = hex(zeroblob(100000)), cursor = CAST(x'C328' AS TEXT), poll_ms = 1",
    "UPDATE conversation SET id = 'y' || id",
    "DELETE FROM conversation",
    "DELETE FROM letter WHERE seq = 0",
    "INSERT INTO message SELECT 900, 'z', id, 'desk', 'm', '', '', 0 FROM conversation LIMIT 1",
    "UPDATE device SET value = 'me'",
    "INSERT INTO device VALUES('claims', '99999999999999999999 x')",
    "INSERT INTO connector VALUES('desk', hex(zeroblob(100000)), CAST(x'80' AS TEXT))",
    "INSERT INTO answer(took_s, at) VALUES(-5, 0)",
};

static const char *say(void *ctx, const char *english)
{
    (void)ctx;
    return english;
}

/* Whatever they say, they say it with a status. */
static void read_everything(const docent_id *talk)
{
    docent_conversations *list;
    docent_messages *messages;
    docent_outbox totals;
    docent_id id;
    dct_view_of view = { 0, true, say, NULL };
    dct_talks_open(&w.outbox, &view, &list, &w.err);
    docent_conversations_close(list);
    dct_messages_open(&w.outbox, talk->text, &messages, &w.err);
    docent_messages_close(messages);
    dct_outbox_count(&w.outbox, 0, &totals, &w.err);
    dct_talks_claim(&w.outbox, "K7QM-3XR2", &id, &w.err);
}

static void test_rows_of_a_stranger(void **state)
{
    (void)state;
    docent_id talk, good;
    post_open(&w, 5, POST_DEDUP);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        post_reset(&w);
        assert_int_equal(post_begin(&w), DOCENT_OK);
        assert_int_equal(post_say(&w, NULL, "First.", &talk), DOCENT_OK);
        assert_int_equal(post_say(&w, &talk, "Second.", NULL), DOCENT_OK);
        char *message = NULL;
        if (sqlite3_exec(dct_state_db(w.state)->handle, damages[i], NULL, NULL, &message) != SQLITE_OK)
            fail_msg("%s: %s", damages[i], message);
        post_kill(&w);
        if (post_begin(&w) != DOCENT_OK)
            fail_msg("%s: %s", damages[i], w.err.message);
        w.failing = true;
        read_everything(&talk);
        post_run(&w, 5000);
        assert_int_equal(post_say(&w, NULL, "This one is whole.", &good), DOCENT_OK);
        post_run(&w, 700000);
        w.failing = false;
        read_everything(&good);
        if (w.letters[w.letter_count - 1].copies != 1)
            fail_msg("%s: stops what is whole", damages[i]);
    }
    post_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_allocation_fails_once), cmocka_unit_test(test_memory_runs_out),
        cmocka_unit_test(test_each_call_to_the_disk_fails), cmocka_unit_test(test_the_disk_is_full),
        cmocka_unit_test(test_rows_of_a_stranger),
    };
    return cmocka_run_group_tests(tests, install, NULL);
}
