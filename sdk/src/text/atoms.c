/* Atoms: in a right-to-left paragraph they must read from left to right as one, and the bidi algorithm alone takes
 * some apart ("+49 30 5550 1490" becomes "1490 5550 30 49+"). An atom is a run of ASCII letters and digits with the
 * signs that hold such things together, cut back to what belongs to it, in which there is a digit or an inner sign:
 *
 *   E-104   2.1   75%   -5   example.com/help?a=1   help@harbour.example   192.168.0.1:80   /etc/hosts   C++
 *
 * or groups of digits with single spaces that are a telephone number: seven digits or more in all, or a plus in
 * front. Words alone ("Orbit") are none, but are told to the caller, as they may stand next to one. Digits of other
 * scripts are left to the algorithm: it does them well. */
#include "atoms.h"

#include <string.h>

#define DIGITS_MAX 20u /* E.164 allows 15; extensions are written behind. Also bounds the search. */
#define GROUP_MAX 32u

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_currency(uint32_t c)
{
    return c == '$' || (c >= 0xA2 && c <= 0xA5) || (c >= 0x20A0 && c <= 0x20CF);
}

static bool one_of(uint32_t c, const char *set)
{
    return c < 0x80 && c != 0 && strchr(set, (int)c) != NULL;
}

static bool belongs(uint32_t c)
{
    return is_digit(c) || is_letter(c) || is_currency(c) || one_of(c, "+-./:@_%#=&?~\\") || c == 0xB0 || c == 0x2212;
}

/* Signs that may end an atom: "75%", "C++", "20°". */
static bool may_end(uint32_t c)
{
    return is_digit(c) || is_letter(c) || is_currency(c) || one_of(c, "+%#/=") || c == 0xB0;
}

/* A character that a leading sign may follow: in Hebrew "ל-75" the hyphen belongs to the prefix, not to the number. */
static bool opens(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == 0xA0 || one_of(c, "([{\"'") || c == 0x00AB || c == 0x201C;
}

static bool may_begin(const uint32_t *c, uint32_t at)
{
    if (is_digit(c[at]) || is_letter(c[at]))
        return true;
    return (is_currency(c[at]) || one_of(c[at], "+-./@#~\\") || c[at] == 0x2212) && (at == 0 || opens(c[at - 1]));
}

static uint32_t word_end(const uint32_t *c, uint32_t count, uint32_t from)
{
    uint32_t to = from;
    while (to < count && belongs(c[to]))
        to++;
    while (to > from && !may_end(c[to - 1]))
        to--;
    return to;
}

/* The end of one group of digits with inner hyphens, dots, slashes or round brackets; `from` when there is none. */
static uint32_t group_end(const uint32_t *c, uint32_t count, uint32_t from, uint32_t *digits)
{
    uint32_t to = from, last = from, found = 0;
    bool     bracket = false;
    for (; to < count && to - from < GROUP_MAX; to++) {
        if (is_digit(c[to])) {
            found++;
            last = to + 1;
        } else if (c[to] == '(' && !bracket) {
            bracket = true;
        } else if (c[to] == ')' && bracket) {
            bracket = false;
            last = to + 1;
        } else if (!one_of(c[to], "-./") || to == from) {
            break;
        }
    }
    if (found == 0 || bracket || (to < count && is_letter(c[to])))
        return from;
    *digits += found;
    return last;
}

static uint32_t phone_end(const uint32_t *c, uint32_t count, uint32_t from)
{
    bool     plus = c[from] == '+';
    uint32_t digits = 0, groups = 0, to = from, at = from + (plus ? 1 : 0);
    while (at < count && digits <= DIGITS_MAX) {
        uint32_t end = group_end(c, count, at, &digits);
        if (end == at)
            break;
        to = end;
        groups++;
        at = end + 1;
        if (end >= count || (c[end] != ' ' && c[end] != 0xA0 && c[end] != 0x202F && c[end] != '/'))
            break;
    }
    bool phone = digits <= DIGITS_MAX && (plus ? digits >= 5 : digits >= 7 && groups >= 2);
    return phone ? to : from;
}

static bool has_letter(const uint32_t *c, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (is_letter(c[i]))
            return true;
    return false;
}

static bool is_word(const uint32_t *c, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!is_letter(c[i]))
            return false;
    return true;
}

/* "E-104", "OX-200", "2.1": short, with a digit. An address is long and may be broken. */
static bool is_whole(const uint32_t *c, uint32_t from, uint32_t to)
{
    bool digit = false;
    for (uint32_t i = from; i < to; i++) {
        digit = digit || is_digit(c[i]);
        if (one_of(c[i], "/@?=\\"))
            return false;
    }
    return digit && to - from <= 16;
}

bool dct_atom_next(const uint32_t *c, uint32_t count, uint32_t *at, dct_atom *out)
{
    for (uint32_t i = *at; i < count; i++) {
        bool phone_start = c[i] == '(' && (i == 0 || !belongs(c[i - 1]));
        if (!phone_start && !may_begin(c, i))
            continue;
        uint32_t phone = phone_start || !is_letter(c[i]) ? phone_end(c, count, i) : i;
        uint32_t word = phone_start ? i : word_end(c, count, i);
        uint32_t to = phone > word ? phone : word;
        if (to == i)
            continue;
        *at = to;
        *out = (dct_atom){ i, to, phone >= word || is_whole(c, i, to), is_word(c, i, to), has_letter(c, i, to) };
        return true;
    }
    *at = count;
    return false;
}
