#include "mail_head.h"

#include "mail_text.h"
#include "said.h"

#include <string.h>

#define FIELD_BYTES 8192u
#define LINES_AT_MOST 5000u
#define PIECES_AT_MOST 32u

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* The bytes of the line at data, its end included. */
static size_t line_size(const char *data, size_t size)
{
    const char *end = size > 0 ? memchr(data, '\n', size) : NULL;
    return end != NULL ? (size_t)(end - data) + 1 : size;
}

dct_mail_head dct_mail_head_of(const char *data, size_t size, size_t *body)
{
    size_t at = 0;
    while (at < size) {
        size_t n = line_size(data + at, size - at);
        if (data[at] == '\n' || (data[at] == '\r' && n <= 2)) {
            *body = at + n;
            return (dct_mail_head){ data, at };
        }
        at += n;
    }
    *body = size;
    return (dct_mail_head){ data, size };
}

static bool is_named(const char *line, size_t size, const char *name)
{
    size_t n = strlen(name);
    if (size <= n || line[n] != ':')
        return false;
    for (size_t i = 0; i < n; i++)
        if (lower(line[i]) != lower(name[i]))
            return false;
    return true;
}

/* With the lines that go on: those that begin with a blank. */
static size_t field_size(dct_mail_head head, size_t at)
{
    size_t end = at + line_size(head.data + at, head.size - at);
    while (end < head.size && (head.data[end] == ' ' || head.data[end] == '\t'))
        end += line_size(head.data + end, head.size - end);
    return end - at;
}

const char *dct_mail_field(dct_arena *arena, dct_mail_head head, const char *name, uint32_t number)
{
    size_t at = 0;
    for (uint32_t lines = 0; at < head.size && lines < LINES_AT_MOST; lines++) {
        size_t n = field_size(head, at), skip = strlen(name) + 1;
        if (!is_named(head.data + at, n, name) || number-- > 0) {
            at += n;
            continue;
        }
        n = n - skip < FIELD_BYTES ? n - skip : FIELD_BYTES;
        char *value = dct_arena_text(arena, head.data + at + skip, n), *to = value;
        if (value == NULL)
            return NULL;
        for (size_t i = 0; i < n; i++)
            if (value[i] != '\r' && value[i] != '\n' && value[i] != 0)
                *to++ = value[i];
        while (to > value && (to[-1] == ' ' || to[-1] == '\t'))
            to--;
        *to = 0;
        return value + strspn(value, " \t");
    }
    return NULL;
}

const char *dct_mail_value(dct_arena *arena, const char *field)
{
    size_t size = field != NULL ? strcspn(field, "; \t(") : 0;
    char *value = dct_arena_text(arena, field, size);
    for (char *p = value; p != NULL && *p != 0; p++)
        *p = lower(*p);
    return value != NULL ? value : "";
}

/* ---- parameters ---- */

/* One "key=value" after a semicolon. key is lower case. */
typedef struct parameter {
    char        key[48];
    const char *value;
    bool        coded; /* key*=: with %xx, the first with charset'language'. */
} parameter;

/* Past the next semicolon that is in no quotes; NULL at the end. */
static const char *next_parameter(const char *p)
{
    bool inside = false;
    for (; *p != 0; p++) {
        if (*p == '\\' && inside && p[1] != 0)
            p++;
        else if (*p == '"')
            inside = !inside;
        else if (*p == ';' && !inside)
            return p + 1;
    }
    return NULL;
}

static const char *read_value(dct_arena *arena, const char *p)
{
    bool string = *p == '"';
    size_t size = string ? strlen(p + 1) : strcspn(p, "; \t");
    char *value = dct_arena_text(arena, p + string, size), *to = value;
    if (value == NULL)
        return "";
    for (const char *from = value; string && *from != 0 && *from != '"'; from++) {
        if (*from == '\\' && from[1] != 0)
            from++;
        *to++ = *from;
    }
    if (string)
        *to = 0;
    return value;
}

static bool read_parameter(dct_arena *arena, const char *p, parameter *out)
{
    size_t n = 0;
    p += strspn(p, " \t");
    for (; p[n] != 0 && strchr("= \t;", p[n]) == NULL && n + 1 < sizeof out->key; n++)
        out->key[n] = lower(p[n]);
    out->key[n] = 0;
    p += n + strspn(p + n, " \t");
    if (*p != '=' || n == 0)
        return false;
    out->coded = out->key[n - 1] == '*';
    if (out->coded)
        out->key[n - 1] = 0;
    out->value = read_value(arena, p + 1 + strspn(p + 1, " \t"));
    return true;
}

/* "filename" 0, "filename*0" 1, "filename*1" 2 ...; -1: another key. */
static int piece_of(const char *key, const char *wanted)
{
    size_t n = strlen(wanted);
    if (strncmp(key, wanted, n) != 0)
        return -1;
    if (key[n] == 0)
        return 0;
    int number = 0;
    if (key[n] != '*' || key[n + 1] == 0 || strlen(key + n + 1) > 2)
        return -1;
    for (const char *p = key + n + 1; *p != 0; p++) {
        if (*p < '0' || *p > '9')
            return -1;
        number = 10 * number + (*p - '0');
    }
    return number + 1;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

static const char *unpercent(dct_arena *arena, const char *text)
{
    char *out = dct_arena_text(arena, text, strlen(text)), *to = out;
    for (const char *p = out; p != NULL && *p != 0; p++) {
        if (*p == '%' && hex(p[1]) >= 0 && hex(p[2]) >= 0) {
            *to++ = (char)(hex(p[1]) << 4 | hex(p[2]));
            p += 2;
        } else {
            *to++ = *p;
        }
    }
    if (out != NULL)
        *to = 0;
    return out != NULL ? out : "";
}

const char *dct_mail_parameter(dct_arena *arena, const char *field, const char *key)
{
    const char *pieces[PIECES_AT_MOST] = { NULL }, *charset = "", *all = "";
    parameter one;
    for (const char *p = field != NULL ? next_parameter(field) : NULL; p != NULL; p = next_parameter(p)) {
        int number = read_parameter(arena, p, &one) ? piece_of(one.key, key) : -1;
        if (number < 0 || number >= (int)PIECES_AT_MOST || pieces[number] != NULL)
            continue;
        const char *mark = one.coded && number <= 1 ? strchr(one.value, '\'') : NULL;
        const char *text = mark != NULL ? strchr(mark + 1, '\'') : NULL;
        if (text != NULL)
            charset = dct_arena_text(arena, one.value, (size_t)(mark - one.value));
        pieces[number] = one.coded ? unpercent(arena, text != NULL ? text + 1 : one.value) : one.value;
    }
    if (pieces[1] == NULL) /* Some write encoded words here, against RFC 2047. */
        return pieces[0] == NULL                  ? ""
               : charset != NULL && *charset != 0 ? dct_mail_utf8(arena, charset, pieces[0], strlen(pieces[0]))
                                                  : dct_mail_header_text(arena, pieces[0]);
    for (uint32_t i = 1; i < PIECES_AT_MOST && pieces[i] != NULL && all != NULL; i++)
        all = dct_arena_format(arena, "%s%s", all, pieces[i]);
    return all != NULL ? dct_mail_utf8(arena, charset != NULL ? charset : "", all, strlen(all)) : "";
}

/* ---- people ---- */

static const char *without_quotes(dct_arena *arena, const char *text, size_t size)
{
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        size--;
    char *out = dct_arena_text(arena, text, size), *to = out;
    for (const char *p = out; p != NULL && *p != 0; p++) {
        bool escaped = *p == '\\' && p[1] != 0;
        p += escaped;
        if (escaped || *p != '"')
            *to++ = *p;
    }
    if (out != NULL)
        *to = 0;
    return out != NULL ? out : "";
}

void dct_mail_person(dct_arena *arena, const char *field, const char **name, const char **address)
{
    *name = *address = "";
    if (field == NULL)
        return;
    const char *open = strchr(field, '<'), *close = open != NULL ? strchr(open, '>') : NULL;
    if (close != NULL) {
        *address = dct_said_line(arena, open + 1, (size_t)(close - open - 1), 254);
        *name = dct_mail_header_text(arena, without_quotes(arena, field, (size_t)(open - field)));
    } else {
        *address = dct_said_line(arena, field, strcspn(field, ", \t("), 254);
    }
}
