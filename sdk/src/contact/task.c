#include "task.h"

#include "../base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* No control characters, and no code point that was cut in two. */
static void one_line(char *text)
{
    size_t size = strlen(text), last = dct_utf8_previous(text, size);
    if (!dct_utf8_valid(text + last, size - last))
        text[last] = 0;
    for (; *text != 0; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = ' ';
}

void dct_task_end(dct_task *t, dct_verdict verdict, const char *format, ...)
{
    t->verdict = verdict;
    if (format == NULL) {
        snprintf(t->why, sizeof t->why, "%s", t->fetch != NULL ? dct_fetch_message(t->fetch) : "");
    } else {
        va_list args;
        va_start(args, format);
        vsnprintf(t->why, sizeof t->why, format, args);
        va_end(args);
    }
    one_line(t->why);
}

void dct_task_drop(dct_task *t)
{
    dct_fetch_free(t->fetch);
    t->fetch = NULL;
}

bool dct_task_start(dct_connector *c, dct_task *t, const docent_request *request, size_t max_bytes, int next)
{
    docent_error err;
    dct_error_clear(&err);
    dct_task_drop(t);
    t->at = next;
    if (dct_arena_failed(t->arena)) { /* A part of the request would be missing. */
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return false;
    }
    t->fetch = dct_fetch_new(c->net, request, max_bytes, &err);
    if (t->fetch == NULL)
        dct_task_end(t, DCT_NOT_SENT, "%s", err.message);
    return t->fetch != NULL;
}

bool dct_task_done(const dct_task *t)
{
    return t->fetch != NULL && dct_fetch_done(t->fetch);
}

dct_verdict dct_task_http(dct_task *t)
{
    return dct_verdict_http(t->fetch, t->now_s, &t->later_s);
}

dct_verdict dct_task_read(dct_task *t)
{
    dct_verdict v = dct_task_http(t);
    return v == DCT_DOUBT ? DCT_NOT_SENT : v;
}

int64_t dct_task_read_file(void *ctx, uint64_t offset, void *to, size_t size)
{
    const dct_task_file *body = ctx;
    if (offset >= body->file->bytes)
        return 0;
    if (size > body->file->bytes - offset)
        size = (size_t)(body->file->bytes - offset);
    return body->task->read_file(body->task->read_ctx, body->file->sha256, offset, to, size);
}
