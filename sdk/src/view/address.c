#include "address.h"

#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>

typedef enum part { PART_NONE, PART_ID, PART_OPTIONAL_ID, PART_QUERY } part;

static const struct {
    dct_page    page;
    const char *word;
    part        takes;
} forms[] = {
    { DCT_PAGE_HOME, "home", PART_NONE },
    { DCT_PAGE_TOC, "toc", PART_OPTIONAL_ID },
    { DCT_PAGE_SEARCH, "search", PART_QUERY },
    { DCT_PAGE_ARTICLE, "article", PART_ID },
    { DCT_PAGE_STEPS, "steps", PART_ID },
    { DCT_PAGE_FIX, "fix", PART_ID },
    { DCT_PAGE_TICKET, "contact/ticket", PART_NONE },
    { DCT_PAGE_CHAT, "contact/chat", PART_NONE },
    { DCT_PAGE_CALLBACK, "contact/callback", PART_NONE },
    { DCT_PAGE_REQUESTS, "contact/requests", PART_NONE },
    { DCT_PAGE_REQUEST, "contact/request", PART_ID },
    { DCT_PAGE_CLAIM, "contact/claim", PART_NONE },
    { DCT_PAGE_CONTACT, "contact", PART_NONE },
    { DCT_PAGE_BOOKMARKS, "bookmarks", PART_NONE },
    { DCT_PAGE_SETTINGS, "settings", PART_NONE },
};

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes text[0..size) into out; false when it does not fit, is no UTF-8 or has a control character. */
static bool decode(const char *text, size_t size, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%' && i + 2 < size && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            c = (char)(hex(text[i + 1]) << 4 | hex(text[i + 2]));
            i += 2;
        }
        if (n + 1 >= room || (unsigned char)c < 0x20)
            return false;
        out[n++] = c;
    }
    out[n] = 0;
    return dct_utf8_valid(out, n);
}

static const char *after_word(const char *text, const char *word)
{
    size_t size = strlen(word);
    return strncmp(text, word, size) == 0 ? text + size : NULL;
}

static bool parse_rest(part takes, const char *rest, dct_address *out)
{
    if (takes == PART_QUERY) {
        if (*rest == 0)
            return true;
        return strncmp(rest, "?q=", 3) == 0 && decode(rest + 3, strlen(rest + 3), out->query, sizeof out->query);
    }
    const char *hash = strchr(rest, '#');
    size_t size = hash == NULL ? strlen(rest) : (size_t)(hash - rest);
    if (hash != NULL && !decode(hash + 1, strlen(hash + 1), out->anchor, sizeof out->anchor))
        return false;
    if (size == 0)
        return takes != PART_ID && (hash == NULL || takes == PART_NONE);
    return takes != PART_NONE && rest[0] == '/' && size > 1 && decode(rest + 1, size - 1, out->id, sizeof out->id);
}

bool dct_address_parse(const char *text, dct_address *out)
{
    memset(out, 0, sizeof *out);
    if (strlen(text) > DCT_MAX_ADDRESS_BYTES)
        return false;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *rest = after_word(text, forms[i].word);
        if (rest == NULL)
            continue;
        dct_address address = { forms[i].page, "", "", "" };
        if (parse_rest(forms[i].takes, rest, &address)) {
            *out = address;
            return true;
        }
    }
    return false;
}

static void encode(const char *text, dct_buf *out)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *text != 0; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = c > 0x20 && c < 0x7F && strchr("%#?&\"<>\\^`{|}", c) == NULL;
        if (plain) {
            dct_buf_add_byte(out, c);
        } else {
            dct_buf_add_byte(out, '%');
            dct_buf_add_byte(out, (unsigned char)digits[c >> 4]);
            dct_buf_add_byte(out, (unsigned char)digits[c & 15]);
        }
    }
}

void dct_address_format(const dct_address *a, dct_buf *out)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].page == a->page)
            dct_buf_add_text(out, forms[i].word);
    if (a->page == DCT_PAGE_SEARCH) {
        dct_buf_add_text(out, "?q=");
        encode(a->query, out);
    }
    if (a->id[0] != 0) {
        dct_buf_add_byte(out, '/');
        encode(a->id, out);
    }
    if (a->anchor[0] != 0) {
        dct_buf_add_byte(out, '#');
        encode(a->anchor, out);
    }
}
