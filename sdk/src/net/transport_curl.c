/* Bytes over libcurl's multi interface: nothing blocks, no thread of ours. libcurl looks names up in a thread of its own.
 *
 *     begin: easy -> multi      step: perform, reap, [poll, perform, reap]      close: all gone, nobody waited for
 *
 * It does not retry. It must not: a POST on a reused connection that died is sent twice by libcurl itself, which is why a
 * request may ask for a fresh one. */
#include "transport.h"

#include "transport_curl.h"

#include "../base/error.h"
#include "clock.h"

#include <string.h>

enum {
    MAX_IDLE_CONNECTIONS = 4,
    BUSY_MS = 20,   /* Between steps while bytes move: a host cannot see our sockets. */
    MAX_WAITED_MAILS = 8, /* More are sent as well, only without waking us. */
    QUIET_MS = 200, /* While a server only keeps us waiting. */
};

struct dct_carrier {
    docent_alloc alloc;
    CURLM       *multi, *probe; /* probe carries nothing: it looks at one socket. */
    bool         wary;          /* A server said more than its answer: what is behind it must not be taken for the next one. */
    dct_carry   *first;
    CURLSH      *sessions; /* Of TLS, for connections to come; NULL: memory was short, and each begins anew. */
    uint64_t     step_ms;  /* When the step began. */
};

static uint64_t now_ms(void)
{
    return dct_clock_system.monotonic_ms(dct_clock_system.ctx);
}

bool dct_carry_enough(const dct_carry *c)
{
    return c->taken >= DCT_CARRY_BYTES || now_ms() - c->carrier->step_ms >= DCT_CARRY_MS;
}

static void drop(dct_carry *c)
{
    dct_carrier *t = c->carrier;
    dct_mail_free(c);
    curl_multi_remove_handle(t->multi, c->easy);
    curl_easy_cleanup(c->easy);
    dct_carry_unset(c);
    if (c->previous != NULL)
        c->previous->next = c->next;
    else
        t->first = c->next;
    if (c->next != NULL)
        c->next->previous = c->previous;
    dct_free(&t->alloc, c, sizeof *c);
}

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    dct_carrier *t = ctx;
    dct_carry *c = dct_new_zero(&t->alloc, sizeof *c);
    if (c == NULL)
        return DOCENT_ERR_NOMEM;
    c->carrier = t;
    c->alloc = &t->alloc;
    c->request = request;
    c->x = x;
    c->easy = curl_easy_init();
    c->alone = t->wary;
    c->next = t->first;
    if (c->next != NULL)
        c->next->previous = c;
    t->first = c;
    if (c->easy != NULL && curl_easy_setopt(c->easy, CURLOPT_SHARE, t->sessions) == CURLE_OK && dct_carry_setup(c) &&
        curl_multi_add_handle(t->multi, c->easy) == CURLM_OK)
        return DOCENT_OK;
    drop(c);
    return DOCENT_ERR_NOMEM;
}

static void cancel(void *ctx, docent_exchange *x)
{
    dct_carrier *t = ctx;
    for (dct_carry *c = t->first; c != NULL; c = c->next) {
        if (c->x == x) {
            drop(c);
            return;
        }
    }
}

/* An answer ended: is something behind it? (Or was the connection closed.) Libcurl before 8.0 would use it again. Of TLS it
 * may be the session's own, and nobody in between can put anything there. */
static bool says_more(dct_carrier *t, const dct_carry *c)
{
    int ready = 0;
    struct curl_waitfd wait = { CURL_SOCKET_BAD, CURL_WAIT_POLLIN, 0 };
    return strncmp(c->request->url, "http://", 7) == 0 && curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &wait.fd) == CURLE_OK &&
           wait.fd != CURL_SOCKET_BAD && curl_multi_wait(t->probe, &wait, 1, 0, &ready) == CURLM_OK && ready > 0;
}

/* True: something ended. */
static bool reap(dct_carrier *t)
{
    CURLMsg *m;
    int left;
    bool ended = false;
    while ((m = curl_multi_info_read(t->multi, &left)) != NULL) {
        dct_carry *c = NULL;
        CURLcode code = m->data.result; /* The message dies with the handle. */
        CURL *easy = m->easy_handle;
        if (m->msg != CURLMSG_DONE || curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&c) != CURLE_OK || c == NULL)
            continue;
        if (code == CURLE_OK && dct_carry_is_smtp(c)) {
            if (dct_mail_start(c))
                continue;
            code = CURLE_OUT_OF_MEMORY;
        }
        ended = true;
        t->wary = t->wary || says_more(t, c);
        if (dct_carry_end(c, code)) {
            curl_multi_remove_handle(t->multi, easy);
            if (curl_multi_add_handle(t->multi, easy) == CURLM_OK)
                continue;
            docent_exchange_done(c->x, DOCENT_CARRIED_STOPPED, 0, "out of memory");
        }
        drop(c);
    }
    return ended;
}

static bool talk(dct_carrier *t)
{
    bool ended = false;
    for (dct_carry *c = t->first, *next; c != NULL; c = next) {
        next = c->next;
        if (c->talk == NULL || !dct_mail_move(c))
            continue;
        drop(c);
        ended = true;
    }
    return ended;
}

static bool move(dct_carrier *t)
{
    int running = 0;
    curl_multi_perform(t->multi, &running);
    bool ended = reap(t);
    return talk(t) || ended;
}

static void wait_for(dct_carrier *t, uint32_t wait_ms)
{
    struct curl_waitfd mails[MAX_WAITED_MAILS];
    unsigned count = 0;
    for (const dct_carry *c = t->first; c != NULL && count < MAX_WAITED_MAILS; c = c->next)
        if (c->talk != NULL)
            mails[count++] = dct_mail_wait(c);
    /* A mail's own patience is looked at between two waits. */
    if (count > 0 && wait_ms > QUIET_MS)
        wait_ms = QUIET_MS;
    curl_multi_poll(t->multi, mails, count, wait_ms > 60000 ? 60000 : (int)wait_ms, NULL);
}

static bool is_paused(const dct_carrier *t)
{
    const dct_carry *c = t->first;
    while (c != NULL && !c->paused)
        c = c->next;
    return c != NULL;
}

static void go_on(dct_carry *c)
{
    bool paused = c->paused;
    c->moved = c->paused = false;
    c->taken = 0;
    if (paused)
        curl_easy_pause(c->easy, CURLPAUSE_CONT);
}

/* Pieces of it come at once: there is time for more. */
static bool reads_file(const dct_carrier *t)
{
    const dct_carry *c = t->first;
    while (c != NULL && (!c->file || dct_carry_enough(c)))
        c = c->next;
    return c != NULL;
}

static void step(void *ctx, uint32_t wait_ms)
{
    dct_carrier *t = ctx;
    t->step_ms = now_ms();
    for (dct_carry *c = t->first; c != NULL; c = c->next)
        go_on(c);
    bool ended = move(t);
    while (ended && reads_file(t))
        ended = move(t);
    if (ended || wait_ms == 0 || t->first == NULL || is_paused(t))
        return;
    wait_for(t, wait_ms);
    move(t);
}

static uint32_t next_ms(void *ctx)
{
    dct_carrier *t = ctx;
    long wait = -1;
    uint32_t next = t->first == NULL ? UINT32_MAX : QUIET_MS;
    for (const dct_carry *c = t->first; c != NULL; c = c->next)
        if (c->moved || !c->request->long_poll)
            next = BUSY_MS;
    if (is_paused(t))
        return 0;
    if (curl_multi_timeout(t->multi, &wait) == CURLM_OK && wait >= 0 && (unsigned long)wait < next)
        next = (uint32_t)wait;
    return next;
}

static void close(void *ctx)
{
    dct_carrier *t = ctx;
    while (t->first != NULL)
        drop(t->first);
    curl_multi_cleanup(t->multi);
    curl_share_cleanup(t->sessions);
    curl_multi_cleanup(t->probe);
    curl_global_cleanup();
    docent_alloc alloc = t->alloc;
    dct_free(&alloc, t, sizeof *t);
}

docent_status dct_transport_curl(const docent_alloc *alloc, docent_transport *out, docent_error *err)
{
    dct_carrier *t = dct_new_zero(alloc, sizeof *t);
    if (t == NULL)
        return dct_fail_memory(err, "net");
    t->alloc = *alloc;
    /* Counted by libcurl, so that a host's own use is not disturbed; from any thread since 7.84, of which the build
     * makes sure. The state behind it is libcurl's. */
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        dct_free(alloc, t, sizeof *t);
        return dct_fail_memory(err, "net");
    }
    t->multi = curl_multi_init();
    t->probe = curl_multi_init();
    if (t->multi == NULL || t->probe == NULL) {
        curl_multi_cleanup(t->multi);
        curl_multi_cleanup(t->probe);
        curl_global_cleanup();
        dct_free(alloc, t, sizeof *t);
        return dct_fail_memory(err, "net");
    }
    t->sessions = curl_share_init();
    if (t->sessions != NULL)
        curl_share_setopt(t->sessions, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)MAX_IDLE_CONNECTIONS);
    *out = (docent_transport){ (uint32_t)sizeof *out, t, begin, step, next_ms, cancel, close };
    return DOCENT_OK;
}
