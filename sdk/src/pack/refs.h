/* What front matter and help.yaml refer to: related articles, top questions, context ids, error codes, the start page. */
#ifndef DCT_REFS_H
#define DCT_REFS_H

#include "links.h"

/* A name that stands for an article: a row of the bundle's alias table. */
typedef struct dct_alias dct_alias;
struct dct_alias {
    int         kind; /* 1 context id, 2 error code. */
    const char *name, *id, *anchor;
    dct_place   place;
    dct_alias  *next;
};

typedef struct dct_refs {
    dct_alias   *aliases; /* In the order of the files; help.yaml's first. */
    dct_mention *top;     /* Those that exist. */
    const char  *start;   /* An address that exists. */
} dct_refs;

/* Checks all, takes what is missing out of the lists and fills `out`. */
void dct_refs_resolve(dct_project *p, dct_refs *out);
/* The address of the article or guide with this id, in the arena; NULL after a message when there is none. `what` says who
 * asks. */
const char *dct_refs_address(dct_project *p, const char *what, const char *id, dct_place place);

#endif
