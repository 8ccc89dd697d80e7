/* The lexicon's rows out of a vocabulary. */
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "lexicon.h"
#include "pieces.h"
#include "rows.h"
#include "vocab.h"

typedef struct spelling {
    const char *text;
    size_t      size;
    uint32_t    number, flags, uses;
    uint32_t    terms[DCT_LEXICON_MAX_TERMS], term_count;
    uint32_t    parts[DCT_LEXICON_MAX_TERMS], part_count;
} spelling;

static void include(uint32_t *list, uint32_t *count, uint32_t term)
{
    for (uint32_t i = 0; i < *count; i++)
        if (list[i] == term)
            return;
    if (*count < DCT_LEXICON_MAX_TERMS)
        list[(*count)++] = term;
}

static bool is_alive(const dct_vocab *v, uint32_t word)
{
    return v->uses[word] > 0 || v->wanted[word];
}

/* Terms that are spelt like an entry come first in it. */
static void add_terms(const dct_vocab *v, const dct_gather *g, spelling *all)
{
    for (uint32_t word = 0; word < g->words.count; word++) {
        size_t size;
        uint32_t i = v->term_of[word];
        if (!is_alive(v, word))
            continue;
        const char *text = dct_names_at(&v->terms, i, &size);
        spelling *s = &all[dct_names_find(&v->spellings, text, size)];
        s->flags |= DCT_LEXICON_SELF;
        include(s->terms, &s->term_count, v->number_of[i]);
    }
}

static void add_words(const dct_vocab *v, const dct_gather *g, spelling *all)
{
    for (uint32_t i = 0; i < g->words.count; i++) {
        size_t size;
        spelling *s = &all[v->spelling_of[i]];
        if (!is_alive(v, i))
            continue;
        bool gram = (uint8_t)dct_names_at(&g->words, i, &size)[0] == DCT_CLASS_GRAM;
        s->flags |= DCT_LEXICON_WORD | (gram ? DCT_LEXICON_GRAM : 0);
        s->uses += v->uses[i];
        include(s->terms, &s->term_count, v->number_of[v->term_of[i]]);
        for (uint32_t k = 0; k < DCT_MAX_PARTS; k++) {
            uint32_t part = v->parts_of[i * DCT_MAX_PARTS + k];
            if (part != DCT_NO_NAME)
                include(s->parts, &s->part_count, v->number_of[part]);
        }
        s->flags |= s->part_count > 0 ? DCT_LEXICON_PARTS : 0;
    }
}

static int by_text(const void *a, const void *b)
{
    const spelling *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->size < y->size ? x->size : y->size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

/* Leaves out spellings that lead nowhere, sorts the rest. */
static uint32_t drop_dead(spelling *all, uint32_t count)
{
    uint32_t alive = 0;
    for (uint32_t i = 0; i < count; i++)
        if (all[i].term_count > 0)
            all[alive++] = all[i];
    qsort(all, alive, sizeof *all, by_text);
    return alive;
}

static void write_list(dct_buf *out, const uint32_t *list, uint32_t count)
{
    dct_put_varint(out, count);
    for (uint32_t i = 0; i < count; i++)
        dct_put_varint(out, list[i]);
}

static void write_entry(dct_buf *out, const spelling *s, const spelling *before)
{
    size_t shared = 0;
    while (before != NULL && shared < before->size && shared < s->size && before->text[shared] == s->text[shared])
        shared++;
    dct_buf_add_byte(out, (unsigned char)shared);
    dct_buf_add_byte(out, (unsigned char)(s->size - shared));
    dct_buf_add(out, s->text + shared, s->size - shared);
    dct_put_varint(out, s->flags | (s->uses > 0xFFFFFFF ? 0xFFFFFFF : s->uses) << 4);
    write_list(out, s->terms, s->term_count);
    if (s->flags & DCT_LEXICON_PARTS)
        write_list(out, s->parts, s->part_count);
}

/* Where a block begins: by the word alone, so that one more word begins or moves none but its own. */
static bool begins_block(const spelling *s)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < s->size; i++)
        hash = (hash ^ (unsigned char)s->text[i]) * 16777619u;
    return ((hash ^ hash >> 15) & 7) == 0;
}

/* What the row is called that begins with this word. */
static int64_t row_of(const spelling *s)
{
    uint64_t key = 0;
    for (size_t i = 0; i < 7; i++)
        key = key << 8 | (i < s->size ? (unsigned char)s->text[i] : 0);
    return DCT_ROW_LEXICON + (int64_t)key;
}

/* Where the rows of the bundle before begin among these words. */
static void find_before(const spelling *all, uint32_t count, const dct_buf *before, dct_buf *out)
{
    uint32_t at = 0;
    for (size_t i = 0; i < before->size / sizeof(int64_t); i++) {
        int64_t row;
        memcpy(&row, before->data + i * sizeof row, sizeof row);
        while (at < count && row_of(&all[at]) < row)
            at++;
        dct_buf_add(out, &at, sizeof at);
    }
}

typedef struct writer {
    dct_buf  entry, before, begins; /* The last two: uint32_t, numbers of words. */
    uint32_t *sizes;
} writer;

static bool cut_rows(writer *w, const spelling *all, uint32_t count, const dct_buf *before)
{
    for (uint32_t i = 0; i < count; i++) {
        dct_buf_clear(&w->entry);
        write_entry(&w->entry, &all[i], i == 0 || begins_block(&all[i]) ? NULL : &all[i - 1]);
        w->sizes[i] = (uint32_t)w->entry.size;
    }
    find_before(all, count, before, &w->before);
    dct_pieces_cut(w->sizes, count, (const uint32_t *)(const void *)w->before.data, w->before.size / sizeof(uint32_t), &w->begins);
    return !w->entry.failed && !w->before.failed && !w->begins.failed;
}

/* Words that begin with the same bytes stay in one row: its name must be its own. */
static docent_status write_rows(writer *w, const spelling *all, uint32_t count, dct_vocab_sink sink, void *context,
                                docent_error *err)
{
    const uint32_t *begins = (const uint32_t *)(const void *)w->begins.data;
    size_t rows = w->begins.size / sizeof *begins, next = 1;
    docent_status status = DOCENT_OK;
    uint32_t first = 0;
    dct_buf_clear(&w->entry);
    for (uint32_t i = 0; i < count && status == DOCENT_OK; i++) {
        write_entry(&w->entry, &all[i], i == first || begins_block(&all[i]) ? NULL : &all[i - 1]);
        bool full = next < rows && i + 1 >= begins[next] && i + 1 < count && row_of(&all[i]) != row_of(&all[i + 1]);
        if (!full && i + 1 < count)
            continue;
        status = w->entry.failed ? dct_fail_memory(err, "search")
                                 : sink(context, row_of(&all[first]), w->entry.data, w->entry.size, err);
        dct_buf_clear(&w->entry);
        first = i + 1;
        while (next < rows && begins[next] <= first)
            next++;
    }
    return status;
}

static docent_status write_all(const dct_vocab *v, const spelling *all, uint32_t count, const dct_buf *before,
                               dct_vocab_sink sink, void *context, docent_error *err)
{
    writer w = { .sizes = dct_new_zero(v->alloc, (count + 1) * sizeof *w.sizes) };
    dct_buf_init(&w.entry, v->alloc, 0x7FFFFFFF);
    dct_buf_init(&w.before, v->alloc, 0x7FFFFFFF);
    dct_buf_init(&w.begins, v->alloc, 0x7FFFFFFF);
    docent_status status = w.sizes != NULL && cut_rows(&w, all, count, before)
                               ? write_rows(&w, all, count, sink, context, err) : dct_fail_memory(err, "search");
    dct_buf_close(&w.entry);
    dct_buf_close(&w.before);
    dct_buf_close(&w.begins);
    dct_free(v->alloc, w.sizes, (count + 1) * sizeof *w.sizes);
    return status;
}

docent_status dct_vocab_write(const dct_vocab *v, const dct_gather *g, const dct_buf *before, dct_vocab_sink sink,
                              void *context, docent_error *err)
{
    uint32_t count = v->spellings.count;
    spelling *all = dct_new_zero(v->alloc, (count + 1) * sizeof *all);
    if (all == NULL)
        return dct_fail_memory(err, "search");
    for (uint32_t i = 0; i < count; i++)
        all[i].text = dct_names_at(&v->spellings, i, &all[i].size);
    add_terms(v, g, all);
    add_words(v, g, all);
    docent_status status = write_all(v, all, drop_dead(all, count), before, sink, context, err);
    dct_free(v->alloc, all, (count + 1) * sizeof *all);
    return status;
}
