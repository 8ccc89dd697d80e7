#include "multipart.h"

#include "pieces.h"

#include <string.h>

struct dct_multipart {
    dct_arena    *arena;
    const char   *boundary;
    dct_read_file read;
    void         *read_ctx;
    dct_pieces    pieces;
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
    f->pieces = (dct_pieces){ .arena = arena, .failed = f->boundary == NULL };
    return f;
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
    dct_pieces_text(&f->pieces, dct_arena_format(f->arena, "%s--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n%s%s%s\r\n",
                            f->pieces.first != NULL ? "\r\n" : "", f->boundary, name, type != NULL ? "Content-Type: " : "",
                            type != NULL ? type : "", type != NULL ? "\r\n" : ""));
    dct_pieces_text(&f->pieces, text);
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
    dct_pieces_text(&f->pieces, called == NULL ? NULL
                          : dct_arena_format(f->arena, "%s--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                                                       "Content-Type: %s\r\n\r\n",
                                             f->pieces.first != NULL ? "\r\n" : "", f->boundary, name, called,
                                             type_ok(file->type) ? file->type : "application/octet-stream"));
    dct_pieces_stretch(&f->pieces, file->sha256, file->bytes);
}

bool dct_multipart_end(dct_multipart *f)
{
    dct_pieces_text(&f->pieces, dct_arena_format(f->arena, "\r\n--%s--\r\n", f->boundary));
    return !f->pieces.failed;
}

uint64_t dct_multipart_bytes(const dct_multipart *f)
{
    return f->pieces.bytes;
}

const char *dct_multipart_type(const dct_multipart *f)
{
    return dct_arena_format(f->arena, "multipart/form-data; boundary=%s", f->boundary);
}

static int64_t read_file(const void *form, const void *sha256, uint64_t from, char *to, size_t size)
{
    const dct_multipart *f = form;
    return f->read(f->read_ctx, sha256, from, to, size);
}

int64_t dct_multipart_read(void *form, uint64_t offset, void *to, size_t size)
{
    const dct_multipart *f = form;
    return dct_pieces_read(&f->pieces, offset, to, size, read_file, f);
}
