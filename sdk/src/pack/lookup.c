/* A hash table with open addressing in an arena; nothing is ever removed. */
#include "lookup.h"

#include "../base/bytes.h"

#include <string.h>

void dct_lookup_init(dct_lookup *names, dct_arena *arena)
{
    memset(names, 0, sizeof *names);
    names->arena = arena;
}

/* The entry of the name, or the free one where it belongs. */
static struct dct_lookup_entry *find(const dct_lookup *names, const char *name)
{
    size_t at = (size_t)dct_hash(DCT_HASH_START, name, strlen(name));
    for (;; at++) {
        struct dct_lookup_entry *entry = &names->entries[at & (names->room - 1)];
        if (entry->name == NULL || strcmp(entry->name, name) == 0)
            return entry;
    }
}

static bool grow(dct_lookup *names)
{
    dct_lookup larger = *names;
    larger.room = names->room == 0 ? 64 : names->room * 2;
    larger.entries = dct_arena_array(names->arena, larger.room, sizeof *larger.entries);
    if (larger.entries == NULL)
        return false;
    for (size_t i = 0; i < names->room; i++)
        if (names->entries[i].name != NULL)
            *find(&larger, names->entries[i].name) = names->entries[i];
    *names = larger;
    return true;
}

void *dct_lookup_get(const dct_lookup *names, const char *name)
{
    return names->room == 0 ? NULL : find(names, name)->value;
}

void *dct_lookup_add(dct_lookup *names, const char *name, void *value)
{
    if (names->count * 2 >= names->room && !grow(names))
        return NULL;
    struct dct_lookup_entry *entry = find(names, name);
    if (entry->name == NULL) {
        *entry = (struct dct_lookup_entry){ name, value };
        names->count++;
    }
    return entry->value;
}

void dct_lookup_set(dct_lookup *names, const char *name, void *value)
{
    struct dct_lookup_entry *entry = names->room == 0 ? NULL : find(names, name);
    if (entry != NULL && entry->name != NULL)
        entry->value = value;
}
