/* A device that tells its shop how it is, through the public functions: nothing at all before somebody turns it on; then one
 * heartbeat in each interval, with counts that go on over starts. */
#define _POSIX_C_SOURCE 200809L
#include "fleet/device.h"

/* ---- off ---- */

/* No byte leaves, no row is made, and nobody can be asked what would be told. */
static void test_off_by_default(void **state)
{
    (void)state;
    docent_asset *asset;
    device *d = begin(1);
    start(d);
    search(d, "blinks red", 0);
    assert_int_equal(docent_fleet_count(d->h, "printer.jam", 1), DOCENT_OK);
    run(d, 48ull * HOUR_MS);
    assert_int_equal(docent_fleet_preview(d->h, &asset), DOCENT_ERR_MISSING);
    assert_int_equal(d->net.begun, 0);
    stop(d);
    assert_int_equal(look("SELECT count(*) FROM device"), 0);
    assert_int_equal(look("SELECT count(*) FROM letter"), 0);
    finish(d);
}

/* The device's owner says no, whatever the program wants. */
static void test_forbidden(void **state)
{
    (void)state;
    device *d = begin(2);
    write_device("{\"telemetry\": false}");
    start(d);
    report(d);
    run(d, 5ull * HOUR_MS);
    assert_int_equal(d->net.begun, 0);
    stop(d);
    assert_int_equal(look("SELECT count(*) FROM letter"), 0);
    assert_int_equal(look("SELECT count(*) FROM device WHERE key LIKE 'fleet%'"), 0);
    finish(d);
}

/* Content cannot turn it on: what a bundle says of telemetry is not looked at. */
static void test_not_by_content(void **state)
{
    (void)state;
    device *d = begin(3);
    remove(bundle);
    test_bundle *b = test_bundle_sample_open(bundle);
    test_bundle_run(b, "INSERT INTO contact VALUES('desk', '', '{\"telemetry\":{\"url\":\"https://fleet.test\"}}')");
    test_bundle_finish(b);
    start(d);
    run(d, 5ull * HOUR_MS);
    assert_int_equal(d->net.begun, 0);
    stop(d);
    remove(bundle);
    b = test_bundle_sample_open(bundle); /* Nor can its author name a desk that is none. */
    test_bundle_run(b, "INSERT INTO contact VALUES('desk', '', '{\"connectors\":[{\"id\":\"desk\",\"kind\":\"otlp\",\"url\":\"https://fleet.test\"}]}')");
    test_bundle_finish(b);
    start(d);
    assert_int_equal(docent_step(d->h, 0, NULL), DOCENT_ERR_SYNTAX);
    assert_non_null(strstr(docent_last_error(d->h)->message, "there is no kind `otlp`"));
    finish(d);
    remove(bundle);
    test_bundle_sample(bundle);
}

/* ---- on ---- */

static void test_heartbeats(void **state)
{
    (void)state;
    device *d = begin(4);
    start(d);
    report(d);
    search(d, "blinks red", 0);
    search(d, "ink", 7);
    search(d, "me@example.org", 0); /* Its words are kept nowhere; that somebody searched says nothing of them. */
    assert_int_equal(docent_fleet_count(d->h, "printer.jam", 2), DOCENT_OK);
    assert_int_equal(docent_fleet_count(d->h, "printer.jam", 1), DOCENT_OK);
    run(d, HOUR_MS / 2); /* The first comes soon after the start, whatever the device's moment. */
    assert_int_equal(d->heartbeats, 1);
    assert_int_equal(d->counts[HEARTBEATS], 1);
    assert_int_equal(d->counts[STARTS], 1);
    assert_int_equal(d->counts[UNCLEAN], 0);
    assert_int_equal(d->counts[SEARCHES], 3);
    assert_int_equal(d->counts[EMPTY], 2);
    assert_int_equal(d->counts[HOST], 3);
    assert_null(strstr(d->last, "blinks"));
    assert_null(strstr(d->last, "example.org"));
    run(d, 24ull * HOUR_MS);
    assert_in_range(d->heartbeats, 24, 26);
    assert_int_equal(d->counts[HEARTBEATS], d->heartbeats);
    assert_int_equal(d->counts[SEARCHES], 3);
    assert_int_equal(d->events, 0);
    uint32_t before = d->heartbeats;
    stop(d);
    start(d); /* Counting goes on over starts; in the interval that has its heartbeat there is no second one. */
    report(d);
    search(d, "ink", 7);
    run(d, 10ull * HOUR_MS);
    assert_in_range(d->heartbeats, before + 9, before + 11);
    assert_int_equal(d->counts[HEARTBEATS], d->heartbeats);
    assert_int_equal(d->counts[STARTS], 2);
    assert_int_equal(d->counts[UNCLEAN], 0);
    assert_int_equal(d->counts[SEARCHES], 4);
    assert_int_equal(d->counts[HOST], 3);
    finish(d);
}

/* From the device's file alone; its word counts more than the program's. */
static void test_by_the_device(void **state)
{
    (void)state;
    device *d = begin(5);
    write_device("{\"telemetry\":{\"url\":\"https://fleet.test\",\"instance\":\"shop 17\",\"interval_minutes\":10}}");
    start(d);
    run(d, HOUR_MS);
    assert_in_range(d->heartbeats, 6, 7);
    assert_non_null(strstr(d->last, "{\"stringValue\":\"shop 17\"}"));
    docent_fleet fleet = DOCENT_FLEET_INIT;
    fleet.url = "https://elsewhere.test";
    fleet.instance = "not this";
    fleet.service = "till";
    fleet.version = "7.1";
    assert_int_equal(docent_fleet_report(d->h, &fleet), DOCENT_OK);
    uint32_t before = d->heartbeats;
    run(d, HOUR_MS);
    assert_in_range(d->heartbeats, before + 6, before + 7);
    assert_non_null(strstr(d->last, "{\"stringValue\":\"shop 17\"}"));
    assert_non_null(strstr(d->last, "\"service.name\",\"value\":{\"stringValue\":\"till\"}"));
    assert_non_null(strstr(d->last, "\"service.version\",\"value\":{\"stringValue\":\"7.1\"}"));
    finish(d);
}

/* What people write is sealed there; of a heartbeat nobody has anything to hide, and a collector has no key. */
static void test_on_a_sealed_device(void **state)
{
    (void)state;
    device *d = begin(8);
    write_device("{\"seal\":\"8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a\","
                 "\"telemetry\":{\"url\":\"https://fleet.test\"}}");
    start(d);
    run(d, 3ull * HOUR_MS);
    assert_in_range(d->heartbeats, 3, 4);
    finish(d);
}

/* A file that cannot be read turns nothing on, and breaks nothing else. */
static void test_strange_device_files(void **state)
{
    (void)state;
    static const char *const files[] = { "{\"telemetry\": 7}", "{\"telemetry\": \"desk\"}", "{\"telemetry\": true}", "{\"telemetry\": [1]}",
                                         "{\"telemetry\": {}}", "{\"telemetry\": {\"url\": 7}}", "{\"telemetry\": {\"url\": \"x\"}}",
                                         "{\"telemetry\": {\"url\": \"https://fleet.test\", \"interval_minutes\": -1}}" };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        docent_id id;
        docent_ticket ticket = DOCENT_TICKET_INIT;
        device *d = begin(30 + i);
        write_device(files[i]);
        start(d);
        for (int n = 0; n < 5; n++) {
            docent_step(d->h, 0, NULL);
            fake_clock_advance(&d->clock, HOUR_MS);
        }
        assert_int_equal(d->net.begun, 0);
        ticket.body = "It blinks.";
        assert_int_equal(docent_ticket_submit(d->h, &ticket, &id), DOCENT_OK);
        finish(d);
    }
}

static void test_preview(void **state)
{
    (void)state;
    docent_asset *asset;
    device *d = begin(6);
    start(d);
    report(d);
    search(d, "ink", 0);
    assert_int_equal(docent_fleet_preview(d->h, &asset), DOCENT_OK);
    take_heartbeat(d, asset->data, asset->size);
    docent_asset_close(asset);
    assert_int_equal(d->counts[HEARTBEATS], 1);
    assert_int_equal(d->counts[SEARCHES], 1);
    assert_int_equal(d->net.begun, 0);
    stop(d);
    start(d);
    report(d); /* Who only looked has left nothing but the search. */
    assert_int_equal(docent_fleet_count(d->h, "printer.jam", 4), DOCENT_OK);
    assert_int_equal(docent_fleet_preview(d->h, &asset), DOCENT_OK);
    d->heartbeats = 0;
    take_heartbeat(d, asset->data, asset->size);
    docent_asset_close(asset);
    assert_int_equal(d->counts[SEARCHES], 1);
    assert_int_equal(d->counts[HOST], 4);
    run(d, HOUR_MS / 2);
    assert_int_equal(d->counts[HOST], 4);
    assert_int_equal(d->counts[HEARTBEATS], d->heartbeats - 1); /* take_heartbeat() had the preview, too. */
    assert_int_equal(d->counts[SEARCHES], 1);
    finish(d);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *url, *part;
    } tries[] = { { "", "a collector is needed" }, { "fleet.test", "no address" }, { "http://fleet.test", "without TLS" } };
    device *d = begin(7);
    start(d);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        docent_fleet fleet = DOCENT_FLEET_INIT;
        fleet.url = tries[i].url;
        assert_int_equal(docent_fleet_report(d->h, &fleet), DOCENT_ERR_ARG);
        if (strstr(docent_last_error(d->h)->message, tries[i].part) == NULL)
            fail_msg("%s", docent_last_error(d->h)->message);
    }
    docent_fleet fleet = DOCENT_FLEET_INIT;
    fleet.url = "http://fleet.test";
    fleet.flags = DOCENT_FLEET_PLAIN;
    assert_int_equal(docent_fleet_report(d->h, &fleet), DOCENT_OK);
    static const char *const bad[] = { "", "A", "a b", "7up", "a\n", "ä",
                                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(docent_fleet_count(d->h, bad[i], 1), DOCENT_ERR_ARG);
    for (int i = 0; i < 33; i++) {
        char name[8];
        snprintf(name, sizeof name, "n%d", i);
        assert_int_equal(docent_fleet_count(d->h, name, 1), i < 32 ? DOCENT_OK : DOCENT_ERR_LIMIT);
    }
    stop(d);
    d->in_memory = true; /* Another device at each start: nobody could count them. */
    start(d);
    fleet = (docent_fleet)DOCENT_FLEET_INIT;
    fleet.url = "https://fleet.test";
    assert_int_equal(docent_fleet_report(d->h, &fleet), DOCENT_ERR_ARG);
    assert_non_null(strstr(docent_last_error(d->h)->message, "another name at each start"));
    run(d, 2ull * HOUR_MS);
    assert_int_equal(d->net.begun, 0);
    finish(d);
}

static int all_tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_off_by_default),
        cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_not_by_content),
        cmocka_unit_test(test_heartbeats),
        cmocka_unit_test(test_by_the_device),
        cmocka_unit_test(test_on_a_sealed_device),
        cmocka_unit_test(test_strange_device_files),
        cmocka_unit_test(test_preview),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return with_files("fleet-on", all_tests);
}
