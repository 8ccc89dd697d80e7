/* Logging in: the examples of RFC 5802 and 7677, which mechanism is taken, and servers that do not prove themselves. */
#include "support/cmocka_all.h"

#include "contact/sasl.h"
#include "crypto/hash.h"
#include "crypto/scram.h"

#include <stdio.h>
#include <string.h>

static docent_error err;

static bool entropy(void *ctx, void *out, size_t size)
{
    memset(out, *(int *)ctx, size);
    return *(int *)ctx != 0;
}

static docent_clock clock_of(int *byte)
{
    return (docent_clock){ .struct_size = sizeof(docent_clock), .ctx = byte, .entropy = entropy };
}

static void check(int hash, const char *salt64, uint32_t rounds, const char *message, const char *proof64, const char *server64)
{
    unsigned char salt[64], proof[DCT_SCRAM_BYTES], server[DCT_SCRAM_BYTES];
    char text[64];
    int64_t n = dct_unbase64(salt64, salt, sizeof salt);
    assert_true(n > 0);
    size_t size = dct_scram(hash, "pencil", salt, (size_t)n, rounds, message, proof, server);
    assert_int_equal(size, hash == 1 ? 20 : 32);
    dct_base64(proof, size, text);
    assert_string_equal(text, proof64);
    dct_base64(server, size, text);
    assert_string_equal(text, server64);
}

static void test_the_examples_of_the_standards(void **state)
{
    (void)state;
    check(1, "QSXCR+Q6sek8bf92", 4096,
          "n=user,r=fyko+d2lbbFgONRv9qkxdawL,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096,"
          "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j",
          "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", "rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    check(256, "W22ZaJ0SNY7soEsUEjb6gQ==", 4096,
          "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
          "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
          "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    unsigned char proof[DCT_SCRAM_BYTES], server[DCT_SCRAM_BYTES];
    assert_int_equal(dct_scram(1, "pencil", "salt", 4, 0, "", proof, server), 0);
    assert_int_equal(dct_scram(1, "pencil", "salt", 4, DCT_SCRAM_ROUNDS + 1, "", proof, server), 0);
    assert_int_equal(dct_scram(512, "pencil", "salt", 4, 1, "", proof, server), 0);
}

static dct_sasl_kind choose(const char *offered, const char *user, bool secure)
{
    dct_arena arena;
    dct_buf text;
    dct_sasl s;
    int byte = 1;
    docent_clock clock = clock_of(&byte);
    dct_arena_init(&arena, &dct_alloc_default, 65536);
    dct_buf_init(&text, &dct_alloc_default, 4096);
    dct_buf_add_text(&text, "<mechanisms xmlns='" DCT_SASL_NS "'>");
    for (const char *p = offered; *p != 0; p += strcspn(p, " "), p += strspn(p, " "))
        dct_buf_add_format(&text, "<mechanism>%.*s</mechanism>", (int)strcspn(p, " "), p);
    dct_buf_add_text(&text, "</mechanisms>");
    const dct_xml *x = dct_xml_read((char *)text.data, text.size, &arena, "test", &err);
    assert_non_null(x);
    docent_status status = dct_sasl_choose(&s, x, user, "pencil", secure, &clock, &err);
    dct_arena_close(&arena);
    dct_buf_close(&text);
    return status == DOCENT_OK ? s.kind : DCT_SASL_NONE;
}

static void test_the_strongest_is_taken(void **state)
{
    (void)state;
    assert_int_equal(choose("PLAIN SCRAM-SHA-1 SCRAM-SHA-256 ANONYMOUS", "user", true), DCT_SASL_SHA256);
    assert_int_equal(choose("SCRAM-SHA-1 PLAIN", "user", true), DCT_SASL_SHA1);
    assert_int_equal(choose("PLAIN", "user", true), DCT_SASL_PLAIN);
    assert_int_equal(choose("PLAIN", "user", false), DCT_SASL_NONE);
    assert_int_equal(choose("ANONYMOUS", "user", true), DCT_SASL_NONE);
    assert_int_equal(choose("PLAIN ANONYMOUS", "", true), DCT_SASL_ANONYMOUS);
    assert_int_equal(choose("X-OAUTH2", "user", true), DCT_SASL_NONE);
}

/* A whole talk with a server that knows the password, and says so, or lies about it. */
static docent_status talk(const char *text, bool proves, bool *believed)
{
    dct_sasl s = { .kind = DCT_SASL_SHA256, .user = "a,b=c", .password = "pencil" };
    char challenge[600], challenge64[1000], success[128], server64[64];
    dct_buf out;
    memset(s.nonce, 'n', 32);
    dct_buf_init(&out, &dct_alloc_default, 8192);
    assert_int_equal(dct_sasl_first(&s, &out, &err), DOCENT_OK);
    assert_non_null(strstr(s.first, "n=a=2Cb=3Dc,"));
    const char *place = strchr(text, '@'); /* Where our nonce stands. */
    int before = place == NULL ? (int)strlen(text) : (int)(place - text);
    snprintf(challenge, sizeof challenge, "%.*s%s%s", before, text, place == NULL ? "" : s.nonce, place == NULL ? "" : place + 1);
    dct_base64(challenge, strlen(challenge), challenge64);
    docent_status status = dct_sasl_answer(&s, challenge64, &out, &err);
    if (status == DOCENT_OK) {
        s.server[0] ^= proves ? 0 : 1;
        dct_base64(s.server, s.server_size, server64);
        s.server[0] ^= proves ? 0 : 1;
        snprintf(challenge, sizeof challenge, "v=%s", server64);
        dct_base64(challenge, strlen(challenge), success);
        *believed = dct_sasl_proved(&s, success);
        assert_false(dct_sasl_proved(&s, ""));
        assert_false(dct_sasl_proved(&s, "!"));
    }
    dct_buf_close(&out);
    return status;
}

static void test_servers_must_prove_themselves(void **state)
{
    static const char *const bad[] = {
        "r=other,s=QSXCR+Q6sek8bf92,i=4096", "r=@,s=QSXCR+Q6sek8bf92,i=4096", "r=@X,s=,i=4096", "r=@X,s=!,i=4096",
        "r=@X,s=QSXCR+Q6sek8bf92,i=0", "r=@X,s=QSXCR+Q6sek8bf92,i=2000000000", "r=@X,s=QSXCR+Q6sek8bf92", "e=other-error", "",
    };
    bool believed = false;
    (void)state;
    assert_int_equal(talk("r=@X,s=QSXCR+Q6sek8bf92,i=4096", true, &believed), DOCENT_OK);
    assert_true(believed);
    assert_int_equal(talk("r=@X,s=QSXCR+Q6sek8bf92,i=4096", false, &believed), DOCENT_OK);
    assert_false(believed);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(talk(bad[i], true, &believed), DOCENT_ERR_SYNTAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_examples_of_the_standards),
        cmocka_unit_test(test_the_strongest_is_taken),
        cmocka_unit_test(test_servers_must_prove_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
