/* A letter as a message to its room: what agents read, with the letter's id as the message's own (origin-id, XEP-0359), so
 * that the archive can be asked whether it arrived.
 *
 *     one request:  subject | rights of support | invitations | the letter
 *
 * In this order, and in one request: when the letter is in the archive, support was invited. */
#include "xmpp.h"

#include "../base/limits.h"

#include <stdio.h>
#include <string.h>

#define CLOSED "[closed] "
#define INVITE_MS 600000 /* An agent who is away finds one invitation, not one for every sentence. */

const char *dct_xmpp_jid_of(dct_xmpp *x, const char *conversation, dct_arena *arena)
{
    char local[80];
    dct_jid_local(conversation, local, sizeof local);
    return dct_arena_format(arena, "%s@%s", local, x->muc);
}

static void add_files(dct_buf *out, const dct_task *t)
{
    for (uint32_t i = 0; t->uploads != NULL && i < t->letter->file_count; i++)
        if (t->uploads[i] != NULL && t->uploads[i][0] != 0)
            dct_buf_add_format(out, "\n%s: %s", t->letter->files[i].name, t->uploads[i]);
}

const char *dct_xmpp_text_of(dct_xmpp *x, dct_task *t, size_t *size)
{
    const dct_letter *l = t->letter;
    docent_error err;
    dct_buf out;
    dct_buf_init(&out, x->c->alloc, DCT_MAX_CHAT_OUT_BYTES * 8);
    if (l->part == DCT_PART_CREATE) {
        if (dct_letter_text(l, &out, &err) != DOCENT_OK)
            out.failed = true;
    } else {
        dct_buf_add_text(&out, l->body);
        if (out.size == 0 && l->part == DCT_PART_CLOSE)
            dct_buf_add_text(&out, "Closed by the person who asked.");
    }
    while (!out.failed && out.size > 0 && out.data[out.size - 1] == '\n')
        out.size--;
    add_files(&out, t);
    *size = out.size;
    const char *text = out.failed ? NULL : dct_arena_text(t->arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return text;
}

static void add_subject(dct_xmpp *x, const dct_room *room, const char *mark, const char *subject)
{
    char id[24];
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<message xmlns='" NS_CLIENT "' type='groupchat' id='%s' to='%s'><subject>%s%s</subject></message>", id,
                room->jid, mark, subject);
}

static void add_right(dct_xmpp *x, const char *jid, void *ctx)
{
    const dct_room *room = ctx;
    char id[24];
    dct_xmpp_id(x, id);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='set' id='%s' to='%s'><query xmlns='" NS_MUC_ADMIN "'>"
                "<item affiliation='admin' jid='%s'/></query></iq>", id, room->jid, jid);
}

static void add_invitation(dct_xmpp *x, const char *jid, void *ctx)
{
    const dct_room *room = ctx;
    dct_xml_add(&x->out, "<message xmlns='" NS_CLIENT "' to='%s'><x xmlns='" NS_MUC_USER "'><invite to='%s'><reason>%s</reason>"
                "</invite></x></message>", room->jid, jid, room->subject);
}

/* Names what it is about, with the number that is said on the phone. */
static void name_subject(dct_room *room, const dct_letter *l)
{
    if (l->subject[0] != 0 || room->subject[0] == 0)
        snprintf(room->subject, sizeof room->subject, "%.40s %.200s", l->reference, l->subject);
}

static void add_message(dct_xmpp *x, const dct_room *room, const dct_letter *l, const char *text)
{
    dct_xml_add(&x->out, "<message xmlns='" NS_CLIENT "' type='groupchat' id='%s' to='%s'><body>%s</body>"
                "<origin-id xmlns='" NS_SID "' id='%s'/><markable xmlns='" NS_MARKERS "'/><active xmlns='" NS_CHATSTATES "'/>"
                "</message>", l->id, room->jid, text, l->id);
}

/* What does not fit into a message went ahead as a file: its beginning, and where all of it is. */
static const char *shorten(dct_xmpp *x, dct_task *t)
{
    const dct_xmpp_job *job = &x->job;
    if (job->text_url == NULL)
        return job->text;
    size_t keep = job->text_size < 2000 ? job->text_size : 2000;
    while (keep > 0 && ((unsigned char)job->text[keep] & 0xC0) == 0x80)
        keep--;
    return dct_arena_format(t->arena, "%.*s\n... (%llu bytes in all)\n%s", (int)keep, job->text, (unsigned long long)job->text_size,
                            job->text_url);
}

static bool invites(const dct_xmpp *x, const dct_room *room, const dct_letter *l, bool begins)
{
    bool lately = room->invited_ms != 0 && x->now_ms < room->invited_ms + INVITE_MS;
    return begins || (room->other_count == 0 && l->part == DCT_PART_APPEND && !lately);
}

void dct_xmpp_write_letter(dct_xmpp *x, dct_task *t, dct_room *room)
{
    const dct_letter *l = t->letter;
    const char *text = shorten(x, t);
    bool begins = room->created || t->op == DCT_OP_CREATE;
    if (text == NULL) {
        x->out.failed = true;
        return;
    }
    name_subject(room, l);
    if (begins || (room->closed && l->part == DCT_PART_APPEND))
        add_subject(x, room, "", room->subject);
    if (begins && room->owner)
        dct_xmpp_each_support(x, l->queue, add_right, room);
    if (invites(x, room, l, begins)) {
        dct_xmpp_each_support(x, l->queue, add_invitation, room);
        room->invited_ms = x->now_ms;
    }
    add_message(x, room, l, text);
    if (l->part == DCT_PART_CLOSE)
        add_subject(x, room, CLOSED, room->subject);
}
