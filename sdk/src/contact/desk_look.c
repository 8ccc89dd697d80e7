/*   [ desk | allocator | arena of all lists and texts ]     built in an arena that lives in the block's head: closing the
 *                                                           desk closes the arena, and needs no handle */
#include "desk_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "hours.h"

#include <string.h>

typedef struct block {
    docent_desk  desk; /* First: the block is handed out as this. */
    docent_alloc alloc;
    dct_arena    arena;
} block;

typedef struct builder {
    const dct_desk *d;
    dct_arena      *arena;
    const char     *locale;
} builder;

static const char *keep(const builder *b, const char *text)
{
    char *copy = dct_arena_text(b->arena, text, strlen(text));
    return copy == NULL ? "" : copy;
}

static const char *words(const builder *b, const json_t *item, const char *key)
{
    return keep(b, dct_json_localised(json_object_get(item, key), b->locale, b->d->default_locale));
}

/* A list of texts under `key`, or one text; NULL when there is none. */
static const char **texts(const builder *b, const json_t *item, const char *key, uint32_t *count)
{
    const json_t *list = json_object_get(item, key);
    uint32_t size = json_is_array(list) ? (uint32_t)json_array_size(list) : json_is_string(list);
    *count = 0;
    const char **out = size == 0 || size > DCT_MAX_DESK_ITEMS ? NULL : dct_arena_array(b->arena, size, sizeof *out);
    for (uint32_t i = 0; out != NULL && i < size; i++) {
        const char *text = json_string_value(json_is_array(list) ? json_array_get(list, i) : list);
        if (text != NULL)
            out[(*count)++] = keep(b, text);
    }
    return out;
}

/* ---- problems, fields, channels ---- */

static void look_at_problems(const builder *b, const dct_question *q, docent_desk *out)
{
    uint32_t count;
    const json_t *list = dct_desk_items(b->d, "problems", &count);
    docent_problem *p = dct_arena_array(b->arena, count, sizeof *p);
    out->problems = p;
    for (uint32_t i = 0; p != NULL && i < count; i++) {
        const json_t *item = json_array_get(list, i);
        if (*dct_json_text(item, "id") == 0 || !dct_desk_fits(b->d, json_object_get(item, "when"), q))
            continue;
        docent_problem *to = &p[out->problem_count++];
        to->id = keep(b, dct_json_text(item, "id"));
        to->title = words(b, item, "title");
        to->first_answer = words(b, item, "first_answer");
        to->article = keep(b, dct_json_text(item, "article"));
        to->fields = texts(b, item, "fields", &to->field_count);
    }
}

static docent_field_type type_named(const char *name)
{
    static const char *const names[] = { "text", "long_text", "email", "phone", "choice", "yes_no" };
    for (int i = 0; i < 6; i++)
        if (strcmp(names[i], name) == 0)
            return (docent_field_type)(DOCENT_FIELD_TEXT + i);
    return DOCENT_FIELD_TEXT;
}

static void look_at_choices(const builder *b, const json_t *item, docent_form_field *to)
{
    const json_t *map = json_object_get(item, "choices"), *label;
    size_t size = json_object_size(map);
    if (size == 0 || size > DCT_MAX_DESK_ITEMS)
        return;
    const char **ids = dct_arena_array(b->arena, size, sizeof *ids), **labels = dct_arena_array(b->arena, size, sizeof *labels);
    if (ids == NULL || labels == NULL)
        return;
    const char *id;
    json_object_foreach((json_t *)map, id, label) {
        ids[to->choice_count] = keep(b, id);
        labels[to->choice_count++] = keep(b, dct_json_localised(label, b->locale, b->d->default_locale));
    }
    to->choices = ids;
    to->choice_labels = labels;
}

static void look_at_fields(const builder *b, docent_desk *out)
{
    uint32_t count;
    const json_t *list = dct_desk_items(b->d, "fields", &count);
    docent_form_field *f = dct_arena_array(b->arena, count, sizeof *f);
    out->fields = f;
    for (uint32_t i = 0; f != NULL && i < count; i++) {
        const json_t *item = json_array_get(list, i);
        if (*dct_json_text(item, "id") == 0)
            continue;
        docent_form_field *to = &f[out->field_count++];
        to->id = keep(b, dct_json_text(item, "id"));
        to->label = words(b, item, "label");
        to->hint = words(b, item, "hint");
        to->type = type_named(dct_json_text(item, "type"));
        to->required = dct_json_bool(item, "required", false);
        to->consent = words(b, item, "consent");
        look_at_choices(b, item, to);
        if (to->type == DOCENT_FIELD_CHOICE && to->choice_count == 0)
            to->type = DOCENT_FIELD_TEXT; /* Nothing to choose from: the person may write. */
    }
}

static bool is_link(const char *url)
{
    return strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0 || strncmp(url, "mailto:", 7) == 0 ||
           strncmp(url, "tel:", 4) == 0 || strncmp(url, "sms:", 4) == 0 || strncmp(url, "xmpp:", 5) == 0;
}

static void look_at_channels(const builder *b, docent_desk *out)
{
    uint32_t count;
    const json_t *list = dct_desk_items(b->d, "channels", &count);
    docent_channel *c = dct_arena_array(b->arena, count, sizeof *c);
    out->channels = c;
    for (uint32_t i = 0; c != NULL && i < count; i++) {
        const json_t *item = json_array_get(list, i);
        if (!is_link(dct_json_text(item, "url")))
            continue;
        docent_channel *to = &c[out->channel_count++];
        to->id = keep(b, dct_json_text(item, "id"));
        to->name = words(b, item, "name");
        to->icon = keep(b, dct_json_text(item, "icon"));
        to->url = keep(b, dct_json_text(item, "url"));
        to->note = words(b, item, "note");
    }
}

/* ---- what can be done now ---- */

static bool has_connector(const dct_desk *d, const char *kind_of_one)
{
    for (uint32_t i = 0; i < d->connector_count; i++)
        if (kind_of_one == NULL || strcmp(d->connectors[i].kind, kind_of_one) == 0)
            return true;
    return false;
}

static bool chat_is_open(const dct_desk *d, const dct_desk_facts *facts, int64_t now)
{
    docent_contact c = { 0 };
    dct_hours_at(&d->rows, "", now, &c);
    return (!c.has_hours || c.open) && (!facts->chat_known || facts->chat_present);
}

/* "chat" and the like are a yes or no, or the name of the connector that is meant. */
static bool offers(const dct_desk *d, const char *key, bool otherwise)
{
    const json_t *value = json_object_get(d->rules, key);
    const char *text = json_string_value(value);
    if (text == NULL)
        return json_is_boolean(value) ? json_is_true(value) : otherwise;
    return strcmp(text, "no") != 0 && strcmp(text, "false") != 0;
}

static void look_at_ways(const builder *b, const dct_question *q, const dct_desk_facts *facts, docent_desk *out)
{
    const dct_desk *d = b->d;
    dct_route route;
    dct_desk_route(d, q, &route);
    out->connected = has_connector(d, NULL);
    out->ticket = offers(d, "ticket", true);
    out->callback = offers(d, "callback", out->connected);
    out->chat = offers(d, "chat", has_connector(d, "xmpp"));
    out->chat_open = out->chat && chat_is_open(d, facts, q->now);
    out->forum = *dct_desk_forum(d) != 0;
    out->consent = words(b, d->rules, "consent");
    out->answer_by = route.answer_by;
    out->median_s = facts->median_s;
    out->median_at = facts->median_at;
    out->sealed = *d->seal != 0;
}

static const char *known(const char *text)
{
    return text == NULL ? "" : text;
}

docent_status dct_desk_look(const dct_desk *d, const docent_alloc *alloc, const docent_where *where, const char *locale,
                            int64_t now, const dct_desk_facts *facts, docent_desk **out, docent_error *err)
{
    *out = NULL;
    if (now < DCT_HOURS_MIN || now > DCT_HOURS_MAX)
        return dct_fail(err, DOCENT_ERR_ARG, "contact", 0, "now: outside the years 1 to 9999; give unix seconds");
    block *b = dct_new_zero(alloc, sizeof *b);
    if (b == NULL)
        return dct_fail_memory(err, "contact");
    b->alloc = *alloc;
    dct_arena_init(&b->arena, &b->alloc, 2 * DCT_MAX_CONTACT_BYTES);
    builder to = { d, &b->arena, locale };
    dct_question q = { "ticket", "", known(where ? where->product : NULL), known(where ? where->audience : NULL),
                       known(where ? where->version : NULL), known(where ? where->article : NULL), locale, now };
    look_at_problems(&to, &q, &b->desk);
    look_at_fields(&to, &b->desk);
    look_at_channels(&to, &b->desk);
    look_at_ways(&to, &q, facts, &b->desk);
    docent_status status = dct_arena_status(&b->arena);
    if (status != DOCENT_OK) {
        docent_desk_close(&b->desk);
        return dct_fail(err, status, "contact", 0, "contact rules: too large, or out of memory");
    }
    *out = &b->desk;
    return DOCENT_OK;
}

void docent_desk_close(docent_desk *desk)
{
    if (desk == NULL)
        return;
    block *b = (block *)(void *)desk;
    docent_alloc alloc = b->alloc;
    dct_arena_close(&b->arena);
    dct_free(&alloc, b, sizeof *b);
}
