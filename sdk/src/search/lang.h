/* What search knows of a language: its Snowball stemmer, its small words, and three facts about how it writes.
 * Languages are numbers here: 0 is "none of ours", for which words are folded but not stemmed. */
#ifndef DCT_SEARCH_LANG_H
#define DCT_SEARCH_LANG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DCT_LANG_NONE 0u
#define DCT_MAX_SEARCH_LANGS 8u /* Languages of one bundle that a typed word is looked up in. */

typedef struct dct_lang {
    const char *tag;      /* Primary subtag of BCP 47. */
    const char *stemmer;  /* Snowball's name, NULL if it has none. */
    bool        latin;    /* Written in Latin letters. Elsewhere Latin words are taken for English. */
    bool        turkic;   /* Dotted and dotless i are two letters. */
    bool        compound; /* Words are written together: parts are looked for. */
    const char *small;    /* Function and question words, folded, between single spaces. */
} dct_lang;

/* The number of the language of a BCP 47 tag; NULL and unknown tags give DCT_LANG_NONE. */
uint8_t dct_lang_of(const char *tag);
/* Never NULL. */
const dct_lang *dct_lang_at(uint8_t lang);
uint8_t dct_lang_count(void);
/* Does a folded word say little in this language ("how", "the")? */
bool dct_lang_is_small(uint8_t lang, const char *folded, size_t size);

#endif
