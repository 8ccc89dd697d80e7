/* SDL's events -> docent_input, as a pure function of the event and a little memory about pointers.
 *
 *   window coordinates --(scale)--> pixels of the renderer or surface --(origin)--> pixels of the view
 *
 * It will not decide whether the view should see an event: the panel and the window do that. */
#ifndef DCT_SDL_INPUT_H
#define DCT_SDL_INPUT_H

#include <SDL.h>

#include <docent/view.h>

#define DCT_SDL_FINGERS 10 /* Hands have as many; a further finger is ignored. */

/* Where the view is. */
typedef struct dct_sdl_place {
    float pixels_x, pixels_y; /* Pixels per unit of SDL's mouse coordinates. */
    float width, height;      /* Of the window, pixels: a finger's place is a fraction of it. */
    float origin_x, origin_y; /* Of the view in the window, pixels. */
} dct_sdl_place;

typedef struct dct_sdl_pointers {
    SDL_FingerID finger[DCT_SDL_FINGERS];
    bool         down[DCT_SDL_FINGERS];
    bool         button;           /* The mouse's left button is held. */
    float        mouse_x, mouse_y; /* Pixels of the view. */
} dct_sdl_pointers;

/* False when the event means nothing to a view: then *out is not set. out->text is borrowed from the event.
 * Mouse events that SDL made up from touches are dropped, and touches made up from the mouse. */
bool dct_sdl_translate(const SDL_Event *event, const dct_sdl_place *place, dct_sdl_pointers *pointers,
                       docent_input *out);
/* The window an event belongs to; 0 for none. */
Uint32 dct_sdl_window_of(const SDL_Event *event);
/* A 32-bit event time on the 64-bit clock of SDL_GetTicks64(). */
uint64_t dct_sdl_time(uint64_t now_ms, Uint32 event_ms);
/* SDL's key -> docent's; DOCENT_KEY_NONE for one that has no meaning. */
uint32_t dct_sdl_key(const SDL_Keysym *key);
uint32_t dct_sdl_mods(Uint16 mods);

#endif
