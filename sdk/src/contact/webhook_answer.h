/* What a webhook's receiver answers. None of it is needed, and none of it is trusted: addresses count only at the origin the
 * operator configured, so that an answer can never send a token elsewhere.
 *
 *     to a letter:   {"id": "1042", "ref": "#1042", "url": "/requests/1042", "poll": "/requests/1042/messages"}
 *     to a poll:     {"state": "open", "messages": [{"id": "7", "at": 1763800000, "author": "Ada", "text": "...",
 *                     "origin": "our letter's id, when it is our own message", "files": [{"name", "type", "bytes"}]}]} */
#ifndef DCT_WEBHOOK_ANSWER_H
#define DCT_WEBHOOK_ANSWER_H

#include "connector.h"

typedef struct dct_webhook_place {
    const char *id, *url, *poll; /* "" when not told. */
} dct_webhook_place;

/* Makes task.out_remote (and out_ref) of an answer to a letter; what is not understood is as if nothing had been said:
 * then `own_id` is the remote's id, and false is
 * returned. */
bool dct_webhook_place_take(dct_task *t, const char *origin, const char *own_id, const char *text, size_t size);
/* Reads what the above made. origin: as above; an address that is not there any more is "". */
void dct_webhook_place_read(const char *remote, const char *origin, dct_arena *arena, dct_webhook_place *out);
/* Calls task.found for each message, in the order they are given. False: that was no such answer. */
bool dct_webhook_news(dct_task *t, const char *text, size_t size);
/* A sentence for a person out of {"error": "..."}; "" when there is none. */
const char *dct_webhook_error(dct_arena *arena, const char *text, size_t size);
/* "https://desk.example:8443" of an address: all before its path. */
const char *dct_webhook_origin(dct_arena *arena, const char *url);

#endif
