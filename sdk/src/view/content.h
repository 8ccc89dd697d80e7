/* What the page shows, fetched from <docent/docent.h>: the only file that asks the library for articles and lists. */
#ifndef DCT_VIEW_CONTENT_H
#define DCT_VIEW_CONTENT_H

#include "address.h"

#include "../base/limits.h"

#include <docent/article.h>
#include <docent/ask.h>
#include <docent/contact.h>

#define DCT_DEFLECT 3u /* Answers beside a request that is being written: more is not read while one writes. */

/* What the host adds to a request: taken when its form is opened, so that it can be shown as it will be sent. */
typedef struct dct_evidence {
    bool          taken;
    dct_buf       diagnostics, log;
    docent_asset *screen;          /* A PNG; NULL when there is none. */
    int32_t       width, height;
} dct_evidence;

/* Where the person is, as the program says: "" for what it does not. What they took away is in dct_state.context_off. */
typedef enum dct_context_kind {
    DCT_CONTEXT_PRODUCT = 0, DCT_CONTEXT_VERSION, DCT_CONTEXT_AUDIENCE, DCT_CONTEXT_SCREEN, DCT_CONTEXT_COUNT
} dct_context_kind;

typedef struct dct_context {
    char values[DCT_CONTEXT_COUNT][DCT_MAX_ID_BYTES + 1];
} dct_context;

typedef struct dct_content {
    docent         *h;
    docent_article *article;    /* ARTICLE, STEPS, FIX. */
    docent_hits    *related;    /* Of the article. */
    docent_article *answer;     /* SEARCH: the page that is the answer; NULL when it takes a list. */
    docent_hits    *hits;       /* SEARCH, TOC, BOOKMARKS. */
    docent_hits    *nearby;     /* SEARCH without a hit: what is nearest (nearby.c); NULL when nothing is. */
    docent_hits    *top, *categories; /* HOME; ASK: what is asked often. */
    docent_ask     *ask;        /* Always: the conversation with the help (asking.c); NULL before the first question. */
    docent_contact *contact;    /* Always, NULL when the author gave none. */
    int64_t         contact_minute;
    docent_desk    *desk;       /* Always, NULL when memory is short or the rules cannot be read. */
    uint32_t        unread;     /* Answers nobody has seen. */
    docent_hits    *deflect;    /* TICKET: what may answer it already. */
    dct_evidence    evidence;   /* TICKET, and kept until it is sent. */
    docent_conversations *conversations;      /* REQUESTS, REQUEST, CHAT. */
    const docent_conversation *conversation;  /* REQUEST, CHAT: the one that is shown; NULL: a chat that has not begun. */
    docent_messages *messages;
    docent_chat_state chat;
    int64_t         unix_s;
    bool            bookmarked; /* This address. */
    uint32_t        limit;      /* Results a search page shows; set before loading. */
    dct_context     context;    /* Set before loading, as is what does not count: bits by dct_context_kind. */
    uint32_t        context_off;
} dct_content;

/* People look at three results; ten are shown, and more when asked for. */
#define DCT_RESULTS_FIRST 10u
#define DCT_RESULTS_MORE 20u

void dct_content_init(dct_content *c, docent *h);
/* Fetches for an address. On failure what was there stays. */
docent_status dct_content_load(dct_content *c, const dct_address *address);
/* Recomputes what is open now. True when it changed what a page shows: at most once a minute. */
bool dct_content_tick(dct_content *c, int64_t unix_s);
void dct_content_close(dct_content *c);

/* What counts of where the person is; NULL when it is not known or was taken away. */
const char *dct_content_context(const dct_content *c, dct_context_kind kind);

/* ---- content_contact.c: what pages about reaching a person show ---- */

docent_status dct_contact_load(dct_content *fresh, const dct_address *address);
void dct_contact_drop(dct_content *c);
/* What can be offered now, and how many answers are new. True when it differs. */
bool dct_contact_tick(dct_content *c);
/* Looks for what may answer `words` already. True when something else is found than before. */
bool dct_contact_deflect(dct_content *c, const char *words);
/* Asks the host for what it adds. At once, once: until dct_evidence_drop(). */
void dct_evidence_take(dct_content *c);
void dct_evidence_drop(dct_content *c);
/* Where the person is, as requests say it. Borrowed from `c`. */
docent_where dct_contact_where(const dct_content *c);
/* The name of a message's file; "" when it cannot be read. */
void dct_contact_file_name(const dct_content *c, const docent_id *message, uint32_t index, char name[257]);
/* How far the shop's clocks are ahead of UTC at a moment. */
int64_t dct_contact_offset_s(const dct_content *c, int64_t unix_s);

/* "article/ID" or "fix/ID": what a bookmark of this place is called. False for pages that cannot be bookmarked. */
bool dct_content_bookmark_address(const dct_address *address, dct_buf *out);
/* The index of the screen `anchor` names in a guide, the first when it is ""; UINT32_MAX if there is none. */
uint32_t dct_content_screen(const docent_article *guide, const char *anchor);
/* The index of the step-th STEP, from 1; UINT32_MAX past the end. */
uint32_t dct_content_step(const docent_article *article, uint32_t step);
uint32_t dct_content_step_count(const docent_article *article);
/* Where a step stands in its own list: the place from 1, and how many there are. */
void dct_content_step_place(const docent_article *article, uint32_t index, uint32_t *place, uint32_t *count);
/* The number in "step-N"; 0 when it is none. */
uint32_t dct_step_of_anchor(const char *anchor);

#endif
