/* One search from the typed text to a list of hits. */
#include "searching.h"

#include <string.h>

#include "../base/limits.h"
#include "codes.h"
#include "context.h"
#include "explain.h"
#include "fallback.h"
#include "relook.h"
#include "spelling.h"
#include "sql.h"

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

void dct_searcher_unload(dct_searcher *s)
{
    dct_presenter_close(&s->presenter);
    sqlite3_finalize(s->by_code);
    s->by_code = NULL;
    dct_speller_close(&s->speller);
    dct_ranker_close(&s->ranker, s->alloc);
    dct_ranking_close(&s->ranking);
    s->loaded = false;
    s->joined = 0;
}

void dct_searcher_weigh(dct_searcher *s, const dct_weights *weights)
{
    s->weights = weights;
    if (s->loaded)
        dct_searcher_unload(s);
}

void dct_searcher_close(dct_searcher *s)
{
    if (s == NULL)
        return;
    if (s->loaded)
        dct_searcher_unload(s);
    dct_stemmers_close(&s->stemmers);
    dct_arena_close(&s->arena);
    dct_free(s->alloc, s, sizeof *s);
}

docent_status dct_searcher_load(dct_searcher *s, docent_error *err)
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
        dct_searcher_unload(s);
    return status;
}

uint32_t dct_search_limit(const docent_query *query)
{
    return query->limit == 0 ? 20 : query->limit > DCT_MAX_HITS ? DCT_MAX_HITS : query->limit;
}

uint32_t dct_search_want(const docent_query *query)
{
    return query->offset > 100000 ? 100000 : query->offset + dct_search_limit(query);
}

bool dct_search_is_broken(docent_status status)
{
    return status == DOCENT_ERR_CORRUPT || status == DOCENT_ERR_MISSING || status == DOCENT_ERR_NEWER;
}

void dct_search_strict(dct_hit_list *list)
{
    for (uint32_t i = 1; i < list->count; i++) {
        double above = list->items[i - 1].score;
        if (!(list->items[i].score < above))
            list->items[i].score = above - 1e-6 * (above > 1 ? above : 1);
    }
}

/* ---- the steps ---- */

dct_asker dct_searching_asker(dct_searching *x, const docent_query *query)
{
    dct_searcher *s = x->s;
    return (dct_asker){ &s->ranking, &s->speller, &s->stemmers, s->weights, dct_lang_of(query->locale) };
}

docent_status dct_searching_ask(dct_searching *x, const docent_query *query, docent_error *err)
{
    dct_asker asker = dct_searching_asker(x, query);
    return dct_ask_read(&asker, &x->s->arena, query->text, query->flags & DOCENT_QUERY_PREFIX, &x->ask, err);
}

docent_status dct_searching_guess(dct_searching *x, const docent_query *query, docent_error *err)
{
    dct_asker asker = dct_searching_asker(x, query);
    return dct_ask_guess(&asker, &x->s->arena, &x->ask, err);
}

docent_status dct_searching_rank(dct_searching *x, const docent_query *query, uint32_t want, docent_error *err)
{
    dct_searcher *s = x->s;
    return dct_rank(&s->ranker, &s->ranking, &x->ask, s->weights, dct_lang_of(query->locale), want, DCT_MAX_CODES, &s->arena,
                    &x->best, &x->count, &x->total, err);
}

docent_status dct_searching_rank_again(dct_searching *x, const docent_query *query, uint32_t look, docent_error *err)
{
    dct_searcher *s = x->s;
    docent_status status = dct_rank_again(&s->ranker, &s->ranking, &x->ask, s->weights, look, x->best, &x->count, &x->total, err);
    if (status == DOCENT_OK)
        status = dct_context_vote(s->db, query, &s->ranking, x->best, x->count, err);
    if (status == DOCENT_OK)
        status = dct_codes_first(s->by_code, &s->ranking, &x->ask, dct_lang_of(query->locale), &s->arena, x->best, &x->count, err);
    return status;
}

void dct_searching_mark(dct_searching *x, bool on)
{
    dct_relook_classes(&x->s->ranker, &x->ask, on, true);
}

docent_status dct_searching_present(dct_searching *x, const docent_query *query, const dct_candidate *one,
                                    dct_hit_list *list, docent_error *err)
{
    dct_searcher *s = x->s;
    dct_marker marker = { &s->ranking, &x->ask, s->ranker.class_of, &s->arena };
    return dct_present(&s->presenter, &marker, one, query->locale, !(query->flags & DOCENT_QUERY_NO_EXCERPTS), list, err);
}

static docent_status present_all(dct_searching *x, const docent_query *query, const dct_candidate *best, uint32_t count,
                                 dct_hit_list *list, docent_error *err)
{
    docent_status status = DOCENT_OK;
    uint32_t limit = dct_search_limit(query);
    dct_searching_mark(x, true);
    for (uint32_t i = 0; status == DOCENT_OK && i < count && i < limit; i++)
        status = dct_searching_present(x, query, &best[i], list, err);
    dct_searching_mark(x, false);
    return status;
}

static docent_status run(dct_searcher *s, const docent_query *query, dct_hit_list *list, docent_error *err)
{
    dct_searching x = { .s = s };
    docent_status status = dct_searching_ask(&x, query, err);
    if (status == DOCENT_OK)
        status = dct_searching_guess(&x, query, err);
    if (status == DOCENT_OK)
        status = dct_searching_rank(&x, query, dct_search_want(query), err);
    if (status == DOCENT_OK)
        status = dct_searching_rank_again(&x, query, DCT_SECOND_LOOK, err);
    list->total = x.total;
    uint32_t from = query->offset < x.count ? query->offset : x.count;
    if (status == DOCENT_OK)
        status = present_all(&x, query, x.best + from, x.count - from, list, err);
    dct_search_strict(list);
    if (status == DOCENT_OK && (query->flags & DOCENT_QUERY_EXPLAIN))
        list->explained = dct_explain(&s->arena, &s->ranking, &x.ask, s->weights, x.best + from, x.count - from, list);
    if (status == DOCENT_OK)
        status = dct_spelling_take(&s->presenter, &s->ranking, &s->arena, x.best, x.count, x.count == 0 ? 0 : x.best[0].score,
                                   dct_lang_of(query->locale), &x.ask, err);
    if (status == DOCENT_OK)
        list->corrected = dct_ask_corrected(&x.ask, &s->arena, query->text);
    return status;
}

docent_status dct_search_check(dct_searcher *s, docent_error *err)
{
    return dct_searcher_load(s, err);
}

const char *dct_search_poorer(dct_arena *arena, const docent_error *why)
{
    return dct_arena_format(arena, "%s; until then words are found only as they are typed\n", why->message);
}

docent_status dct_search_run(dct_searcher *s, const docent_query *query, docent_hits **out, docent_error *err)
{
    dct_hit_list list;
    docent_error own;
    err = err != NULL ? err : &own;
    memset(&list, 0, sizeof list);
    *out = NULL;
    if (s->joined != 0)
        dct_searcher_unload(s);
    docent_status status = dct_searcher_load(s, err);
    if (status == DOCENT_OK)
        status = run(s, query, &list, err);
    if (dct_search_is_broken(status)) {
        if (s->loaded)
            dct_searcher_unload(s); /* Nothing of a search that broke off is kept. */
        list = (dct_hit_list){ .explained = dct_search_poorer(&s->arena, err) };
        status = dct_fallback(s->db, query, &s->arena, &list, err);
    }
    if (status == DOCENT_OK && (dct_arena_failed(&s->arena) || (*out = dct_hits_finish(&list, s->alloc)) == NULL))
        status = dct_fail_memory(err, "search");
    dct_arena_reset(&s->arena);
    return status;
}
