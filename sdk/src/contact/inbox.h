/* What the other side says, exactly once: each message by (connector, remote id), and how far was read, in one transaction.
 * Killed in between, the next poll tells it again, and what is there already is passed by.
 *
 *     poll: found(news) ... found(news) --> dct_news_list (memory) --done--> dct_inbox_take: messages + cursor, one commit
 *     push: news ------------------------------------------------------> dct_inbox_take of one, without a cursor */
#ifndef DCT_INBOX_H
#define DCT_INBOX_H

#include "connector.h"
#include "outbox.h"

/* Copies of what a poll found, until it is stored. */
typedef struct dct_news_list {
    dct_arena  arena;
    dct_news  *items; /* DCT_MAX_NEWS of them; NULL until the first. */
    uint32_t   count;
    bool       full;  /* More than is taken at once: the cursor must not go past it. */
} dct_news_list;

void dct_news_begin(dct_news_list *list, const docent_alloc *alloc);
void dct_news_add(dct_news_list *list, const dct_news *news);
void dct_news_end(dct_news_list *list);
/* Nothing was lost on the way for want of memory or room. */
docent_status dct_news_status(const dct_news_list *list);

typedef struct dct_incoming {
    const char *connector;
    const char *conversation; /* Our id, or "": each of the news names its own by `remote`. */
    const char *cursor;       /* NULL: how far was read does not change. */
    int64_t     poll_ms;      /* When to ask again. */
    const dct_news *news; uint32_t count;
} dct_incoming;

/* Told of each conversation that changed; answers: how many messages came. */
typedef void (*dct_inbox_changed)(void *ctx, const char *conversation, uint32_t answers);

docent_status dct_inbox_take(dct_outbox *o, const dct_incoming *in, dct_inbox_changed changed, void *ctx, docent_error *err);

typedef struct dct_awaited {
    docent_id   id;
    const char *remote, *cursor; /* In the arena. */
    int64_t     changed;         /* Unix seconds: what has been quiet for long is asked for less often. */
} dct_awaited;

/* The conversation of a connector whose poll is due; id "": none. *next_ms as dct_outbox_due(). */
docent_status dct_inbox_due(dct_outbox *o, const char *connector, int64_t now_ms, dct_arena *arena, dct_awaited *out,
                            int64_t *next_ms, docent_error *err);
/* An answer is awaited in some conversation of it. */
docent_status dct_inbox_awaits(dct_outbox *o, const char *connector, bool *out, docent_error *err);
/* Polls later than any wait of ours are of a clock that was set back since. */
docent_status dct_inbox_clock_set(dct_outbox *o, const char *connector, int64_t latest_ms, docent_error *err);
/* Asks for this conversation now. */
docent_status dct_inbox_hurry(dct_outbox *o, const char *conversation, docent_error *err);
/* After the poll of one came to nothing: when to ask again. cursor NULL: unchanged. */
docent_status dct_inbox_polled(dct_outbox *o, const char *conversation, const char *cursor, int64_t poll_ms, docent_error *err);

#endif
