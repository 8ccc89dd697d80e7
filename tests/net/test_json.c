/* JSON from strangers, when a server says to come back, back-off, and what we read of URLs. */
#include "fetching.h"

#include "base/limits.h"
#include "net/json.h"
#include "net/request.h"
#include "net/retry_after.h"

#include <stdio.h>
#include <stdlib.h>

static json_t *parse(const char *text, bool object, docent_error *err)
{
    memset(err, 0, sizeof *err);
    return dct_json_parse(text, strlen(text), 10000000, object, "answer of desk.example", err);
}

static void refused(const char *text, docent_status status)
{
    docent_error err;
    json_t *value = parse(text, true, &err);
    if (value != NULL || err.status != status)
        fail_msg("%.60s: %d %s", text, err.status, err.message);
    assert_non_null(strstr(err.message, "desk.example"));
}

static void test_what_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "", " ", "{", "}", "{\"a\":1", "{\"a\":1}x", "[1]", "7", "null", "{\"a\":1,\"a\":2}",
                                       "{\"a\":\"\\u0000\"}", "{\"a\":\"\xFF\"}", "{'a':1}", "{\"a\":01}", "{\"a\":99999999999999999999}",
                                       "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "\xEF\xBB\xBF{}" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(bad[i], DOCENT_ERR_SYNTAX);
}

static void test_bounds(void **state)
{
    (void)state;
    char *text = malloc(3000000), *at = text;
    at += sprintf(at, "{\"a\":");
    for (unsigned i = 0; i < DCT_MAX_JSON_DEPTH; i++)
        *at++ = '[';
    for (unsigned i = 0; i < DCT_MAX_JSON_DEPTH; i++)
        *at++ = ']';
    strcpy(at, "}");
    refused(text, DOCENT_ERR_LIMIT);
    memset(text, '[', 2999999);
    text[2999999] = 0;
    refused(text, DOCENT_ERR_LIMIT);
    at = text + sprintf(text, "{\"a\":[0");
    for (unsigned i = 0; i < DCT_MAX_JSON_VALUES; i++)
        at += sprintf(at, ",0");
    strcpy(at, "]}");
    refused(text, DOCENT_ERR_LIMIT);
    free(text);
    docent_error err;
    assert_null(dct_json_parse("{}", 2, 1, true, "desk.example", &err));
    assert_int_equal(err.status, DOCENT_ERR_LIMIT);
    json_t *value = parse("{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}", true, &err);
    assert_non_null(value); /* Brackets in a string are letters. */
    json_decref(value);
}

static void test_reads_never_fail(void **state)
{
    (void)state;
    docent_error err;
    json_t *o = parse("{\"t\":\"text\",\"n\":7,\"b\":true,\"x\":null,\"r\":1.5,\"l\":[1]}", true, &err);
    assert_string_equal(dct_json_text(o, "t"), "text");
    assert_string_equal(dct_json_text(o, "n"), "");
    assert_string_equal(dct_json_text(o, "nothing"), "");
    assert_string_equal(dct_json_text(NULL, "t"), "");
    assert_int_equal(dct_json_int(o, "n", 0, 10, -1), 7);
    assert_int_equal(dct_json_int(o, "n", 0, 6, -1), -1);
    assert_int_equal(dct_json_int(o, "r", 0, 10, -1), -1);
    assert_int_equal(dct_json_int(NULL, "n", 0, 10, -1), -1);
    assert_true(dct_json_bool(o, "b", false));
    assert_true(dct_json_bool(o, "n", true));
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, 1000);
    assert_int_equal(dct_json_write(o, &out, &err), DOCENT_OK);
    assert_string_equal(dct_buf_text(&out), "{\"t\":\"text\",\"n\":7,\"b\":true,\"x\":null,\"r\":1.5,\"l\":[1]}");
    dct_buf_close(&out);
    dct_buf_init(&out, &dct_alloc_default, 10);
    assert_int_equal(dct_json_write(o, &out, &err), DOCENT_ERR_LIMIT);
    dct_buf_close(&out);
    json_decref(o);
}

static void test_localised(void **state)
{
    (void)state;
    docent_error err;
    json_t *o = parse("{\"a\":{\"en\":\"Hello\",\"de\":\"Hallo\",\"pt-BR\":\"Oi\"},\"b\":\"plain\",\"c\":{},\"d\":{\"ja\":\"x\"}}", true, &err);
    json_t *a = json_object_get(o, "a");
    assert_string_equal(dct_json_localised(a, "de-AT", "en"), "Hallo");
    assert_string_equal(dct_json_localised(a, "PT-br", "en"), "Oi");
    assert_string_equal(dct_json_localised(a, "fr", "en"), "Hello");
    assert_string_equal(dct_json_localised(a, NULL, "de"), "Hallo");
    assert_string_equal(dct_json_localised(json_object_get(o, "b"), "de", "en"), "plain");
    assert_string_equal(dct_json_localised(json_object_get(o, "c"), "de", "en"), "");
    assert_string_equal(dct_json_localised(json_object_get(o, "d"), "de", "en"), "x");
    assert_string_equal(dct_json_localised(NULL, "de", "en"), "");
    json_decref(o);
}

/* ---- when to come back ---- */

static void test_retry_after(void **state)
{
    (void)state;
    int64_t at;
    assert_true(dct_http_date("Sun, 06 Nov 1994 08:49:37 GMT", &at)); /* RFC 9110, 5.6.7. */
    assert_int_equal(at, 784111777);
    assert_true(dct_http_date("Thu, 29 Feb 2024 23:59:59 GMT", &at));
    assert_int_equal(at, 1709251199);
    static const struct { const char *text; uint32_t wait_s; } cases[] = {
        { "0", 0 }, { "120", 120 }, { "99999999999999999999999999", 3600 }, { "-1", 0 }, { "1.5", 0 }, { "", 0 }, { "soon", 0 },
        { "Sun, 06 Nov 1994 08:50:37 GMT", 60 }, { "Sun, 06 Nov 1994 08:00:00 GMT", 0 }, { "Sun, 06 Nov 2094 08:49:37 GMT", 3600 },
        { "Sunday, 06-Nov-94 08:50:37 GMT", 0 }, { "Sun, 06 Foo 1994 08:50:37 GMT", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(dct_retry_after_s(cases[i].text, 784111777, 3600), cases[i].wait_s);
    assert_int_equal(dct_retry_after_s(NULL, 0, 3600), 0);
}

static void test_backoff(void **state)
{
    (void)state;
    uint64_t chance = 1;
    for (uint32_t tries = 0; tries < 80; tries++) {
        uint64_t cap = tries >= 12 ? 3600000 : 1000ull << tries;
        cap = cap > 3600000 ? 3600000 : cap;
        for (int i = 0; i < 50; i++) {
            chance = chance * 6364136223846793005u + 1442695040888963407u;
            assert_true(dct_backoff_ms(tries, 1000, 3600000, 0, chance) <= cap);
        }
    }
    assert_int_equal(dct_backoff_ms(3, 1000, 3600000, 0, 8000), 8000);
    assert_int_equal(dct_backoff_ms(3, 1000, 3600000, 5000, 0), 5000);
    assert_int_equal(dct_backoff_ms(UINT32_MAX, 0, 0, 0, 99), 0);
    assert_int_equal(dct_backoff_ms(64, 1, UINT64_MAX, 0, UINT64_MAX), UINT64_MAX);
}

static void test_hosts(void **state)
{
    (void)state;
    static const struct { const char *url, *host; } cases[] = {
        { "https://Desk.Example:8443/x", "desk.example" }, { "http://user:pass@a@b.example/", "b.example" },
        { "https://[::1]:80/", "::1" }, { "file:///etc", "" }, { "http://evil.example\\@good.example/", "evil.example" },
        { "smtp://mail.example", "mail.example" }, { "http://a.example?x=@b", "a.example" }, { "http://", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char host[80];
        dct_url_host(cases[i].url, host, sizeof host);
        assert_string_equal(host, cases[i].host);
    }
    assert_true(dct_host_is_loopback("localhost") && dct_host_is_loopback("127.0.0.1") && dct_host_is_loopback("::1"));
    assert_false(dct_host_is_loopback("127.0.0.1.evil.example") || dct_host_is_loopback("localhost.example") ||
                 dct_host_is_loopback("") || dct_host_is_loopback("128.0.0.1"));
    assert_true(dct_range_ok(206, "bytes 7-9/10", 7));
    assert_false(dct_range_ok(206, "bytes 8-9/10", 7) || dct_range_ok(200, "bytes 7-9/10", 7) || dct_range_ok(206, NULL, 7) ||
                 dct_range_ok(206, "bytes 18446744073709551623-9/10", 7) || dct_range_ok(206, "bytes */10", 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_bounds),  cmocka_unit_test(test_reads_never_fail),
        cmocka_unit_test(test_localised),       cmocka_unit_test(test_retry_after), cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
