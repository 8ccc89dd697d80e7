#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700

#include "project.h"

#include "base/alloc.h"

#include <errno.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fixture_open(fixture *f)
{
    memset(f, 0, sizeof *f);
    snprintf(f->dir, sizeof f->dir, "/tmp/docent-test-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->bundle, sizeof f->bundle, "%s.docent", f->dir);
    dct_buf_init(&f->dump, &dct_alloc_default, 64u << 20);
}

static int remove_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
    (void)s;
    (void)type;
    (void)at;
    return remove(path);
}

static void forget(fixture *f)
{
    free(f->messages);
    f->messages = NULL;
    docent_close(f->help);
    f->help = NULL;
    f->errors = f->warnings = 0;
}

void fixture_close(fixture *f)
{
    forget(f);
    dct_buf_close(&f->dump);
    remove(f->bundle);
    nftw(f->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void fixture_put_bytes(fixture *f, const char *path, const void *bytes, size_t size)
{
    char full[1024];
    snprintf(full, sizeof full, "%s/%s", f->dir, path);
    for (char *slash = strchr(full + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        assert_true(mkdir(full, 0777) == 0 || errno == EEXIST);
        *slash = '/';
    }
    FILE *file = fopen(full, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void fixture_put(fixture *f, const char *path, const char *text)
{
    fixture_put_bytes(f, path, text, strlen(text));
}

static void run(fixture *f, const dct_pack_job *job)
{
    dct_diag diag;
    size_t size;
    forget(f);
    dct_diag_init(&diag, &dct_alloc_default);
    f->status = dct_pack_run(&dct_alloc_default, job, &diag, &f->result, &f->error);
    FILE *out = open_memstream(&f->messages, &size);
    assert_non_null(out);
    dct_diag_print(&diag, out, true);
    fclose(out);
    f->errors = diag.errors;
    f->warnings = diag.warnings;
    dct_diag_close(&diag);
}

static void open_bundle(fixture *f)
{
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = f->bundle;
    if (f->status != DOCENT_OK || f->errors > 0)
        return;
    docent_status status = docent_open(&config, &f->help, &error);
    if (status != DOCENT_OK)
        print_error("%s\n", error.message);
    assert_int_equal(status, DOCENT_OK);
}

void fixture_pack(fixture *f)
{
    dct_pack_job job = { f->dir, NULL, f->bundle, NULL };
    run(f, &job);
    open_bundle(f);
}

void fixture_check(fixture *f)
{
    dct_pack_job job = { f->dir, NULL, NULL, NULL };
    run(f, &job);
}

void fixture_pack_lines(fixture *f, const char *lines, size_t size)
{
    char path[300];
    snprintf(path, sizeof path, "%s/lines", f->dir);
    fixture_put_bytes(f, "lines", lines, size);
    dct_pack_job job = { NULL, path, f->bundle, NULL };
    run(f, &job);
    open_bundle(f);
}

void fixture_expect(fixture *f, const char *messages)
{
    if (f->status != DOCENT_OK)
        print_error("%s\n", f->error.message);
    assert_int_equal(f->status, DOCENT_OK);
    assert_string_equal(f->messages, messages);
}

void fixture_expect_one(fixture *f, const char *message)
{
    size_t size = strlen(message);
    for (const char *line = f->messages; line != NULL && *line != 0;) {
        const char *end = strchr(line, '\n');
        if (end != NULL && (size_t)(end - line) == size && memcmp(line, message, size) == 0)
            return;
        line = end == NULL ? NULL : end + 1;
    }
    print_error("no message \"%s\" in\n%s", message, f->messages);
    fail();
}

/* ---- articles as text ------------------------------------------------------------------ */

static const char *const kinds[] = { "",     "heading", "paragraph", "steps",   "step", "list", "item",     "alert",  "quote",
                                     "table", "row",     "cell",      "picture", "code", "rule", "footnote", "screen", "answer" };
static const char *const styles[] = { "em", "strong", "code", "ui", "key", "strike", "link", "note" };

static void add_text(dct_buf *out, const char *text, size_t size)
{
    dct_buf_add_text(out, " \"");
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            dct_buf_add_text(out, "\\n");
        else
            dct_buf_add_byte(out, (unsigned char)text[i]);
    }
    dct_buf_add_byte(out, '"');
}

static void add_inline(dct_buf *out, const docent_block *b, const docent_inline *in)
{
    dct_buf_add_text(out, " [");
    bool first = true;
    for (int bit = 0; bit < 8; bit++)
        if ((in->style & 1u << bit) != 0) {
            dct_buf_add_format(out, "%s%s", first ? "" : "+", styles[bit]);
            first = false;
        }
    add_text(out, b->text + in->from, in->to - in->from);
    dct_buf_add_format(out, "%s%s]", *in->target == 0 ? "" : " ", in->target);
}

static void add_block(dct_buf *out, const docent_article *a, uint32_t index)
{
    const docent_block *b = docent_article_block(a, index);
    for (uint32_t p = b->parent; p != UINT32_MAX; p = docent_article_block(a, p)->parent)
        dct_buf_add_text(out, "  ");
    dct_buf_add_text(out, kinds[b->kind]);
    if (b->level != 0)
        dct_buf_add_format(out, " level=%u", (unsigned)b->level);
    if (b->number != 0)
        dct_buf_add_format(out, " number=%u", (unsigned)b->number);
    if (b->flags != 0)
        dct_buf_add_format(out, " flags=%u", (unsigned)b->flags);
    if (b->width != 0)
        dct_buf_add_format(out, " %ux%u", (unsigned)b->width, (unsigned)b->height);
    if (*b->anchor != 0)
        dct_buf_add_format(out, " #%s", b->anchor);
    if (*b->target != 0)
        dct_buf_add_format(out, " ->%s", b->target);
    if (b->text_len != 0)
        add_text(out, b->text, b->text_len);
    for (uint32_t i = 0; i < b->inline_count; i++)
        add_inline(out, b, &b->inlines[i]);
    dct_buf_add_byte(out, '\n');
}

const char *fixture_dump(fixture *f, const char *id)
{
    docent_article *a;
    if (f->help == NULL)
        print_error("no bundle:\n%s", f->messages);
    assert_non_null(f->help);
    assert_int_equal(docent_article_open(f->help, id, &a), DOCENT_OK);
    dct_buf_clear(&f->dump);
    for (uint32_t i = 0; i < docent_article_block_count(a); i++)
        add_block(&f->dump, a, i);
    docent_article_close(a);
    return dct_buf_text(&f->dump);
}
