/* SVG by librsvg. It is given bytes and no place, so it follows no reference out of the file: no font, style sheet or
 * picture from disk or network, only data: URIs. */
#include "picture_image.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

#define MAX_SVG_BYTES (8u << 20) /* A traced photograph has 5 MB; drawings have kilobytes. */

static docent_status fail_glib(docent_error *err, GError *why)
{
    static const char parser[] = "XML parse error: Error domain ";
    const char *text = why == NULL ? "it cannot be drawn" : why->message;
    const char *where = strncmp(text, parser, sizeof parser - 1) == 0 ? strstr(text, " on line ") : NULL;
    int size = (int)strlen(text = where == NULL ? text : where + 4); /* From "line 3 column 7" on. */
    while (size > 0 && strchr(" \n", text[size - 1]) != NULL)
        size--;
    docent_status status =
        dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "broken SVG: %.*s", size < 120 ? size : 120, text);
    g_clear_error(&why);
    return status;
}

/* A dct_svg is an RsvgHandle under another name, so that librsvg's header stays here. */

/* width and height where they are lengths, else the viewBox. */
static bool find_size(RsvgHandle *handle, double *x, double *y)
{
    gboolean has_width, has_height, has_box;
    RsvgLength width, height;
    RsvgRectangle box;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, x, y)) {
        rsvg_handle_get_intrinsic_dimensions(handle, &has_width, &width, &has_height, &height, &has_box, &box);
        if (!has_box)
            return false;
        *x = box.width;
        *y = box.height;
    }
    return isfinite(*x) && isfinite(*y) && *x > 0 && *y > 0 && *x <= DCT_MAX_PICTURE_SIDE && *y <= DCT_MAX_PICTURE_SIDE;
}

docent_status dct_svg_open(const void *bytes, size_t size, dct_svg **out, double *size_x, double *size_y,
                           docent_error *err)
{
    GError *why = NULL;
    *out = NULL;
    if (size > MAX_SVG_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, DCT_PICTURE_WHERE, 0, "an SVG of more than %u MB; simplify it",
                        MAX_SVG_BYTES >> 20);
    RsvgHandle *handle = rsvg_handle_new_from_data(bytes, size, &why);
    if (handle == NULL)
        return fail_glib(err, why);
    rsvg_handle_set_dpi(handle, 96.0);
    if (!find_size(handle, size_x, size_y)) {
        g_object_unref(handle);
        return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0,
                        "the SVG has no usable size; give it a width and height or a viewBox, at most %d",
                        DCT_MAX_PICTURE_SIDE);
    }
    *out = (dct_svg *)handle;
    return DOCENT_OK;
}

void dct_svg_close(dct_svg *svg)
{
    if (svg != NULL)
        g_object_unref(svg);
}

/* Cairo's pixels are words of premultiplied ARGB. */
static void copy_pixels(cairo_surface_t *from, dct_image *to)
{
    const unsigned char *data = cairo_image_surface_get_data(from);
    int stride = cairo_image_surface_get_stride(from);
    for (uint32_t y = 0; y < to->height; y++)
        for (uint32_t x = 0; x < to->width; x++) {
            uint32_t argb;
            memcpy(&argb, data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, 4);
            uint8_t *p = to->rgba + ((size_t)y * to->width + x) * 4;
            uint32_t a = argb >> 24;
            for (int i = 0; i < 3 && a != 0; i++)
                p[i] = (uint8_t)(((argb >> (16 - 8 * i) & 255) * 255 + a / 2) / a);
            p[3] = (uint8_t)a;
        }
}

docent_status dct_svg_draw(dct_svg *svg, const docent_alloc *alloc, uint32_t width, uint32_t height, dct_image *out,
                           docent_error *err)
{
    docent_status status = dct_image_new(alloc, width, height, out, err);
    if (status != DOCENT_OK)
        return status;
    GError *why = NULL;
    RsvgRectangle all = { 0, 0, width, height };
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width, (int)height);
    cairo_t *cairo = cairo_create(surface);
    if (!rsvg_handle_render_document((RsvgHandle *)svg, cairo, &all, &why))
        status = fail_glib(err, why);
    else if (cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        status = dct_fail(err, DOCENT_ERR_NOMEM, DCT_PICTURE_WHERE, (int)cairo_status(cairo), "cairo: %s",
                          cairo_status_to_string(cairo_status(cairo)));
    else {
        cairo_surface_flush(surface);
        copy_pixels(surface, out);
    }
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    if (status != DOCENT_OK)
        dct_image_free(alloc, out);
    return status;
}
