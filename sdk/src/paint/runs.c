/* A run's look is hashed from glyph numbers and places as whole quarters of a pixel, so that it is the same wherever
 * the run is scrolled to. Where its ink falls only the glyphs' pictures know; that is asked once for each look. */
#include "runs.h"

#include "mix.h"

#define REACH_EMS 4 /* No script reaches further from its pen; stacks of accents may, and are cut. */

static int32_t reach_of(const dct_glyph_run *run)
{
    return dct_clamp_i32((int64_t)(dct_clamp_far(run->size_px) * REACH_EMS) + 1, 0, 4096);
}

dct_area dct_runs_reach(const dct_op *op)
{
    int32_t reach = reach_of(op->run), baseline = dct_whole(op->y);
    return (dct_area){ -DCT_FAR, baseline - reach, DCT_FAR, baseline + reach };
}

dct_area dct_pen_reach(const dct_glyph_run *run, const dct_glyph *glyph, dct_pen pen)
{
    int32_t reach = reach_of(run), advance = dct_clamp_i32(dct_whole(glyph->advance), 0, 4096);
    return (dct_area){ pen.x - reach, pen.y - reach, pen.x + advance + reach, pen.y + reach };
}

uint64_t dct_runs_look(const dct_op *op, dct_pen origin)
{
    const dct_glyph_run *run = op->run;
    uint64_t hash = dct_mix_pair(DCT_OP_GLYPHS, (int32_t)run->face, dct_parts(run->size_px, 64));
    for (uint32_t i = 0; i < run->count; i++) {
        dct_pen pen = dct_pen_of(op, &run->glyphs[i]);
        hash = dct_mix_pair(hash, (int32_t)run->glyphs[i].glyph, (pen.x - origin.x) * 4 + (int32_t)pen.quarter);
        hash = dct_mix_pair(hash, pen.y - origin.y, dct_whole(run->glyphs[i].advance));
    }
    return hash;
}

static dct_area ink_of(dct_fonts *fonts, const dct_op *op, dct_pen origin)
{
    const dct_glyph_run *run = op->run;
    dct_area ink = { DCT_FAR, DCT_FAR, -DCT_FAR, -DCT_FAR };
    for (uint32_t i = 0; i < run->count && fonts != NULL; i++) {
        dct_pen pen = dct_pen_of(op, &run->glyphs[i]);
        dct_glyph_image image;
        if (!dct_glyph_image_of(fonts, run->face, run->glyphs[i].glyph, run->size_px, pen.quarter, &image))
            continue;
        int32_t x = pen.x - origin.x + image.left, y = pen.y - origin.y - image.top;
        dct_area seen = dct_pen_reach(run, &run->glyphs[i], (dct_pen){ pen.x - origin.x, pen.y - origin.y, 0 });
        seen = dct_area_meet(seen, (dct_area){ x, y, x + image.width, y + image.height });
        if (!dct_area_empty(seen))
            ink = dct_area_join(ink, seen);
    }
    return ink;
}

dct_area dct_runs_ink(dct_inks *inks, const dct_op *op, dct_pen origin, uint64_t look)
{
    if (inks->kept == NULL)
        inks->kept = dct_new_zero(inks->alloc, DCT_INKS * sizeof *inks->kept);
    dct_ink *kept = inks->kept == NULL ? NULL : &inks->kept[look % DCT_INKS];
    dct_area area;
    if (kept != NULL && kept->look == look) {
        area = kept->area;
    } else {
        area = ink_of(inks->fonts, op, origin);
        if (kept != NULL)
            *kept = (dct_ink){ look, area };
    }
    return (dct_area){ area.x0 + origin.x, area.y0 + origin.y, area.x1 + origin.x, area.y1 + origin.y };
}

void dct_inks_forget(dct_inks *inks)
{
    if (inks->kept != NULL)
        memset(inks->kept, 0, DCT_INKS * sizeof *inks->kept);
    dct_free(inks->alloc, inks->kept, DCT_INKS * sizeof *inks->kept);
    inks->kept = NULL;
}
