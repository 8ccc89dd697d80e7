/* Reads all of a bundle and follows every reference in it. Slow on purpose: for installers and authors, not for opening.
 *
 *   pages     SQLite's own integrity check: b-trees, indexes against tables, types
 *   rows      texts are UTF-8, numbers in range, every document readable
 *   links     aliases, top, related, parents, pictures, answers lead to something that is there */
#include "inside.h"

#include "../base/error.h"

#include <string.h>

typedef struct checker {
    dct_store    *s;
    dct_arena     arena; /* Dropped after each row. */
    docent_error *err;
    docent_status status;
} checker;

static void refuse(checker *c, const char *what, const char *name)
{
    if (c->status == DOCENT_OK)
        c->status = dct_fail(c->err, DOCENT_ERR_CORRUPT, "store", 0, "bundle: %s `%.120s`; pack it again", what, name);
}

/* ---- pages ---- */

static void check_pages(checker *c)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(c->s->db.handle, "PRAGMA integrity_check(1)", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    const char *said = code == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (code != SQLITE_ROW)
        c->status = dct_db_fail(&c->s->db, code, "checking its pages", c->err);
    else if (said == NULL || strcmp(said, "ok") != 0)
        refuse(c, "damaged:", said == NULL ? "" : said);
    sqlite3_finalize(stmt);
}

/* ---- what exists ---- */

static bool exists(checker *c, int statement, int64_t number, const char *first, const char *second)
{
    int at = 1;
    dct_rows r = dct_rows_begin(&c->s->db, statement, NULL, c->err);
    if (number != 0)
        dct_rows_bind_int(&r, at++, number);
    dct_rows_bind_text(&r, at++, first);
    if (second != NULL)
        dct_rows_bind_text(&r, at, second);
    bool found = dct_rows_next(&r);
    docent_status status = dct_rows_end(&r);
    if (c->status == DOCENT_OK)
        c->status = status;
    return found || c->status != DOCENT_OK;
}

static bool article_exists(checker *c, const char *id)
{
    return exists(c, DCT_TRANSLATIONS, 0, id, NULL);
}

static bool category_exists(checker *c, const char *id)
{
    return *id == 0 || exists(c, DCT_CATEGORY, 0, id, NULL);
}

static bool language_exists(const checker *c, const char *tag)
{
    for (uint32_t i = 0; i < c->s->language_count; i++)
        if (strcmp(c->s->languages[i].tag, tag) == 0)
            return true;
    return false;
}

/* ---- articles ---- */

static void check_picture(checker *c, const docent_block *b)
{
    if (*b->target != 0 && !exists(c, DCT_ASSET, 0, "picture", b->target))
        refuse(c, "no picture", b->target);
}

/* "#screen", "article/ID#x", "fix/ID", "solved" or "contact". */
static void check_answer(checker *c, const dct_doc *doc, const docent_block *b)
{
    const char *t = b->target, *slash = strchr(t, '/');
    if (t[0] == '#') {
        if (dct_doc_find(doc, t + 1) == UINT32_MAX)
            refuse(c, "an answer leads to no screen:", t);
    } else if (slash != NULL) {
        const char *id = dct_decode(&c->arena, slash + 1, strcspn(slash + 1, "#"));
        bool known = strncmp(t, "article/", 8) == 0 || strncmp(t, "fix/", 4) == 0;
        if (id == NULL || !known || !article_exists(c, id))
            refuse(c, "an answer leads nowhere:", t);
    } else if (strcmp(t, "solved") != 0 && strncmp(t, "contact", 7) != 0) {
        refuse(c, "an answer leads nowhere:", t);
    }
}

static uint32_t check_blocks(checker *c, const dct_doc *doc)
{
    uint32_t steps = 0;
    for (uint32_t i = 0; i < doc->block_count && c->status == DOCENT_OK; i++) {
        const docent_block *b = &doc->blocks[i];
        if (b->kind == DOCENT_BLOCK_PICTURE)
            check_picture(c, b);
        else if (b->kind == DOCENT_BLOCK_ANSWER)
            check_answer(c, doc, b);
        steps += b->kind == DOCENT_BLOCK_STEP;
    }
    return steps;
}

static void check_doc(checker *c, dct_rows *r, const char *id, uint32_t steps)
{
    size_t size;
    dct_doc doc;
    const void *bytes = dct_rows_blob(r, 10, &size);
    if (r->status != DOCENT_OK || c->status != DOCENT_OK)
        return;
    c->status = dct_doc_read(c->s->alloc, bytes, size, &doc, c->err);
    if (c->status != DOCENT_OK)
        return;
    if (check_blocks(c, &doc) != steps)
        refuse(c, "the steps are miscounted in", id);
    dct_doc_close(c->s->alloc, &doc);
}

static void check_related(checker *c, const char *ids)
{
    while (*ids != 0 && c->status == DOCENT_OK) {
        size_t size = strcspn(ids, "\n");
        const char *id = dct_arena_text(&c->arena, ids, size);
        if (id == NULL || !article_exists(c, id))
            refuse(c, "related to an article that is not there:", id == NULL ? "" : id);
        ids += size + (ids[size] == '\n');
    }
}

/* Of when it is, and whose. */
static void check_standing(checker *c, dct_rows *r, const char *id)
{
    const char *updated = dct_rows_text(r, 11), *origin = dct_rows_text(r, 13);
    (void)dct_rows_int(r, 12, 0, 100);
    if (r->status != DOCENT_OK)
        return;
    if (*updated != 0 && strlen(updated) != sizeof "2026-11-01" - 1)
        refuse(c, "a date that is none in article", id);
    if (*origin != 0 && *origin != '{')
        refuse(c, "an origin that is none in article", id);
}

static void check_synonym(checker *c, dct_rows *r)
{
    const char *lang = dct_rows_text(r, 0), *words = dct_rows_text(r, 1);
    if (r->status == DOCENT_OK && *lang != 0 && !language_exists(c, lang))
        refuse(c, "synonyms in an unknown language:", words);
}

static void check_article(checker *c, dct_rows *r)
{
    const char *id = dct_rows_text(r, 0), *lang = dct_rows_text(r, 1), *category = dct_rows_text(r, 4);
    (void)dct_rows_int(r, 2, 0, 1);
    (void)dct_rows_int(r, 3, DOCENT_KIND_ARTICLE, DOCENT_KIND_FIX);
    for (int column = 5; column <= 7; column++)
        (void)dct_rows_peek(r, column);
    const char *related = dct_rows_text(r, 8);
    uint32_t steps = (uint32_t)dct_rows_int(r, 9, 0, UINT32_MAX);
    if (r->status != DOCENT_OK)
        return;
    if (*id == 0 || !language_exists(c, lang))
        refuse(c, "an article without an id or in an unknown language:", id);
    if (!category_exists(c, category))
        refuse(c, "no category", category);
    check_standing(c, r, id);
    check_related(c, related);
    check_doc(c, r, id, steps);
}

/* ---- the other tables ---- */

static void check_alias(checker *c, dct_rows *r)
{
    dct_article_row row;
    (void)dct_rows_int(r, 0, DCT_ALIAS_CONTEXT, DCT_ALIAS_CODE);
    const char *name = dct_rows_text(r, 1), *id = dct_rows_text(r, 2), *anchor = dct_rows_text(r, 3);
    if (r->status != DOCENT_OK)
        return;
    c->status = dct_store_article(c->s, id, &c->arena, &row, c->err);
    if (c->status == DOCENT_ERR_MISSING) {
        c->status = DOCENT_OK;
        refuse(c, "a context id or error code leads nowhere:", name);
    }
    if (c->status == DOCENT_OK && *anchor != 0 && dct_doc_find(&row.doc, anchor) == UINT32_MAX)
        refuse(c, "a context id leads to no place in its article:", name);
    dct_doc_close(c->s->alloc, &row.doc);
}

/* Parents come first in the author's order or later, but never in a ring: walks up at most as far as there are rows. */
static void check_category(checker *c, dct_rows *r)
{
    const char *id = dct_rows_text(r, 0), *parent = dct_rows_text(r, 1);
    (void)dct_rows_peek(r, 2);
    for (uint32_t depth = 0; *parent != 0 && r->status == DOCENT_OK && c->status == DOCENT_OK; depth++) {
        dct_rows up = dct_rows_begin(&c->s->db, DCT_CATEGORY, &c->arena, c->err);
        dct_rows_bind_text(&up, 1, parent);
        bool found = dct_rows_next(&up);
        parent = found ? dct_rows_text(&up, 0) : "";
        c->status = dct_rows_end(&up);
        if (!found || depth > DCT_MAX_DOC_DEPTH)
            refuse(c, found ? "a category within itself:" : "no parent for category", id);
    }
}

static void check_top(checker *c, dct_rows *r)
{
    const char *id = dct_rows_text(r, 0);
    if (r->status == DOCENT_OK && !article_exists(c, id))
        refuse(c, "a top question without an article:", id);
}

static void check_section(checker *c, dct_rows *r)
{
    for (int column = 0; column < 3; column++)
        (void)dct_rows_peek(r, column);
    if (dct_rows_int(r, 3, 0, 1) != 0)
        refuse(c, "a section of no article:", dct_rows_peek(r, 0));
}

static void check_string(checker *c, dct_rows *r)
{
    const char *lang = dct_rows_text(r, 0);
    (void)dct_rows_peek(r, 1);
    (void)dct_rows_peek(r, 2);
    if (r->status == DOCENT_OK && !language_exists(c, lang))
        refuse(c, "interface strings in an unknown language:", lang);
}

static void for_each(checker *c, int statement, void (*check)(checker *, dct_rows *))
{
    if (c->status != DOCENT_OK)
        return;
    dct_rows r = dct_rows_begin(&c->s->db, statement, &c->arena, c->err);
    while (c->status == DOCENT_OK && dct_rows_next(&r)) {
        check(c, &r);
        dct_arena_reset(&c->arena);
    }
    docent_status status = dct_rows_end(&r);
    if (c->status == DOCENT_OK)
        c->status = status;
}

static void check_sourceless(checker *c, dct_rows *r)
{
    refuse(c, "not one text is the source of article", dct_rows_peek(r, 0));
}

static void check_count(checker *c, dct_rows *r)
{
    if (dct_rows_int(r, 0, 0, INT64_MAX) != c->s->info.article_count)
        refuse(c, "meta: wrong number:", "article_count");
}

static void check_contact(checker *c)
{
    dct_contact_rows rows;
    if (c->status == DOCENT_OK)
        c->status = dct_store_contact(c->s, &c->arena, &rows, c->err);
}

docent_status dct_store_verify(dct_store *s, docent_error *err)
{
    checker c = { .s = s, .err = err, .status = DOCENT_OK };
    dct_arena_init(&c.arena, s->alloc, DCT_MAX_LIST_BYTES);
    s->db.verifying = true;
    check_pages(&c);
    for_each(&c, DCT_ALL_CATEGORIES, check_category);
    for_each(&c, DCT_ALL_ARTICLES, check_article);
    for_each(&c, DCT_SOURCELESS, check_sourceless);
    for_each(&c, DCT_COUNT_ARTICLES, check_count);
    for_each(&c, DCT_ALL_ALIASES, check_alias);
    for_each(&c, DCT_TOP, check_top);
    for_each(&c, DCT_ALL_SECTIONS, check_section);
    for_each(&c, DCT_ALL_TEXTS, check_string);
    for_each(&c, DCT_ALL_SYNONYMS, check_synonym);
    check_contact(&c);
    s->db.verifying = false;
    dct_arena_close(&c.arena);
    return c.status;
}
