/* Floats of a draw list as whole numbers. The same value gives the same pixel on every machine and under every clip;
 * what is not a number, infinite or huge becomes something harmless. */
#ifndef DCT_NUMBER_H
#define DCT_NUMBER_H

#include <math.h>
#include <stdint.h>

/* Beyond this many pixels nothing is told apart; sums of a few such numbers fit an int32_t even in quarters. */
#define DCT_FAR (1 << 24)

static inline int32_t dct_clamp_i32(int64_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : (int32_t)value;
}

static inline double dct_clamp_far(double value)
{
    if (!(value > -(double)DCT_FAR)) /* Not a number as well. */
        return value == value ? -(double)DCT_FAR : 0;
    return value < (double)DCT_FAR ? value : (double)DCT_FAR;
}

/* Nearest multiple of 1 / parts, halves upwards. */
static inline int32_t dct_parts(double value, int32_t parts)
{
    return (int32_t)floor(dct_clamp_far(value) * parts + 0.5);
}

static inline int32_t dct_quarters(double value)
{
    return dct_parts(value, 4);
}

static inline int32_t dct_whole(double value)
{
    return dct_parts(value, 1);
}

#endif
