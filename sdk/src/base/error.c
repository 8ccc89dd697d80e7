#include "error.h"

#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A message may quote a file or a query: control characters would break the one line it is. */
static void make_one_line(char *text)
{
    for (; *text != 0; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            *text = ' ';
}

docent_status dct_fail(docent_error *err, docent_status status, const char *where, int native,
                       const char *format, ...)
{
    if (err == NULL)
        return status;
    err->status = status;
    err->where = where;
    err->native = native;
    va_list args;
    va_start(args, format);
    int size = vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    if (size >= (int)sizeof err->message)
        err->message[dct_utf8_cut(err->message, sizeof err->message - 1)] = 0;
    make_one_line(err->message);
    return status;
}

docent_status dct_fail_memory(docent_error *err, const char *where)
{
    return dct_fail(err, DOCENT_ERR_NOMEM, where, 0, "out of memory");
}

void dct_error_clear(docent_error *err)
{
    if (err != NULL) {
        memset(err, 0, sizeof *err);
        err->where = "";
    }
}

static const char *const names[] = { "ok",      "bad argument", "out of memory", "input/output", "corrupt",
                                     "too new", "missing",      "bad syntax",    "busy",         "limit reached",
                                     "network", "denied" };

const char *docent_status_name(docent_status status)
{
    int index = -(int)status;
    return index >= 0 && index < (int)(sizeof names / sizeof *names) ? names[index] : "unknown";
}
