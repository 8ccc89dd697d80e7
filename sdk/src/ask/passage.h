/* The part of an article that is quoted as an answer: whole blocks, never a cut sentence, about as much as one reads at once. */
#ifndef DCT_PASSAGE_H
#define DCT_PASSAGE_H

#include "../base/buf.h"

#include <docent/article.h>

typedef struct dct_passage {
    uint32_t from, to; /* Blocks, half open. */
} dct_passage;

/* From the heading that `anchor` names ("" or unknown: the article's start) to the next one, or until there is enough. */
dct_passage dct_passage_at(const docent_article *a, const char *anchor);
/* Its words: a block a line, steps with their numbers. */
void dct_passage_text(const docent_article *a, dct_passage p, dct_buf *out);

#endif
