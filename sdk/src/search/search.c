/* One search from the typed text to a list of hits. */
#include "searcher.h"

#include <string.h>

#include "../base/limits.h"
#include "codes.h"
#include "context.h"
#include "explain.h"
#include "fallback.h"
#include "present.h"
#include "relook.h"
#include "spelling.h"
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
    dct_presenter       presenter;
    sqlite3_stmt       *by_code;
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

static void unload(dct_searcher *s)
{
    dct_presenter_close(&s->presenter);
    sqlite3_finalize(s->by_code);
    s->by_code = NULL;
    dct_speller_close(&s->speller);
    dct_ranker_close(&s->ranker, s->alloc);
    dct_ranking_close(&s->ranking);
    s->loaded = false;
}

void dct_searcher_weigh(dct_searcher *s, const dct_weights *weights)
{
    s->weights = weights;
    if (s->loaded)
        unload(s);
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
    if (!dct_ranker_open(&s->ranker, &s->ranking, s->weights))
        status = dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = dct_presenter_open(&s->presenter, s->db, err);
    if (status == DOCENT_OK)
        status = dct_codes_prepare(s->db, &s->by_code, err);
    if (status != DOCENT_OK)
        unload(s);
    return status;
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

static docent_status present_all(dct_searcher *s, const docent_query *query, const dct_ask *ask,
                                 const dct_candidate *best, uint32_t count, uint32_t limit, dct_hit_list *list,
                                 docent_error *err)
{
    dct_marker marker = { &s->ranking, ask, s->ranker.class_of, &s->arena };
    bool excerpts = !(query->flags & DOCENT_QUERY_NO_EXCERPTS);
    docent_status status = DOCENT_OK;
    dct_relook_classes(&s->ranker, ask, true, true);
    for (uint32_t i = 0; status == DOCENT_OK && i < count && i < limit; i++)
        status = dct_present(&s->presenter, &marker, &best[i], query->locale, excerpts, list, err);
    dct_relook_classes(&s->ranker, ask, false, true);
    return status;
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
        status = dct_rank(&s->ranker, &s->ranking, &ask, s->weights, lang, want, DCT_MAX_CODES,
                          &s->arena, &best, &count, &list->total,
                          err);
    if (status == DOCENT_OK)
        status = dct_context_vote(s->db, query, &s->ranking, best, count, err);
    if (status == DOCENT_OK)
        status = dct_codes_first(s->by_code, &s->ranking, &ask, lang, &s->arena, best, &count, err);
    if (status == DOCENT_OK)
        status = present_all(s, query, &ask, best + query->offset, count > query->offset ? count - query->offset : 0,
                             limit, list, err);
    make_strict(list);
    if (status == DOCENT_OK && (query->flags & DOCENT_QUERY_EXPLAIN))
        list->explained = dct_explain(&s->arena, &s->ranking, &ask, s->weights, best + query->offset,
                                      count > query->offset ? count - query->offset : 0, list);
    if (status == DOCENT_OK)
        status = dct_spelling_take(&s->presenter, &s->ranking, &s->arena, best, count, &ask, err);
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
    if (status == DOCENT_ERR_CORRUPT || status == DOCENT_ERR_MISSING || status == DOCENT_ERR_NEWER) {
        if (s->loaded)
            unload(s); /* Nothing of a search that broke off is kept. */
        memset(&list, 0, sizeof list);
        status = dct_fallback(s->db, query, &s->arena, &list, err);
    }
    if (status == DOCENT_OK && (dct_arena_failed(&s->arena) || (*out = dct_hits_finish(&list, s->alloc)) == NULL))
        status = dct_fail_memory(err, "search");
    dct_arena_reset(&s->arena);
    return status;
}
