/* A download that goes on after a cut asks for the rest of that same file; where the server's is another by now, all of it
 * comes at once, into its place and without an error. */
#define _POSIX_C_SOURCE 200809L

#include "support/tuf_pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 600000, CUT = 250000 };
#define PATH "packs/file.zst"
#define STRONG "ETag: \"first\"\r\n"
#define DATES "Last-Modified: Thu, 14 Jan 2027 08:00:00 GMT\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\n"

static char *big, *other;

typedef struct bend {
    const char *headers;
    size_t      cut_after;
    bool        honours, other; /* If-Range is obeyed, with `now` as the file's mark; the bytes are another file's. */
    const char *now;
    const void *body;           /* NULL: the file. */
    size_t      size;
    char        if_range[100], range[60];
    int         asked;
} bend;

static void line_of(const char *head, const char *name, char *out, size_t room)
{
    const char *at = strstr(head, name);
    snprintf(out, room, "%.*s", at == NULL ? 0 : (int)strcspn(at + strlen(name), "\r"), at == NULL ? "" : at + strlen(name));
}

static void apply(void *ctx, const char *path, web_answer *a)
{
    bend *b = ctx;
    if (strstr(path, "file.zst") == NULL)
        return;
    b->asked++;
    line_of(c.head, "\r\nIf-Range: ", b->if_range, sizeof b->if_range);
    line_of(c.head, "\r\nRange: ", b->range, sizeof b->range);
    a->headers = b->headers != NULL ? b->headers : "";
    a->cut_after = b->cut_after > 0 ? b->cut_after : SIZE_MAX;
    a->body = b->other ? other : a->body;
    a->ranges = !b->honours || *b->if_range == 0 || strcmp(b->if_range, b->now) == 0;
    if (b->body != NULL) {
        a->body = b->body;
        a->size = b->size;
    }
}

static dct_reason get(bend *b)
{
    c.bend = apply;
    c.bend_ctx = b;
    dct_reason reason = tuf_client_download(&c, "big");
    c.bend = NULL;
    return reason;
}

static int set_up(void **state)
{
    uint32_t x = 7;
    (void)state;
    big = malloc(SIZE);
    other = malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        x = x * 1664525u + 1013904223u;
        big[i] = (char)(x >> 24);
        other[i] = (char)~big[i];
    }
    repo_init(&r);
    repo_add_target(&r, "targets", PATH, big, SIZE);
    repo_publish_all(&r);
    tuf_client_open(&c, &r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(tuf_client_find(&c, PATH), DCT_REASON_NONE);
    return 0;
}

static int tear_down(void **state)
{
    pair_close(state);
    free(big);
    free(other);
    return 0;
}

static void is_there(void)
{
    is_file("big", big, SIZE);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    assert_int_equal(size_of("big.part.of"), SIZE_MAX);
}

/* As another process of the same device: what was in memory is gone. */
static void cut_once(const char *headers, bool from_other)
{
    bend b = { .headers = headers, .cut_after = CUT, .other = from_other };
    assert_int_equal(get(&b), DCT_REASON_OFFLINE);
    assert_int_equal(size_of("big.part"), CUT);
    tuf_client_restart(&c);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(tuf_client_find(&c, PATH), DCT_REASON_NONE);
}

static void test_the_same_file(void **state)
{
    bend b = { .honours = true, .now = "\"first\"" };
    (void)state;
    cut_once(STRONG DATES, false);
    uint64_t before = web_sent(c.web);
    assert_int_equal(get(&b), DCT_REASON_NONE);
    is_there();
    assert_string_equal(b.if_range, "\"first\"");
    assert_string_equal(b.range, "bytes=250000-");
    assert_int_equal(web_sent(c.web) - before, SIZE - CUT);
}

/* The part is of a file that is not there any more: one answer, 200, and it is right. */
static void test_the_file_changed(void **state)
{
    bend b = { .honours = true, .now = "\"second\"", .headers = "ETag: \"second\"\r\n" };
    (void)state;
    cut_once(STRONG, true);
    uint64_t before = web_sent(c.web);
    assert_int_equal(get(&b), DCT_REASON_NONE);
    is_there();
    assert_int_equal(b.asked, 1);
    assert_int_equal(web_sent(c.web) - before, SIZE);
}

/* And when that one is cut, too, its rest is asked for by its own mark. */
static void test_changed_and_cut(void **state)
{
    bend b = { .honours = true, .now = "\"second\"", .headers = "ETag: \"second\"\r\n", .cut_after = 400000 };
    (void)state;
    cut_once(STRONG, true);
    assert_int_equal(get(&b), DCT_REASON_OFFLINE);
    assert_int_equal(size_of("big.part"), 400000);
    b.cut_after = 0;
    assert_int_equal(get(&b), DCT_REASON_NONE);
    assert_string_equal(b.if_range, "\"second\"");
    assert_int_equal(b.asked, 2);
    is_there();
}

static void expect_mark(const char *headers, const char *mark)
{
    bend b = { .honours = false };
    cut_once(headers, false);
    assert_int_equal(get(&b), DCT_REASON_NONE);
    assert_string_equal(b.if_range, mark);
    assert_int_not_equal(b.range[0], 0);
    is_there();
    assert_int_equal(dct_folder_remove(c.folder, "big", NULL), DOCENT_OK);
}

/* Only what marks one state of a file, and only what can be a header line. */
static void test_marks(void **state)
{
    (void)state;
    expect_mark(STRONG, "\"first\"");
    expect_mark(DATES, "Thu, 14 Jan 2027 08:00:00 GMT");
    expect_mark("ETag: W/\"weak\"\r\n" DATES, "Thu, 14 Jan 2027 08:00:00 GMT");
    expect_mark("ETag: W/\"weak\"\r\n", "");
    expect_mark("ETag: bare\r\n", "");
    expect_mark("ETag: \"\"\r\n", "");
    expect_mark("ETag: \"two\"three\"\r\n", "");
    expect_mark("Last-Modified: Fri, 15 Jan 2027 07:59:30 GMT\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\n", "");
    expect_mark("Last-Modified: Thu, 14 Jan 2027 08:00:00 GMT\r\n", "");
    expect_mark("Last-Modified: yesterday\r\nDate: Fri, 15 Jan 2027 08:00:00 GMT\r\n", "");
    expect_mark("", "");
}

/* Each mirror has marks of its own: the rest is asked for by its place alone, and the hash says whether it fits. */
static void test_another_mirror(void **state)
{
    bend b = { .honours = true, .now = "\"third\"" };
    char of[300];
    (void)state;
    cut_once(STRONG, false);
    snprintf(of, sizeof of, "https://mirror.example/%s\n\"first\"\n", PATH);
    tuf_client_put(&c, "big.part.of", of, strlen(of));
    assert_int_equal(get(&b), DCT_REASON_NONE);
    assert_string_equal(b.if_range, "");
    is_there();
}

/* What is on the disk may be anything. */
static void test_marks_on_the_disk(void **state)
{
    static const char *const texts[] = { "", "\n", "\n\n", "U\n", "U\nfirst\n", "U\n\"first\"", "U\n\"first\"\nmore\n",
                                         "U\n\"a\r\nX-Evil: yes\"\n", "U\n\"a\tb\"\n" };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bend b = { .honours = true, .now = "\"third\"" };
        char of[5000];
        cut_once("", false);
        const char *url = dct_updater_target(c.updater)->url;
        snprintf(of, sizeof of, "%s%s", *texts[i] == 'U' ? url : "", texts[i] + (*texts[i] == 'U'));
        tuf_client_put(&c, "big.part.of", of, strlen(of));
        assert_int_equal(get(&b), DCT_REASON_NONE);
        assert_string_equal(b.if_range, "");
        is_there();
        assert_int_equal(dct_folder_remove(c.folder, "big", NULL), DOCENT_OK);
    }
}

/* A login page in place of the rest takes nothing away. */
static void test_page_in_place_of_the_rest(void **state)
{
    static const char page[] = "<!DOCTYPE html><title>Hotel</title>";
    bend b = { .honours = true, .now = "\"third\"", .body = page, .size = sizeof page - 1 };
    (void)state;
    cut_once(STRONG, false);
    assert_int_equal(get(&b), DCT_REASON_CAPTIVE);
    assert_int_equal(size_of("big.part"), CUT);
    bend good = { .honours = true, .now = "\"first\"" };
    uint64_t before = web_sent(c.web);
    assert_int_equal(get(&good), DCT_REASON_NONE);
    assert_int_equal(web_sent(c.web) - before, SIZE - CUT);
    is_there();
}

/* Whatever is not what was signed has a reason before it has a culprit. */
static void test_who_is_to_blame(void **state)
{
    static const char page[] = "\r\n<html><body>log in";
    bend bare = { .body = page, .size = sizeof page - 1 }, packed = { .headers = "Content-Encoding: gzip\r\n", .other = true },
         named = { .headers = "Content-Encoding: zstd\r\n" }, wrong = { .other = true };
    char *most = malloc(2 * SIZE);
    (void)state;
    assert_int_equal(get(&bare), DCT_REASON_CAPTIVE);
    for (size_t i = 0; i < 2 * SIZE; i++)
        most[i] = page[i % (sizeof page - 1)];
    bare = (bend){ .body = most, .size = 2 * SIZE };
    assert_int_equal(get(&bare), DCT_REASON_CAPTIVE);
    free(most);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    assert_int_equal(get(&packed), DCT_REASON_SERVER);
    assert_int_equal(get(&wrong), DCT_REASON_TAMPER);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    assert_int_equal(get(&named), DCT_REASON_NONE);
    is_there();
}

#define each(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_the_same_file),
        each(test_the_file_changed),
        each(test_changed_and_cut),
        each(test_marks),
        each(test_another_mirror),
        each(test_marks_on_the_disk),
        each(test_page_in_place_of_the_rest),
        each(test_who_is_to_blame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
