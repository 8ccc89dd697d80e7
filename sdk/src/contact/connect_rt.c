/* Request Tracker 5, by REST 2 with a token for each device.
 *
 *     POST ticket                    a letter, its files within it; our id goes into a custom field
 *     GET  ticket/N                  did the field take it? RT says "created" when a right is missing or the value is not new
 *     GET  tickets?query=CF.{..}     did it arrive? There is no delay: what is there is found
 *     POST ticket/N/correspond       more; its subject holds our id
 *     GET  transactions?query=...    did that arrive?
 *     PUT  ticket/N                  closed; RT says 200 to one who may not, so the ticket is looked at again
 *
 * A request that RT created without our id is found by its subject, which ends with the reference: "It blinks [K7QM-3XR2]".
 * What the desk says is read in rt_poll.c. RT does not know the same letter twice: every doubt is looked up. */
#include "../base/limits.h"
#include "../base/percent.h"
#include "rt.h"

#include <string.h>

#define URL_BYTES 4096u
#define LIST_ROOM 100u

/* ---- configuration ---- */

/* Stands in a query between braces or quotes. */
static const char *read_name(dct_settings *s, const char *key, const char *otherwise)
{
    const char *name = dct_setting(s, key);
    if (strpbrk(name, "'\"\\{}") != NULL || strlen(name) > 200)
        dct_setting_fault(s, key, "has a quote or a brace, or is too long: give it a plain name in RT");
    return *name != 0 ? name : otherwise;
}

static void configure(dct_settings *s, dct_connector *c, dct_rt *rt)
{
    rt->url = dct_setting_base(s, "url", "https http");
    if (*rt->url == 0)
        dct_setting_fault(s, "url", "is not set: write RT's address into help.yaml, https://rt.example");
    rt->queue = dct_setting_need(s, "queue");
    rt->field = read_name(s, "id_field", "Client Request ID");
    rt->closed = read_name(s, "closed", "resolved rejected deleted");
    rt->requestor = dct_setting_need(s, "requestor");
    const char *token = dct_setting_secret(s, "token");
    if (*token == 0)
        dct_setting_fault(s, "token", "is not set: make a token for the device's user in RT and write it into the device's file");
    rt->token = dct_arena_format(&rt->arena, "Authorization: token %s", token);
    dct_setting_wire(s, &rt->wire);
    c->can = c->kind->can;
    if (!dct_setting_bool(s, "close", true))
        c->can &= ~(uint32_t)DCT_CAN_CLOSE;
    dct_setting_pace(s, c, 60, 0);
}

static void close_rt(dct_connector *c)
{
    dct_rt *rt = c->self;
    if (rt == NULL)
        return;
    dct_arena_close(&rt->arena);
    dct_free(c->alloc, rt, sizeof *rt);
    c->self = NULL;
}

static docent_status open_rt(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    dct_rt *rt = dct_new_zero(c->alloc, sizeof *rt);
    if (rt == NULL)
        return dct_fail_memory(err, "contact");
    c->self = rt;
    dct_arena_init(&rt->arena, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_settings s = { c, public_part, device_part, &rt->arena, err, DOCENT_OK };
    configure(&s, c, rt);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_rt(c);
    return s.status;
}

/* ---- requests ---- */

bool dct_rt_is_closed(const dct_rt *rt, const char *status)
{
    return dct_setting_among(rt->closed, status, strlen(status));
}

void dct_rt_ask(dct_connector *c, dct_task *t, docent_request *r, const char *path, const char *line, int next)
{
    const dct_rt *rt = c->self;
    const char *url = path != NULL ? dct_arena_format(t->arena, "%s/REST/2.0/%s", rt->url, path) : NULL;
    const char **headers = dct_arena_array(t->arena, 3, sizeof *headers);
    if (url == NULL || headers == NULL || line == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    headers[0] = rt->token;
    headers[1] = "Accept: application/json";
    headers[2] = line;
    r->struct_size = (uint32_t)sizeof *r;
    r->url = url;
    r->headers = headers;
    r->header_count = *line != 0 ? 3 : 2;
    dct_wire_use(&rt->wire, r);
    dct_task_start(c, t, r, DCT_MAX_RT_REPLY_BYTES, next);
}

void dct_rt_get(dct_connector *c, dct_task *t, const char *path, const char *tag, int next)
{
    docent_request r = { .method = "GET" };
    dct_rt_ask(c, t, &r, path, *tag != 0 ? dct_arena_format(t->arena, "If-None-Match: %s", tag) : "", next);
}

/* The path with the query percent-encoded; NULL when memory is short. */
static const char *with_query(dct_task *t, const char *path, const char *query, const char *rest)
{
    dct_buf out;
    dct_buf_init(&out, t->arena->alloc, URL_BYTES);
    dct_buf_add_format(&out, "%s?query=", path);
    if (query != NULL)
        dct_percent_encode(query, &out);
    dct_buf_add_text(&out, rest);
    const char *text = query == NULL || out.failed ? NULL : dct_arena_text(t->arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return text;
}

void dct_rt_ask_list(dct_connector *c, dct_task *t, const char *also, bool by_us, uint64_t after, uint64_t merged, int next)
{
    const char *query = dct_arena_format(t->arena, "((TicketId = %s AND id > %llu) OR (TicketId = %s AND id > %llu)) AND "
                                                   "Type = 'Correspond' AND Creator %s '__CurrentUser__'",
                                         t->remote, (unsigned long long)after, also,
                                         (unsigned long long)(merged > after ? merged : after), by_us ? "=" : "!=");
    const char *path = with_query(t, "transactions", query, "&fields=Type,Creator,Created,Data,_hyperlinks"
                                                            "&fields%5BCreator%5D=Name,RealName&orderby=id&per_page=100");
    dct_rt_get(c, t, path, "", next);
}

void dct_rt_ask_merge(dct_connector *c, dct_task *t, int next)
{
    const char *query = dct_arena_format(t->arena, "TicketId = %s AND Type = 'AddLink' AND Field = 'MergedInto'", t->remote);
    dct_rt_get(c, t, with_query(t, "transactions", query, "&orderby=id&per_page=1"), "", next);
}

void dct_rt_end(dct_task *t, dct_verdict v)
{
    size_t size;
    const char *body = dct_fetch_body(t->fetch, &size), *said = dct_rt_error(t->arena, body, size);
    /* A token that is not taken is 401; 403 is about one queue or ticket: the others may go on. */
    if (v == DCT_AUTH && dct_fetch_status(t->fetch) == 403)
        v = DCT_REFUSED;
    if (*said != 0)
        dct_task_end(t, v, "RT: %s", said);
    else
        dct_task_end(t, v, NULL);
}

/* ---- letters ---- */

static const char *ticket_path(dct_task *t, const char *id, const char *more)
{
    return dct_rt_id_ok(id) ? dct_arena_format(t->arena, "ticket/%s%s", id, more) : NULL;
}

static void put_closed(dct_connector *c, dct_task *t)
{
    const dct_rt *rt = c->self;
    dct_memory_body *body = dct_arena_new(t->arena, sizeof *body);
    const char *json = dct_arena_format(t->arena, "{\"Status\":\"%.*s\"}", (int)strcspn(rt->closed, " "), rt->closed);
    if (body != NULL && json != NULL)
        *body = (dct_memory_body){ json, strlen(json) };
    docent_request r = { .method = "PUT", .read = dct_memory_read, .body_ctx = body, .body_bytes = body != NULL ? body->size : 0,
                         .fresh_connection = true };
    dct_rt_ask(c, t, &r, body != NULL ? ticket_path(t, t->remote, "") : NULL, "Content-Type: application/json", DCT_RT_CLOSED);
}

/* By our id; by the subject when that was dropped. */
static void look_up(dct_connector *c, dct_task *t, bool by_subject)
{
    const dct_rt *rt = c->self;
    const dct_letter *l = t->letter;
    const char *query = by_subject
                            ? dct_arena_format(t->arena, "Creator = '__CurrentUser__' AND Subject LIKE '[%s]'", l->reference)
                            : dct_arena_format(t->arena, "CF.{%s} = '%s'", rt->field, l->conversation);
    const char *path = with_query(t, "tickets", query, "&orderby=id&per_page=1");
    dct_rt_get(c, t, path, "", by_subject ? DCT_RT_FOUND_SUBJECT : DCT_RT_FOUND);
}

static void begin(dct_connector *c, dct_task *t)
{
    const dct_rt *rt = c->self;
    bool begun = t->op == DCT_OP_APPEND || t->op == DCT_OP_CLOSE || t->op == DCT_OP_LOOKUP_MESSAGE || t->op == DCT_OP_POLL;
    if (begun && !dct_rt_id_ok(t->remote)) {
        dct_task_end(t, DCT_REFUSED, "\"%.60s\" is no ticket of RT", t->remote);
        return;
    }
    switch (t->op) {
    case DCT_OP_CREATE: dct_rt_post(c, t, "ticket", DCT_RT_MADE); return;
    case DCT_OP_APPEND: dct_rt_post(c, t, ticket_path(t, t->remote, "/correspond"), DCT_RT_SAID); return;
    case DCT_OP_CLOSE: put_closed(c, t); return;
    case DCT_OP_LOOKUP: look_up(c, t, false); return;
    case DCT_OP_LOOKUP_MESSAGE: dct_rt_get(c, t, ticket_path(t, t->remote, ""), "", DCT_RT_TICKET); return;
    case DCT_OP_POLL: dct_rt_poll(c, t); return;
    case DCT_OP_PROBE: {
        dct_buf path;
        dct_buf_init(&path, c->alloc, URL_BYTES);
        dct_buf_add_text(&path, "queue/");
        dct_percent_encode(rt->queue, &path);
        dct_rt_get(c, t, path.failed ? NULL : dct_arena_text(t->arena, (const char *)path.data, path.size), "", DCT_RT_QUEUE);
        dct_buf_close(&path);
        return;
    }
    case DCT_OP_UPLOAD:
    case DCT_OP_ENROL: break;
    }
    dct_task_end(t, DCT_REFUSED, "RT cannot enrol: make a token for the device's user and write it into the device's file");
}

/* ---- answers ---- */

static void end_with(dct_task *t, const char *id, dct_verdict v, const char *why)
{
    t->out_remote = id;
    t->out_ref = dct_arena_format(t->arena, "#%s", id);
    dct_task_end(t, t->out_ref != NULL ? v : DCT_DOUBT, "%s", why);
}

/* The ticket is there. Whether our id is, too, decides how it is found when an answer is lost. */
static void end_dropped(const dct_rt *rt, dct_task *t, const char *id)
{
    t->out_remote = id;
    t->out_ref = dct_arena_format(t->arena, "#%s", id);
    dct_task_end(t, t->out_ref != NULL ? DCT_DONE : DCT_DOUBT,
                 "RT made ticket %s without our id: give the device's user SetInitialCustomField and SeeCustomField for \"%s\"", id,
                 rt->field);
}

static void made(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    const char *id = dct_fetch_status(t->fetch) == 201 ? dct_rt_made(t->arena, body, size) : NULL;
    if (id == NULL) {
        dct_task_end(t, DCT_DOUBT, "RT did not say which ticket it made");
        return;
    }
    t->mine = (void *)(uintptr_t)id;
    dct_rt_get(c, t, ticket_path(t, id, ""), "", DCT_RT_TICKET);
    if (t->verdict != DCT_PENDING)
        end_with(t, id, DCT_DONE, "");
}

static void found(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    const char *id;
    if (!dct_rt_found(t->arena, body, size, &id)) {
        dct_task_end(t, DCT_NOT_SENT, "RT's answer to a search is not understood");
    } else if (t->at == DCT_RT_FOUND && *id == 0) {
        look_up(c, t, true);
    } else if (*id == 0) {
        dct_task_end(t, DCT_ABSENT, "%s", "");
    } else if (t->at == DCT_RT_FOUND) {
        end_with(t, id, DCT_DONE, "");
    } else {
        t->mine = (void *)(uintptr_t)id;
        dct_rt_get(c, t, ticket_path(t, id, ""), "", DCT_RT_TICKET);
    }
}

/* What the ticket says after it was made, found by its subject, or closed; and of which ticket it is a part now. */
static void looked(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    const dct_rt *rt = c->self;
    const char *id = t->mine;
    dct_rt_ticket k;
    bool whole = dct_rt_ticket_read(t->arena, rt->field, body, size, &k);
    bool ours = whole && strcmp(k.value, t->letter->conversation) == 0;
    if (t->op == DCT_OP_CREATE && (!whole || ours)) {
        end_with(t, id, DCT_DONE, "");
    } else if (!whole) {
        dct_task_end(t, DCT_NOT_SENT, "RT's answer about a ticket is not understood");
    } else if (t->op == DCT_OP_LOOKUP && *k.value != 0) {
        if (ours) /* It came to light between the two searches. */
            end_with(t, id, DCT_DONE, "");
        else
            dct_task_end(t, DCT_ABSENT, "%s", "");
    } else if (t->op == DCT_OP_CREATE || t->op == DCT_OP_LOOKUP) {
        end_dropped(rt, t, id);
    } else if (t->op == DCT_OP_LOOKUP_MESSAGE) {
        t->mine = (void *)(uintptr_t)k.id;
        dct_rt_ask_list(c, t, k.id, true, 0, 0, DCT_RT_LISTED);
    } else if (dct_rt_is_closed(rt, k.status)) {
        dct_task_end(t, DCT_DONE, "%s", "");
    } else {
        dct_task_end(t, DCT_REFUSED, "RT did not close ticket %s: give its requestors the right ModifyTicket, or set close: false",
                     t->remote);
    }
}

/* Page by page: a conversation may be longer than one. */
static void listed(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    dct_rt_said *list = dct_arena_array(t->arena, LIST_ROOM, sizeof *list);
    int n = list != NULL ? dct_rt_list(t->arena, body, size, list, LIST_ROOM) : -1;
    for (int i = 0; i < n; i++)
        if (strstr(list[i].subject, t->letter->id) != NULL) {
            dct_task_end(t, DCT_DONE, "%s", "");
            return;
        }
    if (n < 0)
        dct_task_end(t, DCT_NOT_SENT, "RT's answer to a search is not understood");
    else if (n == 0)
        dct_task_end(t, DCT_ABSENT, "%s", "");
    else
        dct_rt_ask_list(c, t, t->mine, true, list[n - 1].id, 0, DCT_RT_LISTED);
}

static void probed(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    const dct_rt *rt = c->self;
    if (dct_rt_queue_has(body, size, rt->field))
        dct_task_end(t, DCT_DONE, "%s", "");
    else
        dct_task_end(t, DCT_REFUSED, "RT's queue \"%s\" has no custom field \"%s\", or the device's user may not see it", rt->queue,
                     rt->field);
}

static void failed(dct_task *t, dct_verdict v)
{
    if (t->op == DCT_OP_CREATE && t->at == DCT_RT_TICKET)
        end_with(t, t->mine, DCT_DONE, ""); /* It was made, though it cannot be looked at. */
    else
        dct_rt_end(t, v);
}

static void step(dct_connector *c, dct_task *t)
{
    size_t size;
    if (t->verdict != DCT_PENDING || !dct_task_done(t))
        return;
    if (t->op == DCT_OP_POLL) {
        dct_rt_poll_step(c, t);
        return;
    }
    bool writes = t->at == DCT_RT_MADE || t->at == DCT_RT_SAID || t->at == DCT_RT_CLOSED;
    dct_verdict v = writes ? dct_task_http(t) : dct_task_read(t);
    const char *body = dct_fetch_body(t->fetch, &size);
    if (v != DCT_DONE) {
        failed(t, v);
        return;
    }
    switch (t->at) {
    case DCT_RT_MADE: made(c, t, body, size); return;
    case DCT_RT_SAID:
        if (dct_fetch_status(t->fetch) == 201)
            dct_task_end(t, DCT_DONE, "%s", "");
        else
            dct_task_end(t, DCT_DOUBT, "RT's answer to a message is not understood");
        return;
    case DCT_RT_CLOSED: dct_rt_get(c, t, ticket_path(t, t->remote, ""), "", DCT_RT_TICKET); return;
    case DCT_RT_FOUND:
    case DCT_RT_FOUND_SUBJECT: found(c, t, body, size); return;
    case DCT_RT_LISTED: listed(c, t, body, size); return;
    case DCT_RT_QUEUE: probed(c, t, body, size); return;
    default: looked(c, t, body, size); return;
    }
}

static void cancel(dct_connector *c, dct_task *t)
{
    (void)c;
    dct_task_drop(t);
}

const dct_connector_kind dct_connect_rt = {
    .name = "rt",
    .can = DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE | DCT_CAN_POLL | DCT_CAN_APPEND | DCT_CAN_CLOSE,
    .open = open_rt,
    .close = close_rt,
    .begin = begin,
    .step = step,
    .cancel = cancel,
};
