/* What painter tests share: a list in an arena, a buffer with guard bytes around every row, seeded chance. */
#ifndef PAINT_TEST_H
#define PAINT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "paint/painter.h"

#define GUARD 0xA5

/* Rows are `stride` bytes apart, what lies beside a row is GUARD. */
typedef struct buffer {
    unsigned char *bytes;
    size_t         size;
    docent_surface surface;
} buffer;

static inline buffer make_buffer(int32_t w, int32_t h, size_t gap, docent_format format)
{
    buffer b = { .size = 64 + ((size_t)w * 4 + gap) * (size_t)h + 64 };
    b.bytes = malloc(b.size);
    assert_non_null(b.bytes);
    memset(b.bytes, GUARD, b.size);
    b.surface = (docent_surface){ b.bytes + 63, w, h, (size_t)w * 4 + gap, format };
    return b;
}

static inline const unsigned char *row_of(const buffer *b, int32_t y)
{
    return (const unsigned char *)b->surface.pixels + (size_t)y * b->surface.stride;
}

/* Nothing was written outside the rows. */
static inline void check_guards(const buffer *b)
{
    size_t row = (size_t)b->surface.width * 4;
    for (const unsigned char *at = b->bytes; at < row_of(b, 0); at++)
        assert_int_equal(*at, GUARD);
    for (int32_t y = 0; y < b->surface.height; y++) {
        const unsigned char *end = y + 1 < b->surface.height ? row_of(b, y + 1) : b->bytes + b->size;
        for (const unsigned char *at = row_of(b, y) + row; at < end; at++)
            assert_int_equal(*at, GUARD);
    }
}

static inline uint32_t pixel_at(const buffer *b, int32_t x, int32_t y)
{
    const unsigned char *p = row_of(b, y) + (size_t)x * 4;
    bool rgba = b->surface.format == DOCENT_RGBA8;
    return (uint32_t)p[3] << 24 | (uint32_t)p[rgba ? 0 : 2] << 16 | (uint32_t)p[1] << 8 | p[rgba ? 2 : 0];
}

typedef struct page {
    dct_arena arena;
    dct_list  list;
} page;

static inline void open_page(page *p, int32_t w, int32_t h)
{
    dct_arena_init(&p->arena, &dct_alloc_default, (size_t)64 << 20);
    dct_list_init(&p->list, &p->arena, w, h);
}

static inline void close_page(page *p)
{
    dct_arena_close(&p->arena);
}

/* xorshift64*: the same numbers on every machine. */
static inline uint32_t chance(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (uint32_t)((*seed * 2685821657736338717ull) >> 32);
}

static inline int32_t between(uint64_t *seed, int32_t low, int32_t high)
{
    return low + (int32_t)(chance(seed) % (uint32_t)(high - low + 1));
}

static inline dct_painter *open_painter(dct_fonts *fonts, const dct_picture_source *pictures)
{
    dct_painter *p = NULL;
    assert_int_equal(dct_painter_open(NULL, fonts, pictures, &p), DOCENT_OK);
    return p;
}

static inline void paint_all(const dct_list *list, buffer *b, dct_fonts *fonts, const dct_picture_source *pictures)
{
    dct_painter *p = open_painter(fonts, pictures);
    assert_int_equal(dct_painter_paint(p, list, &b->surface, DOCENT_PAINT_ALL, NULL, NULL), DOCENT_OK);
    dct_painter_close(p);
}

/* Lightness as text, ten steps from white to black: " .:-=+*#%@". */
static inline void dump(const buffer *b, char *out)
{
    for (int32_t y = 0; y < b->surface.height; y++) {
        for (int32_t x = 0; x < b->surface.width; x++) {
            uint32_t dark = 255 - (pixel_at(b, x, y) & 255);
            *out++ = " .:-=+*#%@"[(dark * 9 + 127) / 255];
        }
        *out++ = '\n';
    }
    *out = '\0';
}

#endif
