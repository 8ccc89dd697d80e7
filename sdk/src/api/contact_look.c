/* What became of it: lists, messages, claims, and what people do with their own requests. */
#include "reach.h"
#include "shelf.h"

#include "../base/limits.h"
#include "../contact/talks.h"
#include "../contact/why.h"
#include "background.h"

#include <string.h>

/* Where the settings cannot be read, what is wrong with them is why nothing leaves. */
static const char *say(void *ctx, const char *english)
{
    docent *h = ctx;
    bool broken = h->desk_error.status != DOCENT_OK && strcmp(english, dct_why_english(DCT_WHY_NO_WAY)) == 0;
    return broken ? h->desk_error.message : docent_string(h, english);
}

docent_status docent_conversations_open(docent *h, int64_t now, docent_conversations **out)
{
    dct_desk *desk;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_conversations_open: needs a handle and out");
    dct_call(h);
    dct_reach *r = dct_handle_reach_desk(h, &desk);
    if (r == NULL)
        return h->error.status;
    dct_view_of view = { now, dct_desk_connector_at(desk, 0) != NULL, say, h };
    return dct_talks_open(&r->outbox, &view, out, &h->error);
}

uint32_t docent_unread(docent *h)
{
    uint32_t unread = 0;
    if (h == NULL || h->state == NULL)
        return 0;
    dct_reach *r = dct_handle_reach(h);
    return r != NULL && dct_talks_unread(&r->outbox, &unread, &h->error) == DOCENT_OK ? unread : 0;
}

/* Every call about one conversation begins so: it must be one that this person may see. */
static docent_status begin(docent *h, const docent_id *conversation, const char *misuse, dct_reach **r)
{
    *r = NULL;
    if (h == NULL || !dct_id_ok(conversation))
        return dct_misuse(h, misuse);
    dct_call(h);
    *r = dct_handle_reach(h);
    return *r == NULL ? h->error.status : dct_talks_may_see(&(*r)->outbox, conversation->text, &h->error);
}

docent_status docent_messages_open(docent *h, const docent_id *conversation, docent_messages **out)
{
    dct_reach *r;
    if (out == NULL)
        return dct_misuse(h, "docent_messages_open: out is NULL");
    *out = NULL;
    docent_status status = begin(h, conversation, "docent_messages_open: needs a handle, a conversation and out", &r);
    return status == DOCENT_OK ? dct_messages_open(&r->outbox, conversation->text, out, &h->error) : status;
}

docent_status docent_attachment_open(docent *h, const docent_id *message, uint32_t index, char name[257], docent_asset **out)
{
    if (out != NULL)
        *out = NULL;
    if (name != NULL)
        name[0] = 0;
    if (h == NULL || name == NULL || !dct_id_ok(message))
        return dct_misuse(h, "docent_attachment_open: needs a handle, a message and a name");
    dct_call(h);
    dct_reach *r = dct_handle_reach(h);
    docent_status status = r == NULL ? h->error.status
                                     : dct_talks_attachment(&r->outbox, message->text, index, name, out, &h->error);
    if (status != DOCENT_OK)
        name[0] = 0;
    return status;
}

docent_status docent_conversation_read(docent *h, const docent_id *conversation)
{
    dct_reach *r;
    docent_status status = begin(h, conversation, "docent_conversation_read: needs a handle and a conversation", &r);
    return status == DOCENT_OK ? dct_talks_read(&r->outbox, conversation->text, &h->error) : status;
}

docent_status docent_claim(docent *h, const char *code, docent_id *out)
{
    if (out != NULL)
        memset(out, 0, sizeof *out);
    if (h == NULL || out == NULL || !dct_text_ok(code, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "docent_claim: needs a handle, a code and out");
    dct_call(h);
    dct_reach *r = dct_handle_reach(h);
    return r == NULL ? h->error.status : dct_talks_claim(&r->outbox, code, out, &h->error);
}

docent_status docent_request_withdraw(docent *h, const docent_id *conversation)
{
    dct_reach *r;
    docent_status status = begin(h, conversation, "docent_request_withdraw: needs a handle and a conversation", &r);
    return status == DOCENT_OK ? dct_outbox_withdraw(&r->outbox, conversation->text, &h->error) : status;
}

docent_status docent_request_consent(docent *h, const docent_id *conversation)
{
    dct_reach *r;
    docent_status status = begin(h, conversation, "docent_request_consent: needs a handle and a conversation", &r);
    dct_desk *desk = status == DOCENT_OK ? dct_handle_desk(h) : NULL;
    if (status == DOCENT_OK && desk == NULL) {
        h->error = h->desk_error;
        return h->error.status;
    }
    if (status == DOCENT_OK)
        status = dct_outbox_agree(&r->outbox, conversation->text, dct_desk_consent(desk, dct_shelf_locale(h)->tag),
                                  &h->error);
    if (status == DOCENT_OK)
        dct_reach_wake(h);
    return status;
}

docent_status docent_outbox_look(docent *h, docent_outbox *out)
{
    if (out != NULL)
        memset(out, 0, sizeof *out);
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_outbox_look: needs a handle and out");
    const docent_clock *clock = dct_handle_clock(h);
    dct_reach *r = dct_handle_reach(h);
    return r == NULL ? h->error.status : dct_outbox_count(&r->outbox, clock->unix_ms(clock->ctx) / 1000, out, &h->error);
}

/* ---- a chat page that is open ---- */

void docent_chat_typing(docent *h, const docent_id *conversation, bool typing)
{
    if (h != NULL && dct_id_ok(conversation) && h->reach != NULL && h->reach->courier != NULL)
        dct_courier_typing(h->reach->courier, conversation->text, typing);
}

docent_status docent_chat_watch(docent *h, const docent_id *conversation, bool on)
{
    docent_status status = DOCENT_OK;
    dct_reach *r = NULL;
    if (h != NULL && conversation == NULL) {
        dct_call(h);
        r = dct_handle_reach(h);
        status = r == NULL ? h->error.status : DOCENT_OK;
    } else {
        status = begin(h, conversation, "docent_chat_watch: needs a handle and a conversation", &r);
    }
    const char *id = conversation == NULL ? "" : conversation->text;
    if (status == DOCENT_OK && r->courier == NULL)
        dct_watched_note(&r->watched, id, on); /* Nobody is connected yet: the page shows what is on the disk. */
    else if (status == DOCENT_OK)
        status = dct_courier_watch(r->courier, id, on, &h->error);
    if (status == DOCENT_OK)
        dct_reach_wake(h);
    return status;
}

docent_status docent_chat_look(docent *h, const docent_id *conversation, docent_chat_state *out)
{
    dct_reach *r;
    if (out == NULL)
        return dct_misuse(h, "docent_chat_look: out is NULL");
    memset(out, 0, sizeof *out);
    docent_status status = begin(h, conversation, "docent_chat_look: needs a handle, a conversation and out", &r);
    return status == DOCENT_OK && r->courier != NULL ? dct_courier_look(r->courier, conversation->text, out, &h->error) : status;
}
