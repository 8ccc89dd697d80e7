#include "letter_mail.h"

#include "stamp.h"
#include "uuid.h"

#include <string.h>

#define MARK ".docent@"
#define UUID 36u
#define YEAR_2020 1577836800 /* A device that thinks it is earlier does not know the time: the mail server writes the date. */

const char *dct_mail_message_id(const dct_letter *letter, const char *domain, dct_arena *arena)
{
    return dct_arena_format(arena, "<%s.%s" MARK "%s>", letter->id, letter->conversation, domain);
}

/* The UUID that ends at `end`, when there is one after `text`. */
static const char *uuid_before(dct_arena *arena, const char *text, const char *end)
{
    if ((size_t)(end - text) < UUID)
        return NULL;
    const char *id = dct_arena_text(arena, end - UUID, UUID);
    return id != NULL && dct_uuid_ok(id) ? id : NULL;
}

const char *dct_mail_thread(dct_arena *arena, const char *text, const char **letter)
{
    for (const char *at = strstr(text, MARK); at != NULL; at = strstr(at + 1, MARK)) {
        const char *conversation = uuid_before(arena, text, at);
        if (conversation == NULL)
            continue;
        const char *dot = at - UUID - 1, *id = dot >= text && *dot == '.' ? uuid_before(arena, text, dot) : NULL;
        if (letter != NULL)
            *letter = id != NULL ? id : "";
        return conversation;
    }
    return NULL;
}

static void write_heads(dct_mime *m, const dct_letter *l, const dct_mail_way *way, dct_arena *arena)
{
    char date[DCT_STAMP_ROOM];
    const char *name = l->name != NULL && *l->name != 0 ? l->name : way->from_name;
    dct_mime_address(m, "From", name, way->from);
    if (l->email != NULL && *l->email != 0)
        dct_mime_address(m, "Reply-To", l->name, l->email);
    dct_mime_address(m, "Reply-To", NULL, way->from);
    dct_mime_address(m, "To", NULL, way->to);
    const char *subject = l->subject != NULL && *l->subject != 0 ? l->subject : "Request";
    const char *marked = dct_arena_format(arena, "[%s] %s", l->reference != NULL ? l->reference : "", subject);
    dct_mime_header(m, "Subject", marked != NULL ? marked : "");
    const char *id = dct_mail_message_id(l, way->domain, arena);
    dct_mime_token(m, "Message-ID", id != NULL ? id : "");
    const char *thread = dct_arena_format(arena, "<%s" MARK "%s>", l->conversation, way->domain);
    dct_mime_token(m, "References", thread != NULL ? thread : "");
    if (l->made >= YEAR_2020) {
        dct_stamp_write(l->made, date);
        dct_mime_token(m, "Date", date);
    }
    dct_mime_token(m, "X-Docent-Request", l->id);
    if (l->reference != NULL)
        dct_mime_token(m, "X-Docent-Reference", l->reference);
}

static void write_sealed(dct_mime *m, const dct_letter *l, const dct_mail_way *way)
{
    static const char text[] = "This request is sealed. Save the attachments and open them with: docent unseal\n";
    dct_mime_text(m, text, sizeof text - 1);
    dct_mime_data(m, "request.sealed", "application/vnd.docent.sealed", way->sealed, way->sealed_bytes);
    for (uint32_t i = 0; i < l->file_count; i++) {
        dct_letter_file file = l->files[i];
        file.name = "attachment.sealed"; /* Its own is within the letter. */
        file.type = "application/vnd.docent.sealed";
        dct_mime_file(m, &file);
    }
}

static bool write_open(dct_mime *m, const dct_letter *l, dct_arena *arena)
{
    dct_buf text;
    dct_buf_init(&text, arena->alloc, SIZE_MAX);
    bool ok = dct_letter_text(l, &text, NULL) == DOCENT_OK && !text.failed;
    if (ok)
        dct_mime_text(m, (const char *)text.data, text.size);
    dct_buf_close(&text);
    for (uint32_t i = 0; ok && i < l->file_count; i++)
        dct_mime_file(m, &l->files[i]);
    return ok;
}

dct_mime *dct_letter_mail(const dct_letter *letter, const dct_mail_way *way, dct_arena *arena)
{
    bool ok = true;
    dct_mime *m = dct_mime_new(arena, letter->id, way->read, way->read_ctx);
    if (m == NULL)
        return NULL;
    write_heads(m, letter, way, arena);
    if (way->sealed != NULL)
        write_sealed(m, letter, way);
    else
        ok = write_open(m, letter, arena);
    return dct_mime_end(m) && ok && !dct_arena_failed(arena) ? m : NULL;
}
