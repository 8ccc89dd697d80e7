#include "file.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <errno.h>
#include <string.h>

docent_status dct_file_load(const docent_alloc *alloc, const char *path, size_t max_bytes, dct_buf *out,
                            docent_error *err)
{
    dct_buf_init(out, alloc, max_bytes + 1);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return dct_fail(err, errno == ENOENT ? DOCENT_ERR_MISSING : DOCENT_ERR_IO, "pack", errno, "cannot open %s: %s",
                        path, strerror(errno));
    char block[65536];
    size_t got;
    while (!out->failed && (got = fread(block, 1, sizeof block, file)) > 0)
        dct_buf_add(out, block, got);
    docent_status status = DOCENT_OK;
    if (ferror(file))
        status = dct_fail(err, DOCENT_ERR_IO, "pack", errno, "cannot read %s: %s", path, strerror(errno));
    else if (out->failed || out->size > max_bytes)
        status = dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%s is larger than %zu bytes", path, max_bytes);
    fclose(file);
    if (status != DOCENT_OK)
        dct_buf_close(out);
    return status;
}

/* ---- clean text --------------------------------------------------------------- */

/* The next code point of `text` at *at, U+FFFD with *bad set for what is none. */
static bool is_bad(const char *text, size_t size, size_t at, size_t *next)
{
    *next = at;
    uint32_t c = dct_utf8_next(text, size, next);
    return c == 0 || (c == 0xFFFD && (unsigned char)text[at] != 0xEF);
}

static void tell_bad(dct_diag *diag, const char *file, const char *text, size_t at, uint32_t line, uint32_t column)
{
    dct_place place = { file, line, column };
    if (text[at] == 0)
        dct_diag_warning(diag, place, "a NUL byte is no text; U+FFFD is put in its place");
    else
        dct_diag_warning(diag, place, "the byte 0x%02X is not UTF-8; U+FFFD is put in its place",
                         (unsigned)(unsigned char)text[at]);
}

/* Like UTF-16: half of the bytes are NUL. */
static bool looks_like_utf16(const char *text, size_t size)
{
    return size >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0);
}

static size_t write_clean(const char *text, size_t size, const char *file, dct_diag *diag, char *out)
{
    uint32_t line = 1, column = 1;
    size_t used = 0, faults = 0;
    for (size_t i = 0, next; i < size; i = next) {
        bool bad = is_bad(text, size, i, &next);
        if (text[i] == '\r') {
            if (next < size && text[next] == '\n')
                next++;
            out[used++] = '\n';
        } else if (bad) {
            if (faults++ < 20)
                tell_bad(diag, file, text, i, line, column);
            memcpy(out + used, "\xEF\xBF\xBD", 3);
            used += 3;
        } else {
            memcpy(out + used, text + i, next - i);
            used += next - i;
        }
        bool ended = out[used - 1] == '\n';
        column = ended ? 1 : column + 1;
        line += ended;
    }
    return used;
}

char *dct_file_text(dct_arena *arena, const void *bytes, size_t size, const char *file, dct_diag *diag,
                    size_t *text_size)
{
    const char *text = bytes;
    if (looks_like_utf16(text, size)) {
        dct_diag_error(diag, (dct_place){ file, 1, 1 }, "this is UTF-16; save the file as UTF-8");
        size = 0;
    }
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    /* Most files are well-formed and keep their size. */
    bool clean = dct_utf8_valid(text, size) && (size == 0 || memchr(text, 0, size) == NULL);
    char *out = dct_arena_new(arena, (clean ? size : 3 * size) + 1);
    if (out != NULL) {
        *text_size = write_clean(text, size, file, diag, out);
        out[*text_size] = 0;
    }
    return out;
}

/* ---- paths ---------------------------------------------------------------------- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *dct_percent_decode(dct_arena *arena, const char *text, size_t size)
{
    char *out = dct_arena_new(arena, size + 1);
    size_t used = 0;
    for (size_t i = 0; out != NULL && i < size; i++) {
        bool code = text[i] == '%' && i + 2 < size && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0;
        out[used] = code ? (char)(hex(text[i + 1]) << 4 | hex(text[i + 2])) : text[i];
        if (out[used++] == 0)
            return NULL;
        i += code ? 2 : 0;
    }
    if (out != NULL)
        out[used] = 0;
    return out;
}

/* Takes the last part off; false when there is none: the path would leave the project. */
static bool go_up(char *path, size_t *size)
{
    if (*size == 0)
        return false;
    while (*size > 0 && path[*size - 1] != '/')
        --*size;
    if (*size > 0)
        --*size;
    return true;
}

char *dct_path_resolve(dct_arena *arena, const char *from, const char *path, size_t path_size)
{
    char *wanted = dct_percent_decode(arena, path, path_size);
    if (wanted == NULL || wanted[0] == 0 || wanted[0] == '/' || wanted[0] == '\\' || strchr(wanted, ':') != NULL)
        return NULL;
    const char *slash = strrchr(from, '/');
    size_t size = slash == NULL ? 0 : (size_t)(slash - from);
    char *out = dct_arena_new(arena, size + strlen(wanted) + 2);
    if (out == NULL)
        return NULL;
    memcpy(out, from, size);
    for (const char *part = wanted; *part != 0;) {
        size_t length = strcspn(part, "/");
        if (length == 2 && memcmp(part, "..", 2) == 0) {
            if (!go_up(out, &size))
                return NULL;
        } else if (length > 0 && !(length == 1 && *part == '.')) {
            if (size > 0)
                out[size++] = '/';
            memcpy(out + size, part, length);
            size += length;
        }
        part += length + (part[length] == '/');
    }
    out[size] = 0;
    return size == 0 ? NULL : out;
}
