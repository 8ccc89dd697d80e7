/* Whole numbers where a result is stored, so that every machine writes the same theme. */
#include "theme_colour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool dct_colour_parse(const char *text, dct_colour *out)
{
    if (strlen(text) != 7 || text[0] != '#')
        return false;
    int v[6];
    for (int i = 0; i < 6; i++)
        if ((v[i] = hex(text[i + 1])) < 0)
            return false;
    *out = (dct_colour){ (uint8_t)(v[0] * 16 + v[1]), (uint8_t)(v[2] * 16 + v[3]), (uint8_t)(v[4] * 16 + v[5]) };
    return true;
}

void dct_colour_write(dct_colour colour, char out[8])
{
    snprintf(out, 8, "#%02x%02x%02x", colour.r, colour.g, colour.b);
}

/* sRGB to linear light. */
static double linear(uint8_t channel)
{
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(dct_colour c)
{
    return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double dct_colour_contrast(dct_colour a, dct_colour b)
{
    double la = luminance(a), lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}

static uint8_t mix(int a, int b, int part)
{
    int scaled = (b - a) * part; /* Rounded to the nearest, also below zero. */
    return (uint8_t)(a + (scaled >= 0 ? scaled + 127 : scaled - 127) / 255);
}

dct_colour dct_colour_mix(dct_colour a, dct_colour b, unsigned part)
{
    int p = (int)part;
    return (dct_colour){ mix(a.r, b.r, p), mix(a.g, b.g, p), mix(a.b, b.b, p) };
}

/* The point on the line through a and b that is nearest to `mixed`. */
unsigned dct_colour_part(dct_colour a, dct_colour b, dct_colour mixed)
{
    int way[3] = { b.r - a.r, b.g - a.g, b.b - a.b };
    int done[3] = { mixed.r - a.r, mixed.g - a.g, mixed.b - a.b };
    int length = 0, along = 0;
    for (int i = 0; i < 3; i++) {
        length += way[i] * way[i];
        along += way[i] * done[i];
    }
    if (length == 0 || along <= 0)
        return 0;
    return along >= length ? 255u : (unsigned)((255ll * along + length / 2) / length);
}
