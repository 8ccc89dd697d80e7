/* The static tree that devices ask: metadata that says what there is, and files named by their hashes. Read, changed in
 * memory, written back so that a server may hand it out at any moment:
 *
 *     targets/PATH/SHA256.NAME --> N.targets.json --> N.snapshot.json --> timestamp.json (the only file that changes)
 *
 * Each file is written beside its place, synced and renamed. What is older stays: devices may be in the middle of it. */
#ifndef DCT_REPOSITORY_H
#define DCT_REPOSITORY_H

#include "../base/buf.h"
#include "keyring.h"

typedef struct dct_repository {
    const docent_alloc *alloc;
    const char *path;   /* Borrowed. */
    int64_t     now_s;
    json_t     *root, *root_signatures, *targets, *snapshot, *timestamp; /* Bodies ("signed"); NULL: none yet. */
} dct_repository;

/* Reads what is there; an empty or missing folder is a new repository. now_s is kept for dates. */
docent_status dct_repository_open(dct_repository *r, const docent_alloc *alloc, const char *path, int64_t now_s, docent_error *err);
void dct_repository_close(dct_repository *r); /* A zeroed one is allowed. */
/* Version 1 of the root, of all keys of the ring. */
docent_status dct_repository_begin(dct_repository *r, const dct_keyring *ring, docent_error *err);
/* The next root, listing `next`, signed by what is in `ring` and `next`. *missing: how many signatures are still needed; then
 * it is kept as PATH/root.draft.json, else it is published. */
docent_status dct_repository_rotate(dct_repository *r, const dct_keyring *ring, const dct_keyring *next, uint32_t *missing,
                                    docent_error *err);
/* Adds this ring's signatures to the draft. */
docent_status dct_repository_sign_draft(dct_repository *r, const dct_keyring *ring, uint32_t *missing, docent_error *err);

/* The file at PATH/targets/FOLDER/SHA256.NAME, and in the list: path is FOLDER/NAME. custom may be NULL; it is kept. */
docent_status dct_repository_add(dct_repository *r, const char *path, const void *data, size_t size, json_t *custom,
                                 docent_error *err);
void dct_repository_remove(dct_repository *r, const char *path); /* From the list. */
/* A listed file's bytes. */
docent_status dct_repository_read(dct_repository *r, const char *path, size_t max_bytes, dct_buf *out, docent_error *err);
/* New versions of targets (when `targets`), snapshot and timestamp. */
docent_status dct_repository_commit(dct_repository *r, const dct_keyring *ring, bool targets, docent_error *err);
/* Seconds until a body's date. */
int64_t dct_repository_left_s(const dct_repository *r, const json_t *body);

#endif
