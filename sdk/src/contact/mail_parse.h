/* A mail read: any bytes that a stranger sent. What comes out is for a conversation's page: who, when, what they wrote without
 * what they quoted, and the files that came along.
 *
 *     headers -> tree of parts (at most 8 deep, 64 in all) -> first plain text, else HTML as text -> without quotes
 *
 * It checks no signature and follows no link. */
#ifndef DCT_MAIL_PARSE_H
#define DCT_MAIL_PARSE_H

#include "../base/arena.h"

#define DCT_MAIL_FILES 32u

typedef struct dct_mail_file {
    const char *name, *type;
    const void *data;
    size_t      bytes;
} dct_mail_file;

typedef struct dct_mail {
    const char *message_id, *in_reply_to, *references; /* "" when absent, as all texts here. */
    const char *from_name, *from, *subject;
    const char *recipients;    /* To, Cc and what servers note of the envelope, one after another. */
    int64_t     date;          /* Unix seconds; INT64_MIN when absent. */
    bool        automatic;     /* A machine's: away, not delivered. */
    const char *text;          /* "" when only the headers were read. */
    dct_mail_file files[DCT_MAIL_FILES];
    uint32_t    file_count;
} dct_mail;

/* All of it in the arena. False: memory was short (the arena says which bound). Every sequence of bytes is some mail. */
bool dct_mail_read(const char *data, size_t size, dct_arena *arena, dct_mail *out);

#endif
