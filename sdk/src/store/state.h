/* What this device remembers: a person's bookmarks, and how often which words were asked, which says nothing of who asked.
 * A SQLite file of its own, or memory when there is no path.
 *
 * What was acknowledged is on the disk: WAL with synchronous=FULL; counts alone may be lost with the power. A file that is
 * not ours is never touched; one of ours that is damaged or too new is refused and left as it is, because only the host
 * knows whether there is a copy and whether what is in it may be thrown away. A file of an older version is brought up. */
#ifndef DCT_STATE_H
#define DCT_STATE_H

#include "../base/arena.h"

typedef struct dct_state dct_state;
struct dct_db;

/* alloc is borrowed; path may be NULL. On failure *out is NULL. */
docent_status dct_state_open(const docent_alloc *alloc, const char *path, dct_state **out, docent_error *err);
void dct_state_close(dct_state *s);
/* For contact: its rows are in the same file, read through dct_db_share(). End that before dct_state_close(). */
struct dct_db *dct_state_db(dct_state *s);
/* NULL in memory. Borrowed. */
const char *dct_state_path(const dct_state *s);
docent_status dct_state_set_bookmark(dct_state *s, const char *address, bool on, docent_error *err);
docent_status dct_state_has_bookmark(dct_state *s, const char *address, bool *out, docent_error *err);
/* Newest first; strings in the arena. */
docent_status dct_state_bookmarks(dct_state *s, dct_arena *arena, const char *const **out, uint32_t *count,
                                  docent_error *err);

/* One kind of search: these words, in this language, and then this article opened. */
typedef struct dct_search_count {
    const char *words, *lang, *opened; /* words folded (search/countable.h); opened is "" when nothing was. */
    uint32_t    found;                 /* Answers, the last time. */
    uint64_t    count;                 /* How often; not read when counting. */
} dct_search_count;

/* Once more. At most DCT_MAX_SEARCH_COUNTS kinds are kept; the rarest go. */
docent_status dct_state_count_search(dct_state *s, const dct_search_count *c, docent_error *err);
/* What was counted into the file at `path`, which is only read; strings and list in the arena, in no useful order. A file
 * of version 1 has none. */
docent_status dct_state_read_counts(const docent_alloc *alloc, const char *path, dct_arena *arena,
                                    const dct_search_count **out, uint32_t *count, docent_error *err);

/* Forgets the person, and leaves no byte of that in the file. Counts stay. */
docent_status dct_state_forget(dct_state *s, docent_error *err);

#endif
