/* Text without what tells who wrote it, for drafts and reports that other people will read: each such piece becomes
 * "[removed]".
 *
 *     names as given, mail addresses, web addresses that hold a key or a person, phone numbers, numbers of orders,
 *     devices and contracts, lines that look like a postal address, greetings and what stands below a closing line
 *
 * It rather takes too much: a person reads the draft before it is published, and knows what belonged there. It cannot know
 * a name that nobody gave. */
#ifndef DCT_REDACT_H
#define DCT_REDACT_H

#include "../base/arena.h"

#define DCT_REMOVED "[removed]"

typedef struct dct_redact {
    dct_arena  *arena;
    const char *known[64]; /* Words and values to take out wherever they stand. */
    uint32_t    known_count;
    uint32_t    removed;   /* Pieces, so far. */
} dct_redact;

void dct_redact_init(dct_redact *r, dct_arena *arena);
/* A name of somebody: each of its words of three letters or more. */
void dct_redact_name(dct_redact *r, const char *name);
/* A value as it stands: a reference, what a form's field holds. Short ones without a digit are everyday words, and stay. */
void dct_redact_value(dct_redact *r, const char *value);
/* A new text in the arena, at most max_bytes; "" when memory is short. letter: it has lines, with greetings and closings. */
const char *dct_redact_text(dct_redact *r, const char *text, size_t max_bytes, bool letter);

#endif
