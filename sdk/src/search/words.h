/* Cuts text into words, without knowing its language.
 *
 *   "Wi-Fi wird nicht angezeigt"   wi  fi  (wifi)  wird  nicht  angezeigt
 *   "打印机 E-104"                  打印  印机  e  104  (e104)
 *
 * A word is a run of letters, digits and marks. Scripts that put no space between words give overlapping runs of two or
 * three characters, grams, instead. Words in brackets are joined over a hyphen, an extra reading at the same place. */
#ifndef DCT_SEARCH_WORDS_H
#define DCT_SEARCH_WORDS_H

#include "fold.h"

typedef enum dct_word_kind {
    DCT_WORD_PLAIN  = 0,
    DCT_WORD_GRAM   = 1, /* Two or three characters of an unspaced script, or all there are. */
    DCT_WORD_SHORT  = 3, /* One character of the pair before it; takes no place of its own. */
    DCT_WORD_JOINED = 2  /* This word and the one before it as one; takes no place of its own. */
} dct_word_kind;

typedef struct dct_word {
    char          text[DCT_MAX_WORD_BYTES + 1]; /* As dct_lower() gives it. */
    size_t        size;
    size_t        from, to; /* Bytes of the source. */
    dct_word_kind kind;
    bool          tail;     /* A gram that begins within the gram before it. */
} dct_word;

typedef struct dct_words {
    const char *text;
    size_t      size, at;
    bool        turkic;
    char        before[DCT_MAX_WORD_BYTES + 1]; /* The word that a hyphen may join to the next. */
    size_t      before_size, before_from, before_to;
    dct_word    joined; /* Handed out at the next call when its size is not 0. */
    size_t      run_end; /* Within an unspaced run: where it ends; else 0. */
    bool        run_started;
} dct_words;

/* Borrows text: any bytes. */
void dct_words_init(dct_words *words, const char *text, size_t size, bool turkic);
/* False at the end. */
bool dct_words_next(dct_words *words, dct_word *out);
/* Bytes of the first letter of a gram, with its marks. */
size_t dct_words_first(const char *gram, size_t size);

#endif
