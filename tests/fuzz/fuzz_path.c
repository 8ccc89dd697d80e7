/* SVG path data, filled and stroked: numbers may be anything. */
#include "fuzz.h"

#include "paint/list.h"
#include "paint/painter.h"
#include "paint/path.h"

static void paint(const char *path, float width)
{
    static unsigned char pixels[48 * 48 * 4];
    static dct_painter *painter;
    static dct_fonts *fonts;
    docent_surface surface = { pixels, 48, 48, 48 * 4, DOCENT_BGRA8 };
    dct_arena arena;
    dct_list list;
    if (painter == NULL)
        fuzz_check(dct_painter_open(&dct_alloc_default, fonts, NULL, &painter) == DOCENT_OK);
    dct_arena_init(&arena, &dct_alloc_default, 16u << 20);
    dct_list_init(&list, &arena, 48, 48);
    dct_list_path(&list, (docent_rect){ 4, 4, 40, 40 }, path, width, 0xff336699);
    fuzz_check(dct_painter_paint(painter, &list, &surface, DOCENT_PAINT_ALL, NULL, NULL) == DOCENT_OK);
    dct_arena_close(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    dct_outline outline;
    dct_outline_init(&outline, &dct_alloc_default);
    (void)dct_path_parse(text, 3, 5, 2, 2, &outline);
    fuzz_check(!dct_outline_failed(&outline));
    dct_outline_close(&outline);
    paint(text, 0);
    paint(text, 3);
    free(text);
    return 0;
}
