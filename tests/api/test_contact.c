/* Asking for a person, through the public functions, with no network at all: what is kept, who may see it, and what is left of
 * somebody who has gone. */
#define _POSIX_C_SOURCE 200809L /* chmod */

#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <docent/contact.h>
#include <docent/port.h>

#include "crypto/hash.h"
#include "crypto/seal.h"
#include "support/bundle.h"
#include "support/fake_clock.h"
#include "support/faulty.h"
#include "support/state_file.h"

#define MARKER "XYZZY-7731"

static char bundle[1024], state_path[1024];
static fake_clock clock_now;
static docent *h;

static void make_bundle(const char *rules)
{
    char sql[2000];
    remove(bundle);
    test_bundle *b = test_bundle_sample_open(bundle);
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO contact VALUES('email', '', 'help@example.org'), ('desk', '', '%s')", rules);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

static void open_help(bool shared)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    config.bundle_path = bundle;
    config.state_path = state_path;
    config.shared = shared;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    docent_clock c = fake_clock_of(&clock_now);
    assert_int_equal(docent_use_clock(h, &c), DOCENT_OK);
}

static int begin(void **state)
{
    (void)state;
    snprintf(bundle, sizeof bundle, "%s", test_path("contact.docent"));
    snprintf(state_path, sizeof state_path, "%s", test_path("contact.db"));
    test_state_remove_all(state_path);
    make_bundle("{}");
    fake_clock_init(&clock_now, 1);
    open_help(false);
    return 0;
}

static int end(void **state)
{
    (void)state;
    docent_close(h);
    h = NULL;
    test_state_remove_all(state_path);
    remove(bundle);
    return 0;
}

static void again(bool shared)
{
    docent_close(h);
    open_help(shared);
}

static void ok(docent_status status)
{
    if (status != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
}

/* ---- helpers ---- */

static docent_id submit(const char *body)
{
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id id;
    t.body = body;
    t.consent = true;
    ok(docent_ticket_submit(h, &t, &id));
    return id;
}

static docent_conversation look(const docent_id *id)
{
    static char reference[16], claim[16], why[300], subject[300];
    docent_conversations *list;
    docent_conversation found = { .state = 0 };
    ok(docent_conversations_open(h, clock_now.unix_ms / 1000, &list));
    for (uint32_t i = 0; i < docent_conversations_count(list); i++) {
        const docent_conversation *c = docent_conversations_at(list, i);
        if (strcmp(c->id.text, id->text) != 0)
            continue;
        found = *c;
        snprintf(reference, sizeof reference, "%s", c->reference);
        snprintf(claim, sizeof claim, "%s", c->claim);
        snprintf(why, sizeof why, "%s", c->why);
        snprintf(subject, sizeof subject, "%s", c->subject);
    }
    docent_conversations_close(list);
    found.reference = reference;
    found.claim = claim;
    found.why = why;
    found.subject = subject;
    return found;
}

static uint32_t count(void)
{
    docent_conversations *list;
    ok(docent_conversations_open(h, 0, &list));
    uint32_t n = docent_conversations_count(list);
    docent_conversations_close(list);
    return n;
}

static bool holds(const docent_asset *asset, const char *words)
{
    size_t size = strlen(words);
    for (size_t i = 0; i + size <= asset->size; i++)
        if (memcmp((const char *)asset->data + i, words, size) == 0)
            return true;
    return false;
}

static bool on_disk(const char *words)
{
    char command[2400];
    snprintf(command, sizeof command, "grep -rqa -e '%s' '%s'* 2>/dev/null", words, state_path);
    return system(command) == 0;
}

/* ---- tests ---- */

static void test_a_ticket_is_kept(void **state)
{
    (void)state;
    docent_id id = submit("It blinks.\nSince Monday."), other;
    docent_conversation c = look(&id);
    assert_int_equal(c.state, DOCENT_REQUEST_WAITING); /* No connector: it can still leave by other ways. */
    assert_true(*c.why != 0 && *c.why != '@');
    assert_string_equal(c.subject, "It blinks.");
    assert_int_equal(strlen(c.reference), 9);
    assert_string_equal(c.claim, "");
    char reference[16];
    snprintf(reference, sizeof reference, "%s", c.reference);
    again(false);
    c = look(&id);
    assert_string_equal(c.reference, reference);
    fake_clock_advance(&clock_now, 1);
    other = submit("Another.");
    assert_true(strcmp(other.text, id.text) > 0); /* In the order they were made. */
    docent_messages *m;
    ok(docent_messages_open(h, &id, &m));
    assert_int_equal(docent_messages_count(m), 1);
    assert_string_equal(docent_messages_at(m, 0)->text, "It blinks.\nSince Monday.");
    assert_true(docent_messages_at(m, 0)->mine);
    docent_messages_close(m);
}

static void test_one_after_the_other(void **state)
{
    (void)state;
    docent_id talk;
    docent_messages *m;
    ok(docent_chat_post(h, NULL, "Hello?", NULL, 0, &talk));
    ok(docent_chat_post(h, &talk, "Anybody?", NULL, 0, NULL));
    ok(docent_request_close(h, &talk));
    assert_int_equal(look(&talk).state, DOCENT_REQUEST_CLOSED);
    ok(docent_chat_post(h, &talk, "One more thing.", NULL, 0, NULL));
    assert_int_not_equal(look(&talk).state, DOCENT_REQUEST_CLOSED);
    ok(docent_messages_open(h, &talk, &m));
    assert_int_equal(docent_messages_count(m), 3);
    assert_string_equal(docent_messages_at(m, 1)->text, "Anybody?");
    docent_messages_close(m);
    assert_int_equal(docent_chat_post(h, &(docent_id){ "0192aaaa-0000-7000-8000-000000000000" }, "x", NULL, 0, NULL), DOCENT_ERR_MISSING);
}

static void test_the_same_twice_is_once(void **state)
{
    (void)state;
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id a, b, c;
    t.body = "Please.";
    t.idempotency = "order 7 " MARKER;
    ok(docent_ticket_submit(h, &t, &a));
    ok(docent_ticket_submit(h, &t, &b));
    again(false);
    ok(docent_ticket_submit(h, &t, &c));
    assert_string_equal(a.text, b.text);
    assert_string_equal(a.text, c.text);
    assert_int_equal(count(), 1);
    assert_false(on_disk(MARKER)); /* Its digest alone. */
}

static void test_without_consent_it_waits(void **state)
{
    (void)state;
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id id;
    docent_close(h);
    make_bundle("{\"consent\":{\"en\":\"We read it.\"},\"connectors\":[{\"id\":\"d\",\"kind\":\"webhook\",\"url\":\"https://d.test/\"}]}");
    open_help(false);
    t.body = "A secret.";
    ok(docent_ticket_submit(h, &t, &id));
    assert_int_equal(look(&id).state, DOCENT_REQUEST_WAITING);
    ok(docent_request_consent(h, &id));
    assert_int_equal(look(&id).state, DOCENT_REQUEST_SAVED);
}

static void test_taking_back(void **state)
{
    (void)state;
    docent_id id = submit("Never mind. " MARKER);
    docent_outbox totals;
    ok(docent_outbox_look(h, &totals));
    assert_int_equal(totals.waiting, 1);
    ok(docent_request_withdraw(h, &id));
    assert_int_equal(count(), 0);
    ok(docent_outbox_look(h, &totals));
    assert_int_equal(totals.waiting, 0);
    assert_int_equal(docent_request_withdraw(h, &id), DOCENT_ERR_MISSING);
}

static void test_drafts(void **state)
{
    (void)state;
    ok(docent_draft_set(h, "ticket.body", "It bli"));
    ok(docent_draft_set(h, "ticket.body", "It blinks"));
    again(false);
    assert_string_equal(docent_draft_get(h, "ticket.body"), "It blinks");
    assert_string_equal(docent_draft_get(h, "other"), "");
    ok(docent_draft_set(h, "ticket.body", NULL));
    assert_string_equal(docent_draft_get(h, "ticket.body"), "");
}

static void test_attachments(void **state)
{
    (void)state;
    char *big = malloc(9u << 20), name[257];
    assert_non_null(big);
    for (size_t i = 0; i < 9u << 20; i++)
        big[i] = (char)(i * 2654435761u >> 13);
    docent_attachment files[2] = { { "log.txt", "text/plain", "line\n", 5 }, { "film.bin", "application/octet-stream", big, 9u << 20 } };
    docent_id talk;
    docent_messages *m;
    docent_asset *asset;
    ok(docent_chat_post(h, NULL, "See there.", files, 2, &talk));
    again(false);
    ok(docent_messages_open(h, &talk, &m));
    docent_id message = docent_messages_at(m, 0)->id;
    assert_int_equal(docent_messages_at(m, 0)->attachment_count, 2);
    docent_messages_close(m);
    ok(docent_attachment_open(h, &message, 1, name, &asset));
    assert_string_equal(name, "film.bin");
    assert_int_equal(asset->size, 9u << 20);
    assert_memory_equal(asset->data, big, 9u << 20);
    docent_asset_close(asset);
    ok(docent_request_export(h, &talk, "eml", &asset));
    assert_true(asset->size > 12u << 20);
    docent_asset_close(asset);
    assert_int_equal(docent_attachment_open(h, &message, 2, name, &asset), DOCENT_ERR_MISSING);
    ok(docent_request_withdraw(h, &talk));
    ok(docent_forget(h));
    char command[1200];
    snprintf(command, sizeof command, "test -z \"$(find '%s-files' -type f 2>/dev/null)\"", state_path);
    assert_int_equal(system(command), 0); /* No bytes without a row. */
    free(big);
}

static void test_on_a_shared_device(void **state)
{
    (void)state;
    again(true);
    docent_id id = submit("Mine. " MARKER), out;
    docent_conversation c = look(&id);
    char claim[16], wrong[16] = "1234-5678";
    snprintf(claim, sizeof claim, "%s", c.claim);
    assert_int_equal(strlen(claim), 9);
    ok(docent_forget(h));
    assert_int_equal(count(), 0);
    docent_messages *m;
    assert_int_equal(docent_messages_open(h, &id, &m), DOCENT_ERR_MISSING);
    assert_int_equal(docent_claim(h, wrong, &out), DOCENT_ERR_MISSING);
    ok(docent_claim(h, claim, &out));
    assert_string_equal(out.text, id.text);
    assert_int_equal(count(), 1);
    ok(docent_messages_open(h, &id, &m)); /* It has not left yet: it is still all there. */
    assert_string_equal(docent_messages_at(m, 0)->text, "Mine. " MARKER);
    docent_messages_close(m);
    for (int i = 0; i < 5; i++)
        assert_int_equal(docent_claim(h, wrong, &out), DOCENT_ERR_MISSING);
    assert_int_equal(docent_claim(h, claim, &out), DOCENT_ERR_LIMIT);
    again(true); /* Switching it off and on opens no door. */
    assert_int_equal(docent_claim(h, claim, &out), DOCENT_ERR_LIMIT);
    fake_clock_advance(&clock_now, 61000);
    ok(docent_claim(h, claim, &out));
}

static void test_forgetting_leaves_nothing(void **state)
{
    (void)state;
    docent_attachment file = { MARKER ".txt", "text/plain", "inside " MARKER, 17 };
    docent_id talk;
    ok(docent_draft_set(h, "ticket.body", "draft " MARKER));
    ok(docent_chat_post(h, NULL, "text " MARKER, &file, 1, &talk));
    assert_true(on_disk(MARKER));
    ok(docent_request_withdraw(h, &talk)); /* What has not left must stay: this one need not. */
    ok(docent_forget(h));
    assert_false(on_disk(MARKER));
    assert_string_equal(docent_draft_get(h, "ticket.body"), "");
}

static void test_sealed(void **state)
{
    (void)state;
    char secret[65], public_key[65], rules[300];
    docent_attachment file = { MARKER ".txt", "text/plain", "inside " MARKER, 17 };
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id id;
    docent_asset *asset;
    docent_close(h);
    assert_true(dct_seal_keys(secret, public_key));
    snprintf(rules, sizeof rules, "{\"seal\":\"%s\"}", public_key);
    make_bundle(rules);
    open_help(false);
    t.body = "body " MARKER;
    t.email = MARKER "@example.org";
    t.attachments = &file;
    t.attachment_count = 1;
    ok(docent_ticket_submit(h, &t, &id));
    ok(docent_draft_set(h, "ticket.body", "draft " MARKER));
    assert_string_equal(docent_draft_get(h, "ticket.body"), "draft " MARKER);
    assert_false(on_disk(MARKER));
    assert_string_equal(look(&id).subject, "");
    assert_int_equal(docent_request_export(h, &id, "text", &asset), DOCENT_ERR_DENIED);
    ok(docent_request_export(h, &id, "eml", &asset));
    assert_false(holds(asset, MARKER));
    docent_asset_close(asset);
    docent_messages *m;
    ok(docent_messages_open(h, &id, &m));
    assert_string_equal(docent_messages_at(m, 0)->text, "");
    docent_messages_close(m);
    ok(docent_forget(h));
    assert_string_equal(docent_draft_get(h, "ticket.body"), "");
}

static void test_other_ways(void **state)
{
    (void)state;
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_story story[2] = { { "search", "blinks & \"more\"", "" }, { "article", "Pair it", "article/orbit-pair" } };
    docent_id id;
    docent_asset *asset;
    char text[4000];
    t.body = "Grün & rot?\nJa.";
    t.email = "me@example.org";
    t.story = story;
    t.story_count = 2;
    ok(docent_ticket_submit(h, &t, &id));
    ok(docent_request_export(h, &id, "mailto", &asset));
    snprintf(text, sizeof text, "%.*s", (int)asset->size, (const char *)asset->data);
    assert_true(asset->size <= 1800);
    assert_int_equal(strncmp(text, "mailto:help@example.org?subject=", 32), 0);
    assert_non_null(strstr(text, "Gr%C3%BCn%20%26%20rot%3F%0D%0AJa."));
    docent_asset_close(asset);
    ok(docent_request_export(h, &id, "text", &asset));
    assert_true(asset->size <= 1200);
    docent_asset_close(asset);
    ok(docent_request_export(h, &id, "eml", &asset));
    docent_asset_close(asset);
    assert_int_equal(docent_request_export(h, &id, "fax", &asset), DOCENT_ERR_ARG);
}

static void test_what_makes_no_sense(void **state)
{
    (void)state;
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_callback b = DOCENT_CALLBACK_INIT;
    docent_field twice[2] = { { "a", "1" }, { "a", "2" } };
    docent_id id;
    char *large = malloc(300000);
    assert_non_null(large);
    memset(large, 'x', 299999);
    large[299999] = 0;
    assert_int_equal(docent_ticket_submit(h, &t, &id), DOCENT_ERR_ARG);
    t.body = large;
    assert_int_equal(docent_ticket_submit(h, &t, &id), DOCENT_ERR_LIMIT);
    t.body = "\xFF\xFE";
    assert_int_equal(docent_ticket_submit(h, &t, &id), DOCENT_ERR_ARG);
    t.body = "x";
    t.email = "a@b\r\nBcc: all@example.org";
    assert_int_equal(docent_ticket_submit(h, &t, &id), DOCENT_ERR_ARG);
    t.email = NULL;
    t.fields = twice;
    t.field_count = 2;
    assert_int_equal(docent_ticket_submit(h, &t, &id), DOCENT_ERR_ARG);
    assert_int_equal(docent_callback_request(h, &b, &id), DOCENT_ERR_ARG);
    b.phone = "+49 30 1234";
    b.from = 200;
    b.until = 100;
    assert_int_equal(docent_callback_request(h, &b, &id), DOCENT_ERR_ARG);
    assert_int_equal(docent_ticket_submit(NULL, &t, &id), DOCENT_ERR_ARG);
    assert_int_equal(docent_messages_open(h, &(docent_id){ "../../etc" }, &(docent_messages *){ NULL }), DOCENT_ERR_ARG);
    assert_int_equal(docent_feedback_give(h, (docent_opinion)99, "article/x", NULL), DOCENT_ERR_ARG);
    assert_int_equal(count(), 0);
    free(large);
}

static void test_opinions_are_counted(void **state)
{
    (void)state;
    ok(docent_feedback_give(h, DOCENT_OPINION_NOT_HELPED, "article/orbit-pair", "It is about another model."));
    ok(docent_feedback_give(h, DOCENT_OPINION_NOT_HELPED, "article/orbit-pair", NULL));
    docent_outbox totals;
    ok(docent_outbox_look(h, &totals));
    assert_int_equal(totals.waiting, 0); /* The author asked for none to be sent. */
    assert_false(on_disk("another model"));
    assert_true(on_disk("article/orbit-pair"));
}

/* A device's file that nobody can read costs no person their request: it waits, and says why. */
static void test_a_broken_device_file(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_desk *desk;
    docent_error err;
    char device[1024];
    uint32_t next;
    snprintf(device, sizeof device, "%s", test_path("contact-device.json"));
    docent_close(h);
    h = NULL;
    make_bundle("{\"connectors\":[{\"id\":\"d\",\"kind\":\"webhook\",\"url\":\"https://d.test/\"}]}");
    FILE *f = fopen(device, "w");
    assert_non_null(f);
    fputs("{\"connectors\": {\"d\": {\"secret\": \"whsec_1\",}}}", f);
    fclose(f);
    assert_int_equal(chmod(device, 0600), 0);
    config.bundle_path = bundle;
    config.state_path = state_path;
    config.device_path = device;
    assert_int_equal(docent_open(&config, &h, &err), DOCENT_OK);
    ok(docent_desk_open(h, 0, NULL, &desk));
    assert_true(desk->ticket);
    assert_false(desk->connected);
    docent_desk_close(desk);
    docent_id id = submit("It blinks.");
    docent_conversation c = look(&id);
    assert_int_equal(c.state, DOCENT_REQUEST_WAITING);
    assert_non_null(strstr(c.why, "contact-device.json"));
    assert_int_equal(docent_step(h, 0, &next), DOCENT_ERR_SYNTAX);
    docent_close(h);
    remove(device);
    open_help(false); /* Mended: the rules' connector has it now. */
    assert_int_equal(docent_step(h, 0, &next), DOCENT_OK);
    assert_int_not_equal(look(&id).state, DOCENT_REQUEST_WAITING);
}

/* ---- the forum, feedback ---- */

#define FORUM_RULES "{\"forum\":{\"connector\":\"m\"},\"feedback\":\"m\",\"consent\":{\"en\":\"We read it.\"},\"connectors\":[{\"id\":\"m\",\"kind\":\"mail\"," \
                    "\"smtp\":\"smtps://m.test\",\"from\":\"k@m.test\",\"to\":\"help@m.test\",\"forum_to\":\"talk@forum.test\"}]}"

static void test_a_forum_is_asked_only_on_purpose(void **state)
{
    (void)state;
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_desk *desk;
    docent_id open_id, asked;
    docent_close(h);
    make_bundle(FORUM_RULES);
    open_help(false);
    ok(docent_desk_open(h, 0, NULL, &desk));
    assert_true(desk->forum);
    docent_desk_close(desk);
    t.body = "Does anybody know?";
    t.consent = true;
    ok(docent_ticket_submit(h, &t, &open_id));
    assert_int_equal(look(&open_id).kind, DOCENT_REQUEST_TICKET); /* Never by default. */
    t.forum = true;
    t.consent = false;
    ok(docent_ticket_submit(h, &t, &asked));
    assert_int_equal(look(&asked).kind, DOCENT_REQUEST_FORUM);
    assert_int_equal(look(&asked).state, DOCENT_REQUEST_WAITING); /* Until somebody agrees to what is public. */
    ok(docent_request_consent(h, &asked));
    assert_int_equal(look(&asked).state, DOCENT_REQUEST_SAVED);
    docent_close(h);
    make_bundle("{}");
    open_help(false);
    ok(docent_desk_open(h, 0, NULL, &desk));
    assert_false(desk->forum); /* Only where the author gives one. */
    docent_desk_close(desk);
}

static uint32_t waiting(void)
{
    docent_outbox totals;
    ok(docent_outbox_look(h, &totals));
    return totals.waiting;
}

static void test_opinions_leave_where_they_are_wanted(void **state)
{
    (void)state;
    docent_id id;
    docent_close(h);
    make_bundle(FORUM_RULES);
    open_help(false);
    ok(docent_feedback_give(h, DOCENT_OPINION_WRONG, "article/orbit-pair#step-2", "The light is green."));
    ok(docent_feedback_give(h, DOCENT_OPINION_HELPED, "article/orbit-pair", NULL));
    assert_int_equal(waiting(), 2);
    assert_true(on_disk("The light is green"));
    assert_int_equal(count(), 0); /* They are no conversation. */
    docent_ticket t = DOCENT_TICKET_INIT;
    t.body = "Please.";
    t.consent = true;
    ok(docent_ticket_submit(h, &t, &id));
    ok(docent_feedback_give(h, DOCENT_OPINION_SATISFIED, "conversation/x", NULL));
    assert_int_equal(waiting(), 4);
    again(false);
    assert_int_equal(waiting(), 4);
    assert_int_equal(count(), 1);
}

static void test_in_memory(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_attachment file = { "a.txt", "text/plain", "abc", 3 };
    docent_id talk;
    docent_messages *m;
    docent_asset *asset;
    char name[257];
    docent_close(h);
    config.bundle_path = bundle;
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    ok(docent_chat_post(h, NULL, "Hi.", &file, 1, &talk));
    ok(docent_messages_open(h, &talk, &m));
    ok(docent_attachment_open(h, &docent_messages_at(m, 0)->id, 0, name, &asset));
    assert_int_equal(asset->size, 3);
    docent_asset_close(asset);
    docent_messages_close(m);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_a_ticket_is_kept), CASE(test_one_after_the_other), CASE(test_the_same_twice_is_once),
        CASE(test_without_consent_it_waits), CASE(test_taking_back), CASE(test_drafts), CASE(test_attachments),
        CASE(test_on_a_shared_device), CASE(test_forgetting_leaves_nothing), CASE(test_sealed), CASE(test_other_ways),
        CASE(test_what_makes_no_sense), CASE(test_opinions_are_counted), CASE(test_a_broken_device_file),
        CASE(test_a_forum_is_asked_only_on_purpose), CASE(test_opinions_leave_where_they_are_wanted), CASE(test_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
