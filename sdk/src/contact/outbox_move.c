/* A letter's way: which is next, and every change of its state. The change and all that follows from it are one transaction,
 * and it is made only if the row still is where the caller believes it to be. */
#include "outbox_inside.h"

#include "../base/error.h"
#include "why.h"

#include <string.h>

/* ---- which is next ---- */

static docent_status hold(dct_outbox *o, int64_t position, const char *why, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_HOLD, NULL, err);
    dct_rows_bind_int(&r, 1, position);
    dct_rows_bind_int(&r, 2, DCT_NEVER_MS);
    dct_rows_bind_text(&r, 3, why);
    o->changes++;
    return dct_rows_run(&r);
}

static docent_status due_of_rank(dct_outbox *o, const char *connector, int rank, int64_t now_ms, dct_row *out,
                                 docent_error *err)
{
    int64_t position = 0;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_DUE, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, rank);
    dct_rows_bind_int(&r, 3, now_ms);
    if (dct_rows_next(&r)) {
        position = dct_rows_int(&r, 0, INT64_MIN, INT64_MAX);
        dct_row_read(&r, out);
    }
    docent_status status = dct_rows_end(&r);
    /* What cannot be read would stop all that stands behind it: it is held, and seen. */
    return status == DOCENT_ERR_CORRUPT && position != 0 ? hold(o, position, DCT_WHY_DAMAGED, err) : status;
}

static docent_status next_of_rank(dct_outbox *o, const char *connector, int rank, int64_t now_ms, int64_t *next_ms,
                                  docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_NEXT, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, rank);
    dct_rows_bind_int(&r, 3, now_ms);
    if (dct_rows_next(&r)) {
        int64_t due = dct_rows_int(&r, 0, INT64_MIN, INT64_MAX);
        *next_ms = due < *next_ms ? due : *next_ms;
    }
    return dct_rows_end(&r);
}

docent_status dct_outbox_due(dct_outbox *o, const char *connector, int64_t now_ms, dct_row *out, int64_t *next_ms,
                             docent_error *err)
{
    docent_status status = DOCENT_OK;
    memset(out, 0, sizeof *out);
    *next_ms = DCT_NEVER_MS;
    for (int rank = 0; rank < DCT_RANKS && status == DOCENT_OK && out->position == 0; rank++)
        status = due_of_rank(o, connector, rank, now_ms, out, err);
    for (int rank = 0; rank < DCT_RANKS && status == DOCENT_OK && out->position == 0; rank++)
        status = next_of_rank(o, connector, rank, now_ms, next_ms, err);
    return status;
}

/* ---- what it is ---- */

docent_status dct_outbox_body(dct_outbox *o, const dct_row *row, dct_arena *arena, const void **data, size_t *size,
                              docent_error *err)
{
    *data = "";
    *size = 0;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_BODY, NULL, err);
    dct_rows_bind_int(&r, 1, row->position);
    if (dct_rows_next(&r)) {
        const void *blob = dct_rows_blob(&r, 0, size);
        *data = dct_arena_text(arena, blob, *size);
    }
    docent_status status = dct_rows_end(&r);
    return status == DOCENT_OK && *data == NULL ? dct_db_fail_arena(&o->db, arena, err) : status;
}

docent_status dct_outbox_files(dct_outbox *o, const char *owner, dct_arena *arena, const dct_letter_file **files,
                               const char *const **uploads, uint32_t *count, docent_error *err)
{
    dct_letter_file *f = dct_arena_array(arena, DCT_MAX_ATTACHMENTS, sizeof *f);
    const char **u = dct_arena_array(arena, DCT_MAX_ATTACHMENTS, sizeof *u);
    *count = 0;
    *files = f;
    *uploads = u;
    if (f == NULL || u == NULL)
        return dct_db_fail_arena(&o->db, arena, err);
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_FILES, arena, err);
    dct_rows_bind_text(&r, 1, owner);
    while (*count < DCT_MAX_ATTACHMENTS && dct_rows_next(&r)) {
        f[*count].name = dct_rows_text(&r, 0);
        f[*count].type = dct_rows_text(&r, 1);
        f[*count].bytes = (uint64_t)dct_rows_int(&r, 2, 0, INT64_MAX);
        f[*count].sha256 = dct_rows_text(&r, 3);
        u[(*count)++] = dct_rows_text(&r, 4);
    }
    return dct_rows_end(&r);
}

docent_status dct_outbox_uploaded(dct_outbox *o, const char *owner, uint32_t index, const char *upload, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_UPLOADED, NULL, err);
    dct_rows_bind_text(&r, 1, owner);
    dct_rows_bind_int(&r, 2, index);
    dct_rows_bind_text(&r, 3, upload);
    return dct_rows_run(&r);
}

/* ---- moving ---- */

static docent_status run_with(dct_outbox *o, int statement, const char *id, int64_t number, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, statement, NULL, err);
    dct_rows_bind_text(&r, 1, id);
    dct_rows_bind_int(&r, 2, number);
    return dct_rows_run(&r);
}

static bool rests(dct_letter_state state)
{
    return state == DCT_LETTER_WAITING || state == DCT_LETTER_HELD || state == DCT_LETTER_BLOCKED;
}

static docent_status change_row(dct_outbox *o, const dct_row *row, dct_letter_state to, const dct_move *m, bool *moved,
                                docent_error *err)
{
    bool own_name = row->part != DCT_PART_CREATE && m->remote != NULL;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_MOVE, NULL, err);
    dct_rows_bind_int(&r, 1, row->position);
    dct_rows_bind_int(&r, 2, row->state);
    dct_rows_bind_int(&r, 3, to);
    dct_rows_bind_int(&r, 4, rests(to) ? DCT_NEVER_MS : to >= DCT_LETTER_FINISHED ? 0 : m->due_ms);
    dct_rows_bind_int(&r, 5, m->doubt_ms);
    dct_rows_bind_int(&r, 6, m->tries);
    dct_rows_bind_text(&r, 7, m->why == NULL ? "" : m->why);
    dct_rows_bind_text(&r, 8, own_name ? m->remote : "");
    *moved = dct_rows_next(&r);
    return dct_rows_end(&r);
}

static docent_status arrived(dct_outbox *o, const dct_row *row, const dct_move *m, docent_error *err)
{
    bool names = row->part == DCT_PART_CREATE && m->remote != NULL;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_ARRIVED, NULL, err);
    dct_rows_bind_text(&r, 1, row->conversation.text);
    dct_rows_bind_int(&r, 2, dct_outbox_unix_ms(o) / 1000);
    dct_rows_bind_text(&r, 3, names ? m->remote : "");
    dct_rows_bind_text(&r, 4, m->ref != NULL ? m->ref : "");
    return dct_rows_run(&r);
}

/* Whoever wrote it has gone: the server has it, so that no byte of it need stay. */
static docent_status erase_if_unseen(dct_outbox *o, const dct_row *row, docent_error *err)
{
    bool seen = true;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_SEEN, NULL, err);
    dct_rows_bind_text(&r, 1, row->conversation.text);
    if (dct_rows_next(&r))
        seen = dct_rows_int(&r, 0, 0, 1) == 1;
    docent_status status = dct_rows_end(&r);
    if (status != DOCENT_OK || seen)
        return status;
    status = run_with(o, DCT_OUT_DROP_FILES, row->id.text, 0, err);
    if (status != DOCENT_OK)
        return status;
    r = dct_rows_begin(&o->db, DCT_OUT_ERASE, NULL, err);
    dct_rows_bind_int(&r, 1, row->position);
    return dct_rows_run(&r);
}

static docent_status follow(dct_outbox *o, const dct_row *row, dct_letter_state to, const dct_move *m, docent_error *err)
{
    bool figures = strcmp(row->kind, "telemetry") == 0, ends = to >= DCT_LETTER_FINISHED || (figures && to == DCT_LETTER_HELD);
    if (figures || strcmp(row->kind, "feedback") == 0)
        return ends ? dct_outbox_drop(o, row->position, row->id.text, err) : DOCENT_OK;
    if (to < DCT_LETTER_FINISHED)
        return dct_state_shown(to) == dct_state_shown(row->state)
                   ? DOCENT_OK
                   : run_with(o, DCT_OUT_TOUCH, row->conversation.text, dct_outbox_unix_ms(o) / 1000, err);
    docent_status status = row->state < DCT_LETTER_FINISHED ? arrived(o, row, m, err) : DOCENT_OK;
    return status == DOCENT_OK ? erase_if_unseen(o, row, err) : status;
}

/* Within a transaction. */
static docent_status move(dct_outbox *o, dct_row *row, const dct_move *m, bool *moved, docent_error *err)
{
    dct_letter_state to = dct_state_after(row->state, m->event);
    *moved = false;
    if (to == DCT_LETTER_NONE)
        return DOCENT_OK;
    docent_status status = change_row(o, row, to, m, moved, err);
    if (status == DOCENT_OK && *moved)
        status = follow(o, row, to, m, err);
    if (status == DOCENT_OK && *moved)
        row->state = to;
    return status;
}

docent_status dct_outbox_move(dct_outbox *o, dct_row *row, const dct_move *m, bool *moved, docent_error *err)
{
    dct_row changed = *row;
    *moved = false;
    docent_status status = dct_db_begin(&o->db, err);
    if (status == DOCENT_OK)
        status = dct_db_end(&o->db, move(o, &changed, m, moved, err), err);
    if (status != DOCENT_OK || !*moved)
        return status;
    changed.due_ms = m->due_ms;
    changed.doubt_ms = m->doubt_ms;
    changed.tries = m->tries;
    *row = changed;
    o->changes++;
    return DOCENT_OK;
}

docent_status dct_outbox_postpone(dct_outbox *o, dct_row *row, int64_t due_ms, const char *why, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_POSTPONE, NULL, err);
    dct_rows_bind_int(&r, 1, row->position);
    dct_rows_bind_int(&r, 2, due_ms);
    dct_rows_bind_int(&r, 3, row->tries);
    dct_rows_bind_text(&r, 4, why);
    row->due_ms = due_ms;
    o->changes++;
    return dct_rows_run(&r);
}

docent_status dct_outbox_hold(dct_outbox *o, const dct_row *row, const char *why, docent_error *err)
{
    if (strcmp(row->kind, "telemetry") == 0)
        return dct_outbox_spare(o, row, err);
    docent_status status = dct_db_begin(&o->db, err);
    if (status != DOCENT_OK)
        return status;
    status = hold(o, row->position, why, err);
    if (status == DOCENT_OK)
        status = run_with(o, DCT_OUT_TOUCH, row->conversation.text, dct_outbox_unix_ms(o) / 1000, err);
    return dct_db_end(&o->db, status, err);
}

docent_status dct_outbox_spare(dct_outbox *o, const dct_row *row, docent_error *err)
{
    docent_status status = dct_db_begin(&o->db, err);
    o->changes++;
    return status == DOCENT_OK ? dct_db_end(&o->db, dct_outbox_drop(o, row->position, row->id.text, err), err) : status;
}

static docent_status read_row(dct_outbox *o, int statement, const char *id, int64_t number, dct_row *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    dct_rows r = dct_rows_begin(&o->db, statement, NULL, err);
    dct_rows_bind_text(&r, 1, id);
    if (number >= -1)
        dct_rows_bind_int(&r, 2, number);
    if (dct_rows_next(&r))
        dct_row_read(&r, out);
    return dct_rows_end(&r);
}

docent_status dct_outbox_found(dct_outbox *o, const char *id, docent_error *err)
{
    bool moved;
    dct_row row;
    docent_status status = read_row(o, DCT_OUT_BY_ID, id, -2, &row, err);
    dct_move found = { .event = DCT_SAYS_FOUND, .tries = row.tries };
    return status == DOCENT_OK && row.position != 0 ? move(o, &row, &found, &moved, err) : status;
}

/* ---- beginning anew ---- */

docent_status dct_outbox_restart(dct_outbox *o, int64_t now_ms, docent_error *err)
{
    docent_status status = dct_db_begin(&o->db, err);
    if (status != DOCENT_OK)
        return status;
    for (int state = DCT_LETTER_BLOCKED; state < DCT_LETTER_FINISHED && status == DOCENT_OK; state++) {
        dct_letter_state to = dct_state_after((dct_letter_state)state, DCT_SAYS_RESTART);
        if (state == DCT_LETTER_DOUBTFUL)
            to = DCT_LETTER_DOUBTFUL; /* Its time to settle begins anew: no clock tells how long the device was off. */
        if (to == DCT_LETTER_NONE)
            continue;
        dct_rows r = dct_rows_begin(&o->db, DCT_OUT_RESTART, NULL, err);
        dct_rows_bind_int(&r, 1, state);
        dct_rows_bind_int(&r, 2, to);
        dct_rows_bind_int(&r, 3, to == DCT_LETTER_DOUBTFUL ? now_ms : 0);
        status = dct_rows_run(&r);
    }
    o->changes++;
    return dct_db_end(&o->db, status, err);
}

docent_status dct_outbox_enrolled(dct_outbox *o, const char *connector, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_ENROLLED, NULL, err);
    dct_rows_bind_int(&r, 1, DCT_LETTER_BLOCKED);
    dct_rows_bind_int(&r, 2, dct_state_after(DCT_LETTER_BLOCKED, DCT_SAYS_ENROLLED));
    dct_rows_bind_text(&r, 3, connector);
    o->changes++;
    return dct_rows_run(&r);
}

docent_status dct_outbox_settle(dct_outbox *o, const char *connector, int64_t due_ms, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_SETTLE, NULL, err);
    dct_rows_bind_text(&r, 1, connector);
    dct_rows_bind_int(&r, 2, due_ms);
    return dct_rows_run(&r);
}

docent_status dct_outbox_clock_set(dct_outbox *o, const char *connector, int64_t latest_ms, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (int rank = 0; rank < DCT_RANKS && status == DOCENT_OK; rank++) {
        dct_rows r = dct_rows_begin(&o->db, DCT_OUT_FUTURE, NULL, err);
        dct_rows_bind_text(&r, 1, connector);
        dct_rows_bind_int(&r, 2, rank);
        dct_rows_bind_int(&r, 3, latest_ms);
        status = dct_rows_run(&r);
    }
    return status;
}

docent_status dct_outbox_connector(dct_outbox *o, const char *after, char out[DCT_MAX_ID_BYTES + 1], docent_error *err)
{
    char found[DCT_MAX_ID_BYTES + 1] = "";
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_CONNECTOR, NULL, err);
    dct_rows_bind_text(&r, 1, after);
    if (dct_rows_next(&r)) {
        const char *name = dct_rows_peek(&r, 0);
        size_t size = strlen(name);
        if (size > DCT_MAX_ID_BYTES)
            dct_rows_refuse(&r, "the name of a connector");
        else
            memcpy(found, name, size + 1);
    }
    memcpy(out, found, sizeof found); /* `after` may be `out`. */
    return dct_rows_end(&r);
}

docent_status dct_outbox_reroute(dct_outbox *o, const dct_row *row, const char *connector, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_REROUTE_TALK, NULL, err);
    dct_rows_bind_text(&r, 1, row->conversation.text);
    dct_rows_bind_text(&r, 2, connector);
    docent_status status = dct_rows_run(&r);
    if (status != DOCENT_OK)
        return status;
    r = dct_rows_begin(&o->db, DCT_OUT_REROUTE, NULL, err);
    dct_rows_bind_int(&r, 1, row->position);
    dct_rows_bind_text(&r, 2, connector);
    o->changes++;
    return dct_rows_run(&r);
}
