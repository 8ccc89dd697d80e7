/* port.h - for hosts that replace a part: who carries bytes, what time it is. Less stable than docent.h.
 *
 * Queueing, retry, back-off, consent, verification and what an answer means stay ours; a transport only carries bytes.
 *
 *     begin(request, exchange) ---> step() ... step()     the transport calls, from within step() only:
 *                                     docent_exchange_sent      a byte of the request may have left this device; of
 *                                                               a mail: its last one
 *                                     docent_exchange_status    200, 404 ... or SMTP's reply code; again: the answer
 *                                                               before was an interim one or a redirect. For file:// and
 *                                                               IMAP, which have no numbers, 200, 400, 401, 404.
 *                                     docent_exchange_header    one header line of the final answer
 *                                     docent_exchange_data      bytes of the body; false: stop, then call _done
 *                                     docent_exchange_done      exactly once, the last call for this exchange
 */
#ifndef DOCENT_PORT_H
#define DOCENT_PORT_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- carrying bytes ---------------------------------------------------------- */

/* How an exchange ended. What may be repeated without harm follows from it and from docent_exchange_sent(). */
typedef enum docent_carried {
    DOCENT_CARRIED_OK = 0,      /* A whole answer came, whatever its status. */
    DOCENT_CARRIED_RESOLVE = 1, /* No address for the host: offline, most often. */
    DOCENT_CARRIED_CONNECT = 2, /* No connection. */
    DOCENT_CARRIED_TLS = 3,     /* The certificate is not accepted. */
    DOCENT_CARRIED_BROKEN = 4,  /* Cut, empty, not understood. */
    DOCENT_CARRIED_SLOW = 5,    /* Too slow for too long. */
    DOCENT_CARRIED_RANGE = 6,   /* The server cannot go on in the middle. */
    DOCENT_CARRIED_STOPPED = 7, /* docent_exchange_data() said stop. */
    DOCENT_CARRIED_REFUSED = 8, /* By a rule of ours: scheme, redirect to elsewhere, too large; or the server refuses who we are. */
    DOCENT_CARRIED_NEVER = 9    /* This transport cannot do such a request at all. */
} docent_carried;

typedef struct docent_request {
    uint32_t    struct_size;
    const char *url;           /* https://, http://, file://, smtp://, smtps://, imap://, imaps://. The path of smtp:// is the
                                * name to say hello with. smtp:// and imap:// begin TLS or fail, except on this machine. */
    const char *method;        /* "GET", "POST", "PUT"...; "SEND" for SMTP; the command for IMAP ("SEARCH ..."),
                                * "GET" for what its URL names. */
    const char *const *headers;/* "Name: value", for HTTP. */
    uint32_t    header_count;
    /* The body: NULL read means none. Reads `size` bytes at `offset` into `to`; the number read, or -1. Called from step()
     * only, maybe again from an earlier offset. */
    int64_t   (*read)(void *body_ctx, uint64_t offset, void *to, size_t size);
    void       *body_ctx;
    uint64_t    body_bytes;
    const char *user, *password; /* Basic or SASL; NULL: none. */
    const char *mail_from;       /* SMTP envelope. */
    const char *const *mail_to;
    uint32_t    mail_to_count;
    const char *ca_file;         /* PEM; NULL: the system's. */
    const char *pinned_key;      /* "sha256//BASE64" of the public key, or NULL. */
    const char *client_cert, *client_key; /* PEM files for mutual TLS, or NULL. */
    const char *proxy;           /* URL; NULL: none, whatever the environment says. */
    const char *proxy_user, *proxy_password;
    uint64_t    resume_from;     /* Bytes that are here already: "Range: bytes=N-". An answer that begins elsewhere ends as
                                  * DOCENT_CARRIED_RANGE, before its first byte is handed on. */
    uint32_t    connect_ms;      /* 0: 15,000. */
    uint32_t    slow_bytes_s, slow_s; /* Below this for so long is SLOW. 0: 1 byte/s for 30 s. */
    uint32_t    total_ms;        /* 0: no limit. */
    uint32_t    redirects;       /* Followed at most; to the same host and https to https only. */
    bool        fresh_connection;/* Never on a reused connection: a library could send such a request twice by itself. */
    bool        long_poll;       /* The server may keep silent for as long as total_ms. */
} docent_request;

typedef struct docent_exchange docent_exchange; /* Ours; filled through the functions below. */

DOCENT_API void docent_exchange_sent(docent_exchange *x);
DOCENT_API void docent_exchange_status(docent_exchange *x, int status);
DOCENT_API void docent_exchange_header(docent_exchange *x, const char *name, const char *value);
DOCENT_API bool docent_exchange_data(docent_exchange *x, const void *data, size_t size);
/* native: the transport's own code; message: one line, copied. */
DOCENT_API void docent_exchange_done(docent_exchange *x, docent_carried how, int native, const char *message);

typedef struct docent_transport {
    uint32_t struct_size;
    void    *ctx;
    /* Borrows `request` and what it points to until done or cancel. Never calls the exchange. DOCENT_ERR_ARG: such a
     * request is refused; DOCENT_ERR_NOMEM; any other status: this transport carries no such thing. */
    docent_status (*begin)(void *ctx, const docent_request *request, docent_exchange *x);
    /* Moves what can be moved; waits at most wait_ms for the network. */
    void (*step)(void *ctx, uint32_t wait_ms);
    /* When step() wants to be called again at the latest, in ms; UINT32_MAX: when asked to. */
    uint32_t (*next_ms)(void *ctx);
    /* The exchange will not be called any more. */
    void (*cancel)(void *ctx, docent_exchange *x);
    void (*close)(void *ctx); /* By docent_close(); at once, without the network. */
} docent_transport;
/* Before the first docent_step(). Copied; NULL: never the network. */
DOCENT_API docent_status docent_use_transport(docent *h, const docent_transport *transport);

/* ---- time and chance ------------------------------------------------------------ */

typedef struct docent_clock {
    uint32_t struct_size;
    void    *ctx;
    uint64_t (*monotonic_ms)(void *ctx);               /* Never goes back while the process runs. */
    int64_t  (*unix_ms)(void *ctx);                    /* May be wrong, and may jump. */
    bool     (*entropy)(void *ctx, void *out, size_t size); /* Unpredictable bytes. */
} docent_clock;
/* For tests that replay: before the first docent_step(). Copied. NULL: the system's. */
DOCENT_API docent_status docent_use_clock(docent *h, const docent_clock *clock);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_PORT_H */
