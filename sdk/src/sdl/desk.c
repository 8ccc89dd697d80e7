#include "desk.h"

static void follow_text(dct_sdl_desk *desk, const docent_view_wants *wants, const dct_sdl_map *map)
{
    if (wants->text_input && !desk->text_on && !SDL_IsTextInputActive()) {
        SDL_StartTextInput();
        desk->text_on = true;
    } else if (!wants->text_input && desk->text_on) {
        SDL_StopTextInput();
        desk->text_on = false;
    }
    const docent_rect *c = &wants->caret, *old = &desk->caret;
    if (!wants->text_input || (c->x == old->x && c->y == old->y && c->w == old->w && c->h == old->h))
        return;
    desk->caret = *c;
    SDL_Rect rect = { (int)((float)c->x * map->scale_x + map->offset_x),
                      (int)((float)c->y * map->scale_y + map->offset_y),
                      (int)((float)c->w * map->scale_x), (int)((float)c->h * map->scale_y) };
    SDL_SetTextInputRect(&rect);
}

static SDL_Cursor *cursor_of(dct_sdl_desk *desk, docent_cursor kind)
{
    static const SDL_SystemCursor names[3] = { SDL_SYSTEM_CURSOR_ARROW, SDL_SYSTEM_CURSOR_HAND,
                                               SDL_SYSTEM_CURSOR_IBEAM };
    if ((unsigned)kind >= SDL_arraysize(names))
        return NULL;
    if (desk->cursors[kind] == NULL)
        desk->cursors[kind] = SDL_CreateSystemCursor(names[kind]);
    return desk->cursors[kind];
}

static void give_cursor_back(dct_sdl_desk *desk)
{
    if (desk->cursor_on && desk->before != NULL)
        SDL_SetCursor(desk->before);
    desk->cursor_on = false;
    desk->cursor = DOCENT_CURSOR_ARROW;
}

/* The host's own cursor serves as the arrow, so a page without links touches nothing. */
static void follow_cursor(dct_sdl_desk *desk, docent_cursor kind, bool over)
{
    if (!over || kind == DOCENT_CURSOR_ARROW) {
        give_cursor_back(desk);
        return;
    }
    if (desk->cursor_on && desk->cursor == kind)
        return;
    SDL_Cursor *cursor = cursor_of(desk, kind);
    if (cursor == NULL)
        return;
    if (!desk->cursor_on)
        desk->before = SDL_GetCursor();
    SDL_SetCursor(cursor);
    desk->cursor_on = true;
    desk->cursor = kind;
}

void dct_sdl_desk_follow(dct_sdl_desk *desk, const docent_view_wants *wants, bool over, const dct_sdl_map *map)
{
    follow_text(desk, wants, map);
    follow_cursor(desk, wants->cursor, over);
    if (wants->clipboard != NULL)
        SDL_SetClipboardText(wants->clipboard);
}

void dct_sdl_desk_close(dct_sdl_desk *desk)
{
    if (desk->text_on)
        SDL_StopTextInput();
    give_cursor_back(desk);
    for (size_t i = 0; i < SDL_arraysize(desk->cursors); i++)
        if (desk->cursors[i] != NULL)
            SDL_FreeCursor(desk->cursors[i]);
    SDL_zerop(desk);
}
