/* SSIM (Wang, Bovik, Sheikh, Simoncelli 2004) on blocks, in whole numbers, and the shift of colour beside it.
 *
 * The mean over a screenshot says nothing: most of it is empty. So blocks are counted by value, and the value below
 * which the worst hundredth lies is told; blocks that are flat in the original and stayed so are not counted at all. */
#include "picture_measure.h"

#include <string.h>

#define BLOCK 8u
#define LEVELS 1001u
#define LARGE 200000u /* Pixels. */

typedef struct counts {
    uint32_t structure[LEVELS]; /* Blocks by 1000 x SSIM. */
    uint32_t colour[LEVELS];    /* Blocks by difference. */
    uint32_t blocks;
} counts;

static uint32_t pixel(const uint8_t *p)
{
    uint32_t value;
    memcpy(&value, p, 4);
    return value;
}

uint32_t dct_image_flatness(const dct_image *image)
{
    uint64_t same = 0;
    size_t count = (size_t)image->width * image->height;
    for (size_t i = 1; i < count; i++)
        same += pixel(image->rgba + i * 4) == pixel(image->rgba + i * 4 - 4);
    return (uint32_t)(same * 1000 / count);
}

/* Pixels that are neither like the one before nor like the one above are what a lossless coder pays for. */
size_t dct_image_lossless_guess(const dct_image *image)
{
    size_t row = (size_t)image->width * 4, fresh = 0;
    for (uint32_t y = 1; y < image->height; y++) {
        const uint8_t *p = image->rgba + y * row;
        for (size_t at = 4; at < row; at += 4) {
            uint32_t value = pixel(p + at);
            fresh += value != pixel(p + at - 4) && value != pixel(p + at - row);
        }
    }
    return fresh + fresh / 5 + 200;
}

typedef struct sample {
    int32_t y, cb, cr;
} sample;

static sample look(const uint8_t *p)
{
    int32_t a = p[3], white = 255 * (255 - a);
    int32_t r = (p[0] * a + white) / 255, g = (p[1] * a + white) / 255, b = (p[2] * a + white) / 255;
    int32_t y = (77 * r + 150 * g + 29 * b) >> 8;
    return (sample){ y, b - y, r - y };
}

typedef struct sums {
    int64_t a, b, aa, bb, ab, colour;
    int32_t span_low, span_high; /* Of the original's luma. */
} sums;

static void add_row(sums *s, const uint8_t *one, const uint8_t *two)
{
    for (uint32_t x = 0; x < BLOCK; x++) {
        sample p = look(one + x * 4), q = look(two + x * 4);
        s->a += p.y;
        s->b += q.y;
        s->aa += p.y * p.y;
        s->bb += q.y * q.y;
        s->ab += p.y * q.y;
        int32_t cb = p.cb - q.cb, cr = p.cr - q.cr;
        s->colour += (cb < 0 ? -cb : cb) + (cr < 0 ? -cr : cr);
        s->span_low = p.y < s->span_low ? p.y : s->span_low;
        s->span_high = p.y > s->span_high ? p.y : s->span_high;
    }
}

/* With N = 64 pixels: means and variances are kept multiplied by N and N * N, so that nothing is rounded early. */
static uint32_t ssim(const sums *s)
{
    const int64_t n = BLOCK * BLOCK;
    const double c1 = 6.5025 * (double)(n * n), c2 = 58.5225 * (double)(n * n);
    double mean = 2.0 * (double)s->a * (double)s->b + c1;
    double means = (double)s->a * (double)s->a + (double)s->b * (double)s->b + c1;
    double covariance = 2.0 * (double)(n * s->ab - s->a * s->b) + c2;
    double variances = (double)(n * s->aa - s->a * s->a + n * s->bb - s->b * s->b) + c2;
    double value = mean * covariance / (means * variances);
    return value <= 0 ? 0 : (uint32_t)(value * 1000 + 0.5);
}

static void count_block(counts *out, const dct_image *a, const dct_image *b, uint32_t x, uint32_t y)
{
    sums s = { .span_low = 255 };
    for (uint32_t row = 0; row < BLOCK; row++) {
        size_t at = ((size_t)(y + row) * a->width + x) * 4;
        add_row(&s, a->rgba + at, b->rgba + at);
    }
    uint32_t colour = (uint32_t)(s.colour * 16 / (BLOCK * BLOCK));
    uint32_t structure = ssim(&s);
    if (s.span_high - s.span_low < 4 && structure > 990 && colour < 32)
        return;
    out->structure[structure]++;
    out->colour[colour < LEVELS ? colour : LEVELS - 1]++;
    out->blocks++;
}

bool dct_image_loss(const docent_alloc *alloc, const dct_image *original, const dct_image *other, dct_loss *out)
{
    counts *c = dct_new_zero(alloc, sizeof *c);
    if (c == NULL)
        return false;
    /* Of a large picture every second row of blocks tells as much. */
    uint32_t step = (uint64_t)original->width * original->height > LARGE ? 2 * BLOCK : BLOCK;
    for (uint32_t y = 0; y + BLOCK <= original->height; y += step)
        for (uint32_t x = 0; x + BLOCK <= original->width; x += BLOCK)
            count_block(c, original, other, x, y);
    uint32_t allowed = c->blocks / 100, seen = 0, i = 0;
    for (; i < LEVELS && (seen += c->structure[i]) <= allowed; i++)
        continue;
    out->structure = i < LEVELS ? i : 1000;
    for (i = LEVELS, seen = 0; i > 0 && (seen += c->colour[i - 1]) <= allowed; i--)
        continue;
    out->colour = i == 0 ? 0 : i - 1;
    dct_free(alloc, c, sizeof *c);
    return true;
}
