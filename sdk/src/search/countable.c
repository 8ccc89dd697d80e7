#include "countable.h"

#include <string.h>
#include <utf8proc.h>

#include "../base/utf8.h"
#include "fold.h"

#define PHONE_DIGITS 7 /* The shortest numbers that reach one person rather than a service. */

static bool is_space(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

/* One space between words, none around them; in place, for it only gets shorter. */
static size_t tidy(char *text, size_t size)
{
    size_t used = 0;
    bool space = false;
    for (size_t at = 0; at < size;) {
        size_t from = at;
        if (is_space((utf8proc_int32_t)dct_utf8_next(text, size, &at))) {
            space = used > 0;
            continue;
        }
        if (space)
            text[used++] = ' ';
        space = false;
        memmove(text + used, text + from, at - from);
        used += at - from;
    }
    text[used] = 0;
    return used;
}

/* In pieces: dct_lower() takes a word at a time, and some words are longer than it takes. Ends early at `room`. */
static size_t lower_all(const char *text, size_t size, bool turkic, char *out, size_t room)
{
    size_t used = 0;
    for (size_t at = 0; at < size;) {
        char word[DCT_MAX_WORD_BYTES + 1];
        size_t end = at + 1;
        while (end < size && text[end - 1] != ' ' && end - at < DCT_MAX_WORD_BYTES)
            end++;
        if (end < size && text[end - 1] != ' ')
            end = at + dct_utf8_cut(text + at, end - at);
        size_t n = dct_lower(text + at, end - at, turkic, word);
        if (used + n >= room)
            break;
        memcpy(out + used, word, n);
        used += n;
        at = end;
    }
    return tidy(out, used);
}

static bool is_digit(utf8proc_int32_t c)
{
    return utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}

static bool joins_digits(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_PD || category == UTF8PROC_CATEGORY_ZS ||
           (c < 0x80 && c > 0 && strchr("./()+,:", (int)c) != NULL);
}

static bool has_phone(const char *text, size_t size)
{
    unsigned digits = 0;
    for (size_t at = 0; at < size && digits < PHONE_DIGITS;) {
        utf8proc_int32_t c = (utf8proc_int32_t)dct_utf8_next(text, size, &at);
        if (is_digit(c))
            digits++;
        else if (!joins_digits(c))
            digits = 0;
    }
    return digits >= PHONE_DIGITS;
}

/* "a@b", and "a @ b" as well: an @ with something on both sides. */
static bool has_mail(const char *text)
{
    const char *at = strchr(text, '@');
    return at != NULL && at != text && at[1] != 0;
}

/* A scheme, www., or a name with a dot in it before a slash: "example.com/me". */
static bool has_url(const char *text)
{
    if (strstr(text, "://") != NULL || strncmp(text, "www.", 4) == 0 || strstr(text, " www.") != NULL)
        return true;
    for (const char *slash = strchr(text, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *from = slash;
        bool letter_after_dot = false, dot = false;
        for (; from > text && from[-1] != ' ' && from[-1] != '/'; from--) {
            if (from[-1] == '.')
                dot = dot || letter_after_dot;
            else
                letter_after_dot = letter_after_dot || from[-1] >= 'a' || (unsigned char)from[-1] >= 0x80;
        }
        if (dot)
            return true;
    }
    return false;
}

bool dct_countable(const char *words, const char *locale, char out[DCT_MAX_COUNTED_BYTES + 1])
{
    char all[4 * DCT_MAX_QUERY_BYTES]; /* Folded text may be longer than typed. */
    size_t size = strlen(words);
    bool turkic = strncmp(locale, "tr", 2) == 0 || strncmp(locale, "az", 2) == 0;
    if (size > DCT_MAX_QUERY_BYTES)
        size = dct_utf8_cut(words, DCT_MAX_QUERY_BYTES);
    size = lower_all(words, size, turkic, all, sizeof all);
    out[0] = 0;
    if (size == 0 || has_mail(all) || has_url(all) || has_phone(all, size))
        return false;
    if (size > DCT_MAX_COUNTED_BYTES)
        size = dct_utf8_cut(all, DCT_MAX_COUNTED_BYTES);
    while (size > 0 && all[size - 1] == ' ')
        size--;
    memcpy(out, all, size);
    out[size] = 0;
    return size > 0;
}
