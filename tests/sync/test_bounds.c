/* Bounds: what never ends, is too much, too long, too often, or signed but malformed. */
#include "support/tuf_pair.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_root_rotations_are_bounded(void **state)
{
    (void)state;
    for (unsigned i = 0; i < DCT_MAX_ROOT_ROTATIONS + 5; i++)
        repo_publish(&r, "root");
    refreshes();
    versions(1 + (int)DCT_MAX_ROOT_ROTATIONS, 1, 1, 1);
    refreshes(); /* The next cycle goes on from there. */
    versions(6 + (int)DCT_MAX_ROOT_ROTATIONS, 1, 1, 1);
}

static void never_end(void *ctx, const char *path, web_answer *a)
{
    if (strstr(path, (const char *)ctx) != NULL)
        a->endless = true;
}

static void test_endless_metadata(void **state)
{
    static char names[][16] = { "root.json", "timestamp.json", "snapshot.json", "targets.json" };
    (void)state;
    repo_publish(&r, "root");
    c.bend = never_end;
    for (size_t i = 0; i < 4; i++) {
        uint64_t before = web_sent(c.web);
        c.bend_ctx = names[i];
        fails(DCT_REASON_SERVER);
        assert_true(web_sent(c.web) - before < 2 * DCT_MAX_TARGETS_BYTES + (8 << 20)); /* What the sockets hold comes on top. */
    }
    versions(2, 1, 1, 0);
}

static void test_announced_length_is_the_bound(void **state)
{
    (void)state;
    r.hashes = true;
    repo_publish_all(&r);
    c.bend = never_end;
    c.bend_ctx = (void *)(uintptr_t) "targets.json";
    fails(DCT_REASON_SERVER);
    assert_true(dct_updater_bytes(c.updater) < 20000);
}

static void test_too_many_keyids(void **state)
{
    char id[24];
    (void)state;
    json_t *keyids = json_object_get(repo_trusted(&r, "root", "targets"), "keyids");
    for (unsigned i = 0; i < DCT_MAX_TUF_KEYIDS; i++) {
        snprintf(id, sizeof id, "key-%u", i);
        json_array_append_new(keyids, json_string(id));
    }
    repo_publish(&r, "root");
    fails(DCT_REASON_TAMPER);
}

/* ---- metadata that is signed, and still not what the specification allows ---- */

static void must_refuse(const char *role, const char *what)
{
    repo_sign(&r, role);
    if (strcmp(role, "targets") == 0)
        repo_publish(&r, "snapshot");
    if (strcmp(role, "timestamp") != 0)
        repo_publish(&r, "timestamp");
    dct_reason reason = tuf_client_refresh(&c, REPO_NOW);
    if (reason != DCT_REASON_TAMPER && reason != DCT_REASON_INCOMPATIBLE)
        fail_msg("%s: %s: %s", role, what, dct_reason_name(reason));
}

/* {"member": value} in place of what is there, or of nothing. */
static void refused(const char *role, const char *path, const char *change)
{
    json_t *body = repo_role(&r, role), *was = json_deep_copy(body), *at = body;
    char copy[80], *name = strtok(strcpy(copy, path), "/");
    json_t *value = json_loads(change, JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    for (char *next; (next = strtok(NULL, "/")) != NULL; name = next)
        at = json_object_get(at, name);
    assert_true(json_is_object(at));
    if (strcmp(path, "version") != 0)
        repo_set_int(body, "version", json_integer_value(json_object_get(body, "version")) + 1);
    json_object_set_new(at, name, value);
    must_refuse(role, path);
    json_object_set_new(r.roles, role, was);
}

static void test_malformed_metadata(void **state)
{
    (void)state;
    refreshes();
    refused("timestamp", "_type", "\"snapshot\"");
    refused("timestamp", "_type", "7");
    refused("timestamp", "spec_version", "\"1\"");
    refused("timestamp", "spec_version", "\"10.0\"");
    refused("timestamp", "spec_version", "1");
    refused("timestamp", "version", "0");
    refused("timestamp", "version", "-1");
    refused("timestamp", "version", "\"2\"");
    refused("timestamp", "version", "true");
    refused("timestamp", "expires", "\"tomorrow\"");
    refused("timestamp", "expires", "4102444800");
    refused("timestamp", "meta", "[]");
    refused("timestamp", "meta", "{}");
    refused("timestamp", "meta/snapshot.json", "{}");
    refused("timestamp", "meta/snapshot.json", "{\"version\": 0}");
    refused("timestamp", "meta/snapshot.json", "{\"version\": 1, \"length\": -1}");
    refused("timestamp", "meta/snapshot.json", "{\"version\": 1, \"length\": \"9\"}");
    refused("timestamp", "meta/snapshot.json", "{\"version\": 1, \"hashes\": {}}");
    refused("timestamp", "meta/snapshot.json", "{\"version\": 1, \"hashes\": {\"sha256\": 1}}");
    refused("timestamp", "meta/no-end", "{\"version\": 1}");
    refused("targets", "targets", "[]");
    refused("targets", "targets/x", "{}");
    refused("targets", "targets/x", "{\"length\": -1, \"hashes\": {\"sha256\": \"00\"}}");
    refused("targets", "targets/x", "{\"length\": 1, \"hashes\": {}}");
    refused("targets", "targets/x", "{\"length\": 1}");
    refused("targets", "delegations", "[]");
    refused("targets", "delegations", "{\"keys\": {}}");
    refused("targets", "delegations", "{\"keys\": {}, \"roles\": {}}");
    refused("targets", "delegations", "{\"keys\": {\"a\": {}}, \"roles\": []}");
    refused("targets", "delegations", "{\"keys\": {}, \"roles\": [], \"succinct_roles\": {}}");
    refused("targets", "delegations", "{\"keys\": {}, \"succinct_roles\": {\"keyids\": [], \"threshold\": 1, "
                                      "\"bit_length\": 33, \"name_prefix\": \"x\"}}");
    repo_publish_all(&r); /* And what is well-formed is taken. */
    refreshes();
}

static void test_malformed_roots(void **state)
{
    static const char *const changes[][2] = {
        { "consistent_snapshot", "1" },         { "keys", "[]" },
        { "keys/x", "{}" },                     { "keys/x", "{\"keytype\": 1, \"scheme\": \"x\", \"keyval\": {\"public\": \"\"}}" },
        { "roles", "{}" },                      { "roles/targets", "{\"keyids\": [], \"threshold\": 0}" },
        { "roles/root", "{\"keyids\": [1], \"threshold\": 1}" }, { "roles/snapshot", "{\"keyids\": {}, \"threshold\": 1}" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        json_t *body = repo_role(&r, "root");
        repo_set_int(body, "version", 1);
        refused("root", changes[i][0], changes[i][1]);
    }
    versions(1, 0, 0, 0);
}

/* Signatures over a number with a fraction: it has no canonical form, so nothing can be signed. */
static void test_fractions(void **state)
{
    size_t size;
    (void)state;
    const char *data = repo_find(&r, "metadata/timestamp.json", &size);
    char *text = malloc(size + 32), *at = strstr(data, "\"version\": 1");
    int n = snprintf(text, size + 32, "%.*s\"x\": 0.5, %s", (int)(at - data), data, at);
    repo_put(&r, "metadata/timestamp.json", text, (size_t)n);
    free(text);
    fails(DCT_REASON_TAMPER);
}

#define each(name) cmocka_unit_test_setup_teardown(name, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_root_rotations_are_bounded),
        each(test_endless_metadata),
        each(test_announced_length_is_the_bound),
        each(test_too_many_keyids),
        each(test_malformed_metadata),
        each(test_malformed_roots),
        each(test_fractions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
