/* See fold.h. Works on the stack: a word is at most DCT_MAX_WORD_BYTES, whatever the text says. */
#include "fold.h"

#include <string.h>
#include <utf8proc.h>

#include "../base/utf8.h"

#define MAX_POINTS 256

static bool is_ascii(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

static size_t lower_ascii(const char *text, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++)
        out[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    out[size] = '\0';
    return size;
}

/* UTF-8 of the code points, cut at the last one that fits. */
static size_t encode(const utf8proc_int32_t *points, utf8proc_ssize_t count, char *out)
{
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        char bytes[4];
        size_t n = dct_utf8_encode((uint32_t)points[i], bytes);
        if (size + n > DCT_MAX_WORD_BYTES)
            break;
        memcpy(out + size, bytes, n);
        size += n;
    }
    out[size] = '\0';
    return size;
}

static size_t compose(utf8proc_int32_t *points, utf8proc_ssize_t count, char *out)
{
    count = utf8proc_normalize_utf32(points, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    return count < 0 ? 0 : encode(points, count, out);
}

/* Turkish I and İ, which plain case folding confuses. */
static utf8proc_int32_t turkish(utf8proc_int32_t c)
{
    return c == 'I' ? 0x131 : c == 0x130 ? 'i' : c;
}

size_t dct_lower(const char *text, size_t size, bool turkic, char out[DCT_MAX_WORD_BYTES + 1])
{
    if (size > DCT_MAX_WORD_BYTES)
        size = dct_utf8_cut(text, DCT_MAX_WORD_BYTES);
    if (!turkic && is_ascii(text, size))
        return lower_ascii(text, size, out);
    utf8proc_int32_t points[MAX_POINTS];
    utf8proc_ssize_t count = 0;
    for (size_t at = 0; at < size;) {
        utf8proc_int32_t c = (utf8proc_int32_t)dct_utf8_next(text, size, &at);
        int boundary = 0;
        utf8proc_ssize_t n = utf8proc_decompose_char(turkic ? turkish(c) : c, points + count, MAX_POINTS - count,
                UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                &boundary);
        if (n < 0 || n > MAX_POINTS - count)
            break;
        count += n;
    }
    return compose(points, count, out);
}

/* Marks that people leave out: accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels, the Indic nukta.
 * Vowel signs of Indic scripts and Thai are letters in all but name and stay. */
static bool is_optional_mark(utf8proc_int32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x487) || (c >= 0x591 && c <= 0x5C7) ||
           (c >= 0x610 && c <= 0x61A) || c == 0x640 || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
           (c >= 0x6D6 && c <= 0x6ED) || c == 0x93C || c == 0x9BC || c == 0xA3C;
}

/* Letters that stand for one another in what people type. 0 keeps the letter. */
static utf8proc_int32_t variant(utf8proc_int32_t c)
{
    if (c >= 0x30A1 && c <= 0x30F6)
        return c - 0x60;                 /* katakana as hiragana: keyboards type the one, pages write the other */
    switch (c) {
    case 0x131: return 'i';              /* dotless i */
    case 0xF8: return 'o';               /* o with stroke */
    case 0x111: return 'd';
    case 0x142: return 'l';
    case 0x671: return 0x627;            /* alef wasla */
    case 0x649: case 0x6CC: return 0x64A; /* alef maksura, Persian yeh */
    case 0x629: return 0x647;            /* teh marbuta */
    case 0x6A9: return 0x643;            /* Persian kaf */
    case 0x5DA: return 0x5DB;            /* Hebrew finals */
    case 0x5DD: return 0x5DE;
    case 0x5DF: return 0x5E0;
    case 0x5E3: return 0x5E4;
    case 0x5E5: return 0x5E6;
    case 0x901: return 0x902;            /* candrabindu, anusvara */
    case 0x3C2: return 0x3C3;            /* final sigma */
    default: return c;
    }
}

size_t dct_fold(const char *lower, size_t size, char out[DCT_MAX_WORD_BYTES + 1])
{
    if (size > DCT_MAX_WORD_BYTES)
        size = dct_utf8_cut(lower, DCT_MAX_WORD_BYTES);
    if (is_ascii(lower, size))
        return lower_ascii(lower, size, out);
    utf8proc_int32_t points[MAX_POINTS];
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)lower, (utf8proc_ssize_t)size, points,
            MAX_POINTS - 2, UTF8PROC_DECOMPOSE);
    if (count < 0 || count > MAX_POINTS - 2)
        return 0;
    utf8proc_ssize_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (!is_optional_mark(points[i]))
            points[kept++] = variant(points[i]);
    return compose(points, kept, out);
}
