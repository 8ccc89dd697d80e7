/*   [ list | allocator | arena of all texts ]        one block: the arena lives in its head, so that closing needs no handle */
#include "talks.h"

#include "../base/error.h"
#include "../store/store.h"
#include "keep.h"
#include "outbox_inside.h"
#include "reference.h"
#include "why.h"

#include <stdio.h>
#include <string.h>

struct docent_conversations {
    docent_alloc         alloc;
    dct_arena            arena;
    docent_conversation *list;
    uint32_t             count;
};

struct docent_messages {
    docent_alloc    alloc;
    dct_arena       arena;
    docent_message *list;
    uint32_t        count;
};

/* ---- what may be seen ---- */

docent_status dct_talks_may_see(dct_outbox *o, const char *conversation, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_SEEN, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    bool found = dct_rows_next(&r);
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && !found)
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "there is no conversation %.40s here", conversation);
    return status;
}

static void take_id(dct_rows *r, int column, docent_id *out)
{
    const char *text = dct_rows_peek(r, column);
    if (dct_uuid_ok(text))
        memcpy(out->text, text, sizeof out->text);
    else
        dct_rows_refuse(r, "an id");
}

/* ---- the list ---- */

static const char *tell(const dct_view_of *view, const char *why)
{
    const char *english = dct_why_english(why);
    return english == NULL ? why : view->say(view->ctx, english);
}

static const char *keep(dct_rows *r, const char *text)
{
    const char *copy = *text == 0 ? "" : dct_arena_text(r->arena, text, strlen(text));
    if (copy == NULL && r->status == DOCENT_OK)
        r->status = dct_db_fail_arena(r->db, r->arena, r->err);
    return copy == NULL ? "" : copy;
}

/* The first letter that is not at a server decides; without one, what was heard last. */
static void read_state(dct_rows *r, const dct_view_of *view, docent_conversation *c)
{
    int64_t own = dct_rows_int(r, 2, DOCENT_REQUEST_SAVED, DOCENT_REQUEST_WAITING), letter = dct_rows_int(r, 12, 0, 255);
    const char *why = dct_rows_peek(r, 13);
    bool no_way = !view->connected || *dct_rows_peek(r, 14) == 0;
    c->state = (docent_request_state)own;
    c->why = "";
    if (own == DOCENT_REQUEST_CLOSED || letter == DCT_LETTER_NONE)
        return;
    c->state = dct_state_known(letter) ? dct_state_shown((dct_letter_state)letter) : DOCENT_REQUEST_HELD;
    if (c->state == DOCENT_REQUEST_SAVED && no_way) {
        c->state = DOCENT_REQUEST_WAITING;
        why = DCT_WHY_NO_WAY;
    }
    c->needs_consent = c->state == DOCENT_REQUEST_WAITING && strcmp(why, DCT_WHY_CONSENT) == 0;
    if (c->state == DOCENT_REQUEST_HELD || c->state == DOCENT_REQUEST_WAITING || *why == '@')
        c->why = keep(r, tell(view, dct_state_known(letter) ? why : DCT_WHY_DAMAGED));
}

static void read_talk(dct_rows *r, const dct_view_of *view, docent_conversation *c)
{
    take_id(r, 0, &c->id);
    c->kind = (docent_request_kind)dct_rows_int(r, 1, DOCENT_REQUEST_TICKET, DOCENT_REQUEST_FORUM);
    c->reference = dct_rows_text(r, 3);
    c->claim = dct_rows_text(r, 4);
    c->remote = dct_rows_text(r, 5);
    c->subject = dct_rows_text(r, 6);
    c->made = dct_rows_int(r, 7, INT64_MIN, INT64_MAX);
    c->changed = dct_rows_int(r, 8, INT64_MIN, INT64_MAX);
    c->answer_by = dct_rows_int(r, 9, INT64_MIN, INT64_MAX);
    int64_t answered = dct_rows_int(r, 10, INT64_MIN, INT64_MAX);
    c->unread = (uint32_t)dct_rows_int(r, 11, 0, UINT32_MAX);
    read_state(r, view, c);
    c->overdue = c->answer_by != 0 && answered == 0 && view->now_s > c->answer_by && c->state != DOCENT_REQUEST_CLOSED;
}

docent_status dct_talks_open(dct_outbox *o, const dct_view_of *view, docent_conversations **out, docent_error *err)
{
    docent_conversations *list = dct_new_zero(&o->alloc, sizeof *list);
    *out = NULL;
    if (list == NULL)
        return dct_fail_memory(err, "contact");
    list->alloc = o->alloc;
    dct_arena_init(&list->arena, &list->alloc, DCT_MAX_CONVERSATION_BYTES);
    list->list = dct_arena_array(&list->arena, DCT_MAX_CONVERSATIONS, sizeof *list->list);
    docent_status status = list->list == NULL ? dct_fail_memory(err, "contact") : DOCENT_OK;
    if (status == DOCENT_OK) {
        dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_LIST, &list->arena, err);
        dct_rows_bind_int(&r, 1, DCT_MAX_CONVERSATIONS);
        while (list->count < DCT_MAX_CONVERSATIONS && dct_rows_next(&r))
            read_talk(&r, view, &list->list[list->count++]);
        status = dct_rows_end(&r);
    }
    if (status == DOCENT_OK)
        *out = list;
    else
        docent_conversations_close(list);
    return status;
}

uint32_t docent_conversations_count(const docent_conversations *list)
{
    return list == NULL ? 0 : list->count;
}

const docent_conversation *docent_conversations_at(const docent_conversations *list, uint32_t index)
{
    return list == NULL || index >= list->count ? NULL : &list->list[index];
}

void docent_conversations_close(docent_conversations *list)
{
    if (list == NULL)
        return;
    docent_alloc alloc = list->alloc;
    dct_arena_close(&list->arena);
    dct_free(&alloc, list, sizeof *list);
}

docent_status dct_talks_unread(dct_outbox *o, uint32_t *out, docent_error *err)
{
    *out = 0;
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_UNREAD, NULL, err);
    if (dct_rows_next(&r))
        *out = (uint32_t)dct_rows_int(&r, 0, 0, UINT32_MAX);
    return dct_rows_end(&r);
}

docent_status dct_talks_read(dct_outbox *o, const char *conversation, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_READ, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    return dct_rows_run(&r);
}

docent_status dct_talks_create(dct_outbox *o, const char *conversation, dct_row *out, docent_error *err)
{
    *out = (dct_row){ 0 };
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_CREATE, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    if (dct_rows_next(&r))
        dct_row_read(&r, out);
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && out->position == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "there is no conversation %.40s here", conversation);
    return status;
}

docent_status dct_talks_connector(dct_outbox *o, const char *conversation, char out[DCT_MAX_ID_BYTES + 1], docent_error *err)
{
    out[0] = 0;
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_REMOTE, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    if (dct_rows_next(&r))
        snprintf(out, DCT_MAX_ID_BYTES + 1, "%s", dct_rows_peek(&r, 0));
    return dct_rows_end(&r);
}

docent_status dct_talks_remote(dct_outbox *o, const char *conversation, dct_arena *arena, const char **connector,
                               const char **remote, docent_error *err)
{
    *connector = *remote = "";
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_REMOTE, arena, err);
    dct_rows_bind_text(&r, 1, conversation);
    if (dct_rows_next(&r)) {
        *connector = dct_rows_text(&r, 0);
        *remote = dct_rows_text(&r, 1);
    }
    return dct_rows_end(&r);
}

docent_status dct_talks_reference(dct_outbox *o, const char *conversation, dct_arena *arena, const char **out, docent_error *err)
{
    *out = "";
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_IN_REFERENCE, arena, err);
    dct_rows_bind_text(&r, 1, conversation);
    if (dct_rows_next(&r))
        *out = dct_rows_text(&r, 0);
    return dct_rows_end(&r);
}

/* ---- messages ---- */

/* Of a letter only its text is read; one that is sealed, or was erased, has none here. */
static void read_own_text(dct_outbox *o, dct_rows *r, docent_message *m)
{
    dct_arena scratch;
    dct_letter letter;
    size_t size;
    const void *body = dct_rows_blob(r, 4, &size);
    m->text = "";
    if (dct_rows_int(r, 5, 0, 1) == 1 || size == 0)
        return;
    dct_arena_init(&scratch, &o->alloc, 2 * (size_t)DCT_MAX_LETTER_BYTES);
    docent_status status = dct_letter_read(body, size, &scratch, &letter, NULL);
    if (status == DOCENT_OK)
        m->text = keep(r, letter.body);
    else if (status == DOCENT_ERR_NOMEM && r->status == DOCENT_OK)
        r->status = dct_fail_memory(r->err, "contact");
    dct_arena_close(&scratch);
}

static void read_message(dct_outbox *o, dct_rows *r, docent_message *m)
{
    m->mine = dct_rows_int(r, 1, 0, 1) == 1;
    take_id(r, 2, &m->id);
    m->author = dct_rows_text(r, 3);
    if (m->mine)
        read_own_text(o, r, m);
    else
        m->text = dct_rows_text(r, 4);
    m->at = dct_rows_int(r, 6, INT64_MIN, INT64_MAX);
    int64_t state = dct_rows_int(r, 7, 1, 255);
    m->state = dct_state_known(state) ? dct_state_shown((dct_letter_state)state) : DOCENT_REQUEST_HELD;
    m->attachment_count = (uint32_t)dct_rows_int(r, 8, 0, UINT32_MAX);
}

/* The newest come first from the disk, so that of too many the oldest are left out. */
static void turn_round(docent_messages *m)
{
    for (uint32_t i = 0; i < m->count / 2; i++) {
        docent_message kept = m->list[i];
        m->list[i] = m->list[m->count - 1 - i];
        m->list[m->count - 1 - i] = kept;
    }
}

docent_status dct_messages_open(dct_outbox *o, const char *conversation, docent_messages **out, docent_error *err)
{
    *out = NULL;
    docent_status status = dct_talks_may_see(o, conversation, err);
    docent_messages *m = status == DOCENT_OK ? dct_new_zero(&o->alloc, sizeof *m) : NULL;
    if (m == NULL)
        return status != DOCENT_OK ? status : dct_fail_memory(err, "contact");
    m->alloc = o->alloc;
    dct_arena_init(&m->arena, &m->alloc, DCT_MAX_CONVERSATION_BYTES);
    m->list = dct_arena_array(&m->arena, DCT_MAX_MESSAGES, sizeof *m->list);
    status = m->list == NULL ? dct_fail_memory(err, "contact") : DOCENT_OK;
    if (status == DOCENT_OK) {
        dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_MESSAGES, &m->arena, err);
        dct_rows_bind_text(&r, 1, conversation);
        dct_rows_bind_int(&r, 2, DCT_MAX_MESSAGES);
        while (m->count < DCT_MAX_MESSAGES && dct_rows_next(&r))
            read_message(o, &r, &m->list[m->count++]);
        status = dct_rows_end(&r);
    }
    turn_round(m);
    if (status == DOCENT_OK)
        *out = m;
    else
        docent_messages_close(m);
    return status;
}

uint32_t docent_messages_count(const docent_messages *list)
{
    return list == NULL ? 0 : list->count;
}

const docent_message *docent_messages_at(const docent_messages *list, uint32_t index)
{
    return list == NULL || index >= list->count ? NULL : &list->list[index];
}

void docent_messages_close(docent_messages *list)
{
    if (list == NULL)
        return;
    docent_alloc alloc = list->alloc;
    dct_arena_close(&list->arena);
    dct_free(&alloc, list, sizeof *list);
}

/* ---- claiming ---- */

static docent_status find_code(dct_outbox *o, const char *code, docent_id *out, docent_error *err)
{
    out->text[0] = 0;
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_BY_CODE, NULL, err);
    dct_rows_bind_text(&r, 1, code);
    if (dct_rows_next(&r))
        take_id(&r, 0, out);
    return dct_rows_end(&r);
}

static docent_status show(dct_outbox *o, const char *conversation, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_SHOW, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    return dct_rows_run(&r);
}

docent_status dct_talks_claim(dct_outbox *o, const char *typed, docent_id *out, docent_error *err)
{
    char code[DCT_REFERENCE_ROOM];
    docent_status status = dct_keep_claim_open(o, err);
    out->text[0] = 0;
    if (status == DOCENT_OK && dct_reference_read(typed, code))
        status = find_code(o, code, out, err);
    if (status == DOCENT_OK)
        status = dct_keep_claim_tried(o, out->text[0] != 0, err);
    if (status == DOCENT_OK && out->text[0] == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "no request on this device has this code");
    return status == DOCENT_OK ? show(o, out->text, err) : status;
}

/* ---- attachments ---- */

static docent_status read_file(dct_outbox *o, const char *sha256, size_t size, docent_asset **out, docent_error *err)
{
    void *data;
    docent_asset *asset = dct_asset_new(&o->alloc, size, &data);
    if (asset == NULL)
        return dct_fail_memory(err, "contact");
    if (dct_files_read(&o->files, sha256, 0, data, size) != (int64_t)size) {
        docent_asset_close(asset);
        return dct_fail(err, DOCENT_ERR_CORRUPT, "contact", 0, "the attachment is damaged or gone");
    }
    *out = asset;
    return DOCENT_OK;
}

docent_status dct_talks_attachment(dct_outbox *o, const char *message, uint32_t index, char name[257], docent_asset **out,
                                   docent_error *err)
{
    char sha256[DCT_HEX_SHA256] = "";
    int64_t size = 0;
    bool found = false;
    dct_rows r = dct_rows_begin(&o->talk_db, DCT_TALK_FILE, NULL, err);
    dct_rows_bind_text(&r, 1, message);
    dct_rows_bind_int(&r, 2, index);
    if (dct_rows_next(&r)) {
        found = true;
        snprintf(name, 257, "%.256s", dct_rows_peek(&r, 0));
        snprintf(sha256, sizeof sha256, "%s", dct_rows_peek(&r, 1));
        size = dct_rows_int(&r, 2, 0, DCT_MAX_ATTACHMENT_BYTES);
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && !found)
        status = dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "message %.40s has no attachment %u", message, (unsigned)index);
    return status == DOCENT_OK && out != NULL ? read_file(o, sha256, (size_t)size, out, err) : status;
}
