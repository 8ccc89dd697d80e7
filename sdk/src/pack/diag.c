/* Keeps messages until all are there, because files are read in another order than people read them. */
#include "diag.h"

#include "../base/limits.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct dct_diag_item {
    dct_place place;
    bool      error;
    size_t    order; /* Of arrival: keeps sorting stable. */
    char     *text;
};

void dct_diag_init(dct_diag *diag, const docent_alloc *alloc)
{
    memset(diag, 0, sizeof *diag);
    dct_arena_init(&diag->arena, alloc, DCT_MAX_PACK_BYTES);
}

void dct_diag_close(dct_diag *diag)
{
    if (diag->arena.alloc != NULL)
        dct_free(diag->arena.alloc, diag->items, diag->room * sizeof *diag->items);
    dct_arena_close(&diag->arena);
    memset(diag, 0, sizeof *diag);
}

static bool make_room(dct_diag *diag)
{
    if (diag->count >= DCT_MAX_PACK_MESSAGES)
        return false;
    if (diag->count < diag->room)
        return true;
    size_t room = diag->room == 0 ? 64 : diag->room * 2;
    dct_diag_item **items = dct_resize(diag->arena.alloc, diag->items, diag->room * sizeof *items,
                                       room * sizeof *items);
    if (items == NULL)
        return false;
    diag->items = items;
    diag->room = room;
    return true;
}

/* A message is one line, whatever it quotes. */
static void make_one_line(char *text)
{
    for (; *text != 0; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = ' ';
}

/* A copy of the name, one for a run of messages about the same file. */
static const char *keep_file(dct_diag *diag, const char *file)
{
    const char *last = diag->count == 0 ? NULL : diag->items[diag->count - 1]->place.file;
    if (last != NULL && strcmp(last, file) == 0)
        return last;
    return dct_arena_text(&diag->arena, file, strlen(file));
}

#if defined(__GNUC__)
__attribute__((format(printf, 4, 0)))
#endif
static void add(dct_diag *diag, bool error, dct_place place, const char *format, va_list args)
{
    *(error ? &diag->errors : &diag->warnings) += 1;
    if (!make_room(diag))
        return;
    char text[1024];
    int size = vsnprintf(text, sizeof text, format, args);
    dct_diag_item *item = dct_arena_new(&diag->arena, sizeof *item);
    if (item == NULL || size < 0)
        return;
    item->place = place;
    item->place.file = keep_file(diag, place.file == NULL ? "" : place.file);
    item->error = error;
    item->order = diag->count;
    item->text = dct_arena_text(&diag->arena, text, strlen(text));
    if (item->text == NULL || item->place.file == NULL)
        return;
    make_one_line(item->text);
    diag->items[diag->count++] = item;
}

void dct_diag_error(dct_diag *diag, dct_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diag, true, place, format, args);
    va_end(args);
}

void dct_diag_warning(dct_diag *diag, dct_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diag, false, place, format, args);
    va_end(args);
}

void dct_diag_fault(dct_diag *diag, dct_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diag, diag->strict, place, format, args);
    va_end(args);
}

static int compare_numbers(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

static int compare(const void *left, const void *right)
{
    const dct_diag_item *a = *(dct_diag_item *const *)left, *b = *(dct_diag_item *const *)right;
    int order = strcmp(a->place.file, b->place.file);
    if (order == 0)
        order = compare_numbers(a->place.line, b->place.line);
    if (order == 0)
        order = compare_numbers(a->place.column, b->place.column);
    return order != 0 ? order : compare_numbers(a->order, b->order);
}

static bool same(const dct_diag_item *a, const dct_diag_item *b)
{
    return a->error == b->error && a->place.line == b->place.line && a->place.column == b->place.column &&
           strcmp(a->place.file, b->place.file) == 0 && strcmp(a->text, b->text) == 0;
}

size_t dct_diag_print(dct_diag *diag, FILE *out, bool with_warnings)
{
    if (diag->count > 0)
        qsort(diag->items, diag->count, sizeof *diag->items, compare);
    size_t printed = 0;
    for (size_t i = 0; i < diag->count; i++) {
        const dct_diag_item *item = diag->items[i];
        if ((!item->error && !with_warnings) || (i > 0 && same(item, diag->items[i - 1])))
            continue;
        fprintf(out, "%s:%u:%u: %s: %s\n", item->place.file, (unsigned)(item->place.line ? item->place.line : 1),
                (unsigned)(item->place.column ? item->place.column : 1), item->error ? "error" : "warning",
                item->text);
        printed++;
    }
    size_t left_out = diag->errors + diag->warnings - diag->count;
    if (left_out > 0 && (with_warnings || diag->errors > 0))
        fprintf(out, "... and %zu more\n", left_out);
    return printed;
}
