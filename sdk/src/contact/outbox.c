#include "outbox_inside.h"

#include "../base/error.h"
#include "../base/utf8.h"
#include "../crypto/seal.h"
#include "keep.h"
#include "reference.h"
#include "tally.h"
#include "talks.h"
#include "why.h"

#include <stdio.h>
#include <string.h>

#define SUBJECT_BYTES 120u
#define MAX_DRAWS 16

/* ---- life ---- */

docent_status dct_outbox_open(dct_outbox *o, const docent_alloc *alloc, const docent_clock *clock, dct_state *state,
                              bool shared, docent_error *err)
{
    memset(o, 0, sizeof *o);
    o->alloc = *alloc;
    o->clock = clock;
    o->state = state;
    o->shared = shared;
    o->changes = 1;
    dct_db_share(&o->db, dct_state_db(state), dct_out_statements, DCT_OUT_STATEMENTS);
    dct_db_share(&o->talk_db, dct_state_db(state), dct_talk_statements, DCT_TALK_STATEMENTS);
    dct_db_share(&o->keep_db, dct_state_db(state), dct_keep_statements, DCT_KEEP_STATEMENTS);
    docent_status status = dct_files_open(&o->files, &o->alloc, state, err);
    if (status == DOCENT_OK)
        status = dct_keep_device(o, &o->device, err);
    if (status != DOCENT_OK)
        dct_outbox_close(o);
    return status;
}

void dct_outbox_close(dct_outbox *o)
{
    dct_files_close(&o->files);
    dct_db_unshare(&o->db);
    dct_db_unshare(&o->talk_db);
    dct_db_unshare(&o->keep_db);
}

int64_t dct_outbox_unix_ms(const dct_outbox *o)
{
    return o->clock->unix_ms(o->clock->ctx);
}

/* ---- attachments: on the disk before the transaction begins ---- */

typedef struct putting {
    dct_outbox      *o;
    dct_posting     *p;
    dct_letter_file  files[DCT_MAX_ATTACHMENTS];
    char             names[DCT_MAX_ATTACHMENTS][DCT_HEX_SHA256];
    char             reference[DCT_REFERENCE_ROOM], claim[DCT_REFERENCE_ROOM];
    char             subject[SUBJECT_BYTES + 8], idem[DCT_HEX_SHA256];
    docent_id        id, talk;
    bool             fresh; /* It begins a conversation. */
    docent_alloc     wiping; /* Of `body`: where it is sealed, it is to be nowhere else. */
    dct_buf          body, sealed;
    uint64_t         bytes;
} putting;

static docent_status no_entropy(docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_IO, "contact", 0, "the system gives no random numbers; try again");
}

static docent_status put_file(putting *w, uint32_t i, docent_error *err)
{
    const docent_attachment *a = &w->p->attachments[i];
    const void *data = a->data;
    size_t size = a->size;
    dct_buf sealed;
    docent_status status = DOCENT_OK;
    dct_buf_init(&sealed, &w->o->alloc, (size_t)DCT_MAX_ATTACHMENT_BYTES + DCT_SEAL_OVERHEAD);
    if (*w->p->seal != 0) {
        status = dct_seal(w->p->seal, data, size, &sealed, err);
        data = sealed.data;
        size = sealed.size;
    }
    if (status == DOCENT_OK)
        status = dct_files_put(&w->o->files, data, size, w->names[i], err);
    w->files[i] = (dct_letter_file){ a->name, a->type, w->names[i], size };
    w->bytes += size;
    dct_buf_close(&sealed);
    return status;
}

/* Room is kept for what people write: only what they attach is refused, long after the event that warns of it. */
static docent_status room_for_files(putting *w, docent_error *err)
{
    docent_outbox totals;
    uint64_t more = 0;
    if (w->p->attachment_count == 0)
        return DOCENT_OK;
    for (uint32_t i = 0; i < w->p->attachment_count; i++)
        more += w->p->attachments[i].size;
    docent_status status = dct_outbox_count(w->o, dct_outbox_unix_ms(w->o) / 1000, &totals, err);
    if (status == DOCENT_OK && totals.bytes + more > DCT_MAX_OUTBOX_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0,
                        "%llu MB wait to be sent: send this without its attachments, or connect the device first",
                        (unsigned long long)(totals.bytes >> 20));
    return status;
}

static docent_status put_files(putting *w, docent_error *err)
{
    docent_status status = room_for_files(w, err);
    for (uint32_t i = 0; i < w->p->attachment_count && status == DOCENT_OK; i++)
        status = put_file(w, i, err);
    w->p->letter.files = w->files;
    w->p->letter.file_count = w->p->attachment_count;
    return status;
}

static void drop_files(putting *w)
{
    for (uint32_t i = 0; i < w->p->attachment_count; i++)
        if (w->names[i][0] != 0)
            dct_files_drop(&w->o->files, w->names[i]);
}

/* ---- the frozen bytes ---- */

static docent_status freeze(putting *w, docent_error *err)
{
    dct_posting *p = w->p;
    docent_status status = dct_letter_write(&p->letter, &w->body, err);
    if (status == DOCENT_OK && *p->seal != 0)
        status = dct_seal(p->seal, w->body.data, w->body.size, &w->sealed, err);
    return status;
}

/* The first line of what was written, cut where a character ends. */
static void name_subject(putting *w)
{
    dct_letter *l = &w->p->letter;
    size_t size = strcspn(l->body, "\r\n");
    if (*l->subject != 0 || l->part != DCT_PART_CREATE)
        return;
    bool cut = size > SUBJECT_BYTES;
    size = dct_utf8_cut(l->body, cut ? SUBJECT_BYTES : size);
    memcpy(w->subject, l->body, size);
    memcpy(w->subject + size, cut ? "…" : "", cut ? sizeof "…" : 1);
    l->subject = w->subject;
}

/* ---- the transaction ---- */

static docent_status find_talk(putting *w, docent_error *err)
{
    dct_letter *l = &w->p->letter;
    static const char *const kinds[] = { "", "ticket", "callback", "chat", "forum" };
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_HAS, NULL, err);
    dct_rows_bind_text(&r, 1, l->conversation);
    bool found = dct_rows_next(&r);
    if (found) {
        snprintf(w->reference, sizeof w->reference, "%s", dct_rows_peek(&r, 1));
        w->p->kind = (docent_request_kind)dct_rows_int(&r, 2, 1, 4);
        l->kind = kinds[w->p->kind];
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && !found)
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "there is no conversation %s", l->conversation);
    return status;
}

static docent_status next_seq(putting *w, docent_error *err)
{
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_SEQ, NULL, err);
    dct_rows_bind_text(&r, 1, w->p->letter.conversation);
    if (dct_rows_next(&r))
        w->p->letter.seq = (uint32_t)dct_rows_int(&r, 0, 0, UINT32_MAX);
    return dct_rows_end(&r);
}

static docent_status add_talk(putting *w, bool *made, docent_error *err)
{
    const dct_letter *l = &w->p->letter;
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_MAKE, NULL, err);
    dct_rows_bind_text(&r, 1, l->conversation);
    dct_rows_bind_int(&r, 2, w->p->kind);
    dct_rows_bind_text(&r, 3, w->reference);
    dct_rows_bind_text(&r, 4, w->claim);
    dct_rows_bind_text(&r, 5, w->idem);
    dct_rows_bind_text(&r, 6, w->p->connector);
    dct_rows_bind_text(&r, 7, *w->p->seal != 0 ? "" : l->subject);
    dct_rows_bind_int(&r, 8, l->made);
    dct_rows_bind_int(&r, 9, w->p->answer_by);
    *made = dct_rows_next(&r);
    return dct_rows_end(&r);
}

/* Short names may be taken: others are drawn, until it is clear that this is not chance. */
static docent_status make_talk(putting *w, docent_error *err)
{
    bool made = false;
    docent_status status = add_talk(w, &made, err);
    for (int i = 0; status == DOCENT_OK && !made; i++) {
        if (i == MAX_DRAWS || !dct_reference_make(w->o->clock, w->reference) ||
            (w->o->shared && !dct_claim_make(w->o->clock, w->claim)))
            return no_entropy(err);
        status = add_talk(w, &made, err);
    }
    return status;
}

/* Writing again opens what was closed. */
static docent_status touch_talk(putting *w, docent_error *err)
{
    dct_rows r = dct_rows_begin(&w->o->db, w->p->letter.part == DCT_PART_CLOSE ? DCT_OUT_CLOSE : DCT_OUT_REOPEN, NULL, err);
    dct_rows_bind_text(&r, 1, w->p->letter.conversation);
    dct_rows_bind_int(&r, 2, w->p->letter.made);
    return dct_rows_run(&r);
}

static docent_status add_letter(putting *w, docent_error *err)
{
    const dct_letter *l = &w->p->letter;
    const dct_buf *body = *w->p->seal != 0 ? &w->sealed : &w->body;
    bool waits = w->p->must_consent && !w->p->agreed;
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_LETTER, NULL, err);
    dct_rows_bind_text(&r, 1, l->id);
    dct_rows_bind_text(&r, 2, l->conversation);
    dct_rows_bind_int(&r, 3, l->seq);
    dct_rows_bind_int(&r, 4, l->part);
    dct_rows_bind_text(&r, 5, l->kind);
    dct_rows_bind_int(&r, 6, w->p->rank);
    dct_rows_bind_text(&r, 7, w->p->connector);
    dct_rows_bind_int(&r, 8, waits ? DCT_LETTER_WAITING : DCT_LETTER_QUEUED);
    dct_rows_bind_int(&r, 9, *w->p->seal != 0);
    dct_rows_bind_int(&r, 10, waits ? DCT_NEVER_MS : 0);
    dct_rows_bind_int(&r, 11, l->until);
    dct_rows_bind_int(&r, 12, l->made);
    dct_rows_bind_int(&r, 13, (int64_t)(w->bytes + body->size));
    dct_rows_bind_text(&r, 14, waits ? DCT_WHY_CONSENT : "");
    dct_rows_bind_blob(&r, 15, body->data, body->size);
    return dct_rows_run(&r);
}

static docent_status add_attachments(putting *w, docent_error *err)
{
    char name[24];
    bool sealed = *w->p->seal != 0;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < w->p->attachment_count && status == DOCENT_OK; i++) {
        snprintf(name, sizeof name, "%u.sealed", (unsigned)i + 1);
        dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_ATTACH, NULL, err);
        dct_rows_bind_text(&r, 1, w->id.text);
        dct_rows_bind_int(&r, 2, i);
        dct_rows_bind_text(&r, 3, sealed ? name : w->files[i].name);
        dct_rows_bind_text(&r, 4, sealed ? "application/octet-stream" : w->files[i].type);
        dct_rows_bind_int(&r, 5, (int64_t)w->files[i].bytes);
        dct_rows_bind_text(&r, 6, w->files[i].sha256);
        status = dct_rows_run(&r);
    }
    return status;
}

static docent_status add_consent(putting *w, docent_error *err)
{
    return w->p->agreed && *w->p->consent != 0 ? dct_keep_consent(w->o, w->talk.text, w->p->consent, err) : DOCENT_OK;
}

/* Those that came first go; what the courier has in hand stays. */
static docent_status make_room(putting *w, docent_error *err)
{
    uint32_t most = w->p->rank == DCT_RANK_FEEDBACK ? DCT_MAX_FEEDBACK_WAITING : DCT_MAX_TELEMETRY_WAITING;
    docent_id id = { "" };
    int64_t count = 0, position = 0;
    if (w->p->rank == DCT_RANK_REQUEST)
        return DOCENT_OK;
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_CROWD, NULL, err);
    dct_rows_bind_text(&r, 1, w->p->connector);
    dct_rows_bind_int(&r, 2, w->p->rank);
    if (dct_rows_next(&r))
        count = dct_rows_int(&r, 0, 0, INT64_MAX);
    docent_status status = dct_rows_end(&r);
    if (status != DOCENT_OK || count < most)
        return status;
    r = dct_rows_begin(&w->o->db, DCT_OUT_OLDEST, NULL, err);
    dct_rows_bind_text(&r, 1, w->p->connector);
    dct_rows_bind_int(&r, 2, w->p->rank);
    if (dct_rows_next(&r)) {
        position = dct_rows_int(&r, 0, 1, INT64_MAX);
        snprintf(id.text, sizeof id.text, "%s", dct_rows_peek(&r, 1));
    }
    status = dct_rows_end(&r);
    return status == DOCENT_OK && position != 0 ? dct_outbox_drop(w->o, position, id.text, err) : status;
}

static docent_status put_rows(putting *w, docent_error *err)
{
    docent_status status = w->fresh || w->p->kind == 0 ? DOCENT_OK : find_talk(w, err);
    if (status == DOCENT_OK && w->p->kind != 0)
        status = w->fresh ? make_talk(w, err) : touch_talk(w, err);
    w->p->letter.reference = w->p->kind != 0 ? w->reference : "";
    if (status == DOCENT_OK && !w->fresh)
        status = next_seq(w, err);
    if (status == DOCENT_OK)
        status = freeze(w, err);
    if (status == DOCENT_OK)
        status = add_letter(w, err);
    if (status == DOCENT_OK)
        status = add_attachments(w, err);
    if (status == DOCENT_OK)
        status = add_consent(w, err);
    if (status == DOCENT_OK)
        status = make_room(w, err);
    if (status == DOCENT_OK && w->fresh && w->p->kind != 0)
        status = dct_tally_asked(w->o, &w->p->letter, err);
    return status;
}

/* ---- the whole ---- */

/* The same text twice is the same request: its digest is kept, for the text may say who the person is. */
static docent_status find_same(putting *w, bool *found, docent_error *err)
{
    *found = false;
    if (w->p->idempotency == NULL || *w->p->idempotency == 0)
        return DOCENT_OK;
    if (!dct_sha256_hex(w->p->idempotency, strlen(w->p->idempotency), w->idem))
        return dct_fail_memory(err, "contact");
    dct_rows r = dct_rows_begin(&w->o->db, DCT_OUT_SAME, NULL, err);
    dct_rows_bind_text(&r, 1, w->idem);
    *found = dct_rows_next(&r);
    if (*found)
        snprintf(w->talk.text, sizeof w->talk.text, "%s", dct_rows_peek(&r, 0));
    return dct_rows_end(&r);
}

static docent_status name_all(putting *w, docent_error *err)
{
    dct_outbox *o = w->o;
    dct_letter *l = &w->p->letter;
    w->fresh = *l->conversation == 0;
    if (!dct_uuid_make(&o->ids, o->clock, &w->talk) || !dct_uuid_make(&o->ids, o->clock, &w->id) ||
        !dct_reference_make(o->clock, w->reference) || (o->shared && !dct_claim_make(o->clock, w->claim)))
        return no_entropy(err);
    if (!w->fresh)
        snprintf(w->talk.text, sizeof w->talk.text, "%s", l->conversation);
    l->id = w->id.text;
    l->conversation = w->talk.text;
    l->device = o->device.text;
    l->made = dct_outbox_unix_ms(o) / 1000;
    name_subject(w);
    return DOCENT_OK;
}

static docent_status put(putting *w, docent_error *err)
{
    docent_status rows = name_all(w, err);
    w->p->id = w->id;
    if (rows == DOCENT_OK)
        rows = put_files(w, err);
    if (rows == DOCENT_OK)
        rows = dct_db_begin(&w->o->db, err);
    docent_status status = rows;
    if (rows == DOCENT_OK) {
        rows = put_rows(w, err);
        status = dct_db_end(&w->o->db, rows, err);
    }
    if (status == DOCENT_OK)
        w->o->changes++;
    else if (rows != DOCENT_OK)
        drop_files(w); /* Not when the last sync failed: the next start may find the rows after all; else it sweeps. */
    return status;
}

docent_status dct_outbox_put(dct_outbox *o, dct_posting *p, docent_id *out, docent_error *err)
{
    bool same;
    dct_letter given = p->letter;
    putting *w = dct_new_zero(&o->alloc, sizeof *w);
    if (w == NULL)
        return dct_fail_memory(err, "contact");
    w->o = o;
    w->p = p;
    w->wiping = dct_alloc_wiping(&o->alloc);
    dct_buf_init(&w->body, *p->seal != 0 ? &w->wiping : &o->alloc, DCT_MAX_LETTER_BYTES);
    dct_buf_init(&w->sealed, &o->alloc, DCT_MAX_LETTER_BYTES + DCT_SEAL_OVERHEAD);
    docent_status status = find_same(w, &same, err);
    if (status == DOCENT_OK && !same)
        status = put(w, err);
    if (status == DOCENT_OK && out != NULL)
        *out = w->talk;
    given.seq = p->letter.seq;
    p->letter = given; /* What was filled in lives in `w`. */
    dct_buf_close(&w->body);
    dct_buf_close(&w->sealed);
    memset(w, 0, sizeof *w); /* Its subject. */
    dct_free(&o->alloc, w, sizeof *w);
    return status;
}
