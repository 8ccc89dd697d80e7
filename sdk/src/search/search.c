/* One search from the typed text to a list of hits. */
#include "searcher.h"

#include <string.h>

#include "../base/limits.h"
#include "../store/hits.h"
#include "rank.h"
#include "sql.h"

struct dct_searcher {
    sqlite3            *db;
    const docent_alloc *alloc;
    uint8_t             default_lang;
    const dct_weights  *weights;
    bool                loaded;
    dct_ranking         ranking;
    dct_ranker          ranker;
    dct_speller         speller;
    dct_stemmers        stemmers;
    sqlite3_stmt       *article;
    dct_arena           arena;
};

docent_status dct_searcher_open(sqlite3 *db, const docent_alloc *alloc, const char *default_locale, dct_searcher **out,
                                docent_error *err)
{
    *out = dct_new_zero(alloc, sizeof **out);
    if (*out == NULL)
        return dct_fail_memory(err, "search");
    (*out)->db = db;
    (*out)->alloc = alloc;
    (*out)->default_lang = dct_lang_of(default_locale);
    (*out)->weights = &dct_weights_default;
    dct_arena_init(&(*out)->arena, alloc, DCT_MAX_ARENA_BYTES);
    return DOCENT_OK;
}

void dct_searcher_weigh(dct_searcher *s, const dct_weights *weights)
{
    s->weights = weights;
}

static void unload(dct_searcher *s)
{
    sqlite3_finalize(s->article);
    s->article = NULL;
    dct_speller_close(&s->speller);
    dct_ranker_close(&s->ranker, s->alloc);
    dct_ranking_close(&s->ranking);
    s->loaded = false;
}

void dct_searcher_close(dct_searcher *s)
{
    if (s == NULL)
        return;
    if (s->loaded)
        unload(s);
    dct_stemmers_close(&s->stemmers);
    dct_arena_close(&s->arena);
    dct_free(s->alloc, s, sizeof *s);
}

static docent_status load(dct_searcher *s, docent_error *err)
{
    if (s->loaded)
        return DOCENT_OK;
    docent_status status = dct_ranking_open(&s->ranking, s->db, s->alloc, err);
    if (status != DOCENT_OK)
        return status;
    s->loaded = true;
    if (!dct_ranker_open(&s->ranker, &s->ranking))
        status = dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = dct_sql_prepare(s->db, "SELECT id, lang, kind, title, summary, steps, category FROM article "
                "WHERE rowid = ?1", &s->article, err);
    if (status != DOCENT_OK)
        unload(s);
    return status;
}

static docent_status add_hit(dct_searcher *s, const dct_candidate *c, dct_hit_list *list, docent_error *err)
{
    sqlite3_bind_int64(s->article, 1, dct_ranking_document(&s->ranking, c->document).rowid);
    int rc = sqlite3_step(s->article);
    docent_hit *hit = rc == SQLITE_ROW ? dct_hit_add(list, &s->arena) : NULL;
    if (hit != NULL) {
        hit->kind = sqlite3_column_int(s->article, 2) == DOCENT_KIND_FIX ? DOCENT_KIND_FIX : DOCENT_KIND_ARTICLE;
        hit->id = dct_arena_format(&s->arena, "%s", dct_sql_text(s->article, 0, NULL));
        hit->locale = dct_arena_format(&s->arena, "%s", dct_sql_text(s->article, 1, NULL));
        hit->title = dct_arena_format(&s->arena, "%s", dct_sql_text(s->article, 3, NULL));
        hit->summary = dct_arena_format(&s->arena, "%s", dct_sql_text(s->article, 4, NULL));
        hit->step_count = (uint32_t)sqlite3_column_int(s->article, 5);
        hit->score = c->score;
    }
    sqlite3_reset(s->article);
    if (rc == SQLITE_ROW)
        return hit == NULL ? dct_fail_memory(err, "search") : DOCENT_OK;
    return rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(s->db, err, rc, "articles cannot be read");
}

/* Equal scores are told apart, so that lists that are merged keep their order. */
static void make_strict(dct_hit_list *list)
{
    for (uint32_t i = 1; i < list->count; i++) {
        double above = list->items[i - 1].score;
        if (!(list->items[i].score < above))
            list->items[i].score = above - 1e-6 * (above > 1 ? above : 1);
    }
}

static docent_status run(dct_searcher *s, const docent_query *query, dct_hit_list *list, docent_error *err)
{
    uint8_t lang = dct_lang_of(query->locale);
    dct_asker asker = { &s->ranking, &s->speller, &s->stemmers, s->weights, lang };
    uint32_t limit = query->limit == 0 ? 20 : query->limit > DCT_MAX_HITS ? DCT_MAX_HITS : query->limit;
    uint32_t count, want = query->offset > 100000 ? 100000 : query->offset + limit;
    dct_candidate *best;
    dct_ask ask;
    docent_status status = dct_ask_read(&asker, &s->arena, query->text, query->flags & DOCENT_QUERY_PREFIX, &ask, err);
    if (status == DOCENT_OK)
        status = dct_rank(&s->ranker, &s->ranking, &ask, s->weights, lang, want, &s->arena, &best, &count, &list->total,
                          err);
    for (uint32_t i = query->offset; status == DOCENT_OK && i < count && i < want; i++)
        status = add_hit(s, &best[i], list, err);
    make_strict(list);
    if (status == DOCENT_OK)
        list->corrected = dct_ask_corrected(&ask, &s->arena, query->text);
    return status;
}

docent_status dct_search_run(dct_searcher *s, const docent_query *query, docent_hits **out, docent_error *err)
{
    dct_hit_list list;
    memset(&list, 0, sizeof list);
    *out = NULL;
    docent_status status = load(s, err);
    if (status == DOCENT_OK)
        status = run(s, query, &list, err);
    if (status == DOCENT_OK && (dct_arena_failed(&s->arena) || (*out = dct_hits_finish(&list, s->alloc)) == NULL))
        status = dct_fail_memory(err, "search");
    dct_arena_reset(&s->arena);
    return status;
}
