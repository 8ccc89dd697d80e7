/* What a typed text asks for: its words, and for each the terms of the index that may be meant.
 *
 *   "pritner offl|"   pritner -> printer 0.9            (corrected)
 *                     offl    -> offline 0.8, offload   (unfinished)
 */
#ifndef DCT_SEARCH_ASK_H
#define DCT_SEARCH_ASK_H

#include "../base/arena.h"
#include "ranking.h"
#include "speller.h"
#include "stem.h"
#include "weights.h"
#include "words.h"

#define DCT_MAX_ASK_WORDS 192u  /* Thirty-two words, or as many grams as a line of Thai has. */
#define DCT_MAX_GAINED_WORDS 24u /* Readings that it may gain: respell.h, synonyms.h, share.h. */
#define DCT_MAX_ALL_WORDS (DCT_MAX_ASK_WORDS + DCT_MAX_GAINED_WORDS)
#define DCT_MAX_MEANINGS 40u

typedef enum dct_reason {
    DCT_REASON_EXACT, DCT_REASON_STEM, DCT_REASON_PART, DCT_REASON_ENDING, DCT_REASON_TYPO, DCT_REASON_SPLIT,
    DCT_REASON_LAYOUT, DCT_REASON_FAMILY, DCT_REASON_SYNONYM
} dct_reason;

typedef struct dct_meaning {
    uint32_t   term;
    double     weight;
    dct_reason reason;
} dct_meaning;

typedef struct dct_ask_word {
    char          lower[DCT_MAX_WORD_BYTES + 1], folded[DCT_MAX_WORD_BYTES + 1];
    size_t        lower_size, folded_size, from, to;
    dct_word_kind kind;
    bool          small, tail, known, doubtful, unfinished, extra; /* extra: a second reading, not a word of its own. */
    bool          small_letters;                         /* It was typed without capitals. */
    /* doubtful: known by its stem alone. */
    double        weight;                                /* Of the word in the query, 1 for a plain one. */
    bool          foreign;                               /* Doubtful, and a stem in another language than the reader's. */
    uint32_t      rare;                                  /* Unfinished: uses of what begins like it when they are few, else 0. */
    const char   *corrected;                             /* What was taken instead, or NULL. */
    const dct_correction *likely;                        /* What else may have been meant, the likeliest first: spelling.h. */
    uint32_t      likely_count;
    double        corrected_by, typed_by;                /* How much the best pages speak for it, and for what was typed. */
    dct_meaning   meanings[DCT_MAX_MEANINGS];
    uint32_t      meaning_count;
    bool          settled;        /* Another bundle of a set knows it: it is no slip here. */
    double        slip_score;     /* Of the likeliest correction: speller.h. */
    double        elsewhere;      /* Documents of other bundles of a set that say it; 0 in a bundle alone. */
    bool          said_elsewhere; /* Not only by a synonym. */
} dct_ask_word;

typedef struct dct_ask {
    dct_ask_word *words; /* In the arena. */
    uint32_t      count, room; /* room: of words that are typed; as many as DCT_MAX_GAINED_WORDS may come beside. */
} dct_ask;

typedef struct dct_asker { /* What asking needs; all borrowed. */
    dct_ranking       *ranking;
    dct_speller       *speller;
    dct_stemmers      *stemmers;
    const dct_weights *weights;
    uint8_t            lang; /* Of the locale. */
} dct_asker;

/* The words and what they are in this bundle; then what those may be that are none, and what means the same. */
docent_status dct_ask_read(const dct_asker *asker, dct_arena *arena, const char *text, bool unfinished, dct_ask *out,
                           docent_error *err);
docent_status dct_ask_guess(const dct_asker *asker, dct_arena *arena, dct_ask *ask, docent_error *err);
/* What begins like the word means nearly the same; nothing for a short or an unfinished one. */
void dct_ask_family(const dct_asker *asker, dct_ask_word *word);
/* The text with corrections in place of what was typed, or NULL when nothing was corrected. */
const char *dct_ask_corrected(const dct_ask *ask, dct_arena *arena, const char *text);

#endif
