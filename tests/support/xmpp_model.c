#include "xmpp_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INACTIVE_MS 30000
#define GUEST "guest.desk.test"
#define MAM "urn:xmpp:mam:2"

/* ---- rooms ---- */

static int room_index(xmpp_model *m, const char *jid, bool make)
{
    size_t n = strcspn(jid, "/");
    for (int i = 0; i < XMPP_MODEL_ROOMS; i++)
        if (strlen(m->rooms[i].jid) == n && memcmp(m->rooms[i].jid, jid, n) == 0)
            return i;
    for (int i = 0; make && i < XMPP_MODEL_ROOMS; i++)
        if (m->rooms[i].jid[0] == 0) {
            snprintf(m->rooms[i].jid, sizeof m->rooms[i].jid, "%.*s", (int)n, jid);
            return i;
        }
    return -1;
}

static void push(xmpp_model *m, int r, const char *inner)
{
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        if (m->sessions[i].open && m->sessions[i].in[r])
            dct_xml_add(&m->sessions[i].out, "<message xmlns='jabber:client' type='groupchat' from='%s/Ada'>%r</message>",
                        m->rooms[r].jid, inner);
}

void xmpp_model_type(xmpp_model *m, const char *room, bool on)
{
    push(m, room_index(m, room, true), on ? "<composing xmlns='http://jabber.org/protocol/chatstates'/>"
                                          : "<paused xmlns='http://jabber.org/protocol/chatstates'/>");
}

static void agent_presence(xmpp_model_session *s, const char *room, bool there)
{
    dct_xml_add(&s->out, "<presence xmlns='jabber:client' from='%s/Ada'%r><x xmlns='http://jabber.org/protocol/muc#user'>"
                "<item affiliation='admin' role='moderator'/></x></presence>", room, there ? "" : " type='unavailable'");
}

void xmpp_model_come(xmpp_model *m, bool there)
{
    m->away = !there;
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        for (int r = 0; r < XMPP_MODEL_ROOMS; r++)
            if (m->sessions[i].open && m->sessions[i].in[r])
                agent_presence(&m->sessions[i], m->rooms[r].jid, there);
}

const xmpp_model_room *xmpp_model_find(xmpp_model *m, const char *room)
{
    int i = room_index(m, room, false);
    return i < 0 ? NULL : &m->rooms[i];
}

static void add_message(dct_buf *out, const xmpp_model_room *room, const xmpp_model_message *msg, bool live)
{
    dct_xml_add(out, "<message xmlns='jabber:client' type='groupchat' from='%s/%s' id='%s'><body>%s</body>", room->jid, msg->nick,
                msg->origin[0] == 0 ? msg->id : msg->origin, msg->body);
    if (msg->origin[0] != 0)
        dct_xml_add(out, "<origin-id xmlns='urn:xmpp:sid:0' id='%s'/>", msg->origin);
    if (live)
        dct_xml_add(out, "<stanza-id xmlns='urn:xmpp:sid:0' by='%s' id='%s'/>", room->jid, msg->id);
    dct_xml_add(out, "</message>");
}

static void lie(xmpp_model *m, xmpp_model_session *s)
{
    if (!m->lies)
        return;
    m->ids++;
    dct_xml_add(&s->out, "<message xmlns='jabber:client' type='groupchat' from='other@rooms.desk.test/Eve' id='x'><body>lie</body>"
                "<stanza-id xmlns='urn:xmpp:sid:0' by='other@rooms.desk.test' id='lie%u'/></message>"
                "<message xmlns='jabber:client' from='other@rooms.desk.test'><result xmlns='" MAM "' queryid='q%u' id='lie%u'>"
                "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='groupchat' from='other@rooms.desk.test/Eve'>"
                "<body>lie</body></message></forwarded></result></message>",
                (unsigned)m->ids, (unsigned)(fake_random(&m->lie) % 9), (unsigned)m->ids);
}

static void publish(xmpp_model *m, int r, const char *nick, const char *origin, const char *body)
{
    xmpp_model_room *room = &m->rooms[r];
    if (room->count >= XMPP_MODEL_MESSAGES)
        abort();
    xmpp_model_message *msg = &room->messages[room->count++];
    snprintf(msg->id, sizeof msg->id, "m%u", (unsigned)++m->ids);
    snprintf(msg->origin, sizeof msg->origin, "%s", origin);
    snprintf(msg->nick, sizeof msg->nick, "%s", nick);
    msg->body = malloc(strlen(body) + 1);
    memcpy(msg->body, body, strlen(body) + 1);
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        if (m->sessions[i].open && m->sessions[i].in[r]) {
            lie(m, &m->sessions[i]);
            add_message(&m->sessions[i].out, room, msg, true);
        }
}

void xmpp_model_say(xmpp_model *m, const char *room, const char *text)
{
    publish(m, room_index(m, room, true), "Ada", "", text);
}

/* ---- stanzas ---- */

static void result(xmpp_model_session *s, const dct_xml *iq, const char *inner)
{
    dct_xml_add(&s->out, "<iq xmlns='jabber:client' type='result' id='%s' from='%s'>%r</iq>", dct_xml_get(iq, "id"),
                dct_xml_get(iq, "to"), inner);
}

static void fail(xmpp_model_session *s, const dct_xml *x, const char *condition)
{
    dct_xml_add(&s->out, "<%r xmlns='jabber:client' type='error' id='%s' from='%s'><error type='cancel'>"
                "<%r xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></%r>", x->name, dct_xml_get(x, "id"), dct_xml_get(x, "to"),
                condition, x->name);
}

static bool nick_taken(const xmpp_model *m, const xmpp_model_session *s, int r, const char *nick)
{
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        if (m->sessions[i].open && &m->sessions[i] != s && m->sessions[i].in[r] && strcmp(m->sessions[i].nick[r], nick) == 0)
            return true;
    return false;
}

/* Nobody is left in a room that was never finished: it is gone, with all that was said there. */
static void leave(xmpp_model *m, xmpp_model_session *s, int r)
{
    s->in[r] = false;
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        if (m->sessions[i].open && m->sessions[i].in[r])
            return;
    if (m->rooms[r].configured)
        return;
    for (uint32_t i = 0; i < m->rooms[r].count; i++)
        free(m->rooms[r].messages[i].body);
    memset(&m->rooms[r], 0, sizeof m->rooms[r]);
}

static void presence(xmpp_model *m, xmpp_model_session *s, const dct_xml *x)
{
    const char *to = dct_xml_get(x, "to"), *slash = strchr(to, '/');
    int known = room_index(m, to, false), r = room_index(m, to, slash != NULL);
    if (r < 0 || slash == NULL)
        return;
    if (dct_xml_says(x, "type", "unavailable")) {
        leave(m, s, r);
        return;
    }
    if (m->locks && known >= 0 && !m->rooms[r].configured && !s->in[r]) {
        fail(s, x, "item-not-found");
        return;
    }
    if (nick_taken(m, s, r, slash + 1)) {
        fail(s, x, "conflict");
        return;
    }
    s->in[r] = true;
    snprintf(s->nick[r], sizeof s->nick[r], "%s", slash + 1);
    if (!m->away)
        agent_presence(s, m->rooms[r].jid, true);
    dct_xml_add(&s->out, "<presence xmlns='jabber:client' from='%s'><x xmlns='http://jabber.org/protocol/muc#user'>"
                "<item affiliation='%s' role='participant'/><status code='110'/>%r</x></presence>", to, known < 0 ? "owner" : "none",
                known < 0 ? "<status code='201'/>" : "");
    dct_xml_add(&s->out, "<message xmlns='jabber:client' type='groupchat' from='%s'><subject>%s</subject></message>", m->rooms[r].jid,
                m->rooms[r].subject);
}

static void archive(xmpp_model *m, xmpp_model_session *s, const dct_xml *iq, const dct_xml *query)
{
    int r = room_index(m, dct_xml_get(iq, "to"), false);
    const dct_xml *set = dct_xml_child(query, "set", NULL), *before = dct_xml_child(set, "before", NULL);
    const char *after = dct_xml_child_text(set, "after", NULL);
    if (r < 0) {
        fail(s, iq, "item-not-found");
        return;
    }
    xmpp_model_room *room = &m->rooms[r];
    uint32_t first = 0, last = room->count, most = 3; /* Small pages. */
    for (uint32_t i = 0; i < room->count; i++) {
        if (after[0] != 0 && strcmp(room->messages[i].id, after) == 0)
            first = i + 1;
        if (before != NULL && before->text[0] != 0 && strcmp(room->messages[i].id, before->text) == 0)
            last = i;
    }
    bool whole = last - first <= most;
    if (!whole && before != NULL)
        first = last - most;
    else if (!whole)
        last = first + most;
    for (uint32_t i = first; i < last; i++) {
        lie(m, s);
        dct_xml_add(&s->out, "<message xmlns='jabber:client' from='%s'><result xmlns='" MAM "' queryid='%s' id='%s'>"
                    "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' stamp='2026-11-03T10:00:00Z'/>", room->jid,
                    dct_xml_get(query, "queryid"), room->messages[i].id);
        add_message(&s->out, room, &room->messages[i], false);
        dct_xml_add(&s->out, "</forwarded></result></message>");
    }
    dct_xml_add(&s->out, "<iq xmlns='jabber:client' type='result' id='%s' from='%s'><fin xmlns='" MAM "'%r><set"
                " xmlns='http://jabber.org/protocol/rsm'>", dct_xml_get(iq, "id"), room->jid, whole ? " complete='true'" : "");
    if (first < last)
        dct_xml_add(&s->out, "<first>%s</first><last>%s</last>", room->messages[first].id, room->messages[last - 1].id);
    dct_xml_add(&s->out, "</set></fin></iq>");
}

static void owner(xmpp_model *m, xmpp_model_session *s, const dct_xml *iq)
{
    int r = room_index(m, dct_xml_get(iq, "to"), false);
    if (r < 0)
        fail(s, iq, "item-not-found");
    else if (dct_xml_says(iq, "type", "set")) {
        m->rooms[r].configured = true;
        result(s, iq, "");
    } else
        result(s, iq, "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'>"
                      "<field var='muc#roomconfig_persistentroom'/><field var='muc#roomconfig_enablearchiving'/></x></query>");
}

static void info(xmpp_model *m, xmpp_model_session *s, const dct_xml *x)
{
    int r = room_index(m, dct_xml_get(x, "to"), false);
    result(s, x, r >= 0 && m->rooms[r].configured
                 ? "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='http://jabber.org/protocol/muc'/>"
                   "<feature var='muc_persistent'/><feature var='" MAM "'/></query>"
                 : "<query xmlns='http://jabber.org/protocol/disco#info'><feature var='http://jabber.org/protocol/muc'/></query>");
}

static void iq(xmpp_model *m, xmpp_model_session *s, const dct_xml *x)
{
    const dct_xml *query = x->first;
    const char *ns = query == NULL ? "" : query->ns;
    if (strcmp(ns, "urn:ietf:params:xml:ns:xmpp-bind") == 0) {
        char jid[160];
        snprintf(jid, sizeof jid, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>%s</jid></bind>", s->jid);
        result(s, x, jid);
    } else if (strcmp(ns, MAM) == 0)
        archive(m, s, x, query);
    else if (strcmp(ns, "http://jabber.org/protocol/muc#owner") == 0)
        owner(m, s, x);
    else if (strcmp(ns, "http://jabber.org/protocol/disco#info") == 0)
        info(m, s, x);
    else
        result(s, x, "");
}

static void message(xmpp_model *m, xmpp_model_session *s, const dct_xml *x)
{
    int r = room_index(m, dct_xml_get(x, "to"), false);
    const dct_xml *user = dct_xml_child(x, "x", NULL);
    if (r < 0)
        fail(s, x, "item-not-found");
    else if (dct_xml_child(user, "invite", NULL) != NULL)
        m->rooms[r].invitations++;
    else if (!s->in[r])
        fail(s, x, "not-acceptable");
    else if (dct_xml_child(x, "composing", NULL) != NULL)
        m->typings++;
    else if (dct_xml_child(x, "subject", NULL) != NULL)
        snprintf(m->rooms[r].subject, sizeof m->rooms[r].subject, "%s", dct_xml_child_text(x, "subject", NULL));
    else if (dct_xml_child(x, "body", NULL) != NULL)
        publish(m, r, s->nick[r], dct_xml_get(dct_xml_child(x, "origin-id", NULL), "id"), dct_xml_child_text(x, "body", NULL));
}

static void stanza(xmpp_model *m, xmpp_model_session *s, const dct_xml *x)
{
    if (dct_xml_is(x, "auth", NULL))
        dct_xml_add(&s->out, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    else if (dct_xml_is(x, "presence", NULL))
        presence(m, s, x);
    else if (dct_xml_is(x, "iq", NULL))
        iq(m, s, x);
    else if (dct_xml_is(x, "message", NULL))
        message(m, s, x);
}

/* ---- sessions and requests ---- */

static void end(xmpp_model *m, xmpp_model_session *s)
{
    s->open = false;
    for (int r = 0; r < XMPP_MODEL_ROOMS; r++)
        if (s->in[r])
            leave(m, s, r);
    dct_buf_close(&s->out);
    for (int i = 0; i < 4; i++)
        dct_buf_close(&s->requests[i].text);
}

static void features(xmpp_model_session *s)
{
    dct_xml_add(&s->out, "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>%r</stream:features>",
                s->restarted ? "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
                             : "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>ANONYMOUS</mechanism></mechanisms>");
}

static xmpp_model_session *begin(xmpp_model *m, const dct_xml *body)
{
    xmpp_model_session *s = &m->sessions[m->next++ % XMPP_MODEL_SESSIONS];
    if (s->open)
        end(m, s);
    memset(s, 0, sizeof *s);
    s->open = true;
    snprintf(s->sid, sizeof s->sid, "s%u", (unsigned)m->next);
    snprintf(s->jid, sizeof s->jid, "u%u@" GUEST "/r", (unsigned)m->next);
    s->wait_s = (uint32_t)strtoul(dct_xml_get(body, "wait"), NULL, 10);
    s->rid = strtoull(dct_xml_get(body, "rid"), NULL, 10) - 1;
    dct_buf_init(&s->out, &dct_alloc_default, 1u << 20);
    for (int i = 0; i < 4; i++)
        dct_buf_init(&s->requests[i].text, &dct_alloc_default, 1u << 20);
    return s;
}

static xmpp_model_session *find(xmpp_model *m, const char *sid)
{
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++) {
        xmpp_model_session *s = &m->sessions[i];
        if (s->open && m->clock->monotonic_ms > s->heard_ms + INACTIVE_MS)
            end(m, s);
        if (s->open && sid[0] != 0 && strcmp(s->sid, sid) == 0)
            return s;
    }
    return NULL;
}

static void answer(xmpp_model *m, const char *text, size_t size, fault_reply *reply)
{
    dct_buf_clear(&m->reply);
    dct_buf_add(&m->reply, text, size);
    reply->body = m->reply.data;
    reply->body_size = m->reply.size;
}

static bool terminate(xmpp_model *m, const char *condition, fault_reply *reply)
{
    char text[200];
    int n = snprintf(text, sizeof text, "<body xmlns='http://jabber.org/protocol/httpbind' type='terminate' condition='%s'/>", condition);
    answer(m, text, (size_t)n, reply);
    return true;
}

/* What a request says is done once, when its turn comes. False: it is not its turn. */
static bool process(xmpp_model *m, xmpp_model_session *s, const dct_xml *body, uint64_t rid)
{
    if (rid <= s->rid)
        return true;
    if (rid > s->rid + 1)
        return false;
    s->rid = rid;
    dct_buf_clear(&s->requests[rid % 4].text);
    s->requests[rid % 4].rid = rid;
    s->requests[rid % 4].answered = false;
    s->requests[rid % 4].since_ms = m->clock->monotonic_ms;
    if (dct_xml_says(body, "xmpp:restart", "true"))
        s->restarted = true;
    if (dct_xml_get(body, "sid")[0] == 0 || dct_xml_says(body, "xmpp:restart", "true"))
        features(s);
    for (const dct_xml *x = body->first; x != NULL; x = x->next)
        stanza(m, s, x);
    return true;
}

static bool hold(xmpp_model *m, xmpp_model_session *s, uint64_t rid, fault_reply *reply)
{
    int i = (int)(rid % 4), older = (int)((rid - 1) % 4);
    if (s->requests[i].rid != rid) /* Too old to be known. */
        return terminate(m, "item-not-found", reply);
    if (s->requests[i].answered) {
        answer(m, (const char *)s->requests[i].text.data, s->requests[i].text.size, reply);
        return true;
    }
    bool first = s->requests[older].rid != rid - 1 || s->requests[older].answered;
    bool due = s->rid > rid || m->clock->monotonic_ms >= s->requests[i].since_ms + s->wait_s * 1000ull;
    if (!first || (s->out.size == 0 && !due))
        return false;
    dct_xml_add(&s->requests[i].text, "<body xmlns='http://jabber.org/protocol/httpbind' sid='%s'>", s->sid);
    dct_buf_add(&s->requests[i].text, s->out.data, s->out.size);
    dct_xml_add(&s->requests[i].text, "</body>");
    dct_buf_clear(&s->out);
    s->requests[i].answered = true;
    answer(m, (const char *)s->requests[i].text.data, s->requests[i].text.size, reply);
    return true;
}

bool xmpp_model_serve(void *ctx, const docent_request *request, const void *body, size_t size, bool again, fault_reply *reply)
{
    xmpp_model *m = ctx;
    dct_arena_reset(&m->arena);
    const dct_xml *x = dct_xml_read(body, size, &m->arena, "request", NULL);
    (void)request;
    if (x == NULL) {
        reply->status = 400;
        return true;
    }
    const char *sid = dct_xml_get(x, "sid");
    uint64_t rid = strtoull(dct_xml_get(x, "rid"), NULL, 10);
    xmpp_model_session *s = sid[0] == 0 && !again ? begin(m, x) : find(m, sid);
    if (s == NULL)
        return terminate(m, "item-not-found", reply);
    s->heard_ms = m->clock->monotonic_ms;
    if (!process(m, s, x, rid))
        return rid > s->rid + 2 ? terminate(m, "item-not-found", reply) : false;
    if (dct_xml_says(x, "type", "terminate")) {
        end(m, s);
        return terminate(m, "", reply);
    }
    return hold(m, s, rid, reply);
}

void xmpp_model_init(xmpp_model *m, fake_clock *clock)
{
    memset(m, 0, sizeof *m);
    m->clock = clock;
    dct_arena_init(&m->arena, &dct_alloc_default, 8u << 20);
    dct_buf_init(&m->reply, &dct_alloc_default, 4u << 20);
}

void xmpp_model_restart(xmpp_model *m)
{
    for (int i = 0; i < XMPP_MODEL_SESSIONS; i++)
        if (m->sessions[i].open)
            end(m, &m->sessions[i]);
}

void xmpp_model_close(xmpp_model *m)
{
    xmpp_model_restart(m);
    for (int r = 0; r < XMPP_MODEL_ROOMS; r++)
        for (uint32_t i = 0; i < m->rooms[r].count; i++)
            free(m->rooms[r].messages[i].body);
    dct_arena_close(&m->arena);
    dct_buf_close(&m->reply);
}
