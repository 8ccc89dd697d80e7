/* What may become of a letter, as one table: every change of a row's state goes through dct_state_after().
 *
 *     WAITING --agreed--> QUEUED <------------------------- not sent, later ---------------------------+
 *        ^                 |  ^  \--upload--> UPLOADING --uploaded--\                                   |
 *        +--window passed--+  |                                      \                                  |
 *                             |       send: written and synced before the first byte leaves --> SENDING-+--> DELIVERED -> ACKED
 *                             |                                                                  |  |  \--refused--> HELD
 *                             +-- absent -- DOUBTFUL <--- cut, slow, 5xx, restart ---------------+  \--auth--> BLOCKED
 *                                             |  ^                                                          (enrolled: QUEUED)
 *                                     repeat  v  | not sent, later, auth, cut ...
 *                                          REPEATING --done--> DELIVERED        the server knows the id, or twice is allowed
 *
 * From SENDING, REPEATING and DOUBTFUL nothing leads back to QUEUED but a server's word that it is not there, or the
 * certainty that no byte of this letter ever left. */
#ifndef DCT_STATES_H
#define DCT_STATES_H

#include <docent/contact.h>

typedef enum dct_letter_state {
    DCT_LETTER_NONE = 0,
    DCT_LETTER_WAITING = 1,   /* For a person: consent, or a window that has passed. */
    DCT_LETTER_QUEUED = 2,
    DCT_LETTER_HELD = 3,      /* Refused; or it may have arrived and may not be sent twice. */
    DCT_LETTER_BLOCKED = 8,   /* From here to 15: the courier's hand is on it (store/schema.h: letter_afoot). */
    DCT_LETTER_UPLOADING = 9,
    DCT_LETTER_SENDING = 10,
    DCT_LETTER_REPEATING = 11,
    DCT_LETTER_DOUBTFUL = 12,
    DCT_LETTER_DELIVERED = 16,/* From here on: a server has it. */
    DCT_LETTER_ACKED = 17     /* And says so once more by itself: it came back in a poll, or was answered. */
} dct_letter_state;
#define DCT_LETTER_FINISHED 16

typedef enum dct_letter_event {
    DCT_SAYS_AGREED = 0,  /* The person consents, or says that it is still wanted. */
    DCT_SAYS_EXPIRED,     /* The window passed before it left. */
    DCT_SAYS_UPLOAD,      /* Its attachments go ahead. */
    DCT_SAYS_SEND,        /* The first byte may leave after this is on the disk. */
    DCT_SAYS_REPEAT,      /* The same, of what may be there already. */
    DCT_SAYS_DONE,
    DCT_SAYS_NOT_SENT,
    DCT_SAYS_LATER,
    DCT_SAYS_REFUSED,
    DCT_SAYS_AUTH,
    DCT_SAYS_DOUBT,
    DCT_SAYS_FOUND,       /* A look-up, or the letter come back, shows that it arrived. */
    DCT_SAYS_ABSENT,      /* A look-up shows that it did not. */
    DCT_SAYS_GIVE_UP,     /* It can neither be looked up nor repeated, and twice is not allowed. */
    DCT_SAYS_RESTART,     /* The process begins anew. */
    DCT_SAYS_ENROLLED,    /* There is a credential (again). */
    DCT_SAYS_RETRY,       /* Somebody wants a held one to be tried again. */
    DCT_SAYS_WITHDRAW,    /* The row is deleted. */
    DCT_SAYS_COUNT
} dct_letter_event;

/* DCT_LETTER_NONE when that cannot happen in this state: the row stays as it is. WITHDRAW gives the state itself where it is
 * allowed. */
dct_letter_state dct_state_after(dct_letter_state state, dct_letter_event event);
bool dct_state_known(int64_t number);
/* Waiting for the server's word: what left may be there. */
bool dct_state_may_be_there(dct_letter_state state);
/* What a person is told of one letter. */
docent_request_state dct_state_shown(dct_letter_state state);
const char *dct_state_name(dct_letter_state state);
const char *dct_event_name(dct_letter_event event);

#endif
