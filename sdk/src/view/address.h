/* Places as text: the navigation API, the history entry, the deep link, the kiosk's start page and the test's language.
 *
 *   home   toc   toc/CATEGORY   search?q=WORDS   article/ID#ANCHOR   steps/ID#step-N   fix/ID#SCREEN
 *   contact   contact/ticket   contact/chat   contact/callback   contact/requests   contact/request/ID   contact/claim
 *   bookmarks   settings   ask   ask?q=WORDS
 *
 * Parts are percent-encoded (RFC 3986); a fix-it guide that has ended is fix/ID#solved. */
#ifndef DCT_VIEW_ADDRESS_H
#define DCT_VIEW_ADDRESS_H

#include "../base/buf.h"

typedef enum dct_page {
    DCT_PAGE_NONE = 0, DCT_PAGE_HOME, DCT_PAGE_TOC, DCT_PAGE_SEARCH, DCT_PAGE_ARTICLE, DCT_PAGE_STEPS,
    DCT_PAGE_FIX, DCT_PAGE_CONTACT, DCT_PAGE_TICKET, DCT_PAGE_CHAT, DCT_PAGE_CALLBACK,
    DCT_PAGE_REQUESTS, DCT_PAGE_REQUEST, DCT_PAGE_CLAIM,
    DCT_PAGE_BOOKMARKS, DCT_PAGE_SETTINGS, DCT_PAGE_ASK
} dct_page;

typedef struct dct_address {
    dct_page page;
    char     id[257];     /* Of an article, guide, category or conversation; "" if none. */
    char     anchor[257]; /* "" if none. */
    char     query[513];  /* The words of a search or a question. */
} dct_address;

/* False when `text` is no address. */
bool dct_address_parse(const char *text, dct_address *out);
/* Appends the canonical text. */
void dct_address_format(const dct_address *address, dct_buf *out);

#endif
