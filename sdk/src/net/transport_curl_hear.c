/* What libcurl calls while it moves bytes: what leaves, and what comes.
 *
 *     looking up, connecting, proxy, TLS | prereq | request line, headers, body | status line, headers, body
 *                                          ready    sent: from the first byte */
#include "transport_curl.h"

#include "../base/limits.h"
#include "request.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MAX_LINE_BYTES = 8192 };

static int on_ready(void *ctx, char *there, char *here, int there_port, int here_port)
{
    (void)there, (void)here, (void)there_port, (void)here_port;
    ((dct_carry *)ctx)->ready = true;
    return CURL_PREREQFUNC_OK;
}

/* Called after bytes were written. What comes before ready is for a proxy. */
static int on_traffic(CURL *easy, curl_infotype kind, char *data, size_t size, void *ctx)
{
    dct_carry *c = ctx;
    (void)easy, (void)data, (void)size;
    if (c->ready && !dct_carry_is_smtp(c) && (kind == CURLINFO_HEADER_OUT || kind == CURLINFO_DATA_OUT))
        docent_exchange_sent(c->x);
    return 0;
}

static size_t on_read(char *to, size_t one, size_t size, void *ctx)
{
    dct_carry *c = ctx;
    const docent_request *r = c->request;
    uint64_t left = r->read == NULL ? 0 : r->body_bytes - c->offset;
    size *= one;
    if (size > left)
        size = (size_t)left;
    int64_t n = size == 0 ? 0 : r->read(r->body_ctx, c->offset, to, size);
    if (n < 0 || (uint64_t)n > size || (n == 0 && size > 0)) {
        c->refused = "what was to be sent cannot be read";
        return CURL_READFUNC_ABORT;
    }
    c->offset += (uint64_t)n;
    return (size_t)n;
}

static int on_seek(void *ctx, curl_off_t offset, int origin)
{
    dct_carry *c = ctx;
    if (origin != SEEK_SET || offset < 0 || (uint64_t)offset > c->request->body_bytes)
        return CURL_SEEKFUNC_FAIL;
    c->offset = (uint64_t)offset;
    return CURL_SEEKFUNC_OK;
}

void dct_carry_status(dct_carry *c, int status)
{
    c->status = status;
    docent_exchange_status(c->x, status);
}

/* "HTTP/1.1 200 OK" */
static void hear_status(dct_carry *c, const char *line)
{
    const char *space = strchr(line, ' ');
    int status = 0;
    for (int i = 1; space != NULL && i <= 3 && space[i] >= '0' && space[i] <= '9'; i++)
        status = status * 10 + (space[i] - '0');
    if (status < 200) /* "100 Continue": the answer is still to come. */
        return;
    c->following = dct_carry_may_follow(c, status);
    dct_carry_status(c, status);
}

static void hear_header(dct_carry *c, char *line)
{
    char *value = strchr(line, ':');
    if (value == NULL || c->status == 0)
        return;
    *value++ = 0;
    value += strspn(value, " \t");
    docent_exchange_header(c->x, line, value);
}

static bool refuse(dct_carry *c, const char *why)
{
    c->refused = why;
    return false;
}

static bool hear_line(dct_carry *c, const char *data, size_t size)
{
    char line[MAX_LINE_BYTES];
    c->header_bytes += size;
    c->moved = true;
    if (c->header_bytes > DCT_MAX_REPLY_HEADER_TOTAL)
        return refuse(c, "its answer has more header lines than any honest one");
    if (size >= sizeof line)
        return refuse(c, "its answer has a header line longer than any honest one");
    while (size > 0 && (data[size - 1] == '\r' || data[size - 1] == '\n' || data[size - 1] == ' '))
        size--;
    memcpy(line, data, size);
    line[size] = 0;
    if (c->mail) {
        size = size < sizeof c->reply ? size : sizeof c->reply - 1;
        memcpy(c->reply, line, size);
        c->reply[size] = 0;
    } else if (!c->file) {
        if (strncmp(line, "HTTP/", 5) == 0)
            hear_status(c, line);
        else
            hear_header(c, line);
    }
    return true;
}

static size_t on_header(char *data, size_t one, size_t size, void *ctx)
{
    size *= one;
    return hear_line(ctx, data, size) ? size : size + 1;
}

/* A file and a mailbox have no status line: they are there once bytes come. */
static void begin_answer(dct_carry *c)
{
    char range[48], length[24];
    curl_off_t size = -1;
    if (c->status != 0 || !(c->file || c->mail))
        return;
    bool resumed = c->file && c->request->resume_from > 0;
    dct_carry_status(c, resumed ? 206 : 200);
    if (resumed) {
        snprintf(range, sizeof range, "bytes %" PRIu64 "-", c->request->resume_from);
        docent_exchange_header(c->x, "Content-Range", range);
    }
    if (c->file && curl_easy_getinfo(c->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size) == CURLE_OK && size >= 0) {
        snprintf(length, sizeof length, "%" PRId64, (int64_t)size);
        docent_exchange_header(c->x, "Content-Length", length);
    }
}

static size_t on_data(char *data, size_t one, size_t size, void *ctx)
{
    dct_carry *c = ctx;
    size *= one;
    c->moved = true;
    if (!c->file && !c->mail && dct_carry_enough(c)) {
        c->paused = true;
        return CURL_WRITEFUNC_PAUSE; /* libcurl keeps what it holds, and reads no more. */
    }
    c->taken += size;
    c->file_piece += size;
    if (c->following)
        return size;
    begin_answer(c);
    return docent_exchange_data(c->x, data, size) ? size : size + 1;
}

bool dct_carry_hear(dct_carry *c)
{
    CURL *e = c->easy;
    return curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_ready) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_PREREQDATA, c) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_traffic) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_DEBUGDATA, c) == CURLE_OK && curl_easy_setopt(e, CURLOPT_VERBOSE, 1L) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_READDATA, c) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_SEEKFUNCTION, on_seek) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_SEEKDATA, c) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_HEADERDATA, c) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_data) == CURLE_OK &&
           curl_easy_setopt(e, CURLOPT_WRITEDATA, c) == CURLE_OK;
}
