/* Draws pages and prints a hash of their pixels: the same program on two kinds of machine must print the same.
 *
 *   ports_page BUNDLE ADDRESS...          one line each: hash, address */
#include <docent/view.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 540, HEIGHT = 960 };

/* FNV-1a over the pixels' bytes. */
static uint64_t hash_of(const unsigned char *bytes, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static bool draw(docent_view *view, const char *address, const docent_surface *surface)
{
    docent_view_wants wants;
    docent_rect dirty[1];
    uint32_t count = 1;
    if (docent_view_go(view, address) != DOCENT_OK || docent_view_update(view, 0, 1767614400, &wants) != DOCENT_OK ||
        docent_view_paint(view, surface, DOCENT_PAINT_ALL, dirty, &count) != DOCENT_OK) {
        fprintf(stderr, "%s: cannot be drawn\n", address);
        return false;
    }
    printf("%016" PRIx64 " %s\n", hash_of(surface->pixels, (size_t)WIDTH * HEIGHT * 4), address);
    return true;
}

static bool draw_all(docent *h, const docent_surface *surface, int count, char **addresses)
{
    docent_error err = { 0 };
    docent_view *view;
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    bool drawn = true;
    config.width = WIDTH;
    config.height = HEIGHT;
    config.flags = DOCENT_VIEW_STILL;
    if (docent_view_open(h, &config, &view, &err) != DOCENT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return false;
    }
    for (int i = 0; drawn && i < count; i++)
        drawn = draw(view, addresses[i], surface);
    docent_view_close(view);
    return drawn;
}

int main(int argc, char **argv)
{
    docent *h = NULL;
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_surface surface = { malloc((size_t)WIDTH * HEIGHT * 4), WIDTH, HEIGHT, (size_t)WIDTH * 4, DOCENT_RGBA8 };
    bool drawn = false;
    if (argc < 3 || surface.pixels == NULL) {
        fprintf(stderr, "usage: ports_page BUNDLE ADDRESS...\n");
        free(surface.pixels);
        return 1;
    }
    config.bundle_path = argv[1];
    if (docent_open(&config, &h, &err) == DOCENT_OK)
        drawn = draw_all(h, &surface, argc - 2, argv + 2);
    else
        fprintf(stderr, "%s\n", err.message);
    docent_close(h);
    free(surface.pixels);
    return drawn ? 0 : 1;
}
