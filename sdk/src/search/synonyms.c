#include "synonyms.h"

#include "respell.h"
#include "rows.h"

typedef struct way {
    uint32_t terms[DCT_MAX_SYNONYM_WORDS], count;
    unsigned content;
} way;

typedef struct group {
    way      ways[DCT_MAX_SYNONYM_WAYS];
    uint32_t count;
    unsigned strength;
} group;

typedef struct place { /* Of a way among the query's words. */
    uint32_t at;     /* The word that gains: the first that is no small one. */
    double   surety; /* Below 1 when the way was found through a correction. */
} place;

static bool read_way(const unsigned char **p, const unsigned char *end, way *out)
{
    if (!dct_get_varint(p, end, &out->count) || out->count == 0 || out->count > DCT_MAX_SYNONYM_WORDS || *p == end)
        return false;
    out->content = *(*p)++;
    for (uint32_t i = 0; i < out->count; i++)
        if (!dct_get_varint(p, end, &out->terms[i]))
            return false;
    return true;
}

static bool read_group(const unsigned char **p, const unsigned char *end, group *out)
{
    if (*p == end)
        return false;
    out->strength = *(*p)++;
    if (!dct_get_varint(p, end, &out->count) || out->count > DCT_MAX_SYNONYM_WAYS)
        return false;
    for (uint32_t i = 0; i < out->count; i++)
        if (!read_way(p, end, &out->ways[i]))
            return false;
    return true;
}

/* How sure it is that the word is this term; 0 when it is not. */
static double surety_of(const dct_ask_word *word, uint32_t term)
{
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        const dct_meaning *m = &word->meanings[i];
        bool said = m->reason == DCT_REASON_EXACT || m->reason == DCT_REASON_STEM;
        bool nearly = m->weight >= 0.8 && (m->reason == DCT_REASON_TYPO || m->reason == DCT_REASON_LAYOUT);
        if (m->term == term && (said || nearly))
            return said ? 1.0 : m->weight;
    }
    return 0;
}

static uint32_t next_word(const dct_ask *ask, uint32_t at, uint32_t count)
{
    while (at < count && ask->words[at].extra)
        at++;
    return at;
}

static bool stands_at(const dct_ask *ask, uint32_t at, uint32_t count, const way *w, place *out)
{
    bool content = false;
    *out = (place){ at, 1.0 };
    for (uint32_t i = 0; i < w->count; i++, at = next_word(ask, at + 1, count)) {
        double surety = at < count ? surety_of(&ask->words[at], w->terms[i]) : 0;
        if (surety <= 0)
            return false;
        out->surety = surety < out->surety ? surety : out->surety;
        if (!content && (w->content >> i & 1))
            out->at = at;
        content = content || (w->content >> i & 1);
    }
    return true;
}

static bool find_way(const dct_ask *ask, uint32_t count, const way *w, place *out)
{
    for (uint32_t at = next_word(ask, 0, count); at < count; at = next_word(ask, at + 1, count))
        if (stands_at(ask, at, count, w, out))
            return true;
    return false;
}

static bool is_asked(const dct_ask *ask, uint32_t term)
{
    for (uint32_t i = 0; i < ask->count; i++)
        for (uint32_t k = 0; k < ask->words[i].meaning_count; k++)
            if (ask->words[i].meanings[k].term == term)
                return true;
    return false;
}

/* A phrase becomes words of its own, which together say as much as the one they stand for. */
static void add_phrase(dct_ask *ask, uint32_t at, const way *w, double weight, uint32_t room)
{
    uint32_t content = 0;
    for (uint32_t i = 0; i < w->count; i++)
        content += w->content >> i & 1;
    for (uint32_t i = 0; i < w->count && content > 0; i++) {
        if (!(w->content >> i & 1) || ask->count >= room || is_asked(ask, w->terms[i]))
            continue;
        dct_ask_word *word = &ask->words[ask->count++];
        *word = ask->words[at];
        word->meaning_count = 0;
        word->extra = true;
        word->unfinished = false;
        word->corrected = NULL;
        word->likely_count = 0;
        word->weight = ask->words[at].weight * weight / content;
        dct_ask_mean(word, w->terms[i], 1.0, DCT_REASON_SYNONYM);
    }
}

static void expand(const dct_asker *asker, dct_ask *ask, const group *g, uint32_t typed, uint32_t room)
{
    double strength = g->strength == DCT_SYNONYM_AUTHORS ? asker->weights->synonym : asker->weights->trouble;
    place where;
    for (uint32_t i = 0; i < g->count; i++) {
        if (!find_way(ask, typed, &g->ways[i], &where))
            continue;
        for (uint32_t k = 0; k < g->count; k++) {
            const way *other = &g->ways[k];
            if (k == i || !(other->content & DCT_SYNONYM_PRESENT))
                continue;
            if (other->count == 1)
                dct_ask_mean(&ask->words[where.at], other->terms[0], strength * where.surety, DCT_REASON_SYNONYM);
            else
                add_phrase(ask, where.at, other, strength * where.surety, room);
        }
    }
}

void dct_synonyms_expand(const dct_asker *asker, dct_ask *ask)
{
    const dct_ranking *r = asker->ranking;
    const unsigned char *p = r->synonyms, *end = p == NULL ? p : p + r->synonyms_size;
    uint32_t groups, typed = ask->count, room = ask->count + DCT_MAX_EXPANSIONS;
    group g;
    if (p == NULL || !dct_get_varint(&p, end, &groups))
        return;
    for (uint32_t i = 0; i < groups && read_group(&p, end, &g); i++)
        expand(asker, ask, &g, typed, room);
}
