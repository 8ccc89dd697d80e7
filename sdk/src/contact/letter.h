/* What a person asked, frozen when they pressed send: a tree of values and the JSON bytes that are stored, sent by the webhook
 * as they stand, and read again by every other connector. The id never changes, whatever happens on the way.
 *
 *     {"id": UUIDv7, "conversation": UUIDv7, "seq": 0, "kind": "ticket|callback|chat|forum|feedback",
 *      "part": "create|append|close",
 *      "reference": "K7QM-3XR2", "made": unix seconds, "locale": "de", "subject", "body", "person": {name, email, phone},
 *      "problem", "queue", "priority", "where": {product, audience, version, article}, "fields": {id: value},
 *      "story": [{kind, text, address}], "diagnostics", "window": {from, until}, "device", "opinion",
 *      "attachments": [{name, type, bytes, sha256}]}                                          absent when empty */
#ifndef DCT_LETTER_H
#define DCT_LETTER_H

#include "../base/arena.h"
#include "../base/buf.h"

#include <docent/contact.h>

typedef enum dct_part { DCT_PART_CREATE = 1, DCT_PART_APPEND = 2, DCT_PART_CLOSE = 3 } dct_part;

typedef struct dct_letter_file {
    const char *name, *type, *sha256; /* 64 hex digits: the name of its bytes in the attachments' folder. */
    uint64_t    bytes;
} dct_letter_file;

typedef struct dct_letter {
    const char *id, *conversation, *reference;
    uint32_t    seq;               /* 0 begins a conversation. */
    const char *kind;              /* "ticket", "callback", "chat", "forum", "feedback", "telemetry". */
    dct_part    part;
    int64_t     made, from, until; /* Unix seconds. */
    const char *locale, *subject, *body, *name, *email, *phone, *problem, *queue, *priority; /* "" when absent. */
    const char *product, *audience, *version, *article, *diagnostics, *device, *opinion;
    const docent_field *fields;     uint32_t field_count;
    const docent_story *story;      uint32_t story_count;
    const dct_letter_file *files;   uint32_t file_count;
    bool        late;              /* Not frozen: its window had passed when it was sent; the text for human eyes says so. */
} dct_letter;

/* Compact JSON, the same bytes for the same letter. */
docent_status dct_letter_write(const dct_letter *letter, dct_buf *out, docent_error *err);
/* Texts in the arena. */
docent_status dct_letter_read(const void *data, size_t size, dct_arena *arena, dct_letter *out, docent_error *err);
/* The letter for human eyes (mail, ticket systems, chat, "exactly what will be sent"): body first, then who, when to call, the
 * fields, the story, the diagnostics; in plain text lines. */
docent_status dct_letter_text(const dct_letter *letter, dct_buf *out, docent_error *err);

#endif
