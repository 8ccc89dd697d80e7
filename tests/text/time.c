/* What shaping and breaking cost, in processor time, over the samples of ten scripts: lines of "name value unit".
 *
 *   text_shape_fresh     from bytes to the first layout
 *   text_break_again     the same paragraph at another width
 *   text_paragraph_10mb  a paragraph of ten megabytes, cut at the bound */
#include "samples.h"
#include "system_fonts.h"

#include "base/limits.h"

#include <time.h>

#define PX 18.0f
#define ROUNDS 40
#define WIDTHS 10

static double now_us(void)
{
    return (double)clock() * 1.0e6 / CLOCKS_PER_SEC;
}

typedef struct sums {
    double fresh_us, again_us;
    size_t bytes;
} sums;

static void one(dct_fonts *fonts, dct_arena *arena, const char *language, const char *text, sums *s)
{
    size_t        size = strlen(text);
    dct_text_span span = { 0, (uint32_t)size, 0, PX, 0, language };
    dct_layout    layout;
    double        start = now_us();
    dct_paragraph *p = dct_paragraph_new(fonts, arena, text, size, &span, 1, DCT_AUTO);
    if (p == NULL || dct_paragraph_break(p, arena, 600.0f, DCT_ALIGN_START, 1.5f, 0, &layout) != DOCENT_OK)
        exit(1);
    double shaped = now_us();
    for (int i = 0; i < WIDTHS; i++)
        if (dct_paragraph_break(p, arena, 500.0f + 13.0f * (float)i, DCT_ALIGN_START, 1.5f, 0, &layout) != DOCENT_OK)
            exit(1);
    s->fresh_us += shaped - start;
    s->again_us += (now_us() - shaped) / WIDTHS;
    s->bytes += size;
    dct_arena_reset(arena);
}

static void huge(dct_fonts *fonts, dct_arena *arena)
{
    static const char words[] = "Hold the power button for five seconds, until the light blinks blue. ";
    size_t size = 10u << 20;
    char  *text = malloc(size);
    if (text == NULL)
        exit(1);
    for (size_t i = 0; i < size; i++)
        text[i] = words[i % (sizeof words - 1)];
    double         start = now_us();
    dct_layout     layout;
    dct_paragraph *p = dct_paragraph_new(fonts, arena, text, size, NULL, 0, DCT_AUTO);
    if (p == NULL || dct_paragraph_break(p, arena, 600.0f, DCT_ALIGN_START, 1.5f, 0, &layout) != DOCENT_OK)
        exit(1);
    printf("text_paragraph_10mb %.0f ms\n", (now_us() - start) / 1000.0);
    free(text);
}

int main(void)
{
    dct_fonts *fonts = system_fonts_installed() ? system_fonts_open() : NULL;
    dct_arena  arena;
    sums       s = { 0, 0, 0 };
    if (fonts == NULL) {
        fprintf(stderr, "text_time: needs Debian's fonts-noto-core, -mono, -cjk and -color-emoji\n");
        return 1;
    }
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
    for (int round = -2; round < ROUNDS; round++) {
        if (round == 0)
            s = (sums){ 0, 0, 0 }; /* The first two load the faces. */
        for (size_t i = 0; i < SAMPLE_COUNT; i++)
            one(fonts, &arena, samples[i][0], samples[i][1], &s);
    }
    double kb = (double)s.bytes / 1024.0;
    printf("text_shape_fresh %.1f us/KB\ntext_break_again %.2f us/KB\n", s.fresh_us / kb, s.again_us / kb);
    huge(fonts, &arena);
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
    return 0;
}
