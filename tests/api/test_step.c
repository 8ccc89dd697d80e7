/* Work in the background: a handle that was not set up for it touches nothing, and says so; parts that a host replaces. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include <docent/port.h>

#include "api/background.h"
#include "support/bundle.h"
#include "support/fault_transport.h"

static char path[1024];

static int make(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s", test_path("step.docent"));
    test_bundle_sample(path);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    return remove(path);
}

static docent *open_sample(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h;
    config.bundle_path = path;
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    return h;
}

static bool never(void *ctx, const docent_request *request, const void *body, size_t size, bool again, fault_reply *reply)
{
    (void)request, (void)body, (void)size, (void)again, (void)reply;
    ++*(int *)ctx;
    return true;
}

static void test_nothing_set_up_is_nothing_done(void **state)
{
    (void)state;
    docent *h = open_sample();
    docent_event event;
    uint32_t next = 0;
    fake_clock clock;
    fault_transport net;
    int asked = 0;
    fake_clock_init(&clock, 1);
    fault_init(&net, 1, &clock, never, &asked);
    docent_transport t = fault_transport_of(&net);
    docent_clock time = fake_clock_of(&clock);
    assert_int_equal(docent_use_transport(h, &t), DOCENT_OK);
    assert_int_equal(docent_use_clock(h, &time), DOCENT_OK);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(docent_step(h, 1000, &next), DOCENT_OK);
        assert_int_equal(next, UINT32_MAX);
        assert_false(docent_poll(h, &event));
        assert_int_equal(event.kind, DOCENT_EVENT_NONE);
    }
    assert_int_equal(docent_step(h, 0, NULL), DOCENT_OK);
    assert_int_equal(asked, 0);
    assert_int_equal(net.begun, 0);
    assert_int_equal(clock.monotonic_ms, 1000); /* Nobody waited. */
    docent_close(h);
    assert_true(fault_close(&net));
}

static void test_a_transport_is_closed_once(void **state)
{
    (void)state;
    docent *h = open_sample();
    fake_clock clock;
    fault_transport first, second;
    dct_net *net, *again;
    int asked = 0;
    fake_clock_init(&clock, 1);
    fault_init(&first, 1, &clock, never, &asked);
    fault_init(&second, 2, &clock, never, &asked);
    docent_transport a = fault_transport_of(&first), b = fault_transport_of(&second);
    docent_clock time = fake_clock_of(&clock);
    assert_int_equal(docent_use_transport(h, &a), DOCENT_OK);
    assert_int_equal(docent_use_transport(h, &b), DOCENT_OK);
    assert_int_equal(docent_use_clock(h, &time), DOCENT_OK);
    assert_true(fault_close(&first));
    assert_false(second.closed);
    assert_int_equal(dct_handle_net(h, &net, NULL), DOCENT_OK);
    assert_int_equal(dct_handle_net(h, &again, NULL), DOCENT_OK);
    assert_ptr_equal(net, again);
    assert_int_equal(docent_use_transport(h, &a), DOCENT_ERR_ARG); /* Too late. */
    assert_int_equal(docent_use_clock(h, NULL), DOCENT_ERR_ARG);
    docent_request r = { .struct_size = sizeof r, .url = "https://desk.example/", .method = "GET" };
    dct_fetch *f = dct_fetch_new(net, &r, 100, NULL);
    uint32_t next = UINT32_MAX;
    for (int i = 0; i < 100 && !dct_fetch_done(f); i++)
        assert_int_equal(docent_step(h, 1000, &next), DOCENT_OK);
    assert_true(dct_fetch_done(f));
    assert_int_equal(asked, 1);
    docent_close(h); /* With the fetch. */
    assert_true(fault_close(&second));
}

static void test_wrong_use(void **state)
{
    (void)state;
    docent *h = open_sample();
    docent_event event;
    docent_transport t = { 0 };
    docent_clock c = { 0 };
    assert_int_equal(docent_use_transport(h, &t), DOCENT_ERR_ARG);
    t.struct_size = sizeof t;
    assert_int_equal(docent_use_transport(h, &t), DOCENT_ERR_ARG);
    assert_int_equal(docent_use_clock(h, &c), DOCENT_ERR_ARG);
    c.struct_size = sizeof c;
    assert_int_equal(docent_use_clock(h, &c), DOCENT_ERR_ARG);
    assert_string_equal(docent_last_error(h)->where, "api");
    assert_int_equal(docent_use_transport(h, NULL), DOCENT_OK);
    assert_int_equal(docent_step(NULL, 0, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_use_transport(NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_use_clock(NULL, NULL), DOCENT_ERR_ARG);
    assert_false(docent_poll(NULL, &event));
    assert_false(docent_poll(h, NULL));
    docent_on_wakeup(NULL, NULL, NULL);
    docent_close(h);
}

static void note(void *ctx)
{
    ++*(int *)ctx;
}

static void test_events_reach_the_host(void **state)
{
    (void)state;
    docent *h = open_sample();
    docent_event event;
    int woken = 0;
    docent_on_wakeup(h, note, &woken);
    dct_events_put(&h->background.events, DOCENT_EVENT_SYNC, NULL, DOCENT_OK);
    assert_int_equal(woken, 1);
    docent_on_wakeup(h, NULL, NULL);
    dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT, NULL, DOCENT_OK);
    assert_int_equal(woken, 1);
    assert_true(docent_poll(h, &event));
    assert_int_equal(event.kind, DOCENT_EVENT_SYNC);
    assert_true(docent_poll(h, &event));
    assert_int_equal(event.kind, DOCENT_EVENT_CONTENT);
    assert_false(docent_poll(h, &event));
    docent_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_set_up_is_nothing_done),
        cmocka_unit_test(test_a_transport_is_closed_once),
        cmocka_unit_test(test_wrong_use),
        cmocka_unit_test(test_events_reach_the_host),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
