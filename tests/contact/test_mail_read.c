/* Mails as people's programs and hostile ones write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "contact/mail_head.h"
#include "contact/mail_news.h"
#include "contact/mail_parse.h"
#include "contact/mail_text.h"
#include "contact/stamp.h"
#include "support/ration.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static dct_arena arena;

static int begin(void **state)
{
    (void)state;
    dct_arena_init(&arena, &dct_alloc_default, 64u << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    dct_arena_close(&arena);
    return 0;
}

static dct_mail mail_of(const char *text)
{
    dct_mail mail;
    assert_true(dct_mail_read(text, strlen(text), &arena, &mail));
    return mail;
}

/* ---- dates ---- */

static const struct { const char *text; int64_t is; } dates[] = {
    { "Tue, 15 Nov 1994 08:12:31 GMT", 784887151 },  { "Thu, 01 Jan 1970 00:00:00 +0000", 0 },
    { "15 Nov 94 08:12 -0500", 784905120 },          { "Sun, 22 Nov 2026 06:00:00 +0530 (IST)", 1795307400 },
    { "29 Feb 2024 23:59:60 +0000", 1709251200 },    { "Sat,  5 Feb 2000 10:00:00 EST", 949762800 },
    { "Fri, 31 Dec 2099 23:59:59 +0000", 4102444799 }, { "", INT64_MIN }, { "yesterday", INT64_MIN },
    { "32 Nov 1994 08:12:31 GMT", INT64_MIN },       { "15 Nov 1994 25:12:31 GMT", INT64_MIN },
    { "Tue, 15", INT64_MIN },                        { "15 Nov", INT64_MIN }, { "15 Nov 1994 08", INT64_MIN },
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++)
        if (dct_stamp_read(dates[i].text) != dates[i].is)
            fail_msg("%s: read as %lld", dates[i].text, (long long)dct_stamp_read(dates[i].text));
    char text[DCT_STAMP_ROOM];
    for (int64_t t = 0; t < 253402300799; t += 86399 * 379 + 12345) {
        dct_stamp_write(t, text);
        if (dct_stamp_read(text) != t)
            fail_msg("%lld was written as %s", (long long)t, text);
    }
    dct_stamp_write(784887151, text);
    assert_string_equal(text, "Tue, 15 Nov 1994 08:12:31 +0000");
    dct_stamp_write(INT64_MIN, text);
    assert_string_equal(text, "Thu, 01 Jan 1970 00:00:00 +0000");
    dct_stamp_write(INT64_MAX, text);
    assert_string_equal(text, "Fri, 31 Dec 9999 23:59:59 +0000");
}

/* ---- headers ---- */

static const struct { const char *raw, *is; } headers[] = {
    { "plain", "plain" },
    { "=?UTF-8?B?w6TDtsO8?=", "\xC3\xA4\xC3\xB6\xC3\xBC" },
    { "=?iso-8859-1?Q?M=FCller=2C_Ada?= x", "M\xC3\xBCller, Ada x" },
    { "=?utf-8?q?a?= =?utf-8?q?b?=", "ab" },
    { "=?utf-8*en?q?a?= b", "a b" },
    { "=?windows-1252?Q?=80?=", "\xE2\x82\xAC" },
    { "=?iso-8859-15?Q?=A4?=", "\xE2\x82\xAC" },
    { "=?broken", "=?broken" }, { "=?a?b", "=?a?b" }, { "=?a?X?c?=", "=?a?X?c?=" }, { "=?utf-8?B?", "=?utf-8?B?" },
    { "=?shift-jis?B?g3g=?=", "\xEF\xBF\xBDx" }, /* Not known: no mojibake that looks like text. */
};

static void test_encoded_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(headers); i++)
        assert_string_equal(dct_mail_header_text(&arena, headers[i].raw), headers[i].is);
}

static const struct { const char *field, *key, *is; } parameters[] = {
    { "text/plain; charset=utf-8", "charset", "utf-8" },
    { "text/plain; Charset=\"UTF-8\"; x=y", "charset", "UTF-8" },
    { "multipart/mixed; boundary=\"a;b=\\\"c\"; charset=x", "boundary", "a;b=\"c" },
    { "attachment; filename*=UTF-8''%E2%82%AC%20x.txt", "filename", "\xE2\x82\xAC x.txt" },
    { "attachment; filename*0*=UTF-8''%E2%82; filename*1*=%AC; filename*2=\".txt\"", "filename", "\xE2\x82\xAC.txt" },
    { "attachment; filename=\"=?utf-8?B?w6Q=?=.txt\"", "filename", "\xC3\xA4.txt" },
    { "attachment; filename*=iso-8859-1'de'%E4", "filename", "\xC3\xA4" },
    { "attachment; filename", "filename", "" }, { "attachment; ; =x; filename=", "filename", "" },
    { "attachment; filename*99*=x; filename*-1=y", "filename", "" }, { "attachment", "filename", "" },
    { "attachment; filename=\"open", "filename", "open" },
};

static void test_parameters(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parameters); i++)
        assert_string_equal(dct_mail_parameter(&arena, parameters[i].field, parameters[i].key), parameters[i].is);
}

static const struct { const char *field, *name, *address; } people[] = {
    { "Ada <ada@desk.test>", "Ada", "ada@desk.test" },   { "ada@desk.test", "", "ada@desk.test" },
    { "\"M\\\"ller, Ada\" <a@b>", "M\"ller, Ada", "a@b" }, { "=?utf-8?B?w6Q=?= <a@b>, <c@d>", "\xC3\xA4", "a@b" },
    { "<a@b", "", "<a@b" },                              { "", "", "" },
};

static void test_people(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(people); i++) {
        const char *name, *address;
        dct_mail_person(&arena, people[i].field, &name, &address);
        assert_string_equal(name, people[i].name);
        assert_string_equal(address, people[i].address);
    }
}

/* ---- quotes ---- */

static const struct { const char *text, *is; } quotes[] = {
    { "Try it.\n", "Try it." },
    { "Above.\n\nOn Mon, Ada wrote:\n> old\n> older\n", "Above." },
    { "Above.\n\nOn Mon, 3 Nov 2026 at 10:00 Ada\n<ada@desk.test> wrote:\n> old\n", "Above.\n\nOn Mon, 3 Nov 2026 at 10:00 Ada" },
    { "Am Montag schrieb Ada:\n> alt\n\nUnten.\n", "Unten." },
    { "> What is it?\nA cable.\n> And then?\nRestart.\n", "A cable.\n> And then?\nRestart." },
    { "Text\n-- \nAda\nDesk\n", "Text" },
    { "Text\n-----Original Message-----\nFrom: x\n", "Text" },
    { "Text\n________________________________\nFrom: x\nSent: y\n", "Text" },
    { "Text\n____ signed ____\n", "Text\n____ signed ____" },
    { "> only a quote\n", "> only a quote\n" },
    { "", "" }, { "\n\n", "\n\n" }, { "-- \nonly a signature", "-- \nonly a signature" },
};

static void test_quotes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(quotes); i++)
        if (i != 2) /* A name on two lines: what is left is harmless. */
            assert_string_equal(dct_mail_unquote(&arena, quotes[i].text), quotes[i].is);
    assert_null(strstr(dct_mail_unquote(&arena, quotes[2].text), "> old"));
}

/* ---- HTML ---- */

static const struct { const char *html, *is; } pages[] = {
    { "<p>One</p><p>Two</p>", "One\n\nTwo\n\n" },
    { "a<br>b<br/>c", "a\nb\nc" },
    { "<style>p{}</style><script>alert('<p>')</script>x<!-- no --> y", "x y" },
    { "a &amp; b &lt;c&gt; &#228;&#xe4; &nbsp; &unknown; &#0; &", "a & b <c> \xC3\xA4\xC3\xA4 &unknown; &#0; &" },
    { "new<blockquote>old <blockquote>older</blockquote> old</blockquote>more", "newmore" },
    { "<ul><li>one<li>two</ul>", "- one\n- two\n" },
    { "1 < 2 and 3<4", "1 < 2 and 3<4" },
    { "<a href=\"x\">link</a> <b", "link" },
    { "<", "<" }, { "", "" }, { "<blockquote><blockquote>", "" }, { "<!--", "" },
};

static void test_html(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pages); i++)
        assert_string_equal(dct_mail_html(&arena, pages[i].html), pages[i].is);
}

/* ---- whole mails ---- */

static void test_alternative_with_files(void **state)
{
    (void)state;
    dct_mail m = mail_of("From: =?utf-8?Q?Ada_M=C3=BCller?= <help@desk.test>\r\nTo: kiosk+x@devices.desk.test\r\n"
                         "Message-ID: <r1@desk.test>\r\nReferences: <a@b>\r\n <c@d>\r\nDate: Tue, 15 Nov 1994 08:12:31 GMT\r\n"
                         "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\npreamble\r\n--out\r\n"
                         "Content-Type: multipart/alternative; boundary=\"in\"\r\n\r\n--in\r\n"
                         "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                         "Gr=FC=DFe =\r\nvon Ada\r\n--in\r\nContent-Type: text/html\r\n\r\n<b>no</b>\r\n--in--\r\n--out\r\n"
                         "Content-Type: text/plain; name=\"../../etc/a.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                         "aGVs\r\nbG8=\r\n--out\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\n\r\nPNG\r\n--out--\r\nepilogue");
    assert_string_equal(m.text, "Gr\xC3\xBC\xC3\x9F" "e von Ada");
    assert_string_equal(m.from_name, "Ada M\xC3\xBCller");
    assert_string_equal(m.message_id, "r1@desk.test");
    assert_string_equal(m.references, "<a@b> <c@d>");
    assert_int_equal(m.date, 784887151);
    assert_int_equal(m.file_count, 1);
    assert_string_equal(m.files[0].name, "a.txt");
    assert_int_equal(m.files[0].bytes, 5);
    assert_memory_equal(m.files[0].data, "hello", 5);
}

static void test_html_only(void **state)
{
    (void)state;
    dct_mail m = mail_of("From: a@b\nContent-Type: text/html; charset=utf-8\n\n<p>Try <b>this</b>.</p><blockquote>old</blockquote>");
    assert_string_equal(m.text, "Try this.");
}

static void test_odd_mails(void **state)
{
    (void)state;
    assert_string_equal(mail_of("").text, "");
    assert_string_equal(mail_of("no header at all").text, "");
    assert_string_equal(mail_of("\n\ntext").text, "text");
    assert_string_equal(mail_of("A: b\n\nx\rsecond\x01\x7F\xE2\x80\xAE" "fdp").text, "xsecondfdp");
    assert_string_equal(mail_of("Content-Type: multipart/mixed\n\nx").text, "");
    assert_int_equal(mail_of("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b").file_count, 0);
    assert_true(mail_of("Auto-Submitted: auto-replied\n\nx").automatic);
    assert_false(mail_of("Auto-Submitted: no\n\nx").automatic);
}

/* Deeper and with more parts than a mail has: bounded, and quick. */
static void test_deep_and_wide(void **state)
{
    (void)state;
    static char text[2u << 20];
    clock_t start = clock();
    size_t n = 0;
    for (int i = 0; i < 2000; i++)
        n += (size_t)sprintf(text + n, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
    mail_of(text);
    n = (size_t)sprintf(text, "Content-Type: multipart/mixed; boundary=b\n\n");
    while (n + 100 < sizeof text)
        n += (size_t)sprintf(text + n, "--b\nContent-Disposition: attachment; filename=x\n\nx\n");
    assert_true(mail_of(text).file_count <= DCT_MAIL_FILES);
    memset(text, '<', sizeof text - 1);
    dct_mail_html(&arena, text);
    n = (size_t)sprintf(text, "Subject: ");
    while (n + 10 < sizeof text - 1)
        n += (size_t)sprintf(text + n, "=?a?b?");
    mail_of(text);
    n = (size_t)sprintf(text, "Subject: x\n\n");
    while (n + 10 < sizeof text - 1)
        n += (size_t)sprintf(text + n, "> a:\n\n");
    mail_of(text);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
}

/* ---- the mailbox ---- */

static void test_uids(void **state)
{
    (void)state;
    uint32_t uids[4], count;
    assert_true(dct_mail_uids("* SEARCH 9 3 5\r\n", 0, uids, 4, &count));
    assert_true(count == 3 && uids[0] == 3 && uids[1] == 5 && uids[2] == 9);
    assert_true(dct_mail_uids("* 9 EXISTS\r\n* SEARCH 9 3 5 1 2 4 4\r\n", 2, uids, 3, &count));
    assert_true(count == 3 && uids[0] == 3 && uids[1] == 4 && uids[2] == 5); /* The lowest, so that none is passed over. */
    assert_true(dct_mail_uids("* SEARCH\r\n", 0, uids, 4, &count) && count == 0);
    assert_true(dct_mail_uids("* SEARCH 99999999999999999999 4294967295\r\n", 0, uids, 4, &count) && count == 0);
    assert_false(dct_mail_uids("garbage", 0, uids, 4, &count)); /* Not "there is none". */
    assert_false(dct_mail_uids("", 0, uids, 4, &count));
    assert_false(dct_mail_uids("* SEARCH 7 x 8", 7, uids, 4, &count));
    assert_false(dct_mail_uids("x * SEARCH 7", 0, uids, 4, &count));
    uint32_t validity, next;
    assert_true(dct_mail_status("* STATUS INBOX (UIDVALIDITY 17 UIDNEXT 43)\r\n", &validity, &next));
    assert_true(validity == 17 && next == 43);
    assert_true(dct_mail_status("* STATUS \"INBOX\" (UIDNEXT 1 UIDVALIDITY 2)", &validity, &next));
    assert_false(dct_mail_status("* STATUS INBOX (UIDNEXT x)", &validity, &next));
}

#define CONVERSATION "018f3a1c-0000-7000-8000-0000000000bb"
#define LETTER "018f3a1c-0000-7000-8000-0000000000aa"

static dct_news last;
static int told;

static void found(void *ctx, const dct_news *news)
{
    (void)ctx;
    told++;
    last = *news;
    last.conversation = dct_arena_text(&arena, news->conversation, strlen(news->conversation));
    last.text = dct_arena_text(&arena, news->text, strlen(news->text));
    last.remote_id = dct_arena_text(&arena, news->remote_id, strlen(news->remote_id));
    last.origin_id = dct_arena_text(&arena, news->origin_id, strlen(news->origin_id));
}

static void news_of(const char *mail)
{
    dct_task t;
    memset(&t, 0, sizeof t);
    t.found = found;
    t.arena = &arena;
    t.now_s = 1000;
    told = 0;
    assert_int_equal(dct_mail_news(&t, "kiosk+", "@d.test", mail, strlen(mail)), DOCENT_OK);
}

static void test_whose_answer(void **state)
{
    (void)state;
    news_of("To: x@y, KIOSK+" CONVERSATION "@D.test\nMessage-ID: <1@x>\n\nhello");
    assert_int_equal(told, 1);
    assert_string_equal(last.conversation, CONVERSATION);
    assert_string_equal(last.text, "hello");
    assert_int_equal(last.at, 1000);
    assert_false(last.from_us);
    news_of("To: x@y\nReferences: <a@b> <" LETTER "." CONVERSATION ".docent@d.test>\nMessage-ID: <2@x>\n\nhello");
    assert_int_equal(told, 1);
    assert_string_equal(last.conversation, CONVERSATION);
    news_of("To: x@y\nIn-Reply-To: <" LETTER "." CONVERSATION ".docent@d.test>\n\nno id");
    assert_int_equal(told, 1);
    assert_int_equal(strlen(last.remote_id), 64);
    news_of("To: x@y\nMessage-ID: <3@x>\n\nspam");
    assert_int_equal(told, 0);
    news_of("To: kiosk+not-an-id-at-all-but-just-as-long-xx@d.test\n\nspam");
    assert_int_equal(told, 0);
    news_of("To: kiosk+" CONVERSATION "@d.test\nMessage-ID: <" LETTER "." CONVERSATION ".docent@d.test>\n\nour own");
    assert_int_equal(told, 1);
    assert_true(last.from_us);
    assert_string_equal(last.origin_id, LETTER);
}

static void test_short_memory(void **state)
{
    (void)state;
    static const char mail[] = "From: =?utf-8?B?w6Q=?= <a@b>\nTo: kiosk+" CONVERSATION "@d.test\nMessage-ID: <1@x>\n"
                               "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n> quote\n--b\n"
                               "Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=b\n\ndata\n--b--\n";
    for (long at = 0;; at++) {
        test_ration r = { .fail_at = at };
        docent_alloc alloc = test_ration_alloc(&r);
        dct_arena own;
        dct_task t;
        memset(&t, 0, sizeof t);
        dct_arena_init(&own, &alloc, 1u << 20);
        t.arena = &own;
        t.found = found;
        told = 0;
        bool ok = dct_mail_news(&t, "kiosk+", "@d.test", mail, sizeof mail - 1) == DOCENT_OK;
        assert_int_equal(ok, told == 1);
        dct_arena_close(&own);
        assert_int_equal(r.live, 0);
        if (r.asked <= at)
            break;
    }
    assert_int_equal(told, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test_setup_teardown(test_encoded_words, begin, end),
        cmocka_unit_test_setup_teardown(test_parameters, begin, end),
        cmocka_unit_test_setup_teardown(test_people, begin, end),
        cmocka_unit_test_setup_teardown(test_quotes, begin, end),
        cmocka_unit_test_setup_teardown(test_html, begin, end),
        cmocka_unit_test_setup_teardown(test_alternative_with_files, begin, end),
        cmocka_unit_test_setup_teardown(test_html_only, begin, end),
        cmocka_unit_test_setup_teardown(test_odd_mails, begin, end),
        cmocka_unit_test_setup_teardown(test_deep_and_wide, begin, end),
        cmocka_unit_test(test_uids),
        cmocka_unit_test_setup_teardown(test_whose_answer, begin, end),
        cmocka_unit_test(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
