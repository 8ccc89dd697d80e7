#define _POSIX_C_SOURCE 200809L

#include "keyring.h"

#include "../base/error.h"
#include "../crypto/hash.h"
#include "../crypto/signature.h"
#include "../sync/canonical.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_KEY_FILE = 16384, PATH_ROOM = 4096 };

static const char *const roles[] = { "root", "targets", "snapshot", "timestamp" };

const char *dct_role_of(unsigned bit)
{
    int i = 0;
    while (i < 3 && (1u << i) != bit)
        i++;
    return roles[i];
}

/* ---- a key as JSON ---- */

static json_t *public_json(const char *public_hex)
{
    return json_pack("{ssss s{ss}}", "keytype", "ed25519", "scheme", "ed25519", "keyval", "public", public_hex);
}

static bool name_key(const docent_alloc *alloc, dct_key *k)
{
    dct_buf bytes;
    json_t *key = public_json(k->public_hex);
    dct_buf_init(&bytes, alloc, MAX_KEY_FILE);
    bool ok = key != NULL && dct_canonical(key, &bytes) && dct_sha256_hex(bytes.data, bytes.size, k->id);
    dct_buf_close(&bytes);
    json_decref(key);
    return ok;
}

static json_t *file_json(const dct_key *k)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < 4; i++)
        if ((k->roles & 1u << i) != 0)
            json_array_append_new(list, json_string(roles[i]));
    return json_pack("{ssss s{ssss} so}", "keytype", "ed25519", "scheme", "ed25519", "keyval", "public", k->public_hex, "private",
                     k->seed_hex, "roles", list);
}

/* ---- files ---- */

static docent_status fail(const char *path, const char *what, docent_error *err)
{
    return dct_fail(err, errno == EEXIST ? DOCENT_ERR_BUSY : DOCENT_ERR_IO, "pack", errno, "%.150s: %s: %s", path, what,
                    strerror(errno));
}

static docent_status write_secret(const char *path, const char *text, docent_error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    size_t size = strlen(text);
    if (fd < 0)
        return fail(path, "cannot be made", err);
    bool ok = write(fd, text, size) == (ssize_t)size && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (ok)
        return DOCENT_OK;
    docent_status status = fail(path, "cannot be written", err);
    unlink(path); /* Half a key would only stand in the way of the next try. */
    return status;
}

static docent_status make_key(const char *dir, const char *name, unsigned bits, docent_error *err)
{
    char path[PATH_ROOM];
    dct_key k = { .roles = bits };
    if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path || !dct_ed25519_new(k.seed_hex, k.public_hex))
        return dct_fail(err, DOCENT_ERR_IO, "pack", 0, "%.100s: a key cannot be made here", dir);
    json_t *key = file_json(&k);
    char *text = key == NULL ? NULL : json_dumps(key, JSON_INDENT(2));
    docent_status status = text == NULL ? dct_fail_memory(err, "pack") : write_secret(path, text, err);
    json_decref(key);
    free(text);
    memset(&k, 0, sizeof k);
    return status;
}

docent_status dct_keyring_make(const docent_alloc *alloc, const char *dir, uint32_t roots, docent_error *err)
{
    const unsigned online = DCT_SIGNS_TARGETS | DCT_SIGNS_SNAPSHOT | DCT_SIGNS_TIMESTAMP;
    dct_keyring there;
    char name[32];
    if (mkdir(dir, S_IRWXU) != 0 && errno != EEXIST)
        return fail(dir, "cannot be made", err);
    if (dct_keyring_read(alloc, dir, &there, NULL) == DOCENT_OK) {
        dct_keyring_wipe(&there);
        return dct_fail(err, DOCENT_ERR_BUSY, "pack", 0, "%.150s: holds keys already; name another folder", dir);
    }
    docent_status status = roots > 1 ? make_key(dir, "online.json", online, err) : make_key(dir, "key.json",
            online | DCT_SIGNS_ROOT, err);
    for (uint32_t i = 1; status == DOCENT_OK && roots > 1 && i <= roots; i++) {
        snprintf(name, sizeof name, "root-%u.json", (unsigned)i);
        status = make_key(dir, name, DCT_SIGNS_ROOT, err);
    }
    return status;
}

static unsigned read_roles(const json_t *list)
{
    unsigned bits = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        for (unsigned r = 0; r < 4; r++)
            if (json_is_string(json_array_get(list, i)) && strcmp(json_string_value(json_array_get(list, i)), roles[r]) == 0)
                bits |= 1u << r;
    return bits;
}

static bool take(const json_t *object, const char *key, char out[65])
{
    unsigned char bytes[32];
    const char *text = dct_json_text(object, key);
    if (!dct_unhex(text, bytes, sizeof bytes))
        return false;
    memcpy(out, text, 65);
    memset(bytes, 0, sizeof bytes);
    return true;
}

static bool parse_key(const docent_alloc *alloc, const json_t *key, dct_key *out)
{
    char derived[65];
    const json_t *value = json_object_get(key, "keyval");
    out->roles = read_roles(json_object_get(key, "roles"));
    if (strcmp(dct_json_text(key, "keytype"), "ed25519") != 0 || out->roles == 0 || !take(value, "public", out->public_hex))
        return false;
    if (*dct_json_text(value, "private") != 0 && (!take(value, "private", out->seed_hex) ||
                                                  !dct_ed25519_public(out->seed_hex, derived) || strcmp(derived,
                                                          out->public_hex) != 0))
        return false;
    return name_key(alloc, out);
}

static docent_status read_key(const docent_alloc *alloc, const char *path, dct_key *out, docent_error *err)
{
    char text[MAX_KEY_FILE];
    struct stat st;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail(path, "cannot be read", err);
    bool open_to_all = fstat(fileno(file), &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    size_t size = fread(text, 1, sizeof text, file);
    fclose(file);
    json_t *key = dct_json_parse(text, size, sizeof text - 1, true, path, err);
    memset(text, 0, sizeof text);
    if (key == NULL)
        return DOCENT_ERR_CORRUPT;
    bool ok = parse_key(alloc, key, out);
    json_decref(key);
    if (!ok)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "pack", 0, "%.150s: is no ed25519 key with its roles", path);
    if (open_to_all && *out->seed_hex != 0)
        return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0, "%.150s: others may read this key: chmod 600", path);
    return DOCENT_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const dct_key *)a)->file, ((const dct_key *)b)->file);
}

static bool is_key_file(const char *name)
{
    size_t size = strlen(name);
    return size > 5 && size < 64 && name[0] != '.' && strcmp(name + size - 5, ".json") == 0;
}

docent_status dct_keyring_read(const docent_alloc *alloc, const char *dir, dct_keyring *out, docent_error *err)
{
    char path[PATH_ROOM];
    docent_status status = DOCENT_OK;
    memset(out, 0, sizeof *out);
    DIR *folder = opendir(dir);
    if (folder == NULL && errno == ENOENT)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", errno, "%.150s: no such folder; make keys with docent keys new", dir);
    if (folder == NULL)
        return fail(dir, "cannot be read", err);
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        if (!is_key_file(e->d_name))
            continue;
        dct_key *k = &out->keys[out->count];
        if (out->count == DCT_KEYS_MAX || snprintf(path, sizeof path, "%s/%s", dir, e->d_name) >= (int)sizeof path)
            status = dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%.150s: more than %d keys", dir, DCT_KEYS_MAX);
        else
            status = read_key(alloc, path, k, err);
        if (status != DOCENT_OK)
            break;
        memcpy(k->file, e->d_name, strlen(e->d_name) + 1);
        out->count++;
    }
    closedir(folder);
    qsort(out->keys, out->count, sizeof *out->keys, by_name);
    if (status == DOCENT_OK && out->count == 0)
        status = dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.150s: holds no key; make some: docent keys new %.60s", dir, dir);
    if (status != DOCENT_OK)
        dct_keyring_wipe(out);
    return status;
}

void dct_keyring_wipe(dct_keyring *ring)
{
    volatile unsigned char *bytes = (volatile unsigned char *)ring;
    for (size_t i = 0; i < sizeof *ring; i++)
        bytes[i] = 0;
}

/* ---- what it signs ---- */

static bool has_signature(json_t *signatures, const char *id)
{
    size_t i;
    json_t *one;
    json_array_foreach(signatures, i, one) {
        if (strcmp(dct_json_text(one, "keyid"), id) == 0)
            return true;
    }
    return false;
}

static bool add_signature(const dct_key *k, const dct_buf *bytes, json_t *signatures)
{
    unsigned char signature[64];
    char hex[129];
    if (!dct_ed25519_sign(k->seed_hex, bytes->data, bytes->size, signature))
        return false;
    dct_hex(signature, sizeof signature, hex);
    return json_array_append_new(signatures, json_pack("{ssss}", "keyid", k->id, "sig", hex)) == 0;
}

json_t *dct_keyring_sign(const docent_alloc *alloc, const dct_keyring *ring, unsigned bit, json_t *body, json_t *before)
{
    dct_buf bytes;
    json_t *signatures = before != NULL ? json_copy(before) : json_array();
    dct_buf_init(&bytes, alloc, 64u << 20);
    bool ok = signatures != NULL && dct_canonical(body, &bytes);
    for (uint32_t i = 0; ok && i < ring->count; i++) {
        const dct_key *k = &ring->keys[i];
        if ((k->roles & bit) != 0 && *k->seed_hex != 0 && !has_signature(signatures, k->id))
            ok = add_signature(k, &bytes, signatures);
    }
    dct_buf_close(&bytes);
    if (ok)
        return json_pack("{sosO}", "signatures", signatures, "signed", body);
    json_decref(signatures);
    return NULL;
}

json_t *dct_keyring_listed(const dct_keyring *ring)
{
    json_t *keys = json_object();
    for (uint32_t i = 0; i < ring->count; i++)
        json_object_set_new(keys, ring->keys[i].id, public_json(ring->keys[i].public_hex));
    return keys;
}

json_t *dct_keyring_role(const dct_keyring *ring, unsigned bit)
{
    json_t *ids = json_array();
    for (uint32_t i = 0; i < ring->count; i++)
        if ((ring->keys[i].roles & bit) != 0)
            json_array_append_new(ids, json_string(ring->keys[i].id));
    size_t count = json_array_size(ids);
    return json_pack("{sosi}", "keyids", ids, "threshold", bit == DCT_SIGNS_ROOT ? (int)(count / 2 + 1) : 1);
}
