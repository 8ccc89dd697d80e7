/* Builds the one block that docent_hits is: search results, lists, bookmarks. */
#ifndef DCT_HITS_H
#define DCT_HITS_H

#include "../base/arena.h"

/* Collected in an arena, then copied into one block. Strings are copied by dct_hits_finish(), so they may be borrowed
 * until then; NULL strings become "". */
typedef struct dct_hit_list {
    docent_hit *items;
    uint32_t    count, room, total;
    const char *corrected, *explained;
} dct_hit_list;

/* A new zeroed hit at the end of the list, or NULL when memory is short. */
docent_hit *dct_hit_add(dct_hit_list *list, dct_arena *arena);
/* One block from `alloc`; it is freed by docent_hits_free(), which needs no handle. NULL when memory is short. */
docent_hits *dct_hits_finish(const dct_hit_list *list, const docent_alloc *alloc);

#endif
