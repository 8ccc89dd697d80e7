/* POSIX TZ strings as RFC 8536 extends them (times from -167 to 167 hours), and the instants they name. */
#include "zone_rule.h"

#include <string.h>

typedef struct cursor {
    const char *p, *end;
    bool        bad;
} cursor;

static bool take(cursor *c, char wanted)
{
    if (c->p == c->end || *c->p != wanted)
        return false;
    c->p++;
    return true;
}

static int take_number(cursor *c, int max)
{
    int value = 0;
    const char *start = c->p;
    while (c->p < c->end && *c->p >= '0' && *c->p <= '9' && value <= max)
        value = value * 10 + (*c->p++ - '0');
    if (c->p == start || value > max)
        c->bad = true;
    return value;
}

/* [+-]hh[:mm[:ss]] */
static int32_t take_time(cursor *c)
{
    int sign = take(c, '-') ? -1 : 1;
    if (sign == 1)
        take(c, '+');
    int32_t seconds = take_number(c, 167) * 3600;
    if (take(c, ':'))
        seconds += take_number(c, 59) * 60;
    if (take(c, ':'))
        seconds += take_number(c, 59);
    return sign * seconds;
}

/* CET or <+0330>: only its length matters. */
static void take_name(cursor *c)
{
    const char *start = c->p;
    bool quoted = take(c, '<');
    while (c->p < c->end && (quoted ? *c->p != '>' : (*c->p | 0x20) >= 'a' && (*c->p | 0x20) <= 'z'))
        c->p++;
    if (quoted && !take(c, '>'))
        c->bad = true;
    if (c->p - start < 3)
        c->bad = true;
}

static dct_zone_day take_day(cursor *c)
{
    dct_zone_day day = { .kind = DCT_ZONE_ORDINAL, .time_s = 7200 };
    if (!take(c, ','))
        c->bad = true;
    if (take(c, 'M')) {
        day.kind = DCT_ZONE_MONTH_WEEK;
        day.month = take_number(c, 12);
        c->bad |= !take(c, '.');
        day.week = take_number(c, 5);
        c->bad |= !take(c, '.');
        day.weekday = take_number(c, 6);
        c->bad |= day.month < 1 || day.week < 1;
    } else {
        if (take(c, 'J'))
            day.kind = DCT_ZONE_JULIAN;
        day.day = take_number(c, 365);
        c->bad |= day.kind == DCT_ZONE_JULIAN && day.day < 1;
    }
    if (take(c, '/'))
        day.time_s = take_time(c);
    return day;
}

bool dct_zone_rule_parse(const char *text, size_t size, dct_zone_rule *out)
{
    cursor c = { text, text + size, false };
    memset(out, 0, sizeof *out);
    take_name(&c);
    out->standard_s = -take_time(&c); /* POSIX counts west as positive. */
    if (c.bad || c.p == c.end)
        return !c.bad;
    take_name(&c);
    out->summer_s = out->standard_s + 3600;
    if (c.p < c.end && *c.p != ',')
        out->summer_s = -take_time(&c);
    out->has_summer = true;
    out->start = take_day(&c);
    out->end = take_day(&c);
    return !c.bad && c.p == c.end;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01 by counting in years that begin in March, so that the leap day comes last. */
int64_t dct_zone_date_s(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era_year = y - y / 400 * 400;
    int64_t month_days = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
    int64_t days = y / 400 * 146097 + era_year * 365 + era_year / 4 - era_year / 100 + month_days + day - 1 - 719468;
    return days * 86400;
}

static int month_length(int year, int month)
{
    static const unsigned char lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/* Local midnight of the rule's day, as if local time were UTC. */
static int64_t day_s(const dct_zone_day *day, int year)
{
    if (day->kind == DCT_ZONE_ORDINAL)
        return dct_zone_date_s(year, 1, 1) + day->day * 86400ll;
    if (day->kind == DCT_ZONE_JULIAN)
        return dct_zone_date_s(year, 1, 1) + (day->day - 1 + (day->day >= 60 && is_leap(year))) * 86400ll;
    int64_t first = dct_zone_date_s(year, day->month, 1);
    int first_weekday = (int)((first / 86400 + 4) % 7); /* 1970-01-01 was a Thursday. */
    int date = 1 + (day->weekday - first_weekday + 7) % 7 + (day->week - 1) * 7;
    while (date > month_length(year, day->month))
        date -= 7;
    return dct_zone_date_s(year, day->month, date);
}

int64_t dct_zone_rule_start(const dct_zone_rule *rule, int year)
{
    return day_s(&rule->start, year) + rule->start.time_s - rule->standard_s;
}

int64_t dct_zone_rule_end(const dct_zone_rule *rule, int year)
{
    return day_s(&rule->end, year) + rule->end.time_s - rule->summer_s;
}
