#include "tuf_repo.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "crypto/hash.h"
#include "sync/canonical.h"

#include <inttypes.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define must(what) \
    do { \
        if (!(what)) { \
            fprintf(stderr, "tuf_repo.c:%d: not true: %s\n", __LINE__, #what); \
            abort(); \
        } \
    } while (0)

void repo_set_int(json_t *object, const char *key, int64_t value)
{
    must(json_object_set_new(object, key, json_integer(value)) == 0);
}

void repo_set_text(json_t *object, const char *key, const char *value)
{
    must(json_object_set_new(object, key, json_string(value)) == 0);
}

/* ---- keys ---- */

static char *pem_of(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *data, *copy;
    must(PEM_write_bio_PUBKEY(bio, key) == 1);
    long size = BIO_get_mem_data(bio, &data);
    copy = calloc(1, (size_t)size + 1);
    memcpy(copy, data, (size_t)size);
    BIO_free(bio);
    return copy;
}

static char *hex_of(EVP_PKEY *key)
{
    unsigned char raw[32];
    size_t size = sizeof raw;
    char *hex = calloc(1, 65);
    must(EVP_PKEY_get_raw_public_key(key, raw, &size) == 1);
    dct_hex(raw, size, hex);
    return hex;
}

static void name_key(repo_key *k)
{
    dct_buf bytes;
    dct_buf_init(&bytes, &dct_alloc_default, 1 << 20);
    must(dct_canonical(k->public_json, &bytes));
    must(dct_sha256_hex(bytes.data, bytes.size, k->id));
    dct_buf_close(&bytes);
}

int repo_new_key(repo *r, repo_kind kind)
{
    static const char *const types[] = { "ed25519", "ecdsa", "rsa" };
    static const char *const schemes[] = { "ed25519", "ecdsa-sha2-nistp256", "rsassa-pss-sha256" };
    must(r->key_count < REPO_KEYS);
    repo_key *k = &r->keys[r->key_count];
    k->key = kind == REPO_ED25519 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")
             : kind == REPO_ECDSA ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048);
    char *public_text = kind == REPO_ED25519 ? hex_of(k->key) : pem_of(k->key);
    k->public_json = json_pack("{ssss s{ss}}", "keytype", types[kind], "scheme", schemes[kind], "keyval", "public", public_text);
    free(public_text);
    name_key(k);
    return r->key_count++;
}

static void sign(const repo_key *k, const dct_buf *bytes, char *hex)
{
    unsigned char signature[1024];
    size_t size = sizeof signature;
    EVP_PKEY_CTX *ctx;
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool ed = EVP_PKEY_get_base_id(k->key) == EVP_PKEY_ED25519;
    must(EVP_DigestSignInit(md, &ctx, ed ? NULL : EVP_sha256(), NULL, k->key) == 1);
    if (EVP_PKEY_get_base_id(k->key) == EVP_PKEY_RSA)
        must(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) == 1);
    must(EVP_DigestSign(md, signature, &size, bytes->data, bytes->size) == 1);
    EVP_MD_CTX_free(md);
    dct_hex(signature, size, hex);
}

/* ---- roles ---- */

json_t *repo_role(repo *r, const char *role)
{
    json_t *body = json_object_get(r->roles, role);
    must(body != NULL);
    return body;
}

static json_t *delegations_of(repo *r, const char *delegator)
{
    json_t *body = repo_role(r, delegator), *delegations = json_object_get(body, "delegations");
    if (delegations == NULL) {
        delegations = json_pack("{s{}s[]}", "keys", "roles");
        json_object_set_new(body, "delegations", delegations);
    }
    return delegations;
}

json_t *repo_trusted(repo *r, const char *delegator, const char *role)
{
    if (strcmp(delegator, "root") == 0)
        return json_object_get(json_object_get(repo_role(r, "root"), "roles"), role);
    json_t *roles = json_object_get(delegations_of(r, delegator), "roles");
    for (size_t i = 0; i < json_array_size(roles); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(roles, i), "name")), role) == 0)
            return json_array_get(roles, i);
    return NULL;
}

static json_t *signers_of(repo *r, const char *role)
{
    json_t *signers = json_object_get(r->signers, role);
    if (signers == NULL) {
        signers = json_array();
        json_object_set_new(r->signers, role, signers);
    }
    return signers;
}

void repo_trust(repo *r, const char *delegator, const char *role, int key)
{
    bool root = strcmp(delegator, "root") == 0;
    json_t *keys = json_object_get(root ? repo_role(r, "root") : delegations_of(r, delegator), "keys");
    json_object_set(keys, r->keys[key].id, r->keys[key].public_json);
    json_array_append_new(json_object_get(repo_trusted(r, delegator, role), "keyids"), json_string(r->keys[key].id));
    json_array_append_new(signers_of(r, role), json_integer(key));
}

void repo_distrust(repo *r, const char *delegator, const char *role)
{
    json_array_clear(json_object_get(repo_trusted(r, delegator, role), "keyids"));
    json_array_clear(signers_of(r, role));
}

static void add_role(repo *r, const char *name, const char *type)
{
    json_t *body = json_pack("{ssss si ss}", "_type", type, "spec_version", "1.0.34", "version", 0, "expires", REPO_EXPIRES);
    json_object_set_new(r->roles, name, body);
    if (strcmp(type, "targets") == 0)
        json_object_set_new(body, "targets", json_object());
    else if (strcmp(type, "root") != 0)
        json_object_set_new(body, "meta", json_object());
}

void repo_delegate(repo *r, const char *delegator, const char *role, const char *pattern, bool terminating)
{
    if (json_object_get(r->roles, role) == NULL)
        add_role(r, role, "targets");
    json_array_append_new(json_object_get(delegations_of(r, delegator), "roles"),
                          json_pack("{ss s[] si sb s[s]}", "name", role, "keyids", "threshold", 1, "terminating", terminating, "paths",
                                    pattern));
    repo_trust(r, delegator, role, repo_new_key(r, REPO_ED25519));
}

void repo_add_target(repo *r, const char *role, const char *path, const void *data, size_t size)
{
    char hash[65], name[300];
    const char *slash = strrchr(path, '/'), *file = slash != NULL ? slash + 1 : path;
    must(dct_sha256_hex(data, size, hash));
    json_object_set_new(json_object_get(repo_role(r, role), "targets"), path,
                        json_pack("{sI s{ss}}", "length", (json_int_t)size, "hashes", "sha256", hash));
    snprintf(name, sizeof name, "targets/%.*s%s.%s", (int)(file - path), path, hash, file);
    repo_put(r, name, data, size);
}

/* ---- publishing ---- */

static bool is_top(const char *role)
{
    return strcmp(role, "root") == 0 || strcmp(role, "timestamp") == 0 || strcmp(role, "snapshot") == 0;
}

static void list(repo *r, const char *in, const char *role, const char *data, size_t size)
{
    char file[120], hash[65];
    json_t *entry = json_pack("{sI}", "version", json_integer_value(json_object_get(repo_role(r, role), "version")));
    snprintf(file, sizeof file, "%s.json", role);
    if (r->hashes) {
        must(dct_sha256_hex(data, size, hash));
        repo_set_int(entry, "length", (int64_t)size);
        json_object_set_new(entry, "hashes", json_pack("{ss}", "sha256", hash));
    }
    json_object_set_new(json_object_get(repo_role(r, in), "meta"), file, entry);
}

void repo_sign(repo *r, const char *role)
{
    char name[300], hex[2100];
    json_t *body = repo_role(r, role), *signers = signers_of(r, role), *signatures = json_array();
    json_int_t version = json_integer_value(json_object_get(body, "version"));
    dct_buf bytes;
    dct_buf_init(&bytes, &dct_alloc_default, 64 << 20);
    must(dct_canonical(body, &bytes));
    for (size_t i = 0; i < json_array_size(signers); i++) {
        const repo_key *k = &r->keys[json_integer_value(json_array_get(signers, i))];
        sign(k, &bytes, hex);
        json_array_append_new(signatures, json_pack("{ssss}", "keyid", k->id, "sig", hex));
    }
    dct_buf_close(&bytes);
    json_t *whole = json_pack("{sosO}", "signatures", signatures, "signed", body);
    char *text = json_dumps(whole, JSON_INDENT(1));
    json_decref(whole);
    if (strcmp(role, "timestamp") == 0)
        snprintf(name, sizeof name, "metadata/timestamp.json");
    else
        snprintf(name, sizeof name, "metadata/%" JSON_INTEGER_FORMAT ".%s.json", version, role);
    repo_put(r, name, text, strlen(text));
    if (!is_top(role))
        list(r, "snapshot", role, text, strlen(text));
    else if (strcmp(role, "snapshot") == 0)
        list(r, "timestamp", role, text, strlen(text));
    free(text);
}

void repo_publish(repo *r, const char *role)
{
    json_t *body = repo_role(r, role);
    repo_set_int(body, "version", json_integer_value(json_object_get(body, "version")) + 1);
    repo_sign(r, role);
}

void repo_publish_all(repo *r)
{
    repo_publish(r, "targets");
    repo_publish(r, "snapshot");
    repo_publish(r, "timestamp");
}

void repo_init(repo *r)
{
    static const char *const names[] = { "root", "timestamp", "snapshot", "targets" };
    memset(r, 0, sizeof *r);
    r->roles = json_object();
    r->signers = json_object();
    for (int i = 0; i < 4; i++)
        add_role(r, names[i], names[i]);
    json_t *root = repo_role(r, "root"), *roles = json_object();
    json_object_set_new(root, "consistent_snapshot", json_true());
    json_object_set_new(root, "keys", json_object());
    json_object_set_new(root, "roles", roles);
    for (int i = 0; i < 4; i++) {
        json_object_set_new(roles, names[i], json_pack("{s[]si}", "keyids", "threshold", 1));
        repo_trust(r, "root", names[i], repo_new_key(r, REPO_ED25519));
    }
    repo_publish(r, "root");
    repo_publish_all(r);
}

void repo_close(repo *r)
{
    for (int i = 0; i < r->key_count; i++) {
        EVP_PKEY_free(r->keys[i].key);
        json_decref(r->keys[i].public_json);
    }
    for (int i = 0; i < r->file_count; i++)
        free(r->files[i].data);
    json_decref(r->roles);
    json_decref(r->signers);
}

/* ---- files ---- */

static repo_file *look_up(const repo *r, const char *name)
{
    for (int i = 0; i < r->file_count; i++)
        if (strcmp(r->files[i].name, name) == 0)
            return (repo_file *)(uintptr_t)&r->files[i];
    return NULL;
}

const char *repo_find(const repo *r, const char *name, size_t *size)
{
    const repo_file *f = look_up(r, name);
    if (f == NULL || f->data == NULL)
        return NULL;
    *size = f->size;
    return f->data;
}

void repo_put(repo *r, const char *name, const void *data, size_t size)
{
    repo_file *f = look_up(r, name);
    if (f == NULL) {
        must(r->file_count < REPO_FILES);
        f = &r->files[r->file_count++];
        snprintf(f->name, sizeof f->name, "%s", name);
    }
    char *copy = malloc(size + 1);
    memcpy(copy, data, size);
    copy[size] = 0;
    free(f->data);
    f->data = copy;
    f->size = size;
}

void repo_drop(repo *r, const char *name)
{
    repo_file *f = look_up(r, name);
    must(f != NULL);
    free(f->data);
    f->data = NULL;
}
