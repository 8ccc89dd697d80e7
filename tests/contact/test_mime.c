/* A mail is written piece by piece and read back: by our own reader here, by Python's in tests/backends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/letter_mail.h"
#include "contact/mail_parse.h"
#include "support/ration.h"

#define ID "018f3a1c-0000-7000-8000-0000000000aa"
#define CONVERSATION "018f3a1c-0000-7000-8000-0000000000bb"

static unsigned char big[9u << 20];

static int64_t read_big(void *ctx, const char *sha256, uint64_t offset, void *to, size_t size)
{
    size_t limit = *(const size_t *)ctx;
    (void)sha256;
    if (offset >= limit)
        return 0;
    size_t n = limit - (size_t)offset < size ? limit - (size_t)offset : size;
    n = n > 1000 ? 1000 : n; /* A file may give less than was asked for. */
    memcpy(to, big + offset, n);
    return (int64_t)n;
}

static dct_letter letter_of(const char *subject, const char *body)
{
    dct_letter l;
    memset(&l, 0, sizeof l);
    l.name = l.email = l.phone = l.problem = l.queue = l.priority = l.locale = "";
    l.product = l.audience = l.version = l.article = l.diagnostics = l.opinion = l.device = "";
    l.id = ID;
    l.conversation = CONVERSATION;
    l.reference = "K7QM-3XR2";
    l.kind = "ticket";
    l.part = DCT_PART_CREATE;
    l.made = 1763800000;
    l.subject = subject;
    l.body = body;
    return l;
}

static dct_mail_way way_of(size_t *limit)
{
    return (dct_mail_way){ .to = "help@desk.test", .from = "kiosk+" CONVERSATION "@devices.desk.test", .from_name = "Kiosk 4",
                           .domain = "devices.desk.test", .read = read_big, .read_ctx = limit };
}

/* The whole mail; the caller frees it. */
static char *whole(dct_mime *m, size_t chunk)
{
    size_t size = (size_t)dct_mime_bytes(m), at = 0;
    char *text = malloc(size + 1);
    assert_non_null(text);
    while (at < size) {
        int64_t n = dct_mime_read(m, at, text + at, size - at < chunk ? size - at : chunk);
        assert_true(n > 0);
        at += (size_t)n;
    }
    text[size] = 0;
    assert_int_equal(strlen(text), size);
    return text;
}

/* RFC 5322: lines end with CR LF and have at most 78 characters (an id cannot be folded); no other CR or LF. */
static void check_lines(const char *text)
{
    for (const char *p = text; *p != 0;) {
        size_t n = strcspn(p, "\r\n");
        if (n > (strncmp(p, "Message-ID: ", 12) == 0 ? 130 : 78) || strncmp(p + n, "\r\n", 2) != 0)
            fail_msg("a line of %zu characters, or with an odd end: %.100s", n, p);
        for (size_t i = 0; i < n; i++)
            assert_true((p[i] >= 0x20 && p[i] < 0x7F) || p[i] == '\t');
        p += n + 2;
    }
}

static dct_mail read_back(const char *text, dct_arena *arena)
{
    dct_mail mail;
    assert_true(dct_mail_read(text, strlen(text), arena, &mail));
    return mail;
}

/* As it was written; empty lines at both ends aside. */
static void check_text(const dct_letter *l, const char *text)
{
    dct_buf wanted;
    dct_buf_init(&wanted, &dct_alloc_default, 1u << 20);
    assert_int_equal(dct_letter_text(l, &wanted, NULL), DOCENT_OK);
    while (wanted.size > 0 && wanted.data[wanted.size - 1] == '\n')
        wanted.size--;
    const char *from = dct_buf_text(&wanted);
    from += strspn(from, "\n");
    assert_string_equal(text, from);
    dct_buf_close(&wanted);
}

static void test_round_trip(void **state)
{
    (void)state;
    static const char *const subjects[] = { "It blinks", "Drucker \xC3\xA4\xE2\x82\xAC", "=?UTF-8?B?trap?=", "  spaces  at ends ",
        "\xD8\xA7\xD9\x84\xD8\xB7\xD8\xA7\xD8\xA8\xD8\xB9\xD8\xA9 \xE3\x83\x97\xE3\x83\xAA\xE3\x83\xB3\xE3\x82\xBF",
        "a line that is longer than one line of a header may be, so that it has to be folded between its words somewhere" };
    static const char *const bodies[] = { "One line.", ".\n..\nFrom here\n", "trailing space \nand tab\t\n= equals =3D\n",
        "\xE2\x9C\x93 \xF0\x9F\x98\x80 a very long line that goes on and on and on and on and on and on until it is quite long indeed.",
        "" };
    size_t limit = 0;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        for (size_t k = 0; k < sizeof bodies / sizeof *bodies; k++) {
            dct_arena arena;
            char wanted[300];
            dct_arena_init(&arena, &dct_alloc_default, 1u << 22);
            dct_letter l = letter_of(subjects[i], bodies[k]);
            dct_mail_way way = way_of(&limit);
            dct_mime *m = dct_letter_mail(&l, &way, &arena);
            assert_non_null(m);
            char *text = whole(m, 4096);
            check_lines(text);
            dct_mail mail = read_back(text, &arena);
            snprintf(wanted, sizeof wanted, "[K7QM-3XR2] %s", subjects[i]);
            assert_string_equal(mail.subject, wanted);
            assert_string_equal(mail.message_id, ID "." CONVERSATION ".docent@devices.desk.test");
            assert_string_equal(mail.from, "kiosk+" CONVERSATION "@devices.desk.test");
            assert_string_equal(mail.from_name, "Kiosk 4");
            assert_int_equal(mail.date, 1763800000);
            check_text(&l, mail.text);
            assert_int_equal(mail.file_count, 0);
            free(text);
            dct_arena_close(&arena);
        }
}

/* Headers that a person, an author or a device's name could try to add. */
static void test_nothing_becomes_a_header(void **state)
{
    (void)state;
    static const char attack[] = "x\r\nBcc: everyone@desk.test\r\n\r\nbody\n.\r\nMAIL FROM:<a@b>";
    size_t limit = 3;
    dct_arena arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 22);
    dct_letter_file file = { attack, attack, "", 3 };
    dct_letter l = letter_of(attack, attack);
    l.name = l.reference = attack;
    l.email = "val@example.test\r\nBcc: everyone@desk.test";
    l.files = &file;
    l.file_count = 1;
    dct_mail_way way = way_of(&limit);
    way.from_name = attack;
    dct_mime *m = dct_letter_mail(&l, &way, &arena);
    assert_non_null(m);
    char *text = whole(m, 100);
    check_lines(text);
    const char *body = strstr(text, "\r\n\r\n");
    for (const char *p = text; p < body; p = strstr(p, "\r\n") + 2)
        assert_true(strncmp(p, "Bcc", 3) != 0 && strncmp(p, "MAIL", 4) != 0);
    assert_null(strstr(text, "\r\n.\r\n"));
    assert_int_equal(read_back(text, &arena).file_count, 1);
    free(text);
    dct_arena_close(&arena);
}

static const struct { const char *address; bool ok; } addresses[] = {
    { "a@b", true }, { "kiosk+018f@devices.desk.test", true }, { "", false }, { "a", false }, { "@b", false }, { "a@", false },
    { "a@b@c", false }, { "a b@c", false }, { "<a@b>", false }, { "a@b\r\nRCPT", false }, { "a,b@c", false }, { "a@b.", false },
    { "\xC3\xA4@b", false }, { "\"a\"@b", false }, { "a@.b", false }
};

static void test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        if (dct_mail_address_ok(addresses[i].address) != addresses[i].ok)
            fail_msg("%s: should be %s", addresses[i].address, addresses[i].ok ? "taken" : "refused");
}

static const size_t sizes[] = { 0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 1823, 1824, 1825, 100000 };

/* Files of every length come back as they were; and any piece of the mail is the same wherever reading begins. */
static void test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t limit = sizes[i];
        dct_arena arena;
        dct_arena_init(&arena, &dct_alloc_default, 1u << 22);
        dct_letter_file file = { "log \xC3\xA4\xE2\x82\xAC \xF0\x9F\x98\x80 with a name that is quite long, longer than a line.txt",
                                 "text/x-log", "", limit };
        dct_letter l = letter_of("s", "b");
        l.files = &file;
        l.file_count = 1;
        dct_mail_way way = way_of(&limit);
        dct_mime *m = dct_letter_mail(&l, &way, &arena);
        assert_non_null(m);
        char *text = whole(m, 70000), piece[200];
        check_lines(text);
        size_t size = strlen(text);
        for (size_t from = 0; from < size; from += 1 + from % 97 + size / 500) {
            int64_t n = dct_mime_read(m, from, piece, sizeof piece);
            assert_true(n > 0 && from + (size_t)n <= size);
            assert_memory_equal(piece, text + from, (size_t)n);
        }
        assert_int_equal(dct_mime_read(m, size, piece, sizeof piece), 0);
        dct_mail mail = read_back(text, &arena);
        assert_int_equal(mail.file_count, 1);
        assert_string_equal(mail.files[0].name, file.name);
        assert_string_equal(mail.files[0].type, "text/x-log");
        assert_int_equal(mail.files[0].bytes, limit);
        assert_memory_equal(mail.files[0].data, big, limit);
        free(text);
        dct_arena_close(&arena);
    }
}

static void test_large_needs_no_memory(void **state)
{
    (void)state;
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    size_t limit = sizeof big;
    dct_arena arena;
    char piece[16384];
    dct_arena_init(&arena, &alloc, 1u << 22);
    dct_letter_file file = { "film.mp4", "video/mp4", "", limit };
    dct_letter l = letter_of("s", "b");
    l.files = &file;
    l.file_count = 1;
    dct_mail_way way = way_of(&limit);
    dct_mime *m = dct_letter_mail(&l, &way, &arena);
    assert_non_null(m);
    assert_true(dct_mime_bytes(m) > 12u << 20);
    for (uint64_t at = 0; at < dct_mime_bytes(m);) {
        int64_t n = dct_mime_read(m, at, piece, sizeof piece);
        assert_true(n > 0);
        at += (uint64_t)n;
    }
    assert_true(r.bytes < 100000);
    limit = 5u << 20; /* The file has become shorter: no mail with a hole. */
    assert_int_equal(dct_mime_read(m, 12u << 20, piece, sizeof piece), -1);
    dct_arena_close(&arena);
    assert_int_equal(r.live, 0);
}

static void test_sealed(void **state)
{
    (void)state;
    size_t limit = 10;
    dct_arena arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 22);
    dct_letter_file file = { "", "", "", 10 };
    dct_letter l = letter_of("", "");
    l.files = &file;
    l.file_count = 1;
    dct_mail_way way = way_of(&limit);
    way.sealed = "DCTSEAL1 secret";
    way.sealed_bytes = 15;
    dct_mime *m = dct_letter_mail(&l, &way, &arena);
    assert_non_null(m);
    char *text = whole(m, 4096);
    check_lines(text);
    dct_mail mail = read_back(text, &arena);
    assert_int_equal(mail.file_count, 2);
    assert_string_equal(mail.files[0].name, "request.sealed");
    assert_int_equal(mail.files[0].bytes, 15);
    assert_memory_equal(mail.files[0].data, "DCTSEAL1 secret", 15);
    assert_int_equal(mail.files[1].bytes, 10);
    free(text);
    dct_arena_close(&arena);
}

static void test_clock_of_1970_writes_no_date(void **state)
{
    (void)state;
    size_t limit = 0;
    dct_arena arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 22);
    dct_letter l = letter_of("s", "b");
    l.made = 5;
    dct_mail_way way = way_of(&limit);
    dct_mime *m = dct_letter_mail(&l, &way, &arena);
    assert_non_null(m);
    char *text = whole(m, 4096);
    assert_null(strstr(text, "\r\nDate:"));
    free(text);
    dct_arena_close(&arena);
}

static void test_thread(void **state)
{
    (void)state;
    dct_arena arena;
    const char *letter = NULL;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    assert_string_equal(dct_mail_thread(&arena, "<x@y> <" ID "." CONVERSATION ".docent@d>", &letter), CONVERSATION);
    assert_string_equal(letter, ID);
    assert_string_equal(dct_mail_thread(&arena, "<" CONVERSATION ".docent@d>", &letter), CONVERSATION);
    assert_string_equal(letter, "");
    assert_null(dct_mail_thread(&arena, ".docent@ a.docent@ " ID "docent@", NULL));
    assert_null(dct_mail_thread(&arena, "", NULL));
    dct_arena_close(&arena);
}

static void test_short_memory(void **state)
{
    (void)state;
    size_t limit = 100;
    for (long at = 0;; at++) {
        test_ration r = { .fail_at = at };
        docent_alloc alloc = test_ration_alloc(&r);
        dct_arena arena;
        dct_arena_init(&arena, &alloc, 1u << 22);
        dct_letter_file file = { "a.txt", "text/plain", "", limit };
        dct_letter l = letter_of("Drucker \xC3\xA4", "b");
        l.files = &file;
        l.file_count = 1;
        dct_mail_way way = way_of(&limit);
        bool made = dct_letter_mail(&l, &way, &arena) != NULL;
        dct_arena_close(&arena);
        assert_int_equal(r.live, 0);
        if (r.asked <= at) {
            assert_true(made && at > 1);
            break;
        }
        assert_false(made);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof big; i++)
        big[i] = (unsigned char)(i * 2654435761u >> 13);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_nothing_becomes_a_header),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_large_needs_no_memory),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_clock_of_1970_writes_no_date),
        cmocka_unit_test(test_thread),
        cmocka_unit_test(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
