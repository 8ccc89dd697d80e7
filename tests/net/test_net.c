/* Fetches over a network that fails as a seed says: bounds, cancelling, deadlines, what "sent" promises, memory. And over
 * transports that break the rules. */
#include "fetching.h"

#include "net/transport.h"
#include "support/fault_transport.h"
#include "support/ration.h"

#include <stdio.h>

/* ---- a thousand runs: a server that keeps what it was told, and a client that repeats only when it may ---- */

typedef struct shop { uint32_t tickets; } shop;

/* Creates a ticket for each request: as bad a server as there is, without any deduplication. */
static bool open_ticket(void *ctx, const docent_request *request, const void *body, size_t size, bool again, fault_reply *reply)
{
    shop *s = ctx;
    (void)request, (void)again;
    assert_int_equal(size, 6);
    assert_memory_equal(body, "ticket", 6);
    s->tickets++;
    reply->status = 201;
    reply->body = "{\"id\":1}";
    reply->body_size = 8;
    return true;
}

typedef struct place { fake_clock clock; docent_clock time; fault_transport faults; shop shop; dct_net *net; } place;

static void open_place(place *p, uint64_t seed, const docent_alloc *alloc)
{
    docent_error err;
    memset(p, 0, sizeof *p);
    fake_clock_init(&p->clock, seed);
    p->time = fake_clock_of(&p->clock);
    fault_init(&p->faults, seed, &p->clock, open_ticket, &p->shop);
    docent_transport t = fault_transport_of(&p->faults);
    assert_int_equal(dct_net_open(alloc, &p->time, &t, &p->net, &err), DOCENT_OK);
}

static void close_place(place *p)
{
    dct_net_close(p->net);
    assert_true(fault_close(&p->faults));
}

static dct_memory_body ticket = { "ticket", 6 };

static docent_request a_ticket(const char *url)
{
    docent_request r = a_request("POST", url);
    r.read = dct_memory_read;
    r.body_ctx = &ticket;
    r.body_bytes = 6;
    r.total_ms = 60000;
    return r;
}

static dct_verdict once(place *p, bool mail)
{
    docent_error err;
    uint32_t later, steps = 0;
    docent_request r = a_ticket(mail ? "smtp://desk.example/" : "https://desk.example/");
    dct_fetch *f = dct_fetch_new(p->net, &r, 1000, &err);
    assert_non_null(f);
    uint64_t from = p->clock.monotonic_ms;
    while (!dct_fetch_done(f)) {
        dct_net_step(p->net, dct_net_next_ms(p->net));
        assert_true(++steps < 1000);
    }
    assert_true(p->clock.monotonic_ms - from <= 60000 + 300);
    dct_verdict v = mail ? dct_verdict_smtp(f, &later) : dct_verdict_http(f, 0, &later);
    dct_fetch_free(f);
    assert_int_equal(dct_net_next_ms(p->net), UINT32_MAX);
    return v;
}

/* Repeats on every verdict that promises that the server did not do it, never on another: one ticket at most, and one
 * exactly when it says done. */
static void test_a_verdict_keeps_its_promise(void **state)
{
    (void)state;
    uint32_t happened[FAULT_KINDS] = { 0 };
    for (uint64_t seed = 0; seed < 2000; seed++) {
        place p;
        open_place(&p, seed, &dct_alloc_default);
        p.faults.percent = 60;
        p.shop.tickets = 0;
        dct_verdict v = DCT_NOT_SENT;
        for (int tries = 0; tries < 100 && (v == DCT_NOT_SENT || v == DCT_LATER); tries++)
            v = once(&p, seed % 2 == 0);
        assert_true(p.shop.tickets <= 1);
        if (v == DCT_DONE)
            assert_int_equal(p.shop.tickets, 1);
        else
            assert_int_equal(v, DCT_DOUBT);
        for (int i = 0; i < FAULT_KINDS; i++)
            happened[i] += p.faults.happened[i];
        close_place(&p);
    }
    for (int i = 0; i < FAULT_KINDS; i++)
        if (happened[i] == 0)
            fail_msg("in 2,000 runs there was no \"%s\"", fault_name((fault_kind)i));
}

static void test_the_same_seed_is_the_same_run(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        uint64_t ended[2];
        for (int i = 0; i < 2; i++) {
            place p;
            open_place(&p, seed, &dct_alloc_default);
            p.faults.percent = 50;
            for (int n = 0; n < 5; n++)
                once(&p, n % 2 == 0);
            ended[i] = p.clock.monotonic_ms * 31 + p.shop.tickets;
            close_place(&p);
        }
        assert_int_equal(ended[0], ended[1]);
    }
}

/* ---- memory: every allocation fails, once and from then on ---- */

static void test_memory(void **state)
{
    (void)state;
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        bool through = false;
        for (long n = 0; !through && n < 200; n++) {
            test_ration ration = { .fail_at = -1, .for_ever = for_ever };
            docent_alloc alloc = test_ration_alloc(&ration);
            docent_error err = { 0 };
            place p;
            open_place(&p, 1, &alloc);
            ration.fail_at = ration.asked + n;
            docent_request r = a_ticket("https://desk.example/");
            dct_fetch *f = dct_fetch_new(p.net, &r, 1000, &err);
            if (f == NULL)
                assert_int_equal(err.status, DOCENT_ERR_NOMEM);
            while (f != NULL && !dct_fetch_done(f))
                dct_net_step(p.net, 1000);
            uint32_t later;
            dct_verdict v = f == NULL ? DCT_NOT_SENT : dct_verdict_http(f, 0, &later);
            assert_true(v == DCT_DONE || (v == DCT_DOUBT && p.shop.tickets == 1) || (v == DCT_NOT_SENT && p.shop.tickets == 0));
            through = ration.asked <= ration.fail_at;
            dct_fetch_free(f);
            ration.fail_at = -1;
            assert_int_equal(once(&p, false), DCT_DONE); /* Usable after. */
            close_place(&p);
            assert_int_equal(ration.live, 0);
            assert_false(ration.wrong_size);
        }
        assert_true(through);
    }
}

/* ---- transports without manners ---- */

typedef struct rude { docent_exchange *x; int mood; bool cancelled; } rude;

static docent_status rude_begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    rude *r = ctx;
    (void)request;
    r->x = x;
    return DOCENT_OK;
}

static void rude_step(void *ctx, uint32_t wait_ms)
{
    rude *r = ctx;
    char name[40];
    (void)wait_ms;
    if (r->x == NULL || r->cancelled)
        return;
    switch (r->mood) {
    case 0: /* Ends twice, and goes on talking. */
        docent_exchange_status(r->x, 200);
        docent_exchange_done(r->x, DOCENT_CARRIED_OK, 0, NULL);
        docent_exchange_done(r->x, DOCENT_CARRIED_BROKEN, 5, "no");
        docent_exchange_status(r->x, 500);
        docent_exchange_header(r->x, "A", "b");
        docent_exchange_sent(r->x);
        assert_false(docent_exchange_data(r->x, "x", 1));
        break;
    case 1: /* Header lines without end. */
        docent_exchange_status(r->x, 200);
        for (int i = 0; i < 5000; i++) {
            snprintf(name, sizeof name, "X-%d", i);
            docent_exchange_header(r->x, name, "value");
        }
        docent_exchange_done(r->x, DOCENT_CARRIED_OK, 0, NULL);
        break;
    case 2: /* Does not stop when told. */
        docent_exchange_status(r->x, 200);
        for (int i = 0; i < 100; i++)
            docent_exchange_data(r->x, "0123456789", 10);
        docent_exchange_done(r->x, DOCENT_CARRIED_OK, 0, NULL);
        break;
    case 4: /* Byte by byte, for ever. */
        docent_exchange_status(r->x, 200);
        docent_exchange_data(r->x, "x", 1);
        break;
    default: break; /* Never ends. */
    }
}

static uint32_t rude_next(void *ctx)
{
    (void)ctx;
    return UINT32_MAX;
}

static void rude_cancel(void *ctx, docent_exchange *x)
{
    rude *r = ctx;
    assert_ptr_equal(r->x, x);
    r->cancelled = true;
}

static void rude_close(void *ctx)
{
    (void)ctx;
}

static void test_a_transport_is_not_believed(void **state)
{
    (void)state;
    static const docent_carried ends[] = { DOCENT_CARRIED_OK, DOCENT_CARRIED_REFUSED, DOCENT_CARRIED_REFUSED, DOCENT_CARRIED_SLOW };
    for (int mood = 0; mood < 4; mood++) {
        rude r = { NULL, mood, false };
        docent_transport t = { sizeof t, &r, rude_begin, rude_step, rude_next, rude_cancel, rude_close };
        fake_clock clock;
        fake_clock_init(&clock, 1);
        docent_clock time = fake_clock_of(&clock);
        dct_net *net;
        docent_error err;
        assert_int_equal(dct_net_open(&dct_alloc_default, &time, &t, &net, &err), DOCENT_OK);
        docent_request request = a_request("GET", "https://desk.example/");
        request.total_ms = 5000;
        dct_fetch *f = dct_fetch_new(net, &request, 100, &err);
        for (int i = 0; i < 100 && !dct_fetch_done(f); i++) {
            dct_net_step(net, 100);
            fake_clock_advance(&clock, 100);
        }
        assert_true(dct_fetch_done(f));
        assert_int_equal(dct_fetch_carried(f), ends[mood]);
        assert_false(dct_fetch_sent(f));
        size_t size;
        dct_fetch_body(f, &size);
        assert_true(size <= 100);
        assert_int_equal(r.cancelled, mood == 3);
        dct_fetch_free(f);
        dct_net_close(net);
    }
}

/* No limit of the whole, and a transport that does not look: what comes too slowly ends all the same, what is fast enough not. */
static void test_too_slow_for_any_transport(void **state)
{
    (void)state;
    for (int fast = 0; fast < 2; fast++) {
        rude r = { NULL, 4, false };
        docent_transport t = { sizeof t, &r, rude_begin, rude_step, rude_next, rude_cancel, rude_close };
        fake_clock clock;
        fake_clock_init(&clock, 1);
        docent_clock time = fake_clock_of(&clock);
        dct_net *net;
        docent_error err;
        assert_int_equal(dct_net_open(&dct_alloc_default, &time, &t, &net, &err), DOCENT_OK);
        docent_request request = a_request("GET", "https://desk.example/");
        request.slow_bytes_s = 10;
        request.slow_s = 30;
        request.connect_ms = 15000;
        dct_fetch *f = dct_fetch_new(net, &request, 1000000, &err);
        uint64_t from = clock.monotonic_ms;
        for (int i = 0; i < 20000 && !dct_fetch_done(f); i++) {
            dct_net_step(net, 0);
            fake_clock_advance(&clock, fast ? 50 : 200); /* 20 or 5 bytes a second. */
        }
        assert_int_equal(dct_fetch_done(f), !fast);
        if (!fast) {
            assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_SLOW);
            assert_true(clock.monotonic_ms - from < 80000);
        }
        dct_fetch_free(f);
        dct_net_close(net);
    }
}

static void test_no_transport(void **state)
{
    (void)state;
    dct_net *net;
    docent_error err;
    docent_transport none, half;
    dct_transport_none(&none);
    half = none;
    half.cancel = NULL;
    assert_int_equal(dct_net_open(&dct_alloc_default, &dct_clock_system, &half, &net, &err), DOCENT_ERR_ARG);
    assert_int_equal(dct_net_open(&dct_alloc_default, &dct_clock_system, &none, &net, &err), DOCENT_OK);
    dct_fetch *f = get(net, "https://desk.example/", 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_NEVER);
    uint32_t later;
    assert_int_equal(dct_verdict_http(f, 0, &later), DCT_REFUSED);
    dct_fetch_free(f);
    dct_net_close(net);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_verdict_keeps_its_promise),
        cmocka_unit_test(test_the_same_seed_is_the_same_run),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_a_transport_is_not_believed),
        cmocka_unit_test(test_too_slow_for_any_transport),
        cmocka_unit_test(test_no_transport),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
