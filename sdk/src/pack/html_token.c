#include "html_token.h"

#include "../base/utf8.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

/* The end of a comment or a declaration that begins at `at`. */
static size_t skip_declaration(const char *text, size_t size, size_t at)
{
    bool comment = size - at >= 4 && memcmp(text + at, "<!--", 4) == 0;
    const char *end = comment ? "-->" : ">";
    size_t length = strlen(end);
    for (size_t i = at + (comment ? 4 : 2); i + length <= size; i++)
        if (memcmp(text + i, end, length) == 0)
            return i + length;
    return size;
}

static size_t take_name(const char *text, size_t size, size_t at, dct_html_token *out)
{
    size_t start = at;
    while (at < size && is_name(text[at]))
        at++;
    if (at - start < sizeof out->name)
        for (size_t i = start; i < at; i++)
            out->name[i - start] = lower(text[i]);
    return at;
}

static size_t take_value(const char *text, size_t size, size_t at, dct_html_text *value)
{
    char quote = at < size && (text[at] == '"' || text[at] == '\'') ? text[at] : 0;
    size_t start = quote != 0 ? ++at : at;
    while (at < size && (quote != 0 ? text[at] != quote : !is_space(text[at]) && text[at] != '>'))
        at++;
    *value = (dct_html_text){ text + start, at - start };
    return quote != 0 && at < size ? at + 1 : at;
}

static size_t take_attribute(const char *text, size_t size, size_t at, dct_html_token *out)
{
    dct_html_text name = { text + at, 0 }, value = { "", 0 };
    while (at < size && !is_space(text[at]) && text[at] != '=' && text[at] != '>' && text[at] != '/')
        at++;
    name.size = (size_t)(text + at - name.text);
    size_t after = at;
    while (after < size && is_space(text[after]))
        after++;
    if (after < size && text[after] == '=') {
        at = after + 1;
        while (at < size && is_space(text[at]))
            at++;
        at = take_value(text, size, at, &value);
    }
    if (name.size > 0 && out->attribute_count < DCT_HTML_ATTRIBUTES) {
        out->attributes[out->attribute_count].name = name;
        out->attributes[out->attribute_count++].value = value;
    }
    return name.size == 0 && at < size ? at + 1 : at;
}

static size_t take_tag(const char *text, size_t size, size_t at, dct_html_token *out)
{
    at += out->kind == DCT_HTML_CLOSE ? 2 : 1;
    at = take_name(text, size, at, out);
    while (at < size && text[at] != '>') {
        if (is_space(text[at]) || text[at] == '/')
            at++;
        else
            at = take_attribute(text, size, at, out);
    }
    return at < size ? at + 1 : at;
}

static dct_html_kind kind_at(const char *text, size_t size, size_t at)
{
    if (text[at] != '<' || at + 1 >= size)
        return DCT_HTML_TEXT;
    char c = text[at + 1];
    if (is_letter(c))
        return DCT_HTML_OPEN;
    if (c == '!' || c == '?')
        return DCT_HTML_COMMENT;
    return c == '/' && at + 2 < size && is_letter(text[at + 2]) ? DCT_HTML_CLOSE : DCT_HTML_TEXT;
}

void dct_html_next(const char *text, size_t size, size_t *at, dct_html_token *out)
{
    size_t start = *at;
    out->name[0] = 0;
    memset(out->name, 0, sizeof out->name);
    out->attribute_count = 0;
    out->kind = start >= size ? DCT_HTML_END : kind_at(text, size, start);
    switch (out->kind) {
    case DCT_HTML_END: break;
    case DCT_HTML_OPEN:
    case DCT_HTML_CLOSE: *at = take_tag(text, size, start, out); break;
    case DCT_HTML_COMMENT: *at = skip_declaration(text, size, start); break;
    case DCT_HTML_TEXT:
        do
            ++*at;
        while (*at < size && kind_at(text, size, *at) == DCT_HTML_TEXT);
        break;
    }
    out->raw = (dct_html_text){ text + start, *at - start };
}

dct_html_text dct_html_attribute(const dct_html_token *token, const char *name)
{
    for (size_t i = 0; i < token->attribute_count; i++) {
        dct_html_text own = token->attributes[i].name;
        size_t n = 0;
        while (n < own.size && name[n] != 0 && lower(own.text[n]) == name[n])
            n++;
        if (n == own.size && name[n] == 0)
            return token->attributes[i].value;
    }
    return (dct_html_text){ NULL, 0 };
}

/* ---- entities -------------------------------------------------------------------- */

static const struct {
    const char *name, *text;
} entities[] = {
    { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "quot", "\"" }, { "apos", "'" }, { "nbsp", "\xC2\xA0" },
    { "copy", "\xC2\xA9" }, { "reg", "\xC2\xAE" }, { "deg", "\xC2\xB0" }, { "plusmn", "\xC2\xB1" },
    { "micro", "\xC2\xB5" }, { "middot", "\xC2\xB7" }, { "times", "\xC3\x97" }, { "laquo", "\xC2\xAB" },
    { "raquo", "\xC2\xBB" }, { "shy", "" }, { "ndash", "\xE2\x80\x93" }, { "mdash", "\xE2\x80\x94" },
    { "lsquo", "\xE2\x80\x98" }, { "rsquo", "\xE2\x80\x99" }, { "ldquo", "\xE2\x80\x9C" },
    { "rdquo", "\xE2\x80\x9D" }, { "bull", "\xE2\x80\xA2" }, { "hellip", "\xE2\x80\xA6" },
    { "trade", "\xE2\x84\xA2" }, { "larr", "\xE2\x86\x90" }, { "rarr", "\xE2\x86\x92" }, { "euro", "\xE2\x82\xAC" },
};

static bool parse_number(const char *text, size_t size, uint32_t *out)
{
    bool hex = size > 1 && (text[0] == 'x' || text[0] == 'X');
    uint32_t value = 0;
    size_t i = hex ? 1 : 0;
    if (i == size || size > 9)
        return false;
    for (; i < size; i++) {
        char c = lower(text[i]);
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 99;
        if (digit == 99)
            return false;
        value = value * (hex ? 16 : 10) + digit;
    }
    *out = value == 0 ? 0xFFFD : value;
    return true;
}

/* Decodes "name" between & and ;. Returns the bytes written, or SIZE_MAX when it is no entity. */
static size_t decode_one(const char *name, size_t size, char out[8])
{
    uint32_t code;
    if (size > 1 && name[0] == '#' && parse_number(name + 1, size - 1, &code))
        return dct_utf8_encode(code, out);
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (strlen(entities[i].name) == size && memcmp(entities[i].name, name, size) == 0) {
            memcpy(out, entities[i].text, strlen(entities[i].text));
            return strlen(entities[i].text);
        }
    return SIZE_MAX;
}

size_t dct_html_decode(dct_html_text text, char *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < text.size && used + 1 < room;) {
        char decoded[8];
        size_t end = i + 1, size = SIZE_MAX;
        if (text.text[i] == '&') {
            while (end < text.size && end - i < 12 && text.text[end] != ';')
                end++;
            if (end < text.size && text.text[end] == ';')
                size = decode_one(text.text + i + 1, end - i - 1, decoded);
        }
        if (size == SIZE_MAX) {
            out[used++] = text.text[i++];
            continue;
        }
        if (used + size >= room)
            break;
        memcpy(out + used, decoded, size);
        used += size;
        i = end + 1;
    }
    if (room > 0)
        out[used] = 0;
    return used;
}
