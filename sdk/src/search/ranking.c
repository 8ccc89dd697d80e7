#include "ranking.h"

#include <string.h>

#include "rows.h"
#include "sql.h"
#include "votes.h"

#define MAX_ROW_BYTES (256u << 20)      /* A lexicon of ten million words; more is damage. */

static int32_t day_of(const unsigned char *p)
{
    return (int32_t)(dct_u32(p + 4) & 0xFFFFFF);
}

static docent_status damaged(docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "search", 0, "the search index is damaged; pack the bundle again");
}

/* The row's bytes, borrowed until the statement is used again. */
static docent_status read_row(dct_ranking *r, int64_t id, const unsigned char **data, size_t *size, docent_error *err)
{
    sqlite3_reset(r->row);
    sqlite3_bind_int64(r->row, 1, id);
    int rc = sqlite3_step(r->row);
    if (rc == SQLITE_DONE)
        return dct_fail(err, DOCENT_ERR_MISSING, "search", 0, "the search index is not whole; pack the bundle again");
    if (rc != SQLITE_ROW)
        return dct_sql_fail(r->db, err, rc, "the search index cannot be read");
    *data = sqlite3_column_blob(r->row, 0);
    *size = (size_t)sqlite3_column_bytes(r->row, 0);
    return *data == NULL ? damaged(err) : DOCENT_OK;
}

static docent_status load_row(dct_ranking *r, int64_t id, unsigned char **data, size_t *size, docent_error *err)
{
    const unsigned char *row;
    docent_status status = read_row(r, id, &row, size, err);
    if (status != DOCENT_OK)
        return status;
    if (*size > MAX_ROW_BYTES)
        return damaged(err);
    *data = dct_new(r->alloc, *size);
    if (*data != NULL)
        memcpy(*data, row, *size);
    sqlite3_reset(r->row);
    return *data == NULL ? dct_fail_memory(err, "search") : DOCENT_OK;
}

dct_document dct_ranking_document(const dct_ranking *r, uint32_t document)
{
    const unsigned char *p = r->documents + DCT_DOCUMENTS_HEAD + (size_t)document * DCT_DOCUMENT_BYTES;
    return (dct_document){ .rowid = document + 1, .group = dct_u32(p), .body = dct_u16(p + 8), .head = p[10], .title = p[11],
                           .keywords = p[12], .lang = p[13], .flags = p[14], .fresh = dct_votes_new(day_of(p), r->newest),
                           .read = p[15] > 15 ? 15 : p[15] };
}

bool dct_ranking_find(const dct_ranking *r, int64_t rowid, uint32_t *document)
{
    *document = (uint32_t)(rowid - 1);
    return rowid >= 1 && rowid <= r->slot_count && !(dct_ranking_document(r, *document).flags & DCT_DOCUMENT_GONE);
}

uint32_t dct_ranking_spread(const dct_ranking *r, uint32_t term)
{
    if (term >= r->term_count)
        return 0;
    uint32_t spread = r->terms[term].spread;
    return spread > r->document_count ? r->document_count : spread;
}

static docent_status load_documents(dct_ranking *r, docent_error *err)
{
    docent_status status = load_row(r, DCT_ROW_DOCUMENTS, &r->documents, &r->documents_size, err);
    if (status != DOCENT_OK)
        return status;
    const unsigned char *p = r->documents;
    if (r->documents_size < DCT_DOCUMENTS_HEAD || dct_u32(p) != DCT_RANKING_MAGIC)
        return damaged(err);
    if (dct_u32(p + 4) > DCT_RANKING_VERSION)
        return dct_fail(err, DOCENT_ERR_NEWER, "search", 0, "the search index is of a newer docent; update this program");
    if (dct_u32(p + 4) < DCT_RANKING_VERSION)
        return dct_fail(err, DOCENT_ERR_MISSING, "search", 0, "the search index is of an older docent; pack the bundle again");
    r->term_count = dct_u32(p + 8);
    if ((r->documents_size - DCT_DOCUMENTS_HEAD) % DCT_DOCUMENT_BYTES != 0)
        return damaged(err);
    r->slot_count = (uint32_t)((r->documents_size - DCT_DOCUMENTS_HEAD) / DCT_DOCUMENT_BYTES);
    for (uint32_t i = 0; i < r->slot_count; i++) {
        int32_t day = day_of(p + DCT_DOCUMENTS_HEAD + (size_t)i * DCT_DOCUMENT_BYTES);
        r->newest = day > r->newest ? day : r->newest;
    }
    return DOCENT_OK;
}

/* Mean lengths, and the languages by how many documents they have. */
static void survey(dct_ranking *r)
{
    uint32_t per_lang[256] = { 0 };
    double body = 0, title = 0, titled = 0;
    for (uint32_t i = 0; i < r->slot_count; i++) {
        dct_document d = dct_ranking_document(r, i);
        if (d.flags & DCT_DOCUMENT_GONE)
            continue;
        r->document_count++;
        r->group_count += d.group == i;
        body += d.body;
        title += d.title;
        titled += d.title > 0;
        per_lang[d.lang]++;
    }
    r->mean_body = r->document_count == 0 || body < 1 ? 1 : body / r->document_count;
    r->mean_title = titled < 1 || title < 1 ? 1 : title / titled;
    while (r->lang_count < DCT_MAX_SEARCH_LANGS) {
        unsigned best = 0;
        for (unsigned i = 1; i < 256; i++)
            if (per_lang[i] > per_lang[best])
                best = i;
        if (per_lang[best] == 0)
            break;
        r->langs[r->lang_count++] = (uint8_t)best;
        per_lang[best] = 0;
    }
}

/* Lengths become places. A row has two bytes a term at least, so that a small one cannot ask for much memory. */
static docent_status load_terms(dct_ranking *r, docent_error *err)
{
    const unsigned char *p, *end;
    size_t size;
    uint32_t at = 0, length, spread;
    docent_status status = read_row(r, DCT_ROW_TERMS, &p, &size, err);
    if (status != DOCENT_OK)
        return status;
    if (size / 2 < r->term_count)
        return damaged(err);
    r->terms = dct_new_zero(r->alloc, (r->term_count + (size_t)1) * sizeof *r->terms);
    if (r->terms == NULL)
        return dct_fail_memory(err, "search");
    end = p + size;
    for (uint32_t i = 0; i < r->term_count; i++) {
        if (!dct_get_varint(&p, end, &length) || !dct_get_varint(&p, end, &spread) || length > UINT32_MAX - at)
            return damaged(err);
        r->terms[i] = (dct_term_at){ at, spread };
        at += length;
    }
    r->terms[r->term_count].from = at;
    sqlite3_reset(r->row);
    return DOCENT_OK;
}

/* Its rows, one after the other. */
static docent_status join_lexicon(dct_ranking *r, unsigned char *out, size_t size, docent_error *err)
{
    sqlite3_stmt *stmt = NULL;
    size_t at = 0;
    int rc = SQLITE_DONE;
    docent_status status = dct_sql_prepare(r->db, "SELECT data FROM ranking WHERE id >= ?1 ORDER BY id", &stmt, err);
    if (status != DOCENT_OK)
        return status;
    sqlite3_bind_int64(stmt, 1, DCT_ROW_LEXICON);
    while (at <= size && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const void *row = sqlite3_column_blob(stmt, 0);
        size_t bytes = (size_t)sqlite3_column_bytes(stmt, 0);
        if (row != NULL && bytes <= size - at)
            memcpy(out + at, row, bytes);
        at = bytes <= size - at ? at + bytes : SIZE_MAX;
    }
    if (rc != SQLITE_DONE && at <= size)
        status = dct_sql_fail(r->db, err, rc, "the search index cannot be read");
    else if (at != size)
        status = damaged(err);
    sqlite3_finalize(stmt);
    return status;
}

static docent_status load_lexicon(dct_ranking *r, docent_error *err)
{
    size_t size = dct_u32(r->documents + 12);
    if (size > MAX_ROW_BYTES)
        return damaged(err);
    unsigned char *lexicon = dct_new(r->alloc, size + 1);
    if (lexicon == NULL)
        return dct_fail_memory(err, "search");
    docent_status status = join_lexicon(r, lexicon, size, err);
    if (status != DOCENT_OK) {
        dct_free(r->alloc, lexicon, size + 1);
        return status;
    }
    status = dct_lexicon_open(&r->lexicon, r->alloc, lexicon, size, r->term_count);
    return status == DOCENT_OK ? status : status == DOCENT_ERR_NOMEM ? dct_fail_memory(err, "search") : damaged(err);
}

docent_status dct_ranking_open(dct_ranking *r, sqlite3 *db, const docent_alloc *alloc, docent_error *err)
{
    memset(r, 0, sizeof *r);
    r->db = db;
    r->alloc = alloc;
    docent_status status = dct_sql_prepare(db, "SELECT data FROM ranking WHERE id = ?1", &r->row, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "SELECT id, data FROM ranking WHERE id <= ?1 ORDER BY id DESC LIMIT 1", &r->piece, err);
    if (status == DOCENT_OK)
        status = load_documents(r, err);
    if (status == DOCENT_OK) {
        survey(r);
        status = load_terms(r, err);
    }
    if (status == DOCENT_OK)
        status = load_lexicon(r, err);
    if (status == DOCENT_OK)
        status = load_row(r, DCT_ROW_SYNONYMS, &r->synonyms, &r->synonyms_size, err);
    if (status != DOCENT_OK)
        dct_ranking_close(r);
    return status;
}

void dct_ranking_close(dct_ranking *r)
{
    sqlite3_finalize(r->row);
    sqlite3_finalize(r->piece);
    dct_lexicon_close(&r->lexicon);
    dct_free(r->alloc, r->documents, r->documents_size);
    if (r->terms != NULL)
        dct_free(r->alloc, r->terms, (r->term_count + (size_t)1) * sizeof *r->terms);
    dct_free(r->alloc, r->synonyms, r->synonyms_size);
    memset(r, 0, sizeof *r);
}

/* The piece that the term's postings are in: that of the last row whose first term is not behind it. */
docent_status dct_ranking_postings(dct_ranking *r, uint32_t term, dct_postings *out, docent_error *err)
{
    *out = (dct_postings){ NULL, NULL, 0, r->slot_count };
    if (term >= r->term_count)
        return damaged(err);
    uint32_t from = r->terms[term].from, to = r->terms[term + 1].from;
    if (from == to)
        return DOCENT_OK;
    sqlite3_reset(r->piece);
    sqlite3_bind_int64(r->piece, 1, (int64_t)DCT_ROW_POSTINGS + term);
    int rc = sqlite3_step(r->piece);
    if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE ? damaged(err) : dct_sql_fail(r->db, err, rc, "the search index cannot be read");
    int64_t first = sqlite3_column_int64(r->piece, 0) - DCT_ROW_POSTINGS;
    const unsigned char *data = sqlite3_column_blob(r->piece, 1);
    size_t size = (size_t)sqlite3_column_bytes(r->piece, 1);
    if (first < 0 || data == NULL || to - r->terms[first].from > size)
        return damaged(err);
    out->p = data + (from - r->terms[first].from);
    out->end = data + (to - r->terms[first].from);
    return DOCENT_OK;
}

bool dct_postings_next(dct_postings *postings, dct_posting *out)
{
    uint32_t head;
    if (postings->p < postings->end && *postings->p < 0x80)
        head = *postings->p++;
    else if (!dct_get_varint(&postings->p, postings->end, &head))
        return false;
    uint32_t distance = head >> 1;
    if (distance == 0 || distance > postings->slot_count - postings->next)
        return false;
    postings->next += distance;
    out->document = postings->next - 1;
    if (head & 1) {
        out->body = 1;
        out->title = out->head = out->keywords = 0;
        return true;
    }
    if (postings->p == postings->end)
        return false;
    unsigned char counts = *postings->p++;
    out->body = dct_tf_steps[counts & 0xF];
    out->title = counts >> 4 & 3;
    out->head = counts >> 6 & 1;
    out->keywords = counts >> 7;
    return true;
}

docent_status dct_ranking_forward(dct_ranking *r, uint32_t document, const unsigned char **data, size_t *size,
                                  docent_error *err)
{
    return read_row(r, DCT_ROW_FORWARD + document, data, size, err);
}
