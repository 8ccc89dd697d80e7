/* What callers pass when they ask for a person, checked before anything is made of it. */
#ifndef DCT_CONTACT_CHECK_H
#define DCT_CONTACT_CHECK_H

#include "../contact/letter.h"
#include "handle.h"

/* Sticky: the first thing that is wrong is said, what follows gives "". */
typedef struct dct_check {
    docent       *h;
    docent_status status;
} dct_check;

/* NULL is ""; else UTF-8 of at most max bytes. `what` names it: "ticket.body". */
const char *dct_check_text(dct_check *c, const char *what, const char *text, size_t max);
/* One line: control characters are refused, for it may become a header or a line of its own. */
const char *dct_check_line(dct_check *c, const char *what, const char *text);
void dct_check_that(dct_check *c, bool right, const char *what);
/* Into the letter, which borrows all of it. */
void dct_check_where(dct_check *c, const docent_where *where, dct_letter *out);
void dct_check_story(dct_check *c, const docent_story *story, uint32_t count, dct_letter *out);
void dct_check_fields(dct_check *c, const docent_field *fields, uint32_t count, dct_letter *out);
void dct_check_attachments(dct_check *c, const docent_attachment *attachments, uint32_t count);

#endif
