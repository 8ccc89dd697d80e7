#include "reason.h"

#include "../base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#define DCT_MSG(text) (text) /* Marks a text for translation; see assets/strings/update.sh. */

static const struct {
    const char   *name, *text;
    docent_status status;
} reasons[DCT_REASON_COUNT_] = {
    { "OK", DCT_MSG("The content is up to date."), DOCENT_OK },
    { "OFFLINE", DCT_MSG("The update server cannot be reached. It is tried again by itself."), DOCENT_ERR_NET },
    { "CAPTIVE", DCT_MSG("This network wants a login or replaces pages, so nothing gets through."), DOCENT_ERR_NET },
    { "SERVER", DCT_MSG("The update server does not give out what it should. It is tried again by itself."), DOCENT_ERR_NET },
    { "STALE", DCT_MSG("What was offered is past its date. What is here stays in use."), DOCENT_ERR_DENIED },
    { "CLOCK_SUSPECT", DCT_MSG("This device's clock seems to be wrong. Set it, then updates go on."), DOCENT_ERR_DENIED },
    { "OLDER", DCT_MSG("What was offered is older than what is here. What is here stays in use."), DOCENT_ERR_DENIED },
    { "TAMPER", DCT_MSG("What came is not what was signed, so it was thrown away. What is here stays in use."), DOCENT_ERR_DENIED },
    { "INCOMPATIBLE", DCT_MSG("The new content needs a newer version of this program."), DOCENT_ERR_NEWER },
    { "MISSING", DCT_MSG("The update server's signed list has no such content."), DOCENT_ERR_MISSING },
    { "NOSPACE", DCT_MSG("There is not enough free space for the update."), DOCENT_ERR_IO },
    { "STORAGE", DCT_MSG("The update cannot be written to this device."), DOCENT_ERR_IO },
    { "BUDGET", DCT_MSG("The update waits: this connection's allowance is used up."), DOCENT_ERR_LIMIT },
    { "SETUP", DCT_MSG("Updates are not set up on this device."), DOCENT_ERR_ARG },
    { "MEMORY", DCT_MSG("There is not enough memory for the update."), DOCENT_ERR_NOMEM },
};

static unsigned known(dct_reason reason)
{
    return (unsigned)reason < DCT_REASON_COUNT_ ? (unsigned)reason : DCT_REASON_SERVER;
}

const char *dct_reason_name(dct_reason reason)
{
    return reasons[known(reason)].name;
}

const char *dct_reason_text(dct_reason reason)
{
    return reasons[known(reason)].text;
}

docent_status dct_reason_status(dct_reason reason)
{
    return reasons[known(reason)].status;
}

dct_reason dct_why(docent_error *err, dct_reason reason, const char *format, ...)
{
    char message[sizeof ((docent_error *)0)->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    dct_fail(err, dct_reason_status(reason), "sync", 0, "%s", message);
    return reason;
}

dct_reason dct_why_disk(const docent_error *err)
{
    if (err->status == DOCENT_ERR_NOMEM)
        return DCT_REASON_MEMORY;
#ifdef EDQUOT
    if (err->native == EDQUOT)
        return DCT_REASON_NOSPACE;
#endif
    return err->native == ENOSPC ? DCT_REASON_NOSPACE : DCT_REASON_STORAGE;
}
