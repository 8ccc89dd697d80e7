/* Who speaks for a path? Targets roles hand parts of the name space to others, in order; a search goes through them depth
 * first, and a terminating delegation ends the search where it does not find.
 *
 *     targets --"manuals/?/x*"--> A --> C         order: targets, A, C, B; if A is terminating: targets, A, C
 *            \--"*"------------> B
 *
 * A pattern's wildcards stay within one folder of the path. Each role is visited once a search and at most
 * DCT_MAX_DELEGATIONS in all, so a ring of roles ends. */
#ifndef DCT_DELEGATION_H
#define DCT_DELEGATION_H

#include "../base/limits.h"
#include "metadata.h"

/* The rules of a "delegations" object that can be seen from itself. */
bool dct_delegations_well_formed(json_t *delegations);
/* *, ? and [a-z] or [!a-z] within one folder; compared by characters of UTF-8. */
bool dct_path_matches(const char *pattern, const char *path);

typedef struct dct_delegated {
    char    name[DCT_ROLE_NAME_ROOM];
    json_t *delegations; /* Owned: the delegator's, whose "keys" count. */
    json_t *role;        /* Inside: { keyids, threshold ... }. */
} dct_delegated;

typedef struct dct_search dct_search;
/* Begins with the top-level targets' file. NULL when memory is short. */
dct_search *dct_search_new(const docent_alloc *alloc, const char *path);
void dct_search_free(dct_search *s); /* NULL is allowed. */
/* Looks into the metadata of a role that was just verified. NULL *found: it may be further down or is nowhere. *found is
 * borrowed from m. False when memory is short. */
bool dct_search_visit(dct_search *s, const dct_metadata *m, json_t **found);
/* The role to fetch, verify and visit next; NULL: none is left. Borrowed until the next call of dct_search_next(). */
const dct_delegated *dct_search_next(dct_search *s);
bool dct_search_cut(const dct_search *s); /* Ended by the bound, not by the end of the tree. */
const char *dct_search_path(const dct_search *s);

#endif
