/* The rows of `ranking` (rows.h) as ranking reads them: documents, lexicon and terms are loaded whole, postings and
 * documents' own rows one at a time. Every number is checked when it is read. A document's number is its slot: where an
 * article is gone, the slot is empty. */
#ifndef DCT_SEARCH_RANKING_H
#define DCT_SEARCH_RANKING_H

#include "../base/buf.h"
#include "../base/error.h"
#include "lang.h"
#include "lexicon.h"

struct sqlite3;
struct sqlite3_stmt;

typedef struct dct_term_at {
    uint32_t from, spread; /* Where its postings begin in all of them; in how many documents it is. */
} dct_term_at;

typedef struct dct_ranking {
    struct sqlite3      *db;
    const docent_alloc  *alloc;
    struct sqlite3_stmt *row, *piece;
    unsigned char       *documents, *synonyms; /* The last one NULL when there are none. */
    size_t               documents_size, synonyms_size;
    dct_term_at         *terms; /* One more than there are terms. */
    uint32_t             slot_count, term_count;
    uint32_t             document_count, group_count; /* Without what is gone. */
    int32_t              newest;                      /* Day of votes.h. */
    uint32_t             elsewhere; /* Documents of the other bundles of a set: several.c. 0 in a bundle alone. */
    bool                 mixed;     /* The set has several languages, whatever this bundle has. */
    dct_lexicon          lexicon;
    double               mean_body, mean_title;
    uint8_t              langs[DCT_MAX_SEARCH_LANGS]; /* Of the documents, the most frequent first. */
    uint32_t             lang_count;
} dct_ranking;

typedef struct dct_document {
    uint32_t rowid, group, body, head, title, keywords;
    uint8_t  lang, flags, fresh, read; /* The last two: votes.h. */
} dct_document;

/* One document's place in a term's postings. */
typedef struct dct_posting {
    uint32_t document;
    uint8_t  body, title, head, keywords; /* How often; the last two 0 or 1. */
} dct_posting;

typedef struct dct_postings {
    const unsigned char *p, *end;
    uint32_t             next, slot_count; /* The lowest document that may come. */
} dct_postings;

/* DOCENT_ERR_CORRUPT when the rows are damaged, DOCENT_ERR_MISSING when there are none or those of an older version,
 * DOCENT_ERR_NEWER. */
docent_status dct_ranking_open(dct_ranking *r, struct sqlite3 *db, const docent_alloc *alloc, docent_error *err);
void dct_ranking_close(dct_ranking *r);
dct_document dct_ranking_document(const dct_ranking *r, uint32_t document);
/* The document of an article. */
bool dct_ranking_find(const dct_ranking *r, int64_t rowid, uint32_t *document);
/* In how many documents; 0 for a number that is no term. */
uint32_t dct_ranking_spread(const dct_ranking *r, uint32_t term);
/* Borrowed until the next call of this or of dct_ranking_forward(). */
docent_status dct_ranking_postings(dct_ranking *r, uint32_t term, dct_postings *out, docent_error *err);
/* False at the end; damage ends the list. */
bool dct_postings_next(dct_postings *postings, dct_posting *out);
/* The document as it reads: varints. Borrowed as above. */
docent_status dct_ranking_forward(dct_ranking *r, uint32_t document, const unsigned char **data, size_t *size,
                                  docent_error *err);

#endif
