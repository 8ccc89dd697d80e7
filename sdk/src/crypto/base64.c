/* Bytes as text and back: RFC 4648, standard alphabet, padding. Strict, so that one text is one run of bytes: no line breaks,
 * nothing after the padding, no stray bits in the last character. */
#include "hash.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void dct_base64(const void *data, size_t size, char *out)
{
    const unsigned char *p = data;
    for (; size >= 3; size -= 3, p += 3) {
        *out++ = alphabet[p[0] >> 2];
        *out++ = alphabet[(p[0] & 3) << 4 | p[1] >> 4];
        *out++ = alphabet[(p[1] & 15) << 2 | p[2] >> 6];
        *out++ = alphabet[p[2] & 63];
    }
    if (size > 0) {
        unsigned second = size == 2 ? p[1] : 0;
        *out++ = alphabet[p[0] >> 2];
        *out++ = alphabet[(p[0] & 3u) << 4 | second >> 4];
        *out++ = size == 2 ? alphabet[(second & 15) << 2] : '=';
        *out++ = '=';
    }
    *out = 0;
}

static int value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters, the last `padding` of them '='. */
static bool four(const char *text, size_t padding, unsigned char out[3])
{
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        int v = i < 4 - padding ? value(text[i]) : 0;
        if (v < 0)
            return false;
        bits = bits << 6 | (uint32_t)v;
    }
    out[0] = (unsigned char)(bits >> 16);
    out[1] = (unsigned char)(bits >> 8);
    out[2] = (unsigned char)bits;
    return padding == 0 || (padding == 1 ? out[2] == 0 : out[1] == 0 && out[2] == 0);
}

int64_t dct_unbase64(const char *text, unsigned char *out, size_t room)
{
    size_t length = strlen(text), size = 0;
    if (length % 4 != 0)
        return -1;
    for (size_t at = 0; at < length; at += 4) {
        unsigned char bytes[3];
        bool last = at + 4 == length;
        size_t padding = !last || text[at + 3] != '=' ? 0 : text[at + 2] == '=' ? 2 : 1;
        if (!four(text + at, padding, bytes) || room - size < 3 - padding)
            return -1;
        memcpy(out + size, bytes, 3 - padding);
        size += 3 - padding;
    }
    return (int64_t)size;
}
