#include "explain.h"

#include "relook.h"

#define MAX_EXPLAINED_BYTES 65536u

static const char *const reasons[] = { "as typed", "same stem", "part of a compound", "unfinished", "typing slip",
                                       "split or joined", "other keyboard", "same family" };

/* The shortest spelling that leads to a term: terms keep no text of their own. */
static const char *spelling_of(const dct_ranking *r, uint32_t term, dct_entry *scratch)
{
    dct_lexicon_at at;
    dct_lexicon_block(&r->lexicon, 0, &at);
    scratch->size = 0;
    while (dct_lexicon_next(&r->lexicon, &at, scratch))
        if ((scratch->flags & DCT_LEXICON_SELF) && scratch->terms[0] == term)
            return scratch->text;
    return "?";
}

static void explain_word(dct_buf *out, const dct_ranking *r, const dct_ask_word *word, const dct_weights *w)
{
    dct_buf_add_format(out, "word \"%s\"%s%s%s weight %.2f\n", word->folded, word->small ? " (small)" : "",
                       word->unfinished ? " (unfinished)" : "", word->extra ? " (second reading)" : "",
                       dct_rank_rarity(r, w, word));
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        const dct_meaning *m = &word->meanings[i];
        dct_entry entry;
        dct_buf_add_format(out, "    %-20s x%.2f  in %u articles  %s\n", spelling_of(r, m->term, &entry), m->weight,
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
    dct_buf out;
    dct_buf_init(&out, arena->alloc, MAX_EXPLAINED_BYTES);
    for (uint32_t i = 0; i < ask->count; i++)
        explain_word(&out, ranking, &ask->words[i], weights);
    dct_buf_add_format(&out, "candidates %u of %u articles\n", hits->total, ranking->document_count);
    for (uint32_t i = 0; i < hits->count && i < count; i++)
        explain_hit(&out, i + 1, &hits->items[i], &best[i]);
    const char *text = dct_arena_text(arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return text;
}
