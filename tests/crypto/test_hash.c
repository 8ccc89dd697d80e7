/* Hashes, HMAC, hexadecimal and base64 against the vectors that their standards publish. */
#include "support/cmocka_all.h"

#include "crypto/hash.h"
#include "crypto/random.h"

#include <stdlib.h>
#include <string.h>

/* FIPS 180-4's examples. */
static void test_sha256(void **state)
{
    (void)state;
    char hex[DCT_HEX_SHA256];
    assert_true(dct_sha256_hex("abc", 3, hex));
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(dct_sha256_hex("", 0, hex));
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_true(dct_sha256_hex(NULL, 0, hex));
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void test_in_pieces(void **state)
{
    (void)state;
    unsigned char sum[DCT_SHA512_BYTES];
    char hex[2 * DCT_SHA512_BYTES + 1], block[1000];
    memset(block, 'a', sizeof block);
    dct_hash *h = dct_hash_new(256);
    for (int i = 0; i < 1000; i++) /* A million times "a". */
        dct_hash_add(h, block, sizeof block);
    assert_true(dct_hash_end(h, sum));
    dct_hash_free(h);
    dct_hex(sum, DCT_SHA256_BYTES, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    h = dct_hash_new(512);
    dct_hash_add(h, "a", 1);
    dct_hash_add(h, NULL, 0);
    dct_hash_add(h, "bc", 2);
    assert_true(dct_hash_end(h, sum));
    dct_hash_free(h);
    dct_hex(sum, DCT_SHA512_BYTES, hex);
    assert_string_equal(hex, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                             "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    assert_null(dct_hash_new(1));
    dct_hash_free(NULL);
}

/* RFC 4231, cases 1, 2 and 6; and a key of nothing. */
static void test_hmac(void **state)
{
    (void)state;
    unsigned char key[131], mac[32];
    char hex[65];
    memset(key, 0x0B, 20);
    assert_true(dct_hmac_sha256(key, 20, "Hi There", 8, mac));
    dct_hex(mac, 32, hex);
    assert_string_equal(hex, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    assert_true(dct_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, mac));
    dct_hex(mac, 32, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(key, 0xAA, sizeof key);
    assert_true(dct_hmac_sha256(key, sizeof key, "Test Using Larger Than Block-Size Key - Hash Key First", 54, mac));
    dct_hex(mac, 32, hex);
    assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    assert_true(dct_hmac_sha256(NULL, 0, NULL, 0, mac));
    dct_hex(mac, 32, hex);
    assert_string_equal(hex, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void test_hex(void **state)
{
    (void)state;
    unsigned char out[4] = { 0 };
    char text[9];
    assert_true(dct_unhex("00fFA5", out, 3));
    dct_hex(out, 3, text);
    assert_string_equal(text, "00ffa5");
    static const char *const bad[] = { "", "0", "00ffa", "00ffa50", "00ffa500", "00ffg5", " 0ffa5", "0x00ff", "00ff\xC3\xA9" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dct_unhex(bad[i], out, 3));
    assert_true(dct_unhex("", out, 0));
}

/* RFC 4648, section 10. */
static void test_base64(void **state)
{
    (void)state;
    static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" },
                                            { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[16];
        unsigned char back[16];
        size_t size = strlen(pairs[i][0]);
        dct_base64(pairs[i][0], size, text);
        assert_string_equal(text, pairs[i][1]);
        assert_int_equal(dct_unbase64(text, back, sizeof back), size);
        assert_memory_equal(back, pairs[i][0], size);
        assert_int_equal(dct_unbase64(text, back, size), size);
        if (size > 0)
            assert_int_equal(dct_unbase64(text, back, size - 1), -1);
    }
    /* Cut, padding inside, bits that nobody wrote, line ends, the other alphabet. */
    static const char *const bad[] = { "Z", "Zg", "Zg=", "Zg===", "=", "====", "Z===", "Zg==Zg==", "Zm9=v", "Zh==", "Zm9=",
                                       "Zm9v\n", "Zm9v ", "Zm-_", "Zm9v\xFF", "Zm=v" };
    unsigned char out[16];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (dct_unbase64(bad[i], out, sizeof out) != -1)
            fail_msg("\"%s\" is taken for base64", bad[i]);
}

static void test_every_byte_there_and_back(void **state)
{
    (void)state;
    unsigned char bytes[300], back[300];
    char text[600];
    for (size_t size = 0; size < sizeof bytes; size++) {
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)(i * 37 + size);
        dct_base64(bytes, size, text);
        assert_int_equal(strlen(text), 4 * ((size + 2) / 3));
        assert_int_equal(dct_unbase64(text, back, sizeof back), size);
        assert_memory_equal(bytes, back, size);
    }
}

static void test_same_bytes_and_chance(void **state)
{
    (void)state;
    unsigned char a[32], b[32] = { 0 };
    assert_true(dct_same_bytes("abc", "abc", 3));
    assert_false(dct_same_bytes("abc", "abd", 3));
    assert_true(dct_same_bytes("x", "y", 0));
    assert_true(dct_random(a, sizeof a));
    assert_true(dct_random(b, sizeof b));
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sha256), cmocka_unit_test(test_in_pieces), cmocka_unit_test(test_hmac),
        cmocka_unit_test(test_hex),    cmocka_unit_test(test_base64),    cmocka_unit_test(test_every_byte_there_and_back),
        cmocka_unit_test(test_same_bytes_and_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
