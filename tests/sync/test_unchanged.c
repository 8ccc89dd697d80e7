/* A timestamp.json that is here is not sent again: the server says that it is still its newest. What that word may do, and what
 * it may not. */
#include "base/limits.h"
#include "support/tuf_pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char etag[DCT_SYNC_ETAG_ROOM], headers[600];
static const char *name;  /* What the server calls the file now. */
static int asked, same;   /* Requests that said what is here; answers that said "the same". */
static bool always;       /* It says so whatever it is asked. */

/* As web servers do. */
static void serve(void *ctx, const char *path, web_answer *a)
{
    char condition[200];
    (void)ctx;
    if (strcmp(path, "metadata/timestamp.json") != 0)
        return;
    snprintf(headers, sizeof headers, "ETag: %s\r\n", name);
    snprintf(condition, sizeof condition, "If-None-Match: %s\r\n", name);
    a->headers = headers;
    asked += strstr(c.head, "If-None-Match:") != NULL;
    if (strstr(c.head, condition) == NULL && !always)
        return;
    same++;
    a->status = 304;
    a->size = 0;
}

static int set_up(void **state)
{
    pair_open(state);
    memset(etag, 0, sizeof etag);
    c.etag = etag;
    c.bend = serve;
    tuf_client_restart(&c);
    name = "\"first\"";
    asked = same = 0;
    always = false;
    return 0;
}

static void publish(const char *next_name)
{
    repo_publish(&r, "snapshot");
    repo_publish(&r, "timestamp");
    name = next_name;
}

static void the_same_is_not_sent(void **state)
{
    (void)state;
    refreshes();
    assert_int_equal(asked, 0);
    assert_string_equal(etag, "\"first\"");
    for (int i = 1; i <= 3; i++) {
        refreshes();
        assert_int_equal(same, i);
    }
    assert_int_equal(dct_updater_bytes(c.updater), strlen("no such file"));
    assert_false(dct_updater_changed(c.updater));
    tuf_client_restart(&c); /* A new cycle of the same device has an updater of its own. */
    refreshes();
    assert_int_equal(same, 4);
}

static void news_comes(void **state)
{
    (void)state;
    refreshes();
    publish("W/\"second\"");
    refreshes();
    assert_int_equal(asked, 1);
    assert_int_equal(same, 0);
    assert_int_equal(tuf_client_version(&c, "timestamp"), 2);
    assert_true(dct_updater_changed(c.updater));
    refreshes();
    assert_int_equal(same, 1);
}

/* Whoever says "the same" for ever can hold a device back no longer than with the old file itself. */
static void the_same_expires(void **state)
{
    (void)state;
    refreshes();
    always = true;
    publish("\"second\"");
    refreshes();
    assert_int_equal(tuf_client_version(&c, "timestamp"), 1);
    assert_string_equal(dct_reason_name(tuf_client_refresh(&c, REPO_NOW + 365 * 86400)), "STALE");
    assert_true(dct_updater_error(c.updater)->message[0] != 0);
}

static void nobody_says_so_unasked(void **state)
{
    (void)state;
    always = true;
    assert_string_not_equal(dct_reason_name(tuf_client_refresh(&c, REPO_NOW)), "OK");
    assert_int_equal(tuf_client_version(&c, "timestamp"), 0);
}

/* The file that the name was for is not here, or is not believed any more. */
static void what_is_not_here_is_sent(void **state)
{
    (void)state;
    refreshes();
    tuf_client_put(&c, "timestamp.json", "{}", 2);
    refreshes();
    assert_int_equal(asked, 0);
    assert_int_equal(tuf_client_version(&c, "timestamp"), 1);
    repo_distrust(&r, "root", "timestamp");
    repo_trust(&r, "root", "timestamp", repo_new_key(&r, REPO_ED25519));
    repo_publish(&r, "root");
    publish("\"first\"");
    refreshes();
    assert_int_equal(asked, 0);
    assert_int_equal(tuf_client_version(&c, "timestamp"), 2);
}

static void a_name_that_cannot_be_sent_back_is_not_kept(void **state)
{
    static char long_name[DCT_SYNC_ETAG_ROOM + 40];
    const char *names[] = { "\"a name\"", "\"n\303\244me\"", long_name, "" };
    (void)state;
    memset(long_name, 'x', sizeof long_name - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        name = names[i];
        snprintf(etag, sizeof etag, "\"other\"");
        refreshes();
        assert_string_equal(etag, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_is_not_sent, set_up, pair_close),
        cmocka_unit_test_setup_teardown(news_comes, set_up, pair_close),
        cmocka_unit_test_setup_teardown(the_same_expires, set_up, pair_close),
        cmocka_unit_test_setup_teardown(nobody_says_so_unasked, set_up, pair_close),
        cmocka_unit_test_setup_teardown(what_is_not_here_is_sent, set_up, pair_close),
        cmocka_unit_test_setup_teardown(a_name_that_cannot_be_sent_back_is_not_kept, set_up, pair_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
