/* A request that leaves without a connector: as a mail to send, a file to take along, a text for a QR code; and a picture of
 * the screen to go with it. */
#include "reach.h"
#include "shelf.h"

#include "../base/limits.h"
#include "../base/utf8.h"
#include "../contact/letter_mail.h"
#include "../contact/png.h"
#include "../contact/talks.h"

#include <string.h>

#define MAILTO_BYTES 1800u /* Longer addresses are cut by mail programs, without a word. */
#define QR_BYTES 1200u     /* A code of more than that is not read from a screen. */

static docent_status hand_out(docent *h, const void *data, size_t size, docent_asset **out)
{
    void *to;
    *out = dct_asset_new(&h->alloc, size, &to);
    if (*out == NULL)
        return dct_fail_memory(&h->error, "api");
    if (size > 0)
        memcpy(to, data, size);
    return DOCENT_OK;
}

/* ---- the letter ---- */

typedef struct exported {
    docent     *h;
    dct_reach  *r;
    dct_arena   arena;
    dct_row     row;
    dct_letter  letter;
    const void *frozen;
    size_t      frozen_bytes;
    const char *address; /* The author's; "" when none. */
} exported;

/* All that may be known of a sealed one, as connectors get it too. */
static docent_status read_sealed(exported *e)
{
    const char *const *uploads;
    dct_letter *l = &e->letter;
    memset(l, 0, sizeof *l);
    l->locale = l->subject = l->body = l->name = l->email = l->phone = l->problem = l->queue = l->priority = "";
    l->product = l->audience = l->version = l->article = l->diagnostics = l->device = l->opinion = l->reference = "";
    l->id = e->row.id.text;
    l->conversation = e->row.conversation.text;
    l->kind = e->row.kind;
    l->part = e->row.part;
    l->made = e->row.made;
    return dct_outbox_files(&e->r->outbox, l->id, &e->arena, &l->files, &uploads, &l->file_count, &e->h->error);
}

static docent_status read_address(exported *e)
{
    dct_contact_rows rows;
    docent_status status = dct_store_contact(dct_shelf_contact(e->h), &e->arena, &rows, &e->h->error);
    e->address = "";
    for (uint32_t i = 0; status == DOCENT_OK && i < rows.value_count; i++)
        if (strcmp(rows.values[i].key, "email") == 0)
            e->address = rows.values[i].value;
    return status;
}

static docent_status read_letter(exported *e, const char *conversation)
{
    docent_error *err = &e->h->error;
    docent_status status = dct_talks_create(&e->r->outbox, conversation, &e->row, err);
    if (status == DOCENT_OK)
        status = dct_outbox_body(&e->r->outbox, &e->row, &e->arena, &e->frozen, &e->frozen_bytes, err);
    if (status == DOCENT_OK && e->frozen_bytes == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "api", 0, "this request has been sent, and is not kept here any more");
    if (status == DOCENT_OK)
        status = e->row.sealed ? read_sealed(e) : dct_letter_read(e->frozen, e->frozen_bytes, &e->arena, &e->letter, err);
    return status == DOCENT_OK ? read_address(e) : status;
}

/* ---- as an address ---- */

static bool is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~@", c) != NULL;
}

/* Stops at a character's start once `most` would be passed. */
static void add_encoded(dct_buf *out, const char *text, size_t most)
{
    size_t size = strlen(text), at = 0;
    while (at < size) {
        size_t next = at;
        dct_utf8_next(text, size, &next);
        if (out->size + 3 * (next - at) > most)
            return;
        for (; at < next; at++) {
            unsigned char c = (unsigned char)text[at];
            if (c == '\n')
                dct_buf_add_text(out, out->size + 6 <= most ? "%0D%0A" : "");
            else if (c != 0 && is_plain(c))
                dct_buf_add_byte(out, c);
            else
                dct_buf_add_format(out, "%%%02X", c);
        }
    }
}

static void add_mailto(exported *e, const char *text, dct_buf *out)
{
    dct_buf_add_text(out, "mailto:");
    add_encoded(out, e->address, 300);
    dct_buf_add_text(out, "?subject=");
    dct_buf subject;
    dct_buf_init(&subject, &e->h->alloc, 4096);
    dct_buf_add_format(&subject, "[%s] %s", e->letter.reference, e->letter.subject);
    add_encoded(out, dct_buf_text(&subject), 800);
    if (subject.failed)
        out->failed = true;
    dct_buf_close(&subject);
    dct_buf_add_text(out, "&body=");
    add_encoded(out, text, MAILTO_BYTES);
}

static docent_status export_text(exported *e, bool mailto, docent_asset **out)
{
    dct_buf text, url;
    dct_buf_init(&text, &e->h->alloc, 4 * (size_t)DCT_MAX_LETTER_BYTES);
    dct_buf_init(&url, &e->h->alloc, 4 * MAILTO_BYTES);
    docent_status status = dct_letter_text(&e->letter, &text, &e->h->error);
    const char *plain = dct_buf_text(&text);
    if (status == DOCENT_OK && mailto)
        add_mailto(e, plain, &url);
    if (status == DOCENT_OK && (text.failed || url.failed))
        status = dct_fail_memory(&e->h->error, "api");
    if (status == DOCENT_OK && mailto)
        status = hand_out(e->h, url.data, url.size, out);
    else if (status == DOCENT_OK)
        status = hand_out(e->h, plain, text.size > QR_BYTES ? dct_utf8_cut(plain, QR_BYTES) : text.size, out);
    dct_buf_close(&text);
    dct_buf_close(&url);
    return status;
}

/* ---- as a file ---- */

static int64_t read_file(void *ctx, const char *sha256, uint64_t offset, void *to, size_t size)
{
    return dct_files_read(ctx, sha256, offset, to, size);
}

static docent_status export_mail(exported *e, docent_asset **out)
{
    dct_mail_way way = { .to = e->address, .from = "", .from_name = "", .domain = "docent.invalid", .read = read_file,
                         .read_ctx = &e->r->outbox.files };
    void *to;
    if (e->row.sealed) {
        way.sealed = e->frozen;
        way.sealed_bytes = e->frozen_bytes;
    }
    dct_mime *mail = dct_letter_mail(&e->letter, &way, &e->arena);
    if (mail == NULL)
        return dct_fail_memory(&e->h->error, "api");
    size_t size = (size_t)dct_mime_bytes(mail);
    docent_asset *asset = dct_asset_new(&e->h->alloc, size, &to);
    if (asset == NULL)
        return dct_fail_memory(&e->h->error, "api");
    if (dct_mime_read(mail, 0, to, size) != (int64_t)size) {
        docent_asset_close(asset);
        return dct_fail(&e->h->error, DOCENT_ERR_IO, "api", 0, "an attachment of this request cannot be read");
    }
    *out = asset;
    return DOCENT_OK;
}

docent_status docent_request_export(docent *h, const docent_id *conversation, const char *form, docent_asset **out)
{
    if (out != NULL)
        *out = NULL;
    bool mailto = form != NULL && strcmp(form, "mailto") == 0, mail = form != NULL && strcmp(form, "eml") == 0,
         text = form != NULL && strcmp(form, "text") == 0;
    if (h == NULL || out == NULL || !dct_id_ok(conversation) || !(mailto || mail || text))
        return dct_misuse(h, "docent_request_export: needs a handle, a conversation, \"mailto\", \"eml\" or \"text\", and out");
    dct_call(h);
    exported e = { .h = h, .r = dct_handle_reach(h) };
    if (e.r == NULL)
        return h->error.status;
    dct_arena_init(&e.arena, &h->alloc, 4 * (size_t)DCT_MAX_LETTER_BYTES);
    docent_status status = dct_talks_may_see(&e.r->outbox, conversation->text, &h->error);
    if (status == DOCENT_OK)
        status = read_letter(&e, conversation->text);
    if (status == DOCENT_OK && e.row.sealed && !mail)
        status = dct_fail(&h->error, DOCENT_ERR_DENIED, "api", 0, "this request is sealed: only \"eml\" can carry it");
    if (status == DOCENT_OK)
        status = mail ? export_mail(&e, out) : export_text(&e, mailto, out);
    dct_arena_close(&e.arena);
    return status;
}

docent_status docent_screen_attach(docent *h, const docent_screen *screen, docent_asset **out)
{
    dct_buf png;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || screen == NULL || out == NULL)
        return dct_misuse(h, "docent_screen_attach: needs a handle, a screen and out");
    dct_buf_init(&png, &h->alloc, DCT_MAX_ATTACHMENT_BYTES);
    docent_status status = dct_png_write(screen, &png, &h->error);
    if (status == DOCENT_OK)
        status = hand_out(h, png.data, png.size, out);
    dct_buf_close(&png);
    return status;
}
