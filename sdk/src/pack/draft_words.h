/* The customer's words as keywords: what they searched for, then what they wrote most, without small words. */
#ifndef DCT_DRAFT_WORDS_H
#define DCT_DRAFT_WORDS_H

#include "../base/arena.h"

enum { DCT_DRAFT_WORDS = 400, DCT_DRAFT_KEYWORDS = 12, DCT_DRAFT_PHRASES = 4 };

typedef struct dct_draft_word { const char *text; uint32_t count, first; } dct_draft_word;

typedef struct dct_draft_words {
    dct_arena     *arena;
    uint8_t        lang;                        /* Of search/lang.h. */
    const char    *phrases[DCT_DRAFT_PHRASES];  uint32_t phrase_count;
    dct_draft_word words[DCT_DRAFT_WORDS];      uint32_t word_count;
} dct_draft_words;

/* locale may be "". */
void dct_draft_words_init(dct_draft_words *w, dct_arena *arena, const char *locale);
/* Words as typed into the search; more than one of them stay together. */
void dct_draft_words_searched(dct_draft_words *w, const char *text);
void dct_draft_words_written(dct_draft_words *w, const char *text);
/* The most said first; at most `room`. Returns their number. */
uint32_t dct_draft_words_best(dct_draft_words *w, const char **out, uint32_t room);

#endif
