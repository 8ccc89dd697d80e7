/* What must hold for everyone, on every page, in every theme, size and direction: contrast, targets, nothing cut, and
 * everything shown is said. The numbers are A1, A10, A11 and A15 of docs/accessibility.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>

#include <cmocka.h>

#include <docent/contact.h>

#include "support/viewer.h"
#include "view/view_impl.h"

static const char *bundle;

static const char *const pages[] = { "home", "toc", "toc/orbit", "article/orbit-pair", "steps/orbit-pair#step-2",
                                     "fix/no-sound", "fix/no-sound#volume", "fix/no-sound#solved", "contact", "ask",
                                     "ask?q=reset%20the%20headset",
                                     "contact/ticket", "contact/callback", "contact/chat", "contact/requests", "contact/claim",
                                     "contact/request/", "settings", "bookmarks", "search?q=headset", "search?q=zzzz" };

/* Everything an author can offer, with a text of every kind. */
static const char rules[] =
    "{\"callback\":true,\"chat\":true,\"answer_within\":\"8h\",\"consent\":{\"en\":\"We keep what you send for thirty days.\"},"
    "\"forum\":{\"connector\":\"desk\"},\"problems\":[{\"id\":\"broken\",\"title\":{\"en\":\"It does not work\"},"
    "\"fields\":[\"serial\",\"when\",\"on\"],\"first_answer\":{\"en\":\"Keep it plugged in.\"},\"article\":\"article/orbit-reset\"}],"
    "\"fields\":[{\"id\":\"serial\",\"label\":{\"en\":\"Serial number\"},\"required\":true,\"hint\":{\"en\":\"On its underside\"},"
    "\"consent\":{\"en\":\"It is compared with the warranty.\"}},{\"id\":\"on\",\"label\":{\"en\":\"Is it on?\"},"
    "\"type\":\"yes_no\"},{\"id\":\"when\",\"label\":{\"en\":\"Since when\"},\"type\":\"choice\","
    "\"choices\":{\"today\":{\"en\":\"Today\"},\"long\":{\"en\":\"For long\"}}}],"
    "\"channels\":[{\"id\":\"forum\",\"name\":{\"en\":\"Forum\"},\"url\":\"https://forum.test/\",\"note\":{\"en\":\"Slow\"}}],"
    "\"connectors\":[{\"id\":\"desk\",\"kind\":\"webhook\",\"url\":\"https://desk.test/\"}]}";

/* A conversation to look at, and a form with everything that can be wrong in it. */
static void prepare(test_viewer *t, docent_id *talk)
{
    docent_ticket ticket = DOCENT_TICKET_INIT;
    docent_attachment file = { "a-long-name-of-a-log-file.txt", "text/plain", "x", 1 };
    ticket.body = "The headset makes no sound at all, whatever I do.\nSince yesterday.";
    ticket.problem = "broken";
    ticket.attachments = &file;
    ticket.attachment_count = 1;
    assert_int_equal(docent_ticket_submit(t->h, &ticket, talk), DOCENT_OK);
    assert_int_equal(docent_draft_set(t->h, "ticket.problem", "broken"), DOCENT_OK);
    assert_int_equal(docent_draft_set(t->h, "person.email", "nobody"), DOCENT_OK);
}

/* Where a page says more once something was pressed. */
static void open_up(test_viewer *t, const char *page)
{
    docent_view_command(t->view, "ticket-send");
    docent_view_command(t->view, "callback-send");
    docent_view_command(t->view, "claim");
    test_viewer_pass(t, 1000);
    if (strcmp(page, "contact/ticket") == 0 && !t->view->state.wish.unfold)
        assert_true(docent_view_activate(t->view, dct_key("along", 999)));
}

typedef void check(test_viewer *t, const char *where);

/* Calls `f` for every page, theme, language, size and form. */
static void everywhere(check *f)
{
    static const struct { int w, h; uint32_t flags; } forms[] = {
        { 360, 640, DOCENT_VIEW_PANEL }, { 1000, 700, 0 }, { 1080, 1920, DOCENT_VIEW_KIOSK } };
    static const char *const themes[] = { "light", "dark", "contrast" };
    static const char *const locales[] = { "en", "ar" };
    for (int form = 0; form < 3; form++) {
        test_viewer *t = test_viewer_open(bundle, forms[form].w, forms[form].h, forms[form].flags);
        docent_id talk;
        prepare(t, &talk);
        for (int i = 0; i < 3 * 2 * 2; i++) {
            uint32_t percent = i % 2 == 0 ? 100 : 200;
            docent_view_set_theme(t->view, themes[i / 4]);
            docent_view_set_locale(t->view, locales[i / 2 % 2]);
            docent_view_set_text_percent(t->view, percent);
            for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
                char where[200];
                snprintf(where, sizeof where, "%s %dx%d %s %s %u %%", pages[p], forms[form].w, forms[form].h,
                         themes[i / 4], locales[i / 2 % 2], (unsigned)percent);
                char address[100];
                bool request = strcmp(pages[p], "contact/request/") == 0;
                snprintf(address, sizeof address, "%s%s", pages[p], request ? talk.text : "");
                if (docent_view_go(t->view, address) != DOCENT_OK)
                    fail_msg("cannot go to %s", address);
                if (strncmp(address, "contact/", 8) == 0)
                    open_up(t, address);
                assert_int_equal(dct_frame_make(t->view), DOCENT_OK);
                f(t, where);
            }
        }
        test_viewer_close(t);
    }
}

/* ---- contrast (WCAG 2.2, 1.4.3) --------------------------------------------------------- */

static double channel(uint32_t v)
{
    double c = v / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t argb)
{
    return 0.2126 * channel(argb >> 16 & 255) + 0.7152 * channel(argb >> 8 & 255) + 0.0722 * channel(argb & 255);
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);
    return (fmax(la, lb) + 0.05) / (fmin(la, lb) + 0.05);
}

static dct_token ground_of(const dct_box *b)
{
    for (; b != NULL; b = b->parent)
        if (b->background != DCT_NO_COLOUR)
            return b->background;
    return DCT_BACKGROUND;
}

static void check_style(test_viewer *t, const dct_box *b, const dct_paint_style *style, const char *where)
{
    dct_token ground = style->back != DCT_NO_COLOUR ? style->back : ground_of(b);
    double ratio = contrast(t->view->theme.colour[style->colour], t->view->theme.colour[ground]);
    double least = strcmp(t->view->state.theme, "contrast") == 0 ? 7.0 : 4.5;
    bool disabled = b->parent != NULL && (b->parent->flags & DCT_BOX_DISABLED) != 0;
    if (ratio < least && !disabled)
        fail_msg("%s: \"%.40s\" has a contrast of %.2f", where, b->text, ratio);
}

static void check_contrast(test_viewer *t, const char *where)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(t->view, roots);
    for (int i = 0; i < DCT_ROOT_COUNT; i++)
        for (dct_box *b = roots[i]; b != NULL; b = dct_box_next(roots[i], b))
            if (b->kind == DCT_BOX_TEXT)
                for (uint32_t l = 0; l < b->layout.line_count; l++)
                    for (uint32_t r = 0; r < b->layout.lines[l].run_count; r++)
                        check_style(t, b, &b->styles[b->layout.lines[l].runs[r].style], where);
}

static void text_stands_out_from_its_ground(void **state)
{
    (void)state;
    everywhere(check_contrast);
}

/* ---- nothing cut, no sideways scroll --------------------------------------------------------- */

static void check_text_fits(test_viewer *t, const dct_box *b, const char *where)
{
    if (b->x < -1 || b->x + b->w > (float)t->view->config.width + 1)
        fail_msg("%s: \"%.40s\" leaves the view: %g + %g", where, b->text, (double)b->x, (double)b->w);
    for (uint32_t l = 0; l < b->layout.line_count; l++)
        if (b->layout.lines[l].width > b->w - b->pad.start - b->pad.end + 1.5f)
            fail_msg("%s: a line of \"%.40s\" is %g wide in a box of %g", where, b->text,
                     (double)b->layout.lines[l].width, (double)b->w);
    if (b->layout.cut && b->max_lines == 0)
        fail_msg("%s: \"%.40s\" is cut", where, b->text);
}

static void check_fits(test_viewer *t, const char *where)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(t->view, roots);
    for (int i = 0; i < DCT_ROOT_COUNT; i++)
        for (dct_box *b = roots[i]; b != NULL; b = dct_box_next(roots[i], b))
            if (b->kind == DCT_BOX_TEXT)
                check_text_fits(t, b, where);
}

/* The tools of a tall kiosk keep their words whole: a word that is broken in the middle cannot be read. */
static void check_bar_words(test_viewer *t, const char *where)
{
    for (uint32_t i = 0; i < t->view->nodes.count; i++) {
        const dct_box *b = t->view->nodes.boxes[i];
        if (b->role != DOCENT_ROLE_BUTTON || b->kind != DCT_BOX_COLUMN || b->last == NULL || b->last->kind != DCT_BOX_TEXT)
            continue;
        if (dct_paragraph_min_width(b->last->paragraph) > b->last->w + 1)
            fail_msg("%s: \"%s\" is broken inside a word", where, b->last->text);
    }
}

static void words_of_the_tool_bar_are_whole(void **state)
{
    (void)state;
    everywhere(check_bar_words);
}

static void nothing_is_cut(void **state)
{
    (void)state;
    everywhere(check_fits);
}

/* ---- targets ---------------------------------------------------------------------------------- */

/* 15 mm on a kiosk is 57 points; 44 in a program; an inline link stands in a line of text (WCAG 2.5.8's exception). */
static void check_targets(test_viewer *t, const char *where)
{
    bool kiosk = (t->view->config.flags & DOCENT_VIEW_KIOSK) != 0;
    for (uint32_t i = 0; i < t->view->nodes.count; i++) {
        const docent_node *n = &t->view->nodes.items[i];
        const dct_box *b = t->view->nodes.boxes[i];
        if (t->view->nodes.links[i] >= 0 || b->press.what == DCT_DO_NOTHING)
            continue;
        bool in_list = n->role == DOCENT_ROLE_LINK && !kiosk;
        float least = kiosk ? 56 : in_list ? 34 : 43;
        if (b->h < least || b->w < least)
            fail_msg("%s: %s \"%.40s\" is %g x %g", where, docent_role_name(n->role), n->label, (double)b->w, (double)b->h);
    }
}

static void targets_are_large_enough(void **state)
{
    (void)state;
    everywhere(check_targets);
}

/* ---- everything shown is said ------------------------------------------------------------------- */

static bool is_silent(const dct_box *b)
{
    for (; b != NULL; b = b->parent)
        if (b->flags & DCT_BOX_SILENT)
            return true;
    return false;
}

/* In how many nodes a text box takes part: as a node of its own, or inside one that speaks for its inside. */
static uint32_t voices(test_viewer *t, const dct_box *text)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->view->nodes.count; i++) {
        const dct_box *b = t->view->nodes.boxes[i];
        if (t->view->nodes.links[i] >= 0)
            continue;
        if (b == text)
            n++;
        else if (b->flags & DCT_BOX_LEAF_LABEL)
            for (const dct_box *p = text->parent; p != NULL; p = p->parent)
                n += p == b;
    }
    return n;
}

static void check_said(test_viewer *t, const char *where)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(t->view, roots);
    for (int i = 0; i < DCT_ROOT_COUNT; i++)
        for (dct_box *b = roots[i]; b != NULL; b = dct_box_next(roots[i], b)) {
            if (b->kind != DCT_BOX_TEXT || b->text_size == 0 || is_silent(b))
                continue;
            uint32_t n = voices(t, b);
            if (n != 1)
                fail_msg("%s: \"%.40s\" is said %u times", where, b->text, (unsigned)n);
        }
    for (uint32_t i = 0; i < t->view->nodes.count; i++) {
        const docent_node *n = &t->view->nodes.items[i];
        bool needs_name = n->role == DOCENT_ROLE_BUTTON || n->role == DOCENT_ROLE_LINK || n->role == DOCENT_ROLE_FIELD ||
                          n->role == DOCENT_ROLE_CHECKBOX || n->role == DOCENT_ROLE_RADIO || n->role == DOCENT_ROLE_PICTURE;
        if (needs_name && n->label[0] == 0)
            fail_msg("%s: a %s has no name", where, docent_role_name(n->role));
        for (uint32_t k = 0; k < i; k++)
            if (t->view->nodes.items[k].id == n->id)
                fail_msg("%s: \"%s\" and \"%s\" have the same id", where, t->view->nodes.items[k].label, n->label);
    }
}

static void what_is_shown_is_said_once(void **state)
{
    (void)state;
    everywhere(check_said);
}

int main(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s", test_path("access.docent"));
    static char sql[2048];
    test_bundle *b = test_bundle_sample_open(path);
    bool fonts = test_viewer_assets(b);
    snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '%s')", rules);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
    if (!fonts) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    bundle = path;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stands_out_from_its_ground), cmocka_unit_test(nothing_is_cut),
        cmocka_unit_test(words_of_the_tool_bar_are_whole),
        cmocka_unit_test(targets_are_large_enough), cmocka_unit_test(what_is_shown_is_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
