/* `contact` in help.yaml: ways to a person, opening hours by weekday, and the days that are different. */
#include "settings.h"

#include "desk.h"

#include <string.h>

static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
#define MAX_SPANS 4       /* What docent_hours_day holds. */
#define MAX_HOLIDAYS 1000 /* Twenty years of them. */

static bool two_digits(const char *text, unsigned *out)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *out = (unsigned)(text[0] - '0') * 10 + (unsigned)(text[1] - '0');
    return true;
}

/* "09:30" -> 570; "24:00" is the end of the day. */
static bool clock_time(const char *text, unsigned *out)
{
    unsigned hour, minute;
    if (strlen(text) < 5 || !two_digits(text, &hour) || text[2] != ':' || !two_digits(text + 3, &minute))
        return false;
    *out = hour * 60 + minute;
    return minute < 60 && *out <= 1440;
}

static bool read_span(const char *text, unsigned *from, unsigned *to)
{
    return strlen(text) == 11 && clock_time(text, from) && text[5] == '-' && clock_time(text + 6, to) && *from < *to;
}

static bool add_hours(dct_arena *arena, const char *day, unsigned from, unsigned to, dct_open_hours ***end)
{
    dct_open_hours *h = dct_arena_new(arena, sizeof *h);
    if (h == NULL)
        return false;
    *h = (dct_open_hours){ day, from, to, NULL };
    **end = h;
    *end = &h->next;
    return true;
}

/* The spans of one day: "09:00-18:00", or a list of such. Returns how many were good. */
static unsigned read_day(dct_arena *arena, const dct_yaml *node, const char *day, dct_diag *diag, dct_open_hours ***end)
{
    unsigned count = 0, last = 0;
    for (const dct_mention *m = dct_mentions_read(arena, node, diag); m != NULL; m = m->next) {
        unsigned from, to;
        if (strcmp(m->text, "closed") == 0 && m->next == NULL && count == 0)
            return 0;
        if (!read_span(m->text, &from, &to))
            dct_diag_fault(diag, m->place, "opening hours are written 09:00-18:00, not \"%s\"", m->text);
        else if (count > 0 && from < last)
            dct_diag_fault(diag, m->place, "%s begins before the span before it ends", m->text);
        else if (count == MAX_SPANS)
            dct_diag_fault(diag, m->place, "a day has at most %d spans", MAX_SPANS);
        else if (add_hours(arena, day, from, to, end)) {
            last = to;
            count++;
        }
    }
    return count;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month < 1 || month > 12 ? 0 : length[month - 1] + (month == 2 && leap);
}

static bool is_date(const char *text)
{
    unsigned century, year, month, day;
    return strlen(text) == 10 && two_digits(text, &century) && two_digits(text + 2, &year) && text[4] == '-' &&
           two_digits(text + 5, &month) && text[7] == '-' && two_digits(text + 8, &day) && day >= 1 &&
           day <= days_of(century * 100 + year, month);
}

static void read_holiday(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_contact *out,
                         dct_open_hours ***hours, dct_holiday ***end)
{
    static const char *const keys[] = { "date", "name", "open", NULL };
    if (!dct_yaml_is(node, DCT_YAML_MAP, diag))
        return;
    dct_yaml_check_keys(node, keys, "a holiday", diag);
    const char *day = dct_yaml_text(node, "date", diag);
    if (day == NULL || !is_date(day)) {
        dct_diag_fault(diag, node->place, "a holiday needs `date`, like 2026-12-25");
        return;
    }
    unsigned count = 0;
    for (const dct_holiday *h = out->holidays; h != NULL; h = h->next)
        if (++count == MAX_HOLIDAYS) {
            dct_diag_fault(diag, node->place, "more than %d holidays", MAX_HOLIDAYS);
            return;
        } else if (strcmp(h->day, day) == 0) {
            dct_diag_fault(diag, node->place, "%s is given twice; it was on line %u", day, (unsigned)h->place.line);
            return;
        }
    dct_holiday *holiday = dct_arena_new(arena, sizeof *holiday);
    if (holiday == NULL)
        return;
    *holiday = (dct_holiday){ day, dct_wording_read(arena, dct_yaml_get(node, "name"), diag), node->place, NULL };
    **end = holiday;
    *end = &holiday->next;
    if (read_day(arena, dct_yaml_get(node, "open"), day, diag, hours) == 0)
        add_hours(arena, day, 0, 0, hours);
}

static void read_hours(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_contact *out)
{
    static const char *const keys[] = { "time_zone", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "holidays", NULL };
    static const char *const numbers[] = { "0", "1", "2", "3", "4", "5", "6" };
    dct_open_hours **hours = &out->hours;
    dct_holiday **holidays = &out->holidays;
    if (!dct_yaml_is(node, DCT_YAML_MAP, diag))
        return;
    dct_yaml_check_keys(node, keys, "`hours`", diag);
    const char *zone = dct_yaml_text(node, "time_zone", diag);
    if (zone == NULL) {
        dct_diag_fault(diag, node->place, "`hours` need `time_zone`, like Europe/Berlin");
        return;
    }
    out->has_hours = true;
    out->time_zone = zone;
    out->time_zone_place = dct_yaml_get(node, "time_zone")->place;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        read_day(arena, dct_yaml_get(node, days[i]), numbers[i], diag, &hours);
    const dct_yaml *list = dct_yaml_get(node, "holidays");
    if (dct_yaml_is(list, DCT_YAML_LIST, diag))
        for (const dct_yaml *m = list->first; m != NULL; m = m->next)
            read_holiday(arena, m, diag, out, &hours, &holidays);
}

/* What a person is to type or press must be what it says it is. */
static void check_address(const dct_yaml *yaml, const dct_contact *c, dct_diag *diag)
{
    const char *at = strchr(c->email, '@');
    if (*c->email != 0 && (at == NULL || at == c->email || at[1] == 0 || strpbrk(c->email, " \t\n") != NULL))
        dct_diag_fault(diag, dct_yaml_get(yaml, "email")->place, "`email` is written help@example.com, not \"%s\"", c->email);
    if (*c->url != 0 && strncmp(c->url, "https://", 8) != 0 && strncmp(c->url, "http://", 7) != 0)
        dct_diag_fault(diag, dct_yaml_get(yaml, "url")->place, "`url` begins with https://, not \"%s\"", c->url);
}

void dct_contact_read(dct_arena *arena, const dct_yaml *yaml, dct_diag *diag, dct_contact *out)
{
    static const char *const own[] = { "phone", "phone_note", "email", "url", "address", "hours" };
    const char *keys[32] = { NULL };
    memcpy(keys, own, sizeof own);
    for (size_t i = 0; dct_desk_keys[i] != NULL && i < 24; i++)
        keys[sizeof own / sizeof *own + i] = dct_desk_keys[i];
    out->phone = out->email = out->url = out->time_zone = "";
    if (!dct_yaml_is(yaml, DCT_YAML_MAP, diag))
        return;
    dct_yaml_check_keys(yaml, keys, "`contact`", diag);
    const char *phone = dct_yaml_text(yaml, "phone", diag), *email = dct_yaml_text(yaml, "email", diag),
               *url = dct_yaml_text(yaml, "url", diag);
    out->given = true;
    out->rules = yaml;
    out->phone = phone == NULL ? "" : phone;
    out->email = email == NULL ? "" : email;
    out->url = url == NULL ? "" : url;
    check_address(yaml, out, diag);
    out->phone_note = dct_wording_read(arena, dct_yaml_get(yaml, "phone_note"), diag);
    out->address = dct_wording_read(arena, dct_yaml_get(yaml, "address"), diag);
    read_hours(arena, dct_yaml_get(yaml, "hours"), diag, out);
}
