/* The first route whose `when` fits decides. A text in `when` is one value or a list of them; all that is named must be so:
 *
 *     when: {problem: broken, product: [Orbit, Beacon], locale: de, hours: closed}
 *
 * Time is promised in the shop's opening hours: "8h" begun at five in the afternoon of a day that ends at six is kept the
 * day after, in the afternoon. "2d" are calendar days. */
#include "desk_inside.h"

#include "../store/language.h"
#include "hours.h"

#include <stdlib.h>
#include <string.h>

/* ---- when ---- */

static bool one_is(const json_t *wanted, const char *have, bool language)
{
    const char *text = json_string_value(wanted);
    if (text == NULL)
        return false;
    return language ? dct_language_nearness(have, text) > 0 : strcmp(text, have) == 0;
}

static bool is(const json_t *wanted, const char *have, bool language)
{
    if (wanted == NULL)
        return true;
    if (!json_is_array(wanted))
        return one_is(wanted, have, language);
    for (size_t i = 0; i < json_array_size(wanted); i++)
        if (one_is(json_array_get(wanted, i), have, language))
            return true;
    return false;
}

static bool is_open(const dct_desk *d, int64_t now)
{
    docent_contact c = { 0 };
    if (now < DCT_HOURS_MIN || now > DCT_HOURS_MAX)
        return false;
    dct_hours_at(&d->rows, "", now, &c);
    return c.has_hours && c.open;
}

bool dct_desk_fits(const dct_desk *d, const json_t *when, const dct_question *q)
{
    const json_t *hours = json_object_get(when, "hours");
    return is(json_object_get(when, "kind"), q->kind, false) && is(json_object_get(when, "problem"), q->problem, false) &&
           is(json_object_get(when, "product"), q->product, false) &&
           is(json_object_get(when, "audience"), q->audience, false) &&
           is(json_object_get(when, "version"), q->version, false) &&
           is(json_object_get(when, "article"), q->article, false) &&
           is(json_object_get(when, "locale"), q->locale, true) &&
           (hours == NULL || is(hours, is_open(d, q->now) ? "open" : "closed", false));
}

/* ---- promises ---- */

#define LONGEST_S (366ll * 86400)

/* "30m", "8h": of opening hours; "2d": days of the calendar. 0 when it is none of these. */
static int64_t promised(const dct_desk *d, const char *text, int64_t now)
{
    char *unit;
    long count = strtol(text, &unit, 10);
    if (unit == text || unit[0] == 0 || unit[1] != 0 || count <= 0 || count > 10000)
        return 0;
    if (now < DCT_HOURS_MIN || now > DCT_HOURS_MAX - LONGEST_S)
        return 0;
    switch (*unit) {
    case 'm': return dct_hours_after(&d->rows, now, (int64_t)count * 60);
    case 'h': return dct_hours_after(&d->rows, now, (int64_t)count * 3600);
    case 'd': return count > 366 ? 0 : now + (int64_t)count * 86400;
    default: return 0;
    }
}

/* ---- routes ---- */

static const json_t *route_for(const dct_desk *d, const dct_question *q)
{
    uint32_t count;
    const json_t *list = dct_desk_items(d, "routes", &count);
    for (uint32_t i = 0; i < count; i++) {
        const json_t *route = json_array_get(list, i);
        if (dct_desk_fits(d, json_object_get(route, "when"), q))
            return route;
    }
    return NULL;
}

static bool is_connector(const dct_desk *d, const char *id)
{
    for (uint32_t i = 0; i < d->connector_count; i++)
        if (strcmp(d->connectors[i].id, id) == 0)
            return true;
    return false;
}

/* What the route says, else what the rules say of this kind ("chat: desk-chat"), else the first there is. */
static const char *connector_for(const dct_desk *d, const json_t *route, const char *kind)
{
    const char *of_route = dct_json_text(route, "connector"), *of_kind = dct_json_text(d->rules, kind);
    if (strcmp(kind, "forum") == 0)
        return dct_desk_forum(d);
    if (is_connector(d, of_route))
        return of_route;
    if (is_connector(d, of_kind))
        return of_kind;
    return d->connector_count > 0 ? d->connectors[0].id : "";
}

void dct_desk_route(const dct_desk *d, const dct_question *q, dct_route *out)
{
    const json_t *route = route_for(d, q);
    const char *within = dct_json_text(route, "answer_within");
    *out = (dct_route){
        .connector = connector_for(d, route, q->kind),
        .queue = dct_json_text(route, "queue"),
        .priority = dct_json_text(route, "priority"),
        .first_answer = dct_json_localised(json_object_get(route, "first_answer"), q->locale, d->default_locale),
        .answer_by = promised(d, *within != 0 ? within : dct_json_text(d->rules, "answer_within"), q->now),
    };
}
