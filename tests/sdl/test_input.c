/* SDL's events in, docent's out. Needs no display: translation looks at the event alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sdl/input.h"

/* A window of 400 x 300 points at two pixels each; the view begins at pixel 100, 50. */
static const dct_sdl_place place = { 2.0f, 2.0f, 800.0f, 600.0f, 100.0f, 50.0f };
static dct_sdl_pointers pointers;
static docent_input in;

static int set_up(void **state)
{
    (void)state;
    SDL_zero(pointers);
    SDL_zero(in);
    return 0;
}

static bool give(SDL_Event e)
{
    e.common.timestamp = SDL_GetTicks();
    return dct_sdl_translate(&e, &place, &pointers, &in);
}

static bool key(SDL_Keycode sym, SDL_Scancode scancode, Uint16 mod)
{
    SDL_Event e = { .type = SDL_KEYDOWN };
    e.key.keysym = (SDL_Keysym){ .scancode = scancode, .sym = sym, .mod = mod };
    return give(e);
}

static void keys_are_named(void **state)
{
    (void)state;
    assert_true(key(SDLK_RETURN, SDL_SCANCODE_RETURN, 0) && in.kind == DOCENT_INPUT_KEY && in.key == DOCENT_KEY_ENTER);
    assert_true(key(SDLK_f, SDL_SCANCODE_F, KMOD_LCTRL) && in.key == 'f' && in.mods == DOCENT_MOD_CTRL);
    assert_true(key(SDLK_TAB, SDL_SCANCODE_TAB, KMOD_RSHIFT) && in.key == DOCENT_KEY_TAB && in.mods == DOCENT_MOD_SHIFT);
    assert_true(key(SDLK_F1, SDL_SCANCODE_F1, 0) && in.key == DOCENT_KEY_F1);
    assert_true(key(SDLK_F24, SDL_SCANCODE_F24, 0) && in.key == DOCENT_KEY_F1 + 23);
    assert_true(key(SDLK_AC_BACK, SDL_SCANCODE_AC_BACK, 0) && in.key == DOCENT_KEY_BACK);
    assert_true(key(SDLK_PAGEDOWN, SDL_SCANCODE_PAGEDOWN, 0) && in.key == DOCENT_KEY_PAGE_DOWN);
    assert_false(key(SDLK_LSHIFT, SDL_SCANCODE_LSHIFT, KMOD_LSHIFT));
    assert_false(key(SDLK_VOLUMEUP, SDL_SCANCODE_VOLUMEUP, 0));
}

static void shortcuts_work_on_a_russian_layout(void **state)
{
    (void)state;
    assert_true(key(0x430, SDL_SCANCODE_F, KMOD_LCTRL) && in.key == 'f');
    assert_true(key(0x430, SDL_SCANCODE_F, 0) && in.key == 0x430);
}

static void alt_gr_is_no_shortcut(void **state)
{
    (void)state;
    assert_true(key(SDLK_q, SDL_SCANCODE_Q, KMOD_MODE | KMOD_RALT) && in.mods == 0);
}

static void the_keypad_moves_without_num_lock(void **state)
{
    (void)state;
    assert_true(key(SDLK_KP_8, SDL_SCANCODE_KP_8, 0) && in.key == DOCENT_KEY_UP);
    assert_false(key(SDLK_KP_8, SDL_SCANCODE_KP_8, KMOD_NUM)); /* It writes an 8: that comes as text. */
    assert_true(key(SDLK_KP_ENTER, SDL_SCANCODE_KP_ENTER, KMOD_NUM) && in.key == DOCENT_KEY_ENTER);
}

static void text_arrives_whole(void **state)
{
    (void)state;
    SDL_Event e = { .type = SDL_TEXTINPUT };
    SDL_strlcpy(e.text.text, "\xe0\xa4\x95\xe0\xa5\x8d", sizeof e.text.text);
    e.common.timestamp = SDL_GetTicks();
    assert_true(dct_sdl_translate(&e, &place, &pointers, &in));
    assert_int_equal(in.kind, DOCENT_INPUT_TEXT);
    assert_string_equal(in.text, "\xe0\xa4\x95\xe0\xa5\x8d");
    e.text.text[0] = '\0';
    assert_false(dct_sdl_translate(&e, &place, &pointers, &in));
}

static SDL_Event press(Uint32 type, Uint8 button, int x, int y, Uint32 which)
{
    SDL_Event e = { .type = type };
    e.button.button = button;
    e.button.clicks = 2;
    e.button.x = x;
    e.button.y = y;
    e.button.which = which;
    return e;
}

static void the_mouse_is_scaled_and_moved(void **state)
{
    (void)state;
    assert_true(give(press(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 60, 40, 0)));
    assert_int_equal(in.kind, DOCENT_INPUT_DOWN);
    assert_true(in.x == 20.0f && in.y == 30.0f && in.pointer == 0 && in.clicks == 2);
    assert_true(give(press(SDL_MOUSEBUTTONUP, SDL_BUTTON_LEFT, 60, 40, 0)) && in.kind == DOCENT_INPUT_UP);
    assert_false(give(press(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_RIGHT, 60, 40, 0)));
    assert_true(give(press(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_X1, 0, 0, 0)) && in.key == DOCENT_KEY_BACK);
    assert_false(give(press(SDL_MOUSEBUTTONUP, SDL_BUTTON_X1, 0, 0, 0)));
}

static void a_mouse_made_from_touch_is_dropped(void **state)
{
    (void)state;
    assert_false(give(press(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 1, 1, SDL_TOUCH_MOUSEID)));
    SDL_Event e = { .type = SDL_MOUSEMOTION };
    e.motion.which = SDL_TOUCH_MOUSEID;
    assert_false(give(e));
}

static SDL_Event touch(Uint32 type, SDL_FingerID finger, float x, float y)
{
    SDL_Event e = { .type = type };
    e.tfinger.touchId = 3;
    e.tfinger.fingerId = finger;
    e.tfinger.x = x;
    e.tfinger.y = y;
    return e;
}

static void fingers_keep_their_number(void **state)
{
    (void)state;
    assert_true(give(touch(SDL_FINGERDOWN, 900, 0.25f, 0.5f)));
    assert_true(in.kind == DOCENT_INPUT_DOWN && in.pointer == 1 && in.x == 100.0f && in.y == 250.0f);
    assert_true(give(touch(SDL_FINGERDOWN, 17, 0.5f, 0.5f)) && in.pointer == 2);
    assert_true(give(touch(SDL_FINGERMOTION, 900, 0.5f, 0.5f)) && in.kind == DOCENT_INPUT_MOVE && in.pointer == 1);
    assert_true(give(touch(SDL_FINGERUP, 900, 0.5f, 0.5f)) && in.kind == DOCENT_INPUT_UP && in.pointer == 1);
    assert_false(give(touch(SDL_FINGERMOTION, 900, 0.5f, 0.5f)));
    assert_true(give(touch(SDL_FINGERDOWN, 5, 0.0f, 0.0f)) && in.pointer == 1);
}

static void more_fingers_than_hands_have_are_ignored(void **state)
{
    (void)state;
    for (SDL_FingerID id = 0; id < DCT_SDL_FINGERS; id++)
        assert_true(give(touch(SDL_FINGERDOWN, id, 0.0f, 0.0f)));
    assert_false(give(touch(SDL_FINGERDOWN, 99, 0.0f, 0.0f)));
    SDL_Event made = touch(SDL_FINGERDOWN, 100, 0.0f, 0.0f);
    made.tfinger.touchId = SDL_MOUSE_TOUCHID;
    pointers.down[0] = false;
    assert_false(give(made));
}

static void the_wheel_counts_lines_down(void **state)
{
    (void)state;
    SDL_Event e = { .type = SDL_MOUSEWHEEL };
    e.wheel.preciseY = -1.0f;
    assert_true(give(e) && in.kind == DOCENT_INPUT_WHEEL && in.y == 3.0f && in.x == 0.0f);
    e.wheel.preciseY = 0.25f;
    assert_true(give(e) && in.y == -0.75f);
    e.wheel.preciseY = 0.0f;
    assert_false(give(e));
}

static void focus_and_leave(void **state)
{
    (void)state;
    SDL_Event e = { .type = SDL_WINDOWEVENT };
    e.window.event = SDL_WINDOWEVENT_FOCUS_GAINED;
    assert_true(give(e) && in.kind == DOCENT_INPUT_FOCUS && in.key == 1);
    e.window.event = SDL_WINDOWEVENT_FOCUS_LOST;
    assert_true(give(e) && in.key == 0);
    e.window.event = SDL_WINDOWEVENT_LEAVE;
    assert_true(give(e) && in.kind == DOCENT_INPUT_CANCEL);
    give(press(SDL_MOUSEBUTTONDOWN, SDL_BUTTON_LEFT, 1, 1, 0));
    assert_false(give(e)); /* A selection is dragged past the edge. */
}

static void times_survive_the_32_bit_turn(void **state)
{
    (void)state;
    assert_true(dct_sdl_time(5000, 4990) == 4990);
    assert_true(dct_sdl_time(0x100000005ull, 0xfffffff0u) == 0xfffffff0ull);
    assert_true(dct_sdl_time(5000, 5003) == 5000); /* Stamped after the clock was read. */
    assert_true(dct_sdl_time(10, 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(keys_are_named, set_up),
        cmocka_unit_test_setup(shortcuts_work_on_a_russian_layout, set_up),
        cmocka_unit_test_setup(alt_gr_is_no_shortcut, set_up),
        cmocka_unit_test_setup(the_keypad_moves_without_num_lock, set_up),
        cmocka_unit_test_setup(text_arrives_whole, set_up),
        cmocka_unit_test_setup(the_mouse_is_scaled_and_moved, set_up),
        cmocka_unit_test_setup(a_mouse_made_from_touch_is_dropped, set_up),
        cmocka_unit_test_setup(fingers_keep_their_number, set_up),
        cmocka_unit_test_setup(more_fingers_than_hands_have_are_ignored, set_up),
        cmocka_unit_test_setup(the_wheel_counts_lines_down, set_up),
        cmocka_unit_test_setup(focus_and_leave, set_up),
        cmocka_unit_test_setup(times_survive_the_32_bit_turn, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
