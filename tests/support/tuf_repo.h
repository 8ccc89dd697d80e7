/* A TUF repository in memory, really signed, that a test can bend: each role is the JSON that will be signed, so an attack is
 * a change of it (or of the bytes that were published) and one more repo_publish().
 *
 *     repo r;
 *     repo_init(&r);                                    four keys, version 1 of each role, published
 *     repo_add_target(&r, "targets", "a/b.txt", "bytes", 5);
 *     repo_publish_all(&r);                             targets, snapshot, timestamp with the next version
 *     repo_find(&r, "metadata/2.snapshot.json", &size)  what a server gives out
 *     repo_close(&r);
 *
 * Time in tests is REPO_NOW; all is valid until REPO_EXPIRES. A mistake of the test ends the program. */
#ifndef TEST_TUF_REPO_H
#define TEST_TUF_REPO_H

#include "net/json.h"

#include <openssl/evp.h>

#define REPO_NOW 1800000000 /* 2027-01-15 */
#define REPO_EXPIRES "2027-02-15T00:00:00Z"
#define REPO_PAST "2027-01-01T00:00:00Z"

enum { REPO_KEYS = 320, REPO_FILES = 1024 };

typedef enum repo_kind { REPO_ED25519, REPO_ECDSA, REPO_RSA } repo_kind;

typedef struct repo_key {
    char      id[65];
    EVP_PKEY *key;
    json_t   *public_json; /* { keytype, scheme, keyval }. */
} repo_key;

typedef struct repo_file {
    char   name[300]; /* "metadata/1.root.json" */
    char  *data;
    size_t size;
} repo_file;

typedef struct repo {
    json_t   *roles;   /* Name -> what will be signed. */
    json_t   *signers; /* Name -> array of numbers of keys. */
    repo_key  keys[REPO_KEYS];
    int       key_count;
    repo_file files[REPO_FILES];
    int       file_count;
    bool      hashes;  /* Lengths and hashes of metadata are listed. */
} repo;

void repo_init(repo *r);
void repo_close(repo *r);

int repo_new_key(repo *r, repo_kind kind);
/* The key signs `role` from now on, and `delegator` ("root", or the targets role above) says so. */
void repo_trust(repo *r, const char *delegator, const char *role, int key);
/* The same taken back for all keys of the role. */
void repo_distrust(repo *r, const char *delegator, const char *role);
/* The body of a role, to be changed. Borrowed. */
json_t *repo_role(repo *r, const char *role);
/* Its { keyids, threshold } at its delegator. Borrowed. */
json_t *repo_trusted(repo *r, const char *delegator, const char *role);
/* A targets role below `delegator` for one pattern, with a key of its own. */
void repo_delegate(repo *r, const char *delegator, const char *role, const char *pattern, bool terminating);
void repo_add_target(repo *r, const char *role, const char *path, const void *data, size_t size);

/* Signs with the next version, lists it in snapshot or timestamp, and gives it out. */
void repo_publish(repo *r, const char *role);
/* targets, snapshot, timestamp. */
void repo_publish_all(repo *r);
/* Signs the body as it stands and gives it out under its version's name. */
void repo_sign(repo *r, const char *role);
void repo_set_int(json_t *object, const char *key, int64_t value);
void repo_set_text(json_t *object, const char *key, const char *value);

const char *repo_find(const repo *r, const char *name, size_t *size); /* NULL: 404. */
void repo_put(repo *r, const char *name, const void *data, size_t size);
void repo_drop(repo *r, const char *name);

#endif
