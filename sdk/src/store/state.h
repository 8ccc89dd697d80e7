/* What this device remembers of a person: bookmarks. A SQLite file of its own, or memory when there is no path.
 *
 * What was acknowledged is on the disk: WAL with synchronous=FULL. A file that is not ours is never touched; one of ours
 * that is damaged or too new is refused and left as it is, because only the host knows whether there is a copy and whether
 * what is in it may be thrown away. */
#ifndef DCT_STATE_H
#define DCT_STATE_H

#include "../base/arena.h"

typedef struct dct_state dct_state;

/* alloc is borrowed; path may be NULL. On failure *out is NULL. */
docent_status dct_state_open(const docent_alloc *alloc, const char *path, dct_state **out, docent_error *err);
void dct_state_close(dct_state *s);
docent_status dct_state_set_bookmark(dct_state *s, const char *address, bool on, docent_error *err);
docent_status dct_state_has_bookmark(dct_state *s, const char *address, bool *out, docent_error *err);
/* Newest first; strings in the arena. */
docent_status dct_state_bookmarks(dct_state *s, dct_arena *arena, const char *const **out, uint32_t *count,
                                  docent_error *err);
/* Forgets all, and leaves no byte of it in the file. */
docent_status dct_state_forget(dct_state *s, docent_error *err);

#endif
