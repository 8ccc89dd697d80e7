/* An open chat page: it is a chat only while somebody is there, it shows at once who comes, writes and answers, and it goes on
 * after a restart. The server is a model behind the real connector. */
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

#include "support/viewer.h"
#include "support/xmpp_model.h"

#define NOON 1795082400 /* Thursday 2026-11-19, 11:00 in Berlin: within the hours. */

static const char rules[] = "{\"chat\":\"chat\",\"connectors\":[{\"id\":\"chat\",\"kind\":\"xmpp\","
                            "\"bosh\":\"https://chat.test/http-bind\","
                            "\"domain\":\"guest.desk.test\",\"muc\":\"rooms.desk.test\",\"support\":\"agent@desk.test\","
                            "\"wait_s\":20%s}]}";

static char with_lobby[512], without[512], kept[512];
static xmpp_model server;
static fake_clock clock_of_test;
static fault_transport net;

static void make_bundle(char path[512], const char *name, const char *lobby)
{
    char desk[1024], sql[1200];
    snprintf(path, 512, "%s", test_path(name));
    test_bundle *b = test_bundle_sample_open(path);
    assert_true(test_viewer_assets(b));
    snprintf(desk, sizeof desk, rules, lobby);
    snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '%s')", desk);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

static int set_up(void **state)
{
    (void)state;
    fake_clock_init(&clock_of_test, 7);
    clock_of_test.unix_ms = (int64_t)NOON * 1000;
    xmpp_model_init(&server, &clock_of_test);
    fault_init(&net, 7, &clock_of_test, xmpp_model_serve, &server);
    snprintf(kept, sizeof kept, "%s", test_path("chat.db"));
    remove(kept);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fault_close(&net);
    xmpp_model_close(&server);
    return 0;
}

static test_viewer *open_device(const char *bundle, const char *address)
{
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = bundle;
    config.state_path = kept;
    test_viewer *t = test_viewer_open_with(&config, 1000, 800, 0);
    docent_transport transport = fault_transport_of(&net);
    docent_clock time = fake_clock_of(&clock_of_test);
    net.closed = false;
    assert_int_equal(docent_use_clock(t->h, &time), DOCENT_OK);
    assert_int_equal(docent_use_transport(t->h, &transport), DOCENT_OK);
    t->unix_s = clock_of_test.unix_ms / 1000;
    assert_int_equal(docent_view_go(t->view, address), DOCENT_OK);
    test_viewer_pass(t, 16);
    return t;
}

/* Less than the minute after which a page looks by itself: what is shown then was told. */
static void wait(test_viewer *t, uint64_t ms)
{
    docent_event event;
    for (uint64_t done = 0; done < ms; done += 100) {
        fake_clock_advance(&clock_of_test, 100);
        for (int i = 0; i < 4; i++)
            assert_int_equal(docent_step(t->h, 0, NULL), DOCENT_OK);
        while (docent_poll(t->h, &event))
            docent_view_event(t->view, &event);
    }
    test_viewer_pass(t, 16);
}

static bool says(test_viewer *t, const char *text)
{
    return test_viewer_find(t, 0, text) != NULL;
}

static const char *room_of(const char *not_this)
{
    for (int i = 0; i < XMPP_MODEL_ROOMS; i++)
        if (server.rooms[i].jid[0] != 0 && strcmp(server.rooms[i].jid, not_this) != 0)
            return server.rooms[i].jid;
    return "";
}

static void it_opens_when_somebody_is_there(void **state)
{
    (void)state;
    server.away = true;
    test_viewer *t = open_device(with_lobby, "contact");
    wait(t, 6000);
    assert_true(says(t, "Leave a message"));
    xmpp_model_come(&server, true);
    wait(t, 6000);
    assert_true(says(t, "Chat with us now"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Chat with us now");
    assert_string_equal(docent_view_address(t->view), "contact/chat");
    assert_true(says(t, "Somebody is there."));
    xmpp_model_come(&server, false);
    wait(t, 6000);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Leave a message"));
    assert_true(says(t, "Nobody is there right now."));
    xmpp_model_come(&server, true);
    wait(t, 6000);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Chat"));
    net.offline = true; /* Who cannot be seen is not there. */
    wait(t, 120000);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Leave a message"));
    net.offline = false;
    test_viewer_close(t);
}

static void nobody_asks_where_no_page_does(void **state)
{
    (void)state;
    test_viewer *t = open_device(with_lobby, "home");
    wait(t, 6000);
    assert_string_equal(room_of(""), "");
    assert_int_equal(docent_view_go(t->view, "contact"), DOCENT_OK);
    wait(t, 6000);
    assert_string_equal(room_of(""), "duty@rooms.desk.test");
    assert_int_equal(docent_view_go(t->view, "home"), DOCENT_OK);
    wait(t, 6000);
    assert_string_equal(room_of(""), ""); /* It left, and with it went the room. */
    test_viewer_close(t);
}

static void begin_chat(test_viewer *t)
{
    test_viewer_type(t, "Hello");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    wait(t, 12000);
    assert_int_equal(xmpp_model_find(&server, room_of(""))->count, 1);
}

static void writing_is_shown_and_ends(void **state)
{
    (void)state;
    test_viewer *t = open_device(without, "contact/chat");
    begin_chat(t);
    assert_false(says(t, "Somebody is writing"));
    xmpp_model_type(&server, room_of(""), true);
    wait(t, 2000);
    assert_true(says(t, "Somebody is writing"));
    wait(t, 22000); /* A client that vanished. */
    assert_false(says(t, "Somebody is writing"));
    xmpp_model_say(&server, room_of(""), "Good morning.");
    wait(t, 2000);
    assert_true(says(t, "Good morning."));
    test_viewer_close(t);
}

/* The program ends and begins again with the chat on screen: what is said is heard at once, not by the next poll. */
static void a_page_that_was_open_at_the_start(void **state)
{
    (void)state;
    test_viewer *t = open_device(without, "contact/chat");
    begin_chat(t);
    test_viewer_close(t);
    t = open_device(without, "contact/chat");
    assert_true(says(t, "Hello"));
    wait(t, 8000);
    assert_true(says(t, "Somebody is there."));
    xmpp_model_type(&server, room_of(""), true);
    wait(t, 2000);
    assert_true(says(t, "Somebody is writing"));
    xmpp_model_say(&server, room_of(""), "Are you still there?");
    wait(t, 1000);
    assert_true(says(t, "Are you still there?"));
    test_viewer_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_opens_when_somebody_is_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_asks_where_no_page_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(writing_is_shown_and_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_that_was_open_at_the_start, set_up, tear_down),
    };
    make_bundle(with_lobby, "chat-lobby.docent", ",\"lobby\":\"duty@rooms.desk.test\"");
    make_bundle(without, "chat.docent", "");
    return cmocka_run_group_tests_name("an open chat", tests, NULL, NULL);
}
