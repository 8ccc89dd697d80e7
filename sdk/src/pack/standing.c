#include "standing.h"

#include "../base/buf.h"

#include <string.h>

#define MAX_ORIGIN_BYTES 4096u /* An address of the web and a date. */

bool dct_is_number(const char *text, uint32_t most, uint32_t *out)
{
    uint64_t value = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9' && value <= most; p++)
        value = value * 10 + (uint64_t)(*p - '0');
    *out = (uint32_t)value;
    return p != text && *p == 0 && value <= most;
}

static uint32_t days_of(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 0 || month > 12 ? 0 : days[month - 1] + (month == 2 && leap);
}

bool dct_is_date(const char *text)
{
    uint32_t parts[3] = { 0, 0, 0 };
    static const uint8_t widths[] = { 4, 2, 2 };
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < widths[i]; k++, text++) {
            if (*text < '0' || *text > '9')
                return false;
            parts[i] = parts[i] * 10 + (uint32_t)(*text - '0');
        }
        if (*text != (i < 2 ? '-' : 0))
            return false;
        text += i < 2;
    }
    return parts[0] >= 1900 && parts[2] >= 1 && parts[2] <= days_of(parts[0], parts[1]);
}

const char *dct_origin_make(dct_arena *arena, const char *url, const char *date, uint32_t votes)
{
    dct_buf out;
    dct_buf_init(&out, arena->alloc, MAX_ORIGIN_BYTES);
    dct_buf_add_text(&out, "{\"kind\":\"community\",\"url\":");
    dct_buf_add_json(&out, url);
    dct_buf_add_text(&out, ",\"date\":");
    dct_buf_add_json(&out, date);
    dct_buf_add_format(&out, ",\"votes\":%u}", (unsigned)votes);
    const char *text = out.failed ? NULL : dct_arena_text(arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return text;
}

static const char *read_date(const dct_yaml *map, const char *key, dct_diag *diag)
{
    const char *text = dct_yaml_text(map, key, diag);
    if (text == NULL || dct_is_date(text))
        return text == NULL ? "" : text;
    dct_diag_fault(diag, dct_yaml_get(map, key)->place, "`%s` must be a day like 2026-11-01, not \"%.40s\"", key, text);
    return "";
}

static uint32_t read_number(const dct_yaml *map, const char *key, uint32_t most, dct_diag *diag)
{
    uint32_t value = 0;
    const char *text = dct_yaml_text(map, key, diag);
    if (text == NULL || dct_is_number(text, most, &value))
        return value;
    dct_diag_fault(diag, dct_yaml_get(map, key)->place, "`%s` must be a whole number from 0 to %u, not \"%.40s\"", key,
                   (unsigned)most, text);
    return 0;
}

bool dct_is_web_address(const char *url)
{
    return strlen(url) < MAX_ORIGIN_BYTES / 2 && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0);
}

static const char *read_community(dct_arena *arena, const dct_yaml *map, dct_diag *diag)
{
    static const char *const keys[] = { "url", "date", "votes", NULL };
    if (map == NULL || !dct_yaml_is(map, DCT_YAML_MAP, diag))
        return "";
    dct_yaml_check_keys(map, keys, "`community`", diag);
    const char *url = dct_yaml_text(map, "url", diag);
    if (url != NULL && !dct_is_web_address(url)) {
        dct_diag_fault(diag, dct_yaml_get(map, "url")->place, "`url` must be an address of the web, not \"%.60s\"", url);
        url = NULL;
    }
    const char *origin = dct_origin_make(arena, url == NULL ? "" : url, read_date(map, "date", diag),
                                         read_number(map, "votes", DCT_MAX_VOTES, diag));
    return origin == NULL ? "" : origin;
}

dct_standing dct_standing_read(dct_arena *arena, const dct_yaml *map, dct_diag *diag)
{
    return (dct_standing){ read_date(map, "updated", diag), read_community(arena, dct_yaml_get(map, "community"), diag),
                           read_number(map, "popularity", 100, diag) };
}
