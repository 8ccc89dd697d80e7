#include "shot.h"

#include <stdio.h>
#include <string.h>

#include <png.h>

bool kiosk_shot(const docent_surface *surface, const char *path, char error[256])
{
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)surface->width;
    image.height = (png_uint_32)surface->height;
    image.format = surface->format == DOCENT_BGRA8 ? PNG_FORMAT_BGRA : PNG_FORMAT_RGBA;
    if (png_image_write_to_file(&image, path, 0, surface->pixels, (png_int_32)surface->stride, NULL) != 0)
        return true;
    snprintf(error, 256, "%.120s: cannot be written: %.100s", path, image.message);
    png_image_free(&image);
    return false;
}
