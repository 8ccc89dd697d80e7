#include "png.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "deflate.h"

#include <string.h>

static void put_u32(unsigned char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(value >> (24 - 8 * i));
}

static uint32_t crc_of(const unsigned char *data, size_t size)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xEDB88320 & (0 - (crc & 1)));
    }
    return ~crc;
}

/* Closes the chunk that begins at `start`: its length before, its check after. */
static void end_chunk(dct_buf *out, size_t start)
{
    unsigned char crc[4];
    if (out->failed)
        return;
    put_u32(out->data + start, (uint32_t)(out->size - start - 8));
    put_u32(crc, crc_of(out->data + start + 4, out->size - start - 4));
    dct_buf_add(out, crc, sizeof crc);
}

static size_t begin_chunk(dct_buf *out, const char *name)
{
    size_t start = out->size;
    dct_buf_add(out, "\0\0\0\0", 4);
    dct_buf_add(out, name, 4);
    return start;
}

static bool is_masked(const docent_screen *s, int32_t x, int32_t y)
{
    for (uint32_t i = 0; i < s->mask_count; i++) {
        const int32_t *m = s->masks[i];
        if (x >= m[0] && (int64_t)x < (int64_t)m[0] + m[2] && y >= m[1] && (int64_t)y < (int64_t)m[1] + m[3])
            return true;
    }
    return false;
}

/* Premultiplied over black is what is seen of it: the alpha is dropped. */
static void read_row(const docent_screen *s, int32_t y, unsigned char *to)
{
    const uint32_t *from = s->pixels + (ptrdiff_t)y * s->stride;
    for (int32_t x = 0; x < s->width; x++) {
        uint32_t p = is_masked(s, x, y) ? 0 : from[x];
        *to++ = (unsigned char)(p >> 16);
        *to++ = (unsigned char)(p >> 8);
        *to++ = (unsigned char)p;
    }
}

/* All rows, each with its filter before it: "up", the difference to the row above. */
static void filter(const docent_screen *s, unsigned char *rows, unsigned char *now, unsigned char *above)
{
    size_t size = (size_t)s->width * 3;
    memset(above, 0, size);
    for (int32_t y = 0; y < s->height; y++) {
        read_row(s, y, now);
        *rows++ = 2;
        for (size_t i = 0; i < size; i++)
            *rows++ = (unsigned char)(now[i] - above[i]);
        memcpy(above, now, size);
    }
}

static void write_all(const docent_screen *s, const unsigned char *rows, size_t size, dct_buf *out)
{
    unsigned char head[13] = { 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0 }; /* 8 bits, RGB. */
    put_u32(head, (uint32_t)s->width);
    put_u32(head + 4, (uint32_t)s->height);
    dct_buf_add(out, "\x89PNG\r\n\x1a\n", 8);
    size_t start = begin_chunk(out, "IHDR");
    dct_buf_add(out, head, sizeof head);
    end_chunk(out, start);
    start = begin_chunk(out, "IDAT");
    if (!dct_deflate(rows, size, out))
        out->failed = true;
    end_chunk(out, start);
    end_chunk(out, begin_chunk(out, "IEND"));
}

docent_status dct_png_write(const docent_screen *s, dct_buf *out, docent_error *err)
{
    if (s->pixels == NULL || s->width <= 0 || s->height <= 0 || s->stride < s->width || (s->mask_count > 0 && s->masks == NULL))
        return dct_fail(err, DOCENT_ERR_ARG, "contact", 0, "screen: pixels, a size and a stride that fits are needed");
    if (s->width > DCT_MAX_VIEW_SIDE || s->height > DCT_MAX_VIEW_SIDE ||
        (int64_t)s->width * s->height > (int64_t)DCT_MAX_PICTURE_PIXELS)
        return dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "screen: more than %u megapixels", DCT_MAX_PICTURE_PIXELS >> 20);
    size_t row = (size_t)s->width * 3, size = (row + 1) * (size_t)s->height;
    unsigned char *rows = dct_new(out->alloc, size + 2 * row);
    if (rows == NULL)
        return dct_fail_memory(err, "contact");
    filter(s, rows, rows + size, rows + size + row);
    write_all(s, rows, size, out);
    dct_free(out->alloc, rows, size + 2 * row);
    return out->failed ? dct_fail_memory(err, "contact") : DOCENT_OK;
}
