#include "mail_text.h"

#include "../base/utf8.h"
#include "said.h"

#include <string.h>

#define HEADER_BYTES 2000u

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool dct_mail_same(const char *a, const char *b)
{
    while (*a != 0 && lower(*a) == lower(*b))
        a++, b++;
    return lower(*a) == lower(*b);
}

/* ---- transfer encodings ---- */

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Mails break lines anywhere and some lose their padding: what is no digit is skipped (RFC 2045, 6.8). */
static size_t from_base64(const char *data, size_t size, char *out)
{
    uint32_t bits = 0;
    unsigned count = 0;
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        int v = sextet(data[i]);
        if (v < 0)
            continue;
        bits = bits << 6 | (uint32_t)v;
        if (++count % 4 == 0) {
            out[n++] = (char)(bits >> 16 & 255);
            out[n++] = (char)(bits >> 8 & 255);
            out[n++] = (char)(bits & 255);
        }
    }
    if (count % 4 >= 2)
        out[n++] = (char)(count % 4 == 2 ? bits >> 4 & 255 : bits >> 10 & 255);
    if (count % 4 == 3)
        out[n++] = (char)(bits >> 2 & 255);
    return n;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The number of bytes of a soft line break at `at` ("=", blanks, end of line); 0: there is none. */
static size_t soft_break(const char *data, size_t size, size_t at)
{
    size_t i = at + 1;
    while (i < size && (data[i] == ' ' || data[i] == '\t'))
        i++;
    if (i < size && data[i] == '\r')
        i++;
    return i >= size || data[i] == '\n' ? i + (i < size) - at : 0;
}

static size_t from_quoted(const char *data, size_t size, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < size;) {
        size_t soft = data[i] == '=' ? soft_break(data, size, i) : 0;
        if (soft > 0) {
            i += soft;
        } else if (data[i] == '=' && i + 2 < size && hex(data[i + 1]) >= 0 && hex(data[i + 2]) >= 0) {
            out[n++] = (char)(hex(data[i + 1]) << 4 | hex(data[i + 2]));
            i += 3;
        } else {
            out[n++] = data[i++];
        }
    }
    return n;
}

const char *dct_mail_decode(dct_arena *arena, const char *encoding, const char *data, size_t size, size_t *out_size)
{
    char *out = dct_arena_new(arena, size + 4);
    *out_size = 0;
    if (out == NULL)
        return "";
    if (dct_mail_same(encoding, "base64"))
        *out_size = from_base64(data, size, out);
    else if (dct_mail_same(encoding, "quoted-printable"))
        *out_size = from_quoted(data, size, out);
    else
        memcpy(out, data, *out_size = size);
    out[*out_size] = 0;
    return out;
}

/* ---- charsets ---- */

/* 0x80 to 0x9F of windows-1252, which is what mails that say iso-8859-1 mean; 0: not used. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178
};

static uint32_t of_latin(unsigned char c, bool ninth)
{
    static const unsigned char at[] = { 0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE };
    static const uint16_t are[] = { 0x20AC, 0x160, 0x161, 0x17D, 0x17E, 0x152, 0x153, 0x178 };
    for (size_t i = 0; ninth && i < sizeof at; i++)
        if (at[i] == c)
            return are[i];
    if (c >= 0x80 && c < 0xA0)
        return windows_1252[c - 0x80] != 0 ? windows_1252[c - 0x80] : 0xFFFD;
    return c;
}

static bool latin(const char *charset, bool *ninth)
{
    static const char *const names[] = { "iso-8859-15", "latin-9", "latin9", "iso-8859-1", "latin1", "windows-1252", "cp1252" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dct_mail_same(charset, names[i])) {
            *ninth = i < 3;
            return true;
        }
    return false;
}

const char *dct_mail_utf8(dct_arena *arena, const char *charset, const char *data, size_t size)
{
    bool ninth = false, single = latin(charset, &ninth) && !dct_utf8_valid(data, size);
    char *out = dct_arena_new(arena, 3 * size + 1);
    size_t n = 0;
    if (out == NULL)
        return "";
    for (size_t at = 0; at < size;) {
        uint32_t c = single ? of_latin((unsigned char)data[at++], ninth) : dct_utf8_next(data, size, &at);
        if (c != 0 && c != '\r')
            n += dct_utf8_encode(c, out + n);
    }
    out[n] = 0;
    return out;
}

/* ---- encoded words ---- */

/* "=?charset?B?text?=": where it ends, or NULL. */
static const char *decode_word(dct_arena *arena, const char *p, const char **text)
{
    const char *charset = p + 2, *mark = strchr(charset, '?');
    if (mark == NULL || mark[1] == 0 || mark[2] != '?')
        return NULL;
    const char *data = mark + 3, *end = strstr(data, "?=");
    bool quoted = lower(mark[1]) == 'q';
    if (end == NULL || (!quoted && lower(mark[1]) != 'b') || mark - charset > 40)
        return NULL;
    size_t size;
    char *copy = dct_arena_text(arena, data, (size_t)(end - data));
    const char *name = dct_arena_text(arena, charset, strcspn(charset, "?*")); /* "utf-8*en": with a language. */
    if (copy == NULL || name == NULL)
        return NULL;
    for (char *c = copy; quoted && *c != 0; c++)
        if (*c == '_')
            *c = ' ';
    const char *raw = dct_mail_decode(arena, quoted ? "quoted-printable" : "base64", copy, (size_t)(end - data), &size);
    *text = dct_mail_utf8(arena, name, raw, size);
    return end + 2;
}

/* Between two encoded words white space says nothing. */
static const char *skip_gap(const char *p)
{
    size_t n = strspn(p, " \t\r\n");
    return n > 0 && strncmp(p + n, "=?", 2) == 0 ? p + n : p;
}

const char *dct_mail_header_text(dct_arena *arena, const char *value)
{
    size_t room = strlen(value), n = 0;
    room = 3 * (room < HEADER_BYTES ? room : HEADER_BYTES) + 4;
    char *out = dct_arena_new(arena, room);
    if (out == NULL)
        return "";
    for (const char *p = value; *p != 0 && n + 1 < room;) {
        const char *text = NULL, *end = strncmp(p, "=?", 2) == 0 ? decode_word(arena, p, &text) : NULL;
        if (end == NULL) {
            out[n++] = *p++;
            continue;
        }
        size_t size = strlen(text);
        size = size < room - 1 - n ? size : room - 1 - n;
        memcpy(out + n, text, size);
        n += size;
        p = skip_gap(end);
    }
    return dct_said_line(arena, out, n, HEADER_BYTES);
}
