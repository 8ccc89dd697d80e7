/* Every number that ranking turns on, in one table. How each was found: docs/search.md. */
#ifndef DCT_SEARCH_WEIGHTS_H
#define DCT_SEARCH_WEIGHTS_H

#define DCT_WEIGHTS(X) \
    /* BM25F: saturation, then per field how much a word counts and how much the field's length counts. */ \
    X(k1) X(title) X(title_b) X(body) X(body_b) X(heading) X(keywords) \
    /* A query's words: small ones (lang.h), parts of compounds, joined readings, endings of an unfinished word, stems, */ \
    /* synonyms of the author's and of trouble.h. */ \
    X(small) X(part) X(joined) X(prefix) X(stem) X(synonym) X(trouble) \
    /* Corrections: what one costs, per unit of distance, how much common words are preferred, of a word that is known by */ \
    /* its stem, of a stem, of another first letter, of a word of another language. */ \
    X(typo) X(typo_step) X(typo_uses) X(doubt) X(typo_stem) X(typo_first) X(typo_foreign) \
    /* Second look at the best documents, as shares of what each would get for all words. */ \
    X(coverage) X(adjacent) X(near) X(title_cover) X(title_all) X(early) X(passage) X(together) X(title_pair) \
    /* Shares of the score: the reader's language; votes.h. */ \
    X(locale) X(newness) X(popularity) X(community) \
    /* Readings beside the typed one, and begun: what the end of an unspaced text may begin. A gram of three letters is */ \
    /* nearly a word and seldom repeats: gram_k1. */ \
    /* Grams overlap, so that being side by side says less; rarity is taken to a power. */ \
    X(single) X(begun) X(gram_k1) X(family) X(family_share) X(spread_sum) X(gram_near) X(rarity_power)

typedef struct dct_weights {
#define DCT_WEIGHT(name) double name;
    DCT_WEIGHTS(DCT_WEIGHT)
#undef DCT_WEIGHT
} dct_weights;

extern const dct_weights dct_weights_default;

#endif
