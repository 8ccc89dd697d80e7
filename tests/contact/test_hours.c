/* Opening hours: a table of moments and what is true at them. Berlin: UTC+1, UTC+2 in summer. 2026: summer time begins on
 * 29 March at 01:00 UTC and ends on 25 October at 01:00 UTC. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "contact/contact.h"
#include "contact/hours.h"
#include "support/ration.h"

#define COUNT(list) (uint32_t)(sizeof(list) / sizeof *(list))

static dct_hours_row shop[] = {
    { "0", 540, 1080 },        { "1", 540, 1080 },          { "2", 540, 1080 },
    { "2026-12-24", 540, 720 }, { "2026-12-25", 0, 0 },     { "3", 540, 1200 },
    { "4", 540, 1080 },        { "5", 600, 780 },           { "5", 840, 960 },
};
static dct_holiday_row holidays[] = {
    { "2026-12-24", "en", "Christmas Eve" },
    { "2026-12-25", "de", "1. Weihnachtstag" },
    { "2026-12-25", "en", "Christmas Day" },
};
static dct_zone_row berlin[] = {
    { 0, 3600 },          { 1774746000, 7200 }, { 1792890000, 3600 }, { 1806195600, 7200 },
    { 1824944400, 3600 },
};

static dct_contact_rows rows_of(dct_hours_row *hours, uint32_t count)
{
    dct_contact_rows rows = { .hours = hours,
                              .hours_count = count,
                              .holidays = holidays,
                              .holiday_count = COUNT(holidays),
                              .zone = berlin,
                              .zone_count = COUNT(berlin) };
    return rows;
}

/* UTC; its own arithmetic, by counting days one by one. */
static int64_t utc(int year, int month, int day, int hour, int minute)
{
    static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t days = 0;
    for (int y = 1970; y < year; y++)
        days += (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 366 : 365;
    for (int y = year; y < 1970; y++)
        days -= (y % 4 == 0 && y % 100 != 0) || y % 400 == 0 ? 366 : 365;
    for (int m = 1; m < month; m++)
        days += lengths[m - 1] + (m == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0));
    return (days + day - 1) * 86400 + hour * 3600 + minute * 60;
}

static docent_contact at(const dct_contact_rows *rows, int64_t now)
{
    docent_contact c;
    memset(&c, 0, sizeof c);
    dct_hours_at(rows, "en", now, &c);
    assert_true(c.has_hours);
    return c;
}

static void check(const dct_contact_rows *rows, int64_t now, bool open, int64_t change)
{
    docent_contact c = at(rows, now);
    if (c.open != open || c.next_change != change)
        fail_msg("at %lld: open %d, change %lld; wanted %d, %lld", (long long)now, c.open, (long long)c.next_change,
                 open, (long long)change);
}

/* ---- an ordinary week: 16 to 22 November 2026, winter ---- */

static void test_an_ordinary_week(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    check(&rows, utc(2026, 11, 16, 7, 59), false, utc(2026, 11, 16, 8, 0));   /* Monday 08:59 */
    check(&rows, utc(2026, 11, 16, 8, 0), true, utc(2026, 11, 16, 17, 0));    /* 09:00: open at once */
    check(&rows, utc(2026, 11, 16, 16, 59) + 59, true, utc(2026, 11, 16, 17, 0));
    check(&rows, utc(2026, 11, 16, 17, 0), false, utc(2026, 11, 17, 8, 0));   /* 18:00: closed at once */
    check(&rows, utc(2026, 11, 19, 18, 0), true, utc(2026, 11, 19, 19, 0));   /* Thursday is long */
    check(&rows, utc(2026, 11, 21, 12, 30), false, utc(2026, 11, 21, 13, 0)); /* Saturday, between two spans */
    check(&rows, utc(2026, 11, 21, 14, 0), true, utc(2026, 11, 21, 15, 0));
    check(&rows, utc(2026, 11, 21, 15, 0), false, utc(2026, 11, 23, 8, 0));   /* over Sunday */
}

static void test_what_is_told_of_the_next_change(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    docent_contact c = at(&rows, utc(2026, 11, 21, 15, 0));
    assert_int_equal(c.next_weekday, 0);
    assert_int_equal(c.next_min, 540);
    assert_int_equal(c.next_days, 2);
    assert_int_equal(c.utc_offset_s, 3600);
    c = at(&rows, utc(2026, 11, 16, 23, 30)); /* 00:30 on Tuesday at the shop. */
    assert_int_equal(c.next_days, 0);
    assert_int_equal(c.next_weekday, 1);
}

static void test_seven_days(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    docent_contact c = at(&rows, utc(2026, 12, 22, 23, 30)); /* Wednesday the 23rd, 00:30 at the shop. */
    assert_int_equal(c.days[0].weekday, 2);
    assert_int_equal(c.days[0].day, 23);
    assert_int_equal(c.days[0].month, 12);
    assert_int_equal(c.days[0].year, 2026);
    assert_string_equal(c.days[0].holiday, "");
    assert_string_equal(c.days[1].holiday, "Christmas Eve");
    assert_int_equal(c.days[1].span_count, 1);
    assert_int_equal(c.days[1].to_min[0], 720);
    assert_string_equal(c.days[2].holiday, "Christmas Day");
    assert_int_equal(c.days[2].span_count, 0);
    assert_int_equal(c.days[3].span_count, 2);
    assert_int_equal(c.days[3].from_min[1], 840);
    assert_int_equal(c.days[4].span_count, 0);
    assert_int_equal(c.days[6].day, 29);
    assert_int_equal(c.days[6].weekday, 1);
}

static void test_holidays(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    check(&rows, utc(2026, 12, 24, 10, 59), true, utc(2026, 12, 24, 11, 0)); /* Thursday, but closes at 12. */
    check(&rows, utc(2026, 12, 24, 11, 0), false, utc(2026, 12, 26, 9, 0));
    check(&rows, utc(2026, 12, 25, 10, 0), false, utc(2026, 12, 26, 9, 0));
    docent_contact c;
    memset(&c, 0, sizeof c);
    dct_hours_at(&rows, "de-AT", utc(2026, 12, 25, 10, 0), &c);
    assert_string_equal(c.days[0].holiday, "1. Weihnachtstag");
}

/* ---- the clocks' change ---- */

static dct_hours_row at_night[] = { { "5", 1320, 150 }, { "6", 150, 360 } }; /* Sat 22:00-02:30, Sun 02:30-06:00 */

static void test_clocks_go_forward(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    check(&rows, utc(2026, 3, 28, 14, 59), true, utc(2026, 3, 28, 15, 0));  /* Saturday in winter time */
    check(&rows, utc(2026, 3, 28, 15, 0), false, utc(2026, 3, 30, 7, 0));   /* Monday in summer time: an hour earlier */
    check(&rows, utc(2026, 3, 30, 7, 0), true, utc(2026, 3, 30, 16, 0));
    rows = rows_of(at_night, 1);
    check(&rows, utc(2026, 3, 28, 22, 0), true, utc(2026, 3, 29, 1, 0));    /* 02:30 does not exist: 03:00 it is */
    check(&rows, utc(2026, 3, 29, 1, 0), false, utc(2026, 4, 4, 20, 0));
}

static void test_clocks_go_back(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    check(&rows, utc(2026, 10, 24, 13, 0), true, utc(2026, 10, 24, 14, 0)); /* Saturday in summer time */
    check(&rows, utc(2026, 10, 24, 14, 0), false, utc(2026, 10, 26, 8, 0)); /* Monday in winter time */
    rows = rows_of(at_night, 1);
    check(&rows, utc(2026, 10, 24, 21, 0), true, utc(2026, 10, 25, 1, 30)); /* 02:30 comes twice: the second closes */
    rows = rows_of(at_night + 1, 1);
    check(&rows, utc(2026, 10, 25, 0, 29), false, utc(2026, 10, 25, 0, 30)); /* ... and the first opens */
    rows = rows_of(at_night, 2);
    check(&rows, utc(2026, 10, 24, 21, 0), true, utc(2026, 10, 25, 5, 0));  /* neighbours are one */
}

/* ---- odd hours ---- */

static void test_over_midnight(void **state)
{
    (void)state;
    dct_hours_row bar[] = { { "4", 1200, 180 }, { "5", 1200, 1440 }, { "6", 0, 120 } };
    dct_contact_rows rows = rows_of(bar, COUNT(bar));
    check(&rows, utc(2026, 11, 20, 23, 30), true, utc(2026, 11, 21, 2, 0)); /* Saturday 00:30, of Friday */
    check(&rows, utc(2026, 11, 21, 2, 0), false, utc(2026, 11, 21, 19, 0));
    check(&rows, utc(2026, 11, 21, 20, 0), true, utc(2026, 11, 22, 1, 0));  /* 20-24 and 0-2 are one */
    docent_contact c = at(&rows, utc(2026, 11, 20, 12, 0));
    assert_int_equal(c.days[0].from_min[0], 1200);
    assert_int_equal(c.days[0].to_min[0], 180);
    assert_int_equal(c.days[1].to_min[0], 1440);
}

static void test_a_holiday_does_not_end_the_night_before(void **state)
{
    (void)state;
    dct_hours_row bar[] = { { "3", 1200, 180 }, { "4", 1200, 180 }, { "2026-12-25", 0, 0 } };
    dct_contact_rows rows = rows_of(bar, COUNT(bar));
    check(&rows, utc(2026, 12, 25, 1, 0), true, utc(2026, 12, 25, 2, 0)); /* 25 Dec is a Friday */
    check(&rows, utc(2026, 12, 25, 20, 0), false, utc(2026, 12, 31, 19, 0));
}

static void test_always_and_never(void **state)
{
    (void)state;
    dct_hours_row always[] = { { "0", 0, 1440 }, { "1", 0, 1440 }, { "2", 0, 1440 }, { "3", 0, 1440 },
                               { "4", 0, 1440 }, { "5", 0, 1440 }, { "6", 0, 1440 } };
    dct_hours_row never[] = { { "2026-12-25", 0, 0 } };
    dct_contact_rows rows = rows_of(always, COUNT(always));
    check(&rows, utc(2026, 3, 29, 1, 0), true, 0);
    rows = rows_of(never, COUNT(never));
    check(&rows, utc(2026, 3, 29, 1, 0), false, 0);
}

static void test_not_foretold_for_ever(void **state)
{
    (void)state;
    dct_hours_row once[] = { { "2026-06-30", 600, 660 } };
    dct_contact_rows rows = rows_of(once, COUNT(once));
    check(&rows, utc(2026, 6, 16, 7, 59), false, 0);
    check(&rows, utc(2026, 6, 16, 8, 0), false, utc(2026, 6, 30, 8, 0)); /* 14 days before */
}

static void test_far_years(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    check(&rows, utc(1970, 1, 1, 8, 0), true, utc(1970, 1, 1, 19, 0));   /* A Thursday. */
    check(&rows, utc(1969, 12, 29, 7, 0), false, utc(1969, 12, 29, 8, 0));
    check(&rows, utc(2099, 12, 28, 8, 0), true, utc(2099, 12, 28, 17, 0)); /* A Monday. */
    docent_contact c = at(&rows, utc(2096, 2, 29, 12, 0));
    assert_int_equal(c.days[0].day, 29);
    assert_int_equal(c.days[1].day, 1);
    assert_int_equal(c.days[1].month, 3);
    c = at(&rows, utc(2099, 12, 31, 12, 0));
    assert_int_equal(c.days[1].year, 2100);
    assert_int_equal(c.days[0].weekday, 3);
    (void)at(&rows, DCT_HOURS_MIN);
    (void)at(&rows, DCT_HOURS_MAX);
}

/* Whatever moment it is: `open` turns at next_change, and not before. */
static void test_changes_are_where_they_are_told(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    for (int64_t now = utc(2026, 1, 1, 0, 0); now < utc(2027, 2, 1, 0, 0);) {
        docent_contact c = at(&rows, now);
        assert_true(c.next_change > now);
        assert_int_equal(at(&rows, c.next_change - 1).open, c.open);
        assert_int_equal(at(&rows, c.next_change).open, !c.open);
        now = c.next_change;
    }
}

/* ---- the whole contact ---- */

static dct_contact_value values[] = { { "email", "", "help@harbour.example" },
                                      { "phone", "", "+49 30 5550 1490" },
                                      { "phone_note", "de", "Kostenfrei" },
                                      { "phone_note", "en", "Free of charge" },
                                      { "time_zone", "", "Europe/Berlin" } };

static void test_texts_in_the_readers_language(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    docent_contact *c;
    rows.values = values;
    rows.value_count = COUNT(values);
    assert_int_equal(dct_contact_make(&dct_alloc_default, &rows, "de", "en", utc(2026, 12, 25, 9, 0), &c, NULL), 0);
    assert_string_equal(c->phone_note, "Kostenfrei");
    assert_string_equal(c->phone, "+49 30 5550 1490");
    assert_string_equal(c->url, "");
    assert_string_equal(c->days[0].holiday, "1. Weihnachtstag");
    docent_contact_close(c);
    assert_int_equal(dct_contact_make(&dct_alloc_default, &rows, "ar", "en", 0, &c, NULL), 0);
    assert_string_equal(c->phone_note, "Free of charge");
    docent_contact_close(c);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    dct_contact_rows rows = rows_of(shop, COUNT(shop));
    docent_contact *c;
    docent_error err;
    assert_int_equal(dct_contact_make(&dct_alloc_default, &rows, "de", "en", 0, &c, &err), DOCENT_ERR_MISSING);
    rows.values = values;
    rows.value_count = COUNT(values);
    assert_int_equal(dct_contact_make(&dct_alloc_default, &rows, "de", "en", INT64_MAX, &c, &err), DOCENT_ERR_ARG);
    assert_int_equal(dct_contact_make(&dct_alloc_default, &rows, "de", "en", INT64_MIN, &c, &err), DOCENT_ERR_ARG);
    assert_null(c);
    test_ration r = { .fail_at = 0 };
    docent_alloc alloc = test_ration_alloc(&r);
    assert_int_equal(dct_contact_make(&alloc, &rows, "de", "en", 0, &c, &err), DOCENT_ERR_NOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_ordinary_week),
        cmocka_unit_test(test_what_is_told_of_the_next_change),
        cmocka_unit_test(test_seven_days),
        cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_clocks_go_forward),
        cmocka_unit_test(test_clocks_go_back),
        cmocka_unit_test(test_over_midnight),
        cmocka_unit_test(test_a_holiday_does_not_end_the_night_before),
        cmocka_unit_test(test_always_and_never),
        cmocka_unit_test(test_not_foretold_for_ever),
        cmocka_unit_test(test_far_years),
        cmocka_unit_test(test_changes_are_where_they_are_told),
        cmocka_unit_test(test_texts_in_the_readers_language),
        cmocka_unit_test(test_what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
