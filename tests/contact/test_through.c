/* Through the public functions to each kind of server and back, where the device is not as it should be: its clock says 1970 or
 * 2099, nobody's certificate is right, its disk is full, nobody has agreed yet, nobody is signed in. A clear state each time, and
 * in the end everything is there once. */
#define _POSIX_C_SOURCE 200809L
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "support/bundle.h"
#include "support/faulty.h"
#include "support/model.h"
#include "support/state_file.h"
#include "support/xmpp_model.h"

static const char chat_json[] = "{\"id\":\"desk\",\"kind\":\"xmpp\",\"bosh\":\"https://chat.test/http-bind\","
                                "\"domain\":\"guest.desk.test\",\"muc\":\"rooms.desk.test\",\"support\":\"agent@desk.test\","
                                "\"settle_s\":60,\"poll_s\":30,\"wait_s\":20}";
static const char *const kinds[] = { "webhook", "mail", "rt", "xmpp" };
enum { KINDS = 4 };

typedef struct device {
    bool            chat;
    fake_clock      clock;
    fault_transport net;
    model           m;
    xmpp_model      room;
    docent         *h;
    uint32_t        messages;
} device;

static char bundle[512], state_file[512], device_file[512];

/* more: keys of the rules beside the connectors. */
static void configure(const device *d, const char *more)
{
    char sql[1500];
    remove(bundle);
    test_bundle *b = test_bundle_sample_open(bundle);
    snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '{%s\"connectors\":[%s]}')", more,
             d->chat ? chat_json : d->m.kind->public_json);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
    FILE *f = fopen(device_file, "w");
    assert_non_null(f);
    fprintf(f, "{\"connectors\":{\"desk\":%s}}", d->chat ? "{}" : d->m.kind->device_json);
    fclose(f);
    assert_int_equal(chmod(device_file, 0600), 0);
}

static void start(device *d)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    config.bundle_path = bundle;
    config.state_path = state_file;
    config.device_path = device_file;
    if (docent_open(&config, &d->h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    d->net.closed = false;
    docent_transport transport = fault_transport_of(&d->net);
    docent_clock clock = fake_clock_of(&d->clock);
    assert_int_equal(docent_use_clock(d->h, &clock), DOCENT_OK);
    assert_int_equal(docent_use_transport(d->h, &transport), DOCENT_OK);
}

static device *begin(const char *kind, const char *more)
{
    device *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->chat = strcmp(kind, "xmpp") == 0;
    fake_clock_init(&d->clock, 3);
    if (d->chat)
        xmpp_model_init(&d->room, &d->clock);
    else
        model_open(&d->m, kind, &d->clock);
    fault_init(&d->net, 3, &d->clock, d->chat ? xmpp_model_serve : d->m.kind->serve, d->chat ? (void *)&d->room : (void *)&d->m);
    test_state_remove_all(state_file);
    configure(d, more);
    start(d);
    return d;
}

static void finish(device *d)
{
    docent_close(d->h);
    assert_true(fault_close(&d->net));
    if (d->chat)
        xmpp_model_close(&d->room);
    else
        model_close(&d->m);
    test_state_remove_all(state_file);
    free(d);
}

static void again(device *d)
{
    docent_close(d->h);
    assert_true(fault_close(&d->net));
    start(d);
}

static void run(device *d, uint64_t seconds)
{
    docent_event event;
    for (uint64_t end_ms = d->clock.monotonic_ms + seconds * 1000; d->clock.monotonic_ms < end_ms;) {
        uint32_t next_ms = 0;
        for (int i = 0; i < 50 && next_ms == 0; i++) {
            next_ms = UINT32_MAX;
            docent_step(d->h, 0, &next_ms);
        }
        while (docent_poll(d->h, &event))
            d->messages += event.kind == DOCENT_EVENT_MESSAGE;
        fake_clock_advance(&d->clock, next_ms < 1 ? 1 : next_ms > 500 ? 500 : next_ms);
    }
}

static docent_conversation look(device *d, const docent_id *id)
{
    static char why[300];
    docent_conversations *list;
    docent_conversation found = { .state = 0 };
    assert_int_equal(docent_conversations_open(d->h, d->clock.unix_ms / 1000, &list), DOCENT_OK);
    for (uint32_t i = 0; i < docent_conversations_count(list); i++)
        if (strcmp(docent_conversations_at(list, i)->id.text, id->text) == 0)
            found = *docent_conversations_at(list, i);
    snprintf(why, sizeof why, "%s", found.state == 0 ? "" : found.why);
    docent_conversations_close(list);
    found.why = why;
    return found;
}

static docent_status submit(device *d, const char *body, bool agreed, docent_id *id)
{
    docent_attachment file = { "log.txt", "text/plain", "line\n", 5 };
    if (d->chat)
        return docent_chat_post(d->h, NULL, body, NULL, 0, id);
    docent_ticket t = DOCENT_TICKET_INIT;
    t.body = body;
    t.attachments = &file;
    t.attachment_count = 1;
    t.consent = agreed;
    t.idempotency = body;
    return docent_ticket_submit(d->h, &t, id);
}

static const char *room_of(device *d, const docent_id *talk)
{
    for (int i = 0; i < XMPP_MODEL_ROOMS; i++)
        if (strncmp(d->room.rooms[i].jid, talk->text, 36) == 0)
            return d->room.rooms[i].jid;
    return "";
}

/* How many letters of the conversation the server has. */
static uint32_t arrived(device *d, const docent_id *talk)
{
    const model_item *letters[8];
    if (!d->chat)
        return model_letters(&d->m, talk->text, letters, 8);
    const xmpp_model_room *room = xmpp_model_find(&d->room, room_of(d, talk));
    return room == NULL ? 0 : room->count;
}

static void reply(device *d, const docent_id *talk)
{
    if (d->chat)
        xmpp_model_say(&d->room, room_of(d, talk), "Try another cable.");
    else
        model_reply(&d->m, talk->text, "Try another cable.");
}

static uint32_t answers(device *d, const docent_id *talk)
{
    docent_messages *list;
    uint32_t n = 0;
    assert_int_equal(docent_messages_open(d->h, talk, &list), DOCENT_OK);
    for (uint32_t i = 0; i < docent_messages_count(list); i++) {
        const docent_message *m = docent_messages_at(list, i);
        n += !m->mine && strcmp(m->text, "Try another cable.") == 0;
    }
    docent_messages_close(list);
    return n;
}

static void expect(device *d, const docent_id *talk, docent_request_state state, uint32_t letters, const char *what)
{
    docent_conversation c = look(d, talk);
    if (c.state != state || arrived(d, talk) != letters)
        fail_msg("%s: state %d, not %d; %u letters, not %u (%s)", what, c.state, state, arrived(d, talk), letters, c.why);
}

/* ---- time ---- */

/* The server lives in its own time; the device's battery is empty, or somebody mistyped. In between it is set right. */
static void at_a_wrong_time(const char *kind, int64_t unix_s)
{
    docent_id talk;
    device *d = begin(kind, "\"answer_within\":\"8h\",");
    int64_t right = d->clock.unix_ms;
    d->clock.unix_ms = unix_s * 1000;
    d->m.skew_s = right / 1000 - unix_s;
    again(d);
    assert_int_equal(submit(d, "What time is it?", true, &talk), DOCENT_OK);
    run(d, 120);
    expect(d, &talk, DOCENT_REQUEST_RECEIVED, 1, kind);
    reply(d, &talk);
    run(d, 300);
    expect(d, &talk, DOCENT_REQUEST_ANSWERED, 1 + d->chat, kind);
    again(d);
    d->clock.unix_ms = right;
    d->m.skew_s = 0;
    assert_int_equal(docent_chat_post(d->h, &talk, "Thank you.", NULL, 0, NULL), DOCENT_OK);
    run(d, 7200);
    if (arrived(d, &talk) != 2u + d->chat || answers(d, &talk) != 1)
        fail_msg("%s at %lld: %u letters, %u answers", kind, (long long)unix_s, arrived(d, &talk), answers(d, &talk));
    finish(d);
}

static void test_1970_and_2099(void **state)
{
    (void)state;
    for (int i = 0; i < KINDS; i++) {
        at_a_wrong_time(kinds[i], 5);
        at_a_wrong_time(kinds[i], 4070908800);
    }
}

/* ---- certificates ---- */

static void test_wrong_tls(void **state)
{
    (void)state;
    for (int i = 0; i < KINDS; i++) {
        docent_id talk;
        docent_outbox box;
        device *d = begin(kinds[i], "");
        d->net.untrusted = true;
        assert_int_equal(submit(d, "Who are you?", true, &talk), DOCENT_OK);
        run(d, 3600);
        expect(d, &talk, DOCENT_REQUEST_SAVED, 0, kinds[i]); /* Kept, not "sent": not a byte of it left. */
        assert_int_equal(docent_outbox_look(d->h, &box), DOCENT_OK);
        assert_int_equal(box.waiting, 1);
        assert_int_equal(box.doubtful, 0);
        d->net.untrusted = false;
        run(d, 3600);
        expect(d, &talk, DOCENT_REQUEST_RECEIVED, 1, kinds[i]);
        finish(d);
    }
}

/* ---- a full disk ---- */

/* From the n-th call on, every write fails. What was kept before stays, what could not be kept is said, and can be asked again. */
static bool with_a_full_disk(const char *kind, long n)
{
    docent_id first, second;
    device *d = begin(kind, "");
    assert_int_equal(submit(d, "Before.", true, &first), DOCENT_OK);
    test_disk = (test_faulty){ .fail_at = n, .for_ever = true, .full = true };
    docent_status status = submit(d, "While it is full.", true, &second);
    long asked = test_disk.asked;
    if (status != DOCENT_OK && docent_last_error(d->h)->message[0] == 0)
        fail_msg("%s, call %ld: nothing says why", kind, n);
    run(d, 30);
    test_disk = (test_faulty){ .fail_at = -1 };
    again(d);
    if (status != DOCENT_OK)
        assert_int_equal(submit(d, "While it is full.", true, &second), DOCENT_OK);
    run(d, 7200);
    expect(d, &first, DOCENT_REQUEST_RECEIVED, 1, kind);
    expect(d, &second, DOCENT_REQUEST_RECEIVED, 1, kind);
    finish(d);
    return asked > n;
}

static void test_a_full_disk(void **state)
{
    (void)state;
    long n = 0, failed = 0;
    for (int i = 0; i < KINDS; i++)
        for (n = 0; with_a_full_disk(kinds[i], n); n += 3)
            failed++;
    print_message("%ld places\n", failed);
    assert_true(failed > 4 * KINDS);
}

/* ---- leave ---- */

static void test_consent_comes_later(void **state)
{
    (void)state;
    for (int i = 0; i < KINDS - 1; i++) {
        docent_id talk;
        device *d = begin(kinds[i], "\"consent\":{\"en\":\"We keep what you send for a year.\"},");
        assert_int_equal(submit(d, "Only if I say so.", false, &talk), DOCENT_OK);
        run(d, 7200);
        again(d);
        run(d, 7200);
        expect(d, &talk, DOCENT_REQUEST_WAITING, 0, kinds[i]);
        assert_string_not_equal(look(d, &talk).why, "");
        assert_int_equal(d->m.posts, 0);
        assert_int_equal(docent_request_consent(d->h, &talk), DOCENT_OK);
        run(d, 300);
        expect(d, &talk, DOCENT_REQUEST_RECEIVED, 1, kinds[i]);
        finish(d);
    }
}

static const char *token(void *ctx)
{
    return *(const char **)ctx;
}

static void test_nobody_is_signed_in(void **state)
{
    (void)state;
    const char *who = NULL;
    docent_contact_hook hook = { .struct_size = sizeof hook, .ctx = &who, .identity = token };
    docent_id talk;
    device *d = begin("webhook", "");
    assert_int_equal(docent_use_contact_hook(d->h, &hook), DOCENT_OK);
    assert_int_equal(submit(d, "It is me.", true, &talk), DOCENT_OK);
    run(d, 600);
    expect(d, &talk, DOCENT_REQUEST_SAVED, 0, "signed out");
    assert_string_equal(look(d, &talk).why, "It is kept here and leaves once you are signed in.");
    who = "eyJhbGciOiJub25lIn0.of-ada";
    run(d, 600);
    expect(d, &talk, DOCENT_REQUEST_RECEIVED, 1, "signed in");
    assert_string_equal(d->m.identity, "Bearer eyJhbGciOiJub25lIn0.of-ada");
    finish(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_1970_and_2099),       cmocka_unit_test(test_wrong_tls),           cmocka_unit_test(test_a_full_disk),
        cmocka_unit_test(test_consent_comes_later), cmocka_unit_test(test_nobody_is_signed_in),
    };
    snprintf(bundle, sizeof bundle, "%s", test_path("through.docent"));
    snprintf(state_file, sizeof state_file, "%s", test_path("through.db"));
    snprintf(device_file, sizeof device_file, "%s", test_path("through.json"));
    test_faulty_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
