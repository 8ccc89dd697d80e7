/* Draws paragraphs with Debian's fonts into a picture, to look at: no test, built with them.
 *
 *   text_show OUT.ppm [FILE]    FILE: one paragraph a line, "LANGUAGE<TAB>text"; without it ten scripts are shown */
#include "samples.h"
#include "system_fonts.h"

#include <math.h>

#define WIDTH 900
#define MARGIN 20
#define SIZE_PX 18.0f

typedef struct sheet {
    unsigned char *pixels; /* RGB */
    int            width, height;
} sheet;

static void blend(unsigned char *to, unsigned colour, unsigned alpha)
{
    *to = (unsigned char)((*to * (255 - alpha) + colour * alpha + 127) / 255);
}

static void draw_image(sheet *s, const dct_glyph_image *image, int x, int y)
{
    for (int row = 0; row < image->height; row++)
        for (int column = 0; column < image->width; column++) {
            int px = x + image->left + column, py = y - image->top + row;
            if (px < 0 || py < 0 || px >= s->width || py >= s->height)
                continue;
            unsigned char *to = s->pixels + 3 * (py * s->width + px);
            const unsigned char *from = image->pixels + row * image->stride + (image->colour ? 4 * column : column);
            for (int c = 0; c < 3; c++) {
                if (image->colour)
                    to[c] = (unsigned char)(from[2 - c] + to[c] * (255 - from[3]) / 255);
                else
                    blend(&to[c], 0x20, *from);
            }
        }
}

static void draw_run(dct_fonts *fonts, sheet *s, const dct_glyph_run *run, float x, float y)
{
    for (uint32_t i = 0; i < run->count; i++) {
        dct_glyph_image image;
        float quarters = floorf((x + run->glyphs[i].x) * 4.0f + 0.5f);
        int   pen = (int)floorf(quarters / 4.0f);
        if (dct_glyph_image_of(fonts, run->face, run->glyphs[i].glyph, run->size_px,
                               (uint32_t)((int)quarters - 4 * pen), &image))
            draw_image(s, &image, pen, (int)floorf(y + run->glyphs[i].y + 0.5f));
    }
}

static float draw_spans(dct_fonts *fonts, sheet *s, const char *text, const dct_text_span *spans, uint32_t count,
                        dct_direction direction, float y)
{
    dct_arena  arena;
    dct_layout layout;
    dct_arena_init(&arena, &dct_alloc_default, 64u << 20);
    dct_paragraph *p = dct_paragraph_new(fonts, &arena, text, strlen(text), spans, count, direction);
    if (p != NULL && dct_paragraph_break(p, &arena, WIDTH - 2 * MARGIN, DCT_ALIGN_START, 1.5f, 0, &layout) == DOCENT_OK) {
        for (uint32_t i = 0; i < layout.line_count; i++)
            for (uint32_t k = 0; k < layout.lines[i].run_count; k++)
                draw_run(fonts, s, &layout.lines[i].runs[k], MARGIN, y + layout.lines[i].baseline);
        y += layout.height + 10.0f;
    }
    dct_arena_close(&arena);
    return y;
}

static float draw_paragraph(dct_fonts *fonts, sheet *s, const char *language, const char *text, float y)
{
    dct_text_span span = { 0, (uint32_t)strlen(text), 0, SIZE_PX, 0, language };
    bool          rtl = strstr("ar fa he ur", language) != NULL;
    return draw_spans(fonts, s, text, &span, 1, rtl ? DCT_RTL : DCT_AUTO, y);
}

/* The same words in every style, in sizes from a footnote to a headline. */
static float draw_styles(dct_fonts *fonts, sheet *s, float y)
{
    static const char text[] = "Press \u05D4\u05E4\u05E2\u05DC\u05D4 \u7535\u6E90 E-104. ";
    static const uint32_t flags[] = { 0, DCT_TEXT_BOLD, DCT_TEXT_ITALIC, DCT_TEXT_BOLD | DCT_TEXT_ITALIC, DCT_TEXT_MONO,
                                      DCT_TEXT_MONO | DCT_TEXT_BOLD };
    enum { COUNT = sizeof flags / sizeof flags[0] };
    for (float px = 12.0f; px < 45.0f; px *= 1.4f) {
        char          all[COUNT * sizeof text] = "";
        dct_text_span spans[COUNT];
        for (uint32_t i = 0; i < COUNT; i++) {
            uint32_t at = (uint32_t)strlen(all);
            spans[i] = (dct_text_span){ at, at + (uint32_t)strlen(text), flags[i], px, 0, "en" };
            strcat(all, text);
        }
        y = draw_spans(fonts, s, all, spans, COUNT, DCT_AUTO, y);
    }
    return y;
}

static float draw_file(dct_fonts *fonts, sheet *s, const char *path, float y)
{
    char  line[16384];
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (tab == NULL)
            continue;
        *tab = '\0';
        y = draw_paragraph(fonts, s, line, tab + 1, y);
    }
    if (file != NULL)
        fclose(file);
    return y;
}

int main(int argc, char **argv)
{
    dct_fonts *fonts = system_fonts_open();
    sheet      s = { NULL, WIDTH, 2000 };
    FILE      *out = argc > 1 ? fopen(argv[1], "wb") : NULL;
    s.pixels = malloc((size_t)s.width * (size_t)s.height * 3);
    if (fonts == NULL || out == NULL || s.pixels == NULL) {
        fprintf(stderr, "usage: %s OUT.ppm [FILE]\n", argv[0]);
        return 2;
    }
    memset(s.pixels, 255, (size_t)s.width * (size_t)s.height * 3);
    float y = MARGIN;
    if (argc > 2)
        y = draw_file(fonts, &s, argv[2], y);
    for (size_t i = 0; argc <= 2 && i < SAMPLE_COUNT; i++)
        y = draw_paragraph(fonts, &s, samples[i][0], samples[i][1], y);
    if (argc <= 2)
        y = draw_styles(fonts, &s, y);
    int height = y + MARGIN < (float)s.height ? (int)y + MARGIN : s.height;
    fprintf(out, "P6\n%d %d\n255\n", s.width, height);
    fwrite(s.pixels, 3, (size_t)s.width * (size_t)height, out);
    fclose(out);
    free(s.pixels);
    dct_fonts_close(fonts);
    return 0;
}
