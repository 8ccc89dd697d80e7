/* sdl.h - level 3: put a view inside your SDL2 program, or open a window of its own.
 *
 * Needs SDL2 and an initialised video subsystem, except docent_window_open(), which initialises it when nobody has.
 */
#ifndef DOCENT_SDL_H
#define DOCENT_SDL_H

#include "view.h"

#ifdef __cplusplus
extern "C" {
#endif

/* SDL's own names, so that this header does not pull in SDL.h. */
struct SDL_Renderer;
struct SDL_Rect;
union SDL_Event;

/* (a) The host owns window, renderer and loop. */

/* A view as a panel of a host's scene: keeps the pixels and the texture. Borrows the view. It starts text input while a
 * field has the focus, shows a hand or a text cursor above what wants one, and fills the clipboard; what it started it ends. */
typedef struct docent_panel docent_panel;
DOCENT_API docent_status docent_panel_open(docent_view *v, docent_panel **out);
DOCENT_API void docent_panel_close(docent_panel *p);
/* Where the panel is in the renderer's output, pixels; resizes the view. scale as in docent_view_config. */
DOCENT_API docent_status docent_panel_place(docent_panel *p, int x, int y, int w, int h, float scale);
/* True when the view used the event. A press belongs to where it began: a drag of the scene may cross the panel. */
DOCENT_API bool docent_panel_input(docent_panel *p, const union SDL_Event *event);
/* Updates and draws at its place, whatever viewport, clip, scale or logical size is set; leaves them, the target, colour
 * and blend mode as they were. `wants` may be NULL; look at close, open_url and next_ms in it. A view with DOCENT_VIEW_STEP
 * steps its handle here; of several views on one handle at most one, or the program does and tells all of them
 * (docent_view_event()). */
DOCENT_API docent_status docent_panel_draw(docent_panel *p, struct SDL_Renderer *renderer, docent_view_wants *wants);
/* Call before destroying the renderer, and on SDL_RENDER_DEVICE_RESET. */
DOCENT_API void docent_panel_forget(docent_panel *p);

/* (b) We own a window; the host still owns the loop. */
typedef struct docent_window docent_window;
#define DOCENT_WINDOW_FULLSCREEN 0x1u
DOCENT_API docent_status docent_window_open(docent *h, const docent_view_config *config, const char *title,
                                            uint32_t flags, docent_window **out, docent_error *err);
/* Waits for input at most wait_ms (UINT32_MAX: for ever), then updates and shows; with DOCENT_VIEW_STEP in the config it wakes
 * for what the handle has to do, too. False once the person closed it. Takes
 * SDL's events but leaves those of other windows and SDL_USEREVENTs in the queue. */
DOCENT_API bool docent_window_step(docent_window *w, uint32_t wait_ms);
DOCENT_API docent_view *docent_window_view(docent_window *w);
/* Milliseconds since the last key, touch or movement; for a kiosk's idle time. */
DOCENT_API uint64_t docent_window_idle_ms(const docent_window *w);
DOCENT_API void docent_window_close(docent_window *w); /* NULL is allowed. */

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_SDL_H */
