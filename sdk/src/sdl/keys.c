/* Keys. SDL names printable keys by what the layout puts on them, so on a Russian layout Ctrl+F arrives as Ctrl+а;
 * shortcuts then fall back to the place of the key on a US keyboard, as desktops do. */
#include "input.h"

static const struct {
    SDL_Keycode sdl;
    uint32_t    docent;
} keys[] = {
    { SDLK_BACKSPACE, DOCENT_KEY_BACKSPACE },
    { SDLK_TAB, DOCENT_KEY_TAB },
    { SDLK_RETURN, DOCENT_KEY_ENTER },
    { SDLK_RETURN2, DOCENT_KEY_ENTER },
    { SDLK_KP_ENTER, DOCENT_KEY_ENTER },
    { SDLK_SELECT, DOCENT_KEY_ENTER },
    { SDLK_ESCAPE, DOCENT_KEY_ESCAPE },
    { SDLK_DELETE, DOCENT_KEY_DELETE },
    { SDLK_LEFT, DOCENT_KEY_LEFT },
    { SDLK_RIGHT, DOCENT_KEY_RIGHT },
    { SDLK_UP, DOCENT_KEY_UP },
    { SDLK_DOWN, DOCENT_KEY_DOWN },
    { SDLK_HOME, DOCENT_KEY_HOME },
    { SDLK_END, DOCENT_KEY_END },
    { SDLK_PAGEUP, DOCENT_KEY_PAGE_UP },
    { SDLK_PAGEDOWN, DOCENT_KEY_PAGE_DOWN },
    { SDLK_AC_BACK, DOCENT_KEY_BACK },
    { SDLK_AC_FORWARD, DOCENT_KEY_FORWARD },
    { SDLK_AC_HOME, DOCENT_KEY_HOME },
};

/* The keypad while Num Lock is off. */
static const struct {
    SDL_Keycode sdl;
    uint32_t    docent;
} keypad[] = {
    { SDLK_KP_1, DOCENT_KEY_END },      { SDLK_KP_2, DOCENT_KEY_DOWN },  { SDLK_KP_3, DOCENT_KEY_PAGE_DOWN },
    { SDLK_KP_4, DOCENT_KEY_LEFT },     { SDLK_KP_6, DOCENT_KEY_RIGHT }, { SDLK_KP_7, DOCENT_KEY_HOME },
    { SDLK_KP_8, DOCENT_KEY_UP },       { SDLK_KP_9, DOCENT_KEY_PAGE_UP }, { SDLK_KP_PERIOD, DOCENT_KEY_DELETE },
};

static uint32_t keypad_key(const SDL_Keysym *key)
{
    for (size_t i = 0; i < SDL_arraysize(keypad); i++)
        if (keypad[i].sdl == key->sym)
            return (key->mod & KMOD_NUM) != 0 ? DOCENT_KEY_NONE : keypad[i].docent;
    return DOCENT_KEY_NONE;
}

static uint32_t function_key(SDL_Keycode sym)
{
    if (sym >= SDLK_F1 && sym <= SDLK_F12)
        return DOCENT_KEY_F1 + (uint32_t)(sym - SDLK_F1);
    if (sym >= SDLK_F13 && sym <= SDLK_F24)
        return DOCENT_KEY_F1 + 12u + (uint32_t)(sym - SDLK_F13);
    return DOCENT_KEY_NONE;
}

uint32_t dct_sdl_key(const SDL_Keysym *key)
{
    for (size_t i = 0; i < SDL_arraysize(keys); i++)
        if (keys[i].sdl == key->sym)
            return keys[i].docent;
    bool shortcut = (dct_sdl_mods(key->mod) & (DOCENT_MOD_CTRL | DOCENT_MOD_ALT)) != 0;
    if (shortcut && key->sym > 127 && key->scancode >= SDL_SCANCODE_A && key->scancode <= SDL_SCANCODE_Z)
        return (uint32_t)'a' + (uint32_t)(key->scancode - SDL_SCANCODE_A);
    uint32_t function = function_key(key->sym);
    if (function != DOCENT_KEY_NONE)
        return function;
    if ((key->sym & SDLK_SCANCODE_MASK) != 0)
        return keypad_key(key);
    return key->sym >= 32 ? (uint32_t)key->sym : DOCENT_KEY_NONE;
}

uint32_t dct_sdl_mods(Uint16 mods)
{
#ifdef __APPLE__
    const int ctrl = KMOD_GUI;
#else
    const int ctrl = KMOD_CTRL;
#endif
    uint32_t out = 0;
    if ((mods & KMOD_SHIFT) != 0)
        out |= DOCENT_MOD_SHIFT;
    if ((mods & ctrl) != 0)
        out |= DOCENT_MOD_CTRL;
    if ((mods & KMOD_ALT) != 0)
        out |= DOCENT_MOD_ALT;
    if ((mods & KMOD_MODE) != 0) /* AltGr writes letters: no shortcut. */
        out &= ~(DOCENT_MOD_ALT | DOCENT_MOD_CTRL);
    return out;
}
