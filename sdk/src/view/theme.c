#include "theme.h"

#include "../base/error.h"

#include <string.h>

static const char *const names[DCT_TOKEN_COUNT] = {
    "",
#define X(id, name) name,
    DCT_TOKENS(X)
#undef X
};

static int token_named(const char *name, size_t size)
{
    for (int i = 1; i < DCT_TOKEN_COUNT; i++)
        if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0)
            return i;
    return 0;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "#rrggbb" to 0xFFrrggbb; 0 when it is not one. */
static uint32_t colour_of(const char *text, size_t size)
{
    if (size != 7 || text[0] != '#')
        return 0;
    uint32_t value = 0;
    for (size_t i = 1; i < 7; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return 0;
        value = value << 4 | (uint32_t)digit;
    }
    return 0xFF000000u | value;
}

static void read_line(const char *line, size_t size, dct_theme *out)
{
    const char *space = memchr(line, ' ', size);
    if (space == NULL)
        return;
    int token = token_named(line, (size_t)(space - line));
    if (token != 0)
        out->colour[token] = colour_of(space + 1, size - (size_t)(space + 1 - line));
}

static void read_lines(const char *text, size_t size, dct_theme *out)
{
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end == NULL ? size - at : (size_t)(end - text) - at;
        read_line(text + at, length, out);
        at += length + 1;
    }
}

docent_status dct_theme_load(docent *h, const char *name, dct_theme *out, docent_error *err)
{
    docent_asset *asset = NULL;
    docent_status status = docent_asset_open(h, "theme", name, &asset);
    if (status != DOCENT_OK)
        return dct_fail(err, status, "view", 0, "the bundle has no theme \"%s\"; pack it with a current docent", name);
    dct_theme theme = { { 0 } };
    read_lines(asset->data, asset->size, &theme);
    docent_asset_close(asset);
    for (int i = 1; i < DCT_TOKEN_COUNT; i++)
        if (theme.colour[i] == 0)
            return dct_fail(err, DOCENT_ERR_CORRUPT, "view", 0, "theme \"%s\" has no colour for \"%s\"", name, names[i]);
    *out = theme;
    return DOCENT_OK;
}
