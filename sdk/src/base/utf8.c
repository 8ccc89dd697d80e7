#include "utf8.h"

static bool tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the sequence that starts with `c`, 0 if none does, and the range of its second byte. */
static size_t lead(unsigned char c, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        return 2;
    if (c >= 0xE0 && c <= 0xEF) {
        *low = c == 0xE0 ? 0xA0 : 0x80;
        *high = c == 0xED ? 0x9F : 0xBF;
        return 3;
    }
    if (c >= 0xF0 && c <= 0xF4) {
        *low = c == 0xF0 ? 0x90 : 0x80;
        *high = c == 0xF4 ? 0x8F : 0xBF;
        return 4;
    }
    return 0;
}

/* Length of the well-formed sequence at p, or 0. */
static size_t sequence(const unsigned char *p, size_t size)
{
    unsigned char low, high;
    size_t n = lead(p[0], &low, &high);
    if (n == 0 || n > size)
        return 0;
    if (n > 1 && (p[1] < low || p[1] > high))
        return 0;
    for (size_t i = 2; i < n; i++)
        if (!tail(p[i]))
            return 0;
    return n;
}

uint32_t dct_utf8_next(const char *text, size_t size, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text + *at;
    size_t n = sequence(p, size - *at);
    *at += n == 0 ? 1 : n;
    switch (n) {
    case 1: return p[0];
    case 2: return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3Fu);
    case 3: return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3Fu);
    case 4: return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
                   (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3Fu);
    default: return 0xFFFD;
    }
}

size_t dct_utf8_previous(const char *text, size_t at)
{
    if (at == 0)
        return 0;
    size_t back = 1;
    while (back < 4 && back < at && tail((unsigned char)text[at - back]))
        back++;
    return at - back;
}

bool dct_utf8_valid(const char *text, size_t size)
{
    const unsigned char *p = (const unsigned char *)text;
    for (size_t i = 0, n; i < size; i += n)
        if ((n = sequence(p + i, size - i)) == 0)
            return false;
    return true;
}

size_t dct_utf8_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t dct_utf8_cut(const char *text, size_t size)
{
    size_t at = size;
    unsigned char low, high;
    while (at > 0 && size - at < 4 && tail((unsigned char)text[at]))
        at--;
    if (at == 0 || text[at] != 0)
        return at;
    /* It was cut before, by somebody who counts bytes. */
    size_t last = dct_utf8_previous(text, at);
    return lead((unsigned char)text[last], &low, &high) > at - last ? last : at;
}
