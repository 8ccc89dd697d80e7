/* What Request Tracker's REST 2 answers. Any bytes may come: ids are digits or nothing, texts are made fit for a screen. */
#ifndef DCT_RT_ANSWER_H
#define DCT_RT_ANSWER_H

#include "connector.h"

#define DCT_RT_PARTS 16u /* Attachments of one message that are asked for. */

typedef struct dct_rt_ticket {
    const char *id;      /* Of the ticket it became: after a merge another than was asked for. */
    const char *status;
    const char *value;   /* Of our custom field; "" when it has none. */
    bool        field;   /* The ticket has that field, and we may see it. */
} dct_rt_ticket;

/* One correspondence. */
typedef struct dct_rt_said {
    uint64_t    id;
    int64_t     at;      /* Unix seconds; 0 when it is not told. */
    const char *author, *subject;
    const char *parts[DCT_RT_PARTS];
    uint32_t    part_count;
} dct_rt_said;

typedef struct dct_rt_part {
    const char *type, *name;
    const void *data;    /* NULL: it only holds other parts. Zero-terminated. */
    size_t      bytes;
} dct_rt_part;

/* 1 to 18 digits, not all zero. */
bool dct_rt_id_ok(const char *id);
/* To a POST of a ticket: its id; NULL when there is none in it. */
const char *dct_rt_made(dct_arena *arena, const char *text, size_t size);
/* To a search for tickets: false when it is no such answer. *id: the first one's, "" when there is none. */
bool dct_rt_found(dct_arena *arena, const char *text, size_t size, const char **id);
bool dct_rt_ticket_read(dct_arena *arena, const char *field, const char *text, size_t size, dct_rt_ticket *out);
/* To a search for transactions: at most `room` in ascending order; -1 when it is no such answer. */
int dct_rt_list(dct_arena *arena, const char *text, size_t size, dct_rt_said *out, uint32_t room);
bool dct_rt_part_read(dct_arena *arena, const char *text, size_t size, dct_rt_part *out);
/* Does the queue have this custom field for tickets? */
bool dct_rt_queue_has(const char *text, size_t size, const char *field);
/* What it says went wrong, {"message": ...} or [...]; "" when it says nothing. */
const char *dct_rt_error(dct_arena *arena, const char *text, size_t size);

#endif
