/* A viewer over a small bundle with real fonts and the real themes, and hands to use it with: press what is called so. */
#ifndef TEST_VIEWER_H
#define TEST_VIEWER_H

#include "bundle.h"

#include <docent/view.h>

typedef struct test_viewer {
    docent           *h;
    docent_view      *view;
    docent_view_wants wants;   /* Of the last update. */
    uint64_t          now_ms;
    int64_t           unix_s;
    docent_surface    surface; /* Holds the last paint. */
} test_viewer;

/* Adds what the viewer needs to a bundle that is being made: themes, and Noto Sans from Debian's package, uncut. False when the
 * font is not installed: such a test skips. */
bool test_viewer_assets(test_bundle *b);
/* The sample bundle with these assets at `path`; false when fonts are missing. */
bool test_viewer_bundle(const char *path);
/* Opens a bundle at a size, scale 1. Whatever fails ends the test. */
test_viewer *test_viewer_open(const char *path, int width, int height, uint32_t flags);
/* The same with a file for what the device keeps. */
test_viewer *test_viewer_open_kept(const char *path, const char *state_path, int width, int height, uint32_t flags);
/* The same on any device. */
test_viewer *test_viewer_open_with(const docent_config *config, int width, int height, uint32_t flags);
void test_viewer_close(test_viewer *t);
/* Lets time pass: updates, and paints what changed. */
void test_viewer_pass(test_viewer *t, uint64_t ms);
/* The first node of a role (0: any) whose label contains `label`; NULL if none. */
const docent_node *test_viewer_find(test_viewer *t, docent_role role, const char *label);
/* Presses it; the test ends when there is none. */
void test_viewer_press(test_viewer *t, docent_role role, const char *label);
void test_viewer_key(test_viewer *t, uint32_t key, uint32_t mods);
void test_viewer_type(test_viewer *t, const char *text);
/* A finger or a mouse down and up in the middle of a node. */
void test_viewer_touch(test_viewer *t, const docent_node *node, uint32_t pointer);

#endif
