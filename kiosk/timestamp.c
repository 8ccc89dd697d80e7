#include "timestamp.h"

#include <stdio.h>
#include <string.h>

/* Days from 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap day is the last. */
static int64_t days_from(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool offset(const char *text, int *minutes)
{
    int h, m, end = 0;
    char sign;
    *minutes = 0;
    if (text[0] == '\0' || strcmp(text, "Z") == 0)
        return true;
    if (sscanf(text, "%c%2d:%2d%n", &sign, &h, &m, &end) != 3 || text[end] != '\0' || (sign != '+' && sign != '-'))
        return false;
    *minutes = (sign == '-' ? -1 : 1) * (h * 60 + m);
    return h >= 0 && h < 24 && m >= 0 && m < 60;
}

bool kiosk_timestamp(const char *text, int64_t *unix_s)
{
    int year, month, day, hour, minute, second = 0, end = 0, more = 0, east;
    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d%n", &year, &month, &day, &hour, &minute, &end) != 5)
        return false;
    if (sscanf(text + end, ":%2d%n", &second, &more) == 1)
        end += more;
    if (!offset(text + end, &east))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return false;
    *unix_s = days_from(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - east * 60;
    return true;
}
