#include "multipart.h"

#include <string.h>

typedef struct piece {
    struct piece *next;
    uint64_t      at, bytes;
    const char   *text;   /* NULL: the file. */
    const char   *sha256;
} piece;

struct dct_multipart {
    dct_arena    *arena;
    const char   *boundary;
    dct_read_file read;
    void         *read_ctx;
    piece        *first, *last;
    uint64_t      bytes;
    bool          failed;
};

dct_multipart *dct_multipart_new(dct_arena *arena, const char *unique, dct_read_file read, void *read_ctx)
{
    dct_multipart *f = dct_arena_new(arena, sizeof *f);
    if (f == NULL)
        return NULL;
    f->arena = arena;
    f->read = read;
    f->read_ctx = read_ctx;
    f->boundary = dct_arena_format(arena, "docent-%.60s", unique);
    f->failed = f->boundary == NULL;
    return f;
}

static piece *add_piece(dct_multipart *f, uint64_t bytes)
{
    piece *p = f->failed ? NULL : dct_arena_new(f->arena, sizeof *p);
    f->failed = p == NULL;
    if (p == NULL)
        return NULL;
    p->at = f->bytes;
    p->bytes = bytes;
    f->bytes += bytes;
    if (f->last != NULL)
        f->last->next = p;
    else
        f->first = p;
    f->last = p;
    return p;
}

/* NULL: memory was short. */
static void add(dct_multipart *f, const char *text)
{
    piece *p = text != NULL ? add_piece(f, strlen(text)) : NULL;
    f->failed = p == NULL;
    if (p != NULL)
        p->text = text;
}

/* What would end a quoted name or a line stands there as browsers write it; other control characters not at all. */
static const char *quoted(dct_arena *arena, const char *name)
{
    char *out = dct_arena_new(arena, 3 * strlen(name) + 1);
    size_t n = 0;
    for (const char *p = name; out != NULL && *p != 0; p++) {
        if (*p == '"') {
            memcpy(out + n, "%22", 3);
            n += 3;
        } else if ((unsigned char)*p >= 0x20 && *p != 0x7F && *p != '\\') {
            out[n++] = *p;
        }
    }
    return out;
}

void dct_multipart_text(dct_multipart *f, const char *name, const char *type, const char *text)
{
    add(f, dct_arena_format(f->arena, "%s--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n%s%s%s\r\n",
                            f->first != NULL ? "\r\n" : "", f->boundary, name, type != NULL ? "Content-Type: " : "",
                            type != NULL ? type : "", type != NULL ? "\r\n" : ""));
    add(f, text);
}

/* A type is two words of plain characters, or none. */
static bool type_ok(const char *type)
{
    const char *slash = strchr(type, '/');
    if (slash == NULL || slash == type || slash[1] == 0 || strchr(slash + 1, '/') != NULL || strlen(type) > 100)
        return false;
    for (const char *p = type; *p != 0; p++)
        if (*p <= 0x20 || *p >= 0x7F || strchr("()<>@,;:\\\"[]?=", *p) != NULL)
            return false;
    return true;
}

void dct_multipart_file(dct_multipart *f, const char *name, const dct_letter_file *file)
{
    const char *called = quoted(f->arena, file->name);
    if (called != NULL && *called == 0)
        called = "attachment";
    add(f, called == NULL ? NULL
                          : dct_arena_format(f->arena, "%s--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                                                       "Content-Type: %s\r\n\r\n",
                                             f->first != NULL ? "\r\n" : "", f->boundary, name, called,
                                             type_ok(file->type) ? file->type : "application/octet-stream"));
    piece *p = add_piece(f, file->bytes);
    if (p != NULL)
        p->sha256 = file->sha256;
}

bool dct_multipart_end(dct_multipart *f)
{
    add(f, dct_arena_format(f->arena, "\r\n--%s--\r\n", f->boundary));
    return !f->failed;
}

uint64_t dct_multipart_bytes(const dct_multipart *f)
{
    return f->bytes;
}

const char *dct_multipart_type(const dct_multipart *f)
{
    return dct_arena_format(f->arena, "multipart/form-data; boundary=%s", f->boundary);
}

static int64_t read_piece(const dct_multipart *f, const piece *p, uint64_t offset, void *to, size_t size)
{
    uint64_t left = p->bytes - offset;
    size_t n = left < size ? (size_t)left : size;
    if (p->text == NULL)
        return f->read(f->read_ctx, p->sha256, offset, to, n);
    memcpy(to, p->text + offset, n);
    return (int64_t)n;
}

int64_t dct_multipart_read(void *form, uint64_t offset, void *to, size_t size)
{
    const dct_multipart *f = form;
    size_t done = 0;
    for (const piece *p = f->first; p != NULL && done < size; p = p->next) {
        if (offset + done >= p->at + p->bytes)
            continue;
        int64_t n = read_piece(f, p, offset + done - p->at, (char *)to + done, size - done);
        if (n <= 0) /* A file that is shorter than it was: what is missing cannot be made up. */
            return -1;
        done += (size_t)n;
        if (offset + done < p->at + p->bytes)
            break;
    }
    return (int64_t)done;
}
