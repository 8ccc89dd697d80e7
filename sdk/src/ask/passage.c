/*   HEADING  <- the anchor       quoted
 *   PARAGRAPH                    quoted
 *   STEPS (1..9)                 quoted: steps are not torn apart before the sixth
 *   HEADING                      the end */
#include "passage.h"

#include <string.h>

#define ENOUGH_BYTES 600u
#define ENOUGH_STEPS 6u

static uint32_t text_bytes(const docent_article *a, uint32_t from, uint32_t to)
{
    uint32_t bytes = 0;
    for (uint32_t i = from; i < to; i++)
        bytes += docent_article_block(a, i)->text_len;
    return bytes;
}

/* A container is passed through: a step that an anchor names is quoted with those after it. */
static uint32_t start_of(const docent_article *a, const char *anchor)
{
    uint32_t at = *anchor == 0 ? UINT32_MAX : docent_article_find(a, anchor);
    return at == UINT32_MAX ? 0 : at;
}

static bool ends(const docent_article *a, uint32_t first, uint32_t i)
{
    const docent_block *b = docent_article_block(a, i);
    if (b->kind == DOCENT_BLOCK_FOOTNOTE || b->kind == DOCENT_BLOCK_SCREEN)
        return i != first;
    return b->kind == DOCENT_BLOCK_HEADING && i != first && text_bytes(a, first + 1, i) > 0;
}

/* The end of a list of steps, or that of its sixth when there is much before it. */
static uint32_t end_of(const docent_article *a, uint32_t i)
{
    const docent_block *b = docent_article_block(a, i);
    uint32_t at = i + 1, steps = 0;
    if (b->kind != DOCENT_BLOCK_STEPS || text_bytes(a, i, b->end) <= 2 * ENOUGH_BYTES)
        return b->end;
    while (at < b->end && steps++ < ENOUGH_STEPS)
        at = docent_article_block(a, at)->end;
    return at;
}

dct_passage dct_passage_at(const docent_article *a, const char *anchor)
{
    uint32_t count = docent_article_block_count(a), from = start_of(a, anchor), to = from;
    while (to < count && (to == from || !ends(a, from, to))) {
        if (to > from && text_bytes(a, from, to) >= ENOUGH_BYTES)
            break;
        to = docent_article_block(a, to)->kind == DOCENT_BLOCK_HEADING ? to + 1 : end_of(a, to);
    }
    return (dct_passage){ from, to };
}

void dct_passage_text(const docent_article *a, dct_passage p, dct_buf *out)
{
    for (uint32_t i = p.from; i < p.to; i++) {
        const docent_block *b = docent_article_block(a, i);
        if (b->kind == DOCENT_BLOCK_STEP)
            dct_buf_add_format(out, "%u. ", (unsigned)b->number);
        if (b->kind == DOCENT_BLOCK_ANSWER || b->text_len == 0)
            continue;
        dct_buf_add(out, b->text, b->text_len);
        dct_buf_add_byte(out, '\n');
    }
}
