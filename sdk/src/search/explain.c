#include "explain.h"

#include <stdlib.h>

#include "relook.h"

#define MAX_EXPLAINED_BYTES 65536u

static const char *const reasons[] = { "as typed", "same stem", "part of a compound", "unfinished", "typing slip",
                                       "split or joined", "other keyboard", "same family", "synonym" };

/* Terms keep no text of their own: it is the first spelling that leads to each. One walk through the lexicon finds all. */
typedef struct spelling {
    uint32_t    term;
    const char *text;
} spelling;

typedef struct spellings {
    spelling *items; /* By term, each once. */
    uint32_t  count;
} spellings;

static int by_term(const void *a, const void *b)
{
    uint32_t x = ((const spelling *)a)->term, y = ((const spelling *)b)->term;
    return (x > y) - (x < y);
}

static spelling *spelling_of(const spellings *all, uint32_t term)
{
    spelling wanted = { term, NULL };
    return all->count == 0 ? NULL : bsearch(&wanted, all->items, all->count, sizeof wanted, by_term);
}

static void collect_terms(dct_arena *arena, const dct_ask *ask, spellings *all)
{
    uint32_t room = 0, kept = 0;
    all->count = 0;
    for (uint32_t i = 0; i < ask->count; i++)
        room += ask->words[i].meaning_count;
    all->items = room == 0 ? NULL : dct_arena_array(arena, room, sizeof *all->items);
    if (all->items == NULL)
        return;
    for (uint32_t i = 0; i < ask->count; i++)
        for (uint32_t k = 0; k < ask->words[i].meaning_count; k++)
            all->items[all->count++].term = ask->words[i].meanings[k].term;
    qsort(all->items, all->count, sizeof *all->items, by_term);
    for (uint32_t i = 0; i < all->count; i++)
        if (kept == 0 || all->items[kept - 1].term != all->items[i].term)
            all->items[kept++] = all->items[i];
    all->count = kept;
}

static void find_spellings(dct_arena *arena, const dct_ranking *r, const dct_ask *ask, spellings *all)
{
    dct_lexicon_at at;
    dct_entry entry;
    collect_terms(arena, ask, all);
    entry.size = 0;
    dct_lexicon_first(&r->lexicon, &at);
    while (all->count > 0 && dct_lexicon_next(&r->lexicon, &at, &entry)) {
        spelling *s = (entry.flags & DCT_LEXICON_SELF) ? spelling_of(all, entry.terms[0]) : NULL;
        if (s != NULL && s->text == NULL)
            s->text = dct_arena_text(arena, entry.text, entry.size);
    }
}

static void explain_word(dct_buf *out, const dct_ranking *r, const dct_ask_word *word, const dct_weights *w,
                         const spellings *all)
{
    dct_buf_add_format(out, "word \"%s\"%s%s%s weight %.2f\n", word->folded, word->small ? " (small)" : "",
                       word->unfinished ? " (unfinished)" : "", word->extra ? " (second reading)" : "",
                       dct_rank_rarity(r, w, word));
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        const dct_meaning *m = &word->meanings[i];
        const spelling *s = spelling_of(all, m->term);
        dct_buf_add_format(out, "    %-20s x%.2f  in %u articles  %s\n", s == NULL || s->text == NULL ? "?" : s->text, m->weight,
                           dct_ranking_spread(r, m->term), reasons[m->reason]);
    }
    if (word->meaning_count == 0)
        dct_buf_add_text(out, "    found nowhere\n");
}

static void explain_hit(dct_buf *out, uint32_t rank, const docent_hit *hit, const dct_candidate *c)
{
    dct_buf_add_format(out, "%2u. %s  score %.3f = words %.3f + nearness %.3f + title %.3f + early %.3f + passage %.3f",
                       rank, hit->id, hit->score, c->words, c->nearness, c->title, c->early, c->passage);
    if (c->votes < 0 || c->votes > 0)
        dct_buf_add_format(out, " %c votes %.3f", c->votes < 0 ? '-' : '+', c->votes < 0 ? -c->votes : c->votes);
    if (c->context > 0)
        dct_buf_add_format(out, " + context %.3f", c->context);
    dct_buf_add_format(out, "%s%s\n", c->exact_title ? ", equal title: first" : "",
                       c->anchor != NULL ? ", error code: first" : "");
}

const char *dct_explain(dct_arena *arena, const dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                        const dct_candidate *best, uint32_t count, const dct_hit_list *hits)
{
    spellings all;
    dct_buf out;
    dct_buf_init(&out, arena->alloc, MAX_EXPLAINED_BYTES);
    find_spellings(arena, ranking, ask, &all);
    for (uint32_t i = 0; i < ask->count; i++)
        explain_word(&out, ranking, &ask->words[i], weights, &all);
    dct_buf_add_format(&out, "candidates %u of %u articles\n", hits->total, ranking->document_count);
    for (uint32_t i = 0; i < hits->count && i < count; i++)
        explain_hit(&out, i + 1, &hits->items[i], &best[i]);
    const char *text = dct_arena_text(arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return text;
}
