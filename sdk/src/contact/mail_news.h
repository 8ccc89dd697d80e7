/* Answers in a mailbox: what IMAP says of them, and a mail as news for its conversation. */
#ifndef DCT_MAIL_NEWS_H
#define DCT_MAIL_NEWS_H

#include "connector.h"

/* "* SEARCH 3 5 7": the numbers above `above`, ascending, at most `room`. False: that is no such answer, which is not the same as
 * one without a number. */
bool dct_mail_uids(const char *answer, uint32_t above, uint32_t *out, uint32_t room, uint32_t *count);
/* "* STATUS INBOX (UIDVALIDITY 17 UIDNEXT 43)". False: that is no such answer. */
bool dct_mail_status(const char *answer, uint32_t *validity, uint32_t *next);
/* Tells task.found of it when it belongs to a conversation: sent to before + UUID + after, or an answer to a mail of ours.
 * DOCENT_ERR_NOMEM, or DOCENT_ERR_CORRUPT when these bytes are no mail that a search could have found. */
docent_status dct_mail_news(dct_task *t, const char *before, const char *after, const char *mail, size_t size);

#endif
