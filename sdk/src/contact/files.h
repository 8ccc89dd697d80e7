/* The bytes of attachments, each kept once, named by what is in it: a file beside the state, or a row in it when the state
 * is in memory.
 *
 *     state.db-files/ab/abcdef...   0600 in folders 0700; written, synced and renamed before any row names it
 *
 * What no row names is left over from a crash, and swept. Nothing here is encrypted: what must not be read comes sealed. */
#ifndef DCT_FILES_H
#define DCT_FILES_H

#include "../crypto/hash.h"
#include "../store/db.h"
#include "../store/state.h"

typedef struct dct_files {
    const docent_alloc *alloc;
    dct_db              db;
    char               *folder; /* NULL: in the state. */
    size_t              folder_room;
} dct_files;

/* state is borrowed. Makes no folder yet. */
docent_status dct_files_open(dct_files *f, const docent_alloc *alloc, dct_state *state, docent_error *err);
void dct_files_close(dct_files *f);
/* On the disk before it returns; name gets the 64 digits. In memory it is a row: call it within the transaction. */
docent_status dct_files_put(dct_files *f, const void *data, size_t size, char name[DCT_HEX_SHA256], docent_error *err);
/* Bytes read, fewer than `size` at the end only; -1 on failure. */
int64_t dct_files_read(dct_files *f, const char *name, uint64_t offset, void *to, size_t size);
/* -1 when it is not there. */
int64_t dct_files_size(dct_files *f, const char *name);
/* Deletes it unless a row of `attachment` names it. */
void dct_files_drop(dct_files *f, const char *name);
/* Deletes what no row names, and is older than an hour or says it is from the future: another process may just be writing.
 * DCT_FILES_NOW: whatever its age, for when nothing may be left of a person. */
#define DCT_FILES_NOW INT64_MIN
void dct_files_sweep(dct_files *f, int64_t now_s);

#endif
