/* Conversations as a person sees them: lists, messages, what is unread, and who may see which. From the disk alone.
 *
 * `seen` marks what belongs to the person at the device now: made in this session, or claimed with its code. Whatever else
 * is in the file does not exist for the calls here. */
#ifndef DCT_TALKS_H
#define DCT_TALKS_H

#include "outbox.h"

enum {
    DCT_TALK_LIST = 0, DCT_TALK_UNREAD, DCT_TALK_MESSAGES, DCT_TALK_SEEN, DCT_TALK_READ, DCT_TALK_BY_CODE, DCT_TALK_SHOW,
    DCT_TALK_CREATE, DCT_TALK_FILE,
    DCT_IN_BY_REMOTE, DCT_IN_BY_ID, DCT_IN_PUT, DCT_IN_FILE, DCT_IN_ANSWERED, DCT_IN_POLLED, DCT_IN_POLLED_SAME,
    DCT_IN_DUE, DCT_IN_NEXT,
    DCT_IN_ANY, DCT_IN_DOUBT, DCT_IN_FUTURE, DCT_IN_WATCH, DCT_IN_REMOTE, DCT_IN_REFERENCE,
    DCT_TALK_STATEMENTS
};
extern const char *const dct_talk_statements[DCT_TALK_STATEMENTS];

typedef struct dct_view_of {
    int64_t now_s;
    bool    connected;                                       /* A connector is configured. */
    const char *(*say)(void *ctx, const char *english);      /* Into the person's language. */
    void   *ctx;
} dct_view_of;

docent_status dct_talks_open(dct_outbox *o, const dct_view_of *view, docent_conversations **out, docent_error *err);
docent_status dct_talks_unread(dct_outbox *o, uint32_t *out, docent_error *err);
docent_status dct_messages_open(dct_outbox *o, const char *conversation, docent_messages **out, docent_error *err);
/* DOCENT_ERR_MISSING unless there is such a conversation and it may be seen. */
docent_status dct_talks_may_see(dct_outbox *o, const char *conversation, docent_error *err);
docent_status dct_talks_read(dct_outbox *o, const char *conversation, docent_error *err);
/* By claim code or reference, as typed. */
docent_status dct_talks_claim(dct_outbox *o, const char *code, docent_id *out, docent_error *err);
/* "" when none was configured when it was made. */
docent_status dct_talks_connector(dct_outbox *o, const char *conversation, char out[DCT_MAX_ID_BYTES + 1], docent_error *err);
/* The server's name for it, "" at first; both in the arena. */
docent_status dct_talks_remote(dct_outbox *o, const char *conversation, dct_arena *arena, const char **connector,
                               const char **remote, docent_error *err);
docent_status dct_talks_reference(dct_outbox *o, const char *conversation, dct_arena *arena, const char **out, docent_error *err);
/* The letter that began it. */
docent_status dct_talks_create(dct_outbox *o, const char *conversation, dct_row *out, docent_error *err);
docent_status dct_talks_attachment(dct_outbox *o, const char *message, uint32_t index, char name[257], docent_asset **out,
                                   docent_error *err);

#endif
