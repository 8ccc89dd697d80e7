/* What the files share that make faulty answers: one answer on its way, and how bytes are put to it.
 *
 *     fault_bend.c    from a request to a fault; wrong bytes, wrong ends, wrong times
 *     fault_say.c     wrong words: ranges, status lines, headers, redirects
 */
#ifndef FAULT_BENDING_H
#define FAULT_BENDING_H

#include "fault_bend.h"

#define FAULT_PAGE "<!DOCTYPE html>\n<html><body><h1>Welcome</h1>Please log in to use this network.</body></html>\n"

enum { NO_RANGE = -1 };

/* One answer on its way. */
typedef struct bending {
    const fault_file *file; /* NULL: there is none. */
    const fault_file *old;  /* The same role in the older tree, or any file there. */
    fault             f;
    uint64_t          chance;
    int64_t           from;     /* Of the range that is asked for. */
    char              if_range[80];
    uint32_t          look;
    const fault_trees *trees;
    const char       *path;     /* With its run. */
    fault_answer     *out;
} bending;

uint64_t fault_below(bending *b, uint64_t below); /* By chance, less than `below`. */
void fault_add(fault_answer *out, const void *data, size_t size);
void fault_say(fault_answer *out, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* Status line and the first header line. */
void fault_begin(bending *b, const char *status);
const char *fault_type(const fault_file *f);
/* What a resumed download can name: a strong mark, a weak one, a date, nothing. */
void fault_say_tag(bending *b);
/* "200 OK" with `data` for the file's bytes. */
void fault_whole(bending *b, const char *data, size_t size);
/* As a good server answers, ranges and If-Range included; 404 where there is no file. */
void fault_good(bending *b);
void fault_page(bending *b, const char *status, const char *type, size_t size);
size_t fault_head(const fault_answer *a); /* Bytes before the body. */

/* fault_say.c: true when the kind is one of its own. */
bool fault_bend_words(bending *b);

#endif
