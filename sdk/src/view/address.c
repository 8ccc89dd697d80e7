#include "address.h"

#include "../base/limits.h"
#include "../base/percent.h"

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
    { DCT_PAGE_ASK, "ask", PART_QUERY },
};

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
        return strncmp(rest, "?q=", 3) == 0 && dct_percent_decode_to(rest + 3, strlen(rest + 3), out->query, sizeof out->query);
    }
    const char *hash = strchr(rest, '#');
    size_t size = hash == NULL ? strlen(rest) : (size_t)(hash - rest);
    if (hash != NULL && !dct_percent_decode_to(hash + 1, strlen(hash + 1), out->anchor, sizeof out->anchor))
        return false;
    if (size == 0)
        return takes != PART_ID && (hash == NULL || takes == PART_NONE);
    return takes != PART_NONE && rest[0] == '/' && size > 1 && dct_percent_decode_to(rest + 1, size - 1, out->id, sizeof out->id);
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

void dct_address_format(const dct_address *a, dct_buf *out)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].page == a->page)
            dct_buf_add_text(out, forms[i].word);
    if (a->page == DCT_PAGE_SEARCH || (a->page == DCT_PAGE_ASK && a->query[0] != 0)) {
        dct_buf_add_text(out, "?q=");
        dct_percent_encode(a->query, out);
    }
    if (a->id[0] != 0) {
        dct_buf_add_byte(out, '/');
        dct_percent_encode(a->id, out);
    }
    if (a->anchor[0] != 0) {
        dct_buf_add_byte(out, '#');
        dct_percent_encode(a->anchor, out);
    }
}
