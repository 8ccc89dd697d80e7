/* Walks cmark's tree with its iterator (never recursive: nesting is the author's) and tells the builder. */
#include "markdown.h"

#include "dialect.h"
#include "html.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    dct_markdown *m;
    dct_builder   b;
    dct_html      html;
    const char   *text;
    size_t        size;
    size_t       *lines; /* Where each line of the text begins. */
    uint32_t      line_count;
    uint32_t      footnotes;
    size_t        counted_line, counted_at; /* Characters counted so far: a line may be very long. */
    uint32_t      counted;
} reader;

/* ---- places ------------------------------------------------------------------- */

static bool find_lines(reader *r)
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
static uint32_t count_characters(reader *r, size_t start, size_t at)
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
static void set_place(reader *r, cmark_node *node, char mark)
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

/* ---- blocks --------------------------------------------------------------------- */

static const struct {
    const char *name, *label;
    uint32_t    level;
} alerts[] = {
    { "NOTE", "Note:", DOCENT_ALERT_NOTE },
    { "TIP", "Tip:", DOCENT_ALERT_TIP },
    { "IMPORTANT", "Important:", DOCENT_ALERT_IMPORTANT },
    { "WARNING", "Warning:", DOCENT_ALERT_WARNING },
    { "CAUTION", "Caution:", DOCENT_ALERT_CAUTION },
};
#define ALERT_COUNT (sizeof alerts / sizeof *alerts)

static bool same_letters(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((a[i] | 0x20) != (b[i] | 0x20))
            return false;
    return true;
}

/* Takes the first `size` bytes of a text away, and what parts them from the rest. */
static void cut_text(cmark_node *text, size_t size)
{
    const char *literal = cmark_node_get_literal(text);
    char *rest = malloc(strlen(literal) + 1);
    if (rest == NULL)
        return;
    literal += size + strspn(literal + size, " ");
    memcpy(rest, literal, strlen(literal) + 1);
    cmark_node_set_literal(text, rest);
    cmark_node *next = cmark_node_next(text);
    if (rest[0] == 0 && next != NULL &&
        (cmark_node_get_type(next) == CMARK_NODE_SOFTBREAK || cmark_node_get_type(next) == CMARK_NODE_LINEBREAK)) {
        cmark_node_unlink(next);
        cmark_node_free(next);
    }
    free(rest);
}

/* The first text of a quotation's first paragraph, looking into one emphasis. */
static cmark_node *first_text(cmark_node *quote, bool *emphasised)
{
    cmark_node *node = cmark_node_first_child(quote);
    if (node == NULL || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
        return NULL;
    node = cmark_node_first_child(node);
    *emphasised = node != NULL && (cmark_node_get_type(node) == CMARK_NODE_STRONG ||
                                   cmark_node_get_type(node) == CMARK_NODE_EMPH);
    if (*emphasised)
        node = cmark_node_first_child(node);
    return node != NULL && cmark_node_get_type(node) == CMARK_NODE_TEXT ? node : NULL;
}

/* "[!NOTE]", or "Note:" as authors wrote before there were alerts. 0: a quotation. */
static uint32_t take_alert(reader *r, cmark_node *quote)
{
    bool emphasised = false;
    cmark_node *text = first_text(quote, &emphasised);
    const char *literal = text == NULL ? "" : cmark_node_get_literal(text);
    bool marked = literal[0] == '[' && literal[1] == '!';
    for (size_t i = 0; i < ALERT_COUNT; i++) {
        const char *word = marked ? alerts[i].name : alerts[i].label;
        const char *at = literal + (marked ? 2 : 0);
        size_t size = strlen(word);
        if (strlen(at) < size || !same_letters(at, word, size) || (marked && at[size] != ']'))
            continue;
        cut_text(text, size + (marked ? 3 : 0));
        return alerts[i].level;
    }
    if (marked && strchr(literal, ']') != NULL) {
        set_place(r, text, 0);
        dct_diag_warning(r->m->diag, r->b.place, "no alert %.*s]; there are NOTE, TIP, IMPORTANT, WARNING and CAUTION",
                         (int)strcspn(literal, "]"), literal);
    }
    return 0;
}

static void open_quote(reader *r, cmark_node *node)
{
    uint32_t level = take_alert(r, node);
    dct_node *block = dct_build_open(&r->b, level != 0 ? DOCENT_BLOCK_ALERT : DOCENT_BLOCK_QUOTE);
    if (block != NULL)
        block->level = level;
}

static void close_quote(reader *r)
{
    dct_node *n = r->b.at;
    while (n != NULL && n->kind != DOCENT_BLOCK_ALERT && n->kind != DOCENT_BLOCK_QUOTE)
        n = n->parent;
    dct_build_close(&r->b, n == NULL ? DOCENT_BLOCK_QUOTE : n->kind);
}

static void open_list(reader *r, cmark_node *node)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    bool steps = ordered && r->b.at == r->b.root && r->b.skipped == 0;
    dct_node *list = dct_build_open(&r->b, steps ? DOCENT_BLOCK_STEPS : DOCENT_BLOCK_LIST);
    if (list == NULL || !ordered || steps)
        return;
    int start = cmark_node_get_list_start(node);
    list->number = start < 1 ? 1 : (uint32_t)start;
}

static void close_list(reader *r)
{
    dct_node *n = r->b.at;
    while (n != NULL && n->kind != DOCENT_BLOCK_LIST && n->kind != DOCENT_BLOCK_STEPS)
        n = n->parent;
    dct_build_close(&r->b, n == NULL ? DOCENT_BLOCK_LIST : n->kind);
}

static void open_item(reader *r, cmark_node *node)
{
    dct_node *item = dct_build_open(&r->b, DOCENT_BLOCK_ITEM);
    if (item == NULL || item->kind != DOCENT_BLOCK_ITEM || strcmp(cmark_node_get_type_string(node), "tasklist") != 0)
        return;
    item->flags = DOCENT_BLOCK_CHECKBOX;
    if (cmark_gfm_extensions_get_tasklist_item_checked(node))
        item->flags |= DOCENT_BLOCK_CHECKED;
}

static void open_heading(reader *r, cmark_node *node)
{
    dct_node *heading = dct_build_open(&r->b, DOCENT_BLOCK_HEADING);
    if (heading != NULL)
        heading->level = (uint32_t)cmark_node_get_heading_level(node);
}

/* "Restart {#restart}": the anchor is the author's. */
static void close_heading(reader *r)
{
    dct_node *heading = r->b.leaf;
    size_t name = 0, name_size = 0, size = r->b.text.size;
    dct_html_end_paragraph(&r->html);
    if (heading != NULL && heading->kind == DOCENT_BLOCK_HEADING &&
        dct_dialect_attributes((const char *)r->b.text.data, &size, &name, &name_size)) {
        if (name_size > 0)
            heading->anchor = dct_arena_text(r->m->arena, (const char *)r->b.text.data + name, name_size);
        if (heading->anchor == NULL)
            heading->anchor = "";
        r->b.text.size = size;
    }
    dct_build_close_leaf(&r->b);
}

static void add_code(reader *r, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node), *info = cmark_node_get_fence_info(node);
    size_t size = strlen(literal);
    dct_node *code = dct_build_open(&r->b, DOCENT_BLOCK_CODE);
    if (code == NULL)
        return;
    while (size > 0 && literal[size - 1] == '\n')
        size--;
    size_t language = info == NULL ? 0 : strcspn(info, " \t{,");
    if (language > 0 && language <= 32)
        code->target = dct_arena_text(r->m->arena, info, language);
    if (code->target == NULL)
        code->target = "";
    dct_build_text(&r->b, literal, size);
    dct_build_close_leaf(&r->b);
}

static void add_rule(reader *r)
{
    dct_build_open(&r->b, DOCENT_BLOCK_RULE);
    dct_build_close(&r->b, DOCENT_BLOCK_RULE);
}

static void open_cell(reader *r, cmark_node *node)
{
    dct_node *cell = dct_build_open(&r->b, DOCENT_BLOCK_CELL);
    cmark_node *row = cmark_node_parent(node), *table = row == NULL ? NULL : cmark_node_parent(row);
    uint16_t columns = table == NULL ? 0 : cmark_gfm_extensions_get_table_columns(table);
    uint8_t *aligns = columns == 0 ? NULL : cmark_gfm_extensions_get_table_alignments(table);
    if (cell == NULL || cell->parent == NULL)
        return;
    size_t index = cell->parent->span_columns++; /* Counts the row's cells. */
    if (aligns != NULL && index < columns)
        cell->level = aligns[index] == 'c' ? DOCENT_ALIGN_CENTER : aligns[index] == 'r' ? DOCENT_ALIGN_END
                                                                                          : DOCENT_ALIGN_START;
}

static void open_row(reader *r, bool header)
{
    dct_node *row = dct_build_open(&r->b, DOCENT_BLOCK_ROW);
    if (row != NULL && header)
        row->flags = DOCENT_BLOCK_HEADER;
}

static void open_footnote(reader *r)
{
    dct_html_end(&r->html);
    dct_build_close_all(&r->b);
    dct_node *note = dct_build_open(&r->b, DOCENT_BLOCK_FOOTNOTE);
    if (note == NULL)
        return;
    note->number = ++r->footnotes;
    note->anchor = dct_arena_format(r->m->arena, "note-%u", (unsigned)note->number);
}

/* ---- lines ------------------------------------------------------------------------- */

static void add_styled(reader *r, const char *text, size_t size, uint32_t style)
{
    dct_build_style(&r->b, style, true);
    dct_html_words(&r->html, text, size);
    dct_build_style(&r->b, style, false);
}

/* "Ctrl+F": each key by itself; a plus at the start of one is the key of that name. */
static void add_keys(reader *r, const char *text, size_t size)
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

static void add_term(reader *r, const char *name, size_t size)
{
    const char *word = r->m->term == NULL ? NULL : r->m->term(r->m->term_ctx, name, size);
    if (word == NULL) {
        dct_diag_fault(r->m->diag, r->b.place, "no term \"%.*s\" in help.yaml", (int)size, name);
        add_styled(r, name, size, DOCENT_SPAN_UI);
    } else {
        add_styled(r, word, strlen(word), DOCENT_SPAN_UI);
    }
}

static void add_text(reader *r, cmark_node *node)
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
static const char *alternative(reader *r, cmark_node *image)
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

static void add_image(reader *r, cmark_node *node)
{
    const char *alt = alternative(r, node);
    cmark_node *parent = cmark_node_parent(node);
    bool linked = parent != NULL && cmark_node_get_type(parent) == CMARK_NODE_LINK;
    if (r->html.hidden == 0)
        dct_build_picture(&r->b, cmark_node_get_url(node), alt, cmark_node_get_title(node), linked || is_in_line(node));
}

/* A link that holds only a picture: its words are the picture's. */
static void open_link(reader *r, cmark_node *node)
{
    cmark_node *child = cmark_node_first_child(node);
    dct_build_link(&r->b, cmark_node_get_url(node), cmark_node_get_title(node));
    if (child != NULL && cmark_node_get_type(child) == CMARK_NODE_IMAGE && r->b.leaf == NULL)
        dct_build_open(&r->b, DOCENT_BLOCK_PARAGRAPH);
}

/* ---- the walk ------------------------------------------------------------------------ */

/* Tables, struck text: what extensions of cmark made. */
static void enter_extension(reader *r, cmark_node *node)
{
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table") == 0)
        dct_build_open(&r->b, DOCENT_BLOCK_TABLE);
    else if (strcmp(name, "table_header") == 0 || strcmp(name, "table_row") == 0)
        open_row(r, name[6] == 'h');
    else if (strcmp(name, "table_cell") == 0)
        open_cell(r, node);
    else if (strcmp(name, "strikethrough") == 0)
        dct_build_style(&r->b, DOCENT_SPAN_STRIKE, true);
}

static void leave_extension(reader *r, cmark_node *node)
{
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table") == 0) {
        dct_build_close(&r->b, DOCENT_BLOCK_TABLE);
    } else if (strcmp(name, "table_header") == 0 || strcmp(name, "table_row") == 0) {
        dct_build_close(&r->b, DOCENT_BLOCK_ROW);
    } else if (strcmp(name, "table_cell") == 0) {
        dct_html_end_paragraph(&r->html);
        dct_build_close(&r->b, DOCENT_BLOCK_CELL);
    } else if (strcmp(name, "strikethrough") == 0) {
        dct_build_style(&r->b, DOCENT_SPAN_STRIKE, false);
    }
}

static void enter_block(reader *r, cmark_node *node)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: dct_build_open(&r->b, DOCENT_BLOCK_PARAGRAPH); break;
    case CMARK_NODE_HEADING: open_heading(r, node); break;
    case CMARK_NODE_BLOCK_QUOTE: open_quote(r, node); break;
    case CMARK_NODE_LIST: open_list(r, node); break;
    case CMARK_NODE_ITEM: open_item(r, node); break;
    case CMARK_NODE_CODE_BLOCK: add_code(r, node); break;
    case CMARK_NODE_HTML_BLOCK: dct_html_feed(&r->html, cmark_node_get_literal(node), strlen(cmark_node_get_literal(node))); break;
    case CMARK_NODE_THEMATIC_BREAK: add_rule(r); break;
    case CMARK_NODE_FOOTNOTE_DEFINITION: open_footnote(r); break;
    default: enter_extension(r, node); break;
    }
}

static void leave_block(reader *r, cmark_node *node)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        dct_html_end_paragraph(&r->html);
        dct_build_close_leaf(&r->b);
        break;
    case CMARK_NODE_HEADING: close_heading(r); break;
    case CMARK_NODE_BLOCK_QUOTE: close_quote(r); break;
    case CMARK_NODE_LIST: close_list(r); break;
    case CMARK_NODE_ITEM: dct_build_close(&r->b, DOCENT_BLOCK_ITEM); break;
    case CMARK_NODE_FOOTNOTE_DEFINITION: dct_html_end(&r->html); dct_build_close_all(&r->b); break;
    default: leave_extension(r, node); break;
    }
}

static void enter_inline(reader *r, cmark_node *node)
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
    default: enter_extension(r, node); break;
    }
}

static void leave_inline(reader *r, cmark_node *node)
{
    switch ((int)cmark_node_get_type(node)) {
    case CMARK_NODE_EMPH: dct_build_style(&r->b, DOCENT_SPAN_EMPHASIS, false); break;
    case CMARK_NODE_STRONG: dct_build_style(&r->b, DOCENT_SPAN_STRONG, false); break;
    case CMARK_NODE_LINK: dct_build_link(&r->b, NULL, NULL); break;
    default: leave_extension(r, node); break;
    }
}

static void walk(reader *r, cmark_node *document)
{
    cmark_iter *iter = cmark_iter_new(document);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE && !dct_arena_failed(r->m->arena);) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_DOCUMENT)
            continue;
        if (e == CMARK_EVENT_ENTER)
            set_place(r, node, type == CMARK_NODE_IMAGE ? '!' : type == CMARK_NODE_LINK ? '[' : 0);
        if (type == CMARK_NODE_IMAGE && e == CMARK_EVENT_ENTER) {
            add_image(r, node);
            cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
        } else if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) {
            e == CMARK_EVENT_ENTER ? enter_block(r, node) : leave_block(r, node);
        } else {
            e == CMARK_EVENT_ENTER ? enter_inline(r, node) : leave_inline(r, node);
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
    reader r;
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
