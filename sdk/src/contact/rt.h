/* What the files of the RT connector share: connect_rt.c (settings, look-ups), rt_letter.c and rt_poll.c (what the desk says). */
#ifndef DCT_RT_H
#define DCT_RT_H

#include "connector.h"
#include "rt_answer.h"
#include "setting.h"
#include "task.h"

typedef struct dct_rt {
    dct_arena   arena;
    const char *url;       /* Up to "/REST/2.0/". */
    const char *queue, *field, *requestor, *closed;
    const char *token;     /* "Authorization: token ..." */
    dct_wire    wire;
} dct_rt;

enum dct_rt_place {
    DCT_RT_MADE = 1, DCT_RT_SAID, DCT_RT_CLOSED, /* A letter left. */
    DCT_RT_FOUND, DCT_RT_FOUND_SUBJECT, DCT_RT_LISTED, DCT_RT_QUEUE,
    DCT_RT_TICKET,                               /* Looked at after one of the above, or before the next. */
    DCT_RT_POLL_TICKET, DCT_RT_POLL_MERGE, DCT_RT_POLL_LIST, DCT_RT_POLL_PART
};

/* Sends r, of which method and body are set, to REST/2.0/path. line: one more header, or ""; NULL of either: memory was short. */
void dct_rt_ask(dct_connector *c, dct_task *t, docent_request *r, const char *path, const char *line, int next);
/* The task's letter with its files. */
void dct_rt_post(dct_connector *c, dct_task *t, const char *path, int next);
/* GET REST/2.0/path; path NULL: memory was short. tag: If-None-Match, or "". */
void dct_rt_get(dct_connector *c, dct_task *t, const char *path, const char *tag, int next);
/* The correspondence of a ticket, by us or by all others, with ids above `after`; and that of the ticket it was merged into (or
 * itself) with ids above `merged`, too: what was said there before is not for us. */
void dct_rt_ask_list(dct_connector *c, dct_task *t, const char *also, bool by_us, uint64_t after, uint64_t merged, int next);
/* Which transaction merged it, if it was. */
void dct_rt_ask_merge(dct_connector *c, dct_task *t, int next);
/* Ends the task with the server's own words, or with the exchange's. */
void dct_rt_end(dct_task *t, dct_verdict v);
/* The status is one of those in which nobody works on it. */
bool dct_rt_is_closed(const dct_rt *rt, const char *status);

void dct_rt_poll(dct_connector *c, dct_task *t);
void dct_rt_poll_step(dct_connector *c, dct_task *t);

#endif
