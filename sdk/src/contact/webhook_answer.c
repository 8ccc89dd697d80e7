#include "webhook_answer.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "said.h"

#include <stdio.h>
#include <string.h>

#define MESSAGES_AT_MOST 1000u
#define FILES_AT_MOST 32u

const char *dct_webhook_origin(dct_arena *arena, const char *url)
{
    const char *host = strstr(url, "://");
    size_t size = host == NULL ? 0 : (size_t)(host + 3 - url) + strcspn(host + 3, "/?#");
    const char *origin = dct_arena_text(arena, url, size);
    return origin != NULL ? origin : "";
}

/* An address at our origin, or "". */
static const char *at_origin(dct_arena *arena, const char *origin, const char *url)
{
    size_t n = strlen(origin), size = strlen(url);
    if (size > DCT_MAX_ADDRESS_BYTES)
        return "";
    for (size_t i = 0; i < size; i++)
        if (url[i] <= 0x20 || url[i] == 0x7F || url[i] == '\\')
            return "";
    const char *whole = "";
    if (url[0] == '/' && url[1] != '/')
        whole = dct_arena_format(arena, "%s%s", origin, url);
    else if (n > 0 && strncmp(url, origin, n) == 0 && (url[n] == 0 || url[n] == '/' || url[n] == '?'))
        whole = dct_arena_text(arena, url, size);
    return whole != NULL ? whole : "";
}

/* The number of a ticket comes as text or as number. */
static const char *id_of(const json_t *object, const char *key, char number[24])
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL || !json_is_integer(value))
        return dct_json_text(object, key);
    snprintf(number, 24, "%lld", (long long)json_integer_value(value));
    return number;
}

static const char *line_of(dct_arena *arena, const json_t *object, const char *key, size_t max)
{
    const char *text = dct_json_text(object, key);
    return dct_said_line(arena, text, strlen(text), max);
}

/* ---- to a letter ---- */

/* {"id", "url", "poll"}, without what is absent. */
static const char *write_place(dct_arena *arena, const dct_webhook_place *place)
{
    dct_buf out;
    const char *text = NULL;
    json_t *object = json_object();
    dct_buf_init(&out, arena->alloc, 4 * DCT_MAX_ADDRESS_BYTES);
    if (object != NULL && json_object_set_new(object, "id", json_string(place->id)) == 0 &&
        (*place->url == 0 || json_object_set_new(object, "url", json_string(place->url)) == 0) &&
        (*place->poll == 0 || json_object_set_new(object, "poll", json_string(place->poll)) == 0) &&
        dct_json_write(object, &out, NULL) == DOCENT_OK)
        text = dct_arena_text(arena, (const char *)out.data, out.size);
    json_decref(object);
    dct_buf_close(&out);
    return text;
}

bool dct_webhook_place_take(dct_task *t, const char *origin, const char *own_id, const char *text, size_t size)
{
    char number[24];
    dct_webhook_place place = { own_id, "", "" };
    json_t *answer = dct_json_parse(text, size, DCT_MAX_REPLY_BYTES, true, "answer of the webhook", NULL);
    if (answer != NULL) {
        const char *id = id_of(answer, "id", number);
        if (*id != 0)
            place.id = dct_said_id(t->arena, id, strlen(id));
        place.url = at_origin(t->arena, origin, dct_json_text(answer, "url"));
        place.poll = at_origin(t->arena, origin, dct_json_text(answer, "poll"));
        const char *ref = id_of(answer, "ref", number);
        if (*ref != 0)
            t->out_ref = dct_said_line(t->arena, ref, strlen(ref), 80);
    }
    t->out_remote = write_place(t->arena, &place);
    json_decref(answer);
    return answer != NULL;
}

void dct_webhook_place_read(const char *remote, const char *origin, dct_arena *arena, dct_webhook_place *out)
{
    json_t *object = dct_json_parse(remote, strlen(remote), 8 * DCT_MAX_ADDRESS_BYTES, true, "place of a request", NULL);
    *out = (dct_webhook_place){ "", "", "" };
    if (object == NULL)
        return;
    out->id = line_of(arena, object, "id", 200);
    out->url = at_origin(arena, origin, dct_json_text(object, "url"));
    out->poll = at_origin(arena, origin, dct_json_text(object, "poll"));
    json_decref(object);
}

const char *dct_webhook_error(dct_arena *arena, const char *text, size_t size)
{
    json_t *answer = dct_json_parse(text, size, DCT_MAX_REPLY_BYTES, true, "answer of the webhook", NULL);
    const char *error = answer != NULL ? line_of(arena, answer, "error", 160) : "";
    json_decref(answer);
    return error;
}

/* ---- to a poll ---- */

static void take_files(dct_arena *arena, const json_t *list, dct_news *news)
{
    size_t count = json_array_size(list);
    count = count < FILES_AT_MOST ? count : FILES_AT_MOST;
    dct_letter_file *files = count > 0 ? dct_arena_array(arena, count, sizeof *files) : NULL;
    if (files == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        const json_t *file = json_array_get(list, i);
        files[i] = (dct_letter_file){ line_of(arena, file, "name", 200), line_of(arena, file, "type", 100), "",
                                      (uint64_t)dct_json_int(file, "bytes", 0, INT64_MAX, 0) };
    }
    news->files = files;
    news->file_count = (uint32_t)count;
}

/* A message without an id has that of its content: the same message twice is still one. */
static const char *message_id(dct_arena *arena, const json_t *message, const dct_news *news)
{
    char number[24];
    const char *id = id_of(message, "id", number);
    if (*id == 0)
        id = dct_arena_format(arena, "%lld %s %s", (long long)dct_json_int(message, "at", INT64_MIN, INT64_MAX, 0),
                              news->author, news->text);
    return id != NULL ? dct_said_id(arena, id, strlen(id)) : "";
}

static void take_message(dct_task *t, const json_t *message)
{
    dct_news news = { .conversation = "", .origin_id = "" };
    const char *text = dct_json_text(message, "text");
    news.author = line_of(t->arena, message, "author", 200);
    news.text = dct_said_text(t->arena, text, strlen(text), DCT_MAX_SAID_BYTES);
    news.at = dct_json_int(message, "at", 0, 253402300799, t->now_s);
    news.origin_id = line_of(t->arena, message, "origin", 64);
    news.from_us = *news.origin_id != 0;
    news.remote_id = message_id(t->arena, message, &news);
    take_files(t->arena, json_object_get(message, "files"), &news);
    if (*news.remote_id != 0 && (*news.text != 0 || news.file_count > 0))
        t->found(t->found_ctx, &news);
}

bool dct_webhook_news(dct_task *t, const char *text, size_t size)
{
    json_t *answer = dct_json_parse(text, size, DCT_MAX_REPLY_BYTES, true, "answer of the webhook", NULL);
    const json_t *list = json_object_get(answer, "messages");
    if (answer == NULL)
        return false;
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count && i < MESSAGES_AT_MOST; i++)
        take_message(t, json_array_get(list, i));
    const char *state = dct_json_text(answer, "state");
    if (strcmp(state, "closed") == 0 || strcmp(state, "open") == 0) {
        dct_news news = { .remote_id = "", .conversation = "", .author = "", .text = "", .at = t->now_s, .origin_id = "" };
        news.closed = strcmp(state, "closed") == 0;
        news.reopened = !news.closed;
        t->found(t->found_ctx, &news);
    }
    json_decref(answer);
    return true;
}
