/* The bytes of a compiled article: what writer.c writes and reader.c trusts nothing of.
 *
 *   +--------+-----------------+------------------+------------------------------+-----+
 *   | header | block records   | inline records   | strings, each ends with 0    | sum |
 *   +--------+-----------------+------------------+------------------------------+-----+
 *     20 bytes  28 a block        12 an inline       as many bytes as header says  4
 *
 * All numbers are little-endian. Blocks stand in reading order; the inlines of block 0 come before those of block 1.
 * Records hold lengths, never offsets: the strings lie in the one order that follows from the records (a block's text,
 * anchor, target, then the targets of its inlines; empty strings are not stored at all). So no two records can share
 * bytes, and reading hostile bytes takes time in proportion to their number. The sum finds damage, not malice. */
#ifndef DCT_DOC_FORMAT_H
#define DCT_DOC_FORMAT_H

#include "../base/bytes.h"

#define DCT_DOC_MAGIC 0x41635464u /* "dTcA" */
#define DCT_DOC_VERSION 1u

enum { /* The header. */
    DCT_DOC_AT_MAGIC = 0,
    DCT_DOC_AT_VERSION = 4,
    DCT_DOC_AT_BLOCKS = 8,
    DCT_DOC_AT_INLINES = 12,
    DCT_DOC_AT_STRINGS = 16, /* Bytes. */
    DCT_DOC_HEADER_BYTES = 20
};

enum { /* A block. */
    DCT_BLOCK_AT_KIND = 0,   /* u8 */
    DCT_BLOCK_AT_LEVEL = 1,  /* u8 */
    DCT_BLOCK_AT_FLAGS = 2,  /* u16 */
    DCT_BLOCK_AT_NUMBER = 4,
    DCT_BLOCK_AT_END = 8,
    DCT_BLOCK_AT_TEXT = 12,    /* Bytes of its text. */
    DCT_BLOCK_AT_INLINES = 16, /* How many. */
    DCT_BLOCK_AT_ANCHOR = 20,  /* u16: bytes. */
    DCT_BLOCK_AT_TARGET = 22,  /* u16: bytes. */
    DCT_BLOCK_AT_WIDTH = 24,   /* u16 */
    DCT_BLOCK_AT_HEIGHT = 26,  /* u16 */
    DCT_BLOCK_BYTES = 28
};

enum { /* An inline. */
    DCT_INLINE_AT_FROM = 0,
    DCT_INLINE_AT_TO = 4,
    DCT_INLINE_AT_STYLE = 8,   /* u16 */
    DCT_INLINE_AT_TARGET = 10, /* u16: bytes. */
    DCT_INLINE_BYTES = 12
};

#define DCT_DOC_SUM_BYTES 4

static inline uint32_t dct_doc_sum(const unsigned char *bytes, size_t size)
{
    uint64_t hash = dct_hash(DCT_HASH_START, bytes, size);
    return (uint32_t)(hash ^ hash >> 32);
}

#endif
