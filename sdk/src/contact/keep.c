#include "keep.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRONG_CODES 5
#define SHUT_MS 60000

const char *const dct_keep_statements[DCT_KEEP_STATEMENTS] = {
    [DCT_KEEP_GET] = "SELECT value FROM device WHERE key = ?1",
    [DCT_KEEP_SET] = "INSERT INTO device(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
    [DCT_KEEP_DRAFT_SET] = ("INSERT INTO draft(key, text) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET text = excluded.text"),
    [DCT_KEEP_DRAFT_CLEAR] = "DELETE FROM draft WHERE key = ?1",
    [DCT_KEEP_DRAFT_GET] = "SELECT text FROM draft WHERE key = ?1",
    [DCT_KEEP_DRAFT_COUNT] = "SELECT count(*) FROM draft WHERE key <> ?1",
    [DCT_KEEP_DRAFTS_CLEAR] = "DELETE FROM draft",
    [DCT_KEEP_AGREED] = ("INSERT INTO consent(conversation, sha256, at) VALUES(?1, ?2, ?3) "
                         "ON CONFLICT(conversation, sha256) DO NOTHING"),
    [DCT_KEEP_CREDENTIAL] = "SELECT credential, cursor FROM connector WHERE id = ?1",
    [DCT_KEEP_CREDENTIAL_SET] = ("INSERT INTO connector(id, credential, cursor) VALUES(?1, ?2, '') "
                                 "ON CONFLICT(id) DO UPDATE SET credential = excluded.credential"),
    [DCT_KEEP_CURSOR_SET] = ("INSERT INTO connector(id, credential, cursor) VALUES(?1, '', ?2) "
                             "ON CONFLICT(id) DO UPDATE SET cursor = excluded.cursor"),
    [DCT_KEEP_ANSWER] = "INSERT INTO answer(took_s, at) VALUES(?1, ?2)",
    [DCT_KEEP_ANSWERS_TRIM] = "DELETE FROM answer WHERE position <= (SELECT max(position) FROM answer) - ?1",
    [DCT_KEEP_ANSWERS] = "SELECT took_s, at FROM answer ORDER BY took_s",
    [DCT_KEEP_TALLY] = ("INSERT INTO tally(kind, name, count) VALUES(?1, ?2, ?3) ON CONFLICT(kind, name) "
                        "DO UPDATE SET count = min(count + excluded.count, 1000000000)"),
    [DCT_KEEP_TALLY_TRIM] = ("DELETE FROM tally WHERE (kind, name) IN (SELECT kind, name FROM tally WHERE "
                             "NOT (kind = ?1 AND name = ?2) ORDER BY count LIMIT "
                             "max(0, (SELECT count(*) FROM tally) - ?3))"),
};

static docent_status change(dct_outbox *o, int statement, const char *a, const char *b, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->keep_db, statement, NULL, err);
    dct_rows_bind_text(&r, 1, a);
    if (b != NULL)
        dct_rows_bind_text(&r, 2, b);
    return dct_rows_run(&r);
}

/* ---- the device ---- */

static docent_status get(dct_outbox *o, const char *key, char *out, size_t room, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_GET, NULL, err);
    dct_rows_bind_text(&r, 1, key);
    out[0] = 0;
    if (dct_rows_next(&r))
        snprintf(out, room, "%s", dct_rows_peek(&r, 0));
    return dct_rows_end(&r);
}

/* Two processes may begin at once: the first to write wins, and both read what it wrote. */
static docent_status make_device(dct_outbox *o, docent_id *out, docent_error *err)
{
    docent_status status = dct_db_begin(&o->keep_db, err);
    if (status != DOCENT_OK)
        return status;
    status = get(o, "id", out->text, sizeof out->text, err);
    if (status == DOCENT_OK && !dct_uuid_ok(out->text)) {
        if (!dct_uuid_make(&o->ids, o->clock, out))
            status = dct_fail(err, DOCENT_ERR_IO, "contact", 0, "the system gives no random numbers; try again");
        else
            status = change(o, DCT_KEEP_SET, "id", out->text, err);
    }
    return dct_db_end(&o->keep_db, status, err);
}

docent_status dct_keep_device(dct_outbox *o, docent_id *out, docent_error *err)
{
    docent_status status = get(o, "id", out->text, sizeof out->text, err);
    return status == DOCENT_OK && !dct_uuid_ok(out->text) ? make_device(o, out, err) : status;
}

/* ---- drafts ---- */

static docent_status room_for_draft(dct_outbox *o, const char *key, docent_error *err)
{
    int64_t others = 0;
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_DRAFT_COUNT, NULL, err);
    dct_rows_bind_text(&r, 1, key);
    if (dct_rows_next(&r))
        others = dct_rows_int(&r, 0, 0, INT64_MAX);
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && others >= DCT_MAX_DRAFTS)
        return dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "%u drafts are kept; forget one first", DCT_MAX_DRAFTS);
    return status;
}

docent_status dct_keep_draft(dct_outbox *o, const char *key, const char *text, docent_error *err)
{
    if (*text == 0)
        return change(o, DCT_KEEP_DRAFT_CLEAR, key, NULL, err);
    docent_status status = room_for_draft(o, key, err);
    return status == DOCENT_OK ? change(o, DCT_KEEP_DRAFT_SET, key, text, err) : status;
}

docent_status dct_keep_draft_get(dct_outbox *o, const char *key, dct_buf *out, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_DRAFT_GET, NULL, err);
    dct_rows_bind_text(&r, 1, key);
    if (dct_rows_next(&r))
        dct_buf_add_text(out, dct_rows_peek(&r, 0));
    docent_status status = dct_rows_end(&r);
    return status == DOCENT_OK && out->failed ? dct_fail_memory(err, "contact") : status;
}

docent_status dct_keep_drafts_clear(dct_outbox *o, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_DRAFTS_CLEAR, NULL, err);
    return dct_rows_run(&r);
}

/* ---- consent ---- */

docent_status dct_keep_consent(dct_outbox *o, const char *conversation, const char *text, docent_error *err)
{
    char digest[DCT_HEX_SHA256];
    if (!dct_sha256_hex(text, strlen(text), digest))
        return dct_fail_memory(err, "contact");
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_AGREED, NULL, err);
    dct_rows_bind_text(&r, 1, conversation);
    dct_rows_bind_text(&r, 2, digest);
    dct_rows_bind_int(&r, 3, dct_outbox_unix_ms(o) / 1000);
    return dct_rows_run(&r);
}

/* ---- claim codes: "COUNT SINCE_MS" ---- */

static docent_status read_tries(dct_outbox *o, long *count, int64_t *since_ms, docent_error *err)
{
    char text[64], *end;
    docent_status status = get(o, "claims", text, sizeof text, err);
    *count = strtol(text, &end, 10);
    *since_ms = strtoll(end, NULL, 10);
    if (*count < 0 || *count > WRONG_CODES)
        *count = WRONG_CODES;
    return status;
}

static docent_status write_tries(dct_outbox *o, long count, docent_error *err)
{
    char text[64];
    snprintf(text, sizeof text, "%ld %lld", count, (long long)dct_outbox_unix_ms(o));
    return change(o, DCT_KEEP_SET, "claims", text, err);
}

docent_status dct_keep_claim_open(dct_outbox *o, docent_error *err)
{
    long count;
    int64_t since_ms, now_ms = dct_outbox_unix_ms(o);
    docent_status status = read_tries(o, &count, &since_ms, err);
    if (status != DOCENT_OK || count < WRONG_CODES)
        return status;
    if (now_ms < since_ms) /* The clock was set back: the minute begins anew, and does not last for years. */
        status = write_tries(o, count, err);
    else if (now_ms - since_ms >= SHUT_MS)
        return write_tries(o, 0, err);
    return status != DOCENT_OK ? status
                               : dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "too many wrong codes: wait a minute");
}

docent_status dct_keep_claim_tried(dct_outbox *o, bool right, docent_error *err)
{
    long count;
    int64_t since_ms;
    docent_status status = read_tries(o, &count, &since_ms, err);
    if (status != DOCENT_OK || (right && count == 0))
        return status;
    return write_tries(o, right ? 0 : count + 1, err);
}

/* ---- servers ---- */

docent_status dct_keep_connector(dct_outbox *o, const char *id, dct_arena *arena, const char **credential,
                                 const char **cursor, docent_error *err)
{
    *credential = *cursor = "";
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_CREDENTIAL, arena, err);
    dct_rows_bind_text(&r, 1, id);
    if (dct_rows_next(&r)) {
        *credential = dct_rows_text(&r, 0);
        *cursor = dct_rows_text(&r, 1);
    }
    return dct_rows_end(&r);
}

docent_status dct_keep_credential(dct_outbox *o, const char *id, const char *credential, docent_error *err)
{
    return change(o, DCT_KEEP_CREDENTIAL_SET, id, credential, err);
}

docent_status dct_keep_cursor(dct_outbox *o, const char *id, const char *cursor, docent_error *err)
{
    return change(o, DCT_KEEP_CURSOR_SET, id, cursor, err);
}
