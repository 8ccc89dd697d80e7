/* Entering rooms, knowing who is in them, and making those that are new.
 *
 *     out --presence--> entering --110 (it is us), subject--> in        201: it is new, and ours to configure
 *                          | name taken: "Visitor-2"
 */
#include "xmpp.h"

#include "../base/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT_MS 2000 /* A room ends entering with its subject; one that does not is entered all the same. */
#define REFUSED_MS 15000 /* A room that does not let us in is not asked at once again for an open page. */
#define NAMES 9         /* That may be taken by ghosts of our own earlier sessions. */

dct_room *dct_xmpp_room_known(dct_xmpp *x, const char *jid)
{
    for (int i = 0; i < DCT_XMPP_ROOMS; i++)
        if (x->rooms[i].jid[0] != 0 && dct_jid_is_bare(jid, x->rooms[i].jid))
            return &x->rooms[i];
    return NULL;
}

dct_room *dct_xmpp_room(dct_xmpp *x, const char *jid)
{
    dct_room *room = dct_xmpp_room_known(x, jid), *oldest = NULL;
    if (room != NULL || strlen(jid) >= sizeof room->jid)
        return room;
    for (int i = 0; i < DCT_XMPP_ROOMS; i++) {
        dct_room *r = &x->rooms[i];
        if (!r->watched && r != x->job.room && (oldest == NULL || r->used_ms < oldest->used_ms))
            oldest = r;
    }
    if (oldest == NULL)
        return NULL;
    dct_xmpp_leave(x, oldest);
    memset(oldest, 0, sizeof *oldest);
    snprintf(oldest->jid, sizeof oldest->jid, "%s", jid);
    oldest->used_ms = x->now_ms;
    return oldest;
}

bool dct_xmpp_is_us(const dct_xmpp *x, const char *from)
{
    const char *nick = dct_jid_nick(from);
    size_t n = strlen(x->nick);
    if (strncmp(nick, x->nick, n) != 0)
        return false;
    return nick[n] == 0 || (nick[n] == '-' && nick[n + 1] >= '2' && nick[n + 1] <= '9' && nick[n + 2] == 0);
}

void dct_xmpp_enter(dct_xmpp *x, dct_room *room)
{
    room->used_ms = x->now_ms;
    if (room->at != DCT_ROOM_OUT)
        return;
    if (room->tries == 0)
        snprintf(room->nick, sizeof room->nick, "%s", x->nick);
    else
        snprintf(room->nick, sizeof room->nick, "%s-%u", x->nick, (unsigned)room->tries + 1);
    room->at = DCT_ROOM_ENTERING;
    room->self = room->created = room->owner = false;
    room->other_count = 0;
    dct_xml_add(&x->out, "<presence xmlns='" NS_CLIENT "' to='%s/%s'><x xmlns='" NS_MUC "'><history maxstanzas='0'/></x>"
                "</presence>", room->jid, room->nick);
    dct_xmpp_flush(x);
}

void dct_xmpp_leave(dct_xmpp *x, dct_room *room)
{
    if (room->at != DCT_ROOM_OUT && dct_xmpp_online(x)) {
        dct_xml_add(&x->out, "<presence xmlns='" NS_CLIENT "' type='unavailable' to='%s/%s'/>", room->jid, room->nick);
        dct_xmpp_flush(x);
    }
    room->at = DCT_ROOM_OUT;
}

void dct_xmpp_rooms_lost(dct_xmpp *x)
{
    for (int i = 0; i < DCT_XMPP_ROOMS; i++) {
        dct_room *r = &x->rooms[i];
        r->at = DCT_ROOM_OUT;
        r->tries = r->other_count = 0;
        r->agent_typing_ms = 0;
        r->catching[0] = 0;
    }
}

static void entered(dct_xmpp *x, dct_room *room)
{
    if (room->at != DCT_ROOM_ENTERING)
        return;
    room->at = DCT_ROOM_IN;
    dct_xmpp_live_entered(x, room);
    dct_xmpp_task_entered(x, room);
}

void dct_xmpp_rooms_step(dct_xmpp *x)
{
    for (int i = 0; i < DCT_XMPP_ROOMS; i++) {
        dct_room *r = &x->rooms[i];
        if (r->at == DCT_ROOM_ENTERING && r->self && (r->created || x->now_ms >= r->self_ms + SUBJECT_MS))
            entered(x, r);
    }
}

uint64_t dct_xmpp_rooms_next_ms(const dct_xmpp *x)
{
    uint64_t next = UINT64_MAX;
    for (int i = 0; i < DCT_XMPP_ROOMS; i++) {
        const dct_room *r = &x->rooms[i];
        uint64_t at = UINT64_MAX;
        if (r->at == DCT_ROOM_ENTERING && r->self)
            at = r->self_ms + SUBJECT_MS;
        else if (r->at == DCT_ROOM_OUT && r->watched)
            at = x->stream == NULL ? x->retry_ms : dct_xmpp_online(x) ? r->again_ms : UINT64_MAX;
        else if (r->watched && r->agent_typing_ms > x->now_ms)
            at = r->agent_typing_ms; /* And then no more. */
        next = at < next ? at : next;
    }
    return next;
}

/* ---- presence ---- */

static bool has_status(const dct_xml *user, const char *code)
{
    for (const dct_xml *s = dct_xml_child(user, "status", NS_MUC_USER); s != NULL; s = dct_xml_again(s))
        if (dct_xml_says(s, "code", code))
            return true;
    return false;
}

static void set_other(dct_room *room, const char *nick, bool there)
{
    uint64_t hash = dct_hash(DCT_HASH_START, nick, strlen(nick));
    for (uint32_t i = 0; i < room->other_count; i++)
        if (room->others[i] == hash) {
            if (!there)
                room->others[i] = room->others[--room->other_count];
            return;
        }
    if (there && room->other_count < DCT_XMPP_OTHERS)
        room->others[room->other_count++] = hash;
}

static void self_presence(dct_xmpp *x, dct_room *room, const dct_xml *user, bool there)
{
    const char *affiliation = dct_xml_get(dct_xml_child(user, "item", NS_MUC_USER), "affiliation");
    if (!there) { /* Thrown out, or the room is gone. */
        room->at = DCT_ROOM_OUT;
        room->other_count = 0;
        return;
    }
    if (room->at != DCT_ROOM_ENTERING)
        return;
    room->self = true;
    room->self_ms = x->now_ms;
    room->created = has_status(user, "201");
    room->owner = strcmp(affiliation, "owner") == 0;
}

/* In the lobby stand the devices of other people too: who belongs to the company has a standing there. */
static bool counts(const dct_xmpp *x, const dct_room *room, const dct_xml *user)
{
    const char *affiliation = dct_xml_get(dct_xml_child(user, "item", NS_MUC_USER), "affiliation");
    return strcmp(room->jid, x->lobby) != 0 || strcmp(affiliation, "owner") == 0 || strcmp(affiliation, "admin") == 0 ||
           strcmp(affiliation, "member") == 0;
}

static void not_entered(dct_xmpp *x, dct_room *room, const dct_xml *presence)
{
    if (room->at != DCT_ROOM_ENTERING)
        return;
    room->at = DCT_ROOM_OUT;
    room->again_ms = x->now_ms + REFUSED_MS;
    if (strcmp(dct_stanza_condition(presence), "conflict") == 0 && ++room->tries < NAMES)
        dct_xmpp_enter(x, room);
    else
        dct_xmpp_task_not_entered(x, room, presence);
}

bool dct_xmpp_room_presence(dct_xmpp *x, const dct_xml *presence)
{
    const char *from = dct_xml_get(presence, "from"), *nick = dct_jid_nick(from), *type = dct_xml_get(presence, "type");
    dct_room *room = dct_xmpp_room_known(x, from);
    const dct_xml *user = dct_xml_child(presence, "x", NS_MUC_USER);
    if (room == NULL)
        return false;
    bool there = type[0] == 0;
    if (strcmp(type, "error") == 0)
        not_entered(x, room, presence);
    else if (has_status(user, "110") || strcmp(nick, room->nick) == 0)
        self_presence(x, room, user, there);
    else if (counts(x, room, user) && !dct_xmpp_is_us(x, from))
        set_other(room, nick, there);
    if (!there && room->other_count == 0)
        room->agent_typing_ms = 0;
    dct_xmpp_rooms_step(x);
    return true;
}

/* ---- making a room ---- */

void dct_xmpp_ask_form(dct_xmpp *x, dct_room *room, char id[24])
{
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='get' id='%s' to='%s'><query xmlns='" NS_MUC_OWNER "'/></iq>", id,
                room->jid);
    dct_xmpp_flush(x);
}

static void add_field(dct_xmpp *x, const dct_xml *form, const char *name, const char *value)
{
    if (dct_form_has(form, name))
        dct_xml_add(&x->out, "<field var='%s'><value>%s</value></field>", name, value);
}

/* Only what this server's form has: one is told of a wrong field by an error, another one by silence. */
void dct_xmpp_send_form(dct_xmpp *x, dct_room *room, const dct_letter *letter, const dct_xml *answer, char id[24])
{
    static const char *const archive[] = { "muc#roomconfig_enablearchiving", "muc#roomconfig_enablelogging", "mam",
                                           "muc#roomconfig_mam" };
    const dct_xml *form = dct_xml_child(dct_xml_child(answer, "query", NS_MUC_OWNER), "x", NS_FORM);
    char name[200];
    snprintf(name, sizeof name, "%.40s", letter->reference[0] == 0 ? "?" : letter->reference);
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='set' id='%s' to='%s'><query xmlns='" NS_MUC_OWNER "'>"
                "<x xmlns='" NS_FORM "' type='submit'><field var='FORM_TYPE'><value>" NS_MUC "#roomconfig</value></field>",
                id, room->jid);
    add_field(x, form, "muc#roomconfig_roomname", name);
    add_field(x, form, "muc#roomconfig_persistentroom", "1");
    add_field(x, form, "muc#roomconfig_publicroom", "0");
    add_field(x, form, "muc#roomconfig_membersonly", x->mode == DCT_XMPP_ANONYMOUS ? "0" : "1");
    add_field(x, form, "muc#roomconfig_moderatedroom", "0");
    add_field(x, form, "muc#roomconfig_changesubject", "1");
    add_field(x, form, "muc#roomconfig_allowinvites", "1");
    for (size_t i = 0; i < sizeof archive / sizeof *archive; i++)
        add_field(x, form, archive[i], "1");
    dct_xml_add(&x->out, "</x></query></iq>");
    dct_xmpp_flush(x);
}
