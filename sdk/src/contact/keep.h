/* Small things a device keeps: who it is, what somebody is writing, wrong claim codes, what was agreed to, what servers gave
 * it. */
#ifndef DCT_KEEP_H
#define DCT_KEEP_H

#include "outbox.h"

enum {
    DCT_KEEP_GET = 0, DCT_KEEP_SET, DCT_KEEP_DRAFT_SET, DCT_KEEP_DRAFT_CLEAR, DCT_KEEP_DRAFT_GET, DCT_KEEP_DRAFT_COUNT,
    DCT_KEEP_DRAFTS_CLEAR, DCT_KEEP_AGREED, DCT_KEEP_CREDENTIAL, DCT_KEEP_CREDENTIAL_SET, DCT_KEEP_CURSOR_SET,
    DCT_KEEP_ANSWER, DCT_KEEP_ANSWERS_TRIM, DCT_KEEP_ANSWERS, DCT_KEEP_TALLY, DCT_KEEP_TALLY_TRIM,
    DCT_KEEP_STATEMENTS
};
extern const char *const dct_keep_statements[DCT_KEEP_STATEMENTS];

/* The device's id, made on the first call. */
docent_status dct_keep_device(dct_outbox *o, docent_id *out, docent_error *err);
/* text "" forgets it. */
docent_status dct_keep_draft(dct_outbox *o, const char *key, const char *text, docent_error *err);
/* Appends to out; nothing when there is none. */
docent_status dct_keep_draft_get(dct_outbox *o, const char *key, dct_buf *out, docent_error *err);
docent_status dct_keep_drafts_clear(dct_outbox *o, docent_error *err);
/* That the person agreed to this text, and when. Within a transaction. */
docent_status dct_keep_consent(dct_outbox *o, const char *conversation, const char *text, docent_error *err);
/* Five wrong claim codes shut the door for a minute; it holds over a restart and a clock that is set. */
docent_status dct_keep_claim_open(dct_outbox *o, docent_error *err);
docent_status dct_keep_claim_tried(dct_outbox *o, bool right, docent_error *err);
/* What a server gave this device, and where reading its mailbox goes on; both "" at first. Texts in the arena. */
docent_status dct_keep_connector(dct_outbox *o, const char *id, dct_arena *arena, const char **credential,
                                 const char **cursor, docent_error *err);
docent_status dct_keep_credential(dct_outbox *o, const char *id, const char *credential, docent_error *err);
docent_status dct_keep_cursor(dct_outbox *o, const char *id, const char *cursor, docent_error *err);

#endif
