/* The whole path, from what a person writes to the server's memory and back, over a network that fails as a seed says: every
 * letter is there exactly once and in order, every answer is shown exactly once. Restarts, loss of the network and wrong times
 * included. A failure names its seed; DOCENT_SEEDS=1000 runs as many, DOCENT_SEED=N that one alone. */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "support/bundle.h"
#include "support/model.h"
#include "support/state_file.h"

#define TROUBLE_TICKS 60
#define CALM_TICKS 20000
#define LETTERS 3u
#define REPLIES 2u

static char bundle_path[512], state_path[512], device_path[512];
static char attachment[3000];

typedef struct run {
    uint64_t        seed, random;
    fake_clock      clock;
    fault_transport net;
    model           m;
    docent         *h;
    docent_id       conversation;
    uint32_t        written, replied, restarts;
} run;

static uint32_t chance(run *r, uint32_t below)
{
    return (uint32_t)(fake_random(&r->random) % below);
}

/* ---- the device ---- */

static void write_device(const model *m)
{
    FILE *f = fopen(device_path, "w");
    assert_non_null(f);
    /* The device may say all of it; the public part's place is the bundle. */
    const char *device = m->kind->device_json, *both = m->kind->public_json;
    fprintf(f, "{\"connectors\":{\"desk\":{%.*s,%s}}", (int)strlen(both) - 2, both + 1, device + 1);
    fclose(f);
    assert_int_equal(chmod(device_path, 0600), 0);
}

static void open_device(run *r, uint32_t percent)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    config.bundle_path = bundle_path;
    config.state_path = state_path;
    config.device_path = device_path;
    if (docent_open(&config, &r->h, &err) != DOCENT_OK)
        fail_msg("seed %llu: %s", (unsigned long long)r->seed, err.message);
    fault_init(&r->net, r->seed * 1000 + r->restarts, &r->clock, r->m.kind->serve, &r->m);
    r->net.percent = percent;
    docent_transport transport = fault_transport_of(&r->net);
    docent_clock clock = fake_clock_of(&r->clock);
    assert_int_equal(docent_use_clock(r->h, &clock), DOCENT_OK);
    assert_int_equal(docent_use_transport(r->h, &transport), DOCENT_OK);
}

static void close_device(run *r)
{
    docent_close(r->h);
    assert_true(fault_close(&r->net));
    r->restarts++;
}

/* ---- what a person and an agent do ---- */

static void must(const run *r, docent_status status)
{
    if (status != DOCENT_OK)
        fail_msg("%s, seed %llu: %s", r->m.kind->name, (unsigned long long)r->seed, docent_last_error(r->h)->message);
}

static void write_next(run *r)
{
    char text[40];
    docent_attachment file = { "log.txt", "text/plain", attachment, sizeof attachment };
    uint32_t files = chance(r, 3) == 0;
    snprintf(text, sizeof text, "Message %u.", r->written);
    if (r->written > 0) {
        must(r, docent_chat_post(r->h, &r->conversation, text, &file, files, NULL));
    } else {
        docent_ticket t = DOCENT_TICKET_INIT;
        t.subject = "It blinks";
        t.body = text;
        t.attachments = &file;
        t.attachment_count = files;
        t.consent = true;
        must(r, docent_ticket_submit(r->h, &t, &r->conversation));
    }
    r->written++;
}

static void answer_next(run *r)
{
    const model_item *there[1];
    char text[40];
    if (r->written == 0 || model_letters(&r->m, r->conversation.text, there, 1) == 0)
        return;
    snprintf(text, sizeof text, "Answer %u.", r->replied++);
    model_reply(&r->m, r->conversation.text, text);
}

static void tick(run *r)
{
    uint32_t next_ms = 0;
    must(r, docent_step(r->h, chance(r, 3) * 100, &next_ms));
    fake_clock_advance(&r->clock, next_ms == 0 ? chance(r, 20) : next_ms < 60000 ? next_ms : 60000);
}

static void trouble(run *r)
{
    uint32_t percent = chance(r, 71);
    open_device(r, percent);
    for (uint32_t i = 0; i < TROUBLE_TICKS; i++) {
        if (r->written < LETTERS && chance(r, 10) == 0)
            write_next(r);
        if (r->replied < REPLIES && chance(r, 15) == 0)
            answer_next(r);
        if (chance(r, 20) == 0)
            r->net.offline = !r->net.offline;
        if (chance(r, 25) == 0) { /* The power: what is under way is not ended. */
            close_device(r);
            open_device(r, percent);
        }
        tick(r);
    }
    r->net.offline = false;
    r->net.percent = 0;
}

/* ---- what must be true in the end ---- */

static uint32_t shown(const run *r, bool mine, const char *text)
{
    docent_messages *list;
    uint32_t n = 0;
    assert_int_equal(docent_messages_open(r->h, &r->conversation, &list), DOCENT_OK);
    for (uint32_t i = 0; i < docent_messages_count(list); i++) {
        const docent_message *m = docent_messages_at(list, i);
        n += m->mine == mine && strcmp(m->text, text) == 0 && (!mine || m->state == DOCENT_REQUEST_RECEIVED);
    }
    docent_messages_close(list);
    return n;
}

static void print_all(const run *r)
{
    docent_messages *list;
    docent_conversations *talks;
    if (docent_messages_open(r->h, &r->conversation, &list) != DOCENT_OK)
        return;
    for (uint32_t i = 0; i < docent_messages_count(list); i++) {
        const docent_message *m = docent_messages_at(list, i);
        print_error("    %s %s: %s, state %d, there %u times\n", m->id.text, m->mine ? "ours" : "theirs", m->text, (int)m->state,
                    model_count(&r->m, m->id.text));
    }
    docent_messages_close(list);
    if (docent_conversations_open(r->h, 0, &talks) != DOCENT_OK)
        return;
    for (uint32_t i = 0; i < docent_conversations_count(talks); i++)
        print_error("    %s\n", docent_conversations_at(talks, i)->why);
    docent_conversations_close(talks);
}

static bool all_there(const run *r)
{
    char text[40];
    for (uint32_t i = 0; i < LETTERS; i++) {
        snprintf(text, sizeof text, "Message %u.", i);
        if (shown(r, true, text) == 0)
            return false;
    }
    for (uint32_t i = 0; i < REPLIES; i++) {
        snprintf(text, sizeof text, "Answer %u.", i);
        if (shown(r, false, text) == 0)
            return false;
    }
    return true;
}

static void check(const run *r)
{
    const model_item *there[MODEL_ITEMS];
    char text[40];
    uint32_t n = model_letters(&r->m, r->conversation.text, there, MODEL_ITEMS);
    if (n != LETTERS)
        fail_msg("%s, seed %llu: %u letters at the server, not %u", r->m.kind->name, (unsigned long long)r->seed, n, LETTERS);
    for (uint32_t i = 0; i < LETTERS; i++) {
        snprintf(text, sizeof text, "Message %u.", i);
        if (strstr(there[i]->data, text) == NULL || shown(r, true, text) != 1)
            fail_msg("%s, seed %llu: \"%s\" is not in its place", r->m.kind->name, (unsigned long long)r->seed, text);
    }
    for (uint32_t i = 0; i < REPLIES; i++) {
        snprintf(text, sizeof text, "Answer %u.", i);
        if (shown(r, false, text) != 1)
            fail_msg("%s, seed %llu: \"%s\" is shown %u times", r->m.kind->name, (unsigned long long)r->seed, text, shown(r, false, text));
    }
    if (r->m.broken != NULL)
        fail_msg("%s, seed %llu: %s", r->m.kind->name, (unsigned long long)r->seed, r->m.broken);
}

static void one(const char *kind, bool dedup, uint64_t seed)
{
    run r;
    memset(&r, 0, sizeof r);
    r.seed = seed;
    r.random = seed * 7919 + 1;
    fake_clock_init(&r.clock, seed);
    model_open(&r.m, kind, &r.clock);
    r.m.dedup = dedup;
    write_device(&r.m);
    test_state_remove(state_path);
    trouble(&r);
    for (uint32_t i = 0; i < CALM_TICKS; i++) {
        if (r.written < LETTERS)
            write_next(&r);
        else if (r.replied < REPLIES)
            answer_next(&r);
        else if (i % 20 == 0 && all_there(&r))
            break;
        tick(&r);
    }
    if (!all_there(&r)) {
        print_all(&r);
        fail_msg("%s, seed %llu: not all of it arrived", kind, (unsigned long long)seed);
    }
    for (uint32_t i = 0; i < 40; i++) /* Nothing comes after. */
        tick(&r);
    check(&r);
    close_device(&r);
    model_close(&r.m);
}

static void many(const char *kind, bool dedup)
{
    const char *alone = getenv("DOCENT_SEED"), *count = getenv("DOCENT_SEEDS");
    if (alone != NULL)
        one(kind, dedup, strtoull(alone, NULL, 10));
    for (uint64_t seed = 1; alone == NULL && seed <= (count != NULL ? strtoull(count, NULL, 10) : 8); seed++)
        one(kind, dedup, seed);
}

static void test_webhook(void **state)
{
    (void)state;
    many("webhook", true);
}

/* The server drops a second copy; and one that keeps both: then the look-up alone must do. */
static void test_mail(void **state)
{
    (void)state;
    many("mail", true);
}

static void test_mail_keeps_both(void **state)
{
    (void)state;
    many("mail", false);
}

static void test_rt(void **state)
{
    (void)state;
    many("rt", true);
}

/* Its field for our id takes no value: requests are found by their subject. */
static void test_rt_drops_the_id(void **state)
{
    (void)state;
    many("rt", false);
}

static int prepare(void **state)
{
    (void)state;
    snprintf(bundle_path, sizeof bundle_path, "%s", test_path("seeds.docent"));
    snprintf(state_path, sizeof state_path, "%s", test_path("seeds.state"));
    snprintf(device_path, sizeof device_path, "%s", test_path("seeds.json"));
    test_bundle_sample(bundle_path);
    for (size_t i = 0; i < sizeof attachment; i++)
        attachment[i] = (char)(i * 7 % 251);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    test_state_remove(state_path);
    remove(bundle_path);
    remove(device_path);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_webhook),
        cmocka_unit_test(test_mail),
        cmocka_unit_test(test_mail_keeps_both),
        cmocka_unit_test(test_rt),
        cmocka_unit_test(test_rt_drops_the_id),
    };
    return cmocka_run_group_tests(tests, prepare, clean);
}
