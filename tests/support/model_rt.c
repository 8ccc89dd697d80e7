/* Request Tracker as far as a device sees it, with its traps: a ticket is made although our id is not new in its field, or may not be
 * written there at all (dedup false); a closed door says 200; nothing that comes twice is once. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/percent.h"
#include "crypto/hash.h"
#include "net/json.h"

#define TOKEN "Authorization: token 1-2-3"
#define BASE "https://desk.test/REST/2.0/"
#define OUT_BYTES 65536u

static const char *header(const docent_request *r, const char *name)
{
    size_t n = strlen(name);
    for (uint32_t i = 0; i < r->header_count; i++)
        if (strncmp(r->headers[i], name, n) == 0 && r->headers[i][n] == ':')
            return r->headers[i] + n + 2;
    return "";
}

static void say(model *m, fault_reply *reply, const char *text)
{
    size_t size = strlen(text);
    free(m->out);
    m->out = malloc(size + 1);
    if (m->out == NULL)
        abort();
    memcpy(m->out, text, size + 1);
    reply->body = m->out;
    reply->body_size = size;
}

/* ---- its memory: a letter's data is "C" (it made a ticket) or "A", its subject, a new line, its text ---- */

static const model_item *ticket(const model *m, uint32_t number)
{
    for (uint32_t i = 0; i < m->item_count; i++)
        if (m->items[i].ours && m->items[i].data[0] == 'C' && m->items[i].uid == number)
            return &m->items[i];
    return NULL;
}

/* Values are unique: only the first ticket with it has it. */
static bool has_field(const model *m, const model_item *item)
{
    for (uint32_t i = 0; i < m->item_count; i++)
        if (m->items[i].ours && m->items[i].data[0] == 'C' && strcmp(m->items[i].conversation, item->conversation) == 0)
            return m->dedup && &m->items[i] == item;
    return false;
}

/* ---- a form ---- */

/* The part called JSON; everything else must be a file. */
static json_t *read_form(model *m, const docent_request *r, const char *body, size_t size)
{
    char mark[120];
    const char *type = header(r, "Content-Type"), *equals = strchr(type, '=');
    int n = snprintf(mark, sizeof mark, "--%s", equals != NULL ? equals + 1 : "?");
    const char *text = size > 0 ? strstr(body, "\r\n\r\n") : NULL, *end = text != NULL ? strstr(text, mark) : NULL;
    bool whole = end != NULL && strncmp(body, mark, (size_t)n) == 0 && size > (size_t)n + 4 &&
                 memcmp(body + size - 4, "--\r\n", 4) == 0 && memcmp(body + size - 4 - n, mark, (size_t)n) == 0;
    json_t *json = whole ? dct_json_parse(text + 4, (size_t)(end - text) - 6, 1u << 24, true, "form", NULL) : NULL;
    if (json == NULL)
        m->broken = "a form is not whole";
    return json;
}

static void letter_id(model *m, const char *content, char id[40])
{
    const char *mark = strstr(content, "\n-- \n");
    snprintf(id, 40, "%.36s", mark != NULL ? mark + 5 : "");
    if (mark == NULL || strlen(id) != 36)
        m->broken = "a letter without its id";
}

static void keep(model *m, const json_t *form, char kind, const char *conversation)
{
    char id[40], data[4096];
    const char *content = dct_json_text(form, "Content");
    letter_id(m, content, id);
    snprintf(data, sizeof data, "%c%s\n%s", kind, dct_json_text(form, "Subject"), content);
    model_item *item = model_add(m, id, conversation, data, strlen(data));
    item->ours = true;
    item->uid = ++m->uid;
}

static void post(model *m, const docent_request *r, const char *path, const void *body, size_t size, fault_reply *reply)
{
    char text[80];
    json_t *form = read_form(m, r, body, size);
    const model_item *to = strncmp(path, "ticket/", 7) == 0 ? ticket(m, (uint32_t)strtoul(path + 7, NULL, 10)) : NULL;
    reply->status = 201;
    if (form == NULL || (to == NULL && strcmp(path, "ticket") != 0)) {
        reply->status = form == NULL ? 400 : 404;
        m->broken = m->broken != NULL ? m->broken : "a message to no ticket";
    } else if (to != NULL) {
        keep(m, form, 'A', to->conversation);
        say(m, reply, "[\"Correspondence added\"]");
    } else {
        keep(m, form, 'C', dct_json_text(json_object_get(form, "CustomFields"), "Client Request ID"));
        snprintf(text, sizeof text, "{\"id\":\"%u\",\"type\":\"ticket\"}", m->uid);
        say(m, reply, text);
    }
    json_decref(form);
}

/* ---- looking ---- */

static void show_ticket(model *m, const docent_request *r, const model_item *item, fault_reply *reply)
{
    static char tag[40], text[400];
    uint32_t last = item->uid;
    for (uint32_t i = 0; i < m->item_count; i++)
        if (strcmp(m->items[i].conversation, item->conversation) == 0)
            last = m->items[i].uid;
    snprintf(tag, sizeof tag, "ETag: \"%u\"", last);
    snprintf(text, sizeof text, "{\"id\":%u,\"Status\":\"open\",\"CustomFields\":[{\"id\":\"2\",\"name\":\"Client Request ID\",\"values\":[%s%s%s]}]}",
             item->uid, has_field(m, item) ? "\"" : "", has_field(m, item) ? item->conversation : "", has_field(m, item) ? "\"" : "");
    reply->headers[reply->header_count++] = tag;
    if (strcmp(header(r, "If-None-Match"), tag + 6) == 0)
        reply->status = 304;
    else
        say(m, reply, text);
}

static void find_ticket(model *m, const char *query, fault_reply *reply)
{
    char text[80], value[64] = "";
    bool by_field = strstr(query, "CF.{Client Request ID}") != NULL;
    const char *quote = strrchr(query, '\''), *from = quote;
    while (from > query && from[-1] != '\'')
        from--;
    snprintf(value, sizeof value, "%.*s", (int)(quote - from), from);
    for (uint32_t i = 0; i < m->item_count; i++) {
        const model_item *item = &m->items[i];
        bool hit = by_field ? has_field(m, item) && strcmp(item->conversation, value) == 0 : strstr(item->data, value) != NULL;
        if (!item->ours || item->data[0] != 'C' || !hit)
            continue;
        snprintf(text, sizeof text, "{\"count\":1,\"items\":[{\"type\":\"ticket\",\"id\":\"%u\"}]}", item->uid);
        say(m, reply, text);
        return;
    }
    say(m, reply, "{\"count\":0,\"items\":[]}");
}

static void list(model *m, const char *query, fault_reply *reply)
{
    static char out[OUT_BYTES];
    const char *after = strstr(query, "id > "), *of = strstr(query, "TicketId = ");
    const model_item *to = of != NULL ? ticket(m, (uint32_t)strtoul(of + 11, NULL, 10)) : NULL;
    bool by_us = strstr(query, "Creator = ") != NULL;
    size_t n = (size_t)snprintf(out, sizeof out, "{\"items\":["), count = 0;
    for (uint32_t i = 0; to != NULL && i < m->item_count && n + 500 < sizeof out; i++) {
        const model_item *item = &m->items[i];
        if (strcmp(item->conversation, to->conversation) != 0 || item->ours != by_us || item->data[0] == 'C' ||
            item->uid <= strtoul(after + 5, NULL, 10))
            continue;
        n += (size_t)snprintf(out + n, sizeof out - n, "%s{\"id\":\"%u\",\"Type\":\"Correspond\",\"Created\":\"2026-11-03T10:00:00Z\","
                              "\"Creator\":{\"Name\":\"agent\",\"RealName\":\"Ada\"},\"Data\":\"%.*s\",\"_hyperlinks\":"
                              "[{\"ref\":\"attachment\",\"_url\":\"" BASE "attachment/%u\"}]}", count++ > 0 ? "," : "", item->uid,
                              by_us ? (int)strcspn(item->data + 1, "\n") : 0, item->data + 1, item->uid);
    }
    snprintf(out + n, sizeof out - n, "]}");
    say(m, reply, out);
}

static void show_part(model *m, uint32_t number, fault_reply *reply)
{
    char text[1024], coded[800];
    reply->status = 404;
    for (uint32_t i = 0; i < m->item_count; i++) {
        const model_item *item = &m->items[i];
        if (item->ours || item->uid != number || item->size > 500)
            continue;
        dct_base64(item->data, item->size, coded);
        snprintf(text, sizeof text, "{\"id\":%u,\"ContentType\":\"text/plain\",\"Filename\":\"\",\"Content\":\"%s\"}", number, coded);
        say(m, reply, text);
        reply->status = 200;
    }
}

static void get(model *m, const docent_request *r, const char *path, fault_reply *reply)
{
    char query[1024] = "";
    const char *from = strstr(path, "?query=");
    const model_item *one = strncmp(path, "ticket/", 7) == 0 ? ticket(m, (uint32_t)strtoul(path + 7, NULL, 10)) : NULL;
    if (from != NULL && !dct_percent_decode_to(from + 7, strcspn(from + 7, "&"), query, sizeof query))
        m->broken = "a query is not encoded";
    if (one != NULL)
        show_ticket(m, r, one, reply);
    else if (strncmp(path, "tickets?", 8) == 0)
        find_ticket(m, query, reply);
    else if (strncmp(path, "transactions?", 13) == 0)
        list(m, query, reply);
    else if (strncmp(path, "attachment/", 11) == 0)
        show_part(m, (uint32_t)strtoul(path + 11, NULL, 10), reply);
    else if (strcmp(path, "queue/Support") == 0)
        say(m, reply, "{\"id\":3,\"TicketCustomFields\":[{\"id\":\"2\",\"name\":\"Client Request ID\"}]}");
    else
        reply->status = 404;
}

static bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    model *m = ctx;
    bool known = false;
    (void)again;
    for (uint32_t i = 0; i < r->header_count; i++)
        known = known || strcmp(r->headers[i], TOKEN) == 0;
    if (!known || strncmp(r->url, BASE, sizeof BASE - 1) != 0) {
        m->broken = "not to us, or without the token";
        reply->status = 401;
    } else if (strcmp(r->method, "POST") == 0) {
        post(m, r, r->url + sizeof BASE - 1, body, size, reply);
    } else if (strcmp(r->method, "PUT") == 0) {
        say(m, reply, "[\"Ticket 1: Permission Denied\"]");
    } else {
        get(m, r, r->url + sizeof BASE - 1, reply);
    }
    return true;
}

static void answer(model *m, const char *conversation, const char *text)
{
    char id[40];
    snprintf(id, sizeof id, "r%u", ++m->uid);
    model_add(m, id, conversation, text, strlen(text))->uid = m->uid;
}

const model_kind model_rt = {
    .name = "rt",
    .public_json = "{\"id\":\"desk\",\"kind\":\"rt\",\"url\":\"https://desk.test/\",\"queue\":\"Support\",\"requestor\":\"kiosk-0001\","
                   "\"settle_s\":60,\"poll_s\":30}",
    .device_json = "{\"token\":\"1-2-3\"}",
    .serve = serve,
    .reply = answer,
};
