#include "drive.h"

#include "crypto/hash.h"
#include "crypto/random.h"

#include <stdio.h>
#include <string.h>

#define DRIVE_BYTES (64u << 20)

static uint64_t now_ms(test_drive *d)
{
    return d->clock.monotonic_ms(d->clock.ctx);
}

docent_status test_drive_open_with(test_drive *d, const docent_alloc *alloc, const char *kind, const char *public_json,
                                   const char *device_json, const docent_transport *transport)
{
    memset(d, 0, sizeof *d);
    d->alloc = *alloc;
    d->clock = dct_clock_system;
    d->identity = d->credential = "";
    dct_arena_init(&d->arena, &dct_alloc_default, DRIVE_BYTES);
    dct_buf_init(&d->frozen, &dct_alloc_default, DRIVE_BYTES);
    d->public_part = dct_json_parse(public_json, strlen(public_json), 1u << 20, true, "public part", &d->err);
    if (device_json != NULL)
        d->device_part = dct_json_parse(device_json, strlen(device_json), 1u << 20, true, "device part", &d->err);
    docent_status status = d->public_part == NULL ? DOCENT_ERR_SYNTAX : DOCENT_OK;
    if (status == DOCENT_OK)
        status = dct_net_open(&d->alloc, &d->clock, transport, &d->net, &d->err);
    d->c = (dct_connector){ .kind = dct_connector_kind_named(kind), .alloc = &d->alloc, .clock = &d->clock, .net = d->net,
                            .id = "desk", .device = "018f0000-0000-7000-8000-0000000000d1", .settle_s = 60, .poll_s = 60 };
    if (status == DOCENT_OK)
        d->c.can = d->c.kind->can;
    if (status == DOCENT_OK)
        status = d->c.kind->open(&d->c, d->public_part, d->device_part, &d->err);
    if (status != DOCENT_OK) {
        d->c.kind = NULL;
        test_drive_close(d);
    }
    return status;
}

docent_status test_drive_open(test_drive *d, const char *kind, const char *public_json, const char *device_json,
                              const docent_transport *transport)
{
    return test_drive_open_with(d, &dct_alloc_default, kind, public_json, device_json, transport);
}

void test_drive_close(test_drive *d)
{
    if (d->c.kind != NULL)
        d->c.kind->close(&d->c);
    dct_net_close(d->net);
    json_decref(d->public_part);
    json_decref(d->device_part);
    dct_buf_close(&d->frozen);
    dct_arena_close(&d->arena);
    d->net = NULL;
    d->c.kind = NULL;
    d->public_part = d->device_part = NULL;
}

/* ---- letters ---- */

const char *test_drive_uuid(test_drive *d)
{
    unsigned char b[16];
    uint64_t ms = (uint64_t)d->clock.unix_ms(d->clock.ctx);
    if (!dct_random(b, sizeof b))
        return NULL;
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (40 - 8 * i));
    b[6] = (unsigned char)(0x70 | (b[6] & 15));
    b[8] = (unsigned char)(0x80 | (b[8] & 63));
    return dct_arena_format(&d->arena, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
                            b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

dct_letter_file test_drive_file(test_drive *d, const char *name, const char *type, const void *data, size_t size)
{
    test_drive_file_bytes *f = &d->files[d->file_count++];
    dct_sha256_hex(data, size, f->sha256);
    f->data = data;
    f->size = size;
    return (dct_letter_file){ name, type, f->sha256, size };
}

dct_letter test_drive_letter(test_drive *d, const char *kind, const char *subject, const char *body)
{
    dct_letter l;
    memset(&l, 0, sizeof l);
    l.locale = "en";
    l.name = l.email = l.phone = l.problem = l.queue = l.priority = "";
    l.product = l.audience = l.version = l.article = l.diagnostics = l.opinion = "";
    l.device = d->c.device;
    l.kind = kind;
    l.part = DCT_PART_CREATE;
    l.subject = subject;
    l.body = body;
    l.id = test_drive_uuid(d);
    l.conversation = test_drive_uuid(d);
    l.reference = "K7QM-3XR2";
    l.made = d->clock.unix_ms(d->clock.ctx) / 1000;
    d->seq = 0;
    return l;
}

dct_letter test_drive_more(test_drive *d, const dct_letter *first, const char *body)
{
    dct_letter l = test_drive_letter(d, first->kind, first->subject, body);
    l.conversation = first->conversation;
    l.reference = first->reference;
    l.part = DCT_PART_APPEND;
    l.seq = ++d->seq;
    return l;
}

/* ---- tasks ---- */

static int64_t read_file(void *ctx, const char *sha256, uint64_t offset, void *to, size_t size)
{
    const test_drive *d = ctx;
    for (uint32_t i = 0; i < d->file_count; i++) {
        const test_drive_file_bytes *f = &d->files[i];
        if (strcmp(f->sha256, sha256) != 0)
            continue;
        size_t n = offset < f->size ? f->size - (size_t)offset : 0;
        n = n < size ? n : size;
        memcpy(to, (const char *)f->data + (n > 0 ? offset : 0), n);
        return (int64_t)n;
    }
    return -1;
}

static const char *keep(test_drive *d, const char *text)
{
    return text != NULL ? dct_arena_text(&d->arena, text, strlen(text)) : "";
}

static void found(void *ctx, const dct_news *news)
{
    test_drive *d = ctx;
    if (d->news_count == TEST_DRIVE_NEWS)
        return;
    dct_news *n = &d->news[d->news_count++];
    *n = *news;
    n->remote_id = keep(d, news->remote_id);
    n->conversation = keep(d, news->conversation);
    n->author = keep(d, news->author);
    n->text = keep(d, news->text);
    n->origin_id = keep(d, news->origin_id);
    dct_letter_file *files = dct_arena_array(&d->arena, news->file_count + 1, sizeof *files);
    const void **data = dct_arena_array(&d->arena, news->file_count + 1, sizeof *data);
    for (uint32_t i = 0; i < news->file_count; i++) {
        files[i] = (dct_letter_file){ keep(d, news->files[i].name), keep(d, news->files[i].type), "", news->files[i].bytes };
        if (news->file_data != NULL && news->file_data[i] != NULL) {
            void *copy = dct_arena_new(&d->arena, (size_t)files[i].bytes + 1);
            if (copy != NULL)
                memcpy(copy, news->file_data[i], (size_t)files[i].bytes);
            data[i] = copy;
        }
    }
    n->files = files;
    n->file_data = news->file_data != NULL ? data : NULL;
}

dct_task *test_drive_task(test_drive *d, dct_op op, const dct_letter *letter, const char *remote)
{
    dct_task *t = &d->task;
    memset(t, 0, sizeof *t);
    t->op = op;
    t->letter = letter;
    dct_buf_clear(&d->frozen);
    if (letter != NULL && dct_letter_write(letter, &d->frozen, &d->err) == DOCENT_OK) {
        t->frozen = d->frozen.data;
        t->frozen_bytes = d->frozen.size;
    }
    t->remote = remote;
    t->cursor = "";
    t->identity = d->identity;
    t->credential = d->credential;
    t->now_s = d->clock.unix_ms(d->clock.ctx) / 1000;
    t->read_file = read_file;
    t->read_ctx = d;
    t->found = found;
    t->found_ctx = d;
    t->arena = &d->arena;
    return t;
}

dct_verdict test_drive_run(test_drive *d, dct_task *t, uint32_t within_ms)
{
    uint64_t end = now_ms(d) + within_ms;
    d->c.kind->begin(&d->c, t);
    while (t->verdict == DCT_PENDING && now_ms(d) < end) {
        dct_net_step(d->net, 5);
        if (d->c.kind->tick != NULL)
            d->c.kind->tick(&d->c, (int64_t)now_ms(d));
        d->c.kind->step(&d->c, t);
    }
    d->c.kind->cancel(&d->c, t);
    return t->verdict;
}

bool test_drive_await(test_drive *d, const char *remote, uint32_t count, uint32_t within_ms)
{
    uint64_t end = now_ms(d) + within_ms;
    const char *cursor = "";
    while (d->news_count < count && now_ms(d) < end) {
        dct_task *t = test_drive_task(d, DCT_OP_POLL, NULL, remote);
        t->cursor = cursor;
        if (test_drive_run(d, t, within_ms) == DCT_DONE && t->out_cursor != NULL)
            cursor = t->out_cursor;
        for (uint64_t wait = now_ms(d) + 100; d->news_count < count && now_ms(d) < wait;)
            dct_net_step(d->net, 20);
    }
    return d->news_count >= count;
}
