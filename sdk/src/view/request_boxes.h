/* What pages about requests share. */
#ifndef DCT_VIEW_REQUEST_BOXES_H
#define DCT_VIEW_REQUEST_BOXES_H

#include "pages.h"

/* "Answer by Tuesday, 14:00" and how long answers took of late; nothing when nothing is promised. */
void dct_promise_line(dct_build *b, dct_box *column, int64_t answer_by);
/* In words: "Received". */
const char *dct_request_state_text(dct_build *b, docent_request_state state);
const char *dct_request_state_icon(docent_request_state state);
/* "Message", "Call-back", "Chat". */
const char *dct_request_kind_text(dct_build *b, docent_request_kind kind);
const char *dct_request_kind_icon(docent_request_kind kind);
/* saved > sent > received > answered: where it is. */
void dct_request_steps(dct_build *b, dct_box *column, docent_request_state state);
/* A button for each way to write or be called that is offered now. */
void dct_way_buttons(dct_build *b, dct_box *parent);
/* A number of new answers, in a circle; nothing for 0. Silent: whoever shows it says it. */
void dct_count_badge(dct_build *b, dct_box *parent, uint32_t count);

/* A QR code of at most so many pixels; NULL when the program makes none, or none that fits. */
dct_box *dct_code_box(dct_build *b, dct_box *parent, const char *text, float room);
/* Reference, code, the server's number. */
void dct_receipt_line(dct_build *b, dct_box *column, const docent_conversation *c);
void dct_request_receipt(dct_build *b, dct_box *column, const docent_conversation *c);
/* What can be done with it. */
void dct_request_tools(dct_build *b, dct_box *column, const docent_conversation *c);
/* Was the answer good? Once there is one. */
void dct_satisfied_boxes(dct_build *b, dct_box *column, const docent_conversation *c);

/* ---- of a form, below its fields (page_ticket.c) ---- */
void dct_along_boxes(dct_build *b, dct_box *parent);
void dct_consent_boxes(dct_build *b, dct_box *column);
void dct_missing_box(dct_build *b, dct_box *column);
/* Where nothing leaves by itself, that is said before send is pressed. */
void dct_unconnected_box(dct_build *b, dct_box *column);
void dct_failed_box(dct_build *b, dct_box *column);

/* This way is not offered here: says so and gives the ways that work. */
void dct_page_not_offered(dct_build *b, dct_box *page, const char *icon, const char *title);

#endif
