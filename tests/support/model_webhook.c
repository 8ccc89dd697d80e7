/* A receiver as sdk/docs/contact-webhook.md describes it: signature and time are checked, each webhook-id counts once. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/stamp.h"
#include "crypto/hash.h"
#include "net/json.h"

#define SECRET "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3" /* "0123456789abcdef01234567" */
#define KEY "0123456789abcdef01234567"
#define BASE "https://desk.test/hook"

static const char *header(const docent_request *r, const char *name)
{
    size_t n = strlen(name);
    for (uint32_t i = 0; i < r->header_count; i++)
        if (strncmp(r->headers[i], name, n) == 0 && r->headers[i][n] == ':')
            return r->headers[i] + n + 2;
    return "";
}

static int check(model *m, const docent_request *r, const void *payload, size_t size)
{
    unsigned char mac[32];
    char line[300], wanted[64] = "v1,";
    const char *id = header(r, "webhook-id"), *stamp = header(r, "webhook-timestamp");
    int n = snprintf(line, sizeof line, "%s.%s.", id, stamp);
    char *all = malloc((size_t)n + size + 1);
    if (all == NULL)
        abort();
    memcpy(all, line, (size_t)n);
    if (size > 0)
        memcpy(all + n, payload, size);
    dct_hmac_sha256(KEY, sizeof KEY - 1, all, (size_t)n + size, mac);
    free(all);
    dct_base64(mac, sizeof mac, wanted + 3);
    if (strcmp(header(r, "webhook-signature"), wanted) != 0) {
        m->broken = "a signature is wrong";
        return 401;
    }
    long long off = strtoll(stamp, NULL, 10) - (m->clock->unix_ms / 1000 + m->skew_s);
    return off > 300 || off < -300 ? 401 : 200;
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

static void say_place(model *m, fault_reply *reply, const char *conversation)
{
    char text[300];
    snprintf(text, sizeof text, "{\"id\":\"%s\",\"ref\":\"#%.4s\",\"poll\":\"/conversations/%s\"}", conversation,
             conversation + 32, conversation);
    say(m, reply, text);
}

static const model_item *letter_named(const model *m, const char *id)
{
    for (uint32_t i = 0; i < m->item_count; i++)
        if (m->items[i].ours && strcmp(m->items[i].id, id) == 0)
            return &m->items[i];
    return NULL;
}

static void post(model *m, const docent_request *r, const void *body, size_t size, fault_reply *reply)
{
    const char *id = header(r, "webhook-id");
    if (strcmp(header(r, "Idempotency-Key"), id) != 0)
        m->broken = "Idempotency-Key is not webhook-id";
    json_t *letter = dct_json_parse(body, size, 1u << 24, true, "letter", NULL);
    if (letter == NULL) {
        m->broken = "a letter is no JSON";
        reply->status = 400;
        return;
    }
    m->posts++;
    snprintf(m->identity, sizeof m->identity, "%s", header(r, "Authorization"));
    const char *conversation = dct_json_text(letter, "conversation");
    const model_item *there = letter_named(m, id);
    if (there != NULL && (there->size != size || memcmp(there->data, body, size) != 0))
        m->broken = "the same id with other bytes";
    if (there == NULL || !m->dedup)
        model_add(m, id, conversation, body, size)->ours = true;
    say_place(m, reply, conversation);
    json_decref(letter);
}

static void put(model *m, const docent_request *r, const void *body, size_t size, fault_reply *reply)
{
    char hex[DCT_HEX_SHA256];
    dct_sha256_hex(body, size, hex);
    reply->status = strcmp(strrchr(r->url, '/') + 1, hex) == 0 ? 201 : 422;
    if (reply->status == 422)
        m->broken = "a file is not what its name says";
}

static void messages(model *m, const docent_request *r, const char *conversation, fault_reply *reply)
{
    static char tag[40], text[65536];
    size_t n = (size_t)snprintf(text, sizeof text, "{\"state\":\"open\",\"messages\":["), count = 0;
    for (uint32_t i = 0; i < m->item_count; i++) {
        const model_item *item = &m->items[i];
        if (!item->ours && strcmp(item->conversation, conversation) == 0)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s{\"id\":\"%s\",\"at\":%lld,\"author\":\"Ada\",\"text\":\"%s\"}",
                                  count++ > 0 ? "," : "", item->id, (long long)(m->clock->unix_ms / 1000), item->data);
    }
    snprintf(text + n, sizeof text - n, "]}");
    snprintf(tag, sizeof tag, "ETag: \"%zu\"", count);
    reply->headers[reply->header_count++] = tag;
    if (strcmp(header(r, "If-None-Match"), tag + 6) == 0)
        reply->status = 304;
    else
        say(m, reply, text);
}

static void get(model *m, const docent_request *r, fault_reply *reply)
{
    const char *name = strrchr(r->url, '/') + 1;
    const model_item *letter = strncmp(r->url, BASE "/", sizeof BASE) == 0 ? letter_named(m, name) : NULL;
    if (strncmp(r->url, "https://desk.test/conversations/", 32) == 0)
        messages(m, r, name, reply);
    else if (letter != NULL)
        say_place(m, reply, letter->conversation);
    else
        reply->status = 404;
}

static bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    static char date[60] = "Date: ";
    model *m = ctx;
    dct_stamp_write(m->clock->unix_ms / 1000 + m->skew_s, date + 6);
    (void)again;
    bool puts = strcmp(r->method, "PUT") == 0, posts = strcmp(r->method, "POST") == 0;
    const char *name = strrchr(r->url, '/') + 1;
    reply->headers[reply->header_count++] = date;
    reply->status = check(m, r, puts ? name : body, puts ? strlen(name) : posts ? size : 0);
    if (reply->status != 200)
        return true;
    if (puts)
        put(m, r, body, size, reply);
    else if (posts)
        post(m, r, body, size, reply);
    else
        get(m, r, reply);
    return true;
}

static void answer(model *m, const char *conversation, const char *text)
{
    char id[40];
    snprintf(id, sizeof id, "r%u", ++m->uid);
    model_add(m, id, conversation, text, strlen(text));
}

const model_kind model_webhook = {
    .name = "webhook",
    .public_json = "{\"id\":\"desk\",\"kind\":\"webhook\",\"url\":\"" BASE "\",\"lookup\":true,\"settle_s\":60,\"poll_s\":30}",
    .device_json = "{\"secret\":\"" SECRET "\"}",
    .serve = serve,
    .reply = answer,
};
