/* Addresses: every form there is reads, writes back the same, and everything else is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/address.h"

static void check_round_trip(const char *text, dct_page page, const char *id, const char *anchor, const char *query)
{
    dct_address a;
    dct_buf buf;
    assert_true(dct_address_parse(text, &a));
    assert_int_equal(a.page, page);
    assert_string_equal(a.id, id);
    assert_string_equal(a.anchor, anchor);
    assert_string_equal(a.query, query);
    dct_buf_init(&buf, &dct_alloc_default, 8192);
    dct_address_format(&a, &buf);
    assert_string_equal(dct_buf_text(&buf), text);
    dct_buf_close(&buf);
}

static void every_form_reads_and_writes(void **state)
{
    (void)state;
    check_round_trip("home", DCT_PAGE_HOME, "", "", "");
    check_round_trip("toc", DCT_PAGE_TOC, "", "", "");
    check_round_trip("toc/Arduino%20Cloud/IoT", DCT_PAGE_TOC, "Arduino Cloud/IoT", "", "");
    check_round_trip("search?q=", DCT_PAGE_SEARCH, "", "", "");
    check_round_trip("search?q=no%20ink%3F", DCT_PAGE_SEARCH, "", "", "no ink?");
    check_round_trip("article/wifi-setup", DCT_PAGE_ARTICLE, "wifi-setup", "", "");
    check_round_trip("article/wifi-setup#step-3", DCT_PAGE_ARTICLE, "wifi-setup", "step-3", "");
    check_round_trip("steps/a#step-2", DCT_PAGE_STEPS, "a", "step-2", "");
    check_round_trip("fix/no-sound#volume", DCT_PAGE_FIX, "no-sound", "volume", "");
    check_round_trip("contact", DCT_PAGE_CONTACT, "", "", "");
    check_round_trip("contact/ticket", DCT_PAGE_TICKET, "", "", "");
    check_round_trip("contact/chat", DCT_PAGE_CHAT, "", "", "");
    check_round_trip("contact/callback", DCT_PAGE_CALLBACK, "", "", "");
    check_round_trip("contact/requests", DCT_PAGE_REQUESTS, "", "", "");
    check_round_trip("contact/request/0190-7a", DCT_PAGE_REQUEST, "0190-7a", "", "");
    check_round_trip("contact/claim", DCT_PAGE_CLAIM, "", "", "");
    check_round_trip("bookmarks", DCT_PAGE_BOOKMARKS, "", "", "");
    check_round_trip("settings", DCT_PAGE_SETTINGS, "", "", "");
    check_round_trip("ask", DCT_PAGE_ASK, "", "", "");
    check_round_trip("ask?q=no%20ink%3F", DCT_PAGE_ASK, "", "", "no ink?");
}

static void other_scripts_are_encoded(void **state)
{
    (void)state;
    check_round_trip("search?q=%D8%AD%D8%A8%D8%B1", DCT_PAGE_SEARCH, "", "", "\xD8\xAD\xD8\xA8\xD8\xB1");
    dct_address a;
    assert_true(dct_address_parse("search?q=\xD8\xAD\xD8\xA8\xD8\xB1", &a));
    assert_string_equal(a.query, "\xD8\xAD\xD8\xA8\xD8\xB1");
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "Home", "homes", "home/x", "article", "article/", "article/#x", "fix", "steps", "search/x", "search?x=1",
        "contact/fax", "contact/", "contact/request", "contact/request/", "contact/requests/2", "contact/claim/1", "settings/2", "ask/2", "ask?", "asks", "article/%00", "article/%FF", "article/a%0Ab", "http://example.com", "/", "#",
    };
    dct_address a;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (dct_address_parse(wrong[i], &a))
            fail_msg("\"%s\" was taken for an address", wrong[i]);
}

static void too_long_is_refused(void **state)
{
    (void)state;
    char text[4000];
    dct_address a;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    memcpy(text, "article/", 8);
    assert_false(dct_address_parse(text, &a));
    text[8 + 257] = 0; /* One byte more than an id may have. */
    assert_false(dct_address_parse(text, &a));
    text[8 + 256] = 0;
    assert_true(dct_address_parse(text, &a));
}

static void any_bytes_are_answered(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[40];
        dct_address a;
        static const char *const heads[] = { "article/", "fix/", "search?q=", "toc/", "" };
        strcpy(text, heads[round % 5]);
        size_t n = strlen(text);
        for (size_t i = 0; i < 20; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[n++] = (char)(seed >> 24);
        }
        text[n] = 0;
        if (dct_address_parse(text, &a)) {
            dct_buf buf;
            dct_address b;
            dct_buf_init(&buf, &dct_alloc_default, 8192);
            dct_address_format(&a, &buf);
            assert_true(dct_address_parse(dct_buf_text(&buf), &b));
            assert_string_equal(a.id, b.id);
            assert_string_equal(a.query, b.query);
            assert_string_equal(a.anchor, b.anchor);
            dct_buf_close(&buf);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_reads_and_writes), cmocka_unit_test(other_scripts_are_encoded),
        cmocka_unit_test(what_is_no_address_is_refused), cmocka_unit_test(too_long_is_refused),
        cmocka_unit_test(any_bytes_are_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
