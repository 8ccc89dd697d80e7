/* Level 2: a page drawn into memory that is ours, here to become a PNG file. The same buffer can go to any toolkit.
 *
 *   docent-sample-pixels help.docent article/wifi-setup page.png */
#include <docent/view.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#define WIDTH 900
#define HEIGHT 1200

static bool write_png(const docent_surface *surface, const char *path)
{
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)surface->width;
    image.height = (png_uint_32)surface->height;
    image.format = PNG_FORMAT_RGBA;
    return png_image_write_to_file(&image, path, 0, surface->pixels, (png_int_32)surface->stride, NULL) != 0;
}

/* One frame: let time pass once, then paint all of it. */
static docent_status paint_page(docent_view *view, const char *address, const docent_surface *surface)
{
    docent_view_wants wants;
    docent_rect dirty[1];
    uint32_t count = 1;
    docent_status status = docent_view_go(view, address);
    if (status == DOCENT_OK)
        status = docent_view_update(view, 0, 0, &wants);
    if (status == DOCENT_OK)
        status = docent_view_paint(view, surface, DOCENT_PAINT_ALL, dirty, &count);
    return status;
}

static int draw(docent *h, const char *address, const docent_surface *surface, const char *path)
{
    docent_error err = { 0 };
    docent_view *view;
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    config.width = WIDTH;
    config.height = HEIGHT;
    config.flags = DOCENT_VIEW_STILL;
    if (docent_view_open(h, &config, &view, &err) != DOCENT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    docent_status status = paint_page(view, address, surface);
    docent_view_close(view);
    if (status != DOCENT_OK)
        fprintf(stderr, "%s: %s\n", address, docent_status_name(status));
    else if (!write_png(surface, path))
        fprintf(stderr, "%s: cannot be written\n", path);
    else
        return 0;
    return 1;
}

int main(int argc, char **argv)
{
    docent *h;
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_surface surface = { malloc((size_t)WIDTH * HEIGHT * 4), WIDTH, HEIGHT, (size_t)WIDTH * 4, DOCENT_RGBA8 };
    if (argc != 4 || surface.pixels == NULL) {
        fprintf(stderr, "usage: docent-sample-pixels BUNDLE ADDRESS FILE.png\n");
        free(surface.pixels);
        return 1;
    }
    config.bundle_path = argv[1];
    int status = 1;
    if (docent_open(&config, &h, &err) == DOCENT_OK) {
        status = draw(h, argv[2], &surface, argv[3]);
        docent_close(h);
    } else {
        fprintf(stderr, "%s\n", err.message);
    }
    free(surface.pixels);
    return status;
}
