/* The keys of a publisher: a folder of small files, each one key and the roles it signs for.
 *
 *     key.json      { "keytype": "ed25519", "scheme": "ed25519", "keyval": { "public", "private" }, "roles": [ ... ] }
 *
 *     one key (the default)          key.json       root targets snapshot timestamp
 *     two of three (--roots 3)       root-1.json    root            each for another person, on another medium
 *                                    root-2.json    root
 *                                    root-3.json    root
 *                                    online.json    targets snapshot timestamp      on the machine that publishes
 *
 * A file without "private" is somebody else's key: it may be listed, it cannot sign. How many roots must sign: more than
 * half of them. Files are 0600 and never overwritten. */
#ifndef DCT_KEYRING_H
#define DCT_KEYRING_H

#include "../base/alloc.h"
#include "../net/json.h"

enum { DCT_KEYS_MAX = 32 };
enum { DCT_SIGNS_ROOT = 1, DCT_SIGNS_TARGETS = 2, DCT_SIGNS_SNAPSHOT = 4, DCT_SIGNS_TIMESTAMP = 8 };

typedef struct dct_key {
    char     id[65], public_hex[65], seed_hex[65]; /* seed_hex "": not here. */
    unsigned roles;
    char     file[64];
} dct_key;

typedef struct dct_keyring {
    dct_key  keys[DCT_KEYS_MAX];
    uint32_t count;
} dct_keyring;

/* "root" ... of one bit. */
const char *dct_role_of(unsigned bit);
/* Makes the folder and its keys: one for all, or `roots` and an online one. DOCENT_ERR_BUSY when keys are there already. */
docent_status dct_keyring_make(const docent_alloc *alloc, const char *dir, uint32_t roots, docent_error *err);
/* By name, so that all do the same. DOCENT_ERR_MISSING when there is no key in it. */
docent_status dct_keyring_read(const docent_alloc *alloc, const char *dir, dct_keyring *out, docent_error *err);
void dct_keyring_wipe(dct_keyring *ring);
/* { "signatures": [...], "signed": body }: the signatures of `before` (NULL: none) and of every key here that may sign for
 * the role `bit`. NULL when memory is short or libcrypto fails. */
json_t *dct_keyring_sign(const docent_alloc *alloc, const dct_keyring *ring, unsigned bit, json_t *body, json_t *before);
/* { keyid: key } and { keyids, threshold } for a root's body. */
json_t *dct_keyring_listed(const dct_keyring *ring);
json_t *dct_keyring_role(const dct_keyring *ring, unsigned bit);

#endif
