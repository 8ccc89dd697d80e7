#include "mime.h"

#include "../crypto/hash.h"
#include "mime_words.h"
#include "pieces.h"
#include "said.h"

#include <string.h>

#define LINE_RAW 57u /* Bytes that make a line of base64: 76 characters and its end. */
#define LINE_TEXT 78u
#define TOKEN_BYTES 900u

/* A file or data in base64. */
typedef struct coded {
    const char *sha256;     /* NULL: of `data`. */
    const void *data;
    uint64_t    bytes;
} coded;

struct dct_mime {
    dct_arena    *arena;
    const char   *boundary, *list; /* list: the header dct_mime_address() writes at the moment. */
    dct_read_file read;
    void         *read_ctx;
    dct_pieces    pieces;
    const char   *body;      /* Waits until it is known whether files follow. */
    size_t        body_size;
    bool          parts;     /* It is multipart. */
};

static void add(dct_mime *m, const char *text)
{
    dct_pieces_text(&m->pieces, text);
}

dct_mime *dct_mime_new(dct_arena *arena, const char *unique, dct_read_file read, void *read_ctx)
{
    dct_mime *m = dct_arena_new(arena, sizeof *m);
    if (m == NULL)
        return NULL;
    m->arena = arena;
    m->read = read;
    m->read_ctx = read_ctx;
    /* "=_" comes neither in base64 nor in quoted-printable: the boundary cannot be in a part. */
    m->boundary = dct_arena_format(arena, "=_%.60s", unique);
    m->pieces = (dct_pieces){ .arena = arena, .failed = m->boundary == NULL };
    return m;
}

/* ---- headers ---- */

static void end_list(dct_mime *m)
{
    if (m->list != NULL)
        add(m, "\r\n");
    m->list = NULL;
}

void dct_mime_header(dct_mime *m, const char *name, const char *text)
{
    end_list(m);
    const char *words = dct_mime_words(m->arena, dct_said_line(m->arena, text, strlen(text), TOKEN_BYTES), strlen(name) + 2);
    add(m, words != NULL ? dct_arena_format(m->arena, "%s: %s\r\n", name, words) : NULL);
}

void dct_mime_token(dct_mime *m, const char *name, const char *token)
{
    end_list(m);
    size_t size = strlen(token);
    for (size_t i = 0; i < size; i++)
        if (token[i] < 0x20 || token[i] > 0x7E)
            return;
    if (size > 0 && size <= TOKEN_BYTES)
        add(m, dct_arena_format(m->arena, "%s: %s\r\n", name, token));
}

bool dct_mail_address_ok(const char *address)
{
    const char *at = strchr(address, '@');
    size_t size = strlen(address);
    if (at == NULL || at == address || at - address > 64 || at[1] == 0 || strchr(at + 1, '@') != NULL || size > 254)
        return false;
    for (size_t i = 0; i < size; i++)
        if (address[i] <= 0x20 || address[i] >= 0x7F || strchr("<>()[],;:\\\"", address[i]) != NULL)
            return false;
    return address[size - 1] != '.' && at[1] != '.' && at[1] != '-';
}

void dct_mime_address(dct_mime *m, const char *header, const char *name, const char *address)
{
    bool more = m->list != NULL && strcmp(m->list, header) == 0;
    if (!dct_mail_address_ok(address))
        return;
    if (!more) {
        end_list(m);
        add(m, dct_arena_format(m->arena, "%s:", header));
    } else {
        add(m, ",\r\n");
    }
    m->list = header;
    name = name != NULL ? dct_said_line(m->arena, name, strlen(name), 200) : "";
    const char *phrase = *name != 0 ? dct_mime_phrase(m->arena, name) : "";
    if (phrase == NULL || *phrase == 0)
        add(m, phrase == NULL ? NULL : dct_arena_format(m->arena, " %s", address));
    else
        add(m, dct_arena_format(m->arena, " %s\r\n <%s>", phrase, address));
}

/* ---- parts ---- */

static void write_body(dct_mime *m)
{
    if (m->body == NULL)
        return;
    add(m, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
    if (m->body_size > 0)
        dct_pieces_data(&m->pieces, m->body, m->body_size);
    m->body = NULL;
}

void dct_mime_text(dct_mime *m, const char *text, size_t size)
{
    end_list(m);
    m->body = dct_mime_quoted(m->arena, text, size, &m->body_size);
    m->pieces.failed = m->pieces.failed || m->body == NULL;
}

static void begin_part(dct_mime *m, const char *name, const char *type)
{
    end_list(m);
    if (!m->parts) {
        m->parts = true;
        add(m, dct_arena_format(m->arena, "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n",
                                m->boundary, m->boundary));
        write_body(m);
    }
    const char *file = dct_mime_parameter(m->arena, "filename", dct_said_line(m->arena, name, strlen(name), 200));
    add(m, file == NULL ? NULL : dct_arena_format(m->arena,
        "\r\n--%s\r\nContent-Type: %s\r\nContent-Disposition: attachment%s\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        m->boundary, dct_mime_type(type), file));
}

static uint64_t encoded_bytes(uint64_t raw)
{
    uint64_t rest = raw % LINE_RAW;
    return raw / LINE_RAW * LINE_TEXT + (rest > 0 ? (rest + 2) / 3 * 4 + 2 : 0);
}

static void add_coded(dct_mime *m, const char *sha256, const void *data, uint64_t bytes)
{
    coded *c = dct_arena_new(m->arena, sizeof *c);
    m->pieces.failed = m->pieces.failed || c == NULL;
    if (c == NULL)
        return;
    *c = (coded){ sha256, data, bytes };
    dct_pieces_stretch(&m->pieces, c, encoded_bytes(bytes));
}

void dct_mime_file(dct_mime *m, const dct_letter_file *file)
{
    begin_part(m, file->name, file->type);
    add_coded(m, file->sha256, NULL, file->bytes);
}

void dct_mime_data(dct_mime *m, const char *name, const char *type, const void *data, size_t size)
{
    begin_part(m, name, type);
    add_coded(m, NULL, data, size);
}

bool dct_mime_end(dct_mime *m)
{
    end_list(m);
    if (m->parts) {
        add(m, dct_arena_format(m->arena, "\r\n--%s--\r\n", m->boundary));
    } else {
        add(m, "MIME-Version: 1.0\r\n");
        if (m->body != NULL)
            write_body(m);
        else
            add(m, "\r\n");
    }
    return !m->pieces.failed;
}

/* ---- reading ---- */

uint64_t dct_mime_bytes(const dct_mime *m)
{
    return m->pieces.bytes;
}

static bool raw_bytes(const dct_mime *m, const coded *c, uint64_t from, unsigned char *to, size_t size)
{
    if (c->sha256 == NULL) {
        memcpy(to, (const unsigned char *)c->data + from, size);
        return true;
    }
    for (size_t got = 0; got < size;) {
        int64_t n = m->read != NULL ? m->read(m->read_ctx, c->sha256, from + got, to + got, size - got) : -1;
        if (n <= 0 || (uint64_t)n > size - got)
            return false; /* The file is gone or shorter than it was. */
        got += (size_t)n;
    }
    return true;
}

/* Whole lines that hold `from`, as many as fit; copies what was asked for out of them. -1: the file cannot be read. */
static int64_t read_coded(const void *mime, const void *source, uint64_t from, char *to, size_t size)
{
    const coded *c = source;
    enum { LINES = 32 };
    unsigned char raw[LINE_RAW * LINES];
    char text[LINE_TEXT * LINES + 1];
    uint64_t line = from / LINE_TEXT, start = line * LINE_RAW;
    size_t n = c->bytes - start < sizeof raw ? (size_t)(c->bytes - start) : sizeof raw, length = 0;
    if (!raw_bytes(mime, c, start, raw, n))
        return -1;
    for (size_t at = 0; at < n; at += LINE_RAW) {
        dct_base64(raw + at, n - at < LINE_RAW ? n - at : LINE_RAW, text + length);
        length += strlen(text + length);
        text[length++] = '\r';
        text[length++] = '\n';
    }
    size_t skip = (size_t)(from - line * LINE_TEXT), have = length - skip;
    have = have < size ? have : size;
    memcpy(to, text + skip, have);
    return (int64_t)have;
}

int64_t dct_mime_read(void *mime, uint64_t offset, void *to, size_t size)
{
    const dct_mime *m = mime;
    return dct_pieces_read(&m->pieces, offset, to, size, read_coded, m);
}
