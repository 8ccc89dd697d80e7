/* What a request asks for: one table, from which the page is drawn, drafts are kept and what is missing is found.
 *
 *   the problem's own fields (author) ..  EXTRA, EXTRA + 1 ...   one of type e-mail or phone is EMAIL or PHONE itself
 *   name, e-mail, phone (ours)        ..  NAME, EMAIL, PHONE     whatever the problem does not ask for
 *
 * Pure: it knows the desk and the state, no box and no disk. */
#ifndef DCT_VIEW_FORMS_H
#define DCT_VIEW_FORMS_H

#include "content.h"
#include "state.h"

typedef struct dct_question {
    dct_field                field;
    docent_field_type        type;
    bool                     required;
    const char              *id;      /* The author's name for it; "" for ours. */
    const char              *label, *hint, *consent;
    const docent_form_field *asked;   /* The author's; NULL for ours: label and hint are English then. */
} dct_question;

#define DCT_MAX_QUESTIONS (DCT_MAX_EXTRA + 4u)

/* The problem that was picked; NULL when none, or when it is not offered any more. */
const docent_problem *dct_form_problem(const dct_content *c, const dct_state *s);
/* Of the page the state is on (TICKET, CALLBACK), in the order they are shown; the letter itself is not among them. */
uint32_t dct_form_questions(const dct_content *c, const dct_state *s, dct_question out[DCT_MAX_QUESTIONS]);
/* What is wrong with an answer, in English for dct_tr(); NULL when nothing is. */
const char *dct_form_wrong(const dct_question *question, const char *text);
/* The first field that keeps the request from being sent; DCT_FIELD_NONE when it can be sent. */
dct_field dct_form_missing(const dct_content *c, const dct_state *s);
/* Asked for on every ticket: what is wrong with the letter itself. */
const char *dct_form_wrong_letter(const dct_state *s);
/* "" or a window "FROM-UNTIL": when to call. False when it is none. */
bool dct_form_window(const char *text, int64_t *from, int64_t *until);

#endif
