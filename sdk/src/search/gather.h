/* All words of all articles, read once and numbered: what the index is then computed from.
 *
 *   words   a number for each spelling in lower case, a language and a kind: "Printers" in an English text
 *   stream  u32s: the words in reading order between marks; DCT_GATHER_JOINED is set on extra readings */
#ifndef DCT_SEARCH_GATHER_H
#define DCT_SEARCH_GATHER_H

#include "names.h"

#define DCT_GATHER_JOINED 0x80000000u
#define DCT_GATHER_MARK 0x7FFFFF00u /* + a mark of rows.h. */
#define DCT_CLASS_GRAM 0xFFu        /* In place of a language. */

typedef struct dct_gathered_document {
    uint32_t number, group; /* The number is its rowid - 1. */
    size_t   from, to; /* In the stream. */
    uint32_t day;
    uint8_t  lang, flags, read;
} dct_gathered_document;

typedef struct dct_gather {
    dct_names words;     /* Keys: one byte of class, then the word in lower case. */
    dct_names groups;    /* Article ids. */
    dct_buf   stream;    /* uint32_t. */
    dct_buf   documents; /* dct_gathered_document. */
    dct_buf   synonyms;  /* uint32_t: a group is DCT_GATHER_MARK, strength; a way is its number of words, content, words. */
} dct_gather;

void dct_gather_init(dct_gather *g, const docent_alloc *alloc);
void dct_gather_close(dct_gather *g);
bool dct_gather_failed(const dct_gather *g);
/* Texts of a document come between these two. Its group and its place in the stream are filled in. */
void dct_gather_begin(dct_gather *g, const char *id, dct_gathered_document document);
void dct_gather_end(dct_gather *g);
/* One text of the document, after its mark. */
void dct_gather_text(dct_gather *g, uint32_t mark, const char *text, size_t size);
/* A group of words that mean the same; its ways of saying it follow, in the words of a language. Of a phrase that is longer
 * than synonyms.h allows, none is kept. */
void dct_gather_group(dct_gather *g, uint32_t strength);
void dct_gather_way(dct_gather *g, uint8_t lang, const char *text, size_t size);

#endif
