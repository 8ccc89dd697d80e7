/* From a name to a thing: ids to articles, paths to files. */
#ifndef DCT_LOOKUP_H
#define DCT_LOOKUP_H

#include "../base/arena.h"

typedef struct dct_lookup {
    dct_arena *arena;
    struct dct_lookup_entry {
        const char *name;
        void       *value;
    } *entries;
    size_t count, room; /* room: a power of two. */
} dct_lookup;

void dct_lookup_init(dct_lookup *names, dct_arena *arena);
/* NULL when there is none. */
void *dct_lookup_get(const dct_lookup *names, const char *name);
/* The value that is there already, else `value` after it was added; NULL when memory is short. name is borrowed. */
void *dct_lookup_add(dct_lookup *names, const char *name, void *value);
/* Gives a name that is there another value. */
void dct_lookup_set(dct_lookup *names, const char *name, void *value);

#endif
