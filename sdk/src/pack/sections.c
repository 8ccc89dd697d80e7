/* Search finds sections, not articles: a hit can say where in a long text it is. */
#include "compile.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>

#define SECTION_BYTES 1200u

typedef struct cutter {
    const docent_alloc *alloc;
    const dct_doc      *doc;
    dct_section_fn     *take;
    void               *ctx;
    docent_error       *err;
} cutter;

/* The best place to end a piece of at most `most` bytes: after a line, a sentence, a word, a character. */
static size_t end_of_piece(const char *text, size_t size, size_t most)
{
    static const char *const ends[] = { "\n", ". ", "\xE3\x80\x82", " " };
    if (size <= most)
        return size;
    for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
        size_t length = strlen(ends[e]);
        for (size_t at = most; at > most / 2; at--)
            if (memcmp(text + at - length, ends[e], length) == 0)
                return at;
    }
    return dct_utf8_cut(text, most);
}

static docent_status give_pieces(cutter *c, const char *anchor, const char *heading, const char *text, size_t size)
{
    docent_status status = DOCENT_OK;
    do {
        while (size > 0 && (*text == '\n' || *text == ' ')) {
            text++;
            size--;
        }
        /* No crumbs: what is left over a little is kept together. */
        size_t piece = size <= SECTION_BYTES + SECTION_BYTES / 4 ? size : end_of_piece(text, size, SECTION_BYTES);
        dct_section section = { anchor, heading, text, piece };
        status = c->take(c->ctx, &section);
        heading = "";
        text += piece;
        size -= piece;
    } while (status == DOCENT_OK && size > 0);
    return status;
}

/* The blocks first..end under the heading block `head` (UINT32_MAX: none). */
static docent_status give_range(cutter *c, uint32_t head, uint32_t first, uint32_t end)
{
    const docent_block *h = head == UINT32_MAX ? NULL : &c->doc->blocks[head];
    dct_buf text;
    dct_buf_init(&text, c->alloc, DCT_MAX_DOC_BYTES * 2);
    dct_doc_plain(c->doc, first, end, &text);
    docent_status status = text.failed ? dct_fail_memory(c->err, "pack")
                                       : give_pieces(c, h == NULL ? "" : h->anchor, h == NULL ? "" : h->text,
                                                     text.size == 0 ? "" : (const char *)text.data, text.size);
    dct_buf_close(&text);
    return status;
}

docent_status dct_sections(const docent_alloc *alloc, const dct_doc *doc, dct_section_fn *take, void *ctx,
                           docent_error *err)
{
    cutter c = { alloc, doc, take, ctx, err };
    uint32_t head = UINT32_MAX, first = 0;
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < doc->block_count && status == DOCENT_OK; i++) {
        docent_block_kind kind = doc->blocks[i].kind;
        if (kind != DOCENT_BLOCK_HEADING && kind != DOCENT_BLOCK_SCREEN)
            continue;
        if (i > 0)
            status = give_range(&c, head, first, i);
        head = i;
        first = i + 1;
    }
    return status == DOCENT_OK ? give_range(&c, head, first, doc->block_count) : status;
}
