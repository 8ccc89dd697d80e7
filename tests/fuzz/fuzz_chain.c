/* Metadata that is signed as it should be, whatever it says: what a publisher's own tools, or whoever has a key, could send.
 * Each line of the input is one file's "signed", signed here and handed on as its first letter says:
 *
 *     r root   t timestamp   s snapshot   g targets   d a delegated role named "d"   L, P, N: t, s from this device; release.json
 *
 * Versions never go back, and what is refused changes nothing. */
#include "fuzz.h"

#include "base/alloc.h"
#include "crypto/hash.h"
#include "crypto/signature.h"
#include "sync/canonical.h"
#include "sync/delegation.h"
#include "sync/release.h"
#include "sync/remote.h"
#include "sync/trusted.h"

#include <string.h>

#define SEED "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
#define PUBLIC "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
#define ROLE "{\"keyids\":[\"k\"],\"threshold\":1}"
#define ROOT \
    "{\"_type\":\"root\",\"spec_version\":\"1.0\",\"version\":1,\"expires\":\"2030-01-01T00:00:00Z\",\"keys\":{\"k\":{\"keytype\":" \
    "\"ed25519\",\"scheme\":\"ed25519\",\"keyval\":{\"public\":\"" PUBLIC "\"}}},\"roles\":{\"root\":" ROLE ",\"timestamp\":" ROLE \
    ",\"snapshot\":" ROLE ",\"targets\":" ROLE "}}"

/* The whole file, freed by the caller; NULL when the line is no JSON object. */
static char *sign(const char *line)
{
    dct_buf bytes;
    unsigned char signature[64];
    char hex[129], *whole = NULL;
    json_t *body = dct_json_parse(line, strlen(line), 1 << 20, true, "line", NULL), *file = NULL;
    dct_buf_init(&bytes, &dct_alloc_default, 8 << 20);
    if (body != NULL && dct_canonical(body, &bytes) && dct_ed25519_sign(SEED, bytes.data, bytes.size, signature)) {
        dct_hex(signature, sizeof signature, hex);
        file = json_pack("{s:[{s:s,s:s}],s:O}", "signatures", "keyid", "k", "sig", hex, "signed", body);
        whole = json_dumps(file, JSON_COMPACT);
    }
    json_decref(file);
    json_decref(body);
    dct_buf_close(&bytes);
    return whole;
}

typedef struct versions {
    int64_t root, timestamp, snapshot, targets;
    bool    current;
} versions;

static versions versions_of(const dct_trusted *t)
{
    return (versions){ t->root.version, t->timestamp.version, t->snapshot.version, t->targets.version, t->current };
}

/* A root that takes a key away takes what it had signed: then versions begin anew. */
static void compare(const dct_trusted *t, const versions *before, char kind, dct_reason reason)
{
    versions now = versions_of(t);
    fuzz_check(now.root >= before->root && now.root <= before->root + 1);
    if (reason != DCT_REASON_NONE)
        fuzz_check(memcmp(&now.root, &before->root, 4 * sizeof now.root) == 0 && now.current == before->current);
    if (kind == 't')
        fuzz_check(now.timestamp >= before->timestamp);
    if (kind == 's' && reason == DCT_REASON_NONE)
        fuzz_check(now.current && now.snapshot == dct_trusted_snapshot_listed(t).version);
}

static void delegate(const dct_trusted *t, const char *file, size_t size)
{
    dct_metadata m;
    json_t *found;
    if (t->targets.whole == NULL)
        return;
    dct_search *s = dct_search_new(&dct_alloc_default, "a/b.txt");
    fuzz_check(s != NULL && dct_search_visit(s, &t->targets, &found));
    const dct_delegated *role = dct_search_next(s);
    if (role != NULL) {
        json_t *keys = json_object_get(role->delegations, "keys");
        dct_reason reason = dct_trusted_delegated(t, role->name, keys, role->role, file, size, &m, NULL);
        fuzz_check((reason == DCT_REASON_NONE) == (m.whole != NULL));
        if (reason == DCT_REASON_NONE)
            fuzz_check(dct_search_visit(s, &m, &found));
        dct_metadata_drop(&m);
    }
    dct_search_free(s);
}

static void plain(const char *line)
{
    static dct_release r;
    json_t *settings = NULL;
    if (dct_release_parse(&r, line, strlen(line), NULL) == DCT_REASON_NONE) {
        fuzz_check(r.number > 0 && r.pack_count > 0 && r.pack_count <= DCT_GENERATION_PACKS && r.rollout <= 100);
        dct_release_includes(&r, "0123");
        fuzz_check(dct_release_generation(&r).release == r.number);
        for (uint32_t i = 0; i < r.pack_count; i++)
            fuzz_check(r.packs[i].way_count > 0 && r.packs[i].way_count <= DCT_RELEASE_WAYS &&
                       *r.packs[i].ways[r.packs[i].way_count - 1].from == 0);
    }
    fuzz_check((dct_remote_parse(&settings, line, strlen(line), NULL) == DCT_REASON_NONE) == (settings != NULL));
    json_decref(settings);
}

static void hand_on(dct_trusted *t, char kind, const char *file)
{
    size_t size = strlen(file);
    bool kept = false;
    versions before = versions_of(t);
    dct_reason reason = DCT_REASON_NONE;
    switch (kind) {
    case 'r': reason = dct_trusted_root(t, file, size, &kept, NULL); break;
    case 't': reason = dct_trusted_timestamp(t, file, size, &kept, NULL); break;
    case 's': reason = t->timestamp.whole != NULL ? dct_trusted_snapshot(t, file, size, NULL) : DCT_REASON_MISSING; break;
    case 'g': reason = t->current ? dct_trusted_targets(t, file, size, NULL) : DCT_REASON_MISSING; break;
    case 'd': delegate(t, file, size); break;
    case 'L':
        if (t->timestamp.whole == NULL)
            dct_trusted_local_timestamp(t, file, size, NULL);
        return;
    case 'P':
        if (t->timestamp.whole != NULL && t->snapshot.whole == NULL)
            dct_trusted_local_snapshot(t, file, size, NULL);
        return;
    default: return;
    }
    compare(t, &before, kind, reason);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dct_trusted t;
    char *text = fuzz_text(data, size), *root = sign(ROOT);
    dct_trusted_init(&t, &dct_alloc_default, 1800000000);
    fuzz_check(root != NULL && dct_trusted_root(&t, root, strlen(root), NULL, NULL) == DCT_REASON_NONE);
    for (char *line = text, *end; line != NULL; line = end == NULL ? NULL : end + 1) {
        end = strchr(line, '\n');
        if (end != NULL)
            *end = 0;
        if (*line == 'N')
            plain(line + 1);
        char *file = *line != 0 ? sign(line + 1) : NULL;
        if (file != NULL)
            hand_on(&t, *line, file);
        free(file);
    }
    dct_trusted_close(&t);
    free(root);
    free(text);
    return 0;
}
