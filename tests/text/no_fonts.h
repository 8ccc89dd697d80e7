/* Fonts without a face: every character is a box 0.6 em wide and every space 0.25 em, so that a test can do the sums.
 * At 10 px a letter is 6 pixels and a space 2.5. */
#ifndef TEST_NO_FONTS_H
#define TEST_NO_FONTS_H

#include "text/text.h"

static const docent_font *no_font_at(void *ctx, uint32_t index)
{
    (void)ctx;
    (void)index;
    return NULL;
}

static bool no_font_load(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    (void)ctx, (void)name, (void)data, (void)size, (void)token;
    return false;
}

static inline dct_fonts *no_fonts_open(void)
{
    dct_font_source source = { NULL, no_font_at, no_font_load, NULL };
    dct_fonts      *fonts = NULL;
    return dct_fonts_open(&dct_alloc_default, &source, &fonts, NULL) == DOCENT_OK ? fonts : NULL;
}

#endif
