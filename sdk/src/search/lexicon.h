/* The bundle's vocabulary: every spelling that occurs, sorted, and the terms it leads to. Loaded whole at the first
 * search: it is a few bytes a word.
 *
 *   entry: shared u8 | rest u8 | rest's bytes | varint flags + uses << 4 | varint terms | terms ... [| varint parts | parts ...]
 *
 * `shared` bytes are those of the entry before it; an entry that shares none begins a block. Which ones do is said by the
 * words themselves (vocab_write.c), and no place is written down, so that a new word is a few bytes and moves nothing
 * else. Where blocks begin is found when the lexicon is opened. Terms are numbers of rows.h; of a term that has this very
 * spelling, DCT_LEXICON_SELF is set and it comes first. Parts are the terms of the words a compound is made of. */
#ifndef DCT_SEARCH_LEXICON_H
#define DCT_SEARCH_LEXICON_H

#include <docent/docent.h>

#include "../base/buf.h"
#include "fold.h"

#define DCT_LEXICON_WORD 0x1u  /* Occurs in a text, spelt like this; else it is only a stem. */
#define DCT_LEXICON_GRAM 0x2u
#define DCT_LEXICON_SELF 0x4u
#define DCT_LEXICON_PARTS 0x8u
#define DCT_LEXICON_MAX_TERMS 6u
#define DCT_LEXICON_MAX_BLOCK 512u /* Entries, which are read one after the other: what comes by chance is far below. */

typedef struct dct_lexicon_block {
    uint32_t from, index; /* Its first byte; the number of its first entry. */
} dct_lexicon_block;

typedef struct dct_lexicon {
    const docent_alloc      *alloc;
    const unsigned char     *data;   /* All rows, one after the other; owned. */
    const dct_lexicon_block *blocks; /* In `found`. */
    size_t                   size;
    dct_buf                  found;
    uint32_t                 count, block_count, term_count;
} dct_lexicon;

typedef struct dct_entry {
    char     text[DCT_MAX_WORD_BYTES + 1];
    uint32_t size, flags, uses;
    uint32_t terms[DCT_LEXICON_MAX_TERMS], term_count;
    uint32_t parts[DCT_LEXICON_MAX_TERMS], part_count;
} dct_entry;

/* Where a walk through the lexicon is. */
typedef struct dct_lexicon_at {
    const unsigned char *p;
    uint32_t             index; /* Of the entry that comes next. */
} dct_lexicon_at;

/* Takes the bytes over, size + 1 of them, also when it fails: DOCENT_ERR_CORRUPT for damage, DOCENT_ERR_NOMEM. Terms are
 * below term_count. */
docent_status dct_lexicon_open(dct_lexicon *lexicon, const docent_alloc *alloc, void *data, size_t size, uint32_t term_count);
void dct_lexicon_close(dct_lexicon *lexicon);
bool dct_lexicon_find(const dct_lexicon *lexicon, const char *text, size_t size, dct_entry *out);
/* To the first entry that is not before `text`. *entry is scratch that dct_lexicon_next() goes on with. */
void dct_lexicon_seek(const dct_lexicon *lexicon, const char *text, size_t size, dct_lexicon_at *at, dct_entry *entry);
void dct_lexicon_first(const dct_lexicon *lexicon, dct_lexicon_at *at);
/* The index-th entry. */
bool dct_lexicon_entry(const dct_lexicon *lexicon, uint32_t index, dct_entry *out);
/* False at the end. entry must be the one of the call before. */
bool dct_lexicon_next(const dct_lexicon *lexicon, dct_lexicon_at *at, dct_entry *entry);

#endif
