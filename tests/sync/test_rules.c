/* The client against a repository that attacks it, over real sockets: what it must refuse, and what it must have kept then. */
#include "support/tuf_pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void publish_top(void)
{
    repo_publish(&r, "snapshot");
    repo_publish(&r, "timestamp");
}

/* ---- what must work ---- */

static void test_first_refresh_keeps_the_bytes(void **state)
{
    size_t size, kept_size;
    (void)state;
    refreshes();
    versions(1, 1, 1, 1);
    const char *given = repo_find(&r, "metadata/1.snapshot.json", &size);
    char *kept = tuf_client_file(&c, "snapshot.json", &kept_size);
    assert_int_equal(size, kept_size);
    assert_memory_equal(given, kept, size);
    free(kept);
    assert_true(dct_updater_changed(c.updater));
    assert_int_equal(dct_updater_bytes(c.updater), web_sent(c.web));
}

static void test_second_refresh_asks_little(void **state)
{
    (void)state;
    refreshes();
    tuf_client_restart(&c);
    tuf_client_forget(&c);
    refreshes();
    assert_int_equal(c.asked_count, 2);
    assert_string_equal(c.asked[0], "metadata/2.root.json");
    assert_string_equal(c.asked[1], "metadata/timestamp.json");
    assert_false(dct_updater_changed(c.updater));
}

static void rotate_to(repo_kind kind)
{
    int before = (int)json_integer_value(json_array_get(json_object_get(r.signers, "root"), 0));
    repo_distrust(&r, "root", "root");
    repo_trust(&r, "root", "root", repo_new_key(&r, kind));
    json_array_append_new(json_object_get(r.signers, "root"), json_integer(before)); /* The old key signs once more. */
    repo_publish(&r, "root");
    json_array_remove(json_object_get(r.signers, "root"), 1);
}

static void test_roots_of_every_kind_of_key(void **state)
{
    (void)state;
    rotate_to(REPO_ECDSA);
    rotate_to(REPO_RSA);
    rotate_to(REPO_ED25519);
    refreshes();
    versions(4, 1, 1, 1);
}

static void say_403(void *ctx, const char *path, web_answer *a)
{
    (void)ctx;
    if (strcmp(path, "metadata/2.root.json") == 0)
        a->status = 403;
}

static void test_forbidden_means_no_newer_root(void **state)
{
    (void)state;
    c.bend = say_403;
    refreshes();
    versions(1, 1, 1, 1);
}

static void test_without_consistent_snapshots(void **state)
{
    size_t size;
    (void)state;
    json_object_set_new(repo_role(&r, "root"), "consistent_snapshot", json_false());
    repo_publish(&r, "root");
    const char *snapshot = repo_find(&r, "metadata/1.snapshot.json", &size);
    repo_put(&r, "metadata/snapshot.json", snapshot, size);
    const char *targets = repo_find(&r, "metadata/1.targets.json", &size);
    repo_put(&r, "metadata/targets.json", targets, size);
    repo_drop(&r, "metadata/1.snapshot.json");
    repo_drop(&r, "metadata/1.targets.json");
    refreshes();
    versions(2, 1, 1, 1);
}

static void test_fields_nobody_knows_are_signed_too(void **state)
{
    (void)state;
    repo_set_text(repo_role(&r, "targets"), "x-note", "line one\nline \"two\" \\ \t\xc3\xa4\xf0\x9f\x98\x80 \x7f\x01");
    repo_set_text(repo_role(&r, "root"), "\xc3\xa4-first", "z");
    repo_publish(&r, "root");
    repo_publish_all(&r);
    refreshes();
    versions(2, 2, 2, 2);
}

/* ---- who signed ---- */

static void flip_signature(const char *name)
{
    size_t size;
    const char *data = repo_find(&r, name, &size);
    char *copy = malloc(size);
    memcpy(copy, data, size);
    char *sig = strstr(copy, "\"sig\": \"") + 8;
    *sig = *sig == '0' ? '1' : '0';
    repo_put(&r, name, copy, size);
    free(copy);
}

static void test_wrong_signatures_are_refused_role_by_role(void **state)
{
    (void)state;
    refreshes();
    repo_publish(&r, "root");
    repo_publish_all(&r);
    flip_signature("metadata/2.targets.json");
    fails(DCT_REASON_TAMPER);
    versions(2, 2, 2, 1);
    repo_publish_all(&r);
    flip_signature("metadata/3.snapshot.json");
    fails(DCT_REASON_TAMPER);
    versions(2, 3, 2, 1);
    repo_publish_all(&r);
    flip_signature("metadata/timestamp.json");
    fails(DCT_REASON_TAMPER);
    versions(2, 3, 2, 1);
    repo_publish(&r, "root");
    flip_signature("metadata/3.root.json");
    fails(DCT_REASON_TAMPER);
    versions(2, 3, 2, 1);
}

static void test_new_root_needs_old_and_new_keys(void **state)
{
    (void)state;
    json_t *old = json_deep_copy(json_object_get(r.signers, "root"));
    repo_distrust(&r, "root", "root");
    repo_trust(&r, "root", "root", repo_new_key(&r, REPO_ED25519));
    repo_publish(&r, "root"); /* By the new one alone. */
    fails(DCT_REASON_TAMPER);
    json_object_set_new(r.signers, "root", old);
    repo_sign(&r, "root"); /* By the old one alone. */
    fails(DCT_REASON_TAMPER);
    versions(1, 0, 0, 0);
}

static void test_root_versions_have_no_gaps(void **state)
{
    size_t size;
    (void)state;
    repo_publish(&r, "root");
    repo_publish(&r, "root");
    const char *third = repo_find(&r, "metadata/3.root.json", &size);
    repo_put(&r, "metadata/2.root.json", third, size);
    fails(DCT_REASON_TAMPER);
    versions(1, 0, 0, 0);
}

static void test_thresholds(void **state)
{
    (void)state;
    json_t *role = repo_trusted(&r, "root", "snapshot");
    repo_trust(&r, "root", "snapshot", repo_new_key(&r, REPO_ED25519));
    repo_trust(&r, "root", "snapshot", repo_new_key(&r, REPO_ECDSA));
    repo_set_int(role, "threshold", 3);
    repo_publish(&r, "root");
    publish_top();
    refreshes();
    versions(2, 2, 2, 1);
    json_array_remove(json_object_get(r.signers, "snapshot"), 1);
    publish_top();
    fails(DCT_REASON_TAMPER);
    versions(2, 3, 2, 1);
}

static void test_threshold_zero_is_refused(void **state)
{
    (void)state;
    repo_set_int(repo_trusted(&r, "root", "targets"), "threshold", 0);
    repo_publish(&r, "root");
    fails(DCT_REASON_TAMPER);
    versions(1, 0, 0, 0);
}

static void test_repeated_keyids_in_a_role_are_refused(void **state)
{
    (void)state;
    json_t *keyids = json_object_get(repo_trusted(&r, "root", "snapshot"), "keyids");
    json_array_append(keyids, json_array_get(keyids, 0));
    repo_publish(&r, "root");
    fails(DCT_REASON_TAMPER);
    versions(1, 0, 0, 0);
}

/* Two ids, one key: counted once. */
static void test_one_key_under_two_ids_counts_once(void **state)
{
    (void)state;
    json_t *role = repo_trusted(&r, "root", "snapshot"), *keys = json_object_get(repo_role(&r, "root"), "keys");
    int key = (int)json_integer_value(json_array_get(json_object_get(r.signers, "snapshot"), 0));
    json_t *copy = json_deep_copy(r.keys[key].public_json), *value = json_object_get(copy, "keyval");
    char hex[65];
    snprintf(hex, sizeof hex, "%s", json_string_value(json_object_get(value, "public")));
    for (char *letter = hex; *letter != 0; letter++)
        *letter = *letter >= 'a' ? (char)(*letter - 32) : *letter;
    json_object_set_new(value, "public", json_string(hex)); /* Written in capitals, even. */
    json_object_set_new(keys, "another", copy);
    json_array_append_new(json_object_get(role, "keyids"), json_string("another"));
    repo_set_int(role, "threshold", 2);
    repo_publish(&r, "root");
    publish_top();
    size_t size;
    json_t *whole = json_loads(repo_find(&r, "metadata/2.snapshot.json", &size), 0, NULL);
    json_t *again = json_deep_copy(json_array_get(json_object_get(whole, "signatures"), 0));
    repo_set_text(again, "keyid", "another");
    json_array_append_new(json_object_get(whole, "signatures"), again);
    char *text = json_dumps(whole, 0);
    repo_put(&r, "metadata/2.snapshot.json", text, strlen(text));
    free(text);
    json_decref(whole);
    fails(DCT_REASON_TAMPER);
    versions(2, 2, 0, 0);
}

static void test_repeated_signatures_are_refused(void **state)
{
    size_t size;
    (void)state;
    json_t *whole = json_loads(repo_find(&r, "metadata/1.snapshot.json", &size), 0, NULL);
    json_t *signatures = json_object_get(whole, "signatures");
    json_array_append(signatures, json_array_get(signatures, 0));
    char *text = json_dumps(whole, 0);
    repo_put(&r, "metadata/1.snapshot.json", text, strlen(text));
    free(text);
    json_decref(whole);
    fails(DCT_REASON_TAMPER);
    versions(1, 1, 0, 0);
}

/* ---- the ten attacks that the specification names, as far as not above ---- */

static void test_rollback_of_each_role(void **state)
{
    (void)state;
    repo_publish_all(&r);
    repo_publish_all(&r);
    refreshes();
    versions(1, 3, 3, 3);
    json_t *timestamp = repo_role(&r, "timestamp");
    repo_set_int(timestamp, "version", 2);
    repo_sign(&r, "timestamp");
    fails(DCT_REASON_OLDER);
    repo_set_int(timestamp, "version", 3);
    repo_set_int(json_object_get(json_object_get(timestamp, "meta"), "snapshot.json"), "version", 2);
    repo_publish(&r, "timestamp"); /* 4, but the snapshot goes back. */
    fails(DCT_REASON_OLDER);
    versions(1, 3, 3, 3);
    repo_set_int(json_object_get(json_object_get(repo_role(&r, "snapshot"), "meta"), "targets.json"), "version", 2);
    publish_top(); /* The targets go back. */
    fails(DCT_REASON_OLDER);
    versions(1, 5, 3, 3);
}

static void test_listed_roles_must_stay(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "below", "*", false);
    repo_publish(&r, "below");
    repo_publish_all(&r);
    refreshes();
    json_object_del(json_object_get(repo_role(&r, "snapshot"), "meta"), "below.json");
    publish_top();
    fails(DCT_REASON_OLDER);
    versions(1, 3, 2, 2);
}

static void test_fast_forward_is_undone_by_new_keys(void **state)
{
    (void)state;
    repo_set_int(repo_role(&r, "timestamp"), "version", 900);
    repo_set_int(repo_role(&r, "snapshot"), "version", 900);
    publish_top();
    refreshes();
    versions(1, 901, 901, 1);
    repo_distrust(&r, "root", "timestamp");
    repo_trust(&r, "root", "timestamp", repo_new_key(&r, REPO_ED25519));
    repo_publish(&r, "root");
    repo_set_int(repo_role(&r, "timestamp"), "version", 1);
    repo_set_int(repo_role(&r, "snapshot"), "version", 1);
    publish_top();
    refreshes();
    versions(2, 2, 2, 1);
}

/* A key that is added takes nothing away: what was signed by the one that stays still holds versions up. */
static void test_added_key_does_not_open_the_way_back(void **state)
{
    (void)state;
    repo_publish_all(&r);
    refreshes();
    repo_trust(&r, "root", "timestamp", repo_new_key(&r, REPO_ED25519));
    repo_publish(&r, "root");
    repo_set_int(repo_role(&r, "timestamp"), "version", 1);
    repo_sign(&r, "timestamp");
    fails(DCT_REASON_OLDER);
    versions(2, 2, 2, 2);
}

static void say_date(void *ctx, const char *path, web_answer *a)
{
    (void)path;
    a->headers = ctx;
}

/* Nothing new for a year. If the server's own date says that no year has gone by, it is our clock. */
static void test_frozen_repository_is_stale(void **state)
{
    (void)state;
    refreshes();
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 365 * 86400), DCT_REASON_STALE);
    c.bend = say_date;
    c.bend_ctx = (void *)(uintptr_t) "Date: Sat, 15 Jan 2028 08:00:00 GMT\r\n";
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 365 * 86400), DCT_REASON_STALE);
    c.bend_ctx = (void *)(uintptr_t) "Date: Fri, 15 Jan 2027 08:00:00 GMT\r\n";
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 365 * 86400), DCT_REASON_CLOCK);
    versions(1, 1, 1, 1);
}

static void expire(const char *role)
{
    repo_set_text(repo_role(&r, role), "expires", REPO_PAST);
}

static void test_expired_files_are_not_taken(void **state)
{
    (void)state;
    refreshes();
    expire("targets");
    repo_publish_all(&r);
    fails(DCT_REASON_STALE);
    versions(1, 2, 2, 1);
    expire("snapshot");
    publish_top();
    fails(DCT_REASON_STALE);
    versions(1, 3, 2, 1);
    expire("timestamp");
    publish_top();
    fails(DCT_REASON_STALE);
    versions(1, 3, 2, 1);
    expire("root");
    repo_publish(&r, "root");
    fails(DCT_REASON_STALE);
    versions(2, 3, 2, 1); /* Kept, so that the next one can follow it. */
}

static void test_version_mismatches(void **state)
{
    size_t size;
    (void)state;
    refreshes();
    repo_publish_all(&r);
    const char *old = repo_find(&r, "metadata/1.targets.json", &size);
    repo_put(&r, "metadata/2.targets.json", old, size);
    fails(DCT_REASON_TAMPER);
    versions(1, 2, 2, 1);
    repo_publish_all(&r);
    old = repo_find(&r, "metadata/2.snapshot.json", &size);
    repo_put(&r, "metadata/3.snapshot.json", old, size);
    fails(DCT_REASON_TAMPER);
    versions(1, 3, 2, 1);
}

static void test_mix_and_match_by_hash(void **state)
{
    size_t size;
    (void)state;
    r.hashes = true;
    repo_publish_all(&r);
    refreshes();
    repo_publish_all(&r);
    json_t *targets = repo_role(&r, "targets");
    repo_set_text(targets, "x-other", "signed as well, of the same version, but not the one that was listed");
    json_t *listed = json_deep_copy(json_object_get(json_object_get(repo_role(&r, "snapshot"), "meta"), "targets.json"));
    repo_sign(&r, "targets");
    json_object_set_new(json_object_get(repo_role(&r, "snapshot"), "meta"), "targets.json", listed);
    fails(DCT_REASON_SERVER); /* Longer than was announced: not read to its end. */
    const char *data = repo_find(&r, "metadata/3.targets.json", &size);
    char *shorter = malloc(size);
    memcpy(shorter, data, size);
    repo_put(&r, "metadata/3.targets.json", shorter, size - 100);
    free(shorter);
    fails(DCT_REASON_TAMPER);
    versions(1, 3, 3, 2);
}

static void test_wrong_type_and_wrong_spec(void **state)
{
    size_t size;
    (void)state;
    refreshes();
    repo_set_text(repo_role(&r, "timestamp"), "spec_version", "2.0.0");
    repo_publish(&r, "timestamp");
    fails(DCT_REASON_INCOMPATIBLE);
    repo_set_text(repo_role(&r, "timestamp"), "spec_version", "1.9.99");
    repo_publish(&r, "timestamp");
    refreshes();
    const char *snapshot = repo_find(&r, "metadata/1.snapshot.json", &size);
    repo_put(&r, "metadata/timestamp.json", snapshot, size);
    fails(DCT_REASON_TAMPER);
    versions(1, 3, 1, 1);
}

/* ---- what lies on this device ---- */

static void test_spoilt_local_copies_are_fetched_again(void **state)
{
    static const char *const names[] = { "timestamp.json", "snapshot.json", "targets.json" };
    (void)state;
    refreshes();
    for (size_t i = 0; i < 3; i++) {
        size_t size;
        char *data = tuf_client_file(&c, names[i], &size);
        for (size_t at = 0; at < size; at += 97) {
            data[at] ^= 1;
            tuf_client_put(&c, names[i], data, size);
            data[at] ^= 1;
            refreshes();
            versions(1, 1, 1, 1);
        }
        free(data);
    }
}

static void test_expired_local_copies(void **state)
{
    (void)state;
    repo_set_text(repo_role(&r, "timestamp"), "expires", "2027-01-16T00:00:00Z");
    repo_set_text(repo_role(&r, "snapshot"), "expires", "2027-01-16T00:00:00Z");
    repo_publish_all(&r);
    refreshes();
    /* Two days on, nothing new: they are past their date, and stay. */
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 2 * 86400), DCT_REASON_STALE);
    versions(1, 2, 2, 2);
    /* An older timestamp is not better for being fresh. */
    repo_set_text(repo_role(&r, "timestamp"), "expires", REPO_EXPIRES);
    repo_set_int(repo_role(&r, "timestamp"), "version", 1);
    repo_sign(&r, "timestamp");
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 2 * 86400), DCT_REASON_OLDER);
    repo_set_int(repo_role(&r, "timestamp"), "version", 2);
    repo_set_text(repo_role(&r, "snapshot"), "expires", REPO_EXPIRES);
    publish_top();
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 2 * 86400), DCT_REASON_NONE);
    versions(1, 3, 3, 2);
}

static void test_no_first_root(void **state)
{
    (void)state;
    assert_int_equal(dct_folder_remove(c.folder, "root.json", NULL), DOCENT_OK);
    assert_false(dct_updater_has_root(c.folder));
    fails(DCT_REASON_SETUP);
    assert_int_equal(c.asked_count, 0);
}

#define each(name) cmocka_unit_test_setup_teardown(name, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_first_refresh_keeps_the_bytes),
        each(test_second_refresh_asks_little),
        each(test_roots_of_every_kind_of_key),
        each(test_forbidden_means_no_newer_root),
        each(test_without_consistent_snapshots),
        each(test_fields_nobody_knows_are_signed_too),
        each(test_wrong_signatures_are_refused_role_by_role),
        each(test_new_root_needs_old_and_new_keys),
        each(test_root_versions_have_no_gaps),
        each(test_thresholds),
        each(test_threshold_zero_is_refused),
        each(test_repeated_keyids_in_a_role_are_refused),
        each(test_one_key_under_two_ids_counts_once),
        each(test_repeated_signatures_are_refused),
        each(test_rollback_of_each_role),
        each(test_listed_roles_must_stay),
        each(test_fast_forward_is_undone_by_new_keys),
        each(test_added_key_does_not_open_the_way_back),
        each(test_frozen_repository_is_stale),
        each(test_expired_files_are_not_taken),
        each(test_version_mismatches),
        each(test_mix_and_match_by_hash),
        each(test_wrong_type_and_wrong_spec),
        each(test_spoilt_local_copies_are_fetched_again),
        each(test_expired_local_copies),
        each(test_no_first_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
