/* One search in its steps, for search.c, which takes them over one bundle, and several.c, which takes them side by side. */
#ifndef DCT_SEARCHING_H
#define DCT_SEARCHING_H

#include "present.h"
#include "searcher.h"
#include "stem.h"

struct dct_searcher {
    struct sqlite3      *db;
    const docent_alloc  *alloc;
    uint8_t              default_lang;
    const dct_weights   *weights;
    bool                 loaded;
    dct_ranking          ranking;
    dct_ranker           ranker;
    dct_speller          speller;
    dct_stemmers         stemmers;
    dct_presenter        presenter;
    struct sqlite3_stmt *by_code;
    dct_arena            arena;
    uint32_t             joined; /* 0: ranks as if it were alone; else the set of bundles it was measured with: several.c. */
};

typedef struct dct_searching {
    dct_searcher  *s;
    dct_ask        ask;
    dct_candidate *best;
    uint32_t       count, total;
} dct_searching;

/* What a search needs of the bundle, once. */
docent_status dct_searcher_load(dct_searcher *s, docent_error *err);
void dct_searcher_unload(dct_searcher *s);
dct_asker dct_searching_asker(dct_searching *x, const docent_query *query);
docent_status dct_searching_ask(dct_searching *x, const docent_query *query, docent_error *err);
docent_status dct_searching_guess(dct_searching *x, const docent_query *query, docent_error *err);
/* The best `want` by the first look; x->total is how many there are. */
docent_status dct_searching_rank(dct_searching *x, const docent_query *query, uint32_t want, docent_error *err);
/* In order, after a second look at the best `look`. */
docent_status dct_searching_rank_again(dct_searching *x, const docent_query *query, uint32_t look, docent_error *err);
/* Between on and off hits can be presented. */
void dct_searching_mark(dct_searching *x, bool on);
docent_status dct_searching_present(dct_searching *x, const docent_query *query, const dct_candidate *one,
                                    dct_hit_list *list, docent_error *err);
/* Is there nothing to rank by, so that FTS5 answers? */
bool dct_search_is_broken(docent_status status);
/* What docent_hits_explained() says then. */
const char *dct_search_poorer(dct_arena *arena, const docent_error *why);
/* What the query wants, within bounds. */
uint32_t dct_search_limit(const docent_query *query);
uint32_t dct_search_want(const docent_query *query);
/* Equal scores are told apart, so that lists that are merged keep their order. */
void dct_search_strict(dct_hit_list *list);

#endif
