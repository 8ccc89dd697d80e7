/* A mail server: SMTP into two mailboxes, the desk's (0) and the device's (1), and IMAP for the second. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/letter_mail.h"
#include "contact/mail_parse.h"

#define ARENA_BYTES (64u << 20)

static void add_mail(model *m, uint32_t box, const void *data, size_t size)
{
    dct_arena arena;
    dct_mail mail;
    const char *letter = "";
    dct_arena_init(&arena, &dct_alloc_default, ARENA_BYTES);
    if (!dct_mail_read(data, size, &arena, &mail))
        abort();
    const char *conversation = dct_mail_thread(&arena, mail.message_id, &letter);
    const char *id = conversation != NULL ? letter : mail.message_id;
    bool there = false;
    for (uint32_t i = 0; i < m->item_count; i++)
        there = there || (m->items[i].box == box && strcmp(m->items[i].id, id) == 0);
    if (*mail.message_id == 0)
        m->broken = "a mail without Message-ID";
    if (!there || !m->dedup) {
        model_item *item = model_add(m, id, conversation != NULL ? conversation : "", data, size);
        item->box = box;
        item->uid = ++m->uid;
        item->ours = conversation != NULL;
    }
    dct_arena_close(&arena);
}

static void deliver(model *m, const docent_request *r, const void *body, size_t size)
{
    m->posts++;
    for (uint32_t i = 0; i < r->mail_to_count; i++)
        add_mail(m, strncmp(r->mail_to[i], "kiosk+", 6) == 0, body, size);
}

/* ---- the device's mailbox ---- */

static void say(model *m, fault_reply *reply, const char *text, size_t size)
{
    free(m->out);
    m->out = malloc(size + 1);
    if (m->out == NULL)
        abort();
    memcpy(m->out, text, size);
    reply->body = m->out;
    reply->body_size = size;
}

/* Of "UID SEARCH UID 7:* ..." what the connector asks for: mails from 7 on that are not its own. */
static void search(model *m, const char *command, fault_reply *reply)
{
    char text[4096], wanted[200] = "";
    unsigned from = 0;
    size_t n = (size_t)snprintf(text, sizeof text, "* SEARCH");
    bool by_id = sscanf(command, "UID SEARCH HEADER Message-ID \"<%199[^>]", wanted) == 1;
    if (!by_id && sscanf(command, "UID SEARCH UID %u:*", &from) != 1)
        m->broken = "a SEARCH that is not understood";
    for (uint32_t i = 0; i < m->item_count; i++) {
        const model_item *item = &m->items[i];
        bool hit = by_id ? item->ours && strstr(wanted, item->id) == wanted : !item->ours && item->uid >= from;
        if (item->box == 1 && hit)
            n += (size_t)snprintf(text + n, sizeof text - n, " %u", item->uid);
    }
    n += (size_t)snprintf(text + n, sizeof text - n, "\r\n");
    say(m, reply, text, n);
}

static bool fetch(model *m, const char *url, fault_reply *reply)
{
    const char *at = strstr(url, "/;UID=");
    unsigned uid = at != NULL ? (unsigned)strtoul(at + 6, NULL, 10) : 0;
    for (uint32_t i = 0; i < m->item_count; i++)
        if (m->items[i].box == 1 && m->items[i].uid == uid)
            return say(m, reply, m->items[i].data, m->items[i].size), true;
    m->broken = "a FETCH of what is not there";
    return false;
}

static bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    char text[100];
    model *m = ctx;
    (void)again;
    if (strcmp(r->method, "SEND") == 0) {
        deliver(m, r, body, size);
    } else if (strncmp(r->method, "STATUS", 6) == 0) {
        int n = snprintf(text, sizeof text, "* STATUS INBOX (UIDVALIDITY 7 UIDNEXT %u)\r\n", m->uid + 1);
        say(m, reply, text, (size_t)n);
    } else if (strncmp(r->method, "UID SEARCH", 10) == 0) {
        search(m, r->method, reply);
    } else if (strcmp(r->method, "GET") == 0) {
        fetch(m, r->url, reply);
    } else {
        m->broken = "a command that is not understood";
    }
    return true;
}

static void answer(model *m, const char *conversation, const char *text)
{
    char mail[4096];
    int n = snprintf(mail, sizeof mail,
                     "From: Ada <help@desk.test>\r\nTo: kiosk+%s@devices.desk.test\r\nMessage-ID: <r%u@desk.test>\r\n\r\n%s\r\n\r\n"
                     "On Monday somebody wrote:\r\n> quoted\r\n",
                     conversation, m->uid + 1, text);
    add_mail(m, 1, mail, (size_t)n);
}

const model_kind model_mail = {
    .name = "mail",
    .public_json = "{\"id\":\"desk\",\"kind\":\"mail\",\"smtp\":\"smtps://mx.desk.test\",\"imap\":\"imaps://mx.desk.test\","
                   "\"from\":\"kiosk@devices.desk.test\",\"to\":\"help@desk.test\",\"settle_s\":60,\"poll_s\":30}",
    .device_json = "{\"user\":\"kiosk@devices.desk.test\",\"password\":\"secret\"}",
    .serve = serve,
    .reply = answer,
};
