/* From a request to libcurl's options. All that libcurl would take from its surroundings (proxies, .netrc, cookies, other
 * protocols) is off; what a request does not ask for does not happen. */
#include "transport_curl.h"

#include "request.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CONNECT_MS = 15000, SLOW_BYTES_S = 1, SLOW_S = 30, SMTP_REPLY_S = 60, IMAP_REPLY_S = 10 };

/* Options one after the other, with a failure that sticks. */
typedef struct setter {
    CURL *easy;
    bool  failed;
} setter;

static void number(setter *s, CURLoption option, long value)
{
    s->failed |= curl_easy_setopt(s->easy, option, value) != CURLE_OK;
}

/* libcurl keeps a copy. */
static void text(setter *s, CURLoption option, const char *value)
{
    if (value != NULL)
        s->failed |= curl_easy_setopt(s->easy, option, value) != CURLE_OK;
}

static void big(setter *s, CURLoption option, uint64_t value)
{
    s->failed |= curl_easy_setopt(s->easy, option, (curl_off_t)value) != CURLE_OK;
}

static bool scheme_is(const char *url, const char *scheme)
{
    size_t size;
    const char *at = dct_url_scheme(url, &size);
    return strlen(scheme) == size && memcmp(at, scheme, size) == 0;
}

/* ---- what goes for all ---- */

static void set_limits(setter *s, const docent_request *r)
{
    number(s, CURLOPT_NOSIGNAL, 1);
    number(s, CURLOPT_QUICK_EXIT, 1); /* Never wait for a thread that looks up a name. */
    number(s, CURLOPT_CONNECTTIMEOUT_MS, r->connect_ms == 0 ? CONNECT_MS : (long)(r->connect_ms & INT32_MAX));
    number(s, CURLOPT_TIMEOUT_MS, (long)(r->total_ms & INT32_MAX));
    if (!r->long_poll) {
        number(s, CURLOPT_LOW_SPEED_LIMIT, r->slow_bytes_s == 0 ? SLOW_BYTES_S : (long)(r->slow_bytes_s & INT32_MAX));
        number(s, CURLOPT_LOW_SPEED_TIME, r->slow_s == 0 ? SLOW_S : (long)(r->slow_s & INT32_MAX));
    }
    number(s, CURLOPT_FOLLOWLOCATION, 0); /* transport_curl_end.c does. */
    text(s, CURLOPT_PROTOCOLS_STR, "https,http,file,smtp,smtps,imap,imaps");
    text(s, CURLOPT_REDIR_PROTOCOLS_STR, "https,http");
    number(s, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1); /* One request at a time gains nothing from 2. */
}

static void set_tls(setter *s, const docent_request *r)
{
    number(s, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    text(s, CURLOPT_CAINFO, r->ca_file);
    if (r->ca_file != NULL)
        s->failed |= curl_easy_setopt(s->easy, CURLOPT_CAPATH, NULL) != CURLE_OK; /* These and no others. */
    text(s, CURLOPT_PINNEDPUBLICKEY, r->pinned_key);
    text(s, CURLOPT_SSLCERT, r->client_cert);
    text(s, CURLOPT_SSLKEY, r->client_key);
}

/* "" keeps libcurl from asking the environment. */
static void set_proxy(setter *s, const docent_request *r)
{
    text(s, CURLOPT_PROXY, r->proxy == NULL ? "" : r->proxy);
    text(s, CURLOPT_NOPROXY, "");
    if (r->proxy == NULL)
        return;
    text(s, CURLOPT_PROXYUSERNAME, r->proxy_user);
    text(s, CURLOPT_PROXYPASSWORD, r->proxy_password);
    number(s, CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC);
    text(s, CURLOPT_PROXY_CAINFO, r->ca_file);
    number(s, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
    number(s, CURLOPT_HTTPPROXYTUNNEL, strncmp(r->url, "http://", 7) != 0);
}

/* CURLOPT_RESUME_FROM would give up by itself when the server sends all; net.c says so in one way for all transports. */
static void set_range(setter *s, uint64_t from)
{
    char range[32];
    if (from == 0)
        return;
    snprintf(range, sizeof range, "%" PRIu64 "-", from);
    text(s, CURLOPT_RANGE, range);
}

bool dct_carry_file_piece(dct_carry *c)
{
    char range[48];
    c->file_piece = 0;
    snprintf(range, sizeof range, "%" PRIu64 "-%" PRIu64, c->file_at, c->file_at + DCT_CARRY_FILE_PIECE - 1);
    return curl_easy_setopt(c->easy, CURLOPT_RANGE, range) == CURLE_OK;
}

/* ---- by protocol ---- */

static void add_header(dct_carry *c, setter *s, const char *line)
{
    struct curl_slist *longer = curl_slist_append(c->headers, line);
    s->failed |= longer == NULL;
    if (longer != NULL)
        c->headers = longer;
}

static void set_http(dct_carry *c, setter *s)
{
    const docent_request *r = c->request;
    for (uint32_t i = 0; i < r->header_count; i++)
        add_header(c, s, r->headers[i]);
    add_header(c, s, "Expect:"); /* Else libcurl may wait a second before a body. */
    s->failed |= curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, c->headers) != CURLE_OK;
    text(s, CURLOPT_USERAGENT, "Docent");
    number(s, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    if (strcmp(r->method, "HEAD") == 0)
        number(s, CURLOPT_NOBODY, 1);
    else if (r->read != NULL || strcmp(r->method, "POST") == 0 || strcmp(r->method, "PUT") == 0) {
        number(s, CURLOPT_UPLOAD, 1);
        big(s, CURLOPT_INFILESIZE_LARGE, r->read == NULL ? 0 : r->body_bytes);
        text(s, CURLOPT_CUSTOMREQUEST, r->method);
    } else if (strcmp(r->method, "GET") != 0) {
        text(s, CURLOPT_CUSTOMREQUEST, r->method);
    }
    number(s, CURLOPT_FRESH_CONNECT, r->fresh_connection || c->alone);
    number(s, CURLOPT_FORBID_REUSE, r->fresh_connection || c->alone);
}

/* A mail server is spoken to over TLS, from the first byte or by STARTTLS; only on this machine it may do without.
 *
 * Of SMTP, libcurl connects and logs in; the mail itself is transport_curl_mail.c: libcurl 7.88 ends the mail with the line
 * that makes it count even when it is cancelled half-way, and waits for the answer without coming back.
 *
 * An IMAP connection is not kept: ending an idle one politely would make close() wait for an answer. */
static void set_mail(dct_carry *c, setter *s)
{
    const docent_request *r = c->request;
    char host[80];
    dct_url_host(r->url, host, sizeof host);
    number(s, CURLOPT_USE_SSL, dct_host_is_loopback(host) ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    number(s, CURLOPT_FRESH_CONNECT, 1);
    number(s, CURLOPT_SERVER_RESPONSE_TIMEOUT, dct_carry_is_smtp(c) ? SMTP_REPLY_S : IMAP_REPLY_S);
    if (dct_carry_is_smtp(c)) {
        number(s, CURLOPT_CONNECT_ONLY, 1);
        return;
    }
    number(s, CURLOPT_FORBID_REUSE, 1);
    if (strcmp(r->method, "GET") != 0)
        text(s, CURLOPT_CUSTOMREQUEST, r->method);
}

bool dct_carry_is_smtp(const dct_carry *c)
{
    return strncmp(c->request->url, "smtp", 4) == 0;
}

bool dct_carry_setup(dct_carry *c)
{
    const docent_request *r = c->request;
    setter s = { c->easy, false };
    c->file = scheme_is(r->url, "file");
    c->mail = !c->file && strncmp(r->url, "http", 4) != 0;
    text(&s, CURLOPT_URL, r->url);
    s.failed |= curl_easy_setopt(s.easy, CURLOPT_PRIVATE, c) != CURLE_OK;
    s.failed |= curl_easy_setopt(s.easy, CURLOPT_ERRORBUFFER, c->error) != CURLE_OK;
    set_limits(&s, r);
    text(&s, CURLOPT_USERNAME, r->user);
    text(&s, CURLOPT_PASSWORD, r->password);
    if (!c->file) {
        set_tls(&s, r);
        set_proxy(&s, r);
    }
    set_range(&s, c->mail || c->file ? 0 : r->resume_from);
    c->file_at = r->resume_from;
    s.failed |= c->file && !dct_carry_file_piece(c);
    if (c->mail)
        set_mail(c, &s);
    else if (!c->file)
        set_http(c, &s);
    return dct_carry_hear(c) && !s.failed;
}

void dct_carry_unset(dct_carry *c)
{
    curl_slist_free_all(c->headers);
    c->headers = NULL;
}
