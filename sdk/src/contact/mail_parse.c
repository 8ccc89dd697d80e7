#include "mail_parse.h"

#include "mail_head.h"
#include "mail_text.h"
#include "said.h"
#include "stamp.h"

#include <string.h>

#define DEPTH_AT_MOST 8u
#define PARTS_AT_MOST 64u
#define TEXT_BYTES (256u << 10)
#define NOTES_AT_MOST 4u /* Lines of one name that tell of recipients. */

typedef struct reader {
    dct_arena  *arena;
    dct_mail   *mail;
    const char *plain, *html; /* The first of each that was shown inline. */
    uint32_t    parts;
} reader;

typedef struct part {
    const char *type, *field, *disposition, *disposition_field, *encoding;
    const char *body;
    size_t      size;
} part;

static void read_part(reader *r, const char *data, size_t size, uint32_t depth);

/* ---- leaves ---- */

static const char *name_of(reader *r, const part *p)
{
    const char *name = dct_mail_parameter(r->arena, p->disposition_field, "filename");
    if (*name == 0)
        name = dct_mail_parameter(r->arena, p->field, "name");
    const char *line = dct_said_line(r->arena, name, strlen(name), 200), *base = line;
    for (const char *c = line; *c != 0; c++) /* A name is no path. */
        if (*c == '/' || *c == '\\')
            base = c + 1;
    return base;
}

static void take_file(reader *r, const part *p, const char *name)
{
    dct_mail *m = r->mail;
    if (m->file_count == DCT_MAIL_FILES)
        return;
    dct_mail_file *f = &m->files[m->file_count++];
    f->name = *name != 0 ? name : "file";
    f->type = dct_said_line(r->arena, p->type, strlen(p->type), 100);
    f->data = dct_mail_decode(r->arena, p->encoding, p->body, p->size, &f->bytes);
}

static void take_text(reader *r, const part *p, const char **where)
{
    size_t size;
    size_t most = p->size < 4 * TEXT_BYTES ? p->size : 4 * TEXT_BYTES;
    const char *raw = dct_mail_decode(r->arena, p->encoding, p->body, most, &size);
    const char *charset = dct_mail_parameter(r->arena, p->field, "charset");
    const char *text = dct_mail_utf8(r->arena, charset, raw, size);
    if (*where == NULL || (*where)[strspn(*where, " \t\n")] == 0)
        *where = text;
}

/* A picture that HTML shows within itself, a receipt for machines: nothing a person would open. */
static bool decoration(reader *r, const part *p, dct_mail_head head)
{
    bool picture = strncmp(p->type, "image/", 6) == 0 && strcmp(p->disposition, "attachment") != 0;
    if (picture && dct_mail_field(r->arena, head, "Content-ID", 0) != NULL)
        return true;
    return strcmp(p->type, "message/delivery-status") == 0 || strcmp(p->type, "application/pgp-signature") == 0 ||
           strcmp(p->type, "application/pkcs7-signature") == 0;
}

static void read_leaf(reader *r, const part *p, dct_mail_head head)
{
    const char *name = name_of(r, p);
    bool attached = strcmp(p->disposition, "attachment") == 0 || *name != 0;
    if (!attached && strcmp(p->type, "text/plain") == 0)
        take_text(r, p, &r->plain);
    else if (!attached && strcmp(p->type, "text/html") == 0)
        take_text(r, p, &r->html);
    else if (!decoration(r, p, head))
        take_file(r, p, name);
}

/* ---- the tree ---- */

/* Where the next line "--boundary" begins, at or after `at`; *end: the last one ("--boundary--"); size when there is none. */
static size_t find_boundary(const char *data, size_t size, size_t at, const char *boundary, size_t *after, bool *end)
{
    size_t n = strlen(boundary);
    while (at < size) {
        const char *line_end = memchr(data + at, '\n', size - at);
        size_t line = line_end != NULL ? (size_t)(line_end - data) + 1 - at : size - at;
        if (line >= n + 2 && data[at] == '-' && data[at + 1] == '-' && memcmp(data + at + 2, boundary, n) == 0) {
            *end = line >= n + 4 && data[at + n + 2] == '-' && data[at + n + 3] == '-';
            *after = at + line;
            return at;
        }
        at += line;
    }
    *end = true;
    *after = size;
    return size;
}

static void read_parts(reader *r, const part *p, const char *boundary, uint32_t depth)
{
    size_t from, to;
    bool end = false;
    find_boundary(p->body, p->size, 0, boundary, &from, &end);
    while (!end && from < p->size && r->parts < PARTS_AT_MOST) {
        size_t start = from;
        to = find_boundary(p->body, p->size, from, boundary, &from, &end);
        if (to > start && to < p->size && p->body[to - 1] == '\n') /* The line's end before a boundary belongs to it. */
            to -= to - start > 1 && p->body[to - 2] == '\r' ? 2 : 1;
        read_part(r, p->body + start, to - start, depth + 1);
    }
}

static void read_part(reader *r, const char *data, size_t size, uint32_t depth)
{
    size_t body;
    dct_mail_head head = dct_mail_head_of(data, size, &body);
    part p = { .body = data + body, .size = size - body };
    r->parts++;
    p.field = dct_mail_field(r->arena, head, "Content-Type", 0);
    p.disposition_field = dct_mail_field(r->arena, head, "Content-Disposition", 0);
    p.type = dct_mail_value(r->arena, p.field);
    p.disposition = dct_mail_value(r->arena, p.disposition_field);
    p.encoding = dct_mail_value(r->arena, dct_mail_field(r->arena, head, "Content-Transfer-Encoding", 0));
    if (*p.type == 0)
        p.type = "text/plain";
    const char *boundary = strncmp(p.type, "multipart/", 10) == 0 ? dct_mail_parameter(r->arena, p.field, "boundary") : "";
    if (*boundary != 0 && depth < DEPTH_AT_MOST)
        read_parts(r, &p, boundary, depth);
    else
        read_leaf(r, &p, head);
}

/* ---- the mail ---- */

/* "<...>" of a field, without its brackets. */
static const char *id_in(dct_arena *arena, const char *field)
{
    const char *open = field != NULL ? strchr(field, '<') : NULL, *close = open != NULL ? strchr(open, '>') : NULL;
    return close != NULL ? dct_said_line(arena, open + 1, (size_t)(close - open - 1), 900) : "";
}

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static const char *recipients_of(dct_arena *arena, dct_mail_head head)
{
    static const char *const names[] = { "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To" };
    const char *all = "";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (uint32_t number = 0; number < NOTES_AT_MOST && all != NULL; number++) {
            const char *field = dct_mail_field(arena, head, names[i], number);
            if (field == NULL)
                break;
            all = dct_arena_format(arena, "%s %s", all, field);
        }
    return or_empty(all);
}

static void read_head(reader *r, dct_mail_head head)
{
    dct_mail *m = r->mail;
    dct_arena *a = r->arena;
    const char *date = dct_mail_field(a, head, "Date", 0), *automatic = dct_mail_field(a, head, "Auto-Submitted", 0);
    m->message_id = id_in(a, dct_mail_field(a, head, "Message-ID", 0));
    m->in_reply_to = or_empty(dct_mail_field(a, head, "In-Reply-To", 0));
    m->references = or_empty(dct_mail_field(a, head, "References", 0));
    m->subject = dct_mail_header_text(a, or_empty(dct_mail_field(a, head, "Subject", 0)));
    m->recipients = recipients_of(a, head);
    m->date = date != NULL ? dct_stamp_read(date) : INT64_MIN;
    m->automatic = automatic != NULL && !dct_mail_same(dct_mail_value(a, automatic), "no");
    dct_mail_person(a, dct_mail_field(a, head, "From", 0), &m->from_name, &m->from);
}

bool dct_mail_read(const char *data, size_t size, dct_arena *arena, dct_mail *out)
{
    size_t body;
    reader r = { arena, out, NULL, NULL, 0 };
    memset(out, 0, sizeof *out);
    out->text = "";
    read_head(&r, dct_mail_head_of(data, size, &body));
    read_part(&r, data, size, 0);
    const char *text = r.plain != NULL && r.plain[strspn(r.plain, " \t\n")] != 0 ? r.plain
                       : r.html != NULL                                          ? dct_mail_html(arena, r.html)
                                                                                 : "";
    text = dct_mail_unquote(arena, text);
    out->text = dct_said_text(arena, text, strlen(text), TEXT_BYTES);
    return !dct_arena_failed(arena);
}
