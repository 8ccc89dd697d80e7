/* The panel in a host's scene, on SDL's software renderer: no display is needed to look at every pixel. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <SDL.h>

#include <docent/sdl.h>

#define W 900
#define H 700
#define PANEL_X 300
#define PANEL_Y 40
#define PANEL_W 560
#define PANEL_H 600

static docent *h;
static docent_view *view;
static docent_panel *panel;
static SDL_Surface *target;
static SDL_Renderer *renderer;

static int set_up(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config vc = DOCENT_VIEW_CONFIG_INIT;
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    config.bundle_path = DOCENT_BINARY_DIR "/share/help.docent";
    vc.width = PANEL_W;
    vc.height = PANEL_H;
    vc.flags = DOCENT_VIEW_PANEL | DOCENT_VIEW_STILL;
    assert_int_equal(SDL_Init(SDL_INIT_VIDEO), 0);
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    assert_int_equal(docent_view_open(h, &vc, &view, NULL), DOCENT_OK);
    assert_int_equal(docent_panel_open(view, &panel), DOCENT_OK);
    assert_int_equal(docent_panel_place(panel, PANEL_X, PANEL_Y, PANEL_W, PANEL_H, 1.0f), DOCENT_OK);
    target = SDL_CreateRGBSurfaceWithFormat(0, W, H, 32, SDL_PIXELFORMAT_BGRA32);
    renderer = SDL_CreateSoftwareRenderer(target);
    assert_non_null(renderer);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    docent_panel_close(panel);
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(target);
    docent_view_close(view);
    docent_close(h);
    SDL_Quit();
    return 0;
}

static void clear(void)
{
    SDL_SetRenderDrawColor(renderer, 10, 20, 30, 255);
    SDL_RenderClear(renderer);
}

static docent_view_wants draw(void)
{
    docent_view_wants wants;
    clear();
    assert_int_equal(docent_panel_draw(panel, renderer, &wants), DOCENT_OK);
    SDL_RenderPresent(renderer);
    return wants;
}

static const unsigned char *at(int x, int y)
{
    return (const unsigned char *)target->pixels + y * target->pitch + x * 4;
}

static bool is_scene(int x, int y)
{
    const unsigned char *p = at(x, y);
    return p[0] == 30 && p[1] == 20 && p[2] == 10;
}

/* What the view would paint into a buffer of its own. */
static void assert_shows_the_view(void)
{
    docent_rect dirty[1];
    uint32_t count = 1;
    size_t stride = PANEL_W * 4;
    unsigned char *pixels = malloc(stride * PANEL_H);
    docent_surface s = { pixels, PANEL_W, PANEL_H, stride, DOCENT_BGRA8 };
    assert_int_equal(docent_view_paint(view, &s, DOCENT_PAINT_ALL, dirty, &count), DOCENT_OK);
    for (int y = 0; y < PANEL_H; y++)
        if (memcmp(at(PANEL_X, PANEL_Y + y), pixels + (size_t)y * stride, stride) != 0)
            fail_msg("row %d differs", y);
    free(pixels);
}

static void the_panel_is_the_view_and_the_rest_is_the_scene(void **state)
{
    (void)state;
    draw();
    assert_shows_the_view();
    assert_true(is_scene(PANEL_X - 1, PANEL_Y + 10) && is_scene(PANEL_X + PANEL_W, PANEL_Y + 10));
    assert_true(is_scene(PANEL_X + 10, PANEL_Y - 1) && is_scene(PANEL_X + 10, PANEL_Y + PANEL_H));
}

static void changes_arrive_by_parts(void **state)
{
    (void)state;
    draw();
    for (int i = 0; i < 6; i++) {
        SDL_Event e = { .type = SDL_KEYDOWN };
        e.key.keysym.sym = SDLK_TAB;
        docent_panel_input(panel, &e);
        draw();
        assert_shows_the_view();
    }
}

static void a_lost_texture_is_made_again(void **state)
{
    (void)state;
    draw();
    docent_panel_forget(panel);
    draw();
    assert_shows_the_view();
}

static void a_new_size_is_painted_whole(void **state)
{
    (void)state;
    draw();
    assert_int_equal(docent_panel_place(panel, 0, 0, 320, 480, 1.0f), DOCENT_OK);
    draw();
    assert_true(is_scene(320, 100) && !is_scene(319, 100));
    assert_int_equal(docent_panel_place(panel, PANEL_X, PANEL_Y, PANEL_W, PANEL_H, 1.0f), DOCENT_OK);
    draw();
    assert_shows_the_view();
}

static void the_renderer_is_left_as_it_was(void **state)
{
    (void)state;
    SDL_Rect viewport = { 10, 20, 300, 200 }, clip = { 1, 2, 30, 40 }, rect;
    SDL_RenderSetViewport(renderer, &viewport);
    SDL_RenderSetScale(renderer, 2.0f, 2.0f);
    SDL_RenderGetViewport(renderer, &viewport);
    SDL_RenderSetClipRect(renderer, &clip);
    SDL_SetRenderDrawColor(renderer, 1, 2, 3, 4);
    SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_ADD);
    assert_int_equal(docent_panel_draw(panel, renderer, NULL), DOCENT_OK);
    SDL_RenderPresent(renderer);
    assert_shows_the_view(); /* Neither viewport nor clip nor scale has hold of it. */
    Uint8 r, g, b, a;
    float sx, sy;
    SDL_BlendMode mode;
    SDL_RenderGetViewport(renderer, &rect);
    assert_memory_equal(&rect, &viewport, sizeof rect);
    SDL_RenderGetClipRect(renderer, &rect);
    assert_memory_equal(&rect, &clip, sizeof rect);
    SDL_RenderGetScale(renderer, &sx, &sy);
    assert_true(sx == 2.0f && sy == 2.0f);
    SDL_GetRenderDrawColor(renderer, &r, &g, &b, &a);
    assert_true(r == 1 && g == 2 && b == 3 && a == 4);
    SDL_GetRenderDrawBlendMode(renderer, &mode);
    assert_int_equal(mode, SDL_BLENDMODE_ADD);
    assert_null(SDL_GetRenderTarget(renderer));
}

static SDL_Event mouse(Uint32 type, int x, int y)
{
    SDL_Event e = { .type = type };
    if (type == SDL_MOUSEMOTION) {
        e.motion.x = x;
        e.motion.y = y;
    } else {
        e.button.button = SDL_BUTTON_LEFT;
        e.button.clicks = 1;
        e.button.x = x;
        e.button.y = y;
    }
    return e;
}

static bool give(SDL_Event e)
{
    return docent_panel_input(panel, &e);
}

static void a_press_belongs_to_where_it_began(void **state)
{
    (void)state;
    draw();
    assert_false(give(mouse(SDL_MOUSEBUTTONDOWN, 5, 5)));
    assert_false(give(mouse(SDL_MOUSEMOTION, PANEL_X + 50, PANEL_Y + 50))); /* The scene drags across the panel. */
    assert_false(give(mouse(SDL_MOUSEBUTTONUP, PANEL_X + 50, PANEL_Y + 50)));
    assert_true(give(mouse(SDL_MOUSEBUTTONDOWN, PANEL_X + 5, PANEL_Y + PANEL_H - 5)));
    assert_true(give(mouse(SDL_MOUSEBUTTONUP, 5, 5)));
    assert_false(give(mouse(SDL_MOUSEBUTTONDOWN, 5, 5)));
}

static void fingers_outside_are_the_scenes(void **state)
{
    (void)state;
    draw();
    SDL_Event e = { .type = SDL_FINGERDOWN };
    e.tfinger.touchId = 1;
    e.tfinger.fingerId = 9;
    e.tfinger.x = 0.01f;
    e.tfinger.y = 0.5f;
    assert_false(give(e));
    e.type = SDL_FINGERMOTION;
    e.tfinger.x = 0.6f;
    assert_false(give(e));
    e.type = SDL_FINGERDOWN;
    e.tfinger.fingerId = 10;
    assert_true(give(e));
    e.type = SDL_FINGERUP;
    e.tfinger.x = 0.01f;
    assert_true(give(e));
}

/* Presses the thing of this role and label with the mouse, where the panel shows it. */
static bool click(docent_role role, const char *label)
{
    for (uint32_t i = 0; i < docent_view_node_count(view); i++) {
        const docent_node *n = docent_view_node_at(view, i);
        if (n->role != role || strcmp(n->label, label) != 0)
            continue;
        int x = PANEL_X + n->box.x + n->box.w / 2, y = PANEL_Y + n->box.y + n->box.h / 2;
        give(mouse(SDL_MOUSEBUTTONDOWN, x, y));
        return give(mouse(SDL_MOUSEBUTTONUP, x, y));
    }
    return false;
}

static void close_is_asked_for_once(void **state)
{
    (void)state;
    assert_false(draw().close);
    assert_true(click(DOCENT_ROLE_BUTTON, "Close help"));
    assert_true(draw().close);
    assert_false(draw().close);
}

static void a_panel_without_a_place_draws_nothing(void **state)
{
    (void)state;
    docent_panel *other;
    assert_int_equal(docent_panel_open(view, &other), DOCENT_OK);
    assert_int_equal(docent_panel_draw(other, renderer, NULL), DOCENT_ERR_ARG);
    docent_panel_close(other);
    docent_panel_close(NULL);
    assert_int_equal(docent_panel_open(NULL, &other), DOCENT_ERR_ARG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_panel_is_the_view_and_the_rest_is_the_scene),
        TEST(changes_arrive_by_parts),
        TEST(a_lost_texture_is_made_again),
        TEST(a_new_size_is_painted_whole),
        TEST(the_renderer_is_left_as_it_was),
        TEST(a_press_belongs_to_where_it_began),
        TEST(fingers_outside_are_the_scenes),
        TEST(close_is_asked_for_once),
        TEST(a_panel_without_a_place_draws_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
