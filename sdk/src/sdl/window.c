/* A window of our own around a view. The host calls docent_window_step() in a loop:
 *
 *   look (update the view, show what changed) -> sleep until input, wants.next_ms or wait_ms -> input -> look
 *
 * Asleep means asleep: SDL blocks on the display's connection. Events of other windows go back into SDL's queue for
 * the host. It will not run a loop or keep a thread. */
#include <docent/sdl.h>

#include <string.h>
#include <time.h>

#include "../base/alloc.h"
#include "../base/error.h"
#include "desk.h"
#include "input.h"
#include "screen.h"

#define DEFAULT_WIDTH 1000.0f /* Points. */
#define DEFAULT_HEIGHT 760.0f
#define EVENTS_A_STEP 256 /* So that a flood of movements cannot keep a frame from being shown. */

struct docent_window {
    docent_view     *view;
    SDL_Window      *window;
    Uint32           id;
    dct_sdl_screen   screen;
    dct_sdl_pointers pointers;
    dct_sdl_desk     desk;
    int              width, height; /* Of the view, pixels. */
    float            asked_scale;   /* 0: from the display. */
    uint64_t         input_ms;      /* Of the last key, touch or movement. */
    uint64_t         next_ms;       /* When the view wants to be called. */
    bool             video, open, over;
};

/* ---- size ---- */

/* In quarters, so that hairlines stay sharp on most. A screen that tells nonsense gives 1. */
static float display_scale(SDL_Window *window)
{
    float dpi = 0.0f;
    if (SDL_GetDisplayDPI(SDL_max(SDL_GetWindowDisplayIndex(window), 0), NULL, &dpi, NULL) != 0)
        return 1.0f;
    float quarters = SDL_floorf(dpi / 96.0f * 4.0f + 0.25f) / 4.0f;
    return quarters < 1.0f || quarters > 4.0f ? 1.0f : quarters;
}

/* Pixels per point. Where SDL's coordinates are not pixels, their ratio is the desktop's own answer. */
static float scale_of(const docent_window *w, int pixels_w)
{
    int units_w, units_h;
    if (w->asked_scale > 0.0f)
        return w->asked_scale;
    SDL_GetWindowSize(w->window, &units_w, &units_h);
    return pixels_w != units_w && units_w > 0 ? (float)pixels_w / (float)units_w : display_scale(w->window);
}

static void fit(docent_window *w)
{
    int width, height;
    dct_sdl_screen_size(&w->screen, &width, &height);
    if (width <= 0 || height <= 0 || (width == w->width && height == w->height))
        return;
    w->width = width;
    w->height = height;
    dct_sdl_screen_resized(&w->screen);
    docent_view_resize(w->view, width, height, scale_of(w, width));
}

static dct_sdl_place place_of(const docent_window *w)
{
    int units_w, units_h;
    SDL_GetWindowSize(w->window, &units_w, &units_h);
    dct_sdl_place place = { .width = (float)w->width, .height = (float)w->height };
    place.pixels_x = units_w > 0 ? place.width / (float)units_w : 1.0f;
    place.pixels_y = units_h > 0 ? place.height / (float)units_h : 1.0f;
    return place;
}

/* ---- life ---- */

/* What a help window in somebody's desktop should not do: keep the screen awake, stop the compositor, catch Ctrl+C. */
static docent_status start_video(docent_window *w, docent_error *err)
{
    if (SDL_WasInit(SDL_INIT_VIDEO) == 0) {
        SDL_SetHintWithPriority(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1", SDL_HINT_DEFAULT);
        SDL_SetHintWithPriority(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0", SDL_HINT_DEFAULT);
        SDL_SetHintWithPriority(SDL_HINT_NO_SIGNAL_HANDLERS, "1", SDL_HINT_DEFAULT);
        SDL_SetHintWithPriority(SDL_HINT_IME_SHOW_UI, "1", SDL_HINT_DEFAULT);
    }
    dct_sdl_screen_hints();
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        return dct_fail(err, DOCENT_ERR_IO, "sdl", 0, "no display to open a window on: %s; set DISPLAY or WAYLAND_DISPLAY",
                        SDL_GetError());
    w->video = true;
    return DOCENT_OK;
}

static docent_status make_window(docent_window *w, const docent_view_config *config, const char *title, uint32_t flags,
                                 docent_error *err)
{
    float scale = w->asked_scale > 0.0f ? w->asked_scale : 1.0f;
    int width = config->width > 0 ? config->width : (int)(DEFAULT_WIDTH * scale);
    int height = config->height > 0 ? config->height : (int)(DEFAULT_HEIGHT * scale);
    Uint32 sdl_flags = SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
    SDL_DisplayMode screen;
    if ((flags & DOCENT_WINDOW_FULLSCREEN) != 0)
        sdl_flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    /* On X11 it is a window manager that makes a window fill the screen; a kiosk may have none. */
    if ((flags & DOCENT_WINDOW_FULLSCREEN) != 0 && SDL_GetDesktopDisplayMode(0, &screen) == 0) {
        width = screen.w;
        height = screen.h;
    }
    w->window = SDL_CreateWindow(title, SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, width, height, sdl_flags);
    if (w->window == NULL)
        return dct_fail(err, DOCENT_ERR_IO, "sdl", 0, "cannot make a window of %d x %d: %s", width, height, SDL_GetError());
    w->id = SDL_GetWindowID(w->window);
    SDL_SetWindowMinimumSize(w->window, 320, 240);
    return dct_sdl_screen_open(&w->screen, w->window, err);
}

static docent_status make_view(docent_window *w, docent *h, const docent_view_config *config, docent_error *err)
{
    docent_view_config own = DOCENT_VIEW_CONFIG_INIT;
    memcpy(&own, config, config->struct_size < sizeof own ? config->struct_size : sizeof own);
    own.struct_size = (uint32_t)sizeof own;
    dct_sdl_screen_size(&w->screen, &w->width, &w->height);
    own.width = w->width;
    own.height = w->height;
    own.scale = scale_of(w, w->width);
    return docent_view_open(h, &own, &w->view, err);
}

docent_status docent_window_open(docent *h, const docent_view_config *config, const char *title, uint32_t flags,
                                 docent_window **out, docent_error *err)
{
    const size_t first = offsetof(docent_view_config, flags) + sizeof config->flags;
    if (out == NULL || h == NULL || config == NULL || config->struct_size < first || config->struct_size > 4096)
        return dct_fail(err, DOCENT_ERR_ARG, "sdl", 0, "docent_window_open: a handle, a config with its size and a place "
                                                       "for the window are needed");
    *out = NULL;
    docent_window *w = dct_new_zero(&dct_alloc_default, sizeof *w);
    if (w == NULL)
        return dct_fail_memory(err, "sdl");
    w->asked_scale = config->scale;
    w->open = true;
    docent_status status = start_video(w, err);
    if (status == DOCENT_OK)
        status = make_window(w, config, title != NULL ? title : docent_info_of(h)->product, flags, err);
    if (status == DOCENT_OK)
        status = make_view(w, h, config, err);
    if (status != DOCENT_OK) {
        docent_window_close(w);
        return status;
    }
    SDL_StopTextInput(); /* SDL begins with it on; the view says when a field wants it. */
    w->input_ms = SDL_GetTicks64();
    *out = w;
    return DOCENT_OK;
}

void docent_window_close(docent_window *w)
{
    if (w == NULL)
        return;
    docent_view_close(w->view);
    if (w->video)
        dct_sdl_desk_close(&w->desk);
    dct_sdl_screen_close(&w->screen);
    if (w->window != NULL)
        SDL_DestroyWindow(w->window);
    if (w->video)
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    dct_free(&dct_alloc_default, w, sizeof *w);
}

docent_view *docent_window_view(docent_window *w)
{
    return w->view;
}

uint64_t docent_window_idle_ms(const docent_window *w)
{
    uint64_t now_ms = SDL_GetTicks64();
    return now_ms > w->input_ms ? now_ms - w->input_ms : 0;
}

/* ---- events ---- */

static bool is_person(const SDL_Event *e)
{
    switch (e->type) {
    case SDL_MOUSEMOTION: return e->motion.xrel != 0 || e->motion.yrel != 0; /* X11 reports a mouse that lies still. */
    case SDL_KEYDOWN:
    case SDL_TEXTINPUT:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
    case SDL_MOUSEWHEEL:
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION: return true;
    default: return false;
    }
}

static void window_event(docent_window *w, const SDL_WindowEvent *e)
{
    switch (e->event) {
    case SDL_WINDOWEVENT_CLOSE: w->open = false; break;
    case SDL_WINDOWEVENT_SIZE_CHANGED: fit(w); break;
    case SDL_WINDOWEVENT_EXPOSED: dct_sdl_screen_expose(&w->screen); break;
    case SDL_WINDOWEVENT_ENTER: w->over = true; break;
    case SDL_WINDOWEVENT_LEAVE: w->over = false; break;
    default: break;
    }
}

static void handle(docent_window *w, const SDL_Event *e)
{
    if (e->type == SDL_QUIT)
        w->open = false;
    else if (e->type == SDL_RENDER_DEVICE_RESET || e->type == SDL_RENDER_TARGETS_RESET)
        dct_sdl_screen_resized(&w->screen);
    else if (e->type == SDL_WINDOWEVENT)
        window_event(w, &e->window);
    if (is_person(e))
        w->input_ms = dct_sdl_time(SDL_GetTicks64(), e->common.timestamp);
    docent_input in;
    dct_sdl_place place = place_of(w);
    if (dct_sdl_translate(e, &place, &w->pointers, &in))
        docent_view_input(w->view, &in);
}

/* The host's: events of its windows and of its own making. */
static bool is_foreign(const docent_window *w, const SDL_Event *e)
{
    if (e->type >= SDL_USEREVENT)
        return true;
    Uint32 id = dct_sdl_window_of(e);
    return id != 0 && id != w->id && SDL_GetWindowFromID(id) != NULL;
}

static void take_events(docent_window *w)
{
    SDL_Event foreign[EVENTS_A_STEP], e;
    int count = 0;
    for (int i = 0; i < EVENTS_A_STEP && SDL_PollEvent(&e) == 1; i++)
        if (is_foreign(w, &e))
            foreign[count++] = e;
        else
            handle(w, &e);
    if (count > 0)
        SDL_PeepEvents(foreign, count, SDL_ADDEVENT, 0, 0);
}

/* ---- a step ---- */

static void follow(docent_window *w, const docent_view_wants *wants)
{
    dct_sdl_place place = place_of(w);
    dct_sdl_map map = { 1.0f / place.pixels_x, 1.0f / place.pixels_y, 0.0f, 0.0f };
    dct_sdl_desk_follow(&w->desk, wants, w->over, &map);
    if (wants->open_url != NULL)
        SDL_OpenURL(wants->open_url);
    if (wants->close)
        w->open = false;
}

/* True when something was shown. */
static bool look(docent_window *w)
{
    docent_view_wants wants;
    w->next_ms = UINT64_MAX;
    if (docent_view_update(w->view, SDL_GetTicks64(), (int64_t)time(NULL), &wants) != DOCENT_OK)
        return false;
    w->next_ms = wants.next_ms;
    bool visible = (SDL_GetWindowFlags(w->window) & (SDL_WINDOW_MINIMIZED | SDL_WINDOW_HIDDEN)) == 0;
    bool paint = visible && (wants.paint || w->screen.stale);
    if (paint && dct_sdl_screen_paint(&w->screen, w->view) != DOCENT_OK)
        paint = false; /* Memory is short: sleep, and try at the next event. */
    follow(w, &wants);
    return paint;
}

/* How long to sleep; -1 is until something happens. */
static int nap_ms(const docent_window *w, uint32_t wait_ms)
{
    uint64_t now_ms = SDL_GetTicks64(), nap = wait_ms == UINT32_MAX ? UINT64_MAX : wait_ms;
    if (w->next_ms != UINT64_MAX)
        nap = SDL_min(nap, w->next_ms > now_ms ? w->next_ms - now_ms : 0);
    return nap == UINT64_MAX ? -1 : (int)SDL_min(nap, (uint64_t)SDL_MAX_SINT32);
}

bool docent_window_step(docent_window *w, uint32_t wait_ms)
{
    bool shown = look(w); /* The host may have sent the view elsewhere since the last step. */
    int nap = w->open && !shown ? nap_ms(w, wait_ms) : 0;
    if (nap != 0)
        SDL_WaitEventTimeout(NULL, nap);
    take_events(w);
    if (w->open)
        look(w);
    return w->open;
}
