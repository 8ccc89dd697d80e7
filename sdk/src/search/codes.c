#include "codes.h"

#include <string.h>

#include "../store/code.h"
#include "sql.h"

#define MAX_KEY_BYTES 64u

docent_status dct_codes_prepare(sqlite3 *db, sqlite3_stmt **out, docent_error *err)
{
    return dct_sql_prepare(db, "SELECT article.rowid, anchor FROM alias JOIN article USING(id) "
            "WHERE alias.kind = 2 AND alias.name = ?1 LIMIT 64", out, err);
}

static void move_first(const dct_ranking *r, dct_candidate *list, uint32_t *count, uint32_t document, const char *anchor)
{
    dct_candidate first = { .document = document, .group = dct_ranking_document(r, document).group };
    uint32_t at = 0;
    while (at < *count && list[at].group != first.group)
        at++;
    if (at < *count) {
        first = list[at];
        first.document = document;
    } else {
        ++*count;
    }
    memmove(list + 1, list, at * sizeof *list);
    first.anchor = anchor;
    first.score = at == 0 ? first.score : (*count > 1 ? list[1].score : 0) * 1.01 + 1.0;
    list[0] = first;
}

static docent_status try_code(sqlite3_stmt *by_code, const dct_ranking *r, const char *text, uint8_t lang,
                              dct_arena *arena, dct_candidate *list, uint32_t *count, docent_error *err)
{
    char key[MAX_KEY_BYTES];
    uint32_t document, best = 0;
    const char *anchor = NULL;
    if (dct_code_key(text, key, sizeof key) == 0)
        return DOCENT_OK;
    sqlite3_bind_text(by_code, 1, key, -1, SQLITE_STATIC);
    int rc;
    while ((rc = sqlite3_step(by_code)) == SQLITE_ROW) {
        if (!dct_ranking_find(r, sqlite3_column_int64(by_code, 0), &document) ||
            (anchor != NULL && dct_ranking_document(r, document).lang != lang))
            continue;
        size_t size;
        const char *name = dct_sql_text(by_code, 1, &size);
        anchor = dct_arena_text(arena, name, size);
        best = document;
    }
    sqlite3_reset(by_code);
    if (anchor != NULL)
        move_first(r, list, count, best, anchor);
    return rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(sqlite3_db_handle(by_code), err, rc, "codes cannot be read");
}

static bool has_digit(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

docent_status dct_codes_first(sqlite3_stmt *by_code, const dct_ranking *ranking, const dct_ask *ask, uint8_t lang,
                              dct_arena *arena, dct_candidate *list, uint32_t *count, docent_error *err)
{
    docent_status status = DOCENT_OK;
    uint32_t tried = 0;
    for (uint32_t i = 0; status == DOCENT_OK && i < ask->count && tried < DCT_MAX_CODES; i++) {
        const dct_ask_word *word = &ask->words[i];
        bool next = i + 1 < ask->count && has_digit(ask->words[i + 1].folded);
        char pair[2 * DCT_MAX_WORD_BYTES + 1] = "";
        if (word->kind != DCT_WORD_PLAIN && word->kind != DCT_WORD_JOINED)
            continue;
        if (next) { /* "E 104" */
            memcpy(pair, word->folded, word->folded_size);
            memcpy(pair + word->folded_size, ask->words[i + 1].folded, ask->words[i + 1].folded_size + 1);
            status = try_code(by_code, ranking, pair, lang, arena, list, count, err);
        }
        if (status == DOCENT_OK && has_digit(word->folded))
            status = try_code(by_code, ranking, word->folded, lang, arena, list, count, err);
        tried += next || has_digit(word->folded);
    }
    return status;
}
