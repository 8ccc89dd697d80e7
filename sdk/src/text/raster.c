/* A glyph's picture. Outlines: FreeType's light hinting, which moves edges up and down to whole pixels and leaves
 * widths alone, so that letters can stand at quarter pixels; made bolder or slanted after hinting. Colour bitmaps
 * (emoji) come in one size and are scaled by area: every pixel is the mean of what it covers. A box for what no face
 * draws.
 *
 * No subpixel colours: they fringe on screens that are turned, and most kiosks' are. */
#include "raster.h"

#include "../base/limits.h"

#include <math.h>
#include <string.h>
#include FT_OUTLINE_H

#define SLANT 0x3000        /* 3/16 to the right for 1 up, as 16.16: about 11 degrees. */
#define BOLD_SHARE 24       /* Strokes grow by the size / 24. */

bool dct_raster_ignores_quarter(const dct_fonts *fonts, uint32_t face)
{
    uint32_t index = face & DCT_FACE_INDEX;
    if ((face & DCT_FACE_BOX) != 0 || index >= fonts->count)
        return true;
    FT_Face drawer = fonts->faces[index].drawer;
    return drawer != NULL && !FT_IS_SCALABLE(drawer);
}

/* ---- outlines ---- */

static bool set_size(dct_face *face, int32_t size_64ths)
{
    float px = (float)size_64ths / 64.0f;
    if (face->drawn_px == px)
        return true;
    if (FT_Set_Char_Size(face->drawer, 0, size_64ths, 72, 72) != 0)
        return false;
    face->drawn_px = px;
    return true;
}

static bool fits(FT_Outline *outline)
{
    FT_BBox box;
    FT_Outline_Get_CBox(outline, &box);
    return box.xMax - box.xMin <= DCT_MAX_GLYPH_SIDE * 64 && box.yMax - box.yMin <= DCT_MAX_GLYPH_SIDE * 64 &&
           labs(box.xMin) < 1 << 20 && labs(box.yMin) < 1 << 20;
}

static void restyle(FT_Outline *outline, const dct_glyph_key *key)
{
    if ((key->face & DCT_FACE_BOLD) != 0) {
        FT_Pos stroke = key->size_64ths / BOLD_SHARE;
        FT_Outline_EmboldenXY(outline, stroke, stroke / 2);
        FT_Outline_Translate(outline, -stroke / 2, -stroke / 4);
    }
    if ((key->face & DCT_FACE_SLANT) != 0) {
        FT_Matrix shear = { 0x10000, SLANT, 0, 0x10000 };
        FT_Outline_Transform(outline, &shear);
    }
    FT_Outline_Translate(outline, (FT_Pos)key->quarter * 16, 0);
}

/* False when the face's bytes are broken there. */
static bool draw_outline(dct_face *face, const dct_glyph_key *key, dct_glyph_image *image)
{
    FT_GlyphSlot slot = face->drawer->glyph;
    if (!set_size(face, key->size_64ths) ||
        FT_Load_Glyph(face->drawer, key->glyph, FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0 ||
        slot->format != FT_GLYPH_FORMAT_OUTLINE)
        return false;
    restyle(&slot->outline, key);
    if (!fits(&slot->outline) || FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0)
        return false;
    const FT_Bitmap *bitmap = &slot->bitmap;
    if (bitmap->width == 0 || bitmap->rows == 0)
        return true; /* A space. */
    if (bitmap->pitch <= 0 || bitmap->pixel_mode != FT_PIXEL_MODE_GRAY)
        return false;
    *image = (dct_glyph_image){ bitmap->buffer, (int32_t)bitmap->width, (int32_t)bitmap->rows,
                                slot->bitmap_left, slot->bitmap_top, bitmap->pitch, false };
    return true;
}

/* ---- colour bitmaps ---- */

/* The strike to scale from: the smallest that is large enough, else the largest. */
static int best_strike(FT_Face face, float size_px)
{
    int best = -1;
    for (int i = 0; i < face->num_fixed_sizes; i++) {
        long ppem = face->available_sizes[i].y_ppem;
        long had = best < 0 ? 0 : face->available_sizes[best].y_ppem;
        bool enough = (float)had >= size_px * 64.0f;
        if (best < 0 || (enough ? ppem < had && (float)ppem >= size_px * 64.0f : ppem > had))
            best = i;
    }
    return best;
}

/* How a bitmap of the strike comes to the size that is wanted. */
typedef struct scaling {
    const FT_Bitmap *from;
    float            scale; /* Pixels here for one of the strike. */
    float            left, top; /* Where the strike's first pixel comes to lie, y down from the baseline. */
} scaling;

/* How much of the strike's row (or column) `i` lies between a and b. */
static float share(long i, float a, float b)
{
    float low = (float)i > a ? (float)i : a;
    float high = (float)(i + 1) < b ? (float)(i + 1) : b;
    return high > low ? high - low : 0.0f;
}

static void mean_pixel(const scaling *s, float x0, float x1, float y0, float y1, unsigned char *out)
{
    const FT_Bitmap *from = s->from;
    float sum[4] = { 0, 0, 0, 0 };
    for (long y = (long)fmaxf(floorf(y0), 0); y < (long)ceilf(y1) && y < (long)from->rows; y++) {
        float height = share(y, y0, y1);
        const unsigned char *row = from->buffer + y * from->pitch;
        for (long x = (long)fmaxf(floorf(x0), 0); x < (long)ceilf(x1) && x < (long)from->width; x++) {
            float weight = height * share(x, x0, x1);
            for (int c = 0; c < 4; c++)
                sum[c] += weight * (float)row[4 * x + c];
        }
    }
    float area = (x1 - x0) * (y1 - y0);
    for (int c = 0; c < 4; c++)
        out[c] = (unsigned char)fminf(sum[c] / area + 0.5f, 255.0f);
}

static void scale_bitmap(const scaling *s, dct_glyph_image *image, unsigned char *pixels)
{
    for (int32_t y = 0; y < image->height; y++) {
        float y0 = ((float)(y - image->top) - s->top) / s->scale;
        for (int32_t x = 0; x < image->width; x++) {
            float x0 = ((float)(x + image->left) - s->left) / s->scale;
            mean_pixel(s, x0, x0 + 1.0f / s->scale, y0, y0 + 1.0f / s->scale, pixels + y * image->stride + 4 * x);
        }
    }
}

static bool scaled_copy(dct_fonts *fonts, const scaling *s, dct_glyph_image *image, void **memory, size_t *size)
{
    float right = s->left + (float)s->from->width * s->scale, bottom = s->top + (float)s->from->rows * s->scale;
    image->colour = true;
    image->left = (int32_t)floorf(s->left);
    image->top = (int32_t)-floorf(s->top);
    image->width = (int32_t)ceilf(right) - image->left;
    image->height = (int32_t)ceilf(bottom) + image->top;
    if (image->width <= 0 || image->height <= 0 || image->width > DCT_MAX_GLYPH_SIDE ||
        image->height > DCT_MAX_GLYPH_SIDE)
        return true;
    image->stride = 4 * image->width;
    *size = (size_t)image->stride * (size_t)image->height;
    *memory = dct_new(&fonts->alloc, *size);
    if (*memory == NULL)
        return false;
    scale_bitmap(s, image, *memory);
    image->pixels = *memory;
    return true;
}

/* The glyph of the strike that suits; false when the face's bytes are broken there. */
static bool load_bitmap(dct_face *face, const dct_glyph_key *key, scaling *s)
{
    float        px = (float)key->size_64ths / 64.0f;
    int          strike = best_strike(face->drawer, px);
    FT_GlyphSlot slot = face->drawer->glyph;
    if (strike < 0 || FT_Select_Size(face->drawer, strike) != 0 ||
        FT_Load_Glyph(face->drawer, key->glyph, FT_LOAD_COLOR | FT_LOAD_NO_HINTING) != 0)
        return false;
    s->from = &slot->bitmap;
    if (slot->format != FT_GLYPH_FORMAT_BITMAP || s->from->pixel_mode != FT_PIXEL_MODE_BGRA || s->from->pitch <= 0 ||
        s->from->width == 0 || s->from->width > DCT_MAX_GLYPH_SIDE || s->from->rows > DCT_MAX_GLYPH_SIDE)
        return false;
    float ppem = (float)face->drawer->available_sizes[strike].y_ppem / 64.0f;
    s->scale = ppem >= 1.0f ? px / ppem : 1.0f;
    s->left = (float)slot->bitmap_left * s->scale;
    s->top = -(float)slot->bitmap_top * s->scale;
    return true;
}

/* ---- the box ---- */

static bool draw_box(dct_fonts *fonts, const dct_glyph_key *key, dct_glyph_image *image, void **memory, size_t *size)
{
    float   px = (float)key->size_64ths / 64.0f;
    int32_t stroke = px >= 24.0f ? (int32_t)(px / 16.0f + 0.5f) : 1;
    image->left = (int32_t)(px * 0.08f + 0.5f);
    image->width = (int32_t)(px * 0.60f + 0.5f) - 2 * image->left;
    image->top = image->height = (int32_t)(px * 0.72f + 0.5f);
    if (image->width < 1 || image->height < 1)
        return true;
    image->stride = image->width;
    *size = (size_t)image->stride * (size_t)image->height;
    unsigned char *pixels = *memory = dct_new_zero(&fonts->alloc, *size);
    if (pixels == NULL)
        return false;
    for (int32_t y = 0; y < image->height; y++)
        for (int32_t x = 0; x < image->width; x++)
            if (x < stroke || y < stroke || x >= image->width - stroke || y >= image->height - stroke)
                pixels[y * image->stride + x] = 255;
    image->pixels = pixels;
    return true;
}

bool dct_raster(dct_fonts *fonts, const dct_glyph_key *key, dct_glyph_image *image, void **memory, size_t *size)
{
    uint32_t index = key->face & DCT_FACE_INDEX;
    if ((key->face & DCT_FACE_BOX) != 0)
        return key->glyph == ' ' || key->glyph == 0xA0 || draw_box(fonts, key, image, memory, size);
    if (index >= fonts->count)
        return true;
    dct_face *face = dct_face_drawer(fonts, index);
    scaling   s;
    if (face != NULL && key->glyph >= (uint32_t)face->drawer->num_glyphs)
        return true;
    if (face != NULL && FT_IS_SCALABLE(face->drawer) && draw_outline(face, key, image))
        return true;
    if (face != NULL && !FT_IS_SCALABLE(face->drawer) && load_bitmap(face, key, &s))
        return scaled_copy(fonts, &s, image, memory, size);
    return draw_box(fonts, key, image, memory, size); /* Broken bytes: something was to be read here. */
}
