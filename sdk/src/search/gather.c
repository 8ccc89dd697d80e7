#include "gather.h"

#include <string.h>

#include "lang.h"
#include "rows.h"
#include "synonyms.h"
#include "words.h"

#define MAX_STREAM_BYTES (3ull << 30)
#define MAX_SYNONYM_BYTES (64u << 20)

void dct_gather_init(dct_gather *g, const docent_alloc *alloc)
{
    dct_names_init(&g->words, alloc);
    dct_names_init(&g->groups, alloc);
    dct_buf_init(&g->stream, alloc, (size_t)MAX_STREAM_BYTES);
    dct_buf_init(&g->documents, alloc, (size_t)MAX_STREAM_BYTES);
    dct_buf_init(&g->synonyms, alloc, MAX_SYNONYM_BYTES);
}

void dct_gather_close(dct_gather *g)
{
    dct_names_close(&g->words);
    dct_names_close(&g->groups);
    dct_buf_close(&g->stream);
    dct_buf_close(&g->documents);
    dct_buf_close(&g->synonyms);
}

bool dct_gather_failed(const dct_gather *g)
{
    return g->words.failed || g->groups.failed || g->stream.failed || g->documents.failed ||
           g->synonyms.failed;
}

static void put(dct_gather *g, uint32_t value)
{
    dct_buf_add(&g->stream, &value, sizeof value);
}

static dct_gathered_document *last_document(dct_gather *g)
{
    size_t count = g->documents.size / sizeof(dct_gathered_document);
    return count == 0 ? NULL : (dct_gathered_document *)(void *)g->documents.data + (count - 1);
}

void dct_gather_begin(dct_gather *g, const char *id, dct_gathered_document document)
{
    document.group = dct_names_add(&g->groups, id, strlen(id));
    document.from = document.to = g->stream.size / sizeof(uint32_t);
    dct_buf_add(&g->documents, &document, sizeof document);
}

void dct_gather_end(dct_gather *g)
{
    dct_gathered_document *document = last_document(g);
    if (document != NULL)
        document->to = g->stream.size / sizeof(uint32_t);
}

static uint32_t name_word(dct_gather *g, const dct_word *word, uint8_t lang)
{
    char key[DCT_MAX_WORD_BYTES + 2];
    key[0] = (char)(word->kind == DCT_WORD_GRAM || word->kind == DCT_WORD_SHORT ? DCT_CLASS_GRAM : lang);
    memcpy(key + 1, word->text, word->size);
    return dct_names_add(&g->words, key, word->size + 1);
}

void dct_gather_text(dct_gather *g, uint32_t mark, const char *text, size_t size)
{
    const dct_gathered_document *document = last_document(g);
    dct_words words;
    dct_word word;
    if (document == NULL)
        return;
    put(g, DCT_GATHER_MARK + mark);
    dct_words_init(&words, text, size, dct_lang_at(document->lang)->turkic);
    while (dct_words_next(&words, &word)) {
        uint32_t number = name_word(g, &word, document->lang);
        if (number == DCT_NO_NAME)
            return;
        put(g, number | (word.kind >= DCT_WORD_JOINED ? DCT_GATHER_JOINED : 0));
    }
}

void dct_gather_group(dct_gather *g, uint32_t strength)
{
    uint32_t head[] = { DCT_GATHER_MARK, strength };
    dct_buf_add(&g->synonyms, head, sizeof head);
}

void dct_gather_way(dct_gather *g, uint8_t lang, const char *text, size_t size)
{
    dct_words words;
    dct_word word;
    uint32_t way[2 + DCT_MAX_SYNONYM_WORDS] = { 0, 0 };
    dct_words_init(&words, text, size, dct_lang_at(lang)->turkic);
    while (dct_words_next(&words, &word)) {
        char folded[DCT_MAX_WORD_BYTES + 1];
        if (word.kind == DCT_WORD_JOINED || word.kind == DCT_WORD_SHORT)
            continue;
        if (way[0] == DCT_MAX_SYNONYM_WORDS)
            return;
        size_t n = dct_fold(word.text, word.size, folded);
        if (!dct_lang_is_small(lang, folded, n))
            way[1] |= 1u << way[0];
        way[2 + way[0]++] = name_word(g, &word, lang);
    }
    if (way[0] > 0)
        dct_buf_add(&g->synonyms, way, (2 + way[0]) * sizeof *way);
}
