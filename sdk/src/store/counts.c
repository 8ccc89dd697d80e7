/* Reads what a device counted out of its state file, for `docent report`. The file may come from any device on any stick: no
 * row of it is believed (look.h). */
#include "state.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "look.h"

#include <string.h>

#define MAX_ROWS (2 * DCT_MAX_SEARCH_COUNTS) /* Twice what we write: a file with more is not ours. */
#define MAX_COUNT 1000000000

enum { ALL, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [ALL] = "SELECT words, lang, opened, found, count FROM search_count",
};

static bool all_fit(const dct_search_count *c)
{
    return *c->words != 0 && strlen(c->words) <= DCT_MAX_COUNTED_BYTES && strlen(c->lang) <= DCT_MAX_ID_BYTES &&
           strlen(c->opened) <= DCT_MAX_ID_BYTES;
}

static docent_status read_all(dct_db *db, dct_arena *arena, const dct_search_count **out, uint32_t *count,
                              docent_error *err)
{
    dct_search_count *list = dct_arena_array(arena, MAX_ROWS, sizeof *list);
    if (list == NULL)
        return dct_db_fail_arena(db, arena, err);
    *out = list;
    dct_rows r = dct_rows_begin(db, ALL, arena, err);
    while (dct_rows_next(&r)) {
        if (*count == MAX_ROWS) {
            dct_rows_refuse(&r, "more searches than are ever counted");
            break;
        }
        dct_search_count *c = &list[(*count)++];
        c->words = dct_rows_text(&r, 0);
        c->lang = dct_rows_text(&r, 1);
        c->opened = dct_rows_text(&r, 2);
        c->found = (uint32_t)dct_rows_int(&r, 3, 0, UINT32_MAX);
        c->count = (uint64_t)dct_rows_int(&r, 4, 1, MAX_COUNT);
        if (!all_fit(c))
            dct_rows_refuse(&r, "a counted search");
    }
    return dct_rows_end(&r);
}

docent_status dct_state_read_counts(const docent_alloc *alloc, const char *path, dct_arena *arena,
                                    const dct_search_count **out, uint32_t *count, docent_error *err)
{
    dct_db db;
    int64_t version = 0;
    *out = NULL;
    *count = 0;
    docent_status status = dct_state_look(&db, alloc, path, statements, STATEMENTS, &version, err);
    if (status != DOCENT_OK)
        return status;
    if (version >= 2)
        status = read_all(&db, arena, out, count, err);
    dct_db_close(&db);
    return status;
}
