/* While a chat page is open: the session stays up, its rooms are entered, and what is said there is told at once.
 *
 *     watched room: in --message--> news          session lost: again, with back-off, then what was missed out of the archive
 *
 * The archive's ids are those of live messages (XEP-0359), so a message that comes both ways is one. Typing is told at most
 * every few seconds and stored by nobody. */
#include "xmpp.h"

#include "../base/bytes.h"

#include <stdio.h>
#include <string.h>

#define TYPING_MS 4000         /* Between two words of ours that somebody types. */
#define AGENT_TYPING_MS 20000  /* A client that vanished does not type for ever. */

/* The letter of the task under way is told by its verdict, which knows more: where the conversation is. */
static bool under_way(const dct_xmpp *x, const dct_news *news)
{
    const dct_task *t = x->job.task;
    return news->from_us && t != NULL && t->letter != NULL && strcmp(t->letter->id, news->origin_id) == 0;
}

static void tell(dct_xmpp *x, const dct_news *news)
{
    if (x->c->news != NULL && !under_way(x, news))
        x->c->news(x->c->news_ctx, news);
}

/* ---- what is said ---- */

static void keep_own(dct_room *room, const char *archived, const char *letter)
{
    snprintf(room->own[room->own_next].archived, sizeof room->own[0].archived, "%s", archived);
    snprintf(room->own[room->own_next].letter, sizeof room->own[0].letter, "%s", letter);
    room->own_next = (room->own_next + 1) % DCT_XMPP_OWN;
}

/* An agent's client shows one of our messages: known by its id in the archive, or by our own. */
static void take_marker(dct_xmpp *x, const dct_room *room, const dct_xml *marker, int64_t at)
{
    const char *id = dct_xml_get(marker, "id");
    for (int i = 0; i < DCT_XMPP_OWN; i++)
        if (room->own[i].letter[0] != 0 && (strcmp(room->own[i].archived, id) == 0 || strcmp(room->own[i].letter, id) == 0)) {
            dct_news news = { .remote_id = "", .conversation = room->jid, .author = "", .text = "", .at = at, .from_us = true,
                              .origin_id = room->own[i].letter };
            tell(x, &news);
        }
}

static const char *archived_id(const dct_room *room, const dct_xml *message)
{
    for (const dct_xml *s = dct_xml_child(message, "stanza-id", NS_SID); s != NULL; s = dct_xml_again(s))
        if (dct_xml_says(s, "by", room->jid) && strlen(dct_xml_get(s, "id")) < sizeof room->last)
            return dct_xml_get(s, "id");
    return "";
}

static void take_state(dct_xmpp *x, dct_room *room, const dct_xml *message)
{
    if (dct_xml_child(message, "composing", NS_CHATSTATES) != NULL)
        room->agent_typing_ms = x->now_ms + AGENT_TYPING_MS;
    else if (dct_xml_child(message, "body", NULL) != NULL || dct_xml_child(message, "paused", NS_CHATSTATES) != NULL ||
             dct_xml_child(message, "active", NS_CHATSTATES) != NULL || dct_xml_child(message, "inactive", NS_CHATSTATES) != NULL ||
             dct_xml_child(message, "gone", NS_CHATSTATES) != NULL)
        room->agent_typing_ms = 0;
}

/* An agent may ask whether their message was shown: this page is open. */
static void confirm(dct_xmpp *x, const dct_room *room, const dct_xml *message, const char *archived)
{
    if (!room->watched || dct_xml_child(message, "markable", NS_MARKERS) == NULL)
        return;
    char id[24];
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<message xmlns='" NS_CLIENT "' type='groupchat' id='%s' to='%s'>"
                "<displayed xmlns='" NS_MARKERS "' id='%s'/><no-store xmlns='" NS_HINTS "'/></message>", id, room->jid, archived);
    dct_xmpp_flush(x);
}

static void take_subject(dct_room *room, const char *text)
{
    room->closed = dct_xmpp_closed(text);
    if (text[0] != 0)
        snprintf(room->subject, sizeof room->subject, "%s", dct_xmpp_unmarked(text));
}

/* A room's subject, which also ends entering it. */
static bool subject_only(dct_xmpp *x, dct_room *room, const dct_xml *message)
{
    const dct_xml *subject = dct_xml_child(message, "subject", NULL);
    if (subject == NULL || dct_xml_child(message, "body", NULL) != NULL)
        return false;
    take_subject(room, subject->text);
    if (room->at == DCT_ROOM_ENTERING && room->self) {
        room->self_ms = 0;
        dct_xmpp_rooms_step(x);
        return true; /* As it stood before. */
    }
    return dct_xml_child(message, "delay", NS_DELAY) != NULL;
}

void dct_xmpp_live_message(dct_xmpp *x, dct_room *room, const dct_xml *message)
{
    const char *from = dct_xml_get(message, "from"), *id = archived_id(room, message);
    int64_t at = dct_stanza_time(dct_xml_get(dct_xml_child(message, "delay", NS_DELAY), "stamp"));
    bool ours = dct_xmpp_is_us(x, from);
    if (!dct_xml_says(message, "type", "groupchat") || subject_only(x, room, message))
        return;
    if (at == 0)
        at = x->c->clock->unix_ms(x->c->clock->ctx) / 1000;
    if (!ours) {
        take_state(x, room, message);
        const dct_xml *marker = dct_xml_child(message, "displayed", NS_MARKERS);
        if (marker == NULL)
            marker = dct_xml_child(message, "received", NS_RECEIPTS);
        if (marker != NULL)
            take_marker(x, room, marker, at);
    }
    dct_news news;
    bool state = dct_xml_child(message, "body", NULL) == NULL;
    if (!state && (room->at != DCT_ROOM_IN || room->catching[0] != 0)) {
        room->behind = true; /* What was said before it comes first. */
        return;
    }
    if ((id[0] == 0 && !state) || !dct_xmpp_news(x, room->jid, message, id, at, &x->scratch, &news))
        return; /* Without an id it cannot be told apart from the same one in the archive: the next poll brings it. */
    if (!state)
        snprintf(room->last, sizeof room->last, "%s", id);
    if (news.from_us)
        keep_own(room, id, news.origin_id);
    tell(x, &news);
    if (!ours && !state)
        confirm(x, room, message, id);
}

/* ---- what was missed ---- */

static void catch_up(dct_xmpp *x, dct_room *room)
{
    room->forward = room->last[0] != 0;
    room->moved = room->behind = false;
    if (room->forward)
        dct_xmpp_ask_archive(x, room->jid, room->last, NULL, room->catching);
    else
        dct_xmpp_ask_archive(x, room->jid, NULL, "", room->catching);
}

void dct_xmpp_live_entered(dct_xmpp *x, dct_room *room)
{
    if (room->watched && room->jid[0] != 0 && strcmp(room->jid, x->lobby) != 0)
        catch_up(x, room);
}

static void take_missed(dct_xmpp *x, dct_room *room, const dct_xml *stanza)
{
    const char *archive_id;
    int64_t at;
    dct_news news;
    const dct_xml *message = dct_xmpp_archived(stanza, room->jid, room->catching, &archive_id, &at);
    if (message == NULL || !dct_xmpp_news(x, room->jid, message, archive_id, at, &x->scratch, &news))
        return;
    room->moved = room->moved || strcmp(room->last, archive_id) != 0;
    snprintf(room->last, sizeof room->last, "%s", archive_id);
    if (news.from_us)
        keep_own(room, archive_id, news.origin_id);
    if (news.remote_id[0] != 0)
        tell(x, &news);
}

static void take_caught(dct_xmpp *x, dct_room *room, const dct_xml *iq)
{
    const dct_xml *fin = dct_xml_child(iq, "fin", NS_MAM);
    bool forgotten = strcmp(dct_stanza_condition(iq), "item-not-found") == 0 && room->last[0] != 0;
    bool more = fin != NULL && room->forward && room->moved && !dct_xml_says(fin, "complete", "true");
    room->catching[0] = 0;
    if (forgotten)
        room->last[0] = 0;
    if (forgotten || more || room->behind)
        catch_up(x, room);
}

bool dct_xmpp_live_stanza(dct_xmpp *x, const dct_xml *stanza)
{
    const char *from = dct_xml_get(stanza, "from");
    dct_room *room = dct_xmpp_room_known(x, from);
    if (room == NULL || room->at == DCT_ROOM_OUT)
        return false;
    if (dct_xml_is(stanza, "iq", NULL) && room->catching[0] != 0 && dct_stanza_answers(stanza, room->catching))
        take_caught(x, room, stanza);
    else if (dct_xml_is(stanza, "message", NULL) && dct_xml_child(stanza, "result", NS_MAM) != NULL && room->catching[0] != 0)
        take_missed(x, room, stanza);
    else if (dct_xml_is(stanza, "message", NULL))
        dct_xmpp_live_message(x, room, stanza);
    return true;
}

/* ---- the page ---- */

void dct_xmpp_watch(dct_connector *c, const char *remote, bool on)
{
    dct_xmpp *x = c->self;
    if (*remote == 0) {
        x->asked = on && x->lobby[0] != 0;
        return;
    }
    dct_room *room = !dct_jid_ok(remote) ? NULL : on ? dct_xmpp_room(x, remote) : dct_xmpp_room_known(x, remote);
    x->now_ms = c->clock->monotonic_ms(c->clock->ctx);
    if (room == NULL || room->watched == on)
        return;
    room->watched = on;
    room->used_ms = x->now_ms;
    if (!on)
        dct_xmpp_leave(x, room);
    else if (room->at == DCT_ROOM_IN)
        dct_xmpp_live_entered(x, room);
}

/* A room that does not exist yet is made by its letter, not by somebody who looks. */
static bool may_enter(const dct_xmpp *x, const dct_room *room)
{
    return room->watched && room->at == DCT_ROOM_OUT && x->now_ms >= room->again_ms;
}

void dct_xmpp_tick(dct_connector *c, int64_t now_ms)
{
    dct_xmpp *x = c->self;
    bool watched = x->asked;
    (void)now_ms; /* Of the wall; ours only goes forward. */
    for (int i = 0; i < DCT_XMPP_ROOMS; i++)
        watched = watched || (x->rooms[i].watched && strcmp(x->rooms[i].jid, x->lobby) != 0);
    if (x->lobby[0] != 0) /* Who is on duty matters while somebody waits. */
        dct_xmpp_watch(c, x->lobby, watched);
    if (!watched || (x->mode != DCT_XMPP_ANONYMOUS && x->user[0] == 0))
        return;
    if ((x->stream == NULL || x->leaving) && x->now_ms >= x->retry_ms)
        dct_xmpp_connect(x);
    for (int i = 0; i < DCT_XMPP_ROOMS && dct_xmpp_online(x); i++)
        if (may_enter(x, &x->rooms[i]))
            dct_xmpp_enter(x, &x->rooms[i]);
}

void dct_xmpp_typing(dct_connector *c, const char *remote, bool on)
{
    dct_xmpp *x = c->self;
    dct_room *room = dct_xmpp_room_known(x, remote);
    x->now_ms = c->clock->monotonic_ms(c->clock->ctx);
    if (room == NULL || room->at != DCT_ROOM_IN || !dct_xmpp_online(x))
        return;
    if (on == room->typing && (!on || x->now_ms < room->typing_ms + TYPING_MS))
        return;
    room->typing = on;
    room->typing_ms = x->now_ms;
    dct_xml_add(&x->out, "<message xmlns='" NS_CLIENT "' type='groupchat' to='%s'><%r xmlns='" NS_CHATSTATES "'/>"
                "<no-store xmlns='" NS_HINTS "'/></message>", room->jid, on ? "composing" : "paused");
    dct_xmpp_flush(x);
}

static const dct_room *lobby_of(dct_xmpp *x)
{
    return x->lobby[0] == 0 ? NULL : dct_xmpp_room_known(x, x->lobby);
}

void dct_xmpp_look(dct_connector *c, const char *remote, docent_chat_state *out)
{
    dct_xmpp *x = c->self;
    const dct_room *room = remote[0] == 0 ? NULL : dct_xmpp_room_known(x, remote);
    const dct_room *lobby = lobby_of(x);
    uint64_t now = c->clock->monotonic_ms(c->clock->ctx);
    memset(out, 0, sizeof *out);
    out->online = dct_xmpp_online(x);
    out->agent = out->online && ((room != NULL && room->other_count > 0) || (lobby != NULL && lobby->other_count > 0));
    out->agent_typing = out->online && room != NULL && room->agent_typing_ms > now;
}

/* Whoever is not seen is not there: a network that is gone opens no chat. */
bool dct_xmpp_there(dct_connector *c, bool *somebody)
{
    dct_xmpp *x = c->self;
    const dct_room *lobby = lobby_of(x);
    *somebody = lobby != NULL && dct_xmpp_online(x) && lobby->at == DCT_ROOM_IN && lobby->other_count > 0;
    return x->asked || (lobby != NULL && lobby->watched);
}

void dct_xmpp_notice(dct_xmpp *x)
{
    uint64_t hash = DCT_HASH_START;
    bool online = dct_xmpp_online(x);
    for (int i = 0; i < DCT_XMPP_ROOMS; i++) {
        const dct_room *r = &x->rooms[i];
        uint32_t shown[4] = { online, r->at == DCT_ROOM_IN, r->other_count > 0, r->agent_typing_ms > x->now_ms };
        if (r->watched)
            hash = dct_hash(hash, shown, sizeof shown);
    }
    x->c->stirs += hash != x->seen;
    x->seen = hash;
}
