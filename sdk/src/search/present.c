#include "present.h"

#include <string.h>

#include "sql.h"

docent_status dct_presenter_open(dct_presenter *p, sqlite3 *db, docent_error *err)
{
    memset(p, 0, sizeof *p);
    p->db = db;
    docent_status status = dct_sql_prepare(db, "SELECT id, lang, kind, title, summary, steps, category, updated, origin, "
            "keywords FROM article WHERE rowid = ?1", &p->article, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "SELECT anchor, heading, body FROM section WHERE article = ?1 ORDER BY id "
                "LIMIT 1 OFFSET ?2", &p->section, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "SELECT title FROM category_text WHERE id = ?1 ORDER BY lang = ?2 DESC LIMIT 1",
                &p->category, err);
    return status;
}

void dct_presenter_close(dct_presenter *p)
{
    sqlite3_finalize(p->article);
    sqlite3_finalize(p->section);
    sqlite3_finalize(p->category);
    memset(p, 0, sizeof *p);
}

static const char *copy(dct_arena *arena, sqlite3_stmt *stmt, int column)
{
    size_t size;
    const char *text = dct_sql_text(stmt, column, &size);
    return dct_arena_text(arena, text, size);
}

static docent_status add_category(const dct_presenter *p, const dct_marker *m, const char *locale, docent_hit *hit,
                                  docent_error *err)
{
    const char *category = dct_sql_text(p->article, 6, NULL);
    if (*category == '\0')
        return DOCENT_OK;
    sqlite3_bind_text(p->category, 1, category, -1, SQLITE_STATIC);
    sqlite3_bind_text(p->category, 2, locale, -1, SQLITE_STATIC);
    int rc = sqlite3_step(p->category);
    hit->category = rc == SQLITE_ROW ? copy(m->arena, p->category, 0) : NULL;
    sqlite3_reset(p->category);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? DOCENT_OK
                                                 : dct_sql_fail(p->db, err, rc, "categories cannot be read");
}

static docent_status add_excerpt(const dct_presenter *p, const dct_marker *m, const dct_candidate *c, int64_t rowid,
                                 uint8_t lang, docent_hit *hit, docent_error *err)
{
    size_t size;
    sqlite3_bind_int64(p->section, 1, rowid);
    sqlite3_bind_int64(p->section, 2, c->section);
    int rc = sqlite3_step(p->section);
    if (rc == SQLITE_ROW) {
        hit->anchor = copy(m->arena, p->section, 0);
        const char *body = dct_sql_text(p->section, 2, &size);
        dct_excerpt excerpt = dct_excerpt_of(m, body, size, lang);
        hit->excerpt = excerpt.text;
        hit->marks = excerpt.marks;
        hit->mark_count = excerpt.mark_count;
    }
    sqlite3_reset(p->section);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(p->db, err, rc, "sections cannot be read");
}

static docent_status add_texts(const dct_presenter *p, const dct_marker *m, const dct_candidate *c, int64_t rowid,
                               const char *locale, docent_hit *hit, docent_error *err)
{
    uint8_t lang = dct_lang_of(hit->locale);
    hit->summary = copy(m->arena, p->article, 4);
    if (hit->title == NULL || hit->summary == NULL)
        return dct_fail_memory(err, "search");
    dct_excerpt title = dct_mark(m, hit->title, lang);
    hit->title_marks = title.marks;
    hit->title_mark_count = title.mark_count;
    docent_status status = add_category(p, m, locale, hit, err);
    return status == DOCENT_OK ? add_excerpt(p, m, c, rowid, lang, hit, err) : status;
}

docent_status dct_present(const dct_presenter *p, const dct_marker *marker, const dct_candidate *candidate,
                          const char *locale, bool excerpts, dct_hit_list *list, docent_error *err)
{
    int64_t rowid = dct_ranking_document(marker->ranking, candidate->document).rowid;
    docent_status status = DOCENT_OK;
    sqlite3_bind_int64(p->article, 1, rowid);
    int rc = sqlite3_step(p->article);
    docent_hit *hit = rc == SQLITE_ROW ? dct_hit_add(list, marker->arena) : NULL;
    if (hit != NULL) {
        hit->id = copy(marker->arena, p->article, 0);
        hit->locale = copy(marker->arena, p->article, 1);
        hit->kind = sqlite3_column_int(p->article, 2) == DOCENT_KIND_FIX ? DOCENT_KIND_FIX : DOCENT_KIND_ARTICLE;
        hit->title = copy(marker->arena, p->article, 3);
        hit->step_count = (uint32_t)sqlite3_column_int(p->article, 5);
        hit->updated = copy(marker->arena, p->article, 7);
        hit->origin = copy(marker->arena, p->article, 8);
        hit->score = candidate->score;
        hit->coverage = candidate->share;
        if (candidate->anchor != NULL)
            hit->anchor = candidate->anchor;
        if (excerpts)
            status = add_texts(p, marker, candidate, rowid, locale, hit, err);
        if (candidate->anchor != NULL)
            hit->anchor = candidate->anchor;
    }
    sqlite3_reset(p->article);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return dct_sql_fail(p->db, err, rc, "articles cannot be read");
    return rc == SQLITE_ROW && hit == NULL ? dct_fail_memory(err, "search") : status;
}
