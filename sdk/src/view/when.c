/* Moments in words, by the clocks of whoever answers: "today 14:00", "Tuesday 9:30", "3 October 2026". The device's own time
 * zone is asked nowhere: a kiosk's is often wrong, and the promise is the shop's. */
#include "when.h"

#include <stdlib.h>

#define DAY_S 86400

typedef struct date { int32_t year; uint32_t month, day; } date;

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static uint32_t month_days(int32_t year, uint32_t month)
{
    static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u);
}

/* days: since 1970-01-01, not negative. */
static date date_of(int64_t days)
{
    date d = { 1970, 1, 1 };
    for (; days >= (is_leap(d.year) ? 366 : 365) && d.year < 9999; d.year++)
        days -= is_leap(d.year) ? 366 : 365;
    for (; d.month < 12 && days >= month_days(d.year, d.month); d.month++)
        days -= month_days(d.year, d.month);
    d.day = 1 + (uint32_t)days;
    return d;
}

const char *dct_date_text(dct_build *b, int32_t year, uint32_t month, uint32_t day)
{
    static const char *const months[12] = {
        DCT_MSG("{0} January"), DCT_MSG("{0} February"), DCT_MSG("{0} March"), DCT_MSG("{0} April"), DCT_MSG("{0} May"),
        DCT_MSG("{0} June"), DCT_MSG("{0} July"), DCT_MSG("{0} August"), DCT_MSG("{0} September"), DCT_MSG("{0} October"),
        DCT_MSG("{0} November"), DCT_MSG("{0} December") };
    const char *of_year = dct_tr_fill(b, months[(month + 11) % 12], dct_number(b, day), NULL);
    return dct_tr_fill(b, "{0} {1}", of_year, dct_number(b, (uint32_t)year));
}

const char *dct_date_text_of(dct_build *b, const char *iso)
{
    char *rest;
    long year = strtol(iso, &rest, 10), month = *rest == '-' ? strtol(rest + 1, &rest, 10) : 0;
    long day = *rest == '-' ? strtol(rest + 1, &rest, 10) : 0;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return "";
    return dct_date_text(b, (int32_t)year, (uint32_t)month, (uint32_t)day);
}

/* Offsets change with the hour at most. */
static int64_t offset_at(dct_build *b, int64_t unix_s)
{
    if (b->offset_hour != unix_s / 3600) {
        b->offset_hour = unix_s / 3600;
        b->offset_s = dct_contact_offset_s(b->content, unix_s);
    }
    return b->offset_s;
}

static int64_t local(dct_build *b, int64_t unix_s)
{
    int64_t at = unix_s + offset_at(b, unix_s);
    return at < 0 ? 0 : at;
}

const char *dct_clock_text(dct_build *b, int64_t unix_s)
{
    int64_t minutes = local(b, unix_s) % DAY_S / 60;
    const char *text = dct_arena_format(b->arena, "%u:%02u", (unsigned)(minutes / 60), (unsigned)(minutes % 60));
    return text == NULL ? "" : text;
}

const char *dct_day_text(dct_build *b, int64_t unix_s)
{
    int64_t day = local(b, unix_s) / DAY_S, today = local(b, b->content->unix_s) / DAY_S;
    date d = date_of(day);
    if (day == today)
        return dct_tr(b, "today");
    if (day == today + 1)
        return dct_tr(b, "tomorrow");
    if (day == today - 1)
        return dct_tr(b, "yesterday");
    if (llabs(day - today) < 7)
        return dct_weekday(b, (uint32_t)((day + 3) % 7));
    return dct_date_text(b, d.year, d.month, d.day);
}

const char *dct_when(dct_build *b, int64_t unix_s)
{
    return dct_tr_fill(b, "{0}, {1}", dct_day_text(b, unix_s), dct_clock_text(b, unix_s));
}

const char *dct_span_text(dct_build *b, uint32_t seconds)
{
    uint32_t minutes = (seconds + 30) / 60, hours = (seconds + 1800) / 3600, days = (seconds + DAY_S / 2) / DAY_S;
    if (minutes < 90)
        return dct_tr_fill(b, "{0} min", dct_number(b, minutes < 1 ? 1 : minutes), NULL);
    if (hours < 48)
        return dct_tr_fill(b, "{0} h", dct_number(b, hours), NULL);
    return dct_tr_fill(b, "{0} days", dct_number(b, days), NULL);
}
