/* A painter remembers the scene it painted last and paints what differs from the next one.
 *
 *   list -> scene --+
 *                   damage -> move rows of scrolled layers, draw the areas that differ -> dirty rectangles
 *   last scene -----+
 *
 * When memory runs short in the middle, what was painted is not trusted: the next call paints everything. */
#include "painter.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "damage.h"
#include "draw.h"

#include <string.h>

struct dct_painter {
    docent_alloc  alloc;
    dct_fonts    *fonts;
    dct_masks     masks;
    dct_pictures  pictures;
    dct_inks      inks;
    dct_damage    damage;
    dct_scene     scenes[2];
    uint32_t      last;      /* Which of them was painted. */
    bool          has_last;
    docent_format format;    /* What it was painted in. */
    unsigned char *scratch;  /* Six bytes for each column: see dct_brush. */
    size_t        scratch_size;
    unsigned char tones[DCT_TEXT_TONES][256];
};

docent_status dct_painter_open(const docent_alloc *alloc, dct_fonts *fonts, const dct_picture_source *pictures,
                               dct_painter **out)
{
    if (alloc == NULL)
        alloc = &dct_alloc_default;
    dct_painter *p = *out = dct_new_zero(alloc, sizeof *p);
    if (p == NULL)
        return DOCENT_ERR_NOMEM;
    p->alloc = *alloc;
    p->fonts = fonts;
    p->inks.alloc = &p->alloc;
    p->inks.fonts = fonts;
    dct_masks_init(&p->masks, &p->alloc);
    dct_pictures_init(&p->pictures, &p->alloc, pictures);
    dct_damage_init(&p->damage, &p->alloc);
    dct_scene_init(&p->scenes[0], &p->alloc);
    dct_scene_init(&p->scenes[1], &p->alloc);
    dct_text_tones(p->tones);
    return DOCENT_OK;
}

void dct_painter_close(dct_painter *p)
{
    if (p == NULL)
        return;
    docent_alloc alloc = p->alloc;
    dct_masks_close(&p->masks);
    dct_pictures_close(&p->pictures);
    dct_inks_forget(&p->inks);
    dct_damage_close(&p->damage);
    dct_scene_close(&p->scenes[0]);
    dct_scene_close(&p->scenes[1]);
    dct_free(&alloc, p->scratch, p->scratch_size);
    dct_free(&alloc, p, sizeof *p);
}

void dct_painter_renew(dct_painter *p)
{
    dct_pictures_renew(&p->pictures);
    p->has_last = false;
}

void dct_painter_forget(dct_painter *p)
{
    dct_pictures_forget(&p->pictures);
    dct_cache_clear(&p->masks.masks);
    dct_inks_forget(&p->inks);
    if (p->scratch != NULL)
        memset(p->scratch, 0, p->scratch_size);
    if (p->fonts != NULL)
        dct_fonts_forget(p->fonts);
}

static const dct_scene *last_scene(const dct_painter *p)
{
    return p->has_last ? &p->scenes[p->last] : NULL;
}

/* ---- one frame ------------------------------------------------------------------- */

static docent_status check(const dct_list *list, const docent_surface *surface)
{
    if (list->width > DCT_MAX_VIEW_SIDE || list->height > DCT_MAX_VIEW_SIDE)
        return DOCENT_ERR_LIMIT;
    if (list->width < 0 || list->height < 0 || surface->pixels == NULL || surface->width < list->width ||
        surface->height < list->height || surface->stride / 4 < (size_t)list->width ||
        (surface->format != DOCENT_BGRA8 && surface->format != DOCENT_RGBA8))
        return DOCENT_ERR_ARG;
    return DOCENT_OK;
}

static bool make_scratch(dct_painter *p, int32_t width)
{
    size_t size = (size_t)width * 6;
    if (size <= p->scratch_size)
        return true;
    dct_free(&p->alloc, p->scratch, p->scratch_size);
    p->scratch = dct_new(&p->alloc, size);
    p->scratch_size = p->scratch == NULL ? 0 : size;
    return p->scratch != NULL;
}

static void move_rows(const dct_canvas *canvas, const dct_move *move)
{
    dct_area area = move->area;
    size_t bytes = (size_t)(area.x1 - area.x0) * 4;
    int32_t count = area.y1 - area.y0;
    for (int32_t i = 0; i < count; i++) {
        int32_t y = move->by > 0 ? area.y0 + i : area.y1 - 1 - i; /* Never over a row that is still to be moved. */
        memcpy(dct_canvas_at(canvas, area.x0, y), dct_canvas_at(canvas, area.x0, y + move->by), bytes);
    }
}

static bool draw_damage(dct_painter *p, const dct_scene *scene, const docent_surface *surface)
{
    size_t width = p->scratch_size / 6;
    dct_brush brush = {
        .canvas = { surface->pixels, surface->stride, surface->format },
        .scene = scene, .masks = &p->masks, .pictures = &p->pictures, .fonts = p->fonts,
        .row = p->scratch, .cover = p->scratch + 4 * width, .other = p->scratch + 5 * width, .tones = p->tones,
    };
    uint32_t count;
    const dct_area *areas = dct_damage_areas(&p->damage, &count);
    p->masks.failed = p->pictures.failed = false;
    for (uint32_t i = 0; i < p->damage.move_count; i++)
        move_rows(&brush.canvas, &p->damage.moves[i]);
    for (uint32_t i = 0; i < count; i++)
        dct_draw_area(&brush, areas[i]);
    return !brush.failed;
}

docent_status dct_painter_paint(dct_painter *p, const dct_list *list, const docent_surface *surface,
                                uint32_t flags, docent_rect *dirty, uint32_t *dirty_count)
{
    docent_status status = check(list, surface);
    bool all = (flags & DOCENT_PAINT_ALL) != 0 || surface->format != p->format;
    const dct_scene *before = all ? NULL : last_scene(p);
    dct_scene *now = &p->scenes[1 - p->last];
    if (status != DOCENT_OK)
        return status;
    p->has_last = false;
    if (!dct_scene_build(now, list, &p->inks) || !make_scratch(p, list->width))
        return DOCENT_ERR_NOMEM;
    dct_damage_find(&p->damage, before, now);
    if (p->damage.failed)
        return DOCENT_ERR_NOMEM;
    if (!draw_damage(p, now, surface))
        return DOCENT_ERR_NOMEM;
    dct_damage_report(&p->damage, dirty, dirty_count);
    p->last = 1 - p->last;
    p->format = surface->format;
    p->has_last = true;
    return DOCENT_OK;
}

bool dct_painter_differs(dct_painter *p, const dct_list *list)
{
    dct_scene *now = &p->scenes[1 - p->last];
    if (!p->has_last || !dct_scene_build(now, list, &p->inks))
        return true;
    return dct_damage_any(&p->damage, last_scene(p), now);
}

bool dct_painter_picture_size(dct_painter *p, const char *name, int32_t *w, int32_t *h)
{
    return dct_picture_size(&p->pictures, name, w, h);
}
