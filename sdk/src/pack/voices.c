#include "voices.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../contact/letter.h"
#include "../contact/states.h"
#include "../contact/tally.h"
#include "../store/look.h"
#include "redact.h"

#include <string.h>

enum {
    MAX_ROWS = 16 * DCT_MAX_TALLIES, /* Each kind is trimmed on the device; a file with more is not ours. */
    MAX_COUNT = 1000000000,
    MAX_TALKS = 1000000,
    MAX_REASONS = 20000, /* Over all files; of each the newest. */
    REASON_BYTES = 280,  /* Somebody's point; more is a letter. */
    YEAR_S = 366 * 86400
};

enum { TALLIES, ANSWERS, TALKS, WAITING, FEEDBACK, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [TALLIES] = "SELECT kind, name, count FROM tally",
    [ANSWERS] = "SELECT took_s FROM answer",
    [TALKS] = "SELECT state, answer_by, answered FROM conversation",
    [WAITING] = "SELECT state FROM letter WHERE state < 16 AND rank = 0",
    [FEEDBACK] = ("SELECT body FROM letter WHERE rank = 1 AND kind = 'feedback' AND sealed = 0 AND length(body) > 2 "
                  "ORDER BY position DESC"),
};

void dct_voices_init(dct_voices *v, const docent_alloc *alloc, int64_t now)
{
    memset(v, 0, sizeof *v);
    v->alloc = alloc;
    v->now = now;
    dct_arena_init(&v->arena, alloc, DCT_MAX_ARENA_BYTES);
}

void dct_voices_close(dct_voices *v)
{
    dct_free(v->alloc, v->rows, v->row_room * sizeof *v->rows);
    dct_free(v->alloc, v->reasons, v->reason_room * sizeof *v->reasons);
    dct_free(v->alloc, v->took, v->took_room * sizeof *v->took);
    dct_free(v->alloc, v->places, v->place_room * sizeof *v->places);
    dct_arena_close(&v->arena);
}

/* The list with room for one more; NULL when memory is short, and the old one stays. */
static void *more(dct_voices *v, void *list, size_t count, size_t *room, size_t item)
{
    if (count < *room)
        return list;
    size_t wanted = *room == 0 ? 64 : *room * 2;
    void *larger = dct_resize(v->alloc, list, *room * item, wanted * item);
    if (larger != NULL)
        *room = wanted;
    return larger;
}

static docent_status out_of_memory(docent_error *err)
{
    return dct_fail_memory(err, "pack");
}

/* ---- rows of one file ---- */

static bool known_kind(int64_t kind)
{
    return (kind >= DCT_TALLY_ASKED && kind <= DCT_TALLY_REQUESTS) ||
           (kind > DCT_TALLY_OPINION && kind < DCT_TALLY_OPINION + DCT_OPINIONS);
}

static docent_status read_tallies(dct_voices *v, dct_db *db, docent_error *err)
{
    size_t seen = 0;
    dct_rows r = dct_rows_begin(db, TALLIES, &v->arena, err);
    while (dct_rows_next(&r)) {
        int64_t kind = dct_rows_int(&r, 0, 0, 255);
        if (++seen > MAX_ROWS)
            dct_rows_refuse(&r, "more places than are ever counted");
        else if (strlen(dct_rows_peek(&r, 1)) > DCT_MAX_ADDRESS_BYTES)
            dct_rows_refuse(&r, "a counted place");
        if (r.status != DOCENT_OK || !known_kind(kind))
            continue;
        dct_tally_row *rows = more(v, v->rows, v->row_count, &v->row_room, sizeof *rows);
        if (rows == NULL)
            return out_of_memory(err);
        v->rows = rows;
        rows[v->row_count].kind = (int)kind;
        rows[v->row_count].name = dct_rows_text(&r, 1);
        rows[v->row_count++].count = (uint64_t)dct_rows_int(&r, 2, 0, MAX_COUNT);
    }
    return dct_rows_end(&r);
}

static docent_status read_answers(dct_voices *v, dct_db *db, docent_error *err)
{
    size_t seen = 0;
    dct_rows r = dct_rows_begin(db, ANSWERS, NULL, err);
    while (dct_rows_next(&r)) {
        uint32_t took = (uint32_t)dct_rows_int(&r, 0, 0, YEAR_S);
        if (++seen > 20 * DCT_MAX_ANSWERS)
            dct_rows_refuse(&r, "more answers than are ever kept");
        if (r.status != DOCENT_OK)
            break;
        uint32_t *list = more(v, v->took, v->took_count, &v->took_room, sizeof *list);
        if (list == NULL)
            return out_of_memory(err);
        v->took = list;
        list[v->took_count++] = took;
    }
    return dct_rows_end(&r);
}

static docent_status read_talks(dct_voices *v, dct_db *db, docent_error *err)
{
    size_t seen = 0;
    dct_rows r = dct_rows_begin(db, TALKS, NULL, err);
    while (dct_rows_next(&r)) {
        if (++seen > MAX_TALKS)
            dct_rows_refuse(&r, "more requests than a device can have");
        int64_t state = dct_rows_int(&r, 0, 0, 255), by = dct_rows_int(&r, 1, INT64_MIN, INT64_MAX);
        bool open = dct_rows_int(&r, 2, INT64_MIN, INT64_MAX) == 0 && state != DOCENT_REQUEST_CLOSED;
        v->open += open;
        v->overdue += open && by > 0 && by < v->now;
    }
    docent_status status = dct_rows_end(&r);
    if (status != DOCENT_OK)
        return status;
    r = dct_rows_begin(db, WAITING, NULL, err);
    for (seen = 0; dct_rows_next(&r) && seen < MAX_TALKS; seen++) {
        bool held = dct_rows_int(&r, 0, 0, 255) == DCT_LETTER_HELD;
        v->held += held;
        v->waiting += !held;
    }
    return dct_rows_end(&r);
}

/* ---- why ---- */

const char *dct_opinion_name(int opinion)
{
    static const char *const names[DCT_OPINIONS] = { "", "helped", "not helped", "wrong", "unclear", "missing", "satisfied",
                                                     "not satisfied" };
    return opinion > 0 && opinion < DCT_OPINIONS ? names[opinion] : "";
}

/* A letter says "not_helped". */
static int opinion_of(const char *text)
{
    char said[32];
    for (int i = 1; i < DCT_OPINIONS; i++) {
        size_t size = strlen(dct_opinion_name(i));
        memcpy(said, dct_opinion_name(i), size + 1);
        for (size_t k = 0; k < size; k++)
            said[k] = said[k] == ' ' ? '_' : said[k];
        if (strcmp(said, text) == 0)
            return i;
    }
    return 0;
}

static docent_status keep_reason(dct_voices *v, const void *body, size_t size, docent_error *err)
{
    dct_arena scratch;
    dct_letter letter;
    dct_redact redact;
    docent_status status = DOCENT_OK;
    dct_arena_init(&scratch, v->alloc, 2 * (size_t)DCT_MAX_LETTER_BYTES);
    if (dct_letter_read(body, size, &scratch, &letter, NULL) == DOCENT_OK && *letter.body != 0 &&
        opinion_of(letter.opinion) != 0 && strlen(letter.article) <= DCT_MAX_ADDRESS_BYTES) {
        dct_redact_init(&redact, &v->arena);
        dct_reason *list = more(v, v->reasons, v->reason_count, &v->reason_room, sizeof *list);
        if (list != NULL) {
            v->reasons = list;
            dct_reason *reason = &list[v->reason_count++];
            reason->count = 1;
            reason->opinion = (docent_opinion)opinion_of(letter.opinion);
            reason->place = dct_arena_text(&v->arena, letter.article, strlen(letter.article));
            reason->text = dct_redact_text(&redact, letter.body, REASON_BYTES, false);
        }
        if (list == NULL || dct_arena_failed(&v->arena))
            status = out_of_memory(err);
    }
    dct_arena_close(&scratch);
    return status;
}

/* A letter that cannot be read says nothing; that is no reason to read no other. */
static docent_status read_reasons(dct_voices *v, dct_db *db, docent_error *err)
{
    docent_status status = DOCENT_OK;
    dct_rows r = dct_rows_begin(db, FEEDBACK, NULL, err);
    for (uint32_t seen = 0; status == DOCENT_OK && seen < DCT_MAX_FEEDBACK_WAITING && v->reason_count < MAX_REASONS &&
                            dct_rows_next(&r); seen++) {
        size_t size;
        const void *body = dct_rows_blob(&r, 0, &size);
        if (size <= DCT_MAX_LETTER_BYTES)
            status = keep_reason(v, body, size, err);
    }
    docent_status end = dct_rows_end(&r);
    return status != DOCENT_OK ? status : end;
}

docent_status dct_voices_read(dct_voices *v, const char *path, docent_error *err)
{
    dct_db db;
    int64_t version;
    docent_status status = dct_state_look(&db, v->alloc, path, statements, STATEMENTS, &version, err);
    if (status != DOCENT_OK)
        return status;
    if (version >= 3)
        status = read_tallies(v, &db, err);
    if (version >= 3 && status == DOCENT_OK)
        status = read_answers(v, &db, err);
    if (version >= 3 && status == DOCENT_OK)
        status = read_talks(v, &db, err);
    if (version >= 3 && status == DOCENT_OK)
        status = read_reasons(v, &db, err);
    dct_db_close(&db);
    v->devices += status == DOCENT_OK;
    return status;
}
