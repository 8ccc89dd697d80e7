/* How a view's pixels reach a window of ours. One frame buffer wherever possible, because 8 MB cost 4 MiB of memory and
 * 6 ms of first touches:
 *
 *   SURFACE  view --paint dirty--> the window surface's own pixels --SDL_UpdateWindowSurfaceRects--> window
 *            (a surface of another format: a buffer of ours in between)
 *   TEXTURE  view --paint dirty--> buffer --SDL_UpdateTexture--> texture --present--> window
 *
 * SURFACE is taken where SDL has it without a GPU (X11, Windows): starting GL for one picture costs 80 MB and 100 ms.
 * TEXTURE is for the rest (Wayland, macOS), which have no other way. */
#ifndef DCT_SDL_SCREEN_H
#define DCT_SDL_SCREEN_H

#include <SDL.h>

#include <docent/view.h>

typedef struct dct_sdl_screen {
    SDL_Window    *window;
    SDL_Renderer  *renderer; /* NULL on the SURFACE path. */
    SDL_Texture   *texture;
    void          *shown;    /* The surface's pixels at the last frame: another pointer is an empty buffer. */
    unsigned char *pixels;   /* Ours, BGRA; NULL when the surface's are painted into. */
    int            pixels_w, pixels_h;
    bool           stale;    /* What was painted before is gone, or its size is another one. */
} dct_sdl_screen;

/* Before the first window is made. Only what neither program nor user has set. */
void dct_sdl_screen_hints(void);
docent_status dct_sdl_screen_open(dct_sdl_screen *screen, SDL_Window *window, docent_error *err);
void dct_sdl_screen_close(dct_sdl_screen *screen);
/* Of what is painted, pixels. */
void dct_sdl_screen_size(const dct_sdl_screen *screen, int *width, int *height);
/* The window has another size from here on. */
void dct_sdl_screen_resized(dct_sdl_screen *screen);
/* Paints what changed and shows it. */
docent_status dct_sdl_screen_paint(dct_sdl_screen *screen, docent_view *view);
/* Shows the last frame again: the window was uncovered. */
void dct_sdl_screen_expose(dct_sdl_screen *screen);

#endif
