/* Puts documents in order for what is asked, in two looks.
 *
 *   postings of every word  ->  a score for each document (BM25F)  ->  the best forty
 *   their own rows          ->  order and nearness of the words, titles  ->  the order people see
 */
#ifndef DCT_SEARCH_RANK_H
#define DCT_SEARCH_RANK_H

#include "ask.h"

#define DCT_SECOND_LOOK 40u

typedef struct dct_candidate {
    uint32_t document, group;
    double   score;
    double   share;       /* Of what was asked, by the rarity of its words, how much this document says: 0..1. */
    double   words, coverage, nearness, title, early, passage, votes, context; /* Its parts, for --explain. */
    uint32_t section;     /* The one that matches best, counted from 0. */
    bool     exact_title, whole; /* Its title is what was typed; it says all the words. */
    double   loose;              /* Of the score: what synonyms brought. */
    const char   *anchor;      /* Of an error code, else NULL. */
} dct_candidate;

typedef struct dct_ranker { /* Kept from search to search; one element a document. */
    float   *scores, *covered, *word, *loose;
    float   *body_share, *title_share; /* One over the length's factor of BM25F. */
    uint32_t *touched;
    uint8_t *hidden;   /* By document: it stands in another bundle, too, and that one goes first. NULL: none does. */
    uint8_t *class_of; /* By term: 1 + the query's word it stands for, 0 for none. */
    uint32_t documents, terms;
} dct_ranker;

/* The weights of the fields and of their lengths are taken in here. */
bool dct_ranker_open(dct_ranker *ranker, const dct_ranking *ranking, const dct_weights *weights);
void dct_ranker_close(dct_ranker *ranker, const docent_alloc *alloc);
/* Takes lengths against other means than the bundle's own. */
void dct_ranker_measure(dct_ranker *ranker, const dct_ranking *ranking, const dct_weights *weights, double mean_body,
                        double mean_title);
/* In how many documents the word is as it was meant; `said`: somewhere it is not a synonym alone. */
double dct_rank_spread(const dct_ranking *ranking, const dct_weights *weights, const dct_ask_word *word, bool said);
bool dct_rank_is_said(const dct_ranking *ranking, const dct_ask_word *word);
/* The best `limit` documents by the first look; *total is how many there are in all. The list has room for `spare` more. */
docent_status dct_rank(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                       uint8_t lang, uint32_t limit, uint32_t spare, dct_arena *arena, dct_candidate **out, uint32_t *count,
                       uint32_t *total, docent_error *err);
/* The same in order, one a group, after a second look at the best `look`, mostly DCT_SECOND_LOOK. */
docent_status dct_rank_again(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                             uint32_t look, dct_candidate *all, uint32_t *count, uint32_t *total, docent_error *err);

#endif
