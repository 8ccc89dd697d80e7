/* See emit.h. Documents are walked once: a document's row is written as its words pass, and what each term did in it is
 * counted in `doing`, then appended to the term's postings.
 *
 *   stream   TITLE ink low | SECTION BODY low ink ...  ->  forward row   and   low: title 1, body 1 ... */
#include "emit.h"

#include <string.h>

#include "pieces.h"
#include "rows.h"
#include "sql.h"
#include "synonyms_write.h"

typedef struct doing {
    uint32_t last; /* Document + 1 that it was last in. */
    uint16_t body;
    uint8_t  title, head, keywords;
} doing;

typedef struct emitter {
    const dct_gather  *g;
    dct_vocab         *v;
    const dct_numbers *numbers;
    sqlite3_stmt      *insert;
    doing            *terms;    /* By final number. */
    dct_buf          *postings;
    uint32_t         *in_last, *in_count; /* Last document in the postings + 1; documents in all. */
    uint32_t         *order;    /* By slot: the gathered document + 1, 0 where an article is gone. */
    uint32_t         *first_of; /* By group: its first slot. */
    dct_buf           touched, forward, documents, joined, starts, pieces;
    uint32_t          slot_count, group_count, term_count, lexicon_size;
} emitter;

static docent_status insert_row(void *emitting, int64_t id, const void *data, size_t size, docent_error *err)
{
    emitter *e = emitting;
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
    dct_buf_add_u32(&e->documents, e->first_of[d->group]);
    dct_buf_add_u32(&e->documents, d->day);
    dct_buf_add_u16(&e->documents, (uint16_t)(body > 0xFFFF ? 0xFFFF : body));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_SECTION]));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_TITLE]));
    dct_buf_add_byte(&e->documents, capped(words[DCT_FORWARD_KEYWORDS]));
    dct_buf_add_byte(&e->documents, d->lang);
    dct_buf_add_byte(&e->documents, d->flags);
    dct_buf_add_byte(&e->documents, d->read);
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

static void add_gap(emitter *e)
{
    unsigned char nobody[DCT_DOCUMENT_BYTES] = { 0 };
    nobody[14] = DCT_DOCUMENT_GONE;
    dct_buf_add(&e->documents, nobody, sizeof nobody);
}

static docent_status add_documents(emitter *e, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; status == DOCENT_OK && i < e->slot_count; i++) {
        dct_gathered_document d;
        if (e->order[i] == 0) {
            add_gap(e);
            continue;
        }
        memcpy(&d, e->g->documents.data + (e->order[i] - 1) * sizeof d, sizeof d);
        status = add_document(e, i, &d, err);
    }
    return status;
}

static docent_status add_piece(emitter *e, uint32_t from, uint32_t to, docent_error *err)
{
    dct_buf_clear(&e->joined);
    for (uint32_t i = from; i < to; i++) {
        dct_put_varint(&e->starts, (uint32_t)e->postings[i].size);
        dct_put_varint(&e->starts, e->in_count[i]);
        dct_buf_add(&e->joined, e->postings[i].data, e->postings[i].size);
        if (e->joined.failed || e->postings[i].failed)
            return dct_fail_memory(err, "search");
    }
    return insert_row(e, (int64_t)DCT_ROW_POSTINGS + from, e->joined.data, e->joined.size, err);
}

static docent_status add_postings(emitter *e, docent_error *err)
{
    const dct_buf *before = &e->numbers->pieces;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < e->term_count; i++)
        e->in_last[i] = (uint32_t)e->postings[i].size; /* Of no more use as what it was. */
    dct_pieces_cut(e->in_last, e->term_count, (const uint32_t *)(const void *)before->data,
                   before->size / sizeof(uint32_t), &e->pieces);
    if (e->pieces.failed)
        return dct_fail_memory(err, "search");
    const uint32_t *first = (const uint32_t *)(const void *)e->pieces.data;
    size_t count = e->pieces.size / sizeof *first;
    for (size_t i = 0; i < count && status == DOCENT_OK; i++)
        status = add_piece(e, first[i], i + 1 < count ? first[i + 1] : e->term_count, err);
    return status;
}

static docent_status add_lexicon_row(void *emitting, int64_t id, const void *data, size_t size, docent_error *err)
{
    emitter *e = emitting;
    e->lexicon_size += (uint32_t)size;
    return insert_row(e, id, data, size, err);
}

static docent_status add_head(emitter *e, docent_error *err)
{
    const uint32_t head[] = { DCT_RANKING_MAGIC, DCT_RANKING_VERSION, e->term_count, e->lexicon_size };
    dct_buf row;
    dct_buf_init(&row, e->v->alloc, 0x7FFFFFFF);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        dct_buf_add_u32(&row, head[i]);
    dct_buf_add(&row, e->documents.data, e->documents.size);
    docent_status status = row.failed || e->documents.failed ? dct_fail_memory(err, "search")
                                                             : insert_row(e, DCT_ROW_DOCUMENTS, row.data, row.size, err);
    dct_buf_close(&row);
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
    if (status == DOCENT_OK && e->touched.failed)
        status = dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = add_postings(e, err);
    if (status == DOCENT_OK)
        status = e->starts.failed ? dct_fail_memory(err, "search")
                                  : insert_row(e, DCT_ROW_TERMS, e->starts.data, e->starts.size, err);
    if (status == DOCENT_OK)
        status = add_synonyms(e, err);
    if (status == DOCENT_OK)
        status = dct_vocab_write(e->v, e->g, &e->numbers->words, add_lexicon_row, e, err);
    return status == DOCENT_OK ? add_head(e, err) : status;
}

/* Which document stands where. */
static bool place_documents(emitter *e)
{
    size_t count = e->g->documents.size / sizeof(dct_gathered_document);
    const dct_gathered_document *d = (const dct_gathered_document *)(const void *)e->g->documents.data;
    for (size_t i = 0; i < count; i++)
        e->slot_count = d[i].number >= e->slot_count ? d[i].number + 1 : e->slot_count;
    e->order = dct_new_zero(e->v->alloc, (e->slot_count + (size_t)1) * sizeof *e->order);
    e->first_of = dct_new(e->v->alloc, (e->group_count + (size_t)1) * sizeof *e->first_of);
    if (e->order == NULL || e->first_of == NULL)
        return false;
    memset(e->first_of, 0xFF, (e->group_count + (size_t)1) * sizeof *e->first_of);
    for (size_t i = 0; i < count; i++) {
        e->order[d[i].number] = (uint32_t)i + 1;
        if (d[i].number < e->first_of[d[i].group])
            e->first_of[d[i].group] = d[i].number;
    }
    return true;
}

static bool emitter_open(emitter *e, const dct_gather *g, dct_vocab *v, const dct_numbers *numbers)
{
    const docent_alloc *alloc = v->alloc;
    memset(e, 0, sizeof *e);
    e->g = g;
    e->v = v;
    e->numbers = numbers;
    e->group_count = g->groups.count;
    e->term_count = v->number_count;
    dct_buf *bufs[] = { &e->touched, &e->forward, &e->documents, &e->joined, &e->starts, &e->pieces };
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        dct_buf_init(bufs[i], alloc, 0x7FFFFFFF);
    e->terms = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->terms);
    e->postings = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->postings);
    e->in_last = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->in_last);
    e->in_count = dct_new_zero(alloc, (e->term_count + 1) * sizeof *e->in_count);
    for (uint32_t i = 0; e->postings != NULL && i < e->term_count; i++)
        dct_buf_init(&e->postings[i], alloc, 0x7FFFFFFF);
    return e->terms != NULL && e->postings != NULL && e->in_last != NULL && e->in_count != NULL && place_documents(e);
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
    dct_free(alloc, e->order, (e->slot_count + (size_t)1) * sizeof *e->order);
    dct_free(alloc, e->first_of, (e->group_count + (size_t)1) * sizeof *e->first_of);
    dct_buf *bufs[] = { &e->touched, &e->forward, &e->documents, &e->joined, &e->starts, &e->pieces };
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        dct_buf_close(bufs[i]);
    sqlite3_finalize(e->insert);
}

docent_status dct_emit(sqlite3 *db, const dct_gather *g, dct_vocab *v, const dct_numbers *numbers,
                       docent_error *err)
{
    emitter e;
    docent_status status = emitter_open(&e, g, v, numbers) ? DOCENT_OK : dct_fail_memory(err, "search");
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "INSERT INTO ranking(id, data) VALUES(?1, ?2)", &e.insert, err);
    if (status == DOCENT_OK)
        status = emit_all(&e, err);
    emitter_close(&e);
    return status;
}
