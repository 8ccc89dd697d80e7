#include "screen.h"

#include "../base/alloc.h"
#include "../base/error.h"

#define DIRTY_MAX 64

void dct_sdl_screen_hints(void)
{
    SDL_SetHintWithPriority(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0", SDL_HINT_DEFAULT);
}

/* Bytes blue, green, red and one that may be anything. */
static bool is_bgra(const SDL_PixelFormat *format)
{
    const SDL_PixelFormatEnum bgra = SDL_PIXELFORMAT_BGRA32;
    int bits;
    Uint32 r, g, b, a;
    SDL_PixelFormatEnumToMasks(bgra, &bits, &r, &g, &b, &a);
    return format->BytesPerPixel == 4 && format->Rmask == r && format->Gmask == g && format->Bmask == b;
}

static void drop_pixels(dct_sdl_screen *s)
{
    dct_free(&dct_alloc_default, s->pixels, (size_t)s->pixels_w * (size_t)s->pixels_h * 4);
    s->pixels = NULL;
}

static bool make_pixels(dct_sdl_screen *s, int w, int h)
{
    if (s->pixels != NULL && s->pixels_w == w && s->pixels_h == h)
        return true;
    drop_pixels(s);
    s->pixels = dct_new(&dct_alloc_default, (size_t)w * (size_t)h * 4);
    s->pixels_w = w;
    s->pixels_h = h;
    s->stale = true;
    return s->pixels != NULL;
}

docent_status dct_sdl_screen_open(dct_sdl_screen *s, SDL_Window *window, docent_error *err)
{
    SDL_zerop(s);
    s->window = window;
    s->stale = true;
    if (SDL_GetWindowSurface(window) != NULL)
        return DOCENT_OK;
    s->renderer = SDL_CreateRenderer(window, -1, 0);
    if (s->renderer == NULL)
        return dct_fail(err, DOCENT_ERR_IO, "sdl", 0,
                        "the window can show neither a surface nor a renderer: %s; try another SDL_VIDEODRIVER",
                        SDL_GetError());
    return DOCENT_OK;
}

void dct_sdl_screen_close(dct_sdl_screen *s)
{
    if (s->texture != NULL)
        SDL_DestroyTexture(s->texture);
    if (s->renderer != NULL)
        SDL_DestroyRenderer(s->renderer);
    drop_pixels(s);
    SDL_zerop(s);
}

void dct_sdl_screen_size(const dct_sdl_screen *s, int *width, int *height)
{
    if (s->renderer == NULL || SDL_GetRendererOutputSize(s->renderer, width, height) != 0)
        SDL_GetWindowSize(s->window, width, height);
}

void dct_sdl_screen_resized(dct_sdl_screen *s)
{
    s->stale = true;
    if (s->texture != NULL)
        SDL_DestroyTexture(s->texture);
    s->texture = NULL;
}

static docent_status paint_view(dct_sdl_screen *s, docent_view *view, const docent_surface *to, docent_rect *dirty,
                                uint32_t *count)
{
    *count = DIRTY_MAX;
    docent_status status = docent_view_paint(view, to, s->stale ? DOCENT_PAINT_ALL : 0, dirty, count);
    if (status == DOCENT_OK)
        s->stale = false;
    return status;
}

/* ---- SURFACE ---- */

static const unsigned char *pixel_at(const dct_sdl_screen *s, const SDL_Rect *r)
{
    return s->pixels + ((size_t)r->y * (size_t)s->pixels_w + (size_t)r->x) * 4;
}

static void convert(const dct_sdl_screen *s, SDL_Surface *surface, const SDL_Rect *rects, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const SDL_Rect *r = &rects[i];
        unsigned char *to = (unsigned char *)surface->pixels + (size_t)r->y * (size_t)surface->pitch +
                            (size_t)r->x * surface->format->BytesPerPixel;
        SDL_ConvertPixels(r->w, r->h, SDL_PIXELFORMAT_BGRA32, pixel_at(s, r), s->pixels_w * 4,
                          surface->format->format, to, surface->pitch);
    }
}

static docent_status paint_surface(dct_sdl_screen *s, docent_view *view)
{
    SDL_Surface *surface = SDL_GetWindowSurface(s->window);
    if (surface == NULL)
        return DOCENT_ERR_IO;
    s->stale = s->stale || surface->pixels != s->shown;
    s->shown = surface->pixels;
    docent_surface to = { surface->pixels, surface->w, surface->h, (size_t)surface->pitch, DOCENT_BGRA8 };
    bool direct = is_bgra(surface->format);
    if (!direct) {
        if (!make_pixels(s, surface->w, surface->h))
            return DOCENT_ERR_NOMEM;
        to.pixels = s->pixels;
        to.stride = (size_t)surface->w * 4;
    }
    docent_rect dirty[DIRTY_MAX];
    uint32_t count;
    docent_status status = paint_view(s, view, &to, dirty, &count);
    if (status != DOCENT_OK || count == 0)
        return status;
    SDL_Rect rects[DIRTY_MAX];
    for (uint32_t i = 0; i < count; i++)
        rects[i] = (SDL_Rect){ dirty[i].x, dirty[i].y, dirty[i].w, dirty[i].h };
    if (!direct)
        convert(s, surface, rects, count);
    return SDL_UpdateWindowSurfaceRects(s->window, rects, (int)count) == 0 ? DOCENT_OK : DOCENT_ERR_IO;
}

/* ---- TEXTURE ---- */

static void present(dct_sdl_screen *s)
{
    SDL_RenderCopy(s->renderer, s->texture, NULL, NULL);
    SDL_RenderPresent(s->renderer);
}

static bool make_texture(dct_sdl_screen *s, int w, int h)
{
    if (s->texture != NULL)
        return true;
    s->texture = SDL_CreateTexture(s->renderer, SDL_PIXELFORMAT_BGRA32, SDL_TEXTUREACCESS_STREAMING, w, h);
    if (s->texture != NULL)
        SDL_SetTextureBlendMode(s->texture, SDL_BLENDMODE_NONE);
    s->stale = true;
    return s->texture != NULL;
}

static docent_status paint_texture(dct_sdl_screen *s, docent_view *view)
{
    int w, h;
    dct_sdl_screen_size(s, &w, &h);
    if (!make_pixels(s, w, h))
        return DOCENT_ERR_NOMEM;
    if (!make_texture(s, w, h))
        return DOCENT_ERR_IO;
    docent_surface to = { s->pixels, w, h, (size_t)w * 4, DOCENT_BGRA8 };
    docent_rect dirty[DIRTY_MAX];
    uint32_t count;
    docent_status status = paint_view(s, view, &to, dirty, &count);
    if (status != DOCENT_OK || count == 0)
        return status;
    for (uint32_t i = 0; i < count; i++) {
        SDL_Rect r = { dirty[i].x, dirty[i].y, dirty[i].w, dirty[i].h };
        if (SDL_UpdateTexture(s->texture, &r, pixel_at(s, &r), w * 4) != 0)
            return DOCENT_ERR_IO;
    }
    present(s);
    return DOCENT_OK;
}

docent_status dct_sdl_screen_paint(dct_sdl_screen *s, docent_view *view)
{
    docent_status status = s->renderer != NULL ? paint_texture(s, view) : paint_surface(s, view);
    if (status != DOCENT_OK)
        s->stale = true;
    return status;
}

void dct_sdl_screen_expose(dct_sdl_screen *s)
{
    if (s->stale)
        return; /* Nothing to show yet: the next paint shows all. */
    if (s->renderer != NULL && s->texture != NULL)
        present(s);
    else if (s->renderer == NULL && SDL_GetWindowSurface(s->window) != NULL)
        SDL_UpdateWindowSurface(s->window);
}
