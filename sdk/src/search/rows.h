/* What stands in the rows of the table `ranking`. All numbers are little-endian or varints of seven bits a byte.
 *
 *   id 1         documents: "DctR", version, terms, bytes of the lexicon (u32 each), then 16 bytes a document: group u32, day u32
 *                (votes.h), body words u16, heading words u8, title words u8, keyword words u8, language u8, flags u8, how
 *                much read u8. Document d is the article of rowid d + 1. Documents of one group are one article in several
 *                languages; the group is the first of them.
 *   id 3         terms: for each, how many bytes its postings have and in how many documents it is, two varints
 *   id 4         words that mean the same: see synonyms.h
 *   id 16 + t    postings of term t and those after it up to the next such row: a piece that fits on a page of SQLite's
 *                if it can, so that reading it copies nothing
 *   id 2^32 + d  document d as it reads: the numbers of its terms + DCT_FORWARD_TERMS, between marks
 *   id 2^62 + w  lexicon: words from the one that begins with the bytes w, up to seven, to the next such row; lexicon.h
 *
 * Postings of a term, for each document: varint (distance to the document before << 1 | alone). `alone` says that it is
 * there once, in the body. Otherwise a byte follows: bits 0-3 how often in the body (dct_tf_steps), bits 4-5 in the
 * title, bit 6 in a heading, bit 7 among the keywords.
 *
 * An update carries what differs from the bundle before, so nothing here moves when one article changes: documents and
 * terms keep their numbers (numbers.h), what is gone leaves a gap, and there is no sum, mean or age of anything.
 *
 * Everything here is untrusted when it is read. */
#ifndef DCT_SEARCH_ROWS_H
#define DCT_SEARCH_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "../base/buf.h"
#include "../base/bytes.h"

#define DCT_RANKING_MAGIC 0x52746344u
#define DCT_RANKING_VERSION 2u
#define DCT_ROW_DOCUMENTS 1
#define DCT_ROW_TERMS 3
#define DCT_ROW_SYNONYMS 4
#define DCT_ROW_POSTINGS 16
#define DCT_ROW_FORWARD (1ll << 32)
#define DCT_ROW_LEXICON (1ll << 62)
#define DCT_PIECE_BYTES 4048u /* What fits on a page. */
#define DCT_DOCUMENT_BYTES 16u
#define DCT_DOCUMENTS_HEAD 16u
#define DCT_MAX_DOCUMENTS (1u << 24) /* A row of 256 MB. */

/* Marks in a document's row. A section's mark is followed by nothing: its number is counted. */
enum { DCT_FORWARD_END, DCT_FORWARD_TITLE, DCT_FORWARD_KEYWORDS, DCT_FORWARD_SECTION, DCT_FORWARD_BODY,
       DCT_FORWARD_TERMS = 8 };

#define DCT_DOCUMENT_FIX 0x1u /* Flags of a document. */
#define DCT_DOCUMENT_TOP 0x2u
#define DCT_DOCUMENT_COMMUNITY 0x4u /* Not the author's own. */
#define DCT_DOCUMENT_GONE 0x80u     /* No article has this number. */

/* How often in the body, for the four bits of a posting: the largest that is not above the truth. */
static const uint8_t dct_tf_steps[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40, 64 };

static inline void dct_put_varint(dct_buf *buf, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        dct_buf_add_byte(buf, (unsigned char)(value | 0x80));
    dct_buf_add_byte(buf, (unsigned char)value);
}

/* False at the end of the bytes, and for a number of more than 32 bits. */
static inline bool dct_get_varint(const unsigned char **p, const unsigned char *end, uint32_t *value)
{
    uint32_t result = 0;
    for (unsigned shift = 0; shift < 35 && *p < end; shift += 7) {
        unsigned char byte = *(*p)++;
        result |= (uint32_t)(byte & 0x7F) << (shift < 32 ? shift : 0);
        if (byte < 0x80) {
            *value = result;
            return shift < 28 || byte < 0x10;
        }
    }
    return false;
}

#endif
