#include "retry_after.h"

#include <stddef.h>
#include <string.h>

static bool digits(const char *text, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

static int month_of(const char *text)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++)
        if (memcmp(names + 3 * i, text, 3) == 0)
            return i + 1;
    return 0;
}

/* Days from 1970-01-01: years begin in March, so that the day of a leap year comes last. */
static int64_t days(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t m = month <= 2 ? month + 9 : month - 3;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

bool dct_http_date(const char *text, int64_t *unix_s)
{
    static const char form[] = "___, __ ___ ____ __:__:__ GMT";
    int day, year, hour, minute, second;
    if (strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] != '_' && form[i] != text[i])
            return false;
    int month = month_of(text + 8);
    if (!digits(text + 5, 2, &day) || month == 0 || !digits(text + 12, 4, &year) || !digits(text + 17, 2, &hour) ||
        !digits(text + 20, 2, &minute) || !digits(text + 23, 2, &second))
        return false;
    if (day < 1 || day > 31 || year < 1970 || hour > 23 || minute > 59 || second > 60)
        return false;
    *unix_s = days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}

uint32_t dct_retry_after_s(const char *text, int64_t now_s, uint32_t max_s)
{
    int64_t wait = 0, date;
    if (text == NULL)
        return 0;
    if (*text >= '0' && *text <= '9') {
        for (; *text >= '0' && *text <= '9'; text++)
            wait = wait > max_s ? wait : wait * 10 + (*text - '0');
        if (*text != 0)
            return 0;
    } else if (dct_http_date(text, &date)) {
        wait = date - now_s;
    }
    return wait < 0 ? 0 : wait > max_s ? max_s : (uint32_t)wait;
}
