/*   shop's clock   |--Mon-----------|--Tue-----------|--Wed---    days, each with up to four spans of minutes
 *                      ####  ####    ####        ####+##          a span may cross midnight
 *   UTC             ...[    )[   )...[   )......[      )...       intervals, sorted, overlapping ones joined
 *                              ^now        ^next_change
 *
 * The clocks' change: a time that does not exist (the clock jumps over it) is the moment of the jump; of a time that comes
 * twice, a shop opens at the first and closes at the second, so that nobody who reads its hours stands before a closed
 * door. */
#include "hours.h"

#include "../store/language.h"

#include <stdio.h>
#include <string.h>

#define DAY_S 86400
#define DAYS_BACK 2    /* A span of the day before may still run; the joining looks at one more. */
#define DAYS_AHEAD 16  /* next_change is told for 14 days. */
#define FORETOLD_S (14 * (int64_t)DAY_S)
#define SPANS 4
#define INTERVALS ((DAYS_BACK + DAYS_AHEAD + 1) * SPANS)

/* ---- the calendar ---- */

typedef struct date {
    int32_t year;
    uint8_t month, day;
} date;

/* Days from 0001-01-01 to the first of January of `year` >= 1. */
static int64_t days_before(int64_t year)
{
    int64_t y = year - 1;
    return 365 * y + y / 4 - y / 100 + y / 400;
}

#define EPOCH_DAYS 719162 /* days_before(1970) */

static bool leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* day: since 1970-01-01, not before the year 1. */
static date date_of(int64_t day)
{
    static const uint8_t lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int64_t days = day + EPOCH_DAYS, year = days / 366 + 1;
    while (days_before(year + 1) <= days)
        year++;
    int64_t rest = days - days_before(year);
    int month = 0;
    for (; month < 11; month++) {
        int length = lengths[month] + (month == 1 && leap(year) ? 1 : 0);
        if (rest < length)
            break;
        rest -= length;
    }
    return (date){ (int32_t)year, (uint8_t)(month + 1), (uint8_t)(rest + 1) };
}

/* 0 is Monday. 1970-01-01 was a Thursday. */
static uint8_t weekday_of(int64_t day)
{
    return (uint8_t)(((day + 3) % 7 + 7) % 7);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && a % b < 0);
}

/* ---- the zone ---- */

static int64_t offset_at(const dct_contact_rows *rows, int64_t moment)
{
    int64_t offset = rows->zone[0].utc_offset_s;
    for (uint32_t i = 0; i < rows->zone_count && rows->zone[i].since <= moment; i++)
        offset = rows->zone[i].utc_offset_s;
    return offset;
}

/* The moment at which the shop's clock shows `local` (seconds since 1970 as if it were UTC). */
static int64_t moment_of(const dct_contact_rows *rows, int64_t local, bool last)
{
    int64_t found = 0;
    bool any = false;
    for (uint32_t i = 0; i < rows->zone_count; i++) {
        const dct_zone_row *z = &rows->zone[i];
        int64_t moment = local - z->utc_offset_s;
        bool begun = i == 0 || moment >= z->since;
        bool over = i + 1 < rows->zone_count && moment >= z[1].since;
        if (begun && !over && (!any || last)) {
            found = moment;
            any = true;
        }
        if (i > 0 && !any && local < z->since + z->utc_offset_s)
            return z->since; /* The clock jumped over it. */
    }
    return found;
}

/* ---- the hours of a day ---- */

typedef struct span {
    uint32_t from_min, to_min; /* to may be on the next day: up to 2880. */
} span;

static uint32_t spans_named(const dct_contact_rows *rows, const char *day, span spans[SPANS], bool *named)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < rows->hours_count; i++) {
        const dct_hours_row *h = &rows->hours[i];
        if (strcmp(h->day, day) != 0)
            continue;
        *named = true;
        if ((h->from_min == 0 && h->to_min == 0) || count == SPANS)
            continue; /* "Closed all that day". */
        spans[count++] = (span){ h->from_min, h->to_min + (h->to_min <= h->from_min ? 1440 : 0) };
    }
    return count;
}

static void name_of_date(date d, char out[24])
{
    snprintf(out, 24, "%04d-%02u-%02u", (int)d.year, (unsigned)d.month, (unsigned)d.day);
}

/* What is said for a date goes before what is said for its day of the week. */
static uint32_t spans_of(const dct_contact_rows *rows, int64_t day, span spans[SPANS])
{
    char name[24];
    bool named = false;
    name_of_date(date_of(day), name);
    uint32_t count = spans_named(rows, name, spans, &named);
    if (named)
        return count;
    name[0] = (char)('0' + weekday_of(day));
    name[1] = 0;
    return spans_named(rows, name, spans, &named);
}

/* ---- intervals ---- */

typedef struct interval {
    int64_t from, to;
} interval;

/* Keeps the list sorted by `from`. */
static void insert(interval *list, uint32_t *count, interval new)
{
    uint32_t i = (*count)++;
    for (; i > 0 && list[i - 1].from > new.from; i--)
        list[i] = list[i - 1];
    list[i] = new;
}

static uint32_t join(interval *list, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept > 0 && list[i].from <= list[kept - 1].to) {
            if (list[i].to > list[kept - 1].to)
                list[kept - 1].to = list[i].to;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static uint32_t intervals_around(const dct_contact_rows *rows, int64_t today, interval list[INTERVALS])
{
    uint32_t count = 0;
    for (int64_t day = today - DAYS_BACK; day <= today + DAYS_AHEAD; day++) {
        span spans[SPANS];
        uint32_t n = day < -EPOCH_DAYS ? 0 : spans_of(rows, day, spans);
        for (uint32_t i = 0; i < n; i++) {
            int64_t midnight = day * DAY_S;
            interval new = { moment_of(rows, midnight + (int64_t)spans[i].from_min * 60, false),
                             moment_of(rows, midnight + (int64_t)spans[i].to_min * 60, true) };
            if (new.from < new.to)
                insert(list, &count, new);
        }
    }
    return join(list, count);
}

/* ---- what is said ---- */

static void say_next_change(const dct_contact_rows *rows, int64_t now, int64_t today, docent_contact *out)
{
    interval list[INTERVALS];
    uint32_t count = intervals_around(rows, today, list), i = 0;
    while (i < count && list[i].to <= now)
        i++;
    out->open = i < count && list[i].from <= now;
    int64_t change = i == count ? 0 : out->open ? list[i].to : list[i].from;
    if (i == count || change - now > FORETOLD_S)
        return;
    int64_t local = change + offset_at(rows, change), day = floor_div(local, DAY_S);
    out->next_change = change;
    out->next_weekday = weekday_of(day);
    out->next_min = (uint16_t)((local - day * DAY_S) / 60);
    out->next_days = (uint32_t)(day - today);
}

static const char *holiday_on(const dct_contact_rows *rows, const char *day, const char *locale)
{
    const char *name = "";
    int best = -1;
    for (uint32_t i = 0; i < rows->holiday_count; i++) {
        const dct_holiday_row *h = &rows->holidays[i];
        int nearness = strcmp(h->day, day) != 0 ? -1 : dct_language_nearness(locale, h->lang);
        if (nearness > best) {
            best = nearness;
            name = h->name;
        }
    }
    return name;
}

static void say_day(const dct_contact_rows *rows, const char *locale, int64_t day, docent_hours_day *out)
{
    span spans[SPANS];
    char name[24];
    date d = date_of(day);
    name_of_date(d, name);
    out->weekday = weekday_of(day);
    out->year = d.year;
    out->month = d.month;
    out->day = d.day;
    out->holiday = holiday_on(rows, name, locale);
    out->span_count = spans_of(rows, day, spans);
    for (uint32_t i = 0; i < out->span_count; i++) {
        out->from_min[i] = (uint16_t)spans[i].from_min;
        out->to_min[i] = (uint16_t)(spans[i].to_min > 1440 ? spans[i].to_min - 1440 : spans[i].to_min);
    }
}

void dct_hours_at(const dct_contact_rows *rows, const char *locale, int64_t now, docent_contact *out)
{
    out->has_hours = rows->hours_count > 0 && rows->zone_count > 0;
    if (!out->has_hours)
        return;
    out->utc_offset_s = offset_at(rows, now);
    int64_t today = floor_div(now + out->utc_offset_s, DAY_S);
    if (today < -EPOCH_DAYS)
        today = -EPOCH_DAYS;
    say_next_change(rows, now, today, out);
    for (uint32_t i = 0; i < 7; i++)
        say_day(rows, locale, today + i, &out->days[i]);
}

/* ---- promises ---- */

#define WINDOW_DAYS 14
#define WINDOWS 27 /* A year. */

/* Seconds of [from, to) that are still needed are taken off *open_s; the moment they are used up, or 0. */
static int64_t spend(const interval *list, uint32_t count, int64_t from, int64_t to, int64_t *open_s)
{
    for (uint32_t i = 0; i < count && list[i].from < to; i++) {
        int64_t begin = list[i].from > from ? list[i].from : from, end = list[i].to < to ? list[i].to : to;
        if (end <= begin)
            continue;
        if (end - begin >= *open_s)
            return begin + *open_s;
        *open_s -= end - begin;
    }
    return 0;
}

int64_t dct_hours_after(const dct_contact_rows *rows, int64_t from, int64_t open_s)
{
    if (rows->hours_count == 0 || rows->zone_count == 0)
        return from + open_s;
    for (int i = 0; i < WINDOWS; i++) {
        interval list[INTERVALS];
        uint32_t count = intervals_around(rows, floor_div(from + offset_at(rows, from), DAY_S), list);
        int64_t moment = spend(list, count, from, from + WINDOW_DAYS * DAY_S, &open_s);
        if (moment != 0)
            return moment;
        from += WINDOW_DAYS * DAY_S;
    }
    return 0;
}
