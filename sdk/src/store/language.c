/* Tags are taken apart into language, script and region; extensions and variants do not decide anything here. Where a tag
 * names no script, a few languages that are written in two get the one their region uses, so that "zh-TW" finds "zh-Hant"
 * before "zh-Hans". */
#include "language.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct tag {
    char language[9], script[5], region[4];
} tag;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool letters(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (lower(text[i]) < 'a' || lower(text[i]) > 'z')
            return false;
    return true;
}

static size_t part_size(const char *text)
{
    return strcspn(text, "-_.@");
}

static void copy(char *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        out[i] = lower(text[i]);
    out[size] = 0;
}

/* Names that changed: old and new are both in use. */
static const char *const renamed[][2] = { { "iw", "he" }, { "in", "id" }, { "ji", "yi" }, { "mo", "ro" },
                                          { "tl", "fil" }, { "nb", "no" }, { "cmn", "zh" } };

static void use_new_name(tag *t)
{
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcmp(t->language, renamed[i][0]) == 0)
            memcpy(t->language, renamed[i][1], strlen(renamed[i][1]) + 1);
}

/* Languages in two scripts: region "" is the rest of the world. */
static const struct {
    const char *language, *region, *script;
} scripts[] = {
    { "zh", "tw", "hant" }, { "zh", "hk", "hant" }, { "zh", "mo", "hant" }, { "zh", "", "hans" },
    { "sr", "me", "latn" }, { "sr", "", "cyrl" },   { "pa", "pk", "arab" }, { "pa", "", "guru" },
    { "uz", "af", "arab" }, { "uz", "", "latn" },   { "az", "ir", "arab" }, { "az", "", "latn" },
    { "mn", "cn", "mong" }, { "mn", "", "cyrl" },   { "ku", "iq", "arab" }, { "ku", "", "latn" },
};

static void assume_script(tag *t)
{
    for (size_t i = 0; t->script[0] == 0 && i < sizeof scripts / sizeof *scripts; i++)
        if (strcmp(t->language, scripts[i].language) == 0 &&
            (scripts[i].region[0] == 0 || strcmp(t->region, scripts[i].region) == 0))
            memcpy(t->script, scripts[i].script, 5);
}

static bool is_region(const char *text, size_t size)
{
    return (size == 2 && letters(text, size)) || (size == 3 && text[0] >= '0' && text[0] <= '9');
}

static tag parse(const char *text)
{
    tag t = { "", "", "" };
    size_t size = part_size(text);
    if (size < 2 || size > 8 || !letters(text, size))
        return t;
    copy(t.language, text, size);
    while (text[size] == '-' || text[size] == '_') {
        text += size + 1;
        size = part_size(text);
        if (size == 4 && letters(text, size) && t.region[0] == 0)
            copy(t.script, text, size);
        else if (is_region(text, size) && t.region[0] == 0)
            copy(t.region, text, size);
        else if (size < 2)
            break; /* An extension: what follows is no part of the name. */
    }
    use_new_name(&t);
    assume_script(&t);
    return t;
}

/* The whole tag counts last, so that "de-DE-1996" prefers itself to "de-DE". */
static bool same(const char *a, const char *b)
{
    for (; *a != 0 && *b != 0; a++, b++)
        if ((*a == '_' ? '-' : lower(*a)) != (*b == '_' ? '-' : lower(*b)))
            return false;
    return *a == *b;
}

int dct_language_nearness(const char *want, const char *have)
{
    tag w = parse(want), h = parse(have);
    if (w.language[0] == 0 || strcmp(w.language, h.language) != 0)
        return 0;
    int nearness = 1;
    if (strcmp(w.script, h.script) == 0)
        nearness += 8;
    if (strcmp(w.region, h.region) == 0)
        nearness += 4;
    else if (h.region[0] == 0)
        nearness += 2; /* "de" is nearer to "de-AT" than "de-CH" is. */
    return nearness + (same(want, have) ? 1 : 0);
}
