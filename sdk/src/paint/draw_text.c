/* Text: the only mark that is hundreds of little pictures, and the one people look at.
 *
 * Blending coverage c as it is, in the values that screens are fed, makes light letters on dark look thinner than dark
 * ones on light: half a pixel of light ink gives a fifth of its light, half a pixel of dark ink takes four fifths away.
 * What is right for the eye lies between that and blending in linear light, which errs the other way. So coverage is
 * bent, more the lighter the ink is:
 *
 *     c' = c + k c (1 - c)       k from DARK (black ink) to LIGHT (white ink)
 *
 * Chosen by eye at 14 to 24 px on both grounds. Whole and no coverage stay what they are. */
#include "draw.h"

#include "runs.h"

#define DARK 10  /* Hundredths. */
#define LIGHT 55

void dct_text_tones(unsigned char tones[DCT_TEXT_TONES][256])
{
    for (uint32_t tone = 0; tone < DCT_TEXT_TONES; tone++) {
        uint32_t k = DARK * (DCT_TEXT_TONES - 1) + (LIGHT - DARK) * tone; /* Hundredths, times tones less one. */
        uint32_t whole = 100 * (DCT_TEXT_TONES - 1) * 255;
        for (uint32_t c = 0; c < 256; c++)
            tones[tone][c] = (unsigned char)(c + (k * c * (255 - c) + whole / 2) / whole);
    }
}

/* Lightness by what the eye makes of red, green and blue, in DCT_TEXT_TONES steps. */
static uint32_t tone_of(uint32_t colour)
{
    uint32_t light = (colour >> 16 & 255) * 54 + (colour >> 8 & 255) * 183 + (colour & 255) * 19;
    return (light * (DCT_TEXT_TONES - 1) + 32640) / 65280;
}

static void draw_grey(dct_stencil *s, const dct_glyph_image *image, dct_area at, dct_area part, uint32_t pixel,
                      const unsigned char table[256])
{
    for (int32_t y = part.y0; y < part.y1; y++) {
        const unsigned char *row = image->pixels + (ptrdiff_t)(y - at.y0) * image->stride;
        dct_stencil_cover(s, y, part.x0, part.x1, pixel, row + (part.x0 - at.x0), table);
    }
}

static void draw_coloured(dct_stencil *s, const dct_glyph_image *image, dct_area at, dct_area part, uint32_t alpha)
{
    for (int32_t y = part.y0; y < part.y1; y++) {
        const unsigned char *row = image->pixels + (ptrdiff_t)(y - at.y0) * image->stride;
        dct_stencil_picture(s, y, part.x0, part.x1, row + (ptrdiff_t)(part.x0 - at.x0) * 4, false, alpha);
    }
}

void dct_draw_run(dct_stencil *s, const dct_mark *mark)
{
    const dct_op *op = mark->op;
    const dct_glyph_run *run = op->run;
    unsigned char table[256];
    const unsigned char *tone = s->brush->tones[tone_of(op->colour)];
    uint32_t pixel = dct_pixel(op->colour, s->brush->canvas.format), alpha = op->colour >> 24;
    for (uint32_t i = 0; i < 256; i++)
        table[i] = (unsigned char)dct_div255(tone[i] * alpha);
    for (uint32_t i = 0; i < run->count; i++) {
        dct_pen pen = dct_pen_of(op, &run->glyphs[i]);
        dct_area reach = dct_area_meet(dct_pen_reach(run, &run->glyphs[i], pen), s->area);
        dct_glyph_image image;
        if (dct_area_empty(reach) ||
            !dct_glyph_image_of(s->brush->fonts, run->face, run->glyphs[i].glyph, run->size_px, pen.quarter, &image))
            continue;
        dct_area at = { pen.x + image.left, pen.y - image.top, pen.x + image.left + image.width,
                        pen.y - image.top + image.height };
        dct_area part = dct_area_meet(at, reach);
        if (dct_area_empty(part))
            continue;
        if (image.colour)
            draw_coloured(s, &image, at, part, alpha);
        else
            draw_grey(s, &image, at, part, pixel, table);
    }
}
