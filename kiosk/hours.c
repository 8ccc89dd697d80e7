#define _POSIX_C_SOURCE 200809L
#include "hours.h"

#include <string.h>
#include <time.h>

static bool minutes(const char *text, uint32_t *out)
{
    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
            return false;
    uint32_t hour = (uint32_t)(text[0] - '0') * 10 + (uint32_t)(text[1] - '0');
    uint32_t minute = (uint32_t)(text[3] - '0') * 10 + (uint32_t)(text[4] - '0');
    *out = hour * 60 + minute;
    return hour < 24 && minute < 60;
}

bool kiosk_hours_read(const char *text, kiosk_hours *out)
{
    return strlen(text) == 11 && text[5] == '-' && minutes(text, &out->from_min) && minutes(text + 6, &out->to_min) &&
           out->from_min != out->to_min;
}

bool kiosk_hours_hold(const kiosk_hours *hours, int64_t unix_s)
{
    time_t t = (time_t)unix_s;
    struct tm local;
    if (hours->from_min == hours->to_min || localtime_r(&t, &local) == NULL)
        return true;
    uint32_t now = (uint32_t)local.tm_hour * 60 + (uint32_t)local.tm_min;
    if (hours->from_min < hours->to_min)
        return now >= hours->from_min && now < hours->to_min;
    return now >= hours->from_min || now < hours->to_min;
}
