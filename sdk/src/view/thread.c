/* What happens to a conversation while it is on screen: the connection is kept up, what came is fetched and counts as seen, and
 * the other side is told that somebody types. */
#include "view_impl.h"

#include <string.h>

static const docent_conversation *shown(const docent_view *v)
{
    dct_page page = v->state.address.page;
    return page == DCT_PAGE_CHAT || page == DCT_PAGE_REQUEST ? v->content.conversation : NULL;
}

static void watch(docent_view *v, const docent_conversation *c)
{
    const char *id = c == NULL ? "" : c->id.text;
    if (strcmp(v->watched.text, id) == 0)
        return;
    if (v->watched.text[0] != 0)
        (void)docent_chat_watch(v->h, &v->watched, false);
    memset(&v->watched, 0, sizeof v->watched);
    if (c == NULL || docent_chat_watch(v->h, &c->id, true) != DOCENT_OK)
        return;
    v->watched = c->id;
}

/* Where a chat is offered and none is on: is somebody there? Asked while the page is open, by who may write next. */
static void watch_desk(docent_view *v, bool on)
{
    if (on != v->watches_desk && docent_chat_watch(v->h, NULL, on) == DOCENT_OK)
        v->watches_desk = on;
}

void dct_thread_arrive(docent_view *v)
{
    const docent_conversation *c = shown(v);
    dct_page page = v->state.address.page;
    watch(v, c != NULL && c->kind == DOCENT_REQUEST_CHAT ? c : NULL);
    watch_desk(v, v->content.desk != NULL && v->content.desk->chat && (page == DCT_PAGE_CHAT || page == DCT_PAGE_CONTACT));
    v->seen_messages = docent_messages_count(v->content.messages);
    v->need_bottom |= v->state.address.page == DCT_PAGE_CHAT || (c != NULL && c->unread > 0);
}

void dct_thread_end(docent_view *v)
{
    watch(v, NULL);
    watch_desk(v, false);
}

void dct_thread_refresh(docent_view *v)
{
    bool bottom = v->built && v->state.scroll.y >= dct_frame_scroll_max(v) - 4;
    uint32_t before = docent_messages_count(v->content.messages);
    if (dct_content_load(&v->content, &v->state.address) != DOCENT_OK)
        return; /* What was there stays. */
    v->need_bottom |= bottom && docent_messages_count(v->content.messages) > before;
    v->need_build = true;
}

/* A page that shows it has been seen: only then, so that a panel that is hidden keeps its badge. */
void dct_thread_tick(docent_view *v)
{
    const docent_conversation *c = shown(v);
    if (c == NULL || c->unread == 0)
        return;
    docent_id id = c->id;
    if (docent_conversation_read(v->h, &id) != DOCENT_OK)
        return;
    v->content.unread = docent_unread(v->h);
    dct_thread_refresh(v);
}

void dct_thread_typing(docent_view *v)
{
    const docent_conversation *c = shown(v);
    if (c != NULL && c->kind == DOCENT_REQUEST_CHAT && v->state.field == DCT_FIELD_REPLY)
        docent_chat_typing(v->h, &c->id, v->state.fields[DCT_FIELD_REPLY].size > 0);
}

static bool shows_requests(const docent_view *v)
{
    dct_page page = v->state.address.page;
    return page == DCT_PAGE_CHAT || page == DCT_PAGE_REQUEST || page == DCT_PAGE_REQUESTS;
}

void docent_view_event(docent_view *v, const docent_event *event)
{
    if (v == NULL || event == NULL)
        return;
    if (event->kind == DOCENT_EVENT_CONTENT)
        dct_view_renew(v);
    v->say_reply |= event->kind == DOCENT_EVENT_MESSAGE;
    if (event->kind != DOCENT_EVENT_REQUEST && event->kind != DOCENT_EVENT_MESSAGE && event->kind != DOCENT_EVENT_CHAT)
        return;
    if (dct_contact_tick(&v->content))
        v->need_build = true;
    if (shows_requests(v))
        dct_thread_refresh(v);
}

/* ---- the background, and the host --------------------------------------------------------- */

#define STEP_BUDGET_MS 2u /* A frame's worth of work leaves room for the frame. */

/* The handle's work in the background, for programs that leave it to the view. */
void dct_thread_step(docent_view *v)
{
    uint32_t next_ms = UINT32_MAX;
    docent_event event;
    v->step_ms = UINT64_MAX;
    if ((v->config.flags & DOCENT_VIEW_STEP) == 0)
        return;
    if (docent_step(v->h, STEP_BUDGET_MS, &next_ms) == DOCENT_OK && next_ms != UINT32_MAX)
        v->step_ms = v->now_ms + next_ms;
    while (docent_poll(v->h, &event))
        docent_view_event(v, &event);
}

docent_status docent_view_use_host(docent_view *v, const docent_view_host *host)
{
    if (v == NULL || (host != NULL && host->struct_size != sizeof *host))
        return DOCENT_ERR_ARG;
    v->host = host == NULL ? (docent_view_host){ 0 } : *host;
    v->need_build = true;
    return DOCENT_OK;
}
