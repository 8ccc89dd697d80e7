#include "redact.h"

#include "../base/buf.h"
#include "../base/limits.h"
#include "../base/utf8.h"
#include "redact_find.h"

#include <string.h>

void dct_redact_init(dct_redact *r, dct_arena *arena)
{
    memset(r, 0, sizeof *r);
    r->arena = arena;
}

static void keep(dct_redact *r, const char *text, size_t size)
{
    if (r->known_count == sizeof r->known / sizeof *r->known)
        return;
    const char *copy = dct_arena_text(r->arena, text, size);
    if (copy != NULL)
        r->known[r->known_count++] = copy;
}

static size_t letters(const char *text, size_t size)
{
    size_t count = 0, at = 0;
    while (at < size)
        count += dct_find_is_word(dct_utf8_next(text, size, &at));
    return count;
}

void dct_redact_name(dct_redact *r, const char *name)
{
    size_t size = name == NULL ? 0 : strlen(name), at = 0, from = 0;
    while (at < size) {
        size_t before = at;
        bool word = dct_find_is_word(dct_utf8_next(name, size, &at));
        if (word && at < size)
            continue;
        size_t end = word ? at : before;
        if (letters(name + from, end - from) >= 3)
            keep(r, name + from, end - from);
        from = at;
    }
}

void dct_redact_value(dct_redact *r, const char *value)
{
    size_t size = value == NULL ? 0 : strlen(value);
    if (size >= 3 && size <= DCT_MAX_ADDRESS_BYTES && strpbrk(value, "0123456789@") != NULL)
        keep(r, value, size);
}

/* ---- lines ---- */

static void add_line(dct_redact *r, const char *line, size_t size, dct_buf *out)
{
    dct_find_state state = { 0 };
    if (dct_find_postal(line, size)) {
        dct_buf_add_text(out, DCT_REMOVED);
        r->removed++;
        return;
    }
    for (size_t at = 0; at < size;) {
        size_t end = dct_find_personal(&state, line, size, at, r->known, r->known_count);
        if (end > at) {
            dct_buf_add_text(out, DCT_REMOVED);
            r->removed++;
        } else {
            end = at;
            dct_utf8_next(line, size, &end);
            dct_buf_add(out, line + at, end - at);
        }
        at = end;
    }
}

static size_t line_size(const char *text, size_t size)
{
    const char *end = memchr(text, '\n', size);
    return end == NULL ? size : (size_t)(end - text);
}

const char *dct_redact_text(dct_redact *r, const char *text, size_t max_bytes, bool letter)
{
    dct_buf out;
    size_t size = strlen(text), at = 0;
    bool started = false;
    if (size > max_bytes)
        size = dct_utf8_cut(text, max_bytes);
    dct_buf_init(&out, r->arena->alloc, 16 * size + 64);
    while (at < size) {
        size_t length = line_size(text + at, size - at);
        bool greets = letter && !started && dct_find_greeting(text + at, length);
        bool closes = letter && started && dct_find_closing(text + at, length);
        if (closes)
            break;
        if (!greets) {
            add_line(r, text + at, length, &out);
            if (at + length < size)
                dct_buf_add_byte(&out, '\n');
            started = started || length > 0;
        }
        at += length + 1;
    }
    const char *copy = out.failed ? NULL : dct_arena_text(r->arena, dct_buf_text(&out), out.size);
    dct_buf_close(&out);
    return copy == NULL ? "" : copy;
}
