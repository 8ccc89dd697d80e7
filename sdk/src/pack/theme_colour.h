/* Colours of themes: their text, their contrast (WCAG 2.2), and the nearest one that stands out enough. */
#ifndef DCT_THEME_COLOUR_H
#define DCT_THEME_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dct_colour {
    uint8_t r, g, b;
} dct_colour;

/* "#rrggbb", nothing else. */
bool dct_colour_parse(const char *text, dct_colour *out);
void dct_colour_write(dct_colour colour, char out[8]);
/* 1 to 21. */
double dct_colour_contrast(dct_colour a, dct_colour b);
/* a + part/255 of the way to b. */
dct_colour dct_colour_mix(dct_colour a, dct_colour b, unsigned part);
/* The part/255 by which `mixed` lies on the way from a to b. */
unsigned dct_colour_part(dct_colour a, dct_colour b, dct_colour mixed);

#endif
