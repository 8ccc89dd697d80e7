#include "verdict.h"

#include "retry_after.h"

enum { MAX_LATER_S = 3600 };

const char *dct_verdict_name(dct_verdict v)
{
    static const char *const names[] = { "pending", "done", "not sent", "later", "refused", "auth", "doubt", "absent" };
    return (unsigned)v < sizeof names / sizeof *names ? names[v] : "unknown";
}

/* Nothing left this device. By a rule that will be the same tomorrow, or for want of a network? */
static dct_verdict unsent(const dct_fetch *f)
{
    docent_carried how = dct_fetch_carried(f);
    return how == DOCENT_CARRIED_REFUSED || how == DOCENT_CARRIED_NEVER ? DCT_REFUSED : DCT_NOT_SENT;
}

static dct_verdict of_http_error(int status)
{
    switch (status) {
    case 401:
    case 403: return DCT_AUTH;
    case 407:                   /* A proxy's: it went no further. */
    case 511: return DCT_NOT_SENT; /* Somebody's log-in page stands in the way. */
    case 425:
    case 429:
    case 503: return DCT_LATER;
    case 408:
    case 409: return DCT_DOUBT; /* 409: perhaps because it is there already. */
    default: return status < 500 ? DCT_REFUSED : DCT_DOUBT;
    }
}

/* A refusal counts as soon as its status line is here; a success only when it is whole. */
dct_verdict dct_verdict_http(const dct_fetch *f, int64_t now_s, uint32_t *later_s)
{
    int status = dct_fetch_status(f);
    *later_s = 0;
    if (status >= 400) {
        dct_verdict v = of_http_error(status);
        if (v == DCT_LATER)
            *later_s = dct_retry_after_s(dct_fetch_header(f, "Retry-After"), now_s, MAX_LATER_S);
        return v;
    }
    if (!dct_fetch_sent(f))
        return unsent(f);
    if (dct_fetch_carried(f) == DOCENT_CARRIED_OK && status >= 200 && status < 300)
        return DCT_DONE;
    return DCT_DOUBT;
}

dct_verdict dct_verdict_smtp(const dct_fetch *f, uint32_t *later_s)
{
    int status = dct_fetch_status(f);
    bool whole = dct_fetch_carried(f) == DOCENT_CARRIED_OK;
    *later_s = 0;
    if (whole && status >= 200 && status < 300 && dct_fetch_sent(f))
        return DCT_DONE;
    if (status == 530 || status == 534 || status == 535 || status == 538)
        return DCT_AUTH;
    if (status >= 500 && status < 600)
        return DCT_REFUSED;
    if (status >= 400 && status < 500)
        return DCT_LATER;
    return dct_fetch_sent(f) ? DCT_DOUBT : unsent(f);
}

uint64_t dct_backoff_ms(uint32_t tries, uint64_t base_ms, uint64_t max_ms, uint64_t floor_ms, uint64_t chance)
{
    uint64_t most = base_ms;
    for (uint32_t i = 0; i < tries && most < max_ms; i++)
        most = most > max_ms / 2 ? max_ms : most * 2;
    if (most > max_ms)
        most = max_ms;
    uint64_t wait = most == UINT64_MAX ? chance : chance % (most + 1);
    return wait < floor_ms ? floor_ms : wait;
}
