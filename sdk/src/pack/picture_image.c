/* Pixels: bounds, orientation, size. */
#include "picture_image.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "picture.h"

#include <string.h>
#include <webp/encode.h>

docent_status dct_image_new(const docent_alloc *alloc, uint32_t width, uint32_t height, dct_image *out,
                            docent_error *err)
{
    memset(out, 0, sizeof *out);
    if (width == 0 || height == 0)
        return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "the picture has no pixels");
    if (width > DCT_MAX_PICTURE_SIDE || height > DCT_MAX_PICTURE_SIDE ||
        (uint64_t)width * height > DCT_MAX_PICTURE_PIXELS)
        return dct_fail(err, DOCENT_ERR_LIMIT, DCT_PICTURE_WHERE, 0,
                        "%u x %u pixels are too many; make it at most %d on a side and %u million in all", width,
                        height, DCT_MAX_PICTURE_SIDE, DCT_MAX_PICTURE_PIXELS >> 20);
    out->rgba = dct_new_zero(alloc, (size_t)width * height * 4);
    if (out->rgba == NULL)
        return dct_fail_memory(err, DCT_PICTURE_WHERE);
    out->width = width;
    out->height = height;
    return DOCENT_OK;
}

size_t dct_image_bytes(const dct_image *image)
{
    return (size_t)image->width * image->height * 4;
}

void dct_image_free(const docent_alloc *alloc, dct_image *image)
{
    dct_free(alloc, image->rgba, dct_image_bytes(image));
    memset(image, 0, sizeof *image);
}

/*  1 2 3 4 5 6 7 8: where the stored pixel (x, y) is shown.
 *
 *   1  as stored     2  mirrored        3  half a turn      4  upside down, mirrored
 *   5  transposed    6  quarter right   7  transversed      8  quarter left */
static void shown_at(int orientation, uint32_t w, uint32_t h, uint32_t x, uint32_t y, uint32_t *to_x, uint32_t *to_y)
{
    bool turned = orientation >= 5;
    uint32_t across = turned ? y : x, down = turned ? x : y;
    uint32_t width = turned ? h : w, height = turned ? w : h;
    bool flip_x = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    bool flip_y = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    *to_x = flip_x ? width - 1 - across : across;
    *to_y = flip_y ? height - 1 - down : down;
}

docent_status dct_image_orient(const docent_alloc *alloc, dct_image *image, int orientation, docent_error *err)
{
    if (orientation < 2 || orientation > 8)
        return DOCENT_OK;
    dct_image turned;
    uint32_t w = image->width, h = image->height;
    docent_status status = dct_image_new(alloc, orientation >= 5 ? h : w, orientation >= 5 ? w : h, &turned, err);
    if (status != DOCENT_OK)
        return status;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            uint32_t to_x, to_y;
            shown_at(orientation, w, h, x, y, &to_x, &to_y);
            memcpy(turned.rgba + ((size_t)to_y * turned.width + to_x) * 4, image->rgba + ((size_t)y * w + x) * 4, 4);
        }
    dct_image_free(alloc, image);
    *image = turned;
    return DOCENT_OK;
}

static void copy_back(const WebPPicture *from, dct_image *to)
{
    for (uint32_t y = 0; y < to->height; y++)
        for (uint32_t x = 0; x < to->width; x++) {
            uint32_t argb = from->argb[(size_t)y * (size_t)from->argb_stride + x];
            uint8_t *p = to->rgba + ((size_t)y * to->width + x) * 4;
            p[0] = (uint8_t)(argb >> 16);
            p[1] = (uint8_t)(argb >> 8);
            p[2] = (uint8_t)argb;
            p[3] = (uint8_t)(argb >> 24);
        }
}

/* libwebp's own rescaler: whole numbers, areas, alpha weighted. */
docent_status dct_image_shrink(const docent_alloc *alloc, dct_image *image, uint32_t max_width, docent_error *err)
{
    if (image->width <= max_width)
        return DOCENT_OK;
    uint32_t height = (uint32_t)(((uint64_t)image->height * max_width + image->width / 2) / image->width);
    dct_image small;
    WebPPicture picture;
    docent_status status = dct_image_new(alloc, max_width, height == 0 ? 1 : height, &small, err);
    if (status != DOCENT_OK)
        return status;
    if (!WebPPictureInit(&picture))
        goto no_memory;
    picture.use_argb = 1;
    picture.width = (int)image->width;
    picture.height = (int)image->height;
    if (!WebPPictureImportRGBA(&picture, image->rgba, (int)image->width * 4) ||
        !WebPPictureRescale(&picture, (int)small.width, (int)small.height)) {
        WebPPictureFree(&picture);
        goto no_memory;
    }
    copy_back(&picture, &small);
    WebPPictureFree(&picture);
    dct_image_free(alloc, image);
    *image = small;
    return DOCENT_OK;
no_memory:
    dct_image_free(alloc, &small);
    return dct_fail_memory(err, DCT_PICTURE_WHERE);
}
