/* How a transfer ended, from libcurl's code, what was heard, and rules of ours; and whether it goes on elsewhere. */
#include "transport_curl.h"

#include "request.h"

#include <stdlib.h>
#include <string.h>

enum { TOO_LARGE = 100 }; /* CURLE_TOO_LARGE, since 8.6: a header line beyond libcurl's own bounds. */

/* ---- redirects ---- */

/* 301, 302, 303 would turn a POST into a GET: those are answers. 307 and 308 keep what is asked. */
bool dct_carry_may_follow(const dct_carry *c, int status)
{
    const docent_request *r = c->request;
    bool reading = strcmp(r->method, "GET") == 0 || strcmp(r->method, "HEAD") == 0;
    if (r->redirects == 0)
        return false;
    return status == 307 || status == 308 || (reading && (status == 301 || status == 302 || status == 303));
}

static bool part(CURLU *url, CURLUPart what, char **out)
{
    return curl_url_get(url, what, out, CURLU_DEFAULT_PORT) == CURLUE_OK;
}

/* The same host and port by the same scheme, or the same host from http to https. */
static bool same_place(const char *from, const char *to)
{
    CURLU *a = curl_url(), *b = curl_url();
    char *text[6] = { NULL };
    bool same = a != NULL && b != NULL && curl_url_set(a, CURLUPART_URL, from, 0) == CURLUE_OK &&
                curl_url_set(b, CURLUPART_URL, to, 0) == CURLUE_OK && part(a, CURLUPART_HOST, &text[0]) &&
                part(b, CURLUPART_HOST, &text[1]) && part(a, CURLUPART_SCHEME, &text[2]) &&
                part(b, CURLUPART_SCHEME, &text[3]) && part(a, CURLUPART_PORT, &text[4]) &&
                part(b, CURLUPART_PORT, &text[5]);
    if (same) {
        bool scheme = strcmp(text[2], text[3]) == 0, port = strcmp(text[4], text[5]) == 0;
        same = dct_same_name(text[0], text[1]) &&
               ((scheme && port) || (strcmp(text[2], "http") == 0 && strcmp(text[3], "https") == 0));
    }
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        curl_free(text[i]);
    curl_url_cleanup(a);
    curl_url_cleanup(b);
    return same;
}

static bool follow(dct_carry *c)
{
    char *here = NULL, *there = NULL;
    curl_easy_getinfo(c->easy, CURLINFO_EFFECTIVE_URL, &here);
    curl_easy_getinfo(c->easy, CURLINFO_REDIRECT_URL, &there);
    if (here == NULL || there == NULL)
        return false; /* It does not say where to. */
    if (!same_place(here, there)) {
        c->refused = "it sends us to another server; a log-in page in between, perhaps";
        return false;
    }
    if (c->redirects++ >= c->request->redirects) {
        c->refused = "it sends us around in circles";
        return false;
    }
    c->offset = 0;
    c->following = c->ready = false;
    return curl_easy_setopt(c->easy, CURLOPT_URL, there) == CURLE_OK;
}

/* ---- codes ---- */

/* The limit that ran out: of the name, of the connection, or of the answer. */
static docent_carried out_of_time(const dct_carry *c)
{
    curl_off_t lookup = 0;
    if (c->ready)
        return DOCENT_CARRIED_SLOW;
    curl_easy_getinfo(c->easy, CURLINFO_NAMELOOKUP_TIME_T, &lookup);
    return lookup == 0 ? DOCENT_CARRIED_RESOLVE : DOCENT_CARRIED_CONNECT;
}

static docent_carried of_code(const dct_carry *c, CURLcode code)
{
    switch (code) {
    case CURLE_OK: return DOCENT_CARRIED_OK;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return DOCENT_CARRIED_RESOLVE;
    case CURLE_SSL_CONNECT_ERROR: /* Cut, or not TLS at all. A certificate that is not liked has codes of its own. */
    case CURLE_PROXY:
    case CURLE_COULDNT_CONNECT: return DOCENT_CARRIED_CONNECT;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_CACERT_BADFILE: return DOCENT_CARRIED_TLS;
    case CURLE_OPERATION_TIMEDOUT: return out_of_time(c);
    case CURLE_RANGE_ERROR:
    case CURLE_BAD_DOWNLOAD_RESUME: return DOCENT_CARRIED_RANGE;
    case CURLE_OUT_OF_MEMORY:
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_WRITE_ERROR: return DOCENT_CARRIED_STOPPED;
    case CURLE_URL_MALFORMAT:
    case CURLE_USE_SSL_FAILED:
    case CURLE_LOGIN_DENIED:
    case CURLE_REMOTE_ACCESS_DENIED:
    case TOO_LARGE: return DOCENT_CARRIED_REFUSED;
    case CURLE_UNSUPPORTED_PROTOCOL: return c->ready ? DOCENT_CARRIED_BROKEN : DOCENT_CARRIED_NEVER; /* What came was no HTTP. */
    default: return c->ready ? DOCENT_CARRIED_BROKEN : DOCENT_CARRIED_CONNECT;
    }
}

/* A mail server's last number is the answer, whatever libcurl makes of it, once it is a final one: 354 and the like mean
 * that it broke in the middle. */
static CURLcode hear_smtp(dct_carry *c, CURLcode code)
{
    long reply = 0;
    curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &reply);
    bool refusal = reply >= 400 && reply < 600 &&
                   (code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_LOGIN_DENIED ||
                    code == CURLE_RECV_ERROR || code == CURLE_REMOTE_ACCESS_DENIED);
    if (code == CURLE_OK || refusal) {
        dct_carry_status(c, (int)reply);
        return CURLE_OK;
    }
    return code;
}

static CURLcode hear_imap(dct_carry *c, CURLcode code)
{
    int status = code == CURLE_OK ? 200
                 : code == CURLE_QUOTE_ERROR ? 400
                 : code == CURLE_LOGIN_DENIED ? 401
                 : code == CURLE_REMOTE_FILE_NOT_FOUND ? 404 : 0;
    if (status == 0)
        return code;
    if (status != 200 || c->status == 0)
        dct_carry_status(c, status);
    return CURLE_OK;
}

static CURLcode hear_file(dct_carry *c, CURLcode code)
{
    if (code == CURLE_FILE_COULDNT_READ_FILE && c->status != 0)
        return CURLE_RECV_ERROR; /* It was there a moment ago. */
    if (code == CURLE_FILE_COULDNT_READ_FILE)
        dct_carry_status(c, 404);
    else if (code == CURLE_OK && c->status == 0)
        dct_carry_status(c, 200);
    return code == CURLE_FILE_COULDNT_READ_FILE ? CURLE_OK : code;
}

/* Before 8.6 libcurl says "out of memory" of a header line beyond its own bound of 100 KB; if it is true, it will be so here. */
static bool is_long_line(dct_carry *c, CURLcode code)
{
    const size_t bound = 256 * 1024;
    if (code != CURLE_OUT_OF_MEMORY || !c->ready || c->file || c->mail)
        return false;
    void *room = dct_new(c->alloc, bound), *more = malloc(bound);
    bool enough = room != NULL && more != NULL;
    dct_free(c->alloc, room, bound);
    free(more);
    return enough;
}

bool dct_carry_end(dct_carry *c, CURLcode code)
{
    if (c->file && code == CURLE_OK && c->file_piece == DCT_CARRY_FILE_PIECE) {
        c->file_at += DCT_CARRY_FILE_PIECE;
        if (dct_carry_file_piece(c))
            return true;
        code = CURLE_OUT_OF_MEMORY;
    }
    int native = (int)code;
    if (code == CURLE_OK && c->following && follow(c))
        return true;
    if (is_long_line(c, code))
        c->refused = "its answer has a header line longer than any honest one";
    if (c->refused == NULL) {
        if (c->file)
            code = hear_file(c, code);
        else if (dct_carry_is_smtp(c))
            code = hear_smtp(c, code);
        else if (c->mail)
            code = hear_imap(c, code);
    }
    const char *message = c->refused != NULL ? c->refused : *c->reply != 0 ? c->reply : *c->error != 0 ? c->error
                          : native == 0 ? NULL : curl_easy_strerror((CURLcode)native);
    docent_exchange_done(c->x, c->refused != NULL ? DOCENT_CARRIED_REFUSED : of_code(c, code), native, message);
    return false;
}
