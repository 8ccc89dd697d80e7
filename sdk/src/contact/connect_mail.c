/* A letter as a mail; the answer as a mail. Every company has this server already.
 *
 *     SMTP  MAIL FROM device+CONVERSATION@  RCPT the desk, and this device's own mailbox as a witness
 *     IMAP  SEARCH Message-ID               did the witness get it? Then the desk did: one transaction had both
 *     IMAP  STATUS, SEARCH since the last, FETCH      answers: by the per-request address first, then by References
 *
 * The Message-ID of a letter never changes, so a mailbox with Sieve's `duplicate` (or the like) drops a second copy; the
 * operator says so with "dedup_days". One POLL serves all conversations. The cursor is "UIDVALIDITY.UID". */
#include "../base/limits.h"
#include "letter_mail.h"
#include "mail_news.h"
#include "setting.h"
#include "task.h"

#include <stdio.h>
#include <string.h>

#define TO_AT_MOST 2u
#define MAILS_EACH_POLL 40u
#define UIDS_KEPT 200u
#define SEARCH_BYTES (1u << 20)

typedef struct mailer {
    dct_arena   arena;
    const char *smtp, *imap;         /* imap: "" when answers are not read here. Without a slash at its end. */
    const char *folder, *user, *password, *imap_user, *imap_password;
    const char *from, *from_name, *domain;
    const char *before, *after;      /* The request's own address is before + conversation + after. */
    const char *to, *forum_to;
    bool        witness;
    dct_wire    wire;
} mailer;

/* Where a POLL stands. */
typedef struct round {
    uint32_t validity, last; /* Of the mailbox; the last UID that was dealt with. */
    uint32_t newest;         /* What the mailbox had when it was asked. */
    uint32_t uids[UIDS_KEPT], count, at;
} round;

enum { AT_SENT = 1, AT_FOUND, AT_STATUS, AT_LIST, AT_MAIL };

/* ---- configuration ---- */

/* "help+{id}@desk.example", or made from the device's own address. */
static void read_pattern(dct_settings *s, mailer *m)
{
    const char *pattern = dct_setting(s, "reply"), *at = strrchr(m->from, '@');
    if (*pattern == 0 && at != NULL) {
        pattern = dct_arena_format(&m->arena, "%.*s+{id}%s", (int)(at - m->from), m->from, at);
        if (pattern == NULL)
            return;
    }
    const char *hole = strstr(pattern, "{id}");
    if (hole == NULL) {
        dct_setting_fault(s, "reply", "has no {id}: write an address such as \"help+{id}@desk.example\"");
        return;
    }
    m->before = dct_arena_text(&m->arena, pattern, (size_t)(hole - pattern));
    m->after = dct_arena_text(&m->arena, hole + 4, strlen(hole + 4));
    const char *sample = dct_arena_format(&m->arena, "%s00000000-0000-7000-8000-000000000000%s", m->before, m->after);
    if (m->before != NULL && m->after != NULL && sample != NULL && !dct_mail_address_ok(sample))
        dct_setting_fault(s, "reply", "makes no address of at most 64 characters before its @: shorten it");
}

static const char *need_address(dct_settings *s, const char *key, bool needed)
{
    const char *address = needed ? dct_setting_need(s, key) : dct_setting(s, key);
    if (*address != 0 && !dct_mail_address_ok(address))
        dct_setting_fault(s, key, "is no mail address: write it as name@domain");
    return address;
}

/* The folder stands in a URL: what is special there is refused, not escaped. */
static const char *read_folder(dct_settings *s)
{
    const char *folder = dct_setting(s, "folder");
    for (const char *p = folder; *p != 0; p++)
        if (strchr("%;?#\"\\ {*&", *p) != NULL || (unsigned char)*p >= 0x7F)
            dct_setting_fault(s, "folder", "has a character that cannot be used: give it a plain name");
    return *folder != 0 ? folder : "INBOX";
}

static void read_users(dct_settings *s, mailer *m)
{
    m->user = dct_setting_secret(s, "user");
    m->password = dct_setting_secret(s, "password");
    m->imap_user = dct_setting_secret(s, "imap_user");
    m->imap_password = dct_setting_secret(s, "imap_password");
    if (*m->imap_user == 0) {
        m->imap_user = m->user;
        m->imap_password = m->password;
    }
    if (*m->imap != 0 && *m->imap_user == 0)
        dct_setting_fault(s, "user", "is not set: a mailbox cannot be read without; write both into the device's file");
}

static void read_can(dct_settings *s, dct_connector *c, const mailer *m)
{
    uint32_t dedup_days = (uint32_t)dct_setting_int(s, "dedup_days", 0, 3650, 0);
    c->can = DCT_CAN_APPEND | DCT_CAN_SEALED;
    if (*m->imap != 0)
        c->can |= DCT_CAN_POLL | DCT_CAN_POLL_ALL;
    if (m->witness)
        c->can |= DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE;
    if (dedup_days > 0)
        c->can |= DCT_CAN_DEDUP;
    c->dedup_life_s = dedup_days * 86400u;
    dct_setting_pace(s, c, 60, 18); /* 25 MB a mail is usual, in base64. */
}

static void configure(dct_settings *s, dct_connector *c, mailer *m)
{
    m->smtp = dct_setting_url(s, "smtp", "smtps smtp");
    if (*m->smtp == 0)
        dct_setting_fault(s, "smtp", "is not set: write the mail server's address into help.yaml, smtps://...");
    m->imap = dct_setting_base(s, "imap", "imaps imap");
    m->folder = read_folder(s);
    m->from = need_address(s, "from", true);
    m->from_name = dct_setting(s, "from_name");
    m->to = need_address(s, "to", true);
    m->forum_to = need_address(s, "forum_to", false);
    if (s->status != DOCENT_OK)
        return;
    m->domain = strrchr(m->from, '@') + 1;
    read_pattern(s, m);
    read_users(s, m);
    m->witness = dct_setting_bool(s, "witness", *m->imap != 0);
    dct_setting_wire(s, &m->wire);
    read_can(s, c, m);
}

static void close_mail(dct_connector *c)
{
    mailer *m = c->self;
    if (m == NULL)
        return;
    dct_arena_close(&m->arena);
    dct_free(c->alloc, m, sizeof *m);
    c->self = NULL;
}

static docent_status open_mail(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    mailer *m = dct_new_zero(c->alloc, sizeof *m);
    if (m == NULL)
        return dct_fail_memory(err, "contact");
    c->self = m;
    dct_arena_init(&m->arena, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_settings s = { c, public_part, device_part, &m->arena, err, DOCENT_OK };
    configure(&s, c, m);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_mail(c);
    return s.status;
}

/* ---- sending ---- */

static const char *or_null(const char *text)
{
    return *text != 0 ? text : NULL;
}

static void send(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    const dct_letter *l = t->letter;
    bool forum = l->kind != NULL && strcmp(l->kind, "forum") == 0;
    const char *to = forum ? m->forum_to : m->to;
    if (*to == 0) {
        dct_task_end(t, DCT_REFUSED, "no forum takes mail here: set \"forum_to\" of connector \"%s\"", c->id);
        return;
    }
    const char *own = dct_arena_format(t->arena, "%s%s%s", m->before, l->conversation, m->after);
    const char **list = dct_arena_array(t->arena, TO_AT_MOST, sizeof *list);
    dct_mail_way way = { to, own != NULL ? own : "", m->from_name, m->domain, t->sealed ? t->frozen : NULL, t->frozen_bytes,
                         t->read_file, t->read_ctx };
    dct_mime *mail = own != NULL && list != NULL ? dct_letter_mail(l, &way, t->arena) : NULL;
    if (mail == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    list[0] = to;
    list[1] = own;
    docent_request r = { .struct_size = (uint32_t)sizeof r, .url = m->smtp, .method = "SEND", .read = dct_mime_read,
                         .body_ctx = mail, .body_bytes = dct_mime_bytes(mail), .user = or_null(m->user),
                         .password = or_null(m->password), .mail_from = own, .mail_to = list,
                         .mail_to_count = m->witness ? 2 : 1, .fresh_connection = true };
    dct_wire_use(&m->wire, &r);
    dct_task_start(c, t, &r, DCT_MAX_REPLY_HEADER_BYTES, AT_SENT);
}

static void sent(dct_task *t)
{
    dct_verdict v = dct_verdict_smtp(t->fetch, &t->later_s);
    if (v != DCT_DONE) {
        dct_task_end(t, v, NULL);
        return;
    }
    t->out_remote = t->letter->conversation;
    dct_task_end(t, DCT_DONE, "%s", "");
}

/* ---- asking the mailbox ---- */

static void ask(dct_connector *c, dct_task *t, const char *url, const char *command, size_t max_bytes, int next)
{
    const mailer *m = c->self;
    if (url == NULL || command == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    docent_request r = { .struct_size = (uint32_t)sizeof r, .url = url, .method = command, .user = or_null(m->imap_user),
                         .password = or_null(m->imap_password) };
    dct_wire_use(&m->wire, &r);
    dct_task_start(c, t, &r, max_bytes, next);
}

/* True when there is an answer to read; else the task has ended. What only reads is never in doubt. A mailbox that does not let
 * us in must not keep mails from leaving: a poll has found nothing then. */
static bool answered(dct_task *t)
{
    int status = dct_fetch_status(t->fetch);
    if (dct_fetch_carried(t->fetch) == DOCENT_CARRIED_OK && status < 400)
        return true;
    dct_task_end(t, status == 401 && t->op == DCT_OP_POLL ? DCT_DONE : DCT_NOT_SENT, NULL);
    return false;
}

static void look_up(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    const char *id = dct_mail_message_id(t->letter, m->domain, t->arena);
    ask(c, t, dct_arena_format(t->arena, "%s/%s", m->imap, m->folder),
        id != NULL ? dct_arena_format(t->arena, "UID SEARCH HEADER Message-ID \"%s\"", id) : NULL, SEARCH_BYTES, AT_FOUND);
}

static void looked_up(dct_task *t)
{
    uint32_t uid, count;
    size_t size;
    if (!answered(t))
        return;
    if (!dct_mail_uids(dct_fetch_body(t->fetch, &size), 0, &uid, 1, &count)) {
        dct_task_end(t, DCT_NOT_SENT, "the mailbox's answer to SEARCH is not understood");
        return;
    }
    if (count > 0)
        t->out_remote = t->letter->conversation;
    dct_task_end(t, count > 0 ? DCT_DONE : DCT_ABSENT, "%s", "");
}

/* ---- polling ---- */

static void poll(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    round *r = dct_arena_new(t->arena, sizeof *r);
    if (r == NULL || *m->imap == 0) {
        dct_task_end(t, r == NULL ? DCT_NOT_SENT : DCT_DONE, "%s", r == NULL ? "out of memory" : "");
        return;
    }
    t->mine = r;
    if (t->cursor != NULL && sscanf(t->cursor, "%u.%u", &r->validity, &r->last) != 2)
        r->validity = r->last = 0;
    ask(c, t, dct_arena_format(t->arena, "%s/", m->imap), dct_arena_format(t->arena, "STATUS %s (UIDVALIDITY UIDNEXT)", m->folder),
        SEARCH_BYTES, AT_STATUS);
}

static void end_round(dct_task *t)
{
    const round *r = t->mine;
    t->out_cursor = dct_arena_format(t->arena, "%u.%u", r->validity, r->last);
    dct_task_end(t, DCT_DONE, "%s", "");
}

/* Mails to a request's address, or that answer one of our mails; not our own, come back as a witness. */
static void list(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    const round *r = t->mine;
    ask(c, t, dct_arena_format(t->arena, "%s/%s", m->imap, m->folder),
        dct_arena_format(t->arena,
                         "UID SEARCH UID %u:* NOT HEADER Message-ID \".docent@\" OR OR OR HEADER To \"%s\" HEADER Cc \"%s\" "
                         "HEADER References \".docent@\" HEADER In-Reply-To \".docent@\"",
                         r->last + 1, m->before, m->before),
        SEARCH_BYTES, AT_LIST);
}

static void took_status(dct_connector *c, dct_task *t)
{
    round *r = t->mine;
    uint32_t validity, next;
    size_t size;
    if (!answered(t))
        return;
    if (!dct_mail_status(dct_fetch_body(t->fetch, &size), &validity, &next)) {
        dct_task_end(t, DCT_NOT_SENT, "the mailbox's answer to STATUS is not understood");
        return;
    }
    if (validity != r->validity) /* A new mailbox under the old name: its numbers begin anew. */
        r->last = 0;
    r->validity = validity;
    r->newest = next > 0 ? next - 1 : 0;
    if (r->last >= r->newest)
        end_round(t);
    else
        list(c, t);
}

static void fetch_next(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    round *r = t->mine;
    if (r->at == r->count || r->at == MAILS_EACH_POLL) {
        if (r->at == r->count && r->count < UIDS_KEPT && r->last < r->newest)
            r->last = r->newest; /* What is between is no concern of ours. */
        end_round(t);
        return;
    }
    ask(c, t, dct_arena_format(t->arena, "%s/%s;UIDVALIDITY=%u/;UID=%u/;PARTIAL=0.%u", m->imap, m->folder, r->validity,
                               r->uids[r->at], DCT_MAX_MAIL_BYTES), "GET", DCT_MAX_MAIL_BYTES + 1024, AT_MAIL);
}

static void took_list(dct_connector *c, dct_task *t)
{
    round *r = t->mine;
    size_t size;
    if (!answered(t))
        return;
    if (dct_mail_uids(dct_fetch_body(t->fetch, &size), r->last, r->uids, UIDS_KEPT, &r->count))
        fetch_next(c, t);
    else
        dct_task_end(t, DCT_NOT_SENT, "the mailbox's answer to SEARCH is not understood");
}

/* A mail that was deleted meanwhile, or is larger than we take, is passed over: it must not stop those behind it. */
static void took_mail(dct_connector *c, dct_task *t)
{
    const mailer *m = c->self;
    round *r = t->mine;
    size_t size;
    const char *mail = dct_fetch_body(t->fetch, &size);
    bool large = dct_fetch_carried(t->fetch) == DOCENT_CARRIED_REFUSED && dct_fetch_received(t->fetch) > 0;
    bool gone = dct_fetch_status(t->fetch) == 404;
    if (!large && !gone && !answered(t))
        return;
    docent_status status = !large && !gone && size > 0 ? dct_mail_news(t, m->before, m->after, mail, size) : DOCENT_OK;
    if (status != DOCENT_OK) {
        dct_task_end(t, DCT_NOT_SENT, status == DOCENT_ERR_NOMEM ? "out of memory" : "the mailbox gave something that is no mail");
        return;
    }
    r->last = r->uids[r->at++];
    fetch_next(c, t);
}

/* ---- the tasks ---- */

static void begin(dct_connector *c, dct_task *t)
{
    switch (t->op) {
    case DCT_OP_CREATE:
    case DCT_OP_APPEND: send(c, t); return;
    case DCT_OP_LOOKUP:
    case DCT_OP_LOOKUP_MESSAGE: look_up(c, t); return;
    case DCT_OP_POLL: poll(c, t); return;
    case DCT_OP_PROBE:
        if ((c->can & DCT_CAN_POLL) != 0)
            poll(c, t);
        else
            dct_task_end(t, DCT_DONE, "%s", "");
        return;
    case DCT_OP_ENROL:
    case DCT_OP_UPLOAD:
    case DCT_OP_CLOSE: break;
    }
    dct_task_end(t, DCT_REFUSED, "mail cannot do this");
}

static void step(dct_connector *c, dct_task *t)
{
    if (t->verdict != DCT_PENDING || !dct_task_done(t))
        return;
    switch (t->at) {
    case AT_SENT: sent(t); break;
    case AT_FOUND: looked_up(t); break;
    case AT_STATUS:
        if (t->op == DCT_OP_PROBE)
            dct_task_end(t, answered(t) ? DCT_DONE : t->verdict, NULL);
        else
            took_status(c, t);
        break;
    case AT_LIST: took_list(c, t); break;
    case AT_MAIL: took_mail(c, t); break;
    default: break;
    }
}

static void cancel(dct_connector *c, dct_task *t)
{
    (void)c;
    dct_task_drop(t);
}

const dct_connector_kind dct_connect_mail = {
    .name = "mail",
    .can = DCT_CAN_DEDUP | DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE | DCT_CAN_POLL | DCT_CAN_POLL_ALL | DCT_CAN_APPEND |
           DCT_CAN_SEALED,
    .open = open_mail,
    .close = close_mail,
    .begin = begin,
    .step = step,
    .cancel = cancel,
};
