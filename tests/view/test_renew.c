/* Other content under the page that is shown: the page stays, with its place; what is gone becomes the start. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"

#include <docent/sync.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "support/viewer.h"

#define PACK "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static char folder[64], bundle[512];

static void put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* A device's folder with one release that waits: the sample with `sql` done to it. */
static void stage(const char *sql)
{
    char path[256];
    strcpy(folder, "/tmp/docent-renew.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/tuf", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/packs", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    put("tuf/root.json", "{}");
    put("staged", "2 1790000000 " PACK "\n");
    snprintf(path, sizeof path, "%s/packs/" PACK ".docent", folder);
    test_bundle *b = test_bundle_sample_open(path);
    assert_true(test_viewer_assets(b));
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

static void add_source(docent *h)
{
    docent_source source = DOCENT_SOURCE_INIT;
    source.id = "shop";
    source.folder = folder;
    source.flags = DOCENT_SOURCE_MANUAL | DOCENT_SOURCE_CONFIRM;
    assert_int_equal(docent_sync_add(h, &source), DOCENT_OK);
}

static bool tell(test_viewer *t)
{
    docent_event event;
    bool told = false;
    while (docent_poll(t->h, &event)) {
        told = told || event.kind == DOCENT_EVENT_CONTENT;
        docent_view_event(t->view, &event);
    }
    return told;
}

static void end(test_viewer *t)
{
    char command[128];
    test_viewer_close(t);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void the_page_stays_with_its_place(void **state)
{
    (void)state;
    stage("UPDATE article SET title = 'Pairing, told anew' WHERE id = 'orbit-pair' AND lang = 'en'");
    test_viewer *t = test_viewer_open(bundle, 500, 300, 0);
    add_source(t->h);
    docent_view_go(t->view, "article/orbit-pair");
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Pairing, told anew"));
    docent_view_command(t->view, "page-down");
    test_viewer_pass(t, 1000);
    const docent_node *before = test_viewer_find(t, DOCENT_ROLE_HEADING, "");
    assert_non_null(before);
    int32_t y = before->box.y;
    docent_article *open = NULL; /* What is open stays what it is. */
    assert_int_equal(docent_article_open(t->h, "orbit-pair", &open), DOCENT_OK);
    const docent_info *info = docent_info_of(t->h);
    assert_int_equal(docent_sync_activate(t->h, "shop"), DOCENT_OK);
    assert_true(tell(t));
    assert_true(info->article_count > 0);
    docent_article_close(open);
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "article/orbit-pair");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Pairing, told anew"));
    assert_int_equal(test_viewer_find(t, DOCENT_ROLE_HEADING, "")->box.y, y);
    end(t);
}

static test_viewer *at_article(const char *path)
{
    test_viewer *t = test_viewer_open(path, 500, 300, 0);
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    test_viewer_pass(t, 16);
    return t;
}

/* What is shown after a switch is what a viewer shows that never knew other content, to the pixel: whether fonts stayed the same
 * and were kept, or are others. */
static void nothing_of_the_old_is_left(void **state)
{
    static const char *const changes[] = {
        "UPDATE article SET title = 'Pairing, told anew' WHERE id = 'orbit-pair' AND lang = 'en'",
        ("UPDATE asset SET data = (SELECT data FROM asset WHERE kind = 'font' AND name = 'arabic') "
         "WHERE kind = 'font' AND name = 'sans'"),
        "UPDATE font SET ranges = x'200000004F000000' WHERE name = 'sans'",
        "UPDATE font SET name = 'other' WHERE name = 'sans'; UPDATE asset SET name = 'other' WHERE kind = 'font' AND name = 'sans'" };
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char path[256];
        stage(changes[i]);
        snprintf(path, sizeof path, "%s/packs/" PACK ".docent", folder);
        test_viewer *t = at_article(bundle), *fresh = at_article(path);
        size_t size = t->surface.stride * (size_t)t->surface.height;
        assert_int_equal(memcmp(t->surface.pixels, fresh->surface.pixels, size) == 0, i == 3); /* Only its name differs. */
        add_source(t->h);
        assert_int_equal(docent_sync_activate(t->h, "shop"), DOCENT_OK);
        assert_true(tell(t));
        test_viewer_pass(t, 16);
        assert_memory_equal(t->surface.pixels, fresh->surface.pixels, size);
        test_viewer_close(fresh);
        end(t);
    }
}

static void a_page_that_is_gone_becomes_the_start(void **state)
{
    (void)state;
    stage("DELETE FROM section WHERE article IN (SELECT rowid FROM article WHERE id = 'loose');"
          "DELETE FROM article WHERE id = 'loose'");
    test_viewer *t = test_viewer_open(bundle, 500, 300, 0);
    add_source(t->h);
    docent_view_go(t->view, "article/loose");
    test_viewer_pass(t, 16);
    assert_int_equal(docent_sync_activate(t->h, "shop"), DOCENT_OK);
    assert_true(tell(t));
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "home");
    assert_int_equal(docent_sync_confirm(t->h, "shop"), DOCENT_OK);
    assert_int_equal(docent_sync_roll_back(t->h, "shop"), DOCENT_OK);
    assert_true(tell(t));
    assert_int_equal(docent_view_go(t->view, "article/loose"), DOCENT_OK);
    test_viewer_pass(t, 16);
    end(t);
}

static void content_that_does_not_open_changes_nothing(void **state)
{
    (void)state;
    docent_sync_look look;
    stage("SELECT 1");
    put("packs/" PACK ".docent", "no bundle");
    test_viewer *t = test_viewer_open(bundle, 500, 300, 0);
    add_source(t->h);
    assert_int_not_equal(docent_sync_activate(t->h, "shop"), DOCENT_OK);
    assert_int_equal(docent_sync_status(t->h, "shop", &look), DOCENT_OK);
    assert_int_equal(look.staged, 0);
    assert_int_equal(look.release, 0);
    assert_string_not_equal(look.reason, "OK");
    assert_int_equal(docent_sync_activate(t->h, "shop"), DOCENT_ERR_MISSING);
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "home");
    end(t);
}

static void the_settings_say_how_new_it_is(void **state)
{
    (void)state;
    stage("SELECT 1");
    test_viewer *t = test_viewer_open(bundle, 700, 900, 0);
    docent_view_go(t->view, "settings");
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Content")); /* Nothing to say without a source. */
    add_source(t->h);
    docent_view_go(t->view, "home");
    docent_view_go(t->view, "settings");
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Content as delivered, not checked since the start"));
    assert_non_null(test_viewer_find(t, 0, "Newer content is ready."));
    assert_int_equal(docent_sync_activate(t->h, "shop"), DOCENT_OK);
    assert_true(tell(t));
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Content of "));
    assert_null(test_viewer_find(t, 0, "Newer content is ready."));
    end(t);
}

static void a_stick_is_spoken_of(void **state)
{
    (void)state;
    test_viewer *t = test_viewer_open(bundle, 700, 500, 0);
    docent_view_stick(t->view, DOCENT_STICK_GONE, NULL); /* None was there. */
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, ""));
    docent_view_stick(t->view, DOCENT_STICK_READING, NULL);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, "Newer content is being read"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Please leave the stick in."));
    docent_view_stick(t->view, DOCENT_STICK_FAILED, "The clock of this device may be wrong.");
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, "The stick could not be used"));
    assert_non_null(test_viewer_find(t, 0, "The clock of this device may be wrong."));
    docent_view_stick(t->view, DOCENT_STICK_DONE, NULL);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "You may remove the stick."));
    docent_view_stick(t->view, DOCENT_STICK_GONE, NULL);
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, ""));
    docent_view_stick(t->view, DOCENT_STICK_READING, NULL);
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Close");
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, ""));
    test_viewer_close(t);
}

int main(void)
{
    snprintf(bundle, sizeof bundle, "%s", test_path("renew.docent"));
    if (!test_viewer_bundle(bundle)) {
        printf("Noto Sans is not installed; nothing tested\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_stays_with_its_place),
        cmocka_unit_test(nothing_of_the_old_is_left),
        cmocka_unit_test(a_page_that_is_gone_becomes_the_start),
        cmocka_unit_test(content_that_does_not_open_changes_nothing),
        cmocka_unit_test(the_settings_say_how_new_it_is),
        cmocka_unit_test(a_stick_is_spoken_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
