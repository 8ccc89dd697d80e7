/* Sealed to a key: opens with the right one alone, and not when a bit was changed. */
#include "support/cmocka_all.h"

#include "base/alloc.h"
#include "crypto/hash.h"
#include "crypto/seal.h"
#include "support/ration.h"

#include <stdlib.h>
#include <string.h>

/* Made by another implementation (python-cryptography) for Bob's key of RFC 7748, 6.1. */
static const char bob_secret[] = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
static const char bob_public[] = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
static const char for_bob[] = "4443545345414c318a5f61f3fa0dabad9018947b6daf14d26299ac80c61ee7265e6cb97ee3a63c6c"
                              "aad8ada9d73b5445d4dbec84813195619c5fea1715e278dd";

static void test_what_another_sealed(void **state)
{
    (void)state;
    unsigned char sealed[64];
    dct_buf out;
    docent_error err = { 0 };
    assert_true(dct_unhex(for_bob, sealed, sizeof sealed));
    dct_buf_init(&out, &dct_alloc_default, 1000);
    assert_int_equal(dct_unseal(bob_secret, sealed, sizeof sealed, &out, &err), DOCENT_OK);
    assert_string_equal(dct_buf_text(&out), "a letter");
    dct_buf_close(&out);
}

static void test_there_and_back(void **state)
{
    (void)state;
    char secret[65], public_key[65];
    dct_buf sealed, again, open;
    docent_error err = { 0 };
    char *text = malloc(100000);
    memset(text, 'q', 100000);
    assert_true(dct_seal_keys(secret, public_key));
    dct_buf_init(&sealed, &dct_alloc_default, 200000);
    dct_buf_init(&again, &dct_alloc_default, 200000);
    dct_buf_init(&open, &dct_alloc_default, 200000);
    static const size_t sizes[] = { 0, 1, 63, 64, 65, 100000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        dct_buf_clear(&sealed);
        dct_buf_clear(&again);
        dct_buf_clear(&open);
        dct_buf_add_text(&open, "before ");
        assert_int_equal(dct_seal(public_key, text, sizes[i], &sealed, &err), DOCENT_OK);
        assert_int_equal(dct_seal(public_key, text, sizes[i], &again, &err), DOCENT_OK);
        assert_int_equal(sealed.size, sizes[i] + DCT_SEAL_OVERHEAD);
        assert_memory_not_equal(sealed.data, again.data, sealed.size); /* A key for once. */
        assert_int_equal(dct_unseal(secret, sealed.data, sealed.size, &open, &err), DOCENT_OK);
        assert_int_equal(open.size, 7 + sizes[i]);
        assert_memory_equal(open.data + 7, text, sizes[i]);
    }
    dct_buf_close(&sealed);
    dct_buf_close(&again);
    dct_buf_close(&open);
    free(text);
}

static void test_every_bit_counts(void **state)
{
    (void)state;
    unsigned char sealed[64];
    dct_buf out;
    docent_error err = { 0 };
    dct_buf_init(&out, &dct_alloc_default, 1000);
    assert_true(dct_unhex(for_bob, sealed, sizeof sealed));
    for (size_t bit = 0; bit < 8 * sizeof sealed; bit++) {
        sealed[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_int_equal(dct_unseal(bob_secret, sealed, sizeof sealed, &out, &err), DOCENT_ERR_CORRUPT);
        assert_int_equal(out.size, 0);
        sealed[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    for (size_t size = 0; size < sizeof sealed; size++)
        assert_int_equal(dct_unseal(bob_secret, sealed, size, &out, &err), DOCENT_ERR_CORRUPT);
    assert_int_equal(dct_unseal(bob_public, sealed, sizeof sealed, &out, &err), DOCENT_ERR_CORRUPT);
    dct_buf_close(&out);
}

static void test_keys_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "00", "zz9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f" };
    dct_buf out;
    docent_error err = { 0 };
    dct_buf_init(&out, &dct_alloc_default, 1000);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(dct_seal(bad[i], "x", 1, &out, &err), DOCENT_ERR_ARG);
        assert_int_equal(dct_unseal(bad[i], "x", 1, &out, &err), DOCENT_ERR_ARG);
    }
    /* A public key of small order: whoever made it could read everything. */
    assert_int_not_equal(dct_seal("0000000000000000000000000000000000000000000000000000000000000000", "x", 1, &out, &err), DOCENT_OK);
    assert_int_equal(out.size, 0);
    dct_buf_close(&out);
}

static void test_memory_is_short(void **state)
{
    (void)state;
    test_ration ration = { .fail_at = 0, .for_ever = true };
    docent_alloc alloc = test_ration_alloc(&ration);
    dct_buf out;
    docent_error err = { 0 };
    dct_buf_init(&out, &alloc, 1000);
    assert_int_equal(dct_seal(bob_public, "x", 1, &out, &err), DOCENT_ERR_NOMEM);
    dct_buf_close(&out);
    dct_buf_init(&out, &dct_alloc_default, 50); /* A bound. */
    assert_int_not_equal(dct_seal(bob_public, "x", 1, &out, &err), DOCENT_OK);
    dct_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_another_sealed), cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_every_bit_counts),    cmocka_unit_test(test_keys_that_are_none),
        cmocka_unit_test(test_memory_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
