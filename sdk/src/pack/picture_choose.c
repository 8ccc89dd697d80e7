/* Raster pictures and drawings need different ladders.
 *
 *   raster    lossy is accepted when its worst blocks kept their structure and colour; else lossless. Only when the
 *             result is larger than the file was, less is asked of lossy, step by step.
 *   drawings  kilobytes of SVG hold what takes tens of kilobytes of pixels. Resolution and shades at edges are given up
 *             together; colours of areas never.
 *
 * The numbers come from sdk/docs/media.md. */
#include "picture_choose.h"

#include "../base/error.h"
#include "picture.h"
#include "picture_measure.h"
#include "picture_palette.h"
#include "picture_webp.h"

#include <string.h>

#define MAX_WEBP_BYTES (64u << 20)
#define PHOTO_FLATNESS 600u /* Below, lossless never won over a lossy one that was accepted. */

typedef struct rung {
    int      quality;
    uint32_t structure, colour; /* Worst that is accepted: see dct_loss. */
} rung;

static const rung rungs[] = {
    { 85, 940, 500 },      { 85, 900, 700 },      { 75, 850, 1000 },
    { 60, 0, UINT32_MAX }, { 40, 0, UINT32_MAX }, { 15, 0, UINT32_MAX },
};

/* The loss was there before: only bytes decide. */
static const rung lossy_rungs[] = {
    { 80, 0, UINT32_MAX }, { 70, 0, UINT32_MAX }, { 55, 0, UINT32_MAX }, { 40, 0, UINT32_MAX }, { 15, 0, UINT32_MAX },
};

static bool accepted(const docent_alloc *alloc, const dct_image *image, const dct_buf *webp, const rung *r)
{
    dct_image again;
    dct_loss loss;
    if (r->structure == 0)
        return true;
    if (dct_webp_decode(alloc, webp->data, webp->size, &again, NULL) != DOCENT_OK)
        return false;
    bool good =
        dct_image_loss(alloc, image, &again, &loss) && loss.structure >= r->structure && loss.colour <= r->colour;
    dct_image_free(alloc, &again);
    return good;
}

static void keep_smaller(dct_buf *best, dct_buf *other)
{
    if (best->size != 0 && best->size <= other->size)
        return;
    dct_buf kept = *other;
    *other = *best;
    *best = kept;
}

/* A rung's lossy encoding, into out if it is smaller and accepted. worth: larger ones are not even looked at. */
static docent_status try_lossy(const docent_alloc *alloc, const dct_image *image, const rung *r, size_t worth,
                               dct_buf *trial, dct_buf *out, docent_error *err)
{
    docent_status status = dct_webp_encode(image, DCT_WEBP_LOSSY, r->quality, trial, err);
    if (status == DOCENT_OK && trial->size < worth && (out->size == 0 || trial->size < out->size) &&
        accepted(alloc, image, trial, r))
        keep_smaller(out, trial);
    return status;
}

static docent_status try_lossless(const dct_image *image, dct_buf *trial, dct_buf *out, docent_error *err)
{
    docent_status status = dct_webp_encode(image, DCT_WEBP_LOSSLESS, 0, trial, err);
    if (status == DOCENT_OK)
        keep_smaller(out, trial);
    return status;
}

docent_status dct_raster_choose(const docent_alloc *alloc, const dct_image *image, bool from_lossy, size_t target,
                                dct_buf *out, docent_error *err)
{
    const rung *ladder = from_lossy ? lossy_rungs : rungs;
    size_t count = from_lossy ? sizeof lossy_rungs / sizeof *lossy_rungs : sizeof rungs / sizeof *rungs;
    bool flat = !from_lossy && dct_image_flatness(image) >= PHOTO_FLATNESS;
    size_t guess = flat ? dct_image_lossless_guess(image) : SIZE_MAX / 4;
    dct_buf trial;
    dct_buf_init(&trial, alloc, MAX_WEBP_BYTES);
    dct_buf_clear(out);
    docent_status status = try_lossy(alloc, image, &ladder[0], guess + guess / 3, &trial, out, err);
    if (status == DOCENT_OK && flat && (out->size == 0 || out->size > guess - guess / 4))
        status = try_lossless(image, &trial, out, err);
    for (size_t i = 1; i < count && status == DOCENT_OK && (out->size == 0 || out->size > target); i++)
        status = try_lossy(alloc, image, &ladder[i], SIZE_MAX, &trial, out, err);
    dct_buf_close(&trial);
    return status;
}

typedef struct step {
    uint32_t scale;   /* Hundredths of the drawing's size. */
    uint32_t colours; /* 0: all. */
    int      quality; /* Of lossy, where a drawing is not flat. */
} step;

/* Never 16 colours or fewer: libwebp then packs two pixels into a byte, and its repeats are found no more. */
static const step steps[DCT_DRAWING_LEVELS] = {
    { 200, 0, 90 },  { 150, 0, 90 },  { 200, 64, 85 }, { 150, 48, 80 }, { 125, 48, 75 }, { 100, 48, 75 },
    { 100, 32, 70 }, { 100, 20, 65 }, { 75, 32, 60 },  { 75, 24, 55 },  { 75, 20, 50 },  { 66, 20, 45 },
    { 60, 20, 45 },  { 55, 18, 40 },  { 50, 18, 35 },  { 40, 18, 25 },
};

#define ICON_SIZE 128.0  /* Points. Icons and logos are drawn small and near text: they stay sharp on any screen. */
#define ICON_PERCENT 150u

static uint32_t scaled(double size, double scale)
{
    double pixels = size * scale + 0.5;
    return pixels < 1 ? 1 : (uint32_t)pixels;
}

static docent_status draw(const docent_alloc *alloc, dct_svg *svg, double size_x, double size_y, uint32_t percent,
                          dct_image *out, docent_error *err)
{
    bool icon = size_x <= ICON_SIZE && size_y <= ICON_SIZE;
    double scale = (icon && percent < ICON_PERCENT ? ICON_PERCENT : percent) / 100.0;
    if (size_x * scale > DCT_PICTURE_MAX_WIDTH)
        scale = DCT_PICTURE_MAX_WIDTH / size_x;
    return dct_svg_draw(svg, alloc, scaled(size_x, scale), scaled(size_y, scale), out, err);
}

/* Lossless in the step's colours, if the drawing bears that; and lossy if it is accepted or the only one. */
static docent_status encode_drawing(const docent_alloc *alloc, dct_image *image, const step *s, dct_buf *out,
                                    docent_error *err)
{
    bool flat = s->colours == 0 && dct_image_flatness(image) >= PHOTO_FLATNESS;
    const rung lossy = { s->quality, 930, 400 };
    dct_buf trial;
    dct_buf_init(&trial, alloc, MAX_WEBP_BYTES);
    docent_status status = dct_webp_encode(image, DCT_WEBP_LOSSY, s->quality, &trial, err);
    bool good = status == DOCENT_OK && accepted(alloc, image, &trial, &lossy);
    if (status == DOCENT_OK && s->colours != 0)
        status = dct_image_reduce(alloc, image, s->colours, &flat, err);
    if (status == DOCENT_OK && flat)
        status = dct_webp_encode(image, s->colours == 0 ? DCT_WEBP_LOSSLESS : DCT_WEBP_SMALL, 0, out, err);
    if (status == DOCENT_OK && (good || !flat))
        keep_smaller(out, &trial);
    dct_buf_close(&trial);
    return status;
}

docent_status dct_drawing_choose(const docent_alloc *alloc, dct_svg *svg, double size_x, double size_y, uint32_t level,
                                 dct_buf *out, uint32_t *pixels_x, uint32_t *pixels_y, docent_error *err)
{
    dct_image image;
    docent_status status = draw(alloc, svg, size_x, size_y, steps[level].scale, &image, err);
    dct_buf_clear(out);
    if (status != DOCENT_OK)
        return status;
    *pixels_x = image.width;
    *pixels_y = image.height;
    status = encode_drawing(alloc, &image, &steps[level], out, err);
    dct_image_free(alloc, &image);
    return status;
}
