#include "input.h"

#define LINES_A_NOTCH 3.0f /* What desktops scroll for one click of a wheel. */

uint64_t dct_sdl_time(uint64_t now_ms, Uint32 event_ms)
{
    uint32_t age = (uint32_t)now_ms - event_ms;
    if (age > UINT32_MAX / 2) /* Stamped a moment after now_ms was read. */
        return now_ms;
    return age > now_ms ? 0 : now_ms - age;
}

Uint32 dct_sdl_window_of(const SDL_Event *event)
{
    switch (event->type) {
    case SDL_WINDOWEVENT: return event->window.windowID;
    case SDL_KEYDOWN:
    case SDL_KEYUP: return event->key.windowID;
    case SDL_TEXTEDITING: return event->edit.windowID;
    case SDL_TEXTINPUT: return event->text.windowID;
    case SDL_MOUSEMOTION: return event->motion.windowID;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: return event->button.windowID;
    case SDL_MOUSEWHEEL: return event->wheel.windowID;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION: return event->tfinger.windowID;
    case SDL_DROPFILE:
    case SDL_DROPTEXT:
    case SDL_DROPBEGIN:
    case SDL_DROPCOMPLETE: return event->drop.windowID;
    default: return 0;
    }
}

/* The slot of a finger: the one it has, or with `claim` a free one; -1 for none. */
static int slot_of(dct_sdl_pointers *pointers, SDL_FingerID finger, bool claim)
{
    for (int i = 0; i < DCT_SDL_FINGERS; i++)
        if (pointers->down[i] && pointers->finger[i] == finger)
            return i;
    for (int i = 0; claim && i < DCT_SDL_FINGERS; i++)
        if (!pointers->down[i]) {
            pointers->down[i] = true;
            pointers->finger[i] = finger;
            return i;
        }
    return -1;
}

static bool finger(const SDL_TouchFingerEvent *event, const dct_sdl_place *place, dct_sdl_pointers *pointers,
                   docent_input *out)
{
    if (event->touchId == SDL_MOUSE_TOUCHID)
        return false;
    int slot = slot_of(pointers, event->fingerId, event->type == SDL_FINGERDOWN);
    if (slot < 0)
        return false;
    if (event->type == SDL_FINGERUP)
        pointers->down[slot] = false;
    out->kind = event->type == SDL_FINGERDOWN ? DOCENT_INPUT_DOWN
                : event->type == SDL_FINGERUP ? DOCENT_INPUT_UP
                                              : DOCENT_INPUT_MOVE;
    out->pointer = (uint32_t)slot + 1;
    out->clicks = 1;
    out->x = event->x * place->width - place->origin_x;
    out->y = event->y * place->height - place->origin_y;
    return true;
}

static void mouse_at(int x, int y, const dct_sdl_place *place, dct_sdl_pointers *pointers, docent_input *out)
{
    out->x = pointers->mouse_x = (float)x * place->pixels_x - place->origin_x;
    out->y = pointers->mouse_y = (float)y * place->pixels_y - place->origin_y;
}

/* The side buttons of a mouse are the keys Back and Forward. */
static bool side_button(const SDL_MouseButtonEvent *event, docent_input *out)
{
    if (event->type != SDL_MOUSEBUTTONDOWN || (event->button != SDL_BUTTON_X1 && event->button != SDL_BUTTON_X2))
        return false;
    out->kind = DOCENT_INPUT_KEY;
    out->key = event->button == SDL_BUTTON_X1 ? DOCENT_KEY_BACK : DOCENT_KEY_FORWARD;
    return true;
}

static bool button(const SDL_MouseButtonEvent *event, const dct_sdl_place *place, dct_sdl_pointers *pointers,
                   docent_input *out)
{
    if (event->which == SDL_TOUCH_MOUSEID)
        return false;
    if (event->button != SDL_BUTTON_LEFT)
        return side_button(event, out);
    pointers->button = event->type == SDL_MOUSEBUTTONDOWN;
    out->kind = pointers->button ? DOCENT_INPUT_DOWN : DOCENT_INPUT_UP;
    out->clicks = event->clicks;
    mouse_at(event->x, event->y, place, pointers, out);
    return true;
}

static bool motion(const SDL_MouseMotionEvent *event, const dct_sdl_place *place, dct_sdl_pointers *pointers,
                   docent_input *out)
{
    if (event->which == SDL_TOUCH_MOUSEID)
        return false;
    out->kind = DOCENT_INPUT_MOVE;
    mouse_at(event->x, event->y, place, pointers, out);
    return true;
}

/* SDL counts up and right, in notches; precise wheels and touch pads give fractions. Where a person chose "natural"
 * scrolling the numbers are turned already, and stay so. */
static bool wheel(const SDL_MouseWheelEvent *event, docent_input *out)
{
    if (event->which == SDL_TOUCH_MOUSEID)
        return false;
    out->kind = DOCENT_INPUT_WHEEL;
    out->x = event->preciseX * LINES_A_NOTCH;
    out->y = -event->preciseY * LINES_A_NOTCH;
    return out->x != 0.0f || out->y != 0.0f;
}

static bool window(const SDL_WindowEvent *event, const dct_sdl_pointers *pointers, docent_input *out)
{
    switch (event->event) {
    case SDL_WINDOWEVENT_FOCUS_GAINED:
    case SDL_WINDOWEVENT_FOCUS_LOST:
        out->kind = DOCENT_INPUT_FOCUS;
        out->key = event->event == SDL_WINDOWEVENT_FOCUS_GAINED;
        return true;
    case SDL_WINDOWEVENT_LEAVE:
        out->kind = DOCENT_INPUT_CANCEL;
        return !pointers->button; /* A selection may be dragged past the edge. */
    default:
        return false;
    }
}

static bool key(const SDL_KeyboardEvent *event, docent_input *out)
{
    out->kind = DOCENT_INPUT_KEY;
    out->key = dct_sdl_key(&event->keysym);
    out->mods = dct_sdl_mods(event->keysym.mod);
    return out->key != DOCENT_KEY_NONE;
}

static bool text(const SDL_TextInputEvent *event, docent_input *out)
{
    out->kind = DOCENT_INPUT_TEXT;
    out->text = event->text;
    return event->text[0] != '\0';
}

bool dct_sdl_translate(const SDL_Event *event, const dct_sdl_place *place, dct_sdl_pointers *pointers,
                       docent_input *out)
{
    docent_input in = { .kind = DOCENT_INPUT_KEY };
    bool used = false;
    in.time_ms = dct_sdl_time(SDL_GetTicks64(), event->common.timestamp);
    in.mods = dct_sdl_mods((Uint16)SDL_GetModState());
    switch (event->type) {
    case SDL_KEYDOWN: used = key(&event->key, &in); break;
    case SDL_TEXTINPUT: used = text(&event->text, &in); break;
    case SDL_MOUSEMOTION: used = motion(&event->motion, place, pointers, &in); break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: used = button(&event->button, place, pointers, &in); break;
    case SDL_MOUSEWHEEL: used = wheel(&event->wheel, &in); break;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION: used = finger(&event->tfinger, place, pointers, &in); break;
    case SDL_WINDOWEVENT: used = window(&event->window, pointers, &in); break;
    default: break;
    }
    if (used)
        *out = in;
    return used;
}
