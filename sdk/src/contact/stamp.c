#include "stamp.h"

#include <stdio.h>
#include <string.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char days[] = "ThuFriSatSunMonTueWed"; /* 1970-01-01 was a Thursday. */

/* Days since 1970-01-01; the year begins in March, so that the leap day is the last. */
static int64_t day_of(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static const char *blanks(const char *p)
{
    return p + strspn(p, " \t\r\n,");
}

/* At most `most` digits; *value -1 when there is none. */
static const char *number(const char *p, int most, int *value)
{
    int n = 0;
    *value = -1;
    for (; n < most && p[n] >= '0' && p[n] <= '9'; n++)
        *value = (n == 0 ? 0 : *value * 10) + (p[n] - '0');
    return p + n;
}

/* Of a table of three letters each; -1. */
static int among(const char *table, const char *word)
{
    for (int i = 0; table[3 * i] != 0; i++)
        if ((word[0] | 32) == (table[3 * i] | 32) && word[0] != 0 && (word[1] | 32) == table[3 * i + 1] && word[1] != 0 &&
            (word[2] | 32) == table[3 * i + 2])
            return i;
    return -1;
}

static int zone_of(const char *p)
{
    static const char names[] = "EstEdtCstCdtMstMdtPstPdt";
    static const signed char hours[] = { -5, -4, -6, -5, -7, -6, -8, -7 };
    int digits = -1;
    if (*p == '+' || *p == '-') {
        number(p + 1, 4, &digits);
        int minutes = digits < 0 ? 0 : digits / 100 * 60 + digits % 100;
        return *p == '-' ? -minutes * 60 : minutes * 60;
    }
    int known = strlen(p) >= 3 ? among(names, p) : -1;
    return known >= 0 ? hours[known] * 3600 : 0;
}

static bool clock_of(const char **at, int *seconds)
{
    int h, m, s = 0;
    const char *p = number(*at, 2, &h);
    if (*p != ':' || h < 0)
        return false;
    p = number(p + 1, 2, &m);
    if (*p == ':')
        p = number(p + 1, 2, &s);
    if (m < 0 || s < 0 || h > 23 || m > 59 || s > 60)
        return false;
    *seconds = h * 3600 + m * 60 + s;
    *at = p;
    return true;
}

int64_t dct_stamp_read(const char *text)
{
    int day, year, seconds;
    const char *p = blanks(text);
    if (strlen(p) > 3 && among(days, p) >= 0)
        p = blanks(p + strcspn(p, " ,"));
    p = blanks(number(p, 2, &day));
    int month = strlen(p) >= 3 ? among(months, p) : -1;
    if (day < 1 || day > 31 || month < 0)
        return INT64_MIN;
    const char *digits = blanks(p + 3);
    p = number(digits, 4, &year);
    if (year < 0)
        return INT64_MIN;
    if (p - digits <= 3) /* RFC 5322, 4.3: years of two and three digits. */
        year += p - digits == 2 && year < 50 ? 2000 : 1900;
    p = blanks(p);
    if (!clock_of(&p, &seconds))
        return INT64_MIN;
    return day_of(year, month + 1, day) * 86400 + seconds - zone_of(blanks(p));
}

void dct_stamp_write(int64_t unix_s, char out[DCT_STAMP_ROOM])
{
    const int64_t last = 253402300799; /* 9999-12-31 23:59:59 */
    int64_t s = unix_s < 0 ? 0 : unix_s > last ? last : unix_s, d = s / 86400;
    int64_t z = d + 719468, era = z / 146097, of_era = z - era * 146097;
    int64_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * years + years / 4 - years / 100), m = (5 * of_year + 2) / 153;
    int day = (int)(of_year - (153 * m + 2) / 5) + 1, month = (int)(m < 10 ? m + 3 : m - 9);
    int year = (int)(years + era * 400 + (month <= 2));
    int in_day = (int)(s % 86400);
    snprintf(out, DCT_STAMP_ROOM, "%.3s, %02d %.3s %04d %02d:%02d:%02d +0000", days + 3 * (d % 7), day,
             months + 3 * (month - 1), year, in_day / 3600, in_day / 60 % 60, in_day % 60);
}
