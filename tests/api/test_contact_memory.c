/* Every allocation fails in turn, once and from then on, while somebody asks for a person through the public functions and a step
 * tries to send it: a status says so, nothing leaks, and what was acknowledged is there when there is memory again. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "support/bundle.h"
#include "support/fault_transport.h"
#include "support/faulty.h"
#include "support/ration.h"
#include "support/state_file.h"

static char bundle[1024], state_path[1024];

static int make(void **state)
{
    (void)state;
    snprintf(bundle, sizeof bundle, "%s", test_path("memory.docent"));
    snprintf(state_path, sizeof state_path, "%s", test_path("memory.db"));
    test_bundle *b = test_bundle_sample_open(bundle);
    test_bundle_run(b, "INSERT OR REPLACE INTO contact VALUES('email', '', 'help@example.org'), ('desk', '', '{\"connectors\":[{\"id\":\"desk\","
                       "\"kind\":\"webhook\",\"url\":\"https://desk.test/hook\"}]}')");
    test_bundle_finish(b);
    test_faulty_install();
    return 0;
}

static int drop(void **state)
{
    (void)state;
    test_state_remove(state_path);
    return remove(bundle);
}

static docent *open_help(const docent_alloc *alloc)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h;
    config.bundle_path = bundle;
    config.state_path = state_path;
    config.alloc = alloc;
    docent_open(&config, &h, NULL);
    return h;
}

static bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    (void)ctx, (void)r, (void)body, (void)size, (void)again;
    reply->body = "{\"id\":\"1\",\"ref\":\"#1\"}";
    reply->body_size = 20;
    return true;
}

static void read_all(docent *h, const docent_id *talk)
{
    static const char *const forms[] = { "eml", "mailto", "text" };
    docent_conversations *list;
    docent_messages *messages;
    docent_asset *asset;
    docent_desk *desk;
    docent_outbox totals;
    uint32_t pixels[64] = { 0 };
    docent_screen screen = { pixels, 8, 8, 8, NULL, 0 };
    docent_conversations_open(h, 0, &list);
    docent_conversations_close(list);
    docent_messages_open(h, talk, &messages);
    docent_messages_close(messages);
    for (int i = 0; i < 3; i++) {
        docent_request_export(h, talk, forms[i], &asset);
        docent_asset_close(asset);
    }
    docent_screen_attach(h, &screen, &asset);
    docent_asset_close(asset);
    docent_desk_open(h, 1793700000, NULL, &desk);
    docent_desk_close(desk);
    docent_outbox_look(h, &totals);
    docent_draft_set(h, "k", "v");
    docent_draft_get(h, "k");
}

/* True when it was acknowledged. */
static bool ask(const docent_alloc *alloc, docent_id *talk)
{
    fake_clock now;
    fault_transport net;
    uint32_t next;
    docent_story story = { "article", "Pair it", "article/orbit-pair" };
    docent_field field = { "serial", "7" };
    docent_ticket t = DOCENT_TICKET_INIT;
    fake_clock_init(&now, 1);
    fault_init(&net, 1, &now, serve, NULL);
    docent *h = open_help(alloc);
    if (h == NULL)
        return false;
    docent_clock clock = fake_clock_of(&now);
    docent_transport transport = fault_transport_of(&net);
    docent_use_clock(h, &clock);
    docent_use_transport(h, &transport);
    t.body = "It blinks.";
    t.story = &story;
    t.story_count = 1;
    t.fields = &field;
    t.field_count = 1;
    t.idempotency = "once";
    bool kept = docent_ticket_submit(h, &t, talk) == DOCENT_OK;
    for (int i = 0; i < 4; i++) {
        docent_step(h, 200, &next);
        fake_clock_advance(&now, 100);
    }
    if (kept)
        read_all(h, talk);
    docent_close(h);
    return kept;
}

static long run(long n, bool for_ever)
{
    test_ration r = { .fail_at = n, .for_ever = for_ever };
    docent_alloc alloc = test_ration_alloc(&r);
    docent_id talk;
    docent_messages *m = NULL;
    test_state_remove(state_path);
    bool kept = ask(&alloc, &talk);
    if (r.live != 0)
        fail_msg("allocation %ld: %ld blocks leak", n, r.live);
    assert_false(r.wrong_size);
    docent *h = open_help(NULL);
    assert_non_null(h);
    if (kept && docent_messages_open(h, &talk, &m) != DOCENT_OK)
        fail_msg("allocation %ld: lost: %s", n, docent_last_error(h)->message);
    assert_true(!kept || strcmp(docent_messages_at(m, 0)->text, "It blinks.") == 0);
    docent_messages_close(m);
    docent_close(h);
    return r.asked;
}

static void test_each_allocation(void **state)
{
    (void)state;
    long asked = run(-1, false);
    print_message("%ld allocations\n", asked);
    assert_true(asked > 60);
    for (long n = 0; n < asked; n++)
        run(n, false);
}

static void test_from_then_on(void **state)
{
    (void)state;
    long asked = run(-1, false);
    for (long n = 0; n < asked; n++)
        run(n, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_allocation), cmocka_unit_test(test_from_then_on) };
    return cmocka_run_group_tests(tests, make, drop);
}
