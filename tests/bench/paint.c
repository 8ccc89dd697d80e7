/* What painting costs beside memcpy() of the same frame buffer, in the same run: lines of `name value unit ratio floor`.
 *
 *   full     everything, as after a change of theme
 *   focus    the ring moves from one step to another
 *   key      a character more in the search field
 *   scroll   60 pixels further down (at 1080p; in proportion at 4K)
 *   same     nothing changed
 *
 * Medians of many frames, CPU time of this process. The page is tests/paint/article_page.h, not the viewer's own. */
#define _POSIX_C_SOURCE 200809L
#include "paint/article_page.h"
#include "paint/painter.h"
#include "text/system_fonts.h"

#include <time.h>

#define FRAMES 41

typedef struct bench {
    article_page page;
    dct_painter *painter;
    docent_surface surface;
    unsigned char *copy;
    dct_layout    typed[2];
    const char   *size_name;
    int32_t       dy, frame;
    int           focus;
} bench;

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void copy_buffer(bench *b)
{
    memcpy(b->copy, b->surface.pixels, b->surface.stride * (size_t)b->surface.height);
}

static void paint(bench *b, uint32_t flags)
{
    dct_arena arena;
    dct_list list;
    docent_rect dirty[16];
    uint32_t count = 16;
    dct_arena_init(&arena, &dct_alloc_default, (size_t)16 << 20);
    dct_list_init(&list, &arena, b->page.w, b->page.h);
    article_record(&b->page, b->dy, b->focus, &b->typed[b->frame % 2].lines[0].runs[0], &list);
    if (dct_painter_paint(b->painter, &list, &b->surface, flags, dirty, &count) != DOCENT_OK)
        exit(1);
    dct_arena_close(&arena);
}

static void full(bench *b)
{
    paint(b, DOCENT_PAINT_ALL);
}

static void focus(bench *b)
{
    b->focus = 1 + b->focus % 2;
    paint(b, 0);
}

static void key(bench *b)
{
    b->frame++;
    paint(b, 0);
}

static void scroll(bench *b)
{
    b->dy = (b->dy + article_px(&b->page, 60)) % 6000;
    paint(b, 0);
}

static void same(bench *b)
{
    paint(b, 0);
}

static double median_us(bench *b, void (*run)(bench *))
{
    double times[FRAMES];
    run(b);
    for (int i = 0; i < FRAMES; i++) {
        double from = now_us();
        run(b);
        times[i] = now_us() - from;
    }
    qsort(times, FRAMES, sizeof *times, by_size);
    return times[FRAMES / 2];
}

static double report(bench *b, const char *name, void (*run)(bench *), double floor_us, const char *floor_name)
{
    double us = median_us(b, run);
    printf("paint-%s-%s %.0f us %.2f %s\n", name, b->size_name, us, us / (floor_us > 0 ? floor_us : us), floor_name);
    return us;
}

static bool run_size(dct_fonts *fonts, const char *name, int32_t w, int32_t h, float scale)
{
    bench b = { .size_name = name, .focus = 1 };
    dct_arena text;
    size_t size = (size_t)w * 4 * (size_t)h;
    void *pixels = malloc(size);
    b.copy = malloc(size);
    if (pixels == NULL || b.copy == NULL)
        return false;
    memset(pixels, 1, size);
    memset(b.copy, 1, size);
    dct_arena_init(&text, &dct_alloc_default, (size_t)64 << 20);
    b.surface = (docent_surface){ pixels, w, h, (size_t)w * 4, DOCENT_BGRA8 };
    article_open(&b.page, fonts, &text, w, h, scale);
    b.typed[0] = article_shape(&b.page, "e 10", 18 * scale, 0, 4000);
    b.typed[1] = article_shape(&b.page, "e 104", 18 * scale, 0, 4000);
    if (dct_painter_open(NULL, fonts, NULL, &b.painter) != DOCENT_OK || b.typed[1].line_count == 0)
        return false;
    double copy = report(&b, "memcpy", copy_buffer, 0, "memcpy");
    double whole = report(&b, "full", full, copy, "memcpy");
    report(&b, "focus", focus, whole, "full");
    report(&b, "key", key, whole, "full");
    report(&b, "scroll", scroll, whole, "full");
    report(&b, "same", same, whole, "full");
    dct_painter_close(b.painter);
    dct_arena_close(&text);
    free(pixels);
    free(b.copy);
    return true;
}

int main(void)
{
    dct_fonts *fonts = system_fonts_installed() ? system_fonts_open() : NULL;
    if (fonts == NULL) {
        fprintf(stderr, "bench_paint: Debian's Noto fonts are not installed (fonts-noto-core and others)\n");
        return 1;
    }
    bool done = run_size(fonts, "1080p", 1920, 1080, 1.0f) && run_size(fonts, "4k", 3840, 2160, 2.0f);
    dct_fonts_close(fonts);
    return done ? 0 : 1;
}
