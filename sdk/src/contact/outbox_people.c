/* What people do to what waits: take it back, agree to it, look at how much there is, and leave. */
#include "outbox_inside.h"

#include "../base/error.h"
#include "keep.h"
#include "why.h"

#include <string.h>

static docent_status run(dct_outbox *o, int statement, const char *id, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->db, statement, NULL, err);
    if (id != NULL)
        dct_rows_bind_text(&r, 1, id);
    return dct_rows_run(&r);
}

docent_status dct_outbox_drop(dct_outbox *o, int64_t position, const char *id, docent_error *err)
{
    docent_status status = run(o, DCT_OUT_DROP_FILES, id, err);
    if (status != DOCENT_OK)
        return status;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_DROP, NULL, err);
    dct_rows_bind_int(&r, 1, position);
    return dct_rows_run(&r);
}

/* The first unfinished letter after `seq`. */
static docent_status unfinished(dct_outbox *o, const char *conversation, int64_t seq, dct_row *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_UNFINISHED, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    dct_rows_bind_int(&r, 2, seq);
    if (dct_rows_next(&r))
        dct_row_read(&r, out);
    return dct_rows_end(&r);
}

/* ---- taking back ---- */

static bool may_go(const dct_row *row)
{
    return row->doubt_ms == 0 && dct_state_after(row->state, DCT_SAYS_WITHDRAW) != DCT_LETTER_NONE;
}

static docent_status drop_unsent(dct_outbox *o, const char *conversation, uint32_t *dropped, docent_error *err)
{
    dct_row row;
    int64_t seq = -1;
    docent_status status = unfinished(o, conversation, seq, &row, err);
    while (status == DOCENT_OK && row.position != 0) {
        seq = row.seq;
        if (may_go(&row)) {
            status = dct_outbox_drop(o, row.position, row.id.text, err);
            (*dropped)++;
        }
        if (status == DOCENT_OK)
            status = unfinished(o, conversation, seq, &row, err);
    }
    return status;
}

/* A conversation that nobody else has heard of is gone with its last letter. */
static docent_status drop_empty(dct_outbox *o, const char *conversation, docent_error *err)
{
    int64_t left = 1;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_LEFT, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    if (dct_rows_next(&r))
        left = dct_rows_int(&r, 0, 0, INT64_MAX);
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && left == 0)
        status = run(o, DCT_OUT_DROP_TALK, conversation, err);
    return status == DOCENT_OK ? run(o, DCT_OUT_DROP_DONE_CONSENT, NULL, err) : status;
}

docent_status dct_outbox_withdraw(dct_outbox *o, const char *conversation, docent_error *err)
{
    uint32_t dropped = 0;
    docent_status status = dct_db_begin(&o->db, err);
    if (status != DOCENT_OK)
        return status;
    status = drop_unsent(o, conversation, &dropped, err);
    if (status == DOCENT_OK && dropped == 0)
        status = dct_fail(err, DOCENT_ERR_BUSY, "contact", 0, "it is too late to take this back: it has left this device");
    if (status == DOCENT_OK)
        status = drop_empty(o, conversation, err);
    status = dct_db_end(&o->db, status, err);
    o->changes++;
    return status; /* Attachments that no row names are swept. */
}

/* ---- agreeing ---- */

static docent_status agree_all(dct_outbox *o, const char *conversation, const char *text, docent_error *err)
{
    dct_row row;
    int64_t seq = -1;
    docent_status status = *text == 0 ? DOCENT_OK : dct_keep_consent(o, conversation, text, err);
    if (status == DOCENT_OK)
        status = unfinished(o, conversation, seq, &row, err);
    while (status == DOCENT_OK && row.position != 0) {
        dct_letter_state to = dct_state_after(row.state, DCT_SAYS_AGREED);
        seq = row.seq;
        if (to != DCT_LETTER_NONE) {
            dct_rows r = dct_rows_begin(&o->db, DCT_OUT_AGREE, NULL, err);
            dct_rows_bind_int(&r, 1, row.position);
            dct_rows_bind_int(&r, 2, to);
            status = dct_rows_run(&r);
        }
        if (status == DOCENT_OK)
            status = unfinished(o, conversation, seq, &row, err);
    }
    return status;
}

docent_status dct_outbox_agree(dct_outbox *o, const char *conversation, const char *text, docent_error *err)
{
    docent_status status = dct_db_begin(&o->db, err);
    if (status == DOCENT_OK)
        status = dct_db_end(&o->db, agree_all(o, conversation, text, err), err);
    o->changes++;
    return status;
}

docent_status dct_outbox_drop_figures(dct_outbox *o, docent_error *err)
{
    o->changes++;
    return run(o, DCT_OUT_DROP_FIGURES, NULL, err);
}

/* ---- how much ---- */

static docent_status recount(dct_outbox *o, docent_error *err)
{
    docent_outbox *t = &o->totals;
    dct_rows r = dct_rows_begin(&o->db, DCT_OUT_TOTALS, NULL, err);
    if (dct_rows_next(&r)) {
        t->waiting = (uint32_t)dct_rows_int(&r, 0, 0, UINT32_MAX);
        t->held = (uint32_t)dct_rows_int(&r, 1, 0, UINT32_MAX);
        t->blocked = (uint32_t)dct_rows_int(&r, 2, 0, UINT32_MAX);
        t->doubtful = (uint32_t)dct_rows_int(&r, 3, 0, UINT32_MAX);
        t->bytes = (uint64_t)dct_rows_int(&r, 4, INT64_MIN, INT64_MAX);
        t->oldest = dct_rows_int(&r, 5, INT64_MIN, INT64_MAX);
    }
    return dct_rows_end(&r);
}

docent_status dct_outbox_count(dct_outbox *o, int64_t now_s, docent_outbox *out, docent_error *err)
{
    if (!o->was_counted || o->counted != o->changes) {
        docent_status status = recount(o, err);
        if (status != DOCENT_OK)
            return status;
        o->was_counted = true;
        o->counted = o->changes;
    }
    *out = o->totals;
    out->limit_bytes = DCT_MAX_OUTBOX_BYTES;
    out->warn = out->bytes > DCT_MAX_OUTBOX_BYTES / 2 ||
                (out->waiting > 0 && now_s > out->oldest && now_s - out->oldest > DCT_MAX_OUTBOX_AGE_S);
    return DOCENT_OK;
}

/* ---- leaving ---- */

/* On a shared device an answer may still be asked for with a claim code, so its conversation stays; in one person's app
 * nobody could ever see it again. What has not left stays in either case. */
static docent_status forget(dct_outbox *o, docent_error *err)
{
    static const int always[] = { DCT_OUT_HIDE, DCT_OUT_ERASE_ALL, DCT_OUT_ERASE_FILES };
    static const int own[] = { DCT_OUT_DROP_DONE, DCT_OUT_DROP_DONE_LETTERS, DCT_OUT_DROP_DONE_MESSAGES,
                               DCT_OUT_DROP_DONE_FILES, DCT_OUT_DROP_DONE_CONSENT };
    docent_status status = dct_keep_drafts_clear(o, err);
    for (size_t i = 0; i < sizeof always / sizeof *always && status == DOCENT_OK; i++)
        status = run(o, always[i], NULL, err);
    for (size_t i = 0; i < sizeof own / sizeof *own && status == DOCENT_OK && !o->shared; i++)
        status = run(o, own[i], NULL, err);
    return status;
}

docent_status dct_outbox_forget(dct_outbox *o, docent_error *err)
{
    docent_status status = dct_db_begin(&o->db, err);
    if (status == DOCENT_OK)
        status = dct_db_end(&o->db, forget(o, err), err);
    if (status == DOCENT_OK)
        dct_files_sweep(&o->files, DCT_FILES_NOW);
    o->changes++;
    return status;
}
