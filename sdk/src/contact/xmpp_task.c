/* One task, from place to place; each place waits for one answer.
 *
 *     session -> enter -> form -> configure -> archived? -> post -> its echo              CREATE; a new room
 *                  `---------------------------> archived? -> seek -> post                CREATE; it is there already
 *                  `------------------------------------------------> post                APPEND, CLOSE
 *     session -> seek                                                                     LOOKUP, LOOKUP_MESSAGE
 *     session -> page -> page                                                             POLL
 *
 * Until the letter has left, a task whose session is lost begins again, once. After that it is in doubt: the courier waits,
 * and asks the archive. */
#include "xmpp.h"

#include "../base/limits.h"

#include <stdio.h>
#include <string.h>

#define SEEK_PAGES 200u /* 10,000 messages in one conversation. */
#define POLL_PAGES 20u  /* The next poll goes on. */

void dct_xmpp_end(dct_xmpp *x, dct_verdict verdict, const char *why)
{
    dct_task_end(x->job.task, verdict, "%s", why);
}

void dct_xmpp_at(dct_xmpp *x, int place)
{
    x->job.task->at = place;
    x->job.deadline_ms = x->now_ms + x->patience_ms;
}

static bool running(const dct_xmpp *x)
{
    return x->job.task != NULL && x->job.task->verdict == DCT_PENDING;
}

/* ---- ends ---- */

static void done(dct_xmpp *x, const char *remote)
{
    dct_task *t = x->job.task;
    if (remote != NULL)
        t->out_remote = dct_arena_text(t->arena, remote, strlen(remote));
    dct_xmpp_end(x, DCT_DONE, "");
}

static void refused(dct_xmpp *x, const dct_xml *stanza)
{
    char why[240] = "";
    dct_verdict v = dct_stanza_verdict(stanza, why, sizeof why);
    if (v == DCT_AUTH) /* Of a room, not of our account. */
        v = DCT_REFUSED;
    if (v == DCT_LATER)
        x->job.task->later_s = 10;
    dct_xmpp_end(x, v == DCT_DONE ? DCT_NOT_SENT : v, why);
}

static bool in_doubt(const dct_xmpp *x)
{
    return x->job.task->at == DCT_AT_POST && x->job.sent != 0 && x->stream != NULL && dct_stream_left(x->stream, x->job.sent);
}

static void restart(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    *job = (dct_xmpp_job){ .task = job->task, .renewed = true, .text_url = job->text_url };
    dct_task_drop(job->task);
    dct_xmpp_connect(x);
    dct_xmpp_at(x, DCT_AT_SESSION);
    if (x->stream == NULL)
        dct_xmpp_end(x, DCT_NOT_SENT, "out of memory");
}

void dct_xmpp_task_lost(dct_xmpp *x, dct_verdict verdict, uint32_t later_s, const char *why)
{
    dct_task *t = x->job.task;
    if (!running(x) || t->at == DCT_AT_ENROL || t->at == DCT_AT_LOGIN) {
        dct_xmpp_drop(x);
        return;
    }
    bool doubt = in_doubt(x), again = !doubt && !x->job.renewed && t->at != DCT_AT_SESSION && verdict == DCT_NOT_SENT;
    dct_xmpp_drop(x);
    if (again) {
        restart(x);
        return;
    }
    t->later_s = later_s;
    dct_xmpp_end(x, doubt ? DCT_DOUBT : verdict == DCT_DONE ? DCT_NOT_SENT : verdict, why);
}

/* ---- sending ---- */

void dct_xmpp_post(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    dct_xmpp_write_letter(x, job->task, job->room);
    bool failed = x->out.failed;
    job->sent = dct_xmpp_flush(x);
    dct_xmpp_at(x, DCT_AT_POST);
    if (failed)
        dct_xmpp_end(x, DCT_NOT_SENT, "out of memory");
}

static void ask_info(dct_xmpp *x, const char *jid, int place)
{
    dct_xmpp_at(x, place);
    dct_xmpp_id(x, x->job.query);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='get' id='%s' to='%s'><query xmlns='" NS_DISCO_INFO "'/></iq>",
                x->job.query, jid);
    dct_xmpp_flush(x);
}

static void seek(dct_xmpp *x, const char *room)
{
    dct_xmpp_at(x, DCT_AT_SEEK);
    x->job.pages = 0;
    dct_xmpp_ask_archive(x, room, NULL, "", x->job.query);
}

static void enter(dct_xmpp *x)
{
    dct_task *t = x->job.task;
    bool begins = t->op == DCT_OP_CREATE || t->remote[0] == 0;
    const char *jid = begins ? dct_xmpp_jid_of(x, t->letter->conversation, t->arena) : t->remote;
    x->job.room = jid != NULL && dct_jid_ok(jid) ? dct_xmpp_room(x, jid) : NULL;
    if (x->job.room == NULL) {
        dct_xmpp_end(x, DCT_NOT_SENT, "no room for this conversation");
        return;
    }
    dct_xmpp_at(x, DCT_AT_ENTER);
    if (x->job.room->at == DCT_ROOM_IN)
        dct_xmpp_task_entered(x, x->job.room);
    else
        dct_xmpp_enter(x, x->job.room);
}

void dct_xmpp_task_entered(dct_xmpp *x, dct_room *room)
{
    if (!running(x) || x->job.room != room || x->job.task->at != DCT_AT_ENTER)
        return;
    bool create = x->job.task->op == DCT_OP_CREATE;
    if (room->created || (create && room->owner)) {
        dct_xmpp_at(x, DCT_AT_FORM);
        dct_xmpp_ask_form(x, room, x->job.query);
    } else if (create) { /* Made by an earlier session of ours; was it finished? */
        ask_info(x, room->jid, DCT_AT_ARCHIVED);
    } else {
        dct_xmpp_post(x);
    }
}

void dct_xmpp_task_not_entered(dct_xmpp *x, dct_room *room, const dct_xml *presence)
{
    if (!running(x) || x->job.room != room || x->job.task->at != DCT_AT_ENTER)
        return;
    if (strcmp(dct_stanza_condition(presence), "item-not-found") == 0) { /* Being made by an earlier session of ours. */
        x->job.task->later_s = 10;
        dct_xmpp_end(x, DCT_LATER, "the room for this conversation is locked");
    } else {
        refused(x, presence);
    }
}

static void take_form(dct_xmpp *x, const dct_xml *iq)
{
    if (dct_stanza_condition(iq)[0] != 0) {
        refused(x, iq);
        return;
    }
    dct_xmpp_at(x, DCT_AT_CONFIGURE);
    dct_xmpp_send_form(x, x->job.room, x->job.task->letter, iq, x->job.query);
}

static void take_configured(dct_xmpp *x, const dct_xml *iq)
{
    if (dct_stanza_condition(iq)[0] != 0) {
        refused(x, iq);
        return;
    }
    ask_info(x, x->job.room->jid, DCT_AT_ARCHIVED);
}

static bool has_feature(const dct_xml *iq, const char *feature)
{
    const dct_xml *query = dct_xml_child(iq, "query", NS_DISCO_INFO);
    for (const dct_xml *f = dct_xml_child(query, "feature", NS_DISCO_INFO); f != NULL; f = dct_xml_again(f))
        if (dct_xml_says(f, "var", feature))
            return true;
    return false;
}

static void take_archived(dct_xmpp *x, const dct_xml *iq)
{
    dct_room *room = x->job.room;
    bool stays = has_feature(iq, NS_MAM) && has_feature(iq, "muc_persistent");
    if (dct_stanza_condition(iq)[0] != 0) {
        refused(x, iq);
    } else if (!stays && !room->created && !room->owner) { /* A ghost's half-made room: it goes when the ghost does. */
        dct_xmpp_leave(x, room);
        x->job.task->later_s = 30;
        dct_xmpp_end(x, DCT_LATER, "the room for this conversation is not ready");
    } else if (!stays)
        dct_xmpp_end(x, DCT_REFUSED, "the chat server keeps no rooms with an archive; switch both on there (XEP-0045, XEP-0313)");
    else if (x->job.task->op == DCT_OP_CREATE && !x->job.room->created)
        seek(x, x->job.room->jid);
    else
        dct_xmpp_post(x);
}

static void take_echo(dct_xmpp *x, const dct_xml *message)
{
    dct_xmpp_job *job = &x->job;
    const char *from = dct_xml_get(message, "from");
    bool error = dct_xml_says(message, "type", "error");
    if (!dct_jid_is_bare(from, job->room->jid) || !dct_xml_says(message, "id", job->task->letter->id))
        return;
    if (error && strcmp(dct_stanza_condition(message), "not-acceptable") == 0 && !job->restarted) {
        job->restarted = true; /* The server forgot that we are in: certainly not taken. */
        job->room->at = DCT_ROOM_OUT;
        enter(x);
    } else if (error) {
        refused(x, message);
    } else if (dct_xml_says(message, "type", "groupchat") && strcmp(dct_jid_nick(from), job->room->nick) == 0) {
        job->room->created = false;
        done(x, job->room->jid);
    }
}

/* ---- asking the archive ---- */

static const char *sought_room(dct_xmpp *x)
{
    const dct_task *t = x->job.task;
    if (x->job.room != NULL)
        return x->job.room->jid;
    if (t->remote[0] != 0)
        return t->remote;
    return t->letter == NULL ? "" : dct_xmpp_jid_of(x, t->letter->conversation, t->arena);
}

static void sought(dct_xmpp *x, bool found)
{
    if (found)
        done(x, x->job.task->op == DCT_OP_LOOKUP_MESSAGE ? NULL : sought_room(x));
    else if (x->job.task->op == DCT_OP_CREATE)
        dct_xmpp_post(x);
    else
        dct_xmpp_end(x, DCT_ABSENT, "");
}

static bool end_of_archive(const dct_xml *iq, const char *which, char page[128])
{
    const dct_xml *fin = dct_xml_child(iq, "fin", NS_MAM), *set = dct_xml_child(fin, "set", NS_RSM);
    const char *id = dct_xml_child_text(set, which, NS_RSM);
    bool end = fin == NULL || dct_xml_says(fin, "complete", "true") || id[0] == 0 || strlen(id) >= 128 || strcmp(id, page) == 0;
    if (id[0] != 0 && strlen(id) < 128)
        snprintf(page, 128, "%s", id);
    return end;
}

static void take_sought(dct_xmpp *x, const dct_xml *iq)
{
    dct_xmpp_job *job = &x->job;
    bool none = strcmp(dct_stanza_condition(iq), "item-not-found") == 0 && job->pages == 0; /* No such room. */
    if (job->found)
        sought(x, true);
    else if (none)
        sought(x, false);
    else if (dct_stanza_condition(iq)[0] != 0)
        refused(x, iq);
    else if (end_of_archive(iq, "first", job->page))
        sought(x, false);
    else if (++job->pages >= SEEK_PAGES)
        dct_xmpp_end(x, DCT_NOT_SENT, "this conversation is too long to look through");
    else
        dct_xmpp_ask_archive(x, sought_room(x), NULL, job->page, job->query);
}

static void take_page(dct_xmpp *x, const dct_xml *iq)
{
    dct_xmpp_job *job = &x->job;
    dct_task *t = job->task;
    const char *condition = dct_stanza_condition(iq);
    bool missing = strcmp(condition, "item-not-found") == 0;
    if (missing && job->page[0] != 0 && !job->gone) { /* The archive forgot that message: from the start. */
        job->gone = true;
        job->page[0] = 0;
        dct_xmpp_ask_archive(x, t->remote, NULL, NULL, job->query);
    } else if (missing) {
        dct_news news = { .remote_id = "", .conversation = t->remote, .author = "", .text = "", .at = t->now_s, .closed = true,
                          .origin_id = "" };
        t->found(t->found_ctx, &news);
        done(x, NULL);
    } else if (condition[0] != 0) {
        refused(x, iq);
    } else if (end_of_archive(iq, "last", job->page) || ++job->pages >= POLL_PAGES) {
        t->out_cursor = dct_arena_text(t->arena, job->page, strlen(job->page));
        done(x, NULL);
    } else {
        dct_xmpp_ask_archive(x, t->remote, job->page, NULL, job->query);
    }
}

/* A message out of the archive; false when it is none of this task's. */
static bool take_result(dct_xmpp *x, const dct_xml *stanza)
{
    dct_task *t = x->job.task;
    const char *archive_id;
    int64_t at;
    if (t->at != DCT_AT_SEEK && t->at != DCT_AT_PAGE)
        return false;
    const dct_xml *message = dct_xmpp_archived(stanza, t->at == DCT_AT_PAGE ? t->remote : sought_room(x), x->job.query,
                                               &archive_id, &at);
    dct_news news;
    if (message == NULL)
        return false;
    if (t->at == DCT_AT_SEEK)
        x->job.found = x->job.found || (dct_xmpp_is_us(x, dct_xml_get(message, "from")) &&
                                        strcmp(dct_xmpp_origin(message), t->letter->id) == 0);
    else if (dct_xmpp_news(x, t->remote, message, archive_id, at, &x->scratch, &news))
        t->found(t->found_ctx, &news);
    return true;
}

/* ---- the walk ---- */

static void start(dct_xmpp *x)
{
    dct_task *t = x->job.task;
    dct_xmpp_job *job = &x->job;
    if (t->op == DCT_OP_LOOKUP || t->op == DCT_OP_LOOKUP_MESSAGE) {
        seek(x, sought_room(x));
    } else if (t->op == DCT_OP_POLL) {
        snprintf(job->page, sizeof job->page, "%s", t->cursor);
        dct_xmpp_at(x, DCT_AT_PAGE);
        dct_xmpp_ask_archive(x, t->remote, job->page[0] == 0 ? NULL : job->page, NULL, job->query);
    } else if (t->op == DCT_OP_PROBE) {
        ask_info(x, x->muc, DCT_AT_PROBE);
    } else if (t->op == DCT_OP_UPLOAD) {
        dct_xmpp_upload_begin(x);
    } else if ((job->text = dct_xmpp_text_of(x, t, &job->text_size)) == NULL) {
        dct_xmpp_end(x, DCT_NOT_SENT, "out of memory");
    } else if (job->text_size > DCT_MAX_CHAT_TEXT_BYTES && job->text_url == NULL) {
        dct_xmpp_upload_begin(x);
    } else {
        enter(x);
    }
}

static void take_answer(dct_xmpp *x, const dct_xml *iq)
{
    switch (x->job.task->at) {
    case DCT_AT_FORM: take_form(x, iq); break;
    case DCT_AT_CONFIGURE: take_configured(x, iq); break;
    case DCT_AT_ARCHIVED: take_archived(x, iq); break;
    case DCT_AT_SEEK: take_sought(x, iq); break;
    case DCT_AT_PAGE: take_page(x, iq); break;
    case DCT_AT_PROBE:
        if (dct_stanza_condition(iq)[0] != 0)
            refused(x, iq);
        else if (!has_feature(iq, NS_MUC))
            dct_xmpp_end(x, DCT_REFUSED, "what `muc` names is no service for rooms");
        else
            done(x, NULL);
        break;
    default: dct_xmpp_upload_stanza(x, iq); break;
    }
}

bool dct_xmpp_task_stanza(dct_xmpp *x, const dct_xml *stanza)
{
    dct_xmpp_job *job = &x->job;
    if (!running(x))
        return false;
    if (dct_xml_is(stanza, "message", NULL) && job->task->at == DCT_AT_POST)
        take_echo(x, stanza);
    else if (dct_xml_is(stanza, "message", NULL))
        return take_result(x, stanza);
    if (!dct_xml_is(stanza, "iq", NULL) || job->query[0] == 0 || !dct_stanza_answers(stanza, job->query))
        return false; /* An echo is news to an open page as well. */
    take_answer(x, stanza);
    return true;
}

void dct_xmpp_step_task(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    if (!running(x))
        return;
    if (job->task->at == DCT_AT_ENROL || job->task->at == DCT_AT_LOGIN) {
        dct_xmpp_enrol_step(x);
        return;
    }
    if (job->task->at == DCT_AT_PUT)
        dct_xmpp_upload_step(x);
    else if (job->task->at == DCT_AT_SESSION && dct_xmpp_online(x))
        start(x);
    if (running(x) && x->now_ms >= job->deadline_ms) {
        bool doubt = in_doubt(x);
        dct_xmpp_end(x, doubt ? DCT_DOUBT : DCT_NOT_SENT, "the chat server does not answer");
        dct_xmpp_drop(x);
    }
}

void dct_xmpp_begin(dct_connector *c, dct_task *t)
{
    dct_xmpp *x = c->self;
    memset(&x->job, 0, sizeof x->job);
    x->job.task = t;
    t->mine = x;
    if (t->sealed) {
        dct_xmpp_end(x, DCT_REFUSED, "a sealed request cannot be shown in a chat room; use another connector");
        return;
    }
    if (t->op == DCT_OP_ENROL) {
        dct_xmpp_enrol_begin(x);
        return;
    }
    if (x->mode == DCT_XMPP_REGISTER && !dct_xmpp_use_credential(x, t->credential)) {
        dct_xmpp_end(x, DCT_AUTH, "this device has no account at the chat server yet");
        return;
    }
    dct_xmpp_connect(x);
    dct_xmpp_at(x, DCT_AT_SESSION);
    if (x->stream == NULL)
        dct_xmpp_end(x, DCT_NOT_SENT, "out of memory");
    else if (dct_xmpp_online(x))
        start(x);
}
