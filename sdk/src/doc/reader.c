/* Two passes over the same records: the first adds up what they need and compares it with the size of the whole, the
 * second fills one allocation:
 *
 *   [ blocks | inlines | 0 strings... ]      the leading 0 is the empty string
 *
 * and checks every value against rules.h on the way. Fixes nothing: what is wrong is refused. */
#include "reader.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"
#include "format.h"
#include "rules.h"

#include <string.h>

#define TOP UINT32_MAX

typedef struct reader {
    const unsigned char *block_bytes, *inline_bytes;
    uint32_t             block_count, inline_count, string_bytes;
    docent_block        *blocks;
    docent_inline       *inlines;
    const char          *empty;
    uint32_t             next_inline;
    const char          *string, *strings_end; /* The next string, and the end of all. */
    uint32_t             steps;
    docent_error        *err;
} reader;

static docent_status corrupt(const reader *r, uint32_t index, const char *what)
{
    const dct_block_rule *rule = dct_block_rule_of(r->blocks[index].kind);
    return dct_fail(r->err, DOCENT_ERR_CORRUPT, "article", 0, "compiled article: block %u (%s): %s", index,
                    rule == NULL ? "unknown" : rule->name, what);
}

static docent_status corrupt_whole(docent_error *err, const char *what)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "article", 0, "compiled article: %s", what);
}

/* ---- the whole ---- */

static docent_status read_header(reader *r, const unsigned char *bytes, size_t size)
{
    if (size < DCT_DOC_HEADER_BYTES + DCT_DOC_SUM_BYTES || dct_u32(bytes + DCT_DOC_AT_MAGIC) != DCT_DOC_MAGIC)
        return corrupt_whole(r->err, "not one");
    if (dct_u32(bytes + DCT_DOC_AT_VERSION) != DCT_DOC_VERSION)
        return dct_fail(r->err, DOCENT_ERR_NEWER, "article", 0,
                        "compiled article: version %u, this library reads version %u; update the program",
                        dct_u32(bytes + DCT_DOC_AT_VERSION), DCT_DOC_VERSION);
    if (dct_u32(bytes + size - DCT_DOC_SUM_BYTES) != dct_doc_sum(bytes, size - DCT_DOC_SUM_BYTES))
        return corrupt_whole(r->err, "damaged: its sum does not match");
    r->block_count = dct_u32(bytes + DCT_DOC_AT_BLOCKS);
    r->inline_count = dct_u32(bytes + DCT_DOC_AT_INLINES);
    r->string_bytes = dct_u32(bytes + DCT_DOC_AT_STRINGS);
    if (r->block_count > DCT_MAX_DOC_BLOCKS)
        return dct_fail(r->err, DOCENT_ERR_LIMIT, "article", 0, "compiled article: %u blocks, at most %u are read",
                        r->block_count, DCT_MAX_DOC_BLOCKS);
    uint64_t need = DCT_DOC_HEADER_BYTES + (uint64_t)r->block_count * DCT_BLOCK_BYTES +
                    (uint64_t)r->inline_count * DCT_INLINE_BYTES + r->string_bytes + DCT_DOC_SUM_BYTES;
    if (need != size)
        return corrupt_whole(r->err, "its size does not match its header");
    r->block_bytes = bytes + DCT_DOC_HEADER_BYTES;
    r->inline_bytes = r->block_bytes + (size_t)r->block_count * DCT_BLOCK_BYTES;
    return DOCENT_OK;
}

static docent_status allocate(reader *r, const docent_alloc *alloc, dct_doc *out)
{
    size_t blocks = (size_t)r->block_count * sizeof(docent_block);
    size_t inlines = (size_t)r->inline_count * sizeof(docent_inline);
    out->bytes = blocks + inlines + 1 + r->string_bytes; /* At most 5 times DCT_MAX_DOC_BYTES. */
    unsigned char *p = dct_new(alloc, out->bytes);
    if (p == NULL)
        return dct_fail_memory(r->err, "article");
    r->blocks = (docent_block *)(void *)p;
    r->inlines = (docent_inline *)(void *)(p + blocks);
    char *strings = (char *)p + blocks + inlines;
    strings[0] = 0;
    memcpy(strings + 1, r->inline_bytes + (size_t)r->inline_count * DCT_INLINE_BYTES, r->string_bytes);
    r->empty = strings;
    r->string = strings + 1;
    r->strings_end = strings + 1 + r->string_bytes;
    out->blocks = r->blocks;
    out->block_count = r->block_count;
    return DOCENT_OK;
}

/* ---- one block ---- */

/* The next string, `size` bytes long; NULL when the bytes there are no such string. */
static const char *take_string(reader *r, uint32_t size)
{
    if (size == 0)
        return r->empty;
    const char *text = r->string;
    if ((size_t)(r->strings_end - text) <= size || text[size] != 0 || memchr(text, 0, size) != NULL ||
        !dct_utf8_valid(text, size))
        return NULL;
    r->string += (size_t)size + 1;
    return text;
}

static docent_status read_block(reader *r, uint32_t index)
{
    const unsigned char *p = r->block_bytes + (size_t)index * DCT_BLOCK_BYTES;
    docent_block *b = &r->blocks[index];
    b->kind = (docent_block_kind)p[DCT_BLOCK_AT_KIND];
    b->level = p[DCT_BLOCK_AT_LEVEL];
    b->flags = dct_u16(p + DCT_BLOCK_AT_FLAGS);
    b->number = dct_u32(p + DCT_BLOCK_AT_NUMBER);
    b->end = dct_u32(p + DCT_BLOCK_AT_END);
    b->width = dct_u16(p + DCT_BLOCK_AT_WIDTH);
    b->height = dct_u16(p + DCT_BLOCK_AT_HEIGHT);
    b->text_len = dct_u32(p + DCT_BLOCK_AT_TEXT);
    b->text = take_string(r, b->text_len);
    b->anchor = b->text == NULL ? NULL : take_string(r, dct_u16(p + DCT_BLOCK_AT_ANCHOR));
    b->target = b->anchor == NULL ? NULL : take_string(r, dct_u16(p + DCT_BLOCK_AT_TARGET));
    b->inline_count = dct_u32(p + DCT_BLOCK_AT_INLINES);
    b->inlines = r->inlines + r->next_inline;
    if (b->target == NULL)
        return corrupt(r, index, "a string is cut off or is no UTF-8");
    return b->inline_count > r->inline_count - r->next_inline ? corrupt(r, index, "more inlines than there are")
                                                              : DOCENT_OK;
}

static bool starts_character(const docent_block *b, uint32_t at)
{
    return at == b->text_len || ((unsigned char)b->text[at] & 0xC0) != 0x80;
}

static const char *inline_fault(const docent_block *b, const docent_inline *i, uint32_t after)
{
    bool leads = (i->style & (DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE)) != 0;
    if (i->target == NULL)
        return "an inline's target is cut off or is no UTF-8";
    if (i->from < after || i->from >= i->to || i->to > b->text_len)
        return "an inline is empty, outside the text or over the one before";
    if (!starts_character(b, i->from) || !starts_character(b, i->to))
        return "an inline cuts a character";
    if (i->style == 0 || i->style > 2 * DOCENT_SPAN_NOTE - 1)
        return "an inline of an unknown style";
    return leads != (*i->target != 0) ? "a link without a target or a target without a link" : NULL;
}

static docent_status read_inlines(reader *r, uint32_t index)
{
    const docent_block *b = &r->blocks[index];
    uint32_t after = 0;
    for (uint32_t n = 0; n < b->inline_count; n++) {
        const unsigned char *p = r->inline_bytes + (size_t)r->next_inline * DCT_INLINE_BYTES;
        docent_inline *i = &r->inlines[r->next_inline++];
        i->from = dct_u32(p + DCT_INLINE_AT_FROM);
        i->to = dct_u32(p + DCT_INLINE_AT_TO);
        i->style = dct_u16(p + DCT_INLINE_AT_STYLE);
        i->target = take_string(r, dct_u16(p + DCT_INLINE_AT_TARGET));
        const char *fault = inline_fault(b, i, after);
        if (fault != NULL)
            return corrupt(r, index, fault);
        after = i->to;
    }
    return DOCENT_OK;
}

static const char *content_fault(const dct_block_rule *rule, const docent_block *b)
{
    if (b->level < rule->level_min || b->level > rule->level_max)
        return "its level is out of range";
    if ((b->flags & ~rule->flags) != 0)
        return "it has unknown flags";
    if ((b->flags & DOCENT_BLOCK_CHECKED) != 0 && (b->flags & DOCENT_BLOCK_CHECKBOX) == 0)
        return "checked without a checkbox";
    if ((b->number != 0 && !rule->number) || (b->text_len != 0 && !rule->text) ||
        (b->inline_count != 0 && !rule->inlines) || (*b->target != 0 && !rule->target) ||
        ((b->width != 0 || b->height != 0) && !rule->sized))
        return "it carries what its kind has no use for";
    if (b->width > DCT_MAX_PICTURE_SIDE || b->height > DCT_MAX_PICTURE_SIDE)
        return "it is too large";
    return NULL;
}

/* Numbers that whoever draws relies on. */
static const char *number_fault(reader *r, const docent_block *b)
{
    switch (b->kind) {
    case DOCENT_BLOCK_STEP: return b->number == ++r->steps ? NULL : "its number is not the next one";
    case DOCENT_BLOCK_TABLE:
        return b->number >= 1 && b->number <= DCT_MAX_TABLE_COLUMNS ? NULL : "its number of columns is out of range";
    case DOCENT_BLOCK_FOOTNOTE: return b->number >= 1 ? NULL : "it has no number";
    case DOCENT_BLOCK_ANSWER: return *b->target != 0 ? NULL : "it leads nowhere";
    default: return NULL;
    }
}

/* ---- how blocks stand to each other ---- */

static const char *place_fault(const reader *r, uint32_t index, uint32_t parent, uint32_t bound)
{
    const docent_block *b = &r->blocks[index];
    uint32_t holds = parent == TOP ? dct_block_top_kinds() : dct_block_rule_of(r->blocks[parent].kind)->holds;
    if (b->end <= index || b->end > bound)
        return "its end is not within its parent";
    return (holds >> b->kind & 1) == 0 ? "it may not stand there" : NULL;
}

/* Notes come last in an article, answers last in a screen: `index` follows `before` under the same parent. */
static const char *order_fault(const reader *r, uint32_t before, uint32_t index)
{
    docent_block_kind last = r->blocks[before].kind, kind = r->blocks[index].kind;
    bool closing = last == DOCENT_BLOCK_FOOTNOTE || last == DOCENT_BLOCK_ANSWER;
    return closing && kind != last ? "it stands after the footnotes or answers" : NULL;
}

static const char *row_fault(const reader *r, uint32_t index)
{
    const docent_block *b = &r->blocks[index];
    uint32_t cells = 0;
    if (b->kind != DOCENT_BLOCK_ROW)
        return NULL;
    for (uint32_t c = index + 1; c < b->end; c = r->blocks[c].end)
        cells++;
    return cells > r->blocks[b->parent].number ? "it has more cells than the table has columns" : NULL;
}

/* Where the walk is: the blocks that are open, and the child before under each. */
typedef struct walk {
    uint32_t open[DCT_MAX_DOC_DEPTH];
    uint32_t before[DCT_MAX_DOC_DEPTH + 1];
    uint32_t depth;
} walk;

static docent_status check_place(reader *r, walk *w, uint32_t index)
{
    while (w->depth > 0 && r->blocks[w->open[w->depth - 1]].end <= index)
        w->depth--;
    uint32_t parent = w->depth == 0 ? TOP : w->open[w->depth - 1];
    uint32_t bound = parent == TOP ? r->block_count : r->blocks[parent].end;
    uint32_t *before = &w->before[w->depth];
    const char *fault = place_fault(r, index, parent, bound);
    if (fault == NULL && *before != TOP)
        fault = order_fault(r, *before, index);
    if (fault != NULL)
        return corrupt(r, index, fault);
    r->blocks[index].parent = parent;
    *before = index;
    if (w->depth == DCT_MAX_DOC_DEPTH)
        return corrupt(r, index, "nested too deep");
    w->open[w->depth++] = index;
    w->before[w->depth] = TOP;
    return DOCENT_OK;
}

static docent_status check_rows(const reader *r)
{
    for (uint32_t i = 0; i < r->block_count; i++) {
        const char *fault = row_fault(r, i);
        if (fault != NULL)
            return corrupt(r, i, fault);
    }
    return DOCENT_OK;
}

static docent_status read_one(reader *r, walk *w, uint32_t index)
{
    docent_status status = read_block(r, index);
    const docent_block *b = &r->blocks[index];
    const dct_block_rule *rule = dct_block_rule_of(b->kind);
    if (status == DOCENT_OK && rule == NULL)
        status = corrupt(r, index, "no such kind");
    const char *fault = status != DOCENT_OK ? NULL : content_fault(rule, b);
    if (status == DOCENT_OK && fault == NULL)
        fault = number_fault(r, b);
    if (fault != NULL)
        status = corrupt(r, index, fault);
    if (status == DOCENT_OK)
        status = check_place(r, w, index);
    return status == DOCENT_OK ? read_inlines(r, index) : status;
}

static docent_status read_all(reader *r)
{
    walk w = { .depth = 0, .before = { TOP } };
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < r->block_count && status == DOCENT_OK; i++)
        status = read_one(r, &w, i);
    if (status == DOCENT_OK && (r->next_inline != r->inline_count || r->string != r->strings_end))
        status = corrupt_whole(r->err, "inlines or strings that belong to no block");
    return status == DOCENT_OK ? check_rows(r) : status;
}

docent_status dct_doc_read(const docent_alloc *alloc, const void *bytes, size_t size, dct_doc *out,
                           docent_error *err)
{
    reader r = { .err = err };
    memset(out, 0, sizeof *out);
    if (size > DCT_MAX_DOC_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "article", 0, "compiled article: over %u bytes", DCT_MAX_DOC_BYTES);
    docent_status status = read_header(&r, bytes, size);
    if (status == DOCENT_OK)
        status = allocate(&r, alloc, out);
    if (status != DOCENT_OK)
        return status;
    status = read_all(&r);
    if (status != DOCENT_OK)
        dct_doc_close(alloc, out);
    return status;
}

void dct_doc_close(const docent_alloc *alloc, dct_doc *doc)
{
    dct_free(alloc, (void *)(uintptr_t)doc->blocks, doc->bytes);
    memset(doc, 0, sizeof *doc);
}

/* ---- finding ---- */

/* N of "step-N", or 0. */
static uint32_t step_number(const char *anchor)
{
    uint32_t number = 0;
    if (strncmp(anchor, "step-", 5) != 0 || anchor[5] == '0')
        return 0;
    for (const char *p = anchor + 5; *p != 0; p++) {
        if (*p < '0' || *p > '9' || number > DCT_MAX_DOC_BLOCKS)
            return 0;
        number = number * 10 + (uint32_t)(*p - '0');
    }
    return number;
}

/* An anchor that the author gave goes before the step of that name. */
uint32_t dct_doc_find(const dct_doc *doc, const char *anchor)
{
    uint32_t step = UINT32_MAX, number = step_number(anchor);
    for (uint32_t i = 0; i < doc->block_count && *anchor != 0; i++) {
        const docent_block *b = &doc->blocks[i];
        if (strcmp(b->anchor, anchor) == 0)
            return i;
        if (b->kind == DOCENT_BLOCK_STEP && b->number == number)
            step = i;
    }
    return step;
}
