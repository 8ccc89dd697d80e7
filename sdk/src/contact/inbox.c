#include "inbox.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"
#include "keep.h"
#include "outbox_inside.h"
#include "tally.h"
#include "talks.h"

#include <stdio.h>
#include <string.h>

/* ---- news in memory ---- */

void dct_news_begin(dct_news_list *list, const docent_alloc *alloc)
{
    memset(list, 0, sizeof *list);
    dct_arena_init(&list->arena, alloc, DCT_MAX_NEWS_BYTES);
}

void dct_news_end(dct_news_list *list)
{
    dct_arena_close(&list->arena);
    list->items = NULL;
    list->count = 0;
}

/* Texts of strangers: valid UTF-8, bounded, never NULL. */
static const char *copy(dct_news_list *list, const char *text, size_t max)
{
    size_t size = text == NULL ? 0 : strlen(text);
    if (size > max)
        size = dct_utf8_cut(text, max);
    if (size == 0 || !dct_utf8_valid(text, size))
        return "";
    const char *kept = dct_arena_text(&list->arena, text, size);
    return kept == NULL ? "" : kept;
}

static void copy_files(dct_news_list *list, const dct_news *from, dct_news *to)
{
    uint32_t count = from->file_count < DCT_MAX_ATTACHMENTS ? from->file_count : DCT_MAX_ATTACHMENTS;
    dct_letter_file *files = count == 0 ? NULL : dct_arena_array(&list->arena, count, sizeof *files);
    const void **data = files == NULL ? NULL : dct_arena_array(&list->arena, count, sizeof *data);
    to->files = files;
    to->file_data = data;
    for (uint32_t i = 0; data != NULL && i < count; i++) {
        const dct_letter_file *f = &from->files[i];
        bool here = from->file_data != NULL && from->file_data[i] != NULL && f->bytes <= DCT_MAX_ATTACHMENT_BYTES;
        files[i].name = copy(list, f->name, DCT_MAX_ID_BYTES);
        files[i].type = copy(list, f->type, DCT_MAX_ID_BYTES);
        files[i].bytes = here ? f->bytes : 0;
        void *bytes = here ? dct_arena_new(&list->arena, (size_t)f->bytes + 1) : NULL;
        if (bytes != NULL)
            memcpy(bytes, from->file_data[i], (size_t)f->bytes);
        data[i] = bytes;
    }
    to->file_count = data == NULL ? 0 : count;
}

void dct_news_add(dct_news_list *list, const dct_news *news)
{
    if (list->items == NULL)
        list->items = dct_arena_array(&list->arena, DCT_MAX_NEWS, sizeof *list->items);
    if (list->items == NULL || list->count == DCT_MAX_NEWS) {
        list->full = true;
        return;
    }
    dct_news *to = &list->items[list->count++];
    to->remote_id = copy(list, news->remote_id, DCT_MAX_ADDRESS_BYTES);
    to->conversation = copy(list, news->conversation, DCT_MAX_ADDRESS_BYTES);
    to->author = copy(list, news->author, DCT_MAX_ID_BYTES);
    to->text = copy(list, news->text, DCT_MAX_TEXT_BYTES);
    to->origin_id = copy(list, news->origin_id, DCT_MAX_ID_BYTES);
    to->at = news->at;
    to->from_us = news->from_us;
    to->closed = news->closed;
    to->reopened = news->reopened;
    copy_files(list, news, to);
}

docent_status dct_news_status(const dct_news_list *list)
{
    return list->full ? DOCENT_ERR_LIMIT : dct_arena_status(&list->arena);
}

/* ---- storing ---- */

typedef struct talk {
    docent_id id; /* "" when there is none. */
    int64_t   made, answer_by, answered;
    docent_request_state state;
} talk;

static docent_status find_talk(dct_outbox *o, int statement, const char *a, const char *b, talk *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    dct_rows r = dct_rows_begin(&o->talk_db, statement, NULL, err);
    dct_rows_bind_text(&r, 1, a);
    if (b != NULL)
        dct_rows_bind_text(&r, 2, b);
    if (dct_rows_next(&r)) {
        snprintf(out->id.text, sizeof out->id.text, "%s", dct_rows_peek(&r, 0));
        out->made = dct_rows_int(&r, 1, INT64_MIN, INT64_MAX);
        out->answer_by = dct_rows_int(&r, 2, INT64_MIN, INT64_MAX);
        out->answered = dct_rows_int(&r, 3, INT64_MIN, INT64_MAX);
        out->state = (docent_request_state)dct_rows_int(&r, 4, DOCENT_REQUEST_SAVED, DOCENT_REQUEST_WAITING);
    }
    return dct_rows_end(&r);
}

static docent_status put_files(dct_outbox *o, const char *id, const dct_news *n, docent_error *err)
{
    char name[DCT_HEX_SHA256];
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < n->file_count && status == DOCENT_OK; i++) {
        name[0] = 0;
        if (n->file_data[i] != NULL)
            status = dct_files_put(&o->files, n->file_data[i], (size_t)n->files[i].bytes, name, err);
        if (status != DOCENT_OK)
            break;
        dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_FILE, NULL, err);
        dct_rows_bind_text(&r, 1, id);
        dct_rows_bind_int(&r, 2, i);
        dct_rows_bind_text(&r, 3, n->files[i].name);
        dct_rows_bind_text(&r, 4, n->files[i].type);
        dct_rows_bind_int(&r, 5, (int64_t)n->files[i].bytes);
        dct_rows_bind_text(&r, 6, name);
        status = dct_rows_run(&r);
    }
    return status;
}

static docent_status put_message(dct_outbox *o, const char *connector, const talk *t, const dct_news *n, bool *is_new,
                                 docent_error *err)
{
    docent_id id;
    int64_t now_s = dct_outbox_unix_ms(o) / 1000;
    *is_new = false;
    if (!dct_uuid_make(&o->ids, o->clock, &id))
        return dct_fail(err, DOCENT_ERR_IO, "contact", 0, "the system gives no random numbers; try again");
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_PUT, NULL, err);
    dct_rows_bind_text(&r, 1, id.text);
    dct_rows_bind_text(&r, 2, t->id.text);
    dct_rows_bind_text(&r, 3, connector);
    dct_rows_bind_text(&r, 4, n->remote_id);
    dct_rows_bind_text(&r, 5, n->author);
    dct_rows_bind_text(&r, 6, n->text);
    dct_rows_bind_int(&r, 7, n->at != 0 ? n->at : now_s);
    *is_new = dct_rows_next(&r);
    docent_status status = dct_rows_end(&r);
    return status == DOCENT_OK && *is_new ? put_files(o, id.text, n, err) : status;
}

static docent_status note(dct_outbox *o, const talk *t, docent_request_state state, uint32_t answers, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_ANSWERED, NULL, err);
    dct_rows_bind_text(&r, 1, t->id.text);
    dct_rows_bind_int(&r, 2, state);
    dct_rows_bind_int(&r, 3, dct_outbox_unix_ms(o) / 1000);
    dct_rows_bind_int(&r, 4, answers);
    docent_status status = dct_rows_run(&r);
    if (status == DOCENT_OK && answers > 0 && t->answered == 0)
        status = dct_tally_answered(o, t->made, t->answer_by, dct_outbox_unix_ms(o) / 1000, err);
    return status;
}

static docent_request_state state_with(const talk *t, const dct_news *n, bool answered)
{
    if (n->closed)
        return DOCENT_REQUEST_CLOSED;
    if (answered)
        return DOCENT_REQUEST_ANSWERED;
    return n->reopened && t->state == DOCENT_REQUEST_CLOSED ? DOCENT_REQUEST_RECEIVED : t->state;
}

static docent_status take_one(dct_outbox *o, const dct_incoming *in, const dct_news *n, dct_inbox_changed changed, void *ctx,
                              bool *unknown, docent_error *err)
{
    talk t;
    bool answered = false;
    if (n->from_us)
        return *n->origin_id != 0 ? dct_outbox_found(o, n->origin_id, err) : DOCENT_OK;
    docent_status status = *n->conversation != 0 || *in->conversation == 0
                               ? find_talk(o, DCT_IN_BY_REMOTE, in->connector, n->conversation, &t, err)
                               : find_talk(o, DCT_IN_BY_ID, in->conversation, NULL, &t, err);
    if (status != DOCENT_OK || t.id.text[0] == 0) {
        *unknown = true; /* Of another device, or one that was forgotten: not ours to keep. */
        return status;
    }
    if ((*n->text != 0 || n->file_count > 0) && *n->remote_id != 0)
        status = put_message(o, in->connector, &t, n, &answered, err);
    docent_request_state state = state_with(&t, n, answered);
    if (status != DOCENT_OK || (!answered && state == t.state))
        return status;
    status = note(o, &t, state, answered, err);
    if (status == DOCENT_OK)
        changed(ctx, t.id.text, answered);
    return status;
}

/* Somebody may answer a request before this device knows that it arrived: then it knows no name to find it by, and what it
 * was told must be told again. */
static docent_status any_in_doubt(dct_outbox *o, const char *connector, bool *out, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_DOUBT, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    *out = dct_rows_next(&r);
    return dct_rows_end(&r);
}

static docent_status take(dct_outbox *o, const dct_incoming *in, dct_inbox_changed changed, void *ctx, docent_error *err)
{
    bool unknown = false, in_doubt = false;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < in->count && status == DOCENT_OK; i++)
        status = take_one(o, in, &in->news[i], changed, ctx, &unknown, err);
    if (status == DOCENT_OK && unknown && *in->conversation == 0)
        status = any_in_doubt(o, in->connector, &in_doubt, err);
    if (status == DOCENT_OK && in->cursor != NULL && *in->conversation == 0 && !in_doubt)
        status = dct_keep_cursor(o, in->connector, in->cursor, err);
    else if (status == DOCENT_OK && *in->conversation != 0)
        status = dct_inbox_polled(o, in->conversation, in->cursor, in->poll_ms, err);
    return status;
}

docent_status dct_inbox_take(dct_outbox *o, const dct_incoming *in, dct_inbox_changed changed, void *ctx, docent_error *err)
{
    docent_status status = dct_db_begin(&o->talk_db, err);
    if (status == DOCENT_OK)
        status = dct_db_end(&o->talk_db, take(o, in, changed, ctx, err), err);
    if (status == DOCENT_OK)
        o->changes++;
    return status;
}

/* ---- when to ask ---- */

docent_status dct_inbox_due(dct_outbox *o, const char *connector, int64_t now_ms, dct_arena *arena, dct_awaited *out,
                            int64_t *next_ms, docent_error *err)
{
    memset(out, 0, sizeof *out);
    *next_ms = DCT_NEVER_MS;
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_DUE, arena, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, now_ms);
    if (dct_rows_next(&r)) {
        snprintf(out->id.text, sizeof out->id.text, "%s", dct_rows_peek(&r, 0));
        out->remote = dct_rows_text(&r, 1);
        out->cursor = dct_rows_text(&r, 2);
        out->changed = dct_rows_int(&r, 3, INT64_MIN, INT64_MAX);
    }
    docent_status status = dct_rows_end(&r);
    if (status != DOCENT_OK || out->id.text[0] != 0)
        return status;
    r = dct_rows_begin(&o->talk_db, DCT_IN_NEXT, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, now_ms);
    if (dct_rows_next(&r))
        *next_ms = dct_rows_int(&r, 0, INT64_MIN, INT64_MAX);
    return dct_rows_end(&r);
}

docent_status dct_inbox_awaits(dct_outbox *o, const char *connector, bool *out, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_ANY, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    *out = dct_rows_next(&r);
    return dct_rows_end(&r);
}

docent_status dct_inbox_clock_set(dct_outbox *o, const char *connector, int64_t latest_ms, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_FUTURE, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, latest_ms);
    return dct_rows_run(&r);
}

docent_status dct_inbox_hurry(dct_outbox *o, const char *conversation, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_WATCH, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    o->changes++;
    return dct_rows_run(&r);
}

docent_status dct_inbox_polled(dct_outbox *o, const char *conversation, const char *cursor, int64_t poll_ms, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, cursor != NULL ? DCT_IN_POLLED : DCT_IN_POLLED_SAME, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    dct_rows_bind_int(&r, 2, poll_ms < 1 ? 1 : poll_ms);
    if (cursor != NULL)
        dct_rows_bind_text(&r, 3, cursor);
    return dct_rows_run(&r);
}
