#include "buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dct_buf_init(dct_buf *buf, const docent_alloc *alloc, size_t max_bytes)
{
    memset(buf, 0, sizeof *buf);
    buf->alloc = alloc;
    buf->max = max_bytes;
}

static bool reserve(dct_buf *buf, size_t more)
{
    if (buf->failed || more > buf->max || buf->size > buf->max - more)
        return !(buf->failed = true);
    size_t need = buf->size + more;
    if (need <= buf->room)
        return true;
    size_t room = buf->room < 64 ? 64 : buf->room + buf->room / 2;
    if (room < need)
        room = need;
    void *data = dct_resize(buf->alloc, buf->data, buf->room, room);
    if (data == NULL)
        return !(buf->failed = true);
    buf->data = data;
    buf->room = room;
    return true;
}

void *dct_buf_grow(dct_buf *buf, size_t size)
{
    if (!reserve(buf, size))
        return NULL;
    void *p = buf->data + buf->size;
    buf->size += size;
    return p;
}

void dct_buf_add(dct_buf *buf, const void *data, size_t size)
{
    void *p = size == 0 ? NULL : dct_buf_grow(buf, size);
    if (p != NULL)
        memcpy(p, data, size);
}

void dct_buf_add_text(dct_buf *buf, const char *text)
{
    dct_buf_add(buf, text, strlen(text));
}

void dct_buf_add_byte(dct_buf *buf, unsigned char byte)
{
    dct_buf_add(buf, &byte, 1);
}

void dct_buf_add_u16(dct_buf *buf, uint16_t value)
{
    unsigned char b[2] = { (unsigned char)value, (unsigned char)(value >> 8) };
    dct_buf_add(buf, b, sizeof b);
}

void dct_buf_add_u32(dct_buf *buf, uint32_t value)
{
    unsigned char b[4] = { (unsigned char)value, (unsigned char)(value >> 8), (unsigned char)(value >> 16),
                           (unsigned char)(value >> 24) };
    dct_buf_add(buf, b, sizeof b);
}

void dct_buf_add_format(dct_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    if (size >= 0 && reserve(buf, (size_t)size + 1)) {
        vsnprintf((char *)buf->data + buf->size, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
    }
    va_end(again);
    va_end(args);
}

const char *dct_buf_text(dct_buf *buf)
{
    if (!reserve(buf, 1))
        return "";
    buf->data[buf->size] = 0;
    return (const char *)buf->data;
}

void dct_buf_clear(dct_buf *buf)
{
    buf->size = 0;
    buf->failed = false;
}

void dct_buf_close(dct_buf *buf)
{
    if (buf->alloc != NULL)
        dct_free(buf->alloc, buf->data, buf->room);
    buf->data = NULL;
    buf->size = buf->room = 0;
}

static void escape(dct_buf *out, unsigned char c)
{
    switch (c) {
    case '"': dct_buf_add_text(out, "\\\""); break;
    case '\\': dct_buf_add_text(out, "\\\\"); break;
    case '\n': dct_buf_add_text(out, "\\n"); break;
    case '\t': dct_buf_add_text(out, "\\t"); break;
    default: dct_buf_add_format(out, "\\u%04x", c); break;
    }
}

void dct_buf_add_json(dct_buf *buf, const char *text)
{
    const char *from = text;
    dct_buf_add_byte(buf, '"');
    for (const char *p = text; *p != 0; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        dct_buf_add(buf, from, (size_t)(p - from));
        escape(buf, c);
        from = p + 1;
    }
    dct_buf_add_text(buf, from);
    dct_buf_add_byte(buf, '"');
}
