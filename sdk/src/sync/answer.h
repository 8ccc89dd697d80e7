/* How files are asked for, and what a finished fetch says about the world: carried bytes and numbers to a reason. */
#ifndef DCT_ANSWER_H
#define DCT_ANSWER_H

#include "../net/net.h"
#include "reason.h"

/* What all fetches share, made a GET of `url`: given up when it is too slow, sent elsewhere only on the same host. */
docent_request dct_answer_request(const docent_request *shared, const char *url);
/* NONE when the file came. clock_is_wrong: then a certificate that is not accepted is the clock's fault. */
dct_reason dct_answer_judge(const dct_fetch *f, const char *what, bool clock_is_wrong, docent_error *err);
/* The server says that there is no such file, in one of the ways that static stores have (S3 says 403). */
bool dct_answer_absent(const dct_fetch *f);
/* It has the file but does not go on in the middle. An error page in answer to a range is not that. */
bool dct_answer_no_range(const dct_fetch *f);
/* A page for people where a file should be, going by its type. */
bool dct_answer_is_page(const dct_fetch *f);
/* The same, going by its first bytes: no signed file of ours begins so. */
bool dct_answer_looks_like_page(const void *data, size_t size);
/* The server said where the file ends, so what came whole is all of it. */
bool dct_answer_has_end(const dct_fetch *f);
/* What came is not what was signed: before anybody is suspected, is there another reason? A login page, a body that was
 * packed without being asked, one that may have been cut. first, size: the first bytes. `whole`: the bytes end as such a file
 * does. */
dct_reason dct_answer_suspect(const dct_fetch *f, const void *first, size_t size, bool whole);
/* Is `now_s` more than a day away from the server's own time? False when the server does not say. */
bool dct_answer_clock_differs(const dct_fetch *f, int64_t now_s);
/* Seconds the server asks to wait; 0. A date is measured by the server's own clock where it shows one. */
uint32_t dct_answer_later_s(const dct_fetch *f, int64_t now_s);

#endif
