/* The compiled article: what goes in comes out, and what did not come from the writer is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "doc/format.h"
#include "doc/reader.h"
#include "doc/writer.h"

static void text(dct_doc_writer *w, const char *s)
{
    dct_doc_text(w, s, strlen(s));
}

static void leaf(dct_doc_writer *w, docent_block_kind kind, const char *s)
{
    dct_doc_open(w, kind);
    text(w, s);
    dct_doc_end(w);
}

static void heading(dct_doc_writer *w, const char *s, const char *anchor)
{
    dct_doc_open(w, DOCENT_BLOCK_HEADING);
    dct_doc_set(w, 2, 0, 0);
    text(w, s);
    dct_doc_anchor(w, anchor);
    dct_doc_end(w);
}

static void picture(dct_doc_writer *w, const char *alt)
{
    dct_doc_open(w, DOCENT_BLOCK_PICTURE);
    dct_doc_target(w, "img-1");
    dct_doc_size(w, 640, 480);
    text(w, alt);
    dct_doc_end(w);
}

static void cell(dct_doc_writer *w, const char *s, bool with_picture)
{
    dct_doc_open(w, DOCENT_BLOCK_CELL);
    dct_doc_set(w, DOCENT_ALIGN_END, 0, 0);
    text(w, s);
    if (with_picture)
        picture(w, "tick");
    dct_doc_end(w);
}

static void table(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_TABLE);
    dct_doc_set(w, 0, 2, 0);
    for (int row = 0; row < 2; row++) {
        dct_doc_open(w, DOCENT_BLOCK_ROW);
        dct_doc_set(w, 0, 0, row == 0 ? DOCENT_BLOCK_HEADER : 0);
        cell(w, row == 0 ? "Model" : "Orbit", false);
        cell(w, row == 0 ? "Charge" : "2 h", row == 1);
        dct_doc_end(w);
    }
    dct_doc_end(w);
}

static void linked_paragraph(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
    text(w, "See ");
    uint32_t from = dct_doc_text_size(w);
    text(w, "Größe\nhier");
    dct_doc_inline(w, from, dct_doc_text_size(w), DOCENT_SPAN_LINK | DOCENT_SPAN_STRONG, "article/size#x");
    dct_doc_inline(w, dct_doc_text_size(w), dct_doc_text_size(w), DOCENT_SPAN_STRONG, "");
    text(w, "1");
    dct_doc_inline(w, from + 12, from + 13, DOCENT_SPAN_NOTE, "#note-1");
    dct_doc_end(w);
}

static void list_in_a_step(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_LIST);
    for (uint32_t i = 0; i < 2; i++) {
        dct_doc_open(w, DOCENT_BLOCK_ITEM);
        dct_doc_set(w, 0, 0, i == 0 ? 0 : DOCENT_BLOCK_CHECKBOX | DOCENT_BLOCK_CHECKED);
        leaf(w, DOCENT_BLOCK_PARAGRAPH, i == 0 ? "Red" : "Blue");
        leaf(w, DOCENT_BLOCK_PARAGRAPH, i == 0 ? "more red" : "more blue");
        dct_doc_end(w);
    }
    dct_doc_end(w);
}

static void steps(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_STEPS);
    dct_doc_open(w, DOCENT_BLOCK_STEP);
    leaf(w, DOCENT_BLOCK_PARAGRAPH, "Hold the button.");
    list_in_a_step(w);
    dct_doc_end(w);
    dct_doc_open(w, DOCENT_BLOCK_STEP);
    picture(w, "A hand");
    dct_doc_end(w);
    dct_doc_end(w);
}

static void screen(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_SCREEN);
    text(w, "Is the light on?");
    dct_doc_anchor(w, "light");
    leaf(w, DOCENT_BLOCK_PARAGRAPH, "Look.");
    dct_doc_open(w, DOCENT_BLOCK_ANSWER);
    text(w, "Yes");
    dct_doc_target(w, "solved");
    dct_doc_end(w);
    dct_doc_set(w, 0, 0, DOCENT_BLOCK_FIX); /* Known only now: one answer is "solved". */
    dct_doc_end(w);
}

static void whole_article(dct_doc_writer *w)
{
    heading(w, "Start", "start");
    linked_paragraph(w);
    steps(w);
    table(w);
    dct_doc_open(w, DOCENT_BLOCK_ALERT);
    dct_doc_set(w, DOCENT_ALERT_WARNING, 0, 0);
    leaf(w, DOCENT_BLOCK_PARAGRAPH, "Hot!");
    dct_doc_end(w);
    leaf(w, DOCENT_BLOCK_CODE, "a\nb\n");
    dct_doc_open(w, DOCENT_BLOCK_RULE);
    dct_doc_end(w);
    screen(w);
    dct_doc_open(w, DOCENT_BLOCK_FOOTNOTE);
    dct_doc_set(w, 0, 1, 0);
    dct_doc_anchor(w, "note-1");
    leaf(w, DOCENT_BLOCK_PARAGRAPH, "Only new ones.");
    dct_doc_end(w);
}

static void must_finish(dct_doc_writer *w, dct_buf *out)
{
    docent_status status = dct_doc_finish(w, out);
    if (status != DOCENT_OK)
        fail_msg("%s", dct_doc_error(w)->message);
}

static void compile(dct_buf *out, void (*write)(dct_doc_writer *))
{
    dct_buf_init(out, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_doc_writer *w = dct_doc_new(&dct_alloc_default);
    write(w);
    assert_int_equal(dct_doc_depth(w), 0);
    must_finish(w, out);
    dct_doc_free(w);
}

static void read_whole(dct_doc *doc)
{
    dct_buf bytes;
    docent_error err;
    compile(&bytes, whole_article);
    if (dct_doc_read(&dct_alloc_default, bytes.data, bytes.size, doc, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    dct_buf_close(&bytes);
}

/* ---- round trip ---- */

static void test_blocks_come_back(void **state)
{
    (void)state;
    dct_doc doc;
    read_whole(&doc);
    const docent_block *b = doc.blocks;
    assert_int_equal(b[0].kind, DOCENT_BLOCK_HEADING);
    assert_int_equal(b[0].level, 2);
    assert_string_equal(b[0].anchor, "start");
    assert_int_equal(b[0].parent, UINT32_MAX);
    assert_int_equal(b[0].end, 1);
    assert_int_equal(b[2].kind, DOCENT_BLOCK_STEPS);
    assert_int_equal(b[3].number, 1);
    assert_int_equal(b[3].parent, 2);
    assert_int_equal(b[b[3].end].kind, DOCENT_BLOCK_STEP);
    assert_int_equal(b[b[3].end].number, 2);
    uint32_t shown = dct_doc_find(&doc, "light");
    assert_int_equal(b[shown].kind, DOCENT_BLOCK_SCREEN);
    assert_int_equal(b[shown].flags, DOCENT_BLOCK_FIX);
    dct_doc_close(&dct_alloc_default, &doc);
}

static void test_inlines_come_back(void **state)
{
    (void)state;
    dct_doc doc;
    read_whole(&doc);
    const docent_block *p = &doc.blocks[1];
    assert_string_equal(p->text, "See Größe\nhier1");
    assert_int_equal(p->inline_count, 2);
    assert_int_equal(p->inlines[0].from, 4);
    assert_int_equal(p->inlines[0].to, 16);
    assert_int_equal(p->inlines[0].style, DOCENT_SPAN_LINK | DOCENT_SPAN_STRONG);
    assert_string_equal(p->inlines[0].target, "article/size#x");
    assert_string_equal(p->inlines[1].target, "#note-1");
    dct_doc_close(&dct_alloc_default, &doc);
}

static void test_anchors_are_found(void **state)
{
    (void)state;
    dct_doc doc;
    read_whole(&doc);
    assert_int_equal(dct_doc_find(&doc, "start"), 0);
    assert_int_equal(doc.blocks[dct_doc_find(&doc, "step-2")].number, 2);
    assert_int_equal(doc.blocks[dct_doc_find(&doc, "note-1")].kind, DOCENT_BLOCK_FOOTNOTE);
    static const char *const none[] = { "", "step-3", "step-0", "step-", "step-01", "step-x", "nowhere",
                                        "step-4294967297" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(dct_doc_find(&doc, none[i]), UINT32_MAX);
    dct_doc_close(&dct_alloc_default, &doc);
}

static void test_plain_text(void **state)
{
    (void)state;
    dct_doc doc;
    dct_buf out;
    read_whole(&doc);
    dct_buf_init(&out, &dct_alloc_default, 1 << 20);
    dct_doc_plain(&doc, 0, UINT32_MAX, &out);
    assert_string_equal(dct_buf_text(&out), "Start\nSee Größe hier1\n1. Hold the button.\n- Red\nmore red\n"
                                            "- [x] Blue\nmore blue\n2. A hand\nModel\tCharge\nOrbit\t2 h tick\n"
                                            "Hot!\na\nb\nIs the light on?\nLook.\n- Yes\n[1] Only new ones.\n");
    dct_buf_clear(&out);
    dct_doc_plain(&doc, 3, doc.blocks[3].end, &out);
    assert_string_equal(dct_buf_text(&out), "1. Hold the button.\n- Red\nmore red\n- [x] Blue\nmore blue\n");
    dct_buf_close(&out);
    dct_doc_close(&dct_alloc_default, &doc);
}

static void nothing(dct_doc_writer *w)
{
    (void)w;
}

static void test_an_empty_article(void **state)
{
    (void)state;
    dct_buf bytes;
    dct_doc doc;
    compile(&bytes, nothing);
    assert_int_equal(bytes.size, DCT_DOC_HEADER_BYTES + DCT_DOC_SUM_BYTES);
    assert_int_equal(dct_doc_read(&dct_alloc_default, bytes.data, bytes.size, &doc, NULL), DOCENT_OK);
    assert_int_equal(doc.block_count, 0);
    dct_doc_close(&dct_alloc_default, &doc);
    dct_buf_close(&bytes);
}

/* A text that grows after children were added stays in one piece. */
static void late_text(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_TABLE);
    dct_doc_set(w, 0, 1, 0);
    dct_doc_open(w, DOCENT_BLOCK_ROW);
    dct_doc_open(w, DOCENT_BLOCK_CELL);
    for (int i = 0; i < 3; i++) {
        text(w, "ab");
        dct_doc_inline(w, (uint32_t)i * 2, (uint32_t)i * 2 + 1, DOCENT_SPAN_CODE, "");
        picture(w, "p");
    }
    dct_doc_end(w);
    dct_doc_end(w);
    dct_doc_end(w);
}

static void test_late_text(void **state)
{
    (void)state;
    dct_buf bytes;
    dct_doc doc;
    compile(&bytes, late_text);
    assert_int_equal(dct_doc_read(&dct_alloc_default, bytes.data, bytes.size, &doc, NULL), DOCENT_OK);
    assert_string_equal(doc.blocks[2].text, "ababab");
    assert_int_equal(doc.blocks[2].inline_count, 3);
    assert_int_equal(doc.blocks[2].inlines[2].from, 4);
    dct_doc_close(&dct_alloc_default, &doc);
    dct_buf_close(&bytes);
}

static void test_a_paragraph_of_ten_megabytes(void **state)
{
    (void)state;
    const size_t size = 10u << 20;
    char *big = malloc(size);
    memset(big, 'x', size);
    dct_buf bytes;
    dct_doc doc;
    dct_buf_init(&bytes, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_doc_writer *w = dct_doc_new(&dct_alloc_default);
    dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
    dct_doc_text(w, big, size);
    dct_doc_end(w);
    must_finish(w, &bytes);
    assert_int_equal(dct_doc_read(&dct_alloc_default, bytes.data, bytes.size, &doc, NULL), DOCENT_OK);
    assert_int_equal(doc.blocks[0].text_len, size);
    dct_doc_close(&dct_alloc_default, &doc);
    dct_doc_free(w);
    dct_buf_close(&bytes);
    free(big);
}

/* ---- mistakes of the writer's caller ---- */

static void text_outside(dct_doc_writer *w) { text(w, "x"); }
static void end_without_open(dct_doc_writer *w) { dct_doc_end(w); }
static void left_open(dct_doc_writer *w) { dct_doc_open(w, DOCENT_BLOCK_QUOTE); }
static void step_alone(dct_doc_writer *w) { leaf(w, DOCENT_BLOCK_STEP, ""); }
static void text_in_a_list(dct_doc_writer *w) { leaf(w, DOCENT_BLOCK_LIST, "x"); }
static void no_level(dct_doc_writer *w) { leaf(w, DOCENT_BLOCK_HEADING, "x"); }
static void half_a_character(dct_doc_writer *w) { leaf(w, DOCENT_BLOCK_PARAGRAPH, "\xC3"); }
static void unknown_kind(dct_doc_writer *w) { leaf(w, (docent_block_kind)77, "x"); }

static void a_zero(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
    dct_doc_text(w, "a\0b", 3);
    dct_doc_end(w);
}

static void overlap(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
    text(w, "abc");
    dct_doc_inline(w, 0, 2, DOCENT_SPAN_CODE, "");
    dct_doc_inline(w, 1, 3, DOCENT_SPAN_CODE, "");
    dct_doc_end(w);
}

static void after_a_footnote(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_FOOTNOTE);
    dct_doc_set(w, 0, 1, 0);
    dct_doc_end(w);
    leaf(w, DOCENT_BLOCK_PARAGRAPH, "x");
}

static void too_many_cells(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_TABLE);
    dct_doc_set(w, 0, 1, 0);
    dct_doc_open(w, DOCENT_BLOCK_ROW);
    cell(w, "a", false);
    cell(w, "b", false);
    dct_doc_end(w);
    dct_doc_end(w);
}

static void answer_to_nowhere(dct_doc_writer *w)
{
    dct_doc_open(w, DOCENT_BLOCK_SCREEN);
    leaf(w, DOCENT_BLOCK_ANSWER, "x");
    dct_doc_end(w);
}

static void nested_too_deep(dct_doc_writer *w)
{
    for (uint32_t i = 0; i <= DCT_MAX_DOC_DEPTH; i++)
        dct_doc_open(w, DOCENT_BLOCK_QUOTE);
    for (uint32_t i = 0; i <= DCT_MAX_DOC_DEPTH; i++)
        dct_doc_end(w);
}

static void nested_to_the_limit(dct_doc_writer *w)
{
    for (uint32_t i = 0; i < DCT_MAX_DOC_DEPTH; i++)
        dct_doc_open(w, DOCENT_BLOCK_QUOTE);
    for (uint32_t i = 0; i < DCT_MAX_DOC_DEPTH; i++)
        dct_doc_end(w);
}

static docent_status try_to(void (*write)(dct_doc_writer *))
{
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_doc_writer *w = dct_doc_new(&dct_alloc_default);
    write(w);
    docent_status status = dct_doc_finish(w, &out);
    if (status != DOCENT_OK) {
        assert_int_equal(out.size, 0);
        assert_true(dct_doc_error(w)->message[0] != 0);
    }
    dct_doc_free(w);
    dct_buf_close(&out);
    return status;
}

static void test_mistakes_are_told(void **state)
{
    (void)state;
    void (*const wrong[])(dct_doc_writer *) = {
        text_outside, end_without_open, left_open,        step_alone,     text_in_a_list,    no_level, half_a_character,
        unknown_kind, a_zero,           overlap,          after_a_footnote, too_many_cells, answer_to_nowhere };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(try_to(wrong[i]), DOCENT_ERR_ARG);
    assert_int_equal(try_to(nested_too_deep), DOCENT_ERR_LIMIT);
    assert_int_equal(try_to(nested_to_the_limit), DOCENT_OK);
}

/* ---- hostile bytes ---- */

static void seal(unsigned char *bytes, size_t size)
{
    uint32_t sum = dct_doc_sum(bytes, size - DCT_DOC_SUM_BYTES);
    for (int i = 0; i < 4; i++)
        bytes[size - DCT_DOC_SUM_BYTES + (size_t)i] = (unsigned char)(sum >> 8 * i);
}

/* Everything a reader may promise, looked at again from outside. */
static void look_at_all(const dct_doc *doc)
{
    dct_buf out;
    for (uint32_t i = 0; i < doc->block_count; i++) {
        const docent_block *b = &doc->blocks[i];
        assert_true(b->end > i && b->end <= doc->block_count);
        assert_true(b->parent == UINT32_MAX || (b->parent < i && b->end <= doc->blocks[b->parent].end));
        assert_int_equal(strlen(b->text), b->text_len);
        assert_true(strlen(b->anchor) + strlen(b->target) <= doc->bytes);
        for (uint32_t n = 0; n < b->inline_count; n++)
            assert_true(b->inlines[n].from < b->inlines[n].to && b->inlines[n].to <= b->text_len &&
                        strlen(b->inlines[n].target) <= doc->bytes);
    }
    dct_buf_init(&out, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_doc_plain(doc, 0, doc->block_count, &out);
    dct_buf_close(&out);
}

/* Exactly as many bytes as the reader may touch, so that ASan sees the next one. */
static bool read_copy(const unsigned char *bytes, size_t size)
{
    unsigned char *copy = malloc(size + 1);
    memcpy(copy, bytes, size);
    unsigned char *tight = realloc(copy, size == 0 ? 1 : size);
    dct_doc doc;
    docent_error err = { .status = DOCENT_OK };
    docent_status status = dct_doc_read(&dct_alloc_default, tight, size, &doc, &err);
    if (status == DOCENT_OK)
        look_at_all(&doc);
    else
        assert_true(err.status == status && err.message[0] != 0);
    dct_doc_close(&dct_alloc_default, &doc);
    free(tight);
    return status == DOCENT_OK;
}

static void test_every_flipped_bit_is_noticed(void **state)
{
    (void)state;
    dct_buf bytes;
    compile(&bytes, whole_article);
    assert_true(read_copy(bytes.data, bytes.size));
    for (size_t i = 0; i < bytes.size * 8; i++) {
        bytes.data[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_false(read_copy(bytes.data, bytes.size));
        bytes.data[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    dct_buf_close(&bytes);
}

/* With a sum that matches, so that every check behind it is reached. */
static void test_forged_bytes(void **state)
{
    (void)state;
    static const unsigned char values[] = { 0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF };
    dct_buf bytes;
    size_t refused = 0;
    compile(&bytes, whole_article);
    for (size_t i = 0; i < bytes.size - DCT_DOC_SUM_BYTES; i++) {
        unsigned char was = bytes.data[i];
        for (size_t v = 0; v < sizeof values + 8; v++) {
            bytes.data[i] = v < sizeof values ? values[v] : (unsigned char)(was ^ 1 << (v - sizeof values));
            seal(bytes.data, bytes.size);
            refused += !read_copy(bytes.data, bytes.size);
        }
        bytes.data[i] = was;
    }
    assert_true(refused > bytes.size); /* Texts may say anything; records may not. */
    dct_buf_close(&bytes);
}

static void test_truncations(void **state)
{
    (void)state;
    dct_buf bytes;
    compile(&bytes, whole_article);
    for (size_t size = 0; size < bytes.size; size++) {
        unsigned char copy[4096];
        assert_true(bytes.size < sizeof copy);
        memcpy(copy, bytes.data, size);
        assert_false(read_copy(copy, size));
        if (size >= DCT_DOC_SUM_BYTES)
            seal(copy, size);
        assert_false(read_copy(copy, size));
    }
    dct_buf_close(&bytes);
}

static void test_newer_version(void **state)
{
    (void)state;
    dct_buf bytes;
    dct_doc doc;
    docent_error err;
    compile(&bytes, whole_article);
    bytes.data[DCT_DOC_AT_VERSION] = 9;
    assert_int_equal(dct_doc_read(&dct_alloc_default, bytes.data, bytes.size, &doc, &err), DOCENT_ERR_NEWER);
    assert_non_null(strstr(err.message, "version 9"));
    dct_buf_close(&bytes);
}

/* ---- memory ---- */

typedef struct ration { long left, live; } ration;

static void *rationed(void *ctx, void *old, size_t old_size, size_t new_size)
{
    ration *r = ctx;
    (void)old_size;
    if (new_size == 0) {
        r->live -= old != NULL;
        free(old);
        return NULL;
    }
    if (r->left-- <= 0)
        return NULL;
    void *p = realloc(old, new_size);
    r->live += old == NULL && p != NULL;
    return p;
}

static bool write_and_read(const docent_alloc *alloc)
{
    dct_buf out;
    dct_doc doc;
    dct_buf_init(&out, alloc, DCT_MAX_DOC_BYTES);
    dct_doc_writer *w = dct_doc_new(alloc);
    bool ok = w != NULL;
    if (ok) {
        whole_article(w);
        docent_status status = dct_doc_finish(w, &out);
        assert_true(status == DOCENT_OK || status == DOCENT_ERR_NOMEM);
        ok = status == DOCENT_OK && dct_doc_read(alloc, out.data, out.size, &doc, NULL) == DOCENT_OK;
    }
    if (ok)
        dct_doc_close(alloc, &doc);
    dct_doc_free(w);
    dct_buf_close(&out);
    return ok;
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    bool done = false;
    for (long n = 0; !done; n++) {
        ration r = { n, 0 };
        done = write_and_read(&(docent_alloc){ rationed, &r });
        assert_int_equal(r.live, 0);
        assert_true(n < 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_come_back),
        cmocka_unit_test(test_inlines_come_back),
        cmocka_unit_test(test_anchors_are_found),
        cmocka_unit_test(test_plain_text),
        cmocka_unit_test(test_an_empty_article),
        cmocka_unit_test(test_late_text),
        cmocka_unit_test(test_a_paragraph_of_ten_megabytes),
        cmocka_unit_test(test_mistakes_are_told),
        cmocka_unit_test(test_every_flipped_bit_is_noticed),
        cmocka_unit_test(test_forged_bytes),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_newer_version),
        cmocka_unit_test(test_every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
