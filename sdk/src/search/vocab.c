#include "vocab.h"

#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "parts.h"
#include "rows.h"
#include "stem.h"

void dct_vocab_init(dct_vocab *v, const docent_alloc *alloc)
{
    memset(v, 0, sizeof *v);
    v->alloc = alloc;
    dct_names_init(&v->terms, alloc);
    dct_names_init(&v->spellings, alloc);
}

void dct_vocab_close(dct_vocab *v)
{
    size_t bytes = v->word_count * sizeof(uint32_t);
    dct_free(v->alloc, v->number_of, (v->terms.count + (size_t)1) * sizeof(uint32_t));
    dct_free(v->alloc, v->term_of, bytes);
    dct_free(v->alloc, v->spelling_of, bytes);
    dct_free(v->alloc, v->uses, bytes);
    dct_free(v->alloc, v->wanted, v->word_count);
    dct_free(v->alloc, v->parts_of, bytes * DCT_MAX_PARTS);
    dct_names_close(&v->terms);
    dct_names_close(&v->spellings);
}

static bool make_room(dct_vocab *v, uint32_t words)
{
    size_t bytes = (words == 0 ? 1 : words) * sizeof(uint32_t);
    v->word_count = words == 0 ? 1 : words;
    v->term_of = dct_new_zero(v->alloc, bytes);
    v->spelling_of = dct_new_zero(v->alloc, bytes);
    v->uses = dct_new_zero(v->alloc, bytes);
    v->wanted = dct_new_zero(v->alloc, v->word_count);
    v->parts_of = dct_new(v->alloc, bytes * DCT_MAX_PARTS);
    if (v->parts_of != NULL)
        memset(v->parts_of, 0xFF, bytes * DCT_MAX_PARTS);
    return v->term_of != NULL && v->spelling_of != NULL && v->uses != NULL && v->parts_of != NULL &&
           v->wanted != NULL;
}

static void count_uses(dct_vocab *v, const dct_gather *g)
{
    for (size_t i = 0; i < g->stream.size / sizeof(uint32_t); i++) {
        uint32_t word;
        memcpy(&word, g->stream.data + i * sizeof word, sizeof word);
        word &= ~DCT_GATHER_JOINED;
        if (word < g->words.count)
            v->uses[word]++;
    }
}

static void name_word(dct_vocab *v, const dct_gather *g, dct_stemmers *stemmers, uint32_t word)
{
    char text[DCT_MAX_WORD_BYTES + 1];
    size_t size;
    const char *key = dct_names_at(&g->words, word, &size);
    uint8_t class = (uint8_t)key[0];
    size_t n = dct_fold(key + 1, size - 1, text);
    v->spelling_of[word] = dct_names_add(&v->spellings, text, n);
    if (class != DCT_CLASS_GRAM)
        n = dct_term(stemmers, class, key + 1, size - 1, text);
    v->term_of[word] = dct_names_add(&v->terms, text, n);
    (void)dct_names_add(&v->spellings, text, n);
}

/* ---- compounds ------------------------------------------------------------------ */

typedef struct splitter {
    const dct_vocab *v;
    uint32_t        *uses, *term; /* By spelling, of plain words. */
} splitter;

static uint32_t uses_of(const void *context, const char *word, size_t size)
{
    const splitter *s = context;
    uint32_t spelling = dct_names_find(&s->v->spellings, word, size);
    return spelling == DCT_NO_NAME ? 0 : s->uses[spelling];
}

static void add_part(const splitter *s, uint32_t *parts, const char *word, size_t size)
{
    uint32_t term = s->term[dct_names_find(&s->v->spellings, word, size)];
    for (uint32_t i = 0; i < DCT_MAX_PARTS; i++) {
        if (parts[i] == term)
            return;
        if (parts[i] == DCT_NO_NAME) {
            parts[i] = term;
            return;
        }
    }
}

/* Parts of parts are added, too: a word of four words has three splits at most. */
static void split_word(const splitter *s, uint32_t *parts, const char *word, size_t size, unsigned depth)
{
    dct_split split;
    if (depth == 0 || !dct_parts_split(word, size, uses_of, s, &split))
        return;
    add_part(s, parts, word, split.left);
    add_part(s, parts, word + split.right, size - split.right);
    split_word(s, parts, word, split.left, depth - 1);
    split_word(s, parts, word + split.right, size - split.right, depth - 1);
}

static bool is_compound_class(const dct_gather *g, uint32_t word)
{
    size_t size;
    uint8_t class = (uint8_t)dct_names_at(&g->words, word, &size)[0];
    return class != DCT_CLASS_GRAM && dct_lang_at(class)->compound;
}

static void find_parts(dct_vocab *v, const dct_gather *g)
{
    size_t bytes = (v->spellings.count + 1u) * sizeof(uint32_t);
    splitter s = { v, dct_new_zero(v->alloc, bytes), dct_new_zero(v->alloc, bytes) };
    v->failed = s.uses == NULL || s.term == NULL;
    for (uint32_t i = 0; !v->failed && i < g->words.count; i++)
        if (is_compound_class(g, i)) {
            s.uses[v->spelling_of[i]] += v->uses[i];
            s.term[v->spelling_of[i]] = v->term_of[i];
        }
    for (uint32_t i = 0; !v->failed && i < g->words.count; i++)
        if (is_compound_class(g, i)) {
            size_t size;
            const char *word = dct_names_at(&v->spellings, v->spelling_of[i], &size);
            split_word(&s, v->parts_of + (size_t)i * DCT_MAX_PARTS, word, size, 2);
        }
    dct_free(v->alloc, s.uses, bytes);
    dct_free(v->alloc, s.term, bytes);
}

void dct_vocab_make(dct_vocab *v, const dct_gather *g)
{
    dct_stemmers *stemmers = dct_new_zero(v->alloc, sizeof *stemmers);
    v->failed = stemmers == NULL || !make_room(v, g->words.count);
    if (!v->failed) {
        count_uses(v, g);
        for (uint32_t i = 0; i < g->words.count; i++)
            name_word(v, g, stemmers, i);
        v->failed = v->terms.failed || v->spellings.failed;
    }
    if (!v->failed)
        find_parts(v, g);
    if (stemmers != NULL)
        dct_stemmers_close(stemmers);
    dct_free(v->alloc, stemmers, sizeof *stemmers);
}
