/* Path patterns as glob(7) has them, without its rule for leading periods. One place to go back to is kept (the last *), so
 * the time is at most the product of both lengths. */
#include "delegation.h"

#include "../base/utf8.h"

#include <string.h>

typedef struct part {
    const char *text;
    size_t      size;
} part;

/* Matches one character against [set], at p->text[*at] == '['. Moves *at behind it. Without an end, [ is a letter. */
static bool match_set(const part *p, size_t *at, uint32_t c, bool *is_set)
{
    size_t i = *at + 1;
    bool inverted = i < p->size && (p->text[i] == '!' || p->text[i] == '^'), hit = false;
    i += inverted;
    for (size_t first = i; i < p->size && (p->text[i] != ']' || i == first);) {
        uint32_t low = dct_utf8_next(p->text, p->size, &i), high = low;
        if (i + 1 < p->size && p->text[i] == '-' && p->text[i + 1] != ']') {
            i++;
            high = dct_utf8_next(p->text, p->size, &i);
        }
        hit = hit || (low <= c && c <= high);
    }
    *is_set = i < p->size;
    if (*is_set)
        *at = i + 1;
    return hit != inverted;
}

static bool match_one(const part *p, size_t *at, uint32_t c)
{
    bool is_set = false;
    if (p->text[*at] == '[') {
        bool hit = match_set(p, at, c, &is_set);
        if (is_set)
            return hit;
    }
    uint32_t wanted = dct_utf8_next(p->text, p->size, at);
    return wanted == '?' || wanted == c;
}

static bool match_part(part p, part s)
{
    size_t at = 0, in = 0, star = SIZE_MAX, from = 0;
    while (in < s.size) {
        if (at < p.size && p.text[at] == '*') {
            star = ++at;
            from = in;
            continue;
        }
        size_t next = in, then = at;
        uint32_t c = dct_utf8_next(s.text, s.size, &next);
        if (at < p.size && match_one(&p, &then, c)) {
            at = then;
            in = next;
        } else if (star != SIZE_MAX) {
            dct_utf8_next(s.text, s.size, &from);
            at = star;
            in = from;
        } else {
            return false;
        }
    }
    while (at < p.size && p.text[at] == '*')
        at++;
    return at == p.size;
}

static part next_part(const char **rest)
{
    const char *end = strchr(*rest, '/');
    part p = { *rest, end != NULL ? (size_t)(end - *rest) : strlen(*rest) };
    *rest = end != NULL ? end + 1 : NULL;
    return p;
}

bool dct_path_matches(const char *pattern, const char *path)
{
    while (pattern != NULL && path != NULL) {
        part p = next_part(&pattern), s = next_part(&path);
        if (!match_part(p, s))
            return false;
    }
    return pattern == NULL && path == NULL;
}
