#include "draft_text.h"

#include "../base/utf8.h"

#include <string.h>

/* ---- front matter ---- */

/* What YAML does not take even in quotes, or takes for the end of a line. */
static bool is_odd(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
}

void dct_draft_quoted(dct_buf *out, const char *text, size_t max_bytes)
{
    size_t size = strlen(text), at = 0;
    if (size > max_bytes)
        size = dct_utf8_cut(text, max_bytes);
    dct_buf_add_byte(out, '"');
    while (at < size) {
        size_t from = at;
        uint32_t c = dct_utf8_next(text, size, &at);
        if (c == '"' || c == '\\')
            dct_buf_add_byte(out, '\\');
        if (is_odd(c))
            dct_buf_add_byte(out, ' ');
        else
            dct_buf_add(out, text + from, at - from);
    }
    dct_buf_add_byte(out, '"');
}

/* ---- Markdown ---- */

typedef enum form { EMPTY, PARAGRAPH, NUMBERED, BULLET } form;

static size_t blanks(const char *line, size_t size)
{
    size_t n = 0;
    while (n < size && (line[n] == ' ' || line[n] == '\t' || line[n] == '\r'))
        n++;
    return n;
}

/* The bytes of "1. ", "2) ", "- " or a round bullet at the front; 0 for a paragraph. */
static size_t marker(const char *line, size_t size, form *out)
{
    size_t n = 0;
    *out = size == 0 ? EMPTY : PARAGRAPH;
    while (n < size && n < 3 && line[n] >= '0' && line[n] <= '9')
        n++;
    if (n > 0 && n + 1 < size && (line[n] == '.' || line[n] == ')') && line[n + 1] == ' ') {
        *out = NUMBERED;
        return n + 2;
    }
    bool round = size > 4 && memcmp(line, "\xE2\x80\xA2", 3) == 0 && line[3] == ' ';
    if (round || (size > 2 && (line[0] == '-' || line[0] == '*') && line[1] == ' ')) {
        *out = BULLET;
        return round ? 4 : 2;
    }
    return 0;
}

static void add_escaped(dct_buf *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        bool beside = (i + 1 < size && text[i + 1] == text[i]) || (i > 0 && text[i - 1] == text[i]);
        bool twice = (c == '+' || c == '$' || c == '=') && beside;
        if (strchr("\\`*_[]<>#|~&^{}", c) != NULL || twice)
            dct_buf_add_byte(out, '\\');
        if (c == '[' && i > 0 && text[i - 1] == '[')
            out->size--, dct_buf_add_text(out, " \\"); /* Two are a name of the screen, escaped or not. */
        dct_buf_add_byte(out, c < 0x20 || c == 0x7F ? ' ' : c);
    }
}

/* What would be a list, a rule or an underline only because it stands first. */
static void add_first(dct_buf *out, const char *line, size_t size)
{
    size_t digits = 0;
    while (digits < size && line[digits] >= '0' && line[digits] <= '9')
        digits++;
    if (size > 0 && strchr("-+=:", line[0]) != NULL) {
        dct_buf_add_byte(out, '\\');
        dct_buf_add_byte(out, (unsigned char)line[0]);
        digits = 1;
    } else if (digits > 0 && digits < size && (line[digits] == '.' || line[digits] == ')')) {
        dct_buf_add(out, line, digits);
        dct_buf_add_byte(out, '\\');
    } else {
        digits = 0;
    }
    add_escaped(out, line + digits, size - digits);
}

/* Empty lines are written once something follows them. */
static void add_line(dct_buf *out, const char *line, size_t size, form *before, uint32_t *number)
{
    form now;
    size_t skip = marker(line, size, &now);
    if (now == EMPTY) {
        *before = EMPTY;
        return;
    }
    if (out->size > 0 && (*before == EMPTY || (*before != now && now != PARAGRAPH)))
        dct_buf_add_byte(out, '\n');
    if (now == NUMBERED)
        dct_buf_add_format(out, "%u. ", (unsigned)++*number);
    else if (now == BULLET)
        dct_buf_add_text(out, "- ");
    else if (*before == EMPTY)
        *number = 0; /* A new paragraph: the next list begins anew. */
    else if (*before != PARAGRAPH)
        dct_buf_add_text(out, "   "); /* Goes on within the item. */
    skip += blanks(line + skip, size - skip);
    add_first(out, line + skip, size - skip);
    dct_buf_add_byte(out, '\n');
    *before = now == PARAGRAPH && *before != EMPTY ? *before : now;
}

void dct_draft_markdown(dct_buf *out, const char *text)
{
    form before = EMPTY;
    uint32_t number = 0;
    while (*text != 0) {
        size_t size = strcspn(text, "\n"), from = blanks(text, size), end = size;
        while (end > from && blanks(text + end - 1, 1) == 1)
            end--;
        add_line(out, text + from, end - from, &before, &number);
        text += size + (text[size] == '\n');
    }
}
