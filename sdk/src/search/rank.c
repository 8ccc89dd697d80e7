/* The first look, over postings: BM25F, one word of the query at a time. See rank.h; the second is in relook.c. */
#include "rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "relook.h"

void dct_ranker_measure(dct_ranker *ranker, const dct_ranking *r, const dct_weights *w, double mean_body,
                        double mean_title)
{
    for (uint32_t i = 0; i < r->slot_count; i++) {
        dct_document d = dct_ranking_document(r, i);
        ranker->body_share[i] = (float)(1.0 / (1.0 - w->body_b + w->body_b * d.body / mean_body));
        ranker->title_share[i] = (float)(w->title / (1.0 - w->title_b + w->title_b * d.title / mean_title));
    }
}

bool dct_ranker_open(dct_ranker *ranker, const dct_ranking *ranking, const dct_weights *weights)
{
    const docent_alloc *alloc = ranking->alloc;
    size_t documents = ranking->slot_count + 1u, terms = ranking->term_count + 1u;
    memset(ranker, 0, sizeof *ranker);
    ranker->documents = ranking->slot_count;
    ranker->terms = ranking->term_count;
    ranker->scores = dct_new_zero(alloc, documents * sizeof(float));
    ranker->covered = dct_new_zero(alloc, documents * sizeof(float));
    ranker->word = dct_new_zero(alloc, documents * sizeof(float));
    ranker->loose = dct_new_zero(alloc, documents * sizeof(float));
    ranker->body_share = dct_new_zero(alloc, documents * sizeof(float));
    ranker->title_share = dct_new_zero(alloc, documents * sizeof(float));
    ranker->touched = dct_new_zero(alloc, documents * sizeof(uint32_t));
    ranker->class_of = dct_new_zero(alloc, terms);
    if (ranker->scores && ranker->covered && ranker->word && ranker->touched && ranker->class_of &&
        ranker->body_share && ranker->title_share && ranker->loose) {
        dct_ranker_measure(ranker, ranking, weights, ranking->mean_body, ranking->mean_title);
        return true;
    }
    dct_ranker_close(ranker, alloc);
    return false;
}

void dct_ranker_close(dct_ranker *ranker, const docent_alloc *alloc)
{
    size_t documents = ranker->documents + 1u;
    dct_free(alloc, ranker->scores, documents * sizeof(float));
    dct_free(alloc, ranker->covered, documents * sizeof(float));
    dct_free(alloc, ranker->word, documents * sizeof(float));
    dct_free(alloc, ranker->loose, documents * sizeof(float));
    dct_free(alloc, ranker->body_share, documents * sizeof(float));
    dct_free(alloc, ranker->title_share, documents * sizeof(float));
    dct_free(alloc, ranker->touched, documents * sizeof(uint32_t));
    dct_free(alloc, ranker->hidden, documents);
    dct_free(alloc, ranker->class_of, ranker->terms + 1u);
    memset(ranker, 0, sizeof *ranker);
}

/* How often the posting's term is there, fields weighed and lengths taken out. */
static float weighed(const dct_ranker *ranker, const dct_weights *w, const dct_posting *posting)
{
    float body = (float)w->body * posting->body + (float)w->heading * posting->head;
    return body * ranker->body_share[posting->document] + (float)w->keywords * posting->keywords +
           ranker->title_share[posting->document] * posting->title;
}

/* Adds one meaning's documents to ranker->word; those seen for the first time go to `touched`. What is below 0 is done. */
static docent_status add_meaning(dct_ranker *ranker, dct_ranking *r, const dct_weights *w, const dct_meaning *meaning,
                                 uint32_t *touched, docent_error *err)
{
    dct_postings postings;
    dct_posting posting;
    docent_status status = dct_ranking_postings(r, meaning->term, &postings, err);
    if (status != DOCENT_OK)
        return status;
    while (dct_postings_next(&postings, &posting)) {
        float *sum = &ranker->word[posting.document];
        if (*sum < 0)
            continue;
        if (*sum == 0)
            ranker->touched[(*touched)++] = posting.document;
        *sum += (float)meaning->weight * weighed(ranker, w, &posting);
    }
    return DOCENT_OK;
}

/* Whether some article says the word, and not only what means the same. */
bool dct_rank_is_said(const dct_ranking *r, const dct_ask_word *word)
{
    for (uint32_t i = 0; i < word->meaning_count; i++)
        if (word->meanings[i].reason != DCT_REASON_SYNONYM && dct_ranking_spread(r, word->meanings[i].term) > 0)
            return true;
    return false;
}

double dct_rank_spread(const dct_ranking *r, const dct_weights *w, const dct_ask_word *word, bool said)
{
    double spread = 0, widest = 0;
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        if (said && word->meanings[i].reason == DCT_REASON_SYNONYM)
            continue;
        double share = dct_ranking_spread(r, word->meanings[i].term) * (word->meanings[i].weight > 0.5 ? 1.0 : 0.5);
        spread += share;
        widest = share > widest ? share : widest;
    }
    return widest + w->spread_sum * (spread - widest);
}

double dct_rank_rarity(const dct_ranking *r, const dct_weights *w, const dct_ask_word *word)
{
    double spread = dct_rank_spread(r, w, word, word->said_elsewhere || dct_rank_is_said(r, word)) + word->elsewhere;
    double n = (double)r->document_count + r->elsewhere;
    spread = spread > n ? n : spread;
    return word->weight * pow(log(1.0 + (n - spread + 0.5) / (spread + 0.5)), w->rarity_power);
}

/* Thai, Lao, Burmese and Khmer: all from U+0E00 to U+17FF, which begin with these bytes. */
static bool is_long_gram(const dct_ask_word *word)
{
    unsigned char first = (unsigned char)word->folded[0];
    return word->kind == DCT_WORD_GRAM && (first == 0xE0 || first == 0xE1);
}

static docent_status add_word(dct_ranker *ranker, dct_ranking *r, const dct_weights *w, const dct_ask_word *word,
                              docent_error *err)
{
    uint32_t touched = 0;
    docent_status status = DOCENT_OK;
    double rarity = dct_rank_rarity(r, w, word), k1 = is_long_gram(word) ? w->gram_k1 : w->k1;
    for (uint32_t i = 0; status == DOCENT_OK && i < word->meaning_count; i++)
        if (word->meanings[i].reason != DCT_REASON_SYNONYM)
            status = add_meaning(ranker, r, w, &word->meanings[i], &touched, err);
    uint32_t said = touched;
    for (uint32_t i = 0; i < said; i++) /* No synonym helps where the word is. */
        ranker->word[ranker->touched[i]] *= -1;
    for (uint32_t i = 0; status == DOCENT_OK && i < word->meaning_count; i++)
        if (word->meanings[i].reason == DCT_REASON_SYNONYM)
            status = add_meaning(ranker, r, w, &word->meanings[i], &touched, err);
    for (uint32_t i = 0; i < touched; i++) {
        uint32_t document = ranker->touched[i];
        float sum = fabsf(ranker->word[document]);
        float score = (float)(rarity * (k1 + 1.0)) * sum / ((float)k1 + sum);
        ranker->word[document] = 0;
        ranker->scores[document] += score;
        ranker->loose[document] += i < said ? 0 : score;
        if (!word->extra)
            ranker->covered[document] += (float)(i < said ? rarity : rarity * w->synonym);
    }
    return status;
}

static int by_score(const void *a, const void *b)
{
    const dct_candidate *x = a, *y = b;
    if (x->exact_title != y->exact_title)
        return x->exact_title ? -1 : 1;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->document > y->document) - (x->document < y->document);
}

/* Sifts the worst of a heap of candidates down to its place. */
static void sift(dct_candidate *heap, uint32_t count, uint32_t at)
{
    for (uint32_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && by_score(&heap[child + 1], &heap[child]) > 0)
            child++;
        if (by_score(&heap[child], &heap[at]) <= 0)
            return;
        dct_candidate other = heap[at];
        heap[at] = heap[child];
        heap[child] = other;
    }
}

static void keep(dct_candidate *heap, uint32_t *count, uint32_t room, dct_candidate one)
{
    if (*count < room) {
        heap[(*count)++] = one;
        if (*count == room)
            for (uint32_t i = room / 2 + 1; i-- > 0;)
                sift(heap, *count, i);
    } else if (by_score(&one, &heap[0]) < 0) {
        heap[0] = one;
        sift(heap, *count, 0);
    }
}

/* The best documents of the first look, in order; ranker's arrays are zero again. */
static uint32_t collect(dct_ranker *ranker, const dct_ranking *r, const dct_weights *w, double all, uint8_t lang,
                        dct_candidate *heap, uint32_t room, uint32_t *total)
{
    uint32_t count = 0;
    *total = 0;
    for (uint32_t i = 0; i < ranker->documents; i++) {
        if (ranker->scores[i] <= 0 || (ranker->hidden != NULL && ranker->hidden[i] != 0))
            continue;
        double share = all > 0 ? ranker->covered[i] / all : 0;
        double score = ranker->scores[i] * (1.0 + w->coverage * share);
        if (lang != DCT_LANG_NONE && (r->lang_count > 1 || r->mixed) && dct_ranking_document(r, i).lang == lang)
            score *= 1.0 + w->locale;
        keep(heap, &count, room,
             (dct_candidate){ .document = i, .score = score, .words = score, .share = share > 1 ? 1 : share,
                              .loose = score * ranker->loose[i] / ranker->scores[i] });
        ++*total;
    }
    memset(ranker->scores, 0, ranker->documents * sizeof(float));
    memset(ranker->covered, 0, ranker->documents * sizeof(float));
    memset(ranker->loose, 0, ranker->documents * sizeof(float));
    qsort(heap, count, sizeof *heap, by_score);
    return count;
}

/* Synonyms lift a document at most to below those that say all the words and stood above it without them. */
static void hold_back(dct_candidate *all, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        dct_candidate *one = &all[i];
        double sure = one->score - one->loose;
        for (uint32_t k = 0; k < count && one->loose > 0 && !one->whole; k++)
            if (all[k].whole && all[k].score > sure && all[k].score <= one->score)
                one->score = all[k].score * (1.0 - 1e-6);
    }
}

/* One document a group: the first one stays. */
static uint32_t drop_translations(const dct_ranking *r, dct_candidate *all, uint32_t count, uint32_t *total)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool seen = false;
        all[i].group = dct_ranking_document(r, all[i].document).group;
        for (uint32_t k = 0; r->group_count < r->document_count && k < kept && !seen; k++)
            seen = all[k].group == all[i].group;
        if (seen)
            --*total;
        else
            all[kept++] = all[i];
    }
    return kept;
}

docent_status dct_rank(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                       uint8_t lang, uint32_t limit, uint32_t spare, dct_arena *arena, dct_candidate **out, uint32_t *count,
                       uint32_t *total, docent_error *err)
{
    docent_status status = DOCENT_OK;
    double all = 0;
    uint32_t room = limit > DCT_SECOND_LOOK ? limit : DCT_SECOND_LOOK;
    *count = *total = 0;
    *out = dct_arena_array(arena, room + spare, sizeof **out);
    if (*out == NULL)
        return dct_fail_memory(err, "search");
    for (uint32_t i = 0; status == DOCENT_OK && i < ask->count; i++) {
        const dct_ask_word *word = &ask->words[i];
        status = add_word(ranker, ranking, weights, word, err);
        if (!word->extra)
            all += dct_rank_rarity(ranking, weights, word);
    }
    *count = collect(ranker, ranking, weights, all, lang, *out, room, total);
    return status;
}

docent_status dct_rank_again(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                             uint32_t look, dct_candidate *all, uint32_t *count, uint32_t *total, docent_error *err)
{
    look = look < *count ? look : *count;
    docent_status status = dct_relook(ranker, ranking, ask, weights, all, look, err);
    hold_back(all, look);
    qsort(all, *count, sizeof *all, by_score);
    *count = drop_translations(ranking, all, *count, total);
    return status;
}
