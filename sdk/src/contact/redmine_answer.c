#include "redmine_answer.h"

#include "../base/limits.h"
#include "mail_text.h"
#include "said.h"
#include "stanza.h"

#include <stdio.h>
#include <string.h>

#define TOKEN_BYTES 200u
#define FILES_AT_MOST 32u

bool dct_redmine_id_ok(const char *id)
{
    size_t n = strspn(id, "0123456789");
    return n > 0 && n <= 18 && id[n] == 0 && strspn(id, "0") < n;
}

static json_t *parse(const char *text, size_t size)
{
    return dct_json_parse(text, size, DCT_MAX_REPLY_BYTES, true, "answer of Redmine", NULL);
}

static const char *id_of(dct_arena *arena, const json_t *object)
{
    int64_t id = dct_json_int(object, "id", 1, 999999999999999999, 0);
    return id > 0 ? dct_arena_format(arena, "%lld", (long long)id) : NULL;
}

static const char *line_of(dct_arena *arena, const json_t *object, const char *key, size_t max)
{
    const char *text = dct_json_text(object, key);
    return dct_said_line(arena, text, strlen(text), max);
}

const char *dct_redmine_token(dct_arena *arena, const char *text, size_t size)
{
    json_t *answer = parse(text, size);
    const char *token = dct_json_text(json_object_get(answer, "upload"), "token"), *kept = NULL;
    size_t n = strspn(token, "0123456789abcdefABCDEF.-_");
    if (n > 0 && n <= TOKEN_BYTES && token[n] == 0)
        kept = dct_arena_text(arena, token, n);
    json_decref(answer);
    return kept;
}

/* ---- which issue ---- */

/* The value of our field; "" when it has none. */
static const char *value_of(const json_t *issue, int64_t field)
{
    size_t i;
    const json_t *one;
    json_array_foreach(json_object_get(issue, "custom_fields"), i, one)
    {
        if (field != 0 && dct_json_int(one, "id", 1, INT64_MAX, 0) == field)
            return dct_json_text(one, "value");
    }
    return "";
}

/* Another request may quote our reference in its subject; the value decides where there is one. */
static bool is_ours(const json_t *issue, const dct_redmine_mark *mark)
{
    char reference[80];
    const char *value = value_of(issue, mark->field);
    snprintf(reference, sizeof reference, "[%.60s]", mark->reference);
    return *value != 0 ? strcmp(value, mark->value) == 0 : strstr(dct_json_text(issue, "subject"), reference) != NULL;
}

const char *dct_redmine_made(dct_arena *arena, const dct_redmine_mark *mark, const char *text, size_t size, bool *marked)
{
    json_t *answer = parse(text, size);
    const json_t *issue = json_object_get(answer, "issue");
    const char *id = issue != NULL ? id_of(arena, issue) : NULL;
    *marked = mark->field == 0 || strcmp(value_of(issue, mark->field), mark->value) == 0;
    json_decref(answer);
    return id;
}

dct_redmine_find dct_redmine_found(dct_arena *arena, const dct_redmine_mark *mark, const char *text, size_t size, const char **id)
{
    json_t *answer = parse(text, size);
    const json_t *issues = json_object_get(answer, "issues"), *issue;
    dct_redmine_find found = json_is_array(issues) && json_array_size(issues) == 0 ? DCT_REDMINE_NONE : DCT_REDMINE_ODD;
    size_t i;
    *id = "";
    json_array_foreach(issues, i, issue)
    {
        const char *one = is_ours(issue, mark) ? id_of(arena, issue) : NULL;
        if (one != NULL && found != DCT_REDMINE_ONE) {
            *id = one;
            found = DCT_REDMINE_ONE;
        }
    }
    json_decref(answer);
    return found;
}

dct_redmine_find dct_redmine_noted(const char *text, size_t size, const char *letter_id)
{
    json_t *answer = parse(text, size);
    const json_t *issue = json_object_get(answer, "issue"), *journal;
    int64_t us = dct_json_int(json_object_get(issue, "author"), "id", 1, INT64_MAX, -1);
    dct_redmine_find found = json_is_array(json_object_get(issue, "journals")) ? DCT_REDMINE_NONE : DCT_REDMINE_ODD;
    size_t i;
    json_array_foreach(json_object_get(issue, "journals"), i, journal)
    {
        bool by_us = dct_json_int(json_object_get(journal, "user"), "id", 1, INT64_MAX, 0) == us;
        if (by_us && strstr(dct_json_text(journal, "notes"), letter_id) != NULL)
            found = DCT_REDMINE_ONE;
    }
    json_decref(answer);
    return found;
}

/* ---- what is new ---- */

static bool is_closed(const json_t *issue)
{
    return dct_json_bool(json_object_get(issue, "status"), "is_closed", *dct_json_text(issue, "closed_on") != 0);
}

bool dct_redmine_closed(const char *text, size_t size, bool *closed)
{
    json_t *answer = parse(text, size);
    const json_t *issue = json_object_get(answer, "issue");
    bool whole = json_is_object(json_object_get(issue, "status"));
    *closed = whole && is_closed(issue);
    json_decref(answer);
    return whole;
}

/* Names only: {"property": "attachment", "name": "7", "new_value": "manual.pdf"}. */
static void take_files(dct_arena *arena, const json_t *journal, dct_news *news)
{
    dct_letter_file *files = dct_arena_array(arena, FILES_AT_MOST, sizeof *files);
    size_t i;
    const json_t *detail;
    json_array_foreach(json_object_get(journal, "details"), i, detail)
    {
        const char *name = line_of(arena, detail, "new_value", 200);
        bool attached = strcmp(dct_json_text(detail, "property"), "attachment") == 0 && *name != 0;
        if (attached && files != NULL && news->file_count < FILES_AT_MOST)
            files[news->file_count++] = (dct_letter_file){ name, "application/octet-stream", "", 0 };
    }
    news->files = files;
}

static void take_journal(dct_task *t, const json_t *journal)
{
    dct_news news = { .conversation = "", .origin_id = "" };
    const char *notes = dct_json_text(journal, "notes");
    int64_t at = dct_stanza_time(dct_json_text(journal, "created_on"));
    news.remote_id = id_of(t->arena, journal);
    news.author = line_of(t->arena, json_object_get(journal, "user"), "name", 200);
    news.text = dct_mail_unquote(t->arena, dct_said_text(t->arena, notes, strlen(notes), DCT_MAX_SAID_BYTES));
    news.at = at > 0 ? at : t->now_s;
    take_files(t->arena, journal, &news);
    if (news.remote_id != NULL && (*news.text != 0 || news.file_count > 0))
        t->found(t->found_ctx, &news);
}

bool dct_redmine_news(dct_task *t, const char *text, size_t size)
{
    json_t *answer = parse(text, size);
    const json_t *issue = json_object_get(answer, "issue"), *journal;
    int64_t us = dct_json_int(json_object_get(issue, "author"), "id", 1, INT64_MAX, -1);
    bool whole = json_is_object(json_object_get(issue, "status")) && json_is_array(json_object_get(issue, "journals"));
    size_t i;
    json_array_foreach(whole ? json_object_get(issue, "journals") : NULL, i, journal)
    {
        bool ours = dct_json_int(json_object_get(journal, "user"), "id", 1, INT64_MAX, 0) == us;
        if (!ours && !dct_json_bool(journal, "private_notes", false) && i < DCT_MAX_NEWS)
            take_journal(t, journal);
    }
    if (whole) {
        dct_news news = { .remote_id = "", .conversation = "", .author = "", .text = "", .at = t->now_s, .origin_id = "" };
        news.closed = is_closed(issue);
        news.reopened = !news.closed;
        t->found(t->found_ctx, &news);
    }
    json_decref(answer);
    return whole;
}

const char *dct_redmine_error(dct_arena *arena, const char *text, size_t size)
{
    json_t *answer = parse(text, size);
    const json_t *said = json_array_get(json_object_get(answer, "errors"), 0);
    const char *error = json_is_string(said) ? dct_said_line(arena, json_string_value(said), json_string_length(said), 160) : "";
    json_decref(answer);
    return error;
}
