#include "dialect.h"

#include <string.h>

#define MAX_KEYS 64u /* Bytes: "++" further apart is no key but two increments. */

static bool starts(const char *text, size_t size, size_t at, const char *mark)
{
    size_t n = strlen(mark);
    return size - at >= n && memcmp(text + at, mark, n) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

static bool take_name(const char *text, size_t size, size_t at, dct_dialect_piece *out)
{
    if (!starts(text, size, at, "[["))
        return false;
    for (size_t end = at + 2; end < size && text[end] != '\n'; end++) {
        if (starts(text, size, end, "[["))
            return false;
        if (!starts(text, size, end, "]]"))
            continue;
        bool term = text[at + 2] == '$';
        *out = (dct_dialect_piece){ term ? DCT_DIALECT_TERM : DCT_DIALECT_UI, at + 2 + term, end, end + 2 };
        return out->to > out->from && !is_blank(text[out->from]) && !is_blank(text[out->to - 1]);
    }
    return false;
}

/* "++Ctrl++++": of a run of plus signs the last two end it, the others are keys. "C++" is none: a word is before it. */
static bool take_keys(const char *text, size_t size, size_t at, dct_dialect_piece *out)
{
    if (!starts(text, size, at, "++") || (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '+')))
        return false;
    size_t start = at + 2;
    for (size_t end = start; end < size && end - start <= MAX_KEYS && text[end] != '\n'; end++) {
        if (!starts(text, size, end, "++"))
            continue;
        while (starts(text, size, end + 1, "++"))
            end++;
        *out = (dct_dialect_piece){ DCT_DIALECT_KEYS, start, end, end + 2 };
        return end > start && !is_blank(text[start]) && !is_blank(text[end - 1]);
    }
    return false;
}

dct_dialect_piece dct_dialect_next(const char *text, size_t size, size_t at)
{
    dct_dialect_piece piece;
    if (take_name(text, size, at, &piece) || take_keys(text, size, at, &piece))
        return piece;
    size_t end = at + 1;
    while (end < size && text[end] != '[' && text[end] != '+')
        end++;
    return (dct_dialect_piece){ DCT_DIALECT_TEXT, at, end, end };
}

/* "{.a .b #c}" at text[at]; 0 when it is none. */
static size_t attribute_list(const char *text, size_t size, size_t at, size_t *name, size_t *name_size)
{
    if (at >= size || text[at] != '{')
        return 0;
    size_t i = at + 1;
    if (i < size && text[i] == ':')
        i++;
    for (;;) {
        while (i < size && text[i] == ' ')
            i++;
        if (i >= size || (text[i] != '.' && text[i] != '#'))
            break;
        bool anchor = text[i] == '#';
        size_t start = ++i;
        while (i < size && text[i] != ' ' && text[i] != '}')
            i++;
        if (anchor) {
            *name = start;
            *name_size = i - start;
        }
    }
    return i < size && text[i] == '}' && i > at + 2 ? i + 1 - at : 0;
}

size_t dct_dialect_class(const char *text, size_t size)
{
    size_t name, name_size;
    return attribute_list(text, size, 0, &name, &name_size);
}

bool dct_dialect_attributes(const char *text, size_t *size, size_t *name, size_t *name_size)
{
    size_t end = *size;
    while (end > 0 && is_blank(text[end - 1]))
        end--;
    if (end == 0 || text[end - 1] != '}')
        return false;
    size_t open = end;
    while (open > 0 && text[open - 1] != '{')
        open--;
    *name_size = 0;
    if (open == 0 || attribute_list(text, end, open - 1, name, name_size) != end - (open - 1))
        return false;
    for (open--; open > 0 && is_blank(text[open - 1]); open--)
        ;
    *size = open;
    return true;
}
