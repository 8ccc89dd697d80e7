#include "answer.h"

#include "../base/limits.h"
#include "../net/retry_after.h"
#include "../net/verdict.h"

#include <string.h>

docent_request dct_answer_request(const docent_request *shared, const char *url)
{
    docent_request request = *shared;
    request.struct_size = (uint32_t)sizeof request;
    request.url = url;
    request.method = "GET";
    if (request.redirects == 0)
        request.redirects = DCT_SYNC_REDIRECTS;
    if (request.slow_s == 0) {
        request.slow_bytes_s = DCT_SYNC_SLOW_BYTES_S;
        request.slow_s = DCT_SYNC_SLOW_S;
    }
    return request;
}

bool dct_answer_absent(const dct_fetch *f)
{
    int status = dct_fetch_status(f);
    return dct_fetch_carried(f) == DOCENT_CARRIED_OK && (status == 404 || status == 403 || status == 410);
}

static bool begins(const char *text, const char *with)
{
    for (; *with != 0; text++, with++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *with)
            return false;
    return true;
}

bool dct_answer_is_page(const dct_fetch *f)
{
    const char *type = dct_fetch_header(f, "Content-Type");
    return type != NULL && (begins(type, "text/html") || begins(type, "application/xhtml"));
}

bool dct_answer_looks_like_page(const void *data, size_t size)
{
    const char *text = data;
    size_t i = 0;
    while (i < size && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n'))
        i++;
    return i + 1 < size && text[i] == '<' && (text[i + 1] == '!' || text[i + 1] == '?' || begins(text + i + 1, "h"));
}

bool dct_answer_has_end(const dct_fetch *f)
{
    const char *coding = dct_fetch_header(f, "Transfer-Encoding");
    return dct_fetch_header(f, "Content-Length") != NULL || (coding != NULL && begins(coding, "chunked"));
}

/* Nobody asked for gzip. (Some stores say "zstd" of a file that is as it was signed: only what is wrong comes here.) */
static bool is_packed(const dct_fetch *f)
{
    const char *coding = dct_fetch_header(f, "Content-Encoding");
    return coding != NULL && *coding != 0 && !begins(coding, "identity");
}

dct_reason dct_answer_suspect(const dct_fetch *f, const void *first, size_t size, bool whole)
{
    if (dct_answer_is_page(f) || dct_answer_looks_like_page(first, size))
        return DCT_REASON_CAPTIVE;
    if (is_packed(f))
        return DCT_REASON_SERVER;
    return whole || dct_answer_has_end(f) ? DCT_REASON_TAMPER : DCT_REASON_OFFLINE;
}

bool dct_answer_clock_differs(const dct_fetch *f, int64_t now_s)
{
    int64_t there;
    const char *date = dct_fetch_header(f, "Date");
    return date != NULL && dct_http_date(date, &there) && (there > now_s + 86400 || there < now_s - 86400);
}

uint32_t dct_answer_later_s(const dct_fetch *f, int64_t now_s)
{
    uint32_t later_s;
    int64_t there;
    const char *date = dct_fetch_header(f, "Date");
    dct_verdict_http(f, date != NULL && dct_http_date(date, &there) ? there : now_s, &later_s);
    return later_s;
}

bool dct_answer_no_range(const dct_fetch *f)
{
    int status = dct_fetch_status(f);
    return dct_fetch_carried(f) == DOCENT_CARRIED_RANGE && (status == 200 || status == 206 || status == 416);
}

/* Too much: of a body, of header lines, of redirects. It is not known what it would have become, so nobody is accused. */
static dct_reason refused(const dct_fetch *f)
{
    size_t size;
    int status = dct_fetch_status(f);
    const char *body = dct_fetch_body(f, &size);
    if ((status >= 300 && status < 400) || dct_answer_is_page(f) || dct_answer_looks_like_page(body, size))
        return DCT_REASON_CAPTIVE;
    return status >= 200 ? DCT_REASON_SERVER : DCT_REASON_SETUP;
}

static dct_reason by_status(int status)
{
    if (status == 200 || status == 206)
        return DCT_REASON_NONE;
    if (status == 511 || (status >= 300 && status < 400 && status != 304))
        return DCT_REASON_CAPTIVE;
    return status == 407 ? DCT_REASON_SETUP : DCT_REASON_SERVER;
}

static dct_reason reason_of(const dct_fetch *f, bool clock_is_wrong)
{
    switch (dct_fetch_carried(f)) {
    case DOCENT_CARRIED_OK: return by_status(dct_fetch_status(f));
    case DOCENT_CARRIED_TLS: return clock_is_wrong ? DCT_REASON_CLOCK : DCT_REASON_CAPTIVE;
    case DOCENT_CARRIED_RANGE: return dct_answer_no_range(f) ? DCT_REASON_SERVER : by_status(dct_fetch_status(f));
    case DOCENT_CARRIED_STOPPED: return DCT_REASON_MEMORY; /* By net itself: a sink says its own reason. */
    case DOCENT_CARRIED_REFUSED: return refused(f);
    case DOCENT_CARRIED_NEVER: return DCT_REASON_SETUP;
    default: return DCT_REASON_OFFLINE;
    }
}

dct_reason dct_answer_judge(const dct_fetch *f, const char *what, bool clock_is_wrong, docent_error *err)
{
    dct_reason reason = reason_of(f, clock_is_wrong);
    bool none_there = reason == DCT_REASON_SERVER && (dct_fetch_status(f) == 404 || dct_fetch_status(f) == 403);
    if (reason != DCT_REASON_NONE)
        dct_why(err, reason, "%.100s: %s%s", what, dct_fetch_message(f),
                none_there ? "; is the address that of the tree, and is all of it there?" : "");
    return reason;
}
