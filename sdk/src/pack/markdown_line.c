/* What stands in a line of Markdown: text with our own marks, links, pictures, styles. */
#include "markdown_inside.h"

#include "dialect.h"

#include "../base/limits.h"

#include <cmark-gfm-extension_api.h>
#include <stdlib.h>
#include <string.h>

static void add_styled(dct_markdown_reader *r, const char *text, size_t size, uint32_t style)
{
    dct_build_style(&r->b, style, true);
    dct_html_words(&r->html, text, size);
    dct_build_style(&r->b, style, false);
}

/* "Ctrl+F": each key by itself; a plus at the start of one is the key of that name. */
static void add_keys(dct_markdown_reader *r, const char *text, size_t size)
{
    for (size_t start = 0; start < size;) {
        size_t end = start + 1;
        while (end < size && text[end] != '+')
            end++;
        add_styled(r, text + start, end - start, DOCENT_SPAN_KEY);
        if (end < size)
            dct_html_words(&r->html, "+", 1);
        start = end + 1;
    }
}

static void add_term(dct_markdown_reader *r, const char *name, size_t size)
{
    const char *word = r->m->term == NULL ? NULL : r->m->term(r->m->term_ctx, name, size);
    if (word == NULL) {
        dct_diag_fault(r->m->diag, r->b.place, "no term \"%.*s\" in help.yaml", (int)size, name);
        add_styled(r, name, size, DOCENT_SPAN_UI);
    } else {
        add_styled(r, word, strlen(word), DOCENT_SPAN_UI);
    }
}

static void add_text(dct_markdown_reader *r, cmark_node *node)
{
    const char *text = cmark_node_get_literal(node);
    size_t size = strlen(text), at = 0;
    cmark_node *before = cmark_node_previous(node);
    if (before != NULL && (cmark_node_get_type(before) == CMARK_NODE_LINK || cmark_node_get_type(before) == CMARK_NODE_IMAGE))
        at = dct_dialect_class(text, size);
    dct_place start = r->b.place;
    while (at < size) {
        dct_dialect_piece piece = dct_dialect_next(text, size, at);
        switch (piece.kind) {
        case DCT_DIALECT_TEXT: dct_html_words(&r->html, text + piece.from, piece.to - piece.from); break;
        case DCT_DIALECT_UI: add_styled(r, text + piece.from, piece.to - piece.from, DOCENT_SPAN_UI); break;
        case DCT_DIALECT_TERM: add_term(r, text + piece.from, piece.to - piece.from); break;
        case DCT_DIALECT_KEYS: add_keys(r, text + piece.from, piece.to - piece.from); break;
        }
        for (; at < piece.end; at++)
            r->b.place.column += ((unsigned char)text[at] & 0xC0) != 0x80;
    }
    r->b.place = start;
}

/* The alternative text: what the picture's children say, without their marks. */
static const char *alternative(dct_markdown_reader *r, cmark_node *image)
{
    dct_buf text;
    dct_buf_init(&text, r->m->arena->alloc, DCT_MAX_MARKDOWN_BYTES);
    cmark_iter *iter = cmark_iter_new(image);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (e == CMARK_EVENT_ENTER && (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE))
            dct_buf_add_text(&text, cmark_node_get_literal(node));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            dct_buf_add_byte(&text, ' ');
    }
    cmark_iter_free(iter);
    char *copy = dct_arena_text(r->m->arena, (const char *)text.data, text.size);
    dct_buf_close(&text);
    return copy == NULL ? "" : copy;
}

static bool is_break(cmark_node *node)
{
    return node == NULL || cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

/* Words on both sides of the same line: a small picture that stands for a word. */
static bool is_in_line(cmark_node *image)
{
    cmark_node *before = cmark_node_previous(image), *after = cmark_node_next(image);
    if (is_break(before) || is_break(after))
        return false;
    const char *text = cmark_node_get_type(after) == CMARK_NODE_TEXT ? cmark_node_get_literal(after) : "x";
    return text[dct_dialect_class(text, strlen(text))] != 0;
}

void dct_markdown_image(dct_markdown_reader *r, cmark_node *node)
{
    const char *alt = alternative(r, node);
    cmark_node *parent = cmark_node_parent(node);
    bool linked = parent != NULL && cmark_node_get_type(parent) == CMARK_NODE_LINK;
    if (r->html.hidden == 0)
        dct_build_picture(&r->b, cmark_node_get_url(node), alt, cmark_node_get_title(node), linked || is_in_line(node));
}

/* A link that holds only a picture: its words are the picture's. */
static void open_link(dct_markdown_reader *r, cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    dct_build_link(&r->b, cmark_node_get_url(node), cmark_node_get_title(node));
    if (child != NULL && cmark_node_get_type(child) == CMARK_NODE_IMAGE && r->b.leaf == NULL)
        dct_build_open(&r->b, DOCENT_BLOCK_PARAGRAPH);
}

/* Struck text is an extension's: it has a name instead of a type. */
static void strike(dct_markdown_reader *r, cmark_node *node, bool on)
{
    if (strcmp(cmark_node_get_type_string(node), "strikethrough") == 0)
        dct_build_style(&r->b, DOCENT_SPAN_STRIKE, on);
}

void dct_markdown_enter_line(dct_markdown_reader *r, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: add_text(r, node); break;
    case CMARK_NODE_SOFTBREAK: dct_build_space(&r->b, true); break;
    case CMARK_NODE_LINEBREAK: dct_build_break(&r->b); break;
    case CMARK_NODE_CODE: add_styled(r, literal, strlen(literal), DOCENT_SPAN_CODE); break;
    case CMARK_NODE_HTML_INLINE: dct_html_feed(&r->html, literal, strlen(literal)); break;
    case CMARK_NODE_EMPH: dct_build_style(&r->b, DOCENT_SPAN_EMPHASIS, true); break;
    case CMARK_NODE_STRONG: dct_build_style(&r->b, DOCENT_SPAN_STRONG, true); break;
    case CMARK_NODE_LINK: open_link(r, node); break;
    case CMARK_NODE_FOOTNOTE_REFERENCE: dct_build_note(&r->b, (uint32_t)strtoul(literal, NULL, 10)); break;
    default: strike(r, node, true); break;
    }
}

void dct_markdown_leave_line(dct_markdown_reader *r, cmark_node *node)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH: dct_build_style(&r->b, DOCENT_SPAN_EMPHASIS, false); break;
    case CMARK_NODE_STRONG: dct_build_style(&r->b, DOCENT_SPAN_STRONG, false); break;
    case CMARK_NODE_LINK: dct_build_link(&r->b, NULL, NULL); break;
    default: strike(r, node, false); break;
    }
}
