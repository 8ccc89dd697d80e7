/* Events: in order, the same one once, none forgotten when there are too many. */
#include "support/cmocka_all.h"

#include "base/events.h"

#include <stdio.h>
#include <string.h>

static void count(void *ctx)
{
    ++*(int *)ctx;
}

static void test_in_order_and_once(void **state)
{
    (void)state;
    int woken = 0;
    dct_events e = { .wakeup = count, .wakeup_ctx = &woken };
    docent_event out;
    assert_false(dct_events_take(&e, &out));
    dct_events_put(&e, DOCENT_EVENT_REQUEST, "a", DOCENT_OK);
    dct_events_put(&e, DOCENT_EVENT_REQUEST, "b", DOCENT_OK);
    dct_events_put(&e, DOCENT_EVENT_MESSAGE, "a", DOCENT_OK);
    dct_events_put(&e, DOCENT_EVENT_REQUEST, "a", DOCENT_ERR_IO); /* The same again: the last status counts. */
    assert_int_equal(woken, 4);
    assert_true(dct_events_take(&e, &out));
    assert_int_equal(out.kind, DOCENT_EVENT_REQUEST);
    assert_string_equal(out.id.text, "a");
    assert_int_equal(out.status, DOCENT_ERR_IO);
    assert_true(dct_events_take(&e, &out));
    assert_string_equal(out.id.text, "b");
    assert_true(dct_events_take(&e, &out));
    assert_int_equal(out.kind, DOCENT_EVENT_MESSAGE);
    assert_false(dct_events_take(&e, &out));
    assert_int_equal(out.kind, DOCENT_EVENT_NONE);
}

static void test_too_many(void **state)
{
    (void)state;
    dct_events e;
    docent_event out;
    char id[60];
    memset(&e, 0, sizeof e);
    for (int round = 0; round < 3; round++) { /* The ring goes round. */
        for (int i = 0; i < 500; i++) {
            snprintf(id, sizeof id, "%040d", i); /* Longer than an id: cut, never written past. */
            dct_events_put(&e, i % 2 ? DOCENT_EVENT_REQUEST : DOCENT_EVENT_MESSAGE, id + 5, DOCENT_OK);
        }
        for (int i = 0; i < DCT_EVENTS_ROOM; i++) {
            assert_true(dct_events_take(&e, &out));
            assert_int_equal(strlen(out.id.text), 35);
        }
        /* What was spilled is one of each kind, about all of that kind. */
        assert_true(dct_events_take(&e, &out));
        assert_int_equal(out.kind, DOCENT_EVENT_REQUEST);
        assert_string_equal(out.id.text, "");
        assert_true(dct_events_take(&e, &out));
        assert_int_equal(out.kind, DOCENT_EVENT_MESSAGE);
        assert_false(dct_events_take(&e, &out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_in_order_and_once), cmocka_unit_test(test_too_many) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
