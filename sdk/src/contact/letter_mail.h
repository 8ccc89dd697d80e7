/* A letter as a mail: for the mail connector, and for a person who takes it along as a file (.eml).
 *
 *     From, Reply-To   device+CONVERSATION@...   an answer finds its way by the address alone
 *     Message-ID       <LETTER.CONVERSATION.docent@...>   the same however often it is sent
 *     References       <CONVERSATION.docent@...>          mail programs show one thread */
#ifndef DCT_LETTER_MAIL_H
#define DCT_LETTER_MAIL_H

#include "mime.h"

typedef struct dct_mail_way {
    const char *to;           /* "": left out; whoever opens the file fills it in. */
    const char *from;         /* Of this request: the person's answers come here too. "": left out. */
    const char *from_name;    /* Of the device; the person's name counts more. */
    const char *domain;       /* Of message ids. */
    const void *sealed;       /* Not NULL: goes as an attachment instead of a text. */
    size_t      sealed_bytes;
    dct_read_file read; void *read_ctx;
} dct_mail_way;

/* In the arena; borrows the letter and the way for its life. NULL when memory is short. */
dct_mime *dct_letter_mail(const dct_letter *letter, const dct_mail_way *way, dct_arena *arena);
/* <LETTER.CONVERSATION.docent@DOMAIN> */
const char *dct_mail_message_id(const dct_letter *letter, const char *domain, dct_arena *arena);
/* Out of any text that holds such a name (References, In-Reply-To): the conversation, 36 characters; NULL. letter (may be
 * NULL) gets the letter's id where the name has one, else "". */
const char *dct_mail_thread(dct_arena *arena, const char *text, const char **letter);

#endif
