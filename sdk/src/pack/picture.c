/* One picture: told apart, decoded, made no wider than is ever drawn, encoded. */
#include "picture.h"

#include "../base/buf.h"
#include "../base/bytes.h"
#include "../base/error.h"
#include "picture_choose.h"
#include "picture_file.h"

#include <string.h>

#define MAX_WEBP_BYTES (64u << 20)

void dct_picture_free(const docent_alloc *alloc, dct_picture *picture)
{
    dct_free(alloc, picture->data, picture->size);
    memset(picture, 0, sizeof *picture);
}

/* Moves what the buffer holds into a picture, in memory of exactly that size. */
static docent_status take(const docent_alloc *alloc, const dct_buf *webp, const dct_image *pixels, dct_picture *out,
                          docent_error *err)
{
    out->data = dct_new(alloc, webp->size);
    if (out->data == NULL)
        return dct_fail_memory(err, DCT_PICTURE_WHERE);
    memcpy(out->data, webp->data, webp->size);
    out->size = webp->size;
    out->pixels_x = out->width = pixels->width;
    out->pixels_y = out->height = pixels->height;
    return DOCENT_OK;
}

/* A WebP of one chunk that is not too wide already is what would be made of it. Trailing bytes are cut off. */
static bool keep_webp(const unsigned char *p, size_t size, const dct_image *pixels, dct_buf *out)
{
    bool simple = memcmp(p + 12, "VP8 ", 4) == 0 || memcmp(p + 12, "VP8L", 4) == 0;
    size_t chunk = size < 20 ? size : (size_t)dct_u32(p + 16);
    if (!simple || size < 20 || chunk > size - 20 || pixels->width > DCT_PICTURE_MAX_WIDTH)
        return false;
    size_t total = 20 + chunk + chunk % 2;
    if (total > size || dct_u32(p + 4) != total - 8)
        return false;
    dct_buf_add(out, p, total);
    return true;
}

docent_status dct_picture_pack_raster(const docent_alloc *alloc, dct_picture_kind kind, const void *bytes, size_t size,
                                      dct_picture *out, docent_error *err)
{
    dct_image image;
    dct_buf webp;
    memset(out, 0, sizeof *out);
    docent_status status = dct_image_decode(alloc, kind, bytes, size, &image, err);
    if (status != DOCENT_OK)
        return status;
    dct_buf_init(&webp, alloc, MAX_WEBP_BYTES);
    if (kind != DCT_PICTURE_WEBP || !keep_webp(bytes, size, &image, &webp)) {
        status = dct_image_shrink(alloc, &image, DCT_PICTURE_MAX_WIDTH, err);
        if (status == DOCENT_OK)
            status = dct_raster_choose(alloc, &image, kind == DCT_PICTURE_JPEG, size, &webp, err);
    }
    if (status == DOCENT_OK)
        status = webp.failed ? dct_fail_memory(err, DCT_PICTURE_WHERE) : take(alloc, &webp, &image, out, err);
    dct_buf_close(&webp);
    dct_image_free(alloc, &image);
    return status;
}

static uint32_t points(double size)
{
    return size < 1 ? 1 : (uint32_t)(size + 0.5);
}

docent_status dct_picture_pack_drawing(const docent_alloc *alloc, const void *bytes, size_t size, uint32_t level,
                                       dct_picture *out, docent_error *err)
{
    dct_svg *svg;
    double size_x, size_y;
    dct_buf webp;
    dct_image pixels = { NULL, 0, 0 };
    memset(out, 0, sizeof *out);
    docent_status status = dct_svg_open(bytes, size, &svg, &size_x, &size_y, err);
    if (status != DOCENT_OK)
        return status;
    dct_buf_init(&webp, alloc, MAX_WEBP_BYTES);
    status = dct_drawing_choose(alloc, svg, size_x, size_y, level, &webp, &pixels.width, &pixels.height, err);
    if (status == DOCENT_OK)
        status = take(alloc, &webp, &pixels, out, err);
    out->width = points(size_x);
    out->height = points(size_y);
    dct_buf_close(&webp);
    dct_svg_close(svg);
    return status;
}

docent_status dct_picture_pack(const docent_alloc *alloc, const void *bytes, size_t size, dct_picture *out,
                               docent_error *err)
{
    dct_picture_kind kind = dct_picture_kind_of(bytes, size);
    if (kind == DCT_PICTURE_SVG)
        return dct_picture_pack_drawing(alloc, bytes, size, 0, out, err);
    return dct_picture_pack_raster(alloc, kind, bytes, size, out, err);
}
