/* What the files of the libcurl transport share.
 *
 *   transport_curl.c         the multi handle: begin, step, cancel, close
 *   transport_curl_setup.c   from a request to options
 *   transport_curl_hear.c    what libcurl calls: bytes out, header lines, bytes in
 *   transport_curl_mail.c    SMTP from "MAIL FROM" on, over a connection that libcurl made
 *   transport_curl_end.c     from a result code to how it ended; redirects */
#ifndef DCT_TRANSPORT_CURL_H
#define DCT_TRANSPORT_CURL_H

#include "../base/alloc.h"

#include <curl/curl.h>
#include <docent/port.h>

typedef struct dct_carrier dct_carrier;
typedef struct dct_carry dct_carry;
typedef struct dct_mail dct_mail;

/* One exchange under way. */
struct dct_carry {
    dct_carrier          *carrier;
    const docent_alloc   *alloc;
    dct_carry            *previous, *next;
    docent_exchange      *x;
    const docent_request *request;
    CURL                 *easy;
    struct curl_slist    *headers;
    uint64_t              offset;       /* Of the body, where the next read is. */
    uint64_t              header_bytes; /* Of all answers. */
    uint32_t              redirects;    /* Followed so far. */
    int                   status;       /* Told to the exchange; 0: none yet. */
    bool                  ready;        /* Connected: what leaves from now on is the request. */
    bool                  following;    /* This answer sends us on: its body is nobody's. */
    bool                  mail, file;
    dct_mail             *talk;         /* Of SMTP, once libcurl has connected. */
    bool                  moved;        /* Bytes came since the last step. */
    bool                  paused;       /* Enough for one step; more is there. */
    uint64_t              taken;        /* Bytes of this step. */
    uint64_t              file_at, file_piece; /* Where the piece of a file begins; its bytes so far. */
    bool                  alone;        /* On a connection of its own. */
    const char           *refused;      /* Why a rule of ours ended it; NULL: none did. */
    char                  reply[160];   /* A mail server's last line. */
    char                  error[CURL_ERROR_SIZE];
};

/* Of an answer in one step, whichever is reached first: whoever draws between two steps is not late. Who takes the bytes may
 * wait for a disk. */
enum { DCT_CARRY_BYTES = 512 * 1024, DCT_CARRY_MS = 2, DCT_CARRY_FILE_PIECE = 128 * 1024 };
/* Was that enough for this step? */
bool dct_carry_enough(const dct_carry *c);

/* False: memory was short, or libcurl lacks something that must not be left out. */
bool dct_carry_setup(dct_carry *c);
void dct_carry_unset(dct_carry *c);
/* libcurl reads a file without coming back: it is asked for one piece after the other, the next from file_at on. */
bool dct_carry_file_piece(dct_carry *c);
/* Sets the functions that libcurl calls. */
bool dct_carry_hear(dct_carry *c);
/* Tells the exchange that its answer has begun, where a protocol has no status line. */
void dct_carry_status(dct_carry *c, int status);
/* Is this answer a redirect that may be followed, going by its status? */
bool dct_carry_may_follow(const dct_carry *c, int status);

bool dct_carry_is_smtp(const dct_carry *c);
/* libcurl has connected, with TLS and log-in as asked for: the mail is next. False: memory was short. */
bool dct_mail_start(dct_carry *c);
void dct_mail_free(dct_carry *c);
/* Moves what can be moved without waiting. True: it is over, and the exchange was told. */
bool dct_mail_move(dct_carry *c);
/* What to wait for. */
struct curl_waitfd dct_mail_wait(const dct_carry *c);

/* The transfer ended. True: it goes on elsewhere and `easy` is to be started again; false: the exchange was told. */
bool dct_carry_end(dct_carry *c, CURLcode code);

#endif
