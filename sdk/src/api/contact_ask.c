/* Asking for a person: what was passed becomes a letter with a route, and is on the disk before the call returns. */
#include "contact_check.h"
#include "reach.h"
#include "shelf.h"

#include "../base/limits.h"
#include "../contact/tally.h"
#include "../contact/talks.h"
#include "background.h"

#include <string.h>

/* A struct of a program built with an older header is shorter. */
static bool take(void *to, size_t size, const void *from, uint32_t from_size, size_t least)
{
    memset(to, 0, size);
    if (from == NULL || from_size < least || from_size > 4096)
        return false;
    memcpy(to, from, from_size < size ? from_size : size);
    return true;
}

/* ---- routes ---- */

static void empty(dct_letter *l)
{
    memset(l, 0, sizeof *l);
    l->locale = l->subject = l->body = l->name = l->email = l->phone = l->problem = l->queue = l->priority = "";
    l->product = l->audience = l->version = l->article = l->diagnostics = l->device = l->opinion = "";
    l->id = l->conversation = l->reference = "";
    l->part = DCT_PART_CREATE;
}

static void route(docent *h, dct_desk *desk, dct_posting *p)
{
    dct_letter *l = &p->letter;
    const docent_clock *clock = dct_handle_clock(h);
    dct_route to;
    dct_question q = { l->kind, l->problem, l->product, l->audience, l->version, l->article, l->locale,
                       clock->unix_ms(clock->ctx) / 1000 };
    dct_desk_route(desk, &q, &to);
    p->connector = to.connector;
    l->queue = to.queue;
    l->priority = to.priority;
    p->answer_by = to.answer_by;
}

static docent_status post(docent *h, dct_reach *r, dct_desk *desk, dct_posting *p, docent_id *out)
{
    p->seal = dct_desk_seal(desk);
    docent_status status = dct_outbox_put(&r->outbox, p, out, &h->error);
    if (status == DOCENT_OK) {
        dct_reach_watch_room(h, r, p->attachment_count > 0);
        dct_reach_wake(h);
    }
    return status;
}

static docent_status ask(docent *h, dct_reach *r, dct_desk *desk, dct_posting *p, docent_id *out)
{
    route(h, desk, p);
    p->consent = dct_desk_consent(desk, p->letter.locale);
    p->must_consent = *p->consent != 0 || p->kind == DOCENT_REQUEST_FORUM; /* What is public needs a word of its own. */
    return post(h, r, desk, p, out);
}

/* ---- tickets ---- */

static void read_ticket(dct_check *c, const docent_ticket *t, dct_letter *l)
{
    l->subject = dct_check_line(c, "ticket.subject", t->subject);
    l->body = dct_check_text(c, "ticket.body", t->body, DCT_MAX_TEXT_BYTES);
    l->name = dct_check_line(c, "ticket.name", t->name);
    l->email = dct_check_line(c, "ticket.email", t->email);
    l->phone = dct_check_line(c, "ticket.phone", t->phone);
    l->problem = dct_check_line(c, "ticket.problem", t->problem);
    l->diagnostics = dct_check_text(c, "ticket.diagnostics", t->diagnostics, DCT_MAX_DIAGNOSTICS_BYTES);
    dct_check_where(c, t->where, l);
    dct_check_fields(c, t->fields, t->field_count, l);
    dct_check_story(c, t->story, t->story_count, l);
    dct_check_attachments(c, t->attachments, t->attachment_count);
    dct_check_text(c, "ticket.idempotency", t->idempotency, DCT_MAX_ADDRESS_BYTES);
    dct_check_that(c, *l->body != 0 || *l->subject != 0 || t->field_count > 0 || t->attachment_count > 0 || c->status != DOCENT_OK,
                   "ticket: nothing is asked; the body");
}

docent_status docent_ticket_submit(docent *h, const docent_ticket *ticket, docent_id *out)
{
    docent_ticket t;
    dct_desk *desk;
    if (h == NULL || out == NULL ||
        !take(&t, sizeof t, ticket, ticket == NULL ? 0 : ticket->struct_size, offsetof(docent_ticket, body) + sizeof t.body))
        return dct_misuse(h, "docent_ticket_submit: needs a handle, a ticket made with DOCENT_TICKET_INIT and out");
    memset(out, 0, sizeof *out);
    dct_call(h);
    dct_check c = { h, DOCENT_OK };
    dct_posting p = { .kind = t.forum ? DOCENT_REQUEST_FORUM : DOCENT_REQUEST_TICKET, .agreed = t.consent,
                      .idempotency = t.idempotency, .attachments = t.attachments, .attachment_count = t.attachment_count };
    empty(&p.letter);
    p.letter.kind = t.forum ? "forum" : "ticket";
    p.letter.locale = dct_shelf_locale(h)->tag;
    read_ticket(&c, &t, &p.letter);
    dct_reach *r = c.status == DOCENT_OK ? dct_handle_reach_desk(h, &desk) : NULL;
    return r == NULL ? h->error.status : ask(h, r, desk, &p, out);
}

/* ---- call-backs ---- */

docent_status docent_callback_request(docent *h, const docent_callback *callback, docent_id *out)
{
    docent_callback b;
    dct_desk *desk;
    if (h == NULL || out == NULL ||
        !take(&b, sizeof b, callback, callback == NULL ? 0 : callback->struct_size,
              offsetof(docent_callback, phone) + sizeof b.phone))
        return dct_misuse(h, "docent_callback_request: needs a handle, one made with DOCENT_CALLBACK_INIT and out");
    memset(out, 0, sizeof *out);
    dct_call(h);
    dct_check c = { h, DOCENT_OK };
    dct_posting p = { .kind = DOCENT_REQUEST_CALLBACK, .agreed = b.consent };
    dct_letter *l = &p.letter;
    empty(l);
    l->kind = "callback";
    l->locale = dct_shelf_locale(h)->tag;
    l->phone = dct_check_line(&c, "callback.phone", b.phone);
    l->name = dct_check_line(&c, "callback.name", b.name);
    l->body = dct_check_text(&c, "callback.about", b.about, DCT_MAX_TEXT_BYTES);
    l->from = b.from;
    l->until = b.until;
    dct_check_that(&c, *l->phone != 0 || c.status != DOCENT_OK, "callback.phone");
    dct_check_that(&c, (b.from == 0 && b.until == 0) || (b.until > b.from && b.from >= 0), "callback.from and until");
    dct_check_where(&c, b.where, l);
    dct_check_story(&c, b.story, b.story_count, l);
    dct_reach *r = c.status == DOCENT_OK ? dct_handle_reach_desk(h, &desk) : NULL;
    return r == NULL ? h->error.status : ask(h, r, desk, &p, out);
}

/* ---- chat, and adding to any conversation ---- */

/* What was agreed to when it began holds for what is added; a chat that begins here is agreed to by writing: a page that must
 * ask for consent asks before. */
static docent_status add_to(docent *h, dct_reach *r, dct_desk *desk, const docent_id *talk, dct_posting *p)
{
    char connector[DCT_MAX_ID_BYTES + 1];
    docent_status status = dct_talks_may_see(&r->outbox, talk->text, &h->error);
    if (status == DOCENT_OK)
        status = dct_talks_connector(&r->outbox, talk->text, connector, &h->error);
    if (status != DOCENT_OK)
        return status;
    p->letter.conversation = talk->text;
    p->connector = connector;
    p->consent = "";
    return post(h, r, desk, p, NULL);
}

docent_status docent_chat_post(docent *h, const docent_id *conversation, const char *text, const docent_attachment *attachments,
                               uint32_t attachment_count, docent_id *out_conversation)
{
    dct_desk *desk;
    docent_id made;
    if (h == NULL || (conversation == NULL && out_conversation == NULL) || (conversation != NULL && !dct_id_ok(conversation)))
        return dct_misuse(h, "docent_chat_post: needs a handle, and a conversation or out_conversation");
    dct_call(h);
    dct_check c = { h, DOCENT_OK };
    dct_posting p = { .kind = DOCENT_REQUEST_CHAT, .agreed = true, .attachments = attachments,
                      .attachment_count = attachment_count };
    empty(&p.letter);
    p.letter.kind = "chat";
    p.letter.part = conversation == NULL ? DCT_PART_CREATE : DCT_PART_APPEND;
    p.letter.locale = dct_shelf_locale(h)->tag;
    p.letter.body = dct_check_text(&c, "text", text, DCT_MAX_TEXT_BYTES);
    dct_check_attachments(&c, attachments, attachment_count);
    dct_check_that(&c, *p.letter.body != 0 || attachment_count > 0 || c.status != DOCENT_OK, "text: nothing is said; it");
    dct_reach *r = c.status == DOCENT_OK ? dct_handle_reach_desk(h, &desk) : NULL;
    if (r == NULL)
        return h->error.status;
    docent_status status = conversation != NULL ? add_to(h, r, desk, conversation, &p) : ask(h, r, desk, &p, &made);
    if (status == DOCENT_OK && out_conversation != NULL)
        *out_conversation = conversation != NULL ? *conversation : made;
    return status;
}

docent_status docent_request_close(docent *h, const docent_id *conversation)
{
    dct_desk *desk;
    if (h == NULL || !dct_id_ok(conversation))
        return dct_misuse(h, "docent_request_close: needs a handle and a conversation");
    dct_call(h);
    dct_posting p = { .kind = DOCENT_REQUEST_CHAT };
    empty(&p.letter);
    p.letter.kind = "chat";
    p.letter.part = DCT_PART_CLOSE;
    dct_reach *r = dct_handle_reach_desk(h, &desk);
    return r == NULL ? h->error.status : add_to(h, r, desk, conversation, &p);
}

/* ---- opinions ---- */

static const char *const opinions[] = { "", "helped", "not_helped", "wrong", "unclear", "missing", "satisfied", "not_satisfied" };

/* The number is counted first, and whatever becomes of the letter. */
docent_status docent_feedback_give(docent *h, docent_opinion opinion, const char *address, const char *text)
{
    dct_desk *desk;
    if (h == NULL || (unsigned)opinion - 1 >= DOCENT_OPINION_NOT_SATISFIED)
        return dct_misuse(h, "docent_feedback_give: needs a handle and an opinion");
    dct_call(h);
    dct_check c = { h, DOCENT_OK };
    dct_posting p = { .rank = DCT_RANK_FEEDBACK, .consent = "" };
    empty(&p.letter);
    p.letter.kind = "feedback";
    p.letter.opinion = opinions[opinion];
    p.letter.locale = dct_shelf_locale(h)->tag;
    p.letter.article = dct_check_line(&c, "address", address);
    p.letter.body = dct_check_text(&c, "text", text, DCT_MAX_TEXT_BYTES);
    dct_check_that(&c, *p.letter.article != 0 || c.status != DOCENT_OK, "address");
    dct_reach *r = c.status == DOCENT_OK ? dct_handle_reach_desk(h, &desk) : NULL;
    if (r == NULL)
        return h->error.status;
    bool of_talk = strncmp(address, "conversation/", 13) == 0;
    docent_status status = dct_tally_add(&r->outbox, DCT_TALLY_OPINION + (int)opinion, of_talk ? "" : address, &h->error);
    p.connector = dct_desk_feedback(desk);
    return status == DOCENT_OK && *p.connector != 0 ? post(h, r, desk, &p, NULL) : status;
}
