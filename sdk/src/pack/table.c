#include "table.h"

#include "../base/buf.h"
#include "../base/limits.h"

#include <string.h>

/* ---- text of a cell ------------------------------------------------------------ */

typedef struct gather {
    dct_arena *arena;
    dct_buf    text;
    dct_run   *runs, **runs_end;
    dct_node  *pictures, **pictures_end; /* A chain by `next`. */
} gather;

static void add_leaf(gather *g, const dct_node *leaf, const char *mark)
{
    if (g->text.size > 0)
        dct_buf_add_byte(&g->text, '\n');
    dct_buf_add_text(&g->text, mark);
    uint32_t shift = (uint32_t)g->text.size;
    dct_buf_add(&g->text, leaf->text, leaf->text_size);
    for (const dct_run *r = leaf->runs; r != NULL; r = r->next) {
        dct_run *copy = dct_arena_new(g->arena, sizeof *copy);
        if (copy == NULL)
            return;
        *copy = *r;
        copy->from += shift;
        copy->to += shift;
        copy->next = NULL;
        *g->runs_end = copy;
        g->runs_end = &copy->next;
    }
}

/* "• " or "2. " for the first line of an item. */
static const char *item_mark(gather *g, const dct_node *leaf)
{
    const dct_node *item = leaf->parent;
    if ((item->kind != DOCENT_BLOCK_ITEM && item->kind != DOCENT_BLOCK_STEP) || item->first != leaf)
        return "";
    if (item->kind == DOCENT_BLOCK_ITEM && item->parent->number == 0)
        return "\xE2\x80\xA2 ";
    unsigned number = item->parent->number == 0 ? 1 : item->parent->number;
    for (const dct_node *n = item->parent->first; n != item; n = n->next)
        number++;
    const char *mark = dct_arena_format(g->arena, "%u. ", number);
    return mark == NULL ? "" : mark;
}

static void make_cell(dct_arena *arena, dct_node *cell)
{
    gather g = { .arena = arena };
    g.runs_end = &g.runs;
    g.pictures_end = &g.pictures;
    dct_buf_init(&g.text, arena->alloc, DCT_MAX_DOC_BYTES);
    for (dct_node *n = cell->first, *next; n != NULL; n = next) {
        next = dct_node_next(cell, n);
        if (n->kind == DOCENT_BLOCK_PICTURE) {
            *g.pictures_end = n;
            g.pictures_end = &n->next;
        } else if (n->text_size > 0) {
            add_leaf(&g, n, item_mark(&g, n));
        }
    }
    *g.pictures_end = NULL;
    cell->first = cell->last = NULL;
    for (dct_node *n = g.pictures, *next; n != NULL; n = next) {
        next = n->next;
        dct_node_add(cell, n);
    }
    cell->text = dct_arena_text(arena, (const char *)g.text.data, g.text.size);
    cell->text_size = cell->text == NULL ? 0 : (uint32_t)g.text.size;
    if (cell->text == NULL)
        cell->text = "";
    cell->runs = g.runs;
    dct_buf_close(&g.text);
}

/* ---- the grid -------------------------------------------------------------------- */

typedef struct hanging { /* A cell above that reaches into this row. */
    const dct_node *cell;
    uint32_t        rows;
} hanging;

#define MAX_SPANNED 20000u /* Cells that spans may add to one table: malice has more. */

static dct_node *new_cell(dct_arena *arena, dct_node *row, const dct_node *like)
{
    dct_node *cell = like == NULL ? dct_node_new(arena, DOCENT_BLOCK_CELL, row->place) : dct_node_copy(arena, like);
    if (cell != NULL)
        dct_node_add(row, cell);
    return cell;
}

static bool take_hanging(dct_arena *arena, dct_node *row, hanging *above, uint32_t *column, uint32_t *added)
{
    if (*column >= DCT_MAX_TABLE_COLUMNS || above[*column].rows == 0 || ++*added > MAX_SPANNED)
        return false;
    above[*column].rows--;
    new_cell(arena, row, above[*column].cell);
    ++*column;
    return true;
}

/* Puts the row's cells at their columns, among those that hang from above. Returns the columns. */
static uint32_t make_row(dct_arena *arena, dct_node *row, hanging *above, uint32_t *added)
{
    dct_node *cells = row->first;
    uint32_t column = 0;
    row->first = row->last = NULL;
    for (dct_node *c = cells, *next; c != NULL && column < DCT_MAX_TABLE_COLUMNS; c = next) {
        next = c->next;
        while (take_hanging(arena, row, above, &column, added))
            ;
        if (column == DCT_MAX_TABLE_COLUMNS)
            break;
        dct_node_add(row, c);
        uint32_t rows = c->span_rows > 1 ? c->span_rows - 1 : 0, wide = c->span_columns > 1 ? c->span_columns : 1;
        for (uint32_t i = 0; i < wide && column < DCT_MAX_TABLE_COLUMNS; i++, column++) {
            above[column] = (hanging){ c, rows };
            if (i > 0 && ++*added <= MAX_SPANNED)
                new_cell(arena, row, NULL);
        }
    }
    while (take_hanging(arena, row, above, &column, added))
        ;
    return column;
}

static bool is_empty_row(const dct_node *row)
{
    for (const dct_node *c = row->first; c != NULL; c = c->next)
        if (c->text_size > 0 || c->first != NULL)
            return false;
    return true;
}

static void use_rows_up(hanging *above)
{
    for (uint32_t i = 0; i < DCT_MAX_TABLE_COLUMNS; i++)
        if (above[i].rows > 0)
            above[i].rows--;
}

/* A row with more cells than fit goes on in a row of its own. */
static void split_row(dct_arena *arena, dct_node *row)
{
    uint32_t cells = 1;
    dct_node *last = row->first;
    while (last != NULL && last->next != NULL && cells < DCT_MAX_TABLE_COLUMNS) {
        last = last->next;
        cells++;
    }
    dct_node *rest = last == NULL || last->next == NULL ? NULL : dct_node_new(arena, DOCENT_BLOCK_ROW, row->place);
    if (rest == NULL)
        return;
    rest->flags = row->flags;
    rest->first = last->next;
    rest->last = row->last;
    rest->parent = row->parent;
    rest->next = row->next;
    row->next = rest;
    row->last = last;
    last->next = NULL;
    for (dct_node *c = rest->first; c != NULL; c = c->next)
        c->parent = rest;
}

static void make_grid(dct_arena *arena, dct_node *table)
{
    hanging above[DCT_MAX_TABLE_COLUMNS] = { { NULL, 0 } };
    dct_node *rows = table->first;
    uint32_t added = 0;
    table->first = table->last = NULL;
    table->number = 0;
    for (dct_node *row = rows, *next; row != NULL; row = next) {
        split_row(arena, row);
        next = row->next;
        for (dct_node *c = row->first; c != NULL; c = c->next)
            make_cell(arena, c);
        row->span_columns = 0;
        if (is_empty_row(row)) { /* Only there so that cells above can reach further down. */
            use_rows_up(above);
            continue;
        }
        uint32_t columns = make_row(arena, row, above, &added);
        if (columns > table->number)
            table->number = columns;
        dct_node_add(table, row);
    }
    for (dct_node *row = table->first; row != NULL; row = row->next) {
        uint32_t cells = 0;
        for (dct_node *c = row->first; c != NULL; c = c->next)
            cells++;
        for (; cells < table->number && added <= MAX_SPANNED; cells++)
            new_cell(arena, row, NULL);
    }
}

/* ---- tables that are none ----------------------------------------------------------- */

static uint32_t widest_row(const dct_node *table)
{
    uint32_t most = 0;
    for (const dct_node *row = table->first; row != NULL; row = row->next) {
        uint32_t cells = 0;
        for (const dct_node *c = row->first; c != NULL; c = c->next)
            cells++;
        most = cells > most ? cells : most;
    }
    return most;
}

static bool holds_texts(const dct_node *table)
{
    uint32_t columns = widest_row(table);
    for (const dct_node *n = table->first; n != NULL; n = dct_node_next(table, n)) {
        switch (n->kind) {
        case DOCENT_BLOCK_CODE:
        case DOCENT_BLOCK_TABLE:
        case DOCENT_BLOCK_ALERT:
        case DOCENT_BLOCK_QUOTE:
        case DOCENT_BLOCK_STEPS: return true;
        case DOCENT_BLOCK_LIST:
            if (columns <= 2)
                return true;
            break;
        default: break;
        }
    }
    return false;
}

/* Makes all of a paragraph bold. */
static void embolden(dct_arena *arena, dct_node *leaf)
{
    uint32_t at = 0;
    dct_run **end = &leaf->runs;
    for (;;) {
        uint32_t stop = *end == NULL ? leaf->text_size : (*end)->from;
        dct_run *gap = stop > at ? dct_arena_new(arena, sizeof *gap) : NULL;
        if (gap != NULL) {
            *gap = (dct_run){ at, stop, DOCENT_SPAN_STRONG, "", "", leaf->place, *end };
            *end = gap;
            end = &gap->next;
        }
        if (*end == NULL)
            return;
        (*end)->style |= DOCENT_SPAN_STRONG;
        at = (*end)->to;
        end = &(*end)->next;
    }
}

/* Where a list of blocks is being put together. */
typedef struct chain {
    dct_node *first, *last;
} chain;

static void append(chain *c, dct_node *node)
{
    node->next = NULL;
    if (c->last == NULL)
        c->first = node;
    else
        c->last->next = node;
    c->last = node;
}

static void append_children(chain *out, dct_node *cell)
{
    for (dct_node *n = cell->first, *next; n != NULL; n = next) {
        next = n->next;
        append(out, n);
    }
    cell->first = cell->last = NULL;
}

static void unfold_row(dct_arena *arena, dct_node *row, chain *out)
{
    dct_node *name = row->first;
    for (dct_node *c = row->first; c != NULL; c = c->next) {
        if (c == name && c->next != NULL && c->first != NULL && c->first->kind == DOCENT_BLOCK_PARAGRAPH)
            embolden(arena, c->first);
        append_children(out, c);
    }
}

/* The table becomes a group of its blocks. */
static void unfold(dct_arena *arena, dct_node *table)
{
    chain all = { NULL, NULL };
    for (dct_node *row = table->first; row != NULL; row = row->next)
        if ((row->flags & DOCENT_BLOCK_HEADER) == 0)
            unfold_row(arena, row, &all);
    table->kind = DCT_NODE_GROUP;
    table->first = all.first;
    table->last = all.last;
    for (dct_node *n = all.first; n != NULL; n = n->next)
        n->parent = table;
}

void dct_tables_make(dct_arena *arena, dct_node *root, dct_diag *diag)
{
    for (dct_node *n = root, *next; n != NULL; n = next) {
        if (n->kind == DOCENT_BLOCK_TABLE && holds_texts(n)) {
            dct_diag_warning(diag, n->place, "this table holds whole texts; its rows are shown one below the other");
            unfold(arena, n); /* Tables inside it come next. */
        } else if (n->kind == DOCENT_BLOCK_TABLE) {
            next = dct_node_skip(root, n);
            make_grid(arena, n);
            if (n->number == 0)
                dct_node_drop(n);
            continue;
        }
        next = dct_node_next(root, n);
    }
}
