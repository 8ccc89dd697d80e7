/* Stories of people who want a person: a message from an article, told once and kept; a restart; an answer; a call-back; a chat; a
 * shared device; no way out at all. The server is a model behind the real connector. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "support/model.h"
#include "support/viewer.h"

#if defined(_WIN32)
#define make_private(path) ((void)(path))
#else
#include <sys/stat.h>
#define make_private(path) assert_int_equal(chmod(path, 0600), 0)
#endif

#define NOON 1795082400 /* Thursday 2026-11-19, 11:00 in Berlin. */

static char connected[512], alone[512], kept[512], device[512];
static model server;
static fake_clock clock_of_test;
static fault_transport net;

static const char rules[] =
    "{\"callback\":true,\"chat\":true,\"answer_within\":\"8h\",\"feedback\":\"desk\","
    "\"problems\":[{\"id\":\"broken\",\"title\":{\"en\":\"It does not work\"},\"fields\":[\"serial\",\"when\"],"
    "\"first_answer\":{\"en\":\"Keep it plugged in.\"},\"article\":\"article/orbit-reset\"},"
    "{\"id\":\"other\",\"title\":{\"en\":\"Something else\"}}],"
    "\"fields\":[{\"id\":\"serial\",\"label\":{\"en\":\"Serial number\"},\"required\":true},"
    "{\"id\":\"when\",\"label\":{\"en\":\"Since when\"},\"type\":\"choice\",\"choices\":{\"today\":{\"en\":\"Today\"},"
    "\"long\":{\"en\":\"For long\"}}}],\"connectors\":[";

/* ---- a device ---------------------------------------------------------------------------- */

static void make_bundles(void)
{
    char sql[2048];
    snprintf(connected, sizeof connected, "%s", test_path("contact.docent"));
    snprintf(alone, sizeof alone, "%s", test_path("contact-alone.docent"));
    snprintf(kept, sizeof kept, "%s", test_path("contact.db"));
    snprintf(device, sizeof device, "%s", test_path("contact.json"));
    for (int i = 0; i < 2; i++) {
        test_bundle *b = test_bundle_sample_open(i == 0 ? connected : alone);
        assert_true(test_viewer_assets(b));
        snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '%s%s]}')", rules,
                 i == 0 ? model_webhook.public_json : "");
        test_bundle_run(b, sql);
        test_bundle_finish(b);
    }
    FILE *file = fopen(device, "wb");
    assert_non_null(file);
    fprintf(file, "{\"connectors\":{\"desk\":%s}}\n", model_webhook.device_json);
    assert_int_equal(fclose(file), 0);
    make_private(device);
}

static test_viewer *open_device(const char *bundle, const char *state, bool shared, uint32_t flags)
{
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = bundle;
    config.state_path = state;
    config.device_path = bundle == connected ? device : NULL;
    config.shared = shared;
    test_viewer *t = test_viewer_open_with(&config, 1000, 800, flags);
    docent_transport transport = fault_transport_of(&net);
    docent_clock time = fake_clock_of(&clock_of_test);
    assert_int_equal(docent_use_clock(t->h, &time), DOCENT_OK);
    assert_int_equal(docent_use_transport(t->h, &transport), DOCENT_OK);
    t->unix_s = clock_of_test.unix_ms / 1000;
    test_viewer_pass(t, 16);
    return t;
}

/* Time passes for the background, and what it has to tell is told. */
static void wait_for_server(test_viewer *t, uint64_t ms)
{
    docent_event event;
    for (uint64_t done = 0; done < ms; done += 500) {
        fake_clock_advance(&clock_of_test, 500);
        for (int i = 0; i < 4; i++)
            assert_int_equal(docent_step(t->h, 0, NULL), DOCENT_OK);
        while (docent_poll(t->h, &event))
            docent_view_event(t->view, &event);
    }
    t->unix_s = clock_of_test.unix_ms / 1000;
    test_viewer_pass(t, ms);
}

static int set_up(void **state)
{
    (void)state;
    fake_clock_init(&clock_of_test, 7);
    clock_of_test.unix_ms = (int64_t)NOON * 1000;
    model_open(&server, "webhook", &clock_of_test);
    fault_init(&net, 7, &clock_of_test, server.kind->serve, &server);
    remove(kept);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    assert_null(server.broken);
    fault_close(&net);
    model_close(&server);
    return 0;
}

static void go(test_viewer *t, const char *address)
{
    assert_int_equal(docent_view_go(t->view, address), DOCENT_OK);
    test_viewer_pass(t, 16);
}

static void write_in(test_viewer *t, const char *field, const char *text)
{
    test_viewer_press(t, DOCENT_ROLE_FIELD, field);
    test_viewer_type(t, text);
    test_viewer_pass(t, 600);
}

static const char *value_of(test_viewer *t, const char *field)
{
    const docent_node *n = test_viewer_find(t, DOCENT_ROLE_FIELD, field);
    return n == NULL ? "(not there)" : n->value;
}

static bool says(test_viewer *t, const char *text)
{
    return test_viewer_find(t, 0, text) != NULL;
}

/* ---- a message ------------------------------------------------------------------------------ */

static void a_message_from_an_article(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, kept, false, 0);
    go(t, "article/orbit-pair");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Write to us");
    test_viewer_press(t, DOCENT_ROLE_RADIO, "It does not work");
    assert_true(says(t, "Keep it plugged in."));
    write_in(t, "What happened?", "The headset is silent");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_REGION, "This may already help"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Something is still missing"));
    assert_true(strstr(test_viewer_find(t, DOCENT_ROLE_FIELD, "Serial number")->label, "Please fill this in.") != NULL);
    assert_true(test_viewer_find(t, DOCENT_ROLE_FIELD, "Serial number")->state & DOCENT_STATE_FOCUSED);
    test_viewer_type(t, "A-77");
    test_viewer_press(t, DOCENT_ROLE_RADIO, "For long");
    write_in(t, "E-mail", "ada@example");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "This is no e-mail address."));
    write_in(t, "E-mail", ".org");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "What is sent along: 2 of 2");
    assert_true(says(t, "You read: Pair the Orbit headset"));
    test_viewer_press(t, DOCENT_ROLE_CHECKBOX, "Versions");
    assert_true(says(t, "What is sent along: 1 of 2"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_non_null(strstr(docent_view_address(t->view), "contact/request/"));
    assert_true(says(t, "Your request is saved"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Saved"));
    assert_true(says(t, "Answer by"));
    assert_null(test_viewer_find(t, DOCENT_ROLE_TEXT, "Take it with you"));

    wait_for_server(t, 5000);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Received"));
    const model_item *letters[4];
    assert_int_equal(model_letters(&server, strrchr(docent_view_address(t->view), '/') + 1, letters, 4), 1);
    assert_non_null(strstr(letters[0]->data, "The headset is silent"));
    assert_non_null(strstr(letters[0]->data, "\"serial\":\"A-77\""));
    assert_non_null(strstr(letters[0]->data, "\"when\":\"long\""));
    assert_non_null(strstr(letters[0]->data, "Pair the Orbit headset"));
    assert_null(strstr(letters[0]->data, "2026.11")); /* The versions were struck. */

    go(t, "contact/ticket");
    assert_string_equal(value_of(t, "What happened?"), "");
    assert_string_equal(value_of(t, "E-mail"), "ada@example.org");
    test_viewer_close(t);
}

static void an_answer_comes_and_is_read(void **state)
{
    (void)state;
    char address[128], id[64];
    test_viewer *t = open_device(connected, kept, false, 0);
    go(t, "contact/ticket");
    write_in(t, "What happened?", "Where is my parcel?");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    snprintf(address, sizeof address, "%s", docent_view_address(t->view));
    snprintf(id, sizeof id, "%s", strrchr(address, '/') + 1);
    wait_for_server(t, 3000);
    go(t, "home");
    model_reply(&server, id, "It is on its way.");
    wait_for_server(t, 90000);
    assert_int_equal(t->wants.unread, 1);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "New answers: 1");
    assert_string_equal(docent_view_address(t->view), "contact/requests");
    test_viewer_press(t, DOCENT_ROLE_LINK, "New answers: 1");
    assert_string_equal(docent_view_address(t->view), address);
    assert_true(says(t, "It is on its way."));
    test_viewer_pass(t, 16);
    assert_int_equal(docent_unread(t->h), 0);
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "New answers"));

    write_in(t, "Your reply", "Thank you");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Thank you"));
    assert_string_equal(value_of(t, "Your reply"), "");
    wait_for_server(t, 3000);
    const model_item *letters[4];
    assert_int_equal(model_letters(&server, id, letters, 4), 2);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Yes, satisfied");
    assert_true(says(t, "Thank you."));
    test_viewer_close(t);
}

/* What comes while one looks at it is spoken at once, and does not take the text away that one is writing. */
static void an_answer_while_writing(void **state)
{
    (void)state;
    char id[64];
    test_viewer *t = open_device(connected, kept, false, 0);
    go(t, "contact/ticket");
    write_in(t, "What happened?", "It crackles");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    snprintf(id, sizeof id, "%s", strrchr(docent_view_address(t->view), '/') + 1);
    wait_for_server(t, 3000);
    write_in(t, "Your reply", "By the way");
    model_reply(&server, id, "Which headset?");
    wait_for_server(t, 90000);
    const docent_node *answer = test_viewer_find(t, DOCENT_ROLE_ALERT, "Which headset?");
    assert_non_null(answer);
    assert_true(answer->state & DOCENT_STATE_ASSERTIVE);
    assert_string_equal(value_of(t, "Your reply"), "By the way");
    test_viewer_close(t);
}

/* ---- drafts ------------------------------------------------------------------------------------ */

static void a_draft_survives(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, kept, false, 0);
    go(t, "contact/ticket");
    test_viewer_press(t, DOCENT_ROLE_RADIO, "It does not work");
    write_in(t, "Serial number", "B-12");
    write_in(t, "What happened?", "First line");
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_type(t, "second");
    assert_string_equal(value_of(t, "What happened?"), "First line\nsecond");
    test_viewer_press(t, DOCENT_ROLE_LINK, "The headset makes no sound");
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 16);
    assert_string_equal(value_of(t, "What happened?"), "First line\nsecond");
    test_viewer_press(t, DOCENT_ROLE_RADIO, "Something else");
    assert_string_equal(value_of(t, "Serial number"), "(not there)");
    test_viewer_close(t);

    t = open_device(connected, kept, false, 0);
    go(t, "contact/ticket");
    assert_string_equal(value_of(t, "What happened?"), "First line\nsecond");
    assert_true(test_viewer_find(t, DOCENT_ROLE_RADIO, "Something else")->state & DOCENT_STATE_CHECKED);
    test_viewer_press(t, DOCENT_ROLE_RADIO, "It does not work");
    assert_string_equal(value_of(t, "Serial number"), "B-12");
    test_viewer_close(t);
}

/* While nothing is typed there is nothing to wake up for. */
static void a_draft_is_written_once_and_then_there_is_rest(void **state)
{
    (void)state;
    test_viewer *t = open_device(alone, kept, false, 0);
    go(t, "contact/ticket");
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What happened?");
    test_viewer_type(t, "x");
    assert_true(t->wants.next_ms <= t->now_ms + 500);
    assert_string_equal(docent_draft_get(t->h, "ticket.body"), "");
    test_viewer_pass(t, 600);
    assert_string_equal(docent_draft_get(t->h, "ticket.body"), "x");
    assert_true(t->wants.next_ms > t->now_ms + 60000);
    test_viewer_close(t);
}

/* ---- a call-back, a chat ---------------------------------------------------------------------------- */

static void a_call_back_within_opening_hours(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, NULL, false, 0);
    go(t, "contact/callback");
    assert_true(test_viewer_find(t, DOCENT_ROLE_RADIO, "As soon as possible")->state & DOCENT_STATE_CHECKED);
    assert_null(test_viewer_find(t, DOCENT_ROLE_RADIO, "today 9:00")); /* It is eleven. */
    test_viewer_press(t, DOCENT_ROLE_RADIO, "today 12:00");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Call me back");
    assert_true(says(t, "Please fill this in."));
    write_in(t, "Your phone number", "call me");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Call me back");
    assert_true(says(t, "This is no phone number."));
    docent_view_command(t->view, "select-all");
    test_viewer_type(t, "+49 30 901820");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Call me back");
    assert_true(says(t, "Your request is saved"));
    wait_for_server(t, 3000);
    const model_item *letters[2];
    assert_int_equal(model_letters(&server, strrchr(docent_view_address(t->view), '/') + 1, letters, 2), 1);
    assert_non_null(strstr(letters[0]->data, "\"from\":1795086000"));
    test_viewer_close(t);
}

static void a_chat_begins_with_a_word(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, NULL, false, 0);
    go(t, "contact/chat");
    assert_true(says(t, "Somebody is there."));
    test_viewer_type(t, "Hello"); /* Whoever types in a chat writes. */
    assert_string_equal(value_of(t, "Your message"), "Hello");
    test_viewer_key(t, DOCENT_KEY_ENTER, DOCENT_MOD_SHIFT);
    test_viewer_type(t, "there");
    assert_string_equal(value_of(t, "Your message"), "Hello\nthere");
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    assert_string_equal(value_of(t, "Your message"), "");
    assert_true(says(t, "Hello\nthere"));
    assert_string_equal(docent_view_address(t->view), "contact/chat");
    test_viewer_close(t);
}

static void nobody_there_means_a_message(void **state)
{
    (void)state;
    clock_of_test.unix_ms += 12ll * 3600 * 1000; /* Eleven at night. */
    test_viewer *t = open_device(connected, NULL, false, 0);
    go(t, "contact/chat");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Leave a message"));
    assert_true(says(t, "Nobody is there right now."));
    test_viewer_type(t, "Are you there?");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Are you there?"));
    assert_true(says(t, "Reference"));
    test_viewer_close(t);
}

static void a_long_conversation_begins_near_its_end(void **state)
{
    (void)state;
    docent_id id = { "" };
    test_viewer *t = open_device(connected, NULL, false, 0);
    for (int i = 0; i < 60; i++) {
        char text[32];
        snprintf(text, sizeof text, "word %d of it", i);
        assert_int_equal(docent_chat_post(t->h, i == 0 ? NULL : &id, text, NULL, 0, i == 0 ? &id : NULL), DOCENT_OK);
    }
    go(t, "contact/chat");
    assert_true(says(t, "word 59 of it"));
    assert_false(says(t, "word 3 of it"));
    assert_false(test_viewer_find(t, DOCENT_ROLE_FIELD, "Your message")->state & DOCENT_STATE_OFFSCREEN);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Earlier messages: 10");
    assert_true(says(t, "word 3 of it"));
    test_viewer_close(t);
}

/* ---- many people, one device ---------------------------------------------------------------------------- */

static void a_code_opens_ones_own(void **state)
{
    (void)state;
    char code[32] = "";
    test_viewer *t = open_device(connected, kept, true, DOCENT_VIEW_KIOSK);
    go(t, "contact/ticket");
    write_in(t, "What happened?", "My secret");
    write_in(t, "Your name", "Ada");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    docent_conversations *list;
    assert_int_equal(docent_conversations_open(t->h, t->unix_s, &list), DOCENT_OK);
    snprintf(code, sizeof code, "%s", docent_conversations_at(list, 0)->claim);
    docent_conversations_close(list);
    assert_true(code[0] != 0 && says(t, code));
    go(t, "contact/callback");
    write_in(t, "Your phone number", "030 1234567");

    assert_int_equal(docent_forget(t->h), DOCENT_OK); /* The visit ends. */
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    test_viewer_pass(t, 16);
    go(t, "contact/callback");
    assert_string_equal(value_of(t, "Your phone number"), "");
    go(t, "contact/requests");
    assert_true(says(t, "No requests here"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "I have a code");
    write_in(t, "Your code", "0000-0000");
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_ALERT, "There is no request with this code"));
    docent_view_command(t->view, "select-all");
    test_viewer_type(t, code);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Show my request");
    assert_true(says(t, "My secret"));
    test_viewer_close(t);
}

/* ---- no way out --------------------------------------------------------------------------------------------- */

static bool fake_code(void *ctx, const char *text, unsigned char *modules, uint32_t capacity, uint32_t *side)
{
    snprintf(ctx, 2000, "%s", text);
    assert_true(capacity >= 21 * 21);
    memset(modules, 1, 21 * 21);
    *side = 21;
    return true;
}

static bool fake_save(void *ctx, const char *name, const void *data, size_t size)
{
    snprintf(ctx, 2000, "%s %u", name, (unsigned)(data == NULL ? 0 : size > 100));
    return true;
}

static void a_request_is_carried_by_hand(void **state)
{
    (void)state;
    static char seen[2000];
    test_viewer *t = open_device(alone, NULL, false, 0);
    docent_view_host host = DOCENT_VIEW_HOST_INIT;
    host.ctx = seen;
    host.code = fake_code;
    host.save = fake_save;
    assert_int_equal(docent_view_use_host(t->view, &host), DOCENT_OK);
    go(t, "contact/ticket");
    assert_true(says(t, "This device cannot send it by itself"));
    write_in(t, "What happened?", "It crackles");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Take it with you"));
    assert_false(says(t, "Answer by"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Show a QR code");
    assert_non_null(strstr(seen, "It crackles"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_PICTURE, "QR code"));
    test_viewer_key(t, DOCENT_KEY_ESCAPE, 0);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Save as a file");
    assert_non_null(strstr(seen, ".eml 1"));
    docent_view_activate(t->view, test_viewer_find(t, DOCENT_ROLE_BUTTON, "Open as an e-mail")->id);
    docent_view_update(t->view, t->now_ms, t->unix_s, &t->wants);
    assert_non_null(t->wants.open_url);
    assert_int_equal(strncmp(t->wants.open_url, "mailto:", 7), 0);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Take it back");
    assert_true(says(t, "No requests here"));
    test_viewer_close(t);
}

/* ---- what a program adds ---------------------------------------------------------------------------------------- */

static const char *diagnose(void *ctx)
{
    ++*(int *)ctx;
    return "disk: 3 % free";
}

static const char *log_of(void *ctx, size_t *size)
{
    (void)ctx;
    *size = 5;
    return "line\n";
}

static void opened(void *ctx, const char *address)
{
    *(int *)ctx = strcmp(address, "contact") == 0 ? 100 : -1;
}

static void a_program_adds_what_it_knows(void **state)
{
    (void)state;
    int calls = 0;
    docent_contact_hook hook = { .struct_size = sizeof hook, .ctx = &calls, .label = "Open our chat", .open = opened,
                                 .diagnostics = diagnose, .log = log_of };
    test_viewer *t = open_device(connected, NULL, false, 0);
    assert_int_equal(docent_use_contact_hook(t->h, &hook), DOCENT_OK);
    go(t, "contact/ticket");
    write_in(t, "What happened?", "It is slow");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "What is sent along");
    assert_true(says(t, "disk: 3 % free"));
    test_viewer_press(t, DOCENT_ROLE_CHECKBOX, "log.txt");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    wait_for_server(t, 3000);
    const model_item *letters[2];
    assert_int_equal(model_letters(&server, strrchr(docent_view_address(t->view), '/') + 1, letters, 2), 1);
    assert_non_null(strstr(letters[0]->data, "disk: 3 % free"));
    assert_null(strstr(letters[0]->data, "log.txt"));
    go(t, "contact");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Open our chat");
    assert_int_equal(calls, 100);
    test_viewer_close(t);
}

/* ---- opinions ---------------------------------------------------------------------------------------------------------- */

static void what_people_think_of_a_page(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, NULL, false, 0);
    go(t, "article/orbit-pair");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "No, this did not help");
    test_viewer_press(t, DOCENT_ROLE_RADIO, "It is unclear");
    write_in(t, "In your words", "Which button?");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Thank you."));
    go(t, "article/orbit-reset");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Report a mistake");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Reset it to factory settings.");
    assert_true(says(t, "Reset it to factory settings."));
    test_viewer_press(t, DOCENT_ROLE_RADIO, "It is wrong");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    assert_true(says(t, "Thank you."));
    wait_for_server(t, 5000);
    bool voted = false, unclear = false, wrong = false;
    for (uint32_t i = 0; i < server.item_count; i++) {
        const char *data = server.items[i].data;
        voted = voted || strstr(data, "not-helped") != NULL || strstr(data, "not_helped") != NULL;
        unclear = unclear || (strstr(data, "unclear") != NULL && strstr(data, "Which button?") != NULL);
        wrong = wrong || (strstr(data, "wrong") != NULL && strstr(data, "article/orbit-reset#") != NULL);
    }
    assert_true(voted);
    assert_true(unclear);
    assert_true(wrong);
    test_viewer_close(t);
}

/* ---- everything by keys ------------------------------------------------------------------------------------------------- */

static uint32_t focused(test_viewer *t)
{
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++)
        if (docent_view_node_at(t->view, i)->state & DOCENT_STATE_FOCUSED)
            return i;
    return UINT32_MAX;
}

static void tab_to(test_viewer *t, docent_role role, const char *label)
{
    for (int i = 0; i < 60; i++) {
        test_viewer_key(t, DOCENT_KEY_TAB, 0);
        uint32_t at = focused(t);
        assert_int_not_equal(at, UINT32_MAX);
        const docent_node *n = docent_view_node_at(t->view, at);
        if (n->role == role && strstr(n->label, label) != NULL)
            return;
    }
    fail_msg("Tab never comes to \"%s\" on %s", label, docent_view_address(t->view));
}

static void a_message_by_keys_alone(void **state)
{
    (void)state;
    test_viewer *t = open_device(connected, NULL, false, 0);
    tab_to(t, DOCENT_ROLE_BUTTON, "Write to us");
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    tab_to(t, DOCENT_ROLE_RADIO, "Something else");
    test_viewer_key(t, DOCENT_KEY_SPACE, 0);
    tab_to(t, DOCENT_ROLE_FIELD, "What happened?");
    test_viewer_type(t, "It crackles");
    tab_to(t, DOCENT_ROLE_BUTTON, "Send");
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    assert_true(says(t, "Your request is saved"));
    test_viewer_close(t);
}

int main(void)
{
    test_bundle *probe = test_bundle_sample_open(test_path("contact-probe.docent"));
    bool fonts = test_viewer_assets(probe);
    test_bundle_finish(probe);
    if (!fonts) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    make_bundles();
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(a_message_from_an_article),      test(an_answer_comes_and_is_read), test(an_answer_while_writing),
        test(a_draft_survives),               test(a_draft_is_written_once_and_then_there_is_rest),
        test(a_call_back_within_opening_hours), test(a_chat_begins_with_a_word), test(nobody_there_means_a_message),
        test(a_code_opens_ones_own),          test(a_request_is_carried_by_hand), test(a_program_adds_what_it_knows),
        test(what_people_think_of_a_page),    test(a_message_by_keys_alone),
        test(a_long_conversation_begins_near_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
