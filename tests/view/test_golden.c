/* Pages as text and as a hash of their pixels, compared with what stands in tests/golden. A change that is meant is taken
 * over with DOCENT_GOLDEN=write; the difference in version control is then the thing to read.
 *
 * The face is Debian 12's Noto Sans: with another one installed only the tree is compared. Pixels are compared on x86-64,
 * where floating point is the same everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/bytes.h"
#include "support/viewer.h"

static const char *bundle;
static bool same_face;

static const struct { const char *name, *address, *theme, *locale; int w, h; uint32_t percent; const char *product; } shots[] = {
    { "home", "home", "light", "en", 1000, 700, 100, NULL },
    { "article", "article/orbit-pair", "light", "en", 1280, 800, 100, NULL },
    { "article-panel", "article/orbit-pair", "dark", "en", 360, 640, 100, NULL },
    { "article-large", "article/orbit-pair", "contrast", "en", 800, 600, 200, NULL },
    { "article-rtl", "article/orbit-pair", "light", "ar", 800, 600, 100, NULL },
    { "steps", "steps/orbit-pair#step-1", "light", "en", 800, 600, 100, NULL },
    { "fix", "fix/no-sound#volume", "light", "en", 800, 600, 100, NULL },
    { "contact", "contact", "light", "en", 1080, 1920, 100, NULL },
    { "ticket", "contact/ticket", "light", "en", 1000, 700, 100, NULL },
    { "claim", "contact/claim", "dark", "ar", 360, 640, 100, NULL },
    { "settings", "settings", "dark", "en", 800, 600, 100, NULL },
    { "results", "search?q=headset", "light", "en", 800, 600, 100, NULL },
    { "results-chips", "search?q=headset", "dark", "ar", 800, 600, 100, "Orbit" },
    { "nothing", "search?q=hezdsxt", "light", "en", 800, 600, 100, NULL },
    { "ask", "ask", "light", "en", 800, 600, 100, NULL },
    { "ask-answer", "ask?q=reset%20the%20headset", "light", "en", 800, 700, 100, NULL },
    { "ask-guide-panel", "ask?q=the%20headset%20makes%20no%20sound", "dark", "en", 360, 640, 100, NULL },
    { "ask-unknown-large", "ask?q=zzzz", "contrast", "en", 800, 600, 200, NULL },
    { "ask-person-rtl", "ask?q=call", "light", "ar", 800, 600, 100, NULL },
};

static bool to_buf(void *ctx, const char *text, size_t size)
{
    dct_buf_add(ctx, text, size);
    return true;
}

static bool write_wanted(void)
{
    const char *how = getenv("DOCENT_GOLDEN");
    return how != NULL && strcmp(how, "write") == 0;
}

static void read_golden(const char *path, dct_buf *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s is missing: make it with DOCENT_GOLDEN=write", path);
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        dct_buf_add(out, chunk, n);
    fclose(file);
}

/* Names the first line that differs. */
static void compare(const char *path, const char *now, const char *then)
{
    int line = 1;
    while (*now != 0 && *now == *then) {
        line += *now == '\n';
        now++;
        then++;
    }
    if (*now != *then)
        fail_msg("%s:%d differs: now \"%.60s\", then \"%.60s\"", path, line, now, then);
}

static void check_golden(const char *name, const char *kind, dct_buf *now)
{
    char path[600];
    snprintf(path, sizeof path, "%s/tests/golden/%s.%s.txt", DOCENT_SOURCE_DIR, name, kind);
    if (write_wanted()) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(now->data, 1, now->size, file), now->size);
        assert_int_equal(fclose(file), 0);
        return;
    }
    dct_buf then;
    dct_buf_init(&then, &dct_alloc_default, 1 << 24);
    read_golden(path, &then);
    compare(path, dct_buf_text(now), dct_buf_text(&then));
    dct_buf_close(&then);
}

static void check_trace(test_viewer *t, const char *name, const char *kind)
{
    dct_buf now;
    dct_buf_init(&now, &dct_alloc_default, 1 << 24);
    assert_int_equal(docent_view_trace(t->view, kind, to_buf, &now), DOCENT_OK);
    check_golden(name, kind, &now);
    dct_buf_close(&now);
}

static void check_pixels(test_viewer *t, const char *name)
{
    dct_buf now;
    dct_buf_init(&now, &dct_alloc_default, 4096);
    uint64_t hash = dct_hash(DCT_HASH_START, t->surface.pixels, t->surface.stride * (size_t)t->surface.height);
    dct_buf_add_format(&now, "%016llx\n", (unsigned long long)hash);
    check_golden(name, "pixels", &now);
    dct_buf_close(&now);
}

static void pages_are_as_they_were(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof shots / sizeof *shots; i++) {
        test_viewer *t = test_viewer_open(bundle, shots[i].w, shots[i].h, shots[i].w < 400 ? DOCENT_VIEW_PANEL : 0);
        t->unix_s = 1795082400;
        docent_view_set_theme(t->view, shots[i].theme);
        docent_view_set_locale(t->view, shots[i].locale);
        docent_view_set_text_percent(t->view, shots[i].percent);
        assert_int_equal(docent_view_set_context(t->view, shots[i].product, NULL, NULL, NULL), DOCENT_OK);
        assert_int_equal(docent_view_go(t->view, shots[i].address), DOCENT_OK);
        test_viewer_pass(t, 16);
        check_trace(t, shots[i].name, "tree");
        if (same_face) {
            check_trace(t, shots[i].name, "draw");
#if defined(__x86_64__) && defined(NDEBUG)
            check_pixels(t, shots[i].name);
#else
            (void)check_pixels;
#endif
        }
        test_viewer_close(t);
    }
}

/* FNV-1a of the face that the goldens were made with (fonts-noto-core 20201225-1). */
static bool is_known_face(void)
{
    uint64_t hash = DCT_HASH_START;
    unsigned char chunk[4096];
    FILE *file = fopen("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", "rb");
    if (file == NULL)
        return false;
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        hash = dct_hash(hash, chunk, n);
    fclose(file);
    return hash == 0x28edf23e1360254full;
}

int main(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s", test_path("golden.docent"));
    if (!test_viewer_bundle(path)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    bundle = path;
    same_face = is_known_face();
    if (!same_face)
        puts("note: another Noto Sans than Debian 12's: only trees are compared");
    const struct CMUnitTest tests[] = { cmocka_unit_test(pages_are_as_they_were) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
