/* See emit.h. Documents are walked once: a document's row is written as its words pass, and what each term did in it is
 * counted in `doing`, then appended to the term's postings.
 *
 *   stream   TITLE ink low | SECTION BODY low ink ...  ->  forward row   and   low: title 1, body 1 ... */
#include "emit.h"

#include <string.h>

#include "rows.h"
#include "sql.h"
#include "synonyms_write.h"

typedef struct doing {
    uint32_t last; /* Document + 1 that it was last in. */
    uint16_t body;
    uint8_t  title, head, keywords;
} doing;

typedef struct emitter {
    const dct_gather *g;
    dct_vocab        *v;
    sqlite3_stmt     *insert;
    doing            *terms;    /* By final number. */
    dct_buf          *postings;
    uint32_t         *in_last, *in_count; /* Last document in the postings + 1; documents in all. */
    dct_buf           touched, forward, documents, joined, starts;
    uint32_t          document_count, term_count;
} emitter;

static docent_status insert_row(emitter *e, int64_t id, const void *data, size_t size, docent_error *err)
{
    sqlite3_bind_int64(e->insert, 1, id);
    sqlite3_bind_blob64(e->insert, 2, size == 0 ? "" : data, size, SQLITE_STATIC);
    (void)sqlite3_step(e->insert);
    int rc = sqlite3_reset(e->insert);
    return rc == SQLITE_OK ? DOCENT_OK
                           : dct_sql_fail(sqlite3_db_handle(e->insert), err, rc, "the search index cannot be written");
}

static uint32_t stream_at(const emitter *e, size_t i)
{
    uint32_t value;
    memcpy(&value, e->g->stream.data + i * sizeof value, sizeof value);
    return value;
}

static void count_term(emitter *e, uint32_t document, uint32_t field, uint32_t term)
{
    doing *d = &e->terms[term];
    if (d->last != document + 1) {
        *d = (doing){ document + 1, 0, 0, 0, 0 };
        dct_buf_add(&e->touched, &term, sizeof term);
    }
    switch (field) {
    case DCT_FORWARD_TITLE: d->title += d->title < 3; break;
    case DCT_FORWARD_KEYWORDS: d->keywords = 1; break;
    case DCT_FORWARD_SECTION: d->head = 1; break;
    default: d->body += d->body < 0xFFFF; break;
    }
}

static unsigned body_step(unsigned count)
{
    unsigned step = 15;
    while (dct_tf_steps[step] > count)
        step--;
    return step;
}

/* Appends the document to the postings of every term that was in it. */
static void flush_terms(emitter *e, uint32_t document)
{
    for (size_t i = 0; i < e->touched.size / sizeof(uint32_t); i++) {
        uint32_t term;
        memcpy(&term, e->touched.data + i * sizeof term, sizeof term);
        const doing *d = &e->terms[term];
        bool alone = d->body == 1 && !d->title && !d->head && !d->keywords;
        dct_put_varint(&e->postings[term], (document + 1 - e->in_last[term]) << 1 | alone);
        if (!alone)
            dct_buf_add_byte(&e->postings[term],
                (unsigned char)(body_step(d->body) | (unsigned)d->title << 4 | (unsigned)d->head << 6 |
                                (unsigned)d->keywords << 7));
        e->in_last[term] = document + 1;
        e->in_count[term]++;
    }
    dct_buf_clear(&e->touched);
}

static uint8_t capped(uint32_t count)
{
    return (uint8_t)(count > 255 ? 255 : count);
}

static void add_word(emitter *e, uint32_t document, uint32_t field, uint32_t item)
{
    uint32_t word = item & ~DCT_GATHER_JOINED;
    uint32_t term = e->v->number_of[e->v->term_of[word]];
    count_term(e, document, field, term);
    for (uint32_t k = 0; k < DCT_MAX_PARTS; k++) {
        uint32_t part = e->v->parts_of[word * DCT_MAX_PARTS + k];
        if (part != DCT_NO_NAME)
            count_term(e, document, field, e->v->number_of[part]);
    }
    if (!(item & DCT_GATHER_JOINED))
        dct_put_varint(&e->forward, term + DCT_FORWARD_TERMS);
}

static void add_document_head(emitter *e, const dct_gathered_document *d, const uint32_t *words)
{
    uint32_t body = words[DCT_FORWARD_BODY];
    dct_buf_add_u32(&e->documents, d->rowid);
    dct_buf_add_u32(&e->documents, d->group);
    dct_buf_add_u16(&e->documents, (uint16_t)(body > 0xFFFF ? 0xFFFF : body));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_SECTION]));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_TITLE]));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_KEYWORDS]));
    dct_buf_add_byte(&e->documents, d->lang);
    dct_buf_add_byte(&e->documents, d->flags);
    dct_buf_add_byte(&e->documents, d->votes);
}

static docent_status add_document(emitter *e, uint32_t number, const dct_gathered_document *d, docent_error *err)
{
    uint32_t words[DCT_FORWARD_TERMS] = { 0 }, field = DCT_FORWARD_BODY;
    dct_buf_clear(&e->forward);
    for (size_t i = d->from; i < d->to; i++) {
        uint32_t item = stream_at(e, i);
        if ((item & ~DCT_GATHER_JOINED) >= DCT_GATHER_MARK) {
            field = item - DCT_GATHER_MARK;
            dct_put_varint(&e->forward, field);
            continue;
        }
        add_word(e, number, field, item);
        words[field] += !(item & DCT_GATHER_JOINED);
    }
    dct_put_varint(&e->forward, DCT_FORWARD_END);
    add_document_head(e, d, words);
    flush_terms(e, number);
    if (e->forward.failed)
        return dct_fail_memory(err, "search");
    return insert_row(e, DCT_ROW_FORWARD + number, e->forward.data, e->forward.size, err);
}

static docent_status add_documents(emitter *e, docent_error *err)
{
    docent_status status = DOCENT_OK;
    dct_buf_add_u32(&e->documents, DCT_RANKING_MAGIC);
    dct_buf_add_u32(&e->documents, DCT_RANKING_VERSION);
    dct_buf_add_u32(&e->documents, e->document_count);
    dct_buf_add_u32(&e->documents, e->term_count);
    for (uint32_t i = 0; status == DOCENT_OK && i < e->document_count; i++) {
        dct_gathered_document d;
        memcpy(&d, e->g->documents.data + i * sizeof d, sizeof d);
        status = add_document(e, i, &d, err);
    }
    return status;
}

/* All postings as one run of bytes, in pieces; and where each begins. */
static docent_status add_postings(emitter *e, docent_error *err)
{
    docent_status status = DOCENT_OK;
    uint64_t at = 0;
    int64_t piece = 0;
    for (uint32_t i = 0; i < e->term_count; i++) {
        dct_put_varint(&e->starts, (uint32_t)e->postings[i].size);
        dct_put_varint(&e->starts, e->in_count[i]);
        at += e->postings[i].size;
        dct_buf_add(&e->joined, e->postings[i].data, e->postings[i].size);
        if (e->joined.failed || e->postings[i].failed || at > 0xFFFFFFFFu)
            return dct_fail_memory(err, "search");
        dct_buf_close(&e->postings[i]);
        size_t from = 0;
        for (; status == DOCENT_OK && e->joined.size - from >= DCT_PIECE_BYTES; from += DCT_PIECE_BYTES)
            status = insert_row(e, DCT_ROW_POSTINGS + piece++, e->joined.data + from, DCT_PIECE_BYTES, err);
        if (status != DOCENT_OK)
            return status;
        if (from > 0) {
            memmove(e->joined.data, e->joined.data + from, e->joined.size - from);
            e->joined.size -= from;
        }
    }
    return e->joined.size == 0 ? DOCENT_OK
                               : insert_row(e, DCT_ROW_POSTINGS + piece, e->joined.data, e->joined.size, err);
}

static docent_status add_lexicon(emitter *e, docent_error *err)
{
    dct_buf lexicon;
    dct_buf_init(&lexicon, e->v->alloc, 0x7FFFFFFF);
    dct_vocab_write(e->v, e->g, &lexicon);
    docent_status status = lexicon.failed ? dct_fail_memory(err, "search")
                                          : insert_row(e, DCT_ROW_LEXICON, lexicon.data, lexicon.size, err);
    dct_buf_close(&lexicon);
    return status;
}

static docent_status add_synonyms(emitter *e, docent_error *err)
{
    dct_buf synonyms;
    dct_buf_init(&synonyms, e->v->alloc, 0x7FFFFFFF);
    dct_synonyms_write(e->g, e->v, e->in_count, &synonyms);
    docent_status status = synonyms.failed ? dct_fail_memory(err, "search")
                                           : insert_row(e, DCT_ROW_SYNONYMS, synonyms.data, synonyms.size, err);
    dct_buf_close(&synonyms);
    return status;
}

static docent_status emit_all(emitter *e, docent_error *err)
{
    docent_status status = add_documents(e, err);
    if (status == DOCENT_OK)
        status = add_postings(e, err);
    if (status == DOCENT_OK && (e->documents.failed || e->touched.failed || e->starts.failed))
        status = dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = insert_row(e, DCT_ROW_DOCUMENTS, e->documents.data, e->documents.size, err);
    if (status == DOCENT_OK)
        status = insert_row(e, DCT_ROW_TERMS, e->starts.data, e->starts.size, err);
    if (status == DOCENT_OK)
        status = add_synonyms(e, err);
    return status == DOCENT_OK ? add_lexicon(e, err) : status;
}

static bool emitter_open(emitter *e, const dct_gather *g, dct_vocab *v)
{
    const docent_alloc *alloc = v->alloc;
    memset(e, 0, sizeof *e);
    e->g = g;
    e->v = v;
    e->document_count = (uint32_t)(g->documents.size / sizeof(dct_gathered_document));
    e->term_count = v->terms.count;
    dct_buf *bufs[] = { &e->touched, &e->forward, &e->documents, &e->joined, &e->starts };
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        dct_buf_init(bufs[i], alloc, 0x7FFFFFFF);
    e->terms = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->terms);
    e->postings = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->postings);
    e->in_last = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->in_last);
    e->in_count = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->in_count);
    for (uint32_t i = 0; e->postings != NULL && i < e->term_count; i++)
        dct_buf_init(&e->postings[i], alloc, 0x7FFFFFFF);
    return e->terms != NULL && e->postings != NULL && e->in_last != NULL && e->in_count != NULL;
}

static void emitter_close(emitter *e)
{
    const docent_alloc *alloc = e->v->alloc;
    for (uint32_t i = 0; e->postings != NULL && i < e->term_count; i++)
        dct_buf_close(&e->postings[i]);
    dct_free(alloc, e->terms, (e->term_count + 1) * sizeof *e->terms);
    dct_free(alloc, e->postings, (e->term_count + 1) * sizeof *e->postings);
    dct_free(alloc, e->in_last, (e->term_count + 1) * sizeof *e->in_last);
    dct_free(alloc, e->in_count, (e->term_count + 1) * sizeof *e->in_count);
    dct_buf *bufs[] = { &e->touched, &e->forward, &e->documents, &e->joined, &e->starts };
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        dct_buf_close(bufs[i]);
    sqlite3_finalize(e->insert);
}

docent_status dct_emit(sqlite3 *db, const dct_gather *g, dct_vocab *v, docent_error *err)
{
    emitter e;
    docent_status status = emitter_open(&e, g, v) ? DOCENT_OK : dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "INSERT INTO ranking(id, data) VALUES(?1, ?2)", &e.insert, err);
    if (status == DOCENT_OK)
        status = emit_all(&e, err);
    emitter_close(&e);
    return status;
}
