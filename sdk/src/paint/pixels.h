/* Rows of pixels: the only place that writes into the host's buffer.
 *
 * A pixel is four bytes in memory, B G R A or R G B A, A always 255; rows may begin at any address. Every result is the
 * exactly rounded src * a + dst * (255 - a), channel by channel, so that neither order of work nor vector width shows. */
#ifndef DCT_PIXELS_H
#define DCT_PIXELS_H

#include <docent/view.h>

#include <string.h>

typedef struct dct_canvas {
    unsigned char *pixels;
    size_t         stride;
    docent_format  format;
} dct_canvas;

static inline unsigned char *dct_canvas_at(const dct_canvas *canvas, int32_t x, int32_t y)
{
    return canvas->pixels + (size_t)y * canvas->stride + (size_t)x * 4;
}

/* value / 255, rounded; value at most 65025. */
static inline uint32_t dct_div255(uint32_t value)
{
    value += 128;
    return (value + (value >> 8)) >> 8;
}

/* The word whose bytes in memory are the colour's channels and 255. */
uint32_t dct_pixel(uint32_t argb, docent_format format);

void dct_span_fill(unsigned char *to, size_t count, uint32_t pixel);
void dct_span_blend(unsigned char *to, size_t count, uint32_t pixel, uint32_t alpha);
/* alphas[i], through the table, is the alpha of pixel i. table[0] must be 0. */
void dct_span_cover(unsigned char *to, size_t count, uint32_t pixel, const unsigned char *cover,
                    const unsigned char table[256]);
/* from: BGRA premultiplied, as pictures and colour glyphs are kept. cover: NULL is all of it. */
void dct_span_picture(unsigned char *to, size_t count, const unsigned char *from, const unsigned char *cover,
                      docent_format format);

/* table[i] = i * alpha / 255. */
void dct_table_alpha(unsigned char table[256], uint32_t alpha);
/* cover[i] = cover[i] * by[i] / 255. */
void dct_cover_multiply(unsigned char *cover, const unsigned char *by, size_t count);

#endif
