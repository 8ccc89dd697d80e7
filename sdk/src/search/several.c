/* Scores of two bundles mean different things: how rare a word is and how long an article is are told against the bundle's
 * own articles, and a word that one does not know it takes for a slip of another. So what a score is made of is shared
 * before anything is scored:
 *
 *   bundle A  ask -+                          +- rank  3.1  2.0 ...-+
 *   bundle B  ask -+- rarity, lengths, slips -+- rank  2.7 ...     -+- one list -> presented by whose it is
 *   bundle C  ask -+    of all together       +- rank  9.9 (code)  -+
 *
 * Each still reads its own rows only. What is not shared: the rarity of title words that were not asked for. */
#include "several.h"

#include <string.h>

#include "../base/limits.h"
#include "explain.h"
#include "fallback.h"
#include "shadow.h"
#include "share.h"
#include "spelling.h"

/* ---- what belongs to the set, whatever is asked ---- */

static docent_status hide(dct_set *t, uint32_t which)
{
    dct_searcher *s = t->all[which].s;
    docent_status status = DOCENT_OK;
    uint32_t documents = s->ranker.documents + 1u;
    if (which == 0)
        return DOCENT_OK;
    if (s->ranker.hidden == NULL && (s->ranker.hidden = dct_new_zero(s->alloc, documents)) == NULL)
        return dct_fail_memory(t->err, "search");
    memset(s->ranker.hidden, 0, documents);
    for (uint32_t i = 0; status == DOCENT_OK && i < which; i++)
        status = dct_shadow_mark(&s->ranking, t->all[i].s->db, s->ranker.hidden, t->err);
    return status;
}

static docent_status join(dct_set *t, uint32_t number)
{
    double documents = 0, body = 0, title = 0;
    docent_status status = DOCENT_OK;
    bool mixed = false;
    const dct_ranking *first = NULL;
    for (uint32_t i = 0; i < t->count; i++) {
        const dct_ranking *r = &t->all[i].s->ranking;
        if (t->broken[i] || r->document_count == 0)
            continue;
        first = first == NULL ? r : first;
        mixed = mixed || r->lang_count > 1 || r->langs[0] != first->langs[0];
        documents += r->document_count;
        body += r->mean_body * r->document_count;
        title += r->mean_title * r->document_count;
    }
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count && documents > 0; i++) {
        dct_searcher *s = t->all[i].s;
        if (t->broken[i])
            continue;
        s->ranking.elsewhere = (uint32_t)documents - s->ranking.document_count;
        s->ranking.mixed = mixed;
        dct_ranker_measure(&s->ranker, &s->ranking, s->weights, body / documents, title / documents);
        status = hide(t, i);
        s->joined = status == DOCENT_OK ? number : 0;
    }
    return status;
}

static void note_broken(dct_set *t, uint32_t which)
{
    t->broken[which] = true;
    if (t->poorer == NULL)
        t->poorer = dct_search_poorer(&t->all[0].s->arena, t->err);
}

static docent_status load(dct_set *t, uint32_t number)
{
    bool joined = true;
    for (uint32_t i = 0; i < t->count; i++) {
        docent_status status = dct_searcher_load(t->all[i].s, t->err);
        if (dct_search_is_broken(status))
            note_broken(t, i);
        else if (status != DOCENT_OK)
            return status;
        joined = joined && (t->broken[i] || t->all[i].s->joined == number);
    }
    return joined ? DOCENT_OK : join(t, number);
}

/* ---- ranking ---- */

/* A bundle whose rows are damaged is asked through FTS5 in the end; the others do without it. */
static docent_status breaks(dct_set *t, uint32_t which, docent_status status)
{
    if (!dct_search_is_broken(status))
        return status;
    dct_searcher_unload(t->all[which].s);
    note_broken(t, which);
    t->all[which].count = t->all[which].total = 0;
    return DOCENT_OK;
}

/* The second look is dear: only at the best of all bundles together, as if they were one. */
static void share_look(const dct_set *t, uint32_t *look)
{
    memset(look, 0, t->count * sizeof *look);
    for (uint32_t n = 0; n < DCT_SECOND_LOOK; n++) {
        uint32_t best = t->count;
        for (uint32_t i = 0; i < t->count; i++)
            if (!t->broken[i] && look[i] < t->all[i].count &&
                (best == t->count || t->all[i].best[look[i]].score > t->all[best].best[look[best]].score))
                best = i;
        if (best == t->count)
            return;
        look[best]++;
    }
}

static docent_status rank_all(dct_set *t)
{
    docent_status status = DOCENT_OK;
    uint32_t look[DCT_MAX_BUNDLES];
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++)
        if (!t->broken[i])
            status = breaks(t, i, dct_searching_ask(&t->all[i], t->query, t->err));
    if (status == DOCENT_OK)
        dct_share_known(t);
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++)
        if (!t->broken[i])
            status = breaks(t, i, dct_searching_guess(&t->all[i], t->query, t->err));
    if (status == DOCENT_OK)
        dct_share_words(t);
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++)
        if (!t->broken[i])
            status = breaks(t, i, dct_searching_rank(&t->all[i], t->query, dct_search_want(t->query), t->err));
    share_look(t, look);
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++)
        if (!t->broken[i])
            status = breaks(t, i, dct_searching_rank_again(&t->all[i], t->query, look[i], t->err));
    return status;
}

/* Codes first, by precedence; then equal titles; then scores. */
static bool goes_before(const dct_candidate *x, const dct_candidate *y)
{
    if (x->anchor != NULL || y->anchor != NULL)
        return y->anchor == NULL;
    if (x->exact_title != y->exact_title)
        return x->exact_title;
    return x->score > y->score;
}

/* Which bundle has the next hit; t->count when none has one. `at` is where each stands. */
static uint32_t next_of(const dct_set *t, uint32_t *at)
{
    uint32_t best = t->count;
    for (uint32_t i = 0; i < t->count; i++) {
        const dct_searching *x = &t->all[i];
        while (at[i] < x->count && x->s->ranker.hidden != NULL && x->s->ranker.hidden[x->best[at[i]].document] != 0)
            at[i]++; /* A code's article comes whether it is hidden or not. */
        if (at[i] < x->count && (best == t->count || goes_before(&x->best[at[i]], &t->all[best].best[at[best]])))
            best = i;
    }
    return best;
}

static void mark(dct_set *t, bool on)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (!t->broken[i])
            dct_searching_mark(&t->all[i], on);
}

static docent_status present(dct_set *t, dct_hit_list *list)
{
    uint32_t at[DCT_MAX_BUNDLES] = { 0 }, limit = dct_search_limit(t->query), which;
    docent_status status = DOCENT_OK;
    mark(t, true);
    for (uint32_t place = 0; status == DOCENT_OK && list->count < limit && (which = next_of(t, at)) < t->count; place++) {
        const dct_candidate *one = &t->all[which].best[at[which]++];
        if (place >= t->query->offset)
            status = dct_searching_present(&t->all[which], t->query, one, list, t->err);
    }
    mark(t, false);
    for (uint32_t i = 0; i < t->count; i++)
        list->total += t->all[i].total;
    return status;
}

/* ---- what stands beside the hits ---- */

/* The hits of bundles that FTS5 answers for stand below the others. */
static docent_status add_broken(dct_set *t, dct_hit_list *list)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++) {
        dct_hit_list own = { 0 };
        if (!t->broken[i])
            continue;
        status = dct_fallback(t->all[i].s->db, t->query, &t->all[i].s->arena, &own, t->err);
        for (uint32_t k = 0; status == DOCENT_OK && k < own.count && list->count < dct_search_limit(t->query); k++) {
            bool above = false;
            for (uint32_t j = 0; j < i && !above; j++)
                above = dct_shadow_has(t->all[j].s->db, own.items[k].id);
            docent_hit *hit = above ? NULL : dct_hit_add(list, &t->all[0].s->arena);
            if (hit == NULL)
                continue;
            *hit = own.items[k];
            hit->score = list->count == 1 ? 0 : list->items[list->count - 2].score * 0.9;
        }
        list->total += own.count;
    }
    return status;
}

/* Of what the bundles make of a word, what their pages speak for most; what was typed, when they speak for that. */
static void agree(const dct_set *t, dct_ask_word *word)
{
    double most = 0;
    const char *corrected = NULL;
    for (uint32_t i = 0; i < t->count; i++) {
        const dct_ask_word *other = dct_set_word(t, i, word);
        if (other == NULL)
            continue;
        if (other->typed_by >= most && other->corrected == NULL) {
            most = other->typed_by;
            corrected = NULL;
        } else if (other->corrected != NULL && (other->corrected_by > most || most <= 0)) {
            most = other->corrected_by;
            corrected = other->corrected;
        }
    }
    word->corrected = corrected;
}

static docent_status correct(dct_set *t, dct_hit_list *list)
{
    double top = 0;
    dct_searching *first = NULL;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < t->count; i++)
        if (!t->broken[i] && t->all[i].count > 0 && t->all[i].best[0].score > top)
            top = t->all[i].best[0].score;
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++) {
        dct_searching *x = &t->all[i];
        if (t->broken[i])
            continue;
        first = first == NULL ? x : first;
        status = dct_spelling_take(&x->s->presenter, &x->s->ranking, &x->s->arena, x->best, x->count, top,
                                   dct_lang_of(t->query->locale), &x->ask, t->err);
    }
    for (uint32_t i = 0; first != NULL && status == DOCENT_OK && i < first->ask.count; i++)
        if (!first->ask.words[i].extra)
            agree(t, &first->ask.words[i]);
    if (first != NULL && status == DOCENT_OK)
        list->corrected = dct_ask_corrected(&first->ask, &first->s->arena, t->query->text);
    return status;
}

/* How each bundle understood the words. Its hits are explained by itself: their places are those of its own list. */
static docent_status explain(dct_set *t, dct_hit_list *list)
{
    dct_buf text;
    docent_status status = DOCENT_OK;
    dct_buf_init(&text, t->all[0].s->alloc, DCT_MAX_BUNDLES * 65536u);
    for (uint32_t i = 0; status == DOCENT_OK && i < t->count; i++) {
        dct_searching *x = &t->all[i];
        dct_hit_list own = { .total = x->total };
        if (t->broken[i])
            continue;
        for (uint32_t k = 0; status == DOCENT_OK && k < x->count && k < dct_search_limit(t->query); k++)
            status = dct_searching_present(x, t->query, &x->best[k], &own, t->err);
        const char *one = status != DOCENT_OK ? NULL : dct_explain(&x->s->arena, &x->s->ranking, &x->ask, x->s->weights,
                                                                  x->best, x->count, &own);
        dct_buf_add_format(&text, "bundle %u\n%s", i + 1, one == NULL ? "" : one);
    }
    list->explained = text.failed ? NULL : dct_arena_text(&t->all[0].s->arena, dct_buf_text(&text), text.size);
    dct_buf_close(&text);
    return status;
}

/* ---- all of it ---- */

static docent_status run(dct_set *t, uint32_t number, dct_hit_list *list)
{
    docent_status status = load(t, number);
    if (status == DOCENT_OK)
        status = rank_all(t);
    if (status == DOCENT_OK)
        status = present(t, list);
    if (status == DOCENT_OK)
        status = add_broken(t, list);
    dct_search_strict(list);
    if (status == DOCENT_OK && (t->query->flags & DOCENT_QUERY_EXPLAIN))
        status = explain(t, list);
    if (status == DOCENT_OK && t->poorer != NULL)
        list->explained = dct_arena_format(&t->all[0].s->arena, "%s%s", t->poorer, list->explained != NULL ? list->explained : "");
    return status == DOCENT_OK ? correct(t, list) : status;
}

docent_status dct_search_several(dct_searcher *const *searchers, uint32_t count, uint32_t number, const docent_query *query,
                                 docent_hits **out, docent_error *err)
{
    docent_error own;
    dct_set t = { .count = count, .query = query, .err = err != NULL ? err : &own };
    dct_hit_list list = { 0 };
    bool failed = false;
    *out = NULL;
    for (uint32_t i = 0; i < count; i++)
        t.all[i].s = searchers[i];
    docent_status status = run(&t, number, &list);
    for (uint32_t i = 0; i < count; i++)
        failed = failed || dct_arena_failed(&searchers[i]->arena);
    if (status == DOCENT_OK && (failed || (*out = dct_hits_finish(&list, searchers[0]->alloc)) == NULL))
        status = dct_fail_memory(err, "search");
    for (uint32_t i = 0; i < count; i++)
        dct_arena_reset(&searchers[i]->arena);
    return status;
}
