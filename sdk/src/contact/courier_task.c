/* What a connector should do next: enrol, carry a letter, or ask for answers; and how a task for it is made. */
#include "courier_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "keep.h"
#include "talks.h"
#include "why.h"

#include <string.h>

#define BLOCKED_AGAIN_MS 3600000 /* A credential that was refused may be good again. */
#define SIGN_IN_AGAIN_MS 30000
#define STAND_BACK_MS 1000

/* ---- tasks ---- */

static int64_t read_file(void *ctx, const char *sha256, uint64_t offset, void *to, size_t size)
{
    return dct_files_read(ctx, sha256, offset, to, size);
}

static void on_found(void *ctx, const dct_news *news)
{
    dct_news_add(ctx, news);
}

/* Everything a connector may borrow lives in the slot until the task ends. */
static void new_task(dct_slot *s)
{
    dct_courier *c = s->courier;
    dct_arena_init(&s->arena, &c->alloc, 4 * (size_t)DCT_MAX_LETTER_BYTES);
    dct_news_begin(&s->news, &c->alloc);
    s->task = (dct_task){ .frozen = "", .remote = "", .cursor = "", .identity = "",
                          .credential = s->credential != NULL ? s->credential : "",
                          .now_s = c->config.clock->unix_ms(c->config.clock->ctx) / 1000,
                          .read_file = read_file, .read_ctx = &c->config.outbox->files, .found = on_found,
                          .found_ctx = &s->news, .arena = &s->arena };
    s->busy = true;
}

void dct_slot_start(dct_slot *s, dct_op op)
{
    s->task.op = op;
    s->task.at = 0;
    s->task.verdict = DCT_PENDING;
    s->task.later_s = 0;
    s->task.why[0] = 0;
    s->task.out_remote = s->task.out_ref = s->task.out_cursor = s->task.out_credential = NULL;
    s->connector.kind->begin(&s->connector, &s->task);
}

void dct_slot_drop(dct_slot *s)
{
    s->connector.kind->cancel(&s->connector, &s->task);
    dct_news_end(&s->news);
    dct_arena_close(&s->arena);
    memset(&s->task, 0, sizeof s->task);
    s->busy = false;
}

/* The task was never begun: the connector does not know of it. */
static void undo(dct_slot *s)
{
    dct_news_end(&s->news);
    dct_arena_close(&s->arena);
    s->busy = false;
}

/* ---- letters ---- */

static docent_status read_sealed(dct_slot *s, docent_error *err)
{
    dct_letter *l = &s->letter;
    memset(l, 0, sizeof *l);
    l->locale = l->subject = l->body = l->name = l->email = l->phone = l->problem = l->queue = l->priority = "";
    l->product = l->audience = l->version = l->article = l->diagnostics = l->opinion = "";
    l->device = s->connector.device;
    l->id = s->row.id.text;
    l->conversation = s->row.conversation.text;
    l->kind = s->row.kind;
    l->part = s->row.part;
    l->seq = s->row.seq;
    l->made = s->row.made;
    return dct_talks_reference(s->courier->config.outbox, l->conversation, &s->arena, &l->reference, err);
}

static docent_status read_letter(dct_slot *s, docent_error *err)
{
    dct_outbox *o = s->courier->config.outbox;
    const char *connector, *remote;
    const dct_letter_file *files;
    uint32_t count;
    docent_status status = dct_outbox_body(o, &s->row, &s->arena, &s->task.frozen, &s->task.frozen_bytes, err);
    if (status == DOCENT_OK)
        status = s->row.sealed ? read_sealed(s, err)
                               : dct_letter_read(s->task.frozen, s->task.frozen_bytes, &s->arena, &s->letter, err);
    bool same = status == DOCENT_OK && strcmp(s->letter.id, s->row.id.text) == 0 &&
                strcmp(s->letter.conversation, s->row.conversation.text) == 0;
    if (status == DOCENT_OK && !same)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "contact", 0, "a stored request is not the one that its row names");
    if (status == DOCENT_OK)
        status = dct_outbox_files(o, s->row.id.text, &s->arena, &files, &s->uploads, &count, err);
    if (status == DOCENT_OK)
        status = dct_talks_remote(o, s->row.conversation.text, &s->arena, &connector, &remote, err);
    if (status != DOCENT_OK)
        return status;
    s->letter.files = files;
    s->letter.file_count = count;
    int64_t until = s->row.sealed ? s->row.until : s->letter.until;
    s->letter.late = until != 0 && until < s->task.now_s;
    s->task.letter = &s->letter;
    s->task.sealed = s->row.sealed;
    s->task.uploads = s->uploads;
    s->task.remote = remote;
    return DOCENT_OK;
}

static bool too_large(const dct_slot *s)
{
    for (uint32_t i = 0; s->connector.max_file_bytes != 0 && i < s->letter.file_count; i++)
        if (s->letter.files[i].bytes > s->connector.max_file_bytes)
            return true;
    return false;
}

static bool next_upload(const dct_slot *s, uint32_t *file)
{
    for (uint32_t i = 0; (s->connector.can & DCT_CAN_UPLOAD) != 0 && i < s->letter.file_count; i++) {
        if (*s->uploads[i] == 0) {
            *file = i;
            return true;
        }
    }
    return false;
}

static dct_op op_of(dct_part part)
{
    return part == DCT_PART_CREATE ? DCT_OP_CREATE : part == DCT_PART_APPEND ? DCT_OP_APPEND : DCT_OP_CLOSE;
}

/* On the disk before the first byte leaves. */
static docent_status send(dct_slot *s, dct_letter_event event, docent_error *err)
{
    bool moved;
    uint32_t file = 0;
    bool upload = event == DCT_SAYS_SEND && s->row.part != DCT_PART_CLOSE && next_upload(s, &file);
    dct_move move = { .event = upload ? DCT_SAYS_UPLOAD : event, .doubt_ms = s->row.doubt_ms, .tries = s->row.tries };
    docent_status status = dct_slot_move(s, &move, &moved, err);
    if (status != DOCENT_OK || !moved) {
        undo(s);
        return status;
    }
    s->task.file = file;
    dct_slot_start(s, upload ? DCT_OP_UPLOAD : op_of(s->row.part));
    return DOCENT_OK;
}

/* ---- in doubt ---- */

/* How long ago a letter left is known only for those that left since this process began: no clock tells how long the device
 * was off. */
static bool is_remembered(const dct_slot *s)
{
    const dct_connector *k = &s->connector;
    if ((k->can & DCT_CAN_DEDUP) == 0)
        return false;
    if (k->dedup_life_s == 0)
        return true;
    int64_t age_ms = dct_courier_ms(s->courier) - s->row.doubt_ms;
    return s->row.doubt_ms >= s->courier->began_ms && age_ms < (int64_t)k->dedup_life_s * 1000;
}

static bool can_look_up(const dct_slot *s)
{
    uint32_t way = s->row.part == DCT_PART_CREATE ? DCT_CAN_LOOKUP : DCT_CAN_LOOKUP_MESSAGE;
    return s->row.part != DCT_PART_CLOSE && (s->connector.can & way) != 0;
}

static docent_status give_up(dct_slot *s, docent_error *err)
{
    bool moved;
    dct_move move = { .event = DCT_SAYS_GIVE_UP, .doubt_ms = s->row.doubt_ms, .tries = s->row.tries, .why = DCT_WHY_UNSURE };
    undo(s);
    return dct_slot_move(s, &move, &moved, err);
}

static docent_status resolve_doubt(dct_slot *s, docent_error *err)
{
    bool twice_is_nothing = s->row.part == DCT_PART_CLOSE; /* Closed is closed. */
    if (twice_is_nothing || is_remembered(s))
        return send(s, DCT_SAYS_REPEAT, err);
    if (can_look_up(s)) {
        dct_slot_start(s, s->row.part == DCT_PART_CREATE ? DCT_OP_LOOKUP : DCT_OP_LOOKUP_MESSAGE);
        return DOCENT_OK;
    }
    return dct_desk_at_most_once(s->courier->config.desk) ? give_up(s, err) : send(s, DCT_SAYS_REPEAT, err);
}

/* ---- what stands in the way of a letter ---- */

/* On a shared device the person has gone, and a late call is better than none; in their own app they are asked. */
static docent_status window_passed(dct_slot *s, bool *stopped, docent_error *err)
{
    bool moved;
    dct_move move = { .event = DCT_SAYS_EXPIRED, .tries = s->row.tries, .why = DCT_WHY_WINDOW };
    *stopped = s->row.until != 0 && s->row.until < s->task.now_s && !s->courier->config.outbox->shared &&
               s->row.state == DCT_LETTER_QUEUED;
    return *stopped ? dct_slot_move(s, &move, &moved, err) : DOCENT_OK;
}

static docent_status stopped_by(dct_slot *s, bool *stopped, docent_error *err)
{
    dct_courier *c = s->courier;
    dct_outbox *o = c->config.outbox;
    bool appends = s->row.part == DCT_PART_APPEND && (s->connector.can & DCT_CAN_APPEND) == 0;
    *stopped = true;
    if (s->row.part == DCT_PART_CLOSE && (s->connector.can & DCT_CAN_CLOSE) == 0)
        return dct_outbox_spare(o, &s->row, err);
    if (appends || too_large(s)) {
        dct_slot_tell(s);
        return dct_outbox_hold(o, &s->row, appends ? DCT_WHY_NO_WAY : DCT_WHY_TOO_LARGE, err);
    }
    bool asks = c->config.identity != NULL && (s->connector.can & DCT_ONLY_FIGURES) == 0; /* Figures are nobody's. */
    const char *identity = asks ? c->config.identity(c->config.ctx) : "";
    if (identity == NULL)
        return dct_outbox_postpone(o, &s->row, dct_courier_ms(c) + SIGN_IN_AGAIN_MS, DCT_WHY_SIGN_IN, err);
    const char *kept = dct_arena_text(&s->arena, identity, strlen(identity));
    if (kept == NULL)
        return dct_fail_memory(err, "contact");
    s->task.identity = kept;
    return window_passed(s, stopped, err);
}

static docent_status begin_letter(dct_slot *s, docent_error *err)
{
    bool stopped;
    new_task(s);
    docent_status status = read_letter(s, err);
    if (status == DOCENT_ERR_NOMEM || status == DOCENT_ERR_IO || status == DOCENT_ERR_BUSY) {
        undo(s);
        return status;
    }
    if (status != DOCENT_OK) { /* It will never be readable. */
        undo(s);
        dct_slot_tell(s);
        return dct_outbox_hold(s->courier->config.outbox, &s->row, DCT_WHY_DAMAGED, err);
    }
    status = stopped_by(s, &stopped, err);
    if (status != DOCENT_OK || stopped) {
        undo(s);
        return status;
    }
    return s->row.state == DCT_LETTER_DOUBTFUL ? resolve_doubt(s, err) : send(s, DCT_SAYS_SEND, err);
}

/* ---- enrolling and polling ---- */

static docent_status begin_enrol(dct_slot *s)
{
    new_task(s);
    dct_slot_start(s, DCT_OP_ENROL);
    return DOCENT_OK;
}

static docent_status begin_poll_all(dct_slot *s, docent_error *err)
{
    bool awaits;
    const char *credential, *cursor;
    dct_outbox *o = s->courier->config.outbox;
    docent_status status = dct_inbox_awaits(o, s->connector.id, &awaits, err);
    if (status != DOCENT_OK || !awaits) {
        s->poll_ms = 0; /* Until a letter arrives. */
        return status;
    }
    new_task(s);
    memset(&s->talk, 0, sizeof s->talk);
    status = dct_keep_connector(o, s->connector.id, &s->arena, &credential, &cursor, err);
    if (status != DOCENT_OK) {
        undo(s);
        return status;
    }
    s->task.cursor = cursor;
    dct_slot_start(s, DCT_OP_POLL);
    return DOCENT_OK;
}

static docent_status begin_poll(dct_slot *s, int64_t now, docent_error *err)
{
    int64_t next;
    new_task(s);
    docent_status status = dct_inbox_due(s->courier->config.outbox, s->connector.id, now, &s->arena, &s->talk, &next, err);
    if (status != DOCENT_OK || s->talk.id.text[0] == 0) {
        undo(s);
        s->look_ms = next < s->look_ms ? next : s->look_ms;
        return status;
    }
    s->task.remote = s->talk.remote;
    s->task.cursor = s->talk.cursor;
    dct_slot_start(s, DCT_OP_POLL);
    return DOCENT_OK;
}

static docent_status try_poll(dct_slot *s, int64_t now, docent_error *err)
{
    if ((s->connector.can & DCT_CAN_POLL_ALL) != 0)
        return s->poll_ms != 0 && s->poll_ms <= now ? begin_poll_all(s, err) : DOCENT_OK;
    return (s->connector.can & DCT_CAN_POLL) != 0 ? begin_poll(s, now, err) : DOCENT_OK;
}

static docent_status try_letter(dct_slot *s, int64_t now, docent_error *err)
{
    int64_t next;
    docent_status status = dct_outbox_due(s->courier->config.outbox, s->connector.id, now, &s->row, &next, err);
    if (status != DOCENT_OK || s->row.position == 0) {
        s->look_ms = next < s->look_ms ? next : s->look_ms;
        return status;
    }
    s->looked = 0; /* There may be more. */
    return begin_letter(s, err);
}

/* Somebody waits for what another connector carries now: figures have time. What ends there changes the outbox, and then this
 * one is asked again. */
static bool stands_back(const dct_slot *s)
{
    const dct_courier *c = s->courier;
    for (uint32_t i = 0; (s->connector.can & DCT_ONLY_FIGURES) != 0 && i < c->count; i++)
        if (&c->slots[i] != s && c->slots[i].busy && c->slots[i].task.letter != NULL)
            return true;
    return false;
}

/* A mailbox is read from the start: an answer may wait there since the device was off. */
static void wake_poll_all(dct_slot *s)
{
    if ((s->connector.can & DCT_CAN_POLL_ALL) != 0 && s->poll_ms == 0)
        s->poll_ms = 1;
}

docent_status dct_slot_begin(dct_slot *s, docent_error *err)
{
    int64_t now = dct_courier_ms(s->courier);
    uint64_t changes = s->courier->config.outbox->changes;
    docent_status status = DOCENT_OK;
    if (now < s->pause_ms)
        return DOCENT_OK;
    if ((s->connector.can & DCT_CAN_ENROL) != 0 && s->credential == NULL)
        return begin_enrol(s);
    if (s->blocked) {
        s->blocked = false;
        s->looked = 0;
        status = dct_outbox_enrolled(s->courier->config.outbox, s->connector.id, err);
    }
    bool poll_due = s->poll_ms != 0 && s->poll_ms <= now;
    if (status != DOCENT_OK || (s->looked == changes && now < s->look_ms && !poll_due))
        return status;
    if (s->looked != changes)
        wake_poll_all(s);
    s->look_ms = stands_back(s) ? now + STAND_BACK_MS : DCT_NEVER_MS;
    s->looked = changes;
    if (s->look_ms != DCT_NEVER_MS)
        return DOCENT_OK;
    for (int i = 0; i < 2 && status == DOCENT_OK && !s->busy; i++) {
        status = s->letters_last ? try_poll(s, now, err) : try_letter(s, now, err);
        s->letters_last = !s->letters_last;
    }
    if (status != DOCENT_OK || s->busy) /* What was begun came before the rest was looked at. */
        s->looked = 0;
    return status;
}

/* ---- letters whose connector is gone ---- */

static bool is_configured(const dct_courier *c, const char *id)
{
    const dct_desk_connector *d;
    for (uint32_t i = 0; (d = dct_desk_connector_at(c->config.desk, i)) != NULL; i++)
        if (strcmp(d->id, id) == 0)
            return true;
    return false;
}

/* By the same rules as when it was written; a sealed one goes the way of all that say nothing. */
static docent_status new_way(dct_courier *c, const dct_row *row, const char **connector, docent_error *err)
{
    dct_arena arena;
    dct_letter l;
    dct_route route;
    const void *body;
    size_t size;
    dct_question q = { row->kind, "", "", "", "", "", "", row->made };
    dct_arena_init(&arena, &c->alloc, 4 * (size_t)DCT_MAX_LETTER_BYTES);
    docent_status status = dct_outbox_body(c->config.outbox, row, &arena, &body, &size, err);
    if (status == DOCENT_OK && !row->sealed && dct_letter_read(body, size, &arena, &l, NULL) == DOCENT_OK)
        q = (dct_question){ l.kind, l.problem, l.product, l.audience, l.version, l.article, l.locale, l.made };
    if (status == DOCENT_OK) {
        dct_desk_route(c->config.desk, &q, &route);
        bool figures = strcmp(row->kind, "telemetry") == 0; /* Without a collector they are nobody's. */
        *connector = strcmp(row->kind, "feedback") == 0 ? dct_desk_feedback(c->config.desk) : figures ? "" : route.connector;
    }
    dct_arena_close(&arena);
    return status;
}

static docent_status reroute_one(dct_courier *c, const char *from, bool *found, docent_error *err)
{
    dct_row row;
    int64_t next;
    const char *to = "", *connector, *remote;
    dct_arena arena;
    docent_status status = dct_outbox_due(c->config.outbox, from, DCT_NEVER_MS - 1, &row, &next, err);
    *found = status == DOCENT_OK && row.position != 0;
    if (!*found)
        return status;
    dct_arena_init(&arena, &c->alloc, DCT_MAX_CONTACT_BYTES);
    status = dct_talks_remote(c->config.outbox, row.conversation.text, &arena, &connector, &remote, err);
    if (status == DOCENT_OK && *remote == 0)
        status = new_way(c, &row, &to, err);
    if (status == DOCENT_OK) /* What was begun elsewhere cannot go on here. */
        status = *to != 0 ? dct_outbox_reroute(c->config.outbox, &row, to, err)
                          : dct_outbox_hold(c->config.outbox, &row, DCT_WHY_NO_WAY, err);
    dct_arena_close(&arena);
    return status;
}

docent_status dct_courier_reroute(dct_courier *c, docent_error *err)
{
    char id[DCT_MAX_ID_BYTES + 1] = "";
    bool found = false;
    docent_status status = reroute_one(c, "", &found, err);
    while (status == DOCENT_OK && !found) {
        status = dct_outbox_connector(c->config.outbox, id, id, err);
        if (status != DOCENT_OK || id[0] == 0)
            break;
        if (!is_configured(c, id))
            status = reroute_one(c, id, &found, err);
    }
    c->lost = status == DOCENT_OK ? found : c->lost;
    return status;
}
