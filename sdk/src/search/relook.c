/* See relook.h. A document's row is walked once; what stands near what is kept for each word of the query:
 *
 *   query    reset 1  the 2  printer 3
 *   row      TITLE  reset(1) your printer(3) | BODY  hold the(2) button ...
 *            1 and 3 two apart, in order: near; two of three title words asked for
 */
#include "relook.h"

#include <math.h>
#include <string.h>

#include "rows.h"
#include "votes.h"

#define MAX_APART 8u

typedef struct reader {
    const dct_ask *ask;
    const uint8_t *class_of;
    const double  *rarity;                          /* By word of the query. */
    double         all;                             /* Of all of them. */
    uint32_t       seen_at[DCT_MAX_ALL_WORDS];      /* Last place + 1. */
    double         near[DCT_MAX_ALL_WORDS];         /* Best nearness of word i and the one after it. */
    double         first[DCT_MAX_ALL_WORDS];        /* 1 at the start of the text, falling. */
    bool           in_title[DCT_MAX_ALL_WORDS], in_section[DCT_MAX_ALL_WORDS];
    double         together[DCT_MAX_ALL_WORDS];     /* Best nearness of word i and any other. */
    uint32_t       recent[8], recent_at[8];         /* Words seen last and where, in a ring. */
    uint32_t       recent_next;
    double         section_sum, best_section_sum;
    uint32_t       section, best_section;
    double         title_rarity, title_matched;     /* Of the title's own words. */
    uint32_t       title_next;                      /* The word of the query that an equal title has next. */
    bool           title_differs;
} reader;

static void end_section(reader *x)
{
    if (x->section_sum > x->best_section_sum) {
        x->best_section_sum = x->section_sum;
        x->best_section = x->section;
    }
    x->section_sum = 0;
    memset(x->in_section, 0, x->ask->count * sizeof *x->in_section);
}

/* The word `class` stands at `place`; was the one before it in the query near? */
static void see_pair(reader *x, const dct_weights *w, uint32_t class, uint32_t place, bool title)
{
    if (class == 0 || x->seen_at[class - 1] == 0)
        return;
    uint32_t apart = place + 1 - x->seen_at[class - 1];
    if (apart > MAX_APART)
        return;
    double lower = x->rarity[class] < x->rarity[class - 1] ? x->rarity[class] : x->rarity[class - 1];
    double value = lower * (apart == 1 ? w->adjacent : w->near / apart);
    value *= (title ? w->title_pair : 1.0) * (x->ask->words[class].tail ? w->gram_near : 1.0);
    if (value > x->near[class])
        x->near[class] = value;
}

/* Any two words of the query side by side, in whatever order. */
static void see_together(reader *x, const dct_weights *w, uint32_t class, uint32_t place)
{
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t other = x->recent[i], apart = place + 1 - x->recent_at[i];
        if (x->recent_at[i] == 0 || other == class || apart > MAX_APART)
            continue;
        double lower = x->rarity[class] < x->rarity[other] ? x->rarity[class] : x->rarity[other];
        double value = lower * w->together / (apart + 1);
        if (x->ask->words[class].kind != DCT_WORD_PLAIN)
            value *= w->gram_near;
        if (value > x->together[class])
            x->together[class] = value;
    }
    x->recent[x->recent_next] = class;
    x->recent_at[x->recent_next] = place + 1;
    x->recent_next = (x->recent_next + 1) & 7;
}

/* Is the title, word for word, what was typed? */
static void compare_title(reader *x, uint32_t term)
{
    while (x->title_next < x->ask->count && x->ask->words[x->title_next].extra)
        x->title_next++;
    bool same = false;
    if (x->title_next < x->ask->count) {
        const dct_ask_word *word = &x->ask->words[x->title_next++];
        for (uint32_t i = 0; i < word->meaning_count && !same; i++)
            same = word->meanings[i].term == term && word->meanings[i].reason <= DCT_REASON_STEM;
    }
    x->title_differs = x->title_differs || !same;
}

static bool is_exact_title(const reader *x)
{
    uint32_t left = x->title_next;
    while (left < x->ask->count && x->ask->words[left].extra)
        left++;
    return x->title_next > 0 && !x->title_differs && left == x->ask->count;
}

static void see(reader *x, const dct_ranking *r, const dct_weights *w, uint32_t term, uint32_t field, uint32_t place)
{
    uint32_t class = x->class_of[term];
    if (field == DCT_FORWARD_TITLE) {
        double rarity = log(1.0 + r->document_count / (dct_ranking_spread(r, term) + 1.0));
        compare_title(x, term);
        x->title_rarity += rarity;
        x->title_matched += class > 0 ? rarity : 0;
        if (class > 0)
            x->in_title[class - 1] = true;
    }
    if (class-- == 0)
        return;
    see_pair(x, w, class, place, field == DCT_FORWARD_TITLE);
    x->seen_at[class] = place + 1;
    see_together(x, w, class, place);
    double early = 1.0 / (1.0 + place / 20.0);
    if (early > x->first[class])
        x->first[class] = early;
    if (!x->in_section[class]) {
        x->in_section[class] = true;
        x->section_sum += x->rarity[class];
    }
}

static void read_document(reader *x, const dct_ranking *r, const dct_weights *w, const unsigned char *p, size_t size)
{
    const unsigned char *end = p + size;
    uint32_t item, field = DCT_FORWARD_BODY, place = 0, sections = 0;
    while (dct_get_varint(&p, end, &item) && item != DCT_FORWARD_END) {
        if (item >= DCT_FORWARD_TERMS && item - DCT_FORWARD_TERMS < r->term_count) {
            see(x, r, w, item - DCT_FORWARD_TERMS, field, place++);
            continue;
        }
        field = item;
        place += MAX_APART + 1;
        if (item == DCT_FORWARD_SECTION) {
            end_section(x);
            x->section = sections++;
        }
    }
    end_section(x);
}

/* Are all words of the query said, but for small ones? */
static bool is_whole(const reader *x)
{
    for (uint32_t i = 0; i < x->ask->count; i++)
        if (!x->ask->words[i].extra && !x->ask->words[i].small && x->seen_at[i] == 0)
            return false;
    return true;
}

static void add_up(const reader *x, const dct_weights *w, dct_document document, dct_candidate *c)
{
    double near = 0, title = 0, early = 0;
    if (x->all <= 0)
        return;
    for (uint32_t i = 0; i < x->ask->count; i++) {
        near += x->near[i] + x->together[i];
        title += x->in_title[i] ? x->rarity[i] : 0;
        early += x->first[i] * x->rarity[i];
    }
    c->nearness = near;
    c->title = w->title_cover * title;
    if (x->title_rarity > 0)
        c->title += w->title_all * x->all * x->title_matched / x->title_rarity;
    c->early = w->early * early;
    c->passage = w->passage * x->best_section_sum;
    c->section = x->best_section;
    c->exact_title = is_exact_title(x);
    c->whole = is_whole(x);
    c->score += c->nearness + c->title + c->early + c->passage;
    c->votes = c->score * dct_votes_share(document, w);
    c->score += c->votes;
    c->exact_title = c->exact_title && !(document.flags & DCT_DOCUMENT_COMMUNITY);
}

void dct_relook_classes(dct_ranker *ranker, const dct_ask *ask, bool on, bool synonyms)
{
    for (uint32_t i = ask->count; i-- > 0;)
        for (uint32_t k = 0; k < ask->words[i].meaning_count; k++)
            if (ask->words[i].meanings[k].term < ranker->terms &&
                (synonyms || ask->words[i].meanings[k].reason != DCT_REASON_SYNONYM))
                ranker->class_of[ask->words[i].meanings[k].term] = (uint8_t)(on ? i + 1 : 0);
}

/* For the next document. Only what the query's words use is cleared: it is done forty times a key. */
static void begin(reader *x)
{
    uint32_t count = x->ask->count;
    memset(x->seen_at, 0, count * sizeof *x->seen_at);
    memset(x->near, 0, count * sizeof *x->near);
    memset(x->first, 0, count * sizeof *x->first);
    memset(x->in_title, 0, count * sizeof *x->in_title);
    memset(x->in_section, 0, count * sizeof *x->in_section);
    memset(x->together, 0, count * sizeof *x->together);
    memset(x->recent_at, 0, sizeof x->recent_at);
    x->recent_next = x->section = x->best_section = x->title_next = 0;
    x->section_sum = x->best_section_sum = x->title_rarity = x->title_matched = 0;
    x->title_differs = false;
}

docent_status dct_relook(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                         dct_candidate *candidates, uint32_t count, docent_error *err)
{
    docent_status status = DOCENT_OK;
    double rarity[DCT_MAX_ALL_WORDS];
    reader x;
    x.ask = ask;
    x.class_of = ranker->class_of;
    x.rarity = rarity;
    x.all = 0;
    for (uint32_t i = 0; i < ask->count; i++) {
        rarity[i] = dct_rank_rarity(ranking, weights, &ask->words[i]);
        x.all += rarity[i];
    }
    dct_relook_classes(ranker, ask, true, false);
    for (uint32_t i = 0; status == DOCENT_OK && i < count; i++) {
        const unsigned char *row;
        size_t size;
        begin(&x);
        status = dct_ranking_forward(ranking, candidates[i].document, &row, &size, err);
        if (status != DOCENT_OK)
            break;
        read_document(&x, ranking, weights, row, size);
        add_up(&x, weights, dct_ranking_document(ranking, candidates[i].document), &candidates[i]);
    }
    dct_relook_classes(ranker, ask, false, false);
    return status;
}
