/* One way to say what went wrong: a status, where, the native code, and one line for a person. */
#ifndef DCT_ERROR_H
#define DCT_ERROR_H

#include <docent/docent.h>

/* Fills *err (NULL is allowed) and returns status, so that `return dct_fail(...)` reads well. The message names
 * what, where and what to do; it is cut at a code point if it is too long. */
docent_status dct_fail(docent_error *err, docent_status status, const char *where, int native,
                       const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 5, 6)))
#endif
    ;
docent_status dct_fail_memory(docent_error *err, const char *where);
void dct_error_clear(docent_error *err);

#endif
