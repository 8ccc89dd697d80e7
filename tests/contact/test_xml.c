/* XML from a chat server: what is read, what is refused, what is written. */
#include "support/cmocka_all.h"

#include "contact/stanza.h"
#include "contact/xml.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

static dct_arena arena;
static docent_error err;

static const dct_xml *read(const char *text)
{
    dct_arena_reset(&arena);
    return dct_xml_read(text, strlen(text), &arena, "the server", &err);
}

static int begin(void **state)
{
    (void)state;
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_XML_HEAP_BYTES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    dct_arena_close(&arena);
    return 0;
}

static void test_a_stanza(void **state)
{
    (void)state;
    const dct_xml *x = read("<?xml version='1.0'?>\n<message xmlns='jabber:client' from=\"room/A&amp;B\" type='groupchat'>"
                            "<body>1 &lt; 2 &#x2713;&#10;<![CDATA[<raw> & ]]>end</body><s:a xmlns:s='urn:s' s:b='c'/><body>2</body></message> ");
    assert_non_null(x);
    assert_true(dct_xml_is(x, "message", "jabber:client"));
    assert_string_equal(dct_xml_get(x, "from"), "room/A&B");
    assert_string_equal(dct_xml_child_text(x, "body", "jabber:client"), "1 < 2 \xE2\x9C\x93\n<raw> & end");
    assert_string_equal(dct_xml_again(dct_xml_child(x, "body", NULL))->text, "2");
    const dct_xml *a = dct_xml_child(x, "a", "urn:s");
    assert_non_null(a);
    assert_string_equal(dct_xml_get(a, "s:b"), "c");
    assert_ptr_equal(a->parent, x);
    assert_string_equal(dct_xml_get(x, "none"), "");
    assert_null(dct_xml_child(x, "a", "jabber:client"));
    assert_string_equal(dct_xml_child_text(NULL, "a", NULL), "");
}

static void test_what_is_refused(void **state)
{
    static const char *const bad[] = {
        "", " ", "text", "<a>", "<a></b>", "<a/><b/>", "<a b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a>&nbsp;</a>", "<a>&#0;</a>",
        "<a>&#xD800;</a>", "<a>& </a>", "<a b='<'/>", "<!DOCTYPE a><a/>", "<a><!-- no --></a>", "<a><?php ?></a>", "<p:a/>",
        "<a>\x01</a>", "<a>\xFF</a>", "<1a/>", "<a/", "</a>", "<a><![CDATA[x</a>", "<a b='1'", "<a>x", "<a/>x",
        "<!DOCTYPE l [<!ENTITY a 'aaaa'>]><l>&a;</l>",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err.message[0] = 0;
        if (read(bad[i]) != NULL)
            fail_msg("taken: %s", bad[i]);
        assert_string_not_equal(err.message, "");
    }
}

static void test_bounds(void **state)
{
    (void)state;
    char deep[DCT_MAX_XML_DEPTH * 8] = "";
    for (unsigned i = 0; i < DCT_MAX_XML_DEPTH; i++)
        strcat(deep, "<a>");
    for (unsigned i = 0; i < DCT_MAX_XML_DEPTH; i++)
        strcat(deep, "</a>");
    assert_non_null(read(deep));
    memmove(deep + 3, deep, strlen(deep) + 1);
    assert_null(read(deep));
    size_t size = DCT_MAX_XML_NODES * 4u + 8;
    char *wide = malloc(size + 1);
    memcpy(wide, "<a>", 4);
    for (unsigned i = 0; i < DCT_MAX_XML_NODES; i++)
        memcpy(wide + 3 + 4 * i, "<b/>", 5);
    strcat(wide + size - 8, "</a>");
    assert_null(read(wide));
    free(wide);
}

static void test_what_is_written_is_read(void **state)
{
    static const char text[] = "a<b>&\"'\r\n\t\x02\xF0\x9F\x98\x80\xFF]]>";
    dct_buf out;
    (void)state;
    dct_buf_init(&out, &dct_alloc_default, 4096);
    dct_xml_add(&out, "<m a='%s' n='%u'>%s%r</m>", text, 7u, text, "<x/>");
    const dct_xml *x = read(dct_buf_text(&out));
    assert_non_null(x);
    assert_string_equal(x->text, "a<b>&\"'\r\n\t\xF0\x9F\x98\x80\xEF\xBF\xBD]]>");
    assert_string_equal(dct_xml_get(x, "a"), x->text);
    assert_string_equal(dct_xml_get(x, "n"), "7");
    assert_non_null(dct_xml_child(x, "x", NULL));
    dct_buf_close(&out);
}

static void test_addresses(void **state)
{
    char local[16];
    (void)state;
    assert_true(dct_jid_is_bare("r@h/n", "r@h"));
    assert_false(dct_jid_is_bare("r@hh", "r@h"));
    assert_string_equal(dct_jid_nick("r@h/n/m"), "n/m");
    assert_true(dct_jid_ok("r@h"));
    assert_false(dct_jid_ok("r@h/n"));
    assert_false(dct_jid_ok("@h"));
    assert_false(dct_jid_ok("r@h<"));
    dct_jid_local("A b/c.9_d and more than fits", local, sizeof local);
    assert_string_equal(local, "a-b-c.9-d-and-m");
}

static void test_times(void **state)
{
    (void)state;
    assert_int_equal(dct_stanza_time("1970-01-01T00:00:00Z"), 0);
    assert_int_equal(dct_stanza_time("2026-11-22T06:15:51.123456Z"), 1795328151);
    assert_int_equal(dct_stanza_time("2026-11-22T08:15:51+02:00"), 1795328151);
    assert_int_equal(dct_stanza_time("2024-02-29T23:59:59Z"), 1709251199);
    assert_int_equal(dct_stanza_time("yesterday"), 0);
    assert_int_equal(dct_stanza_time("2026-13-01T00:00:00Z"), 0);
}

static void test_errors(void **state)
{
    char why[240];
    (void)state;
    const dct_xml *x = read("<iq type='error' id='q1'><error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                            "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>slow down</text></error></iq>");
    assert_int_equal(dct_stanza_verdict(x, why, sizeof why), DCT_LATER);
    assert_non_null(strstr(why, "resource-constraint): slow down"));
    assert_true(dct_stanza_answers(x, "q1"));
    assert_int_equal(dct_stanza_verdict(read("<iq type='result' id='q1'/>"), why, sizeof why), DCT_DONE);
    assert_int_equal(dct_stanza_verdict(read("<iq type='error'/>"), why, sizeof why), DCT_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_stanza),   cmocka_unit_test(test_what_is_refused), cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_what_is_written_is_read), cmocka_unit_test(test_addresses), cmocka_unit_test(test_times),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
