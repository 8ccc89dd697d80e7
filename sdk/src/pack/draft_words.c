#include "draft_words.h"

#include "../base/buf.h"
#include "../base/utf8.h"
#include "../search/lang.h"
#include "redact.h"
#include "redact_find.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum { LEAST_LETTERS = 3, MOST_BYTES = 40, PHRASE_BYTES = 60, SEARCHED_WEIGHT = 3 };

void dct_draft_words_init(dct_draft_words *w, dct_arena *arena, const char *locale)
{
    memset(w, 0, sizeof *w);
    w->arena = arena;
    w->lang = dct_lang_of(*locale == 0 ? "en" : locale);
}

static bool is_number(const char *word)
{
    return strpbrk(word, "0123456789") != NULL && strspn(word, "0123456789") == strlen(word);
}

static void add(dct_draft_words *w, const char *word, size_t letters, uint32_t weight)
{
    if (letters < LEAST_LETTERS || is_number(word) || dct_lang_is_small(w->lang, word, strlen(word)))
        return;
    for (uint32_t i = 0; i < w->word_count; i++)
        if (strcmp(w->words[i].text, word) == 0) {
            w->words[i].count += weight;
            return;
        }
    const char *copy = w->word_count == DCT_DRAFT_WORDS ? NULL : dct_arena_text(w->arena, word, strlen(word));
    if (copy != NULL) {
        w->words[w->word_count] = (dct_draft_word){ copy, weight, w->word_count };
        w->word_count++;
    }
}

/* In lower case; a hyphen or an apostrophe between letters belongs to the word. */
static void take(dct_draft_words *w, const char *text, uint32_t weight)
{
    char word[MOST_BYTES + 8];
    size_t size = strlen(text), used = 0, letters = 0, at = 0;
    while (at <= size) {
        if (strncmp(text + at, DCT_REMOVED, sizeof DCT_REMOVED - 1) == 0) {
            at += sizeof DCT_REMOVED - 1;
            used = letters = 0;
            continue;
        }
        size_t end = at;
        uint32_t c = at < size ? dct_utf8_next(text, size, &end) : 0;
        size_t peek = end;
        bool inner = used > 0 && (c == '-' || c == '\'') && peek < size && dct_find_is_word(dct_utf8_next(text, size, &peek));
        if ((dct_find_is_word(c) || inner) && c != 0) {
            if (used < MOST_BYTES)
                used += dct_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), word + used);
            letters++;
        } else {
            word[used] = 0;
            if (used < MOST_BYTES)
                add(w, word, letters, weight);
            used = letters = 0;
        }
        at = at < size ? end : size + 1;
    }
}

void dct_draft_words_searched(dct_draft_words *w, const char *text)
{
    bool known = false;
    for (uint32_t i = 0; i < w->phrase_count; i++)
        known = known || strcmp(w->phrases[i], text) == 0;
    if (!known && strchr(text, ' ') != NULL && strlen(text) <= PHRASE_BYTES && strstr(text, DCT_REMOVED) == NULL &&
        w->phrase_count < DCT_DRAFT_PHRASES)
        w->phrases[w->phrase_count++] = text;
    take(w, text, SEARCHED_WEIGHT);
}

void dct_draft_words_written(dct_draft_words *w, const char *text)
{
    take(w, text, 1);
}

static int by_count(const void *a, const void *b)
{
    const dct_draft_word *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : (x->first > y->first) - (x->first < y->first);
}

uint32_t dct_draft_words_best(dct_draft_words *w, const char **out, uint32_t room)
{
    uint32_t count = 0;
    if (w->word_count > 0)
        qsort(w->words, w->word_count, sizeof *w->words, by_count);
    for (uint32_t i = 0; i < w->phrase_count && count < room; i++)
        out[count++] = w->phrases[i];
    for (uint32_t i = 0; i < w->word_count && i < DCT_DRAFT_KEYWORDS && count < room; i++)
        out[count++] = w->words[i].text;
    return count;
}
