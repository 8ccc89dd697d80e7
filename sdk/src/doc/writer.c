/* Blocks and inlines are kept as small structs whose strings lie in one growing buffer; dct_doc_finish() lays them out in
 * the order that format.h asks for.
 *
 *   strings  [..text of 0..|..target of 0..|..text of 1..]     A text that grows after something else was added moves
 *   blocks   [0][1][2]  first_inline -> inlines -> next        to the end, so that it stays in one piece. */
#include "writer.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "format.h"
#include "reader.h"
#include "rules.h"

#include <string.h>

#define NONE UINT32_MAX

typedef struct run { uint32_t at, size; } run; /* Of strings. */

typedef struct block {
    docent_block_kind kind;
    uint32_t          level, number, flags, width, height, parent, end;
    run               text, anchor, target;
    uint32_t          first_inline, last_inline, inline_count;
} block;

typedef struct span {
    uint32_t from, to, style, next;
    run      target;
} span;

struct dct_doc_writer {
    const docent_alloc *alloc;
    dct_buf             blocks, spans, strings;
    uint32_t            block_count, span_count, step_count;
    uint32_t            open;  /* The innermost open block, NONE at the top. */
    uint32_t            depth;
    docent_error        error;  /* Sticky: the first mistake. */
};

dct_doc_writer *dct_doc_new(const docent_alloc *alloc)
{
    dct_doc_writer *w = dct_new_zero(alloc, sizeof *w);
    if (w == NULL)
        return NULL;
    w->alloc = alloc;
    w->open = NONE;
    dct_buf_init(&w->blocks, alloc, (size_t)DCT_MAX_DOC_BLOCKS * sizeof(block));
    dct_buf_init(&w->spans, alloc, (size_t)DCT_MAX_DOC_BYTES / DCT_INLINE_BYTES * sizeof(span));
    dct_buf_init(&w->strings, alloc, 2 * (size_t)DCT_MAX_DOC_BYTES); /* Moved texts leave holes. */
    return w;
}

void dct_doc_free(dct_doc_writer *w)
{
    if (w == NULL)
        return;
    dct_buf_close(&w->blocks);
    dct_buf_close(&w->spans);
    dct_buf_close(&w->strings);
    dct_free(w->alloc, w, sizeof *w);
}

static void mistake(dct_doc_writer *w, docent_status status, const char *what)
{
    if (w->error.status == DOCENT_OK)
        dct_fail(&w->error, status, "article", 0, "block %u: %s", w->block_count, what);
}

static bool sound(const dct_doc_writer *w)
{
    return w->error.status == DOCENT_OK;
}

/* NULL once something went wrong, so that every call after a mistake does nothing. */
static block *open_block(dct_doc_writer *w)
{
    if (w->open == NONE)
        mistake(w, DOCENT_ERR_ARG, "content where no block is open");
    return sound(w) ? (block *)(void *)w->blocks.data + w->open : NULL;
}

/* A buffer failed: its bound, or memory. */
static void failed(dct_doc_writer *w, const dct_buf *buf, size_t more)
{
    if (more > buf->max - buf->size)
        mistake(w, DOCENT_ERR_LIMIT, "the article is too long");
    else
        mistake(w, DOCENT_ERR_NOMEM, "out of memory");
}

static void *append(dct_doc_writer *w, dct_buf *buf, size_t size)
{
    void *p = dct_buf_grow(buf, size);
    if (p == NULL)
        failed(w, buf, size);
    return p;
}

static run add_string(dct_doc_writer *w, const char *text)
{
    size_t size = strlen(text);
    if (size > UINT16_MAX)
        mistake(w, DOCENT_ERR_LIMIT, "an address of more than 65535 bytes");
    void *p = size == 0 || !sound(w) ? NULL : append(w, &w->strings, size);
    if (p == NULL)
        return (run){ 0, 0 };
    memcpy(p, text, size);
    return (run){ (uint32_t)(w->strings.size - size), (uint32_t)size };
}

void dct_doc_open(dct_doc_writer *w, docent_block_kind kind)
{
    if (w->depth >= DCT_MAX_DOC_DEPTH)
        mistake(w, DOCENT_ERR_LIMIT, "nested too deep");
    if (dct_block_rule_of((uint32_t)kind) == NULL)
        mistake(w, DOCENT_ERR_ARG, "no such kind of block");
    block *b = sound(w) ? append(w, &w->blocks, sizeof *b) : NULL;
    if (b == NULL)
        return;
    memset(b, 0, sizeof *b);
    b->kind = kind;
    b->parent = w->open;
    b->first_inline = b->last_inline = NONE;
    if (kind == DOCENT_BLOCK_STEP)
        b->number = ++w->step_count;
    w->open = w->block_count++;
    w->depth++;
}

void dct_doc_set(dct_doc_writer *w, uint32_t level, uint32_t number, uint32_t flags)
{
    block *b = open_block(w);
    if (level > UINT8_MAX || flags > UINT16_MAX)
        mistake(w, DOCENT_ERR_ARG, "level or flags out of range");
    if (b == NULL)
        return;
    b->level = level;
    b->flags = flags;
    if (b->kind != DOCENT_BLOCK_STEP)
        b->number = number;
}

void dct_doc_size(dct_doc_writer *w, uint32_t width, uint32_t height)
{
    block *b = open_block(w);
    if (width > DCT_MAX_PICTURE_SIDE || height > DCT_MAX_PICTURE_SIDE)
        mistake(w, DOCENT_ERR_LIMIT, "a picture that is too large");
    if (b == NULL)
        return;
    b->width = width;
    b->height = height;
}

void dct_doc_anchor(dct_doc_writer *w, const char *anchor)
{
    block *b = open_block(w);
    if (b != NULL)
        b->anchor = add_string(w, anchor);
}

void dct_doc_target(dct_doc_writer *w, const char *target)
{
    block *b = open_block(w);
    if (b != NULL)
        b->target = add_string(w, target);
}

/* Moves the text to the end of strings, where it can grow. */
static bool at_the_end(dct_doc_writer *w, run *text)
{
    if (text->size != 0 && text->at + text->size == w->strings.size)
        return true;
    uint32_t at = (uint32_t)w->strings.size;
    void *p = text->size == 0 ? NULL : append(w, &w->strings, text->size);
    if (p != NULL)
        memcpy(p, w->strings.data + text->at, text->size);
    text->at = at;
    return sound(w);
}

void dct_doc_text(dct_doc_writer *w, const char *text, size_t size)
{
    block *b = open_block(w);
    if (b == NULL || size == 0)
        return;
    if (size > DCT_MAX_DOC_BYTES - b->text.size)
        mistake(w, DOCENT_ERR_LIMIT, "the text is too long");
    void *p = sound(w) && at_the_end(w, &b->text) ? append(w, &w->strings, size) : NULL;
    if (p == NULL)
        return;
    memcpy(p, text, size);
    b->text.size += (uint32_t)size;
}

uint32_t dct_doc_text_size(const dct_doc_writer *w)
{
    if (w->open == NONE || !sound(w))
        return 0;
    return ((const block *)(const void *)w->blocks.data)[w->open].text.size;
}

/* Markdown makes empty emphasis and links to nowhere; they are dropped here rather than in every caller. */
static uint32_t useful_style(uint32_t from, uint32_t to, uint32_t style, const char *target)
{
    if (from == to)
        return 0;
    return *target == 0 ? style & ~(DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE) : style;
}

void dct_doc_inline(dct_doc_writer *w, uint32_t from, uint32_t to, uint32_t style, const char *target)
{
    block *b = open_block(w);
    style = useful_style(from, to, style, target);
    if (b == NULL || style == 0)
        return;
    span *last = b->last_inline == NONE ? NULL : (span *)(void *)w->spans.data + b->last_inline;
    if (from > to || to > b->text.size || (last != NULL && from < last->to))
        mistake(w, DOCENT_ERR_ARG, "an inline outside the text or over the one before");
    bool leads = (style & (DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE)) != 0;
    run where = leads ? add_string(w, target) : (run){ 0, 0 };
    span *s = sound(w) ? append(w, &w->spans, sizeof *s) : NULL;
    if (s == NULL)
        return;
    *s = (span){ from, to, style, NONE, where };
    if (b->last_inline == NONE)
        b->first_inline = w->span_count;
    else
        ((span *)(void *)w->spans.data)[b->last_inline].next = w->span_count;
    b->last_inline = w->span_count++;
    b->inline_count++;
}

void dct_doc_end(dct_doc_writer *w)
{
    block *b = open_block(w);
    if (b == NULL)
        return;
    b->end = w->block_count;
    w->open = b->parent;
    w->depth--;
}

uint32_t dct_doc_depth(const dct_doc_writer *w)
{
    return w->depth;
}

/* ---- laying out ---- */

static void add_block(dct_buf *out, const block *b)
{
    dct_buf_add_byte(out, (unsigned char)b->kind);
    dct_buf_add_byte(out, (unsigned char)b->level);
    dct_buf_add_u16(out, (uint16_t)b->flags);
    dct_buf_add_u32(out, b->number);
    dct_buf_add_u32(out, b->end);
    dct_buf_add_u32(out, b->text.size);
    dct_buf_add_u32(out, b->inline_count);
    dct_buf_add_u16(out, (uint16_t)b->anchor.size);
    dct_buf_add_u16(out, (uint16_t)b->target.size);
    dct_buf_add_u16(out, (uint16_t)b->width);
    dct_buf_add_u16(out, (uint16_t)b->height);
}

static void add_inlines(const dct_doc_writer *w, dct_buf *out, const block *b)
{
    const span *spans = (const span *)(const void *)w->spans.data;
    for (uint32_t i = b->first_inline; i != NONE; i = spans[i].next) {
        dct_buf_add_u32(out, spans[i].from);
        dct_buf_add_u32(out, spans[i].to);
        dct_buf_add_u16(out, (uint16_t)spans[i].style);
        dct_buf_add_u16(out, (uint16_t)spans[i].target.size);
    }
}

static void add_run(const dct_doc_writer *w, dct_buf *out, run r)
{
    if (r.size == 0)
        return;
    dct_buf_add(out, w->strings.data + r.at, r.size);
    dct_buf_add_byte(out, 0);
}

static void add_strings(const dct_doc_writer *w, dct_buf *out, const block *b)
{
    const span *spans = (const span *)(const void *)w->spans.data;
    add_run(w, out, b->text);
    add_run(w, out, b->anchor);
    add_run(w, out, b->target);
    for (uint32_t i = b->first_inline; i != NONE; i = spans[i].next)
        add_run(w, out, spans[i].target);
}

static void add_header(const dct_doc_writer *w, dct_buf *out, size_t string_bytes)
{
    dct_buf_add_u32(out, DCT_DOC_MAGIC);
    dct_buf_add_u32(out, DCT_DOC_VERSION);
    dct_buf_add_u32(out, w->block_count);
    dct_buf_add_u32(out, w->span_count);
    dct_buf_add_u32(out, (uint32_t)string_bytes);
}

static size_t run_bytes(run r)
{
    return r.size == 0 ? 0 : (size_t)r.size + 1;
}

static size_t count_string_bytes(const dct_doc_writer *w)
{
    const block *blocks = (const block *)(const void *)w->blocks.data;
    const span *spans = (const span *)(const void *)w->spans.data;
    size_t bytes = 0;
    for (uint32_t i = 0; i < w->block_count; i++)
        bytes += run_bytes(blocks[i].text) + run_bytes(blocks[i].anchor) + run_bytes(blocks[i].target);
    for (uint32_t i = 0; i < w->span_count; i++)
        bytes += run_bytes(spans[i].target);
    return bytes;
}

static void lay_out(dct_doc_writer *w, dct_buf *out)
{
    const block *blocks = (const block *)(const void *)w->blocks.data;
    size_t start = out->size, strings = count_string_bytes(w);
    size_t total = DCT_DOC_HEADER_BYTES + (size_t)w->block_count * DCT_BLOCK_BYTES +
                   (size_t)w->span_count * DCT_INLINE_BYTES + strings + DCT_DOC_SUM_BYTES;
    if (total > DCT_MAX_DOC_BYTES) {
        mistake(w, DOCENT_ERR_LIMIT, "the article is too long");
        return;
    }
    add_header(w, out, strings);
    for (uint32_t i = 0; i < w->block_count; i++)
        add_block(out, &blocks[i]);
    for (uint32_t i = 0; i < w->block_count; i++)
        add_inlines(w, out, &blocks[i]);
    for (uint32_t i = 0; i < w->block_count; i++)
        add_strings(w, out, &blocks[i]);
    if (!out->failed)
        dct_buf_add_u32(out, dct_doc_sum(out->data + start, out->size - start));
    if (out->failed)
        failed(w, out, start + total - out->size);
}

/* Whatever the caller did, what leaves here can be read: it is read back. */
static void read_back(dct_doc_writer *w, const unsigned char *bytes, size_t size)
{
    dct_doc doc;
    if (dct_doc_read(w->alloc, bytes, size, &doc, &w->error) == DOCENT_OK)
        dct_doc_close(w->alloc, &doc);
    else if (w->error.status == DOCENT_ERR_CORRUPT)
        w->error.status = DOCENT_ERR_ARG;
}

docent_status dct_doc_finish(dct_doc_writer *w, dct_buf *out)
{
    size_t start = out->size;
    if (w->open != NONE)
        mistake(w, DOCENT_ERR_ARG, "finished while blocks are open");
    if (sound(w))
        lay_out(w, out);
    if (sound(w))
        read_back(w, out->data + start, out->size - start);
    if (!sound(w))
        out->size = start;
    return w->error.status;
}

const docent_error *dct_doc_error(const dct_doc_writer *w)
{
    return &w->error;
}
