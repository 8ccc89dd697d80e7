/* The lexicon's bytes out of a vocabulary. */
#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
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

static void write_all(dct_buf *out, const spelling *all, uint32_t count)
{
    uint32_t blocks = (count + DCT_LEXICON_BLOCK - 1) / DCT_LEXICON_BLOCK;
    dct_buf_add_u32(out, count);
    unsigned char *begins = dct_buf_grow(out, (size_t)blocks * 4);
    if (begins == NULL)
        return;
    memset(begins, 0, (size_t)blocks * 4);
    for (uint32_t i = 0; i < count && !out->failed; i++) {
        bool first = i % DCT_LEXICON_BLOCK == 0;
        if (first) {
            unsigned char *p = out->data + 4 + (size_t)(i / DCT_LEXICON_BLOCK) * 4;
            for (unsigned k = 0; k < 4; k++)
                p[k] = (unsigned char)(out->size >> (8 * k));
        }
        write_entry(out, &all[i], first ? NULL : &all[i - 1]);
    }
}

void dct_vocab_write(const dct_vocab *v, const dct_gather *g, dct_buf *out)
{
    uint32_t count = v->spellings.count;
    spelling *all = dct_new_zero(v->alloc, (count + 1) * sizeof *all);
    if (all == NULL) {
        out->failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        all[i].text = dct_names_at(&v->spellings, i, &all[i].size);
    add_terms(v, g, all);
    add_words(v, g, all);
    write_all(out, all, drop_dead(all, count));
    dct_free(v->alloc, all, (count + 1) * sizeof *all);
}
