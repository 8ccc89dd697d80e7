#include "tally.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "keep.h"

#include <string.h>

static docent_status add(dct_outbox *o, int kind, const char *name, docent_error *err)
{
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_TALLY, NULL, err);
    dct_rows_bind_int(&r, 1, kind);
    dct_rows_bind_text(&r, 2, name);
    dct_rows_bind_int(&r, 3, 1);
    return dct_rows_run(&r);
}

docent_status dct_tally_add(dct_outbox *o, int kind, const char *name, docent_error *err)
{
    docent_status status = add(o, kind, name, err);
    if (status != DOCENT_OK)
        return status;
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_TALLY_TRIM, NULL, err);
    dct_rows_bind_int(&r, 1, kind);
    dct_rows_bind_text(&r, 2, name);
    dct_rows_bind_int(&r, 3, DCT_MAX_TALLIES);
    return dct_rows_run(&r);
}

/* Only addresses are counted: words that were searched are counted elsewhere, without this connection. */
static int kind_of(const docent_story *s)
{
    if (s->address == NULL)
        return 0;
    if (strncmp(s->address, "article/", 8) == 0)
        return DCT_TALLY_ASKED;
    return strncmp(s->address, "fix/", 4) == 0 ? DCT_TALLY_EXIT : 0;
}

static bool is_first(const docent_story *story, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (story[i].address != NULL && strcmp(story[i].address, story[index].address) == 0)
            return false;
    return true;
}

docent_status dct_tally_asked(dct_outbox *o, const dct_letter *letter, docent_error *err)
{
    docent_status status = add(o, DCT_TALLY_REQUESTS, letter->kind, err);
    for (uint32_t i = 0; i < letter->story_count && status == DOCENT_OK; i++) {
        int kind = kind_of(&letter->story[i]);
        if (kind != 0 && is_first(letter->story, i))
            status = add(o, kind, letter->story[i].address, err);
    }
    return status;
}

docent_status dct_tally_answered(dct_outbox *o, int64_t made, int64_t answer_by, int64_t now_s, docent_error *err)
{
    docent_status status = DOCENT_OK;
    if (answer_by != 0)
        status = add(o, now_s <= answer_by ? DCT_TALLY_KEPT : DCT_TALLY_BROKEN, "", err);
    if (status != DOCENT_OK || now_s < made || now_s - made > 366 * 86400)
        return status; /* A clock that was set tells no time. */
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_ANSWER, NULL, err);
    dct_rows_bind_int(&r, 1, now_s - made);
    dct_rows_bind_int(&r, 2, now_s);
    status = dct_rows_run(&r);
    if (status != DOCENT_OK)
        return status;
    r = dct_rows_begin(&o->keep_db, DCT_KEEP_ANSWERS_TRIM, NULL, err);
    dct_rows_bind_int(&r, 1, DCT_MAX_ANSWERS);
    return dct_rows_run(&r);
}

docent_status dct_tally_median(dct_outbox *o, uint32_t *median_s, int64_t *at, docent_error *err)
{
    uint32_t took[DCT_MAX_ANSWERS], count = 0;
    *median_s = 0;
    *at = 0;
    dct_rows r = dct_rows_begin(&o->keep_db, DCT_KEEP_ANSWERS, NULL, err);
    while (count < DCT_MAX_ANSWERS && dct_rows_next(&r)) {
        int64_t when = dct_rows_int(&r, 1, INT64_MIN, INT64_MAX);
        took[count++] = (uint32_t)dct_rows_int(&r, 0, 0, UINT32_MAX);
        *at = when > *at ? when : *at;
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && count > 0)
        *median_s = took[(count - 1) / 2];
    return status;
}
