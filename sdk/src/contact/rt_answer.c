#include "rt_answer.h"

#include "../base/limits.h"
#include "mail_text.h"
#include "said.h"
#include "stanza.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool dct_rt_id_ok(const char *id)
{
    size_t n = strspn(id, "0123456789");
    return n > 0 && n <= 18 && id[n] == 0 && strspn(id, "0") < n;
}

/* RT writes ids as texts in one place and as numbers in another. */
static const char *id_of(dct_arena *arena, const json_t *value)
{
    const char *id = json_is_string(value) ? json_string_value(value) : "";
    char number[24];
    if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
        id = number;
    }
    return dct_rt_id_ok(id) ? dct_arena_text(arena, id, strlen(id)) : NULL;
}

static const char *line_of(dct_arena *arena, const json_t *object, const char *key, size_t max)
{
    const char *text = dct_json_text(object, key);
    return dct_said_line(arena, text, strlen(text), max);
}

static json_t *parse(const char *text, size_t size, bool object)
{
    return dct_json_parse(text, size, DCT_MAX_RT_REPLY_BYTES, object, "answer of RT", NULL);
}

const char *dct_rt_made(dct_arena *arena, const char *text, size_t size)
{
    json_t *answer = parse(text, size, true);
    const char *id = answer != NULL ? id_of(arena, json_object_get(answer, "id")) : NULL;
    json_decref(answer);
    return id;
}

bool dct_rt_found(dct_arena *arena, const char *text, size_t size, const char **id)
{
    json_t *answer = parse(text, size, true);
    const json_t *items = json_object_get(answer, "items");
    bool whole = json_is_array(items);
    *id = "";
    if (whole && json_array_size(items) > 0) {
        *id = id_of(arena, json_object_get(json_array_get(items, 0), "id"));
        whole = *id != NULL;
    }
    json_decref(answer);
    return whole;
}

/* ---- a ticket ---- */

static void read_field(dct_arena *arena, const json_t *fields, const char *name, dct_rt_ticket *out)
{
    size_t i;
    const json_t *field;
    json_array_foreach(fields, i, field)
    {
        const json_t *value = json_array_get(json_object_get(field, "values"), 0);
        if (strcmp(dct_json_text(field, "name"), name) != 0 && strcmp(dct_json_text(field, "id"), name) != 0)
            continue;
        out->field = true;
        if (json_is_string(value))
            out->value = dct_said_line(arena, json_string_value(value), json_string_length(value), 80);
    }
}

bool dct_rt_ticket_read(dct_arena *arena, const char *field, const char *text, size_t size, dct_rt_ticket *out)
{
    json_t *answer = parse(text, size, true);
    *out = (dct_rt_ticket){ NULL, "", "", false };
    if (answer != NULL) {
        out->id = id_of(arena, json_object_get(answer, "id"));
        out->status = line_of(arena, answer, "Status", 64);
        read_field(arena, json_object_get(answer, "CustomFields"), field, out);
    }
    json_decref(answer);
    return out->id != NULL && *out->status != 0;
}

bool dct_rt_queue_has(const char *text, size_t size, const char *field)
{
    json_t *answer = parse(text, size, true);
    size_t i;
    const json_t *one;
    bool has = false;
    json_array_foreach(json_object_get(answer, "TicketCustomFields"), i, one)
    {
        has = has || strcmp(dct_json_text(one, "name"), field) == 0 || strcmp(dct_json_text(one, "id"), field) == 0;
    }
    json_decref(answer);
    return has;
}

/* ---- what was said ---- */

/* "https://desk.example/REST/2.0/attachment/12": the number alone counts, never the address. */
static void read_parts(dct_arena *arena, const json_t *links, dct_rt_said *out)
{
    size_t i;
    const json_t *link;
    json_array_foreach(links, i, link)
    {
        const char *url = dct_json_text(link, "_url"), *slash = strrchr(url, '/');
        if (strcmp(dct_json_text(link, "ref"), "attachment") != 0 || slash == NULL || !dct_rt_id_ok(slash + 1))
            continue;
        const char *id = dct_arena_text(arena, slash + 1, strlen(slash + 1));
        if (id != NULL && out->part_count < DCT_RT_PARTS)
            out->parts[out->part_count++] = id;
    }
}

static bool read_said(dct_arena *arena, const json_t *item, dct_rt_said *out)
{
    const json_t *creator = json_object_get(item, "Creator");
    const char *id = id_of(arena, json_object_get(item, "id"));
    memset(out, 0, sizeof *out);
    if (id == NULL || strcmp(dct_json_text(item, "Type"), "Correspond") != 0)
        return false;
    out->id = strtoull(id, NULL, 10);
    int64_t at = dct_stanza_time(dct_json_text(item, "Created"));
    out->at = at > 0 ? at : 0;
    out->author = line_of(arena, creator, "RealName", 200);
    if (*out->author == 0)
        out->author = line_of(arena, creator, "Name", 200);
    out->subject = line_of(arena, item, "Data", 400);
    read_parts(arena, json_object_get(item, "_hyperlinks"), out);
    return true;
}

static int by_id(const void *a, const void *b)
{
    uint64_t x = ((const dct_rt_said *)a)->id, y = ((const dct_rt_said *)b)->id;
    return x < y ? -1 : x > y;
}

int dct_rt_list(dct_arena *arena, const char *text, size_t size, dct_rt_said *out, uint32_t room)
{
    json_t *answer = parse(text, size, true);
    const json_t *items = json_object_get(answer, "items"), *item;
    uint32_t n = 0;
    size_t i;
    bool whole = json_is_array(items);
    json_array_foreach(items, i, item)
    {
        if (n < room && read_said(arena, item, &out[n]))
            n++;
    }
    json_decref(answer);
    if (n > 1)
        qsort(out, n, sizeof *out, by_id);
    return whole ? (int)n : -1;
}

bool dct_rt_part_read(dct_arena *arena, const char *text, size_t size, dct_rt_part *out)
{
    json_t *answer = parse(text, size, true);
    const json_t *content = json_object_get(answer, "Content");
    *out = (dct_rt_part){ "", "", NULL, 0 };
    if (answer == NULL)
        return false;
    out->type = line_of(arena, answer, "ContentType", 100);
    out->name = line_of(arena, answer, "Filename", 200);
    if (json_is_string(content))
        out->data = dct_mail_decode(arena, "base64", json_string_value(content), json_string_length(content), &out->bytes);
    json_decref(answer);
    return true;
}

const char *dct_rt_error(dct_arena *arena, const char *text, size_t size)
{
    json_t *answer = parse(text, size, false);
    const json_t *said = json_is_array(answer) ? json_array_get(answer, 0) : json_object_get(answer, "message");
    const char *error = json_is_string(said) ? dct_said_line(arena, json_string_value(said), json_string_length(said), 160) : "";
    json_decref(answer);
    return error;
}
