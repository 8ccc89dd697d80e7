/* Signatures: published vectors, those of the openssl command, and keys that must verify nothing. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"

#include "crypto/hash.h"
#include "crypto/signature.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* RFC 8032, 7.1: tests 1 and 2. */
static const struct { const char *seed, *public_key, *text, *signature; } ed25519[] = {
    { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b" },
    { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "r",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00" },
};

static void test_ed25519(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char public_key[65];
        unsigned char mine[64], theirs[64];
        const char *text = ed25519[i].text;
        assert_true(dct_unhex(ed25519[i].signature, theirs, 64));
        assert_true(dct_ed25519_public(ed25519[i].seed, public_key));
        assert_string_equal(public_key, ed25519[i].public_key);
        assert_true(dct_ed25519_sign(ed25519[i].seed, text, strlen(text), mine));
        assert_memory_equal(mine, theirs, 64);
        assert_true(dct_signature_ok("ed25519", "ed25519", public_key, text, strlen(text), theirs, 64));
        assert_false(dct_signature_ok("ed25519", "ed25519", public_key, "other", 5, theirs, 64));
        for (size_t bit = 0; bit < 512; bit++) {
            theirs[bit / 8] ^= (unsigned char)(1u << bit % 8);
            assert_false(dct_signature_ok("ed25519", "ed25519", public_key, text, strlen(text), theirs, 64));
            theirs[bit / 8] ^= (unsigned char)(1u << bit % 8);
        }
        for (size_t size = 0; size < 64; size++)
            assert_false(dct_signature_ok("ed25519", "ed25519", public_key, text, strlen(text), theirs, size));
    }
}

static void test_a_new_pair(void **state)
{
    (void)state;
    char seed[65], public_key[65], other_seed[65], other_public[65];
    unsigned char signature[64];
    assert_true(dct_ed25519_new(seed, public_key));
    assert_true(dct_ed25519_new(other_seed, other_public));
    assert_string_not_equal(seed, other_seed);
    assert_true(dct_ed25519_sign(seed, "text", 4, signature));
    assert_true(dct_signature_ok("ed25519", "ed25519", public_key, "text", 4, signature, 64));
    assert_false(dct_signature_ok("ed25519", "ed25519", other_public, "text", 4, signature, 64));
    assert_false(dct_ed25519_sign("not a seed", "text", 4, signature));
    assert_false(dct_ed25519_public("", public_key));
    assert_string_equal(public_key, "");
}

/* ---- P-256: RFC 6979, A.2.5, "sample" with SHA-256 ---- */

static const char p256_key[] = "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                               "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                               "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
static const char p256_signature[] = "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                                     "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

static void pem_of(const char *hex, char *pem)
{
    unsigned char der[200];
    char text[300];
    size_t size = strlen(hex) / 2;
    assert_true(dct_unhex(hex, der, size));
    dct_base64(der, size, text);
    int at = sprintf(pem, "-----BEGIN PUBLIC KEY-----\n");
    for (size_t i = 0; i < strlen(text); i += 64)
        at += sprintf(pem + at, "%.64s\n", text + i);
    sprintf(pem + at, "-----END PUBLIC KEY-----\n");
}

static void test_ecdsa(void **state)
{
    (void)state;
    char pem[400];
    unsigned char signature[72];
    pem_of(p256_key, pem);
    assert_true(dct_unhex(p256_signature, signature, 72));
    assert_true(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", pem, "sample", 6, signature, 72));
    assert_true(dct_signature_ok("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", pem, "simple", 6, signature, 72));
    char other[500];
    snprintf(other, sizeof other, "A note\n%s\n\n", pem); /* The same key, written in another way. */
    assert_true(dct_same_public_key(pem, other));
    assert_true(dct_same_public_key("AB" "00000000000000000000000000000000000000000000000000000000000000",
                                    "ab" "00000000000000000000000000000000000000000000000000000000000000"));
    assert_false(dct_same_public_key("AC" "00000000000000000000000000000000000000000000000000000000000000",
                                     "ab" "00000000000000000000000000000000000000000000000000000000000000"));
    assert_false(dct_same_public_key(pem, "-----BEGIN PUBLIC KEY-----\n"));
    assert_false(dct_same_public_key("", pem));
    for (size_t size = 0; size < 72; size++)
        assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", pem, "sample", 6, signature, size));
    /* Under another name, or none. */
    assert_false(dct_signature_ok("rsa", "ecdsa-sha2-nistp256", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("ecdsa", "rsassa-pss-sha256", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("rsa", "rsassa-pss-sha256", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp384", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("", "", pem, "sample", 6, signature, 72));
    assert_false(dct_signature_ok("ed25519", "ed25519", pem, "sample", 6, signature, 64));
}

static void test_keys_that_are_none(void **state)
{
    (void)state;
    char pem[400], cut[400], long_pem[8000];
    unsigned char signature[72];
    pem_of(p256_key, pem);
    assert_true(dct_unhex(p256_signature, signature, 72));
    for (size_t size = 0; size + 2 < strlen(pem); size++) {
        snprintf(cut, sizeof cut, "%.*s", (int)size, pem);
        assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", cut, "sample", 6, signature, 72));
    }
    for (size_t at = 27; at + 30 < strlen(pem); at++) { /* A point that is on no curve, or another's; not the last spare bits. */
        snprintf(cut, sizeof cut, "%s", pem);
        cut[at] = cut[at] == 'A' ? 'B' : 'A';
        assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", cut, "sample", 6, signature, 72));
    }
    memset(long_pem, '\n', sizeof long_pem);
    strcpy(long_pem + 5000, pem);
    assert_false(dct_signature_ok("ecdsa", "ecdsa-sha2-nistp256", long_pem, "sample", 6, signature, 72));
    static const char *const bad[] = { "", "x", "00", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511",
                                       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dct_signature_ok("ed25519", "ed25519", bad[i], "", 0, signature, 64));
}

/* ---- what the openssl command makes ---- */

static char folder[64];

static bool run(const char *command)
{
    char line[1200];
    snprintf(line, sizeof line, "cd %s && { %s; } >/dev/null 2>&1", folder, command);
    return system(line) == 0;
}

static size_t slurp(const char *name, void *out, size_t room)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    size_t size = file == NULL ? 0 : fread(out, 1, room - 1, file);
    if (file != NULL)
        fclose(file);
    ((char *)out)[size] = 0;
    return size;
}

static bool verifies(const char *keytype, const char *scheme)
{
    char pem[4000];
    unsigned char signature[2000];
    assert_true(slurp("public", pem, sizeof pem) > 0);
    size_t size = slurp("signature", signature, sizeof signature);
    assert_true(size > 0);
    return dct_signature_ok(keytype, scheme, pem, "release 7\n", 10, signature, size);
}

#define RSA(bits) "openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:" bits " -out key && openssl pkey -in key -pubout -out public"
#define PSS(salt) "openssl dgst -sha256 -sign key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:" salt " -out signature text"
#define EC(curve) "openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:" curve " -out key && openssl pkey -in key -pubout -out public"
#define SIGN "openssl dgst -sha256 -sign key -out signature text"

static void test_keys_of_the_openssl_command(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/docent-keys.XXXXXX");
    assert_non_null(mkdtemp(folder));
    if (!run("openssl version && printf 'release 7\\n' > text")) {
        rmdir(folder);
        print_message("skipped: there is no openssl command\n");
        skip();
    }
    assert_true(run(RSA("2048")));
    assert_true(run(PSS("digest")) && verifies("rsa", "rsassa-pss-sha256"));
    assert_true(run(PSS("max")) && verifies("rsa", "rsassa-pss-sha256"));
    assert_true(run(SIGN)); /* The older padding, by the same key. */
    assert_false(verifies("rsa", "rsassa-pss-sha256"));
    assert_true(run(RSA("1024")) && run(PSS("digest"))); /* Too small to trust. */
    assert_false(verifies("rsa", "rsassa-pss-sha256"));
    assert_true(run(EC("P-256")) && run(SIGN) && verifies("ecdsa", "ecdsa-sha2-nistp256"));
    assert_true(run(EC("P-384")) && run(SIGN)); /* Another curve under that name. */
    assert_false(verifies("ecdsa", "ecdsa-sha2-nistp256"));
    assert_true(run("openssl genpkey -algorithm ed25519 -out key && openssl pkey -in key -pubout -outform DER -out public &&"
                    "openssl pkeyutl -sign -inkey key -rawin -in text -out signature"));
    unsigned char der[100], signature[100];
    char hex[65];
    assert_int_equal(slurp("public", der, sizeof der), 44);
    assert_int_equal(slurp("signature", signature, sizeof signature), 64);
    dct_hex(der + 12, 32, hex);
    assert_true(dct_signature_ok("ed25519", "ed25519", hex, "release 7\n", 10, signature, 64));
    assert_true(run("rm key public signature text"));
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ed25519), cmocka_unit_test(test_a_new_pair), cmocka_unit_test(test_ecdsa),
        cmocka_unit_test(test_keys_that_are_none), cmocka_unit_test(test_keys_of_the_openssl_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
