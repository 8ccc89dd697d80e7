/* One pass: at each byte the last place where the same three bytes stood is tried, up to 32 KB back. */
#include "deflate.h"

#include <string.h>

#define WINDOW 32768u
#define HASH_BITS 15
#define SHORTEST 3u
#define LONGEST 258u

typedef struct writer {
    dct_buf *out;
    uint32_t bits;
    int      count;
} writer;

static void put(writer *w, uint32_t value, int count)
{
    w->bits |= value << w->count;
    w->count += count;
    while (w->count >= 8) {
        dct_buf_add_byte(w->out, (unsigned char)w->bits);
        w->bits >>= 8;
        w->count -= 8;
    }
}

/* Huffman codes stand with their first bit first, all other numbers with their last. */
static void put_code(writer *w, uint32_t code, int count)
{
    uint32_t turned = 0;
    for (int i = 0; i < count; i++)
        turned |= (code >> i & 1) << (count - 1 - i);
    put(w, turned, count);
}

static void put_symbol(writer *w, uint32_t symbol)
{
    if (symbol < 144)
        put_code(w, 0x30 + symbol, 8);
    else if (symbol < 256)
        put_code(w, 0x190 + symbol - 144, 9);
    else if (symbol < 280)
        put_code(w, symbol - 256, 7);
    else
        put_code(w, 0xC0 + symbol - 280, 8);
}

static void put_length(writer *w, uint32_t length)
{
    static const uint16_t base[29] = { 3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                       31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258 };
    static const unsigned char extra[29] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                            2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
    int i = 28;
    while (base[i] > length)
        i--;
    put_symbol(w, 257 + (uint32_t)i);
    put(w, length - base[i], extra[i]);
}

static void put_distance(writer *w, uint32_t distance)
{
    uint32_t d = distance - 1, code = d;
    int extra = 0;
    if (d >= 4) { /* Two codes for each doubling. */
        while (d >> (extra + 2) != 0)
            extra++;
        code = (uint32_t)(2 * (extra + 1)) + (d >> extra & 1);
    }
    put_code(w, code, 5);
    put(w, d & ((1u << extra) - 1), extra);
}

static uint32_t hash_of(const unsigned char *p)
{
    return ((uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2]) * 2654435761u >> (32 - HASH_BITS);
}

static uint32_t match_at(const unsigned char *data, size_t size, size_t at, size_t from)
{
    uint32_t most = size - at < LONGEST ? (uint32_t)(size - at) : LONGEST, length = 0;
    while (length < most && data[from + length] == data[at + length])
        length++;
    return length;
}

static void put_all(writer *w, const unsigned char *data, size_t size, uint32_t *last)
{
    size_t at = 0;
    while (at < size) {
        uint32_t length = 0;
        size_t from = 0;
        if (size - at >= SHORTEST) {
            uint32_t *slot = &last[hash_of(data + at)];
            from = *slot; /* One more than the place; 0: none. */
            *slot = (uint32_t)at + 1;
            if (from != 0 && at - (from - 1) <= WINDOW)
                length = match_at(data, size, at, from - 1);
        }
        if (length >= SHORTEST) {
            put_length(w, length);
            put_distance(w, (uint32_t)(at - (from - 1)));
            at += length;
        } else {
            put_symbol(w, data[at++]);
        }
    }
}

static void put_adler(dct_buf *out, const unsigned char *data, size_t size)
{
    uint32_t a = 1, b = 0;
    for (size_t i = 0; i < size; i++) {
        a = (a + data[i]) % 65521;
        b = (b + a) % 65521;
    }
    unsigned char sum[4] = { (unsigned char)(b >> 8), (unsigned char)b, (unsigned char)(a >> 8), (unsigned char)a };
    dct_buf_add(out, sum, sizeof sum);
}

bool dct_deflate(const unsigned char *data, size_t size, dct_buf *out)
{
    writer w = { out, 0, 0 };
    size_t room = sizeof(uint32_t) << HASH_BITS;
    uint32_t *last = dct_new_zero(out->alloc, room);
    if (last == NULL)
        return false;
    dct_buf_add(out, "\x78\x01", 2);
    put(&w, 1, 1); /* The last block, of fixed codes. */
    put(&w, 1, 2);
    put_all(&w, data, size, last);
    put_symbol(&w, 256);
    if (w.count > 0)
        put(&w, 0, 8 - w.count);
    put_adler(out, data, size);
    dct_free(out->alloc, last, room);
    return !out->failed;
}
