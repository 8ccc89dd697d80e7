/* Rules written by an author, packed, and what a person is offered by them; the device's file and its faults. */
#include "support/project.h"

#include "contact/desk.h"
#include "contact/hours.h"
#include "search/index.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOP \
    "product: Orbit\nlanguages: [en, de]\ncontact:\n  phone: '1'\n  hours:\n    time_zone: Europe/Berlin\n" \
    "    mon: 09:00-18:00\n    tue: 09:00-18:00\n    wed: 09:00-18:00\n    thu: 09:00-18:00\n    fri: 09:00-18:00\n"
#define RULES \
    "  answer_within: 8h\n  consent: {en: We keep it., de: Wir bewahren es auf.}\n" \
    "  problems:\n    - {id: broken, title: {en: Broken, de: Kaputt}, article: a, fields: [serial, why], first_answer: Unplug it.}\n" \
    "    - {id: other, title: Other, when: {product: Beacon}}\n" \
    "  fields:\n    - {id: serial, label: Serial, required: true}\n" \
    "    - {id: why, label: Why, type: choice, choices: {a: {en: Age, de: Alter}, b: Bang}}\n" \
    "  routes:\n    - {when: {problem: broken, hours: closed}, queue: Night, answer_within: 30m, first_answer: {de: Morgen.}}\n" \
    "    - {when: {problem: [broken, other], locale: de}, queue: Werkstatt, priority: high, connector: second}\n" \
    "    - {when: {kind: chat}, queue: Chat, answer_within: 2d}\n" \
    "  channels:\n    - {id: f, name: Forum, url: 'https://forum.example', note: Slow}\n" \
    "  connectors:\n    - {id: first, kind: webhook, url: 'https://a.example', poll_s: 20}\n    - {id: second, kind: mail}\n"

#define MON_17 1795449600 /* 2026-11-23, Monday, 17:00 in Berlin (UTC+1). */
#define FRI_17 1795795200

static void pack(fixture *f, const char *yaml)
{
    fixture_open(f);
    fixture_put(f, "help.yaml", yaml);
    fixture_put(f, "a.md", "# A\n\nText.\n");
    fixture_put(f, "a.de.md", "# A\n\nText.\n");
    fixture_pack(f);
}

typedef struct opened {
    dct_store *store;
    dct_desk  *desk;
    docent_error error;
} opened;

#define SHAPE(name, sql) { name, sql },
static const dct_shape index_tables[] = { DCT_INDEX_SCHEMA(SHAPE) };

static docent_status open_desk(const fixture *f, const char *device, opened *o)
{
    memset(o, 0, sizeof *o);
    assert_int_equal(dct_store_open(&dct_alloc_default, f->bundle, index_tables, sizeof index_tables / sizeof *index_tables, &o->store, &o->error), DOCENT_OK);
    return dct_desk_open(&dct_alloc_default, o->store, device, &o->desk, &o->error);
}

static void close_desk(opened *o)
{
    dct_desk_close(o->desk);
    dct_store_close(o->store);
}

static void test_offer(void **state)
{
    (void)state;
    fixture f;
    docent_desk *desk;
    pack(&f, SHOP RULES);
    fixture_expect(&f, "");
    docent_where where = DOCENT_WHERE_INIT;
    where.product = "Orbit";
    assert_int_equal(docent_set_locale(f.help, "de-AT"), DOCENT_OK);
    assert_int_equal(docent_desk_open(f.help, MON_17, &where, &desk), DOCENT_OK);
    assert_int_equal(desk->problem_count, 1); /* The other is for Beacon. */
    assert_string_equal(desk->problems[0].title, "Kaputt");
    assert_string_equal(desk->problems[0].article, "article/a");
    assert_string_equal(desk->problems[0].first_answer, "Unplug it.");
    assert_int_equal(desk->problems[0].field_count, 2);
    assert_string_equal(desk->problems[0].fields[1], "why");
    assert_int_equal(desk->field_count, 2);
    assert_true(desk->fields[0].required);
    assert_int_equal(desk->fields[1].type, DOCENT_FIELD_CHOICE);
    assert_string_equal(desk->fields[1].choices[0], "a");
    assert_string_equal(desk->fields[1].choice_labels[0], "Alter");
    assert_string_equal(desk->channels[0].url, "https://forum.example");
    assert_string_equal(desk->consent, "Wir bewahren es auf.");
    assert_true(desk->ticket && desk->callback && desk->connected);
    assert_false(desk->chat);
    docent_desk_close(desk);
    fixture_close(&f);
}

static dct_route route(const opened *o, const char *kind, const char *problem, const char *locale, int64_t now)
{
    dct_question q = { kind, problem, "", "", "", "", locale, now };
    dct_route out;
    dct_desk_route(o->desk, &q, &out);
    return out;
}

static void test_routes(void **state)
{
    (void)state;
    fixture f;
    opened o;
    pack(&f, SHOP RULES);
    assert_int_equal(open_desk(&f, NULL, &o), DOCENT_OK);
    dct_route r = route(&o, "ticket", "broken", "de", MON_17);
    assert_string_equal(r.queue, "Werkstatt");
    assert_string_equal(r.connector, "second");
    assert_string_equal(r.priority, "high");
    assert_int_equal(r.answer_by, MON_17 + 3600 + 15 * 3600 + 7 * 3600); /* An hour today, seven tomorrow. */
    assert_int_equal(route(&o, "ticket", "", "en", FRI_17).answer_by, FRI_17 + 3600 + 63 * 3600 + 7 * 3600);
    r = route(&o, "ticket", "broken", "de", MON_17 + 7200); /* Closed: half an hour from tomorrow nine. */
    assert_string_equal(r.queue, "Night");
    assert_string_equal(r.first_answer, "Morgen.");
    assert_int_equal(r.answer_by, MON_17 + 16 * 3600 + 1800);
    assert_int_equal(route(&o, "chat", "", "en", MON_17).answer_by, MON_17 + 2 * 86400);
    assert_string_equal(route(&o, "ticket", "", "en", MON_17).connector, "first");
    close_desk(&o);
    fixture_close(&f);
}

static void test_after_without_hours(void **state)
{
    (void)state;
    dct_contact_rows none = { 0 };
    assert_int_equal(dct_hours_after(&none, 1000, 60), 1060);
    dct_hours_row never[] = { { "0", 0, 0 } };
    dct_zone_row utc[] = { { 0, 0 } };
    dct_contact_rows closed = { .hours = never, .hours_count = 1, .zone = utc, .zone_count = 1 };
    assert_int_equal(dct_hours_after(&closed, MON_17, 60), 0);
}

/* ---- the device's file ---- */

static const char *device(const fixture *f, const char *text, mode_t mode)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/device.json", f->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
    return path;
}

static void refuses(const fixture *f, const char *text, mode_t mode, docent_status status, const char *part)
{
    opened o;
    assert_int_equal(open_desk(f, device(f, text, mode), &o), status);
    if (strstr(o.error.message, part) == NULL)
        fail_msg("\"%s\" is not in: %s", part, o.error.message);
    close_desk(&o);
}

#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void test_device(void **state)
{
    (void)state;
    fixture f;
    opened o;
    pack(&f, SHOP RULES);
    const char *path = device(&f, "{\"device\": \"Kiosk 4\", \"policy\": \"at-most-once\", \"connectors\": {\"first\": {\"secret\": \"s\"}, "
                                  "\"own\": {\"kind\": \"webhook\", \"url\": \"https://b.example\"}}}", 0600);
    assert_int_equal(open_desk(&f, path, &o), DOCENT_OK);
    assert_string_equal(dct_desk_device(o.desk), "Kiosk 4");
    assert_true(dct_desk_at_most_once(o.desk));
    const dct_desk_connector *c = dct_desk_connector_at(o.desk, 0);
    assert_string_equal(dct_json_text(c->device_part, "secret"), "s");
    assert_int_equal(dct_json_int(c->public_part, "poll_s", 1, 100, 0), 20);
    c = dct_desk_connector_at(o.desk, 2);
    assert_string_equal(c->id, "own");
    assert_null(c->public_part);
    assert_null(dct_desk_connector_at(o.desk, 3));
    close_desk(&o);
    refuses(&f, "{}", 0644, DOCENT_ERR_DENIED, "chmod 600");
    refuses(&f, "{\"a\": 1,}", 0600, DOCENT_ERR_SYNTAX, "device.json");
    refuses(&f, "[]", 0600, DOCENT_ERR_SYNTAX, "device.json");
    refuses(&f, "{\"seal\": \"12\"}", 0600, DOCENT_ERR_SYNTAX, "64 hexadecimal");
    refuses(&f, "{\"connectors\": {\"x\": {\"kind\": \"pigeon\"}}}", 0600, DOCENT_ERR_SYNTAX, "pigeon");
    refuses(&f, "{\"seal\": \"" KEY "\", \"connectors\": {\"x\": {\"kind\": \"xmpp\"}}}", 0600, DOCENT_ERR_DENIED, "plain text");
    assert_int_equal(open_desk(&f, "/nowhere/device.json", &o), DOCENT_ERR_MISSING);
    close_desk(&o);
    fixture_close(&f);
}

/* ---- an author's mistakes ---- */

static void test_mistakes(void **state)
{
    (void)state;
    fixture f;
    pack(&f, SHOP "  answer_within: soon\n  policy: never\n  seal: abc\n"
                  "  problems:\n    - {id: x, title: X, article: nobody, fields: [gone]}\n    - {id: x, title: Y}\n    - {title: Z}\n"
                  "  fields:\n    - {id: s, label: S, type: texd}\n"
                  "  routes:\n    - {when: {problem: lost, planet: earth}, connector: none}\n"
                  "  channels:\n    - {id: f, name: F, url: 'javascript:x'}\n"
                  "  connectors:\n    - {id: c, kind: webhook, token: secret}\n    - {kind: mail}\n");
    static const char *const expected[] = {
        "a promise is written 30m, 8h (of opening hours) or 2d (days), not \"soon\"",
        "`policy` is one of at-least-once, at-most-once, not \"never\"",
        "`seal` is a public key of 64 hexadecimal digits",
        "there is no article \"nobody\"",
        "problem `x`: there is no field `gone`",
        "the id `x` is given twice",
        "`problems`: an entry needs `id`",
        "not \"texd\"; did you mean `text`?",
        "a route is for the problem `lost`, which is not there",
        "unknown key `planet`",
        "a route names the connector `none`, which is not there",
        "not \"javascript:x\"",
        "`token` is a secret, and content is public",
        "a connector needs `id` and `kind`",
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (strstr(f.messages, expected[i]) == NULL)
            fail_msg("not told: %s\nin:\n%s", expected[i], f.messages);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offer),  cmocka_unit_test(test_routes),   cmocka_unit_test(test_after_without_hours),
        cmocka_unit_test(test_device), cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
