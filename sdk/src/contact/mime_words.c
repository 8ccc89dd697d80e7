#include "mime_words.h"

#include "../base/utf8.h"
#include "../crypto/hash.h"

#include <string.h>

#define LINE 76
#define WORD_BYTES 45u /* Of text in one encoded word: 60 characters of base64. */

/* A writer that counts first and writes then. */
typedef struct pen {
    char  *out; /* NULL: counting. */
    size_t size, column;
} pen;

static void put(pen *p, const char *text, size_t size)
{
    if (p->out != NULL)
        memcpy(p->out + p->size, text, size);
    p->size += size;
    p->column += size;
}

static void fold(pen *p)
{
    put(p, "\r\n ", 3);
    p->column = 1;
}

typedef void (*writer)(pen *p, const char *text, size_t size, size_t used);

static const char *written(dct_arena *arena, writer write, const char *text, size_t size, size_t used, size_t *length)
{
    pen p = { NULL, 0, used };
    write(&p, text, size, used);
    char *out = dct_arena_new(arena, p.size + 1);
    if (out == NULL)
        return NULL;
    *length = p.size;
    p = (pen){ out, 0, used };
    write(&p, text, size, used);
    return out;
}

/* ---- encoded words ---- */

/* The bytes of the next word: whole code points; the longest that fits. */
static size_t word_size(const char *text, size_t size)
{
    size_t at = 0, end = 0;
    while (at < size) {
        dct_utf8_next(text, size, &at);
        if (at > WORD_BYTES)
            break;
        end = at;
    }
    return end;
}

static void write_words(pen *p, const char *text, size_t size, size_t used)
{
    (void)used;
    for (size_t at = 0; at < size;) {
        char encoded[4 * ((WORD_BYTES + 2) / 3) + 1];
        size_t n = word_size(text + at, size - at);
        dct_base64(text + at, n, encoded);
        if (at > 0 || p->column + strlen(encoded) + 12 > LINE)
            fold(p);
        put(p, "=?UTF-8?B?", 10);
        put(p, encoded, strlen(encoded));
        put(p, "?=", 2);
        at += n;
    }
}

/* Words of ASCII, broken before the one that does not fit. */
static void write_folded(pen *p, const char *text, size_t size, size_t used)
{
    (void)used;
    for (size_t at = 0; at < size;) {
        size_t n = at + 1; /* A space stays with the word after it. */
        while (n < size && text[n] != ' ')
            n++;
        n -= at;
        if (p->column + n > LINE && text[at] == ' ') {
            put(p, "\r\n", 2);
            p->column = 0;
        }
        put(p, text + at, n);
        at += n;
    }
}

/* Nothing in it needs to be encoded: printable ASCII, no word that looks encoded or is too long for a line. */
static bool simple(const char *text)
{
    size_t word = 0;
    if (strstr(text, "=?") != NULL || strstr(text, "  ") != NULL)
        return false;
    if (text[0] == ' ' || (text[0] != 0 && text[strlen(text) - 1] == ' '))
        return false;
    for (const char *p = text; *p != 0; p++) {
        word = *p == ' ' ? 0 : word + 1;
        if (*p < 0x20 || *p > 0x7E || word > 60)
            return false;
    }
    return true;
}

const char *dct_mime_words(dct_arena *arena, const char *text, size_t used)
{
    size_t length;
    return written(arena, simple(text) ? write_folded : write_words, text, strlen(text), used, &length);
}

static void write_string(pen *p, const char *text, size_t size, size_t used)
{
    (void)used;
    put(p, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"' || text[i] == '\\')
            put(p, "\\", 1);
        put(p, text + i, 1);
    }
    put(p, "\"", 1);
}

const char *dct_mime_phrase(dct_arena *arena, const char *name)
{
    size_t length, size = strlen(name);
    return written(arena, simple(name) && size <= 60 ? write_string : write_words, name, size, LINE, &length);
}

/* ---- parameters ---- */

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

static const char *piece(dct_arena *arena, const char *before, const char *key, unsigned number, const char *text, size_t *used)
{
    static const char hex[] = "0123456789ABCDEF";
    char line[LINE];
    size_t n = 0, at = 0;
    for (; text[at] != 0 && n + 3 < 48; at++) {
        unsigned char c = (unsigned char)text[at];
        if (unreserved(text[at])) {
            line[n++] = text[at];
        } else {
            line[n++] = '%';
            line[n++] = hex[c >> 4];
            line[n++] = hex[c & 15];
        }
    }
    line[n] = 0;
    *used = at;
    return dct_arena_format(arena, "%s;\r\n %s*%u*=%s%s", before, key, number, number == 0 ? "UTF-8''" : "", line);
}

const char *dct_mime_parameter(dct_arena *arena, const char *key, const char *value)
{
    if (*value == 0)
        return "";
    if (simple(value) && strlen(value) <= 60 && strpbrk(value, "\"\\") == NULL)
        return dct_arena_format(arena, ";\r\n %s=\"%s\"", key, value);
    const char *out = "";
    for (unsigned i = 0; *value != 0 && out != NULL && i < 20; i++) {
        size_t used;
        out = piece(arena, out, key, i, value, &used);
        value += used;
    }
    return out;
}

const char *dct_mime_type(const char *type)
{
    size_t slashes = 0, size = strlen(type);
    for (size_t i = 0; i < size; i++) {
        slashes += type[i] == '/';
        if (!unreserved(type[i]) && type[i] != '/' && type[i] != '+')
            slashes = 9;
    }
    return slashes == 1 && size <= 60 && type[0] != '/' && type[size - 1] != '/' ? type : "application/octet-stream";
}

/* ---- quoted-printable ---- */

static void write_byte(pen *p, unsigned char c, bool as_it_is)
{
    static const char hex[] = "0123456789ABCDEF";
    char coded[3] = { '=', hex[c >> 4], hex[c & 15] };
    size_t n = as_it_is ? 1 : 3;
    if (p->column + n > LINE - 1) {
        put(p, "=\r\n", 3);
        p->column = 0;
    }
    put(p, as_it_is ? (const char *)&c : coded, n);
}

/* At the start of a line "." and "From " would be touched on the way; at its end a space would be lost. */
static bool literal(const char *text, size_t size, size_t i, const pen *p)
{
    unsigned char c = (unsigned char)text[i];
    if (c == ' ' || c == '\t')
        return i + 1 < size && text[i + 1] != '\n' && text[i + 1] != '\r';
    if (p->column == 0 && (c == '.' || c == 'F'))
        return false;
    return c > 0x20 && c < 0x7F && c != '=';
}

static void write_quoted(pen *p, const char *text, size_t size, size_t used)
{
    (void)used;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\r')
            continue;
        if (text[i] == '\n') {
            put(p, "\r\n", 2);
            p->column = 0;
        } else {
            write_byte(p, (unsigned char)text[i], literal(text, size, i, p));
        }
    }
    if (p->column > 0)
        put(p, "\r\n", 2);
}

const char *dct_mime_quoted(dct_arena *arena, const char *text, size_t text_size, size_t *size)
{
    *size = 0;
    return written(arena, write_quoted, text, text_size, 0, size);
}
