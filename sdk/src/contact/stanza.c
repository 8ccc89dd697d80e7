#include "stanza.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool dct_jid_is_bare(const char *jid, const char *bare)
{
    size_t n = strlen(bare);
    return strncmp(jid, bare, n) == 0 && (jid[n] == 0 || jid[n] == '/');
}

const char *dct_jid_nick(const char *jid)
{
    const char *slash = strchr(jid, '/');
    return slash == NULL ? "" : slash + 1;
}

bool dct_jid_ok(const char *bare)
{
    const char *at = strchr(bare, '@');
    size_t size = strlen(bare);
    return at != NULL && at != bare && at[1] != 0 && strchr(at + 1, '@') == NULL && size < DCT_JID_ROOM &&
           strcspn(bare, " /<>&'\"\t\r\n") == size;
}

void dct_jid_local(const char *text, char *out, size_t room)
{
    size_t n = 0;
    for (; *text != 0 && n + 1 < room; text++) {
        char c = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32) : *text;
        out[n++] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ? c : '-';
    }
    out[n] = 0;
}

/* ---- errors ---- */

static const dct_xml *error_of(const dct_xml *stanza)
{
    return dct_xml_says(stanza, "type", "error") ? dct_xml_child(stanza, "error", NULL) : NULL;
}

const char *dct_stanza_condition(const dct_xml *stanza)
{
    const dct_xml *error = error_of(stanza);
    for (const dct_xml *c = error == NULL ? NULL : error->first; c != NULL; c = c->next)
        if (strcmp(c->ns, NS_ERRORS) == 0 && strcmp(c->name, "text") != 0)
            return c->name;
    return dct_xml_says(stanza, "type", "error") ? "undefined-condition" : "";
}

dct_verdict dct_stanza_verdict(const dct_xml *stanza, char *why, size_t room)
{
    static const struct { const char *condition; dct_verdict verdict; } known[] = {
        { "resource-constraint", DCT_LATER }, { "policy-violation", DCT_REFUSED }, { "remote-server-timeout", DCT_LATER },
        { "remote-server-not-found", DCT_LATER }, { "recipient-unavailable", DCT_LATER }, { "internal-server-error", DCT_LATER },
        { "service-unavailable", DCT_LATER }, { "not-authorized", DCT_AUTH }, { "registration-required", DCT_AUTH },
        { "subscription-required", DCT_AUTH },
    };
    const char *condition = dct_stanza_condition(stanza), *text = dct_xml_child_text(error_of(stanza), "text", NS_ERRORS);
    if (condition[0] == 0)
        return DCT_DONE;
    snprintf(why, room, "the chat server refuses (%.60s)%s%.120s", condition, text[0] == 0 ? "" : ": ", text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(condition, known[i].condition) == 0)
            return known[i].verdict;
    return dct_xml_says(error_of(stanza), "type", "wait") ? DCT_LATER : DCT_REFUSED;
}

bool dct_stanza_answers(const dct_xml *stanza, const char *id)
{
    return dct_xml_is(stanza, "iq", NULL) && dct_xml_says(stanza, "id", id) &&
           (dct_xml_says(stanza, "type", "result") || dct_xml_says(stanza, "type", "error"));
}

/* ---- forms ---- */

static const dct_xml *field_of(const dct_xml *form, const char *name)
{
    for (const dct_xml *f = dct_xml_child(form, "field", NS_FORM); f != NULL; f = dct_xml_again(f))
        if (dct_xml_says(f, "var", name))
            return f;
    return NULL;
}

bool dct_form_has(const dct_xml *form, const char *name)
{
    return field_of(form, name) != NULL;
}

const char *dct_form_value(const dct_xml *form, const char *name)
{
    return dct_xml_child_text(field_of(form, name), "value", NS_FORM);
}

/* ---- time ---- */

/* Days from 1970-01-01 to this day of the Gregorian calendar, in years that begin with March. */
static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    int64_t century = year / 400, rest = year - century * 400;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return century * 146097 + rest * 365 + rest / 4 - rest / 100 + in_year - 719468;
}

int64_t dct_stanza_time(const char *text)
{
    int year, month, day, hour, minute, second, used = 0;
    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &used) != 6 || used < 19 ||
        year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 24 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return 0;
    const char *zone = text + used;
    if (*zone == '.')
        zone += 1 + strspn(zone + 1, "0123456789");
    int zone_hour = 0, zone_minute = 0;
    if (*zone == '+' || *zone == '-')
        if (sscanf(zone + 1, "%2d:%2d", &zone_hour, &zone_minute) != 2)
            return 0;
    int64_t offset = (zone_hour * 60 + zone_minute) * 60 * (*zone == '-' ? -1 : 1);
    return days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
}
