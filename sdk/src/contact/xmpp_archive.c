/* What a room's archive holds (XEP-0313), and what a message of a room tells us. */
#include "xmpp.h"

#include "../base/limits.h"

#include "said.h"
#include "uuid.h"

#include <stdio.h>
#include <string.h>

#define PAGE "50" /* Messages in one answer. */
#define CLOSED "[closed]"
#define AUTHOR_BYTES 200

void dct_xmpp_ask_archive(dct_xmpp *x, const char *room, const char *after, const char *before, char id[24])
{
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='set' id='%s' to='%s'><query xmlns='" NS_MAM "' queryid='%s'>"
                "<set xmlns='" NS_RSM "'><max>" PAGE "</max>", id, room, id);
    if (after != NULL)
        dct_xml_add(&x->out, "<after>%s</after>", after);
    if (before != NULL)
        dct_xml_add(&x->out, "<before>%s</before>", before);
    dct_xml_add(&x->out, "</set></query></iq>");
    dct_xmpp_flush(x);
}

const dct_xml *dct_xmpp_archived(const dct_xml *stanza, const char *room, const char *id, const char **archive_id, int64_t *at)
{
    const dct_xml *result = dct_xml_child(stanza, "result", NS_MAM);
    if (result == NULL || !dct_xml_is(stanza, "message", NULL) || strcmp(dct_xml_get(stanza, "from"), room) != 0 ||
        !dct_xml_says(result, "queryid", id))
        return NULL;
    const dct_xml *forwarded = dct_xml_child(result, "forwarded", NS_FORWARD);
    const dct_xml *message = dct_xml_child(forwarded, "message", NULL);
    const char *own = dct_xml_get(result, "id");
    if (message == NULL || own[0] == 0 || strlen(own) >= 128 || !dct_jid_is_bare(dct_xml_get(message, "from"), room))
        return NULL;
    *archive_id = own;
    *at = dct_stanza_time(dct_xml_get(dct_xml_child(forwarded, "delay", NS_DELAY), "stamp"));
    return message;
}

bool dct_xmpp_closed(const char *text)
{
    return strncmp(text, CLOSED, strlen(CLOSED)) == 0;
}

const char *dct_xmpp_unmarked(const char *text)
{
    if (!dct_xmpp_closed(text))
        return text;
    text += strlen(CLOSED);
    return text + strspn(text, " ");
}

const char *dct_xmpp_origin(const dct_xml *message)
{
    const char *id = dct_xml_get(dct_xml_child(message, "origin-id", NS_SID), "id");
    if (id[0] == 0)
        id = dct_xml_get(message, "id"); /* A server that takes foreign elements out of messages. */
    return dct_uuid_ok(id) && id[14] == '7' ? id : "";
}

bool dct_xmpp_news(dct_xmpp *x, const char *room, const dct_xml *message, const char *archive_id, int64_t at, dct_arena *arena,
                   dct_news *out)
{
    const char *from = dct_xml_get(message, "from"), *nick = dct_jid_nick(from);
    const dct_xml *body = dct_xml_child(message, "body", NULL), *subject = dct_xml_child(message, "subject", NULL);
    *out = (dct_news){ .remote_id = "", .conversation = room, .author = "", .text = "", .at = at, .origin_id = "" };
    if (!dct_jid_is_bare(from, room) || !dct_xml_says(message, "type", "groupchat"))
        return false;
    bool ours = dct_xmpp_is_us(x, from);
    if (body == NULL && subject != NULL && !ours && nick[0] != 0) {
        out->closed = dct_xmpp_closed(subject->text);
        out->reopened = !out->closed;
        return true;
    }
    if (body == NULL || nick[0] == 0)
        return false;
    out->origin_id = ours ? dct_xmpp_origin(message) : "";
    out->from_us = out->origin_id[0] != 0;
    out->author = dct_said_line(arena, nick, strlen(nick), AUTHOR_BYTES);
    out->closed = !ours && dct_xmpp_closed(body->text);
    const char *text = out->closed ? dct_xmpp_unmarked(body->text) : body->text;
    out->text = dct_said_text(arena, text, strlen(text), DCT_MAX_XML_BYTES);
    char local[64];
    snprintf(local, sizeof local, "%.*s", (int)strcspn(room, "@"), room);
    const char *id = dct_arena_format(arena, "%s/%s", local, archive_id);
    out->remote_id = id == NULL ? "" : dct_said_id(arena, id, strlen(id));
    return !dct_arena_failed(arena);
}
