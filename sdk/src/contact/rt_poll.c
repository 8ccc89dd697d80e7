/* What the desk says of a ticket in RT: answers and states, never comments among the agents.
 *
 *     GET ticket/N, If-None-Match -> 304: nothing happened at all
 *                                 -> 200: open or closed? merged into another, and when?
 *     GET transactions?query=...     correspondence by others since the last, without our own
 *     GET attachment/M, ...          the text of each, as plain text, and its files
 *
 * The cursor is "FLOOR TAG ID,ID,...": the ids above FLOOR that were told. Not one number, for two agents may answer at once,
 * and what has the smaller number may appear later. A message is told when all of it is here; if a part does not come the
 * poll fails and begins again with that message. */
#include "../base/limits.h"
#include "mail_text.h"
#include "rt.h"
#include "said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_ROOM 100u
#define SEEN_ROOM 32u
#define WINDOW 1000u        /* Transactions of all of RT: how late one may appear. */
#define PARTS_EACH_POLL 100u

typedef struct poll {
    uint64_t     floor, seen[SEEN_ROOM];
    uint32_t     seen_count;
    const char  *tag, *ticket;      /* Of this answer; ticket: the one it is a part of now. */
    bool         closed;
    bool         rest;              /* There is more: the next poll must not hear "nothing new". */
    dct_rt_said *list;
    uint32_t     count, at, part, parts;
    const char  *plain, *html;      /* Of the message at hand. */
    dct_letter_file files[DCT_RT_PARTS];
    const void  *data[DCT_RT_PARTS];
    uint32_t     file_count;
} poll;

/* ---- the cursor ---- */

static bool tag_ok(const char *tag)
{
    size_t n = strlen(tag);
    for (size_t i = 0; i < n; i++)
        if (tag[i] <= 0x20 || tag[i] >= 0x7F)
            return false;
    return n > 0 && n <= 64;
}

static const char *read_cursor(poll *p, dct_arena *arena, const char *cursor)
{
    char *end;
    p->floor = strtoull(cursor, &end, 10);
    size_t n = *end == ' ' ? strcspn(end + 1, " ") : 0;
    const char *tag = n > 0 ? dct_arena_text(arena, end + 1, n) : NULL;
    const char *at = n > 0 ? end + 1 + n : "";
    while (*at != 0 && p->seen_count < SEEN_ROOM) {
        uint64_t id = strtoull(at + 1, &end, 10);
        if (end == at + 1)
            break;
        p->seen[p->seen_count++] = id;
        at = end;
    }
    return tag != NULL && tag_ok(tag) ? tag : "";
}

static bool seen(const poll *p, uint64_t id)
{
    for (uint32_t i = 0; i < p->seen_count; i++)
        if (p->seen[i] == id)
            return true;
    return id <= p->floor;
}

/* The oldest makes room: from then on nothing before it is new. */
static void note(poll *p, uint64_t id)
{
    if (p->seen_count == SEEN_ROOM) {
        uint32_t least = 0;
        for (uint32_t i = 1; i < SEEN_ROOM; i++)
            least = p->seen[i] < p->seen[least] ? i : least;
        p->floor = p->seen[least] > p->floor ? p->seen[least] : p->floor;
        p->seen[least] = p->seen[--p->seen_count];
    }
    p->seen[p->seen_count++] = id;
}

/* NULL when memory is short. */
static const char *write_cursor(poll *p, dct_arena *arena)
{
    uint64_t last = p->floor;
    char ids[SEEN_ROOM * 24] = "";
    for (uint32_t i = 0; i < p->seen_count; i++)
        last = p->seen[i] > last ? p->seen[i] : last;
    if (last > WINDOW && last - WINDOW > p->floor)
        p->floor = last - WINDOW;
    for (uint32_t i = 0, n = 0; i < p->seen_count; i++)
        if (p->seen[i] > p->floor)
            n += (uint32_t)snprintf(ids + n, sizeof ids - n, "%s%llu", n > 0 ? "," : "", (unsigned long long)p->seen[i]);
    return dct_arena_format(arena, "%llu %s %s", (unsigned long long)p->floor, p->rest || *p->tag == 0 ? "-" : p->tag, ids);
}

/* ---- a message ---- */

static void begin_message(poll *p)
{
    p->part = 0;
    p->plain = p->html = NULL;
    p->file_count = 0;
}

static void tell(dct_task *t, poll *p)
{
    const dct_rt_said *said = &p->list[p->at];
    const char *text = p->plain != NULL ? p->plain : p->html != NULL ? dct_mail_html(t->arena, p->html) : "";
    dct_news news = { .conversation = "", .origin_id = "", .author = said->author };
    text = dct_mail_unquote(t->arena, dct_said_text(t->arena, text, strlen(text), DCT_MAX_SAID_BYTES));
    news.remote_id = dct_arena_format(t->arena, "%llu", (unsigned long long)said->id);
    news.text = text;
    news.at = said->at != 0 ? said->at : t->now_s;
    news.files = p->files;
    news.file_data = p->data;
    news.file_count = p->file_count;
    if (news.remote_id != NULL && !dct_arena_failed(t->arena) && (*text != 0 || p->file_count > 0))
        t->found(t->found_ctx, &news);
    note(p, said->id);
}

static void take_part(poll *p, const dct_rt_part *part)
{
    bool text = *part->name == 0;
    if (part->data == NULL || (part->bytes == 0 && text))
        return;
    if (text && p->plain == NULL && dct_mail_same(part->type, "text/plain"))
        p->plain = part->data;
    else if (text && p->html == NULL && dct_mail_same(part->type, "text/html"))
        p->html = part->data;
    else if (p->file_count < DCT_RT_PARTS) {
        p->data[p->file_count] = part->data;
        p->files[p->file_count++] = (dct_letter_file){ text ? "attachment" : part->name, part->type, "", part->bytes };
    }
}

/* Larger than we take: its name is not known, either. */
static void miss_part(poll *p)
{
    if (p->file_count == DCT_RT_PARTS)
        return;
    p->data[p->file_count] = NULL;
    p->files[p->file_count++] = (dct_letter_file){ "attachment", "application/octet-stream", "", 0 };
}

/* ---- one after the other ---- */

/* The state comes last: an answer that closed the ticket does not open it. */
static void end_poll(dct_task *t, poll *p)
{
    dct_news news = { .remote_id = "", .conversation = "", .author = "", .text = "", .at = t->now_s, .origin_id = "" };
    news.closed = p->closed;
    news.reopened = !p->closed;
    t->found(t->found_ctx, &news);
    t->out_cursor = write_cursor(p, t->arena);
    if (dct_arena_failed(t->arena)) {
        t->out_cursor = NULL;
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
    } else {
        dct_task_end(t, DCT_DONE, "%s", "");
    }
}

/* The next part of the message, or the next message, or the end. */
static void go_on(dct_connector *c, dct_task *t, poll *p)
{
    while (p->at < p->count) {
        const dct_rt_said *said = &p->list[p->at];
        bool known = seen(p, said->id);
        if (!known && p->part < said->part_count) {
            if (p->parts >= PARTS_EACH_POLL && p->part == 0) {
                p->rest = true;
                break;
            }
            p->parts++;
            dct_rt_get(c, t, dct_arena_format(t->arena, "attachment/%s", said->parts[p->part++]), "", DCT_RT_POLL_PART);
            return;
        }
        if (!known)
            tell(t, p);
        p->at++;
        begin_message(p);
    }
    end_poll(t, p);
}

void dct_rt_poll(dct_connector *c, dct_task *t)
{
    poll *p = dct_arena_new(t->arena, sizeof *p);
    const char *path = p != NULL ? dct_arena_format(t->arena, "ticket/%s", t->remote) : NULL;
    if (p != NULL)
        p->tag = read_cursor(p, t->arena, t->cursor != NULL ? t->cursor : "");
    t->mine = p;
    dct_rt_get(c, t, path, p != NULL && strcmp(p->tag, "-") != 0 ? p->tag : "", DCT_RT_POLL_TICKET);
}

static void take_ticket(dct_connector *c, dct_task *t, poll *p, const char *body, size_t size)
{
    const dct_rt *rt = c->self;
    const char *tag = dct_fetch_header(t->fetch, "ETag");
    dct_rt_ticket k;
    if (!dct_rt_ticket_read(t->arena, rt->field, body, size, &k)) {
        dct_task_end(t, DCT_NOT_SENT, "RT's answer about a ticket is not understood");
        return;
    }
    p->tag = tag != NULL && tag_ok(tag) ? dct_arena_text(t->arena, tag, strlen(tag)) : "";
    p->tag = p->tag != NULL ? p->tag : "";
    p->closed = dct_rt_is_closed(rt, k.status);
    p->ticket = k.id;
    if (strcmp(k.id, t->remote) != 0)
        dct_rt_ask_merge(c, t, DCT_RT_POLL_MERGE);
    else
        dct_rt_ask_list(c, t, t->remote, false, p->floor, 0, DCT_RT_POLL_LIST);
}

/* What others said in the other ticket before is theirs; when it cannot be told when that was, nothing of it is read. */
static void take_merge(dct_connector *c, dct_task *t, poll *p, const char *body, size_t size)
{
    const char *id;
    if (!dct_rt_found(t->arena, body, size, &id))
        dct_task_end(t, DCT_NOT_SENT, "RT's answer to a search is not understood");
    else
        dct_rt_ask_list(c, t, *id != 0 ? p->ticket : t->remote, false, p->floor, strtoull(id, NULL, 10), DCT_RT_POLL_LIST);
}

static void take_list(dct_connector *c, dct_task *t, poll *p, const char *body, size_t size)
{
    p->list = dct_arena_array(t->arena, LIST_ROOM, sizeof *p->list);
    int n = p->list != NULL ? dct_rt_list(t->arena, body, size, p->list, LIST_ROOM) : -1;
    if (n < 0) {
        dct_task_end(t, DCT_NOT_SENT, "RT's answer to a search is not understood");
        return;
    }
    p->count = (uint32_t)n;
    p->rest = p->count == LIST_ROOM;
    begin_message(p);
    go_on(c, t, p);
}

void dct_rt_poll_step(dct_connector *c, dct_task *t)
{
    poll *p = t->mine;
    size_t size;
    int status = dct_fetch_status(t->fetch);
    dct_rt_part part;
    if (t->at == DCT_RT_POLL_TICKET && status == 304) {
        dct_task_end(t, DCT_DONE, "%s", "");
        return;
    }
    dct_verdict v = dct_task_read(t);
    const char *body = dct_fetch_body(t->fetch, &size);
    docent_carried how = dct_fetch_carried(t->fetch);
    bool too_large = status == 200 && (how == DOCENT_CARRIED_REFUSED || how == DOCENT_CARRIED_STOPPED);
    if (t->at == DCT_RT_POLL_PART && (too_large || status == 404 || (status == 403 && v == DCT_AUTH))) {
        miss_part(p);
        go_on(c, t, p);
    } else if (v != DCT_DONE) {
        dct_rt_end(t, v);
    } else if (t->at == DCT_RT_POLL_TICKET) {
        take_ticket(c, t, p, body, size);
    } else if (t->at == DCT_RT_POLL_MERGE) {
        take_merge(c, t, p, body, size);
    } else if (t->at == DCT_RT_POLL_LIST) {
        take_list(c, t, p, body, size);
    } else if (!dct_rt_part_read(t->arena, body, size, &part)) {
        dct_task_end(t, DCT_NOT_SENT, "RT's answer about an attachment is not understood");
    } else {
        take_part(p, &part);
        go_on(c, t, p);
    }
}
