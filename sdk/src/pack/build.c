#include "build.h"

#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>

/* A table at the deepest place still has room for its rows, cells and pictures. */
#define MAX_DEPTH (DCT_MAX_DOC_DEPTH - 6)

static bool is_leaf(docent_block_kind kind)
{
    return kind == DOCENT_BLOCK_PARAGRAPH || kind == DOCENT_BLOCK_HEADING || kind == DOCENT_BLOCK_CODE;
}

void dct_build_init(dct_builder *b, dct_arena *arena, dct_diag *diag, dct_place place)
{
    memset(b, 0, sizeof *b);
    b->arena = arena;
    b->diag = diag;
    b->place = place;
    b->root = b->at = dct_node_new(arena, DCT_NODE_GROUP, place);
    b->anchors_end = b->pending = &b->anchors;
    b->after_end = &b->after;
    dct_buf_init(&b->text, arena->alloc, DCT_MAX_DOC_BYTES);
}

dct_node *dct_build_finish(dct_builder *b)
{
    dct_build_close_leaf(b);
    /* Names at the very end of an article lead to its last block. */
    for (; *b->pending != NULL; b->pending = &(*b->pending)->next)
        (*b->pending)->node = b->root == NULL ? NULL : b->root->last;
    bool failed = b->text.failed || dct_arena_failed(b->arena);
    dct_buf_close(&b->text);
    return failed ? NULL : b->root;
}

/* ---- blocks -------------------------------------------------------------- */

/* Gives the names that were waiting to `node`. */
static void take_anchors(dct_builder *b, dct_node *node)
{
    for (; *b->pending != NULL; b->pending = &(*b->pending)->next)
        (*b->pending)->node = node;
}

static void add_node(dct_builder *b, dct_node *node)
{
    dct_node_add(b->at, node);
    take_anchors(b, node);
}

static void enter(dct_builder *b, docent_block_kind kind)
{
    dct_node *node = b->at == NULL ? NULL : dct_node_new(b->arena, kind, b->place);
    if (node != NULL) {
        add_node(b, node);
        b->at = node;
        b->depth++;
    }
}

static void tell_flattened(dct_builder *b)
{
    if (!b->flattened)
        dct_diag_warning(b->diag, b->place, "blocks nest deeper than %u here; the inner ones are flattened",
                         (unsigned)MAX_DEPTH);
    b->flattened = true;
}

/* A list or table that was opened for lone items or cells ends with them. */
static void leave_implied(dct_builder *b, docent_block_kind kind)
{
    while (b->at != NULL && b->at->implied) {
        bool list = b->at->kind == DOCENT_BLOCK_LIST;
        if (list ? kind == DOCENT_BLOCK_ITEM || kind == DOCENT_BLOCK_STEP
                 : kind == DOCENT_BLOCK_ROW || kind == DOCENT_BLOCK_CELL)
            return;
        b->at = b->at->parent;
        b->depth--;
    }
}

static void imply(dct_builder *b, docent_block_kind kind)
{
    enter(b, kind);
    if (b->at != NULL)
        b->at->implied = true;
}

/* Whether the open block holds blocks of `kind` without another between. */
static bool fits(const dct_builder *b, docent_block_kind kind)
{
    docent_block_kind at = b->at == NULL ? DCT_NODE_GROUP : b->at->kind;
    switch (kind) {
    case DOCENT_BLOCK_ITEM:
    case DOCENT_BLOCK_STEP: return at == DOCENT_BLOCK_LIST || at == DOCENT_BLOCK_STEPS;
    case DOCENT_BLOCK_ROW: return at == DOCENT_BLOCK_TABLE;
    case DOCENT_BLOCK_CELL: return at == DOCENT_BLOCK_TABLE || at == DOCENT_BLOCK_ROW;
    default: return false;
    }
}

/* Running text cannot stand in a list or a table itself: opens an item or a cell. */
static void enter_flow(dct_builder *b)
{
    docent_block_kind at = b->at == NULL ? DCT_NODE_GROUP : b->at->kind;
    if (at == DOCENT_BLOCK_LIST)
        enter(b, DOCENT_BLOCK_ITEM);
    else if (at == DOCENT_BLOCK_STEPS)
        enter(b, DOCENT_BLOCK_STEP);
    if (at == DOCENT_BLOCK_TABLE)
        enter(b, DOCENT_BLOCK_ROW);
    if (at == DOCENT_BLOCK_TABLE || at == DOCENT_BLOCK_ROW)
        enter(b, DOCENT_BLOCK_CELL);
}

/* What must stand between the open block and one of `kind`, opened where the author left it out. */
static void enter_between(dct_builder *b, docent_block_kind kind)
{
    bool item = kind == DOCENT_BLOCK_ITEM || kind == DOCENT_BLOCK_STEP;
    bool row = kind == DOCENT_BLOCK_ROW, cell = kind == DOCENT_BLOCK_CELL;
    if (b->at == NULL)
        return;
    if (row && b->at->kind == DOCENT_BLOCK_ROW) { /* The row before was not ended. */
        b->at = b->at->parent;
        b->depth--;
    }
    if (!fits(b, kind)) {
        enter_flow(b);
        if (item || row || cell)
            imply(b, item ? DOCENT_BLOCK_LIST : DOCENT_BLOCK_TABLE);
    }
    if (cell && b->at != NULL && b->at->kind == DOCENT_BLOCK_TABLE)
        enter(b, DOCENT_BLOCK_ROW);
}

/* It joins the tree when it is closed and has text. */
static dct_node *open_leaf(dct_builder *b, docent_block_kind kind)
{
    leave_implied(b, kind);
    enter_between(b, kind);
    b->leaf = b->at == NULL ? NULL : dct_node_new(b->arena, kind, b->place);
    b->implicit = false;
    b->last_run = NULL;
    b->space = DCT_SPACE_NONE;
    dct_buf_clear(&b->text);
    return b->leaf;
}

dct_node *dct_build_open(dct_builder *b, docent_block_kind kind)
{
    dct_build_close_leaf(b);
    if (is_leaf(kind))
        return open_leaf(b, kind);
    leave_implied(b, kind);
    if (b->skipped > 0 || (b->depth >= MAX_DEPTH && !fits(b, kind))) {
        tell_flattened(b);
        b->skipped++;
        return NULL;
    }
    enter_between(b, kind);
    if (kind == DOCENT_BLOCK_ITEM && b->at != NULL && b->at->kind == DOCENT_BLOCK_STEPS)
        kind = DOCENT_BLOCK_STEP;
    enter(b, kind);
    return b->at;
}

void dct_build_close_all(dct_builder *b)
{
    dct_build_close_leaf(b);
    b->at = b->root;
    b->depth = b->skipped = 0;
}

bool dct_build_is_open(const dct_builder *b, docent_block_kind kind)
{
    for (const dct_node *n = b->at; n != NULL; n = n->parent)
        if (n->kind == kind)
            return true;
    return b->leaf != NULL && b->leaf->kind == kind;
}

void dct_build_close(dct_builder *b, docent_block_kind kind)
{
    if (is_leaf(kind)) {
        if (b->leaf != NULL && b->leaf->kind == kind)
            dct_build_close_leaf(b);
        return;
    }
    dct_build_close_leaf(b);
    if (b->skipped > 0) {
        b->skipped--;
        return;
    }
    if (kind == DOCENT_BLOCK_ITEM && !dct_build_is_open(b, kind))
        kind = DOCENT_BLOCK_STEP;
    if (!dct_build_is_open(b, kind))
        return;
    while (b->at->kind != kind) {
        b->at = b->at->parent;
        b->depth--;
    }
    b->at = b->at->parent;
    b->depth--;
}

/* ---- the end of a leaf ------------------------------------------------------ */

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Cuts runs to the text that is left. */
static void trim_runs(dct_node *leaf, uint32_t size)
{
    dct_run **at = &leaf->runs;
    while (*at != NULL) {
        if ((*at)->to > size)
            (*at)->to = size;
        if ((*at)->from >= (*at)->to)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
}

static void add_pictures(dct_builder *b)
{
    while (b->after != NULL) {
        dct_node *picture = b->after;
        b->after = picture->next;
        add_node(b, picture);
    }
    b->after_end = &b->after;
}

void dct_build_close_leaf(dct_builder *b)
{
    dct_node *leaf = b->leaf;
    b->space = DCT_SPACE_NONE;
    if (leaf == NULL)
        return;
    b->leaf = NULL;
    size_t size = b->text.size;
    if (leaf->kind != DOCENT_BLOCK_CODE)
        while (size > 0 && is_blank(b->text.data[size - 1]))
            size--;
    trim_runs(leaf, (uint32_t)size);
    leaf->text_size = (uint32_t)size;
    leaf->text = dct_arena_text(b->arena, (const char *)b->text.data, size);
    if (size > 0 && leaf->text != NULL)
        add_node(b, leaf);
    add_pictures(b);
}

/* ---- text --------------------------------------------------------------------- */

static uint32_t style_of(const dct_builder *b)
{
    uint32_t style = b->link != NULL ? DOCENT_SPAN_LINK : 0;
    for (int i = 0; i < DCT_BUILD_STYLES; i++)
        if (b->style_count[i] > 0)
            style |= 1u << i;
    return style | b->note_style;
}

static const char *target_of(const dct_builder *b)
{
    return b->note_style != 0 ? b->note_target : b->link != NULL ? b->link : "";
}

/* Styles the text from `from` to its end. */
static void add_run(dct_builder *b, uint32_t from)
{
    uint32_t style = style_of(b), to = (uint32_t)b->text.size;
    const char *target = target_of(b);
    if (style == 0 || from == to)
        return;
    dct_run *last = b->last_run;
    if (last != NULL && last->to == from && last->style == style && last->target == target) {
        last->to = to;
        return;
    }
    dct_run *run = dct_arena_new(b->arena, sizeof *run);
    if (run == NULL)
        return;
    *run = (dct_run){ from, to, style, target, b->link != NULL ? b->link_title : "",
                      b->link != NULL ? b->link_place : b->place, NULL };
    if (last == NULL)
        b->leaf->runs = run;
    else
        last->next = run;
    b->last_run = run;
}

static bool open_for_text(dct_builder *b)
{
    if (b->leaf != NULL)
        return true;
    if (b->root == NULL || dct_build_open(b, DOCENT_BLOCK_PARAGRAPH) == NULL)
        return false;
    b->implicit = true;
    return true;
}

/* Scripts written without spaces: a line end in the source is no space between them. */
static bool is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0EFF);
}

static void add_space(dct_builder *b, const char *text, size_t size)
{
    if (b->space == DCT_SPACE_NONE || b->text.size == 0)
        return;
    size_t at = 0, last = dct_utf8_previous((const char *)b->text.data, b->text.size);
    if (is_blank(b->text.data[b->text.size - 1]))
        return;
    if (b->space == DCT_SPACE_SOFT && is_cjk(dct_utf8_next((const char *)b->text.data, b->text.size, &last)) &&
        is_cjk(dct_utf8_next(text, size, &at)))
        return;
    dct_buf_add_byte(&b->text, ' ');
}

/* Control characters mean nothing in a help text; some come as entities. */
static bool is_control(unsigned char c, bool code)
{
    return c == 0x7F || (c < 0x20 && !(code && (c == '\n' || c == '\t')));
}

static void add_clean(dct_builder *b, const char *text, size_t size, bool code)
{
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        if (!is_control((unsigned char)text[i], code))
            continue;
        dct_buf_add(&b->text, text + start, i - start);
        if (text[i] == '\t')
            dct_buf_add_byte(&b->text, ' ');
        start = i + 1;
    }
    dct_buf_add(&b->text, text + start, size - start);
}

void dct_build_text(dct_builder *b, const char *text, size_t size)
{
    bool code = b->leaf != NULL && b->leaf->kind == DOCENT_BLOCK_CODE;
    if (!code && (b->leaf == NULL || b->text.size == 0 || is_blank(b->text.data[b->text.size - 1])))
        while (size > 0 && is_blank((unsigned char)*text)) {
            text++;
            size--;
        }
    if (size == 0 || !open_for_text(b))
        return;
    if (!code)
        add_space(b, text, size);
    b->space = DCT_SPACE_NONE;
    uint32_t from = (uint32_t)b->text.size;
    add_clean(b, text, size, code);
    if (!code)
        add_run(b, from);
}

void dct_build_space(dct_builder *b, bool soft)
{
    if (b->leaf != NULL && b->space != DCT_SPACE_HARD)
        b->space = soft ? DCT_SPACE_SOFT : DCT_SPACE_HARD;
}

void dct_build_break(dct_builder *b)
{
    b->space = DCT_SPACE_NONE;
    if (b->leaf == NULL || b->text.size == 0)
        return;
    dct_buf_add_byte(&b->text, '\n');
}

void dct_build_style(dct_builder *b, uint32_t style, bool on)
{
    for (int i = 0; i < DCT_BUILD_STYLES; i++) {
        if ((style & 1u << i) == 0)
            continue;
        if (on)
            b->style_count[i]++;
        else if (b->style_count[i] > 0)
            b->style_count[i]--;
    }
}

void dct_build_link(dct_builder *b, const char *target, const char *title)
{
    b->link = target == NULL ? NULL : dct_arena_text(b->arena, target, strlen(target));
    b->link_title = title == NULL ? "" : dct_arena_text(b->arena, title, strlen(title));
    if (b->link_title == NULL)
        b->link_title = "";
    b->link_place = b->place;
}

void dct_build_note(dct_builder *b, uint32_t number)
{
    char text[16];
    int size = snprintf(text, sizeof text, "[%u]", (unsigned)number);
    b->note_style = DOCENT_SPAN_NOTE;
    b->note_target = dct_arena_format(b->arena, "#note-%u", (unsigned)number);
    if (b->note_target != NULL)
        dct_build_text(b, text, (size_t)size);
    b->note_style = 0;
}

/* ---- pictures and names ---------------------------------------------------------- */

static dct_node *new_picture(dct_builder *b, const char *target, const char *alt, const char *title)
{
    dct_node *picture = dct_node_new(b->arena, DOCENT_BLOCK_PICTURE, b->place);
    if (picture == NULL)
        return NULL;
    picture->text = dct_arena_text(b->arena, alt, strlen(alt));
    picture->target = dct_arena_text(b->arena, target, strlen(target));
    picture->title = dct_arena_text(b->arena, title, strlen(title));
    picture->text_size = (uint32_t)strlen(alt);
    return picture->text == NULL || picture->target == NULL || picture->title == NULL ? NULL : picture;
}

static void queue_after_leaf(dct_builder *b, dct_node *picture)
{
    *b->after_end = picture;
    b->after_end = &picture->next;
}

/* Ends the paragraph; text that follows opens the next one. */
static void place_picture(dct_builder *b, dct_node *picture)
{
    dct_build_close_leaf(b);
    leave_implied(b, DOCENT_BLOCK_PICTURE);
    enter_between(b, DOCENT_BLOCK_PICTURE);
    if (b->at == NULL)
        return;
    add_node(b, picture);
}

void dct_build_picture(dct_builder *b, const char *target, const char *alt, const char *title, bool in_line)
{
    dct_node *picture = new_picture(b, target, alt, title);
    if (picture == NULL)
        return;
    bool heading = b->leaf != NULL && b->leaf->kind == DOCENT_BLOCK_HEADING;
    if (b->leaf != NULL && in_line) {
        dct_build_style(b, DOCENT_SPAN_UI, true);
        dct_build_text(b, alt, strlen(alt));
        dct_build_style(b, DOCENT_SPAN_UI, false);
        if (picture->text_size > 0) { /* It is said once. */
            picture->text = "";
            picture->text_size = 0;
            picture->title = "decorative";
        }
    }
    if (b->leaf != NULL && (heading || in_line))
        queue_after_leaf(b, picture);
    else
        place_picture(b, picture);
}

void dct_build_anchor(dct_builder *b, const char *name, size_t size)
{
    dct_anchor *anchor = size == 0 ? NULL : dct_arena_new(b->arena, sizeof *anchor);
    if (anchor == NULL)
        return;
    anchor->name = dct_arena_text(b->arena, name, size);
    if (anchor->name == NULL)
        return;
    /* Inside a block whose text has begun, the name is that block's. */
    if (b->leaf != NULL && b->text.size > 0) {
        anchor->node = b->leaf;
        anchor->next = b->anchors;
        b->anchors = anchor;
        if (b->pending == &b->anchors)
            b->pending = &anchor->next;
        if (b->anchors_end == &b->anchors)
            b->anchors_end = &anchor->next;
        return;
    }
    *b->anchors_end = anchor;
    b->anchors_end = &anchor->next;
}
