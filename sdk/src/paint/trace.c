/* A draw list as text: what golden tests compare and people read. One operation a line, indented inside clips and layers:
 *
 *   view 800x600
 *   fill 0,0 800x600 #fff8f6f2
 *   clip 24,80 752x300 r12
 *     glyphs 40,112.25 face 0 size 18 #ff1c1b1a ids 36 72 79+8.25 79+4.5
 *   unclip
 *
 * Coordinates are rounded to quarter pixels, and a glyph's place is told as the step from the one before it, so that the
 * last bit of a float does not show. No number passes through printf's %f: the host's locale may write a comma. */
#include "list.h"
#include "number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct tracer {
    bool (*write)(void *, const char *, size_t);
    void  *ctx;
    char   line[512];
    size_t used;
    uint32_t depth;
    bool   stopped;
} tracer;

static void flush(tracer *t)
{
    if (t->used != 0 && !t->stopped)
        t->stopped = !t->write(t->ctx, t->line, t->used);
    t->used = 0;
}

static void put(tracer *t, const char *text)
{
    for (size_t size = strlen(text); size != 0;) {
        if (t->used == sizeof t->line)
            flush(t);
        size_t part = sizeof t->line - t->used < size ? sizeof t->line - t->used : size;
        memcpy(t->line + t->used, text, part);
        t->used += part;
        text += part;
        size -= part;
    }
}

static void put_int(tracer *t, int64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, value);
    put(t, text);
}

static void put_quarters(tracer *t, int64_t quarters)
{
    static const char *const fractions[4] = { "", ".25", ".5", ".75" };
    if (quarters < 0)
        put(t, "-");
    uint64_t size = quarters < 0 ? 0 - (uint64_t)quarters : (uint64_t)quarters;
    put_int(t, (int64_t)(size / 4));
    put(t, fractions[size % 4]);
}

static void put_float(tracer *t, float value)
{
    put_quarters(t, dct_quarters(value));
}

static void put_box(tracer *t, docent_rect box)
{
    const char *const between[4] = { " ", ",", " ", "x" };
    const int32_t values[4] = { box.x, box.y, box.w, box.h };
    for (int i = 0; i < 4; i++) {
        put(t, between[i]);
        put_int(t, values[i]);
    }
}

static void put_named(tracer *t, const char *name, float value)
{
    if (dct_quarters(value) == 0)
        return;
    put(t, name);
    put_float(t, value);
}

static void put_colour(tracer *t, uint32_t colour)
{
    char text[16];
    snprintf(text, sizeof text, " #%08" PRIx32, colour);
    put(t, text);
}

/* Names come from authors: a line feed in one must not make a line. */
static void put_name(tracer *t, const char *name)
{
    put(t, " \"");
    for (; *name != '\0'; name++) {
        char c[2] = { (unsigned char)*name < 32 || *name == '"' ? '?' : *name, '\0' };
        put(t, c);
    }
    put(t, "\"");
}

static void put_glyphs(tracer *t, const dct_op *op)
{
    const dct_glyph_run *run = op->run;
    put(t, " ");
    put_float(t, op->x + (run->count == 0 ? 0 : run->glyphs[0].x));
    put(t, ",");
    put_float(t, op->y);
    put(t, " face ");
    put_int(t, run->face);
    put(t, " size ");
    put_float(t, run->size_px);
    if (run->flags & DCT_TEXT_BOLD)
        put(t, " bold");
    if (run->flags & DCT_TEXT_ITALIC)
        put(t, " italic");
    put_colour(t, op->colour);
    put(t, " ids");
    for (uint32_t i = 0; i < run->count; i++) {
        put(t, " ");
        put_int(t, run->glyphs[i].glyph);
        if (i != 0) {
            put(t, "+");
            put_float(t, run->glyphs[i].x - run->glyphs[i - 1].x);
        }
        put_named(t, "^", -run->glyphs[i].y);
    }
}

static const char *kind_name(dct_op_kind kind)
{
    static const char *const names[] = {
        [DCT_OP_CLIP] = "clip",       [DCT_OP_UNCLIP] = "unclip",   [DCT_OP_FILL] = "fill",
        [DCT_OP_STROKE] = "stroke",   [DCT_OP_SHADOW] = "shadow",   [DCT_OP_GLYPHS] = "glyphs",
        [DCT_OP_PICTURE] = "picture", [DCT_OP_PATH] = "path",       [DCT_OP_SCROLL] = "scroll",
        [DCT_OP_END_SCROLL] = "end-scroll",
    };
    return names[kind];
}

static void put_details(tracer *t, const dct_op *op)
{
    if (op->kind == DCT_OP_GLYPHS) {
        put_glyphs(t, op);
        return;
    }
    if (op->kind == DCT_OP_UNCLIP || op->kind == DCT_OP_END_SCROLL)
        return;
    put_box(t, op->box);
    put_named(t, " r", op->radius);
    put_named(t, " w", op->width);
    if (op->kind == DCT_OP_SCROLL) {
        put(t, " layer ");
        put_int(t, op->layer);
        put(t, " dy ");
        put_int(t, op->dy);
    }
    if (op->kind != DCT_OP_CLIP && op->kind != DCT_OP_SCROLL && op->kind != DCT_OP_PICTURE)
        put_colour(t, op->colour);
    if (op->name != NULL)
        put_name(t, op->name);
}

static void put_op(tracer *t, const dct_op *op)
{
    bool closes = op->kind == DCT_OP_UNCLIP || op->kind == DCT_OP_END_SCROLL;
    if (closes && t->depth != 0)
        t->depth--;
    for (uint32_t i = 0; i < t->depth && i < 16; i++)
        put(t, "  ");
    put(t, kind_name(op->kind));
    put_details(t, op);
    put(t, "\n");
    flush(t);
    if (op->kind == DCT_OP_CLIP || op->kind == DCT_OP_SCROLL)
        t->depth++;
}

docent_status dct_list_trace(const dct_list *list, bool (*write)(void *, const char *, size_t), void *ctx)
{
    tracer t = { .write = write, .ctx = ctx };
    put(&t, "view ");
    put_int(&t, list->width);
    put(&t, "x");
    put_int(&t, list->height);
    put(&t, "\n");
    flush(&t);
    for (uint32_t i = 0; i < list->count && !t.stopped; i++)
        put_op(&t, &list->ops[i]);
    return DOCENT_OK;
}
