#include "viewer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- assets ------------------------------------------------------------------------ */

static unsigned char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    unsigned char *bytes = malloc(1 << 25);
    *size = bytes == NULL ? 0 : fread(bytes, 1, 1 << 25, file);
    fclose(file);
    return bytes;
}

/* themes/NAME.yaml is `token: "#rrggbb"` lines; the asset is `token #rrggbb` lines, as pack makes them. */
static void add_theme(test_bundle *b, const char *name)
{
    char path[512], text[8192] = "";
    size_t size;
    snprintf(path, sizeof path, "%s/assets/themes/%s.yaml", DOCENT_SOURCE_DIR, name);
    unsigned char *bytes = read_file(path, &size);
    assert_non_null(bytes);
    bytes[size] = 0;
    for (char *line = strtok((char *)bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        char token[64], colour[16];
        if (sscanf(line, "%63[a-z-]: \"%15[^\"]\"", token, colour) == 2)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s %s\n", token, colour);
    }
    test_bundle_asset(b, "theme", name, text, strlen(text));
    free(bytes);
}

static bool add_font(test_bundle *b, const char *file, const char *name, docent_font_role role, const void *ranges,
                     size_t size)
{
    char path[512];
    size_t bytes_size;
    snprintf(path, sizeof path, "/usr/share/fonts/truetype/noto/%s", file);
    unsigned char *bytes = read_file(path, &bytes_size);
    if (bytes == NULL)
        return false;
    test_bundle_asset(b, "font", name, bytes, bytes_size);
    test_bundle_font(b, name, role, ranges, size);
    free(bytes);
    return true;
}

bool test_viewer_assets(test_bundle *b)
{
    static const unsigned char latin[8] = { 0x20, 0, 0, 0, 0xFF, 0x26, 0, 0 };
    static const unsigned char arabic[8] = { 0x00, 6, 0, 0, 0xFF, 6, 0, 0 };
    add_theme(b, "light");
    add_theme(b, "dark");
    add_theme(b, "contrast");
    return add_font(b, "NotoSans-Regular.ttf", "sans", DOCENT_FONT_SANS, latin, 8) &&
           add_font(b, "NotoSansArabic-Regular.ttf", "arabic", DOCENT_FONT_SANS, arabic, 8);
}

bool test_viewer_bundle(const char *path)
{
    test_bundle *b = test_bundle_sample_open(path);
    bool ok = test_viewer_assets(b);
    test_bundle_finish(b);
    return ok;
}

/* ---- a viewer ------------------------------------------------------------------------- */

test_viewer *test_viewer_open(const char *path, int width, int height, uint32_t flags)
{
    return test_viewer_open_kept(path, NULL, width, height, flags);
}

test_viewer *test_viewer_open_kept(const char *path, const char *state_path, int width, int height, uint32_t flags)
{
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = path;
    config.state_path = state_path;
    return test_viewer_open_with(&config, width, height, flags);
}

test_viewer *test_viewer_open_with(const docent_config *config, int width, int height, uint32_t flags)
{
    test_viewer *t = calloc(1, sizeof *t);
    docent_error err;
    assert_non_null(t);
    if (docent_open(config, &t->h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    view.width = width;
    view.height = height;
    view.flags = flags;
    if (docent_view_open(t->h, &view, &t->view, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    t->surface = (docent_surface){ calloc((size_t)width * (size_t)height, 4), width, height, (size_t)width * 4,
                                   DOCENT_BGRA8 };
    assert_non_null(t->surface.pixels);
    t->now_ms = 1000;
    t->unix_s = 1795000000; /* A Wednesday in November 2026. */
    test_viewer_pass(t, 0);
    return t;
}

void test_viewer_close(test_viewer *t)
{
    free(t->surface.pixels);
    docent_view_close(t->view);
    docent_close(t->h);
    free(t);
}

void test_viewer_pass(test_viewer *t, uint64_t ms)
{
    docent_rect dirty[16];
    uint32_t count = 16;
    t->now_ms += ms;
    assert_int_equal(docent_view_update(t->view, t->now_ms, t->unix_s, &t->wants), DOCENT_OK);
    if (t->wants.paint)
        assert_int_equal(docent_view_paint(t->view, &t->surface, 0, dirty, &count), DOCENT_OK);
}

const docent_node *test_viewer_find(test_viewer *t, docent_role role, const char *label)
{
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++) {
        const docent_node *n = docent_view_node_at(t->view, i);
        if ((role == 0 || n->role == role) && strstr(n->label, label) != NULL)
            return n;
    }
    return NULL;
}

void test_viewer_press(test_viewer *t, docent_role role, const char *label)
{
    const docent_node *n = test_viewer_find(t, role, label);
    if (n == NULL)
        fail_msg("there is no %s called \"%s\" on %s", docent_role_name(role), label, docent_view_address(t->view));
    assert_true(docent_view_activate(t->view, n->id));
    test_viewer_pass(t, 16);
}

void test_viewer_key(test_viewer *t, uint32_t key, uint32_t mods)
{
    docent_input in = { .kind = DOCENT_INPUT_KEY, .key = key, .mods = mods, .time_ms = t->now_ms };
    docent_view_input(t->view, &in);
    test_viewer_pass(t, 16);
}

void test_viewer_type(test_viewer *t, const char *text)
{
    docent_input in = { .kind = DOCENT_INPUT_TEXT, .text = text, .time_ms = t->now_ms };
    docent_view_input(t->view, &in);
    test_viewer_pass(t, 16);
}

void test_viewer_touch(test_viewer *t, const docent_node *node, uint32_t pointer)
{
    docent_input in = { .kind = DOCENT_INPUT_DOWN, .pointer = pointer, .time_ms = t->now_ms,
                        .x = (float)node->box.x + (float)node->box.w / 2, .y = (float)node->box.y + (float)node->box.h / 2 };
    docent_view_input(t->view, &in);
    in.kind = DOCENT_INPUT_UP;
    in.time_ms = t->now_ms += 20;
    docent_view_input(t->view, &in);
    test_viewer_pass(t, 16);
}
