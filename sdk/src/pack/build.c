/* Blocks: what may hold what, where they are opened and how they end. build_text.c fills them. */
#include "build.h"
#include "build_inside.h"

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

void dct_build_add(dct_builder *b, dct_node *node)
{
    dct_node_add(b->at, node);
    take_anchors(b, node);
}

static void enter(dct_builder *b, docent_block_kind kind)
{
    dct_node *node = b->at == NULL ? NULL : dct_node_new(b->arena, kind, b->place);
    if (node != NULL) {
        dct_build_add(b, node);
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

void dct_build_make_way(dct_builder *b, docent_block_kind kind)
{
    leave_implied(b, kind);
    enter_between(b, kind);
}

/* It joins the tree when it is closed and has text. */
static dct_node *open_leaf(dct_builder *b, docent_block_kind kind)
{
    dct_build_make_way(b, kind);
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
        dct_build_add(b, picture);
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
        dct_build_add(b, leaf);
    add_pictures(b);
}

