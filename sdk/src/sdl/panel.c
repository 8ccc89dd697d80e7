/* A view as a panel of a host's scene.
 *
 *   view --paint, dirty only--> pixels (ours) --dirty only--> texture (the host's renderer) --> the host's scene
 *
 * The pixels are kept so that a lost texture costs an upload and not a repaint. The panel never presents. */
#include <docent/sdl.h>

#include <time.h>

#include "../base/alloc.h"
#include "../base/error.h"
#include "desk.h"
#include "input.h"

#define DIRTY_MAX 64 /* With more the view joins them. */

struct docent_panel {
    docent_view     *view;
    unsigned char   *pixels; /* BGRA, w * h; NULL until the first draw. */
    size_t           bytes;
    int              x, y, w, h;
    bool             fresh; /* The pixels hold no frame of this size. */
    SDL_Texture     *texture;
    SDL_Renderer    *renderer; /* Of the texture. */
    SDL_Window      *window;   /* Of the renderer; NULL for one without. */
    dct_sdl_pointers pointers;
    bool             inside;   /* The mouse is above the panel, or was pressed there. */
    bool             captured;
    dct_sdl_desk     desk;
};

docent_status docent_panel_open(docent_view *v, docent_panel **out)
{
    if (out == NULL || v == NULL)
        return DOCENT_ERR_ARG;
    docent_panel *p = dct_new_zero(&dct_alloc_default, sizeof *p);
    *out = p;
    if (p == NULL)
        return DOCENT_ERR_NOMEM;
    p->view = v;
    return DOCENT_OK;
}

void docent_panel_forget(docent_panel *p)
{
    if (p->texture != NULL)
        SDL_DestroyTexture(p->texture);
    p->texture = NULL;
    p->renderer = NULL;
    p->window = NULL;
}

static void drop_pixels(docent_panel *p)
{
    dct_free(&dct_alloc_default, p->pixels, p->bytes);
    p->pixels = NULL;
    p->bytes = 0;
}

void docent_panel_close(docent_panel *p)
{
    if (p == NULL)
        return;
    docent_panel_forget(p);
    dct_sdl_desk_close(&p->desk);
    drop_pixels(p);
    dct_free(&dct_alloc_default, p, sizeof *p);
}

docent_status docent_panel_place(docent_panel *p, int x, int y, int w, int h, float scale)
{
    docent_status status = docent_view_resize(p->view, w, h, scale);
    if (status != DOCENT_OK)
        return status;
    p->x = x;
    p->y = y;
    if (p->w == w && p->h == h)
        return DOCENT_OK;
    p->w = w;
    p->h = h;
    drop_pixels(p);
    if (p->texture != NULL)
        SDL_DestroyTexture(p->texture);
    p->texture = NULL;
    return DOCENT_OK;
}

/* ---- drawing ---- */

static docent_status make_pixels(docent_panel *p)
{
    if (p->pixels != NULL)
        return DOCENT_OK;
    size_t bytes = (size_t)p->w * (size_t)p->h * 4;
    p->pixels = dct_new(&dct_alloc_default, bytes);
    if (p->pixels == NULL)
        return DOCENT_ERR_NOMEM;
    p->bytes = bytes;
    p->fresh = true;
    return DOCENT_OK;
}

/* *made: the texture is new and holds nothing. */
static docent_status make_texture(docent_panel *p, SDL_Renderer *renderer, bool *made)
{
    *made = p->texture == NULL || p->renderer != renderer;
    if (!*made)
        return DOCENT_OK;
    docent_panel_forget(p);
    p->texture = SDL_CreateTexture(renderer, SDL_PIXELFORMAT_BGRA32, SDL_TEXTUREACCESS_STREAMING, p->w, p->h);
    if (p->texture == NULL)
        return DOCENT_ERR_IO;
    SDL_SetTextureBlendMode(p->texture, SDL_BLENDMODE_NONE);
    p->renderer = renderer;
    p->window = SDL_RenderGetWindow(renderer);
    return DOCENT_OK;
}

static bool upload(docent_panel *p, const docent_rect *r)
{
    SDL_Rect at = { r->x, r->y, r->w, r->h };
    const unsigned char *from = p->pixels + ((size_t)r->y * (size_t)p->w + (size_t)r->x) * 4;
    return SDL_UpdateTexture(p->texture, &at, from, p->w * 4) == 0;
}

static docent_status refresh(docent_panel *p, bool paint, bool upload_all)
{
    docent_rect dirty[DIRTY_MAX];
    uint32_t count = 0;
    if (paint || p->fresh) {
        docent_surface surface = { p->pixels, p->w, p->h, (size_t)p->w * 4, DOCENT_BGRA8 };
        count = DIRTY_MAX;
        docent_status status = docent_view_paint(p->view, &surface, p->fresh ? DOCENT_PAINT_ALL : 0, dirty, &count);
        if (status != DOCENT_OK)
            return status;
        p->fresh = false;
    }
    if (upload_all) {
        dirty[0] = (docent_rect){ 0, 0, p->w, p->h };
        count = 1;
    }
    for (uint32_t i = 0; i < count; i++)
        if (!upload(p, &dirty[i]))
            return DOCENT_ERR_IO;
    return DOCENT_OK;
}

/* What of the host's renderer stands in the way of drawing at a pixel. */
typedef struct held_state {
    int      logical_w, logical_h;
    SDL_bool integer, clipped;
    SDL_Rect viewport, clip;
    float    scale_x, scale_y;
} held_state;

static void hold(SDL_Renderer *r, held_state *held)
{
    SDL_RenderGetLogicalSize(r, &held->logical_w, &held->logical_h);
    held->integer = SDL_RenderGetIntegerScale(r);
    SDL_RenderGetViewport(r, &held->viewport);
    SDL_RenderGetScale(r, &held->scale_x, &held->scale_y);
    held->clipped = SDL_RenderIsClipEnabled(r);
    SDL_RenderGetClipRect(r, &held->clip);
    if (held->logical_w != 0)
        SDL_RenderSetLogicalSize(r, 0, 0);
    SDL_RenderSetViewport(r, NULL);
    SDL_RenderSetScale(r, 1.0f, 1.0f);
    SDL_RenderSetClipRect(r, NULL);
}

static void restore(SDL_Renderer *r, const held_state *held)
{
    if (held->logical_w != 0) {
        SDL_RenderSetIntegerScale(r, held->integer);
        SDL_RenderSetLogicalSize(r, held->logical_w, held->logical_h);
    }
    SDL_RenderSetScale(r, held->scale_x, held->scale_y);
    SDL_RenderSetViewport(r, &held->viewport);
    SDL_RenderSetClipRect(r, held->clipped ? &held->clip : NULL);
}

static bool copy(docent_panel *p, SDL_Renderer *renderer)
{
    held_state held;
    hold(renderer, &held);
    SDL_Rect to = { p->x, p->y, p->w, p->h };
    bool ok = SDL_RenderCopy(renderer, p->texture, NULL, &to) == 0;
    restore(renderer, &held);
    return ok;
}

/* Pixels of the renderer's output for each of SDL's window coordinates. */
static void ratio(const docent_panel *p, float *x, float *y, int *out_w, int *out_h)
{
    int w = 0, h = 0;
    *x = *y = 1.0f;
    *out_w = *out_h = 1;
    if (p->renderer == NULL || SDL_GetRendererOutputSize(p->renderer, out_w, out_h) != 0 || p->window == NULL)
        return;
    SDL_GetWindowSize(p->window, &w, &h);
    if (w > 0 && h > 0) {
        *x = (float)*out_w / (float)w;
        *y = (float)*out_h / (float)h;
    }
}

static void follow(docent_panel *p, const docent_view_wants *wants)
{
    float x, y;
    int w, h;
    ratio(p, &x, &y, &w, &h);
    dct_sdl_map map = { 1.0f / x, 1.0f / y, (float)p->x / x, (float)p->y / y };
    dct_sdl_desk_follow(&p->desk, wants, p->inside, &map);
}

docent_status docent_panel_draw(docent_panel *p, struct SDL_Renderer *renderer, docent_view_wants *wants)
{
    docent_view_wants own;
    docent_view_wants *w = wants != NULL ? wants : &own;
    if (p->w <= 0 || p->h <= 0)
        return DOCENT_ERR_ARG;
    bool made = false;
    docent_status status = docent_view_update(p->view, SDL_GetTicks64(), (int64_t)time(NULL), w);
    if (status == DOCENT_OK)
        status = make_pixels(p);
    if (status == DOCENT_OK)
        status = make_texture(p, renderer, &made);
    if (status == DOCENT_OK)
        status = refresh(p, w->paint, made);
    if (status == DOCENT_OK && !copy(p, renderer))
        status = DOCENT_ERR_IO;
    if (status == DOCENT_OK)
        follow(p, w);
    return status;
}

/* ---- input ---- */

/* SDL turns mouse coordinates into a renderer's logical ones when it has any; this turns them back. */
static void unlogical(const docent_panel *p, int *x, int *y)
{
    int lw = 0, lh = 0;
    if (p->renderer != NULL)
        SDL_RenderGetLogicalSize(p->renderer, &lw, &lh);
    if (lw > 0 && lh > 0)
        SDL_RenderLogicalToWindow(p->renderer, (float)*x, (float)*y, x, y);
}

static void plain_mouse(const docent_panel *p, SDL_Event *e)
{
    int x, y;
    if (e->type == SDL_MOUSEMOTION) {
        x = e->motion.x, y = e->motion.y;
        unlogical(p, &x, &y);
        e->motion.x = x, e->motion.y = y;
    } else if (e->type == SDL_MOUSEBUTTONDOWN || e->type == SDL_MOUSEBUTTONUP) {
        x = e->button.x, y = e->button.y;
        unlogical(p, &x, &y);
        e->button.x = x, e->button.y = y;
    }
}

static bool within(const docent_panel *p, const docent_input *in)
{
    return in->x >= 0 && in->y >= 0 && in->x < (float)p->w && in->y < (float)p->h;
}

/* The mouse went elsewhere: the view drops what it highlighted, and the host keeps the event. */
static bool left(docent_panel *p, const docent_input *in)
{
    if (p->inside) {
        docent_input cancel = *in;
        cancel.kind = DOCENT_INPUT_CANCEL;
        docent_view_input(p->view, &cancel);
    }
    p->inside = false;
    return false;
}

/* A press belongs to whom it began with, until it ends. */
static bool mouse(docent_panel *p, const docent_input *in)
{
    bool here = within(p, in);
    if (in->kind == DOCENT_INPUT_DOWN)
        p->captured = here;
    bool theirs = !p->captured && (p->pointers.button || in->kind == DOCENT_INPUT_UP);
    if (theirs || (!here && !p->captured))
        return left(p, in);
    p->inside = true;
    if (in->kind == DOCENT_INPUT_UP)
        p->captured = false;
    bool used = docent_view_input(p->view, in);
    return used || in->kind != DOCENT_INPUT_MOVE; /* A click on the panel's empty parts is not for the scene. */
}

/* A finger that began elsewhere stays the host's: its slot is given back. */
static bool touch(docent_panel *p, const docent_input *in)
{
    if (in->kind == DOCENT_INPUT_DOWN && !within(p, in)) {
        p->pointers.down[in->pointer - 1] = false;
        return false;
    }
    docent_view_input(p->view, in);
    return true;
}

/* The panel may have opened under a mouse that has not moved since. */
static void look_for_mouse(docent_panel *p, const dct_sdl_place *place, uint64_t time_ms)
{
    int x, y;
    SDL_GetMouseState(&x, &y);
    docent_input move = { .kind = DOCENT_INPUT_MOVE, .time_ms = time_ms };
    move.x = (float)x * place->pixels_x - place->origin_x;
    move.y = (float)y * place->pixels_y - place->origin_y;
    p->inside = within(p, &move);
    if (p->inside)
        docent_view_input(p->view, &move);
}

static bool wheel(docent_panel *p, const docent_input *in, const dct_sdl_place *place)
{
    if (!p->inside)
        look_for_mouse(p, place, in->time_ms);
    return p->inside && docent_view_input(p->view, in);
}

bool docent_panel_input(docent_panel *p, const union SDL_Event *event)
{
    SDL_Event plain = *event;
    plain_mouse(p, &plain);
    dct_sdl_place place = { .origin_x = (float)p->x, .origin_y = (float)p->y };
    int w, h;
    ratio(p, &place.pixels_x, &place.pixels_y, &w, &h);
    place.width = (float)w;
    place.height = (float)h;
    docent_input in;
    if (!dct_sdl_translate(&plain, &place, &p->pointers, &in))
        return false;
    switch (in.kind) {
    case DOCENT_INPUT_DOWN:
    case DOCENT_INPUT_UP:
    case DOCENT_INPUT_MOVE: return in.pointer == 0 ? mouse(p, &in) : touch(p, &in);
    case DOCENT_INPUT_WHEEL: return wheel(p, &in, &place);
    case DOCENT_INPUT_CANCEL: return left(p, &in);
    default: return docent_view_input(p->view, &in);
    }
}
