/* A window of ours on SDL's dummy driver, whose window surface is memory that can be looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <SDL.h>

#include <docent/sdl.h>

static docent *h;
static docent_window *window;

static int set_up(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config vc = DOCENT_VIEW_CONFIG_INIT;
    docent_error err = { 0 };
    SDL_setenv("SDL_VIDEODRIVER", "dummy", 1);
    config.bundle_path = DOCENT_BINARY_DIR "/share/help.docent";
    vc.width = 800;
    vc.height = 600;
    vc.scale = 1.0f;
    vc.flags = DOCENT_VIEW_STILL;
    assert_int_equal(docent_open(&config, &h, &err), DOCENT_OK);
    if (docent_window_open(h, &vc, "test", 0, &window, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    docent_window_close(window);
    docent_close(h);
    assert_int_equal(SDL_WasInit(SDL_INIT_VIDEO), 0); /* Nobody else had asked for it. */
    return 0;
}

static SDL_Window *sdl_window(void)
{
    SDL_Window *w = SDL_GetWindowFromID(1);
    for (Uint32 id = 2; w == NULL && id < 100; id++)
        w = SDL_GetWindowFromID(id);
    assert_non_null(w);
    return w;
}

static bool step(void)
{
    bool open = docent_window_step(window, 0);
    return open && docent_window_step(window, 0);
}

static void assert_shows_the_view(void)
{
    docent_rect dirty[1];
    uint32_t count = 1;
    SDL_Surface *shown = SDL_GetWindowSurface(sdl_window());
    size_t row = (size_t)shown->w * 4;
    unsigned char *pixels = malloc(row * (size_t)shown->h);
    docent_surface s = { pixels, shown->w, shown->h, row, DOCENT_BGRA8 };
    assert_int_equal(docent_view_paint(docent_window_view(window), &s, DOCENT_PAINT_ALL, dirty, &count), DOCENT_OK);
    for (int y = 0; y < shown->h; y++) {
        const unsigned char *is = (const unsigned char *)shown->pixels + y * shown->pitch;
        for (int x = 0; x < shown->w; x++)
            if (memcmp(is + x * 4, pixels + (size_t)y * row + (size_t)x * 4, 3) != 0)
                fail_msg("pixel %d, %d differs", x, y);
    }
    free(pixels);
}

static SDL_Event key(SDL_Keycode sym)
{
    SDL_Event e = { .type = SDL_KEYDOWN };
    e.key.windowID = SDL_GetWindowID(sdl_window());
    e.key.keysym.sym = sym;
    e.key.timestamp = SDL_GetTicks();
    return e;
}

static void push(SDL_Event e)
{
    assert_int_equal(SDL_PushEvent(&e), 1);
}

static void the_first_step_shows_the_page(void **state)
{
    (void)state;
    assert_true(step());
    assert_shows_the_view();
}

static void only_parts_are_painted_and_the_whole_is_right(void **state)
{
    (void)state;
    step();
    for (int i = 0; i < 5; i++) {
        push(key(SDLK_TAB));
        assert_true(step());
        assert_shows_the_view();
    }
}

static void where_the_host_sends_the_view_is_shown_at_once(void **state)
{
    (void)state;
    step();
    assert_int_equal(docent_view_go(docent_window_view(window), "toc"), DOCENT_OK);
    assert_true(docent_window_step(window, 60000)); /* Does not sleep on it. */
    assert_shows_the_view();
    assert_string_equal(docent_view_address(docent_window_view(window)), "toc");
}

static void a_new_size_is_followed(void **state)
{
    (void)state;
    step();
    SDL_SetWindowSize(sdl_window(), 640, 700);
    assert_true(step());
    assert_int_equal(SDL_GetWindowSurface(sdl_window())->w, 640);
    assert_shows_the_view();
}

static void idle_time_counts_from_the_last_input(void **state)
{
    (void)state;
    step();
    SDL_Delay(60);
    assert_true(docent_window_idle_ms(window) >= 50);
    push(key(SDLK_TAB));
    step();
    assert_true(docent_window_idle_ms(window) < 50);
}

static void closing_ends_the_steps(void **state)
{
    (void)state;
    step();
    SDL_Event e = { .type = SDL_WINDOWEVENT };
    e.window.event = SDL_WINDOWEVENT_CLOSE;
    e.window.windowID = SDL_GetWindowID(sdl_window());
    push(e);
    assert_false(step());
    assert_false(docent_window_step(window, 60000));
}

static void events_of_the_host_stay_in_the_queue(void **state)
{
    (void)state;
    step();
    SDL_Window *other = SDL_CreateWindow("host", 0, 0, 100, 100, SDL_WINDOW_HIDDEN);
    SDL_FlushEvents(SDL_FIRSTEVENT, SDL_LASTEVENT);
    SDL_Event e = key(SDLK_q), user = { .type = SDL_USEREVENT };
    e.key.windowID = SDL_GetWindowID(other);
    push(e);
    push(user);
    push(key(SDLK_TAB));
    assert_true(docent_window_step(window, 0));
    assert_int_equal(SDL_PeepEvents(&e, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT), 1);
    assert_true(e.type == SDL_KEYDOWN && e.key.keysym.sym == SDLK_q);
    assert_int_equal(SDL_PeepEvents(&e, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT), 1);
    assert_int_equal(e.type, SDL_USEREVENT);
    SDL_DestroyWindow(other);
}

static void text_input_runs_only_in_a_field(void **state)
{
    (void)state;
    docent_view *v = docent_window_view(window);
    assert_int_equal(docent_view_go(v, "article/orbit-pair"), DOCENT_OK);
    step();
    assert_false(SDL_IsTextInputActive());
    assert_true(docent_view_command(v, "find"));
    step();
    assert_true(SDL_IsTextInputActive());
    push(key(SDLK_ESCAPE));
    step();
    assert_false(SDL_IsTextInputActive());
}

static void what_cannot_be_opened_says_why(void **state)
{
    (void)state;
    docent_view_config vc = DOCENT_VIEW_CONFIG_INIT;
    docent_error err = { 0 };
    docent_window *none = window;
    assert_int_equal(docent_window_open(NULL, &vc, NULL, 0, &none, &err), DOCENT_ERR_ARG);
    assert_true(err.message[0] != '\0');
    docent_window_close(NULL);
    vc.width = 320;
    vc.height = 240;
    vc.start = "article/no-such-article";
    docent_status status = docent_window_open(h, &vc, NULL, 0, &none, &err);
    if (status == DOCENT_OK)
        docent_window_close(none);
    else
        assert_null(none);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_step_shows_the_page),
        TEST(only_parts_are_painted_and_the_whole_is_right),
        TEST(where_the_host_sends_the_view_is_shown_at_once),
        TEST(a_new_size_is_followed),
        TEST(idle_time_counts_from_the_last_input),
        TEST(closing_ends_the_steps),
        TEST(events_of_the_host_stay_in_the_queue),
        TEST(text_input_runs_only_in_a_field),
        TEST(what_cannot_be_opened_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
