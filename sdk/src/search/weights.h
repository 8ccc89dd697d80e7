/* Every number that ranking turns on, in one table. How each was found: docs/search.md. */
#ifndef DCT_SEARCH_WEIGHTS_H
#define DCT_SEARCH_WEIGHTS_H

typedef struct dct_weights {
    /* BM25F: saturation, then per field how much a word counts and how much the field's length counts. */
    double k1, title, title_b, body, body_b, heading, keywords;
    /* A query's words: small ones (lang.h), parts of compounds, joined readings, endings of an unfinished word. */
    double small, part, joined, prefix, prefix_exact, stem;
    /* Corrections: what one costs, per unit of distance, and how much common words are preferred. */
    double typo, typo_step, typo_uses, doubt;
    /* Second look at the best documents, as shares of what each would get for all words. */
    double coverage, adjacent, near, title_cover, title_all, early, passage, together, window, window_width;
    double locale, top;
    double newness, popularity, community; /* Shares of the score: votes.h. */
    /* Readings beside the typed one. A gram of three letters is nearly a word and seldom repeats: gram_k1.
     * Grams overlap, so that being side by side says less; rarity is taken to a power. */
    double single, gram_k1, family, family_share, spread_sum, gram_near, rarity_power, title_pair;
} dct_weights;

extern const dct_weights dct_weights_default;

#endif
