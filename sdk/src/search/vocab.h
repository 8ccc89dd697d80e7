/* What the gathered words come to: the terms that are searched, and the spellings that lead to them.
 *
 *   word "Häuser" (de)  ->  spelling "hauser"  ->  term "haus"
 *
 * Which number a term has in the bundle is numbers.h's. */
#ifndef DCT_SEARCH_VOCAB_H
#define DCT_SEARCH_VOCAB_H

#include <docent/docent.h>

#include "gather.h"

#define DCT_MAX_PARTS 4u

typedef struct dct_vocab {
    const docent_alloc *alloc;
    dct_names  terms;     /* As found; see number_of. */
    dct_names  spellings; /* Of all words and terms. */
    uint32_t   word_count;
    uint32_t  *term_of, *spelling_of, *uses; /* By word. */
    uint32_t  *parts_of;  /* By word: DCT_MAX_PARTS terms each, DCT_NO_NAME where none. */
    uint32_t  *number_of; /* By term: its final number, below number_count. */
    uint32_t   number_count;
    uint8_t   *wanted;    /* By word: 1 when the lexicon must know it although no text has it (synonyms). */
    bool       failed;
} dct_vocab;

void dct_vocab_init(dct_vocab *v, const docent_alloc *alloc);
void dct_vocab_close(dct_vocab *v);
void dct_vocab_make(dct_vocab *v, const dct_gather *g);
/* Hands each row of the lexicon over, in order, see lexicon.h. before: the rows of the bundle before (int64_t), which stay
 * if they can. The first failure ends it. */
typedef docent_status (*dct_vocab_sink)(void *context, int64_t id, const void *data, size_t size, docent_error *err);
docent_status dct_vocab_write(const dct_vocab *v, const dct_gather *g, const dct_buf *before, dct_vocab_sink sink,
                              void *context, docent_error *err);

#endif
