/* Searches through delegated roles: the order, the ends, the bounds, and that each role is verified as this search's delegator
 * wants it. */
#include "support/tuf_pair.h"

#include "base/limits.h"
#include "crypto/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void publish(const char *roles)
{
    char name[80];
    for (int n; sscanf(roles, "%79s%n", name, &n) == 1; roles += n)
        repo_publish(&r, name);
    repo_publish_all(&r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    tuf_client_forget(&c);
}

/* The roles that were fetched, in order: "A C B". */
static void fetched(const char *expected)
{
    char is[600] = "";
    for (int i = 0; i < c.asked_count; i++) {
        char name[120];
        snprintf(name, sizeof name, "%s", strchr(strchr(c.asked[i], '/') + 1, '.') + 1);
        *strrchr(name, '.') = 0;
        snprintf(is + strlen(is), sizeof is - strlen(is), "%s%s", is[0] == 0 ? "" : " ", name);
    }
    assert_string_equal(is, expected);
    tuf_client_forget(&c);
}

static void finds(const char *path, dct_reason why)
{
    assert_string_equal(dct_reason_name(tuf_client_find(&c, path)), dct_reason_name(why));
    assert_int_equal(dct_updater_target(c.updater) != NULL, why == DCT_REASON_NONE);
}

static void test_order_and_terminating(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "*", false);
    repo_delegate(&r, "targets", "B", "*", true);
    repo_delegate(&r, "targets", "C", "*", false);
    repo_delegate(&r, "A", "D", "*", false);
    repo_add_target(&r, "C", "only-c", "c", 1);
    repo_add_target(&r, "B", "in-b", "b", 1);
    publish("A B C D");
    finds("only-c", DCT_REASON_MISSING);
    fetched("A D B");
    finds("in-b", DCT_REASON_NONE);
    fetched(""); /* From here, verified again. */
}

/* A terminating role ends the search for the paths it speaks for, and only for these. */
static void test_terminating_below(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "*", false);
    repo_delegate(&r, "targets", "B", "*", false);
    repo_delegate(&r, "A", "C", "x*", true);
    repo_add_target(&r, "B", "xy", "1", 1);
    repo_add_target(&r, "B", "zy", "2", 1);
    publish("A B C");
    finds("xy", DCT_REASON_MISSING);
    fetched("A C");
    finds("zy", DCT_REASON_NONE);
    fetched("B");
}

static void test_rings_end(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "*", false);
    repo_delegate(&r, "A", "B", "*", false);
    repo_delegate(&r, "B", "A", "*", false);
    repo_delegate(&r, "B", "B", "*", false);
    publish("A B");
    finds("nowhere", DCT_REASON_MISSING);
    fetched("A B");
}

static void test_roles_are_bounded(void **state)
{
    char name[16];
    (void)state;
    for (unsigned i = 0; i < DCT_MAX_DELEGATIONS + 3; i++) {
        snprintf(name, sizeof name, "role-%u", i);
        repo_delegate(&r, "targets", name, "*", false);
        if (i == DCT_MAX_DELEGATIONS - 1)
            repo_add_target(&r, name, "last", "1", 1);
        if (i == DCT_MAX_DELEGATIONS + 1)
            repo_add_target(&r, name, "too-far", "1", 1);
        repo_publish(&r, name);
    }
    publish("");
    finds("last", DCT_REASON_NONE);
    finds("too-far", DCT_REASON_MISSING);
    assert_non_null(strstr(dct_updater_error(c.updater)->message, "first 32 roles"));
    assert_int_equal(c.asked_count, (int)DCT_MAX_DELEGATIONS);
}

static void test_prefixes_of_hashes(void **state)
{
    char hash[65], prefix[4];
    (void)state;
    assert_true(dct_sha256_hex("a/b", 3, hash));
    memcpy(prefix, hash, 3);
    prefix[3] = 0;
    repo_delegate(&r, "targets", "bin", "*", false);
    json_t *role = repo_trusted(&r, "targets", "bin");
    json_object_del(role, "paths");
    json_object_set_new(role, "path_hash_prefixes", json_pack("[ss]", "zz", prefix));
    repo_add_target(&r, "bin", "a/b", "1", 1);
    publish("bin");
    finds("a/b", DCT_REASON_NONE);
    fetched("bin");
    finds("a/c", DCT_REASON_MISSING);
    fetched("");
}

static void test_succinct_roles(void **state)
{
    char hash[65], name[32];
    unsigned bin;
    (void)state;
    assert_true(dct_sha256_hex("some/path", 9, hash));
    assert_int_equal(sscanf(hash, "%3x", &bin), 1); /* 12 bits; the bins have 10. */
    snprintf(name, sizeof name, "bin-%03x", bin >> 2);
    repo_delegate(&r, "targets", name, "*", false);
    json_t *delegations = json_object_get(repo_role(&r, "targets"), "delegations");
    json_t *role = json_deep_copy(repo_trusted(&r, "targets", name));
    repo_set_text(role, "name_prefix", "bin");
    repo_set_int(role, "bit_length", 10);
    json_object_del(delegations, "roles");
    json_object_set_new(delegations, "succinct_roles", role);
    repo_add_target(&r, name, "some/path", "1", 1);
    repo_publish(&r, name);
    publish("");
    finds("some/path", DCT_REASON_NONE);
    fetched(name);
}

/* B never trusted the key that signed: that A did does not help, whoever was asked first. */
static void test_each_delegator_counts_for_itself(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "a/*", false);
    repo_delegate(&r, "targets", "B", "b/*", false);
    repo_delegate(&r, "A", "shared", "a/*", false);
    repo_delegate(&r, "B", "shared", "b/*", false);
    json_array_remove(json_object_get(r.signers, "shared"), 1); /* The key that B knows. */
    repo_add_target(&r, "shared", "a/x", "1", 1);
    repo_add_target(&r, "shared", "b/x", "2", 1);
    publish("shared A B");
    finds("a/x", DCT_REASON_NONE);
    finds("b/x", DCT_REASON_TAMPER);
    tuf_client_restart(&c);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    finds("b/x", DCT_REASON_TAMPER);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    finds("a/x", DCT_REASON_NONE);
}

/* A role must speak for the path itself, not only be under one that does. */
static void test_every_role_on_the_way_must_match(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "manuals/*", false);
    repo_delegate(&r, "A", "B", "*/*", false);
    repo_add_target(&r, "B", "prices/list", "1", 1);
    repo_add_target(&r, "B", "manuals/radio", "1", 1);
    publish("A B");
    finds("prices/list", DCT_REASON_MISSING);
    fetched("");
    finds("manuals/radio", DCT_REASON_NONE);
}

static void test_expired_and_unlisted(void **state)
{
    (void)state;
    repo_delegate(&r, "targets", "A", "*", false);
    repo_set_text(repo_role(&r, "A"), "expires", REPO_PAST);
    publish("A");
    finds("x", DCT_REASON_STALE);
    assert_int_equal(tuf_client_version(&c, "A"), 0);
    repo_set_text(repo_role(&r, "A"), "expires", "2027-01-16T00:00:00Z");
    repo_add_target(&r, "A", "x", "1", 1);
    publish("A");
    finds("x", DCT_REASON_NONE);
    assert_int_equal(tuf_client_version(&c, "A"), 2);
    /* Two days on, the copy that is here is past its date, and so is the server's. */
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW + 2 * 86400), DCT_REASON_NONE);
    finds("x", DCT_REASON_STALE);
    repo_delegate(&r, "targets", "B", "b", true);
    publish(""); /* B was never published. */
    finds("b", DCT_REASON_MISSING);
}

static void refused(const char *member, json_t *value)
{
    json_t *role = repo_trusted(&r, "targets", "A"), *was = json_incref(json_object_get(role, member));
    json_object_set_new(role, member, value);
    repo_publish_all(&r);
    dct_reason reason = tuf_client_refresh(&c, REPO_NOW);
    if (reason != DCT_REASON_TAMPER)
        fail_msg("%s: %s", member, dct_reason_name(reason));
    if (was != NULL)
        json_object_set_new(role, member, was);
    else
        json_object_del(role, member);
    repo_publish_all(&r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
}

static void test_malformed_delegations(void **state)
{
    char longest[DCT_MAX_ROLE_NAME + 2];
    (void)state;
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    repo_delegate(&r, "targets", "A", "*", false);
    repo_delegate(&r, "targets", "B", "*", false);
    publish("A B");
    refused("threshold", json_integer(0));
    refused("threshold", json_string("1"));
    refused("keyids", json_pack("[ss]", "x", "x"));
    refused("name", json_string("B"));
    refused("name", json_string("root"));
    refused("name", json_string("TimeStamp"));
    refused("name", json_string(""));
    refused("name", json_string(longest));
    refused("name", json_integer(1));
    refused("terminating", json_integer(1));
    refused("paths", json_pack("[i]", 1));
    refused("path_hash_prefixes", json_pack("[s]", "00"));
}

#define each(name) cmocka_unit_test_setup_teardown(name, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_order_and_terminating),
        each(test_terminating_below),
        each(test_rings_end),
        each(test_roles_are_bounded),
        each(test_prefixes_of_hashes),
        each(test_succinct_roles),
        each(test_each_delegator_counts_for_itself),
        each(test_every_role_on_the_way_must_match),
        each(test_expired_and_unlisted),
        each(test_malformed_delegations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
