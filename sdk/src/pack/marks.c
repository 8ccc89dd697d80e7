#include "marks.h"

#include "thai.h"

#include "../base/buf.h"
#include "../base/error.h"

#include <string.h>

#define MARK "\xE2\x80\x8B"
#define MARK_BYTES 3u

/* Bytes of marks that stand in `marked` where `text` has none. */
static size_t inserted(const char *text, size_t at, const char *marked, size_t there, size_t size)
{
    size_t n = 0;
    while (there + n + MARK_BYTES <= size && memcmp(marked + there + n, MARK, MARK_BYTES) == 0 &&
           strncmp(text + at, MARK, MARK_BYTES) != 0)
        n += MARK_BYTES;
    return n;
}

/* Moves the runs to where their words are now. A mark at the edge of a run stays outside of it. */
static void move_runs(dct_node *node, const char *marked, size_t size)
{
    size_t at = 0, there = 0;
    for (dct_run *r = node->runs; r != NULL; r = r->next) {
        for (; at < r->from; at++)
            there += 1 + inserted(node->text, at, marked, there, size);
        uint32_t from = (uint32_t)(there + inserted(node->text, at, marked, there, size));
        for (; at < r->to; at++)
            there += 1 + inserted(node->text, at, marked, there, size);
        r->from = from;
        r->to = (uint32_t)there;
    }
}

static docent_status mark_node(dct_arena *arena, dct_thai *thai, dct_node *node, docent_error *err)
{
    dct_buf marked;
    dct_buf_init(&marked, arena->alloc, DCT_MAX_DOC_BYTES);
    docent_status status = dct_thai_mark_words(thai, node->text, node->text_size, &marked);
    const char *text = status != DOCENT_OK ? NULL : dct_arena_text(arena, (const char *)marked.data, marked.size);
    if (text != NULL && marked.size > node->text_size) {
        move_runs(node, text, marked.size);
        node->text = text;
        node->text_size = (uint32_t)marked.size;
    }
    dct_buf_close(&marked);
    return text == NULL ? dct_fail_memory(err, "pack") : DOCENT_OK;
}

docent_status dct_marks_make(dct_project *p, docent_error *err)
{
    dct_thai *thai = NULL;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < p->page_count; i++)
        for (dct_node *n = p->pages[i]->root; n != NULL && status == DOCENT_OK; n = dct_node_next(p->pages[i]->root, n)) {
            if (n->kind == DOCENT_BLOCK_CODE || n->text_size == 0 || !dct_thai_in(n->text, n->text_size))
                continue;
            if (thai == NULL && (thai = dct_thai_open()) == NULL)
                return DOCENT_OK; /* Without its dictionary lines break between syllables. */
            status = mark_node(&p->arena, thai, n, err);
        }
    dct_thai_close(thai);
    return status;
}
