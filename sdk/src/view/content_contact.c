/* What the pages about reaching a person show: what is offered now, conversations, and what a program adds to a request.
 * With content.c the only file that fetches. */
#include "content.h"

#include "../base/limits.h"

#include <string.h>

/* ---- what is offered -------------------------------------------------------------- */

docent_where dct_contact_where(const dct_content *c)
{
    docent_where where = DOCENT_WHERE_INIT;
    where.product = dct_content_context(c, DCT_CONTEXT_PRODUCT);
    where.version = dct_content_context(c, DCT_CONTEXT_VERSION);
    where.audience = dct_content_context(c, DCT_CONTEXT_AUDIENCE);
    return where;
}

/* Problems and fields are the author's and stay; the rest may turn with the hour. */
static bool desk_differs(const docent_desk *a, const docent_desk *b)
{
    if (a == NULL || b == NULL)
        return a != b;
    return a->ticket != b->ticket || a->callback != b->callback || a->chat != b->chat || a->chat_open != b->chat_open ||
           a->connected != b->connected || a->answer_by != b->answer_by || a->problem_count != b->problem_count ||
           a->median_s != b->median_s;
}

bool dct_contact_tick(dct_content *c)
{
    docent_desk *fresh = NULL, *old = c->desk;
    docent_where where = dct_contact_where(c);
    if (docent_desk_open(c->h, c->unix_s, &where, &fresh) != DOCENT_OK)
        fresh = NULL; /* Nothing is offered then but the phone number. */
    uint32_t unread = docent_unread(c->h);
    bool differs = desk_differs(old, fresh) || unread != c->unread;
    c->desk = fresh;
    c->unread = unread;
    docent_desk_close(old);
    return differs;
}

int64_t dct_contact_offset_s(const dct_content *c, int64_t unix_s)
{
    docent_contact *then = NULL;
    if (docent_contact_open(c->h, unix_s, &then) != DOCENT_OK)
        return 0;
    int64_t offset_s = then->has_hours ? then->utc_offset_s : 0;
    docent_contact_close(then);
    return offset_s;
}

/* ---- what may answer it already ------------------------------------------------------ */

static bool same_hits(const docent_hits *a, const docent_hits *b)
{
    uint32_t count = docent_hits_count(a);
    if (count != docent_hits_count(b))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(docent_hits_at(a, i)->id, docent_hits_at(b, i)->id) != 0)
            return false;
    return true;
}

bool dct_contact_deflect(dct_content *c, const char *words)
{
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *fresh = NULL, *old = c->deflect;
    query.text = words;
    query.limit = DCT_DEFLECT;
    query.flags = DOCENT_QUERY_NO_EXCERPTS;
    query.product = dct_content_context(c, DCT_CONTEXT_PRODUCT);
    query.version = dct_content_context(c, DCT_CONTEXT_VERSION);
    query.audience = dct_content_context(c, DCT_CONTEXT_AUDIENCE);
    query.screen = dct_content_context(c, DCT_CONTEXT_SCREEN);
    if (words[0] != 0 && docent_search(c->h, &query, &fresh) != DOCENT_OK)
        fresh = NULL; /* Who writes to a person is not kept from it by a search that fails. */
    bool differs = !same_hits(old, fresh);
    c->deflect = fresh;
    docent_hits_free(old);
    return differs;
}

/* ---- conversations --------------------------------------------------------------------- */

static const docent_conversation *named(const docent_conversations *list, const char *id)
{
    for (uint32_t i = 0; i < docent_conversations_count(list); i++)
        if (strcmp(docent_conversations_at(list, i)->id.text, id) == 0)
            return docent_conversations_at(list, i);
    return NULL;
}

/* The chat one was last in, unless it is over. */
static const docent_conversation *open_chat(const docent_conversations *list)
{
    for (uint32_t i = 0; i < docent_conversations_count(list); i++) {
        const docent_conversation *c = docent_conversations_at(list, i);
        if (c->kind == DOCENT_REQUEST_CHAT)
            return c->state == DOCENT_REQUEST_CLOSED ? NULL : c;
    }
    return NULL;
}

static docent_status load_thread(dct_content *fresh)
{
    const docent_id *id = fresh->conversation == NULL ? NULL : &fresh->conversation->id;
    memset(&fresh->chat, 0, sizeof fresh->chat);
    if (docent_chat_look(fresh->h, id, &fresh->chat) != DOCENT_OK)
        memset(&fresh->chat, 0, sizeof fresh->chat); /* Nobody is there, as far as this device knows. */
    return id == NULL ? DOCENT_OK : docent_messages_open(fresh->h, id, &fresh->messages);
}

void dct_contact_file_name(const dct_content *c, const docent_id *message, uint32_t index, char name[257])
{
    if (docent_attachment_open(c->h, message, index, name, NULL) != DOCENT_OK)
        name[0] = 0;
}

docent_status dct_contact_load(dct_content *fresh, const dct_address *a)
{
    if (a->page != DCT_PAGE_REQUESTS && a->page != DCT_PAGE_REQUEST && a->page != DCT_PAGE_CHAT)
        return DOCENT_OK;
    docent_status status = docent_conversations_open(fresh->h, fresh->unix_s, &fresh->conversations);
    if (status != DOCENT_OK || a->page == DCT_PAGE_REQUESTS)
        return status;
    fresh->conversation = a->page == DCT_PAGE_CHAT ? open_chat(fresh->conversations) : named(fresh->conversations, a->id);
    if (fresh->conversation == NULL && a->page == DCT_PAGE_REQUEST)
        return DOCENT_ERR_MISSING;
    return load_thread(fresh);
}

void dct_contact_drop(dct_content *c)
{
    docent_messages_close(c->messages);
    docent_conversations_close(c->conversations);
    docent_hits_free(c->deflect);
    c->messages = NULL;
    c->conversations = NULL;
    c->conversation = NULL;
    c->deflect = NULL;
}

/* ---- what a program adds ------------------------------------------------------------------ */

static void take_screen(dct_content *c, const docent_contact_hook *hook)
{
    docent_screen screen = { 0 };
    if (hook->screen == NULL || !hook->screen(hook->ctx, &screen))
        return;
    if (docent_screen_attach(c->h, &screen, &c->evidence.screen) != DOCENT_OK)
        c->evidence.screen = NULL; /* The request goes without a picture. */
    c->evidence.width = screen.width;
    c->evidence.height = screen.height;
}

void dct_evidence_take(dct_content *c)
{
    const docent_contact_hook *hook = docent_contact_hook_of(c->h);
    if (c->evidence.taken || hook == NULL)
        return;
    c->evidence.taken = true;
    const char *said = hook->diagnostics == NULL ? NULL : hook->diagnostics(hook->ctx);
    if (said != NULL)
        dct_buf_add_text(&c->evidence.diagnostics, said);
    size_t size = 0;
    const char *log = hook->log == NULL ? NULL : hook->log(hook->ctx, &size);
    if (log != NULL)
        dct_buf_add(&c->evidence.log, log, size);
    take_screen(c, hook);
}

void dct_evidence_drop(dct_content *c)
{
    docent_asset_close(c->evidence.screen);
    c->evidence.screen = NULL;
    c->evidence.taken = false;
    dct_buf_close(&c->evidence.diagnostics);
    dct_buf_close(&c->evidence.log);
    dct_buf_init(&c->evidence.diagnostics, docent_alloc_of(c->h), DCT_MAX_EVIDENCE_BYTES);
    dct_buf_init(&c->evidence.log, docent_alloc_of(c->h), DCT_MAX_EVIDENCE_BYTES);
}
