#include "match.h"

#include "../base/utf8.h"

#include <utf8proc.h>

/* Walks a text as folded code points, one at a time, and remembers where each came from. */
typedef struct folded {
    const char      *text;
    uint32_t         size;
    size_t           at;        /* Of the next code point to decode. */
    utf8proc_int32_t pending[8];
    int              count, used;
} folded;

static bool is_ignored(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_CF;
}

static bool refill(folded *f)
{
    const utf8proc_option_t how = UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
    while (f->at < f->size) {
        utf8proc_int32_t c = (utf8proc_int32_t)dct_utf8_next(f->text, f->size, &f->at);
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(c, f->pending, 8, how, &boundary);
        if (n < 1 || n > 8) {
            f->pending[0] = c;
            n = 1;
        }
        f->count = f->used = 0;
        for (int i = 0; i < n; i++)
            if (!is_ignored(f->pending[i]))
                f->pending[f->count++] = f->pending[i];
        if (f->count > 0)
            return true;
    }
    return false;
}

static utf8proc_int32_t next(folded *f)
{
    if (f->used == f->count && !refill(f))
        return -1;
    return f->pending[f->used++];
}

/* Does `words` stand at `start`? *to is set to where it ends, after the marks that belong to its last letter. */
static bool matches_at(const char *text, uint32_t size, const char *words, uint32_t word_size, uint32_t start,
                       uint32_t *to)
{
    folded hay = { .text = text, .size = size, .at = start };
    folded needle = { .text = words, .size = word_size };
    uint32_t letters = 0;
    for (utf8proc_int32_t c; (c = next(&needle)) >= 0; letters++)
        if (next(&hay) != c)
            return false;
    size_t end = hay.at;
    for (size_t more = end; more < size; end = more)
        if (!is_ignored((utf8proc_int32_t)dct_utf8_next(text, size, &more)))
            break;
    *to = (uint32_t)end;
    return letters > 0 && hay.used == hay.count;
}

bool dct_text_match(const char *text, uint32_t size, const char *words, uint32_t word_size, uint32_t start,
                    uint32_t *from, uint32_t *to)
{
    for (size_t at = start; at < size;) {
        if (matches_at(text, size, words, word_size, (uint32_t)at, to)) {
            *from = (uint32_t)at;
            return true;
        }
        dct_utf8_next(text, size, &at);
    }
    return false;
}
