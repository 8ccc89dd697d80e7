/* The text of a heartbeat, byte for byte: numbers in, JSON out; and the ledger that its sums come from, whatever stands there. */
#include "support/cmocka_all.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fleet/ledger.h"
#include "fleet/machine.h"
#include "net/json.h"
#include "support/bundle.h"
#include "support/ration.h"

static dct_figures sample(void)
{
    dct_figures f = { .service = "docent", .version = "0.1.0", .scope_version = "0.1.0",
                      .instance = "018f0000-0000-7000-8000-0000000000d1", .arch = "arm64", .os = "linux",
                      .now_ms = 1795305600123, .since_ms = 1795000000000, .counts = { 85, 3, 1, 240, 17 }, .uptime_s = 3600,
                      .memory_bytes = -1, .disk_bytes = -1 };
    return f;
}

static const char *text_of(const dct_figures *f, dct_buf *buf)
{
    docent_error err;
    dct_buf_init(buf, &dct_alloc_default, DCT_MAX_FIGURES_BYTES);
    if (dct_figures_write(f, buf, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return dct_buf_text(buf);
}

#define COUNTER(name, unit, value) \
    "{\"name\":\"" name "\",\"unit\":\"" unit "\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,\"dataPoints\":[" \
    "{\"startTimeUnixNano\":\"1795000000000000000\",\"timeUnixNano\":\"1795305600123000000\",\"asInt\":\"" value "\"}]}}"
#define LEVEL(name, unit, value) \
    "{\"name\":\"" name "\",\"unit\":\"" unit "\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":false,\"dataPoints\":[" \
    "{\"startTimeUnixNano\":\"1795000000000000000\",\"timeUnixNano\":\"1795305600123000000\",\"asInt\":\"" value "\"}]}}"
#define GAUGE(name, unit, value) \
    "{\"name\":\"" name "\",\"unit\":\"" unit "\",\"gauge\":{\"dataPoints\":[" \
    "{\"timeUnixNano\":\"1795305600123000000\",\"asInt\":\"" value "\"}]}}"
#define HEAD(instance) \
    "{\"resourceMetrics\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"docent\"}}," \
    "{\"key\":\"service.version\",\"value\":{\"stringValue\":\"0.1.0\"}}," \
    "{\"key\":\"service.instance.id\",\"value\":{\"stringValue\":\"" instance "\"}}," \
    "{\"key\":\"host.arch\",\"value\":{\"stringValue\":\"arm64\"}},{\"key\":\"os.type\",\"value\":{\"stringValue\":\"linux\"}}]}," \
    "\"scopeMetrics\":[{\"scope\":{\"name\":\"docent\",\"version\":\"0.1.0\"},\"metrics\":["
#define COUNTS \
    COUNTER("docent.heartbeats", "{heartbeat}", "85") "," COUNTER("docent.starts", "{start}", "3") "," \
    COUNTER("docent.unclean_ends", "{end}", "1") "," COUNTER("docent.search.count", "{search}", "240") "," \
    COUNTER("docent.search.empty", "{search}", "17") ","

static void test_exact(void **state)
{
    (void)state;
    dct_buf buf;
    dct_figures f = sample();
    assert_string_equal(text_of(&f, &buf), HEAD("018f0000-0000-7000-8000-0000000000d1") COUNTS
                        LEVEL("docent.outbox.waiting", "{letter}", "0") "," LEVEL("docent.outbox.held", "{letter}", "0") ","
                        LEVEL("docent.outbox.blocked", "{letter}", "0") "," LEVEL("docent.outbox.size", "By", "0") ","
                        GAUGE("docent.outbox.oldest.age", "s", "0") "," GAUGE("docent.uptime", "s", "3600") "]}]}]}");
    dct_buf_close(&buf);
}

#define POINT(attributes, value) \
    "{\"attributes\":[" attributes "],\"timeUnixNano\":\"1795305600123000000\",\"asInt\":\"" value "\"}"
#define SUMMED(attributes, value) \
    "{\"attributes\":[" attributes "],\"startTimeUnixNano\":\"1795000000000000000\"," \
    "\"timeUnixNano\":\"1795305600123000000\",\"asInt\":\"" value "\"}"
#define SOURCE(name) "{\"key\":\"docent.source\",\"value\":{\"stringValue\":\"" name "\"}}"
#define REASON(name) ",{\"key\":\"docent.reason\",\"value\":{\"stringValue\":\"" name "\"}}"
#define OF_SOURCES(name, unit) "{\"name\":\"" name "\",\"unit\":\"" unit "\",\"gauge\":{\"dataPoints\":["

static void test_content(void **state)
{
    (void)state;
    dct_buf buf;
    dct_figures f = sample();
    f.content_count = 2; /* The second came with the program, and no server was reached since the start. */
    f.content[0] = (dct_content_figures){ "shop", "OK", 41, 1795305600 - 86400, 1795305600 - 60 };
    f.content[1] = (dct_content_figures){ "vendor", "OFFLINE", 0, 0, 0 };
    const char *text = text_of(&f, &buf);
    assert_non_null(strstr(text, OF_SOURCES("docent.content.release", "{release}") POINT(SOURCE("shop"), "41") ","
                                 POINT(SOURCE("vendor"), "0") "]}}"));
    assert_non_null(strstr(text, OF_SOURCES("docent.content.age", "s") POINT(SOURCE("shop"), "86400") "]}}"));
    assert_non_null(strstr(text, OF_SOURCES("docent.content.check.age", "s") POINT(SOURCE("shop"), "60") "]}}"));
    assert_non_null(strstr(text, SUMMED(SOURCE("shop") REASON("OK"), "1") "," SUMMED(SOURCE("vendor") REASON("OFFLINE"), "1")));
    dct_buf_close(&buf);
}

static void test_the_rest(void **state)
{
    (void)state;
    dct_buf buf;
    dct_figures f = sample();
    f.host_count = 1;
    f.host[0] = (dct_host_figure){ "printer.jam", UINT64_MAX };
    f.memory_bytes = 41943040;
    f.disk_bytes = INT64_MAX;
    f.outbox = (docent_outbox){ .waiting = 2, .held = 1, .bytes = 9000, .oldest = 1795305600 - 7200 };
    const char *text = text_of(&f, &buf);
    assert_non_null(strstr(text, "\"docent.host.events\",\"unit\":\"{event}\",\"sum\":{\"aggregationTemporality\":2,\"isMonotonic\":true,"
                                 "\"dataPoints\":[{\"attributes\":[{\"key\":\"docent.event\",\"value\":{\"stringValue\":\"printer.jam\"}}],"
                                 "\"startTimeUnixNano\":\"1795000000000000000\",\"timeUnixNano\":\"1795305600123000000\","
                                 "\"asInt\":\"9223372036854775807\"}]}}"));
    assert_non_null(strstr(text, LEVEL("docent.outbox.waiting", "{letter}", "2")));
    assert_non_null(strstr(text, LEVEL("docent.outbox.size", "By", "9000")));
    assert_non_null(strstr(text, GAUGE("docent.outbox.oldest.age", "s", "7200")));
    assert_non_null(strstr(text, LEVEL("process.memory.usage", "By", "41943040")));
    assert_non_null(strstr(text, GAUGE("docent.disk.free", "By", "9223372036854775807")));
    dct_buf_close(&buf);
    f.outbox.oldest = 1795305600 + 7200; /* Written before the clock was set back: not a negative age. */
    assert_non_null(strstr(text_of(&f, &buf), GAUGE("docent.outbox.oldest.age", "s", "0")));
    dct_buf_close(&buf);
}

/* What a shop calls a device may hold anything: the text stays JSON, and one line. */
static void test_names(void **state)
{
    (void)state;
    dct_buf buf;
    docent_error err;
    char value[8];
    dct_figures f = sample();
    f.instance = value;
    for (int c = 1; c < 128; c++) {
        snprintf(value, sizeof value, "a%cb", c);
        const char *text = text_of(&f, &buf);
        assert_null(strchr(text, '\n'));
        json_t *json = dct_json_parse(text, buf.size, DCT_MAX_FIGURES_BYTES, true, "heartbeat", &err);
        json_t *of = json_array_get(json_object_get(json, "resourceMetrics"), 0);
        of = json_array_get(json_object_get(json_object_get(of, "resource"), "attributes"), 2);
        assert_string_equal(dct_json_text(json_object_get(of, "value"), "stringValue"), value);
        json_decref(json);
        dct_buf_close(&buf);
    }
}

/* The most that there can be fits its bound, and without memory it is a status. */
static void test_bounds(void **state)
{
    (void)state;
    static char name[DCT_MAX_FLEET_NAME + 1], source[DCT_MAX_ID_BYTES + 1];
    dct_buf buf;
    dct_figures f = sample();
    memset(name, '"', sizeof name - 1); /* Each takes two. */
    memset(source, '\\', sizeof source - 1);
    f.service = f.instance = f.version = name;
    f.content_count = DCT_MAX_BUNDLES;
    for (uint32_t i = 0; i < DCT_MAX_BUNDLES; i++)
        f.content[i] = (dct_content_figures){ source, "CLOCK_SUSPECT", INT64_MAX, 1, 1 };
    f.host_count = DCT_MAX_HOST_COUNTS;
    for (uint32_t i = 0; i < DCT_MAX_HOST_COUNTS; i++) {
        memset(f.host[i].name, 'a', DCT_MAX_HOST_NAME);
        f.host[i].count = UINT64_MAX;
    }
    text_of(&f, &buf);
    print_message("the longest heartbeat has %zu bytes\n", buf.size);
    dct_buf_close(&buf);
    test_ration r = { .fail_at = 0 };
    docent_alloc alloc = test_ration_alloc(&r);
    dct_buf_init(&buf, &alloc, DCT_MAX_FIGURES_BYTES);
    assert_int_equal(dct_figures_write(&f, &buf, NULL), DOCENT_ERR_NOMEM);
    dct_buf_close(&buf);
    assert_int_equal(r.live, 0);
}

/* ---- the ledger ---- */

static void put(dct_db *db, const char *sql)
{
    assert_int_equal(dct_db_run(db, sql, NULL), DOCENT_OK);
}

static void test_ledger(void **state)
{
    (void)state;
    dct_state *s;
    dct_db db;
    dct_ledger l, read;
    dct_host_figure host[DCT_MAX_HOST_COUNTS];
    uint32_t count;
    assert_int_equal(dct_state_open(&dct_alloc_default, NULL, &s, NULL), DOCENT_OK);
    dct_ledger_share(&db, s);
    assert_int_equal(dct_ledger_read(&db, &l, NULL), DOCENT_OK);
    assert_int_equal(l.since_ms, 0);
    l = (dct_ledger){ 1795000000000, 12345, true, { 1, 2, 3, UINT64_MAX, 5 } };
    assert_int_equal(dct_ledger_write(&db, &l, NULL), DOCENT_OK);
    assert_int_equal(dct_ledger_read(&db, &read, NULL), DOCENT_OK);
    l.counts[3] = (uint64_t)1 << 62; /* Where counting ends. */
    assert_true(read.since_ms == l.since_ms && read.slot == l.slot && read.running);
    for (int i = 0; i < DCT_COUNTS; i++)
        assert_int_equal(read.counts[i], l.counts[i]);
    for (int i = 0; i < 40; i++) { /* Of more names than there is room for the first are kept. */
        char name[16];
        snprintf(name, sizeof name, "n%02d", i % 36);
        assert_int_equal(dct_ledger_add_host(&db, name, 2, NULL), DOCENT_OK);
    }
    assert_int_equal(dct_ledger_host(&db, host, &count, NULL), DOCENT_OK);
    assert_int_equal(count, DCT_MAX_HOST_COUNTS);
    assert_string_equal(host[0].name, "n00");
    assert_int_equal(host[0].count, 4);
    assert_int_equal(host[31].count, 2);
    assert_int_equal(dct_ledger_clear_host(&db, NULL), DOCENT_OK);
    assert_int_equal(dct_ledger_host(&db, host, &count, NULL), DOCENT_OK);
    assert_int_equal(count, 0);
    dct_db_unshare(&db);
    dct_state_close(s);
}

/* A file may come from anywhere: what makes no sense is nothing. */
static void test_strange_ledgers(void **state)
{
    (void)state;
    static const char *const rows[] = { "", "x", "1 2", "1 2 1 1 1 1 1", "1 2 1 1 1 1 1 -1", "0 2 1 1 1 1 1 1", "1 2 1 1 1 1 1 1 1",
                                        "-5 2 1 1 1 1 1 1", "1 2 1 1 1 1 1 99999999999999999999", "1,2,1,1,1,1,1,1" };
    dct_state *s;
    dct_db db;
    dct_ledger l;
    char sql[200];
    assert_int_equal(dct_state_open(&dct_alloc_default, NULL, &s, NULL), DOCENT_OK);
    dct_ledger_share(&db, s);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO device VALUES('fleet', '%s')", rows[i]);
        put(&db, sql);
        assert_int_equal(dct_ledger_read(&db, &l, NULL), DOCENT_OK);
        assert_int_equal(l.since_ms, 0);
        assert_false(l.running);
        for (int n = 0; n < DCT_COUNTS; n++)
            assert_int_equal(l.counts[n], 0);
    }
    put(&db, "INSERT OR REPLACE INTO device VALUES('fleet:odd', 'many')");
    assert_int_equal(dct_ledger_add_host(&db, "odd", 3, NULL), DOCENT_OK);
    dct_host_figure host[DCT_MAX_HOST_COUNTS];
    uint32_t count;
    assert_int_equal(dct_ledger_host(&db, host, &count, NULL), DOCENT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(host[0].count, 3);
    dct_db_unshare(&db);
    dct_state_close(s);
}

static void test_machine(void **state)
{
    (void)state;
    int64_t memory = dct_machine_memory(), room = dct_machine_room(test_path("fleet.db"));
    assert_true(strcmp(dct_machine_os(), "other") != 0);
#if defined(__linux__)
    assert_in_range(memory, 1 << 20, (int64_t)1 << 36);
    FILE *f = fopen(test_path("fleet.db"), "w");
    assert_non_null(f);
    fclose(f);
    room = dct_machine_room(test_path("fleet.db"));
    remove(test_path("fleet.db"));
    assert_true(room > 0);
#else
    (void)memory;
#endif
    assert_int_equal(dct_machine_room("/no/such/folder"), -1);
    assert_int_equal(dct_machine_room(NULL), -1);
    (void)room;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact),   cmocka_unit_test(test_content), cmocka_unit_test(test_the_rest),
        cmocka_unit_test(test_names),   cmocka_unit_test(test_bounds),  cmocka_unit_test(test_ledger),
        cmocka_unit_test(test_strange_ledgers), cmocka_unit_test(test_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
