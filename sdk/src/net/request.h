/* A request as it is kept: copied whole, because its maker may be gone before it is done, and checked, because a line break
 * in a header or an address would be another header or another command to the server. */
#ifndef DCT_REQUEST_H
#define DCT_REQUEST_H

#include "../base/arena.h"

#include <docent/port.h>

/* DOCENT_ERR_ARG names the field that cannot be sent. `from` may be shorter than ours: a host's older header. */
docent_status dct_request_copy(const docent_request *from, dct_arena *texts, docent_request *out, docent_error *err);
/* "https" and the like, in *size characters; "" when there is none. */
const char *dct_url_scheme(const char *url, size_t *size);
/* Host without user, port and brackets, lower case, cut to room: for messages and comparisons. "" for file://. */
void dct_url_host(const char *url, char *out, size_t room);
/* This machine itself: localhost, 127.0.0.0/8, ::1. Nobody listens in between. */
bool dct_host_is_loopback(const char *host);
/* ASCII without case. */
bool dct_same_name(const char *a, const char *b);
/* Does the answer go on at `from`? 206 with "Content-Range: bytes FROM-...". */
bool dct_range_ok(int status, const char *content_range, uint64_t from);

/* One line for a person: which host, what happened, what to do. detail: the transport's words, or NULL. */
void dct_request_tell(const char *url, docent_carried how, int status, const char *detail, char *out, size_t room);

#endif
