/* What a view wants of the desktop around it: input method, cursor, clipboard. Both the panel and the window have one. */
#ifndef DCT_SDL_DESK_H
#define DCT_SDL_DESK_H

#include <SDL.h>

#include <docent/view.h>

typedef struct dct_sdl_desk {
    bool          text_on;    /* We started text input, so we stop it. */
    docent_rect   caret;      /* As SDL last heard it. */
    bool          cursor_on;  /* The cursor is ours at the moment. */
    docent_cursor cursor;
    SDL_Cursor   *cursors[3]; /* Made when first wanted. */
    SDL_Cursor   *before;     /* The host's. */
} dct_sdl_desk;

/* From pixels of the view to SDL's window coordinates: x * scale + offset. */
typedef struct dct_sdl_map {
    float scale_x, scale_y, offset_x, offset_y;
} dct_sdl_map;

/* over: the mouse is above the view, so that its cursor is the one to show. */
void dct_sdl_desk_follow(dct_sdl_desk *desk, const docent_view_wants *wants, bool over, const dct_sdl_map *map);
/* Gives back what was taken: text input and cursor. */
void dct_sdl_desk_close(dct_sdl_desk *desk);

#endif
