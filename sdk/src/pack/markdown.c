/* Walks cmark's tree with its iterator (never recursive: nesting is the author's) and tells the builder. */
#include "markdown.h"

#include "markdown_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

/* ---- places ------------------------------------------------------------------- */

static bool find_lines(dct_markdown_reader *r)
{
    uint32_t count = 1;
    for (size_t i = 0; i < r->size; i++)
        count += r->text[i] == '\n';
    r->lines = dct_arena_array(r->m->arena, count, sizeof *r->lines);
    if (r->lines == NULL)
        return false;
    for (size_t i = 0; i < r->size; i++)
        if (r->text[i] == '\n')
            r->lines[++r->line_count] = i + 1;
    r->line_count++;
    return true;
}

/* From the start of a line to `at`, going on from the last count. */
static uint32_t count_characters(dct_markdown_reader *r, size_t start, size_t at)
{
    if (r->counted_line != start || r->counted_at > at) {
        r->counted_line = r->counted_at = start;
        r->counted = 0;
    }
    for (; r->counted_at < at; r->counted_at++)
        r->counted += ((unsigned char)r->text[r->counted_at] & 0xC0) != 0x80;
    return r->counted;
}

/* cmark's columns are bytes, and on a continued line lack what was stripped in front: `mark`, the character that a
 * link or picture begins with, puts that right. 0: as cmark says. */
void dct_markdown_place(dct_markdown_reader *r, cmark_node *node, char mark)
{
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);
    if (line < 1 || (uint32_t)line > r->line_count)
        return; /* Made by an extension: where its neighbour was. */
    size_t start = r->lines[line - 1], end = (uint32_t)line < r->line_count ? r->lines[line] : r->size;
    size_t at = start + (size_t)(column > 0 ? column - 1 : 0);
    if (at > end)
        at = end;
    size_t indent = strspn(r->text + start, " \t>");
    const char *found = mark == 0 ? NULL : memchr(r->text + at, mark, end - at < indent + 1 ? end - at : indent + 1);
    if (found != NULL)
        at = (size_t)(found - r->text);
    r->b.place.line = r->m->start.line + (uint32_t)line - 1;
    r->b.place.column = 1 + count_characters(r, start, at);
}

/* ---- the walk ------------------------------------------------------------------------ */

static void walk(dct_markdown_reader *r, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !dct_arena_failed(r->m->arena);) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_DOCUMENT)
            continue;
        if (e == CMARK_EVENT_ENTER)
            dct_markdown_place(r, node, type == CMARK_NODE_IMAGE ? '!' : type == CMARK_NODE_LINK ? '[' : 0);
        if (type == CMARK_NODE_IMAGE && e == CMARK_EVENT_ENTER) {
            dct_markdown_image(r, node);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        } else if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) {
            e == CMARK_EVENT_ENTER ? dct_markdown_enter_block(r, node) : dct_markdown_leave_block(r, node);
        } else {
            e == CMARK_EVENT_ENTER ? dct_markdown_enter_line(r, node) : dct_markdown_leave_line(r, node);
        }
    }
    cmark_iter_free(iter);
}

static cmark_node *parse(const char *text, size_t size)
{
    static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist" };
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, text, size);
    cmark_node *document = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    if (document != NULL)
        cmark_consolidate_text_nodes(document);
    return document;
}

docent_status dct_markdown_read(dct_markdown *m, const char *text, size_t size, docent_error *err)
{
    dct_markdown_reader r;
    memset(&r, 0, sizeof r);
    r.m = m;
    r.text = text;
    r.size = size;
    m->root = NULL;
    m->anchors = NULL;
    m->words = "";
    if (!dct_markdown_measure(text, size, m->start, m->diag)) {
        m->root = dct_node_new(m->arena, DCT_NODE_GROUP, m->start);
        return m->root == NULL ? dct_fail_memory(err, "pack") : DOCENT_OK;
    }
    cmark_node *document = find_lines(&r) ? parse(text, size) : NULL;
    if (document == NULL)
        return dct_fail_memory(err, "pack");
    dct_build_init(&r.b, m->arena, m->diag, m->start);
    dct_html_init(&r.html, &r.b);
    walk(&r, document);
    cmark_node_free(document);
    m->root = dct_build_finish(&r.b);
    m->anchors = r.b.anchors;
    m->words = dct_arena_text(m->arena, (const char *)r.html.words.data, r.html.words.size);
    dct_html_close(&r.html);
    return m->root == NULL || m->words == NULL ? dct_fail_memory(err, "pack") : DOCENT_OK;
}
