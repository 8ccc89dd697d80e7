/* Time zones: rules against known instants, files against the C library, hostile bytes. */
#define _POSIX_C_SOURCE 200809L
#include "pack/zone.h"
#include "pack/zone_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const docent_alloc *const alloc = &dct_alloc_default;

static int32_t offset_at(const dct_zone_change *row, uint32_t count, int64_t when)
{
    int32_t offset = row[0].utc_offset_s;
    for (uint32_t i = 0; i < count && row[i].since <= when; i++)
        offset = row[i].utc_offset_s;
    return offset;
}

/* The C library reads the same files with code of its own. */
static int32_t offset_by_libc(int64_t when)
{
    time_t t = (time_t)when;
    struct tm tm;
    assert_non_null(localtime_r(&t, &tm));
    return (int32_t)(dct_zone_date_s(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) + tm.tm_hour * 3600 +
                     tm.tm_min * 60 + tm.tm_sec - when);
}

static void compare_with_libc(const char *name)
{
    dct_zone_change *row;
    uint32_t count;
    docent_error err;
    assert_int_equal(dct_zone_read(alloc, name, &row, &count, &err), DOCENT_OK);
    setenv("TZ", name, 1);
    tzset();
    assert_true(row[0].since == DCT_ZONE_FROM);
    for (uint32_t i = 0; i < count; i++) {
        assert_true(i == 0 || (row[i].since > row[i - 1].since && row[i].utc_offset_s != row[i - 1].utc_offset_s));
        assert_int_equal(offset_by_libc(row[i].since), row[i].utc_offset_s);
        if (i != 0)
            assert_int_equal(offset_by_libc(row[i].since - 1), row[i - 1].utc_offset_s);
    }
    for (int64_t t = DCT_ZONE_FROM; t < DCT_ZONE_TO; t += 86400 * 5 + 3607)
        if (offset_by_libc(t) != offset_at(row, count, t))
            fail_msg("%s differs at %lld", name, (long long)t);
    dct_free(alloc, row, count * sizeof *row);
}

static void files_agree_with_the_c_library(void **state)
{
    (void)state;
    static const char *const names[] = { "Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe",
        "Africa/Casablanca", "Asia/Tokyo", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Chatham", "UTC",
        "Asia/Tehran", "America/Argentina/Buenos_Aires", "Africa/Cairo", "Asia/Gaza", "Etc/GMT+5" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        compare_with_libc(names[i]);
}

static void rules_give_known_instants(void **state)
{
    (void)state;
    dct_zone_rule rule;
    const char *berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    assert_true(dct_zone_rule_parse(berlin, strlen(berlin), &rule));
    assert_int_equal(rule.standard_s, 3600);
    assert_int_equal(rule.summer_s, 7200);
    assert_true(dct_zone_rule_start(&rule, 2026) == 1774746000); /* 2026-03-29 01:00 UTC */
    assert_true(dct_zone_rule_end(&rule, 2026) == 1792890000);   /* 2026-10-25 01:00 UTC */
    const char *odd = "<+0330>-3:30<+0430>,J79/24,J263/24";
    assert_true(dct_zone_rule_parse(odd, strlen(odd), &rule));
    assert_int_equal(rule.standard_s, 12600);
    assert_int_equal(rule.start.day, 79);
    assert_int_equal(rule.start.time_s, 86400);
    static const char *const wrong[] = {
        "", "C1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.0.0,M4.1.0", "CET-168", "<+03-3",
        "CET-1CEST,J0,J3", "CET-1CEST,M3.5.0,M10.5.0/3x", "CET-1CEST,366,1",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (dct_zone_rule_parse(wrong[i], strlen(wrong[i]), &rule))
            fail_msg("'%s' was taken", wrong[i]);
}

static void julian_days_skip_the_leap_day(void **state)
{
    (void)state;
    dct_zone_rule rule;
    const char *text = "AAA0BBB,J60/0,59/0";
    assert_true(dct_zone_rule_parse(text, strlen(text), &rule));
    assert_true(dct_zone_rule_start(&rule, 2024) == dct_zone_date_s(2024, 3, 1));
    assert_true(dct_zone_rule_end(&rule, 2024) == dct_zone_date_s(2024, 2, 29) - 3600);
    assert_true(dct_zone_date_s(2000, 2, 29) == 951782400);
    assert_true(dct_zone_date_s(1970, 1, 1) == 0);
}

static void unknown_names_get_a_suggestion(void **state)
{
    (void)state;
    static const char *const pairs[][2] = { { "Europe/Berln", "'Europe/Berlin'?" }, { "berlin", "'Europe/Berlin'?" },
        { "New York", "'America/New_York'?" }, { "europe/berlin", "'Europe/Berlin'?" }, { "Europe", "time zone" },
        { "../etc/passwd", "unknown" }, { "/etc/localtime", "unknown" }, { "", "unknown" }, { "Europe/", "unknown" },
        { "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", "unknown" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        dct_zone_change *row;
        uint32_t count;
        docent_error err;
        assert_int_equal(dct_zone_read(alloc, pairs[i][0], &row, &count, &err), DOCENT_ERR_MISSING);
        assert_null(row);
        if (strstr(err.message, pairs[i][1]) == NULL)
            fail_msg("%s: %s", pairs[i][0], err.message);
    }
}

static size_t read_berlin(unsigned char *bytes, size_t room)
{
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, room, file);
    fclose(file);
    return size;
}

static void try_bytes(const unsigned char *bytes, size_t size)
{
    dct_zone_change *row;
    uint32_t count;
    docent_error err;
    unsigned char *exact = malloc(size + !size); /* So that a sanitizer sees a read past the end. */
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    docent_status status = dct_zone_parse(alloc, exact, size, &row, &count, &err);
    assert_true((status == DOCENT_OK) == (row != NULL && count != 0));
    dct_free(alloc, row, count * sizeof *row);
    free(exact);
}

static void hostile_bytes_are_refused(void **state)
{
    (void)state;
    unsigned char bytes[8192], copy[8192];
    size_t size = read_berlin(bytes, sizeof bytes);
    for (size_t cut = 0; cut < size; cut++)
        try_bytes(bytes, cut);
    for (size_t at = 0; at < size; at++) {
        memcpy(copy, bytes, size);
        copy[at] ^= (unsigned char)(1u << at % 8);
        try_bytes(copy, size);
        copy[at] = 0xFF;
        try_bytes(copy, size);
    }
    dct_zone_change *row;
    uint32_t count;
    assert_int_equal(dct_zone_parse(alloc, "TZif2", 5, &row, &count, NULL), DOCENT_ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_agree_with_the_c_library), cmocka_unit_test(rules_give_known_instants),
        cmocka_unit_test(julian_days_skip_the_leap_day),  cmocka_unit_test(unknown_names_get_a_suggestion),
        cmocka_unit_test(hostile_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
