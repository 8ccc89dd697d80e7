/* The floor of every measurement of start and memory: what SDL2 alone costs before a program does anything of its own.
 *
 *   floor clear        a window, one cleared frame, acceleration off
 *   floor default      the same as Debian's SDL does it when nobody says otherwise (it starts GL)
 *   floor text FONT    a page of words through FreeType and HarfBuzz
 *
 * Then it sleeps until it is killed. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <SDL.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ft.h>

#define SIZE_PX 20
#define LINE_PX 32
#define GLYPHS_MAX 4096

typedef struct glyph {
    unsigned char *bits;
    int            left, top, width, rows;
    bool           made;
} glyph;

typedef struct pen {
    FT_Library lib;
    FT_Face    face;
    hb_font_t *font;
    glyph      glyphs[GLYPHS_MAX];
} pen;

static const char *const words =
    "Turn the router off, wait ten seconds and turn it on again. The light blinks white while it looks for the network "
    "and stays white once it has found one. If it turns red, note the number of blinks and look it up below. ";

static bool open_pen(pen *p, const char *path)
{
    if (FT_Init_FreeType(&p->lib) != 0 || FT_New_Face(p->lib, path, 0, &p->face) != 0)
        return false;
    FT_Set_Pixel_Sizes(p->face, 0, SIZE_PX);
    p->font = hb_ft_font_create(p->face, NULL);
    return p->font != NULL;
}

static const glyph *glyph_of(pen *p, unsigned index)
{
    if (index >= GLYPHS_MAX)
        return NULL;
    glyph *g = &p->glyphs[index];
    if (g->made || FT_Load_Glyph(p->face, index, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0)
        return g->made ? g : NULL;
    const FT_Bitmap *b = &p->face->glyph->bitmap;
    *g = (glyph){ malloc((size_t)b->rows * b->width + 1), p->face->glyph->bitmap_left, p->face->glyph->bitmap_top,
                  (int)b->width, (int)b->rows, true };
    for (int y = 0; y < g->rows; y++)
        memcpy(g->bits + y * g->width, b->buffer + y * b->pitch, (size_t)g->width);
    return g;
}

static void blit(SDL_Surface *s, const glyph *g, int x, int y)
{
    for (int row = 0; row < g->rows; row++) {
        int to_y = y - g->top + row;
        if (to_y < 0 || to_y >= s->h)
            continue;
        Uint32 *line = (Uint32 *)((char *)s->pixels + to_y * s->pitch);
        for (int i = 0; i < g->width; i++) {
            int to_x = x + g->left + i;
            Uint32 grey = 255u - g->bits[row * g->width + i];
            if (to_x >= 0 && to_x < s->w && grey != 255)
                line[to_x] = grey << 16 | grey << 8 | grey;
        }
    }
}

static void draw_line(pen *p, SDL_Surface *s, const char *text, int y)
{
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(p->font, buffer, NULL, 0);
    unsigned count;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, NULL);
    int x = 40 * 64;
    for (unsigned i = 0; i < count; i++) {
        const glyph *g = glyph_of(p, info[i].codepoint);
        if (g != NULL)
            blit(s, g, (x + at[i].x_offset) / 64, y);
        x += at[i].x_advance;
    }
    hb_buffer_destroy(buffer);
}

static bool draw_page(SDL_Surface *s, const char *font)
{
    static pen p;
    if (!open_pen(&p, font))
        return false;
    for (int y = LINE_PX; y < s->h; y += LINE_PX)
        draw_line(&p, s, words + (y / LINE_PX) % 40, y);
    return true;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "clear";
    if (strcmp(mode, "default") != 0)
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return 1;
    SDL_Window *window = SDL_CreateWindow("floor", 0, 0, 1920, 1080, 0);
    SDL_Surface *s = window == NULL ? NULL : SDL_GetWindowSurface(window);
    if (s == NULL)
        return 1;
    SDL_FillRect(s, NULL, SDL_MapRGB(s->format, 255, 255, 255));
    if (strcmp(mode, "text") == 0 && (argc < 3 || !draw_page(s, argv[2]))) {
        fprintf(stderr, "floor: text needs a font file\n");
        return 1;
    }
    SDL_UpdateWindowSurface(window);
    SDL_Event e;
    while (SDL_WaitEvent(&e) == 1)
        if (e.type == SDL_WINDOWEVENT && e.window.event == SDL_WINDOWEVENT_EXPOSED)
            SDL_UpdateWindowSurface(window);
    return 0;
}
