/* The company's own web address, in the manner of Standard Webhooks. What is sent and what may be answered stands in
 * sdk/docs/contact-webhook.md, with a receiver of thirty lines.
 *
 *     PUT  URL/attachments/SHA256   the bytes of a file, ahead of its letter
 *     POST URL                      the letter, byte for byte as it was frozen (or sealed); also to what the answer named `url`
 *     GET  URL/LETTER-ID            did it arrive? 404: no           (only with "lookup": true)
 *     GET  poll                     what is new; If-None-Match       (what the answer named `poll`)
 *
 * The receiver keeps each webhook-id once and answers a second one as the first, so doubt is settled by sending again. Each
 * request has a time in its signature; a device whose clock is wrong is told the time by the refusal's Date, and asks once more. */
#include "../base/limits.h"
#include "../crypto/hash.h"
#include "setting.h"
#include "stamp.h"
#include "task.h"
#include "webhook_answer.h"

#include <stdio.h>
#include <string.h>

#define HEADERS_AT_MOST 12
#define KEY_BYTES_AT_MOST 128
#define CLOCK_SLACK_S 240 /* Receivers allow five minutes. */

typedef struct webhook {
    dct_arena     arena;
    const char   *url, *origin;
    unsigned char key[KEY_BYTES_AT_MOST];
    size_t        key_bytes; /* 0: requests are not signed. */
    dct_wire      wire;
    int64_t       skew_s;    /* The servers' clock is that far ahead of ours. */
} webhook;

/* One request of a task. */
typedef struct errand {
    const char *method, *url, *id; /* id: webhook-id. */
    const void *signed_part;       /* What the signature covers after id and time. */
    size_t      signed_bytes;
    const char *type;              /* NULL: no body. */
    int64_t   (*read)(void *ctx, uint64_t offset, void *to, size_t size);
    void       *read_ctx;
    uint64_t    body_bytes;
    bool        again; /* With the right time. */
} errand;

enum { AT_END = 1 };

/* ---- configuration ---- */

static void read_key(dct_settings *s, webhook *w)
{
    const char *secret = dct_setting_secret(s, "secret");
    if (*secret == 0)
        return;
    int64_t n = strncmp(secret, "whsec_", 6) == 0 ? dct_unbase64(secret + 6, w->key, sizeof w->key) : -1;
    if (n < 16)
        dct_setting_fault(s, "secret", "is not whsec_ and 16 to 128 bytes in base64, as the receiver shows it");
    else
        w->key_bytes = (size_t)n;
}

static void configure(dct_settings *s, dct_connector *c, webhook *w)
{
    w->url = dct_setting_url(s, "url", "https http");
    if (*w->url == 0)
        dct_setting_fault(s, "url", "is not set: write the receiver's address into help.yaml");
    w->origin = dct_webhook_origin(&w->arena, w->url);
    read_key(s, w);
    dct_setting_wire(s, &w->wire);
    c->can = c->kind->can;
    if (!dct_setting_bool(s, "lookup", false))
        c->can &= ~(uint32_t)(DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE);
    if (!dct_setting_bool(s, "attachments", true))
        c->can &= ~(uint32_t)DCT_CAN_UPLOAD;
    c->dedup_life_s = (uint32_t)dct_setting_int(s, "dedup_hours", 0, 100000, 0) * 3600u;
    dct_setting_pace(s, c, 60, 0);
}

static void close_webhook(dct_connector *c)
{
    webhook *w = c->self;
    if (w == NULL)
        return;
    dct_arena_close(&w->arena);
    memset(w->key, 0, sizeof w->key);
    dct_free(c->alloc, w, sizeof *w);
    c->self = NULL;
}

static docent_status open_webhook(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    webhook *w = dct_new_zero(c->alloc, sizeof *w);
    if (w == NULL)
        return dct_fail_memory(err, "contact");
    c->self = w;
    dct_arena_init(&w->arena, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_settings s = { c, public_part, device_part, &w->arena, err, DOCENT_OK };
    configure(&s, c, w);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_webhook(c);
    return s.status;
}

/* ---- a request ---- */

typedef struct lines {
    const char *text[HEADERS_AT_MOST];
    uint32_t    count;
    bool        failed; /* One could not be made: the request must not leave without it. */
} lines;

static void add(lines *l, const char *line)
{
    if (line != NULL && l->count < HEADERS_AT_MOST)
        l->text[l->count++] = line;
    else
        l->failed = true;
}

/* "v1,BASE64" of HMAC-SHA256(id.time.body); NULL when memory is short. */
static const char *signature(const dct_connector *c, dct_task *t, const errand *e, int64_t now)
{
    const webhook *w = c->self;
    unsigned char mac[DCT_SHA256_BYTES];
    char text[4 * ((DCT_SHA256_BYTES + 2) / 3) + 1];
    dct_buf all;
    dct_buf_init(&all, c->alloc, e->signed_bytes + 256);
    dct_buf_add_format(&all, "%s.%lld.", e->id, (long long)now);
    dct_buf_add(&all, e->signed_part, e->signed_bytes);
    bool ok = !all.failed && dct_hmac_sha256(w->key, w->key_bytes, all.data, all.size, mac);
    dct_buf_close(&all);
    if (!ok)
        return NULL;
    dct_base64(mac, sizeof mac, text);
    return dct_arena_format(t->arena, "webhook-signature: v1,%s", text);
}

/* The device's clock, put right by what the server said of the time. */
static void sign(const dct_connector *c, dct_task *t, const errand *e, lines *l)
{
    const webhook *w = c->self;
    int64_t now = t->now_s + w->skew_s;
    add(l, dct_arena_format(t->arena, "webhook-id: %s", e->id));
    add(l, dct_arena_format(t->arena, "webhook-timestamp: %lld", (long long)now));
    add(l, dct_arena_format(t->arena, "docent-device: %s", c->device));
    if (w->key_bytes > 0)
        add(l, signature(c, t, e, now));
}

/* Who the person is, when the host knows; a token that would break the header line is not sent. */
static void identify(dct_task *t, lines *l)
{
    const char *token = t->identity;
    if (token == NULL || *token == 0)
        return;
    for (const char *p = token; *p != 0; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return;
    add(l, dct_arena_format(t->arena, "Authorization: %s%s", strchr(token, ' ') != NULL ? "" : "Bearer ", token));
}

static void ask(dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    const errand *e = t->mine;
    lines l = { { NULL }, 0, false };
    docent_request r = { .struct_size = (uint32_t)sizeof r, .url = e->url, .method = e->method };
    sign(c, t, e, &l);
    identify(t, &l);
    if (e->type != NULL) {
        add(&l, dct_arena_format(t->arena, "Content-Type: %s", e->type));
        add(&l, dct_arena_format(t->arena, "Idempotency-Key: %s", e->id));
    } else if (t->op == DCT_OP_POLL && t->cursor != NULL && *t->cursor != 0) {
        add(&l, dct_arena_format(t->arena, "If-None-Match: %s", t->cursor));
    }
    if (l.failed) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    r.headers = l.text;
    r.header_count = l.count;
    r.read = e->read;
    r.body_ctx = e->read_ctx;
    r.body_bytes = e->body_bytes;
    r.fresh_connection = e->type != NULL;
    dct_wire_use(&w->wire, &r);
    dct_task_start(c, t, &r, DCT_MAX_REPLY_BYTES, AT_END);
}

static void ask_errand(dct_connector *c, dct_task *t, errand e)
{
    errand *kept = dct_arena_new(t->arena, sizeof *kept);
    if (kept == NULL || e.url == NULL || e.id == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    *kept = e;
    t->mine = kept;
    ask(c, t);
}

/* ---- the tasks ---- */

static void post(dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    dct_webhook_place place;
    dct_webhook_place_read(t->remote != NULL ? t->remote : "", w->origin, t->arena, &place);
    dct_memory_body *body = dct_arena_new(t->arena, sizeof *body);
    if (body != NULL)
        *body = (dct_memory_body){ t->frozen, t->frozen_bytes };
    ask_errand(c, t, (errand){ .method = "POST",
                               .url = t->op != DCT_OP_CREATE && *place.url != 0 ? place.url : w->url,
                               .id = body != NULL ? t->letter->id : NULL,
                               .signed_part = t->frozen,
                               .signed_bytes = t->frozen_bytes,
                               .type = t->sealed ? "application/vnd.docent.sealed" : "application/json",
                               .read = dct_memory_read,
                               .read_ctx = body,
                               .body_bytes = t->frozen_bytes });
}

/* The name of a file is the hash of its bytes: it stands for them in the signature, and a second PUT changes nothing. */
static void put(dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    const dct_letter_file *file = &t->letter->files[t->file];
    dct_task_file *body = dct_arena_new(t->arena, sizeof *body);
    if (body != NULL)
        *body = (dct_task_file){ t, file };
    ask_errand(c, t, (errand){ .method = "PUT",
                               .url = dct_arena_format(t->arena, "%s/attachments/%s", w->url, file->sha256),
                               .id = body != NULL ? file->sha256 : NULL,
                               .signed_part = file->sha256,
                               .signed_bytes = strlen(file->sha256),
                               .type = "application/octet-stream",
                               .read = dct_task_read_file,
                               .read_ctx = body,
                               .body_bytes = file->bytes });
}

static void get(dct_connector *c, dct_task *t, const char *url, const char *id)
{
    ask_errand(c, t, (errand){ .method = "GET", .url = url, .id = dct_arena_format(t->arena, "get.%s", id), .signed_part = "" });
}

static void poll_place(dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    dct_webhook_place place;
    dct_webhook_place_read(t->remote, w->origin, t->arena, &place);
    if (*place.poll == 0) /* The receiver does not answer this way. */
        dct_task_end(t, DCT_DONE, "%s", "");
    else
        get(c, t, place.poll, place.id);
}

static void begin(dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    switch (t->op) {
    case DCT_OP_CREATE:
    case DCT_OP_APPEND:
    case DCT_OP_CLOSE: post(c, t); return;
    case DCT_OP_UPLOAD: put(c, t); return;
    case DCT_OP_LOOKUP:
    case DCT_OP_LOOKUP_MESSAGE:
        get(c, t, dct_arena_format(t->arena, "%s/%s", w->url, t->letter->id), t->letter->id);
        return;
    case DCT_OP_POLL: poll_place(c, t); return;
    case DCT_OP_PROBE: get(c, t, w->url, c->device); return;
    case DCT_OP_ENROL: break;
    }
    dct_task_end(t, DCT_REFUSED, "a webhook cannot enrol: write its secret into the device's file");
}

/* ---- the answers ---- */

/* The server did not take our time: true when it was told another one and is asked again. */
static bool right_clock(dct_connector *c, dct_task *t, dct_verdict v)
{
    webhook *w = c->self;
    errand *e = t->mine;
    const char *date = dct_fetch_header(t->fetch, "Date");
    int64_t theirs = date != NULL ? dct_stamp_read(date) : INT64_MIN;
    if (w->key_bytes == 0 || e->again || (v != DCT_AUTH && v != DCT_REFUSED) || theirs == INT64_MIN)
        return false;
    int64_t off = theirs - (t->now_s + w->skew_s);
    if (off > -CLOCK_SLACK_S && off < CLOCK_SLACK_S)
        return false;
    w->skew_s += off;
    e->again = true;
    ask(c, t);
    return true;
}

static void end_refused(dct_task *t, dct_verdict v)
{
    size_t size;
    const char *body = dct_fetch_body(t->fetch, &size), *said = dct_webhook_error(t->arena, body, size);
    if (*said != 0)
        dct_task_end(t, v, "%s", said);
    else
        dct_task_end(t, v, NULL);
}

static void end_sent(const dct_connector *c, dct_task *t)
{
    const webhook *w = c->self;
    size_t size;
    const char *body = dct_fetch_body(t->fetch, &size);
    bool looks = t->op == DCT_OP_LOOKUP || t->op == DCT_OP_LOOKUP_MESSAGE, told = true;
    if (t->op == DCT_OP_CREATE || looks)
        told = dct_webhook_place_take(t, w->origin, t->letter->conversation, body, size);
    else if (t->op == DCT_OP_UPLOAD)
        t->out_remote = t->letter->files[t->file].sha256;
    if (looks && !told) /* Somebody's log-in page says 200, too. */
        dct_task_end(t, DCT_NOT_SENT, "the webhook's answer to a look-up is not the JSON that was agreed");
    else if (t->op == DCT_OP_CREATE && t->out_remote == NULL) /* It is there; asked again, the receiver says where once more. */
        dct_task_end(t, DCT_DOUBT, "out of memory");
    else if (!told && size > 0 && (c->can & DCT_CAN_LOOKUP) != 0 && dct_fetch_carried(t->fetch) == DOCENT_CARRIED_OK)
        /* A receiver that can be asked speaks JSON: this was not it. */
        dct_task_end(t, DCT_DOUBT, "the webhook's answer is not the JSON that was agreed");
    else
        dct_task_end(t, DCT_DONE, "%s", "");
}

static bool cursor_fits(const char *tag)
{
    size_t n = strlen(tag);
    for (size_t i = 0; i < n; i++)
        if (tag[i] < 0x20 || tag[i] == 0x7F)
            return false;
    return n <= 256;
}

static void end_poll(dct_task *t)
{
    size_t size;
    const char *body = dct_fetch_body(t->fetch, &size), *tag = dct_fetch_header(t->fetch, "ETag");
    if (dct_fetch_status(t->fetch) == 304 || dct_fetch_status(t->fetch) == 204) {
        dct_task_end(t, DCT_DONE, "%s", "");
        return;
    }
    if (!dct_webhook_news(t, body, size)) {
        dct_task_end(t, DCT_NOT_SENT, "the webhook's answer to a poll is not the JSON that was agreed");
        return;
    }
    if (tag != NULL && cursor_fits(tag))
        t->out_cursor = dct_arena_text(t->arena, tag, strlen(tag));
    dct_task_end(t, DCT_DONE, "%s", "");
}

/* An answer of 2xx of which the rest is more than we take: the letter is there. */
static bool taken(const dct_task *t)
{
    int status = dct_fetch_status(t->fetch);
    docent_carried how = dct_fetch_carried(t->fetch);
    return status >= 200 && status < 300 && (how == DOCENT_CARRIED_REFUSED || how == DOCENT_CARRIED_STOPPED);
}

static void step(dct_connector *c, dct_task *t)
{
    if (t->verdict != DCT_PENDING || !dct_task_done(t))
        return;
    bool reads = t->op == DCT_OP_POLL || t->op == DCT_OP_LOOKUP || t->op == DCT_OP_LOOKUP_MESSAGE || t->op == DCT_OP_PROBE;
    int status = dct_fetch_status(t->fetch);
    dct_verdict v = reads ? dct_task_read(t) : dct_task_http(t);
    if (v == DCT_DONE || (!reads && taken(t)) || (t->op == DCT_OP_POLL && status == 304)) {
        if (t->op == DCT_OP_POLL)
            end_poll(t);
        else
            end_sent(c, t);
    } else if (right_clock(c, t, v)) {
        return;
    } else if (status == 404 && (t->op == DCT_OP_LOOKUP || t->op == DCT_OP_LOOKUP_MESSAGE)) {
        dct_task_end(t, DCT_ABSENT, "%s", "");
    } else if (t->op == DCT_OP_PROBE && status > 0 && v == DCT_REFUSED) {
        dct_task_end(t, DCT_DONE, "%s", ""); /* It answers; a GET need not please it. */
    } else {
        end_refused(t, v);
    }
}

static void cancel(dct_connector *c, dct_task *t)
{
    (void)c;
    dct_task_drop(t);
}

const dct_connector_kind dct_connect_webhook = {
    .name = "webhook",
    .can = DCT_CAN_DEDUP | DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE | DCT_CAN_POLL | DCT_CAN_APPEND | DCT_CAN_CLOSE |
           DCT_CAN_UPLOAD | DCT_CAN_SEALED,
    .open = open_webhook,
    .close = close_webhook,
    .begin = begin,
    .step = step,
    .cancel = cancel,
};
