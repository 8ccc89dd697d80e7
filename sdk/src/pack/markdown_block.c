/* Blocks of Markdown: alerts, lists and steps, headings with their anchors, code, tables, footnotes. */
#include "markdown_inside.h"

#include "dialect.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <stdlib.h>
#include <string.h>

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
static uint32_t take_alert(dct_markdown_reader *r, cmark_node *quote)
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
        dct_markdown_place(r, text, 0);
        dct_diag_warning(r->m->diag, r->b.place, "no alert %.*s]; there are NOTE, TIP, IMPORTANT, WARNING and CAUTION",
                         (int)strcspn(literal, "]"), literal);
    }
    return 0;
}

static void open_quote(dct_markdown_reader *r, cmark_node *node)
{
    uint32_t level = take_alert(r, node);
    dct_node *block = dct_build_open(&r->b, level != 0 ? DOCENT_BLOCK_ALERT : DOCENT_BLOCK_QUOTE);
    if (block != NULL)
        block->level = level;
}

static void close_quote(dct_markdown_reader *r)
{
    dct_node *n = r->b.at;
    while (n != NULL && n->kind != DOCENT_BLOCK_ALERT && n->kind != DOCENT_BLOCK_QUOTE)
        n = n->parent;
    dct_build_close(&r->b, n == NULL ? DOCENT_BLOCK_QUOTE : n->kind);
}

static void open_list(dct_markdown_reader *r, cmark_node *node)
{
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    bool steps = ordered && r->b.at == r->b.root && r->b.skipped == 0;
    dct_node *list = dct_build_open(&r->b, steps ? DOCENT_BLOCK_STEPS : DOCENT_BLOCK_LIST);
    if (list == NULL || !ordered || steps)
        return;
    int start = cmark_node_get_list_start(node);
    list->number = start < 1 ? 1 : (uint32_t)start;
}

static void close_list(dct_markdown_reader *r)
{
    dct_node *n = r->b.at;
    while (n != NULL && n->kind != DOCENT_BLOCK_LIST && n->kind != DOCENT_BLOCK_STEPS)
        n = n->parent;
    dct_build_close(&r->b, n == NULL ? DOCENT_BLOCK_LIST : n->kind);
}

static void open_item(dct_markdown_reader *r, cmark_node *node)
{
    dct_node *item = dct_build_open(&r->b, DOCENT_BLOCK_ITEM);
    if (item == NULL || item->kind != DOCENT_BLOCK_ITEM || strcmp(cmark_node_get_type_string(node), "tasklist") != 0)
        return;
    item->flags = DOCENT_BLOCK_CHECKBOX;
    if (cmark_gfm_extensions_get_tasklist_item_checked(node))
        item->flags |= DOCENT_BLOCK_CHECKED;
}

static void open_heading(dct_markdown_reader *r, cmark_node *node)
{
    dct_node *heading = dct_build_open(&r->b, DOCENT_BLOCK_HEADING);
    if (heading != NULL)
        heading->level = (uint32_t)cmark_node_get_heading_level(node);
}

/* "Restart {#restart}": the anchor is the author's. */
static void close_heading(dct_markdown_reader *r)
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

static void add_code(dct_markdown_reader *r, cmark_node *node)
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

static void add_rule(dct_markdown_reader *r)
{
    dct_build_open(&r->b, DOCENT_BLOCK_RULE);
    dct_build_close(&r->b, DOCENT_BLOCK_RULE);
}

static void open_cell(dct_markdown_reader *r, cmark_node *node)
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

static void open_row(dct_markdown_reader *r, bool header)
{
    dct_node *row = dct_build_open(&r->b, DOCENT_BLOCK_ROW);
    if (row != NULL && header)
        row->flags = DOCENT_BLOCK_HEADER;
}

static void open_footnote(dct_markdown_reader *r)
{
    dct_html_end(&r->html);
    dct_build_close_all(&r->b);
    dct_node *note = dct_build_open(&r->b, DOCENT_BLOCK_FOOTNOTE);
    if (note == NULL)
        return;
    note->number = ++r->footnotes;
    note->anchor = dct_arena_format(r->m->arena, "note-%u", (unsigned)note->number);
}

/* Tables: what an extension of cmark made. */
static void enter_extension(dct_markdown_reader *r, cmark_node *node)
{
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table") == 0)
        dct_build_open(&r->b, DOCENT_BLOCK_TABLE);
    else if (strcmp(name, "table_header") == 0 || strcmp(name, "table_row") == 0)
        open_row(r, name[6] == 'h');
    else if (strcmp(name, "table_cell") == 0)
        open_cell(r, node);
}

static void leave_extension(dct_markdown_reader *r, cmark_node *node)
{
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table") == 0) {
        dct_build_close(&r->b, DOCENT_BLOCK_TABLE);
    } else if (strcmp(name, "table_header") == 0 || strcmp(name, "table_row") == 0) {
        dct_build_close(&r->b, DOCENT_BLOCK_ROW);
    } else if (strcmp(name, "table_cell") == 0) {
        dct_html_end_paragraph(&r->html);
        dct_build_close(&r->b, DOCENT_BLOCK_CELL);
    }
}

void dct_markdown_enter_block(dct_markdown_reader *r, cmark_node *node)
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

void dct_markdown_leave_block(dct_markdown_reader *r, cmark_node *node)
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
