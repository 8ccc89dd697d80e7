/* An article as plain text, one block a line:
 *
 *     1. Hold the button for five seconds.       steps and numbered items keep their numbers
 *     Hand holding the button                    a picture is its alternative text
 *     - Red                                      bullets and answers
 *     Model<TAB>Charge                           a row of a table
 *     [1] Only with the newer plug.              a footnote
 *
 * No indentation and no wrapping: search, speech and narrow screens have no use for either. */
#include "reader.h"

#include "../base/limits.h"

typedef struct plain {
    const dct_doc *doc;
    uint32_t       first;
    uint32_t       marked; /* Markers up to this block were written; blocks count from 1 here. */
    dct_buf       *out;
} plain;

static bool is_marker(const docent_block *b)
{
    return b->kind == DOCENT_BLOCK_STEP || b->kind == DOCENT_BLOCK_ITEM || b->kind == DOCENT_BLOCK_FOOTNOTE;
}

static void write_marker(dct_buf *out, const docent_block *b)
{
    if (b->kind == DOCENT_BLOCK_FOOTNOTE)
        dct_buf_add_format(out, "[%u] ", (unsigned)b->number);
    else if (b->number != 0)
        dct_buf_add_format(out, "%u. ", (unsigned)b->number);
    else
        dct_buf_add_text(out, "- ");
    if ((b->flags & DOCENT_BLOCK_CHECKBOX) != 0)
        dct_buf_add_text(out, (b->flags & DOCENT_BLOCK_CHECKED) != 0 ? "[x] " : "[ ] ");
}

/* The numbers and bullets of all items that begin with this line, the outermost first. */
static void write_markers(plain *p, uint32_t index)
{
    uint32_t chain[DCT_MAX_DOC_DEPTH], count = 0;
    for (uint32_t i = index; i != UINT32_MAX && i >= p->first && i >= p->marked; i = p->doc->blocks[i].parent)
        if (is_marker(&p->doc->blocks[i]))
            chain[count++] = i;
    for (uint32_t n = count; n > 0; n--)
        write_marker(p->out, &p->doc->blocks[chain[n - 1]]);
    if (count > 0)
        p->marked = chain[0] + 1;
}

/* A line break inside a block would look like the next block. */
static void write_text(plain *p, const docent_block *b)
{
    size_t start = p->out->size;
    dct_buf_add(p->out, b->text, b->text_len);
    if (b->kind == DOCENT_BLOCK_CODE || p->out->failed)
        return;
    for (size_t i = start; i < p->out->size; i++)
        if (p->out->data[i] == '\n' || p->out->data[i] == '\r')
            p->out->data[i] = ' ';
}

static void write_cell(plain *p, uint32_t index)
{
    const docent_block *b = &p->doc->blocks[index];
    size_t start = p->out->size;
    write_text(p, b);
    for (uint32_t c = index + 1; c < b->end; c = p->doc->blocks[c].end) {
        if (p->doc->blocks[c].text_len != 0 && p->out->size > start)
            dct_buf_add_byte(p->out, ' ');
        write_text(p, &p->doc->blocks[c]);
    }
}

static void write_row(plain *p, uint32_t index)
{
    const docent_block *b = &p->doc->blocks[index];
    write_markers(p, index);
    for (uint32_t c = index + 1; c < b->end; c = p->doc->blocks[c].end) {
        if (c > index + 1)
            dct_buf_add_byte(p->out, '\t');
        write_cell(p, c);
    }
    dct_buf_add_byte(p->out, '\n');
}

static void write_line(plain *p, uint32_t index)
{
    const docent_block *b = &p->doc->blocks[index];
    if (b->text_len == 0)
        return;
    write_markers(p, index);
    if (b->kind == DOCENT_BLOCK_ANSWER)
        dct_buf_add_text(p->out, "- ");
    write_text(p, b);
    if (b->text[b->text_len - 1] != '\n')
        dct_buf_add_byte(p->out, '\n');
}

void dct_doc_plain(const dct_doc *doc, uint32_t first, uint32_t end, dct_buf *out)
{
    plain p = { doc, first, 0, out };
    if (end > doc->block_count)
        end = doc->block_count;
    for (uint32_t i = first; i < end && !out->failed;) {
        bool row = doc->blocks[i].kind == DOCENT_BLOCK_ROW;
        if (row)
            write_row(&p, i);
        else
            write_line(&p, i);
        i = row ? doc->blocks[i].end : i + 1;
    }
}
