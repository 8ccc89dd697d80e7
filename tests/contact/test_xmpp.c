/* The chat connector against a server inside the test and a network that breaks: every letter is in its room exactly once, in order,
 * and every answer comes back. A thousand runs, each from a number. */
#include "support/cmocka_all.h"

#include "support/drive.h"
#include "support/fault_transport.h"
#include "support/ration.h"
#include "support/xmpp_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PUBLIC "{\"bosh\": \"https://chat.test/http-bind\", \"domain\": \"guest.desk.test\", \"muc\": \"rooms.desk.test\"," \
               " \"support\": \"agent@desk.test second@desk.test\", \"wait_s\": 20, \"settle_s\": 60}"
#define LETTERS 5
#define ROUNDS 3000 /* Verdicts of one run: it must end long before. */

typedef struct world {
    uint64_t        seed, random;
    fake_clock      clock;
    fault_transport net;
    xmpp_model      server;
    test_drive      drive;
    bool            open;
    char            ids[LETTERS][40], conversation[40], remote[200];
    uint32_t        kills, verdicts[DCT_ABSENT + 1];
    bool            careless; /* A courier that sends again without asking. */
} world;

static bool chance(world *w, unsigned percent)
{
    return fake_random(&w->random) % 100 < percent;
}

static void open_drive(world *w)
{
    docent_transport t = fault_transport_of(&w->net);
    w->net.closed = false;
    assert_int_equal(test_drive_open(&w->drive, "xmpp", PUBLIC, NULL, &t), DOCENT_OK);
    w->drive.clock = fake_clock_of(&w->clock);
    w->open = true;
}

static void close_drive(world *w)
{
    test_drive_close(&w->drive);
    assert_true(fault_close(&w->net));
    w->open = false;
}

static void begin_world(world *w, uint64_t seed, unsigned percent)
{
    memset(w, 0, sizeof *w);
    w->seed = seed;
    w->random = seed * 7919 + 1;
    fake_clock_init(&w->clock, seed);
    xmpp_model_init(&w->server, &w->clock);
    fault_init(&w->net, seed, &w->clock, xmpp_model_serve, &w->server);
    w->net.percent = percent;
    open_drive(w);
    for (int i = 0; i < LETTERS; i++)
        snprintf(w->ids[i], sizeof w->ids[i], "018f%04x-0000-7000-8000-%012x", (unsigned)seed & 0xFFFF, (unsigned)i);
    snprintf(w->conversation, sizeof w->conversation, "018f%04x-0000-7000-9000-000000000000", (unsigned)seed & 0xFFFF);
}

static void end_world(world *w)
{
    if (w->open)
        close_drive(w);
    xmpp_model_close(&w->server);
}

/* One task to its verdict; PENDING: we were killed on the way. */
static dct_verdict attempt(world *w, dct_op op, const dct_letter *letter, const char *cursor)
{
    test_drive *d = &w->drive;
    dct_task *t = test_drive_task(d, op, letter, w->remote);
    uint64_t kill_ms = chance(w, 8) ? w->clock.monotonic_ms + fake_random(&w->random) % 900 : UINT64_MAX;
    uint64_t restart_ms = chance(w, 5) ? w->clock.monotonic_ms + fake_random(&w->random) % 900 : UINT64_MAX;
    uint64_t end_ms = w->clock.monotonic_ms + 600000;
    t->cursor = cursor;
    d->c.kind->begin(&d->c, t);
    while (t->verdict == DCT_PENDING && w->clock.monotonic_ms < end_ms && w->clock.monotonic_ms < kill_ms) {
        dct_net_step(d->net, 20);
        if (dct_net_next_ms(d->net) == UINT32_MAX)
            fake_clock_advance(&w->clock, 20);
        if (w->clock.monotonic_ms >= restart_ms) {
            xmpp_model_restart(&w->server);
            restart_ms = UINT64_MAX;
        }
        d->c.kind->tick(&d->c, w->clock.unix_ms);
        d->c.kind->step(&d->c, t);
    }
    assert_true(w->clock.monotonic_ms < end_ms);
    w->verdicts[t->verdict]++;
    if (t->verdict == DCT_PENDING) {
        close_drive(w);
        open_drive(w);
        w->kills++;
        return DCT_PENDING;
    }
    d->c.kind->cancel(&d->c, t);
    if (t->out_remote != NULL)
        snprintf(w->remote, sizeof w->remote, "%s", t->out_remote);
    return t->verdict;
}

/* Written afresh each time: what a killed process knew is gone. */
static dct_letter letter_of(world *w, int index, char body[32])
{
    snprintf(body, 32, "letter %d", index);
    dct_letter l = test_drive_letter(&w->drive, "chat", index == 0 ? "It blinks" : "", body);
    l.id = w->ids[index];
    l.conversation = w->conversation;
    l.seq = (uint32_t)index;
    l.part = index == 0 ? DCT_PART_CREATE : DCT_PART_APPEND;
    return l;
}

/* As a courier does: doubt waits, and asks; death is doubt. */
static void deliver(world *w, int index)
{
    bool doubt = false;
    for (int round = 0; round < ROUNDS; round++) {
        char body[32];
        dct_letter l = letter_of(w, index, body);
        dct_op op = doubt ? (index == 0 ? DCT_OP_LOOKUP : DCT_OP_LOOKUP_MESSAGE) : (index == 0 ? DCT_OP_CREATE : DCT_OP_APPEND);
        dct_verdict v = attempt(w, op, &l, "");
        if (v == DCT_DONE)
            return;
        if (v == DCT_ABSENT)
            doubt = false;
        else if (v == DCT_DOUBT || v == DCT_PENDING)
            doubt = !w->careless && (doubt || v == DCT_DOUBT || op == DCT_OP_CREATE || op == DCT_OP_APPEND);
        else
            assert_true(v == DCT_NOT_SENT || v == DCT_LATER);
        if (v == DCT_DOUBT || v == DCT_PENDING)
            fake_clock_advance(&w->clock, 60000); /* The settle time. */
        else if (v != DCT_ABSENT)
            fake_clock_advance(&w->clock, 2000);
    }
    fail_msg("seed %llu: letter %d is never delivered", (unsigned long long)w->seed, index);
}

static void check_room(world *w, uint32_t replies)
{
    const xmpp_model_room *room = xmpp_model_find(&w->server, w->remote);
    assert_non_null(room);
    assert_true(room->configured);
    assert_true(room->invitations >= 2);
    int next = 0;
    uint32_t others = 0;
    for (uint32_t i = 0; i < room->count; i++) {
        const xmpp_model_message *m = &room->messages[i];
        if (m->origin[0] == 0) {
            others++;
            continue;
        }
        if (next >= LETTERS || strcmp(m->origin, w->ids[next]) != 0)
            fail_msg("seed %llu: message %u of the room is %s, not letter %d", (unsigned long long)w->seed, (unsigned)i, m->origin, next);
        next++;
    }
    assert_int_equal(next, LETTERS);
    assert_int_equal(others, replies);
}

/* Polls from the last cursor on until all has come; each once, in order, and ours are known as ours. */
static void check_poll(world *w, uint32_t replies)
{
    char cursor[64] = "", seen[LETTERS * 4][200];
    uint32_t count = 0, wanted = LETTERS + replies;
    for (int round = 0; round < ROUNDS && count < wanted; round++) {
        w->drive.news_count = 0;
        dct_verdict v = attempt(w, DCT_OP_POLL, NULL, cursor);
        for (uint32_t i = 0; v != DCT_PENDING && i < w->drive.news_count; i++) {
            const dct_news *n = &w->drive.news[i];
            bool known = false;
            for (uint32_t k = 0; k < count; k++)
                known = known || strcmp(seen[k], n->remote_id) == 0;
            if (known)
                continue;
            assert_true(count < wanted && n->from_us == (strncmp(n->text, "letter", 6) == 0));
            assert_string_not_equal(n->text, "lie");
            snprintf(seen[count++], sizeof seen[0], "%s", n->remote_id);
        }
        if (v == DCT_DONE && w->drive.task.out_cursor != NULL)
            snprintf(cursor, sizeof cursor, "%s", w->drive.task.out_cursor);
        fake_clock_advance(&w->clock, 1000);
    }
    assert_int_equal(count, wanted);
}

static void story(uint64_t seed, unsigned percent, bool lies, uint32_t counts[DCT_ABSENT + 1])
{
    world *w = malloc(sizeof *w);
    begin_world(w, seed, percent);
    w->server.lies = lies;
    w->server.locks = seed % 2 == 0;
    uint32_t replies = 0;
    for (int i = 0; i < LETTERS; i++) {
        deliver(w, i);
        if (chance(w, 50)) {
            xmpp_model_say(&w->server, w->remote, "Try another cable.");
            replies++;
        }
    }
    check_room(w, replies);
    check_poll(w, replies);
    for (int v = 0; v <= DCT_ABSENT; v++)
        counts[v] += w->verdicts[v];
    end_world(w);
    free(w);
}

static void test_nothing_breaks(void **state)
{
    uint32_t counts[DCT_ABSENT + 1] = { 0 };
    (void)state;
    world w;
    begin_world(&w, 1, 0);
    end_world(&w);
    story(1, 0, false, counts);
}

static void test_a_thousand_runs(void **state)
{
    uint32_t counts[DCT_ABSENT + 1] = { 0 };
    const char *runs = getenv("DOCENT_RUNS"), *seed = getenv("DOCENT_SEED");
    uint64_t most = runs == NULL ? 1000 : strtoull(runs, NULL, 10), first = seed == NULL ? 1 : strtoull(seed, NULL, 10);
    (void)state;
    for (uint64_t s = first; s < first + most; s++)
        story(s, (unsigned)(5 + s % 30), s % 3 == 0, counts);
    for (int v = 0; v <= DCT_ABSENT; v++)
        print_message("%s %u\n", v == 0 ? "killed" : dct_verdict_name((dct_verdict)v), (unsigned)counts[v]);
    if (most >= 100)
        assert_true(counts[DCT_DOUBT] > 0 && counts[DCT_ABSENT] > 0 && counts[0] > 0 && counts[DCT_NOT_SENT] > 0);
}

/* The control: without asking the archive, somebody would have read a message twice. */
static void test_a_careless_courier_repeats(void **state)
{
    uint32_t twice = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 60 && twice == 0; seed++) {
        world *w = malloc(sizeof *w);
        begin_world(w, seed, 20);
        w->careless = true;
        for (int i = 0; i < LETTERS; i++)
            deliver(w, i);
        const xmpp_model_room *room = xmpp_model_find(&w->server, w->remote);
        twice += room->count > LETTERS ? room->count - LETTERS : 0;
        end_world(w);
        free(w);
    }
    assert_true(twice > 0);
}

/* ---- an open page ---- */

typedef struct heard {
    char     ids[64][200], texts[64][32];
    uint32_t count, again;
} heard;

static void hear(void *ctx, const dct_news *n)
{
    heard *h = ctx;
    if (n->remote_id[0] == 0 || n->from_us)
        return;
    assert_string_not_equal(n->text, "lie");
    for (uint32_t i = 0; i < h->count; i++)
        if (strcmp(h->ids[i], n->remote_id) == 0) {
            h->again++; /* The same one, out of the archive: the courier keeps one. */
            return;
        }
    snprintf(h->ids[h->count], sizeof h->ids[0], "%s", n->remote_id);
    snprintf(h->texts[h->count++], sizeof h->texts[0], "%s", n->text);
}

static void live(world *w, uint64_t ms)
{
    test_drive *d = &w->drive;
    for (uint64_t end_ms = w->clock.monotonic_ms + ms; w->clock.monotonic_ms < end_ms;) {
        dct_net_step(d->net, 20);
        if (dct_net_next_ms(d->net) == UINT32_MAX)
            fake_clock_advance(&w->clock, 20);
        d->c.kind->tick(&d->c, w->clock.unix_ms);
    }
}

/* Whatever breaks, each answer is told, in order, without a poll. */
static void watch(uint64_t seed, unsigned percent)
{
    world *w = malloc(sizeof *w);
    heard *h = calloc(1, sizeof *h);
    char text[32], body[32];
    begin_world(w, seed, 0);
    w->server.lies = seed % 2 == 0;
    dct_letter l = letter_of(w, 0, body);
    dct_task *t = test_drive_task(&w->drive, DCT_OP_CREATE, &l, "");
    while (test_drive_run(&w->drive, t, 100000) == DCT_PENDING)
        ;
    snprintf(w->remote, sizeof w->remote, "%s", t->out_remote);
    w->drive.c.news = hear;
    w->drive.c.news_ctx = h;
    w->drive.c.kind->watch(&w->drive.c, w->remote, true);
    live(w, 5000);
    w->net.percent = percent;
    for (int i = 0; i < 12; i++) {
        snprintf(text, sizeof text, "answer %d", i);
        if (chance(w, percent / 2))
            xmpp_model_restart(&w->server);
        xmpp_model_say(&w->server, w->remote, text);
        live(w, fake_random(&w->random) % 4000);
    }
    w->net.percent = 0;
    live(w, 240000);
    if (h->count != 12)
        fail_msg("seed %llu: %u answers heard, not 12", (unsigned long long)seed, (unsigned)h->count);
    for (int i = 0; i < 12; i++) {
        snprintf(text, sizeof text, "answer %d", i);
        assert_string_equal(h->texts[i], text);
    }
    end_world(w);
    free(w);
    free(h);
}

static void test_an_open_page_hears_all(void **state)
{
    (void)state;
    watch(1, 0);
    for (uint64_t seed = 2; seed < 150; seed++)
        watch(seed, (unsigned)(seed % 40));
}

static void test_typing_and_presence(void **state)
{
    world *w = malloc(sizeof *w);
    docent_chat_state s;
    char body[32];
    (void)state;
    begin_world(w, 3, 0);
    const dct_connector_kind *kind = w->drive.c.kind;
    dct_letter l = letter_of(w, 0, body);
    dct_task *t = test_drive_task(&w->drive, DCT_OP_CREATE, &l, "");
    assert_int_equal(test_drive_run(&w->drive, t, 100000), DCT_DONE);
    snprintf(w->remote, sizeof w->remote, "%s", t->out_remote);
    kind->watch(&w->drive.c, w->remote, true);
    live(w, 3000);
    kind->look(&w->drive.c, w->remote, &s);
    assert_true(s.online && s.agent && !s.agent_typing);
    xmpp_model_type(&w->server, w->remote, true);
    live(w, 1000);
    kind->look(&w->drive.c, w->remote, &s);
    assert_true(s.agent_typing);
    xmpp_model_type(&w->server, w->remote, false);
    live(w, 1000);
    kind->look(&w->drive.c, w->remote, &s);
    assert_false(s.agent_typing);
    for (int i = 0; i < 20; i++) { /* A key every 100 ms is not told each time. */
        kind->typing(&w->drive.c, w->remote, true);
        live(w, 100);
    }
    assert_int_equal(w->server.typings, 1);
    kind->watch(&w->drive.c, w->remote, false);
    w->net.offline = true;
    live(w, 120000);
    kind->look(&w->drive.c, w->remote, &s);
    assert_false(s.online || s.agent);
    end_world(w);
    free(w);
}

/* ---- memory ---- */

static dct_verdict run(test_drive *d, fake_clock *clock, dct_task *t)
{
    d->c.kind->begin(&d->c, t);
    for (uint64_t end_ms = clock->monotonic_ms + 100000; t->verdict == DCT_PENDING && clock->monotonic_ms < end_ms;) {
        dct_net_step(d->net, 20);
        if (dct_net_next_ms(d->net) == UINT32_MAX)
            fake_clock_advance(clock, 20);
        d->c.kind->step(&d->c, t);
    }
    d->c.kind->cancel(&d->c, t);
    return t->verdict;
}

/* Opens, creates, says more, polls; each may fail, none may leak or claim what is not so. */
static void with_ration(test_ration *ration)
{
    fake_clock clock;
    fault_transport net;
    xmpp_model *server = malloc(sizeof *server);
    test_drive *d = malloc(sizeof *d);
    fake_clock_init(&clock, 1);
    xmpp_model_init(server, &clock);
    fault_init(&net, 1, &clock, xmpp_model_serve, server);
    docent_transport t = fault_transport_of(&net);
    docent_alloc alloc = test_ration_alloc(ration);
    if (test_drive_open_with(d, &alloc, "xmpp", PUBLIC, NULL, &t) == DOCENT_OK) {
        d->clock = fake_clock_of(&clock);
        dct_letter l = test_drive_letter(d, "chat", "It blinks", "It blinks since Monday.");
        dct_task *task = test_drive_task(d, DCT_OP_CREATE, &l, "");
        dct_verdict v = run(d, &clock, task);
        char remote[200];
        snprintf(remote, sizeof remote, "%s", task->out_remote == NULL ? "" : task->out_remote);
        const xmpp_model_room *room = remote[0] == 0 ? NULL : xmpp_model_find(server, remote);
        assert_true(v != DCT_PENDING && v != DCT_ABSENT && v != DCT_AUTH && v != DCT_REFUSED);
        assert_true(v != DCT_DONE || (room != NULL && room->count == 1));
        if (v == DCT_DONE) {
            v = run(d, &clock, test_drive_task(d, DCT_OP_POLL, NULL, remote));
            assert_true(v != DCT_DONE || d->news_count == 1);
        }
        test_drive_close(d);
    }
    assert_int_equal(ration->live, 0);
    assert_false(ration->wrong_size);
    xmpp_model_close(server);
    free(server);
    free(d);
}

static void test_every_allocation_fails_once(void **state)
{
    test_ration all = { .fail_at = -1 };
    (void)state;
    with_ration(&all);
    assert_true(all.asked > 50);
    for (long n = 0; n < all.asked; n++) {
        test_ration ration = { .fail_at = n };
        with_ration(&ration);
        test_ration rest = { .fail_at = n, .for_ever = true };
        with_ration(&rest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_breaks),
        cmocka_unit_test(test_a_thousand_runs),
        cmocka_unit_test(test_a_careless_courier_repeats),
        cmocka_unit_test(test_an_open_page_hears_all),
        cmocka_unit_test(test_typing_and_presence),
        cmocka_unit_test(test_every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
